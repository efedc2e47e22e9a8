"""``eligo verify`` in a workspace: does it hold what was put there, all of it, and nothing else?"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.errors import DamagedStore, VerificationFailed
from eligo.ports import Workspace
from eligo.records import GENESIS, Event
from eligo.workflows.workspace.backup import sound
from eligo.workflows.workspace.survey import Contents, Survey, places


@dataclass(frozen=True, slots=True)
class Checked:
    """A workspace that was found to be whole. ``orphans`` are files that nothing refers to: ``eligo collect``."""

    contents: Contents
    orphans: int


def verify_workspace(workspace: Workspace, expected_head: str | None = None) -> Checked:
    """Verify everything of one moment: the links of the log, every record against the log, every file's content.

    ``expected_head`` is the hash of an event that somebody noted earlier, which has to be in the log: that is how it
    is seen that the log's end was cut off, or all of it written anew. Raises ``DamagedStore`` with everything that is
    wrong, ``VerificationFailed`` where only that hash is not there.
    """
    wanted = (expected_head or GENESIS).strip().lower()
    survey = Survey(workspace.progress, expected=2 * workspace.store.audit.head().number)
    faults: list[str] = []
    with workspace.files.holding():
        is_found = _see_all(workspace, survey, wanted, faults)
        contents = survey.contents()
        _see_files(workspace, survey, faults)
        orphans = len({file.sha256 for file in workspace.files.all()} - {file.sha256 for file in survey.files})
    lost = f"the log has no event with the hash {wanted}"
    if faults:
        faults += [] if is_found else [lost]
        raise DamagedStore(
            f"The workspace is damaged in {places(len(faults))}",
            hint="Keep a copy of its folder as it is, and restore the last backup with 'eligo restore'.",
            details=faults,
        )
    if not is_found:
        raise VerificationFailed(
            f"The workspace agrees with itself, but {lost}",
            hint="Check the hash. If it is right, the log was cut off or replaced: compare it with your backups.",
        )
    return Checked(contents, orphans)


def _see_all(workspace: Workspace, survey: Survey, wanted: str, faults: list[str]) -> bool:
    """Whether an event with that hash is there, or was not to be looked for, or could not be."""
    is_found = wanted == GENESIS
    try:
        faults += workspace.archive.faults()
        for line in workspace.archive.records():
            survey.see(line)
            is_found |= isinstance(line, Event) and line.hash == wanted
        faults += survey.faults(workspace.archive.records)
    except DamagedStore as error:
        faults += [error.message, *error.details]
        return True
    return is_found


def _see_files(workspace: Workspace, survey: Survey, faults: list[str]) -> None:
    files = sorted(survey.files)
    for done, file in enumerate(files, start=1):
        sound(workspace.files, file, faults)
        workspace.progress.stage("files", done, len(files))
