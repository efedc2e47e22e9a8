"""``eligo restore``: a workspace as it was when its backup was made.

Invariant: everything in the backup is verified before anything is put in place, and the records are put in place in
one transaction. What is left when a restore was killed is an empty workspace with files that nothing refers to, which
can be restored into again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from eligo.errors import DamagedStore, VersionConflict
from eligo.ports import Progress, Workspace
from eligo.records import MOVED, Because, Event, FileRef, Record, time_after
from eligo.workflows.workspace.backup import statement_of
from eligo.workflows.workspace.packed import RECORDS, STATEMENT, Packed, file_name, record_of, unpacked
from eligo.workflows.workspace.survey import Contents, Survey, places

RESTORED = "workspace.restored"
"""The action of the event that follows a restored log."""


def read_backup(path: Path, progress: Progress | None = None) -> Contents:
    """Verify a backup: its form, every record and file, the log, and that they agree.

    Raises ``NotFound``, ``UnreadableFile`` and ``OtherSchema`` as ``unpacked`` does, and ``DamagedStore`` with
    everything that is wrong.
    """
    with unpacked(path) as packed:
        return _verified(packed, progress)[0]


def refuse_no_backup(path: Path) -> None:
    """Before anything is made: raise what a file that is no backup raises. What is in one, ``restore`` verifies."""
    with unpacked(path):
        pass


def restore(path: Path, workspace: Workspace, why: str) -> Contents:
    """Fill an empty workspace from a backup, and say so in its log. Returns what was in the backup.

    Raises as ``read_backup`` does, and ``VersionConflict`` where the workspace is not empty or the backup is of a store
    that was moved elsewhere; nothing of the records is in place then.
    """
    refuse_unless_empty(workspace)
    with unpacked(path) as packed:
        contents, files = _verified(packed, workspace.progress)
        if contents.head.action == MOVED:
            raise VersionConflict(
                f"{path} is of a store after it was moved elsewhere; it takes no more changes",
                hint="Restore a backup of where it was moved to, or one from before.",
            )
        time_after(contents.head, workspace.clock.now(), RESTORED)
        with workspace.files.holding():
            for file in files:
                if workspace.files.put(_content(packed, file)) != file:
                    raise _changed(packed)
            with workspace.store.transaction():
                workspace.archive.load(_again(packed))
                refuse_other_content(workspace, contents)
                workspace.store.audit.note(RESTORED, loaded_note(contents), Because(workspace.who, why))
    return contents


def refuse_unless_empty(workspace: Workspace) -> None:
    """Raise ``VersionConflict`` where anything has happened in the workspace."""
    head = workspace.store.audit.head()
    if head.number:
        raise VersionConflict(
            f"The workspace is not empty: its log has {head.number:,} events", hint="Name a new folder or database."
        )


def loaded_note(contents: Contents) -> dict[str, object]:
    """What the log says of what was restored or moved."""
    return {
        "record": "workspace",
        "id": contents.workspace,
        "head": contents.head.hash,
        "content": contents.content,
    }


def refuse_other_content(workspace: Workspace, contents: Contents) -> None:
    """Raise ``DamagedStore`` where a store does not hold what has just been put into it, the log included."""
    survey = Survey()
    for line in workspace.archive.records():
        survey.see(line)
    if survey.contents() != contents or list(survey.faults(workspace.archive.records)):
        raise DamagedStore(
            "The new store does not give back what was put into it, and has been left empty",
            hint="Check the disk and the database, and try again.",
        )


def _verified(packed: Packed, progress: Progress | None) -> tuple[Contents, Sequence[FileRef]]:
    events = packed.statement.get("events")
    survey = Survey(progress, expected=2 * events if isinstance(events, int) else 0)
    faults: list[str] = []
    if _all_seen(packed, survey, faults):
        faults += survey.faults(lambda: _sound_records(packed))
    files = sorted(survey.files)
    for done, file in enumerate(files, start=1):
        faults += _file_faults(packed, file)
        if progress is not None:
            progress.stage("files", done, len(files))
    unknown = sorted(set(packed.files) - {file.sha256 for file in files})
    faults += (f"files/{sha256}: nothing refers to it" for sha256 in unknown)
    contents = survey.contents()
    stated, found = packed.statement, statement_of(contents, files)
    names = sorted({*stated, *found} - {"eligo"})
    faults += (
        f"{STATEMENT}: its {name} is not that of the backup" for name in names if stated.get(name) != found.get(name)
    )
    if faults:
        raise DamagedStore(
            f"{packed.path} is damaged in {places(len(faults))}; nothing has been restored from it",
            hint="Use another backup.",
            details=faults,
        )
    return contents, files


def _all_seen(packed: Packed, survey: Survey, faults: list[str]) -> bool:
    """Whether every line could be read, if only to find that it is no record."""
    try:
        for number, text in enumerate(packed.lines(), start=1):
            try:
                seen = survey.see(record_of(text))
            except ValueError as error:
                faults.append(f"{RECORDS}, line {number}: cannot be read: {error}")
            else:
                if seen and seen.encode() != text:
                    faults.append(f"{RECORDS}, line {number}: is not written as Eligo writes it")
    except ValueError as error:
        faults.append(f"{RECORDS}: {error}")
        return False
    return True


def _sound_records(packed: Packed) -> Iterator[Record | Event]:
    for text in packed.lines():
        with suppress(ValueError):
            yield record_of(text)


def _file_faults(packed: Packed, file: FileRef) -> Iterator[str]:
    size = packed.files.get(file.sha256)
    if size is None:
        yield f"{file_name(file)}: is missing"
    elif size != file.size:
        yield f"{file_name(file)}: has {size:,} bytes where {file.size:,} are referred to"
    else:
        try:
            found = packed.hash_of(file)
        except ValueError as error:
            yield f"{file_name(file)}: {error}"
        else:
            if found != file.sha256:
                yield f"{file_name(file)}: has the SHA-256 {found}"


def _again(packed: Packed) -> Iterator[Record | Event]:
    try:
        yield from packed.records()
    except ValueError:
        raise _changed(packed) from None


def _content(packed: Packed, file: FileRef) -> bytes:
    try:
        return packed.content_of(file)
    except ValueError:
        raise _changed(packed) from None


def _changed(packed: Packed) -> DamagedStore:
    return DamagedStore(
        f"{packed.path} was changed while it was being restored; no record has been put in place",
        hint="Copy the backup to where nobody changes it, and restore that.",
    )
