"""``eligo collect``: deleting the files that nothing refers to any more."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.errors import DamagedStore
from eligo.ports import Workspace
from eligo.records import FileRef
from eligo.workflows.workspace.survey import Survey, places


def collect(workspace: Workspace) -> Sequence[FileRef]:
    """Delete what nothing refers to; what was deleted.

    First every record has to be what the log says: one that is damaged could name another file than it did, and its
    own would be deleted for good. Raises ``DamagedStore`` with everything that is wrong, and as ``Files.collect`` does.
    """
    survey = Survey(workspace.progress, expected=2 * workspace.store.audit.head().number)
    for line in workspace.archive.records():
        survey.see(line)
    faults = [*workspace.archive.faults(), *survey.faults(workspace.archive.records)]
    if faults:
        raise DamagedStore(
            f"The workspace is damaged in {places(len(faults))}; nothing has been deleted",
            hint="Keep a copy of its folder as it is, and restore the last backup with 'eligo restore'.",
            details=faults,
        )
    return workspace.files.collect(workspace.archive)
