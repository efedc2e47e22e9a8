"""Cells that stand under no header: of rows that are too long, and of columns without a name.

What belongs here: finding them. What does not: cells under a header that the template does not have
(``returns.table.header_findings``).

Invariant: a cell of a row that counts either stands under a header, or is told. Source: ``returns.md``, "Semantics" 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.findings import Finding, Issue, Location
from eligo.returns.sorting import Table

_TEXT_FORMS = ("CSV", "TSV")


def ragged_rows(table: Table, body: Sequence[int]) -> Iterator[tuple[int, Issue]]:
    """The rows of a text file that go on beyond the header, by their index in ``body``: a value may have parted in two,
    and every cell after it moved. A row that ends early has blank cells at its end, as spreadsheets save them.
    """
    rows, width = table.sheet.rows, _header_width(table)
    if table.sheet.form.kind not in _TEXT_FORMS or rows.width <= width:
        return
    for index, number in enumerate(body):
        beyond = rows.row(number)[width:]
        if any(beyond):
            yield index, ragged([rows.cells[code].text for code in beyond], width)


def ragged(beyond: Sequence[str], width: int) -> Issue:
    """What is said of a row with these cells beyond a header of so many columns; one of them is not blank."""
    cells = width + max(place for place, text in enumerate(beyond, start=1) if text.strip())
    message = f"The row has {cells:,} cells, and the header {width:,} columns: some may stand in the wrong one."
    return Issue("row-ragged", "", next(text for text in beyond if text.strip()), f"{width:,} cells", message)


def nameless_columns(table: Table, body: Sequence[int]) -> Iterator[Finding]:
    """A warning for every column that has cells and no header; of a text file those within the header's width."""
    rows, header = table.sheet.rows, table.header
    named = {place for place, _ in header.columns.values()} | set(header.others)
    is_text = table.sheet.form.kind in _TEXT_FORMS
    for place in range(_header_width(table) if is_text else rows.width):
        if place in named:
            continue
        column = rows.column(place)
        if not any(column):
            continue
        filled = [number for number in body if column[number - 1]]
        if filled:
            first = rows.cells[column[filled[0] - 1]].text
            cells = "1 cell has" if len(filled) == 1 else f"{len(filled):,} cells have"
            message = f"{cells} no header above (the first in row {filled[0]:,}): not read."
            where = Location(table.file, table.sheet.name, header.row, "", place + 1)
            yield Issue("cell-without-header", "", first, "a header", message).at(where)


def _header_width(table: Table) -> int:
    """How many columns reach from the first to the last that has a header."""
    header = table.header
    return max([place for place, _ in header.columns.values()] + list(header.others), default=-1) + 1
