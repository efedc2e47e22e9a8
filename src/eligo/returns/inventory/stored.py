"""The bytes of a file in any store that Spark reads, where its lines do not tell them.

What belongs here: how a file begins and how long it is. What does not: its lines (``inventory.spark``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eligo.returns.inventory.layout import PACKED_SUFFIX

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


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


def _opened(session: SparkSession, source: str) -> Any:
    java: Any = session._jvm  # noqa: SLF001 - Spark has no reader of bytes of its own but for whole files
    place = java.org.apache.hadoop.fs.Path(source)
    store = place.getFileSystem(session._jsc.hadoopConfiguration())  # noqa: SLF001
    if not store.exists(place) or not store.getFileStatus(place).isFile():
        return None
    stream = store.open(place)
    return java.java.util.zip.GZIPInputStream(stream) if source.lower().endswith(PACKED_SUFFIX) else stream
