"""``eligo move``: the same workspace in another store, and never two that take changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import pytest

from eligo.errors import CannotWrite, ClockSetBack, DamagedStore, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.records import Decision, Event, Record
from eligo.workflows.workspace.moving import move
from eligo.workflows.workspace.survey import Contents, content_hash
from store.memory import MemoryStore
from store.settable_clock import SettableClock
from workflows.workspaces import BECAUSE, LEASE, fill, in_memory


@pytest.fixture
def source(tmp_path: Path) -> Workspace:
    """A workspace in which a little of everything has happened, a minute ago."""
    filled = fill(in_memory(tmp_path))
    assert isinstance(filled.clock, SettableClock)
    filled.clock.move(61)
    return filled


@pytest.fixture
def target(source: Workspace) -> Workspace:
    """A new store for the same folder."""
    return in_memory(source.folder, source.files)


class Switch(AbstractContextManager[None]):
    """What would write ``eligo.toml``: whether it has, and what is looked at or raised when it does."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.is_made = False
        self._meanwhile = meanwhile

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Made once the block has ended well."""
        if kind is None:
            self._meanwhile()
            self.is_made = True


def moved(source: Workspace, target: Workspace, switch: Switch | None = None, to: str = "there") -> Contents:
    """Move, with a reason."""
    return move(source, target, to, switch or Switch(), "we have a server")


def twin_of(source: Workspace, folder: Path) -> Workspace:
    """Another store with the same in it, as late as the first."""
    twin = in_memory(folder, source.files)
    twin.archive.load(source.archive.records())
    assert isinstance(twin.clock, SettableClock)
    twin.clock.move(61)
    return twin


def records_of(workspace: Workspace) -> list[Record]:
    """Everything in a store but its log."""
    return [one for one in workspace.archive.records() if not isinstance(one, Event)]


def log_of(workspace: Workspace) -> list[Event]:
    """The log of a store."""
    return list(workspace.store.audit.events())


def test_everything_is_in_the_target_and_the_source_takes_nothing_more_before_the_switch(
    source: Workspace, target: Workspace
) -> None:
    before, log = records_of(source), log_of(source)
    seen: list[str] = []
    switch = Switch(lambda: seen.append(source.store.audit.head().action))

    contents = moved(source, target, switch)

    assert (seen, switch.is_made) == (["workspace.moved"], True)
    assert records_of(source) == records_of(target) == before
    *kept, arrived = log_of(target)
    assert kept == log
    assert (arrived.action, arrived.who, arrived.why) == ("workspace.arrived", "analyst", "we have a server")
    said = {
        "record": "workspace",
        "id": "W-5H7FZFG0YEWA",
        "head": contents.head.hash,
        "content": content_hash(before),
    }
    assert arrived.after == said
    *kept, last = log_of(source)
    assert kept == log
    assert (last.action, last.who, last.why) == ("workspace.moved", "analyst", "we have a server")
    assert last.after == {**said, "to": "there"}
    with pytest.raises(VersionConflict):
        source.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    (made,) = target.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    assert made.event == 17


def test_a_move_that_ended_before_its_switch_is_finished_by_asking_again(source: Workspace, target: Workspace) -> None:
    def fail() -> None:
        raise CannotWrite("eligo.toml cannot be written")

    with pytest.raises(CannotWrite):
        moved(source, target, Switch(fail))
    with pytest.raises(VersionConflict):
        source.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    there = log_of(target)

    again = Switch()
    contents = moved(source, target, again)

    assert again.is_made
    assert log_of(target) == there
    assert contents.head.number == len(there)


def test_a_target_that_was_filled_when_the_move_was_interrupted_serves_the_next_try(
    source: Workspace, target: Workspace, tmp_path: Path
) -> None:
    twin = twin_of(source, tmp_path)
    moved(twin, target)
    there = log_of(target)

    switch = Switch()
    moved(source, target, switch)

    assert switch.is_made
    assert log_of(target) == there
    assert log_of(source)[-1].action == "workspace.moved"


def test_a_target_that_was_filled_before_the_source_went_on_is_refused(
    source: Workspace, target: Workspace, tmp_path: Path
) -> None:
    twin = twin_of(source, tmp_path)
    moved(twin, target)
    source.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)

    error = unmoved(source, target, VersionConflict)

    assert "the workspace has changed since" in str(error)


def unmoved(source: Workspace, target: Workspace, kind: type[Exception], why: str = "we have a server") -> Exception:
    """What a move ends with that switches nothing and leaves both stores as they were."""
    before, there, switch = list(source.archive.records()), list(target.archive.records()), Switch()
    with pytest.raises(kind) as caught:
        move(source, target, "there", switch, why)
    assert not switch.is_made
    assert (list(source.archive.records()), list(target.archive.records())) == (before, there)
    return caught.value


def test_a_store_that_was_moved_is_not_moved_elsewhere(source: Workspace, target: Workspace) -> None:
    moved(source, target)

    error = unmoved(source, in_memory(source.folder), VersionConflict)

    assert str(error) == "The workspace has been moved to there already"


def test_a_store_that_is_worked_in_is_not_moved(source: Workspace, target: Workspace) -> None:
    assert isinstance(source.clock, SettableClock)
    source.clock.move(61)
    source.queue.claim("somebody", LEASE, BECAUSE)

    error = unmoved(source, target, VersionConflict)

    assert isinstance(error, VersionConflict)
    assert error.details == ("job 2, by somebody",)


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


def test_whatever_could_refuse_the_last_event_of_the_source_does_so_first(source: Workspace, target: Workspace) -> None:
    unmoved(source, target, UsageError, why=" ")
    assert isinstance(source.clock, SettableClock)
    source.clock.move(30)
    source.store.decisions.record([Decision("size", "size", {"size": 6})], BECAUSE)
    source.clock.move(-20)
    unmoved(source, target, ClockSetBack)


def test_a_switch_that_cannot_be_prepared_changes_nothing(source: Workspace, target: Workspace) -> None:
    class Unprepared(Switch):
        def __enter__(self) -> None:
            raise CannotWrite("eligo.toml cannot be written")

    before = list(source.archive.records())
    with pytest.raises(CannotWrite):
        moved(source, target, Unprepared())
    assert list(source.archive.records()) == before
    assert list(target.archive.records()) == []
