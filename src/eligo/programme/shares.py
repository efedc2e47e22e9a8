"""By when each tenth of the installations is eligible, as planned, and how long each waits on average.

What belongs here: a plan in figures that people can picture. What does not: trials (``uncertainty``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from eligo.programme.plan import Plan

SHARES = tuple(Fraction(tenths, 10) for tenths in range(1, 11))
"""The shares of the installations for which there is a day."""


def shares_reached(plan: Plan, populations: Mapping[str, int]) -> tuple[tuple[Fraction, date], ...]:
    """Each share with the day on which it is reached, of the installations that are tested; ``populations`` by id."""
    return shares_by((one.eligible_on, populations[one.combination_id]) for one in plan.outcomes)


def shares_by(days: Iterable[tuple[date, int]]) -> tuple[tuple[Fraction, date], ...]:
    """Each share with the day on which it is reached; ``days``: from when how many installations are eligible.

    >>> [str(share) for share, day in shares_by([(date(2020, 7, 1), 60), (date(2020, 8, 3), 40)]) if day.month == 8]
    ['7/10', '4/5', '9/10', '1']
    """
    known = sorted(days)
    total, reached = sum(count for _, count in known), 0
    found = list[tuple[Fraction, date]]()
    for day, count in known:
        reached += count
        while len(found) < len(SHARES) and reached >= SHARES[len(found)] * total:
            found.append((SHARES[len(found)], day))
    return tuple(found)


def days_each(waits: int, installations: int) -> int:
    """The days that each installation waits on average, rounded half up; 0 where there is none.

    >>> days_each(750_093_300, 2_603_539), days_each(5, 2), days_each(0, 0)
    (288, 3, 0)
    """
    return (2 * waits + installations) // (2 * installations) if installations else 0
