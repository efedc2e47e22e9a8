"""An inventory of installations, read by Eligo and by others.

Run it with ``make bench``, or ``python benchmarks/inventory.py 10000000``.

Method: the project's own generator (``tests/inventory/generator.py``, seeded) writes an inventory of 29 columns in
which one row in a hundred is not plain (faults in cells, broken lines, repeats, spellings). Each program is a process
of its own; processor time is what the system charges to that process and its children, memory its peak resident size,
wall time by a monotonic clock around it. What is compared:

- *count*: DuckDB's bare scan, ``SELECT count(*)`` over the CSV: it parts lines and cells and makes no value;
- *scan*: the same, every cell made a value: ``SELECT count(column)`` of all columns. Both read leniently, since a
  strict scan loses two rows in three after quotes that never close; some are lost nevertheless;
- *eligo*: the whole located reading: digest, Parquet, checks, catalogue, repeats, balance, every finding at its row. It
  asks for neither pandas nor pyarrow, which DuckDB loads where they are: they are hidden from it, and from its scans;
- *again*: the same file once more; *from Parquet*: the rows read from the Parquet that was made, all but the digest;
- *pandas*: the same work written with pandas and pyarrow (distinct cells through Eligo's checks, joined back; repeats;
  findings at their rows as Parquet), for as many rows as ``COMPARED`` at most;
- *spark*: ``read_inventory_by_spark`` on ``local[*]``, likewise;
- *frictionless*: ``validate`` with what a Table Schema can state (types, required cells, enumerations, a primary key),
  likewise;
- *table*: Eligo's whole located reading of the same rows in a Parquet file of their sender, and *table again* once they
  are known; *fr. rows*: what frictionless can check of that very file, its rows read by pyarrow and handed over as
  lists; *fr. table*: the same by frictionless's own reader of Parquet, of ``SLOWLY_COMPARED`` rows at most.

Eligo checks more of the file than frictionless does, not less: all of the above, and catalogue, firmware, spellings and
repeated rows. Neither leaves anything out for the comparison.

The table shows each, and what it costs in processor time by the bare scans and by Eligo's. Nothing is asserted.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0:1] = [str(ROOT / "src"), str(ROOT / "tests")]  # in place of this folder, whose name for this is the same

NAME = "RFI-1__Supplier__Aster-Energy.csv"
TABLE = "RFI-1__Supplier__Aster-Energy.parquet"
COLUMNS = 29
ROWS = 1_000_000
COMPARED = 1_000_000
SLOWLY_COMPARED = 20_000
FAULTS = 0.01
SEED = 1


@dataclass(frozen=True)
class Measure:
    """One process: seconds of wall and processor time, peak resident mebibytes."""

    wall: float
    processor: float
    mebibytes: float


def measure(program: str, folder: Path) -> Measure:
    """Run one program on the inventory in a folder, in a process of its own. Raises ``SystemExit`` where it fails."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--program", program, str(folder)]
    out = folder / f"{program}.txt"
    actions = [(os.POSIX_SPAWN_OPEN, number, str(out), os.O_WRONLY | os.O_CREAT, 0o600) for number in (1, 2)]
    child = os.posix_spawn(sys.executable, command, dict(os.environ), file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{program} ended with {os.waitstatus_to_exitcode(status)}:\n{out.read_text()}")
    unit = 1 if sys.platform == "darwin" else 1024
    wall = time.perf_counter() - started
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20)


def generate(folder: Path, rows: int) -> None:
    """The inventory; and as a Parquet file those of its rows that have 29 cells, by Python's reader."""
    import duckdb

    from inventory.generator import make_inventory

    make_inventory(folder / NAME, SEED, rows, faults=FAULTS)
    whole = folder / "whole.csv"
    with (folder / NAME).open(newline="", encoding="utf-8") as lines, whole.open("w", newline="") as kept:
        csv.writer(kept, quoting=csv.QUOTE_ALL).writerows(_rows(lines))
    dialect = "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"'"
    names = ", ".join(f"'{name}': 'VARCHAR'" for name in next(csv.reader(whole.open(encoding="utf-8"))))
    cells = f"read_csv('{whole}', {dialect}, columns = {{{names}}})"
    duckdb.sql(f"SELECT * FROM {cells}").write_parquet(str(folder / TABLE))  # noqa: S608 - our own path
    whole.unlink()


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    for line in lines:
        try:
            cells = next(csv.reader([line.rstrip("\r\n")], strict=True), [])
        except csv.Error:
            continue
        if len(cells) == COLUMNS:
            yield cells


def count(folder: Path) -> None:
    """DuckDB's bare scan, no value made."""
    import duckdb

    print(duckdb.sql(f"SELECT count(*) FROM {_csv(folder)}").fetchall())  # noqa: S608 - our own path


def scan(folder: Path) -> None:
    """DuckDB's bare scan, every value made."""
    import duckdb

    print(duckdb.sql(f"SELECT count(COLUMNS(*)) FROM {_csv(folder)}").fetchall())  # noqa: S608


def _csv(folder: Path) -> str:
    # Strictly, a quote that never closes takes most of the rows after it away.
    kinds = "header = true, all_varchar = true, ignore_errors = true, strict_mode = false"
    return f"read_csv('{folder / NAME}', {kinds})"


def eligo(folder: Path) -> None:
    """The whole located reading."""
    from builders import catalogue, foc
    from eligo.returns.inventory import read_inventory

    found = read_inventory(folder / NAME, foc(), catalogue(), store=folder / "store", out=folder / "out")
    print(found.balance, sum(cause.rows for cause in found.causes))


def table(folder: Path) -> None:
    """The whole located reading of the same rows in a Parquet file of their sender."""
    from builders import catalogue, foc
    from eligo.returns.inventory import read_inventory

    found = read_inventory(folder / TABLE, foc(), catalogue(), store=folder / "tables", out=folder / "out")
    print(found.balance, sum(cause.rows for cause in found.causes))


def from_parquet(folder: Path) -> None:
    """The rows, from the Parquet that was made, held to its record."""
    import duckdb

    from builders import catalogue, foc
    from eligo.returns.inventory.ingest import read_prepared, sender_of
    from eligo.returns.inventory.layout import text_layout
    from eligo.returns.inventory.model import Prepared
    from eligo.returns.inventory.record import Record

    layout, rows = text_layout(folder / NAME, foc())
    (made,) = (folder / "store").iterdir()
    if not Record(made).is_whole:
        raise SystemExit("the Parquet is not as it was made")
    prepared = Prepared(made, layout, len(duckdb.read_parquet(str(made / "rows" / "*.parquet"))), "")
    sender = sender_of(NAME, layout, rows, foc())
    print(read_prepared(prepared, NAME, sender, foc(), catalogue(), out=folder / "out").balance)


def spark(folder: Path) -> None:
    """The whole located reading by Spark, in this process."""
    from builders import catalogue, foc
    from eligo.returns.inventory.distributed import read_inventory_by_spark

    found = read_inventory_by_spark(
        str(folder / NAME), NAME, foc(), catalogue(), master="local[*]", out=folder / "spark"
    )
    print(found.balance)


def pandas(folder: Path) -> None:
    """The same work with pandas and pyarrow: distinct cells through the same checks, joined back."""
    import pandas as pd  # type: ignore[import-untyped]
    import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]

    from builders import catalogue, foc
    from eligo.catalogue import TypedCell
    from eligo.returns import Role, Sender
    from eligo.returns.inventory.judge import judge_of
    from eligo.returns.inventory.layout import text_layout

    layout, _ = text_layout(folder / NAME, foc())
    judge = judge_of(foc(), catalogue(), Sender("Aster Energy", Role.SUPPLIER, "RFI-1", None), layout)
    parsing = arrow_csv.ParseOptions(invalid_row_handler=lambda _: "skip")
    names = [shown for _, shown in sorted(layout.columns.values())]
    typed = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, "string"), strings_can_be_null=False)
    table = arrow_csv.read_csv(folder / NAME, parse_options=parsing, convert_options=typed)
    rows: Any = table.to_pandas(types_mapper=pd.ArrowDtype)
    rows = rows[~rows.duplicated()]
    doubled = rows["Installation ID"].duplicated(keep=False)
    refused, found = doubled.copy(), []
    for check in judge.checks:
        columns = [name for name in check.columns if name in rows.columns]
        if len(columns) < len(check.columns):
            continue  # a column that the template has and the file has not
        distinct = rows[columns].drop_duplicates()
        readings = [
            check.read(tuple(TypedCell(text) if text.strip() else TypedCell("", "blank") for text in cells))
            for cells in distinct.itertuples(index=False, name=None)
        ]
        distinct["value"] = [str(reading.value) for reading in readings]
        distinct["refused"] = [reading.refused for reading in readings]
        distinct["codes"] = [" ".join(issue.code for issue in reading.issues) for reading in readings]
        joined = rows[columns].merge(distinct, on=columns, how="left")
        joined.index = rows.index
        refused |= joined["refused"]
        found.append(joined.loc[joined["codes"] != "", ["codes"]].assign(check=check.subject))
        rows[f"value {check.kind} {check.subject}"] = joined["value"]
    pd.concat(found).to_parquet(folder / "pandas.parquet")
    values = [name for name in rows.columns if name.startswith("value ")]
    print(len(rows[~refused].groupby(values, dropna=False).size()), int(refused.sum()))


def frictionless(folder: Path) -> None:
    """What a Table Schema can state, of the CSV."""
    _validate({"path": str(folder / NAME)})


def frictionless_table(folder: Path) -> None:
    """The same of the Parquet file, by frictionless's own reader of such."""
    _validate({"path": str(folder / TABLE)})


def frictionless_rows(folder: Path) -> None:
    """The same of that file's rows, read by pyarrow and handed over as lists."""
    import pyarrow.parquet as arrow_parquet  # type: ignore[import-untyped]

    def rows() -> Iterator[list[Any]]:
        file = arrow_parquet.ParquetFile(folder / TABLE)
        yield list(file.schema_arrow.names)
        for batch in file.iter_batches():
            yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))

    _validate({"data": rows})


def _validate(source: Mapping[str, Any]) -> None:
    from frictionless import Checklist, Resource, Schema, fields, system

    from eligo.scheme import load_scheme, template_columns
    from inventory.generator import COLUMNS, STATES

    scheme = load_scheme("smets1-foc")
    allowed = {one.header: list(one.values) for one in scheme.attributes if one.values} | {"Status": list(STATES)}
    required = {column.name for column in template_columns(scheme) if column.required}
    schema = Schema(fields=[], primary_key=["Installation ID"])
    for name in COLUMNS:
        constraints: dict[str, Any] = {"required": name in required or name == "Installation ID"}
        if name in allowed:
            constraints["enum"] = allowed[name]
        schema.add_field(fields.StringField(name=name, constraints=constraints))
    with system.use_context(trusted=True):
        report = Resource(**source, schema=schema).validate(Checklist(), limit_errors=10_000_000)
    print(report.stats)


PROGRAMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "count": (count, "duckdb"),
    "scan": (scan, "duckdb"),
    "eligo": (eligo, "duckdb"),
    "again": (eligo, "duckdb"),
    "from Parquet": (from_parquet, "duckdb"),
    "pandas": (pandas, "pyarrow"),
    "spark": (spark, "pyspark"),
    "frictionless": (frictionless, "frictionless"),
    "table": (table, "duckdb"),
    "table again": (table, "duckdb"),
    "fr. table": (frictionless_table, "frictionless"),
    "fr. rows": (frictionless_rows, "frictionless"),
}
OTHERS = ("pandas", "spark", "frictionless", "fr. table", "fr. rows")


def main() -> int:
    """Measure and print the table; or, in a process of its own, be one of the programs."""
    if sys.argv[1:2] == ["--program"]:
        if sys.argv[2] not in OTHERS:
            sys.modules.update(dict.fromkeys(("pandas", "pyarrow")))  # type: ignore[arg-type]
        PROGRAMS[sys.argv[2]][0](Path(sys.argv[3]))
        return 0
    if sys.argv[1:2] == ["--generate"]:
        generate(Path(sys.argv[2]), int(sys.argv[3]))
        return 0
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # By a process of its own: a child's peak is never below what its parent has had.
        subprocess.run([sys.executable, __file__, "--generate", name, str(rows)], check=True)
        size = (folder / NAME).stat().st_size / 2**20
        print(f"{rows:,} rows of 29 columns, {size:,.0f} MiB ({platform.machine()}, {os.cpu_count()} cores)\n")
        print(
            f"{'':<14}{'wall s':>9}{'processor s':>13}{'peak MiB':>10}{'by count':>10}{'by scan':>10}{'by eligo':>10}"
        )
        measured: dict[str, Measure] = {}
        for program, (_, library) in PROGRAMS.items():
            most = SLOWLY_COMPARED if program == "fr. table" else COMPARED
            if importlib.util.find_spec(library) and (program not in OTHERS or rows <= most):
                measured[program] = measure(program, folder)
                print(_line(program, measured), flush=True)
        for store in ("store", "tables"):
            shutil.rmtree(folder / store, ignore_errors=True)
    print()
    return 0


def _line(program: str, measured: dict[str, Measure]) -> str:
    one = measured[program]
    bases = (measured.get(base) for base in ("count", "scan", "eligo"))
    ratios = "".join(f"{one.processor / base.processor:>10.2f}" if base else f"{'':>10}" for base in bases)
    return f"{program:<14}{one.wall:>9.2f}{one.processor:>13.2f}{one.mebibytes:>10.0f}{ratios}"


if __name__ == "__main__":
    sys.exit(main())
