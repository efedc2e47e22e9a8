"""Jobs in memory, for tests. Source: ``ports.queue``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from eligo.errors import LeaseLost, VersionConflict
from eligo.ports import LAST_ATTEMPT, Step
from eligo.records import Because, FileRef, Job, JobState, Plain, from_plain, plain
from store.memory_store import MemoryStore, found


@dataclass(frozen=True)
class MemoryQueue:
    """The jobs of a store in memory."""

    store: MemoryStore

    def submit(self, kind: str, request: Plain, because: Because) -> Job:
        """A new job, queued."""
        with self.store.transaction():
            event, at = self.store.next(because)
            number = len(self.store.contents.jobs) + 1
            job = Job(kind, request, submitted_at=at, number=number, event=event)
            return self.store.change(at, because, "job.submitted", None, job)

    def claim(self, worker: str, lease: timedelta, because: Because, number: int | None = None) -> Job | None:
        """The oldest free job, held by ``worker`` from now on; those that have been free too often are ended."""
        with self.store.transaction():
            for job in self.all():
                if number not in (None, job.number) or not self._is_free(job):
                    continue
                if job.cancel_wanted:
                    self._end(job, JobState.CANCELLED, because)
                elif job.attempt >= LAST_ATTEMPT:
                    self._end(job, JobState.FAILED, because, problem=f"{job.attempt} workers have given it up")
                else:
                    return self._hold(job, worker, lease, because)
            return None

    def _is_free(self, job: Job) -> bool:
        now = self.store.clock.now()
        if job.state is JobState.RUNNING and job.lease_until is not None:
            return job.lease_until <= now or job.lease_until > now + timedelta(hours=1)
        return not job.state.is_final

    def _hold(self, job: Job, worker: str, lease: timedelta, because: Because) -> Job:
        event, at = self.store.next(because)
        held = replace(
            job,
            state=JobState.RUNNING,
            worker=worker,
            attempt=job.attempt + 1,
            lease_until=self.store.clock.now() + lease,
            event=event,
        )
        return self.store.change(at, because, "job.claimed", job, held)

    def _end(self, job: Job, state: JobState, because: Because, result: Plain | None = None, problem: str = "") -> Job:
        event, at = self.store.next(because)
        ended = replace(job, state=state, result=result, problem=problem, lease_until=None, event=event)
        return self.store.change(at, because, "job.finished", job, ended)

    def keep(self, job: Job, lease: timedelta, step: Step | None = None) -> Job:
        """A sign of life, and how far the job is: no event."""
        with self.store.transaction():
            kept = replace(self._held(job), lease_until=self.store.clock.now() + lease)
            if step is not None:
                kept = replace(kept, stage=step.stage, done=step.done, total=step.total)
            if step is not None and step.checkpoint is not None:
                files: tuple[FileRef, ...] = tuple(step.files)
                kept = replace(kept, checkpoint=step.checkpoint, files=files)
            own: Job = from_plain(plain(kept))
            self.store.contents.add(own)
            return own

    def _held(self, job: Job) -> Job:
        present = self.store.contents.jobs.get(job.number)
        hold = (JobState.RUNNING, job.worker, job.attempt)
        if present is None or (present.state, present.worker, present.attempt) != hold:
            raise LeaseLost(f"Job {job.number} is not held by attempt {job.attempt}")
        return present

    def finish(
        self, job: Job, state: JobState, because: Because, *, result: Plain | None = None, problem: str = ""
    ) -> Job:
        """End a job that is held."""
        if not state.is_final:
            raise ValueError(f"a job does not end as {state.value}")
        with self.store.transaction():
            return self._end(self._held(job), state, because, result, problem)

    def cancel(self, number: int, because: Because) -> Job:
        """End a job that nobody holds; ask one that is held to end."""
        with self.store.transaction():
            job = found(self.store.contents.jobs, number)
            if job.state.is_final:
                raise VersionConflict(f"Job {number} has ended")
            if self._is_free(job):
                return self._end(job, JobState.CANCELLED, because)
            if job.cancel_wanted:
                return job
            event, at = self.store.next(because)
            wanted = replace(job, cancel_wanted=True, event=event)
            return self.store.change(at, because, "job.cancel-wanted", job, wanted)

    def all(self) -> tuple[Job, ...]:
        """Every job."""
        with self.store.lock:
            return tuple(self.store.contents.jobs.values())
