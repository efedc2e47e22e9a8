"""``eligo log``: who changed what, when and why."""

from __future__ import annotations

from eligo.errors import VersionConflict
from eligo.ports import Workspace
from eligo.records import CLOCK_ACCEPTED, Because, Event, time_of


def events(workspace: Workspace, subject: str | None = None, last: int | None = None) -> list[Event]:
    """The events (about one subject), the newest last; at most the last so many."""
    if subject is not None:
        found = list(workspace.store.audit.of_subject(subject))
        return found if last is None else found[-last:]
    head = workspace.store.audit.head()
    return list(workspace.store.audit.events(after=0 if last is None else max(0, head.number - last)))


def accept_clock(workspace: Workspace, why: str) -> Event:
    """Say that this machine's clock is right, where the log is ahead of it. Raises ``UsageError`` without a reason,
    ``VersionConflict`` where it is not ahead.
    """
    head, now = workspace.store.audit.head(), workspace.clock.now()
    if head.at is None or now >= head.at:
        raise VersionConflict("The clock is not behind the log", hint="There is nothing to accept.")
    stated = {"record": "workspace", "clock": time_of(workspace.clock.now())}
    return workspace.store.audit.note(CLOCK_ACCEPTED, stated, Because(workspace.who, why))
