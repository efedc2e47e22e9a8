"""``eligo move``: the same workspace in another database.

Invariant: at no moment do two databases take changes of the workspace. Killed at any moment, the move is finished, or
begun anew where nothing had arrived, by asking for it again.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from eligo.errors import DamagedStore, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.records import MOVED, Because, time_after
from eligo.workflows.workspace.restoring import loaded_note, refuse_other_content, refuse_unless_empty
from eligo.workflows.workspace.survey import Contents, Survey, places

ARRIVED = "workspace.arrived"
"""The action of the event that follows a log in the database to which it was moved."""


def move(source: Workspace, target: Workspace, to: str, switch: AbstractContextManager[None], why: str) -> Contents:
    """Copy everything from one store to an empty one, and let the workspace go on there. Returns what was moved.

    ``to`` is the target as ``eligo.toml`` names it; leaving ``switch`` makes that file name it, atomically, once
    everything that could refuse that has done so on entering. Files stay where they are: both workspaces have the same
    folder. Nobody else changes the source meanwhile. In this order:

    1. the target is filled in one transaction, which ends only if it gives back the same content, and its log says who
       moved it and why; nothing names it yet;
    2. the source's log is ended with ``workspace.moved``, which says where to: from here on it takes no changes;
    3. ``switch``: from here on the target is in force.

    Killed before 2, the source is in force; a target that is complete by then is used by the next try, if the source
    has not changed since. Killed before 3, neither takes changes until the next try has made the switch.

    Raises ``VersionConflict`` where the target holds something else, the source was moved elsewhere, or a job is being
    worked on; ``DamagedStore`` with everything that is wrong with the source. The source is in force then.
    """
    with switch:
        with source.store.transaction():
            if source.store.audit.head().action == MOVED:
                return _finished(source, target, to)
            _refuse_jobs_at_work(source)
            # Whatever would refuse the last word of the log does so now: a target that is filled is in the way.
            time_after(source.store.audit.head(), source.clock.now(), MOVED)
            if not (source.who.strip() and why.strip()):
                raise UsageError("Nothing says why", hint="Every change is logged with both: --as NAME and --why TEXT.")
            contents = _sound_contents(source)
            because = Because(source.who, why)
            if target.store.audit.head().action == ARRIVED:
                _refuse_other_arrival(target, contents)
            else:
                _fill(source, target, contents, because)
            source.store.audit.note(MOVED, {**loaded_note(contents), "to": to}, because)
        return contents


def _sound_contents(source: Workspace) -> Contents:
    survey = Survey(source.progress, expected=2 * source.store.audit.head().number)
    for line in source.archive.records():
        survey.see(line)
    contents = survey.contents()
    faults = list(survey.faults(source.archive.records))
    if faults:
        raise DamagedStore(
            f"The store is damaged in {places(len(faults))}, and has not been moved",
            hint="Keep a copy of it as it is, and restore the last backup with 'eligo restore'.",
            details=faults,
        )
    return contents


def _fill(source: Workspace, target: Workspace, contents: Contents, because: Because) -> None:
    if target.store.audit.head().action == MOVED:
        raise VersionConflict(
            "The database holds what was there before the workspace was moved elsewhere",
            hint="Put it aside, or name another database.",
        )
    refuse_unless_empty(target)
    with target.store.transaction():
        target.archive.load(source.archive.records())
        refuse_other_content(target, contents)
        target.store.audit.note(ARRIVED, loaded_note(contents), because)


def _refuse_other_arrival(target: Workspace, contents: Contents) -> None:
    """A target that a move has filled before it was interrupted serves, if it has what the source has now."""
    head = target.store.audit.head()
    last = next(target.store.audit.events(after=head.number - 1)).after or {}
    if (last.get("head"), last.get("content")) != (contents.head.hash, contents.content):
        raise VersionConflict(
            "The database holds what an earlier, interrupted move put there, and the workspace has changed since",
            hint="Empty that database, or name another one.",
        )


def _finished(source: Workspace, target: Workspace, to: str) -> Contents:
    """What is left of a move whose switch never came: proof that the target is where the source went."""
    head = source.store.audit.head()
    gone = next(source.store.audit.events(after=head.number - 1)).after or {}
    arrival = next(iter(target.store.audit.events(after=head.number - 1, limit=1)), None)
    there = (arrival.after or {}) if arrival is not None and arrival.action == ARRIVED else {}
    if target.store.audit.head().action == MOVED:
        raise VersionConflict(
            "The workspace has gone on from there, too", hint="Say with 'eligo move' where it is now, and it is named."
        )
    if gone.get("to") != to or there.get("head") != gone.get("head"):
        raise VersionConflict(
            f"The workspace has been moved to {gone.get('to')} already",
            hint=f"Finish that first, where it was interrupted: eligo move {gone.get('to')} --why ...",
        )
    survey = Survey(source.progress, expected=2 * target.store.audit.head().number)
    for line in target.archive.records():
        survey.see(line)
    return survey.contents()


def _refuse_jobs_at_work(source: Workspace) -> None:
    now = source.clock.now()
    held = [f"job {job.number}, by {job.worker}" for job in source.queue.all() if job.is_held(now)]
    if held:
        raise VersionConflict(
            "The workspace is being worked in, and has not been moved",
            hint="Wait for it to end, or end it with 'eligo jobs cancel'.",
            details=held,
        )
