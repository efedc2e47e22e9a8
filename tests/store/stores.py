"""Every implementation of the ports, made empty and quickly.

``MAKERS`` is the one list of implementations: what is added there passes the contract suite, or fails it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import pytest

from eligo.ports import Archive, Clock, Queue, Store
from eligo.records import Event, Record
from eligo.store import OpenStore, open_store
from store.memory import MemoryArchive, MemoryQueue, MemoryStore
from store.postgres_pool import Pool, Pooled


class Opened(Protocol):
    """An open store of any make, with all that goes with it; closed in the thread that used it."""

    @property
    def store(self) -> Store:
        """Everything but the jobs."""
        ...

    @property
    def queue(self) -> Queue:
        """The jobs."""
        ...

    @property
    def archive(self) -> Archive:
        """All of it."""
        ...

    def close(self) -> None:
        """Give back what this thread holds."""
        ...


class MemoryOpened:
    """A store in memory, with its queue and archive."""

    def __init__(self, clock: Clock) -> None:
        self.store = MemoryStore(clock)
        self.queue = MemoryQueue(self.store)
        self.archive = MemoryArchive(self.store)

    def close(self) -> None:
        """Nothing is held."""


Make = Callable[[], Opened]
"""Makes one more empty store, all of whose clocks are one."""


@contextmanager
def in_memory(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Make]:
    """Stores in memory."""
    yield lambda: MemoryOpened(clock)


@contextmanager
def on_sqlite(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Make]:
    """Stores in SQLite files, each a copy of one that was made once."""
    template: Path = request.getfixturevalue("sqlite_template")
    folder: Path = request.getfixturevalue("tmp_path_factory").mktemp("sqlite")
    opened: list[OpenStore] = []

    def make() -> Opened:
        file = folder / f"{len(opened)}.sqlite3"
        shutil.copy(template, file)
        opened.append(open_store(f"sqlite://{file}", clock))
        return opened[-1]

    try:
        yield make
    finally:
        for one in opened:
            one.close()
        shutil.rmtree(folder)


@contextmanager
def on_postgresql(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Make]:
    """Stores in databases of a PostgreSQL server, wiped after use."""
    pool: Pool = request.getfixturevalue("postgresql_pool")
    taken: list[Pooled] = []

    def make() -> Opened:
        pooled, opened = pool.take(clock)
        taken.append(pooled)
        return opened

    try:
        yield make
    finally:
        for pooled in taken:
            pool.give_back(pooled)


MAKERS: Mapping[str, Callable[[pytest.FixtureRequest, Clock], AbstractContextManager[Make]]] = {
    "memory": in_memory,
    "sqlite": on_sqlite,
    "postgresql": on_postgresql,
}
"""The implementations, by the word that a test's name ends with."""


def everything(opened: Opened) -> list[Record | Event]:
    """All that is in a store."""
    return list(opened.archive.records())
