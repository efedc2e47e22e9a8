"""Merged cells below a header: one cell that stands for several rows.

What belongs here: what the rows under a merged cell hold. What does not: merged headers (``returns.header``).

Invariants: a count is never taken twice: under a merged count the other rows are blank; a row that holds nothing stays
blank; a value that is covered by another is never overwritten unseen, and never counted. Source: ``returns.md``,
"The mess".
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from dataclasses import replace

from eligo.catalogue import TypedCell
from eligo.findings import Finding, Issue
from eligo.returns.cells import COVERED, Rows
from eligo.returns.sorting import Table


def without_merges(table: Table, counts: Collection[str]) -> tuple[Table, list[Finding]]:
    """The table with each merged cell's value in all rows that it spans, but for ``counts``; and a note for each."""
    names = {place: name for name, (place, _) in table.header.columns.items()}
    merges = list(_spanning_rows(table, names.keys()))
    if not merges:
        return table, []
    rows = table.sheet.rows
    codes, found = array("I", rows.codes), []
    cells = list(rows.cells)
    for top, place, bottom in merges:
        name = names[place]
        code = rows.codes[(top - 1) * rows.width + place]
        value = rows.cells[code].text
        read = "its count is that of this row alone" if name in counts else f"'{value}' is read in each of them"
        message = f"The cell is merged with those down to row {bottom}; {read}."
        for at in (row * rows.width + place for row in range(top, bottom) if _holds(rows, row)):
            covered = rows.cells[rows.codes[at]]
            if covered.text.strip() and covered.text != value:
                codes[at] = len(cells)
                cells.append(TypedCell(covered.text, COVERED))
            elif name not in counts:
                codes[at] = code
        found.append(Issue("cells-merged", name, value, "one value in each row", message).at(table.location(top, name)))
    sheet = replace(table.sheet, rows=Rows(cells, codes, rows.width))
    return replace(table, sheet=sheet), found


def _holds(rows: Rows, row: int) -> bool:
    """Whether a row (0-based) holds anything."""
    return any(rows.codes[row * rows.width : (row + 1) * rows.width])


def _spanning_rows(table: Table, places: Collection[int]) -> Iterator[tuple[int, int, int]]:
    """(first row, 0-based column, last row) of each merge below the header that holds a value for further rows."""
    rows = table.sheet.rows
    for top, left, bottom, _ in sorted(table.sheet.merges):
        place, last = left - 1, min(bottom, len(rows))
        below = top > table.header.row and last > top and place in places and place < rows.width
        if below and rows.codes[(top - 1) * rows.width + place]:
            yield top, place, last
