"""Building ``Rows`` while a file is read: distinct cells are numbered, rows follow one another, the area is bounded.

What belongs here: the bounds on what is held. What does not: any form of file.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from eligo.catalogue import TypedCell
from eligo.errors import UnreadableFile
from eligo.returns.cells import BLANK, Look, Rows
from eligo.returns.forms.limits import (
    LARGEST_AREA_CELLS,
    MOST_COLUMNS,
    MOST_DISTINCT_CELLS,
    MOST_DISTINCT_CHARACTERS,
    SPARSE_FROM_CELLS,
    SPARSE_RATIO,
)

_ROWS_BEFORE_WIDTH = 1000
_WIDENED_BY = 1.25


class Numbers(dict[str, int]):
    """The number of a cell by its text, for one kind of cell; a text that is new gets the next one.

    A cell of text that shows nothing is blank. Raises ``UnreadableFile`` where there are more than can be held.
    """

    __slots__ = ("_kind", "_table")

    def __init__(self, table: CellTable, kind: str) -> None:
        super().__init__()
        self._table = table
        self._kind = kind

    def __missing__(self, text: str) -> int:
        number = self._table.add(TypedCell(self._table.read(text), self._kind)) if text.strip() else 0
        self[text] = number
        return number


class CellTable:
    """The distinct cells of one sheet. ``place`` names it in messages; ``read`` gives the text of what is there.
    ``looks`` has those whose look says something.
    """

    def __init__(self, place: str, read: Callable[[str], str] = str) -> None:
        self.place = place
        self.read = read
        self.cells: list[TypedCell] = [BLANK]
        self.texts = Numbers(self, "text")
        self.looks: dict[int, Look] = {}
        self._kinds = {"text": self.texts}
        self._looking: dict[tuple[int, Look], int] = {}
        self._characters = 0

    def number(self, text: str, kind: str) -> int:
        """The number of a cell."""
        numbers = self._kinds.get(kind)
        if numbers is None:
            numbers = self._kinds[kind] = Numbers(self, kind)
        return numbers[text]

    def looking(self, number: int, look: Look) -> int:
        """The number of a cell that has a look of its own: other than that of the same cell without it."""
        own = self._looking.get((number, look))
        if own is None:
            own = self._looking[number, look] = self.add(self.cells[number])
            self.looks[own] = look
        return own

    def add(self, cell: TypedCell) -> int:
        """The number of a cell that is new."""
        self._characters += len(cell.text)
        if len(self.cells) >= MOST_DISTINCT_CELLS or self._characters > MOST_DISTINCT_CHARACTERS:
            raise UnreadableFile(
                f"{self.place} has more different values than can be held: {len(self.cells):,} with"
                f" {self._characters:,} characters",
                hint="Split it, or send an inventory as CSV or Parquet.",
            )
        self.cells.append(cell)
        return len(self.cells) - 1


class RowsBuilder:
    """Rows one after the other. ``place`` names the sheet in messages; ``most_rows`` is what its form can have."""

    def __init__(self, place: str, most_rows: int) -> None:
        self._place = place
        self._most_rows = most_rows
        self._waiting: list[Sequence[int]] = []
        self._codes = array("I")
        self._width = 0
        self._filled = 0
        self.count = 0
        """Rows so far, the blank ones between included."""

    def add(self, row: int, codes: Sequence[int]) -> None:
        """The cells of a row (1-based, above all before), by their numbers; blank ones at the end count for nothing.

        Raises ``UnreadableFile`` where the cells span an area that cannot be held.
        """
        end = len(codes)
        while end and not codes[end - 1]:
            end -= 1
        if not end:
            return
        self._filled += end - codes.count(0) if end == len(codes) else end - codes[:end].count(0)
        self._check_reach(row, end)
        if row <= _ROWS_BEFORE_WIDTH and not self._width:
            self._waiting.extend([()] * (row - 1 - len(self._waiting)))
            self._waiting.append(codes[:end])
            self.count = row
            return
        if end > self._width or not self._width:
            self._widen(end)
        width = self._width
        if row - 1 > self.count:
            self._codes.frombytes(bytes(4 * width * (row - 1 - self.count)))
        self._codes.extend(codes if end == len(codes) else codes[:end])
        if end < width:
            self._codes.frombytes(bytes(4 * (width - end)))
        self.count = row

    def _check_reach(self, row: int, end: int) -> None:
        width = max(end, self._width)
        area = row * width
        beyond = row > self._most_rows or end > MOST_COLUMNS
        if beyond or area > LARGEST_AREA_CELLS or (area > SPARSE_FROM_CELLS and area > SPARSE_RATIO * self._filled):
            raise UnreadableFile(
                f"{self._place} has {self._filled:,} cells and reaches to row {row:,} and column {width:,}",
                hint="Delete the cells far from the table, and save it again.",
            )

    def _widen(self, needed: int) -> None:
        """A new width for all rows; by a good part more than before, so that this happens rarely."""
        if not self._width:
            self._width = max([needed, *map(len, self._waiting)])
            for codes in self._waiting:
                self._codes.extend(codes)
                self._codes.frombytes(bytes(4 * (self._width - len(codes))))
            self._waiting.clear()
        if needed > self._width:
            self._stretch(min(MOST_COLUMNS, max(needed, int(self._width * _WIDENED_BY))))

    def _stretch(self, width: int) -> None:
        before, pad = self._width, bytes(4 * (width - self._width))
        codes = array("I")
        for row in range(self.count):
            codes.extend(self._codes[row * before : (row + 1) * before])
            codes.frombytes(pad)
        self._codes, self._width = codes, width

    def rows(self, cells: Sequence[TypedCell]) -> Rows:
        """What was built."""
        if not self._width:
            self._widen(1)
        return Rows(cells, self._codes, self._width)
