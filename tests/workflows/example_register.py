"""The example estate in a workspace in memory whose register is open, and what is looked at there."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from eligo.artefacts import Parameters
from eligo.ports import Workspace
from eligo.records import Because
from eligo.registers import DueEntries, RegisterEntry, Registers, append, key_line, numbered, replay, rules_of
from eligo.scheme import load_scheme
from eligo.store import FolderFiles
from eligo.workflows import workspace as use
from registers.drawn_log import KEY, WHO
from store.memory import MemoryArchive, MemoryQueue, MemoryStore
from store.settable_clock import SettableClock
from workflows.workspaces import in_memory

EXAMPLES = Path(__file__).parents[2] / "examples"


def opened_example(home: Path, scheme: str = "smets1-foc") -> Workspace:
    """A workspace with a run of the example estate, and a register that is open."""
    home.mkdir()
    made = in_memory(home, FolderFiles(home / "store" / "files"))
    use.start(made, "W-1", scheme, EXAMPLES / "foc-estate" / "device-models.csv")
    use.receive(made, [EXAMPLES / "foc-estate" / "returns"])
    use.run_round(made, None, Parameters(), None)
    now = made.clock.now()
    rules = numbered(Registers(), rules_of(load_scheme(scheme), WHO, "The registers are opened", now), now)
    key = key_line(append(Registers(), rules), KEY, None, WHO, "The first key", now)
    made.store.registers.enter((rules, key), Because(WHO, "The registers are opened"))
    return made


def apart(made: Workspace) -> Workspace:
    """The same workspace for one test: what it does to it no other test sees."""
    clock = SettableClock()
    clock.moment, store = made.clock.now(), MemoryStore(clock)
    assert isinstance(made.store, MemoryStore)
    store.contents = made.store.contents.copy()
    return dataclasses.replace(made, store=store, queue=MemoryQueue(store), archive=MemoryArchive(store), clock=clock)


def at(workspace: Workspace, day: str) -> date:
    """Let it be a day."""
    assert isinstance(workspace.clock, SettableClock)
    workspace.clock.moment = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)
    return date.fromisoformat(day)


def told(due: DueEntries) -> Counter[tuple[str, str]]:
    return Counter((one.entry.state, one.entry.basis.kind) for one in due.entries)


def due(workspace: Workspace) -> DueEntries:
    return use.register_grounds(workspace, None, None).due


def entered(workspace: Workspace) -> tuple[RegisterEntry, ...]:
    """Enter everything; the second time there is nothing."""
    found = due(workspace)
    lines = use.enter_due(workspace, None, None, None, "Monthly update", None).lines
    assert [dataclasses.replace(one, who="", why="", recorded_at=one.recorded_at) for one in lines] == [
        dataclasses.replace(one.entry, who="", why="", recorded_at=lines[0].recorded_at) for one in found.entries
    ]
    head = workspace.store.audit.head()
    assert use.enter_due(workspace, None, None, None, "Again", None).lines == ()
    assert workspace.store.audit.head() == head
    return lines


def states(workspace: Workspace) -> Counter[str]:
    return Counter(item.latest.state for item in replay(workspace.store.registers.lines()).items.values())


def labelled(workspace: Workspace, label: str) -> RegisterEntry:
    items = replay(workspace.store.registers.lines()).items.values()
    return next(item.latest for item in items if item.latest.label == label)
