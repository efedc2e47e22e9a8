"""What evidence says of a plan that runs: which of its tests have passed, failed, or are late.

What belongs here: from results to what became of the phases that were to begin before a day. What does not: what
follows for the others (``replan``), or when a phase has passed (``criteria``).

A phase whose tests all have a result, and of which more failed than may stand, has failed on the day of the last of
them; one that has no result for some of its tests though it was to have ended is late. Source: ``programme.md`` 2, 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from eligo.findings import Finding, Issue, Location
from eligo.programme.begun import PHASES, Before, Happened, Place, Turn
from eligo.programme.criteria import PhaseStanding, phase_standing
from eligo.programme.evidence import Asked, Evidence, UnderTest
from eligo.programme.firmware import Register


def happened_of(
    before: Before,
    on: date,
    combinations: Mapping[str, UnderTest],
    evidence: Evidence,
    register: Register,
    asked: Asked,
) -> Iterator[Happened]:
    """What has become of every phase that a plan starts before a day, where that is not what was planned.

    Nothing is said of a phase for which the scheme has no criteria, and of one without any result.
    """
    phases = {one.id: one for one in asked.phases}
    for (name, phase), place in before.items():
        known = phase in PHASES and phase in phases and phase in asked.criteria and name in combinations
        if known and place.start < on:
            standing = phase_standing(combinations[name], phases[phase], evidence, register, asked)
            yield from _turn(standing, place, on)


def _turn(standing: PhaseStanding, place: Place, on: date) -> Iterator[Happened]:
    days = [cell.result.at.date() for cell in standing.cells if cell.result is not None]
    if not days:
        return
    last = max(place.start, *days)
    name, phase = standing.combination_id, standing.phase
    ended = last < on and len(days) == len(standing.cells)
    if ended and not (standing.is_passed and last == place.end):
        yield Happened(name, phase, Turn.PASSED if standing.is_passed else Turn.FAILED, last)
    elif not ended and place.end < on:
        yield Happened(name, phase, Turn.LATE, on)


def later_results(evidence: Evidence, on: date) -> tuple[Finding, ...]:
    """Each result of a day after the one from which a plan is made again, at its place: that cannot be known then."""
    found = []
    for file in evidence.files:
        for one in file.results:
            if one.at.date() > on:
                message = f"It is later than the day from which it is planned, {on}"
                place = Location(file.name, "", one.row, "at", 0, "at")
                found.append(Issue("evidence-later", "at", one.at.isoformat(), f"{on} or earlier", message).at(place))
    return tuple(found)
