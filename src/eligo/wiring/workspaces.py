"""Opening a workspace, and making, moving, restoring and migrating one: where the store is chosen.

Nothing here imports Django before a workspace is opened.
"""

from __future__ import annotations

import getpass
import importlib.util
import os
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from eligo.durable import make_folder
from eligo.errors import DamagedStore, EligoError, NotFound, UsageError, VersionConflict
from eligo.ports import Progress, Workspace
from eligo.records import LONGEST_NAME, MOVED, Because
from eligo.wiring.services import Silence, SystemClock
from eligo.wiring.settings import (
    DATABASE,
    FILES,
    SETTINGS,
    SQLITE,
    STORE,
    database_of,
    find_workspace,
    new_settings,
    url_of,
    write_settings,
)
from eligo.workflows import workspace as use

if TYPE_CHECKING:
    from eligo.store import OpenStore

_LOOK_ALIKE = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE")
"""Scripts of which some capitals are drawn alike, by the names that Unicode gives to letters."""

_FOLDER_DIGITS = 2
"""Kept files are in folders of the first two digits of their hashes."""


def who_of(named: str | None) -> str:
    """Under whose name changes are made: the one named, ``ELIGO_WHO``, or the name of the login.

    Raises ``UsageError`` where none of them says, or the name is not one line of text, or has a word in letters of
    several scripts that look alike, which may pass for another's name.
    """
    who = _who_if_known(named)
    if not who:
        raise UsageError("Nothing says who you are", hint="Say so with --as NAME, or set ELIGO_WHO.")
    return who


def _who_if_known(named: str | None) -> str:
    """The same, or nobody: whoever only reads needs no name, and the store refuses a change of nobody's."""
    try:
        who = (named or os.environ.get("ELIGO_WHO") or getpass.getuser()).strip()
    except (KeyError, OSError):
        who = ""
    if not who.isprintable() or len(who) > LONGEST_NAME:
        raise UsageError(
            "The name under which changes are made is not one line of text",
            hint=f"Say it with --as NAME or ELIGO_WHO, in at most {LONGEST_NAME} characters.",
        )
    if mixed := next((word for word in who.split() if len(_scripts(word)) > 1), ""):
        raise UsageError(
            f"'{mixed}' has letters of several scripts: {' and '.join(sorted(_scripts(mixed)))}",
            hint="Letters that look alike are not the same: write the name in one script.",
        )
    return who


def _scripts(word: str) -> set[str]:
    """Of the scripts whose letters look alike, those that a word has letters of."""
    letters = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return {script.capitalize() for script in letters if script in _LOOK_ALIKE}


@contextmanager
def opened_workspace(
    named: Path | None, who: str | None = None, progress: Progress | None = None
) -> Iterator[Workspace]:
    """The workspace named, or the one that this folder is in, open for the block.

    Raises ``NotFound`` where there is none, and what ``eligo.store.open_store`` raises.
    """
    folder = find_workspace(named)
    if folder is None:
        raise NotFound(
            "This folder is in no workspace", hint="Make one with 'eligo init', or name one with --workspace."
        )
    with _workspace(folder, database_of(folder), _who_if_known(who), progress) as workspace:
        if workspace.store.audit.head().number == 0:
            raise NotFound(f"The workspace in {folder} was not finished", hint=f"Finish it with: eligo init {folder}")
        yield workspace


@contextmanager
def begin_workspace(
    folder: Path, database: str, scheme: str, catalogue: Path | None, who: str | None
) -> Iterator[Workspace]:
    """A new workspace, open for the block. One whose making was interrupted is finished.

    Raises ``VersionConflict`` where there is one already, and what a scheme or a catalogue raises; what has been made
    by then stands in nobody's way.
    """
    folder = folder.resolve()
    outer = next((one for one in folder.parents if (one / SETTINGS).is_file()), None)
    if outer is not None:
        raise UsageError(f"{folder} is inside the workspace {outer}", hint="Make it elsewhere, or use that one.")
    name = who_of(who)
    use.refuse_unusable(scheme, catalogue)
    with _empty(folder, database, name, None) as workspace:
        use.start(workspace, secrets.token_hex(8), scheme, catalogue)
        yield workspace


@contextmanager
def restored_workspace(
    backup: Path, folder: Path, database: str, who: str | None, progress: Progress | None, why: str
) -> Iterator[tuple[Workspace, use.Contents]]:
    """A new workspace made of a backup. Raises what ``restore`` raises."""
    use.refuse_no_backup(backup)
    with _empty(folder.resolve(), database, who_of(who), progress) as workspace:
        yield workspace, use.restore(backup, workspace, why)


def move_workspace(
    named: Path | None, database: str, who: str | None, progress: Progress | None, why: str
) -> use.Contents:
    """Put a workspace into another database, which holds none yet, or finish that. Raises what ``move`` raises."""
    with opened_workspace(named, who, progress) as source:
        folder = source.folder
        if url_of(folder, database) == url_of(folder, database_of(folder)):
            raise VersionConflict(f"The workspace is in {database} already", hint="Name another database.")
        opened = _opened_or_created(url_of(folder, database))
        try:
            target = _made(folder, opened, source.who, source.progress)
            return use.move(source, target, database, new_settings(folder, database), why)
        finally:
            opened.close()


def migrate_workspace(named: Path | None, who: str | None) -> tuple[str, ...]:
    """Bring a workspace to the schema of this Eligo; the names of the steps, none where it was there."""
    folder = find_workspace(named)
    if folder is None:
        raise NotFound("This folder is in no workspace", hint="Name one with --workspace.")
    because = Because(who_of(who), "eligo migrate")
    applied: tuple[str, ...] = _store().migrate_store(url_of(folder, database_of(folder)), SystemClock(), because)
    return applied


@contextmanager
def _workspace(folder: Path, database: str, who: str, progress: Progress | None) -> Iterator[Workspace]:
    _refuse_lost_database(folder, database)
    opened = _store().open_store(url_of(folder, database), SystemClock())
    try:
        yield _made(folder, opened, who, progress)
    finally:
        opened.close()


def _refuse_lost_database(folder: Path, database: str) -> None:
    """Raise ``DamagedStore`` where a workspace's files are there and its SQLite file is missing or has nothing in it.

    It is not taken for a workspace that has still to be made: who makes it again would lose the files.
    """
    file, files = folder / STORE / DATABASE, folder / STORE / FILES
    if database != SQLITE or (file.is_file() and file.stat().st_size):
        return
    if files.is_dir() and any(one.is_dir() and len(one.name) == _FOLDER_DIGITS for one in files.iterdir()):
        what = "empty" if file.exists() else "missing"
        raise DamagedStore(
            f"{folder} has the files of a workspace, and {STORE}/{DATABASE} is {what}",
            hint="Keep a copy of the folder as it is, and restore the last backup with 'eligo restore' into a new one.",
        )


@contextmanager
def _empty(folder: Path, database: str, who: str, progress: Progress | None) -> Iterator[Workspace]:
    """A workspace without anything in it: a new one, or one whose making was interrupted."""
    if (folder / SETTINGS).is_file() and database_of(folder) != database:
        raise VersionConflict(f"There is a workspace in {folder} already", hint="Name another folder.")
    url = url_of(folder, database)
    _refuse_lost_database(folder, database)
    is_new = not (folder / SETTINGS).is_file()
    made = [one for one in (folder / STORE, folder, *folder.parents) if not one.exists()]
    try:
        make_folder(folder / STORE)
        opened = _created_or_empty(url)
    except EligoError:
        for one in made:
            with suppress(OSError):
                # Only what is empty goes again: somebody else may be making a workspace here at the same time.
                one.rmdir()
        raise
    try:
        write_settings(folder, database)
        yield _made(folder, opened, who, progress)
    except EligoError:
        if is_new and opened.store.audit.head().number == 0:
            # Where nothing was begun, the commands that need no workspace find none.
            (folder / SETTINGS).unlink(missing_ok=True)
        raise
    finally:
        opened.close()


def _made(folder: Path, opened: OpenStore, who: str, progress: Progress | None) -> Workspace:
    return Workspace(
        folder=folder,
        store=opened.store,
        queue=opened.queue,
        files=_store().FolderFiles(folder / STORE / FILES),
        archive=opened.archive,
        clock=SystemClock(),
        progress=progress or Silence(),
        who=who,
        release=opened.close,
    )


def _created_or_empty(url: str) -> OpenStore:
    """A store with nothing in it: a new one, or one made and not begun. Raises ``VersionConflict`` otherwise."""
    opened = _opened_or_created(url)
    head = opened.store.audit.head()
    if head.action == MOVED:
        opened.close()
        raise VersionConflict(
            f"The database {opened.address.shown} holds what was there before the workspace was moved elsewhere",
            hint="Put it aside, or name another database.",
        )
    if head.number:
        opened.close()
        raise VersionConflict(
            f"The database {opened.address.shown} holds a workspace already",
            hint="Name another database or folder, or open that workspace.",
        )
    return opened


def _opened_or_created(url: str) -> OpenStore:
    store = _store()
    try:
        opened: OpenStore = store.open_store(url, SystemClock())
    except NotFound:
        opened = store.create_store(url, SystemClock())
    return opened


def _store() -> ModuleType:
    if importlib.util.find_spec("django") is None:
        raise UsageError(
            "A workspace needs the library Django, which is not installed",
            hint="Install it with: pip install 'eligo[workspace]'. The commands without a workspace do without.",
        )
    return importlib.import_module("eligo.store")
