"""The engine of one machine. The home of DuckDB.

What belongs here: connections, and how they are set. What does not: any rule.

Invariants: nothing is held in memory without a bound: what does not fit is put into the scratch folder; in a join the
table written on the right is the one that is held (DuckDB would choose by estimates, which can be far out: a wrong
choice has cost 13 GB instead of 0.3).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligo.durable import told
from eligo.errors import CannotWrite, UnreadableFile
from eligo.returns.inventory.engine import Parameters, text_of
from eligo.returns.inventory.lines import SPACES
from eligo.returns.inventory.model import Layout
from eligo.returns.inventory.tables import SHOWN_WHOLE_BELOW, Head, place_name

if TYPE_CHECKING:
    import duckdb

MEMORY = "150MB"
FLUSH_FROM = "16MB"
"""From how much on what is freed is given back to the system, not kept for the next step."""
THREADS = 2
ROWS_AT_ONCE = 10_000

KINDS = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "number"),
    **dict.fromkeys(("UBIGINT", "HUGEINT", "FLOAT", "DOUBLE"), "number"),
    **dict.fromkeys(("DATE", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"), "date"),
    "TIMESTAMP WITH TIME ZONE": "date",
    "BOOLEAN": "boolean",
}
"""What the types of columns are in a spreadsheet, where they are not text."""
NESTED = ("list", "array", "struct", "map", "union")


class Duck:
    """An engine over a database in memory, which puts what does not fit there into ``scratch``."""

    def __init__(self, scratch: Path, *, memory: str = MEMORY, threads: int = THREADS) -> None:
        import duckdb  # where there is an inventory: --help must stay quick

        self._scratch = scratch
        self._source = ""  # the table of others that is being read
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory,
                "threads": threads,
                "allocator_flush_threshold": FLUSH_FROM,
                "allocator_bulk_deallocation_flush_threshold": FLUSH_FROM,
                "temp_directory": str(scratch),
                "disabled_optimizers": "join_order,build_side_probe_side",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )

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

    def head(self, source: str, rows: int) -> Head:
        """The first rows of a Parquet file. Raises ``UnreadableFile``."""
        import duckdb

        self._source = source
        try:
            table = self._connection.read_parquet(source)
        except (duckdb.InvalidInputException, duckdb.IOException) as error:
            reason = str(error).partition("\n")[0]
            raise UnreadableFile(f"{Path(source).name} is no Parquet file: {reason}", hint="Send it again.") from None
        kinds = {place: KINDS[str(kind)] for place, kind in enumerate(table.types) if str(kind) in KINDS}
        nested = {place: str(kind) for place, kind in enumerate(table.types) if kind.id in NESTED}
        texts = [_text(name, str(kind)).alias(name) for name, kind in zip(table.columns, table.types, strict=True)]
        with self._told():
            first = tuple(table.limit(rows).select(*texts).fetchall())
            return Head(self._own_names(source, table.columns), kinds, first, nested)

    def _own_names(self, source: str, shown: Sequence[str]) -> tuple[str, ...]:
        """The names of the columns as the file has them: of two that are the same, DuckDB shows one with a number."""
        text = "SELECT name, coalesce(num_children, 0) FROM parquet_schema($source)"
        nodes = iter(self._connection.execute(text, {"source": source}).fetchall())
        own: list[str] = []
        _, below = next(nodes)
        for _ in range(below):
            name, parts = next(nodes)
            own.append(name)
            while parts:
                parts += next(nodes)[1] - 1
        return tuple(own) if len(own) == len(shown) else tuple(shown)

    def open_table(self, source: str, layout: Layout) -> None:
        """Make the table ``plain`` of a Parquet file."""
        import duckdb

        self.run("unquoted", {})
        plain = self._connection.read_parquet(source)
        table = self._connection.read_parquet(source, file_row_number=True)
        texts = [_text(name, str(kind)) for name, kind in zip(plain.columns, plain.types, strict=True)]
        blank = duckdb.ConstantExpression("")
        beside = [texts[place] for place in layout.beside] + [blank, blank]
        kept = {"installation": texts[layout.installation], "beside_1": beside[0], "beside_2": beside[1]}
        stripped = [
            duckdb.FunctionExpression("stripped", text, duckdb.ConstantExpression(SPACES)).alias(name)
            for name, text in kept.items()
        ]
        row = duckdb.ColumnExpression("file_row_number") + duckdb.ConstantExpression(layout.header_row + 1)
        rest = [text.alias(place_name(n)) for n, text in enumerate(texts) if n not in layout.apart]
        table.select(row.alias("row"), *stripped, *rest).create_view("plain", replace=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what DuckDB runs out of into ``CannotWrite``, a damaged table into ``UnreadableFile``."""
        import duckdb

        try:
            yield
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            if self._source and self._source in str(error):
                raise self._damaged(error) from None
            raise CannotWrite(
                f"The inventory cannot be kept: {error}", hint="Make room on the disk, or allow more memory."
            ) from None
        except duckdb.Error as error:
            if not self._source:
                raise
            raise self._damaged(error) from None

    def _damaged(self, error: duckdb.Error) -> UnreadableFile:
        name = Path(self._source).name
        reason = str(error).partition("\n")[0].rpartition(f'"{self._source}": ')[2]
        return UnreadableFile(f"{name} is damaged ({reason})", hint="Send it again.")

    def plan(self, text: str, parameters: Parameters) -> str:
        """How ``sql/<text>.sql`` would be carried out, as JSON."""
        import duckdb

        (statement,) = duckdb.extract_statements(text_of(text))
        drawn = self._connection.execute(f"EXPLAIN (FORMAT json) {statement.query}", dict(parameters)).fetchall()
        return str(drawn[0][1])


def _text(name: str, kind: str) -> duckdb.Expression:
    """A column as the text that a spreadsheet would show; blank where it has no value."""
    import duckdb

    # The name of a column may hold a point, which would part a table from its column.
    column = '"' + name.replace('"', '""') + '"'
    text = f"CAST({column} AS VARCHAR)"
    if KINDS.get(kind) == "boolean":
        text = f"upper({text})"
    elif kind.startswith("TIMESTAMP"):
        moment = f"make_timestamp(epoch_us({column}))" if kind.endswith("ZONE") else column
        text = f"CAST({moment} AS VARCHAR)"
        midnight = f"CAST(CAST({moment} AS DATE) AS TIMESTAMP) = CAST({moment} AS TIMESTAMP)"
        text = f"CASE WHEN {midnight} THEN CAST(CAST({moment} AS DATE) AS VARCHAR) ELSE {text} END"
    elif kind in ("DOUBLE", "FLOAT"):
        # One of 32 bits by its text: 2.1 is 2.1, not 2.0999999046325684.
        number = column if kind == "DOUBLE" else f"CAST({text} AS DOUBLE)"
        whole = f"abs({number}) < {SHOWN_WHOLE_BELOW} AND trunc({number}) = {number}"
        shown = (
            f"CASE WHEN {whole} THEN CAST(TRY_CAST({number} AS BIGINT) AS VARCHAR) ELSE CAST({number} AS VARCHAR) END"
        )
        text = f"CASE WHEN NOT isnan({column}) THEN {shown} END"  # an empty cell, where pandas has written the file
    return duckdb.SQLExpression(f"coalesce({text}, '')")
