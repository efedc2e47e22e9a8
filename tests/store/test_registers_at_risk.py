"""What befalls a register: no room on the disk, and two people who publish at once. Nothing is there in part."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from eligo.errors import CannotWrite
from eligo.records import Because
from eligo.store import create_store, open_store
from store.crash.place import Moment
from store.crash.register import following, version_of
from store.test_migrations import ask
from store.test_store_faults import faults, lines

BECAUSE = Because("analyst", "because")
MANY = 120
IS_FUZZ = settings.get_current_profile_name() == "fuzz"
ROOMS = range(400) if IS_FUZZ else range(0, 400, 90)
"""How many pages are left, from none to more than is needed."""

RACES = 20 if IS_FUZZ else 1
"""How often two publish at once."""


def with_register(url: str, many: int) -> None:
    """An empty database with a register of so many entries."""
    made = create_store(url, Moment(0))
    made.store.registers.enter(following(made.store.registers.head(), many, Moment(0).now()), BECAUSE)
    made.close()


def test_wherever_a_disk_is_full_lines_and_a_version_are_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    from django.db import connections

    url = f"sqlite://{tmp_path / 'eligo.sqlite3'}"
    with_register(url, 50)
    full = 0
    for room in ROOMS:
        before = lines(url)
        opened = open_store(url, Moment(1))
        registers = opened.store.registers
        with connections[url].cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {pages + room}")
        try:
            with opened.store.transaction():
                registers.enter(following(registers.head(), MANY, Moment(1).now()), BECAUSE)
                registers.publish(version_of(registers.head()), BECAUSE)
        except CannotWrite:
            full += 1
            expected = len(before)
        else:
            expected = len(before) + MANY + 3
        opened.close()
        assert len(lines(url)) == expected
        assert faults(url) == []
    assert 0 < full < len(ROOMS)


@pytest.mark.parametrize("number", [53, 54, 92])
def test_a_server_whose_disk_is_full_halfway_keeps_nothing(postgres_url: str, number: int) -> None:
    with_register(postgres_url, 50)
    before = lines(postgres_url)
    ask(
        postgres_url,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.number = {number} THEN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$",
    )
    ask(
        postgres_url,
        "CREATE TRIGGER full_disk BEFORE INSERT ON eligo_registerline FOR EACH ROW EXECUTE FUNCTION full_disk()",
    )
    opened = open_store(postgres_url, Moment(1))
    registers = opened.store.registers
    with pytest.raises(CannotWrite):
        registers.enter(following(registers.head(), 40, Moment(1).now()), BECAUSE)
    opened.close()
    assert lines(postgres_url) == before
    ask(postgres_url, "DROP FUNCTION full_disk CASCADE")
    assert faults(postgres_url) == []


def test_of_two_who_publish_at_once_one_does_and_the_other_is_told(database_url: str) -> None:
    with_register(database_url, 5)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    for number in range(1, RACES + 1):
        reasons = [f"Ada {number}", f"Ben {number}"]
        command = [sys.executable, "-W", "error", "-m", "store.publisher", database_url]
        people = [
            subprocess.Popen(
                [*command, reason], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
            )
            for reason in reasons
        ]
        assert [one.stdout.readline() for one in people if one.stdout] == ["ready\n"] * 2
        for one in people:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        said = [one.communicate(timeout=60)[0].strip() for one in people]
        assert sorted(said) == ["VersionConflict", "published"]
        opened = open_store(database_url, Moment(2))
        versions = opened.store.registers.versions()
        opened.close()
        assert len(versions) == number
        assert versions[-1].version.reason == reasons[said.index("published")]
        assert faults(database_url) == []
