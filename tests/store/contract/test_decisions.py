"""What every store promises of decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eligo.errors import VersionConflict
from eligo.ports import Store
from eligo.records import Decision, Event, FileRef, hash_of, logged
from store.drawn import BECAUSE, OTHER, decision, file, log_of, refused, taken_back
from store.settable_clock import START, SettableClock
from store.stores import Opened


def test_a_decision_is_kept_with_who_made_it_why_and_when(store: Store, clock: SettableClock) -> None:
    clock.move(60)

    (made,) = store.decisions.record([Decision("size", "size", {"size": 6}, FileRef("a" * 64, 3))], BECAUSE)

    assert made == Decision(
        kind="size",
        subject="size",
        value={"size": 6},
        file=FileRef("a" * 64, 3),
        follows=0,
        by="analyst",
        why="agreed at the meeting",
        decided_at=START.replace(minute=31),
        event=1,
    )
    assert store.decisions.standing("size", "size") == made
    assert store.decisions.history("size", "size") == (made,)
    assert list(store.decisions.all_standing()) == [made]


def test_a_decision_is_one_event_with_the_whole_decision_in_it(opened: Opened) -> None:
    opened.store.decisions.record([decision("C-1", {"reason": "measured", "levels": [1, {"deep": None}]})], OTHER)

    (event,) = log_of(opened)

    assert event == Event(
        number=1,
        at=START,
        who="reviewer",
        why="second look",
        action="decision.recorded",
        subject="decision/pin/C-1",
        before=None,
        after={
            "record": "decision",
            "kind": "pin",
            "subject": "C-1",
            "value": {"reason": "measured", "levels": [1, {"deep": None}]},
            "file": None,
            "follows": 0,
            "by": "reviewer",
            "why": "second look",
            "decided_at": "2019-08-31T12:30:00.000000Z",
            "event": 1,
        },
        previous="0" * 64,
        hash=hash_of(event),
    )


def test_a_later_decision_stands_instead_of_the_one_that_it_follows(opened: Opened) -> None:
    decisions = opened.store.decisions
    (first,) = decisions.record([decision("C-1", {"rank": 1})], BECAUSE)

    (second,) = decisions.record([decision("C-1", {"rank": 2}, follows=first.event)], OTHER)

    assert (second.follows, second.event, second.by) == (1, 2, "reviewer")
    assert decisions.standing("pin", "C-1") == second
    assert decisions.history("pin", "C-1") == (first, second)
    event = log_of(opened)[1]
    assert (event.action, event.before, event.after) == ("decision.recorded", logged(first), logged(second))


def test_a_decision_that_was_taken_back_stands_with_no_value_and_is_not_among_all_standing(opened: Opened) -> None:
    decisions = opened.store.decisions
    (first,) = decisions.record([decision("C-1")], BECAUSE)

    (second,) = decisions.record([taken_back(first)], OTHER)

    assert second.value is None
    assert decisions.standing("pin", "C-1") == second
    assert decisions.history("pin", "C-1") == (first, second)
    assert list(decisions.all_standing()) == []
    event = log_of(opened)[1]
    assert (event.action, event.before, event.after) == ("decision.withdrawn", logged(first), logged(second))


def test_what_was_taken_back_can_be_decided_again(store: Store) -> None:
    (first,) = store.decisions.record([decision("C-1")], BECAUSE)
    (second,) = store.decisions.record([taken_back(first)], BECAUSE)

    (third,) = store.decisions.record([decision("C-1", {"again": True}, follows=second.event)], BECAUSE)

    assert store.decisions.standing("pin", "C-1") == third
    assert list(store.decisions.all_standing("pin")) == [third]


def test_an_empty_value_is_a_decision_and_not_one_taken_back(store: Store) -> None:
    (made,) = store.decisions.record([decision("C-1", {})], BECAUSE)

    assert made.value == {}
    assert list(store.decisions.all_standing()) == [made]


@pytest.mark.parametrize("follows", [-1, 0, 1, 3, 2**63 - 1])
def test_a_decision_that_does_not_follow_the_standing_one_is_refused(opened: Opened, follows: int) -> None:
    (first,) = opened.store.decisions.record([decision("C-1")], BECAUSE)
    opened.store.decisions.record([decision("C-1", {"rank": 2}, follows=first.event)], BECAUSE)

    with refused(opened, VersionConflict):
        opened.store.decisions.record([decision("C-1", {"rank": 3}, follows=follows)], OTHER)


def test_a_first_decision_that_claims_to_follow_one_is_refused(opened: Opened) -> None:
    opened.store.decisions.record([decision("C-1")], BECAUSE)

    with refused(opened, VersionConflict):
        opened.store.decisions.record([decision("C-2", follows=1)], OTHER)


def test_decisions_are_recorded_all_or_none_with_each_that_does_not_follow_in_the_details(opened: Opened) -> None:
    opened.store.decisions.record([decision("C-1"), decision("C-2")], BECAUSE)

    with refused(opened, VersionConflict) as refusal:
        opened.store.decisions.record(
            [decision("C-3"), decision("C-1"), decision("C-2", follows=2), decision("C-4", follows=9)], OTHER
        )

    details = refusal.value.details  # type: ignore[attr-defined]
    assert [[word for word in ("C-1", "C-2", "C-3", "C-4") if word in line] for line in details] == [["C-1"], ["C-4"]]


def test_several_decisions_at_once_are_an_event_each_in_the_order_given(opened: Opened) -> None:
    made = opened.store.decisions.record([decision("C-2"), decision("C-1"), decision("six", kind="size")], BECAUSE)

    assert [(one.kind, one.subject, one.event) for one in made] == [
        ("pin", "C-2", 1),
        ("pin", "C-1", 2),
        ("size", "six", 3),
    ]
    assert [(event.subject, event.after) for event in log_of(opened)] == [
        ("decision/pin/C-2", logged(made[0])),
        ("decision/pin/C-1", logged(made[1])),
        ("decision/size/six", logged(made[2])),
    ]


def test_two_decisions_at_once_about_the_same_subject_have_to_follow_one_another(opened: Opened) -> None:
    with refused(opened, VersionConflict):
        opened.store.decisions.record([decision("C-1", {"rank": 1}), decision("C-1", {"rank": 2})], BECAUSE)

    made = opened.store.decisions.record(
        [decision("C-1", {"rank": 1}), decision("C-1", {"rank": 2}, follows=1)], BECAUSE
    )

    assert opened.store.decisions.history("pin", "C-1") == made
    assert opened.store.decisions.standing("pin", "C-1") == made[1]
    assert [(event.before, event.after) for event in log_of(opened)] == [
        (None, logged(made[0])),
        (logged(made[0]), logged(made[1])),
    ]


def test_no_decisions_are_recorded_as_nothing(opened: Opened) -> None:
    assert opened.store.decisions.record([], BECAUSE) == ()
    assert log_of(opened) == []


def test_all_standing_come_in_the_order_in_which_they_were_made_and_of_one_kind_where_that_is_asked(
    store: Store,
) -> None:
    made = store.decisions.record(
        [decision("Z"), decision("A", kind="ban"), decision("M"), decision("B", kind="ban")], BECAUSE
    )
    (again,) = store.decisions.record([decision("Z", {"again": True}, follows=made[0].event)], BECAUSE)
    store.decisions.record([taken_back(made[3])], BECAUSE)

    assert list(store.decisions.all_standing()) == [made[1], made[2], again]
    assert list(store.decisions.all_standing("pin")) == [made[2], again]
    assert list(store.decisions.all_standing("ban")) == [made[1]]
    assert list(store.decisions.all_standing("size")) == []


def test_a_subject_of_which_nothing_was_decided_has_no_decision(store: Store) -> None:
    store.decisions.record([decision("C-1")], BECAUSE)

    assert store.decisions.standing("pin", "C-2") is None
    assert store.decisions.standing("ban", "C-1") is None
    assert store.decisions.history("ban", "C-1") == ()


def test_a_store_without_decisions_has_none_standing(store: Store) -> None:
    assert list(store.decisions.all_standing()) == []
    assert list(store.decisions.all_standing("pin")) == []


def test_what_a_new_decision_says_of_its_own_making_does_not_count(store: Store) -> None:
    claimed = replace(decision("C-1"), by="somebody", why="because", decided_at=START.replace(year=2001), event=77)

    (made,) = store.decisions.record([claimed], BECAUSE)

    assert (made.by, made.why, made.decided_at, made.event) == ("analyst", "agreed at the meeting", START, 1)
    assert store.decisions.standing("pin", "C-1") == made


def test_the_files_of_decisions_are_kept(store: Store) -> None:
    made = store.decisions.record([decision("C-1", file=file("a")), decision("C-2", file=FileRef("b" * 64, 0))], OTHER)

    assert [one.file for one in store.decisions.all_standing()] == [FileRef("a" * 64, 10), FileRef("b" * 64, 0)]
    assert [one.file for one in made] == [FileRef("a" * 64, 10), FileRef("b" * 64, 0)]


def test_hundreds_of_decisions_at_once_are_all_found(store: Store) -> None:
    made = store.decisions.record([decision(f"C-{number}") for number in range(600)], BECAUSE)
    later = store.decisions.record([decision(one.subject, {"n": 1}, follows=one.event) for one in made], BECAUSE)

    assert tuple(store.decisions.all_standing()) == later
    assert store.decisions.standing("pin", "C-599") == later[-1]
