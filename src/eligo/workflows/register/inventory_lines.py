"""An inventory in delimited text, line by line: what it is keyed by, and why a line cannot be read.

What belongs here: header, delimiter, lines and cells. What does not: what is answered (``checking``).

Invariants: one line is one row, so that a quotation mark that is never closed spoils its own line alone; memory does
not grow with the file. A line's text is given on as it stands, unless a spreadsheet would compute a cell of it; of one
that cannot be read, what could be read of its cells, each column of the header having one. Lines
are read some thousands at a time, and one by one only where something is odd, by the same rules.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from eligo.catalogue import fold
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.formula_safe import guarded, unguarded
from eligo.returns import Describing

KEYS = ("product_id", "combination_id")
"""The columns by which a row is known, the first that is there counts."""

DEVICES = "devices"
"""What a row is known by where no such column is there: what it says of its devices."""

OPERATOR = "operator"
FAULT = "\0"
"""What the key of a line that cannot be read begins with, before what is wrong; no key has it."""

LONGEST_LINE = 128 * 1024
"""Bytes; what is longer is one row that cannot be read. No cell is longer than any reader of such tables takes."""

MOST_RUNS = 100_000
"""How many different texts of asked cells are kept at a time."""

LONGEST_SHOWN = 32_000
"""Characters that are given on of a line that cannot be read: a spreadsheet takes no longer cell."""

_BLOCK = 256 * 1024
_SIGNS = "=+-@\t"
_DELIMITERS = ",;\t|"
_HINT = "Save it as CSV UTF-8, with a header in its first line."


Asked = tuple[str, ...]
"""The cells by which a row is known, two at least; or as often ``FAULT`` and why it cannot be read."""


class Block(NamedTuple):
    """Some lines, none of them blank: their numbers, what each asks, and the text by which each is written out."""

    numbers: Sequence[int]
    asked: Sequence[Asked]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Header:
    """``key`` is the column that a row is known by, ``operator`` the one of its operator, blank where there is none;
    ``places`` where they stand. ``key`` is ``DEVICES`` where columns of devices are, and ``named`` which they are.
    """

    columns: tuple[str, ...]
    delimiter: str
    key: str
    operator: str
    places: tuple[int, ...]
    named: tuple[str, ...] = ()

    def written(self, cells: Sequence[str]) -> str:
        """Cells as one line of such a file, without its end."""
        return written_line(cells, self.delimiter)


def written_line(cells: Sequence[str], delimiter: str) -> str:
    """Cells as one line of text, none of which a spreadsheet would compute."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow([guarded(cell) for cell in cells])
    return text.getvalue()


def read_header(
    name: str,
    file: BinaryIO,
    operator_columns: Sequence[str],
    describing: Callable[[], Describing | None] = lambda: None,
    delimiter: str = "",
) -> Header:
    """The first line of an inventory; ``operator_columns`` may name the operator, the first that is there does.

    ``describing`` gives who knows the columns of devices, and is asked where no id is a column; ``delimiter`` is judged
    by the line where it is not known.

    Raises ``UnreadableFile`` where it is no text, ``WrongTemplate`` where no column is a key, or one is there twice.
    """
    raw = file.readline(LONGEST_LINE + 1)
    if not raw.strip():
        raise WrongTemplate(f"{name} has no header in line 1", hint=_HINT)
    try:
        text = raw.decode("utf-8-sig")
        if len(raw) > LONGEST_LINE or "\0" in text:
            raise UnreadableFile(f"{name}:1 is no line of text", hint=_HINT)
        delimiter = delimiter or max(_DELIMITERS, key=text.count)
        cells = next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{name}:1 cannot be read as a header: {error}", hint=_HINT) from None
    columns = tuple(unguarded(cell.strip()) for cell in cells)
    known = [column.casefold() for column in columns]
    key = next((one for one in KEYS if one in known), "")
    if not key and (devices := describing()):
        return _of_devices(name, columns, delimiter, devices)
    twice = [one for one in (*KEYS, *operator_columns) if known.count(one.casefold()) > 1]
    if twice or not key:
        told = f"has the column {twice[0]} twice" if twice else f"has none of the columns {', '.join(KEYS)}"
        raise _no_key(name, told, columns)
    operator = next((one.casefold() for one in operator_columns if one.casefold() in known), "")
    places = tuple(known.index(one) for one in (key, operator) if one)
    return Header(columns, delimiter, key, operator, places)


def _of_devices(name: str, columns: tuple[str, ...], delimiter: str, describing: Describing) -> Header:
    """The header of rows that are known by their devices. Raises ``WrongTemplate`` where they cannot be."""
    known = {place: describing.headers.get(fold(column), "") for place, column in enumerate(columns)}
    places = {template: place for place, template in known.items() if template}
    if twice := next((columns[p] for p, template in known.items() if template and places[template] != p), ""):
        raise _no_key(name, f"has two columns for '{known[columns.index(twice)]}', such as '{twice}'", columns)
    if missing := [one for one in describing.required if one not in places]:
        told = f"has none of the columns {', '.join(KEYS)}, nor the devices' own: {', '.join(missing)}"
        raise _no_key(name, told, columns)
    return Header(columns, delimiter, DEVICES, "", tuple(places.values()), tuple(places))


def _no_key(name: str, told: str, columns: Sequence[str]) -> WrongTemplate:
    hint = "Name each row's product_id, its combination_id, or its devices, in columns as the template of returns has."
    return WrongTemplate(f"{name}:1 {told}", hint=hint, details=[f"found: {', '.join(columns)}"])


def read_blocks(file: BinaryIO, header: Header) -> Iterator[Block]:
    """Every line below the header that is not blank."""
    reading, number = _Reading(header), 2
    while raw := file.read(_BLOCK):
        if not raw.endswith(b"\n"):
            raw += file.readline(LONGEST_LINE)
        more = b"" if raw.endswith(b"\n") else file.readline(LONGEST_LINE)
        while more and not more.endswith(b"\n"):
            more = file.readline(LONGEST_LINE)  # of a line that is too long already: what it ends with is not needed
        lines = raw.removesuffix(b"\n").split(b"\n")
        yield reading.block(raw, lines, number)
        number += len(lines)


class _Reading:
    """How the lines of one file are read."""

    def __init__(self, header: Header) -> None:
        self.header, self.delimiter, self.width = header, header.delimiter, len(header.columns)
        self.asked = itemgetter(*(header.places if len(header.places) > 1 else header.places * 2))
        self.before, self.after = min(header.places), self.width - 1 - max(header.places)
        self.runs: dict[str, Asked] = {}
        before = (header.delimiter, "\n", '"')
        self.pairs = [(sign, [one + sign for one in before]) for sign in _SIGNS]
        ends = re.escape(header.delimiter)
        self.computed = re.compile(f'\\0|(?:^|[{ends}"])[{re.escape(_SIGNS)}]').search

    def block(self, raw: bytes, encoded: Sequence[bytes], first: int) -> Block:
        """Some lines, together and each by itself."""
        faults: dict[int, str] = {}
        if max(map(len, encoded)) > LONGEST_LINE:
            long = [place for place, line in enumerate(encoded) if len(line) > LONGEST_LINE]
            faults = dict.fromkeys(long, f"it has more than {LONGEST_LINE:,} bytes")
        try:
            lines = raw.decode().removesuffix("\n").replace("\r\n", "\n").split("\n")
        except UnicodeDecodeError:
            lines = [_decoded(line, place, faults) for place, line in enumerate(encoded)]
        lines[-1] = lines[-1].removesuffix("\r")
        text, numbers = "\n".join(lines), range(first, first + len(lines))
        is_odd = self._is_odd(text)
        is_plain = not (faults or is_odd or '"' in text or "\r" in text)
        if self.header.key == DEVICES and is_plain and (asked := self._by_runs(lines)):
            return Block(numbers, asked, lines)
        rows = self._rows(lines, text)
        blank = self._put_right(lines, rows, faults, is_odd=is_odd)
        read = Block(numbers, [*map(self.asked, rows)], lines)
        if not blank:
            return read
        kept = [place for place in range(len(lines)) if place not in blank]
        return Block([first + place for place in kept], [read.asked[place] for place in kept], [lines[p] for p in kept])

    def _by_runs(self, lines: Sequence[str]) -> list[Asked]:
        """What each line asks, found by its text from the first to the last cell that is asked: of many columns few
        lines differ there, and those are not parted again. Nothing where any line has not as many cells as the header.
        """
        delimiter, runs, asked = self.delimiter, self.runs, list[Asked]()
        if {line.count(delimiter) for line in lines} != {self.width - 1}:
            return []
        if len(runs) > MOST_RUNS:
            runs.clear()
        for line in lines:
            run = line.split(delimiter, self.before)[-1].rsplit(delimiter, self.after)[0]
            found = runs.get(run)
            if found is None:
                found = runs[run] = self.asked([""] * self.before + run.split(delimiter))
            asked.append(found)
        return asked

    def _is_odd(self, text: str) -> bool:
        """Whether any line may have what a spreadsheet would compute, or a NUL."""
        if FAULT in text or text[:1] in _SIGNS:
            return True
        return any(pair in text for sign, pairs in self.pairs if sign in text for pair in pairs)

    def _rows(self, lines: Sequence[str], text: str) -> list[list[str]]:
        """The cells of each line; none of one that cannot be parted."""
        delimiter, quotes = self.delimiter, text.count('"')
        if quotes > len(lines):
            try:
                rows = [*csv.reader(lines, delimiter=delimiter, strict=True)]
            except csv.Error:
                rows = []
            if len(rows) == len(lines):
                return rows
        rows = [line.split(delimiter) for line in lines]
        for place in (*_places(text, '"'), *_places(text, "\r")):
            rows[place] = self._parted(lines[place])
        return rows

    def _parted(self, line: str) -> list[str]:
        try:
            return next(csv.reader([line], delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return []

    def _put_right(
        self, lines: list[str], rows: list[list[str]], faults: Mapping[int, str], *, is_odd: bool
    ) -> set[int]:
        """Put a fault in the place of a row that has one, and text that is computed by nobody in the place of other.

        Returns the places of blank lines.
        """
        width, blank = self.width, set[int]()
        widths = [*map(len, rows)]
        wrong = [place for place, own in enumerate(widths) if own != width] if {*widths} != {width} else []
        wrong += [place for place, line in enumerate(lines) if not line.strip()] if width == 1 else []
        odd = [place for place, line in enumerate(lines) if self.computed(line)] if is_odd else []
        for place in {*wrong, *odd, *faults}:
            line, row = lines[place], rows[place]
            fault = faults.get(place) or self._fault(line, row)
            if place not in faults and (not line or line.isspace()):
                blank.add(place)
            if fault:
                lines[place], rows[place] = self._as_read(line, row), [FAULT + fault] * width
            elif place not in blank:
                rows[place] = [unguarded(cell) for cell in row]
                lines[place] = self.header.written(rows[place])
        return blank

    def _as_read(self, line: str, row: Sequence[str]) -> str:
        """What could be read of a line that has a fault: under each column its cell, under the last what is more."""
        shown = re.sub("[\0\r]", " ", line[:LONGEST_SHOWN])
        whole = row and shown == line
        cells = [unguarded(cell) for cell in (row if whole else shown.split(self.delimiter))]
        first, more = cells[: self.width - 1], cells[self.width - 1 :]
        last = [self.delimiter.join(more).rstrip(self.delimiter)] if more else []
        return self.header.written([*first, *last, *[""] * (self.width - len(first) - len(last))])

    def _fault(self, line: str, row: Sequence[str]) -> str:
        if FAULT in line:
            return "it has a NUL"
        if not row:
            return "its quotes or line ends do not match"
        cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
        return "" if len(row) == self.width else f"it has {cells}, expected {self.width}"


def _places(text: str, sign: str) -> Iterator[int]:
    """Which lines of a text have a sign in them, from 0, found without a look at each line."""
    place = at = 0
    while (found := text.find(sign, at)) >= 0:
        place += text.count("\n", at, found)
        yield place
        at = text.find("\n", found) + 1
        if not at:
            return
        place += 1


def _decoded(line: bytes, place: int, faults: dict[int, str]) -> str:
    try:
        return line.removesuffix(b"\r").decode()
    except UnicodeDecodeError as error:
        if place not in faults:
            faults[place] = f"its byte {error.start + 1:,} ({line[error.start]:#04x}) is not UTF-8"
        return line.removesuffix(b"\r").decode(errors="replace")
