"""A workspace from every earlier schema opens after a checked migration, or is refused with what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from eligo.errors import DamagedStore, NotFound, OtherSchema, VersionConflict
from eligo.records import Because, canonical, plain
from eligo.store import create_store, migrate_store, open_store
from eligo.store.connecting import address_of, connect, disconnect
from killed import killed_before

SCHEMAS = Path(__file__).parent / "schemas"
EVERY = sorted(path.stem for path in SCHEMAS.glob("*.sql"))
BECAUSE = Because("analyst", "a new Eligo")


class Noon:
    """A clock that stands still, later than all that the samples hold."""

    def now(self) -> datetime:
        return datetime(2020, 6, 1, 12, tzinfo=UTC)


def at_schema(url: str, name: str, sample: str | None = None) -> None:
    """Bring an empty database to a schema, and fill it with what a workspace of a schema held."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    address = address_of(url)
    connect(address)
    connection = connections[address.changes]
    MigrationExecutor(connection).migrate([("eligo", name)])
    with connection.cursor() as cursor:
        for statement in (SCHEMAS / f"{sample or name}.sql").read_text("utf-8").split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    disconnect(address)


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    from django.db import connections

    address = address_of(url)
    connect(address)
    with connections[address.changes].cursor() as cursor:
        cursor.execute(statement)
        rows = list(cursor.fetchall()) if cursor.description else []
    disconnect(address)
    return rows


def applied(url: str) -> list[str]:
    rows = ask(url, "SELECT name FROM django_migrations WHERE app = 'eligo' ORDER BY name")
    return [str(name) for (name,) in rows]


def records(url: str) -> Iterator[str]:
    opened = open_store(url, Noon())
    yield from (canonical(plain(record)) for record in opened.archive.records())
    opened.close()


def test_there_is_a_sample_of_every_schema() -> None:
    migrations = Path(__file__).parents[2] / "src" / "eligo" / "store" / "migrations"
    assert sorted(path.stem for path in migrations.glob("0*.py")) == EVERY


@pytest.mark.parametrize("name", EVERY[:-1])
def test_a_store_of_an_earlier_schema_is_refused_with_what_to_do(database_url: str, name: str) -> None:
    at_schema(database_url, name)
    with pytest.raises(OtherSchema) as refusal:
        open_store(database_url, Noon())
    lacking = ", ".join(EVERY[EVERY.index(name) + 1 :])
    assert refusal.value.message.endswith(f"was written by an older Eligo: it lacks {lacking}")
    assert "eligo migrate" in refusal.value.hint
    assert applied(database_url) == EVERY[: EVERY.index(name) + 1]


@pytest.mark.parametrize("name", EVERY)
def test_everything_that_a_store_of_an_earlier_schema_held_is_there_after_its_migration(
    database_url: str, name: str
) -> None:
    at_schema(database_url, name)
    missing = tuple(EVERY[EVERY.index(name) + 1 :])
    assert migrate_store(database_url, Noon(), BECAUSE) == missing
    expected = (SCHEMAS / f"{name}.jsonl").read_text("utf-8").splitlines()
    found = list(records(database_url))
    assert found[: len(expected)] == expected
    events = [json.loads(line) for line in found[len(expected) :]]
    assert [(event["action"], event["after"]["applied"]) for event in events] == (
        [("workspace.migrated", list(missing))] if missing else []
    )


def test_a_store_whose_records_are_not_what_its_log_says_is_not_migrated(database_url: str) -> None:
    at_schema(database_url, "0002_append_only")
    ask(database_url, "UPDATE eligo_submission SET rows_accepted = 9 WHERE number = 1")
    with pytest.raises(DamagedStore) as refusal:
        migrate_store(database_url, Noon(), BECAUSE)
    assert refusal.value.details == ("submission/1: rows_accepted not as the log has it",)
    assert applied(database_url) == ["0001_records", "0002_append_only"]
    assert ask(database_url, "SELECT rows_accepted FROM eligo_submission WHERE number = 1") == [(9,)]


def test_a_store_of_a_later_schema_is_refused_and_left_as_it_is(database_url: str) -> None:
    create_store(database_url, Noon()).close()
    ask(
        database_url,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('eligo', '0099_later', '2030-01-01 00:00:00')",
    )
    for attempt in (
        lambda: open_store(database_url, Noon()),
        lambda: migrate_store(database_url, Noon(), BECAUSE),
    ):
        with pytest.raises(OtherSchema) as refusal:
            attempt()
        assert refusal.value.message.endswith("was written by a newer Eligo: this one does not know 0099_later")
    assert applied(database_url) == [*EVERY, "0099_later"]


def test_the_tables_of_the_last_schema_are_those_of_the_models() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "eligo", check=True, dry_run=True, verbosity=0)


def test_an_empty_database_holds_no_workspace(database_url: str) -> None:
    for attempt in (
        lambda: open_store(database_url, Noon()),
        lambda: migrate_store(database_url, Noon(), BECAUSE),
    ):
        with pytest.raises(NotFound) as refusal:
            attempt()
        assert refusal.value.message.startswith("There is no workspace in the database")


def test_a_database_that_holds_a_workspace_is_not_made_into_another(database_url: str) -> None:
    create_store(database_url, Noon()).close()
    with pytest.raises(VersionConflict) as refusal:
        create_store(database_url, Noon())
    assert refusal.value.message.endswith("holds a workspace already")


def migrate(url: str) -> None:
    """Bring a store up to date."""
    migrate_store(url, Noon(), Because("analyst", "a new Eligo"))


def test_killed_at_many_moments_a_migration_leaves_the_old_schema_or_the_new_one(tmp_path: Path) -> None:
    old = tmp_path / "old"
    at_schema(f"sqlite://{old}", EVERY[0])
    disconnect(address_of(f"sqlite://{old}"))
    ends, line, was_killed = [], 0, True

    while was_killed:
        file = tmp_path / f"store{line}"
        shutil.copy(old, file)
        was_killed = killed_before(line, partial(migrate, f"sqlite://{file}"), ["eligo.store", "eligo.records"])
        ends.append(applied(f"sqlite://{file}"))
        migrate(f"sqlite://{file}")
        disconnect(address_of(f"sqlite://{file}"))
        assert applied(f"sqlite://{file}") == list(EVERY)
        line += 151

    assert {len(one) for one in ends} == {1, len(EVERY)}
    assert ends == sorted(ends)
    assert len(ends) > 5
