"""Nobody changes the log, a decision or a run, not even past Eligo."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import DamagedStore
from eligo.store import create_store, open_store
from eligo.store.connecting import address_of, disconnect
from eligo.store.faults import told
from store.test_migrations import EVERY, Noon, ask, at_schema

COLUMN = {
    "eligo_event": "why",
    "eligo_decision": "why",
    "eligo_run": "status",
    "eligo_runfile": "name",
    "eligo_registerline": "hashes",
    "eligo_registerpublication": "signature",
}
TABLES = tuple(COLUMN)
FOLLOWING = {
    "eligo_event": "an event has to follow the last one",
    "eligo_registerline": "a row of eligo_registerline has to follow the last one",
    "eligo_registerpublication": "a row of eligo_registerpublication has to follow the last one",
}
"""What a row of a table with an order of its own is refused with that is out of order."""


def refused(url: str, statement: str) -> str:
    """What the database says to a statement that it does not carry out."""
    with pytest.raises(DamagedStore) as refusal, told(address_of(url)):
        ask(url, statement)
    disconnect(address_of(url))
    return refusal.value.message


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_a_row_cannot_be_changed_or_deleted(database_url: str, table: str, change: str) -> None:
    at_schema(database_url, EVERY[-1])
    before = ask(database_url, f"SELECT * FROM {table} ORDER BY 1")
    assert f"{table} is append-only" in refused(database_url, change.format(table, COLUMN[table]))
    assert ask(database_url, f"SELECT * FROM {table} ORDER BY 1") == before
    assert before != []


@pytest.mark.parametrize("table", TABLES)
def test_a_row_cannot_be_replaced(tmp_path: Path, table: str) -> None:
    url = f"sqlite://{tmp_path / 'eligo.sqlite3'}"
    at_schema(url, EVERY[-1])
    before = ask(url, f"SELECT * FROM {table} ORDER BY 1")
    for replacing in ("INSERT OR REPLACE INTO", "REPLACE INTO"):
        expected = FOLLOWING.get(table, f"{table} is append-only")
        assert expected in refused(url, f"{replacing} {table} SELECT * FROM {table}")
    assert ask(url, f"SELECT * FROM {table} ORDER BY 1") == before


def test_a_decision_cannot_be_replaced_by_another_about_the_same(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'eligo.sqlite3'}"
    at_schema(url, EVERY[-1])
    columns = "kind, subject, value, file_sha256, file_size, follows, 'x', why, decided_at"
    statement = f"REPLACE INTO eligo_decision SELECT event + 1000, {columns} FROM eligo_decision"
    assert "eligo_decision is append-only" in refused(url, statement)


def test_an_event_that_does_not_follow_the_last_one_is_refused(database_url: str) -> None:
    at_schema(database_url, EVERY[-1])
    columns = "at, who, why, action, subject, before, after, previous, hash"
    for number, previous in (("99", "hash"), ("number + 1", "previous")):
        statement = (
            f"INSERT INTO eligo_event (number, {columns}) "
            f"SELECT {number}, {columns.replace('previous', previous)} FROM eligo_event ORDER BY number DESC LIMIT 1"
        )
        assert "an event has to follow the last one" in refused(database_url, statement)


@pytest.mark.parametrize("table", ["eligo_registerline", "eligo_registerpublication"])
def test_a_line_of_the_registers_that_does_not_follow_the_last_one_is_refused(database_url: str, table: str) -> None:
    at_schema(database_url, EVERY[-1])
    columns = {
        "eligo_registerline": "item, product, resting_on, effective_on, recorded_at, text, hashes",
        "eligo_registerpublication": "text, key, signature",
    }[table]
    for number in ("0", "number", "number + 2"):
        last = f"SELECT {number}, {columns} FROM {table} ORDER BY number DESC LIMIT 1"
        statement = f"INSERT INTO {table} (number, {columns}) {last}"
        assert FOLLOWING[table] in refused(database_url, statement)


def test_the_log_cannot_be_emptied_at_once(postgres_url: str) -> None:
    create_store(postgres_url, Noon()).close()
    for table in TABLES:
        assert f"{table} is append-only" in refused(postgres_url, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", [table for table in TABLES if table != "eligo_runfile"])
def test_a_row_cannot_be_replaced_by_its_hidden_rowid(tmp_path: Path, table: str) -> None:
    url = f"sqlite://{tmp_path / 'eligo.sqlite3'}"
    at_schema(url, EVERY[-1])
    before = ask(url, f"SELECT * FROM {table} ORDER BY 1")
    key = "event" if table == "eligo_decision" else "number"
    columns = [str(column[1]) for column in ask(url, f"PRAGMA table_info({table})")]
    # As the next row would be, under the rowid of the first: only the rowid tells that it takes a row's place.
    new = {
        key: f"(SELECT MAX({key}) + 1 FROM {table})",
        "previous": f"(SELECT hash FROM {table} ORDER BY 1 DESC LIMIT 1)",
        "event": "event + 1000",
        "follows": "follows + 1000",
        key if table == "eligo_decision" else "": f"(SELECT MAX({key}) + 1 FROM {table})",
    }
    values = ", ".join(new.get(column, column) for column in columns)
    statement = f"REPLACE INTO {table} (rowid, {', '.join(columns)}) SELECT rowid, {values} FROM {table} LIMIT 1"
    assert f"{table} is append-only" in refused(url, statement)
    assert ask(url, f"SELECT * FROM {table} ORDER BY 1") == before


def test_the_order_of_the_log_is_that_of_its_own_table(postgres_url: str) -> None:
    at_schema(postgres_url, EVERY[-1])
    columns = "at, who, why, action, subject, before, after"
    statements = (
        "CREATE TEMP TABLE eligo_event AS SELECT 98::bigint AS number, 'x'::text AS hash",
        (
            f"INSERT INTO public.eligo_event (number, {columns}, previous, hash) "
            f"SELECT 99, {columns}, 'x', hash FROM public.eligo_event ORDER BY number DESC LIMIT 1"
        ),
    )
    assert "an event has to follow the last one" in refused(postgres_url, "; ".join(statements))


def guard_faults_of(url: str, *statements: str) -> list[str]:
    """What is found wrong with a database of this schema after these statements."""
    at_schema(url, EVERY[-1])
    for statement in statements:
        ask(url, statement)
    opened = open_store(url, Noon())
    try:
        return list(opened.archive.faults())
    finally:
        opened.close()


def test_a_trigger_that_is_missing_changed_or_strange_is_found_in_sqlite(tmp_path: Path) -> None:
    assert guard_faults_of(f"sqlite://{tmp_path / 'whole.sqlite3'}") == []
    assert guard_faults_of(
        f"sqlite://{tmp_path / 'eligo.sqlite3'}",
        "DROP TRIGGER eligo_event_no_update",
        "DROP TRIGGER eligo_run_no_delete",
        "CREATE TRIGGER eligo_run_no_delete BEFORE DELETE ON eligo_run BEGIN SELECT 1; END",
        "CREATE TRIGGER another BEFORE INSERT ON eligo_run BEGIN SELECT 1; END",
    ) == [
        "the trigger another of the database is not Eligo's: it could change what is kept",
        "the trigger eligo_event_no_update of the database is missing: what is append-only could be changed",
        "the trigger eligo_run_no_delete of the database is not as Eligo made it: what is append-only could be changed",
    ]


def test_a_trigger_that_is_missing_changed_or_switched_off_is_found_in_postgresql(postgres_url: str) -> None:
    assert guard_faults_of(
        postgres_url,
        "ALTER TABLE eligo_event DISABLE TRIGGER eligo_event_follows",
        "DROP TRIGGER eligo_run_no_truncate ON eligo_run",
        "CREATE OR REPLACE FUNCTION eligo_append_only() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NULL; END $$",
    ) == [
        "the function eligo_append_only of the database is not as Eligo made it: what is append-only could be changed",
        "the trigger eligo_event_follows of the database is switched off: what is append-only could be changed",
        "the trigger eligo_run_no_truncate of the database is missing: what is append-only could be changed",
    ]
