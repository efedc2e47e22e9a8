"""The bytes of a file in any store that Spark reads, where its lines do not tell them.

What belongs here: how a file begins, how long it is, and reading it from its start. What does not: its lines
(``inventory.spark``).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from eligo.returns.inventory.layout import PACKED_SUFFIX

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SKIPPED_AT_ONCE = 2**31 - 1


def beginning(session: SparkSession, source: str, size: int) -> bytes:
    """The first bytes of a file, unpacked; none of what is no single file."""
    stream = _opened(session, source)
    if stream is None:
        return b""
    try:
        read = [stream.read() for _ in range(size)]
    finally:
        stream.close()
    return bytes(byte for byte in read if byte >= 0)


def length(session: SparkSession, source: str) -> int | None:
    """How many bytes a file has, unpacked (which takes a pass over it where it is packed); ``None`` of no file."""
    _, store, place = _at(session, source)
    stream = _opened(session, source)
    if stream is None:
        return None
    try:
        if not source.lower().endswith(PACKED_SUFFIX):
            return int(store.getFileStatus(place).getLen())
        total = 0
        while skipped := stream.skip(_SKIPPED_AT_ONCE):
            total += skipped
        return total
    finally:
        stream.close()


class Stored(io.RawIOBase):
    """A file's bytes from its start, as they are."""

    def __init__(self, session: SparkSession, source: str) -> None:
        _, store, place = _at(session, source)
        self._stream = store.open(place)
        self._place = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes; none at the end."""
        content = bytes(self._stream.readNBytes(len(buffer)))
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)

    def tell(self) -> int:
        """How many bytes have been read."""
        return self._place

    def close(self) -> None:
        """Give the file back."""
        if not self.closed:
            self._stream.close()
        super().close()


def _at(session: SparkSession, source: str) -> tuple[Any, Any, Any]:
    java: Any = session._jvm  # noqa: SLF001 - Spark has no reader of bytes of its own but for whole files
    place = java.org.apache.hadoop.fs.Path(source)
    return java, place.getFileSystem(session._jsc.hadoopConfiguration()), place  # noqa: SLF001


def _opened(session: SparkSession, source: str) -> Any:
    java, store, place = _at(session, source)
    if not store.exists(place) or not store.getFileStatus(place).isFile():
        return None
    stream = store.open(place)
    return java.java.util.zip.GZIPInputStream(stream) if source.lower().endswith(PACKED_SUFFIX) else stream
