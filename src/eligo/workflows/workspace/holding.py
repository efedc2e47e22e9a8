"""Holding a job: signs of life while it is worked on, how far it is, and whether to go on.

Invariant: as long as a ``Hold`` is open the job's lease is renewed, in a thread of its own, however long one step
takes. Once the lease is lost or cancelling is wanted, the next sign of progress ends the work.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from eligo.errors import Cancelled, EligoError, LeaseLost
from eligo.ports import Step, Workspace
from eligo.records import Because, Job, JobState, Plain

_SIGNS_A_LEASE = 4
_TOLD_EVERY = timedelta(seconds=1)


class Hold:
    """A job in the hands of its worker. It watches the work as a ``Progress`` does."""

    def __init__(self, workspace: Workspace, job: Job, lease: timedelta, because: Because) -> None:
        self.job = job
        self.because = because
        self._workspace = workspace
        self._lease = lease
        self._told: datetime | None = None
        self._lost: EligoError | None = None

    def stage(self, name: str, done: int, total: int) -> None:
        """Show how far the work is, keep the job, and end the work where it is lost or no longer wanted."""
        self._workspace.progress.stage(name, done, total)
        now = self._workspace.clock.now()
        if self._lost is not None or self._told is None or now - self._told >= _TOLD_EVERY or done == total:
            self._told = now
            self.keep(Step(name, done, total))

    def keep(self, step: Step) -> None:
        """A sign of life. Raises ``LeaseLost``, and ``Cancelled`` once the job is ended as that."""
        if self._lost is not None:
            raise self._lost
        self.job = self._workspace.queue.keep(self.job, self._lease, step)
        if self.job.cancel_wanted:
            self.finish(JobState.CANCELLED)
            raise Cancelled(
                f"Job {self.job.number} was cancelled", hint="Nothing of it counts. See who and why with 'eligo log'."
            )

    def finish(self, state: JobState, *, result: Plain | None = None, problem: str = "") -> None:
        """End the job, in the transaction around it. Raises ``LeaseLost``."""
        self.job = self._workspace.queue.finish(self.job, state, self.because, result=result, problem=problem)

    def renew_until(self, ended: threading.Event) -> None:
        """Renew the lease again and again; for a thread of its own."""
        try:
            while self._lost is None and not ended.wait(self._lease.total_seconds() / _SIGNS_A_LEASE):
                self._renew(ended)
        finally:
            self._workspace.release()

    def _renew(self, ended: threading.Event) -> None:
        # A database that is busy, or away for a moment, is asked again in time; the lease lasts for several signs.
        with suppress(EligoError):
            try:
                self._workspace.queue.keep(self.job, self._lease)
            except LeaseLost as error:
                # The working thread is told at its next sign of progress; a job that has just ended is no loss.
                self._lost = None if ended.is_set() else error


@contextmanager
def held(workspace: Workspace, job: Job, lease: timedelta, because: Because) -> Iterator[Hold]:
    """The job kept alive during the block; one that ends with a situation has failed, and that is on record."""
    hold = Hold(workspace, job, lease, because)
    ended = threading.Event()
    renewing = threading.Thread(target=hold.renew_until, args=(ended,), name=f"job-{job.number}", daemon=True)
    renewing.start()
    try:
        yield hold
    except (LeaseLost, Cancelled):
        raise
    except EligoError as error:
        # Where the job has ended, or cannot be ended either, what went wrong first is what has to be told.
        with suppress(EligoError):
            hold.finish(JobState.FAILED, problem=" ".join([f"{error.message}.", *error.details])[:2000])
        raise
    finally:
        ended.set()
        renewing.join()
