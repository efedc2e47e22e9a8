"""``eligo register diff``: what has changed between two versions of a list, by combination and field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from eligo.errors import NotFound, UsageError
from eligo.registers import ABSENT, Change, RegisterEntry, RegisterVersion, difference, replay
from eligo.workflows.register.opening import OpenRegister


@dataclass(frozen=True, slots=True)
class VersionsDiffer:
    """Every change between two versions of one list; ``labels`` by item, and which came to stand there or do not any
    more.
    """

    old: RegisterVersion
    new: RegisterVersion
    changes: tuple[Change, ...]
    labels: dict[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def changed(self) -> tuple[Change, ...]:
        """The changes of what stands on both."""
        whole = {*self.added, *self.removed}
        return tuple(one for one in self.changes if one.item not in whole)


def diff(register: OpenRegister, old: str, new: str, name: str = "") -> VersionsDiffer:
    """What changed from one version to another, of the list that is named or that alone has both.

    Raises ``NotFound`` for a version that there is none of, ``UsageError`` where several lists have both.
    """
    first, second = _versions(register, old, new, name)
    before, after = _standing(register, first), _standing(register, second)
    return VersionsDiffer(
        first,
        second,
        difference(before.values(), after.values()),
        {item: one.label for item, one in (before | after).items()},
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
    )


def _versions(register: OpenRegister, old: str, new: str, name: str) -> tuple[RegisterVersion, RegisterVersion]:
    lists = [register.list_of(name).id] if name else list(dict.fromkeys(one.list for one in register.versions))
    by_number = {(one.list, one.number): one for one in register.versions}
    found = [one for one in lists if (one, old) in by_number and (one, new) in by_number]
    if len(found) > 1:
        raise UsageError(f"{' and '.join(found)} have versions {old} and {new}", hint="Name the list with --list.")
    if not found:
        raise NotFound(
            f"{register.name} has no versions {old} and {new} of {'the list ' + lists[0] if name else 'one list'}",
            hint="It has these.",
            details=[f"{one.list} {one.number} ({one.effective_on}): {one.reason}" for one in register.versions],
        )
    return by_number[found[0], old], by_number[found[0], new]


def _standing(register: OpenRegister, version: RegisterVersion) -> dict[str, RegisterEntry]:
    """What stood on the version's list, by item."""
    registers = replay(register.log[: version.size], on=version.effective_on)
    return {one.item: one for one in registers.shown(version.list)}


def diff_record(found: VersionsDiffer) -> dict[str, Any]:
    """The difference for programs: every field that differs, ``before`` or ``after`` left out where it is absent."""
    return {
        "list": found.new.list,
        "from": found.old.number,
        "to": found.new.number,
        "added": list(found.added),
        "removed": list(found.removed),
        "changes": [
            {
                "item": one.item,
                "field": list(one.field),
                **({} if one.before == ABSENT else {"before": one.before}),
                **({} if one.after == ABSENT else {"after": one.after}),
            }
            for one in found.changes
        ],
    }
