"""Marks on a drawing, placed in pixels: rectangles, lines, points and texts, as SVG.

What belongs here: writing a mark so that the same place gives the same bytes, and axes of whole numbers. What does
not: what is drawn (``selection_charts``, ``matrix_chart``) and the colours (``style``).

Invariants: no coordinate has more than two decimals; every text is escaped and stays text; numbers are written the
British way, thousands parted by commas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from eligo.documents import style
from eligo.documents.style import PAGE_WIDTH, TEXT_SIZE

MARGIN = 8
"""Free on every side of a drawing."""

WIDTH = PAGE_WIDTH - 2 * MARGIN
"""What a drawing has between its margins, where it is as wide as a page."""


@dataclass(slots=True)
class Marks:
    """The marks of one drawing, in the order in which they are painted. Lengths are CSS pixels."""

    written: list[str] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "") -> None:
        """A filled rectangle; one without width is left out."""
        if width > 0:
            edge = f' stroke="{stroke}"' if stroke else ""
            self._write(
                f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"{edge}/>'
            )

    def line(
        self, x: float, y: float, x2: float, y2: float, colour: str, *, width: float = 1, dashed: bool = False
    ) -> None:
        """A straight line."""
        dashes = ' stroke-dasharray="4 3"' if dashed else ""
        ends = f'x1="{_n(x)}" y1="{_n(y)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self._write(f'<line {ends} stroke="{colour}" stroke-width="{_n(width)}"{dashes}/>')

    def path(self, points: Sequence[tuple[float, float]], colour: str, *, dashed: bool = False) -> None:
        """A line through some points; a single one has none."""
        if len(points) > 1:
            dashes = ' stroke-dasharray="4 3"' if dashed else ""
            places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
            self._write(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>')

    def point(self, x: float, y: float, fill: str, *, stroke: str, radius: float = 3.5) -> None:
        """A circle, outlined."""
        self._write(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        colour: str = style.INK,
        anchor: str = "start",
        strong: bool = False,
        upward: bool = False,
    ) -> None:
        """One line of text whose middle is at ``y``; ``anchor`` is start, middle or end; ``upward`` reads so."""
        weight = ' font-weight="600"' if strong else ""
        place = f'transform="translate({_n(x)} {_n(y)}) rotate(-90)"' if upward else f'x="{_n(x)}" y="{_n(y)}"'
        self._write(f'<text {place} dy="0.35em" fill="{colour}" text-anchor="{anchor}"{weight}>{escape(words)}</text>')

    def svg(self, width: float, height: float, title: str, description: str) -> str:
        """All of them within a margin, as one SVG document that a screen reader announces by title and description."""
        body = f'<g transform="translate({MARGIN} {MARGIN})">{"".join(self.written)}</g>'
        return style.accessible_svg(round(width) + 2 * MARGIN, round(height) + 2 * MARGIN, title, description, body)

    def _write(self, mark: str) -> None:
        self.written.append(mark)


def _n(length: float) -> str:
    """
    >>> _n(1 / 3), _n(-0.001), _n(1200.0)
    ('0.33', '0', '1200')
    """
    text = f"{length:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def ticks(highest: int, most: int = 5) -> list[int]:
    """Round whole numbers from 0 to at most ``highest``, no more than ``most`` steps apart.

    >>> ticks(1_380_155), ticks(7), ticks(0)
    ([0, 500000, 1000000], [0, 2, 4, 6], [0])
    """
    step = 1
    while highest > step * most:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return list(range(0, highest + 1, step))


def count_text(number: int) -> str:
    """
    >>> count_text(1380155)
    '1,380,155'
    """
    return f"{number:,}"


LINE = TEXT_SIZE + 8
"""The height of a line of a key or a list."""
