"""Rows whose cells are not what stands under the header: too long, cut off, or in a column without a name.

What belongs here: finding them. What does not: cells under a header that the template does not have
(``returns.table.header_findings``).

Invariant: a cell of a row that counts either stands under a header, or is told. Source: ``returns.md``, "Semantics" 1.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from eligo.findings import Finding, Issue, Location, column_letters
from eligo.returns.header import Header, named_places
from eligo.returns.sorting import Table

_TEXT_FORMS = ("CSV", "TSV")

_ANSWERS = ("y", "n", "yes", "no", "t", "f", "true", "false", "on", "off")
_MISSING = ("na", "none", "null", "nil", "nan", "inf", "infinity", "unknown", "tbc", "tbd")
_VALUES = frozenset((*_ANSWERS, *_MISSING))
"""What is an answer or stands for a value in any table, in small letters and without signs."""

_MONTH = "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|(nov|dec)(ember)?"
_DAY = re.compile(rf"(?:{_MONTH})[\d\W_]*", re.IGNORECASE)
"""A day or a month that begins with a month's name."""


def counted_width(named: int, typed: int, beyond: Iterable[Sequence[str]]) -> int:
    """How many columns a text has whose header is named up to ``named``, and typed with so many cells, some blank.

    ``beyond``: of every row that describes a device, the cells after those that have a name, as they are typed. The
    blank end counts where none of these is shorter than it, and nothing but plain remarks stands under it: anything
    else may be the last value of a row in which another parted in two.

    >>> counted_width(3, 4, [["see the letter"], [""]]), counted_width(3, 4, [["see the letter"], []])
    (4, 3)
    >>> counted_width(3, 4, [["see the letter"], ["10"]]), counted_width(3, 3, [["see the letter"]])
    (3, 3)
    """
    blank = typed - named
    if blank <= 0:
        return named
    fits = all(len(row) >= blank and all(is_remark(text) for text in row[:blank] if text.strip()) for row in beyond)
    return typed if fits else named


def is_remark(text: str) -> bool:
    """Whether a text is plainly a remark: it begins with a letter, and is no day, no answer and nothing that stands for
    a value that is not there.

    >>> [text for text in ("decided", "10", "10 of 12", "Aug-19", "Y", "n/a", "?") if is_remark(text)]
    ['decided']
    """
    signs = [sign for sign in text.casefold() if sign.isalnum()]
    return bool(signs) and signs[0].isalpha() and "".join(signs) not in _VALUES and not _DAY.fullmatch(text.strip())


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
            typed = self._typed[table.header.row - 1]
            beyond = (self._beyond(number, typed) for number in described)
            self._width = counted_width(self._named, typed, beyond)

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

    def _beyond(self, number: int, least: int) -> list[str]:
        """The cells of a row after those that have a name; of one that the file ends in, as many as may be missing."""
        lines = self._table.sheet.lines
        texts = self._texts(number)
        if lines.unended and number == len(self._typed):
            texts += [""] * (least - len(texts))
        return texts[self._named :]

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
