"""What ``eligo trace`` answers: a figure, the combinations behind it, the rows behind those."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from eligo.artefacts import json_bytes, share_number
from eligo.cli import console
from eligo.cli.console import heading, percent, say
from eligo.estate import Contribution
from eligo.workflows import Trace

ROWS_SHOWN = 20


def show_rows(trace: Trace, all_rows: bool) -> None:
    """The rows that a figure counts: by file, and then each with its place."""
    rows = trace.rows if all_rows else trace.rows[:ROWS_SHOWN]
    files: dict[str, list[Contribution]] = {}
    for row in trace.rows:
        files.setdefault(row.file, []).append(row)
    console.show(
        ("file", "sheet", "rows", "deployed"),
        [(file, ones[0].sheet, len(ones), sum(one.deployed for one in ones)) for file, ones in files.items()],
        numbers=("rows", "deployed"),
    )
    say()
    console.show(
        ("file", "sheet", "row", "supplier", "combination", "deployed", "moved by"),
        [(r.file, r.sheet, str(r.row), r.supplier, _label(trace, r), r.deployed, ", ".join(r.upgrades)) for r in rows],
        numbers=("row", "deployed"),
    )
    if len(rows) < len(trace.rows):
        say(f"and {len(trace.rows) - len(rows):,} more rows; --rows shows them all.")


def _label(trace: Trace, row: Contribution) -> str:
    own = row.combination.combination_id
    return trace.labels.get(own, own)


def show(traces: Sequence[Trace], *, all_rows: bool, as_json: bool) -> None:
    """Every figure that was meant, one after the other."""
    if as_json:
        typer.echo(json_bytes([_json(trace) for trace in traces]).decode(), nl=False)
        return
    for trace in traces:
        figure = trace.figure
        heading(f"{figure.pointer}: {figure.meaning}")
        if figure.total:
            ratio = f"{figure.part:,} of {figure.total:,} installations deployed in scope"
            say(f"{percent(figure.part, figure.total)} = {ratio}")
        else:
            say(f"{figure.part:,} installations")
        plural = "" if len(figure.combinations) == 1 else "s"
        say(f"{len(figure.combinations)} combination{plural}, {len(trace.rows):,} rows")
        show_rows(trace, all_rows)


def _json(trace: Trace) -> dict[str, object]:
    figure = trace.figure
    return {
        "pointer": figure.pointer,
        "meaning": figure.meaning,
        "share": share_number(figure.share) if figure.share is not None else None,
        "part": figure.part,
        "total": figure.total,
        "combinations": [one.combination_id for one in figure.combinations],
        "rows": [
            {
                "file": r.file,
                "sheet": r.sheet,
                "row": r.row,
                "supplier": r.supplier,
                "combination_id": r.combination.combination_id,
                "counts": list(r.counts),
                "upgrades": list(r.upgrades),
            }
            for r in trace.rows
        ],
    }
