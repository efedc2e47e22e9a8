"""Numbers of spreadsheet programs as they are shown: plain numbers, days and times.

What belongs here: from a number and a number format to text and kind. What does not: where they stand in a file.
Sources: ECMA-376 Part 1, 18.17.4 (dates) and 18.8.30-31 (number formats).
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from eligo.returns.qualified import says_other

_BUILT_IN_DAYS = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))
_BUILT_IN_TIMES = frozenset((45, 46, 47))
_BUILT_IN_PERCENTAGES = frozenset((9, 10))
_UNREAD = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|general|am/pm|a/p', re.IGNORECASE)
_SAID = re.compile(r'(?:"[^"]*"|\\.)+')
"""What a number format shows as it stands."""
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_LAST_DAY = 2_958_465
"""31 December 9999, counted from 1900."""

_EXACT = 1e15
"""Below this every whole number has a floating-point form of its own."""


def shows_day(number_format: int, code: str = "") -> bool:
    """Whether a number format shows a day or a time; ``code`` is its own code, if it has one.

    >>> shows_day(14), shows_day(164, "dd/mm/yyyy"), shows_day(164, '0.0" days"'), shows_day(164, "[Red]0")
    (True, True, False, False)
    """
    if not code:
        return number_format in _BUILT_IN_DAYS or number_format in _BUILT_IN_TIMES
    first = _UNREAD.sub("", code.split(";", maxsplit=1)[0])
    return bool(re.search("[dmyhs]", first, re.IGNORECASE))


def shows_percentage(number_format: int, code: str = "") -> bool:
    """Whether a number format shows a number times a hundred.

    >>> shows_percentage(10), shows_percentage(164, "0.0%"), shows_percentage(164, '0" % of all"')
    (True, True, False)
    """
    if not code:
        return number_format in _BUILT_IN_PERCENTAGES
    return "%" in _UNREAD.sub("", code.split(";", maxsplit=1)[0])


def shows_another(code: str) -> bool:
    """Whether a number format shows another number than the cell holds: one with a unit that is not in it, or one in
    thousands without saying so.

    >>> shows_another('0"k"'), shows_another("#,##0,"), shows_another('#,##0,"k"'), shows_another('#,##0" homes"')
    (True, True, False, False)
    """
    for section in code.split(";"):
        said = (re.sub(r'["\\]', "", one) for one in _SAID.findall(section))
        if any(map(says_other, said)) != (_SCALED.search(_UNREAD.sub("", section)) is not None):
            return True
    return False


def percentage_text(typed: str) -> str:
    """A number as a percentage; as typed where it is none.

    >>> percentage_text("0.055"), percentage_text("12"), percentage_text("NaN")
    ('5.5%', '1200%', 'NaN')
    """
    try:
        value = Decimal(number_text(typed)) * 100
    except InvalidOperation:
        return typed
    return f"{value.normalize():f}%" if value.is_finite() else typed


def number_text(typed: str) -> str:
    """The shortest form of a number with the 15 digits that a spreadsheet program shows; as typed where it is none.

    >>> number_text("2.1000000000000001"), number_text("107.00000000000001"), number_text("1E5"), number_text("NaN")
    ('2.1', '107', '100000', 'NaN')
    """
    try:
        value = float(typed)
    except ValueError:
        return typed
    if not math.isfinite(value):
        return typed
    shown = value if value == int(value) else float(f"{value:.15g}")
    return str(int(shown)) if shown == int(shown) else repr(shown)


def day_text(typed: str, *, from_1904: bool) -> str | None:
    """The day (ISO), the day and time, or the time that a number stands for; ``None`` where it stands for none.

    >>> day_text("40910", from_1904=False), day_text("40910.5", from_1904=False), day_text("0.25", from_1904=False)
    ('2012-01-02', '2012-01-02 12:00:00', '06:00:00')
    >>> day_text("59", from_1904=False), day_text("61", from_1904=False), day_text("39448", from_1904=True)
    ('1900-02-28', '1900-03-01', '2012-01-02')
    """
    try:
        value = float(typed)
    except ValueError:
        return None
    if not 0 <= value <= _LAST_DAY:
        return None
    seconds = round(value * 86_400)
    if seconds < 86_400:
        return str(timedelta(seconds=seconds)).rjust(8, "0")
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30 if value >= 60 else 31)
    try:
        moment = datetime.combine(first, time()) + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment_text(moment)


def moment_text(moment: datetime) -> str:
    """A day where it is midnight, else day and time."""
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")


def typed_day_text(typed: str) -> str:
    """A day that a file writes in ISO form, as all others are written here; as typed where it is none.

    >>> typed_day_text("2012-01-02T00:00:00"), typed_day_text("soon")
    ('2012-01-02', 'soon')
    """
    try:
        return moment_text(datetime.fromisoformat(typed).replace(tzinfo=None))
    except ValueError:
        return typed
