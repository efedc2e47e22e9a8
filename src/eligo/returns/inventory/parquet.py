"""A Parquet inventory on this machine: prepared once for each content, whole or not at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from eligo.durable import make_folder, write_atomically
from eligo.returns.inventory.convert import STAGE, VERSION, digest_of
from eligo.returns.inventory.duck import Duck
from eligo.returns.inventory.model import Advance, Layout, Prepared, Report
from eligo.returns.inventory.staging import made_once
from eligo.returns.inventory.tables import PARQUET, Head, prepare_table, table_layout
from eligo.scheme import Scheme

ROWS = "rows.json"
"""Beside the tables: how many rows there are."""


def prepare_parquet(path: Path, scheme: Scheme, store: Path, scratch: Path, report: Report) -> tuple[Prepared, Head]:
    """A Parquet inventory of this machine: what is there for the same bytes and layout, or a new one; and its head."""
    digest = digest_of(path, report)
    make_folder(scratch)
    engine = Duck(scratch)
    try:
        head, layout = table_layout(engine, str(path), path.name, scheme)
        folder = store / f"{digest}-{VERSION}-table-{'-'.join(map(str, layout.apart))}"
        made_once(folder, lambda staging: _make(engine, path, layout, digest, staging, report), report)
        rows = json.loads((folder / ROWS).read_text("utf-8"))
        return Prepared(folder, layout, rows, digest, wide=True, form=PARQUET), head
    finally:
        engine.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _make(engine: Duck, path: Path, layout: Layout, digest: str, staging: Path, report: Report) -> None:
    size = path.stat().st_size
    report(Advance(STAGE, 0, 0, size))
    for name in ("rows", "shapes"):  # of an attempt that was killed
        shutil.rmtree(staging / name, ignore_errors=True)
    prepared = prepare_table(engine, str(path), layout, staging, digest)
    write_atomically(staging / ROWS, json.dumps(prepared.rows).encode())
    report(Advance(STAGE, prepared.rows, size, size))
