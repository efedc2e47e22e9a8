"""Sheets of typed cells: what every form of file becomes.

What belongs here: cells, rows and sheets as values, however many there are. What does not: how a form is read
(``returns.forms``) and what a cell means (``returns.checks``).

Invariants: row and column numbers are the sender's, so leading blank rows are kept; a distinct cell is held once, and
rows refer to it by its number (four bytes), which is what a sheet of a million rows costs. Source: ``returns.md``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from eligo.catalogue import TypedCell

BLANK = TypedCell("", "blank")
"""Always number 0 of the distinct cells."""

COVERED = "covered"
"""The kind of a cell that a merged one hides, and that holds another value."""

UNREAD_KINDS = ("error", "formula", COVERED)
"""Kinds of cell that hold no value: an error (``#REF!``), and a formula without a saved value, whose text it is."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, 1-based."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the look of a cell says beside its value: whether it is ``struck`` through, in whole or in part, and the
    ``number_format`` by which another number is shown than it holds.
    """

    struck: bool = False
    number_format: str = ""


PLAIN_LOOK = Look()


@dataclass(frozen=True, slots=True)
class Form:
    """In what form a sheet was sent, as it was detected.

    >>> str(Form("CSV", "Windows-1252", "semicolon"))
    'CSV, Windows-1252, semicolon'
    """

    kind: str = ""
    encoding: str = ""
    delimiter: str = ""
    packed: str = ""

    def __str__(self) -> str:
        packed = f"in {self.packed}" if self.packed else ""
        return ", ".join(part for part in (self.kind, self.encoding, self.delimiter, packed) if part)


class Rows(Sequence[tuple[TypedCell, ...]]):
    """Rows of equal width, each distinct cell held once.

    ``codes`` are the numbers of the cells of all rows, one row after the other; ``cells`` has the cell of each number.
    """

    __slots__ = ("cells", "codes", "width")

    def __init__(self, cells: Sequence[TypedCell], codes: array[int], width: int) -> None:
        self.cells = cells
        self.codes = codes
        self.width = width

    def __len__(self) -> int:
        return len(self.codes) // self.width if self.width else 0

    @overload
    def __getitem__(self, index: int) -> tuple[TypedCell, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> tuple[TypedCell, ...] | Rows:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                raise ValueError("rows are cut without a step")
            return Rows(self.cells, self.codes[start * self.width : max(start, stop) * self.width], self.width)
        start = range(len(self))[index] * self.width
        return tuple(map(self.cells.__getitem__, self.codes[start : start + self.width]))

    def __iter__(self) -> Iterator[tuple[TypedCell, ...]]:
        return (self[index] for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self.width == other.width and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def row(self, number: int) -> array[int]:
        """The numbers of the cells of a 1-based row."""
        return self.codes[(number - 1) * self.width : number * self.width]

    def column(self, place: int | None) -> array[int]:
        """The numbers of the cells of one column (0-based); blank where there is no such column."""
        if place is None or place >= self.width:
            return array("I", bytes(4 * len(self)))
        return self.codes[place :: self.width]


def rows_of(table: Iterable[Sequence[TypedCell]]) -> Rows:
    """Rows of a table of cells, made as wide as its widest row; the same object where it is ``Rows`` already."""
    if isinstance(table, Rows):
        return table
    lines = list(table)
    width = max([1, *map(len, lines)])
    numbers: dict[TypedCell, int] = {BLANK: 0}
    codes = array("I")
    for line in lines:
        codes.extend(numbers.setdefault(cell, len(numbers)) for cell in line)
        codes.extend([0] * (width - len(line)))
    return Rows(list(numbers), codes, width)


@dataclass(frozen=True, slots=True)
class Torn:
    """Why a record of a text has no cells: a key of ``forms.records.FAULTS``, and the cell (1-based) that is to blame;
    0 where none is.
    """

    fault: str
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """How the records of a text are typed, one a row: ``widths`` has how many cells each has, blank ones at its end
    included; ``torn`` those without cells, by their 1-based row, which holds the record as it stands in its first cell.

    ``unended``: the last one has no line end.
    """

    widths: array[int] = field(default_factory=lambda: array("H"))
    torn: Mapping[int, Torn] = field(default_factory=dict)
    unended: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[i][j]`` is the cell in row ``i + 1``, column ``j + 1``. ``name`` is empty for text files.

    ``hidden_rows`` are 1-based and hold a value, ``hidden_columns`` are the first and last of each run, 1-based: they
    are read as any other. ``unread`` says what the columns hold, by their 0-based place, whose cells have no one value.
    ``looks`` has the cells whose look says something, by their numbers. ``lines`` is what a text says besides.
    """

    name: str
    hidden: bool
    rows: Rows
    form: Form = Form()
    merges: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    unread: Mapping[int, str] = field(default_factory=dict)
    looks: Mapping[int, Look] = field(default_factory=dict)
    lines: Lines = Lines()
