"""``eligo inventory``: one row per installation, however many there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show, watching
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.returns import Inventory

INVENTORY_EXAMPLES = (
    "Examples: eligo inventory RFI-2019-10__Supplier__Aster.csv.gz --catalogue device-models.csv --out OUT; "
    "eligo inventory s3a://returns/RFI-2019-10__Supplier__Aster.parquet ... --engine spark --master spark://HOST:7077"
)
CAUSES_SHOWN = 20


def inventory(
    source: Annotated[
        str, typer.Argument(help="The inventory: CSV, TSV (plain or .gz) or Parquet.", show_default=False)
    ],
    catalogue: arguments.Catalogue,
    out: Annotated[Path, typer.Option(help="The folder for what is found and counted.", show_default=False)],
    scheme: arguments.Scheme = arguments.DEFAULT_SCHEME,
    store: Annotated[
        Path | None,
        typer.Option(help="Where converted inventories are kept.", show_default="inventories, beside OUT"),
    ] = None,
    engine: Annotated[str, typer.Option(help="duckdb (this machine) or spark.")] = "duckdb",
    master: Annotated[str | None, typer.Option(help="Of Spark: where it runs.", show_default="local[*]")] = None,
    settings: Annotated[
        list[str], typer.Option("--setting", help="Of Spark: NAME=VALUE; may be repeated.", show_default=False)
    ] = [],  # noqa: B006 - Typer copies it
    notes: Annotated[bool, typer.Option("--notes", help="Put notes into findings.csv, too.")] = False,
    as_json: arguments.AsJson = False,
) -> None:
    """Read an inventory (one row per installation): every fault at its row, and installations by combination."""
    from eligo.wiring import build_services
    from eligo.workflows import Engine
    from eligo.workflows import inventory as read_inventory

    if engine == "duckdb" and (master or settings):
        raise UsageError("--master and --setting are options of Spark", hint="Add --engine spark, or leave them out.")
    chosen = Engine(engine, master or "local[*]", _pairs(settings))
    with watching() as watcher:
        clock = build_services(watcher).clock
        read = read_inventory(source, catalogue, scheme, out, clock, watcher, store=store, engine=chosen, notes=notes)
    print_json(_stated(read)) if as_json else _print(read, out)


def _pairs(settings: list[str]) -> dict[str, str]:
    strange = [text for text in settings if not text.partition("=")[1] or not text.partition("=")[0]]
    if strange:
        raise UsageError(f"A setting is NAME=VALUE, not '{strange[0]}'", hint="For example: spark.executor.memory=4g.")
    return dict(text.split("=", 1) for text in settings)


def _rows(read: Inventory) -> dict[str, int]:
    return {name: getattr(read.balance, name) for name in ("read", "good", "faulty", "rejected", "ignored")}


def _stated(read: Inventory) -> dict[str, object]:
    one = read.as_return
    return {
        "file": one.file,
        "organisation": one.sender.organisation,
        "form": one.form,
        "rows": _rows(read),
        "combinations": len(one.accepted.rows),
        "causes": [
            {
                "severity": cause.issue.severity.value,
                "code": cause.issue.code,
                "column": cause.issue.column,
                "value": cause.issue.value,
                "rows": cause.rows,
                "first_row": cause.first_row,
            }
            for cause in read.causes
        ],
    }


def _print(read: Inventory, out: Path) -> None:
    from eligo.findings import Severity

    one = read.as_return
    heading(f"{one.file}: {one.sender.organisation}")
    say(f"Read as {one.form}.")
    rows = _rows(read)
    show(list(rows), [list(rows.values())], numbers=list(rows))
    kinds = len(one.accepted.rows)
    say(
        f"{rows['good']:,} installations in {kinds:,} different row{'' if kinds == 1 else 's'}: return.csv counts them."
    )
    if read.causes:
        heading("What was found, errors first, of most rows first")
        ranks = {severity: rank for rank, severity in enumerate(Severity)}
        ordered = sorted(read.causes, key=lambda cause: (ranks[cause.issue.severity], -cause.rows, cause.first_row))
        lines = [
            (cause.issue.severity.value, cause.issue.code, cause.issue.column, cause.issue.value, cause.rows)
            for cause in ordered[:CAUSES_SHOWN]
        ]
        show(("severity", "code", "column", "found", "rows"), lines, numbers=("rows",))
        if len(ordered) > CAUSES_SHOWN:
            say(f"... and {len(ordered) - CAUSES_SHOWN:,} causes more: causes.csv has all of them.")
    say(f"Written to {out}: balance.json, causes.csv, findings.csv, findings.parquet, return.csv")
