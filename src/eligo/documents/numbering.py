"""Numbers for headings, tables and figures, and names for the references to them.

What belongs here: one pass to number, one to name. What does not: where a reference leads to nothing, which the
caller reports in the words of its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from eligo.documents.blocks import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Emphasis,
    Footnote,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Strong,
    Table,
    TableRow,
    Text,
    plain,
)


def numbered(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks with headings numbered 1, 1.1, ..., tables and figures 1, 2, ...; and the ids that lead nowhere.

    A heading deeper than one level below the last is lifted, an id that is taken gets a number, so that the
    invariants of a document hold whatever the estate. A table that continues another has a number of its own.
    """
    placed = _Numbers().number(blocks)
    names = {block.id: _name(block) for block in placed if isinstance(block, Heading | Table | Drawing)}
    naming = _Naming(names)
    return tuple(naming.block(block) for block in placed), tuple(naming.dangling)


def _name(block: Heading | Table | Drawing) -> str:
    if isinstance(block, Heading):
        return f"Section {block.number}" if block.number else f"“{plain(block.content)}”"
    return block.name


class _Numbers:
    def __init__(self) -> None:
        self.counters: list[int] = []
        self.taken: set[str] = set()
        self.tables = 0
        self.figures = 0

    def number(self, blocks: Sequence[Block]) -> list[Block]:
        return [self.one(block) for block in blocks]

    def one(self, block: Block) -> Block:
        match block:
            case Heading():
                level = min(block.level, len(self.counters) + 1)
                if not block.is_numbered:
                    return replace(block, level=level, id=self.free(block.id))
                self.counters = [*self.counters, 0][:level]
                self.counters[-1] += 1
                return replace(block, level=level, id=self.free(block.id), number=".".join(map(str, self.counters)))
            case Table():
                self.tables += 1
                return replace(block, id=self.free(block.id), name=f"Table {self.tables}")
            case Drawing():
                self.figures += 1
                return replace(block, id=self.free(block.id), name=f"Figure {self.figures}")
            case _:
                return block

    def free(self, wanted: str) -> str:
        identifier, number = wanted, 1
        while identifier in self.taken:
            number += 1
            identifier = f"{wanted}-{number}"
        self.taken.add(identifier)
        return identifier


class _Naming:
    """Gives a reference without content the name of what it leads to."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.dangling: dict[str, None] = {}

    def block(self, block: Block) -> Block:
        match block:
            case Heading() | Paragraph():
                return replace(block, content=self.runs(block.content))
            case Bullets():
                return replace(block, items=tuple(tuple(map(self.block, item)) for item in block.items))
            case Note():
                return replace(block, content=tuple(map(self.block, block.content)))
            case Drawing():
                return replace(block, caption=self.runs(block.caption))
            case Table():
                return replace(
                    block,
                    caption=self.runs(block.caption),
                    head=tuple(map(self.row, block.head)),
                    rows=tuple(map(self.row, block.rows)),
                    notes=tuple(map(self.runs, block.notes)),
                )
            case _:
                return block

    def row(self, row: TableRow) -> TableRow:
        return replace(row, label=self.cell(row.label), cells=tuple(map(self.cell, row.cells)))

    def cell(self, cell: Cell) -> Cell:
        return replace(cell, content=self.runs(cell.content))

    def runs(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        return tuple(map(self.run, content))

    def run(self, run: Inline) -> Inline:
        match run:
            case Link(target, content) if target.startswith("#") and not content:
                name = self.names.get(target.removeprefix("#"))
                if name is None:
                    self.dangling[target.removeprefix("#")] = None
                return replace(run, content=(Text(name or ""),))
            case Strong() | Emphasis() | Link() | Footnote():
                return replace(run, content=self.runs(run.content))
            case _:
                return run
