"""Every entry of a plan held to its inputs; when each combination is eligible and open, computed again."""

from typing import Any

from eligo_check.programme import Programme, Span, Stage, demand


def check_entries(plan: dict[str, Any], given: Programme, stage: Stage) -> tuple[dict[int, int], dict[str, int]]:
    """Every phase in its place; the indices at which each combination has been tested, and each operator has passed."""
    index = {day.isoformat(): number for number, day in enumerate(given.days)}
    found: dict[tuple[int, str], Span] = {}
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
            ready = given.lanes[kind][1] <= start or key in given.begun
            demand(ready, f"{phase} of {name} starts before its lane is available")
            lanes.setdefault((kind, lane), []).append((start, end, name))
    for (kind, lane), taken in lanes.items():
        for (_, end, name), (start, _, after) in zip(sorted(taken), sorted(taken)[1:], strict=False):
            demand(end <= start, f"{name} and {after} overlap in {kind} lane {lane}")
    return check_phases(found, given, stage)


def check_phases(
    found: dict[tuple[int, str], Span], given: Programme, stage: Stage
) -> tuple[dict[int, int], dict[str, int]]:
    """Every combination has the phases of its route, as long as they take, and none too early. The indices at which
    each has been tested, and at which each operator's migration testing has passed.
    """
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
    return tested, stage.passed({place: end for (place, phase), (_, end, _) in found.items() if phase == "mt"})


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


def check_dates(
    plan: dict[str, Any], given: Programme, stage: Stage, tested: dict[int, int], floors: dict[str, int]
) -> int:
    """When each combination is eligible and open, as it says; all they wait, in installation-days."""
    total, total_eligible, lengths = 0, 0, given.lengths
    told = {one["combination_id"]: one for one in plan["combinations"]}
    demand(told.keys() == given.place.keys(), "its combinations are not those that are to be eligible")
    for place, one in enumerate(given.live):
        bases = [tested[base] + lengths["evaluation"] for base in given.bases[place] & stage.tested]
        eligible = lengths["consent"] + (tested[place] if place in stage.tested else min(bases))
        opens = max(eligible, floors[one["operator"]])
        days = tuple(given.days[at].isoformat() for at in (eligible, opens))
        said = told[one["id"]]
        demand(
            (said["eligible_on"], said["open_on"]) == days, f"{one['id']} is eligible on {days[0]}, open on {days[1]}"
        )
        total += given.weight[place] * given.elapsed[opens]
        total_eligible += given.weight[place] * given.elapsed[eligible]
    demand(plan["installation_days_to_eligible"] == total_eligible, f"until eligible it is {total_eligible:,}")
    return total
