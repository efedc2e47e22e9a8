"""What every queue promises of leases, of signs of life, and of workers that fall silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eligo.errors import LeaseLost
from eligo.ports import LAST_ATTEMPT, Queue, Step
from eligo.records import FileRef, Job, JobState, logged, plain
from store.drawn import BECAUSE, MINUTE, OTHER, file, log_of, refused, round_
from store.settable_clock import START, SettableClock
from store.stores import Opened


def claim(queue: Queue, worker: str) -> Job:
    """The next job, claimed for a minute."""
    job = queue.claim(worker, MINUTE, BECAUSE)
    assert job is not None
    return job


@pytest.fixture
def job(queue: Queue) -> Job:
    """A job that worker-1 holds until a minute after the start."""
    queue.submit("run", {"round": "RFI-1"}, BECAUSE)
    return claim(queue, "worker-1")


def test_nobody_gets_a_job_before_its_lease_has_ended(queue: Queue, clock: SettableClock, job: Job) -> None:
    clock.moment = START + MINUTE - timedelta(microseconds=1)

    assert queue.claim("worker-2", MINUTE, BECAUSE) is None
    assert queue.claim("worker-2", MINUTE, BECAUSE, job.number) is None


def test_a_job_whose_lease_has_ended_goes_to_the_next_worker(opened: Opened, clock: SettableClock, job: Job) -> None:
    clock.moment = START + MINUTE

    taken = opened.queue.claim("worker-2", MINUTE, OTHER)

    assert taken == Job(
        "run",
        {"round": "RFI-1"},
        state=JobState.RUNNING,
        worker="worker-2",
        attempt=2,
        lease_until=START + MINUTE * 2,
        submitted_at=START,
        number=1,
        event=3,
    )
    event = log_of(opened)[2]
    assert (event.action, event.who, event.before, event.after) == (
        "job.claimed",
        "reviewer",
        logged(job),
        logged(taken),
    )


def test_a_worker_that_lost_its_job_neither_keeps_nor_ends_it(opened: Opened, clock: SettableClock, job: Job) -> None:
    clock.move(60)
    claim(opened.queue, "worker-2")

    with refused(opened, LeaseLost):
        opened.queue.keep(job, MINUTE)
    with refused(opened, LeaseLost):
        opened.queue.keep(job, MINUTE, Step("solving", 1, 2, {"at": 1}))
    with refused(opened, LeaseLost):
        opened.queue.finish(job, JobState.DONE, BECAUSE, result={})


def test_a_worker_that_claims_again_what_it_lost_holds_it_by_the_new_attempt_alone(
    opened: Opened, clock: SettableClock, job: Job
) -> None:
    clock.move(60)
    again = claim(opened.queue, "worker-1")

    with refused(opened, LeaseLost):
        opened.queue.finish(job, JobState.DONE, BECAUSE)

    assert opened.queue.finish(again, JobState.DONE, BECAUSE).attempt == 2


def test_a_sign_of_life_moves_the_end_of_the_lease_and_nothing_else(
    opened: Opened, clock: SettableClock, job: Job
) -> None:
    clock.move(30)

    kept = opened.queue.keep(job, timedelta(seconds=45))

    assert kept.lease_until == START + timedelta(seconds=75)
    assert opened.queue.all() == (kept,)
    assert logged(kept) == logged(job)
    assert len(log_of(opened)) == 2
    clock.move(44.999999)
    assert opened.queue.claim("worker-2", MINUTE, BECAUSE) is None
    clock.move(0.000001)
    assert opened.queue.claim("worker-2", MINUTE, BECAUSE) is not None


def test_a_worker_that_is_late_keeps_what_nobody_else_has_taken(queue: Queue, clock: SettableClock, job: Job) -> None:
    clock.move(3600)

    kept = queue.keep(job, MINUTE)

    assert kept.lease_until == clock.now() + MINUTE
    assert queue.claim("worker-2", MINUTE, BECAUSE) is None


def test_a_worker_that_is_late_ends_what_nobody_else_has_taken(queue: Queue, clock: SettableClock, job: Job) -> None:
    clock.move(3600)

    assert queue.finish(job, JobState.DONE, BECAUSE).state is JobState.DONE


def test_a_step_says_how_far_the_job_is(opened: Opened, job: Job) -> None:
    kept = opened.queue.keep(
        job, MINUTE, Step("solving", 2, 5, {"bound": 12, "best": ["C-1"]}, [file("a"), FileRef("b" * 64, 0)])
    )

    assert kept == Job(
        "run",
        {"round": "RFI-1"},
        state=JobState.RUNNING,
        worker="worker-1",
        attempt=1,
        lease_until=START + MINUTE,
        stage="solving",
        done=2,
        total=5,
        checkpoint={"bound": 12, "best": ["C-1"]},
        files=(FileRef("a" * 64, 10), FileRef("b" * 64, 0)),
        submitted_at=START,
        number=1,
        event=2,
    )
    assert opened.queue.all() == (kept,)
    assert len(log_of(opened)) == 2


def test_a_step_without_a_checkpoint_keeps_the_one_before_and_its_files(queue: Queue, job: Job) -> None:
    queue.keep(job, MINUTE, Step("solving", 1, 2, {"at": 1}, [file("a")]))

    queue.keep(job, MINUTE, Step("proving", 0, 9))
    kept = queue.keep(job, MINUTE)

    assert (kept.stage, kept.done, kept.total, kept.checkpoint, kept.files) == (
        "proving",
        0,
        9,
        {"at": 1},
        (file("a"),),
    )
    assert queue.all() == (kept,)


def test_a_checkpoint_replaces_the_one_before_and_its_files(queue: Queue, job: Job) -> None:
    queue.keep(job, MINUTE, Step("solving", 1, 2, {"at": 1}, [file("a")]))

    kept = queue.keep(job, MINUTE, Step("solving", 2, 2, {}, [file("b"), file("c")]))
    assert (kept.checkpoint, kept.files) == ({}, (file("b"), file("c")))

    kept = queue.keep(job, MINUTE, Step("solving", 2, 2, {"at": 2}))
    assert (kept.checkpoint, kept.files) == ({"at": 2}, ())
    assert queue.all() == (kept,)


def test_the_next_worker_goes_on_from_the_last_checkpoint(queue: Queue, clock: SettableClock, job: Job) -> None:
    kept = queue.keep(job, MINUTE, Step("solving", 1, 2, {"at": 1}, [file("a")]))
    clock.move(60)

    taken = claim(queue, "worker-2")

    assert (taken.stage, taken.done, taken.total, taken.checkpoint, taken.files) == (
        kept.stage,
        kept.done,
        kept.total,
        {"at": 1},
        (file("a"),),
    )


def test_how_far_an_ended_job_came_can_still_be_seen_and_is_in_the_log(opened: Opened, job: Job) -> None:
    opened.queue.keep(job, MINUTE, Step("solving", 1, 2, {"at": 1}, [file("a")]))

    ended = opened.queue.finish(job, JobState.FAILED, BECAUSE, problem="no room")

    assert ended == Job(
        "run",
        {"round": "RFI-1"},
        state=JobState.FAILED,
        worker="worker-1",
        attempt=1,
        stage="solving",
        done=1,
        total=2,
        checkpoint={"at": 1},
        files=(file("a"),),
        problem="no room",
        submitted_at=START,
        number=1,
        event=3,
    )
    assert opened.queue.all() == (ended,)
    assert log_of(opened)[-1].after == plain(ended)


def test_a_sign_of_life_inside_a_transaction_counts_when_the_transaction_does(opened: Opened, job: Job) -> None:
    with opened.store.transaction():
        opened.store.rounds.open(round_("RFI-1"), BECAUSE)
        kept = opened.queue.keep(job, MINUTE * 2, Step("solving", 1, 2, {"at": 1}))

    assert opened.queue.all() == (kept,)
    assert kept.lease_until == START + MINUTE * 2


def test_a_lost_lease_inside_a_transaction_leaves_nothing_of_it(opened: Opened, clock: SettableClock, job: Job) -> None:
    clock.move(60)
    claim(opened.queue, "worker-2")

    with refused(opened, LeaseLost), opened.store.transaction():
        opened.store.rounds.open(round_("RFI-1"), BECAUSE)
        opened.queue.keep(job, MINUTE)


def test_a_silent_worker_s_job_whose_cancelling_is_wanted_is_ended_instead_of_claimed_and_the_next_one_is(
    opened: Opened, clock: SettableClock, job: Job
) -> None:
    asked = opened.queue.cancel(1, BECAUSE)
    opened.queue.submit("run", {"second": True}, BECAUSE)
    clock.move(60)

    taken = opened.queue.claim("worker-2", MINUTE, OTHER)

    ended = opened.queue.all()[0]
    assert taken == opened.queue.all()[1]
    assert (ended.state, ended.cancel_wanted, ended.lease_until, ended.attempt) == (JobState.CANCELLED, True, None, 1)
    assert [(event.action, event.subject, event.who) for event in log_of(opened)[4:]] == [
        ("job.finished", "job/1", "reviewer"),
        ("job.claimed", "job/2", "reviewer"),
    ]
    assert (log_of(opened)[4].before, log_of(opened)[4].after) == (logged(asked), logged(ended))


def test_a_silent_worker_s_job_whose_cancelling_is_wanted_is_ended_where_it_is_named_itself(
    opened: Opened, clock: SettableClock, job: Job
) -> None:
    opened.queue.cancel(1, BECAUSE)
    opened.queue.submit("run", {"second": True}, BECAUSE)
    clock.move(60)

    assert opened.queue.claim("worker-2", MINUTE, OTHER, 1) is None
    assert [one.state for one in opened.queue.all()] == [JobState.CANCELLED, JobState.QUEUED]


def test_a_job_that_ended_every_worker_it_was_given_to_fails_with_a_problem_that_says_so(
    opened: Opened, clock: SettableClock, job: Job
) -> None:
    for attempt in range(2, LAST_ATTEMPT + 1):
        clock.move(60)
        assert claim(opened.queue, "worker").attempt == attempt
    last = opened.queue.all()[0]
    clock.move(60)

    assert opened.queue.claim("worker", MINUTE, OTHER) is None

    failed = opened.queue.all()[0]
    assert (failed.state, failed.attempt, failed.lease_until, failed.result) == (JobState.FAILED, 5, None, None)
    assert "5" in failed.problem
    event = log_of(opened)[-1]
    assert (event.action, event.subject, event.before, event.after) == (
        "job.finished",
        "job/1",
        logged(last),
        logged(failed),
    )
    assert opened.queue.claim("worker", MINUTE, OTHER) is None


def test_the_last_worker_may_still_end_the_job_well(queue: Queue, clock: SettableClock, job: Job) -> None:
    last = job
    for _ in range(2, LAST_ATTEMPT + 1):
        clock.move(60)
        last = claim(queue, "worker")

    assert queue.finish(last, JobState.DONE, BECAUSE).state is JobState.DONE


def test_claiming_where_nothing_is_free_leaves_no_event(opened: Opened, job: Job) -> None:
    assert opened.queue.claim("worker-2", MINUTE, BECAUSE) is None
    assert len(log_of(opened)) == 2
