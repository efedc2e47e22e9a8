"""The stores and databases under test: whatever takes ``opened`` or ``make`` runs once for each implementation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eligo.ports import Archive, Queue, Store
from eligo.store import create_store
from postgres import PostgresServer
from store.postgres_pool import Pool
from store.settable_clock import SettableClock
from store.stores import MAKERS, Make, Opened


@pytest.fixture
def clock() -> SettableClock:
    """The one clock of all stores of a test."""
    return SettableClock()


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest, clock: SettableClock) -> Iterator[Make]:
    """Makes empty stores of one implementation."""
    with MAKERS[request.param](request, clock) as made:
        yield made


@pytest.fixture(params=MAKERS)
def make_other(request: pytest.FixtureRequest, clock: SettableClock) -> Iterator[Make]:
    """Makes empty stores of any implementation, to go with those of ``make``."""
    with MAKERS[request.param](request, clock) as made:
        yield made


@pytest.fixture
def opened(make: Make) -> Opened:
    """An empty store, its queue and its archive."""
    return make()


@pytest.fixture
def store(opened: Opened) -> Store:
    """An empty store."""
    return opened.store


@pytest.fixture
def queue(opened: Opened) -> Queue:
    """The queue of that store."""
    return opened.queue


@pytest.fixture
def archive(opened: Opened) -> Archive:
    """The archive of that store."""
    return opened.archive


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with an empty store, to copy."""
    file = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    create_store(f"sqlite://{file}", SettableClock()).close()
    return file


@pytest.fixture(scope="session")
def postgresql_pool(postgres: PostgresServer) -> Iterator[Pool]:
    """Databases with an empty store."""
    pool = Pool(postgres)
    yield pool
    pool.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite://{tmp_path / 'eligo.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))
