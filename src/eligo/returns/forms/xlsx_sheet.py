"""One sheet of an .xlsx workbook, read as a stream in the time and memory of what stands in it.

What belongs here: rows, places, merges, what is hidden. What does not: the meaning of a cell (``forms.xlsx_cells``).

Two ways lead through a sheet. The quick one cuts the rows apart as spreadsheet programs write them; every byte of a row
is accounted for, and blocks of rows in which no cell holds anything are passed over. Whatever it does not know (an
``Unusual`` sheet) is left to the slow one, a parser that takes any XML. What a sheet says of its own extent
(``dimension``) is not believed. Source: ECMA-376 Part 1, 18.3.1.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from eligo.errors import UnreadableFile
from eligo.returns.cells import Look, Merge, Rows
from eligo.returns.forms.builder import CellTable, RowsBuilder
from eligo.returns.forms.limits import (
    LARGEST_UNUSUAL_BYTES,
    LONGEST_ROW_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
)
from eligo.returns.forms.xlsx_cells import ByMarkup, Cells, Markup, MarkupGatherer
from eligo.returns.forms.xlsx_strings import Strings
from eligo.returns.forms.xlsx_styles import Styles
from eligo.returns.forms.xml import Document, Malformed, damaged, local
from eligo.returns.forms.zipped import Zipped

_HEAD = re.compile(rb"<([A-Za-z_][\w.-]*:)?sheetData\s*(/)?>")
_LONGEST_HEAD_BYTES = 4 * 1024**2
_MOST_SHAPES = 20_000
_MOST_MERGES = 200_000
_LETTERS = re.compile(rb"[A-Z]{1,3}")
_FIRST = 2**31
"""Set in the column of what begins a row."""
_MOST_KEPT = 500_000
_REFERENCE = re.compile(r"([A-Za-z]{1,9})([0-9]{1,12})")


class Unusual(ValueError):
    """The sheet is not written as the quick way has it. Never leaves this module."""


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """What stands in a sheet. ``hidden_rows`` hold a value; ``hidden_columns`` are the first and last of each run."""

    rows: Rows
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    looks: Mapping[int, Look] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """A sheet while it is read."""

    place: str
    table: CellTable
    cells: Cells
    builder: RowsBuilder
    merges: list[Merge] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def found(self) -> FoundSheet:
        rows = self.builder.rows(self.table.cells)
        hidden = (tuple(self.hidden), tuple(self.hidden_columns))
        return FoundSheet(rows, tuple(self.merges), *hidden, self.table.looks)


def read_sheet(package: Zipped, part: str, table: CellTable, strings: Strings, styles: Styles) -> FoundSheet:
    """The rows of a sheet. Raises ``UnreadableFile`` where it is damaged, or reaches further than can be held."""
    try:
        for way in (_quickly, _slowly):
            fresh = CellTable(table.place)
            builder = RowsBuilder(table.place, MOST_ROWS)
            reading = _Reading(table.place, fresh, Cells(fresh, strings, styles), builder)
            try:
                way(package.pieces(part), reading)
            except Unusual:
                continue
            return reading.found()
    except Malformed as error:
        raise damaged(table.place, str(error)) from None
    raise damaged(table.place, f"its part {part} cannot be read")


def _quickly(pieces: Iterator[bytes], reading: _Reading) -> None:
    """Raises ``Unusual``, or ``Malformed`` where no way can read it."""
    frame = _Frame(reading)
    waiting = frame.head(pieces)
    if frame.is_empty:
        frame.tail(waiting, pieces)
        return
    prefix = frame.prefix
    quick = _QuickRows(reading, prefix)
    end, row_end, row_start = b"</%ssheetData>" % prefix, b"</%srow>" % prefix, b"<%srow " % prefix
    while True:
        last = waiting.find(end)
        if last >= 0:
            quick.add(waiting[:last])
            frame.tail(waiting[last:], pieces)
            return
        cut = waiting.rfind(row_end)
        cut = max(cut + len(row_end) if cut >= 0 else 0, waiting.rfind(row_start))
        if cut > 0:
            quick.add(waiting[:cut])
            waiting = waiting[cut:]
        if len(waiting) > LONGEST_ROW_BYTES:
            raise UnreadableFile(
                f"{reading.place} has a row of more than {LONGEST_ROW_BYTES:,} bytes"
                f" after row {reading.builder.count:,}",
                hint="Save only the cells of the return.",
            )
        piece = next(pieces, b"")
        if not piece:
            raise Malformed("a sheet breaks off")
        waiting += piece


class _Frame:
    """What surrounds the rows: parsed as one document, from which the rows are left out."""

    def __init__(self, reading: _Reading) -> None:
        self._document = Document(reading.place, _shape_reader(reading))
        self.prefix = b""
        self.is_empty = False

    def head(self, pieces: Iterator[bytes]) -> bytes:
        """Everything before the rows; what comes after the part that was parsed is given back."""
        head = b""
        for piece in pieces:
            head += piece
            found = _HEAD.search(head)
            if found:
                self.prefix = found[1] or b""
                self.is_empty = bool(found[2])
                self._feed(head[: found.end()])
                if self._document.encoding not in ("UTF-8", "US-ASCII", "ASCII"):
                    raise Unusual("another encoding")
                return head[found.end() :]
            if len(head) > _LONGEST_HEAD_BYTES:
                break
        raise Unusual("no rows")

    def tail(self, waiting: bytes, pieces: Iterator[bytes]) -> None:
        """Everything after the rows."""
        self._feed(waiting)
        for piece in pieces:
            self._feed(piece)
        self._feed(b"", last=True)

    def _feed(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self._document.feed(piece, last=last)
        except Malformed as error:
            raise Unusual(str(error)) from None


class _Placed(dict[bytes, bytes]):
    """What a piece of a row says, by the row being cut at its own number: `` t="s"><v>5</v></c><c r="C``.

    Two numbers of four bytes: that of the cell whose markup begins the piece, then the column of the next, 0 after the
    last. The first piece has no cell: its column is ``_FIRST`` more. Raises ``Unusual`` for a piece of another kind.
    """

    __slots__ = ("_by_markup", "_cell")

    def __init__(self, by_markup: ByMarkup, cell: bytes) -> None:
        super().__init__()
        self._by_markup = by_markup
        self._cell = cell

    def __missing__(self, piece: bytes) -> bytes:
        markup, cell, letters = piece.rpartition(self._cell)
        column = column_number(letters.decode()) if cell and _LETTERS.fullmatch(letters) else 0
        if not column:
            markup = piece
        try:
            numbers = (self._by_markup[markup], column) if markup else (0, column + _FIRST)
        except Malformed as error:
            raise Unusual(str(error)) from None
        if len(self) >= _MOST_KEPT:
            self.clear()
        placed = self[piece] = array("I", numbers).tobytes()
        return placed


class _QuickRows:
    """Rows as spreadsheet programs write them."""

    def __init__(self, reading: _Reading, prefix: bytes) -> None:
        named = re.escape(prefix)
        self._reading = reading
        self._cell = b'<%sc r="' % prefix
        self._placed = _Placed(ByMarkup(reading.cells, prefix), self._cell)
        self._careful = re.compile(rb'(<%sc r="[A-Z]+)([0-9]+)"' % named)
        self._open = re.compile(rb"\s*(?:<%srow(?: [^<>]*)?/>\s*)*+<%srow( [^<>]*)>\s*" % (named, named))
        self._no_rows = re.compile(rb"\s*(?:<%srow(?: [^<>]*)?/>\s*)*+" % named)
        self._row_end, self._cell_end = b"</%srow>" % prefix, b"</%sc>" % prefix
        self._shapes: dict[bytes, Callable[[Sequence[int]], Sequence[int]] | None] = {}
        self._number = re.compile(rb' r="([0-9]{1,9})"')
        self._last = 0

    def add(self, block: bytes) -> None:
        """Some whole rows, or rows without an end of their own."""
        has_cells = self._cell_end in block
        if not has_cells and block.count(b"</") == block.count(self._row_end) and b"<!" not in block:
            # Nothing ends here but rows, so no cell in them holds anything: formatting, however far it reaches.
            return
        *rows, rest = block.split(self._row_end)
        for row in rows:
            self._add_row(row)
        if self._no_rows.fullmatch(rest) is None:
            raise Unusual("something between the rows")

    def _add_row(self, row: bytes) -> None:
        first = row.find(self._cell)
        head = self._open.fullmatch(row if first < 0 else row[:first])
        found = self._number.search(head[1]) if head else None
        if head is None or found is None:
            raise Unusual("a row without its number")
        number = int(found[1])
        if not self._last < number <= MOST_ROWS:
            raise Malformed(f"row {number:,} after row {self._last:,}")
        self._last = number
        if first < 0:
            return
        cells = row[first:]
        try:
            numbers = self._numbers(cells.split(b'%d"' % number))
        except Unusual:  # its number stands somewhere else, too: as a style, in a text
            numbers = self._numbers(self._parted(cells, number))
        columns, own = numbers[1::2].tobytes(), numbers[2::2]
        if columns not in self._shapes:
            self._learn(columns)
        placed = self._shapes[columns]
        codes = own if placed is None else placed((*own, 0))
        if b"hidden=" in head[1] and any(codes):
            self._hidden(head[1], number)
        self._reading.builder.add(number, codes)

    def _numbers(self, pieces: Sequence[bytes]) -> array[int]:
        return array("I", b"".join(map(self._placed.__getitem__, pieces)))

    def _parted(self, cells: bytes, number: int) -> Sequence[bytes]:
        """A row cut at its number where it belongs to a cell's reference, and nowhere else."""
        *parted, last = self._careful.split(cells)
        if any(int(of) != number for of in parted[2::3]):
            raise Unusual("a cell of another row")
        return [*map(bytes.__add__, parted[::3], parted[1::3]), last]

    def _hidden(self, attributes: bytes, number: int) -> None:
        if b' hidden="1"' in attributes or b' hidden="true"' in attributes:
            self._reading.hidden.append(number)

    def _learn(self, shape: bytes) -> None:
        """Keep what puts the cells of such a row in their columns; ``None`` where they stand there already."""
        first, *others, end = array("I", shape)
        columns = [first - _FIRST, *others]
        if end or not columns[0] > 0 or any(column <= before for before, column in pairwise(columns)):
            raise Unusual("cells out of order")
        if columns[-1] > MOST_COLUMNS:
            raise Unusual("a column that there is not")
        placed: Callable[[Sequence[int]], Sequence[int]] | None = None
        if columns[-1] != len(columns):
            at = {column: place for place, column in enumerate(columns)}
            # A blank cell takes the 0 that stands after a row's own cells.
            placed = itemgetter(*(at.get(column, len(columns)) for column in range(1, columns[-1] + 1)))
        if len(self._shapes) >= _MOST_SHAPES:
            self._shapes.clear()
        self._shapes[shape] = placed


def _slowly(pieces: Iterator[bytes], reading: _Reading) -> None:
    """Any XML, as far as it is not too large for this. Raises ``Malformed``."""
    rows = _SlowRows(reading)
    document = Document(reading.place, rows.start, rows.end, rows.characters)
    read = 0
    for piece in pieces:
        read += len(piece)
        if read > LARGEST_UNUSUAL_BYTES:
            raise UnreadableFile(
                f"{reading.place} has more than {LARGEST_UNUSUAL_BYTES:,} bytes, written in an unusual way",
                hint="Open it in a spreadsheet program, save it again and send that.",
            )
        document.feed(piece)
    document.feed(b"", last=True)


class _SlowRows:
    """Rows as a parser comes by their elements."""

    def __init__(self, reading: _Reading) -> None:
        self._reading = reading
        self._shape = _shape_reader(reading)
        self._gatherer = MarkupGatherer(self._cell)
        self.characters = self._gatherer.characters
        self._row = 0
        self._column = 0
        self._is_hidden = False
        self._codes: list[int] = []

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = local(element)
        if name == "row":
            number = _whole(attributes.get("r"), self._row + 1)
            if not self._row < number <= MOST_ROWS:
                raise Malformed(f"row {number:,} after row {self._row:,}")
            self._row, self._column, self._codes = number, 0, []
            self._is_hidden = attributes.get("hidden") in ("1", "true")
        else:
            self._shape(name, attributes)
        self._gatherer.start(element, attributes)

    def end(self, element: str) -> None:
        self._gatherer.end(element)
        if local(element) == "row":
            if self._is_hidden and any(self._codes):
                self._reading.hidden.append(self._row)
            self._reading.builder.add(self._row, self._codes)

    def _cell(self, markup: Markup, reference: str) -> None:
        column = self._column + 1
        if reference:
            found = _REFERENCE.fullmatch(reference)
            column = column_number(found[1].upper()) if found else 0
            if found is None or int(found[2]) != self._row or not self._column < column <= MOST_COLUMNS:
                raise Malformed(f"a cell {reference[:30]} in row {self._row:,}, after column {self._column:,}")
        self._codes.extend([0] * (column - 1 - len(self._codes)))
        self._codes.append(self._reading.cells.number(markup))
        self._column = column


def _shape_reader(reading: _Reading) -> Callable[[str, Mapping[str, str]], None]:
    """Reads merged cells and hidden columns. Raises ``UnreadableFile`` where there are more than can be held."""

    def start(element: str, attributes: Mapping[str, str]) -> None:
        name = local(element)
        if max(len(reading.merges), len(reading.hidden_columns)) > _MOST_MERGES:
            raise UnreadableFile(
                f"{reading.place} has more than {_MOST_MERGES:,} merged cells",
                hint="Unmerge them, and fill in every row.",
            )
        if name == "col" and attributes.get("hidden") in ("1", "true"):
            reading.hidden_columns.append((_whole(attributes.get("min"), 1), _whole(attributes.get("max"), 0)))
        elif name == "mergeCell":
            corners = [_REFERENCE.fullmatch(corner) for corner in attributes.get("ref", "").split(":")]
            if len(corners) == 2 and corners[0] and corners[1]:
                (first, top), (last, bottom) = corners[0].groups(), corners[1].groups()
                reading.merges.append(
                    (int(top), column_number(first.upper()), int(bottom), column_number(last.upper()))
                )

    return start


def _whole(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Malformed(f"a row of the number {text[:20]}")
    return int(text)


def column_number(letters: str) -> int:
    """The 1-based number of a column's letters.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
