"""Figures as they are published: rounded, and tied to the place they come from.

What belongs here: rounding, suppression of small numbers, dates in words. What does not: which figures there are.

Invariant: a published figure never carries more digits than the scheme allows, neither in its text nor in the
value that a program reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

SUPPRESSED = "a share that is too small to publish"
"""The text of a share that rests on fewer installations than the scheme lets be published."""
WITHHELD = "a share that rests on too few organisations to publish"
"""The text of a share that would tell a reader what a single organisation reported."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A number or a date as it is printed, as a program reads it, and where it comes from.

    ``text`` is the printed form (``42%``); ``value`` the same after rounding (``0.42``), ``<0.01`` where it is
    smaller than the smallest step, empty where it is suppressed; ``source`` names the published file and field
    (``selection.json#/share_of_deployed``; the grammar is in ``docs/reference/paper.md``).
    """

    text: str
    value: str
    source: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_suppressed(self) -> bool:
        """Whether it rests on too few installations to be published."""
        return not self.value

    @property
    def number(self) -> float:
        """The value for a chart; below the smallest step it is four tenths of that step, and 0 where suppressed.

        >>> PublicFigure("less than 1%", "<0.01", "f#/x").number
        0.004
        """
        if self.value.startswith("<"):
            return float(self.value[1:]) * 0.4
        return float(self.value.lstrip(">") or 0)


def share_figure(share: Fraction, source: str, decimals: int) -> PublicFigure:
    """A share from 0 to 1 as a percentage, rounded half up, as readers of a percentage expect.

    A share that is not 0 is never printed as 0%, nor one that is not the whole as 100%. Sums are rounded once,
    from the exact sum: never added up from rounded parts.

    >>> [share_figure(Fraction(n, 1000), "f#/x", 0).text for n in (0, 2, 425, 424, 998, 1000)]
    ['0%', 'less than 1%', '43%', '42%', 'more than 99%', '100%']
    >>> share_figure(Fraction(4227, 10000), "f#/x", 1).value
    '0.423'
    """
    steps = 100 * 10**decimals
    rounded = (2 * share * steps + 1) // 2
    if rounded == 0 and share > 0:
        return PublicFigure(f"less than {_percent(1, decimals)}", f"<{_decimal(1, decimals)}", source)
    if rounded == steps and share < 1:
        most = steps - 1
        return PublicFigure(f"more than {_percent(most, decimals)}", f">{_decimal(most, decimals)}", source)
    return PublicFigure(_percent(rounded, decimals), _decimal(rounded, decimals), source)


def stated_share(value: str, source: str) -> PublicFigure:
    """A share as a figure, from the value that ``share_figure`` or ``installations_share`` gave it.

    >>> [stated_share(value, "f#/x").text for value in ("0.42", "<0.001", ">0.99", "1.00")]
    ['42%', 'less than 0.1%', 'more than 99%', '100%']
    >>> stated_share("", "f#/x").text
    'a share that is too small to publish'
    """
    if not value:
        return PublicFigure(SUPPRESSED, "", source)
    whole, _, fraction = value.lstrip("<>").partition(".")
    words = {"<": "less than ", ">": "more than "}.get(value[0], "")
    return PublicFigure(f"{words}{_percent(int(whole + fraction), len(fraction) - 2)}", value, source)


def _percent(steps: int, decimals: int) -> str:
    return f"{steps // 10**decimals}{_fraction(steps % 10**decimals, decimals)}%"


def _decimal(steps: int, decimals: int) -> str:
    whole = 100 * 10**decimals
    return f"{steps // whole}{_fraction(steps % whole, decimals + 2)}"


def _fraction(digits: int, places: int) -> str:
    return f".{digits:0{places}}" if places else ""


def installations_share(installations: int, total: int, source: str, *, decimals: int, minimum: int) -> PublicFigure:
    """A share that rests on a number of installations, suppressed where these are few but not none.

    >>> installations_share(9, 40, "f#/x", decimals=0, minimum=10).value
    ''
    >>> installations_share(10, 40, "f#/x", decimals=0, minimum=10).text
    '25%'
    """
    if 0 < installations < minimum:
        return PublicFigure(SUPPRESSED, "", source)
    return share_figure(Fraction(installations, total) if total else Fraction(0), source, decimals)


def count_figure(count: int, source: str) -> PublicFigure:
    """A number of combinations, variants or organisations; never of installations.

    >>> count_figure(1234, "combinations.csv#count").text
    '1,234'
    """
    return PublicFigure(f"{count:,}", str(count), source)


def date_figure(day: date, source: str) -> PublicFigure:
    """A date in words.

    >>> date_figure(date(2019, 10, 4), "scheme#/x").text
    '4 October 2019'
    """
    return PublicFigure(f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day:%Y-%m-%d}", source)


def month_figure(day: date, source: str) -> PublicFigure:
    """The month of a day, for what is not known to the day.

    >>> month_figure(date(2019, 10, 4), "f#/x")
    PublicFigure(text='October 2019', value='2019-10', source='f#/x')
    """
    return PublicFigure(f"{_MONTHS[day.month - 1]} {day.year}", f"{day:%Y-%m}", source)


def span_figure(days: int, source: str) -> PublicFigure:
    """A time in weeks, rounded half up; below two weeks in days. The value is a duration of ISO 8601.

    >>> [span_figure(days, "f#/x").text for days in (1, 13, 14, 53)]
    ['1 day', '13 days', '2 weeks', '8 weeks']
    >>> span_figure(53, "f#/x").value
    'P8W'
    """
    weeks = (2 * days + 7) // 14
    if days < 14:
        return PublicFigure(f"{days} {'day' if days == 1 else 'days'}", f"P{days}D", source)
    return PublicFigure(f"{weeks} weeks", f"P{weeks}W", source)


def time_figure(moment: datetime, source: str) -> PublicFigure:
    """A moment in its own time zone, the hour first.

    >>> time_figure(datetime(2019, 10, 4, 17, 0), "scheme#/x").text
    '17:00 on 4 October 2019'
    """
    day = date_figure(moment.date(), source)
    return PublicFigure(f"{moment:%H:%M} on {day.text}", moment.isoformat(timespec="minutes"), source)


def pointer_part(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901).

    >>> pointer_part("A/B~C")
    'A~1B~0C'
    """
    return name.replace("~", "~0").replace("/", "~1")
