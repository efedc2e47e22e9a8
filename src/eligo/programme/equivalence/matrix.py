"""Decisions on equivalence as a workbook: a matrix to look at, the decisions in full, and what they compare.

What belongs here: which cell says what, and reading what people changed. What does not: the form of a workbook
(``returns``).

Invariants: a workbook that nobody changed reads as the decisions that it was made of. ``Decisions`` is what is read;
the matrix decides one thing, that a decision is withdrawn, since everything else takes arguments. What the two do not
agree on is a finding at its cell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from eligo.errors import CannotWrite
from eligo.findings import Finding, Issue, Location, Severity
from eligo.programme.equivalence.differences import argued, compared
from eligo.programme.equivalence.model import DecisionState, EquivalenceDecision, Equivalences, Pair, Withdrawn
from eligo.programme.equivalence.read import (
    EQUIVALENCE_COLUMNS,
    EquivalencesRead,
    decisions_of_lines,
    equivalence_cells,
)
from eligo.programme.tables import Line, header_findings
from eligo.returns import LONGEST_TEXT, MOST_ROWS, Sheet, TypedSheet, open_file, typed_workbook
from eligo.terms import Combination

MATRIX, DECISIONS, COMPARED = "Matrix", "Decisions", "Differences"
"""The sheets."""

STATE = "state"
"""The column of ``Decisions`` that says what each came to on the day of the workbook; it is not read."""

_HEADER = ("claimed", "combination", "population")
_COMPARED_HEADER = ("claimed", "tested", "what", "of the tested one", "of the claimed one", "", "argument")
_MOST_COLUMNS = 16_384


def matrix_workbook(
    equivalences: Equivalences, known: Mapping[str, Combination], populations: Mapping[str, int], day: date
) -> bytes:
    """The bytes of an ``.xlsx`` of all decisions as they stand on a day; the same arguments give the same bytes.

    Raises ``CannotWrite`` where a spreadsheet would cut something of them off.
    """
    read = _matrix(equivalences, known, populations, day), _decisions(equivalences, day)
    for sheet in read:
        _refuse_too_large(sheet)
    return typed_workbook((*read, _compared(equivalences, known)), datetime.combine(day, time.min))


def _refuse_too_large(sheet: TypedSheet) -> None:
    longest = max((len(cell) for row in sheet.rows for cell in row if isinstance(cell, str)), default=0)
    for found, most, what in (
        (len(sheet.rows), MOST_ROWS, "rows"),
        (len(sheet.header), _MOST_COLUMNS, "columns"),
        (longest, LONGEST_TEXT, "characters in a cell"),
    ):
        if found > most:
            raise CannotWrite(
                f"{sheet.name} would have {found:,} {what}, and a spreadsheet holds {most:,}",
                hint="Write the table instead: a file that ends in .csv.",
            )


def _matrix(
    equivalences: Equivalences, known: Mapping[str, Combination], populations: Mapping[str, int], day: date
) -> TypedSheet:
    claimed = dict.fromkeys(one.claimed for one in equivalences.decisions)
    tested = tuple(dict.fromkeys(one.tested for one in equivalences.decisions))
    by_pair = equivalences.by_pair
    rows = [
        (
            *(one, known[one].identity, populations.get(one, 0)),
            *(by_pair[one, base].state_on(day).value if (one, base) in by_pair else "" for base in tested),
        )
        for one in claimed
    ]
    return TypedSheet(MATRIX, (*_HEADER, *tested), tuple(rows), frozen=3)


def _decisions(equivalences: Equivalences, day: date) -> TypedSheet:
    header = (*EQUIVALENCE_COLUMNS, STATE)
    rows = [(*_typed(one).values(), one.state_on(day).value) for one in equivalences.decisions]
    return TypedSheet(DECISIONS, header, tuple(rows), frozen=2)


def _typed(one: EquivalenceDecision) -> dict[str, str | date]:
    cells: dict[str, str | date] = {**equivalence_cells(one)}
    days = {"decided_on": one.decided_on, "expires_on": one.expires_on, "withdrawn_on": one.withdrawn_on}
    return cells | {column: day for column, day in days.items() if day is not None}


def _compared(equivalences: Equivalences, known: Mapping[str, Combination]) -> TypedSheet:
    rows = [
        (
            *(one.claimed, one.tested, thing.place, thing.tested, thing.claimed),
            "same" if thing.is_same else "differs",
            "" if thing.is_same else argued(thing, one.arguments),
        )
        for one in equivalences.decisions
        for thing in compared(known[one.tested], known[one.claimed])
    ]
    return TypedSheet(COMPARED, _COMPARED_HEADER, tuple(rows), frozen=2)


def read_matrix(
    name: str,
    content: bytes,
    known: Mapping[str, Combination],
    *,
    tested: Collection[str] | None = None,
    today: date | None = None,
) -> EquivalencesRead:
    """The decisions of a workbook, with what was changed in it; or everything that is wrong, by sheet, row and column.

    A decision that the matrix has ``withdrawn`` and the list does not is withdrawn ``today`` (without a day, from the
    day of the decision on). Raises ``UnreadableFile``
    where it is no workbook.
    """
    sheets = {sheet.name.casefold(): sheet for sheet in open_file(name, content).sheets}
    if (sheet := sheets.get(DECISIONS.casefold())) is None:
        missing = Issue("column-missing", "", "", DECISIONS, f"There is no sheet {DECISIONS}")
        return EquivalencesRead(None, (missing.at(Location(name)),))
    lines, structure = _lines(name, sheet)
    read = decisions_of_lines(lines, structure, known, tested=tested, today=today, in_full=True)
    matrix = sheets.get(MATRIX.casefold())
    if matrix is None or read.equivalences is None:
        return read
    marked, faults = _marked(name, matrix, read.equivalences)
    findings = tuple(sorted((*read.findings, *faults), key=lambda one: one.order))
    if any(one.severity is Severity.ERROR for one in findings):
        return EquivalencesRead(None, findings)
    decisions = (_withdrawn(one, today) if one.pair in marked else one for one in read.equivalences.decisions)
    return EquivalencesRead(Equivalences(tuple(decisions)), findings)


def _withdrawn(one: EquivalenceDecision, today: date | None) -> EquivalenceDecision:
    if one.withdrawn_on is not None:
        return one
    return replace(one, withdrawn_on=today or one.decided_on, withdrawn=Withdrawn.DECISION)


def _lines(name: str, sheet: Sheet) -> tuple[list[Line], list[Finding]]:
    """The rows of the sheet of decisions, as those of a table."""
    rows = [[cell.text.strip() for cell in row] for row in sheet.rows]
    while rows and rows[0] and not rows[0][-1] and all(not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    header = [cell.casefold() for cell in rows[0]] if rows else []
    place = Location(name, sheet.name, 1)
    structure = list(header_findings(place, header, (*EQUIVALENCE_COLUMNS, STATE), ("claimed", "tested")))
    if structure:
        return [], structure
    numbers = {column: place for place, column in enumerate(header, start=1)}
    lines = [
        Line(name, number, dict(zip(header, row, strict=True)), numbers, sheet.name)
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]
    return lines, []


def _marked(name: str, sheet: Sheet, equivalences: Equivalences) -> tuple[frozenset[Pair], tuple[Finding, ...]]:
    """The pairs that the matrix has withdrawn, and where it says what the list of decisions does not."""
    rows = [[cell.text.strip() for cell in row] for row in sheet.rows]
    tested = rows[0][len(_HEADER) :] if rows else []
    marked, findings = set(), list[Finding]()
    for number, row in enumerate(rows[1:], start=2):
        for column, base in enumerate(tested, start=len(_HEADER) + 1):
            cell, pair = row[column - 1], (row[0], base)
            if fault := _fault(cell, pair, equivalences):
                place = Location(name, sheet.name, number, base, column, base)
                findings.append(Issue(fault[0], base, cell, *fault[1:]).at(place))
            elif cell == DecisionState.WITHDRAWN.value:
                marked.add(pair)
    return frozenset(marked), tuple(findings)


def _fault(cell: str, pair: Pair, equivalences: Equivalences) -> tuple[str, str, str] | None:
    """Code, what is expected and message, where a cell of the matrix cannot stand."""
    if not all(pair):
        which = _HEADER[0] if pair[1] else "tested"
        message = f"It is of no decision: no {which} combination stands in its {'row' if pair[1] else 'column'}"
        return ("matrix-unexplained", "nothing, or the id of that combination", message) if cell else None
    states, listed = [one.value for one in DecisionState], pair in equivalences.by_pair
    told = f"that the test of {pair[1]} stands for {pair[0]}"
    if cell and cell not in states:
        return ("entry-not-allowed", "nothing, or one of " + ", ".join(states), f"'{cell}' is no state of a decision")
    if cell and not listed:
        return ("matrix-unexplained", f"a line in {DECISIONS}", f"No line in {DECISIONS} argues {told}")
    if listed and not cell:
        message = f"The cell is blank, and a line in {DECISIONS} says {told}"
        return ("matrix-unexplained", f"{DecisionState.WITHDRAWN.value}, or no line in {DECISIONS}", message)
    return None
