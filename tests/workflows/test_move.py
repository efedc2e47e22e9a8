"""``eligo move``: the same workspace in another store, and exactly one of the two in force at every moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eligo.errors import CannotWrite, ClockSetBack, DamagedStore, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.records import Decision, Event
from eligo.workflows.workspace.moving import move
from eligo.workflows.workspace.survey import content_hash
from store.memory import MemoryStore
from store.settable_clock import SettableClock
from workflows.workspaces import BECAUSE, fill, in_memory


@pytest.fixture
def source(tmp_path: Path) -> Workspace:
    """A workspace in which a little of everything has happened."""
    return fill(in_memory(tmp_path))


@pytest.fixture
def target(source: Workspace) -> Workspace:
    """A new store for the same folder."""
    return in_memory(source.folder, source.files)


def test_everything_is_in_the_target_before_it_is_in_force_and_the_source_takes_nothing_more(
    source: Workspace, target: Workspace
) -> None:
    before = list(source.archive.records())
    seen: list[bool] = []

    contents = move(source, target, lambda: seen.append(list(target.archive.records()) == before), "we have a server")

    assert seen == [True]
    assert list(target.archive.records()) == before
    *kept, last = source.archive.records()
    assert kept == before
    assert isinstance(last, Event)
    assert (last.action, last.who, last.why) == ("workspace.moved", "analyst", "we have a server")
    assert last.after == {
        "record": "workspace",
        "id": "W-5H7FZFG0YEWA",
        "head": contents.head.hash,
        "content": content_hash(before),
    }
    with pytest.raises(VersionConflict):
        source.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    (made,) = target.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    assert made.event == 16


def unmoved(source: Workspace, target: Workspace, kind: type[Exception], why: str = "we have a server") -> Exception:
    """What a move ends with that switches nothing and leaves both stores as they were."""
    before, there = list(source.archive.records()), list(target.archive.records())
    with pytest.raises(kind) as caught:
        move(source, target, pytest.fail, why)
    assert (list(source.archive.records()), list(target.archive.records())) == (before, there)
    return caught.value


def test_a_store_that_was_moved_is_not_moved_again(source: Workspace, target: Workspace) -> None:
    move(source, target, lambda: None, "we have a server")

    error = unmoved(source, in_memory(source.folder), VersionConflict)

    assert str(error) == "This store has been moved elsewhere, and is not the workspace any more"


def test_a_store_is_not_moved_onto_another(source: Workspace, tmp_path: Path) -> None:
    error = unmoved(source, fill(in_memory(tmp_path)), VersionConflict)

    assert str(error) == "The workspace is not empty: its log has 15 events"


def test_a_damaged_store_is_not_moved_and_everything_wrong_with_it_is_told(
    source: Workspace, target: Workspace
) -> None:
    assert isinstance(source.store, MemoryStore)
    contents = source.store.contents
    contents.decisions[0] = replace(contents.decisions[0], by="somebody")
    contents.events[3] = replace(contents.events[3], who="somebody")

    error = unmoved(source, target, DamagedStore)

    assert isinstance(error, DamagedStore)
    assert error.message == "The store is damaged in 2 places, and has not been moved"
    assert error.details == ("event 4: is not what was sealed", "decision/pin/C-1: by not as the log has it")


def test_whatever_could_refuse_the_last_event_of_the_source_does_so_before_the_switch(
    source: Workspace, target: Workspace
) -> None:
    before = list(source.archive.records())
    with pytest.raises(UsageError):
        move(source, target, pytest.fail, " ")
    assert list(target.archive.records()) == []
    assert isinstance(source.clock, SettableClock)
    source.clock.move(-3600)
    with pytest.raises(ClockSetBack):
        move(source, in_memory(source.folder), pytest.fail, "we have a server")

    assert list(source.archive.records()) == before


def test_where_the_switch_fails_the_source_stays_in_force(source: Workspace, target: Workspace) -> None:
    before = list(source.archive.records())

    def fail() -> None:
        raise CannotWrite("eligo.toml cannot be written")

    with pytest.raises(CannotWrite):
        move(source, target, fail, "we have a server")

    assert list(source.archive.records()) == before
    (made,) = source.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    assert made.event == 16
