"""Workers are killed at random moments: a workspace is as before a change or as after it, never in between.

A few kills here, 500 on each database in ``make fuzz``, with a new seed each time.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from secrets import token_hex

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

from eligo.errors import NotFound
from eligo.store import create_store
from postgres import postgres_server
from store.crash.campaign import Campaign, new_place
from store.crash.journal import Journal, account_of
from store.crash.judge import Judge, Tally, await_backends
from store.crash.killer import Bout, Server, Zygote, let_some_time_pass, zygote
from store.crash.load import Load
from store.crash.place import Moment, Place, opened

pytestmark = pytest.mark.crash


def some(few: int, many: int) -> int:
    """How many of something: few, but many in ``make fuzz``."""
    return many if settings.get_current_profile_name() == "fuzz" else few


@dataclass(frozen=True, slots=True)
class Databases:
    """Empty databases of one make, each by its address; and their server, if they have one."""

    new: Callable[[], str]
    server: Server | None = None


@pytest.fixture(scope="module")
def workers() -> Iterator[Zygote]:
    """What starts workers and kills them."""
    with zygote() as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases of each make in turn."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("crash")
        yield Databases(lambda: f"sqlite://{folder}/{token_hex(8)}.sqlite3")
        return
    # A server of its own: it is killed, too.
    with postgres_server() as server:
        yield Databases(lambda: committing_slowly(server.new_database()), server)


def committing_slowly(url: str) -> str:
    """The address of a database whose commits take a few milliseconds longer, so that more kills land in one."""
    with psycopg.connect(url, autocommit=True) as connection:
        database = sql.Identifier(connection.info.dbname)
        for setting in ("commit_delay = 4000", "commit_siblings = 0"):
            connection.execute(sql.SQL("ALTER DATABASE {} SET ").format(database) + sql.SQL(setting))
    return url


@pytest.fixture
def seed() -> str:
    """What all that is random begins with; printed where a test fails."""
    chosen = token_hex(4) if some(0, 1) else "1"
    sys.stdout.write(f"seed {chosen}\n")
    return chosen


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A workspace in SQLite, in which a worker has made changes that ``journal`` tells of."""
    made = new_place(f"sqlite://{tmp_path}/eligo.sqlite3", tmp_path)
    with opened(made, 1) as workspace:
        load = Load(workspace, Journal(tmp_path / "w.jsonl"), Random(1), "w")
        for _ in range(40):
            load.one()
    return made


def test_killed_at_any_moment_a_workspace_is_as_before_or_as_after_a_change(
    workers: Zygote, databases: Databases, tmp_path: Path, seed: str
) -> None:
    kills, tally = some(12, 500), Tally()

    faults = Campaign(workers, tmp_path, databases.new, databases.server).faults(seed, kills, tally)

    sys.stdout.write(f"{tally}\n")
    assert faults == []
    assert tally.kills >= kills
    assert tally.inside > tally.kills * 0.3


def test_killed_while_it_is_made_a_store_is_there_or_can_be_made(
    workers: Zygote, databases: Databases, tmp_path: Path, seed: str
) -> None:
    chance = Random(seed)
    for number in range(some(3, 50)):
        url = databases.new()
        worker = workers.start(making=True, url=url, journal=str(tmp_path / f"{number}.jsonl"))
        let_some_time_pass(chance)
        assert workers.kill(worker) in (-signal.SIGKILL, 0)
        place = Place(url, tmp_path / "files")
        await_backends(place)
        try:
            with opened(place, 1) as left:
                records = list(left.db.archive.records())
        except NotFound:
            made = create_store(url, Moment(1))
            records = list(made.archive.records())
            made.close()
        assert records == []


def test_the_judge_finds_no_fault_with_a_whole_workspace(place: Place) -> None:
    assert faults(place) == []


def test_the_judge_misses_a_file_that_is_referred_to(place: Place) -> None:
    with opened(place, 2) as workspace:
        lost = min(workspace.db.archive.references())
    place.folder.joinpath(lost.sha256[:2], lost.sha256).unlink()

    (fault,) = faults(place)
    assert f"{lost.sha256} is missing" in fault


def test_the_judge_misses_a_change_that_was_acknowledged(place: Place, tmp_path: Path) -> None:
    with (tmp_path / "w.jsonl").open("a") as journal:
        journal.write('["begin", "w/41", ["round.opened"], null]\n["end", "w/41", [999]]\n')

    (fault,) = faults(place)
    assert "events=(999,)" in fault
    assert "was acknowledged, and made the events () ()" in fault


def faults(place: Place) -> list[str]:
    """What the judge finds after the worker of ``place``."""
    account = account_of(place.folder.parent / "w.jsonl")
    return Judge(place, Tally()).faults(2, Bout((account,), 0, server_died=False))
