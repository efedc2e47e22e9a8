"""Long work, as jobs that survive whoever works on them.

Promises: no two workers hold one job at once; a worker that was not heard from until its lease ended loses the job to
the next one, which goes on from the last checkpoint; whatever a worker does after that is ``LeaseLost`` and has no
effect, in the same transaction as the effect. Submitting, claiming, cancelling and ending a job are in the log; how
far it is (``keep``) is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from eligo.records import Because, FileRef, Job, JobState, Plain


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is: ``done`` of ``total`` steps of a stage.

    A checkpoint replaces the one before, ``None`` keeps it; ``files`` are all the files that it refers to.
    """

    stage: str
    done: int
    total: int
    checkpoint: Plain | None = None
    files: Sequence[FileRef] = ()


class Queue(Protocol):
    """The jobs, each known by its number."""

    def submit(self, kind: str, request: Plain, because: Because) -> Job:
        """A new job, queued."""
        ...

    def claim(self, worker: str, lease: timedelta, because: Because, number: int | None = None) -> Job | None:
        """The oldest free job (or the one of that number), held by ``worker`` from now on; ``None`` where none is.

        Free is a queued job, and a running one whose lease has ended. A job whose cancelling is wanted, or that has
        had ``LAST_ATTEMPT`` workers, is ended as cancelled or failed instead of being claimed again.
        """
        ...

    def keep(self, job: Job, lease: timedelta, step: Step | None = None) -> Job:
        """A sign of life, and how far the job is. ``cancel_wanted`` of the job returned says whether to go on.

        Raises ``LeaseLost`` where the job is not held by that worker's attempt any more.
        """
        ...

    def finish(
        self, job: Job, state: JobState, because: Because, *, result: Plain | None = None, problem: str = ""
    ) -> Job:
        """End a job that is held. Raises ``LeaseLost``, so that the transaction around it has no effect."""
        ...

    def cancel(self, number: int, because: Because) -> Job:
        """End a job that nobody holds (queued, or its lease has ended); ask one that is held to end, once.

        Raises ``NotFound``, and ``VersionConflict`` where it has ended.
        """
        ...

    def all(self) -> tuple[Job, ...]:
        """Every job, in the order of their numbers."""
        ...


LAST_ATTEMPT = 5
"""How many workers a job is given to before it counts as failed: something in it ends whoever takes it."""
