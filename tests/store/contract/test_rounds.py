"""What every store promises of rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eligo.errors import NotFound, VersionConflict
from eligo.ports import Store
from eligo.records import GENESIS, Asked, Event, Round, hash_of, logged
from store.drawn import BECAUSE, OTHER, log_of, refused, round_
from store.settable_clock import START, SettableClock
from store.stores import Opened


def test_a_round_is_kept_as_it_was_opened_with_the_time_and_the_event_of_its_opening(store: Store) -> None:
    opened = store.rounds.open(round_("RFI-1"), BECAUSE)

    assert opened == Round(
        reference="RFI-1",
        scheme="foc",
        due_on=date(2019, 9, 30),
        asked=(Asked("supplier", "Aster"), Asked("operator", "Birch")),
        closed=False,
        opened_at=START,
        event=1,
    )
    assert store.rounds.get("RFI-1") == opened


def test_a_round_that_asks_nobody_and_is_never_due_is_kept(store: Store) -> None:
    opened = store.rounds.open(Round("RFI-1", "foc"), BECAUSE)

    assert opened == Round("RFI-1", "foc", None, (), False, START, 1)
    assert store.rounds.get("RFI-1") == opened


def test_opening_a_round_is_one_event_with_the_whole_round_in_it(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)

    (event,) = log_of(opened)

    assert event == Event(
        number=1,
        at=START,
        who="analyst",
        why="agreed at the meeting",
        action="round.opened",
        subject="round/RFI-1",
        before=None,
        after={
            "record": "round",
            "reference": "RFI-1",
            "scheme": "foc",
            "due_on": "2019-09-30",
            "asked": [
                {"role": "supplier", "organisation": "Aster"},
                {"role": "operator", "organisation": "Birch"},
            ],
            "closed": False,
            "opened_at": "2019-08-31T12:30:00.000000Z",
            "event": 1,
        },
        previous=GENESIS,
        hash=hash_of(event),
    )


def test_what_a_new_round_says_of_its_own_opening_does_not_count(store: Store) -> None:
    opened = store.rounds.open(round_("RFI-1", opened_at=START.replace(year=2001), event=77), BECAUSE)

    assert (opened.opened_at, opened.event) == (START, 1)
    assert store.rounds.get("RFI-1") == opened


def test_a_reference_is_opened_once(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)

    with refused(opened, VersionConflict):
        opened.store.rounds.open(Round("RFI-1", "another"), BECAUSE)


def test_an_amended_round_is_kept_with_the_event_of_the_change(opened: Opened, clock: SettableClock) -> None:
    first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    clock.move(60)

    amended = opened.store.rounds.amend(
        replace(first, scheme="full", due_on=None, asked=(Asked("supplier", "Cedar"),), closed=True), OTHER
    )

    assert amended == Round("RFI-1", "full", None, (Asked("supplier", "Cedar"),), True, START, event=2)
    assert opened.store.rounds.get("RFI-1") == amended
    assert opened.store.rounds.all() == (amended,)


def test_amending_a_round_is_one_event_with_the_round_before_and_after(opened: Opened, clock: SettableClock) -> None:
    first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    clock.move(60)

    amended = opened.store.rounds.amend(replace(first, closed=True), OTHER)

    (opening, event) = log_of(opened)
    assert event == Event(
        number=2,
        at=clock.now(),
        who="reviewer",
        why="second look",
        action="round.amended",
        subject="round/RFI-1",
        before=logged(first),
        after=logged(amended),
        previous=opening.hash,
        hash=hash_of(event),
    )


def test_the_time_of_opening_stays_whatever_an_amendment_says(store: Store, clock: SettableClock) -> None:
    first = store.rounds.open(round_("RFI-1"), BECAUSE)
    clock.move(60)

    amended = store.rounds.amend(replace(first, opened_at=clock.now()), BECAUSE)

    assert amended == replace(first, event=2)
    assert store.rounds.get("RFI-1") == amended


@pytest.mark.parametrize("event", [0, 1, 3])
def test_an_amendment_of_another_state_than_the_present_is_refused(opened: Opened, event: int) -> None:
    first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    opened.store.rounds.amend(replace(first, closed=True), BECAUSE)

    with refused(opened, VersionConflict):
        opened.store.rounds.amend(replace(first, due_on=None, event=event), OTHER)


def test_a_round_that_is_not_there_is_neither_found_nor_amended(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)

    with refused(opened, NotFound):
        opened.store.rounds.get("RFI-2")
    with refused(opened, NotFound):
        opened.store.rounds.amend(round_("RFI-2", event=1), BECAUSE)


def test_rounds_come_in_the_order_of_their_last_change(store: Store) -> None:
    first = store.rounds.open(round_("B"), BECAUSE)
    second = store.rounds.open(round_("A"), BECAUSE)
    third = store.rounds.open(round_("C"), BECAUSE)
    assert store.rounds.all() == (first, second, third)

    last = store.rounds.amend(replace(first, closed=True), BECAUSE)

    assert store.rounds.all() == (second, third, last)


def test_a_store_without_rounds_has_none(store: Store) -> None:
    assert store.rounds.all() == ()


def test_whom_a_round_asks_is_kept_in_order_and_as_often_as_it_is_said(store: Store) -> None:
    asked = (Asked("supplier", "Cedar"), Asked("operator", "Aster"), Asked("supplier", "Cedar"), Asked("a", "Aster"))

    store.rounds.open(round_("RFI-1", asked=asked), BECAUSE)
    store.rounds.open(round_("RFI-2", asked=asked[::-1]), BECAUSE)

    assert [one.asked for one in store.rounds.all()] == [asked, asked[::-1]]
