"""What differs between two states of the registers, by item and field.

What belongs here: the difference, and what it makes of the older state. What does not: which two states (``replay`` as
of a day, as known at a moment, or a list's versions), and how a difference looks.

Invariant: a difference applied to the older state gives the newer, whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from eligo.errors import VersionConflict
from eligo.registers.entries import RegisterEntry, RulesEntry
from eligo.registers.plain import Plain, line_of, plain

Field = tuple[str, ...]
"""The way to a value in an entry's plain form, such as ``("operators", "SMSO-1", "open_on")``."""

ABSENT = "\ud800absent"
"""Stands where a field is not there; half a surrogate pair can occur in no text of an entry."""


_WRITTEN = ("kind", "number", "recorded_at", "who", "why")
"""What a line says of its being written, and not of what it is about."""


class Change(NamedTuple):
    """One field of one item: what it was and what it is, as in the plain form; ``ABSENT`` where it is not there."""

    item: str
    field: Field
    before: Any
    after: Any

    @property
    def place(self) -> str:
        """The field as a person reads it, such as ``operators / SMSO-1 / open_on``."""
        return " / ".join(self.field)


def rules_difference(old: RulesEntry, new: RulesEntry) -> tuple[Change, ...]:
    """Every change from some rules to others, by field; states, bases and the like by their ids, in whatever order."""
    was, now = (dict(_leaves(_by_id(plain(one)), ())) for one in (old, new))
    fields = sorted(field for field in was.keys() | now.keys() if field[0] not in _WRITTEN)
    every = (Change("rules", field, was.get(field, ABSENT), now.get(field, ABSENT)) for field in fields)
    return tuple(one for one in every if one.before != one.after)


def _by_id(stated: Plain) -> Plain:
    """Lists of things that have an id as mappings by it."""
    return {
        name: {one["id"]: one for one in value} if isinstance(value, list) and value and "id" in value[0] else value
        for name, value in stated.items()
    }


def difference(old: Iterable[RegisterEntry], new: Iterable[RegisterEntry]) -> tuple[Change, ...]:
    """Every change from one state to another, each a last entry per item; by item, then field.

    An item that is not in one of them has every field absent there.
    """
    before, after = _by_item(old), _by_item(new)
    changes: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        was, now = _fields(before.get(name)), _fields(after.get(name))
        for field in _in_order(tuple(was), tuple(now)):
            pair = was.get(field, ABSENT), now.get(field, ABSENT)
            if pair[0] != pair[1]:
                changes.append(Change(name, field, *pair))
    return tuple(changes)


@lru_cache(maxsize=1000)
def _in_order(*given: tuple[Field, ...]) -> tuple[Field, ...]:
    """All fields, sorted, once for each way of having them: few of some hundred entries have fields of their own."""
    return tuple(sorted({one for fields in given for one in fields}))


def applied(old: Iterable[RegisterEntry], changes: Iterable[Change]) -> tuple[RegisterEntry, ...]:
    """The state that a difference makes of another, in the order of the items' names.

    Raises ``VersionConflict`` where the state is not the one that the difference goes out from.
    """
    fields = {name: _fields(entry) for name, entry in _by_item(old).items()}
    for change in changes:
        own = fields.setdefault(change.item, {})
        if own.get(change.field, ABSENT) != change.before:
            raise VersionConflict(
                f"{change.item} is not as the difference has it: {change.place}",
                hint="Apply a difference to the state that it was made from.",
            )
        if change.after == ABSENT:
            del own[change.field]
        else:
            own[change.field] = change.after
    return tuple(_entry(own) for _, own in sorted(fields.items()) if own)


def _by_item(entries: Iterable[RegisterEntry]) -> dict[str, RegisterEntry]:
    return {entry.item: entry for entry in entries}


def _fields(entry: RegisterEntry | None) -> dict[Field, Any]:
    return {} if entry is None else dict(_leaves(plain(entry), ()))


def _leaves(stated: Mapping[str, Any], way: Field) -> Iterator[tuple[Field, Any]]:
    """Every value of a plain form that is no mapping with something in it, with the way to it."""
    for name, inner in stated.items():
        if type(inner) is dict and inner:
            yield from _leaves(inner, (*way, name))
        else:
            yield (*way, name), inner


def _entry(fields: Mapping[Field, Any]) -> RegisterEntry:
    stated: dict[str, Any] = {}
    for way, value in fields.items():
        inner = stated
        for name in way[:-1]:
            inner = inner.setdefault(name, {})
        inner[way[-1]] = value
    entry = line_of(stated)
    if not isinstance(entry, RegisterEntry):
        raise TypeError("a difference is of entries alone")
    return entry
