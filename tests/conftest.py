"""How property tests run, and a database server.

Property tests try the same examples every time, and many more under ``make fuzz``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from postgres import PostgresServer, postgres_server

settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=2000, deadline=None, database=None, print_blob=True)
settings.load_profile("default")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for all tests."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    url = postgres.new_database()
    yield url
    postgres.drop_database(url)
