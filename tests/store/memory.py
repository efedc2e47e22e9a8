"""The fakes of the store, the queue, the archive and the files, all in memory: see the modules for each."""

from __future__ import annotations

from store.memory_files import MemoryFiles
from store.memory_queue import MemoryQueue
from store.memory_store import MemoryArchive, MemoryStore

__all__ = ["MemoryArchive", "MemoryFiles", "MemoryQueue", "MemoryStore"]
