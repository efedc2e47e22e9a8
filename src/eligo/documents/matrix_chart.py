"""The coverage matrix: which selected combination contains which hardware variant.

What belongs here: the drawing, and its division where a page does not hold it. What does not: which variants and
combinations there are, and what may be said of them (``selected``, ``drawings``).

Invariants: what one combination alone contains differs from what several do in lightness and by a dot; a row without
any says so in words; every filled place is in the description.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from eligo.documents import style
from eligo.documents.marks import WIDTH, Marks
from eligo.documents.style import text_width

_ROW, _KEY, _LEAST_COLUMN, _MOST_COLUMN = 22.0, 36.0, 24.0, 84.0
_MOST_ROWS = 34
"""Rows that a page holds, headings of device types included."""

ALONE, SEVERAL = "contained in this one alone", "contained in several"
NONE = "in none"


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One hardware variant: its device type and name as printed, and the labels of the selected that contain it.

    ``beside`` is written at the end of its row: how many have it, or nothing where that may not be said.
    """

    kind: str
    name: str
    within: tuple[str, ...]
    beside: str = ""


def coverage_matrix(rows: Sequence[VariantRow], columns: Sequence[str], title: str, word: str = "installation") -> str:
    """The whole matrix as one drawing, as wide and as high as it needs. ``columns`` are the labels of the selected,
    ``word`` is what one of what is counted is called.

    Rows of one device type have to stand together.

    >>> rows = [VariantRow("ESME", "E470", ("DMC-1",)), VariantRow("CH", "S-1", ())]
    >>> drawn = coverage_matrix(rows, ["DMC-1"], "Coverage")
    >>> drawn.count(">in none<"), "ESME E470: DMC-1; CH S-1: in none." in drawn
    (1, True)
    """
    return _drawn(rows, columns, title, _Layout.of(rows, columns, word))


def coverage_matrices(
    rows: Sequence[VariantRow], columns: Sequence[str], title: str, word: str = "installation"
) -> tuple[str, ...]:
    """The same in as many drawings as pages need: columns side by side first, then further rows."""
    layout = _Layout.of(rows, columns, word)
    return tuple(
        _drawn(some_rows, some_columns, title, layout)
        for some_rows in _pages(rows)
        for some_columns in _parts(columns, layout.across)
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Pixels: ``gutter`` for names, ``column`` for each column, ``head`` for labels, ``right`` for what is beside,
    which counts one ``word``.
    """

    gutter: float
    column: float
    head: float
    right: float
    upward: bool
    word: str

    @property
    def across(self) -> int:
        """How many columns a page holds, at least one."""
        return max(1, int((WIDTH - self.gutter - self.right) / self.column))

    @classmethod
    def of(cls, rows: Sequence[VariantRow], columns: Sequence[str], word: str) -> _Layout:
        """Labels stand upright where not all of them fit side by side on a page."""
        names = [text_width(row.name) + 10 for row in rows] + [text_width(row.kind, semibold=True) for row in rows]
        gutter = max(names, default=0.0) + 12
        beside = [text_width(_beside(row), semibold=True) for row in rows]
        right = max([*beside, text_width(f"{word}s") if any(row.beside for row in rows) else 0.0]) + 12
        longest = max(map(text_width, columns), default=0.0)
        upward = (longest + 10) * len(columns) > WIDTH - gutter - right
        if upward:
            return cls(gutter, _LEAST_COLUMN, longest + 10, right, upward, word)
        fair = (WIDTH - gutter - right) / max(len(columns), 1)
        return cls(gutter, min(fair, max(longest + 10, _MOST_COLUMN)), 20.0, right, upward, word)


def _parts(columns: Sequence[str], across: int) -> list[Sequence[str]]:
    """The columns, spread evenly over as few parts as hold them."""
    count = max(1, -(-len(columns) // across))
    edges = [len(columns) * part // count for part in range(count + 1)]
    return [columns[start:end] for start, end in pairwise(edges)]


def _pages(rows: Sequence[VariantRow]) -> list[list[VariantRow]]:
    """The rows, a page at a time; a device type that goes on has its heading again."""
    pages: list[list[VariantRow]] = [[]]
    lines = 0
    for row in rows:
        needed = 1 if pages[-1] and pages[-1][-1].kind == row.kind else 2
        if pages[-1] and lines + needed > _MOST_ROWS:
            pages.append([])
            lines, needed = 0, 2
        pages[-1].append(row)
        lines += needed
    return pages


def _drawn(rows: Sequence[VariantRow], columns: Sequence[str], title: str, layout: _Layout) -> str:
    marks = Marks()
    _key(marks)
    width = layout.gutter + layout.column * len(columns) + layout.right
    places = {label: layout.gutter + layout.column * (number + 0.5) for number, label in enumerate(columns)}
    for label, x in places.items():
        if layout.upward:
            marks.text(x, _KEY + layout.head - 6, label, upward=True)
        else:
            marks.text(x, _KEY + 8, label, anchor="middle", strong=True)
    y = _KEY + layout.head
    if any(row.beside for row in rows):
        marks.text(width, y - 12, f"{layout.word}s", colour=style.MUTED, anchor="end")
    for line in _lines(rows):
        if isinstance(line, str):
            marks.text(0, y + _ROW / 2, line, strong=True)
            marks.line(0, y + _ROW, width, y + _ROW, style.MUTED)
        else:
            _row(marks, line, places, y, layout, width)
        y += _ROW
    return marks.svg(max(width, WIDTH), y + 2, title, matrix_words(rows, layout.word))


def matrix_words(rows: Sequence[VariantRow], word: str = "installation") -> str:
    """The whole matrix in words, a variant after another."""
    described = "; ".join(f"{row.kind} {row.name}: {_said(row, word)}" for row in rows)
    return f"Hardware variants and the selected combinations that contain them. {described}."


def _lines(rows: Sequence[VariantRow]) -> Iterator[str | VariantRow]:
    for kind, ones in groupby(rows, key=lambda row: row.kind):
        yield kind
        yield from ones


def _row(marks: Marks, row: VariantRow, places: dict[str, float], y: float, layout: _Layout, width: float) -> None:
    middle = y + _ROW / 2
    marks.text(10, middle, row.name)
    marks.line(0, y + _ROW, width, y + _ROW, style.RULE)
    side = min(layout.column - 4, 56.0)
    for label in row.within:
        if label in places:
            _cell(marks, places[label], middle, side, alone=len(row.within) == 1)
    colour = style.MUTED if row.within else style.MT
    marks.text(width, middle, _beside(row), colour=colour, anchor="end", strong=not row.within)


def _said(row: VariantRow, word: str) -> str:
    """For those who do not see the drawing: where it is, and how many have it."""
    within = ", ".join(row.within) or NONE
    return f"{within} ({row.beside} {word}s)" if row.beside else within


def _beside(row: VariantRow) -> str:
    if row.within:
        return row.beside
    return f"{NONE}: {row.beside}" if row.beside else NONE


def _cell(marks: Marks, x: float, y: float, side: float, *, alone: bool) -> None:
    marks.rect(x - side / 2, y - 8, side, 16, style.SELECTED if alone else style.DMCT)
    if alone:
        marks.point(x, y, style.PAPER, stroke=style.PAPER, radius=2)


def _key(marks: Marks) -> None:
    x = 0.0
    for alone, text in ((True, ALONE), (False, SEVERAL)):
        _cell(marks, x + 10, 8, 20, alone=alone)
        marks.text(x + 28, 8, text)
        x += text_width(text) + 60
