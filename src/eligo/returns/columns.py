"""Carrying checks out column by column: each distinct set of cells is read once and joined back to its rows.

What belongs here: the engine. What does not: any rule. Inventories are carried out otherwise, by the same checks on the
same distinct sets (``returns.inventory``); see the decision record on column-wise intake.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

from eligo.catalogue import TypedCell
from eligo.findings import Issue
from eligo.returns.cells import BLANK, UNREAD_KINDS, Rows
from eligo.returns.checks import Check, Reading

ERROR_VALUES = frozenset(("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#SPILL!", "#CALC!"))
"""What a spreadsheet program shows where it cannot compute a cell, and saves as text in other forms."""


def column_of(rows: Sequence[Sequence[TypedCell]], place: int | None) -> list[TypedCell]:
    """One column of the rows; blank where the sender's table does not have it."""
    if place is None:
        return [BLANK] * len(rows)
    return [row[place] if place < len(row) else BLANK for row in rows]


def codes_of(rows: Rows, names: Iterable[str], places: Mapping[str, int]) -> Mapping[str, array[int]]:
    """The numbers of the cells under each template column; blank where the sender's table does not have it."""
    return {name: rows.column(places.get(name)) for name in names}


def carry_out(check: Check, cells: Sequence[TypedCell], codes: Mapping[str, array[int]]) -> list[Reading]:
    """One reading per row. The check's function runs once per distinct set of cells."""
    columns = [codes[name] for name in check.columns]
    readings = {
        distinct: read_once(check, tuple([cells[code] for code in distinct]))
        for distinct in set(zip(*columns, strict=True))
    }
    return [readings[row] for row in zip(*columns, strict=True)]


def read_once(check: Check, cells: tuple[TypedCell, ...]) -> Reading:
    """What a check reads in some cells. A cell without a value (an error, a formula) is told instead, and only where it
    is the check's own: a device's conditions are told by the checks of their own columns.
    """
    unread = [(column, cell) for column, cell in zip(check.columns, cells, strict=True) if is_unread(cell)]
    if not unread:
        return check.read(cells)
    own = check.columns[: check.own]
    return Reading(None, tuple(_unread(column, cell) for column, cell in unread if column in own))


def is_unread(cell: TypedCell) -> bool:
    """Whether a cell holds no value, though it is not blank."""
    return cell.kind in UNREAD_KINDS or (cell.kind == "text" and cell.text[:1] == "#" and cell.text in ERROR_VALUES)


def _unread(column: str, cell: TypedCell) -> Issue:
    if cell.kind == "formula":
        message = "The cell holds a formula without a saved value, and formulas are never evaluated."
        return Issue("formula-without-value", column, cell.text, "a value", message)
    return Issue(
        "cell-error", column, cell.text, "a value", f"The spreadsheet could not compute the cell: {cell.text}."
    )
