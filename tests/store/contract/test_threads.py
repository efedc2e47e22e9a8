"""What every store promises when several are at work on it at once. Nothing here waits for time to pass."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import pytest

from eligo.errors import EligoError, VersionConflict
from eligo.ports import Step
from eligo.records import Event, Job, JobState, chain_faults, record_faults, replay
from store.drawn import BECAUSE, MINUTE, OTHER, decision, log_of, round_
from store.settable_clock import START, SettableClock
from store.stores import Opened, everything

Answer = TypeVar("Answer")

PATIENCE = 60
"""Seconds after which a thread that hangs fails its test."""


def together(opened: Opened, *tasks: Callable[[], Answer]) -> Sequence[Answer | EligoError]:
    """What each task gave, or was refused with, when all began at the same moment, each in a thread of its own."""
    beginning = threading.Barrier(len(tasks))

    def begin(task: Callable[[], Answer]) -> Answer | EligoError:
        beginning.wait(PATIENCE)
        try:
            return task()
        except EligoError as refusal:
            return refusal
        finally:
            opened.close()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return [begun.result(PATIENCE) for begun in [threads.submit(begin, task) for task in tasks]]


def assert_sound(opened: Opened) -> None:
    """The chain is unbroken, and the records are what it says."""
    records = [one for one in everything(opened) if not isinstance(one, Event)]
    assert list(chain_faults(log_of(opened))) == []
    assert list(record_faults(records, replay(log_of(opened)))) == []


def test_of_several_that_amend_the_same_state_one_is_done_and_the_others_are_told(opened: Opened) -> None:
    first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    wanted = [replace(first, scheme=f"scheme-{number}") for number in range(4)]

    answers = together(
        opened,
        *(lambda one=one: opened.store.rounds.amend(one, OTHER) for one in wanted),
    )

    (done,) = [answer for answer in answers if not isinstance(answer, EligoError)]
    assert Counter(type(answer) for answer in answers) == {type(done): 1, VersionConflict: 3}
    assert opened.store.rounds.all() == (done,)
    assert [event.number for event in log_of(opened)] == [1, 2]


def test_of_several_that_open_the_same_round_one_is_done_and_the_others_are_told(opened: Opened) -> None:
    answers = together(opened, *[lambda: opened.store.rounds.open(round_("RFI-1"), BECAUSE)] * 4)

    assert sorted(type(answer).__name__ for answer in answers) == ["Round", *["VersionConflict"] * 3]
    assert len(everything(opened)) == 2


def test_no_update_is_lost_where_each_reads_and_writes_until_it_is_not_refused(opened: Opened) -> None:
    opened.store.decisions.record([decision("sum", {"sum": 0}, kind="count")], BECAUSE)

    def count_up() -> int:
        refusals = 0
        done = 0
        while done < 8:
            present = opened.store.decisions.standing("count", "sum")
            assert present is not None
            assert present.value is not None
            value = {"sum": int(str(present.value["sum"])) + 1}
            try:
                opened.store.decisions.record([replace(present, value=value, follows=present.event)], OTHER)
                done += 1
            except VersionConflict:
                refusals += 1
        return refusals

    together(opened, *[count_up] * 4)

    standing = opened.store.decisions.standing("count", "sum")
    assert standing is not None
    assert standing.value == {"sum": 32}
    assert [one.value for one in opened.store.decisions.history("count", "sum")] == [{"sum": n} for n in range(33)]
    assert_sound(opened)


def test_no_update_is_lost_where_each_reads_and_writes_in_a_transaction_and_nobody_is_refused(opened: Opened) -> None:
    opened.store.decisions.record([decision("sum", {"sum": 0}, kind="count")], BECAUSE)

    def count_up() -> None:
        for _ in range(8):
            with opened.store.transaction():
                present = opened.store.decisions.standing("count", "sum")
                assert present is not None
                assert present.value is not None
                value = {"sum": int(str(present.value["sum"])) + 1}
                opened.store.decisions.record([replace(present, value=value, follows=present.event)], OTHER)

    assert together(opened, *[count_up] * 4) == [None] * 4
    assert [one.value for one in opened.store.decisions.history("count", "sum")] == [{"sum": n} for n in range(33)]
    assert_sound(opened)


def test_no_two_workers_ever_hold_one_job(opened: Opened) -> None:
    with opened.store.transaction():
        for _ in range(12):
            opened.queue.submit("run", {}, BECAUSE)

    def work(worker: str) -> list[int]:
        taken = []
        while (job := opened.queue.claim(worker, MINUTE, BECAUSE)) is not None:
            taken.append(job.number)
            opened.queue.keep(job, MINUTE)
            opened.queue.finish(job, JobState.DONE, BECAUSE)
        return taken

    answers = together(opened, *(lambda name=name: work(name) for name in "abcd"))

    assert not any(isinstance(answer, EligoError) for answer in answers)
    assert sorted(number for taken in answers for number in taken) == list(range(1, 13))  # type: ignore[union-attr]
    assert {(job.state, job.attempt) for job in opened.queue.all()} == {(JobState.DONE, 1)}
    assert_sound(opened)


def test_of_several_workers_that_want_the_job_of_a_silent_one_a_single_one_gets_it(opened: Opened) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    opened.queue.claim("silent", MINUTE * 0, BECAUSE)

    answers = together(opened, *[lambda: opened.queue.claim("next", MINUTE, BECAUSE, 1)] * 4)

    (claimed,) = [answer for answer in answers if answer is not None]
    assert opened.queue.all() == (claimed,)
    assert opened.queue.all()[0].attempt == 2


def test_the_one_who_comes_second_waits_for_a_transaction_to_end_and_is_then_told(opened: Opened) -> None:
    first = opened.store.rounds.open(round_("RFI-1"), BECAUSE)
    inside = threading.Event()

    def early() -> object:
        with opened.store.transaction():
            inside.set()
            opened.store.decisions.record([decision("C-1")], BECAUSE)
            return opened.store.rounds.amend(replace(first, closed=True), BECAUSE)

    def late() -> object:
        inside.wait(PATIENCE)
        return opened.store.rounds.amend(replace(first, due_on=None), OTHER)

    done, told = together(opened, early, late)

    assert isinstance(told, VersionConflict)
    assert opened.store.rounds.get("RFI-1") == done
    assert [event.who for event in log_of(opened)] == ["analyst"] * 3


def test_nobody_sees_part_of_a_transaction(opened: Opened) -> None:
    ended = threading.Event()

    def write() -> set[tuple[int, int]]:
        for number in range(5):
            with suppress(ZeroDivisionError), opened.store.transaction():
                opened.store.decisions.record([decision(f"C-{number}")], BECAUSE)
                opened.store.decisions.record([decision(f"D-{number}")], BECAUSE)
                opened.store.rounds.open(round_(f"RFI-{number}"), BECAUSE)
                if number == 3:
                    raise ZeroDivisionError
        ended.set()
        return set()

    def look() -> set[tuple[int, int]]:
        seen = set()
        while not ended.is_set():
            every = list(opened.archive.records())
            seen.add((sum(isinstance(one, Event) for one in every), len(every)))
        return seen

    _, seen = together(opened, write, look)

    assert not isinstance(seen, EligoError)
    assert seen <= {(3 * number, 6 * number) for number in range(5)}
    assert_sound(opened)


def test_what_one_thread_has_done_the_next_one_sees(opened: Opened) -> None:
    (made,) = together(opened, lambda: opened.store.rounds.open(round_("RFI-1"), BECAUSE))

    assert opened.store.rounds.get("RFI-1") == made
    assert together(opened, lambda: opened.store.rounds.get("RFI-1")) == [made]


def test_a_step_that_is_kept_while_somebody_cancels_the_job_is_not_written_over(
    opened: Opened, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    job = opened.queue.claim("worker", MINUTE, BECAUSE)
    assert job is not None
    meanwhile = ThreadPoolExecutor(1)
    steps: list[Future[Job]] = []

    def keep() -> Job:
        try:
            return opened.queue.keep(job, MINUTE, Step("solving", 1, 2, {"reached": 1}))
        finally:
            opened.close()

    def now() -> datetime:
        # The clock is asked between what a change reads and what it writes.
        if threading.current_thread() is threading.main_thread() and not steps:
            steps.append(meanwhile.submit(keep))
            wait(steps, timeout=1)
        return START

    monkeypatch.setattr(clock, "now", now)
    opened.queue.cancel(1, OTHER)
    steps[0].result(PATIENCE)
    meanwhile.shutdown()

    (after,) = opened.queue.all()
    assert (after.checkpoint, after.done, after.cancel_wanted) == ({"reached": 1}, 1, True)
