"""Files that are there whole or not at all, and are still there when the power has failed.

What belongs here: the one way in which anything that has to last is put on disk. What does not: what is in it.

Invariants: content is written to a temporary file, flushed to the disk, renamed, and the folder flushed; a process that
is killed leaves a file whose name begins with ``.partial-`` at most. Whatever the disk refuses is ``CannotWrite``.
Linux and macOS: Windows does not flush folders.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from eligo.errors import CannotWrite, UsageError

PARTIAL = ".partial-"
"""How the name of a temporary file begins."""

_ROOM = "Make room there, or name another place; nothing has been changed."
_PERMISSION = "Check the permissions there, or name another place; nothing has been changed."
_PLACE = "Name a folder that is there; nothing has been changed."
_DISK = "Check the disk, or name another place; nothing has been changed."

_HINTS = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: _ROOM,
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.EROFS: _PERMISSION,
    errno.ENOENT: _PLACE,
    errno.ENOTDIR: _PLACE,
    errno.EISDIR: _PLACE,
}

_NO_FLUSH = (errno.EINVAL, errno.ENOTSUP)
"""What a file system answers that knows no flushing of folders."""

_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)
"""What a file system answers that knows no second name for a file."""


_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)
"""What a file system answers that knows no locks."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the disk refuses in the block into ``CannotWrite`` about this path."""
    try:
        yield
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, _DISK)
        raise CannotWrite(f"{path} cannot be written: {error.strerror or error}", hint=hint) from error


@contextmanager
def placed(path: Path, *, made_in: Path | None = None, mode: int = 0o666, replacing: bool = True) -> Iterator[BinaryIO]:
    """A file to write to in the block, which stands at ``path`` once the block has ended well, and not before.

    It is made in the folder ``made_in`` (the path's own unless given), on the same disk; ``mode`` is as the process's
    umask leaves it. Raises ``CannotWrite``; ``UsageError`` where ``replacing`` is false and there is something there.
    """
    temporary = (made_in or path.parent) / f"{PARTIAL}{token_hex(8)}"
    with told(path):
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if replacing:
                temporary.replace(path)
            else:
                _rename_to_new(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink()
        sync_folder(path.parent)


def _rename_to_new(temporary: Path, path: Path) -> None:
    """Give a file another name that nothing has yet; a rename would silently replace what has it."""
    try:
        os.link(temporary, path)
    except OSError as error:
        if os.path.lexists(path):
            raise UsageError(f"{path} exists already", hint="Name a file that does not exist yet.") from None
        if error.errno not in _NO_LINKS:
            raise
        temporary.rename(path)


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in place, or in the place of the one there. Raises ``CannotWrite``; nothing is changed then."""
    with placed(path) as file:
        file.write(content)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, so that they last. Raises ``CannotWrite``."""
    with told(folder):
        missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            sync_folder(one.parent)


@contextmanager
def held(folder: Path, shown: Path, busy: Callable[[], None]) -> Iterator[bool]:
    """Have a folder that is there for one process at a time; the system gives it back when the process ends, however.

    Where another process has it, ``busy`` is called, which may raise; if it does not, the other one is waited for.
    Yields whether the folder is still there then, and the same. Without such locks nobody is kept out.
    Raises ``CannotWrite`` about ``shown``, which is how the folder is called to others.
    """
    try:
        with told(shown):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except CannotWrite as error:
        if isinstance(error.__cause__, FileNotFoundError):
            yield False
            return
        raise
    try:
        with told(shown):
            _lock(descriptor, busy)
        yield _is_still(folder, descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, busy: Callable[[], None]) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        busy()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise


def _is_still(folder: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk. Raises ``OSError``."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(descriptor)
