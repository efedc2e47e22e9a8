"""What ``eligo trace`` answers: a figure, the combinations behind it, the rows behind those."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from eligo.artefacts import json_bytes, share_number
from eligo.cli import console
from eligo.cli.console import heading, percent, say
from eligo.workflows import Figure, Row, Trace

ROWS_SHOWN = 20


def show_rows(trace: Trace, all_rows: bool) -> None:
    """The rows that a figure counts: by file, and then each with its place."""
    every = trace.figure.rows
    rows = every if all_rows else every[:ROWS_SHOWN]
    files: dict[str, list[Row]] = {}
    for row in every:
        files.setdefault(row.file, []).append(row)
    console.show(
        ("file", "sheet", "rows", "installations"),
        [(file, ones[0].sheet, len(ones), sum(one.installations for one in ones)) for file, ones in files.items()],
        numbers=("rows", "installations"),
    )
    say()
    console.show(
        ("file", "sheet", "row", "supplier", "combination", "installations", "moved by"),
        [
            (r.file, r.sheet, str(r.row), r.supplier, _label(trace, r), r.installations, ", ".join(r.upgrades))
            for r in rows
        ],
        numbers=("row", "installations"),
    )
    if len(rows) < len(every):
        say(f"and {len(every) - len(rows):,} more rows; --rows shows them all.")


def _label(trace: Trace, row: Row) -> str:
    return trace.labels.get(row.combination_id, row.combination_id)


def show(traces: Sequence[Trace], *, all_rows: bool, as_json: bool) -> None:
    """Every figure that was meant, one after the other."""
    if as_json:
        typer.echo(json_bytes(records(traces)).decode(), nl=False)
        return
    for trace in traces:
        figure = trace.figure
        heading(f"{figure.pointer}: {figure.meaning}")
        if figure.total:
            ratio = f"{figure.part:,} of {figure.total:,} installations {figure.of}"
            say(f"{percent(figure.part, figure.total)} = {ratio}")
        else:
            say(f"{figure.part:,} installations")
        plural = "" if figure.combinations == 1 else "s"
        say(f"{figure.combinations} combination{plural}, {len(figure.rows):,} rows")
        show_rows(trace, all_rows)


def records(traces: Sequence[Trace]) -> list[dict[str, object]]:
    """The figures for programs."""
    return [_json(trace.figure) for trace in traces]


def _json(figure: Figure) -> dict[str, object]:
    return {
        "pointer": figure.pointer,
        "meaning": figure.meaning,
        "share": share_number(figure.share) if figure.share is not None else None,
        "part": figure.part,
        "total": figure.total,
        "of": figure.of,
        "rows": [
            {
                "file": r.file,
                "sheet": r.sheet,
                "row": r.row,
                "supplier": r.supplier,
                "combination_id": r.combination_id,
                "counts": list(r.counts),
                "upgrades": list(r.upgrades),
            }
            for r in figure.rows
        ],
    }
