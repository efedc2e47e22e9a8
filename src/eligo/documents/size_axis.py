"""Sizes of a selection along a drawing, and the heights above them.

What belongs here: from sizes to pixels, the lines of whole numbers, the names below. What does not: what is drawn over
it (``selection_charts``, ``size_chart``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eligo.documents import style
from eligo.documents.marks import Marks, count_text

_MOST_NAMED = 25
"""Of more sizes not every one is named."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Where the sizes stand: ``slot`` pixels for each, from ``left`` on."""

    left: float
    slot: float
    first: int
    last: int

    def at(self, size: int) -> float:
        """The middle of its place."""
        return self.left + (size - self.first + 0.5) * self.slot

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.slot * (self.last - self.first + 1)

    def grid(self, marks: Marks, values: Sequence[int], scale: float, bottom: float) -> None:
        """A line for each value, named on the left; ``scale`` pixels for one, upwards from ``bottom``."""
        for value in values:
            y = bottom - value * scale
            marks.line(self.left, y, self.right, y, style.RULE)
            marks.text(self.left - 8, y, count_text(value), colour=style.MUTED, anchor="end")

    def name(self, marks: Marks, foot: float, chosen: int) -> None:
        """The sizes below ``foot``, the chosen one set off."""
        step = -(-(self.last - self.first + 1) // _MOST_NAMED)
        for size in range(self.first, self.last + 1, step):
            marks.text(self.at(size), foot + 14, str(size), anchor="middle", strong=size == chosen)
        middle = (self.left + self.right) / 2
        marks.text(middle, foot + 34, "Combinations selected", colour=style.MUTED, anchor="middle")
