"""An inventory's file as text, whatever it is packed in: CSV as it is, CSV in gzip, or a Parquet table.

What belongs here: from a file to its header and the lines below. What does not: what they say (``inventory_lines``).

Invariant: the text of a table that is none stands on the disk, beside the answers, and never in memory.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

from eligo.durable import PARTIAL, told
from eligo.errors import NotFound, UnreadableFile
from eligo.returns import table_text
from eligo.workflows.register.inventory_lines import written_line

_TABLE, _GZIP = b"PAR1", b"\x1f\x8b"
"""How a Parquet file begins, and one in gzip."""

_TABLE_SUFFIX = ".parquet"
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class OpenInventory:
    """An inventory as text: where its header is read, and its rows; ``delimiter`` is blank where it is not known.

    ``read`` says how many bytes of ``size`` have been read.
    """

    header: BinaryIO
    rows: BinaryIO
    read: Callable[[], int]
    size: int
    delimiter: str = ""


def refuse_no_file(source: Path) -> None:
    """Raise ``NotFound`` or ``UnreadableFile`` for what is no file: a pipe would be waited for, and has no size."""
    if not source.exists():
        raise NotFound(f"There is no file {source}", hint="Check the name of the inventory.")
    if not source.is_file():
        raise UnreadableFile(f"{source} is not a file", hint="Name the inventory itself.")


@contextmanager
def opened_inventory(source: Path, beside: Path) -> Iterator[OpenInventory]:
    """A file, opened; what has to be written for that is written beside a place, and gone afterwards.

    Raises ``UnreadableFile`` and ``CannotWrite`` for a table, ``OSError`` for what cannot be read of any other.
    """
    with source.open("rb", buffering=_AT_ONCE) as packed:
        size, begins = source.stat().st_size, packed.read(4)
        packed.seek(0)
        if begins == _TABLE or source.name.lower().endswith(_TABLE_SUFFIX):
            with _table(source, beside) as table:
                yield table
        elif begins.startswith(_GZIP):
            with gzip.GzipFile(fileobj=packed) as unpacked, io.BufferedReader(cast("Any", unpacked), _AT_ONCE) as text:
                lines = cast("BinaryIO", text)
                yield OpenInventory(lines, lines, packed.tell, size)
        else:
            yield OpenInventory(packed, packed, packed.tell, size)


@contextmanager
def _table(source: Path, beside: Path) -> Iterator[OpenInventory]:
    with told(beside):
        folder = TemporaryDirectory(prefix=PARTIAL, dir=beside.parent)
    with folder as place:
        table = table_text(source, Path(place))
        names = [re.sub("[\r\n]", " ", name) for name in table.names]
        with table.file.open("rb", buffering=_AT_ONCE) as rows:
            header = io.BytesIO(f"{written_line(names, ',')}\n".encode())
            yield OpenInventory(header, rows, rows.tell, table.file.stat().st_size, ",")
