"""What changes on a list of a workspace's register: from one version to another, or to what is proposed.

Invariant: it is what the whole log would give, and of the log those items alone are read about which there is a new
line, or one that has come into effect; all where there are new rules, by which others may stand on the list.
"""

from __future__ import annotations

from datetime import date

from eligo.ports import RULES, Lines, RegisterLog, Workspace, item_of
from eligo.registers import Registers, RegisterVersion, resumed
from eligo.workflows.register import ListChanges, VersionsDiffer, list_changes
from eligo.workflows.uncollected import uncollected
from eligo.workflows.workspace.registers.kept import last_as_of, publications

State = tuple[int, date]
"""How many lines there are, and the day that is looked at."""

NOTHING: State = (0, date.min)
"""Before the first line."""


def state_of(version: RegisterVersion | None) -> State:
    """The state that a version is of; that before the first line where there is none."""
    return (version.size, version.effective_on) if version else NOTHING


def changes_between(log: RegisterLog, list_id: str, old: State, new: State) -> ListChanges:
    """What changes on a list from one state to another, of which one has neither fewer lines nor an earlier day."""
    with uncollected():
        found = _standing(log, *sorted((old, new)))
        return list_changes(found[old].shown(list_id), found[new].shown(list_id))


def diff_versions(workspace: Workspace, old: str, new: str, list_name: str = "") -> VersionsDiffer:
    """What changed from one version to another; as ``workflows.register.diff`` of the register as it was published.

    Raises ``NotFound`` and ``UsageError`` as that does, and ``NotFound`` where nothing has been published.
    """
    first, second = (one.version for one in publications(workspace).called((old, new), list_name))
    return versions_differ(workspace.store.registers, first, second)


def versions_differ(log: RegisterLog, old: RegisterVersion, new: RegisterVersion) -> VersionsDiffer:
    """What changed from one version of a list to another."""
    return VersionsDiffer(old, new, changes_between(log, old.list, state_of(old), state_of(new)))


def _standing(log: RegisterLog, earlier: State, later: State) -> dict[State, Registers]:
    """Both states, of the items that may stand otherwise in them."""
    (size, on), (end, day) = earlier, later
    if size == 0 or any(log.lines(Lines(after=size, through=end, items=(RULES,)))):
        return {earlier: last_as_of(log, on, size), later: last_as_of(log, day, end)}
    entered = tuple(log.lines(Lines(after=size, through=end, effective_through=day, last=True)))
    in_effect = log.lines(Lines(through=size, effective_after=on, effective_through=day, last=True))
    new, come = {item_of(line) for line in entered}, {item_of(line) for line in in_effect}
    return {
        earlier: last_as_of(log, on, size, come | new),
        later: resumed(last_as_of(log, day, end, come - new), entered),
    }
