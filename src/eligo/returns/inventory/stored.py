"""The bytes of a file in any store that Spark reads, where its lines do not tell them.

What belongs here: how a file begins, how long it is, and reading it from its start. What does not: its lines
(``inventory.spark``).
"""

from __future__ import annotations

from codecs import BOM_UTF8
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


class Stored:
    """A file's bytes from its start, unpacked and without a mark of UTF-8, as ``blocks`` reads them."""

    def __init__(self, session: SparkSession, source: str) -> None:
        self._stream = _opened(session, source)
        start = self._read(len(BOM_UTF8))
        self._begun = b"" if start == BOM_UTF8 else start

    def read(self, size: int) -> bytes:
        """The next bytes, fewer than ``size`` at the end only."""
        begun, self._begun = self._begun[:size], self._begun[size:]
        return begun + self._read(size - len(begun))

    def close(self) -> None:
        """Give the file back."""
        self._stream.close()

    def _read(self, size: int) -> bytes:
        return bytes(self._stream.readNBytes(size))


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
