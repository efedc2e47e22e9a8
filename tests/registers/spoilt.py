"""Changes of what a register's files state: any value, name or place, one at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

Way = tuple[str | int, ...]


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """The way to every value within one, the outermost last."""
    places: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in places:
        yield from ways(inner, (*way, name))
    if way:
        yield way


def at(value: Any, way: Way) -> Any:
    for name in way:
        value = value[name]
    return value


def spoilt(stated: dict[str, Any], random: Random) -> tuple[dict[str, Any], Way, str]:
    """What a file states with one thing changed; where, and how. It never states the same."""
    (*most,) = ways(stated)
    while True:
        changed = copy.deepcopy(stated)
        way = random.choice(most)
        outer, name = at(changed, way[:-1]), way[-1]
        how = random.choice(("value", "gone", "twice", "moved", "other", "extra"))
        if how == "value":
            outer[name] = other_value(outer[name], random)
        elif how == "gone":
            del outer[name]
        elif how == "other":
            outer[name] = copy.deepcopy(at(stated, random.choice(most)))
        elif isinstance(outer, dict):
            outer[f"{name}2" if how == "twice" else "extra"] = outer[name]
        elif how == "moved":
            outer.insert(random.randrange(len(outer)), outer.pop(name))
        else:
            outer.insert(random.randrange(len(outer) + 1), outer[name])
        if not same(changed, stated):
            return changed, way, how


def other_value(value: Any, random: Random) -> Any:
    """Another value of the same kind, or of another."""
    if isinstance(value, bool) or value is None:
        return random.choice([one for one in (True, False, None, "x") if one is not value])
    if isinstance(value, int):
        return value + random.choice([-1, 1, 2**64])
    if isinstance(value, str) and value:
        place = random.randrange(len(value))
        sign = random.choice([one for one in "0a1-Z" if one != value[place]])
        return random.choice([value[:place] + sign + value[place + 1 :], value[:place], value + "0", value.swapcase()])
    return random.choice(["x", 0, None, [], {}, [0], {"a": 1}])


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, kinds included: 1 is not true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
