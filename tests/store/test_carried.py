"""Backups and moves between stores of every make: the same content, the same bytes, and nothing lost on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

import pytest

from eligo.durable import placed, write_atomically
from eligo.errors import VersionConflict
from eligo.ports import Workspace
from eligo.records import Decision, Event
from eligo.store import FolderFiles, open_store
from eligo.workflows.workspace.backup import backup
from eligo.workflows.workspace.moving import move
from eligo.workflows.workspace.restoring import read_backup, restore
from eligo.workflows.workspace.survey import content_hash
from eligo.workflows.workspace.verifying import verify_workspace
from killed import killed_before
from store.settable_clock import SettableClock
from store.stores import Make, Opened
from workflows.workspaces import BECAUSE, Told, fill, in_memory


def on(opened: Opened, folder: Path, clock: SettableClock) -> Workspace:
    """A workspace in a folder, with a store of any make."""
    files = FolderFiles(folder / "files")
    return Workspace(folder, opened.store, opened.queue, files, opened.archive, clock, Told(), "analyst")


@pytest.fixture
def judge(tmp_path: Path) -> Path:
    """The backup of the same history in memory, where there is nothing that could change it."""
    return backup(fill(in_memory(tmp_path)), tmp_path / "judge.eligo").path


def test_a_backup_has_the_same_bytes_whatever_the_store_and_is_the_same_after_a_restore(
    make: Make, make_other: Make, clock: SettableClock, tmp_path: Path, judge: Path
) -> None:
    first = fill(on(make(), tmp_path / "first", clock))
    second = on(make_other(), tmp_path / "second", clock)

    made = backup(first, tmp_path / "monday.eligo")
    restored = restore(made.path, second, "the disk failed")

    assert made.path.read_bytes() == judge.read_bytes()
    *lines, last = second.archive.records()
    assert lines == list(first.archive.records())
    assert isinstance(last, Event)
    assert (last.number, last.action) == (16, "workspace.restored")
    assert restored == made.contents
    assert [verify_workspace(one).orphans for one in (first, second)] == [1, 0]


def test_a_store_is_moved_to_another_of_any_make_with_the_same_content(
    make: Make, make_other: Make, clock: SettableClock, tmp_path: Path
) -> None:
    source = fill(on(make(), tmp_path, clock))
    target = on(make_other(), tmp_path, clock)
    before = content_hash(source.archive.records())
    clock.move(61)

    contents = move(source, target, "there", nullcontext(), "we have a server")

    assert content_hash(target.archive.records()) == before == contents.content
    assert source.store.audit.head().action == "workspace.moved"
    assert verify_workspace(target, contents.head.hash).contents.content == before
    (made,) = target.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    assert made.event == 17


def test_a_store_that_refuses_what_is_restored_into_it_is_left_empty(
    make: Make, make_other: Make, clock: SettableClock, tmp_path: Path
) -> None:
    first = fill(on(make(), tmp_path / "first", clock))
    second = on(make_other(), tmp_path / "second", clock)
    made = backup(first, tmp_path / "monday.eligo")

    def decide(stage: str) -> None:
        if second.store.audit.head().number == 0:
            second.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)

    assert isinstance(second.progress, Told)
    second.progress.meanwhile = decide
    with pytest.raises(VersionConflict, match="not empty"):
        restore(made.path, second, "the disk failed")

    assert [type(line) for line in second.archive.records()] == [Decision, Event]


def test_what_others_write_during_a_backup_is_not_in_it(make: Make, clock: SettableClock, tmp_path: Path) -> None:
    workspace = fill(on(make(), tmp_path, clock))
    before = content_hash(workspace.archive.records())
    progress = workspace.progress
    assert isinstance(progress, Told)

    def decide(stage: str) -> None:
        standing = workspace.store.decisions.standing("size", "size")
        follows = standing.event if standing else 0
        workspace.store.decisions.record([Decision("size", "size", {"size": 6}, follows=follows)], BECAUSE)

    progress.meanwhile = decide
    made = backup(workspace, tmp_path / "monday.eligo")

    assert made.contents.content == before == read_backup(made.path).content
    assert workspace.store.audit.head().number == 15 + len(progress.stages)


KILLING = ["eligo.workflows.workspace", "eligo.durable", "eligo.store"]
EVERY = 211
"""Every so many lines a process is killed; the whole harness is in ``store/crash``."""


@contextmanager
def on_sqlite(file: Path, clock: SettableClock) -> Iterator[Workspace]:
    """A workspace on a SQLite file that is there."""
    opened = open_store(f"sqlite://{file}", clock)
    try:
        yield on(opened, file.parent, clock)
    finally:
        opened.close()


def restore_into(file: Path, made: Path, clock: SettableClock) -> None:
    with on_sqlite(file, clock) as empty:
        restore(made, empty, "the disk failed")


def test_killed_at_many_moments_a_restore_leaves_an_empty_workspace_or_the_whole_one(
    clock: SettableClock, tmp_path: Path, judge: Path, sqlite_template: Path
) -> None:
    ends, line, was_killed = [], 0, True

    while was_killed:
        file = tmp_path / str(line) / "store"
        file.parent.mkdir()
        shutil.copy(sqlite_template, file)
        was_killed = killed_before(line, partial(restore_into, file, judge, clock), KILLING)
        with on_sqlite(file, clock) as after:
            ends.append(after.store.audit.head().number)
            if not ends[-1]:
                restore(judge, after, "once more")
            *lines, _ = after.archive.records()
            assert content_hash(lines) == read_backup(judge).content
            assert verify_workspace(after).orphans == 0
        line += EVERY

    assert set(ends) == {0, 16}
    assert ends == sorted(ends)
    assert len(ends) > 10


@contextmanager
def naming(settings: Path, database: bytes) -> Iterator[None]:
    """As ``eligo.toml`` comes to name another database."""
    with placed(settings) as file:
        file.write(database)
        yield


def move_between(source: Path, target: Path, clock: SettableClock) -> None:
    switch = naming(source.parent / "eligo.toml", b"target")
    with on_sqlite(source, clock) as old, on_sqlite(target, clock) as new:
        move(old, new, "target", switch, "we have a server")


def takes_changes(file: Path, clock: SettableClock) -> bool:
    """Whether a copy of a store does."""
    with on_sqlite(file, clock) as opened:
        # Whoever closes a SQLite file last brings its write-ahead log into it.
        opened.store.audit.head()
    shutil.copy(file, file.with_suffix(".tried"))
    with on_sqlite(file.with_suffix(".tried"), clock) as tried:
        try:
            tried.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
        except VersionConflict:
            return False
    return True


def test_killed_at_many_moments_a_move_leaves_one_store_in_force_at_most_and_is_finished_by_the_next(
    clock: SettableClock, tmp_path: Path, sqlite_template: Path
) -> None:
    filled = tmp_path / "filled"
    shutil.copy(sqlite_template, filled)
    with on_sqlite(filled, clock) as before:
        content = content_hash(fill(before).archive.records())
    clock.move(61)
    ends, line, was_killed = [], 0, True

    while was_killed:
        folder = tmp_path / str(line)
        shutil.copytree(tmp_path / "files", folder / "files")
        source, target = folder / "source", folder / "target"
        shutil.copy(filled, source)
        shutil.copy(sqlite_template, target)
        write_atomically(folder / "eligo.toml", b"source")
        was_killed = killed_before(line, partial(move_between, source, target, clock), KILLING)
        named = (folder / "eligo.toml").read_text("utf-8")
        ends.append((named, takes_changes(source, clock)))
        if named == "source":
            move_between(source, target, clock)
        assert (folder / "eligo.toml").read_text("utf-8") == "target"
        assert not takes_changes(source, clock)
        with on_sqlite(target, clock) as in_force:
            assert verify_workspace(in_force).contents.content == content
            in_force.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
        line += EVERY

    assert (
        {("source", True), ("target", False)} <= set(ends) <= {("source", True), ("source", False), ("target", False)}
    )
    assert len(ends) > 10
