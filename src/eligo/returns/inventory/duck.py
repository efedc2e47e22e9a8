"""The engine of one machine, over tables of ours. The home of DuckDB.

What belongs here: connections, and how they are set. What does not: any rule, and tables of others
(``inventory.table_apart``).

Invariants: nothing is held in memory without a bound: what does not fit is put into the scratch folder; in a join the
table written on the right is the one that is held (DuckDB would choose by estimates, which can be far out: a wrong
choice has cost 13 GB instead of 0.3).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eligo.durable import told
from eligo.errors import CannotWrite
from eligo.returns.inventory.engine import Parameters, text_of

MEMORY = "150MB"
MORE_MEMORY = "1GB"
"""For a table of others most of whose rows differ in more than is kept row by row: taken only where it is needed."""
FLUSH_FROM = "16MB"
"""From how much on what is freed is given back to the system, not kept for the next step."""
THREADS = 2
ROWS_AT_ONCE = 10_000


def settings_of(scratch: Path, *, memory: str = MEMORY, threads: int = THREADS) -> dict[str, Any]:
    """How a connection is set."""
    return {
        "memory_limit": memory,
        "threads": threads,
        "allocator_flush_threshold": FLUSH_FROM,
        "allocator_bulk_deallocation_flush_threshold": FLUSH_FROM,
        "temp_directory": str(scratch),
        "disabled_optimizers": "join_order,build_side_probe_side",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


class Duck:
    """An engine over a database in memory, which puts what does not fit there into ``scratch``."""

    def __init__(self, scratch: Path, *, memory: str = MEMORY, threads: int = THREADS) -> None:
        import duckdb  # where there is an inventory: --help must stay quick

        self._scratch = scratch
        self._connection = duckdb.connect(config=settings_of(scratch, memory=memory, threads=threads))

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()

    def open_parquet(self, name: str, place: Path) -> None:
        """Make a Parquet file, or those in a folder, one table."""
        files = sorted(str(file) for file in place.glob("*.parquet")) if place.is_dir() else [str(place)]
        self._connection.read_parquet(files).create_view(name, replace=True)

    def give(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[int]]) -> None:
        """Make a table of rows of whole numbers."""
        file = self._scratch / f"{name}.csv"
        with told(file), file.open("w", encoding="ascii", newline="") as text:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        with self._told():
            self._connection.read_csv(str(file), header=True, dtype=dict.fromkeys(columns, "BIGINT")).create(name)
        file.unlink()

    def run(self, text: str, parameters: Parameters) -> None:
        """Carry out ``sql/<text>.sql``, which makes a table or writes one as Parquet."""
        with self._told():
            self._connection.execute(text_of(text), dict(parameters))

    def fetch(self, text: str, parameters: Parameters) -> Iterator[tuple[Any, ...]]:
        """What ``sql/<text>.sql`` selects, a part at a time."""
        with self._connection.cursor() as cursor, self._told():
            cursor.execute(text_of(text), dict(parameters))
            while part := cursor.fetchmany(ROWS_AT_ONCE):
                yield from part

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what DuckDB runs out of into ``CannotWrite``."""
        import duckdb

        try:
            yield
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise CannotWrite(
                f"The inventory cannot be kept: {error}", hint="Make room on the disk, or allow more memory."
            ) from None

    def plan(self, text: str, parameters: Parameters) -> str:
        """How ``sql/<text>.sql`` would be carried out, as JSON."""
        import duckdb

        (statement,) = duckdb.extract_statements(text_of(text))
        drawn = self._connection.execute(f"EXPLAIN (FORMAT json) {statement.query}", dict(parameters)).fetchall()
        return str(drawn[0][1])
