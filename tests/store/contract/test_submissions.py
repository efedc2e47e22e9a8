"""What every store promises of submissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eligo.errors import NotFound, VersionConflict
from eligo.ports import Store
from eligo.records import Event, FileRef, Standing, Submission, hash_of, logged
from store.drawn import BECAUSE, OTHER, file, log_of, refused, round_, submission
from store.settable_clock import START, SettableClock
from store.stores import Opened


def test_a_submission_is_kept_with_the_next_number_and_the_time_and_event_of_its_receipt(
    store: Store, clock: SettableClock
) -> None:
    store.rounds.open(round_("RFI-1"), BECAUSE)
    clock.move(60.5)

    received = store.submissions.receive(submission("RFI-1"), BECAUSE)

    assert received == Submission(
        round="RFI-1",
        kind="return",
        role="supplier",
        organisation="Aster",
        file_name="RFI-1__Supplier__Aster.csv",
        file=FileRef("a" * 64, 10),
        snapshot_on=date(2019, 8, 30),
        rows_read=9,
        rows_accepted=7,
        rows_quarantined=1,
        rows_ignored=1,
        standing=Standing.STANDING,
        replaced_by=None,
        received_at=START.replace(minute=31, microsecond=500_000),
        number=1,
        event=2,
    )
    assert store.submissions.get(1) == received


def test_receiving_is_one_event_with_the_whole_submission_in_it(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    opened.store.submissions.receive(submission("RFI-1", snapshot_on=None), OTHER)

    (opening, event) = log_of(opened)

    assert event == Event(
        number=2,
        at=START,
        who="reviewer",
        why="second look",
        action="submission.received",
        subject="submission/1",
        before=None,
        after={
            "record": "submission",
            "round": "RFI-1",
            "kind": "return",
            "role": "supplier",
            "organisation": "Aster",
            "file_name": "RFI-1__Supplier__Aster.csv",
            "file": {"sha256": "a" * 64, "size": 10},
            "snapshot_on": None,
            "rows_read": 9,
            "rows_accepted": 7,
            "rows_quarantined": 1,
            "rows_ignored": 1,
            "standing": "standing",
            "replaced_by": None,
            "received_at": "2019-08-31T12:30:00.000000Z",
            "number": 1,
            "event": 2,
        },
        previous=opening.hash,
        hash=hash_of(event),
    )


def test_numbers_count_from_one_in_the_order_of_receipt_whatever_the_round(store: Store) -> None:
    for reference in ("RFI-1", "RFI-2"):
        store.rounds.open(round_(reference), BECAUSE)

    received = [
        store.submissions.receive(submission("RFI-2", number=70, event=70), BECAUSE),
        store.submissions.receive(submission("RFI-1", organisation="Birch"), BECAUSE),
        store.submissions.receive(submission("RFI-2", organisation="Cedar"), BECAUSE),
    ]

    assert [(one.number, one.event) for one in received] == [(1, 3), (2, 4), (3, 5)]
    assert store.submissions.of_round("RFI-1") == (received[1],)
    assert store.submissions.of_round("RFI-2") == (received[0], received[2])
    assert store.submissions.of_round("RFI-3") == ()


def test_a_submission_for_a_round_that_is_not_there_is_refused(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)

    with refused(opened, NotFound):
        opened.store.submissions.receive(submission("RFI-2"), BECAUSE)


def test_a_submission_for_a_closed_round_is_refused_until_the_round_is_open_again(opened: Opened) -> None:
    first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    closed = opened.store.rounds.amend(replace(first, closed=True), BECAUSE)

    with refused(opened, VersionConflict):
        opened.store.submissions.receive(submission("RFI-1"), BECAUSE)

    opened.store.rounds.amend(replace(closed, closed=False), BECAUSE)
    assert opened.store.submissions.receive(submission("RFI-1"), BECAUSE).number == 1


def test_a_submission_whose_round_is_closed_later_can_still_be_amended(store: Store) -> None:
    first = store.rounds.open(round_("RFI-1"), BECAUSE)
    received = store.submissions.receive(submission("RFI-1"), BECAUSE)
    store.rounds.amend(replace(first, closed=True), BECAUSE)

    withdrawn = store.submissions.amend(replace(received, standing=Standing.WITHDRAWN), BECAUSE)

    assert store.submissions.get(1) == withdrawn


def test_an_amended_submission_is_kept_with_the_event_of_the_change(store: Store, clock: SettableClock) -> None:
    store.rounds.open(round_("RFI-1"), BECAUSE)
    first = store.submissions.receive(submission("RFI-1"), BECAUSE)
    clock.move(60)
    second = store.submissions.receive(submission("RFI-1", file=file("b")), BECAUSE)

    amended = store.submissions.amend(replace(first, standing=Standing.REPLACED, replaced_by=second.number), OTHER)

    assert amended == replace(first, standing=Standing.REPLACED, replaced_by=2, event=4)
    assert store.submissions.get(1) == amended
    assert store.submissions.of_round("RFI-1") == (amended, second)


def test_the_time_of_receipt_stays_whatever_an_amendment_says(store: Store, clock: SettableClock) -> None:
    store.rounds.open(round_("RFI-1"), BECAUSE)
    received = store.submissions.receive(submission("RFI-1"), BECAUSE)
    clock.move(60)

    amended = store.submissions.amend(replace(received, received_at=clock.now()), BECAUSE)

    assert amended == replace(received, event=3)
    assert store.submissions.get(1) == amended


def test_amending_a_submission_is_one_event_with_what_it_was_before_and_after(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    received = opened.store.submissions.receive(submission("RFI-1"), BECAUSE)

    withdrawn = opened.store.submissions.amend(replace(received, standing=Standing.WITHDRAWN), OTHER)

    event = log_of(opened)[2]
    assert (event.number, event.who, event.why, event.action, event.subject, event.before, event.after) == (
        3,
        "reviewer",
        "second look",
        "submission.amended",
        "submission/1",
        logged(received),
        logged(withdrawn),
    )
    assert logged(withdrawn) == {**logged(received), "standing": "withdrawn", "event": 3}


@pytest.mark.parametrize("event", [0, 2, 4])
def test_an_amendment_of_another_state_than_the_present_is_refused(opened: Opened, event: int) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    received = opened.store.submissions.receive(submission("RFI-1"), BECAUSE)
    opened.store.submissions.amend(replace(received, standing=Standing.WITHDRAWN), BECAUSE)

    with refused(opened, VersionConflict):
        opened.store.submissions.amend(replace(received, event=event), OTHER)


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31, 2**63 - 1, 2**63, 2**64])
def test_a_submission_that_is_not_there_is_neither_found_nor_amended(opened: Opened, number: int) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    received = opened.store.submissions.receive(submission("RFI-1"), BECAUSE)

    with refused(opened, NotFound):
        opened.store.submissions.get(number)
    with refused(opened, NotFound):
        opened.store.submissions.amend(replace(received, number=number), BECAUSE)
