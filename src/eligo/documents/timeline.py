"""A scale of days along a drawing, and its months.

What belongs here: from dates to pixels. What does not: what is drawn over it (``plan_charts``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eligo.documents import style
from eligo.documents.marks import Marks

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LEAST_APART = 54.0
"""Pixels between two months that are named."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days from ``first`` to ``last``, both drawn, between the pixels ``left`` and ``right``."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """The left edge of a day."""
        return self.left + (day - self.first).days * self._day

    def after(self, day: date) -> float:
        """The right edge of a day."""
        return self.at(day) + self._day

    def width(self, first: date, last: date) -> float:
        """Of the days from the first to the last, both drawn."""
        return self.after(last) - self.at(first)

    @property
    def _day(self) -> float:
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def months(self) -> Iterator[date]:
        """The first of every month that is drawn and far enough from the one before to be named."""
        step = next((n for n in (1, 2, 3, 6) if 30 * n * self._day >= _LEAST_APART), 12)
        year, month = self.first.year, self.first.month
        while (day := date(year, month, 1)) <= self.last:
            if day >= self.first and (month - 1) % step == 0:
                yield day
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def draw(self, marks: Marks, top: float, bottom: float) -> None:
        """A line for each month named, from ``top`` to ``bottom``, and its name below."""
        for day in self.months():
            marks.line(self.at(day), top, self.at(day), bottom, style.RULE)
            if self.at(day) + 3 + style.text_width(month_name(day)) <= self.right:
                marks.text(self.at(day) + 3, bottom + 12, month_name(day), colour=style.MUTED)


def month_name(day: date) -> str:
    """
    >>> month_name(date(2019, 10, 4))
    'Oct 2019'
    """
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_name(day: date) -> str:
    """
    >>> day_name(date(2019, 10, 4))
    '4 Oct 2019'
    """
    return f"{day.day} {month_name(day)}"
