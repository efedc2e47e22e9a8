"""Files by their content, in a folder: ``ab/abcdef...`` under the first two of the 64 digits of their SHA-256.

What belongs here: putting, proving and collecting them. What does not: what they mean.

Invariants: under its name a file has that content or the disk is damaged, since it comes there by a rename once it is
flushed (``eligo.durable``) and is never written again; what is half-written is in ``incoming``. Whoever puts a file
shares the lock until what refers to it is committed, whoever collects has it alone and asks what is referred to then.
Anything else in the folder is somebody else's and is left alone. Linux and macOS, see ``folder_lock``.
Source: ``ports.store.Files``.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from eligo.durable import make_folder, placed, sync_folder, told
from eligo.errors import DamagedStore, EligoError, StoreUnavailable
from eligo.ports import Archive
from eligo.records import FileRef
from eligo.store.folder_lock import FolderLock

PATIENCE_SECONDS = 60
"""How long a holder waits for a collection to end, and a collection for the holders."""

INCOMING = "incoming"
"""The folder of what is half-written."""

_NAME = re.compile(r"[0-9a-f]{64}")
_FOLDER = re.compile(r"[0-9a-f]{2}")
_ANY = re.compile(".*", re.DOTALL)
_READ_ONLY = 0o444
_CHUNK_BYTES = 1024**2
_RESTORE = (
    "Put the file in again where you have it, or restore the last backup with 'eligo restore' into a new folder and "
    "copy the file from there."
)


class FolderFiles:
    """The files in the folder ``root``, which is made when something is first put there."""

    def __init__(self, root: Path, patience: float = PATIENCE_SECONDS) -> None:
        self._root = root
        self._lock = FolderLock(root / "lock", patience)

    def holding(self) -> AbstractContextManager[None]:
        """Nothing is collected during the block; blocks may lie within one another, in many threads and processes.

        Raises ``StoreUnavailable`` where a collection does not end in time, ``CannotWrite`` where the folder cannot
        be made.
        """
        return self._lock.shared()

    def put(self, content: bytes) -> FileRef:
        """Keep a file; when this returns it is safe on disk. One that is there and damaged is replaced.

        Raises ``CannotWrite``, and leaves nothing behind then; ``RuntimeError`` outside of ``holding``.
        """
        if not self._lock.is_shared:
            raise RuntimeError("put() outside of holding(): what is put could be collected at once")
        file = FileRef(hashlib.sha256(content).hexdigest(), len(content))
        path = self.path(file)
        if path.is_dir() and not path.is_symlink():
            raise DamagedStore(f"{path} is a folder, where a file belongs", hint="Move it away, and try again.")
        if not _is_whole(path, content):
            incoming = self._root / INCOMING
            make_folder(incoming)
            make_folder(path.parent)
            with placed(path, made_in=incoming, mode=_READ_ONLY) as written:
                written.write(content)
        with told(path):
            # Another process may have put it, or made its folder, and not have flushed these names yet.
            sync_folder(path.parent)
            sync_folder(self._root)
        return file

    def read(self, file: FileRef) -> bytes:
        """The bytes of a file, once they are proved to be those.

        Raises ``DamagedStore`` where they are others or missing, ``StoreUnavailable`` where they may not be read.
        """
        path = self.path(file)
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode):
                raise _damaged(path, file, "is not a file")
            if status.st_size != file.size:
                raise _damaged(path, file, f"has {status.st_size:,} bytes")
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise _damaged(path, file, "is missing") from None
        except OSError as error:
            raise _unreadable(path, error) from error
        found = hashlib.sha256(content).hexdigest()
        if found != file.sha256:
            raise _damaged(path, file, f"has the SHA-256 {found}")
        return content

    def all(self) -> Iterator[FileRef]:
        """Every file, in the order of their hashes, each with the size that it has now, whatever is in it."""
        for folder in _listed(self._root, _FOLDER):
            for path in _listed(folder, _NAME):
                if path.name.startswith(folder.name) and (status := _status(path)) and stat.S_ISREG(status.st_mode):
                    yield FileRef(path.name, status.st_size)

    def collect(self, archive: Archive) -> tuple[FileRef, ...]:
        """Delete what nothing refers to, whatever its size, and what was left half-written.

        Waits until nobody holds anything; raises ``StoreUnavailable`` after ``patience`` seconds, ``CannotWrite``
        where a file may not be deleted, and ``RuntimeError`` inside ``holding``.
        """
        deleted = []
        with self._lock.alone():
            needed = {file.sha256 for file in archive.references()}
            for path in _listed(self._root / INCOMING, _ANY):
                if not path.is_dir():
                    _delete(path)
            for file in self.all():
                if file.sha256 not in needed:
                    _delete(self.path(file))
                    deleted.append(file)
        return tuple(deleted)

    def path(self, file: FileRef) -> Path:
        """Where a file is kept. Raises ``DamagedStore`` for what is no hash."""
        if not _NAME.fullmatch(file.sha256):
            raise DamagedStore(
                f"'{file.sha256[:70]}' is not the SHA-256 of a file, and is referred to as one",
                hint="See all that is damaged with 'eligo verify'.",
            )
        return self._root / file.sha256[:2] / file.sha256


def _is_whole(path: Path, content: bytes) -> bool:
    """Whether the file is there with this content; not where it cannot be told, so that it is put again."""
    with suppress(OSError):
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != len(content):
            return False
        with path.open("rb") as file:
            rest = memoryview(content)
            while chunk := file.read(_CHUNK_BYTES):
                if chunk != rest[: len(chunk)]:
                    return False
                rest = rest[len(chunk) :]
            # What others copied here may not be on disk yet.
            os.fsync(file.fileno())
        return not rest
    return False


def _listed(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """What is in a folder under such names, in their order; nothing where there is no folder."""
    try:
        return sorted(path for path in folder.iterdir() if name.fullmatch(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(folder, error) from error


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from error


def _delete(path: Path) -> None:
    with told(path):
        path.unlink(missing_ok=True)


def _damaged(path: Path, file: FileRef, found: str) -> DamagedStore:
    return DamagedStore(
        f"{path} {found}; a file of {file.size:,} bytes with the SHA-256 {file.sha256} belongs there", hint=_RESTORE
    )


def _unreadable(path: Path, error: OSError) -> EligoError:
    if error.errno == errno.EIO:
        return DamagedStore(f"{path} cannot be read: {error.strerror}", hint=_RESTORE)
    return StoreUnavailable(
        f"{path} cannot be read: {error.strerror}", hint="Check the permissions there; nothing has been changed."
    )
