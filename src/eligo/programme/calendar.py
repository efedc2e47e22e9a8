"""Working days: what a calendar counts, and the day index in which a programme is computed.

What belongs here: from dates to day indices and back. What does not: durations (``model``), or what is scheduled.

Index 0 is the first working day on or after ``t0``. A block of *p* working days from index *s* takes *s* … *s + p −
1*; what waits for it may begin at *s + p*. Whatever is measured is measured in calendar days from ``t0``. Source:
``programme.md`` 0 ("durations are working days", "calendar days from t0").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

from eligo.errors import UsageError

_WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days: Monday to Friday without the public holidays of a country and the days named in ``closed``.

    ``country`` and ``subdivision`` are ISO 3166 codes (``GB``, ``ENG``: England and Wales); no country, no holidays.
    ``closed``: further days on which nobody works.
    """

    country: str = ""
    subdivision: str = ""
    closed: frozenset[date] = frozenset()

    def holidays(self, first: date, last: date) -> frozenset[date]:
        """Every day between the two, both included, that is closed and not on a weekend.

        Raises ``UsageError`` for a country or a part of it whose holidays are not known.
        """
        found = set(self.closed)
        if self.country:
            from holidays import country_holidays

            years = range(first.year, last.year + 1)
            try:
                found.update(country_holidays(self.country, subdiv=self.subdivision or None, years=years))
            except NotImplementedError:
                raise UsageError(
                    f"The public holidays of {'-'.join(filter(None, (self.country, self.subdivision)))} are not known",
                    hint="Name another country or part in [programme]; or none, and the days in closed.",
                ) from None
        return frozenset(day for day in found if first <= day <= last and day.weekday() < _WEEKEND)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days from ``t0`` on: ``dates[i]`` is the day of index i, ``elapsed[i]`` its calendar days from t0.

    >>> week = working_days(Calendar(closed=frozenset({date(2019, 8, 26)})), date(2019, 8, 23), 4)
    >>> [day.isoformat() for day in week.dates], week.elapsed
    (['2019-08-23', '2019-08-27', '2019-08-28', '2019-08-29'], (0, 4, 5, 6))
    >>> week.index(date(2019, 8, 24)), week.index(date(2019, 8, 1))
    (1, 0)
    """

    t0: date
    dates: tuple[date, ...]
    holidays: frozenset[date]
    elapsed: tuple[int, ...] = field(repr=False)

    def index(self, day: date) -> int:
        """The index of the first working day on or after a date; 0 for a date before t0.

        Raises ``IndexError`` for a date after the last of ``dates``.
        """
        if day > self.dates[-1]:
            raise IndexError(f"{day} is after {self.dates[-1]}, where these working days end")
        return bisect_left(self.dates, day)

    def last(self, day: date) -> int:
        """The index of the last working day on or before a date; 0 for a date before t0."""
        return max(0, bisect_right(self.dates, day) - 1)


def working_days(calendar: Calendar, t0: date, count: int) -> WorkingDays:
    """The first ``count`` working days on or after ``t0``; ``count`` is 1 or more."""
    last = t0 + timedelta(days=7 * (count // 5 + 3) + len(calendar.closed) + 12 * (count // 250 + 2))
    holidays = calendar.holidays(t0, last)
    dates: list[date] = []
    day = t0
    while len(dates) < count:
        if day.weekday() < _WEEKEND and day not in holidays:
            dates.append(day)
        day += timedelta(days=1)
    used = frozenset(one for one in holidays if one <= dates[-1])
    return WorkingDays(t0, tuple(dates), used, tuple((one - t0).days for one in dates))
