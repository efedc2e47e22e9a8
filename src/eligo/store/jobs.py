"""The queue on Django's ORM: a job table, whose rows say who holds what until when.

Invariant: a worker's hold is its name and the job's attempt. Whatever needs the hold names both, in the transaction of
its effect, so that a worker that has lost it changes nothing. Source: ``ports.queue``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import QuerySet

from eligo.errors import LeaseLost, NotFound, VersionConflict
from eligo.ports import LAST_ATTEMPT, Step
from eligo.records import Because, Job, JobState, Plain, plain
from eligo.store import models, rows
from eligo.store.changes import Change, Changes
from eligo.store.faults import reading
from eligo.store.remembered import next_number


@dataclass(frozen=True, slots=True)
class DjangoQueue:
    """The jobs."""

    changes: Changes

    def submit(self, kind: str, request: Plain, because: Because) -> Job:
        """A new job, queued."""
        with self.changes.transaction():
            head, at = self.changes.next(because)
            number = next_number(self._all())
            job = Job(kind, request, submitted_at=at, number=number, event=head.number + 1)
            self.changes.log(head, at, because, [Change("job.submitted", None, job)])
            models.Job(**rows.job_columns(job)).save(using=self.changes.address.changes, force_insert=True)
        return job

    def claim(self, worker: str, lease: timedelta, because: Because, number: int | None = None) -> Job | None:
        """The oldest free job, held by ``worker`` from now on."""
        with self.changes.transaction():
            for job in self._unfinished(number):
                now = self.changes.clock.now()
                if job.is_held(now):
                    continue
                if job.cancel_wanted:
                    self._log("job.finished", job, replace(job, state=JobState.CANCELLED), because)
                elif job.attempt >= LAST_ATTEMPT:
                    problem = f"{job.attempt} workers took it up, and each ended without a word"
                    self._log("job.finished", job, replace(job, state=JobState.FAILED, problem=problem), because)
                else:
                    held = replace(
                        job,
                        state=JobState.RUNNING,
                        worker=worker,
                        attempt=job.attempt + 1,
                        lease_until=now + lease,
                    )
                    return self._log("job.claimed", job, held, because)
        return None

    def keep(self, job: Job, lease: timedelta, step: Step | None = None) -> Job:
        """A sign of life, and how far the job is."""
        stated = replace(job, lease_until=self.changes.clock.now() + lease)
        columns = ["lease_until"]
        if step is not None:
            stated = replace(stated, stage=step.stage, done=step.done, total=step.total)
            columns += ["stage", "done", "total"]
            if step.checkpoint is not None:
                stated = replace(stated, checkpoint=step.checkpoint, files=tuple(step.files))
                columns += ["checkpoint", "files"]
        plain(stated)
        row = rows.job_columns(stated)
        with reading(self.changes.address):
            kept = self._held(job).update(**{name: row[name] for name in columns})
        if not kept:
            raise _lost(job)
        return self._one(self._all(), job.number)

    def finish(
        self, job: Job, state: JobState, because: Because, *, result: Plain | None = None, problem: str = ""
    ) -> Job:
        """End a job that is held."""
        if not state.is_final:
            raise ValueError(f"a job does not end as {state.value}")
        with self.changes.transaction():
            row = self._held(job).select_for_update().first()
            if row is None:
                raise _lost(job)
            present = rows.job_of(row)
            ended = replace(present, state=state, result=result, problem=problem)
            return self._log("job.finished", present, ended, because)

    def cancel(self, number: int, because: Because) -> Job:
        """End a job that nobody holds; ask one that is held to end."""
        with self.changes.transaction():
            job = self._one(self._all().select_for_update(), number)
            if job.state.is_final:
                raise VersionConflict(
                    f"Job {number} has ended already ({job.state.value})", hint="There is nothing to cancel."
                )
            if not job.is_held(self.changes.clock.now()):
                return self._log("job.finished", job, replace(job, state=JobState.CANCELLED), because)
            if job.cancel_wanted:
                return job
            return self._log("job.cancel-wanted", job, replace(job, cancel_wanted=True), because)

    def all(self) -> tuple[Job, ...]:
        """Every job."""
        with reading(self.changes.address):
            return tuple(map(rows.job_of, self._all().order_by("number")))

    def _log(self, action: str, before: Job, after: Job, because: Because) -> Job:
        head, at = self.changes.next(because)
        changed = replace(after, event=head.number + 1)
        if changed.state.is_final:
            changed = replace(changed, lease_until=None)
        self.changes.log(head, at, because, [Change(action, before, changed)])
        self._all().filter(number=changed.number).update(**rows.job_columns(changed))
        return changed

    def _unfinished(self, number: int | None) -> Sequence[Job]:
        # Until this change is kept no worker keeps its job: what it says of it would be written over.
        every = self._all().select_for_update().order_by("number")
        waiting = every.filter(state__in=(JobState.QUEUED.value, JobState.RUNNING.value))
        return tuple(map(rows.job_of, waiting if number is None else waiting.filter(number=number)))

    def _held(self, job: Job) -> QuerySet[models.Job]:
        hold = {"state": JobState.RUNNING.value, "worker": job.worker, "attempt": job.attempt}
        return self._all().filter(number=job.number, **hold)

    def _one(self, jobs: QuerySet[models.Job], number: int) -> Job:
        with reading(self.changes.address):
            row = jobs.filter(number=number).first()
            if row is not None:
                return rows.job_of(row)
        raise NotFound(f"There is no job {number}", hint="See those there are with 'eligo jobs list'.")

    def _all(self) -> QuerySet[models.Job]:
        return models.Job.objects.using(self.changes.address.changes)


def _lost(job: Job) -> LeaseLost:
    return LeaseLost(
        f"Job {job.number} is no longer held by its worker number {job.attempt}",
        hint="Another worker has it, or it has ended; nothing of this one counts.",
    )
