"""What every queue promises of submitting, claiming, ending and cancelling jobs."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from eligo.errors import LeaseLost, NotFound, VersionConflict
from eligo.ports import Queue
from eligo.records import Event, Job, JobState, hash_of, logged
from store.drawn import BECAUSE, MINUTE, OTHER, log_of, refused
from store.settable_clock import START, SettableClock
from store.stores import Opened

FINAL = [JobState.DONE, JobState.FAILED, JobState.CANCELLED]


def held(queue: Queue, worker: str = "worker-1") -> Job:
    """The next job, claimed."""
    job = queue.claim(worker, MINUTE, BECAUSE)
    assert job is not None
    return job


def test_a_queue_to_which_nothing_was_submitted_is_empty_and_gives_nobody_anything(queue: Queue) -> None:
    assert queue.all() == ()
    assert queue.claim("worker-1", MINUTE, BECAUSE) is None
    assert queue.claim("worker-1", MINUTE, BECAUSE, 1) is None


def test_a_submitted_job_is_queued_with_the_next_number(queue: Queue, clock: SettableClock) -> None:
    first = queue.submit("run", {"round": "RFI-1", "size": 6}, BECAUSE)
    clock.move(60)
    second = queue.submit("verify", {}, BECAUSE)

    assert first == Job(
        kind="run",
        request={"round": "RFI-1", "size": 6},
        state=JobState.QUEUED,
        worker="",
        attempt=0,
        lease_until=None,
        stage="",
        done=0,
        total=0,
        checkpoint=None,
        files=(),
        cancel_wanted=False,
        result=None,
        problem="",
        submitted_at=START,
        number=1,
        event=1,
    )
    assert second == Job("verify", {}, submitted_at=clock.now(), number=2, event=2)
    assert queue.all() == (first, second)


def test_submitting_is_one_event_with_the_whole_job_in_it(opened: Opened) -> None:
    opened.queue.submit("run", {"round": "RFI-1"}, OTHER)

    (event,) = log_of(opened)

    assert event == Event(
        number=1,
        at=START,
        who="reviewer",
        why="second look",
        action="job.submitted",
        subject="job/1",
        before=None,
        after={
            "record": "job",
            "kind": "run",
            "request": {"round": "RFI-1"},
            "state": "queued",
            "worker": "",
            "attempt": 0,
            "lease_until": None,
            "stage": "",
            "done": 0,
            "total": 0,
            "checkpoint": None,
            "files": [],
            "cancel_wanted": False,
            "result": None,
            "problem": "",
            "submitted_at": "2019-08-31T12:30:00.000000Z",
            "number": 1,
            "event": 1,
        },
        previous="0" * 64,
        hash=hash_of(event),
    )


def test_a_claimed_job_is_running_and_held_by_its_worker_until_the_lease_ends(opened: Opened) -> None:
    opened.queue.submit("run", {"round": "RFI-1"}, BECAUSE)

    claimed = opened.queue.claim("worker-1", timedelta(seconds=90), OTHER)

    assert claimed == Job(
        "run",
        {"round": "RFI-1"},
        state=JobState.RUNNING,
        worker="worker-1",
        attempt=1,
        lease_until=START + timedelta(seconds=90),
        submitted_at=START,
        number=1,
        event=2,
    )
    assert opened.queue.all() == (claimed,)


def test_claiming_is_one_event_without_what_changes_while_a_job_runs(opened: Opened) -> None:
    submitted = opened.queue.submit("run", {"round": "RFI-1"}, BECAUSE)
    opened.queue.claim("worker-1", MINUTE, OTHER)

    event = log_of(opened)[1]

    assert (event.who, event.action, event.subject, event.before, event.after) == (
        "reviewer",
        "job.claimed",
        "job/1",
        logged(submitted),
        {
            "record": "job",
            "kind": "run",
            "request": {"round": "RFI-1"},
            "state": "running",
            "worker": "worker-1",
            "attempt": 1,
            "cancel_wanted": False,
            "result": None,
            "problem": "",
            "submitted_at": "2019-08-31T12:30:00.000000Z",
            "number": 1,
            "event": 2,
        },
    )


def test_the_oldest_free_job_is_claimed_first_and_each_once(queue: Queue) -> None:
    for _ in range(3):
        queue.submit("run", {}, BECAUSE)

    assert [held(queue, worker).number for worker in ("a", "b", "a")] == [1, 2, 3]
    assert queue.claim("c", MINUTE, BECAUSE) is None


def test_a_job_is_claimed_by_its_number_where_one_is_named(opened: Opened) -> None:
    for _ in range(3):
        opened.queue.submit("run", {}, BECAUSE)

    claimed = opened.queue.claim("worker-1", MINUTE, BECAUSE, 2)

    assert claimed == opened.queue.all()[1]
    assert [job.state.value for job in opened.queue.all()] == ["queued", "running", "queued"]
    for taken in (2, 4, 0, -1, 2**63):
        assert opened.queue.claim("worker-2", MINUTE, BECAUSE, taken) is None
    assert len(log_of(opened)) == 4


def test_a_job_is_submitted_and_claimed_in_one_transaction(opened: Opened) -> None:
    opened.queue.submit("run", {}, BECAUSE)

    with opened.store.transaction():
        job = opened.queue.submit("run", {"mine": True}, BECAUSE)
        claimed = opened.queue.claim("worker-1", MINUTE, BECAUSE, job.number)

    assert claimed is not None
    assert (claimed.number, claimed.state, claimed.request) == (2, JobState.RUNNING, {"mine": True})
    assert opened.queue.all()[1] == claimed
    assert [event.action for event in log_of(opened)] == ["job.submitted", "job.submitted", "job.claimed"]


@pytest.mark.parametrize(
    ("state", "result", "problem"),
    [
        (JobState.DONE, {"run": 7}, ""),
        (JobState.DONE, None, ""),
        (JobState.FAILED, None, "UnreadableFile: the file is damaged"),
        (JobState.CANCELLED, None, ""),
    ],
)
def test_a_held_job_is_ended_with_its_result_or_its_problem(
    opened: Opened, state: JobState, result: dict[str, object] | None, problem: str
) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    claimed = held(opened.queue)

    ended = opened.queue.finish(claimed, state, OTHER, result=result, problem=problem)

    assert ended == Job(
        "run",
        {},
        state=state,
        worker="worker-1",
        attempt=1,
        result=result,
        problem=problem,
        submitted_at=START,
        number=1,
        event=3,
    )
    assert opened.queue.all() == (ended,)
    event = log_of(opened)[2]
    assert (event.who, event.action, event.subject, event.before, event.after) == (
        "reviewer",
        "job.finished",
        "job/1",
        logged(claimed),
        logged(ended),
    )


@pytest.mark.parametrize("state", FINAL)
def test_a_job_that_has_ended_is_never_claimed_cancelled_kept_or_ended_again(
    opened: Opened, clock: SettableClock, state: JobState
) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    claimed = held(opened.queue)
    opened.queue.finish(claimed, state, BECAUSE)
    clock.move(3600)

    assert opened.queue.claim("worker-2", MINUTE, BECAUSE) is None
    assert opened.queue.claim("worker-2", MINUTE, BECAUSE, 1) is None
    with refused(opened, VersionConflict):
        opened.queue.cancel(1, BECAUSE)
    with refused(opened, LeaseLost):
        opened.queue.keep(claimed, MINUTE)
    with refused(opened, LeaseLost):
        opened.queue.finish(claimed, JobState.DONE, BECAUSE)


def test_a_job_that_nobody_holds_is_neither_kept_nor_ended(opened: Opened) -> None:
    submitted = opened.queue.submit("run", {}, BECAUSE)

    with refused(opened, LeaseLost):
        opened.queue.keep(submitted, MINUTE)
    with refused(opened, LeaseLost):
        opened.queue.finish(submitted, JobState.DONE, BECAUSE)


def test_a_queued_job_that_is_cancelled_has_ended(opened: Opened) -> None:
    submitted = opened.queue.submit("run", {}, BECAUSE)

    cancelled = opened.queue.cancel(1, OTHER)

    assert cancelled == Job("run", {}, state=JobState.CANCELLED, submitted_at=START, number=1, event=2)
    assert opened.queue.all() == (cancelled,)
    event = log_of(opened)[1]
    assert (event.who, event.action, event.before, event.after) == (
        "reviewer",
        "job.finished",
        logged(submitted),
        logged(cancelled),
    )
    assert opened.queue.claim("worker-1", MINUTE, BECAUSE) is None


def test_a_running_job_is_asked_to_end_and_goes_on_until_its_worker_hears_of_it(opened: Opened) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    claimed = held(opened.queue)

    asked = opened.queue.cancel(1, OTHER)

    assert (asked.state, asked.cancel_wanted, asked.event) == (JobState.RUNNING, True, 3)
    event = log_of(opened)[2]
    assert (event.who, event.action, event.subject) == ("reviewer", "job.cancel-wanted", "job/1")
    assert (event.before, event.after) == (logged(claimed), {**logged(claimed), "cancel_wanted": True, "event": 3})
    assert opened.queue.keep(claimed, MINUTE).cancel_wanted is True

    ended = opened.queue.finish(claimed, JobState.CANCELLED, BECAUSE)

    assert (ended.state, ended.cancel_wanted, ended.event) == (JobState.CANCELLED, True, 4)


def test_a_job_whose_cancelling_is_wanted_may_be_done_all_the_same(queue: Queue) -> None:
    queue.submit("run", {}, BECAUSE)
    claimed = held(queue)
    queue.cancel(1, BECAUSE)

    assert queue.finish(claimed, JobState.DONE, BECAUSE, result={"run": 1}).state is JobState.DONE


@pytest.mark.parametrize("number", [-1, 0, 2, 2**31, 2**63])
def test_a_job_that_is_not_there_is_not_cancelled(opened: Opened, number: int) -> None:
    opened.queue.submit("run", {}, BECAUSE)

    with refused(opened, NotFound):
        opened.queue.cancel(number, BECAUSE)


def test_a_running_job_is_asked_to_end_once(opened: Opened) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    opened.queue.claim("worker", timedelta(seconds=60), BECAUSE)
    asked = opened.queue.cancel(1, BECAUSE)
    head = opened.store.audit.head()

    assert opened.queue.cancel(1, BECAUSE) == asked
    assert opened.store.audit.head() == head


def test_a_running_job_whose_lease_has_ended_is_ended_by_cancelling_it(opened: Opened, clock: SettableClock) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    claimed = opened.queue.claim("worker", timedelta(seconds=60), BECAUSE)
    assert claimed is not None
    clock.move(60)

    cancelled = opened.queue.cancel(1, BECAUSE)

    assert (cancelled.state, cancelled.lease_until) == (JobState.CANCELLED, None)
    with refused(opened, LeaseLost):
        opened.queue.keep(claimed, MINUTE)


def test_a_job_that_was_held_by_a_clock_that_was_ahead_is_free(opened: Opened, clock: SettableClock) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    clock.move(86_400)
    opened.queue.claim("worker", MINUTE, BECAUSE)
    clock.move(-86_400)
    opened.store.audit.note("clock.accepted", {"record": "workspace"}, BECAUSE)

    claimed = opened.queue.claim("another", MINUTE, BECAUSE)

    assert claimed is not None
    assert claimed.attempt == 2


def test_a_claim_that_was_rolled_back_is_no_hold_on_the_next_worker_s_first_attempt(opened: Opened) -> None:
    opened.queue.submit("run", {}, BECAUSE)
    taken = []
    with suppress(ZeroDivisionError), opened.store.transaction():
        taken.append(opened.queue.claim("first", timedelta(seconds=60), BECAUSE))
        raise ZeroDivisionError
    opened.queue.claim("second", timedelta(seconds=60), BECAUSE)

    assert taken[0] is not None
    with pytest.raises(LeaseLost):
        opened.queue.keep(taken[0], timedelta(seconds=60))
    with pytest.raises(LeaseLost):
        opened.queue.finish(taken[0], JobState.DONE, BECAUSE)
