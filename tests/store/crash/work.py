"""Long work, a step at a time: jobs are submitted, claimed, gone on with, cancelled, and finished together with a run.

What belongs here: what a worker does with jobs. What does not: any judgement.

The work of a job is to write a file in every step: the checkpoint names them all, and the run that it ends with has
them for its outputs, so that a step that was lost or done twice is seen in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from eligo.errors import LeaseLost, VersionConflict
from eligo.ports import LAST_ATTEMPT, Step
from eligo.records import Because, Job, JobState, Round, Run, RunFile
from store.crash.journal import Journal, Reached
from store.crash.place import LEASE, Opened

KIND = "copy"
ROUND = "RFI-of-all-jobs"
SET_UP = "set up"
"""The reason of what no worker announced."""

NO_TIME = timedelta(0)
"""A lease that has ended when it is given: whoever else is at work may take the job away in the middle of it."""


@dataclass(slots=True)
class Work:
    """What one worker does with jobs: it holds one at most. ``token`` gives the reason of its next change."""

    place: Opened
    journal: Journal
    chance: Random
    token: Callable[[], Because]
    held: Job | None = None

    def one(self) -> None:
        """Do one thing with the jobs."""
        if self.held:
            self._go_on(self.held)
        else:
            self.chance.choices((self._submit, self.claim, self._cancel), (4, 7, 1))[0]()

    def drain(self) -> None:
        """Take up every free job there is, one after the other, and do it to its end."""
        while self.claim() or self.held:
            while self.held:
                self._go_on(self.held)

    def claim(self) -> bool:
        """Take up the oldest free job; whether there was any."""
        because = self.token()
        lease = NO_TIME if self.chance.random() < 0.2 else LEASE
        with self.place.db.store.transaction():
            # Announced in here, where nobody else writes to the log: what a claim does depends on every job there is.
            before = self._head()
            self.journal.begin(because.why, self._what_claiming_does())
            self.held = self.place.db.queue.claim(because.who, lease, because)
            done = self._head() - before
            # A sign of life is not in the log, so one may have come since: what was done is announced before it counts.
            claimed = ["job.claimed"] if self.held else []
            self.journal.begin(because.why, ["job.finished"] * (done - len(claimed)) + claimed)
        self.journal.end(because.why, range(before + 1, before + 1 + done))
        if self.held:
            self._look_at(self.held)
        return bool(done)

    def _head(self) -> int:
        return self.place.db.store.audit.head().number

    def _what_claiming_does(self) -> list[str]:
        actions: list[str] = []
        for job in self.place.db.queue.all():
            if job.state.is_final or job.is_held(self.place.clock.now()):
                continue
            if not job.cancel_wanted and job.attempt < LAST_ATTEMPT:
                return [*actions, "job.claimed"]
            actions.append("job.finished")
        return actions

    def _look_at(self, job: Job) -> None:
        """Say where the one before came to, having read all that it left."""
        for file in job.files:
            self.place.files.read(file)
        self.journal.take_up(Reached(job.number, job.attempt, job.done))

    def _submit(self) -> None:
        because = self.token()
        self.journal.begin(because.why, ["job.submitted"])
        job = self.place.db.queue.submit(KIND, {"steps": self.chance.randint(0, 6)}, because)
        self.journal.end(because.why, [job.event])

    def _cancel(self) -> None:
        going_on = [job for job in self.place.db.queue.all() if not job.state.is_final]
        if not going_on:
            return
        job, because = self.chance.choice(going_on), self.token()
        try:
            with self.place.db.store.transaction():
                # Announced in here, as a claim is: whether it ends at once depends on whether somebody has it now.
                present = next(one for one in self.place.db.queue.all() if one.number == job.number)
                is_held, before = present.is_held(self.place.clock.now()), self._head()
                if present.cancel_wanted and is_held:
                    # It has been asked to end; asking again changes nothing.
                    return
                self.journal.begin(because.why, ["job.cancel-wanted" if is_held else "job.finished"])
                cancelled = self.place.db.queue.cancel(job.number, because)
                done = ["job.finished" if cancelled.state.is_final else "job.cancel-wanted"][: self._head() - before]
                self.journal.begin(because.why, done)
        except VersionConflict as conflict:
            self.journal.refuse(because.why, type(conflict).__name__)
        else:
            self.journal.end(because.why, [cancelled.event] if done else [])

    def _go_on(self, job: Job) -> None:
        steps = job.request["steps"]
        if job.cancel_wanted:
            self._end(job, JobState.CANCELLED)
        elif job.done == steps:
            self._end(job, JobState.DONE)
        else:
            self._step(job)

    def _step(self, job: Job) -> None:
        because, step = self.token(), job.done + 1
        self.journal.begin(because.why, [], Reached(job.number, job.attempt, step))
        try:
            with self.place.files.holding():
                files = (*job.files, self.place.files.put(content_of(job.number, step)))
                checkpoint = {"kept": [file.sha256 for file in files]}
                far = Step("copying", step, int(str(job.request["steps"])), checkpoint, files)
                self.held = self.place.db.queue.keep(job, LEASE, far)
        except LeaseLost as lost:
            self.journal.refuse(because.why, type(lost).__name__)
            self.held = None
        else:
            self.journal.end(because.why, [])

    def _end(self, job: Job, state: JobState) -> None:
        because = self.token()
        is_done = state is JobState.DONE
        self.journal.begin(because.why, ["run.recorded", "job.finished"] if is_done else ["job.finished"])
        try:
            with self.place.db.store.transaction():
                number = self._record_run(job, because) if is_done else 0
                result = {"run": number} if is_done else None
                ended = self.place.db.queue.finish(job, state, because, result=result)
        except LeaseLost as lost:
            self.journal.refuse(because.why, type(lost).__name__)
        else:
            self.journal.end(because.why, [ended.event - 1, ended.event] if is_done else [ended.event])
        self.held = None

    def _record_run(self, job: Job, because: Because) -> int:
        outputs = tuple(RunFile("output", f"{place}.txt", file) for place, file in enumerate(job.files))
        now = self.place.clock.now()
        through = self.place.db.store.audit.head().number
        run = Run(ROUND, "optimal", {"name": "foc"}, {"job": job.number}, (), outputs, through, now, now)
        return self.place.db.store.runs.record(run, because).number


def set_up(place: Opened) -> None:
    """Open the round that the runs of all jobs belong to."""
    place.db.store.rounds.open(Round(ROUND, "foc"), Because("test", SET_UP))


def content_of(job: int, step: int) -> bytes:
    """What a step of a job writes."""
    return f"step {step} of job {job}\n".encode() * 1000
