"""What changes on a list of a workspace's register: from one version to another, or to what is proposed.

Invariant: it is what the whole log would give, and of the log those items alone are read about which there is a new
line, or one that has come into effect; all where there are new rules, by which others may stand on the list.
"""

from __future__ import annotations

from datetime import date

from eligo.ports import RULES, Lines, RegisterLog, Workspace, item_of
from eligo.registers import RegisterVersion
from eligo.workflows.register import ListChanges, VersionsDiffer, list_changes
from eligo.workflows.workspace.kept_register import last_as_of, publications

State = tuple[int, date]
"""How many lines there are, and the day that is looked at."""

NOTHING: State = (0, date.min)
"""Before the first line."""


def state_of(version: RegisterVersion | None) -> State:
    """The state that a version is of; that before the first line where there is none."""
    return (version.size, version.effective_on) if version else NOTHING


def changes_between(log: RegisterLog, list_id: str, old: State, new: State) -> ListChanges:
    """What changes on a list from one state to another, of which one has neither fewer lines nor an earlier day."""
    items = _touched(log, *sorted((old, new)))
    before, after = (last_as_of(log, on, size, items).shown(list_id) for size, on in (old, new))
    return list_changes(before, after)


def diff_versions(workspace: Workspace, old: str, new: str, list_name: str = "") -> VersionsDiffer:
    """What changed from one version to another; as ``workflows.register.diff`` of the register as it was published.

    Raises ``NotFound`` and ``UsageError`` as that does, and ``NotFound`` where nothing has been published.
    """
    first, second = (one.version for one in publications(workspace).called((old, new), list_name))
    return versions_differ(workspace.store.registers, first, second)


def versions_differ(log: RegisterLog, old: RegisterVersion, new: RegisterVersion) -> VersionsDiffer:
    """What changed from one version of a list to another."""
    return VersionsDiffer(old, new, changes_between(log, old.list, state_of(old), state_of(new)))


def _touched(log: RegisterLog, earlier: State, later: State) -> frozenset[str] | None:
    """The items that may stand otherwise; ``None`` where all may."""
    (size, on), (end, day) = earlier, later
    if size == 0 or any(log.lines(Lines(after=size, through=end, items=(RULES,)))):
        return None
    new = Lines(after=size, through=end, effective_through=day, last=True)
    in_effect = Lines(through=size, effective_after=on, effective_through=day, last=True)
    return frozenset(item_of(line) for asked in (new, in_effect) for line in log.lines(asked))
