"""Records to plain values and back.

What belongs here: the form in which records are hashed, logged, backed up and moved. What does not: any file or
database.

Invariants: ``from_plain(plain(record)) == record``; a value that a store could not give back as it was is refused,
never altered. The one text of a plain value is ``eligo.canonical``'s.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from eligo.canonical import is_storable, time_of
from eligo.errors import UsageError
from eligo.records.model import (
    Decision,
    Event,
    Job,
    Plain,
    Record,
    RegisterLine,
    RegisterPublication,
    Round,
    Run,
    Submission,
)

KINDS: Mapping[str, type[Any]] = {
    "round": Round,
    "submission": Submission,
    "decision": Decision,
    "run": Run,
    "job": Job,
    "register.line": RegisterLine,
    "register.version": RegisterPublication,
    "event": Event,
}
"""The records by the word that their plain form begins with, in the order in which they are backed up."""

_WORDS = {made: word for word, made in KINDS.items()}

LONGEST_NAME = 200
"""The most characters of a text that records are found by: a database's index takes no more."""

_NAMES = frozenset({"reference", "round", "organisation", "kind", "subject", "role", "scheme", "worker"})
_LARGEST = 2**63 - 1


def plain(record: Record | Event) -> dict[str, Any]:
    """The plain form of a record: its kind under ``record``, then its fields.

    Raises ``UsageError`` where a text holds a NUL or half a character, a name is too long, or a number too large.
    """
    return {"record": _WORDS[type(record)], **_plain_fields(record)}


def plain_value(value: Plain) -> dict[str, Any]:
    """A mapping that is no record in its plain form. Raises as ``plain`` does."""
    return {storable(name): _plain(inner) for name, inner in value.items()}


def _plain_fields(value: Any) -> dict[str, Any]:
    stated = {name: _plain(getattr(value, name)) for name in value.__slots__}
    # An event's subject is made of names that are within the limit each, and so may be longer than one.
    for name in () if isinstance(value, Event) else _NAMES & stated.keys():
        text = stated[name]
        if isinstance(text, str) and len(text) > LONGEST_NAME:
            raise UsageError(
                f"The {name} '{text[:40]}...' has {len(text):,} characters", hint=f"Use at most {LONGEST_NAME}."
            )
    return stated


def _plain(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case None | bool():
            return value
        case Enum():
            return value.value
        case int():
            if abs(value) > _LARGEST:
                raise UsageError(f"{value:,} is too large a number to keep", hint="Check the count.")
            return value
        case datetime():
            return time_of(value)
        case date():
            return value.isoformat()
        case Mapping():
            return plain_value(value)
        case tuple() | list():
            return [_plain(inner) for inner in value]
        case _ if is_dataclass(value):
            return _plain_fields(value)
    raise TypeError(f"a record holds a {type(value).__name__}")


def storable(text: str) -> str:
    """The text itself. Raises ``UsageError`` where it holds what no database gives back: a NUL, half a character."""
    if not is_storable(text):
        raise UsageError(
            f"A text cannot be kept as it is: {text[:60]!r}", hint="Take the NUL or the broken character out."
        )
    return text


def from_plain(stated: Plain) -> Any:
    """The record of a plain form. Raises ``ValueError`` where it is not the plain form of a record."""
    try:
        made = KINDS[str(stated["record"])]
        record = _made(made, {name: value for name, value in stated.items() if name != "record"})
        if plain(record) != stated:
            raise ValueError("a record, but not in its one plain form")
    except (KeyError, TypeError, AttributeError, UsageError) as error:
        raise ValueError(f"not the plain form of a record ({type(error).__name__}: {error})") from None
    return record


def _made(kind: type[Any], stated: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    if set(stated) != set(hints):
        raise ValueError(f"the fields of a {kind.__name__.lower()} differ: {sorted(set(stated) ^ set(hints))}")
    return kind(**{name: _value(hints[name], value) for name, value in stated.items()})


_HINTS: dict[type[Any], Mapping[str, Any]] = {}


def _hints(kind: type[Any]) -> Mapping[str, Any]:
    # Kept, since to work out the types of a class's fields takes longer than to make a record.
    if kind not in _HINTS:
        _HINTS[kind] = typing.get_type_hints(kind)
    return _HINTS[kind]


def well_typed(record: Any) -> Any:
    """The record itself, once each of its fields is of its kind. Raises ``TypeError`` where one is not.

    For records made of what a database holds, which may be anything where it is damaged.
    """
    for name, hint in _hints(type(record)).items():
        value = getattr(record, name)
        if not isinstance(value, _kinds(hint)) or (isinstance(value, bool) and bool not in _kinds(hint)):
            raise TypeError(f"the {name} of a {type(record).__name__.lower()} is {value!r:.60}")
    return record


@cache
def _kinds(hint: Any) -> tuple[type[Any], ...]:
    choices = typing.get_args(hint) if typing.get_origin(hint) in (types.UnionType, typing.Union) else (hint,)
    return tuple(typing.get_origin(one) or one for one in choices)


def _value(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        choices = [one for one in typing.get_args(hint) if one is not type(None)]
        return None if value is None and len(choices) < len(typing.get_args(hint)) else _value(choices[0], value)
    if origin is tuple:
        return tuple(_value(typing.get_args(hint)[0], inner) for inner in value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if is_dataclass(hint):
        return _made(typing.cast("type[Any]", hint), value)
    expected = hint if isinstance(hint, type) else Mapping
    if type(value) is not expected and not (expected is Mapping and isinstance(value, Mapping)):
        raise ValueError(f"{value!r} stands where a {getattr(expected, '__name__', expected)} is due")
    return value
