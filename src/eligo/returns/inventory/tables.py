"""An inventory that is a table already (Parquet, in any store that the engine reads), with what repeats kept once.

What belongs here: the order of that work. What does not: how an engine opens a table.

Invariants: a cell is the text that a spreadsheet would show, with its kind; rows are numbered as if the names of the
columns were row 1; every row of the table is kept, asserted by count when it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from eligo.errors import WrongTemplate
from eligo.returns.cells import Form
from eligo.returns.header import refuse_unread
from eligo.returns.inventory.engine import Engine
from eligo.returns.inventory.layout import layout_of
from eligo.returns.inventory.model import Layout, Prepared
from eligo.scheme import Scheme

HEAD_ROWS = 20_000
PARQUET = Form("Parquet")


@dataclass(frozen=True, slots=True)
class Head:
    """The names of a table's columns, the kinds of those that are not text (by place), and its first rows as text.

    ``unread`` says what the columns hold, by place, whose cells have no one value.
    """

    names: tuple[str, ...]
    kinds: Mapping[int, str]
    rows: tuple[tuple[str, ...], ...]
    unread: Mapping[int, str] = field(default_factory=dict)


class Headed(Protocol):
    """What tells the first rows of tables of others."""

    def head(self, source: str, rows: int) -> Head:
        """The first rows of a table. Raises ``UnreadableFile``."""


class TableEngine(Engine, Headed, Protocol):
    """An engine that opens tables of others."""

    def open_table(self, source: str, layout: Layout) -> None:
        """Make the table ``plain`` of ``sql/grouped.sql`` of a source."""


def table_layout(engine: Headed, source: str, place: str, scheme: Scheme) -> tuple[Head, Layout]:
    """The first rows of a table, and how it is laid out. Raises ``UnreadableFile`` and ``WrongTemplate``."""
    head = engine.head(source, HEAD_ROWS)
    layout, _ = layout_of((head.names, *head.rows), "", scheme, place, head.kinds)
    twice = [f"{place}: '{shown}'" for shown, count in Counter(head.names).items() if count > 1]
    if twice:  # of two columns of a table that have one name, only some readers find both
        raise WrongTemplate(
            f"{place} has {len(twice)} name{'s' if len(twice) > 1 else ''} that several columns have",
            hint="Rename or delete all but one of them.",
            details=twice,
        )
    refuse_unread(layout.columns, head.unread, place)
    return head, layout


def prepare_table(engine: TableEngine, source: str, layout: Layout, folder: Path, digest: str) -> Prepared:
    """A table's rows and shapes, as Parquet in a new folder."""
    engine.open_table(source, layout)
    ((rows,),) = engine.fetch("table_count", {})
    for text, parameters in steps(folder):
        engine.run(text, parameters)
    return Prepared(folder, layout, rows, digest, wide=True, form=PARQUET)


def steps(folder: Path) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """The texts that keep the rows and shapes of the table ``plain`` in a folder, with their parameters."""
    return (
        ("grouped", {}),
        ("numbered", {}),
        ("table_rows", {"file": str(folder / "rows")}),
        ("table_shapes", {"file": str(folder / "shapes")}),
    )


def place_name(place: int) -> str:
    """The name of the column that keeps the cells at a place: it says nothing, and meets no word of SQL."""
    return f"c{place:05d}"
