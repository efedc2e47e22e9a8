"""A Parquet inventory on this machine: prepared once for each content, whole or not at all; and one as text.

What belongs here: asking the process that reads it (``inventory.table_apart``), and what its answers mean. What does
not: reading it.

Invariant: a file of others is read in a process of its own, with little memory and little time, as any form is whose
parser is not ours; nothing that the process answers is believed unchecked. Source: the decision record on reading any
form.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligo.durable import make_folder, told, write_atomically
from eligo.errors import CannotWrite, EligoError, UnreadableFile
from eligo.returns.forms.limited import RESULT_BYTES, run_limited
from eligo.returns.forms.limits import MEBIBYTE
from eligo.returns.forms.opening import refuse_no_parquet
from eligo.returns.forms.sandbox import ended_badly
from eligo.returns.inventory import table_apart
from eligo.returns.inventory.convert import STAGE, digest_of, folder_of, refuse_changed, stamp_of
from eligo.returns.inventory.duck import MEMORY, MORE_MEMORY, settings_of
from eligo.returns.inventory.engine import text_of
from eligo.returns.inventory.lines import SPACES
from eligo.returns.inventory.model import Advance, Layout, Prepared, Report
from eligo.returns.inventory.staging import made_once
from eligo.returns.inventory.tables import PARQUET, Head, place_name, steps, table_layout
from eligo.returns.inventory.unpacked import LARGEST_RATIO
from eligo.scheme import Scheme

ROWS = "rows.json"
"""Beside the tables: how many rows there are."""

_HEAD_BYTES, _TAIL_BYTES = 4096, 4
_WRITTEN_TIMES = 32
"""How many times its own size a file may take on the disk while it is kept."""
_ROWS_A_SECOND = 100_000
_MOST_ROWS_TIMED = 100_000_000
"""A small file may have many rows: so many may take time of their own, which is what the file says of itself."""


def prepare_parquet(path: Path, scheme: Scheme, store: Path, scratch: Path, report: Report) -> tuple[Prepared, Head]:
    """A Parquet inventory of this machine: what is there for the same bytes and layout, or a new one; and its head.

    Raises ``UnreadableFile`` where it is damaged, takes more than the limits, or makes its parser crash.
    """
    stamp = stamp_of(path)
    digest = digest_of(path, report)
    _refuse_other(path)
    table = TableApart(path, scratch)
    head, layout = table_layout(table, path.name, path.name, scheme)

    def make(staging: Path) -> None:
        _make(table, path, layout, staging, report)
        refuse_changed(path, stamp)

    folder = folder_of(store, digest, layout)
    made_once(folder, make, report)
    rows = json.loads((folder / ROWS).read_text("utf-8"))
    return Prepared(folder, layout, rows, digest, wide=True, form=PARQUET), head


@dataclass(frozen=True, slots=True)
class TableText:
    """A table as text: the names of its columns, and a file with a line of CSV (UTF-8, commas) for each of ``rows``."""

    names: tuple[str, ...]
    file: Path
    rows: int


def table_text(path: Path, folder: Path) -> TableText:
    """A Parquet file as text in a folder: cells as a spreadsheet would show them, a line break in one as a space.

    Raises ``UnreadableFile`` as ``prepare_parquet`` does, also where it is more than ``LARGEST_RATIO`` times as large
    as text; ``CannotWrite``.
    """
    _refuse_other(path)
    table = TableApart(path, folder / "scratch")
    head = table.head(path.name, 0)
    return TableText(head.names, folder / "rows.csv", table.write(folder / "rows.csv"))


def _refuse_other(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        refuse_no_parquet(path.name, head, file.read())


def _make(table: TableApart, path: Path, layout: Layout, staging: Path, report: Report) -> None:
    size = path.stat().st_size
    report(Advance(STAGE, 0, 0, size))
    try:
        rows = _kept(table, layout, staging, MEMORY)
    except _MoreMemory:
        rows = _kept(table, layout, staging, MORE_MEMORY)
    write_atomically(staging / ROWS, json.dumps(rows).encode())
    report(Advance(STAGE, rows, size, size))


def _kept(table: TableApart, layout: Layout, staging: Path, memory: str) -> int:
    for name in ("rows", "shapes"):  # of an attempt that was killed, or had too little memory
        shutil.rmtree(staging / name, ignore_errors=True)
    return table.prepare(layout, staging, memory)


class _MoreMemory(UnreadableFile):
    """A file takes more memory than was given to its parser."""


class TableApart:
    """A Parquet file of others, read in processes of their own, which put what does not fit there into ``scratch``."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self._path = path
        self._scratch = scratch.absolute()
        self._width = 0
        self._stated = 0

    def head(self, _: str, rows: int) -> Head:
        """The first rows. Raises ``UnreadableFile``."""
        said = self._asked({"rows": rows}, ())
        try:
            names = tuple(map(str, said["names"]))
            kinds = {int(place): str(kind) for place, kind in said["kinds"].items()}
            unread = {int(place): str(why) for place, why in said["unread"].items()}
            first = tuple(tuple(map(str, row)) for row in said["rows"])
            self._width, self._stated = len(names), int(said["stated"])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged(f"its parser gave no table: {type(error).__name__}") from None
        return Head(names, kinds, first, unread)

    def prepare(self, layout: Layout, folder: Path, memory: str) -> int:
        """Keep the rows and shapes as Parquet in a folder, once the head is known; how many rows there are."""
        folder = folder.absolute()
        places = {"installation": layout.installation}
        places |= {f"beside_{number}": place for number, place in enumerate(layout.beside, start=1)}
        request = {
            "macros": text_of("unquoted"),
            "count": text_of("table_count"),
            "steps": [(text_of(name), parameters) for name, parameters in steps(folder)],
            "kept": str(folder / "rows"),
            "first_row": layout.header_row + 1,
            "apart": places,
            "rest": {place: place_name(place) for place in range(self._width) if place not in layout.apart},
            "spaces": SPACES,
            "settings": settings_of(self._scratch, memory=memory),
        }
        return self._rows(request, folder, _WRITTEN_TIMES)

    def write(self, file: Path) -> int:
        """Write the rows as CSV into a file in a folder, once the head is known; how many rows there are."""
        file = file.absolute()
        return self._rows({"text": str(file)}, file.parent, LARGEST_RATIO)

    def _rows(self, request: Mapping[str, Any], folder: Path, times: int) -> int:
        more = max(0, min(self._stated, _MOST_ROWS_TIMED)) // _ROWS_A_SECOND
        said = self._asked(request, (folder,), more, times)
        if not isinstance(said.get("rows"), int):
            raise self._damaged("its parser gave no rows")
        return int(said["rows"])

    def _asked(
        self, request: Mapping[str, Any], folders: tuple[Path, ...], more: int = 0, times: int = _WRITTEN_TIMES
    ) -> Mapping[str, Any]:
        make_folder(self._scratch)
        common = {
            "parent": os.getpid(),
            "source": str(self._path.absolute()),
            "settings": settings_of(self._scratch),
            "folders": [str(folder) for folder in (self._scratch, *folders)],
        }
        size = self._path.stat().st_size
        written = max(RESULT_BYTES, times * size)
        try:
            file = self._scratch / "request"
            with told(file):
                file.write_text(json.dumps({**common, **request}), "utf-8")
            ended = run_limited(
                table_apart.__file__, (str(file),), self._scratch, size, more_seconds=more, written=written
            )
        finally:
            shutil.rmtree(self._scratch, ignore_errors=True)
        if ended.result is None:
            raise ended_badly(self._path.name, ended)
        try:
            said = json.loads(ended.result)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise self._damaged("its parser gave no answer")
        self._refuse(said, written, str({**common, **request}["settings"]["memory_limit"]))
        return said

    def _refuse(self, said: Mapping[str, Any], written: int, memory: str) -> None:
        name, again = self._path.name, "Send it again."
        refusals: dict[str, tuple[type[EligoError], str, str]] = {
            "unopened": (UnreadableFile, f"{name} is no Parquet file: {{}}", again),
            "damaged": (UnreadableFile, f"{name} is damaged ({{}})", again),
            "memory": (
                _MoreMemory,
                f"{name} takes more than {memory} of memory to read ({{}})",
                "Write it in smaller pages and row groups, or as CSV, and send that.",
            ),
            "large": (
                UnreadableFile,
                f"{name} takes more than {written // MEBIBYTE:,} megabytes on the disk when it is unpacked",
                "Send it in parts, or as CSV.",
            ),
            "disk": (CannotWrite, "The inventory cannot be kept: {}", "Make room on the disk."),
        }
        for key, (error, message, hint) in refusals.items():
            if key in said:
                raise error(message.format(said[key]), hint=hint)

    def _damaged(self, reason: str) -> UnreadableFile:
        return UnreadableFile(f"{self._path.name} is damaged ({reason})", hint="Send it again.")
