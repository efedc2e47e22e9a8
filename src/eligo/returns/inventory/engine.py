"""What an engine has to do, so that one expression of the logic is executed by each of them.

What belongs here: the protocol, and the texts that it executes. What does not: DuckDB (``inventory.duck``) and Spark
(``inventory.spark``).

Invariant: the texts are those of ``sql/``, in DuckDB's dialect; an engine may translate them, and never has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

_SQL = Path(__file__).parent / "sql"

Parameters = Mapping[str, Any]


@cache
def text_of(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return (_SQL / f"{name}.sql").read_text("utf-8")


class Engine(Protocol):
    """Tables by name, and texts that make, write or return tables."""

    def open_parquet(self, name: str, place: Path) -> None:
        """Make a Parquet file, or those in a folder, one table."""

    def give(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[int]]) -> None:
        """Make a table of rows of whole numbers."""

    def run(self, text: str, parameters: Parameters) -> None:
        """Carry out ``sql/<text>.sql``, which makes a table or writes one as Parquet."""

    def fetch(self, text: str, parameters: Parameters) -> Iterator[tuple[Any, ...]]:
        """What ``sql/<text>.sql`` selects, a part at a time."""
