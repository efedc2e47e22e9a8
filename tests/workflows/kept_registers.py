"""Registers of workspaces for tests: opened, written to without a command, and published step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from eligo.ports import Workspace
from eligo.records import Because
from eligo.registers import LogLine, RegisterEntry, SignedVersion, SigningKey, enter, replay
from eligo.scheme import scheme_text
from eligo.store import FolderFiles
from eligo.workflows import workspace as use
from registers.drawn_log import KEY
from store.settable_clock import SettableClock
from workflows.workspaces import in_memory

ANNA, BORIS, CLERK = "Anna Drafter", "Boris Approver", "Register clerk"


def begun(folder: Path, scheme: str = "smets1-foc") -> Workspace:
    """A workspace without a register."""
    workspace = in_memory(folder, FolderFiles(folder / "files"))
    use.start(workspace, "W-1", scheme, None)
    return workspace


def far_ahead(folder: Path) -> str:
    """A scheme as the shipped one, by which something may take effect a hundred years from now."""
    file = folder / "far.toml"
    file.write_text(scheme_text("smets1-foc").decode().replace("days_ahead = 92", "days_ahead = 36525"), "utf-8")
    return str(file)


def opened(folder: Path) -> Workspace:
    """A workspace whose register has its rules and its first key, and nothing else."""
    workspace = begun(folder)
    use.begin_register(acting(workspace, CLERK), KEY, "The registers are opened")
    return workspace


def acting(workspace: Workspace, who: str) -> Workspace:
    """The workspace in another's hands."""
    return replace(workspace, who=who)


def clock_of(workspace: Workspace) -> SettableClock:
    """The clock of a workspace in memory."""
    assert isinstance(workspace.clock, SettableClock)
    return workspace.clock


def log_of(workspace: Workspace) -> tuple[LogLine, ...]:
    return tuple(workspace.store.registers.lines())


def enter_entries(workspace: Workspace, *entries: RegisterEntry) -> tuple[RegisterEntry, ...]:
    """Write some entries at the end of the register."""
    with workspace.store.transaction():
        _, lines = enter(replay(log_of(workspace)), entries, workspace.clock.now())
        workspace.store.registers.enter(lines, Because(CLERK, "As concluded"))
    return lines


def publish(
    workspace: Workspace, name: str, number: str, on: str = "2019-11-01", key: SigningKey = KEY
) -> SignedVersion:
    """Propose a version and publish it, by two people."""
    made = use.propose(acting(workspace, ANNA), name, number, date.fromisoformat(on), "As concluded")
    return use.publish_version(acting(workspace, BORIS), name, number, made.event, key, "Held to the minutes")
