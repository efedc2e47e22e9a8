"""What every store promises of its log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eligo.errors import ClockSetBack, UsageError, VersionConflict
from eligo.ports import Store
from eligo.records import GENESIS, Event, Head, chain_faults, hash_of, head_of
from store.drawn import BECAUSE, OTHER, decision, log_of, refused, round_
from store.settable_clock import START, SettableClock
from store.stores import Opened


def test_the_log_of_a_new_store_is_empty_and_its_head_is_the_genesis(store: Store) -> None:
    assert list(store.audit.events()) == []
    assert store.audit.head() == Head(number=0, hash=GENESIS, at=None, action="")


def test_the_head_is_the_last_event(store: Store, clock: SettableClock) -> None:
    store.rounds.open(round_("RFI-1"), BECAUSE)
    clock.move(60)
    store.rounds.open(round_("RFI-2"), BECAUSE)

    (_, last) = store.audit.events()

    assert store.audit.head() == Head(2, last.hash, START + timedelta(minutes=1), "round.opened") == head_of(last)


def test_events_are_asked_for_after_a_number_and_up_to_a_count(store: Store) -> None:
    store.decisions.record([decision(f"C-{number}") for number in range(5)], BECAUSE)

    def numbers(after: int = 0, limit: int | None = None) -> list[int]:
        return [event.number for event in store.audit.events(after, limit)]

    assert numbers() == [1, 2, 3, 4, 5]
    assert numbers(3) == [4, 5]
    assert numbers(5) == []
    assert numbers(99) == []
    assert numbers(1, 2) == [2, 3]
    assert numbers(limit=0) == []
    assert numbers(4, 9) == [5]
    assert [event.number for event in store.audit.events(limit=1)] == [1]


@pytest.mark.parametrize("after", [2**63 - 1, 2**63, 2**70])
def test_after_a_number_that_no_event_can_have_there_is_none(store: Store, after: int) -> None:
    store.rounds.open(round_("RFI-1"), BECAUSE)

    assert list(store.audit.events(after)) == []


def test_the_events_about_one_record_are_found_by_its_name_alone(store: Store) -> None:
    first = store.rounds.open(round_("RFI-1"), BECAUSE)
    store.rounds.open(round_("RFI-10"), BECAUSE)
    store.rounds.open(round_("RFI"), BECAUSE)
    store.rounds.amend(first, OTHER)

    assert [event.number for event in store.audit.of_subject("round/RFI-1")] == [1, 4]
    assert store.audit.of_subject("round/RFI-2") == ()
    assert store.audit.of_subject("round") == ()
    assert store.audit.of_subject("") == ()


def test_the_chain_is_unbroken_from_the_genesis_on(opened: Opened, clock: SettableClock) -> None:
    for number in range(4):
        clock.move(0.000001)
        opened.store.decisions.record([decision(f"C-{number}"), decision(f"D-{number}")], BECAUSE)

    events = log_of(opened)

    assert [event.previous for event in events] == [GENESIS, *(event.hash for event in events[:-1])]
    assert list(chain_faults(events)) == []


def test_a_note_is_an_event_about_the_workspace(opened: Opened) -> None:
    event = opened.store.audit.note("workspace.backed-up", {"record": "workspace", "to": "é.zip", "lines": 7}, OTHER)

    assert event == Event(
        number=1,
        at=START,
        who="reviewer",
        why="second look",
        action="workspace.backed-up",
        subject="workspace",
        before=None,
        after={"record": "workspace", "to": "é.zip", "lines": 7},
        previous=GENESIS,
        hash=hash_of(event),
    )
    assert log_of(opened) == [event]
    assert opened.store.audit.of_subject("workspace") == (event,)


def test_a_note_that_cannot_be_kept_as_it_is_is_refused(opened: Opened) -> None:
    for after in ({"record": "workspace", "to": "\x00"}, {"record": "workspace", "\ud800": 1}):
        with refused(opened, UsageError):
            opened.store.audit.note("workspace.checked", after, BECAUSE)
    with refused(opened, UsageError):
        opened.store.audit.note("workspace.\x00", {"record": "workspace"}, BECAUSE)
    with refused(opened, UsageError):
        opened.store.audit.note("workspace.checked", {"record": "workspace", "lines": 2**63}, BECAUSE)


def test_a_clock_that_was_wrong_is_accepted_and_time_goes_on_from_there(opened: Opened, clock: SettableClock) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    clock.move(-3600)
    with refused(opened, ClockSetBack):
        opened.store.rounds.open(round_("RFI-2"), BECAUSE)

    accepted = opened.store.audit.note("clock.accepted", {"record": "workspace"}, OTHER)
    second = opened.store.rounds.open(round_("RFI-2"), BECAUSE)

    assert accepted.at == second.opened_at == START - timedelta(hours=1)
    assert list(chain_faults(log_of(opened))) == []


def test_a_clock_is_accepted_only_for_what_comes_after(opened: Opened, clock: SettableClock) -> None:
    opened.store.audit.note("clock.accepted", {"record": "workspace"}, BECAUSE)
    clock.move(-3)

    with refused(opened, ClockSetBack):
        opened.store.rounds.open(round_("RFI-1"), BECAUSE)


def test_a_store_that_was_moved_takes_no_note_either_not_even_that_it_was_moved_or_of_its_clock(
    opened: Opened,
) -> None:
    opened.store.audit.note("workspace.moved", {"record": "workspace"}, BECAUSE)

    for action in ("workspace.checked", "workspace.moved", "clock.accepted"):
        with refused(opened, VersionConflict):
            opened.store.audit.note(action, {"record": "workspace"}, BECAUSE)


def test_a_store_that_was_moved_can_still_be_read(opened: Opened) -> None:
    kept = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    opened.store.audit.note("workspace.moved", {"record": "workspace"}, BECAUSE)

    assert opened.store.rounds.get("RFI-1") == kept
    assert [event.action for event in log_of(opened)] == ["round.opened", "workspace.moved"]


def test_events_within_one_transaction_have_one_order_and_times_that_do_not_go_backwards(
    opened: Opened, clock: SettableClock
) -> None:
    with opened.store.transaction():
        opened.store.rounds.open(round_("RFI-1"), BECAUSE)
        clock.move(-1)
        opened.store.rounds.open(round_("RFI-2"), BECAUSE)
        clock.move(5)
        opened.store.rounds.open(round_("RFI-3"), BECAUSE)

    assert [(event.subject, event.at) for event in log_of(opened)] == [
        ("round/RFI-1", START),
        ("round/RFI-2", START),
        ("round/RFI-3", START + timedelta(seconds=4)),
    ]
