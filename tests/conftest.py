"""How property tests run, and a database server.

Property tests try the same examples every time, and many more under ``make fuzz``. Coverage is not measured in tests
of hundreds of drawn examples: it makes them half as long again, and has to come from tests that say what they expect.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

from postgres import PostgresServer, postgres_server

settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=2000, deadline=None, database=None, print_blob=True)
settings.load_profile("default")

DRAWN = ("hypothesis", "crash", "corpus", "drawn")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure nothing in tests of drawn examples, nor in what is made for them."""
    measuring = sys.gettrace()
    if any(item.get_closest_marker(name) for name in DRAWN):
        sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(measuring)


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
