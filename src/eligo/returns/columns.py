"""Carrying checks out column by column: each distinct set of cells is read once and joined back to its rows.

What belongs here: the engine. What does not: any rule. Inventories are carried out otherwise, by the same checks on the
same distinct sets (``returns.inventory``); see the decision record on column-wise intake.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Any

from eligo.catalogue import MOST_LOOKED_FOR, NEARLY_KNOWN, TypedCell
from eligo.findings import Issue
from eligo.returns.cells import COVERED, UNREAD_KINDS, Rows
from eligo.returns.checks import UNUSED, Check, Reading
from eligo.returns.model import Coded

ERROR_VALUES = frozenset(("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#SPILL!", "#CALC!"))
"""What a spreadsheet program shows where it cannot compute a cell, and saves as text in other forms."""

_FEW = 2**16
_LEAST_FILL = 3


@dataclass(frozen=True, slots=True)
class CheckedColumn(Sequence[Reading]):
    """What a check read in every row: the distinct ``readings``, and the number of each row's own."""

    check: Check
    readings: Sequence[Reading]
    numbers: array[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, index: Any) -> Any:
        return self.readings[self.numbers[index]]

    def values(self, kept: bytes | bytearray) -> Coded[Any]:
        """The value in every row that is kept: 1 for each of these, 0 for the others."""
        values = [reading.value for reading in self.readings]
        return Coded(values, array(self.numbers.typecode, compress(self.numbers, kept)))

    def said(self) -> Iterator[tuple[int, tuple[Issue, ...]]]:
        """(index of the row, issues) of every row of which something was said."""
        issues = {number: reading.issues for number, reading in enumerate(self.readings) if reading.issues}
        if issues:
            yield from ((index, issues[number]) for index, number in enumerate(self.numbers) if number in issues)


class Cells:
    """The cells of some rows (1-based numbers), a column at a time; ``places`` are the sender's, by template column."""

    def __init__(self, rows: Rows, numbers: Sequence[int], places: Mapping[str, int]) -> None:
        self.cells = rows.cells
        self._rows = rows
        self._numbers = numbers
        self._places = places

    def column(self, name: str) -> array[int]:
        """The numbers of the cells under a template column; blank where the sender's table does not have it."""
        whole = self._rows.column(self._places.get(name))
        numbers = self._numbers
        if not numbers:
            return array("I")
        if numbers[-1] - numbers[0] + 1 == len(numbers):
            return whole[numbers[0] - 1 : numbers[-1]]
        return array("I", compress(whole, self._asked))

    @cached_property
    def _asked(self) -> bytes:
        """1 for each row of the sheet that is among the numbers, 0 for the others."""
        asked = bytearray(len(self._rows))
        for number in self._numbers:
            asked[number - 1] = 1
        return bytes(asked)


def carry_out(check: Check, cells: Cells) -> CheckedColumn:
    """One reading per row. The check's function runs once per distinct set of cells."""
    columns = [cells.column(name) for name in check.columns]
    numbers = {distinct: number for number, distinct in enumerate(dict.fromkeys(zip(*columns, strict=True)))}
    reader = Reader(check)
    readings = [reader.read(tuple([cells.cells[code] for code in distinct])) for distinct in numbers]
    kind = "H" if len(readings) < _FEW else "I"
    return CheckedColumn(check, readings, array(kind, map(numbers.__getitem__, zip(*columns, strict=True))))


@dataclass
class Reader:
    """Carries out one check on one distinct set of cells after another.

    After so many unknown devices it is brief: it leaves out what may have been meant.
    """

    check: Check
    unknown: int = 0

    def read(self, cells: tuple[TypedCell, ...]) -> Reading:
        """What the check reads in some cells. A cell without a value (an error, a formula) is told instead, and only
        where it is the check's own: a device's conditions are told by the checks of their own columns.
        """
        check = self.check
        unread = [(column, cell) for column, cell in zip(check.columns, cells, strict=True) if is_unread(cell)]
        if unread:
            if check.kind == UNUSED:
                return Reading(None, tuple(_unused_issue(unread_issue(*one)) for one in unread))
            own = check.columns[: check.own]
            return Reading(None, tuple(unread_issue(column, cell) for column, cell in unread if column in own))
        if check.brief is None:
            return check.read(cells)
        reading = (check.read if self.unknown < MOST_LOOKED_FOR else check.brief)(cells)
        self.unknown += any(issue.code in NEARLY_KNOWN for issue in reading.issues)
        return reading


def is_unread(cell: TypedCell) -> bool:
    """Whether a cell holds no value, though it is not blank."""
    if cell.kind in UNREAD_KINDS:
        return True
    return cell.kind == "text" and cell.text[:1] == "#" and (cell.text in ERROR_VALUES or _is_too_wide(cell.text))


def _is_too_wide(text: str) -> bool:
    """Whether a text is what a spreadsheet program shows where a number does not fit into its column."""
    return len(text) >= _LEAST_FILL and not text.strip("#")


def _unused_issue(issue: Issue) -> Issue:
    """The same of a cell that decides nothing: a warning."""
    return replace(issue, code="cell-without-value")


def unread_issue(column: str, cell: TypedCell) -> Issue:
    """What is said of a cell without a value."""
    if cell.kind == "formula":
        message = "The cell holds a formula without a saved value, and formulas are never evaluated."
        return Issue("formula-without-value", column, cell.text, "a value", message)
    if cell.kind == COVERED:
        message = f"The cell is covered by a merged one, and holds '{cell.text}', which nobody sees."
        return Issue("cell-covered", column, cell.text, "a value that is seen", message)
    message = f"The spreadsheet could not compute the cell: {cell.text}."
    if _is_too_wide(cell.text):
        message = "The column was too narrow for what the cell held, and its value was lost when the file was written."
    return Issue("cell-error", column, cell.text, "a value", message)
