"""Every order in which combinations may enter the integration lanes, as far as it matters which.

What belongs here: which orders are worth looking at where each track leaves by itself. What does not: what follows from
one (``stage``), and what is proved of it (``entering``).

In whatever order they start, each starts as soon as a lane is free and its firmware is there, and not before the one
ahead of it: nothing else could let one of them pass sooner. Selected ones of one track and operator are alike. What
matters of an order is when each exit may start and when each operator's first has migrated. Of two ways in which the
same have entered, one that is nowhere earlier is left out; so is what is earlier than anything could be open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from eligo.programme.frame import Frame
from eligo.programme.stage import Placed, exits_of, lanes_after, placed_at

MOST = 20_000
"""So many ways are looked at."""

_NOT_YET = 1 << 60

Kind = tuple[int, str, str]
"""Those that are alike: from when they may enter, their exit (blank: not selected) and their operator."""


@dataclass(frozen=True, slots=True)
class _Way:
    """Some have entered. ``free``: from when the lanes are, none before the last has started; ``passed``: by exit, when
    the last has passed, or its firmware is there; ``migrated``: by operator, when the first has.
    """

    free: tuple[int, ...]
    passed: tuple[int, ...]
    migrated: tuple[int, ...]
    order: tuple[Kind, ...] = field(compare=False)

    def no_later(self, other: _Way) -> bool:
        """Whether nothing is later here than there."""
        own, its = (one.free + one.passed + one.migrated for one in (self, other))
        return all(a <= b for a, b in zip(own, its, strict=True))


class EntryOrders:
    """The selected, and the ``firsts`` of operators that have none, that have not begun, by kind; ``already``:
    everything that has begun in the integration lanes.
    """

    def __init__(
        self, frame: Frame, selected: Collection[int], firsts: Collection[int], already: Mapping[int, Placed]
    ) -> None:
        self.frame, both = frame, {*selected, *firsts}
        self.exits = sorted({frame.group(place) for place in selected})
        self.operators = sorted({frame.operators[place] for place in both})
        self.places: dict[Kind, list[int]] = {}
        for place in sorted(both - already.keys()):
            kind = frame.enters[place], frame.group(place) if place in selected else "", frame.operators[place]
            self.places.setdefault(kind, []).append(place)
        earliest = {place: already[place].end if place in already else 0 for place in selected}
        leaves = exits_of(frame, earliest, frame.gates)
        running = (one.end for (_, phase), one in frame.begun.items() if phase == "dmct")
        self.opened = min([*(one.end for one in leaves.values()), *running])
        migrated = dict.fromkeys(self.operators, _NOT_YET)
        for place in both & already.keys():
            who = frame.operators[place]
            migrated[who] = min(migrated[who], max(self.opened, already[place].migrated))
        self.first = _Way(
            tuple(sorted(lanes_after(frame, already.values()).values())),
            tuple(leaves[name].start for name in self.exits),
            tuple(migrated.values()),
            (),
        )

    def orders(self) -> list[tuple[int, ...]] | None:
        """Every order that is not left out, by place; ``None`` where there are too many ways."""
        kinds, looked_at = [*self.places], 0
        level: dict[tuple[int, ...], list[_Way]] = {(0,) * len(kinds): [self.first]}
        for _ in range(sum(map(len, self.places.values()))):
            nexts: dict[tuple[int, ...], dict[_Way, None]] = {}
            for counts, ways in level.items():
                for number, kind in enumerate(kinds):
                    if counts[number] < len(self.places[kind]):
                        then = (*counts[:number], counts[number] + 1, *counts[number + 1 :])
                        nexts.setdefault(then, {}).update(dict.fromkeys(self._after(one, kind) for one in ways))
            level = {counts: _best(ways) for counts, ways in nexts.items()}
            looked_at += sum(map(len, nexts.values()))
            if looked_at > MOST:
                return None
        return [self._places(way.order) for ways in level.values() for way in _final(ways)]

    def _after(self, way: _Way, kind: Kind) -> _Way:
        """One more of a kind has entered."""
        enters, name, operator = kind
        start = max(enters, way.free[0])
        placed = placed_at(self.frame, bool(name), start, 1)
        end, migrated = placed.end, max(self.opened, placed.migrated)
        return _Way(
            tuple(sorted([*(max(free, start) for free in way.free[1:]), end])),
            tuple(max(day, end) if one == name else day for one, day in zip(self.exits, way.passed, strict=True)),
            tuple(
                min(day, migrated) if one == operator else day
                for one, day in zip(self.operators, way.migrated, strict=True)
            ),
            (*way.order, kind),
        )

    def _places(self, order: Iterable[Kind]) -> tuple[int, ...]:
        left = {kind: iter(places) for kind, places in self.places.items()}
        return tuple(next(left[kind]) for kind in order)


def _best(ways: Iterable[_Way]) -> list[_Way]:
    """Those that no other is as good as."""
    found: list[_Way] = []
    for one in ways:
        if not any(known.no_later(one) for known in found):
            found = [known for known in found if not one.no_later(known)]
            found.append(one)
    return found


def _final(ways: Iterable[_Way]) -> list[_Way]:
    """Of ways in which all have entered it does not matter when the lanes are free."""
    known = [_Way((), one.passed, one.migrated, one.order) for one in ways]
    return _best(known)
