"""Is this file what its name says, and can it be opened in bounded memory?

What belongs here: looking at bytes before any parser does. What does not: parsing (``returns.cells``).
Source: ``returns.md``, "The mess"; the intake issue deepens it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from eligo.errors import UnreadableFile

LARGEST_FILE_BYTES = 512 * 1024**2
LARGEST_UNPACKED_BYTES = 2 * 1024**3
LARGEST_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 64 * 1024**2
LARGEST_AREA_CELLS = 60_000_000
SPARSE_FROM_CELLS = 5_000_000
SPARSE_RATIO = 100
CHUNK_BYTES = 1024**2

_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_LONGEST_CELL_BYTES = 16

WORKBOOK_SUFFIXES = (".xlsx",)
TEXT_SUFFIXES = (".csv", ".tsv")
SUFFIXES = WORKBOOK_SUFFIXES + TEXT_SUFFIXES


def guard(name: str, content: bytes) -> str:
    """``workbook`` or ``text``, once the bytes agree with the name.

    Raises ``UnreadableFile`` for an empty or oversized file, an unknown suffix, a workbook that is no workbook
    or would unpack to more than the limits, and a text file with the bytes of a workbook or with NUL bytes.
    """
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix not in SUFFIXES:
        raise UnreadableFile(
            f"{name} is not a return: its name ends in '{suffix}'", hint=f"Send one of {', '.join(SUFFIXES)}."
        )
    if not content.strip():
        raise UnreadableFile(f"{name} is empty", hint="Save the return again and check its size before sending it.")
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableFile(
            f"{name} has {len(content):,} bytes, more than {LARGEST_FILE_BYTES:,}",
            hint="Split the return by operator.",
        )
    if suffix in WORKBOOK_SUFFIXES:
        _guard_workbook(name, content)
        return "workbook"
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFile(
            f"{name} is a workbook, not the text file that its name says",
            hint="Rename it to .xlsx, or save it as CSV.",
        )
    if b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFile(
            f"{name} has NUL bytes (first at byte {content.index(0)}): it is not a text file",
            hint="Save the return as CSV UTF-8.",
        )
    return "text"


def _guard_workbook(name: str, content: bytes) -> None:
    """Judge the zip by its directory, then each sheet by how far apart its cells lie."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFile(
            f"{name} is encrypted, or an old .xls workbook", hint="Save it as .xlsx without a password."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise UnreadableFile(
            f"{name} is not an .xlsx workbook ({error})", hint="Open it, save it as .xlsx and send it again."
        ) from None
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise UnreadableFile(
            f"{name} is a zip file, but no .xlsx workbook",
            hint="Open it, save it as .xlsx and send it again.",
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile(f"{name} is encrypted", hint="Save it without a password and send it again.")
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > LARGEST_UNPACKED_BYTES or (unpacked > RATIO_MATTERS_FROM_BYTES and unpacked / packed > LARGEST_RATIO):
        raise UnreadableFile(
            f"{name} would unpack to {unpacked:,} bytes, {unpacked // packed} times its size",
            hint="Save only the cells of the return.",
        )
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            _guard_area(name, archive, part)


def _guard_area(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a sheet whose few cells span an area that a reader would have to fill with blank ones."""
    cells = last_row = last_column = 0
    rest = b""
    try:
        with archive.open(part) as file:
            while chunk := file.read(CHUNK_BYTES):
                found = _CELL.findall(rest + chunk)
                rest = chunk[-_LONGEST_CELL_BYTES:]
                cells += len(found)
                last_row = max([last_row, *(int(row) for _, row in found)])
                last_column = max([last_column, *map(_number, {letters for letters, _ in found})])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        hint = "Open it, save it again as .xlsx and send it again."
        raise UnreadableFile(f"{name} is damaged ({error})", hint=hint) from None
    area = last_row * last_column
    if area > LARGEST_AREA_CELLS or (area > SPARSE_FROM_CELLS and area > SPARSE_RATIO * cells):
        raise UnreadableFile(
            f"{name} has a sheet of {cells:,} cells that reaches to row {last_row:,} and column {last_column:,}",
            hint="Delete the cells far from the table, and save it again.",
        )


def _number(letters: bytes) -> int:
    """The 1-based number of a column's letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
