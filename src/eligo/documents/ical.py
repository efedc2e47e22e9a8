"""Occasions as an iCalendar file: the one place that knows the library.

What belongs here: the form (RFC 5545). What does not: which occasions there are (``milestones``).

Invariants: the same occasions give the same bytes, so nothing is read of a clock. A UID is made of the occasion's key
and the calendar's alone, so that a calendar that reads a plan made anew moves what it has instead of adding to it.
``DTSTAMP`` is the day that the caller states, and ``SEQUENCE`` how many plans this one follows: a calendar takes what
has the same UID and the higher number. There is no ``METHOD``, so that nobody is invited. Days are whole: ``DTEND`` is
the day after the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from eligo.documents.milestones import Occasion

_OWN = UUID("5b0f5f0e-6d0c-5c0a-9a3e-2a1d7f6d3c41")
"""The name space of our UIDs (RFC 9562, version 5)."""


def render_calendar(occasions: Sequence[Occasion], name: str, of: str, stamp: date, revision: int = 0) -> bytes:
    """The occasions as ``text/calendar``, for confidential use. ``of`` tells calendars of different fleets apart;
    ``revision``: how many calendars of them there were before.

    >>> one = Occasion("exit", date(2020, 7, 29), date(2020, 7, 30), "Exit; all", "")
    >>> b"DTEND;VALUE=DATE:20200731" in render_calendar([one], "Plan", "fleet", date(2020, 1, 1))
    True
    """
    from icalendar import Calendar, Event, vDatetime

    calendar = Calendar()
    calendar.add("PRODID", "-//Eligo//Programme//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("NAME", name)  # RFC 7986
    calendar.add("X-WR-CALNAME", name)  # where that is not known
    stamped = datetime.combine(stamp, time(), UTC)
    for one in occasions:
        event = Event()
        event.add("UID", str(uuid5(_OWN, f"{of}\n{one.key}")))
        event.add("DTSTAMP", vDatetime(stamped))
        event.add("SEQUENCE", revision)
        event.add("DTSTART", one.first)
        event.add("DTEND", one.last + timedelta(days=1))
        event.add("SUMMARY", one.title)
        if one.words:
            event.add("DESCRIPTION", one.words)
        event.add("TRANSP", "TRANSPARENT")
        event.add("CLASS", "CONFIDENTIAL")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
