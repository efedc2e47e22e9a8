"""A Parquet inventory of others, read by DuckDB in a process of its own: the program that ``inventory.parquet`` starts.

What belongs here: reading such a file under limits: its head, its rows as Parquet of ours, or as text. What does not:
anything of Eligo, so that it starts at once; the texts of ``sql/`` come with the request.

Called as ``table_apart.py REQUEST RESULT MEMORY_BYTES PROCESSOR_SECONDS WRITTEN_BYTES``. Both files are JSON. What is
refused has the one key ``unopened``, ``damaged``, ``memory``, ``large`` or ``disk``, with the reason.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

SHOWN_WHOLE_BELOW = "9.223372036854775807e18"
"""A floating-point number without a fraction is shown as a whole one below this (2^63), others as ``repr`` has it."""

KINDS = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"), "number"),
    **dict.fromkeys(("UBIGINT", "HUGEINT", "FLOAT", "DOUBLE"), "number"),
    **dict.fromkeys(("DATE", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"), "date"),
    "TIMESTAMP WITH TIME ZONE": "date",
    "BOOLEAN": "boolean",
}
"""What the types of columns are in a spreadsheet, where they are not text."""

_PIECE = 1 << 20
_APART = Path(__file__).parents[1] / "forms" / "apart.py"
_DIE_WITH_PARENT, _SIGKILL = 1, 9


class Refused(Exception):
    """The file cannot be read: the key of the result that says so, and the reason."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


class Table:
    """One Parquet file, of which nothing is believed."""

    def __init__(self, request: Mapping[str, Any]) -> None:
        # DuckDB loads these wherever they are installed, which costs a second a file; nothing here is theirs.
        sys.modules.update(dict.fromkeys(("pandas", "pyarrow", "numpy")))  # type: ignore[arg-type]
        import duckdb

        self._apart = run_path(str(_APART))
        self._source = str(request["source"])
        self._connection = duckdb.connect(config=dict(request["settings"]))
        self._connection.execute("SET allowed_paths = [$path]", {"path": self._source})
        self._connection.execute("SET allowed_directories = $folders", {"folders": list(request["folders"])})
        self._connection.execute("SET enable_external_access = false")
        try:
            self._table = self._connection.read_parquet(self._source)
        except (duckdb.Error, ValueError) as error:
            raise Refused("unopened", self._reason(error)) from None

    def answer(self, request: Mapping[str, Any]) -> Mapping[str, object]:
        """What is asked: the head, or the rows kept as Parquet or as text."""
        import duckdb

        try:
            if "text" in request:
                return self._written(Path(request["text"]))
            return self._prepared(request) if "steps" in request else self._head(int(request["rows"]))
        except duckdb.OutOfMemoryException as error:
            raise Refused("memory", self._reason(error)) from None
        except duckdb.IOException as error:
            is_large = os.strerror(errno.EFBIG) in str(error)
            key = "damaged" if self._source in str(error) else "large" if is_large else "disk"
            raise Refused(key, self._reason(error)) from None
        except (duckdb.Error, ValueError, OverflowError) as error:
            raise Refused("damaged", self._without_text() or self._reason(error)) from None

    def _without_text(self) -> str:
        """Which columns hold bytes that are no text, though the file says that they do; empty where none does."""
        import duckdb

        try:
            found = self._apart["unread_columns"](duckdb, self._table, ("VARCHAR",))
        except duckdb.Error:
            return ""
        no_text = self._apart["NO_TEXT"]
        names = [repr(self._table.columns[place]) for place, why in found.items() if why == no_text]
        return f"its column{'s' if len(names) > 1 else ''} {', '.join(names)} holds {no_text}" if names else ""

    def _reason(self, error: Exception) -> str:
        first = str(error).partition("\n")[0].rpartition(f'"{self._source}": ')[2].replace(self._source, "the file")
        return "".join(character if character.isprintable() else "?" for character in first)[:500].strip()

    def _head(self, rows: int) -> Mapping[str, object]:
        import duckdb

        table = self._table
        named = list(zip(table.columns, table.types, strict=True))
        texts = [self._text(name, str(kind)).alias(name) for name, kind in named]
        unread = self._apart["unread_columns"](duckdb, table, ("BLOB",))
        stated = self._stated_rows(flat=all(kind.id not in self._apart["NESTED"] for kind in table.types))
        return {
            "names": self._own_names(table.columns),
            "kinds": {place: KINDS[str(kind)] for place, (_, kind) in enumerate(named) if str(kind) in KINDS},
            "unread": unread,
            "rows": table.limit(rows).select(*texts).fetchall(),
            "stated": stated,
        }

    def _stated_rows(self, *, flat: bool) -> int:
        """How many rows the file states, once all that it states of them agrees. Raises ``Refused``."""
        of_file = "SELECT num_rows FROM parquet_file_metadata($source)"
        ((stated,),) = self._connection.execute(of_file, {"source": self._source}).fetchall()
        of_groups = (
            "SELECT any_value(row_group_num_rows), min(num_values), max(num_values) "
            "FROM parquet_metadata($source) GROUP BY row_group_id"
        )
        groups = self._connection.execute(of_groups, {"source": self._source}).fetchall()
        in_parts = sum(rows for rows, _, _ in groups)
        if in_parts != stated:
            raise Refused("damaged", f"it states {stated:,} as its rows, and {in_parts:,} as those of its parts")
        for rows, *cells in groups:
            others = [count for count in cells if count != rows]
            if flat and others:
                raise Refused("damaged", f"a part states {rows:,} as its rows, and {others[0]:,} as a column's cells")
        return int(stated)

    def _own_names(self, shown: Sequence[str]) -> list[str]:
        """The names of the columns as the file has them: of two that are the same, DuckDB shows one with a number."""
        text = "SELECT name, coalesce(num_children, 0) FROM parquet_schema($source)"
        nodes = self._connection.execute(text, {"source": self._source}).fetchall()
        own: list[str] = self._apart["own_names"](nodes, shown)
        return own

    def _text(self, name: str, kind: str) -> duckdb.Expression:
        import duckdb

        return duckdb.SQLExpression(text_of_column(self._apart["quoted"](name), kind, self._apart["text_of_bytes"]))

    def _prepared(self, request: Mapping[str, Any]) -> Mapping[str, object]:
        self._open(request)
        ((stated,),) = self._connection.execute(request["count"]).fetchall()
        for text, parameters in request["steps"]:
            self._connection.execute(text, parameters)
        kept = f"{request['kept']}/*.parquet" if any(Path(request["kept"]).glob("*.parquet")) else ""
        ((rows,),) = self._connection.read_parquet(kept).count("*").fetchall() if kept else ((0,),)
        if rows != stated:
            raise Refused("damaged", f"it states {stated:,} rows, and {rows:,} are there")
        return {"rows": rows}

    def _written(self, file: Path) -> Mapping[str, object]:
        """Every row as one line of CSV, without a header: a line break in a cell is a space."""
        table = self._table
        stated = self._stated_rows(flat=all(kind.id not in self._apart["NESTED"] for kind in table.types))
        named = [self._text(name, str(kind)).alias(name) for name, kind in zip(table.columns, table.types, strict=True)]
        lines = [one_line(self._apart["quoted"](name)) for name in table.columns]
        table.select(*named).project(", ".join(lines)).write_csv(str(file), header=False, na_rep="", overwrite=True)
        with file.open("rb") as written:
            rows = sum(piece.count(b"\n") for piece in iter(lambda: written.read(_PIECE), b""))
        if rows != stated:
            raise Refused("damaged", f"it states {stated:,} rows, and {rows:,} are there")
        return {"rows": rows}

    def _open(self, request: Mapping[str, Any]) -> None:
        """Make the table ``plain`` of ``sql/grouped.sql``."""
        import duckdb

        self._connection.execute(request["macros"])
        plain = self._table
        table = self._connection.read_parquet(self._source, file_row_number=True)
        texts = [self._text(name, str(kind)) for name, kind in zip(plain.columns, plain.types, strict=True)]
        apart = {name: texts[place] for name, place in request["apart"].items()}
        blank, spaces = duckdb.ConstantExpression(""), duckdb.ConstantExpression(request["spaces"])
        stripped = [
            duckdb.FunctionExpression("stripped", apart.get(name, blank), spaces).alias(name)
            for name in ("installation", "beside_1", "beside_2")
        ]
        row = duckdb.ColumnExpression("file_row_number") + duckdb.ConstantExpression(request["first_row"])
        rest = [texts[int(place)].alias(name) for place, name in request["rest"].items()]
        table.select(row.alias("row"), *stripped, *rest).create_view("plain", replace=True)


def text_of_column(column: str, kind: str, text_of_bytes: Callable[[str], str]) -> str:
    """The SQL of a column as the text that a spreadsheet would show; blank where it has no value."""
    text = f"CAST({column} AS VARCHAR)"
    if KINDS.get(kind) == "boolean":
        text = f"upper({text})"
    elif kind == "BLOB":
        text = text_of_bytes(column)
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
    return f"coalesce({text}, '')"


def one_line(column: str) -> str:
    """The SQL of a text without line breaks; no value where it is blank, for which nothing is written then."""
    breaks = f"translate({column}, chr(10) || chr(13), '  ')"
    has_any = f"contains({column}, chr(10)) OR contains({column}, chr(13))"
    return f"nullif(CASE WHEN {has_any} THEN {breaks} ELSE {column} END, '')"


def _end_with_parent(parent: int) -> None:
    """Have the system end this process where the one that started it is killed: nobody would wait for its result."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, _SIGKILL)
        if os.getppid() != parent:  # which was killed before that
            raise SystemExit("the process that asked has gone")


def main(request: Path, result: Path) -> None:
    """Read the request, and write the result."""
    asked = json.loads(request.read_text("utf-8"))
    _end_with_parent(int(asked["parent"]))
    try:
        said = Table(asked).answer(asked)
    except Refused as error:
        said = {error.key: str(error)}
    result.write_text(json.dumps(said), "utf-8")


if __name__ == "__main__":
    run_path(str(_APART))["limit"](*map(int, sys.argv[3:6]))
    main(Path(sys.argv[1]), Path(sys.argv[2]))
