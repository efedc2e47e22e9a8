"""A lock that many share or one has alone, between threads and processes: ``flock`` on a file.

What belongs here: taking and giving back. What does not: what is locked.

Invariants: the lock is gone with the process that had it, however that ended; a thread that shares it may share it
again. Linux and macOS: elsewhere it is ``UsageError``.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from eligo.durable import make_folder, told
from eligo.errors import StoreUnavailable, UsageError

_PAUSE_SECONDS = 0.02


class FolderLock:
    """The lock on one file, which is made when it is first needed. ``patience`` is how many seconds one waits."""

    def __init__(self, path: Path, patience: float) -> None:
        self._path = path
        self._patience = patience
        self._mine = threading.local()

    @property
    def is_shared(self) -> bool:
        """Whether this thread shares it now."""
        return getattr(self._mine, "depth", 0) > 0

    @contextmanager
    def shared(self) -> Iterator[None]:
        """With others, but not while one has it alone. Raises ``StoreUnavailable`` after waiting in vain."""
        if not self.is_shared:
            self._mine.descriptor = self._take(alone=False)
            self._mine.depth = 0
        self._mine.depth += 1
        try:
            yield
        finally:
            self._mine.depth -= 1
            if not self._mine.depth:
                # Closing, not unlocking: where the process was forked, the lock is held until both have ended.
                os.close(self._mine.descriptor)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While nobody shares it. Raises ``StoreUnavailable`` after waiting in vain."""
        if self.is_shared:
            raise RuntimeError("the lock is shared by this thread, which would wait for itself")
        descriptor = self._take(alone=True)
        try:
            yield
        finally:
            os.close(descriptor)

    def _take(self, alone: bool) -> int:
        try:
            import fcntl
        except ImportError:
            raise UsageError(
                "This system has no locks on files as Linux and macOS have them",
                hint="Keep the workspace on Linux or macOS; the commands without a workspace work here, too.",
            ) from None
        with ExitStack() as undoing:
            descriptor = self._open(alone)
            undoing.callback(os.close, descriptor)
            gives_up = time.monotonic() + self._patience
            while not self._taken(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB):
                if time.monotonic() >= gives_up:
                    raise StoreUnavailable(
                        f"Others have kept {self._path.parent} in use for {self._patience:g} seconds",
                        hint="Try again when they are done; nothing has been changed.",
                    )
                time.sleep(_PAUSE_SECONDS)
            undoing.pop_all()
        return descriptor

    def _open(self, alone: bool) -> int:
        if not alone and self._path.is_file():
            # Who only reads needs no permission to write.
            with told(self._path):
                return os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        make_folder(self._path.parent)
        with told(self._path):
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)

    def _taken(self, descriptor: int, operation: int) -> bool:
        import fcntl

        try:
            fcntl.flock(descriptor, operation)
        except OSError as error:
            if error.errno == errno.EWOULDBLOCK:
                return False
            raise StoreUnavailable(
                f"{self._path} cannot be locked: {error.strerror}",
                hint="Keep the workspace on a disk of this machine, or on one that knows locks.",
            ) from None
        return True
