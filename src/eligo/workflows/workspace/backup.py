"""``eligo backup``: all of a workspace in one file, while others go on working in it.

Invariant: what is backed up can be restored. The backup is of one moment, it is verified while it is written, and it
stands under its name when it is complete and on disk, or not at all.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from eligo.artefacts import json_bytes
from eligo.durable import placed
from eligo.errors import DamagedStore, EligoError, UsageError, VersionConflict
from eligo.ports import Files, Workspace
from eligo.records import MOVED, FileRef
from eligo.version import VERSION
from eligo.workflows.workspace.packed import FIRST_FORMAT, FORMAT, LONGEST_LINE, RECORDS, STATEMENT, file_name, member
from eligo.workflows.workspace.survey import Contents, Survey, places


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where it is, its size in bytes, and what is in it."""

    path: Path
    size: int
    contents: Contents


def backup(workspace: Workspace, target: Path) -> Backup:
    """Write a backup of the workspace to a new file.

    It has everything that is committed when it begins, and nothing that is committed later. Raises ``UsageError`` where
    the file exists, ``CannotWrite``, ``VersionConflict`` where the workspace was moved elsewhere, and ``DamagedStore``
    with everything that is wrong with it; nothing is left behind then.
    """
    if target.exists():
        raise UsageError(f"{target} exists already", hint="Name a file that does not exist yet.")
    refuse_moved(workspace)
    with workspace.files.holding(), placed(target, replacing=False) as file:
        contents = _write(workspace, file)
    return Backup(target, target.stat().st_size, contents)


def refuse_moved(workspace: Workspace) -> None:
    """Raise ``VersionConflict`` where the workspace goes on elsewhere."""
    if workspace.store.audit.head().action == MOVED:
        raise VersionConflict(
            "This store has been moved elsewhere, and is not the workspace any more",
            hint="Use the one that the workspace's eligo.toml names now. Where it names this one, the move was "
            "interrupted: 'eligo log --last 1 --json' says where to, and 'eligo move' with that finishes it.",
        )


def _write(workspace: Workspace, file: BinaryIO) -> Contents:
    survey = Survey(workspace.progress, expected=2 * workspace.store.audit.head().number)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        with packed.open(member(RECORDS), "w", force_zip64=True) as lines:
            for line in workspace.archive.records():
                text = survey.see(line).encode()
                if len(text) > LONGEST_LINE:
                    raise UsageError(
                        f"A record of {len(text):,} bytes is too large for a backup",
                        hint="See which one it is with 'eligo log', and keep so much as a file.",
                    )
                lines.write(text + b"\n")
        contents = survey.contents()
        faults = list(survey.faults(workspace.archive.records))
        files = sorted(survey.files)
        for done, one in enumerate(files, start=1):
            content = sound(workspace.files, one, faults)
            if content is not None:
                packed.writestr(member(file_name(one)), content)
            workspace.progress.stage("files", done, len(files))
        if faults:
            raise DamagedStore(
                f"The workspace is damaged in {places(len(faults))}; no backup has been made of it",
                hint="Keep a copy of its folder as it is and every earlier backup, and restore the last one.",
                details=faults,
            )
        packed.writestr(member(STATEMENT), json_bytes(statement_of(contents, files)))
    return contents


def sound(files: Files, file: FileRef, faults: list[str]) -> bytes | None:
    """The bytes of a file; where they are not had, ``None``, with the complaint added to ``faults``."""
    try:
        return files.read(file)
    except EligoError as error:
        faults.append(error.message)
        return None


def format_of(contents: Contents) -> int:
    """The earliest form that has all that is in it: what has no registers can be restored by an older Eligo, too."""
    return FORMAT if any(word.startswith("register.") for word in contents.records) else FIRST_FORMAT


def statement_of(contents: Contents, files: Iterable[FileRef]) -> Mapping[str, Any]:
    """What ``backup.json`` says of a backup."""
    head = contents.head
    return {
        "format": format_of(contents),
        "eligo": VERSION,
        "workspace": contents.workspace,
        "head": {"number": head.number, "hash": head.hash},
        "events": contents.events,
        "records": dict(contents.records),
        "bytes": contents.bytes,
        "content": contents.content,
        "files": {file.sha256: file.size for file in files},
    }
