"""``eligo inventory``: one row per installation, tens of millions of them, read by this machine or by many.

What belongs here: where an inventory's files go. What does not: reading it (``returns.inventory``).

Invariants: an inventory is never held in memory; the folder of results is there whole or not at all; what was converted
stays in ``store``, under the digest of its content, and an interrupted conversion goes on there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from eligo import artefacts
from eligo.catalogue import Catalogue, load_catalogue
from eligo.durable import PARTIAL
from eligo.errors import EligoError, NotFound, UsageError, WrongTemplate
from eligo.ports import Clock, Progress
from eligo.returns import Advance, Inventory, Report, pace, read_inventory, read_inventory_on_cluster, write_findings
from eligo.scheme import Scheme, load_scheme
from eligo.workflows.folder import BALANCE, FINDINGS, FINDINGS_TABLE, INVENTORY, safe_folder, work_folder, write_folder
from eligo.workflows.inputs import read_input

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True, slots=True)
class Engine:
    """What reads it: ``duckdb`` on this machine, or ``spark`` at ``master``, with further settings of its own."""

    name: str = "duckdb"
    master: str = "local[*]"
    settings: Mapping[str, str] | None = None


def inventory(
    source: str,
    catalogue: Path,
    scheme_name: str,
    out: Path,
    clock: Clock,
    progress: Progress,
    *,
    store: Path | None = None,
    engine: Engine = Engine(),
    notes: bool = False,
) -> Inventory:
    """Read an inventory into a folder: its balance, causes, findings (CSV and Parquet), and what it counts.

    ``source`` is a path, for Spark any place that it reads. ``store`` keeps what was converted, beside ``out`` unless
    given. ``findings.csv`` has every error and warning at its row, notes only with ``notes``; ``findings.parquet`` and
    ``causes.csv`` have all.
    Raises as ``check`` does, and ``WrongTemplate`` where there is no row of an installation.
    """
    if engine.name not in ENGINES:
        raise UsageError(f"There is no engine '{engine.name}'", hint=f"There are: {', '.join(ENGINES)}.")
    scheme = load_scheme(scheme_name)
    listed = read_input("catalogue", catalogue)
    known = load_catalogue(listed.name, listed.content, scheme)
    given, out = out, safe_folder(out, INVENTORY)
    kept = store or out.parent / "inventories"
    with work_folder(out) as work, _named({work: given, kept / PARTIAL: kept}):
        read = _read(source, scheme, known, engine, kept, work / "read", _Reporter(clock, progress))
        _refuse_empty(read)
        write_folder(out, _files(read, scheme, work, notes=notes), INVENTORY, work=work)
        return read


def _refuse_empty(read: Inventory) -> None:
    if read.as_return.is_empty:
        file, ignored = read.as_return.file, read.balance.ignored
        besides = f" ({ignored:,} of totals or remarks aside)" if ignored else ""
        raise WrongTemplate(
            f"{file} has no row of an installation below its header{besides}",
            hint="Look whether its rows were lost when it was written, and send it again.",
        )


@contextmanager
def _named(places: Mapping[Path, Path]) -> Iterator[None]:
    """Have errors name the folders that were given, not what is hidden in and beside them."""
    try:
        yield
    except EligoError as error:
        message = error.message
        for hidden, shown in places.items():
            message = str(shown).join(re.split(re.escape(str(hidden)) + r"[^\s\"':]*", message))
        raise type(error)(message, hint=error.hint, details=error.details) from error


def _read(
    source: str, scheme: Scheme, known: Catalogue, engine: Engine, store: Path, out: Path, report: Report
) -> Inventory:
    if engine.name == "spark":
        master, settings = engine.master, engine.settings
        return read_inventory_on_cluster(
            source, scheme, known, master=master, out=out, settings=settings, report=report
        )
    path = Path(source)
    if not path.is_file():
        raise NotFound(f"There is no file {source}", hint="Check the name of the inventory.")
    return read_inventory(path, scheme, known, store=store, out=out, report=report)


def _files(read: Inventory, scheme: Scheme, work: Path, *, notes: bool) -> dict[str, bytes | Path]:
    one, table, text = read.as_return, work / FINDINGS_TABLE, work / FINDINGS
    write_findings(read, table, text, work / "scratch", notes=notes)
    return {
        BALANCE: artefacts.inventory_json(one, read.balance),
        "causes.csv": artefacts.inventory_causes_csv(read.causes),
        FINDINGS: text,
        FINDINGS_TABLE: table,
        "return.csv": artefacts.counted_return_csv(one, scheme),
    }


class _Reporter:
    """Passes on how far long work has come: rows, rate, time left."""

    def __init__(self, clock: Clock, progress: Progress) -> None:
        self._clock = clock
        self._progress = progress
        self._stage = ""
        self._began = clock.now()
        self._from = Advance("", 0, 0, 0)

    def __call__(self, advance: Advance) -> None:
        now = self._clock.now()
        if advance.stage != self._stage:
            self._stage, self._began, self._from = advance.stage, now, advance
        own = replace(advance, rows=advance.rows - self._from.rows)
        going = pace(own, (now - self._began).total_seconds(), since=self._from.done)
        told = f", {advance.rows:,} rows" if advance.rows else ""
        told += f", {going.rate:,.0f} a second" if going.rate and advance.rows else ""
        told += f", {going.seconds_left:,.0f} s left" if going.seconds_left is not None else ""
        self._progress.stage(advance.stage, advance.done, max(advance.total, 1), told)
