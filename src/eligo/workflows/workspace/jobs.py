"""``eligo jobs``: taking up long work, ending it, and the run that a command carries out itself."""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.errors import EligoError
from eligo.ports import Workspace
from eligo.records import Because, Job, JobState
from eligo.workflows.workspace.holding import held
from eligo.workflows.workspace.running import LEASE, Ran, carry_out_run, submit_run


def run_round(workspace: Workspace, reference: str | None, changes: Parameters, out: Path | None) -> Ran:
    """Run a round now. The outcome's ``refusal``, where it has one, is for the caller to raise.

    Raises what ``submit_run`` and ``carry_out_run`` raise.
    """
    with workspace.store.transaction():
        submitted = submit_run(workspace, reference, changes, out)
        because = Because(workspace.who, f"a run of {submitted.request['round']}")
        job = workspace.queue.claim(worker_name(), LEASE, because, submitted.number)
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


def work(workspace: Workspace, tell: Callable[[Job, Ran | EligoError], None]) -> int:
    """Take up free jobs, the oldest first, until there is none; how many. What became of each is told."""
    taken = 0
    for job in _free(workspace):
        taken += 1
        because = Because(workspace.who, f"worked on by {job.worker}")
        try:
            with held(workspace, job, LEASE, because) as hold:
                ran = carry_out_run(workspace, hold)
            tell(job, ran)
        except EligoError as error:
            # It is on record with the job; the next one is not worse for it.
            tell(job, error)
    return taken


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


def worker_name() -> str:
    """A name that no other worker has: machine, process, and something by chance."""
    return f"{platform.node()[:100]}:{os.getpid()}:{secrets.token_hex(3)}"
