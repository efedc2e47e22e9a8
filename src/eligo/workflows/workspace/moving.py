"""``eligo move``: the same workspace in another database.

Invariant: at every moment exactly one store is in force, the one that ``eligo.toml`` names; it has everything.
"""

from __future__ import annotations

from collections.abc import Callable

from eligo.errors import DamagedStore, UsageError
from eligo.ports import Workspace
from eligo.records import MOVED, Because, time_after
from eligo.workflows.workspace.backup import refuse_moved
from eligo.workflows.workspace.restoring import loaded_note, refuse_other_content, refuse_unless_empty
from eligo.workflows.workspace.survey import Contents, Survey


def move(source: Workspace, target: Workspace, switch: Callable[[], None], why: str) -> Contents:
    """Copy everything from one store to an empty one, and let the workspace go on there. Returns what was moved.

    ``switch`` makes ``eligo.toml`` name the target, atomically. Files stay where they are: both workspaces have the
    same folder. Nobody else changes the source meanwhile. In this order:

    1. the target is filled in one transaction, which ends only if it gives back the same content;
    2. the source's log is ended with ``workspace.moved``, not yet committed: whatever could refuse that does so now;
    3. ``switch``: from here on the target is in force;
    4. the end of the source's log is committed, so that who has it open still cannot write there.

    Killed before 3, the source is in force and unchanged, and the target is to be emptied before the next try; killed
    between 3 and 4, the target is in force, and the source only lacks the word that it is not.

    Raises ``VersionConflict`` where the target is not empty or the source was moved before, ``DamagedStore`` with
    everything that is wrong with the source; the source is in force then.
    """
    with source.store.transaction():
        refuse_moved(source)
        refuse_unless_empty(target)
        # Whatever would refuse the last word of the log does so now: a target that is filled is in the next try's way.
        time_after(source.store.audit.head(), source.clock.now(), MOVED)
        if not (source.who.strip() and why.strip()):
            raise UsageError("Nothing says why", hint="Every change is logged with both: --as NAME and --why TEXT.")
        survey = Survey(source.progress, expected=2 * source.store.audit.head().number)
        with target.store.transaction():
            target.archive.load(survey.passing(source.archive.records()))
            contents = survey.contents()
            faults = list(survey.faults(source.archive.records))
            if faults:
                raise DamagedStore(
                    f"The store is damaged in {len(faults):,} places, and has not been moved",
                    hint="Keep a copy of it as it is, and restore the last backup with 'eligo restore'.",
                    details=faults,
                )
            refuse_other_content(target, contents)
        source.store.audit.note(MOVED, loaded_note(contents), Because(source.who, why))
        switch()
    return contents
