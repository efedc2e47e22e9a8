"""A Parquet inventory on this machine: prepared once for each content, whole or not at all."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from eligo.durable import make_folder, sync_folder, told, write_atomically
from eligo.returns.inventory.convert import STAGE, VERSION, digest_of
from eligo.returns.inventory.duck import Duck
from eligo.returns.inventory.model import Advance, Prepared, Report
from eligo.returns.inventory.tables import Head, prepare_table, table_layout
from eligo.scheme import Scheme


def prepare_parquet(path: Path, scheme: Scheme, store: Path, report: Report) -> tuple[Prepared, Head]:
    """A Parquet inventory of this machine: what is there for the same bytes and layout, or a new one; and its head."""
    digest = digest_of(path, report)
    scratch = store / f".partial-{token_hex(8)}"
    make_folder(scratch / "made")
    engine = Duck(scratch / "scratch")
    try:
        head, layout = table_layout(engine, str(path), path.name, scheme)
        folder = store / f"{digest}-{VERSION}-table-{'-'.join(map(str, layout.apart))}"
        counted = folder / "rows.json"
        if counted.is_file():
            return Prepared(folder, layout, json.loads(counted.read_text("utf-8")), digest, wide=True), head
        report(Advance(STAGE, 0, 0, path.stat().st_size))
        prepared = prepare_table(engine, str(path), layout, scratch / "made", digest)
        write_atomically(scratch / "made" / "rows.json", json.dumps(prepared.rows).encode())
        with told(folder):
            (scratch / "made").rename(folder)
            sync_folder(store)
        report(Advance(STAGE, prepared.rows, path.stat().st_size, path.stat().st_size))
        return replace(prepared, folder=folder), head
    finally:
        engine.close()
        shutil.rmtree(scratch, ignore_errors=True)
