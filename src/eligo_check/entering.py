"""In which orders combinations may enter the integration lanes, and what each order comes to at the earliest.

In whatever order they start, each starts as soon as a lane is free and its firmware is there, and not before the one
ahead of it: nothing else could let one of them pass sooner. Selected ones of one track and operator are alike. Of two
ways in which as many of each have entered, one that is nowhere earlier is left out; when an operator's migration
testing has passed before anything can be open does not matter.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import le
from typing import NamedTuple

from eligo_check.programme import Stage, demand

NEVER = 1 << 60

Kind = tuple[int, str, str]
"""From when it may enter, its exit (blank: it is not selected), its operator."""


class Way(NamedTuple):
    """Some have entered: from when lanes are free, by exit when all have passed, by operator when one has migrated."""

    free: tuple[int, ...]
    passed: tuple[int, ...]
    migrated: tuple[int, ...]

    def no_later(self, other: "Way") -> bool:
        """Whether nothing is later here than there."""
        return all(map(le, sum(self, ()), sum(other, ())))


class Entering:
    """The orders in which what has not begun of a set may enter."""

    def __init__(self, stage: Stage):
        self.stage, given = stage, stage.given
        self.exits = stage.groups
        self.operators = sorted({given.live[place]["operator"] for place in stage.places})
        begun = {place: one for place, one in stage.placed.items() if (place, "mt") in given.begun}
        self.waiting = sorted(stage.places - begun.keys())
        leaves = stage.leave({place: begun[place][1] if place in begun else 0 for place in stage.chosen})
        self.opened = min([*(end for _, end in leaves.values()), *(end for _, end, _ in stage.running.values())])
        known = stage.passed(dict.fromkeys(stage.places, NEVER))
        free = sorted(stage.free(lane, begun) for lane in range(1, given.lanes["integration"][0] + 1))
        migrated = tuple(max(self.opened, known[one]) for one in self.operators)
        self.first = Way(tuple(free), tuple(leaves[one][0] for one in self.exits), migrated)

    def kind(self, place: int) -> Kind:
        """What it has in common with others."""
        given = self.stage.given
        leaves = given.group(place) if place in self.stage.chosen else ""
        return given.enters[place], leaves, given.live[place]["operator"]

    def after(self, way: Way, kind: Kind) -> Way:
        """One more has entered."""
        (enters, leaves, who), lengths = kind, self.stage.given.lengths
        start = max(enters, way.free[0])
        migrated = start + lengths["migration" if leaves else "operator_migration"]
        end = migrated + (lengths["integration"] if leaves else 0)
        passed = (max(day, end) if one == leaves else day for one, day in zip(self.exits, way.passed, strict=True))
        opens = max(self.opened, migrated)
        first = (min(day, opens) if one == who else day for one, day in zip(self.operators, way.migrated, strict=True))
        return Way(tuple(sorted([*(max(day, start) for day in way.free[1:]), end])), tuple(passed), tuple(first))

    def of(self, names: Sequence[str]) -> Way:
        """What an order comes to."""
        places = [self.stage.given.place.get(name, -1) for name in names]
        demand(sorted(places) == self.waiting, "an order of entry is not of what is selected")
        way = self.first
        for place in places:
            way = self.after(way, self.kind(place))
        return way

    def every(self) -> list[Way]:
        """What all orders come to, those left out that another betters."""
        kinds = Counter(map(self.kind, self.waiting))
        level: dict[tuple[Kind, ...], list[Way]] = {(): [self.first]}
        for _ in self.waiting:
            nexts: dict[tuple[Kind, ...], set[Way]] = {}
            for entered, ways in level.items():
                for kind in (one for one, many in kinds.items() if entered.count(one) < many):
                    nexts.setdefault(tuple(sorted([*entered, kind])), set()).update(
                        self.after(way, kind) for way in ways
                    )
            level = {entered: best(ways) for entered, ways in nexts.items()}
        return [way for ways in level.values() for way in ways]

    def enter(self, way: Way) -> None:
        """Have the stage be as that order leaves it."""
        stage, ends = self.stage, dict(zip(self.exits, way.passed, strict=True))
        stage.exits = stage.leave({place: ends[stage.given.group(place)] for place in stage.chosen})
        stage.floors = dict(zip(self.operators, way.migrated, strict=True))
        for who, place in stage.firsts.items():
            start, _, lane = stage.placed[place]
            stage.placed[place] = start, stage.floors[who], lane


def best(ways: Iterable[Way]) -> list[Way]:
    """Those that no other is as good as."""
    found: list[Way] = []
    for one in sorted(ways):
        if not any(known.no_later(one) for known in found):
            found = [known for known in found if not one.no_later(known)] + [one]
    return found
