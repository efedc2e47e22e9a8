"""A text inventory in blocks of whole lines: one record a line, in UTF-8.

What belongs here: where a line ends, encodings, lines that cannot be read. What does not: cells (``inventory.lines``).

Invariants: memory is bounded by a few times ``BLOCK_BYTES``; a line's number is that of its record as a spreadsheet
shows it (blank lines count, an end of line inside quotes does not); nothing is left out: a line that cannot be read is
marked, and keeps its number. Source: ``returns.md``, "Semantics" 1-2.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from eligo.errors import UnreadableFile
from eligo.returns.forms.encodings import OLDER, Encodings, text_of
from eligo.returns.forms.limits import LONGEST_LINE_BYTES, LONGEST_RECORD_LINES
from eligo.returns.forms.records import swallows

BLOCK_BYTES = 16 * 1024**2
KEPT_OF_LONG_LINES = 1000

UNREADABLE = "\x1d"
"""Begins a line that cannot be read; the next character says why: ``e`` its encoding, ``l`` its length."""

UNENDED = "c"
"""The mark of the last line where it has no line end: it can be read, and may be cut off."""

LINE_END = "\x1e"
"""Stands for an end of line inside quotes."""

_CHECKED_BYTES = 1024**2
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_NEITHER_QUOTE_NOR_END = bytes(number for number in range(256) if number not in b'"\n')


class Stream(Protocol):
    """A text file's bytes from its start, unpacked and without a mark of its encoding."""

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than ``size`` at the end only."""
        ...

    def close(self) -> None:
        """Give the file back."""
        ...


@dataclass(frozen=True, slots=True)
class Position:
    """How far a stream has been read: bytes, records, and the first record of each encoding (see ``Encodings``)."""

    offset: int = 0
    records: int = 0
    utf8: int = 0
    older: int = 0

    @property
    def encodings(self) -> Encodings:
        """Those of all records so far."""
        return Encodings(self.utf8, self.older)


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines, each ended by ``\\n``; the first is record ``first`` (1-based), ``end`` the position after.

    ``ended`` is whether the last of them has a line end in the file.
    """

    first: int
    lines: int
    content: bytes
    end: Position
    ended: bool = True

    def marked(self) -> bytes:
        """The content, with the last line marked where it has no line end, and can be read at all."""
        start = self.content.rfind(b"\n", 0, -1) + 1
        if self.ended or not self.lines or self.content.startswith(UNREADABLE.encode(), start):
            return self.content
        return self.content[:start] + f"{UNREADABLE}{UNENDED}".encode() + self.content[start:]


def blocks(
    name: str, stream: Stream, delimiter: str, start: Position, size: int = BLOCK_BYTES, *, width: int = 0
) -> Iterator[Block]:
    """The stream in blocks, from a position at which an earlier block ended. ``width``: the header's cells, if known.

    Raises ``UnreadableFile`` for NUL bytes, and where a line is longer than a block.
    """
    _skip(stream, start.offset)
    position, carried = start, b""
    while True:
        raw = carried + stream.read(size - len(carried))
        last = len(raw) < size
        if not raw:
            return
        cut = len(raw) if last else _end_of_lines(raw)
        if not cut:
            raise UnreadableFile(
                f"{name} has a line of more than {size:,} bytes after record {position.records:,}",
                hint="Save it as CSV again, with one row a line.",
            )
        taken, carried = raw[:cut], raw[cut:]
        del raw
        if b"\0" in taken:
            raise UnreadableFile(
                f"{name} has NUL bytes (first at byte {position.offset + taken.index(0):,}): it is not a text file",
                hint="Save the return as CSV UTF-8.",
            )
        joined, left = _one_record_a_line(taken, _Grammar(delimiter, width), last=last)
        carried = left + carried
        encodings, content = _in_utf8(_shortened(joined), position.records + 1, position.encodings)
        records = position.records + content.count(b"\n")
        end = Position(position.offset + cut - len(left), records, encodings.utf8, encodings.older)
        ended = taken.endswith((b"\n", b"\r"))
        block = Block(position.records + 1, records - position.records, content, end, ended)
        del taken, joined, content  # or they would be held while the block is parted
        yield block
        del block
        position = end


def _skip(stream: Stream, offset: int) -> None:
    while offset:
        piece = stream.read(min(offset, BLOCK_BYTES))
        if not piece:
            return
        offset -= len(piece)


def _end_of_lines(raw: bytes) -> int:
    """Where the last whole line ends; a lone carriage return ends one where there is no line feed at all."""
    return raw.rfind(b"\n") + 1 or raw.rfind(b"\r", 0, len(raw) - 1) + 1


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What a record is: cells with a delimiter between them, in a table of so many columns (0: not known)."""

    delimiter: str
    width: int

    def is_record(self, lines: Sequence[bytes]) -> bool:
        """Whether some lines are exactly one record: every quote that opens a cell is closed, before any whole row."""
        text = b"\n".join(lines).decode("latin-1")
        source = io.StringIO(text, newline="")
        try:
            found = list(islice(csv.reader(source, delimiter=self.delimiter, strict=True), 2))
        except csv.Error:
            return False
        if len(found) != 1:
            return False
        (cells,) = found
        return len(lines) == 1 or not swallows(text.split("\n"), cells, self.delimiter, self.width or len(cells))


def _one_record_a_line(taken: bytes, grammar: _Grammar, *, last: bool) -> tuple[bytes, bytes]:
    """The lines, each ended by a line feed, with records of several lines made one; and the bytes left for later.

    A record that is still open at the end of a block is left for the next one. A quote that is never closed is left as
    it stands, so that the line alone is refused, not what follows.
    """
    content = taken
    if b"\r" in taken:
        content = taken.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not content.endswith(b"\n"):
        content += b"\n"
    odd = _odd_lines(content)
    if not odd:
        return content, b""
    lines = content.split(b"\n")[:-1]
    mixed = b"\r" in taken and b"\n" in taken and taken.count(b"\r") != taken.count(b"\r\n")
    open_from = len(lines) if last or mixed else _left_open(lines, odd, grammar)
    records = list(_records(lines[:open_from], odd, grammar))
    left = b"\n".join([*lines[open_from:], b""]) if open_from < len(lines) else b""
    if not records:
        return content[: len(content) - len(left)], _as_taken(taken, left)
    return b"\n".join([*_with_records(lines[:open_from], records), b""]), _as_taken(taken, left)


def _odd_lines(content: bytes) -> list[int]:
    """The lines (0-based) with an odd number of quotes, found without looking at each line by itself.

    Of all bytes only quotes and ends of lines are kept, and then no pair of quotes.
    """
    if b'"' not in content:
        return []
    kept = content.translate(None, _NEITHER_QUOTE_NOR_END).replace(b'""', b"")
    odd: list[int] = []
    line, end = 0, 0
    while (place := kept.find(b'"', end)) >= 0:
        line += kept.count(b"\n", end, place)
        odd.append(line)
        end = kept.find(b"\n", place)
        if end < 0:
            break
    return odd


def _as_taken(taken: bytes, left: bytes) -> bytes:
    """The bytes at the end of what was taken that the lines left are made of, carriage returns included."""
    if not left:
        return b""
    place, lines = len(taken), left.count(b"\n")
    ending = b"\n" if b"\n" in taken else b"\r"
    for _ in range(lines + 1):
        place = taken.rfind(ending, 0, place)
    return taken[place + 1 :]


def _left_open(lines: Sequence[bytes], odd: Sequence[int], grammar: _Grammar) -> int:
    """Where a record begins that may end in the next block; the number of lines where there is none."""
    for place, index in enumerate(odd):
        if index and len(lines) - index < LONGEST_RECORD_LINES and sum(map(len, lines[index:])) < LONGEST_LINE_BYTES:
            ends = (index, *odd[place + 1 : place + 4])
            if not any(grammar.is_record(lines[index : end + 1]) for end in ends):
                return index
    return len(lines)


def _records(lines: Sequence[bytes], odd: Sequence[int], grammar: _Grammar) -> Iterator[tuple[int, int]]:
    """(first, last line) of every record of several lines."""
    done = 0
    for place, index in enumerate(odd):
        if not done <= index < len(lines) or grammar.is_record([lines[index]]):
            continue
        for end in odd[place + 1 : place + 4]:
            if end >= len(lines) or end - index >= LONGEST_RECORD_LINES:
                break
            record = lines[index : end + 1]
            short = sum(map(len, record)) < LONGEST_LINE_BYTES
            if short and not any(LINE_END.encode() in line for line in record) and grammar.is_record(record):
                yield index, end
                done = end + 1
                break


def _with_records(lines: Sequence[bytes], records: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    """The lines, with those of one record joined by ``LINE_END``."""
    done = 0
    for first, last in records:
        yield from lines[done:first]
        yield LINE_END.encode().join(lines[first : last + 1])
        done = last + 1
    yield from lines[done:]


def _shortened(content: bytes) -> bytes:
    """The lines, with any that is too long cut to its beginning and marked."""
    half = LONGEST_LINE_BYTES // 2
    if all(content.find(b"\n", start, start + half) >= 0 for start in range(0, len(content) - half, half)):
        return content
    mark = f"{UNREADABLE}l".encode()
    lines = content.split(b"\n")
    return b"\n".join(mark + line[:KEPT_OF_LONG_LINES] if len(line) > LONGEST_LINE_BYTES else line for line in lines)


def _in_utf8(content: bytes, first: int, before: Encodings) -> tuple[Encodings, bytes]:
    """(the encodings found so far, the content in UTF-8). A line of neither is marked. ``first``: its first record."""
    if content.isascii():
        return before, content
    found = {"utf-8": before.utf8, OLDER: before.older, "": 0}
    if _is_utf8(content):
        start = _NOT_ASCII.search(content)
        if start and not before.utf8:
            found["utf-8"] = first + content.count(b"\n", 0, start.start())
        return Encodings(found["utf-8"], found[OLDER]), content
    lines = content.split(b"\n")
    for index, line in enumerate(lines):
        if not line.isascii():
            encoding, text = text_of(line)
            found[encoding] = found[encoding] or first + index
            lines[index] = (text if encoding else f"{UNREADABLE}e{text}").encode()
    return Encodings(found["utf-8"], found[OLDER]), b"\n".join(lines)


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for start in range(0, len(content), _CHECKED_BYTES):
            decoder.decode(view[start : start + _CHECKED_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
