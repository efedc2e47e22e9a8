"""Holding a job: signs of life while it is worked on, how far it is, and whether to go on.

Invariant: as long as a ``Hold`` is open the job's lease is renewed, in a thread of its own, however long one step
takes. Once the lease is lost or cancelling is wanted, the next sign of progress ends the work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TypeVar

from eligo.errors import Cancelled, EligoError, LeaseLost, StoreUnavailable
from eligo.ports import Step, Workspace
from eligo.records import Because, Job, JobState, Plain

_SIGNS_A_LEASE = 4
_TOLD_EVERY = timedelta(seconds=1)
_PAUSE = timedelta(seconds=2)
"""How long a database that is away is left alone before it is asked again."""

Made = TypeVar("Made")


class Hold:
    """A job in the hands of its worker. It watches the work as a ``Progress`` does."""

    def __init__(self, workspace: Workspace, job: Job, lease: timedelta, because: Because) -> None:
        self.job = job
        self.because = because
        self._workspace = workspace
        self._lease = lease
        self._told: datetime | None = None
        self._lost: EligoError | None = None

    def stage(self, name: str, done: int, total: int, told: str = "") -> None:
        """Show how far the work is, keep the job, and end the work where it is lost or no longer wanted."""
        self._workspace.progress.stage(name, done, total, told)
        now = self._workspace.clock.now()
        if self._lost is not None or self._told is None or now - self._told >= _TOLD_EVERY or done == total:
            self._told = now
            # How far it is may wait for a database that is away; the lease is renewed beside the work.
            with suppress(StoreUnavailable):
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

    def patiently(self, step: Callable[[], Made]) -> Made:
        """What the step makes, taken again and again while the database is away, for as long as a lease lasts.

        For what has to be kept before the work can go on. A step that was taken, and of which nobody said so, has to
        find that out itself.
        """
        for _ in range(int(self._lease / _PAUSE)):
            try:
                return step()
            except StoreUnavailable:
                self._workspace.release()
                threading.Event().wait(_PAUSE.total_seconds())
        return step()

    def free(self) -> None:
        """Give the job up, so that another worker can take it at once."""
        with suppress(EligoError):
            self._workspace.queue.keep(self.job, timedelta(0))

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
    """The job kept alive during the block.

    One that ends with a situation has failed, and that is on record. One whose worker is interrupted, or finds the
    database away for too long, is given up: the next worker goes on from its last checkpoint.
    """
    hold = Hold(workspace, job, lease, because)
    with _kept_alive(hold) as end:
        try:
            yield hold
        except (LeaseLost, Cancelled):
            raise
        except StoreUnavailable as error:
            end()
            hold.free()
            raise StoreUnavailable(
                error.message,
                hint=f"{error.hint} Once that is mended, job {job.number} goes on from where it was: eligo jobs work.",
                details=error.details,
            ) from error
        except EligoError as error:
            # Where the job has ended, or cannot be ended either, what went wrong first is what has to be told.
            with suppress(EligoError):
                hold.finish(JobState.FAILED, problem=" ".join([f"{error.message}.", *error.details])[:2000])
            raise
        except KeyboardInterrupt:
            end()
            hold.free()
            raise


@contextmanager
def _kept_alive(hold: Hold) -> Iterator[Callable[[], None]]:
    """The lease renewed during the block, or until what is given is called."""
    ended = threading.Event()
    renewing = threading.Thread(target=hold.renew_until, args=(ended,), name=f"job-{hold.job.number}", daemon=True)

    def end() -> None:
        ended.set()
        renewing.join()

    renewing.start()
    try:
        yield end
    finally:
        end()
