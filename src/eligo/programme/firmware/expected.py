"""Days that are not known yet, as distributions over days with whole-number weights.

What belongs here: what is expected, its median and quantiles, and drawing a day from a whole number. What does not:
random numbers, which the planner draws from a seed.

Invariant: nothing is a floating-point number; the same expectation gives the same day on every machine.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

LONGEST_SPAN = timedelta(days=3660)
"""The earliest and the latest of an expectation are no more than ten years apart."""


@dataclass(frozen=True, slots=True)
class Expected:
    """When something is expected: ``days`` in order, each once, with a weight of at least 1.

    A known day is an expectation of one day. ``text`` is how a person wrote it, in its one form.
    """

    days: tuple[tuple[date, int], ...]
    text: str

    @property
    def earliest(self) -> date:
        """The first day that is possible."""
        return self.days[0][0]

    @property
    def latest(self) -> date:
        """The last day that is possible."""
        return self.days[-1][0]

    @property
    def is_certain(self) -> bool:
        """Whether one day alone is possible."""
        return len(self.days) == 1

    @property
    def total(self) -> int:
        """The sum of the weights: ``day_at`` takes the numbers below it."""
        return sum(weight for _, weight in self.days)

    def day_at(self, number: int) -> date:
        """The day of the ``number``-th unit of weight, from 0: evenly drawn numbers give each day by its weight.

        >>> [str(weighted({date(2020, 1, 6): 1, date(2020, 1, 8): 2}).day_at(n))[-1] for n in range(3)]
        ['6', '8', '8']
        """
        sums = list(accumulate(weight for _, weight in self.days))
        if not 0 <= number < sums[-1]:
            raise ValueError(f"{number} is not from 0 to {sums[-1] - 1}")
        return self.days[bisect_left(sums, number + 1)][0]

    def quantile(self, share: Fraction) -> date:
        """The first day by which at least that share of the weight has come; from 0 to 1."""
        total = self.total
        reached = 0
        for day, weight in self.days:
            reached += weight
            if reached >= share * total:
                return day
        raise ValueError(f"{share} is not from 0 to 1")

    @property
    def median(self) -> date:
        """The first day by which at least half of the weight has come."""
        return self.quantile(Fraction(1, 2))


def certain(day: date) -> Expected:
    """One day."""
    return Expected(((day, 1),), day.isoformat())


def weighted(weights: Mapping[date, int]) -> Expected:
    """Some days with weights, each at least 1.

    >>> weighted({date(2020, 1, 8): 1, date(2020, 1, 6): 3}).text
    '2020-01-06:3 2020-01-08:1'
    """
    days = tuple(sorted(weights.items()))
    if not days or any(weight < 1 for _, weight in days):
        raise ValueError("an expectation has days, each with a weight of at least 1")
    if len(days) == 1:
        return certain(days[0][0])
    return Expected(days, " ".join(f"{day.isoformat()}:{weight}" for day, weight in days))


def triangular(optimistic: date, likely: date, pessimistic: date) -> Expected:
    """Three days: every calendar day between the outer two is possible, the likely one most.

    The weight of a day grows by equal steps to the likely day and falls by equal steps after it, as the usual
    triangular distribution does; both sides are brought to one whole-number scale.

    >>> triangular(date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 4)).days[1:]
    ((datetime.date(2020, 1, 2), 6), (datetime.date(2020, 1, 3), 4), (datetime.date(2020, 1, 4), 2))
    """
    if not optimistic <= likely <= pessimistic or pessimistic - optimistic > LONGEST_SPAN:
        raise ValueError("three days are the earliest, the most likely and the latest, at most ten years apart")
    if optimistic == pessimistic:
        return certain(likely)
    text = "/".join(day.isoformat() for day in (optimistic, likely, pessimistic))
    return Expected(tuple(_triangle(optimistic, likely, pessimistic)), text)


def _triangle(optimistic: date, likely: date, pessimistic: date) -> Iterator[tuple[date, int]]:
    rising, falling = (likely - optimistic).days + 1, (pessimistic - likely).days + 1
    for number in range((pessimistic - optimistic).days + 1):
        day = optimistic + timedelta(days=number)
        before, after = (day - optimistic).days + 1, (pessimistic - day).days + 1
        yield day, before * falling if day <= likely else after * rising


def parsed(text: str) -> Expected:
    """What a person wrote: ``2020-01-06``, ``2020-01-06/2020-01-20/2020-03-02`` or ``2020-01-06:3 2020-01-08:1``.

    Raises ``ValueError`` where it is none of these, with what is wrong.
    """
    if "/" in text:
        three = [_day(part) for part in text.split("/")]
        if len(three) != 3:
            raise ValueError(f"{len(three)} days between slashes, and not three")
        return triangular(*three)
    if ":" in text or " " in text:
        weights: dict[date, int] = {}
        for part in text.split():
            day, _, weight = part.partition(":")
            if not (weight.isascii() and weight.isdigit() and 1 <= int(weight) <= 10**6):
                raise ValueError(f"'{part}' is no day with a weight from 1 to a million")
            if _day(day) in weights:
                raise ValueError(f"{day} is there twice")
            weights[_day(day)] = int(weight)
        return weighted(weights)
    return certain(_day(text))


def _day(text: str) -> date:
    cleaned = text.strip()
    if len(cleaned) != len("2020-01-06") or not cleaned.isascii():
        raise ValueError(f"'{cleaned}' is no day")
    try:
        return date.fromisoformat(cleaned)
    except ValueError:
        raise ValueError(f"'{cleaned}' is no day") from None
