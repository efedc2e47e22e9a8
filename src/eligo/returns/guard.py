"""Is this file what its name says, and can it be opened in bounded memory?

What belongs here: looking at bytes before any parser does. What does not: parsing (``returns.cells``).
Source: ``returns.md``, "The mess"; the intake issue deepens it.
"""

from __future__ import annotations

import io
import zipfile

from eligo.errors import UnreadableFile

LARGEST_FILE_BYTES = 512 * 1024**2
LARGEST_UNPACKED_BYTES = 2 * 1024**3
LARGEST_RATIO = 200
RATIO_MATTERS_FROM_BYTES = 64 * 1024**2

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
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFile(
            f"{name} is encrypted, or an old .xls workbook", hint="Save it as .xlsx without a password."
        )
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
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
