"""A text file as one stream of 8-bit bytes, whatever it is packed in: plain, gzip, UTF-16; wherever it is kept.

What belongs here: reading piece by piece, bounded; refusing what is no text or would unpack without end. What does
not: lines (``inventory.blocks``).
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from eligo.errors import UnreadableFile

MARKED_UTF8 = "UTF-8 with mark"
LARGEST_RATIO = 500
RATIO_MATTERS_FROM_BYTES = 256 * 1024**2

_OTHER_FILES = {
    b"PK\x03\x04": "a workbook or an archive",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"PAR1": "a Parquet file",
}


class Unpacked:
    """A file to be read from its start, as UTF-8 where it begins with a mark of UTF-16, without such a mark itself.

    It is at ``path``, or in ``opened`` where that is only a name. Raises ``UnreadableFile``, here and when it is read,
    where the file is damaged, is no text file, or unpacks to more than ``LARGEST_RATIO`` times its size.
    """

    def __init__(self, path: Path, opened: BinaryIO | None = None) -> None:
        self._name = path.name
        self._file = opened or path.open("rb")
        self._length = 0
        self.marked = ""
        """The encoding that the file's first bytes state; empty where they state none."""
        packed = path.suffix.lower() == ".gz"
        stream = gzip.GzipFile(fileobj=self._file, mode="rb") if packed else self._file
        buffered = io.BufferedReader(cast("Any", stream), buffer_size=1024**2)
        try:
            with self._told():
                mark = buffered.peek(4)[:4]
        except UnreadableFile:
            self.close()
            raise
        self._stream: Any = buffered
        if mark[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            self._stream = codecs.EncodedFile(cast("Any", buffered), "utf-8", "utf-16")
            self.marked = "UTF-16"
        elif mark[:3] == codecs.BOM_UTF8:
            buffered.read(3)
            self.marked = MARKED_UTF8
        elif mark in _OTHER_FILES:
            self.close()
            raise UnreadableFile(
                f"{path.name} is {_OTHER_FILES[mark]}, not the text file that its name says",
                hint="Give it the suffix of what it is, or save it as CSV UTF-8.",
            )

    @property
    def packed_offset(self) -> int:
        """How many bytes of the file itself have been read."""
        return self._file.tell()

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def read(self, size: int) -> bytes:
        """The next bytes of the stream, fewer than ``size`` at its end only."""
        pieces: list[bytes] = []
        missing = size
        with self._told():
            while missing > 0:
                piece = cast("bytes", self._stream.read(missing))
                if not piece:
                    break
                pieces.append(piece)
                missing -= len(piece)
        content = b"".join(pieces)
        self._length += len(content)
        if self._length > max(RATIO_MATTERS_FROM_BYTES, LARGEST_RATIO * self.packed_offset):
            raise UnreadableFile(
                f"{self._name} unpacks to more than {LARGEST_RATIO} times its size",
                hint="Send it unpacked, or in parts.",
            )
        return content

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except EOFError:
            raise UnreadableFile(
                f"{self._name} breaks off after {self._length:,} bytes of its content", hint="Send it again."
            ) from None
        except (gzip.BadGzipFile, zlib.error, UnicodeError) as error:
            raise UnreadableFile(
                f"{self._name} is damaged after {self._length:,} bytes ({error})", hint="Send it again."
            ) from None
