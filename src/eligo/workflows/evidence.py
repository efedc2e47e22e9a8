"""``eligo evidence``: what results show, what is owed, and how each phase stands.

Invariant: nothing is changed by asking. What a workspace remembers is in ``workspace.programming``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eligo.artefacts import (
    cell_record,
    eligibility_record,
    evidence_csv,
    grid_csv,
    owed_csv,
    result_record,
    standing_record,
)
from eligo.errors import NotFound
from eligo.programme import (
    Cell,
    Eligibility,
    GridRow,
    PhaseStanding,
    Result,
    Standing,
    UnderTest,
    eligible,
    grid,
    standings,
    standings_of,
)
from eligo.scheme import Phase
from eligo.workflows.folder import SHOWN, safe_folder, write_folder
from eligo.workflows.grounds import Grounds


def chosen(grounds: Grounds, named: Sequence[str], everything: bool, *, claimed: bool = False) -> tuple[UnderTest, ...]:
    """The combinations that a question is about: those named by id or label; or those with a label or a result (and
    those ``claimed`` by a decision on equivalence), unless ``everything`` in scope is asked for.

    Raises ``NotFound`` for a name that is none.
    """
    by_name = {name: one for one in grounds.combinations for name in (one.combination_id, one.label)}
    strange = [name for name in named if name not in by_name]
    if strange:
        hint = "Name it by its id, such as C-5H7FZFG0YEWA, or by its label; combinations.csv has them."
        raise NotFound(f"No combination in scope is called {', '.join(strange)}", hint=hint)
    if named:
        return tuple(dict.fromkeys(by_name[name] for name in named))
    besides = {*grounds.evidence.of_combination, *(grounds.equivalences if claimed else ())}
    return tuple(
        one
        for one in grounds.combinations
        if everything or one.label != one.combination_id or one.combination_id in besides
    )


def results_of_combinations(grounds: Grounds, ones: Sequence[UnderTest]) -> tuple[tuple[Result, Standing], ...]:
    """Every result of some combinations, with what has become of it, in the order in which they were given."""
    ids = {one.combination_id for one in ones}
    every = standings(grounds.evidence, grounds.register, grounds.asked)
    return tuple((result, became) for result, became in every if result.combination_id in ids)


def result_standing_record(result: Result, became: Standing) -> dict[str, object]:
    """A result with what has become of it, for programs."""
    return {**result_record(result), "standing": became.value}


def grid_of(grounds: Grounds, ones: Sequence[UnderTest]) -> tuple[GridRow, ...]:
    """Depth and breadth of some combinations."""
    return grid(ones, grounds.evidence, grounds.register, grounds.asked)


def owed_of(grounds: Grounds, ones: Sequence[UnderTest]) -> tuple[Cell, ...]:
    """What has still to pass: every test of the phases of some combinations that no result has shown."""
    return tuple(cell for one in ones for standing in _standings(grounds, one) for cell in standing.owed)


def eligibility_of(grounds: Grounds, ones: Sequence[UnderTest]) -> tuple[tuple[UnderTest, Eligibility], ...]:
    """Whether each is eligible, with reasons."""
    return tuple(
        (one, eligible(one, grounds.evidence, grounds.register, grounds.asked, grounds.equivalences)) for one in ones
    )


@dataclass(frozen=True, slots=True)
class PhaseReport:
    """How a phase stands: each combination that goes through it, with its entry and exit criteria."""

    phase: Phase
    standings: tuple[tuple[UnderTest, PhaseStanding], ...]

    @property
    def passed(self) -> int:
        """How many have passed."""
        return sum(standing.is_passed for _, standing in self.standings)


def report_of(grounds: Grounds, named: str, ones: Sequence[UnderTest]) -> PhaseReport:
    """The report of a phase. Raises ``NotFound`` where the scheme has no such phase."""
    phase = next((one for one in grounds.scheme.phases if one.id == named), None)
    if phase is None:
        known = ", ".join(one.id for one in grounds.scheme.phases)
        raise NotFound(f"The scheme has no phase '{named}'", hint=f"Its phases are: {known}.")
    found = ((one, standing) for one in ones for standing in _standings(grounds, one) if standing.phase == named)
    return PhaseReport(phase, tuple(found))


def _standings(grounds: Grounds, one: UnderTest) -> tuple[PhaseStanding, ...]:
    return standings_of(one, grounds.evidence, grounds.register, grounds.asked)


def report_record(grounds: Grounds, report: PhaseReport) -> dict[str, object]:
    """A phase report, for programs."""
    criteria = grounds.asked.criteria.get(report.phase.id)
    return {
        "phase": report.phase.id,
        "criteria": criteria
        and {
            "firmware": criteria.firmware,
            "states": list(criteria.states),
            "tested_by": list(criteria.tested_by),
            "tolerated": dict(criteria.tolerated),
            "source": criteria.source,
        },
        "combinations": len(report.standings),
        "passed": report.passed,
        "standings": [standing_record(one, standing) for one, standing in report.standings],
    }


def owed_record(cells: Sequence[Cell]) -> list[dict[str, object]]:
    """What is owed, for programs."""
    return [cell_record(cell) for cell in cells]


def eligible_record(found: Sequence[tuple[UnderTest, Eligibility]]) -> list[object]:
    """Who is eligible, for programs."""
    return [eligibility_record(one, eligibility) for one, eligibility in found]


def write_evidence(grounds: Grounds, folder: Path) -> None:
    """Write every result with what has become of it, the grid, and what is owed, into a folder of their own.

    Raises ``UsageError`` where the folder holds something else.
    """
    ones = chosen(grounds, (), everything=False)
    tables = {
        "evidence.csv": evidence_csv(standings(grounds.evidence, grounds.register, grounds.asked)),
        "grid.csv": grid_csv(grid_of(grounds, ones)),
        "owed.csv": owed_csv(owed_of(grounds, ones)),
    }
    write_folder(safe_folder(folder, SHOWN), tables, SHOWN)
