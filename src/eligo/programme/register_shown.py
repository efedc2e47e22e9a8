"""What evidence shows of a product, as the registers have to state it: when a test began, and what is passed on what.

What belongs here: judging one combination on each final release of its track, as if no later firmware had come: an
entry is of one release, and what was shown on it stays shown. What does not: the criteria (``criteria``), and what
follows for the registers (``registers.due``).

Invariants: operators stand by their published names, documents by name and SHA-256. Source: ``programme.md``,
"Evidence"; ``returns.md`` 10; SEC F2.10A.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eligo.programme.criteria import PhaseStanding, eligible, phase_standing, standings_of
from eligo.programme.evidence import Asked, Evidence, EvidenceFile, Result, ResultOutcome, UnderTest
from eligo.programme.firmware import Register
from eligo.registers import Begun, Document, Migrated, Shown
from eligo.scheme import Phase
from eligo.terms import Route

OWN_TEST = (Route.MT_SIT, Route.MT, Route.DMCT)
"""The routes on which a combination has a test of its own."""


@dataclass(frozen=True)
class Showing:
    """What is judged: the evidence and the firmware register of a day, and what the scheme asks.

    ``names``: the published names of operators by their own.
    """

    evidence: Evidence
    register: Register
    asked: Asked
    names: Mapping[str, str]

    def as_of_release(self, track: str, version: str) -> Register:
        """The register as if a final release had been the last of its track."""
        row = self.register.of_track(track)
        last = max(place for place, one in enumerate(row) if one.is_final and one.version == version)
        return Register(row[: last + 1])

    def registers(self, track: str) -> tuple[tuple[str, Register], ...]:
        """Each final release of a track with the register as of it; the whole under a blank version where none is."""
        if not track:
            return (("", self.register),)
        finals = (one.version for one in self.register.of_track(track) if one.is_final)
        return tuple((one, self.as_of_release(track, one)) for one in finals)

    def documents(self, results: Sequence[Result]) -> tuple[Document, ...]:
        """The files of some results, each once, by name."""
        found = {one.file for one in results}
        files = (one for one in self.evidence.files if one.sha256 in found)
        return tuple(sorted((Document(one.name, one.sha256) for one in files), key=lambda one: (one.name, one.sha256)))

    @property
    def migration(self) -> tuple[Phase, ...]:
        """The phases that an operator passes once, with the first of its combinations."""
        return tuple(
            one for one in self.asked.phases if Route.MT.value in one.routes and Route.DMCT.value not in one.routes
        )


def evidence_until(evidence: Evidence, day: date) -> Evidence:
    """The evidence as of a day: without results of later days."""
    files = (
        EvidenceFile(one.name, one.sha256, one.form, tuple(r for r in one.results if r.at.date() <= day))
        for one in evidence.files
    )
    return Evidence(tuple(one for one in files if one.results))


def received_until(register: Register, day: date) -> Register:
    """The firmware register as of a day: what had been received."""
    return Register(tuple(one for one in register.releases if one.received is not None and one.received <= day))


def begun(one: UnderTest, showing: Showing) -> Iterator[Begun]:
    """The first result on each version, by the day; of what counts on different firmware, or for nothing, each."""
    labels = {phase.id: phase.label for phase in showing.asked.phases}
    own = {phase.id for phase in showing.asked.phases_of(one)}
    first: dict[tuple[str, bool, bool], Result] = {}
    for result in showing.evidence.of_combination.get(one.combination_id, ()):
        version = result.firmware if one.track else ""
        if result.outcome is not ResultOutcome.NOT_RUN and result.phase in labels:
            key = (version, bool(version) and showing.asked.needs_final(result.phase), result.phase in own)
            before = first.setdefault(key, result)
            first[key] = min(before, result, key=lambda result: (result.at, result.run, result.file))
    operator = showing.names[one.operator]
    for (version, needs_final, is_asked), result in first.items():
        day, on = result.at.date(), f" on {version}" if version else ""
        reference = f"{labels[result.phase]} began{on} with {operator} on {day}"
        yield Begun(operator, version, day, reference, showing.documents([result]), needs_final, is_asked)


def shown(one: UnderTest, showing: Showing, earlier: Route | None) -> Iterator[Shown]:
    """What was shown on each final release of its track; nothing where there is no result.

    ``earlier``: the route by which it is in the registers as eligible: what was shown by that is shown, whatever route
    a later run gives it.
    """
    if one.combination_id not in showing.evidence.of_combination:
        return
    routes = [one.route, *([earlier] if earlier in OWN_TEST else [])]
    for version, register in showing.registers(one.track):
        ways = [_shown(replace(one, route=route), showing, register, version) for route in routes if route]
        yield next((way for way in ways if way.is_passed), ways[0])


def _shown(one: UnderTest, showing: Showing, register: Register, version: str) -> Shown:
    operator, asked = showing.names[one.operator], showing.asked
    found = eligible(one, showing.evidence, register, asked, {})
    standings = standings_of(one, showing.evidence, register, asked)
    results = _results(standings)
    on = f" on {version}" if version else ""
    phases = ", ".join(phase.label for phase in asked.phases_of(one))
    last = f", the last result of {max(result.at for result in results).date()}" if results else ""
    lacking = () if found.is_eligible else found.reasons
    return Shown(operator, version, f"{phases}{on} with {operator}{last}", showing.documents(results), lacking)


def _results(standings: Sequence[PhaseStanding]) -> list[Result]:
    return [cell.result for standing in standings for cell in standing.cells if cell.result is not None]


def migrated(ones: Sequence[UnderTest], showing: Showing, earlier: Mapping[str, Route]) -> Iterator[Migrated]:
    """The operators whose migration testing is passed, by the first of their combinations that has passed it.

    ``earlier``: by combination, the route by which it is in the registers as eligible. Where the scheme has no such
    testing, nobody has to pass any.
    """
    phases = showing.migration
    done: dict[str, Migrated] = {}
    for one in sorted(ones, key=lambda one: (one.label, one.combination_id)):
        name = showing.names[one.operator]
        routes = {one.route.value, *([earlier[one.combination_id].value] if one.combination_id in earlier else [])}
        if not phases:
            done.setdefault(name, Migrated(name, "The scheme has no migration testing", ()))
        elif name not in done and all(routes.intersection(phase.routes) for phase in phases):
            found = _migrated(one, showing, phases, name)
            if found is not None:
                done[name] = found
    yield from (done[name] for name in sorted(done))


def _migrated(one: UnderTest, showing: Showing, phases: Sequence[Phase], name: str) -> Migrated | None:
    if one.combination_id not in showing.evidence.of_combination:
        return None
    for register in (showing.register, *(register for _, register in showing.registers(one.track))):
        standings = [phase_standing(one, phase, showing.evidence, register, showing.asked) for phase in phases]
        if all(standing.is_passed for standing in standings):
            results = _results(standings)
            labels = ", ".join(phase.label for phase in phases)
            last = max(result.at for result in results).date()
            return Migrated(name, f"{labels} passed with {name}, the last result of {last}", showing.documents(results))
    return None
