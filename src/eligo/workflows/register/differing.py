"""``eligo register diff``: what has changed between two versions of a list, by combination and field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eligo.registers import ABSENT, Change, RegisterEntry, RegisterVersion, difference, replay
from eligo.workflows.register.opening import OpenRegister


@dataclass(frozen=True, slots=True)
class ListChanges:
    """Every change of what stands on a list: the fields, and which items came to it or left; ``labels`` by item."""

    changes: tuple[Change, ...]
    labels: dict[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def changed(self) -> tuple[Change, ...]:
        """The changes of what stands there before and after."""
        whole = {*self.added, *self.removed}
        return tuple(one for one in self.changes if one.item not in whole)


@dataclass(frozen=True, slots=True)
class VersionsDiffer:
    """Every change between two versions of one list."""

    old: RegisterVersion
    new: RegisterVersion
    list: ListChanges


def diff(register: OpenRegister, old: str, new: str, name: str = "") -> VersionsDiffer:
    """What changed from one version to another, of the list that is named or that alone has both.

    Raises ``NotFound`` for a version that there is none of, ``UsageError`` where several lists have both.
    """
    first, second = (one.version for one in register.called((old, new), name))
    return VersionsDiffer(first, second, list_changes(_standing(register, first), _standing(register, second)))


def list_changes(before: Iterable[RegisterEntry], after: Iterable[RegisterEntry]) -> ListChanges:
    """What changes where one state of a list, a last entry for each item, becomes another."""
    old, new = ({one.item: one for one in entries} for entries in (before, after))
    changes = difference(old.values(), new.values())
    return ListChanges(
        changes,
        {one.item: (new.get(one.item) or old[one.item]).label for one in changes},
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
    )


def _standing(register: OpenRegister, version: RegisterVersion) -> tuple[RegisterEntry, ...]:
    """What stood on the version's list."""
    return replay(register.log[: version.size], on=version.effective_on).shown(version.list)


def diff_record(found: VersionsDiffer) -> dict[str, Any]:
    """The difference for programs: every field that differs, ``before`` or ``after`` left out where it is absent."""
    return {
        "list": found.new.list,
        "from": found.old.number,
        "to": found.new.number,
        **changes_record(found.list),
    }


def changes_record(found: ListChanges) -> dict[str, Any]:
    """The changes of a list for programs: what was added and removed, and every field that differs."""
    return {
        "added": list(found.added),
        "removed": list(found.removed),
        "changes": [change_record(one) for one in found.changes],
    }


def change_record(one: Change) -> dict[str, Any]:
    """One field that differs, for programs."""
    return {
        "item": one.item,
        "field": list(one.field),
        **({} if one.before == ABSENT else {"before": one.before}),
        **({} if one.after == ABSENT else {"after": one.after}),
    }
