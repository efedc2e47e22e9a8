"""Delimited text: encodings, delimiters, and rows of cells that are all text.

What belongs here: CSV and TSV. What does not: what a cell means.

Encodings: UTF-16 and UTF-8 with a mark, UTF-16 without one where every other byte of the beginning is NUL, UTF-8,
else line by line (``forms.encodings``). The delimiter is the one of comma, semicolon, tab and bar by which the header
is one; where that is none or several, the one that parts the first lines into the largest table of rows of one width.
Memory is bounded by the distinct cells and four bytes for each: the text is decoded line by line.
"""

from __future__ import annotations

import io
import re
from array import array
from codecs import getincrementaldecoder

from eligo.errors import UnreadableFile
from eligo.formula_safe import unguarded
from eligo.returns.cells import Form, Lines, Sheet, Torn
from eligo.returns.forms.builder import CellTable, RowsBuilder
from eligo.returns.forms.encodings import OLDER, Encodings, text_of
from eligo.returns.forms.limits import (
    CHUNK_BYTES,
    LARGEST_AREA_CELLS,
    LONGEST_LINE_BYTES,
    MOST_COLUMNS,
    MOST_LINES,
)
from eligo.returns.forms.model import Naming, Opened, Remark
from eligo.returns.forms.records import records

_DELIMITERS = ",;\t|"
NAMED_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_JUDGED_LINES = 200
_JUDGED_BYTES = 256 * 1024
_JUDGED_CHARACTERS = 64 * 1024
_NO_TABLES = (
    (re.compile(rb"\s*(?:<!doctype|<html|<\?xml)", re.IGNORECASE), "a web page or an XML file"),
    (re.compile(rb"\{\\rtf"), "a document in RTF"),
    (re.compile(rb"\s*(?:\{\s*\"|\[\s*(?:\"[^\"]*\"\s*[,\]]|[\[{]))"), "JSON"),
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]")
_SAVE_AS = "Save it as CSV UTF-8 and send it again."


def read_text(name: str, content: bytes, naming: Naming) -> Opened:
    """The one sheet of a delimited text file.

    A record that cannot be parted into cells has none. Raises ``UnreadableFile`` where no encoding fits, or a line or
    the table is larger than is read.
    """
    if content in _MARKS:
        raise UnreadableFile(f"{name} is empty", hint="Save the return again and check its size before sending it.")
    shown, codec, skipped = _encoding(name, content)
    _check_lines(name, content)
    remarks: tuple[Remark, ...] = ()
    if codec == OLDER:
        content, codec, shown, remarks = _line_by_line(content)
    delimiter, width = _delimiter(_beginning(name, content, codec, skipped), naming)
    kind = "TSV" if name.lower().endswith(".tsv") else "CSV"
    form = Form(kind, shown, NAMED_DELIMITERS[delimiter])
    lines = io.TextIOWrapper(io.BytesIO(content), codec, newline="")
    table = CellTable(name, read=unguarded)
    builder = RowsBuilder(name, LARGEST_AREA_CELLS)
    widths, torn = array("H"), dict[int, Torn]()
    try:
        lines.read(skipped)
        number = table.texts.__getitem__
        for row, (texts, why) in enumerate(records(lines, delimiter, width), start=1):
            if len(texts) > MOST_COLUMNS:
                raise _too_wide(name, row)
            builder.add(row, list(map(number, texts)))
            widths.append(len(texts))
            if why is not None:
                torn[row] = why
    except UnicodeDecodeError:
        raise _no_encoding(name) from None
    typed = Lines(widths, torn, unended=not _is_ended(content, codec))
    return Opened(name, (Sheet("", False, builder.rows(table.cells), form, lines=typed),), form, remarks=remarks)


def _is_ended(content: bytes, codec: str) -> bool:
    """Whether the last line of a text has a line end."""
    return content[-4:].decode(codec, "ignore").endswith(("\n", "\r"))


def _encoding(name: str, content: bytes) -> tuple[str, str, int]:
    """(name as shown, codec, characters of a mark to skip)."""
    if content[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        raise UnreadableFile(f"{name} is in the encoding UTF-32, which Eligo does not read", hint=_SAVE_AS)
    marks = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
    for mark, codec in marks:
        if content.startswith(mark):
            _refuse_nul_characters(name, content, codec)
            return "UTF-16", codec, 1
    head = content[:2000]
    for codec, blank, filled in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) >= 8 and b"\0" not in filled and blank.count(0) > 0.9 * len(blank):
            _refuse_nul_characters(name, content, codec)
            return "UTF-16 without mark", codec, 0
    if b"\0" in content:
        raise UnreadableFile(
            f"{name} has NUL bytes (first at byte {content.index(0)}): it is not a text file",
            hint="Save the return as CSV UTF-8.",
        )
    marked = content.startswith(b"\xef\xbb\xbf")
    if _decodes(content, "utf-8"):
        return ("UTF-8 with mark", "utf-8", 1) if marked else ("UTF-8", "utf-8", 0)
    if _is_cut_off(content):
        raise UnreadableFile(
            f"{name} breaks off within a letter, in line {content.count(bytes([10])) + 1:,}",
            hint="Send the file again, and compare its size with that of the original.",
        )
    if not marked and _decodes(content, OLDER):
        return "Windows-1252", OLDER, 0
    raise _no_encoding(name, b"" if marked else content)


def _line_by_line(content: bytes) -> tuple[bytes, str, str, tuple[Remark, ...]]:
    """A text that is not all UTF-8: (itself in UTF-8, that codec, encodings as shown, what is said of them).

    A line that has letters in both is read as Windows-1252, at a warning: an inventory would refuse it alone.
    """
    found, lines = {"utf-8": 0, OLDER: 0, "": 0}, content.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if not line.isascii():
            encoding, text = text_of(line)
            found[encoding] = found[encoding] or index + 1
            lines[index] = (text if encoding else line.decode(OLDER)).encode()
    encodings = Encodings(found["utf-8"], found[OLDER] or found[""])
    doubt = encodings.doubt
    if found[""]:
        doubt = f"Line {found['']:,} has letters in UTF-8 and in Windows-1252: it was read as Windows-1252."
    remarks = (Remark("encoding-mixed", encodings.name, doubt),) if doubt else ()
    return b"".join(lines), "utf-8", encodings.name, remarks


def _decodes(content: bytes, codec: str) -> bool:
    if content.isascii():
        return True
    lines = io.TextIOWrapper(io.BytesIO(content), codec, newline="")
    try:
        while lines.read(CHUNK_BYTES):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _is_cut_off(content: bytes) -> bool:
    """Whether all of a text is UTF-8 but for its last letter, which lacks bytes; and not for want of other letters."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), CHUNK_BYTES):
            decoder.decode(content[start : start + CHUNK_BYTES])
    except UnicodeDecodeError:
        return False
    return bool(decoder.getstate()[0]) and _UTF8_LETTER.search(content) is not None


def _refuse_nul_characters(name: str, content: bytes, codec: str) -> None:
    lines = io.TextIOWrapper(io.BytesIO(content), codec, newline="")
    try:
        while piece := lines.read(CHUNK_BYTES):
            if "\0" in piece:
                raise UnreadableFile(
                    f"{name} has NUL characters: it is not a text file", hint="Save the return as CSV UTF-8."
                )
    except UnicodeDecodeError:
        raise _no_encoding(name) from None


def _no_encoding(name: str, content: bytes = b"") -> UnreadableFile:
    where = ""
    try:
        content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        where = f" (first in line {line:,}, byte {error.start:,}: {content[error.start]:#04x})"
    return UnreadableFile(f"{name} is in no encoding that Eligo reads{where}", hint=_SAVE_AS)


def _check_lines(name: str, content: bytes) -> None:
    """Refuse a line that is longer than any table has, before anything holds it: a look every mebibyte is enough."""
    if max(content.count(b"\n"), content.count(b"\r")) > MOST_LINES:
        raise UnreadableFile(
            f"{name} has more than {MOST_LINES:,} lines",
            hint="Save only the rows of the return; an inventory of installations is read by 'eligo inventory'.",
        )
    start, size = 0, len(content)
    while size - start > 2 * LONGEST_LINE_BYTES:
        window = start + 2 * LONGEST_LINE_BYTES
        end = max(content.rfind(b"\n", start, window), content.rfind(b"\r", start, window))
        if end < 0:
            if max(content.count(sign.encode(), start, window) for sign in _DELIMITERS) > MOST_COLUMNS:
                raise _too_wide(name, content.count(b"\n", 0, start) + 1)
            raise UnreadableFile(
                f"{name} has a line of more than {2 * LONGEST_LINE_BYTES:,} bytes (line"
                f" {content.count(bytes([10]), 0, start) + 1:,}), in which no row ends",
                hint="Save it as CSV again, with one row a line.",
            )
        start = end + 1


def _too_wide(name: str, row: int) -> UnreadableFile:
    return UnreadableFile(
        f"{name} has more than {MOST_COLUMNS:,} columns in row {row:,}", hint="Save only the columns of the return."
    )


def _beginning(name: str, content: bytes, codec: str, skipped: int) -> str:
    for form, what in _NO_TABLES:
        if form.match(content, len(_MARKS[0]) if content.startswith(_MARKS[0]) else 0):
            raise UnreadableFile(
                f"{name} is {what}, not the text file that its name says",
                hint="Open it in a spreadsheet program, save it as .xlsx and send that.",
            )
    return content[:_JUDGED_BYTES].decode(codec, "ignore")[skipped:]


def _delimiter(text: str, naming: Naming) -> tuple[str, int]:
    """Judged on the first lines: the one by which one of them names the most columns, else the one that parts the most
    of them into the same number of cells, weighed by it; and that number. Rows below a header may all be parted by
    another sign: each is told then.
    """
    lines = [line[:_JUDGED_CHARACTERS] for line in text.splitlines()[:_JUDGED_LINES]]

    def strength(delimiter: str) -> tuple[int, int, int]:
        rows = [cells for cells, _ in records(lines, delimiter, 0)]
        counts = [len(cells) for cells in rows]
        areas = {width: width * counts.count(width) for width in counts if width > 1}
        width = max(areas, key=lambda one: (areas[one], one), default=0)
        return naming(rows), areas.get(width, 0), width

    found = max((strength(delimiter), -place) for place, delimiter in enumerate(_DELIMITERS))
    return _DELIMITERS[-found[1]], found[0][-1]
