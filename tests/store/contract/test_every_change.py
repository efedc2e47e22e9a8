"""What every store promises of every change, whatever it changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eligo.errors import ClockSetBack, UsageError, VersionConflict
from eligo.records import Because, Event, chain_faults, record_faults, replay
from store.changes import CHANGES, populate
from store.drawn import BECAUSE, OTHER, given_up, log_of, refused, unchanged
from store.settable_clock import SettableClock
from store.stores import Opened, everything

every_change = pytest.mark.parametrize("change", CHANGES)


@every_change
def test_a_change_is_one_event_with_who_why_and_when(opened: Opened, clock: SettableClock, change: str) -> None:
    action, subject, make = CHANGES[change]
    populate(opened)
    before = log_of(opened)
    clock.move(1.000001)

    make(opened, OTHER)

    after = log_of(opened)
    assert after[: len(before)] == before
    assert [(one.number, one.at, one.who, one.why, one.action, one.subject) for one in after[len(before) :]] == [
        (len(before) + 1, clock.now(), "reviewer", "second look", action, subject)
    ]


@every_change
def test_the_log_stays_unbroken_and_says_what_the_records_are(opened: Opened, change: str) -> None:
    populate(opened)

    CHANGES[change][2](opened, OTHER)

    events = log_of(opened)
    records = [one for one in everything(opened) if not isinstance(one, Event)]
    assert list(chain_faults(events)) == []
    assert list(record_faults(records, replay(events))) == []


@every_change
def test_a_change_without_who_or_why_is_refused(opened: Opened, change: str) -> None:
    populate(opened)

    with unchanged(opened):
        for because in (Because("", "why"), Because(" \t\n", "why"), Because("who", ""), Because("who", "\u00a0")):
            with pytest.raises(UsageError):
                CHANGES[change][2](opened, because)


@every_change
def test_a_change_whose_who_or_why_cannot_be_kept_as_it_is_is_refused(opened: Opened, change: str) -> None:
    populate(opened)

    with unchanged(opened):
        for because in (
            Because("a\x00b", "why"),
            Because("\ud800", "why"),
            Because("who", "\x00"),
            Because("who", "a\udfff"),
        ):
            with pytest.raises(UsageError):
                CHANGES[change][2](opened, because)


@every_change
def test_a_clock_that_is_behind_by_a_blink_gives_the_time_of_the_last_event(
    opened: Opened, clock: SettableClock, change: str
) -> None:
    populate(opened)
    last = clock.now()
    clock.move(-2)

    CHANGES[change][2](opened, BECAUSE)

    assert log_of(opened)[-1].at == last


@every_change
def test_a_clock_that_is_behind_by_more_is_refused_until_it_has_caught_up(
    opened: Opened, clock: SettableClock, change: str
) -> None:
    populate(opened)
    clock.moment -= timedelta(seconds=2, microseconds=1)

    with refused(opened, ClockSetBack):
        CHANGES[change][2](opened, BECAUSE)

    clock.moment += timedelta(microseconds=1)
    CHANGES[change][2](opened, BECAUSE)


@every_change
def test_a_store_that_was_moved_elsewhere_takes_no_change(opened: Opened, change: str) -> None:
    populate(opened)
    opened.store.audit.note("workspace.moved", {"record": "workspace", "to": "postgresql://host/name"}, BECAUSE)

    with refused(opened, VersionConflict):
        CHANGES[change][2](opened, BECAUSE)


@every_change
def test_a_change_inside_a_transaction_that_fails_has_not_been(opened: Opened, change: str) -> None:
    populate(opened)

    with unchanged(opened), given_up(opened):
        CHANGES[change][2](opened, BECAUSE)


@every_change
def test_a_change_inside_a_transaction_is_seen_by_those_after_it(opened: Opened, change: str) -> None:
    populate(opened)

    with opened.store.transaction():
        CHANGES[change][2](opened, BECAUSE)
        inside = everything(opened)

    assert everything(opened) == inside
    assert inside[-1] == log_of(opened)[-1]
    assert log_of(opened)[-1].action == CHANGES[change][0]
