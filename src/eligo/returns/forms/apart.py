"""A parser that is not ours, in a process of its own: the program that ``forms.sandbox`` starts, once for each file.

What belongs here: reading a file by a library, under limits, into numbered cells. What does not: anything of Eligo, so
that it starts at once; it imports the standard library, and one of python-calamine and DuckDB.

Called as ``apart.py FORM CONTENT RESULT MEMORY_BYTES PROCESSOR_SECONDS RESULT_BYTES``. The result is eight bytes with
the length of a JSON text, that text, and the codes of all sheets, four bytes each.
"""

from __future__ import annotations

import json
import re
import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from math import isnan
from pathlib import Path
from types import MappingProxyType
from typing import Any

LARGEST_AREA_CELLS = 60_000_000
MOST_COLUMNS = 16_384
TOO_LARGE = "more than can be held:"
NESTED = ("list", "array", "struct", "map", "union")
NO_TEXT = "bytes that are no text"
_ROWS_AT_ONCE = 5_000
_LONGEST_TYPE = 60
_NO_UTF8 = "UTF8"
"""What DuckDB's error for bytes that are no text has in it."""


class Refused(ValueError):
    """The file cannot be read: the reason is its text, told to the sender."""


class Numbered:
    """The distinct cells of a sheet, and the numbers of all."""

    def __init__(self) -> None:
        self.codes = array("I")
        self._numbers: dict[tuple[str, str], int] = {("", "blank"): 0}
        self._known: dict[tuple[type, Any], int] = {}

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Text and kind of each, by its number."""
        return list(self._numbers)

    def add(self, row: Iterable[object], width: int) -> None:
        """One row, blank up to the width."""
        before = len(self.codes)
        self.codes.extend(map(self._number, row))
        self.codes.extend([0] * (before + width - len(self.codes)))

    def _number(self, value: object) -> int:
        key = (type(value), value)
        number = self._known.get(key)
        if number is None:
            text, kind = typed(value)
            cell = (text, kind) if text.strip() else ("", "blank")
            number = self._known[key] = self._numbers.setdefault(cell, len(self._numbers))
        return number


def typed(value: object) -> tuple[str, str]:
    """Text and kind of a cell, as ``TypedCell`` has them.

    >>> typed(2.10), typed(100000.0), typed(True), typed(None)
    (('2.1', 'number'), ('100000', 'number'), ('TRUE', 'boolean'), ('', 'blank'))
    >>> typed(float("nan")), typed(float("inf")), typed(1.5e20)
    (('', 'blank'), ('inf', 'number'), ('1.5e+20', 'number'))
    """
    if value is None or (isinstance(value, float) and isnan(value)):  # which pandas writes for an empty cell
        return "", "blank"
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), "boolean"
    if isinstance(value, float):
        whole = abs(value) < 2**63 and value.is_integer()
        return str(int(value)) if whole else repr(value), "number"
    if isinstance(value, datetime):
        bare = value.replace(tzinfo=None)
        return bare.date().isoformat() if bare.time() == time() else bare.isoformat(" "), "date"
    if isinstance(value, date):
        return value.isoformat(), "date"
    if isinstance(value, time | timedelta):
        return str(value), "date"
    if isinstance(value, str):
        return value, "text"
    shown = str(value)
    return shown, "number" if shown.lstrip("-").replace(".", "", 1).isdigit() else "text"


def read_workbook(path: Path) -> Iterator[tuple[dict[str, object], array[int]]]:
    """Every sheet of a workbook, by python-calamine."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        for known in book.sheets_metadata:
            hidden = known.visible != SheetVisibleEnum.Visible
            try:
                sheet = book.get_sheet_by_name(known.name)
            except CalamineError as error:
                if "not a worksheet" not in str(error).casefold():
                    raise
                yield described(known.name, hidden, 1, [], []), array("I")
                continue
            yield _sheet(known.name, hidden, sheet)
    except (CalamineError, ValueError, OSError) as error:
        raise Refused(str(error)) from None


def _sheet(name: str, hidden: bool, sheet: Any) -> tuple[dict[str, object], array[int]]:
    if sheet.start is None or sheet.end is None:
        return described(name, hidden, 1, [], []), array("I")
    (_, left), (bottom, right) = sheet.start, sheet.end
    check_area(bottom + 1, right + 1)
    numbered, width = Numbered(), right + 1
    before = [None] * left
    for row in sheet.iter_rows():
        numbered.add([*before, *row], width)
    # Blank rows at the top are among them or not, by the version of the library; the last is the last in either case.
    missing = (bottom + 1) * width - len(numbered.codes)
    codes = array("I", bytes(missing * numbered.codes.itemsize)) + numbered.codes if missing else numbered.codes
    merges = [(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in sheet.merged_cell_ranges or ()]
    return described(name, hidden, width, numbered.cells, merges), codes


def read_parquet(path: Path) -> Iterator[tuple[dict[str, object], array[int]]]:
    """The one table of a Parquet file, by DuckDB: its columns' names are row 1."""
    # DuckDB loads these wherever they are installed, which costs a second a file; nothing here is theirs.
    sys.modules.update(dict.fromkeys(("pandas", "pyarrow", "numpy")))  # type: ignore[arg-type]
    import duckdb

    connection = duckdb.connect(config={"threads": "1", "autoinstall_known_extensions": "false"})
    try:
        connection.execute("SET allowed_paths = [$path]", {"path": str(path)})
        connection.execute("SET enable_external_access = false")
        counted = connection.execute(
            "SELECT num_rows FROM parquet_file_metadata($path)", {"path": str(path)}
        ).fetchone()
        schema = "SELECT name, coalesce(num_children, 0) FROM parquet_schema($path)"
        nodes = connection.execute(schema, {"path": str(path)}).fetchall()
        check_area((counted[0] if counted else 0) + 1, nodes[0][1] if nodes else 0)
        table = connection.read_parquet(str(path), hive_partitioning=False)
        names, types = table.columns, table.types
        unread = unread_columns(duckdb, table, ("BLOB", "VARCHAR"))
        left_out = {place for place, why in unread.items() if why == NO_TEXT and str(types[place]) == "VARCHAR"}
        found = table.select(
            *[_readable(duckdb, name, types[n], n in left_out).alias(name) for n, name in enumerate(names)]
        )
        numbered = Numbered()
        numbered.add(own_names(nodes, names), len(names))
        while rows := found.fetchmany(_ROWS_AT_ONCE):
            for row in rows:
                numbered.add(row, len(names))
    except (duckdb.Error, ValueError, OverflowError) as error:
        raise Refused(str(error).split("\n", maxsplit=1)[0].replace(str(path), "the file")) from None
    yield described("", False, max(1, len(names)), numbered.cells, [], unread), numbered.codes


def own_names(nodes: Iterable[tuple[str, int]], shown: Sequence[str]) -> list[str]:
    """The names of the columns as the file has them: of two that are the same, DuckDB shows one with a number.

    ``nodes`` are (name, how many are right below) of a Parquet file's schema, in its order.
    """
    left = iter(nodes)
    own: list[str] = []
    _, below = next(left, ("", 0))
    for _ in range(min(below, len(shown))):
        name, parts = next(left, ("", 0))
        own.append(name)
        while parts > 0:
            parts += next(left, ("", -parts))[1] - 1
    return own if len(own) == len(shown) else list(shown)


def unread_columns(duckdb: Any, table: Any, looked_into: Sequence[str]) -> dict[int, str]:
    """What the columns hold whose cells have no one value, by place; those of the types ``looked_into`` are searched
    for bytes that are no text.
    """
    found = {}
    for place, (name, kind) in enumerate(zip(table.columns, table.types, strict=True)):
        if kind.id in NESTED:
            found[place] = several_in(str(kind))
        elif str(kind) in looked_into and _holds_no_text(duckdb, table, quoted(name), str(kind)):
            found[place] = NO_TEXT
    return found


def several_in(kind: str) -> str:
    """What a column of a type holds that has several values in a cell."""
    return f"more than one value in a cell ({kind[:_LONGEST_TYPE]})"


def _holds_no_text(duckdb: Any, table: Any, column: str, kind: str) -> bool:
    strange = f"{column} IS NOT NULL AND TRY(decode({column})) IS NULL" if kind == "BLOB" else f"strlen({column}) < 0"
    try:
        found = table.select(duckdb.SQLExpression(strange).alias("strange")).filter("strange").limit(1).fetchall()
    except duckdb.InvalidInputException as error:
        if _NO_UTF8 not in str(error):
            raise
        return True
    return bool(found)


def quoted(name: str) -> str:
    """A column in SQL: its name may hold a point, which would part a table from its column."""
    return '"' + name.replace('"', '""') + '"'


def text_of_bytes(column: str) -> str:
    """The SQL of bytes as the text that they are, else in hexadecimal digits."""
    return f"coalesce(TRY(decode({column})), hex({column}))"


PLAIN = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|VARCHAR|BOOLEAN|FLOAT|DOUBLE|DATE|TIME|TIMESTAMP(_N?S|_MS)?)$")
"""Types of columns whose values are cells; of any other the text that DuckDB shows is."""


def _readable(duckdb: Any, name: str, kind: Any, left_out: bool) -> Any:
    if left_out:
        return duckdb.ConstantExpression("")
    column = duckdb.SQLExpression(quoted(name))
    if str(kind) == "BLOB":
        return duckdb.SQLExpression(text_of_bytes(quoted(name)))
    if str(kind) == "FLOAT":  # by its text: 2.1 in 32 bits is 2.1, not 2.0999999046325684
        return column.cast(duckdb.sqltypes.VARCHAR).cast(duckdb.sqltypes.DOUBLE)
    if str(kind) == "TIMESTAMP WITH TIME ZONE":
        return duckdb.FunctionExpression("make_timestamp", duckdb.FunctionExpression("epoch_us", column))
    return column if PLAIN.match(str(kind)) else column.cast(duckdb.sqltypes.VARCHAR)


def check_area(rows: int, columns: int) -> None:
    """Raise ``Refused`` for a table that cannot be held."""
    if rows * columns > LARGEST_AREA_CELLS or columns > MOST_COLUMNS:
        raise Refused(f"{TOO_LARGE} {rows:,} rows and {columns:,} columns")


def described(
    name: str,
    hidden: bool,
    width: int,
    cells: Sequence[tuple[str, str]],
    merges: Sequence[tuple[int, int, int, int]],
    unread: Mapping[int, str] = MappingProxyType({}),
) -> dict[str, object]:
    """What is said of a sheet beside its codes."""
    said = {"name": name, "hidden": hidden, "width": width, "cells": cells, "merges": merges}
    return {**said, "unread": dict(unread)}


def limit(memory: int, seconds: int, result: int) -> None:
    """Take no more than this, where the system can enforce it (POSIX): else the time alone is limited, from outside."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, result),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def main(form: str, content: Path, result: Path) -> None:
    """Read the content in its form, and write the result."""
    try:
        read = read_parquet if form == "parquet" else read_workbook
        sheets = list(read(content))
        said: dict[str, object] = {"sheets": [{**sheet, "length": len(codes)} for sheet, codes in sheets]}
        blocks = [codes.tobytes() for _, codes in sheets]
    except Refused as error:
        said, blocks = {"refused": str(error)[:500]}, []
    text = json.dumps(said).encode()
    with result.open("wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        file.writelines(blocks)


if __name__ == "__main__":
    limit(*map(int, sys.argv[4:7]))
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
