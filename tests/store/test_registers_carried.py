"""Registers in backups and moves: the same hashes wherever they are kept, and every fault named where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from eligo.errors import DamagedStore
from eligo.ports import Lines, Workspace
from eligo.records import Event, RegisterLine
from eligo.registers import consistency_document, receipt_document, register_document
from eligo.store import FolderFiles, OpenStore, create_store, migrate_store, open_store
from eligo.workflows.workspace.backup import backup
from eligo.workflows.workspace.moving import move
from eligo.workflows.workspace.restoring import read_backup, restore
from eligo.workflows.workspace.survey import content_hash
from eligo.workflows.workspace.verifying import verify_workspace
from registers.published_log import published_log
from store.drawn import refused
from store.memory_store import Contents, MemoryStore
from store.settable_clock import SettableClock
from store.stores import Make, MemoryOpened, Opened
from store.test_migrations import applied, ask, at_schema
from workflows.workspaces import BECAUSE, Told, fill


def with_register(opened: Opened) -> Opened:
    """The same store, in which a register was entered bit by bit and published four times."""
    log, versions = published_log()
    at = 0
    for one in versions:
        if one.version.size > at:
            opened.store.registers.enter(log[at : one.version.size], BECAUSE)
            at = one.version.size
        opened.store.registers.publish(one, BECAUSE)
    return opened


def on(opened: Opened, folder: Path, clock: SettableClock) -> Workspace:
    """A workspace in a folder, with a store of any make."""
    files = FolderFiles(folder / "files")
    return Workspace(folder, opened.store, opened.queue, files, opened.archive, clock, Told(), "analyst")


def documents(workspace: Workspace) -> tuple[str, ...]:
    """Everything that is made of a register: the register, a receipt, a proof."""
    registers = workspace.store.registers
    log, versions = tuple(registers.lines()), registers.versions()
    receipt = receipt_document(log[5], versions[1], registers.node)  # type: ignore[arg-type]
    return register_document(log, versions), receipt, consistency_document(versions[0], versions[-1], registers.node)


def test_a_register_that_is_moved_and_moved_back_has_the_same_hashes(
    make: Make, make_other: Make, clock: SettableClock, tmp_path: Path
) -> None:
    first = fill(on(with_register(make()), tmp_path, clock))
    there, back = on(make_other(), tmp_path, clock), on(make(), tmp_path, clock)
    content, head, made = content_hash(first.archive.records()), first.store.registers.head(), documents(first)
    clock.move(61)

    move(first, there, "there", nullcontext(), "we have a server")
    move(there, back, "back", nullcontext(), "we have none")

    for one in (there, back):
        assert content_hash(one.archive.records()) == content
        assert one.store.registers.head() == head
        assert documents(one) == made
    assert verify_workspace(back).contents.content == content


def test_a_backup_with_a_register_is_the_same_after_a_restore_and_says_its_form(
    make: Make, make_other: Make, clock: SettableClock, tmp_path: Path
) -> None:
    first = fill(on(with_register(make()), tmp_path / "first", clock))
    second = on(make_other(), tmp_path / "second", clock)

    made = backup(first, tmp_path / "monday.eligo")
    restore(made.path, second, "the disk failed")

    assert read_backup(made.path).records["register.line"] == 25
    assert read_backup(made.path).records["register.version"] == 4
    assert documents(second) == documents(first)
    *lines, last = second.archive.records()
    assert lines == list(first.archive.records())
    assert isinstance(last, Event)


def test_a_register_goes_on_after_it_was_restored(make: Make, make_other: Make) -> None:
    log, versions = published_log()
    first, second = make(), make_other()
    first.store.registers.enter(log[:10], BECAUSE)
    first.store.registers.publish(versions[0], BECAUSE)

    second.archive.load(first.archive.records())
    for opened in (first, second):
        opened.store.registers.enter(log[10:23], BECAUSE)
        opened.store.registers.publish(versions[1], BECAUSE)

    assert list(second.archive.records()) == list(first.archive.records())
    assert list(second.archive.faults()) == []


@pytest.fixture
def kept(clock: SettableClock, tmp_path: Path) -> Workspace:
    """A workspace in memory with a register, for damage that a database would refuse."""
    return on(with_register(MemoryOpened(clock)), tmp_path, clock)


def complaints(workspace: Workspace) -> list[str]:
    """What is wrong with a workspace."""
    with pytest.raises(DamagedStore) as damage:
        verify_workspace(workspace)
    return list(damage.value.details)


def _other_line(contents: Contents) -> None:
    line = contents.lines[6]
    contents.lines[6] = replace(line, line={**line.line, "why": "Something else"})


def _no_line(contents: Contents) -> None:
    line = contents.lines[6]
    contents.lines[6] = replace(line, line={**line.line, "effective_on": "soon"})


def _line_left_out(contents: Contents) -> None:
    del contents.lines[6]


def _end_cut_off(contents: Contents) -> None:
    del contents.lines[23:]


def _line_put_on(contents: Contents) -> None:
    last = contents.lines[-1]
    contents.lines.append(RegisterLine(26, {**last.line, "number": 26}))


def _other_reason(contents: Contents) -> None:
    one = contents.publications[1]
    contents.publications[1] = replace(one, version={**one.version, "reason": "Another"})


def _other_signature(contents: Contents) -> None:
    one = contents.publications[1]
    contents.publications[1] = replace(one, signature=contents.publications[0].signature)


def _other_key(contents: Contents) -> None:
    contents.publications[1] = replace(contents.publications[1], key=contents.publications[0].key)


def _publication_left_out(contents: Contents) -> None:
    del contents.publications[3]


ROOT = "the first {} lines of the register are not those that it left"


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (
            _other_line,
            ["register.version/1: its root is not that of the first 10 lines", f"event 1: {ROOT.format(10)}"],
        ),
        (
            _no_line,
            [
                "register.line/7: not a line of a register's log (ValueError: Invalid isoformat string: 'soon')",
                "register.version/1: its root is not that of the first 10 lines",
                f"event 1: {ROOT.format(10)}",
            ],
        ),
        (
            _line_left_out,
            [
                *(f"register.line/{n}: follows line {n - 2}; what was between them is missing" for n in range(8, 26)),
                "register.version/1: its root is not that of the first 10 lines",
                "register.version/3: covers 25 lines, of 24; the one before it 23",
                "register.version/4: covers 25 lines, of 24; the one before it 25",
                f"event 1: {ROOT.format(10)}",
                *(f"event {n}: left 25 lines in the register, which has 24" for n in (5, 6, 7)),
            ],
        ),
        (
            _end_cut_off,
            [
                "register.version/3: covers 25 lines, of 23; the one before it 23",
                "register.version/4: covers 25 lines, of 23; the one before it 25",
                *(f"event {n}: left 25 lines in the register, which has 23" for n in (5, 6, 7)),
            ],
        ),
        (_line_put_on, ["register.line/26: it and what follows it are not in the log"]),
        (
            _other_reason,
            [
                "register.version/2: its signature is not that of its key",
                "register.version/3: does not follow the publication before it",
                "event 4: the first 2 publications are not those that it left",
            ],
        ),
        (_other_signature, ["register.version/2: its signature is not that of its key"]),
        (
            _other_key,
            [
                "register.version/2: is signed with a key that was not in force",
                "register.version/2: its signature is not that of its key",
            ],
        ),
        (_publication_left_out, ["event 7: left 4 publications, of which there are 3"]),
    ],
)
def test_what_is_not_as_it_was_written_is_named(
    kept: Workspace, damage: Callable[[Contents], None], expected: list[str]
) -> None:
    assert isinstance(kept.store, MemoryStore)
    damage(kept.store.contents)

    assert sorted(complaints(kept)) == sorted(expected)


@contextmanager
def past_its_triggers(url: str) -> Iterator[None]:
    """The block may change what is append-only; afterwards nothing tells but the content."""
    if url.startswith("postgresql:"):
        for table in ("eligo_registerline", "eligo_registerpublication"):
            ask(url, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield
        for table in ("eligo_registerline", "eligo_registerpublication"):
            ask(url, f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        return
    made = ask(url, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'eligo_register%'")
    for name, _ in made:
        ask(url, f"DROP TRIGGER {name}")
    yield
    for _, statement in made:
        ask(url, str(statement))


@contextmanager
def changed(url: str, clock: SettableClock, change: str) -> Iterator[OpenStore]:
    """A store with a register whose lines were changed past what guards them."""
    made = create_store(url, clock)
    with_register(made)
    made.close()
    with past_its_triggers(url):
        ask(url, f"UPDATE eligo_registerline SET {change}")
    opened = open_store(url, clock)
    try:
        yield opened
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("item = 'P-000000000000/1' WHERE number = 5", ["register.line/5: the table has another item than it says"]),
        (
            "effective_on = '2030-01-01', product = NULL WHERE number = 6",
            ["register.line/6: the table has another product, effective_on than it says"],
        ),
        (
            "status = replace(status, '\"2019', '\"2018') WHERE number = 3",
            ["register.line/3: the table has another status than it says"],
        ),
        (
            "text = replace(text, '\"in-test\"', '\"pending\"') WHERE number = 12",
            [
                "register.line/12: is not what was hashed",
                "register.line/12: the table has another status than it says",
            ],
        ),
        (
            "text = 'no line' WHERE number = 12",
            [
                "register.line/12: is not what was hashed",
                "register.line/12: Expecting value: line 1 column 1 (char 0)",
            ],
        ),
        ("status = NULL WHERE number = 4", ["register.line/4: the table has another status than it says"]),
        ("text = replace(text, 'As', 'Not as') WHERE number = 7", ["register.line/7: is not what was hashed"]),
        (
            "hashes = substr(hashes, 1, 64) || substr(hashes, 1, 64) || substr(hashes, 129) WHERE number = 8",
            ["register.line/8: the subtrees of the tree that are full by it are not those of the lines"],
        ),
    ],
)
def test_what_the_database_has_beside_the_lines_is_looked_at_too(
    database_url: str, clock: SettableClock, change: str, expected: list[str]
) -> None:
    with changed(database_url, clock, change) as opened:
        assert list(opened.archive.faults()) == expected


def test_a_line_that_is_not_what_was_hashed_is_not_given_out(database_url: str, clock: SettableClock) -> None:
    change = "text = replace(text, 'DMC-1', 'DMC-9') WHERE number = 3"
    with (
        changed(database_url, clock, change) as opened,
        pytest.raises(DamagedStore, match="is not what was hashed"),
    ):
        list(opened.store.registers.lines())


@pytest.mark.parametrize("status", ["NULL", "'{}'", "'[1]'", "'no JSON'", "replace(status, ':', ': ')"])
def test_a_status_that_is_none_is_not_given_out(database_url: str, clock: SettableClock, status: str) -> None:
    change = f"status = {status} WHERE product IS NOT NULL"
    with changed(database_url, clock, change) as opened, pytest.raises(DamagedStore, match="status"):
        opened.store.registers.statuses(Lines())


def test_a_line_that_is_none_is_not_loaded(database_url: str, clock: SettableClock) -> None:
    made = create_store(database_url, clock)
    lines = list(with_register(MemoryOpened(clock)).archive.records())
    assert isinstance(lines[2], RegisterLine)
    lines[2] = replace(lines[2], line={**lines[2].line, "more": "than a line has"})
    try:
        with refused(made, DamagedStore):
            made.archive.load(lines)
    finally:
        made.close()


@pytest.mark.parametrize("text", ["no line", '{"kind":"entry"}', "null"])
def test_a_register_with_a_line_that_is_none_is_not_migrated(
    database_url: str, clock: SettableClock, text: str
) -> None:
    at_schema(database_url, "0004_registers")
    before = applied(database_url)
    with past_its_triggers(database_url):
        ask(database_url, f"UPDATE eligo_registerline SET text = '{text}' WHERE number = 3")

    with pytest.raises(DamagedStore):
        migrate_store(database_url, clock, BECAUSE)

    assert applied(database_url) == before
