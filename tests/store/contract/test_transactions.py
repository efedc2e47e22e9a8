"""What every store promises of its transactions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eligo.errors import LeaseLost, UsageError, VersionConflict
from eligo.records import JobState
from store.changes import populate
from store.drawn import BECAUSE, MINUTE, OTHER, decision, given_up, log_of, refused, round_, run, submission, unchanged
from store.settable_clock import SettableClock
from store.stores import Opened, everything


def test_a_transaction_that_ends_well_is_done_whole(opened: Opened) -> None:
    with opened.store.transaction():
        first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
        received = opened.store.submissions.receive(submission("RFI-1"), BECAUSE)
        (made,) = opened.store.decisions.record([decision("C-1")], BECAUSE)
        recorded = opened.store.runs.record(run("RFI-1"), BECAUSE)
        job = opened.queue.submit("run", {}, BECAUSE)

    assert everything(opened)[:5] == [first, received, made, recorded, job]
    assert [event.number for event in log_of(opened)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("fault", [UsageError, ZeroDivisionError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_transaction_that_ends_in_any_exception_has_not_been(opened: Opened, fault: type[BaseException]) -> None:
    populate(opened)
    before = everything(opened)

    def fail() -> None:
        with opened.store.transaction():
            opened.store.rounds.open(round_("RFI-2"), BECAUSE)
            opened.store.decisions.record([decision("C-2"), decision("C-3")], BECAUSE)
            opened.queue.submit("run", {}, BECAUSE)
            raise fault("on the way")

    with pytest.raises(fault):
        fail()

    assert everything(opened) == before


def test_numbers_and_events_go_on_without_a_gap_after_a_transaction_that_failed(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    with given_up(opened):
        opened.store.submissions.receive(submission("RFI-1"), BECAUSE)
        opened.store.runs.record(run("RFI-1"), BECAUSE)
        opened.queue.submit("run", {}, BECAUSE)

    assert opened.store.submissions.receive(submission("RFI-1"), BECAUSE).number == 1
    assert opened.store.runs.record(run("RFI-1"), BECAUSE).number == 1
    assert opened.queue.submit("run", {}, BECAUSE).number == 1
    assert [event.number for event in log_of(opened)] == [1, 2, 3, 4]


def test_a_block_within_a_block_goes_when_the_outer_one_fails(opened: Opened) -> None:
    populate(opened)

    with unchanged(opened), given_up(opened):
        opened.store.rounds.open(round_("RFI-2"), BECAUSE)
        with opened.store.transaction():
            opened.store.rounds.open(round_("RFI-3"), BECAUSE)


def test_a_block_within_a_block_takes_the_outer_one_with_it_when_nobody_catches_its_exception(opened: Opened) -> None:
    populate(opened)

    with refused(opened, ZeroDivisionError), opened.store.transaction():
        opened.store.rounds.open(round_("RFI-2"), BECAUSE)
        with opened.store.transaction():
            opened.store.rounds.open(round_("RFI-3"), BECAUSE)
            raise ZeroDivisionError


def test_a_block_within_a_block_is_done_when_the_outer_one_is(opened: Opened) -> None:
    with opened.store.transaction():
        opened.store.rounds.open(round_("RFI-1"), BECAUSE)
        with opened.store.transaction():
            opened.store.rounds.open(round_("RFI-2"), BECAUSE)
        opened.store.rounds.open(round_("RFI-3"), BECAUSE)

    assert [one.reference for one in opened.store.rounds.all()] == ["RFI-1", "RFI-2", "RFI-3"]


def test_a_block_whose_exception_is_caught_in_the_outer_one_has_not_been_and_the_outer_one_goes_on(
    opened: Opened,
) -> None:
    with opened.store.transaction():
        opened.store.rounds.open(round_("RFI-1"), BECAUSE)
        with given_up(opened):
            opened.store.rounds.open(round_("RFI-2"), BECAUSE)
        opened.store.rounds.open(round_("RFI-3"), BECAUSE)

    assert [(one.reference, one.event) for one in opened.store.rounds.all()] == [("RFI-1", 1), ("RFI-3", 2)]
    assert [event.subject for event in log_of(opened)] == ["round/RFI-1", "round/RFI-3"]


def test_a_change_that_is_refused_inside_a_transaction_leaves_the_rest_of_it_to_go_on(opened: Opened) -> None:
    first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)

    with opened.store.transaction():
        opened.store.rounds.amend(replace(first, closed=True), BECAUSE)
        for refusable in (
            lambda: opened.store.rounds.open(round_("RFI-1"), BECAUSE),
            lambda: opened.store.rounds.amend(first, OTHER),
            lambda: opened.store.submissions.receive(submission("RFI-1"), BECAUSE),
            lambda: opened.store.decisions.record([decision("C-1"), decision("C-1")], BECAUSE),
        ):
            with pytest.raises(VersionConflict):
                refusable()
        (made,) = opened.store.decisions.record([decision("C-1")], BECAUSE)

    assert [event.action for event in log_of(opened)] == ["round.opened", "round.amended", "decision.recorded"]
    assert list(opened.store.decisions.all_standing()) == [made]


def test_work_that_lost_its_lease_has_no_effect(opened: Opened, clock: SettableClock) -> None:
    populate(opened)
    held = opened.queue.all()[1]
    clock.move(61)
    taken = opened.queue.claim("worker-2", MINUTE, BECAUSE, held.number)

    with refused(opened, LeaseLost), opened.store.transaction():
        opened.store.runs.record(run("RFI-1"), BECAUSE)
        opened.queue.finish(held, JobState.DONE, BECAUSE, result={"run": 2})

    assert opened.queue.all()[1] == taken


def test_the_end_of_a_job_and_what_it_made_are_done_together(opened: Opened) -> None:
    populate(opened)
    held = opened.queue.all()[1]

    with opened.store.transaction():
        recorded = opened.store.runs.record(run("RFI-1"), BECAUSE)
        ended = opened.queue.finish(held, JobState.DONE, BECAUSE, result={"run": recorded.number})

    assert (recorded.number, ended.result) == (2, {"run": 2})
    assert opened.store.runs.get(2) == recorded
    assert opened.queue.all()[1] == ended


def test_how_far_a_job_is_goes_with_the_transaction_too(opened: Opened) -> None:
    populate(opened)
    held = opened.queue.all()[1]

    with unchanged(opened), given_up(opened):
        opened.queue.keep(held, MINUTE * 2)


def test_a_transaction_in_which_nothing_is_changed_leaves_no_event(opened: Opened) -> None:
    populate(opened)
    before = everything(opened)

    with opened.store.transaction():
        opened.store.rounds.get("RFI-1")

    assert everything(opened) == before


def test_the_second_of_two_that_read_the_same_state_is_told(opened: Opened) -> None:
    opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    mine, yours = opened.store.rounds.get("RFI-1"), opened.store.rounds.get("RFI-1")

    opened.store.rounds.amend(replace(mine, due_on=None), BECAUSE)
    with refused(opened, VersionConflict):
        opened.store.rounds.amend(replace(yours, closed=True), OTHER)
