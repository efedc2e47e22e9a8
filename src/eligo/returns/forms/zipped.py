"""Opening a zip file that anybody may have made: its directory is judged before anything is unpacked.

What belongs here: names, sizes, overlaps, encryption, and reading one part piece by piece. What does not: what the
parts are. Refused are directories too large to list, names that lead out of the archive or stand twice, parts that
overlap, ways of packing that no program of our senders has, and more bytes than ``limits`` allow.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise

from eligo.errors import UnreadableFile
from eligo.returns.forms.limits import (
    CHUNK_BYTES,
    LARGEST_DIRECTORY_BYTES,
    LARGEST_RATIO,
    LARGEST_SMALL_PART_BYTES,
    LARGEST_UNPACKED_BYTES,
    MOST_PARTS,
    RATIO_MATTERS_FROM_BYTES,
)
from eligo.returns.forms.xml import damaged

_FIRST_PART = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 65_535
_END_64_LOCATOR = b"PK\x06\x07"
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")


class Zipped:
    """A zip file. ``name`` is the file's own; ``what`` is what it should be, for messages (an .xlsx workbook).

    Raises ``UnreadableFile`` for everything that the module's head names.
    """

    def __init__(self, name: str, content: bytes, what: str) -> None:
        self.name = name
        self._what = what
        _check_directory(name, content, what)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            parts = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OverflowError, struct.error, NotImplementedError) as error:
            raise _not_a_zip(name, what, str(error)) from None
        _check_names(name, parts)
        _check_packing(name, parts)
        _check_sizes(name, parts)
        self.parts = {part.filename: part for part in parts}

    def __contains__(self, part: str) -> bool:
        return part in self.parts

    def place_of(self, part: str) -> str:
        """How a part is named in messages."""
        return f"{self.name}, part {part},"

    def pieces(self, part: str) -> Iterator[bytes]:
        """A part, a mebibyte at a time. Raises ``UnreadableFile`` where it is not there or damaged."""
        if part not in self.parts:
            raise damaged(self.name, f"its part {part} is missing")
        try:
            with self._archive.open(self.parts[part]) as file:
                while piece := file.read(CHUNK_BYTES):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise damaged(self.name, str(error)) from None

    def whole(self, part: str, most: int = LARGEST_SMALL_PART_BYTES) -> bytes:
        """A part at once, of ``most`` bytes. Raises ``UnreadableFile``."""
        if part in self.parts and self.parts[part].file_size > most:  # what is read of a part is never longer
            raise UnreadableFile(
                f"{self.name} would unpack to more than {most:,} bytes in its part {part}",
                hint="Save only the cells of the return.",
            )
        return gathered(self.pieces(part))


def gathered(pieces: Iterable[bytes]) -> bytes:
    """Pieces as one, in the memory of them all once: joined, they would be held twice."""
    whole = io.BytesIO()
    whole.writelines(pieces)
    return whole.getvalue()


def _check_directory(name: str, content: bytes, what: str) -> None:
    """Refuse a directory that is too large to be listed: each of its entries costs more memory than it has bytes."""
    end = content.rfind(_END, max(0, len(content) - _LONGEST_COMMENT - _END_BYTES))
    if end < 0 or end + _END_BYTES > len(content):
        if content.startswith(_FIRST_PART):
            raise damaged(name, "it breaks off")
        raise _not_a_zip(name, what, "File is not a zip file")
    size: int = struct.unpack_from("<I", content, end + 12)[0]
    locator = end - 20
    if locator >= 0 and content[locator : locator + 4] == _END_64_LOCATOR:
        (record,) = struct.unpack_from("<Q", content, locator + 8)
        large = [place for place in (record, locator - 56) if 0 <= place <= locator - 56]
        size = max([size if size != 0xFFFFFFFF else 0, *(struct.unpack_from("<Q", content, p + 40)[0] for p in large)])
    if size > LARGEST_DIRECTORY_BYTES:
        raise UnreadableFile(f"{name} lists more parts than can be read", hint="Send the return itself.")


def _check_names(name: str, parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise UnreadableFile(
            f"{name} has {len(parts):,} parts, more than {MOST_PARTS:,}", hint="Send the return itself."
        )
    outside = [
        part.orig_filename for part in parts if _LEADS_OUT.search(part.orig_filename) or "\0" in part.orig_filename
    ]
    if outside:
        raise UnreadableFile(
            f"{name} has parts whose path names lead out of it: {', '.join(map(repr, outside[:3]))}",
            hint="Pack the returns again, without folders.",
            details=[f"{name}: {one!r}" for one in outside],
        )
    seen: set[str] = set()
    for part in parts:
        if part.filename.casefold() in seen:
            raise UnreadableFile(
                f"{name} is damaged (two parts have the same name {part.filename!r}, so readers differ)",
                hint="Open it, save it again and send it again.",
            )
        seen.add(part.filename.casefold())


def _check_packing(name: str, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableFile(f"{name} is encrypted", hint="Save it without a password and send it again.")
    strange = [part.filename for part in parts if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)]
    if strange:
        raise damaged(name, f"its part {strange[0]!r} is packed in a way that is not read")
    places = sorted((part.header_offset, part.compress_size) for part in parts)
    for (start, size), (following, _) in pairwise(places):
        if start + size > following:
            raise damaged(name, "its parts overlap")


def _check_sizes(name: str, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > LARGEST_UNPACKED_BYTES or (unpacked > RATIO_MATTERS_FROM_BYTES and unpacked / packed > LARGEST_RATIO):
        raise UnreadableFile(
            f"{name} would unpack to {unpacked:,} bytes, {unpacked // packed} times its size",
            hint="Save only the cells of the return.",
        )


def _not_a_zip(name: str, what: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name} is not {what} ({why})", hint="Open it, save it again in that form and send it again."
    )
