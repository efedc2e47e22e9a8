"""Every entry of a plan held to its inputs; when each combination is eligible and open, computed again.

What is not judged, since the programme's inputs do not say it: what people decided beforehand, and what a plan that was
made again is said to have moved.
"""

from itertools import pairwise
from typing import Any, NamedTuple

from eligo_check.programme import Programme, Span, Stage, demand

LANED = "mt", "sit", "dmct"
"""The phases that take a lane."""


class Shown(NamedTuple):
    """What the entries come to: the phases, when each combination has been tested, when each operator's migration
    testing has passed, and from when to when each exit is.
    """

    found: dict[tuple[int, str], Span]
    tested: dict[int, int]
    floors: dict[str, int]
    exits: dict[str, tuple[int, int]]


def check_entries(plan: dict[str, Any], given: Programme, stage: Stage) -> Shown:
    """Every phase in its place."""
    index = {day.isoformat(): number for number, day in enumerate(given.days)}
    found: dict[tuple[int, str], Span] = {}
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
    return check_found(found, given, stage)


def check_found(found: dict[tuple[int, str], Span], given: Programme, stage: Stage) -> Shown:
    """Every phase in a lane that is free where it takes one, and of its route."""
    for (place, phase), (_, _, lane) in found.items():
        demand(phase in LANED or lane == 0, f"{phase} of {given.live[place]['id']} takes no lane")
    for (kind, lane), taken in lanes_of(found).items():
        demand(0 < lane <= given.lanes[kind][0], f"{taken[0][3]} of {given.live[taken[0][2]]['id']} is in no lane")
        for start, _, place, phase in taken:
            ready = given.lanes[kind][1] <= start or (place, phase) in given.begun
            demand(ready, f"{phase} of {given.live[place]['id']} starts before its lane is available")
        for (_, end, one, _), (start, _, other, _) in pairwise(taken):
            both = f"{given.live[one]['id']} and {given.live[other]['id']}"
            demand(end <= start, f"{both} overlap in {kind} lane {lane}")
    if not given.given["migration_may_delay"] and given.given["on"] is None:
        check_firsts(found, given, stage)
    return check_phases(found, given, stage)


def lanes_of(found: dict[tuple[int, str], Span]) -> dict[tuple[str, int], list[tuple[int, int, int, str]]]:
    """By kind of lane and its number: from when to when it is taken, by whom and for what, in turn."""
    lanes: dict[tuple[str, int], list[tuple[int, int, int, str]]] = {}
    for (place, phase), (start, end, lane) in found.items():
        if phase in LANED:
            kind = "combination" if phase == "dmct" else "integration"
            lanes.setdefault((kind, lane), []).append((start, end, place, phase))
    return {key: sorted(taken) for key, taken in lanes.items()}


def check_firsts(found: dict[tuple[int, str], Span], given: Programme, stage: Stage) -> None:
    """That no selected combination could start earlier in the lane of an operator's first one, were that not there."""
    blocks = {
        p: (s, found.get((p, "sit"), (0, e))[1], lane) for (p, phase), (s, e, lane) in found.items() if phase == "mt"
    }
    for first in stage.firsts.values():
        start, _, lane = blocks.get(first, (0, 0, 0))
        others = [one for place, one in blocks.items() if place != first and one[2] == lane]
        free = max([given.lanes["integration"][1], *(end for _, end, _ in others if end <= start)])
        for place in stage.chosen & blocks.keys():
            begins, ends, _ = blocks[place]
            may = max(free, given.enters[place])
            until = min([s for s, _, _ in others if s >= start and s != begins], default=may + ends - begins)
            delayed = may < begins and start < may + ends - begins <= until
            demand(not delayed, f"mt of {given.live[first]['id']} delays {given.live[place]['id']}, which is selected")


def check_phases(found: dict[tuple[int, str], Span], given: Programme, stage: Stage) -> Shown:
    """Every combination has the phases of its route, as long as they take, and none too early."""
    due = {(place, phase) for place in stage.chosen for phase in ("mt", "sit", "eoc")}
    due |= {(place, "mt") for place in stage.firsts.values()} | {(p, "dmct") for p in stage.tested - stage.chosen}
    due -= {(place, "eoc") for place in stage.chosen if given.exit_length(1) == 0}
    for place, phase in sorted(due | given.begun.keys() | {key for key in found if key[1] != "evaluation"}):
        name = given.live[place]["id"]
        demand((place, phase) in found, f"{name} has no {phase}" + " on the final release" * (phase == "eoc"))
        demand((place, phase) in due, f"{name} has {phase}, which is not of its route")
    leaves = stage.leave({place: found[place, "sit"][1] for place in stage.chosen})
    exits = {name: (start, end) for name, (start, end) in leaves.items()}
    for place in sorted(stage.chosen):
        name = given.group(place)
        exits[name] = found.get((place, "eoc"), (*exits[name], 0))[:2]
    for (place, phase), one in found.items():
        name = given.live[place]["id"]
        if (place, phase) in given.begun:
            demand(one == given.begun[place, phase], f"{phase} of {name} has begun, and is not where it is")
        else:
            check_phase(place, phase, found, given, stage, leaves, exits)
        group = exits.get(given.group(place), one)
        demand(phase != "eoc" or one[:2] == group[:2], "an exit is not one")
    tested = {place: end for (place, phase), (_, end, _) in found.items() if phase == "dmct"}
    tested |= {place: exits[given.group(place)][1] for place in stage.chosen}
    migrated = stage.passed({place: end for (place, phase), (_, end, _) in found.items() if phase == "mt"})
    return Shown(found, tested, migrated, exits)


def check_phase(
    place: int,
    phase: str,
    found: dict[tuple[int, str], Span],
    given: Programme,
    stage: Stage,
    leaves: dict[str, tuple[int, int]],
    exits: dict[str, tuple[int, int]],
) -> None:
    """A phase that has not begun takes as long as it does, and starts when it may; ``leaves``: the earliest exits."""
    name, (start, end, lane) = given.live[place]["id"], found[place, phase]
    may = leaves.get(given.group(place), (0, 0))
    length = {"mt": stage.migration(place), "sit": given.lengths["integration"], "eoc": may[1] - may[0]}
    length |= {"dmct": stage.length(place) if phase == "dmct" else 0, "evaluation": given.lengths["evaluation"]}
    demand(end - start == length[phase], f"{phase} of {name} takes {end - start} working days, not {length[phase]}")
    demand(start >= given.on or phase == "evaluation", f"{phase} of {name} starts in the past, and has not begun")
    if phase == "mt":
        demand(start >= given.enters[place], f"mt of {name} starts before its candidate firmware is there")
    elif phase == "sit":
        _, before, same = found[place, "mt"]
        demand((before, same) == (start, lane), f"sit of {name} does not follow its mt in the same lane")
    elif phase == "eoc":
        demand(start >= may[0], f"eoc of {name} starts before all have passed and all final firmware is there")
    elif phase == "dmct":
        moved = found[place, "mt"][1] if (place, "mt") in found else 0
        demand(start >= max(stage.release(place, exits), moved), f"dmct of {name} starts too early")


def check_dates(plan: dict[str, Any], given: Programme, stage: Stage, shown: Shown) -> int:
    """When each combination is eligible and open, as it says; all they wait, in installation-days."""
    total, total_eligible = 0, 0
    told = {one["combination_id"]: one for one in plan["combinations"]}
    alike = told.keys() == given.place.keys() and len(told) == len(plan["combinations"])
    demand(alike, "its combinations are not those that are to be eligible")
    for place, one in enumerate(given.live):
        check_evaluation(place, given, stage, shown)
        said, (eligible, opens) = told[one["id"]], opens_at(place, given, stage, shown)
        days = tuple(given.days[at].isoformat() for at in (eligible, opens))
        stated = (said["eligible_on"], said["open_on"])
        demand(stated == days, f"{one['id']} is eligible on {days[0]}, open on {days[1]}")
        waits = given.weight[place] * given.elapsed[opens]
        demand(said["installation_days_waiting"] == waits, f"{one['id']} waits {waits:,} installation-days")
        total += waits
        total_eligible += given.weight[place] * given.elapsed[eligible]
    demand(plan["installation_days_to_eligible"] == total_eligible, f"until eligible it is {total_eligible:,}")
    exits = {name: given.days[end].isoformat() for name, (_, end) in shown.exits.items()}
    demand(plan["exits"] == exits, f"integration testing is left on {', '.join(exits.values())}")
    check_stated(plan, given, stage, told)
    return total


def opens_at(place: int, given: Programme, stage: Stage, shown: Shown) -> tuple[int, int]:
    """The indices at which a combination is eligible, by its own test or by the first of its bases', and open."""
    eligible = shown.tested[place] if place in stage.tested else first_base(place, given, stage, shown)
    eligible += given.lengths["consent"] + (0 if place in stage.tested else given.lengths["evaluation"])
    return eligible, max(eligible, shown.floors[given.live[place]["operator"]])


def first_base(place: int, given: Programme, stage: Stage, shown: Shown) -> int:
    """The index at which the first of its bases has been tested."""
    return min(shown.tested[base] for base in given.bases[place] & stage.tested)


def check_evaluation(place: int, given: Programme, stage: Stage, shown: Shown) -> None:
    """That it is evaluated where it follows from another's test, and as soon as that has ended."""
    name, length = given.live[place]["id"], given.lengths["evaluation"]
    own = shown.found.get((place, "evaluation"))
    demand(place not in stage.tested or own is None, f"{name} is tested, and has an evaluation")
    if place not in stage.tested:
        first = first_base(place, given, stage, shown)
        right = own == ((first, first + length, 0) if length else None)
        demand(right, f"the evaluation of {name} does not follow the first of its bases")


def check_stated(plan: dict[str, Any], given: Programme, stage: Stage, told: dict[str, dict[str, Any]]) -> None:
    """What is said of each combination and repeated with each of its entries."""
    for place, one in enumerate(given.live):
        said = told[one["id"]]
        route = "mt" if place in stage.firsts.values() else "dmct"
        route = "mt+sit" if place in stage.chosen else route if place in stage.tested else "equivalent"
        bases = [] if place in stage.tested else sorted(given.bases[place] & stage.tested)
        stated = {
            "route": route,
            "firmware_track": one["track"] or None,
            "bases": [given.live[base]["id"] for base in bases],
        }
        for name, right in stated.items():
            demand(said[name] == right, f"{name} of {one['id']} is {right}, not {said[name]}")
    for entry in plan["entries"]:
        said = told[entry["combination_id"]]
        for name in ("route", "eligible_on"):
            demand(entry[name] == said[name], f"{name} of {entry['combination_id']} is not the same everywhere")
