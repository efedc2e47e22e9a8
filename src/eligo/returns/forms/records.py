"""The records of a delimited text: each parted into its cells, or told why it cannot be.

What belongs here: where a record ends, and quotes that do not match. What does not: encodings (``forms.text``), and
what a cell means.

Invariant: a stray quote spoils its own line alone. A record of several lines is one only where its quotes match and no
whole row stands in its quotes; so no row is part of another unseen. Source: ``returns.md``, "Semantics" 1-2; RFC 4180.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from eligo.errors import UnreadableFile
from eligo.findings import Issue, column_letters
from eligo.returns.cells import Torn
from eligo.returns.forms.limits import LONGEST_CELL_CHARACTERS, LONGEST_LINE_BYTES, LONGEST_RECORD_LINES

FAULTS = {
    "e": "it has bytes that its encoding does not allow",
    "l": "it is longer than a line can be",
    "q": "a quotation mark opens its cell {cell} and is not closed there",
    "t": "its cell {cell} goes on after the quotation mark that closes it",
    "w": f"its cell {{cell}} has more than {LONGEST_CELL_CHARACTERS:,} characters",
}
"""Why a record has no cells."""

_OF_A_CELL = "qtw"
_NARROWEST_TABLE = 2


def records(lines: Iterable[str], delimiter: str, width: int) -> Iterator[tuple[list[str], Torn | None]]:
    """The records of some lines, each with its line's end: their cells, or the line itself and why it has none.

    ``width`` is how many cells a row has mostly; 0 where that is not known.

    >>> list(records(['a,"b', 'c",d', 'e,"f,g'], ",", 3))
    [(['a', 'bc', 'd'], None), (['e,"f,g'], Torn(fault='q', cell=2))]
    """
    source, waiting = iter(lines), deque[str]()
    while True:
        line = waiting.popleft() if waiting else next(source, None)
        if line is None:
            return
        if '"' not in line and len(line) <= LONGEST_CELL_CHARACTERS:
            text = line.rstrip("\r\n")
            yield (text.split(delimiter) if text else []), None
            continue
        cells, more = _quoted(line, waiting, source, delimiter, width)
        for _ in range(more):
            waiting.popleft()
        if cells is not None:
            yield cells, None
        else:
            text = line.rstrip("\r\n")
            yield [text[:LONGEST_CELL_CHARACTERS]], torn_of(text, delimiter)


def _quoted(
    line: str, waiting: deque[str], source: Iterator[str], delimiter: str, width: int
) -> tuple[list[str] | None, int]:
    """The cells of the record that begins with a line, and how many further lines it has; ``None`` where it is torn."""
    try:
        return next(csv.reader((line,), delimiter=delimiter, strict=True)), 0
    except csv.Error:
        reader = csv.reader(_from(line, waiting, source), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error:
        return None, 0
    more = reader.line_num - 1
    if more and swallows([line, *islice(waiting, more)], cells, delimiter, width or len(cells)):
        return None, 0
    return cells, more


def _from(line: str, waiting: deque[str], source: Iterator[str]) -> Iterator[str]:
    """A line and those that follow, as many as a record can have; what is taken from the source waits."""
    size = len(line)
    yield line
    for index in range(LONGEST_RECORD_LINES - 1):
        if index == len(waiting):
            following = next(source, None)
            if following is None:
                return
            waiting.append(following)
        size += len(waiting[index])
        if size > LONGEST_LINE_BYTES:
            return
        yield waiting[index]


def swallows(lines: Sequence[str], cells: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a line of one record looks like a row of a table of so many cells: then its quotes are none of a cell.

    ``cells`` are what the lines were parted into. A remark may have delimiters in its first and its last line too: such
    a record is kept where it is as wide as the table. So is one, whatever its lines look like, of which no cell of
    several lines has a delimiter: two rows in one would have more cells.

    >>> swallows(["1,'a,2", "3,b,4", "5,c',6"], ["1", "a,2\\n3,b,4\\n5,c", "6"], ",", 3)
    True
    >>> swallows(["1,'first line", "second',2"], ["1", "first line\\nsecond", "2"], ",", 3)
    False
    """
    broken = [cell for cell in cells if "\n" in cell or "\r" in cell]
    if width < _NARROWEST_TABLE or (len(cells) == width and not any(delimiter in cell for cell in broken)):
        return False
    least = width - width // 4
    counts = [line.count(delimiter) + 1 for line in lines]
    if max(counts[1:-1], default=0) >= least or min(counts[0], counts[-1]) >= least:
        return True
    first, last = _at_its_ends(cells, delimiter)
    return (first >= least and len(cells) < width) or (last >= least and (last == width or len(cells) != width))


def _at_its_ends(cells: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How many cells the first and the last line of a record have if each is one by itself; 0 where the same delimiters
    part either.
    """
    broken = [index for index, cell in enumerate(cells) if "\n" in cell or "\r" in cell]
    if not broken:
        return 0, 0
    opened, closed = (cells[index].replace("\r", "\n") for index in (broken[0], broken[-1]))
    before, after = opened.partition("\n")[0].count(delimiter), closed.rpartition("\n")[2].count(delimiter)
    return before and broken[0] + 1 + before, after and after + len(cells) - broken[-1]


def torn_of(text: str, delimiter: str) -> Torn:
    """Why a line is no record by itself, and which of its cells is to blame."""
    at, cell = 0, 1
    while True:
        start = at
        if text.startswith('"', at):
            at = _closing(text, at + 1)
            if at < 0:
                return Torn("q", cell)
            if at < len(text) and not text.startswith(delimiter, at):
                return Torn("t", cell)
        at = text.find(delimiter, at)
        if (at if at >= 0 else len(text)) - start > LONGEST_CELL_CHARACTERS:
            return Torn("w", cell)
        if at < 0:
            return Torn("q")
        at, cell = at + 1, cell + 1


def _closing(text: str, at: int) -> int:
    """The place after the quote that closes a cell; below 0 where none does."""
    while (at := text.find('"', at)) >= 0:
        if not text.startswith('""', at):
            return at + 1
        at += 2
    return -1


def refuse_torn(place: str, torn: Mapping[int, Torn], rows: int) -> None:
    """Raise ``UnreadableFile`` where one of the first rows, in which the header should be, has no cells."""
    found = [f"{place}, row {row}: {_why(one)}" for row, one in sorted(torn.items()) if row <= rows]
    if found:
        first = min(torn)
        raise UnreadableFile(
            f"{place} has no header that can be read; its row {first} cannot be read: {_why(torn[first])}",
            hint="Open it in a text editor, mend the quotation marks of that line, and send it again.",
            details=found,
        )


def unreadable(torn: Torn, value: str = "") -> Issue:
    """What is said of a record without cells.

    >>> unreadable(Torn("q", 3)).message
    'The row cannot be read: a quotation mark opens its cell 3 (column C) and is not closed there.'
    """
    return Issue("row-unreadable", "", value, "a row of cells", f"The row cannot be read: {_why(torn)}.")


def _why(torn: Torn) -> str:
    if not torn.cell and torn.fault in _OF_A_CELL:
        return "its quotes do not match"
    return FAULTS[torn.fault].format(cell=f"{torn.cell} (column {column_letters(torn.cell)})")
