"""``eligo jobs``: taking up long work, ending it, and the run that a command carries out itself."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.errors import EligoError
from eligo.ports import Workspace
from eligo.records import Because, Job, JobState, Run
from eligo.workflows.workspace.holding import held
from eligo.workflows.workspace.placing import KIND
from eligo.workflows.workspace.running import LEASE, Ran, carry_out_run, lost_runs, requested_run, superseding


def submit_run(workspace: Workspace, reference: str | None, changes: Parameters, out: Path | None) -> Job:
    """A job for a run of a round, for whoever takes it up. Raises what ``requested_run`` raises."""
    with workspace.store.transaction():
        request = requested_run(workspace, reference, changes, out)
        return workspace.queue.submit(KIND, request, Because(workspace.who, f"a run of {request['round']}"))


def run_round(workspace: Workspace, reference: str | None, changes: Parameters, out: Path | None) -> Ran:
    """Run a round now. The outcome's ``refusal``, where it has one, is for the caller to raise.

    A run whose worker was lost, and that asks for the same, is gone on with; another is ended, since this one takes
    its place. Raises what ``requested_run`` and ``carry_out_run`` raise.
    """
    with workspace.store.transaction():
        request = requested_run(workspace, reference, changes, out)
        because = Because(workspace.who, f"a run of {request['round']}")
        same, others = lost_runs(workspace, request)
        for other in others:
            workspace.queue.cancel(other.number, replace(because, why="another run takes its place"))
        job = workspace.queue.claim(worker_name(), LEASE, because, same.number) if same else None
        if job is None:
            number = workspace.queue.submit(KIND, request, because).number
            job = workspace.queue.claim(worker_name(), LEASE, because, number)
    if job is None:
        raise AssertionError("a job that has just been submitted is free")
    with held(workspace, job, LEASE, because) as hold:
        try:
            return carry_out_run(workspace, hold)
        except KeyboardInterrupt:
            # Who stops their own command does not want it taken up by somebody else's.
            with suppress(EligoError):
                hold.finish(JobState.CANCELLED)
            raise


Became = Ran | Run | EligoError
"""What became of a job: a run, another run in its place, or nothing."""


def work(workspace: Workspace, tell: Callable[[Job, Became], None]) -> int:
    """Take up free jobs, the oldest first, until there is none; how many. What became of each is told."""
    taken = 0
    for job in _free(workspace):
        taken += 1
        try:
            tell(job, _carried_out(workspace, job))
        except EligoError as error:
            # It is on record with the job; the next one is not worse for it.
            tell(job, error)
    return taken


def _carried_out(workspace: Workspace, job: Job) -> Ran | Run:
    with held(workspace, job, LEASE, Because(workspace.who, f"worked on by {job.worker}")) as hold:
        later = superseding(workspace, job) if job.attempt > 1 else None
        if later is not None:
            hold.because = Because(workspace.who, f"run {later.number} has taken its place")
            hold.finish(JobState.CANCELLED)
            return later
        return carry_out_run(workspace, hold)


def _free(workspace: Workspace) -> Iterator[Job]:
    name = worker_name()
    because = Because(workspace.who, f"taken up by {name}")
    while (job := workspace.queue.claim(name, LEASE, because)) is not None:
        yield job


def cancel(workspace: Workspace, number: int, why: str) -> Job:
    """End a job. Raises ``NotFound``, and ``VersionConflict`` where it has ended."""
    return workspace.queue.cancel(number, Because(workspace.who, why))


def jobs(workspace: Workspace) -> Sequence[Job]:
    """Every job, in the order of their numbers."""
    return workspace.queue.all()


def held_by_others(workspace: Workspace) -> Sequence[Job]:
    """The jobs that workers hold now, as far as anybody can tell: a worker that was killed holds its job until then."""
    now = workspace.clock.now()
    return [job for job in workspace.queue.all() if job.is_held(now)]


def worker_name() -> str:
    """A name that no other worker has: machine, process, and something by chance."""
    return f"{platform.node()[:100]}:{os.getpid()}:{secrets.token_hex(3)}"
