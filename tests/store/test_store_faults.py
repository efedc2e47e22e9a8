"""What befalls databases: no room, no permission, damage, others, no server. A clear situation, and nothing lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from eligo.errors import AccessDenied, CannotWrite, DamagedStore, EligoError, NotFound, StoreUnavailable, UsageError
from eligo.records import Because, Decision, Event, canonical, chain_faults, plain, record_faults, replay
from eligo.store import connecting, create_store, open_store
from ordinary_user import ordinary_user
from store.test_migrations import EVERY, Noon, ask, at_schema

BECAUSE = Because("analyst", "because")


def some(count: int, start: int = 0) -> list[Decision]:
    return [Decision("pin", f"C-{number:06}", {"text": "x" * 200}) for number in range(start, start + count)]


def lines(url: str) -> list[str]:
    opened = open_store(url, Noon())
    try:
        return [canonical(plain(record)) for record in opened.archive.records()]
    finally:
        opened.close()


def faults(url: str) -> list[str]:
    """Everything that can be found wrong with a store: by the database itself, by the chain, by replaying the log."""
    opened = open_store(url, Noon())
    try:
        every = list(opened.archive.records())
        events = [record for record in every if isinstance(record, Event)]
        others = [record for record in every if not isinstance(record, Event)]
        found = [*opened.archive.faults(), *chain_faults(events)]
        return [*found, *record_faults(others, replay(events))]
    finally:
        opened.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite database with a workspace in it."""
    url = f"sqlite://{tmp_path / 'eligo.sqlite3'}"
    at_schema(url, EVERY[-1])
    return url


def test_a_full_disk_is_said_and_nothing_is_lost(sqlite_url: str) -> None:
    before = lines(sqlite_url)
    opened = open_store(sqlite_url, Noon())
    opened.store.audit.head()
    from django.db import connections

    with connections[sqlite_url].cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(CannotWrite) as refusal:
        opened.store.decisions.record(some(1000), BECAUSE)
    opened.close()
    assert "database or disk is full" in refusal.value.message
    assert lines(sqlite_url) == before
    assert faults(sqlite_url) == []


@pytest.mark.parametrize(
    ("state", "situation"),
    [
        ("53100", CannotWrite),
        ("25006", CannotWrite),
        ("XX001", DamagedStore),
        ("55P03", StoreUnavailable),
        ("22P05", UsageError),
    ],
)
def test_what_a_server_says_becomes_a_situation(postgres_url: str, state: str, situation: type[EligoError]) -> None:
    opened = create_store(postgres_url, Noon())
    ask(
        postgres_url,
        "CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION 'the server complains' USING ERRCODE = '{state}'; END $$",
    )
    ask(
        postgres_url,
        "CREATE TRIGGER complain BEFORE INSERT ON eligo_decision FOR EACH ROW EXECUTE FUNCTION complain()",
    )
    with pytest.raises(situation) as refusal:
        opened.store.decisions.record(some(1), BECAUSE)
    opened.close()
    assert "the server complains" in refusal.value.message
    assert lines(postgres_url) == []


def test_a_folder_that_may_only_be_read_is_said_and_nothing_is_lost(sqlite_url: str) -> None:
    before = lines(sqlite_url)
    with ordinary_user(), tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "eligo.sqlite3"
        url = f"sqlite://{file}"
        at_schema(url, EVERY[-1])
        file.chmod(0o444)
        file.parent.chmod(0o555)
        with pytest.raises(CannotWrite) as refusal:
            open_store(url, Noon()).store.decisions.record(some(1), BECAUSE)
        connecting.disconnect(connecting.address_of(url))
        file.parent.chmod(0o755)
        file.chmod(0o644)
        assert lines(url) == before
    assert str(file) in refusal.value.message
    assert "permissions" in refusal.value.hint


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_workspace_that_may_only_be_read_is_read_and_verified(is_alone: bool) -> None:
    with ordinary_user(), tempfile.TemporaryDirectory() as folder:
        made, kept = Path(folder) / "made", Path(folder) / "kept"
        made.mkdir()
        at_schema(f"sqlite://{made / 'eligo.sqlite3'}", EVERY[-1])
        connecting.disconnect(connecting.address_of(f"sqlite://{made / 'eligo.sqlite3'}"))
        with closing(sqlite3.connect(made / "eligo.sqlite3")) as other:
            if not is_alone:
                # What is in the write-ahead log of somebody at work counts, too.
                other.execute("UPDATE eligo_job SET stage = 'reading'")
                other.commit()
            before = lines(f"sqlite://{made / 'eligo.sqlite3'}")
            shutil.copytree(made, kept)
        assert (kept / "eligo.sqlite3-wal").exists() != is_alone
        with only_readable(kept):
            opened = open_store(f"sqlite://{kept / 'eligo.sqlite3'}", Noon())
            assert [canonical(plain(line)) for line in opened.archive.records()] == before
            assert list(opened.archive.faults()) == []
            with pytest.raises(CannotWrite) as refusal:
                opened.store.decisions.record(some(1), BECAUSE)
            opened.close()
        assert "permissions" in refusal.value.hint


@contextmanager
def only_readable(folder: Path) -> Iterator[None]:
    """A folder in which nothing may be written in the block."""
    for one in folder.iterdir():
        one.chmod(0o444)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def test_a_database_or_a_role_that_is_not_there_is_not_a_server_that_is_away(postgres_url: str) -> None:
    with pytest.raises(NotFound) as nowhere:
        create_store(postgres_url.replace("/eligo_", "/nowhere_"), Noon())
    assert "CREATE DATABASE" in nowhere.value.hint
    with pytest.raises(AccessDenied) as nobody:
        create_store(postgres_url.replace("//postgres@", "//nobody@"), Noon())
    assert ".pgpass" in nobody.value.hint


def test_who_may_not_make_tables_is_told_which_right_is_missing(postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("DROP ROLE IF EXISTS poor")
        server.execute("CREATE ROLE poor LOGIN")
        server.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    with pytest.raises(CannotWrite) as refusal:
        create_store(postgres_url.replace("//postgres@", "//poor@"), Noon())
    assert "permission denied for schema public" in refusal.value.message
    assert "GRANT CREATE" in refusal.value.hint


def test_a_file_that_is_no_database_is_said(sqlite_url: str) -> None:
    Path(sqlite_url.removeprefix("sqlite://")).write_bytes(b"this is no database" * 1000)
    with pytest.raises(DamagedStore) as refusal:
        open_store(sqlite_url, Noon())
    assert "not a database" in refusal.value.message
    assert "eligo restore" in refusal.value.hint


def test_the_name_of_a_migration_that_is_no_text_is_damage(sqlite_url: str) -> None:
    connecting.disconnect(connecting.address_of(sqlite_url))
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite://"))) as other:
        other.execute("UPDATE django_migrations SET name = CAST(name AS blob)")
        other.commit()
    with pytest.raises(DamagedStore, match="no text"):
        open_store(sqlite_url, Noon())


def damaged(url: str, before: list[str]) -> str:
    """``seen`` where the damage is said, ``harmless`` where everything reads as before; anything else fails."""
    try:
        found = faults(url)
    except EligoError:
        return "seen"
    if found:
        return "seen"
    assert lines(url) == before
    return "harmless"


def test_every_page_that_is_damaged_is_seen_or_holds_nothing(sqlite_url: str, tmp_path: Path) -> None:
    file = Path(sqlite_url.removeprefix("sqlite://"))
    before, whole = lines(sqlite_url), file.read_bytes()
    outcomes = []
    for start in range(0, len(whole), 4096):
        copy = tmp_path / f"{start}.sqlite3"
        copy.write_bytes(whole[:start] + bytes([0xA5]) * 4096 + whole[start + 4096 :])
        outcomes.append(damaged(f"sqlite://{copy}", before))
    assert outcomes.count("seen") == len(outcomes)


def test_every_byte_that_is_changed_is_seen_or_changes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    file = Path(sqlite_url.removeprefix("sqlite://"))
    before, whole = lines(sqlite_url), file.read_bytes()
    chance = random.Random(20190831)
    used = [place for place, byte in enumerate(whole) if byte]
    outcomes = []
    for place in chance.sample(used, 60):
        copy = tmp_path / f"{place}.sqlite3"
        copy.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        outcomes.append(damaged(f"sqlite://{copy}", before))
    assert set(outcomes) <= {"seen", "harmless"}
    assert outcomes.count("seen") > 40


def test_others_that_take_too_long_are_said(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 1)
    opened = create_store(database_url, Noon())
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        with opened.store.transaction():
            inside.set()
            done.wait()
        opened.close()

    other = threading.Thread(target=hold)
    other.start()
    inside.wait()
    try:
        with pytest.raises(StoreUnavailable) as refusal:
            opened.store.decisions.record(some(1), BECAUSE)
    finally:
        done.set()
        other.join()
    assert "nothing has been changed" in refusal.value.hint
    assert len(opened.store.decisions.record(some(1), BECAUSE)) == 1
    opened.close()


def test_a_server_that_is_not_there_is_said() -> None:
    with pytest.raises(StoreUnavailable) as refusal:
        open_store("postgresql://nobody@/nothing?host=/nowhere", Noon())
    assert "Check that the database server runs" in refusal.value.hint


def test_a_backup_copied_by_the_database_itself_is_a_store_too(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    with sqlite3.connect(sqlite_url.removeprefix("sqlite://")) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    shutil.copy(copy, tmp_path / "again.sqlite3")
    assert lines(f"sqlite://{tmp_path / 'again.sqlite3'}") == lines(sqlite_url)
