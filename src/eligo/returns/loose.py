"""Rows whose cells are not what stands under the header: too long, cut off, or in a column without a name.

What belongs here: finding them. What does not: cells under a header that the template does not have
(``returns.table.header_findings``).

Invariant: a cell of a row that counts either stands under a header, or is told. Source: ``returns.md``, "Semantics" 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from eligo.findings import Finding, Issue, Location, column_letters
from eligo.returns.header import Header, named_places
from eligo.returns.sorting import Table

_TEXT_FORMS = ("CSV", "TSV")


def counted_width(named: int, typed: int, widths: Iterable[int]) -> int:
    """How many columns a text has whose header is named up to ``named``, and typed with so many cells, some blank.

    The blank end counts where every row that describes a device (``widths``) is typed with as many cells at least: then
    a value that parts in two makes its row longer still. Where some rows are shorter, it would not be told from a
    remark.

    >>> counted_width(3, 4, [4, 5]), counted_width(3, 4, [4, 3]), counted_width(3, 3, [3, 4])
    (4, 3, 3)
    """
    return typed if typed > named and all(width >= typed for width in widths) else named


def ragged(cells: Sequence[str], named: int, width: int) -> Issue | None:
    """What is said of a row of a text that goes on beyond its columns, ``width`` in all and ``named`` up to the last
    that has a name: a value may have parted in two, and every cell after it moved.
    """
    beyond = [text for text in cells[named:] if text.strip()]
    if not beyond or (len(cells) <= width and width > named):
        return None
    message = f"The row has {len(cells):,} cells, and the header {width:,} columns: some may stand in the wrong one."
    return Issue("row-ragged", "", beyond[0], f"{width:,} cells", message)


def cut_off(cells: Sequence[str], named: int) -> Issue | None:
    """What is said of the last row of a text that has no line end, where it ends early."""
    if len(cells) >= named:
        return None
    message = f"The file ends in this row, after {len(cells):,} of {named:,} cells and without a line end."
    return Issue("row-cut-off", "", next((text for text in reversed(cells) if text), ""), f"{named:,} cells", message)


def nameless(column: int, cells: int, first: str, row: int) -> Issue:
    """What is said of a column (1-based) without a header that has so many cells, the first in a row."""
    said = "1 cell has" if cells == 1 else f"{cells:,} cells have"
    message = f"Column {column_letters(column)}: {said} no header above (the first in row {row:,}), not read."
    return Issue("cell-without-header", "", first, "a header", message)


class Looseness:
    """The rows of a sheet that its header does not cover. ``body``: those to check; ``described``: those that describe
    a device, among them rows that repeat another.
    """

    def __init__(self, table: Table, body: Sequence[int], described: Iterable[int]) -> None:
        self._table = table
        self._body = body
        self._is_text = table.sheet.form.kind in _TEXT_FORMS
        self._named = _named(table.header)
        self._typed, self._width = table.sheet.lines.widths, self._named
        if self._is_text:
            last = len(self._typed) if table.sheet.lines.unended else 0
            widths = (self._typed[number - 1] for number in described if number != last)
            self._width = counted_width(self._named, self._typed[table.header.row - 1], widths)

    def slipped(self) -> Iterator[tuple[int, Issue]]:
        """The rows of a text of which no cell can be trusted, by their index in the body."""
        if not self._is_text:
            return
        lines = self._table.sheet.lines
        if self._body and lines.unended and self._body[-1] == len(self._typed):
            issue = cut_off(self._texts(self._body[-1]), self._named)
            if issue is not None:
                yield len(self._body) - 1, issue
        rows = self._table.sheet.rows
        for index, number in enumerate(self._body if rows.width > self._named else ()):
            if self._typed[number - 1] > self._named and any(rows.row(number)[self._named :]):
                issue = ragged(self._texts(number), self._named, self._width)
                if issue is not None:
                    yield index, issue

    def _texts(self, number: int) -> list[str]:
        """The cells of a row of a text, as many as are typed."""
        rows, typed = self._table.sheet.rows, self._typed[number - 1]
        texts = [rows.cells[code].text for code in rows.row(number)[:typed]]
        return texts + [""] * (typed - len(texts))

    def nameless_columns(self, slipped: Collection[int]) -> Iterator[Finding]:
        """A warning for every column that has cells and no header; of a text file those within its columns, and not
        those of the rows that have slipped.
        """
        table, rows = self._table, self._table.sheet.rows
        body = [number for index, number in enumerate(self._body) if index not in slipped] if slipped else self._body
        named = named_places(table.header)
        for place in range(min(self._width, rows.width) if self._is_text else rows.width):
            if place in named:
                continue
            column = rows.column(place)
            filled = [number for number in body if column[number - 1]] if any(column) else []
            if filled:
                first = rows.cells[column[filled[0] - 1]].text
                where = Location(table.file, table.sheet.name, table.header.row, "", place + 1)
                yield nameless(place + 1, len(filled), first, filled[0]).at(where)


def _named(header: Header) -> int:
    """How many columns reach from the first to the last that has a header."""
    return max(named_places(header), default=-1) + 1
