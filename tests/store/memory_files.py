"""Files in memory, for tests. Source: ``ports.store.Files``."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eligo.errors import DamagedStore
from eligo.ports import Archive
from eligo.records import FileRef


class MemoryFiles:
    """Contents by the hash under which they were put. ``contents`` is open to tests that damage something."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self._holders: list[int] = []
        self._changed = threading.Condition()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Nothing is collected during the block."""
        with self._changed:
            self._holders.append(threading.get_ident())
        try:
            yield
        finally:
            with self._changed:
                self._holders.remove(threading.get_ident())
                self._changed.notify_all()

    def put(self, content: bytes) -> FileRef:
        """Keep a file."""
        with self._changed:
            if threading.get_ident() not in self._holders:
                raise RuntimeError("put() outside of holding(): what is put could be collected at once")
            file = FileRef(hashlib.sha256(content).hexdigest(), len(content))
            self.contents[file.sha256] = bytes(content)
        return file

    def path(self, file: FileRef) -> Path:
        """Where a file would be, were there a disk."""
        return Path("/nowhere") / file.sha256

    def read(self, file: FileRef) -> bytes:
        """The bytes of a file."""
        content = self.contents.get(file.sha256)
        if content is None or FileRef(hashlib.sha256(content).hexdigest(), len(content)) != file:
            raise DamagedStore(f"The file {file.sha256} is missing or damaged")
        return content

    def all(self) -> Iterator[FileRef]:
        """Every file."""
        yield from [FileRef(sha256, len(content)) for sha256, content in sorted(self.contents.items())]

    def collect(self, archive: Archive) -> tuple[FileRef, ...]:
        """Delete what nothing refers to, once nobody holds anything."""
        with self._changed:
            if threading.get_ident() in self._holders:
                raise RuntimeError("collect() inside of holding(): it would wait for itself")
            self._changed.wait_for(lambda: not self._holders)
            needed = {file.sha256 for file in archive.references()}
            unused = tuple(file for file in self.all() if file.sha256 not in needed)
            for file in unused:
                del self.contents[file.sha256]
        return unused
