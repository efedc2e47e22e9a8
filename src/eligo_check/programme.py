"""What a published plan may be: the programme's inputs, what follows from a set, and every entry held to that.

With ``plan.py``, which checks the bound and is the command, and Python's standard library, this is the whole checker
of plans. It counts working days itself, and computes again when each combination is eligible and open.
"""

import heapq
from bisect import bisect_left
from datetime import date, timedelta
from typing import Any


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
        demand(
            self.t0 == min(date.fromisoformat(one["candidate"]) for one in given["tracks"].values()),
            "t0 is not the earliest candidate",
        )
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
        self.enters = [
            max(self.track(one, "candidate", "candidate_publication"), self.at(one["requested"])) for one in self.live
        ]
        self.final = [max(self.track(one, "final", ""), self.at(one["requested"])) for one in self.live]
        self.gate = [self.track(one, "final", "final_publication") for one in self.live]

    def at(self, day: str | None) -> int:
        """The index of the first working day on or after a date."""
        return 0 if day is None else bisect_left(self.days, date.fromisoformat(day))

    def track(self, one: dict[str, Any], firmware: str, publication: str) -> int:
        """From when that firmware of a combination's track may be tested."""
        return (
            self.at(self.given["tracks"][one["track"]][firmware]) + self.lengths.get(publication, 0)
            if one["track"]
            else 0
        )

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
            covered = {variant for place in chosen for variant in self.live[place]["variants"]}
            missing = sorted({v for place in self.selectable() for v in self.live[place]["variants"]} - covered)
            demand(not missing, f"it does not cover {', '.join(missing)}")
        for name, sign in (("minimum", 1), ("maximum", -1)):
            for who, number in policy[name].items():
                count = sum(self.live[place]["operator"] == who for place in chosen)
                demand(sign * count >= sign * number, f"it does not keep the {name} of {who}")

    def selectable(self) -> list[int]:
        """The places that may be selected, bans apart."""
        total = sum(one["deployed"] for one in self.given["combinations"]) or 1
        share = self.given["policy"]["minimum_share"].partition("/")
        least, whole = int(share[0]), int(share[2] or 1)
        large = [number for number, one in enumerate(self.live) if one["deployed"] * whole >= least * total]
        return [place for place in large if not self.live[place]["requested"]]


class Stage:
    """What follows from a set: routes, earliest times in integration testing, exits, and the tests that are left."""

    def __init__(self, given: Programme, chosen: set[int]):
        self.given, self.chosen, everything = given, chosen, range(len(given.live))
        who = [one["operator"] for one in given.live]
        without = set(who) - {who[place] for place in chosen}
        self.firsts = {one: given.place[name] for one, name in given.given["first"].items() if one in without}
        self.tested = chosen | {*self.firsts.values()} | {place for place in everything if not given.bases[place]}
        for place in everything:
            if not given.bases[place] & self.tested:
                self.tested.add(place)
        for some in (sorted(self.tested), everything):
            for place in some:
                if who[place] in without:
                    self.firsts.setdefault(who[place], place)
        self.placed = self.earliest()
        self.floors = {who[place]: self.placed[place][1] for place in self.firsts.values()}
        for place in chosen:
            passed = self.placed[place][0] + given.lengths["migration"]
            self.floors[who[place]] = min(passed, self.floors.get(who[place], passed))
        self.exits = self.leave({place: end for place, (_, end, _) in self.placed.items()})

    def earliest(self) -> dict[int, tuple[int, int, int]]:
        """From when to when and in which lane, in the order of entry; the firsts where there is room."""
        given, lengths = self.given, self.given.lengths
        count, available = given.lanes["integration"]
        length = dict.fromkeys(self.firsts.values(), lengths["operator_migration"])
        length |= dict.fromkeys(self.chosen, lengths["migration"] + lengths["integration"])
        together = [*length] if given.given["migration_may_delay"] else [*self.chosen]
        free, found = [(available, lane) for lane in range(1, count + 1)], {}
        for place in sorted(together, key=lambda one: (given.enters[one], one)):
            day, lane = heapq.heappop(free)
            start = max(day, given.enters[place])
            found[place] = start, start + length[place], lane
            heapq.heappush(free, (start + length[place], lane))
        for place in sorted({*self.firsts.values()} - found.keys()):
            start = max(given.enters[place], available)
            days = sorted({start, *(end for _, end, _ in found.values() if end > start)})
            found[place] = next(
                (day, day + length[place], lane)
                for day in days
                for lane in range(1, count + 1)
                if all(one != lane or e <= day or day + length[place] <= s for s, e, one in found.values())
            )
        return found

    def leave(self, ends: dict[int, int]) -> dict[str, tuple[int, int]]:
        """From when to when End of Cycle and System Regression are, for each exit."""
        groups: dict[str, list[int]] = {}
        for place in self.chosen:
            groups.setdefault(self.given.group(place), []).append(place)
        start = {name: max(max(ends[one], self.given.gate[one]) for one in all_) for name, all_ in groups.items()}
        return {name: (start[name], start[name] + self.given.exit_length(len(all_))) for name, all_ in groups.items()}

    def release(self, place: int) -> int:
        """From when a test in the lanes may start."""
        own = self.exits.get(self.given.group(place)) or max(self.exits.values(), key=lambda one: one[1])
        moved = self.placed[place][1] if place in self.placed else 0
        return max(own[1], self.given.final[place], self.given.lanes["combination"][1], moved)

    def length(self, place: int) -> int:
        """The working days of a test in the lanes."""
        usual = int(self.given.live[place]["duration"] or self.given.lengths["combination"])
        return int(self.given.lengths["service_requests"]) if place in self.placed else usual


def check_entries(plan: dict[str, Any], given: Programme, stage: Stage) -> dict[int, int]:
    """Every phase in its place; the index at which each combination has been tested."""
    index = {day.isoformat(): number for number, day in enumerate(given.days)}
    found: dict[tuple[int, str], tuple[int, int, int]] = {}
    lanes: dict[tuple[str, int], list[tuple[int, int, str]]] = {}
    for one in plan["entries"]:
        name, phase, lane = one["combination_id"], one["phase"], one["lane"]
        demand(name in given.place and one["start"] in index and one["end"] in index, f"{name} has a day nobody works")
        start, end, key = index[one["start"]], index[one["end"]] + 1, (given.place[name], phase)
        demand(key not in found, f"{name} has {phase} twice")
        found[key] = start, end, lane
        right = {"mt": "candidate", "sit": "candidate", "eoc": "final", "dmct": "final", "evaluation": None}.get(
            phase, ""
        )
        track = given.live[key[0]]["track"] or None
        demand(
            one["firmware"] == right and one["firmware_track"] == track, f"{phase} of {name} is on the wrong firmware"
        )
        if phase in ("mt", "sit", "dmct"):
            kind = "combination" if phase == "dmct" else "integration"
            demand(0 < lane <= given.lanes[kind][0], f"{phase} of {name} is in no lane")
            demand(start >= given.lanes[kind][1], f"{phase} of {name} starts before its lane is available")
            lanes.setdefault((kind, lane), []).append((start, end, name))
    for (kind, lane), taken in lanes.items():
        for (_, end, name), (start, _, after) in zip(sorted(taken), sorted(taken)[1:], strict=False):
            demand(end <= start, f"{name} and {after} overlap in {kind} lane {lane}")
    return check_phases(found, given, stage)


def check_phases(found: dict[tuple[int, str], tuple[int, int, int]], given: Programme, stage: Stage) -> dict[int, int]:
    """Every combination has the phases of its route, as long as they take, and none too early."""
    lengths, tested = given.lengths, {}
    due = {(place, phase) for place in stage.chosen for phase in ("mt", "sit", "eoc")}
    due |= {(place, "mt") for place in stage.firsts.values()} | {(p, "dmct") for p in stage.tested - stage.chosen}
    due -= {(place, "eoc") for place in stage.chosen if given.exit_length(1) == 0}
    for place, phase in sorted(due | {key for key in found if key[1] != "evaluation"}):
        name = given.live[place]["id"]
        demand((place, phase) in found, f"{name} has no {phase}" + " on the final release" * (phase == "eoc"))
        demand((place, phase) in due, f"{name} has {phase}, which is not of its route")
    passed = stage.leave({p: found[p, "sit"][1] for p in stage.chosen})
    for (place, phase), (start, end, lane) in found.items():
        name = given.live[place]["id"]
        usual = lengths["migration"] if place in stage.chosen else lengths["operator_migration"]
        leaves = passed.get(given.group(place), (0, 0))
        length = {"mt": usual, "sit": lengths["integration"], "eoc": leaves[1] - leaves[0]}
        length |= {"dmct": stage.length(place) if phase == "dmct" else 0, "evaluation": lengths["evaluation"]}
        demand(end - start == length[phase], f"{phase} of {name} takes {end - start} working days, not {length[phase]}")
        if phase == "mt":
            demand(start >= given.enters[place], f"mt of {name} starts before its candidate firmware is there")
        elif phase == "sit":
            mt = found[place, "mt"]
            demand((mt[1], mt[2]) == (start, lane), f"sit of {name} does not follow its mt in the same lane")
        elif phase == "eoc":
            demand(start >= leaves[0], f"eoc of {name} starts before all have passed and all final firmware is there")
            tested[place] = end
        elif phase == "dmct":
            moved = found[place, "mt"][1] if (place, "mt") in found else 0
            demand(start >= max(stage.release(place), moved), f"dmct of {name} starts too early")
            tested[place] = end
    ends = {given.group(place): tested.get(place, passed[given.group(place)][1]) for place in sorted(stage.chosen)}
    demand(all(tested.get(p, ends[given.group(p)]) == ends[given.group(p)] for p in stage.chosen), "an exit is not one")
    return tested | {place: ends[given.group(place)] for place in stage.chosen}


def check_dates(plan: dict[str, Any], given: Programme, stage: Stage, tested: dict[int, int]) -> int:
    """When each combination is eligible and open, as it says; all they wait, in installation-days."""
    total, total_eligible, lengths = 0, 0, given.lengths
    told = {one["combination_id"]: one for one in plan["combinations"]}
    demand(told.keys() == given.place.keys(), "its combinations are not those that are to be eligible")
    for place, one in enumerate(given.live):
        bases = [tested[base] + lengths["evaluation"] for base in given.bases[place] & stage.tested]
        eligible = lengths["consent"] + (tested[place] if place in stage.tested else min(bases))
        opens = max(eligible, stage.floors[one["operator"]])
        days = tuple(given.days[at].isoformat() for at in (eligible, opens))
        said = told[one["id"]]
        demand(
            (said["eligible_on"], said["open_on"]) == days, f"{one['id']} is eligible on {days[0]}, open on {days[1]}"
        )
        total += given.weight[place] * given.elapsed[opens]
        total_eligible += given.weight[place] * given.elapsed[eligible]
    demand(plan["installation_days_to_eligible"] == total_eligible, f"until eligible it is {total_eligible:,}")
    return total
