"""The firmware register, programme decisions and test evidence as tables: what Eligo writes of them.

What belongs here: columns and their order. What does not: reading them (``programme``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from eligo.artefacts.writing import csv_bytes
from eligo.programme import (
    DECISION_COLUMNS,
    REGISTER_COLUMNS,
    Cell,
    Eligibility,
    GridRow,
    PhaseStanding,
    ProgrammeDecision,
    Register,
    Release,
    Result,
    Standing,
    UnderTest,
)

STANDING_COLUMNS = (
    *("combination", "operator", "phase", "state", "track", "firmware", "test", "at", "outcome", "severity"),
    *("reference", "file", "row", "standing"),
)
"""The columns of ``evidence.csv``; ``file`` is a SHA-256."""


def release_cells(one: Release) -> dict[str, str]:
    """One line of a register, as it is read."""
    tested = ((test.who, test.on.isoformat() if test.on else "") for test in one.tested)
    cells = (
        one.track,
        one.version,
        one.kind.value,
        one.expected.text if one.expected else "",
        one.received.isoformat() if one.received else "",
        one.superseded_by,
        "; ".join(" ".join(filter(None, test)) for test in tested),
        one.note,
    )
    return dict(zip(REGISTER_COLUMNS, cells, strict=True))


def register_csv(register: Register) -> bytes:
    """One row per release, track by track in the order of succession. It reads as the same register."""
    return csv_bytes(REGISTER_COLUMNS, ([*release_cells(one).values()] for one in register.releases))


def decision_cells(one: ProgrammeDecision) -> dict[str, str]:
    """One programme decision, as it is read; of another kind is blank, and what it does not describe absent."""
    cells = (
        *(one.combination_id, one.kind.value, one.decided_on.isoformat(), one.decided_by, one.reason),
        *(one.consultation, _day(one.consultation_closed_on)),
        *(one.request, one.requester, one.requester_role.value if one.requester_role else "", _day(one.requested_on)),
        *(one.testing.value if one.testing else "", str(one.days or ""), str(one.weight or "")),
    )
    return dict(zip(DECISION_COLUMNS, cells, strict=True)) | dict(one.described.cells if one.described else ())


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def result_cells(one: Result) -> tuple[str | int, ...]:
    """One row of ``evidence.csv`` without its standing."""
    moment = one.at.date().isoformat() if one.at == one.at.replace(hour=0, minute=0, second=0, microsecond=0) else ""
    return (
        *(one.combination_id, one.operator, one.phase, one.state, one.track, one.firmware, one.test),
        *(moment or one.at.isoformat(), one.outcome.value, one.severity, one.reference, one.file, one.row),
    )


def evidence_csv(standings: Iterable[tuple[Result, Standing]]) -> bytes:
    """One row per result, in the order in which they were given, with what has become of it."""
    return csv_bytes(STANDING_COLUMNS, ((*result_cells(one), became.value) for one, became in standings))


GRID_COLUMNS = ("combination", "phase", "state", "asked", "passed", "failed", "tolerated", "not_shown", "superseded")


def grid_csv(rows: Iterable[GridRow]) -> bytes:
    """One row per combination, phase and state, in numbers of tests: asked = passed + failed + not_shown."""
    return csv_bytes(
        GRID_COLUMNS,
        (
            (
                *(one.combination_id, one.phase, one.state, one.asked, one.passed, one.failed, one.tolerated),
                *(one.not_shown, one.superseded),
            )
            for one in rows
        ),
    )


def owed_csv(cells: Iterable[Cell]) -> bytes:
    """One row per test that has still to pass; ``outcome`` is ``failed`` where it has failed."""
    header = ("combination", "phase", "state", "test", "outcome")
    return csv_bytes(header, ((*one.key, one.result.outcome.value if one.result else "") for one in cells))


def cell_record(one: Cell) -> dict[str, object]:
    """A test, for programs."""
    outcome = one.result.outcome.value if one.result else None
    named = zip(("combination", "phase", "state", "test"), one.key, strict=True)
    return {**dict(named), "outcome": outcome}


def result_record(one: Result) -> dict[str, object]:
    """A result, for programs."""
    return dict(zip(STANDING_COLUMNS, result_cells(one), strict=False))


def standing_record(one: UnderTest, standing: PhaseStanding) -> Mapping[str, object]:
    """How a combination stands in a phase, for programs."""
    return {
        "combination": one.combination_id,
        "label": one.label,
        "phase": standing.phase,
        "firmware_that_counts": list(standing.firmware),
        "tests": len(standing.cells),
        "passed": sum(cell.is_passed for cell in standing.cells),
        "tolerated": len(standing.tolerated),
        "owed": len(standing.owed),
        "is_passed": standing.is_passed,
        "entry_criteria_missing": list(standing.not_entered),
        "exit_criteria_missing": list(standing.not_left),
    }


def eligibility_record(one: UnderTest, found: Eligibility) -> Mapping[str, object]:
    """Whether a combination is eligible, for programs."""
    return {
        "combination": one.combination_id,
        "label": one.label,
        "route": one.route.value,
        "eligible": found.is_eligible,
        "by": found.by or None,
        "tested": found.base or None,
        "reasons": list(found.reasons),
    }
