"""What a published plan is held to: the programme's inputs, and what follows from a set.

With ``entries.py`` (every phase) and ``waits.py`` (what it waits for), ``queue.py``, ``turns.py``, ``entering.py`` and
``choice.py`` (the bounds), ``rules.py`` (what rules come to), ``plan.py`` (the command) and Python's standard library,
this is the whole checker of plans. It counts working days itself.
"""

import heapq
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

Span = tuple[int, int, int]
"""From which index a phase takes which lane (0: none), and from which it no longer does."""


class Rejected(Exception):
    """The plan is not allowed, or its claim not proved; the text says why."""


def demand(true: bool, otherwise: str) -> None:
    """Reject the plan where something is not true."""
    if not true:
        raise Rejected(otherwise)


class Programme:
    """The inputs, in indices of working days; combinations that are tested by their place in rank order."""

    def __init__(self, given: dict[str, Any]):
        demand(given["format"] == "eligo-programme/1", "the inputs are not of the form eligo-programme/1")
        self.given, self.lengths = given, given["durations"]
        self.t0, until = (date.fromisoformat(given[name]) for name in ("t0", "until"))
        first = min(date.fromisoformat(one["candidate"]) for one in given["tracks"].values())
        demand(self.t0 == first or (given["on"] and self.t0 < first), "t0 is not the earliest candidate")
        closed = {date.fromisoformat(day) for day in given["closed"]}
        every = (self.t0 + timedelta(days=number) for number in range((until - self.t0).days + 1))
        self.days = [day for day in every if day.weekday() < 5 and day not in closed]
        self.elapsed = [(day - self.t0).days for day in self.days]
        live = [one for one in given["combinations"] if not one["uneconomic"]]
        self.live = sorted(live, key=lambda one: (-one["population"], one["identity"], one["id"]))
        self.place = {one["id"]: number for number, one in enumerate(self.live)}
        demand(len(self.place) == len(self.live), "a combination is given twice")
        self.weight = [one["population"] or one["weight"] for one in self.live]
        self.bases = [{self.place[b] for b in one["bases"] if b in self.place and b != one["id"]} for one in self.live]
        self.joint = given["exit_rule"] == "joint"
        self.lanes = {name: (one["count"], self.at(one["available"])) for name, one in given["lanes"].items()}
        self.on = self.at(given["on"])
        self.enters = [
            max(self.track(one, "candidate", "candidate_publication"), self.at(one["requested"])) for one in self.live
        ]
        self.final = [max(self.track(one, "final", ""), self.at(one["requested"])) for one in self.live]
        leaves = self.on if self.exit_length(1) else 0  # an exit that takes no time starts nothing
        self.gate = [self.track(one, "final", "final_publication", leaves) for one in self.live]
        self.begun = {
            (self.place[one["combination_id"]], one["phase"]): (
                self.at(one["start"]),
                self.at(one["end"]) + 1,
                one["lane"],
            )
            for one in given["begun"]
        }
        demand(len(self.begun) == len(given["begun"]), "a phase is begun twice")
        demand(given["on"] or not self.begun, "something has begun, and no day says by when")

    def at(self, day: str | None) -> int:
        """The index of the first working day on or after a date."""
        return 0 if day is None else bisect_left(self.days, date.fromisoformat(day))

    def track(self, one: dict[str, Any], firmware: str, publication: str, on: int | None = None) -> int:
        """From when that firmware of a combination's track may be tested, where that has not begun; ``on``: not
        before that.
        """
        there = self.given["tracks"][one["track"]][firmware] if one["track"] else None
        return max(self.on if on is None else on, self.at(there) + self.lengths.get(publication, 0) if there else 0)

    def group(self, place: int) -> str:
        """The name of the exit that a combination shares."""
        return "" if self.joint else self.live[place]["track"] or "-"

    def exit_length(self, size: int) -> int:
        """End of Cycle and System Regression."""
        return int(self.lengths["exit_base"] + self.lengths["exit_each"] * size)

    def check_set(self, chosen: set[int]) -> None:
        """That the set may be selected."""
        policy = self.given["policy"]
        ids = {self.live[place]["id"] for place in chosen}
        demand(bool(chosen), "it selects nothing")
        demand(not any(self.live[place]["requested"] for place in chosen), "it selects what is tested on request")
        demand(ids.issuperset(policy["pins"]) and ids.isdisjoint(policy["bans"]), "it does not keep pins and bans")
        if policy["cover"]:
            covered = {one for place in chosen for one in self.covers(place)}
            missing = sorted({one for place in self.selectable() for one in self.covers(place)} - covered)
            demand(not missing, f"it does not cover {', '.join(missing)}")
        for name, sign in (("minimum", 1), ("maximum", -1)):
            for who, number in policy[name].items():
                count = sum(self.live[place]["operator"] == who for place in chosen)
                demand(sign * count >= sign * number, f"it does not keep the {name} of {who}")

    def covers(self, place: int) -> set[str]:
        """What a test of it covers: its hardware variants, and those that occur together as far as the policy asks."""
        own, most = sorted(self.live[place]["variants"]), int(self.given["policy"]["strength"])
        return {" + ".join(one) for many in range(1, most + 1) for one in combinations(own, many)}

    def selectable(self) -> list[int]:
        """The places that may be selected, bans apart."""
        total = sum(one["deployed"] for one in self.given["combinations"]) or 1
        share = self.given["policy"]["minimum_share"].partition("/")
        least, whole = int(share[0]), int(share[2] or 1)
        large = [number for number, one in enumerate(self.live) if one["deployed"] * whole >= least * total]
        return [place for place in large if not self.live[place]["requested"]]


class Cover:
    """What has to be covered, and which of the places that may be selected cover it."""

    def __init__(self, given: Programme, selectable: list[int]):
        self.marks = {place: given.covers(place) for place in selectable}
        needed = {one for place in given.selectable() for one in given.covers(place)}
        open_ = sorted(needed) if given.given["policy"]["cover"] else []
        self.carriers = {one: {place for place in selectable if one in self.marks[place]} for one in open_}

    def may_be_had(self, size: int) -> bool:
        """Whether so many can have all of it: of what is open the rarest is taken next, from each that has it."""
        left = {frozenset(self.carriers)}
        for _ in range(size):
            if frozenset() in left:
                break
            rare = {one: min(one, key=lambda each: (len(self.carriers[each]), each)) for one in left}
            left = {one - self.marks[place] for one in left for place in self.carriers[rare[one]]}
        return frozenset() in left


class Stage:
    """What follows from a set: routes, earliest times in integration testing, exits, and the tests that are left."""

    def __init__(self, given: Programme, chosen: set[int]):
        self.given, self.chosen, everything = given, chosen, range(len(given.live))
        who = [one["operator"] for one in given.live]
        without = set(who) - {who[place] for place in chosen}
        self.firsts = {one: given.place[name] for one, name in given.given["first"].items() if one in without}
        begun = {place for place, phase in given.begun if phase == "dmct"}
        self.tested = chosen | begun | {*self.firsts.values()} | {p for p in everything if not given.bases[p]}
        for place in everything:
            if not given.bases[place] & self.tested:
                self.tested.add(place)
        self.firsts |= {who[p]: p for p, phase in sorted(given.begun) if phase == "mt" and who[p] in without}
        for some in (sorted(self.tested), everything):
            for place in some:
                if who[place] in without:
                    self.firsts.setdefault(who[place], place)
        self.running = {p: one for (p, phase), one in given.begun.items() if phase == "dmct"}
        self.enter(self.earliest(alone=not given.joint or given.given["migration_may_delay"]))
        if not given.joint:  # any of a track may be the first to enter
            begins = {place: max(given.enters[place], given.lanes["integration"][1]) for place in self.places}
            self.floors = self.passed({place: day + self.migration(place) for place, day in begins.items()})

    def enter(self, placed: dict[int, Span]) -> None:
        """Have that in the integration lanes; what follows from it."""
        self.placed = placed
        self.floors = self.passed({place: one[0] + self.migration(place) for place, one in placed.items()})
        self.exits = self.leave({place: end for place, (_, end, _) in placed.items()})

    def migration(self, place: int) -> int:
        """The working days of its migration testing."""
        return int(self.given.lengths["migration" if place in self.chosen else "operator_migration"])

    def passed(self, migrated: dict[int, int]) -> dict[str, int]:
        """By operator, when its migration testing has passed; ``migrated``: by place, where it has not begun."""
        floors: dict[str, int] = {}
        for place, planned in migrated.items():
            who, end = self.given.live[place]["operator"], self.given.begun.get((place, "mt"), (0, planned))[1]
            floors[who] = min(end, floors.get(who, end))
        return floors

    def earliest(self, alone: bool) -> dict[int, Span]:
        """From when to when and in which lane: what has begun, then in the order of entry, then the firsts where there
        is room. ``alone``: each exit's own as if there were no others, and each first; no order is earlier.
        """
        given, firsts = self.given, {*self.firsts.values()}
        begun = {
            place: self.span(place, given.begun[place, "mt"]) for place in self.places if (place, "mt") in given.begun
        }
        found = dict(begun)
        together = self.chosen | (firsts if given.given["migration_may_delay"] else set())
        for own in map(self.members, self.groups) if alone else [together]:
            found |= self.in_turn(own, begun)
        for place in sorted(firsts - found.keys()):
            start = max(given.enters[place], given.lanes["integration"][1])
            found[place] = self.span(place, (start, 0, 1)) if alone else self.room(place, start, found)
        return found

    def in_turn(self, own: set[int], begun: dict[int, Span]) -> dict[int, Span]:
        """Those that have not begun, in the order of entry, each in the lane that is free first."""
        given, found = self.given, dict[int, Span]()
        free = [(self.free(lane, begun), lane) for lane in range(1, given.lanes["integration"][0] + 1)]
        heapq.heapify(free)
        for place in sorted(own - begun.keys(), key=lambda one: (given.enters[one], one)):
            day, lane = heapq.heappop(free)
            found[place] = self.span(place, (max(day, given.enters[place]), 0, lane))
            heapq.heappush(free, (found[place][1], lane))
        return found

    @property
    def groups(self) -> list[str]:
        """The exits that the selected share."""
        return sorted({self.given.group(place) for place in self.chosen})

    def members(self, name: str) -> set[int]:
        """The selected that share an exit."""
        return {place for place in self.chosen if self.given.group(place) == name}

    def passing(self, order: Sequence[str]) -> dict[str, tuple[int, int]]:
        """The earliest exits where the last of each passes in that order: none before all that are not later could have
        passed, since each takes the lanes as long as any other. Without an order, of each as if it were alone.
        """
        begun = {place: one for place, one in self.placed.items() if (place, "mt") in self.given.begun}
        ends, before = {place: one[1] for place, one in self.placed.items() if place in self.chosen}, set[int]()
        for name in order:
            before |= self.members(name)
            last = max(one[1] for place, one in (self.in_turn(before, begun) | begun).items() if place in before)
            ends |= dict.fromkeys(self.members(name), last)
        return self.leave(ends)

    @property
    def places(self) -> set[int]:
        """What has migration testing."""
        return self.chosen | {*self.firsts.values()}

    def span(self, place: int, begun: Span) -> Span:
        """Migration testing from then on (which may have begun), and integration testing behind it."""
        start, end, lane = begun
        end = end or start + self.migration(place)
        length = int(self.given.lengths["integration"]) if place in self.chosen else 0
        return start, self.given.begun.get((place, "sit"), (0, end + length))[1], lane

    def free(self, lane: int, begun: dict[int, Span]) -> int:
        """From when an integration lane is free after what has begun in it."""
        return max([self.given.lanes["integration"][1], *(end for _, end, one in begun.values() if one == lane)])

    def room(self, place: int, earliest: int, taken: dict[int, Span]) -> Span:
        """The earliest room beside what is placed."""
        length = self.migration(place)
        days = sorted({earliest, *(end for _, end, _ in taken.values() if end > earliest)})
        return next(
            (day, day + length, lane)
            for day in days
            for lane in range(1, self.given.lanes["integration"][0] + 1)
            if all(one != lane or e <= day or day + length <= s for s, e, one in taken.values())
        )

    def leave(self, ends: dict[int, int]) -> dict[str, tuple[int, int]]:
        """From when to when End of Cycle and System Regression are, for each exit."""
        groups = {name: self.members(name) for name in self.groups}
        start = {name: max(max(ends[one], self.given.gate[one]) for one in all_) for name, all_ in groups.items()}
        found = {name: (start[name], start[name] + self.given.exit_length(len(all_))) for name, all_ in groups.items()}
        begun = {self.given.group(place): one[:2] for (place, phase), one in self.given.begun.items() if phase == "eoc"}
        return found | {name: begun[name] for name in found.keys() & begun.keys()}

    def release(self, place: int, exits: dict[str, tuple[int, int]] | None = None) -> int:
        """From when a test in the lanes may start; ``exits``: if not the earliest."""
        exits = exits or self.exits
        own = exits.get(self.given.group(place)) or max(exits.values(), key=lambda one: one[1])
        moved = self.placed[place][1] if place in self.placed else 0
        return max(own[1], self.given.final[place], self.given.lanes["combination"][1], moved)

    def length(self, place: int) -> int:
        """The working days of a test in the lanes."""
        usual = int(self.given.live[place]["duration"] or self.given.lengths["combination"])
        return int(self.given.lengths["service_requests"]) if place in self.placed else usual
