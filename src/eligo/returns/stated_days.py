"""The day that a cell states, as people write days where nothing but a day is due.

What belongs here: forms of a day that are one day alone. What does not: what a spreadsheet made of a firmware version
(``catalogue.firmware``), where a text with points is a version.
"""

from __future__ import annotations

import re
from datetime import date

from eligo.catalogue import TypedCell, clean, date_of

_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:[AaPp][Mm]|Z))?$")
_POINTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b(?: of)?", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?=\d|[A-Za-z]{3})", re.IGNORECASE)


def stated_day(cell: TypedCell) -> date | None:
    """The day; ``None`` where the cell states none. A time of the day is left out.

    >>> days = ("2019-08-31 12:30:00", "31.08.2019", "31st August 2019", "Aug 31, 2019", "Saturday, 31 August 2019")
    >>> {str(stated_day(TypedCell(day))) for day in days}, stated_day(TypedCell("August 2019"))
    ({'2019-08-31'}, None)
    """
    text = _ORDINAL.sub(r"\1", _WEEKDAY.sub("", _TIME.sub("", clean(cell.text))))
    if found := _POINTS.fullmatch(text):
        return date_of("/".join(found.groups()))
    if found := _MONTH_FIRST.fullmatch(text):
        return date_of(f"{found[2]} {found[1]} {found[3]}")
    return date_of(text)
