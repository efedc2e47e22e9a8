"""The log as a chain: nothing in it is changed, left out or put in between unseen; and time in it goes forward."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.errors import ClockSetBack
from eligo.records import (
    GENESIS,
    Because,
    Event,
    Head,
    canonical,
    chain_faults,
    hash_of,
    head_of,
    plain,
    seal,
    time_after,
)
from records.any_records import events

NOON = datetime(2019, 8, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BLINK = timedelta(microseconds=1)
BECAUSE = Because("analyst", "because")


def chain(length: int, head: Head | None = None, first: datetime = NOON) -> list[Event]:
    """A sound log, an event a second."""
    made: list[Event] = []
    head = head or Head()
    for number in range(length):
        made.append(seal(head, first + number * SECOND, BECAUSE, "x.done", f"x/{number}", None, {"number": number}))
        head = head_of(made[-1])
    return made


def test_the_first_event_follows_the_genesis() -> None:
    (event,) = chain(1)

    assert (event.number, event.previous, event.at) == (1, "0" * 64, NOON)
    assert Head() == Head(0, GENESIS, None, "")


def test_a_sealed_event_holds_what_it_was_sealed_with() -> None:
    (first,) = chain(1)

    event = seal(head_of(first), NOON, Because("reviewer", "second look"), "x.changed", "x/0", {"a": 1}, None)

    assert replace(event, hash="") == Event(
        2, NOON, "reviewer", "second look", "x.changed", "x/0", {"a": 1}, None, first.hash, ""
    )
    assert head_of(event) == Head(2, event.hash, NOON, "x.changed")


def test_the_hash_is_the_sha_256_of_the_canonical_text_of_all_the_rest() -> None:
    (event,) = chain(1)

    text = (
        '{"action":"x.done","after":{"number":0},"at":"2019-08-31T12:00:00.000000Z","before":null,"number":1,'
        f'"previous":"{"0" * 64}","record":"event","subject":"x/0","who":"analyst","why":"because"}}'
    )
    assert event.hash == hashlib.sha256(text.encode()).hexdigest()


@given(events)
def test_the_hash_of_any_event_is_that_of_its_plain_form_without_the_hash(event: Event) -> None:
    stated = {name: value for name, value in plain(event).items() if name != "hash"}

    assert hash_of(event) == hashlib.sha256(canonical(stated).encode()).hexdigest()


OTHERWISE: dict[str, Any] = {
    "number": 3,
    "at": NOON + BLINK,
    "who": "somebody",
    "why": "",
    "action": "x.undone",
    "subject": "x/1",
    "before": {},
    "after": {"number": False},
    "previous": "1" * 64,
}


def test_the_hash_covers_every_field_of_an_event_but_itself() -> None:
    assert {field.name for field in fields(Event)} - set(OTHERWISE) == {"hash"}


@pytest.mark.parametrize("field", OTHERWISE)
def test_an_event_of_which_any_field_is_changed_is_found(field: str) -> None:
    log = chain(3)
    damaged = replace(log[0], **{field: OTHERWISE[field]})

    assert "is not what was sealed" in "; ".join(chain_faults([damaged, *log[1:]]))
    assert hash_of(damaged) != log[0].hash


def test_a_sound_log_has_no_faults_and_neither_has_an_empty_one() -> None:
    assert list(chain_faults(chain(5))) == []
    assert list(chain_faults([])) == []


def test_a_log_is_checked_from_any_of_its_events_on() -> None:
    log = chain(5)

    assert list(chain_faults(log[2:], head_of(log[1]))) == []
    assert list(chain_faults(log[3:], head_of(log[1]))) == [
        "event 4: follows event 2; what was between them is missing",
        "event 4: does not follow the event before it",
    ]


def test_an_event_that_is_left_out_is_found() -> None:
    log = chain(4)

    assert list(chain_faults([log[0], *log[2:]])) == [
        "event 3: follows event 1; what was between them is missing",
        "event 3: does not follow the event before it",
    ]


def test_an_event_that_is_left_out_is_found_though_the_numbers_were_closed_up() -> None:
    log = chain(3)
    closed_up = replace(log[2], number=2)

    assert list(chain_faults([log[0], closed_up])) == [
        "event 2: does not follow the event before it",
        "event 2: is not what was sealed",
    ]


def test_events_in_another_order_are_found() -> None:
    log = chain(3)

    assert list(chain_faults([log[1], log[0], log[2]])) == [
        "event 2: follows event 0; what was between them is missing",
        "event 2: does not follow the event before it",
        "event 1: follows event 2; what was between them is missing",
        "event 1: does not follow the event before it",
        "event 1: is earlier than the event before it",
        "event 3: follows event 1; what was between them is missing",
        "event 3: does not follow the event before it",
    ]


def test_an_event_that_stands_twice_is_found() -> None:
    log = chain(2)

    assert list(chain_faults([log[0], log[1], log[1]])) == [
        "event 2: follows event 2; what was between them is missing",
        "event 2: does not follow the event before it",
    ]


def test_an_event_that_was_changed_and_sealed_again_is_found_by_the_next_one() -> None:
    log = chain(3)
    forged = replace(log[1], who="somebody")
    forged = replace(forged, hash=hash_of(forged))

    assert list(chain_faults([log[0], forged, log[2]])) == ["event 3: does not follow the event before it"]


def test_a_log_that_ends_earlier_is_sound_and_known_by_its_head_alone() -> None:
    log = chain(3)

    assert list(chain_faults(log[:2])) == []
    assert head_of(log[1]) != head_of(log[2])


def test_an_event_that_is_earlier_than_the_one_before_it_is_found() -> None:
    (first,) = chain(1)
    (second,) = chain(1, head_of(first), NOON - BLINK)

    assert list(chain_faults([first, second])) == ["event 2: is earlier than the event before it"]


def test_an_event_that_says_that_the_clock_is_right_may_be_earlier_and_the_next_one_follows_it() -> None:
    (first,) = chain(1)
    accepted = seal(head_of(first), NOON - 3600 * SECOND, BECAUSE, "clock.accepted", "workspace", None, {})
    later = chain(2, head_of(accepted), NOON - 3599 * SECOND)

    assert list(chain_faults([first, accepted, *later])) == []


def test_a_text_that_could_not_have_been_sealed_is_found() -> None:
    (first,) = chain(1)

    assert list(chain_faults([replace(first, who="a\x00")])) == ["event 1: is not what was sealed"]


@given(st.integers(2, 8), st.data())
def test_of_any_log_no_event_can_be_left_out_unseen_but_the_last_ones(length: int, data: st.DataObject) -> None:
    log = chain(length)
    kept = data.draw(st.lists(st.sampled_from(log), unique_by=lambda one: one.number))

    assert (list(chain_faults(kept)) == []) == (kept == log[: len(kept)])


@pytest.mark.parametrize(
    ("now", "action", "expected"),
    [
        (NOON, "x.done", NOON),
        (NOON + BLINK, "x.done", NOON + BLINK),
        (NOON - BLINK, "x.done", NOON),
        (NOON - 2 * SECOND, "x.done", NOON),
        (NOON - BLINK, "clock.accepted", NOON - BLINK),
        (NOON - 99999 * SECOND, "clock.accepted", NOON - 99999 * SECOND),
    ],
)
def test_the_time_of_the_next_event_is_now_or_the_last_one_where_the_clock_is_behind_by_a_blink(
    now: datetime, action: str, expected: datetime
) -> None:
    assert time_after(Head(1, GENESIS, NOON, "x.done"), now, action) == expected


@pytest.mark.parametrize("behind", [2 * SECOND + BLINK, 3 * SECOND, timedelta(days=400)])
def test_a_clock_that_is_behind_by_more_is_told_with_both_times_and_what_to_do(behind: timedelta) -> None:
    with pytest.raises(ClockSetBack) as refusal:
        time_after(Head(1, GENESIS, NOON, "clock.accepted"), NOON - behind, "x.done")

    assert "2019-08-31T12:00:00.000000Z" in refusal.value.message
    assert "eligo log --accept-clock" in refusal.value.hint


def test_the_first_event_has_whatever_time_it_is() -> None:
    assert time_after(Head(), NOON, "x.done") == NOON
