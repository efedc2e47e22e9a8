"""An inventory from its file: prepared, and read.

What belongs here: which steps there are, and where their files go. What does not: the steps.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from eligo.catalogue import Catalogue
from eligo.durable import make_folder
from eligo.errors import UnreadableFile
from eligo.returns.forms.names import TEXTS
from eligo.returns.inventory.assemble import causes_of
from eligo.returns.inventory.convert import prepare_text, refuse_changed, stamp_of
from eligo.returns.inventory.duck import MEMORY, MORE_MEMORY, Duck
from eligo.returns.inventory.engine import Engine
from eligo.returns.inventory.judge import judge_of
from eligo.returns.inventory.layout import PACKED_SUFFIX, text_layout
from eligo.returns.inventory.model import Advance, Inventory, Layout, Prepared, Report
from eligo.returns.inventory.parquet import prepare_parquet
from eligo.returns.inventory.read import Reading, read_rows
from eligo.returns.model import Sender
from eligo.returns.sender import canonical, sender_of_name
from eligo.scheme import Scheme

TABLE_SUFFIX = ".parquet"


def silent(_: Advance) -> None:
    """Report nothing."""


def read_inventory(
    path: Path,
    scheme: Scheme,
    catalogue: Catalogue,
    *,
    store: Path,
    out: Path,
    sender: Sender | None = None,
    report: Report = silent,
) -> Inventory:
    """An inventory (one row per installation) in a text file, plain or ``.gz``, or in a Parquet file.

    ``store`` keeps it as Parquet, once for each content: the same file twice is converted once. ``out`` is a folder for
    this reading; the places of its findings go there. The sender is who the file's name states, unless given.

    Raises ``UnreadableFile`` and ``WrongTemplate`` as ``read_return`` does; ``CannotWrite``; ``VerificationFailed``
    where read = good + faulty + rejected + ignored does not hold.
    """
    make_folder(store)
    make_folder(out)
    stamp = stamp_of(path)
    if path.name.lower().endswith(TABLE_SUFFIX):
        prepared, head = prepare_parquet(path, scheme, store, out / "scratch", report)
        refuse_changed(path, stamp)
        stated = sender or sender_of(path.name, prepared.layout, head.rows, scheme)
        return read_prepared(prepared, path.name, stated, scheme, catalogue, out=out, report=report)
    if not _is_text(path.name):
        texts = (*TEXTS, *(suffix + PACKED_SUFFIX for suffix in TEXTS))
        raise UnreadableFile(
            f"{path.name} is no inventory: its name ends in '{path.suffix}'",
            hint=f"Send one of {', '.join((*texts, TABLE_SUFFIX))}.",
        )
    layout, first_rows = text_layout(path, scheme)
    stated = sender or sender_of(path.name, layout, first_rows, scheme)
    prepared = prepare_text(path, layout, store, report)
    refuse_changed(path, stamp)
    return read_prepared(prepared, path.name, stated, scheme, catalogue, out=out, report=report)


def _is_text(name: str) -> bool:
    return name.lower().removesuffix(PACKED_SUFFIX).endswith(TEXTS)


def sender_of(name: str, layout: Layout, rows: Sequence[Sequence[str]], scheme: Scheme) -> Sender:
    """Who sends an inventory, by its name and the names in its first rows. Raises ``WrongTemplate``."""
    columns = (scheme.template.supplier_header, scheme.operator.header)
    places = [layout.columns[column][0] for column in columns if column in layout.columns]
    names = Counter(row[place] for row in rows for place in places if place < len(row))
    return sender_of_name((name,), names, scheme)


def read_prepared(
    prepared: Prepared,
    file: str,
    sender: Sender,
    scheme: Scheme,
    catalogue: Catalogue,
    *,
    out: Path,
    report: Report = silent,
) -> Inventory:
    """An inventory from its Parquet, by the engine of one machine."""
    scratch = out / "scratch"
    make_folder(scratch)
    engine = Duck(scratch, memory=MORE_MEMORY if prepared.wide else MEMORY)
    try:
        return read_by(engine, prepared, file, sender, scheme, catalogue, out=out, report=report)
    finally:
        engine.close()
        shutil.rmtree(scratch, ignore_errors=True)


def read_by(
    engine: Engine,
    prepared: Prepared,
    file: str,
    sender: Sender,
    scheme: Scheme,
    catalogue: Catalogue,
    *,
    out: Path,
    report: Report = silent,
) -> Inventory:
    """An inventory from its Parquet, by any engine."""
    located = out / "located.parquet"
    report(Advance("Reading", 0, 0, prepared.rows))
    engine.open_parquet("rows", prepared.folder / "rows")
    engine.open_parquet("shapes", prepared.folder / "shapes")
    sender = canonical(sender, scheme, catalogue)
    judge = judge_of(scheme, catalogue, sender, prepared.layout)
    reading = read_rows(engine, judge, file, sender, scheme, prepared)
    engine.run("located", {"file": str(located)})
    report(Advance("Reading", prepared.rows, prepared.rows, prepared.rows))
    return inventory_of(reading, prepared, located)


def inventory_of(reading: Reading, prepared: Prepared, located: Path) -> Inventory:
    """The inventory that a reading has made."""
    said = tuple(issues for issues, _ in sorted(reading.judge.said.items(), key=lambda item: item[1]))
    causes = causes_of(reading.tally, reading.judge)
    return Inventory(reading.as_return, reading.balance, causes, said, prepared, located)
