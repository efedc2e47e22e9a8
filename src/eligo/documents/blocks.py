"""A document as blocks, whatever it is rendered to.

What belongs here: headings, paragraphs, tables, drawings, and the inline runs within them. What does not: where
their words come from (``prose``, ``tables``, ``paper``) and how they look (``html``, ``pdf``).

Invariants: a ``Document`` carries its audience in its type; a number in prose that was bound is a ``Bound`` run,
which keeps its source through every renderer; headings go down one level at a time; ids are unique.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from eligo.disclosure import PublicFigure

Audience = TypeVar("Audience")


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A published figure in its place."""

    figure: PublicFigure


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of weight."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words set apart."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """What is typed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """``target`` is ``#id`` within the document, or an address. Without content, a reference still to be named."""

    target: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A remark that stands elsewhere; only its number stands here."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A raised letter that leads to a note of the same table."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line ends here, within its paragraph."""


Inline: TypeAlias = Text | Bound | Strong | Emphasis | Code | Link | Footnote | Mark | LineBreak


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 1 to 4; ``number`` is ``2.1.1``; an unnumbered heading is not in the contents."""

    level: int
    id: str
    number: str
    content: tuple[Inline, ...]
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item has blocks of its own. ``start`` is the first number of an ordered list, 0 for bullets."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """``span`` counts columns; ``align`` is ``start``, ``centre`` or ``end``."""

    content: tuple[Inline, ...]
    span: int = 1
    align: str = "start"


@dataclass(frozen=True, slots=True)
class TableRow:
    """The first cell heads the row. ``emphasised`` sets it off: a total, or the shares."""

    label: Cell
    cells: tuple[Cell, ...]
    emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The rows of ``head`` head its columns, and the first cell of each row heads the row.

    ``name`` is ``Table 1``; ``notes`` stand below it; ``widths`` are relative, one per column, the heading
    column first.
    """

    id: str
    name: str
    caption: tuple[Inline, ...]
    head: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[tuple[Inline, ...], ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart or a diagram as SVG text. ``name`` is ``Figure 1``; ``alternative`` says in words what it shows."""

    id: str
    name: str
    caption: tuple[Inline, ...]
    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Note:
    """A passage set off from the rest; a ``banner`` is one that stands above everything."""

    content: tuple[Block, ...]
    banner: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page where there are pages."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, made of the headings that follow."""


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Drawing | Note | PageBreak | Contents


@dataclass(frozen=True, slots=True)
class Document(Generic[Audience]):
    """One document for one audience. ``kicker`` stands above the title; ``running`` in the foot of a page."""

    audience: type[Audience]
    title: str
    kicker: str
    running: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))


def inner(run: Inline) -> tuple[Inline, ...]:
    """The runs within a run; empty for a leaf."""
    return run.content if isinstance(run, Strong | Emphasis | Link | Footnote) else ()


def plain(content: Sequence[Inline]) -> str:
    """The words of a sequence of runs, footnotes left out.

    >>> plain((Text("a "), Strong((Text("b"),)), Footnote((Text("c"),))))
    'a b'
    """
    parts = []
    for run in content:
        match run:
            case Text(text) | Code(text):
                parts.append(text)
            case Bound(figure):
                parts.append(figure.text)
            case LineBreak():
                parts.append(" ")
            case Footnote() | Mark():
                pass
            case _:
                parts.append(plain(inner(run)))
    return "".join(parts)


def runs(blocks: Sequence[Block]) -> Iterator[tuple[Inline, ...]]:
    """Every sequence of runs of a document, in reading order: headings, paragraphs, items, cells, captions, notes."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.content
            case Bullets(items):
                for item in items:
                    yield from runs(item)
            case Note(content):
                yield from runs(content)
            case Table():
                yield block.caption
                for row in (*block.head, *block.rows):
                    yield row.label.content
                    yield from (cell.content for cell in row.cells)
                yield from block.notes
            case Drawing():
                yield block.caption
            case PageBreak() | Contents():
                pass


def leaves(content: Sequence[Inline]) -> Iterator[Text | Bound]:
    """Every plain and bound run, footnotes included, in reading order."""
    for run in content:
        if isinstance(run, Text | Bound):
            yield run
        else:
            yield from leaves(inner(run))
