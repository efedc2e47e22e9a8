"""Whether a phase is entered and passed, and whether a combination is eligible: from evidence alone, with reasons.

What belongs here: the criteria as the scheme states them, judged on what counts. What does not: which results count
(``evidence.standing``), and entry into a register, which needs consent as well (``registers``).

Invariants: no combination is eligible but by passed evidence of every phase of its route, or by a recorded decision
that the test of another stands for its own, where that other has passed it: decisions are directed and never chained.
Nothing is passed because nothing was asked. Source: ``programme.md``, "Evidence" and 4; Consultation 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eligo.programme.evidence import (
    Asked,
    Cell,
    Evidence,
    ResultOutcome,
    UnderTest,
    cells_of,
    on_firmware_that_counts,
)
from eligo.programme.firmware import Register, Release
from eligo.scheme import Phase
from eligo.terms import Route

NO_SEVERITY = "without a severity"


@dataclass(frozen=True, slots=True)
class PhaseStanding:
    """How a combination stands in a phase. ``not_entered`` and ``not_left`` say in words what is missing for its entry
    and its exit criteria; ``tolerated`` are the failures that may stand. ``firmware`` are the versions that count.
    """

    combination_id: str
    phase: str
    firmware: tuple[str, ...]
    cells: tuple[Cell, ...]
    not_entered: tuple[str, ...]
    not_left: tuple[str, ...]
    tolerated: tuple[Cell, ...]

    @property
    def is_passed(self) -> bool:
        """Whether its exit criteria are met."""
        return not self.not_left

    @property
    def owed(self) -> tuple[Cell, ...]:
        """What has still to pass: without a result that counts, or failed beyond what may stand."""
        return tuple(one for one in self.cells if not one.is_passed and one not in self.tolerated)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a combination is eligible, and why, or why not.

    ``by`` is ``test``, ``equivalence`` or blank; ``base`` the combination whose test stands for its own. ``reasons``
    has a sentence for what was shown, or for everything that is missing.
    """

    combination_id: str
    by: str
    base: str
    reasons: tuple[str, ...]

    @property
    def is_eligible(self) -> bool:
        """Whether it is."""
        return bool(self.by)


def phase_standing(one: UnderTest, phase: Phase, evidence: Evidence, register: Register, asked: Asked) -> PhaseStanding:
    """How a combination stands in a phase: entry and exit criteria, cell by cell."""
    cells = cells_of(one, phase.id, evidence, register, asked)
    tolerated, beyond = _failures(cells, asked.criteria[phase.id].tolerated if phase.id in asked.criteria else {})
    missing = [cell for cell in cells if cell.result is None]
    not_left = [*_nothing_asked(phase, cells, asked), *_no_firmware(one, phase, register, asked)]
    if missing:
        not_left.append(f"{phase.label}: {len(missing)} of {len(cells)} tests have no result that counts")
    not_left += [f"{phase.label}: {line}" for line in beyond]
    firmware = sorted(register.versions_that_count(one.track, final=asked.needs_final(phase.id))) if one.track else []
    entry = tuple(_not_entered(one, phase, evidence, register, asked))
    return PhaseStanding(one.combination_id, phase.id, tuple(firmware), cells, entry, tuple(not_left), tolerated)


def _failures(cells: Sequence[Cell], limits: Mapping[str, int]) -> tuple[tuple[Cell, ...], list[str]]:
    """The failures that may stand, and a line for each severity of which too many do."""
    failed: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.result is not None and cell.result.outcome is ResultOutcome.FAILED:
            failed.setdefault(cell.result.severity, []).append(cell)
    standing: list[Cell] = []
    beyond = []
    for severity, ones in failed.items():
        limit = limits.get(severity, 0) if severity else 0
        if len(ones) <= limit:
            standing += ones
        else:
            noun = "failure" if len(ones) == 1 else "failures"
            named = f"of severity {severity}" if severity else NO_SEVERITY
            beyond.append(f"{len(ones)} {noun} {named}, and {limit} may stand")
    return tuple(standing), beyond


def _nothing_asked(phase: Phase, cells: Sequence[Cell], asked: Asked) -> Iterator[str]:
    if phase.id not in asked.criteria:
        yield f"{phase.label}: the scheme has no criteria for it, so that nothing can pass it"
    elif not cells:
        yield f"{phase.label}: it tests nothing of this combination, so that nothing is shown"


def _no_firmware(one: UnderTest, phase: Phase, register: Register, asked: Asked) -> Iterator[str]:
    if one.track and asked.needs_final(phase.id) and register.final(one.track) is None:
        yield f"{phase.label}: no final release of track {one.track} is in force"


def _not_entered(one: UnderTest, phase: Phase, evidence: Evidence, register: Register, asked: Asked) -> Iterator[str]:
    own = asked.phases_of(one)
    for earlier in own:
        if earlier.id in phase.after and not phase_standing(one, earlier, evidence, register, asked).is_passed:
            yield f"{earlier.label} is not passed"
    if not one.track or phase.id not in asked.criteria:
        return
    criteria = asked.criteria[phase.id]
    firmware = _firmware(register, one.track, criteria.needs_final)
    if firmware is None:
        kind = "final release" if criteria.needs_final else "candidate"
        yield f"No {kind} of track {one.track} has been received"
        return
    has_tested = {test.who for test in firmware.tested}
    for who in criteria.tested_by:
        if who not in has_tested:
            yield f"{who} is not said to have tested {firmware.version} of track {one.track}"


def _firmware(register: Register, track: str, needs_final: bool) -> Release | None:
    """What a phase would begin on now."""
    final = register.final(track)
    return final if needs_final or final is not None else register.candidate(track)


def standings_of(one: UnderTest, evidence: Evidence, register: Register, asked: Asked) -> tuple[PhaseStanding, ...]:
    """How a combination stands in each phase of its own test, in their order."""
    return tuple(phase_standing(one, phase, evidence, register, asked) for phase in asked.phases_of(one))


def eligible(
    one: UnderTest,
    evidence: Evidence,
    register: Register,
    asked: Asked,
    equivalences: Mapping[str, Sequence[UnderTest]],
) -> Eligibility:
    """Whether a combination is eligible: by its own test, or by a decision that another's stands for it.

    ``equivalences``: for a claimed combination, those whose test stands for its own by a recorded decision that holds.
    """
    missing = _missing(one, evidence, register, asked)
    if not missing:
        phases = ", ".join(phase.label for phase in asked.phases_of(one))
        return Eligibility(one.combination_id, "test", "", (f"Passed: {phases}",))
    if one.route in (Route.OUT_OF_SCOPE, Route.UNECONOMIC):
        return Eligibility(one.combination_id, "", "", missing)
    reasons = list(missing)
    for base in sorted(equivalences.get(one.combination_id, ()), key=lambda other: other.combination_id):
        lacking = _missing(base, evidence, register, asked)
        if base.combination_id != one.combination_id and not lacking:
            said = f"The test of {base.label} stands for it, and is passed"
            return Eligibility(one.combination_id, "equivalence", base.combination_id, (said,))
        reasons += [f"The test of {base.label} stands for it, and is not passed: {reason}" for reason in lacking[:1]]
    return Eligibility(one.combination_id, "", "", tuple(reasons))


def _missing(one: UnderTest, evidence: Evidence, register: Register, asked: Asked) -> tuple[str, ...]:
    """What a combination's own test lacks; nothing where it is passed."""
    if one.route is Route.OUT_OF_SCOPE:
        return ("It is out of scope",)
    if one.route is Route.UNECONOMIC:
        return ("It was declared uneconomic to test",)
    standings = standings_of(one, evidence, register, asked)
    if not standings:
        return ("The scheme has no phase that tests combinations of its route",)
    return tuple(reason for standing in standings for reason in standing.not_left)


@dataclass(frozen=True, slots=True)
class GridRow:
    """Depth and breadth: one combination, phase and state, in tests. asked = passed + failed + not_shown.

    ``tolerated`` of the failed may stand; ``superseded`` are results on firmware that does not count (any number).
    """

    combination_id: str
    phase: str
    state: str
    asked: int
    passed: int
    failed: int
    tolerated: int
    not_shown: int
    superseded: int


def grid(
    combinations: Sequence[UnderTest], evidence: Evidence, register: Register, asked: Asked
) -> tuple[GridRow, ...]:
    """The grid of what has been shown: combination by combination, phase by phase of its own test, state by state."""
    return tuple(row for one in combinations for row in _rows(one, evidence, register, asked))


def _rows(one: UnderTest, evidence: Evidence, register: Register, asked: Asked) -> Iterator[GridRow]:
    superseded = Counter(
        (result.phase, result.state)
        for result in evidence.of_combination.get(one.combination_id, ())
        if not on_firmware_that_counts(result, register, asked)
    )
    for standing in standings_of(one, evidence, register, asked):
        for state in asked.states_of(one, standing.phase):
            cells = [cell for cell in standing.cells if cell.state == state]
            passed = sum(cell.is_passed for cell in cells)
            not_shown = sum(cell.result is None for cell in cells)
            yield GridRow(
                one.combination_id,
                standing.phase,
                state,
                len(cells),
                passed,
                len(cells) - passed - not_shown,
                sum(cell.state == state for cell in standing.tolerated),
                not_shown,
                superseded[standing.phase, state],
            )
