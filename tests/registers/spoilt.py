"""Changes of what a register's files state: any value, name or place, one at a time; and of how they are written."""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Any

Way = tuple[str | int, ...]
Shape = tuple[str, ...]
"""A way without the places in lists: all entries' days have one shape."""

HOWS = ("value", "gone", "twice", "moved", "extra", "other", "alike", "swapped")


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


def shape(way: Way) -> Shape:
    return tuple("" if isinstance(name, int) else name for name in way)


def shapes(stated: dict[str, Any]) -> dict[Shape, list[Way]]:
    found = defaultdict(list)
    for way in ways(stated):
        found[shape(way)].append(way)
    return found


def spoilt(stated: dict[str, Any], number: int) -> tuple[dict[str, Any], Way, str]:
    """What a file states with one thing changed; where, and how. It never states the same.

    By the number each kind of place has its turn, however many there are of it, and then each kind of change.
    """
    random, by_shape = Random(number), shapes(stated)
    order = sorted(by_shape)
    kind, how = order[number % len(order)], HOWS[(number + number // len(order)) % len(HOWS)]
    while True:
        way = random.choice(by_shape[kind])
        changed = copy.deepcopy(stated)
        if how in ("alike", "swapped"):
            other = random.choice(by_shape[kind])
            if how == "swapped":
                at(changed, other[:-1])[other[-1]] = copy.deepcopy(at(stated, way))
            at(changed, way[:-1])[way[-1]] = copy.deepcopy(at(stated, other))
        elif how == "other":
            at(changed, way[:-1])[way[-1]] = copy.deepcopy(at(stated, random.choice(by_shape[random.choice(order)])))
        else:
            _change(at(changed, way[:-1]), way[-1], how, random)
        if not same(changed, stated):
            return changed, way, how
        kind, how = random.choice(order), random.choice(HOWS)


def _change(outer: Any, name: Any, how: str, random: Random) -> None:
    if how == "value":
        outer[name] = other_value(outer[name], random)
    elif how == "gone":
        del outer[name]
    elif isinstance(outer, dict):
        outer[f"{name}2" if how == "twice" else "extra"] = outer[name]
    elif how == "moved":
        outer.insert(random.randrange(len(outer)), outer.pop(name))
    else:
        outer.insert(random.randrange(len(outer) + 1), outer[name])


def other_value(value: Any, random: Random) -> Any:
    """Another value of the same kind, or of another."""
    if isinstance(value, bool) or value is None:
        return random.choice([one for one in (True, False, None, "x") if one is not value])
    if isinstance(value, int):
        return random.choice([value - 1, value + 1, value + 2**64, -value, float(value), str(value), value == 1])
    if isinstance(value, str) and value:
        place = random.randrange(len(value))
        sign = random.choice([one for one in "0a1-Z" if one != value[place]])
        changed = [value[:place] + sign + value[place + 1 :], value[:place], value + "0", value.swapcase()]
        unseen = [f"{value} ", f"{value}\u200b", f"\ufeff{value}", value.replace("a", "\u0430"), f"{value}\n"]
        return random.choice([*changed, random.choice(unseen)])
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


def laid_out(stated: Any, random: Random) -> str:
    """The same, otherwise written: names in another order, other spaces, characters as they are or by number."""
    own = random.choice([(",", ":"), (" ,\n", ":\t"), (", ", ": ")])
    text = json.dumps(
        _shuffled(stated, random),
        indent=random.choice([None, None, 0, 3]),
        separators=own,
        ensure_ascii=random.random() < 0.5,
    )
    return f"{random.choice(['', ' ', chr(10)])}{text}{random.choice(['', ' ', chr(13) + chr(10)])}"


def _shuffled(value: Any, random: Random) -> Any:
    if isinstance(value, dict):
        return {name: _shuffled(value[name], random) for name in random.sample(sorted(value), len(value))}
    return [_shuffled(one, random) for one in value] if isinstance(value, list) else value
