"""What rules of thumb come to, each followed again from the inputs; and what a schedule that is only stated waits.

*The plain rule*: the largest, those needed to cover put in, and then always the largest test that is ready. *The
largest first*: that order, with the plan's own set and its own integration testing. Neither is believed from the plan.
The best plan of every size, and each way to plan again, states when each test starts, and is held to all that the plan
itself is.
"""

import heapq
from typing import Any

from eligo_check.entries import check_found, opens_at
from eligo_check.programme import Cover, Programme, Rejected, Span, Stage, demand
from eligo_check.queue import Queue


def largest_first(given: Programme, stage: Stage) -> int:
    """The installation-days where, whenever a lane is free, the test of most installations is next that is ready."""
    queue = Queue(given, stage)
    coming = sorted(queue.tests, key=lambda place: (-queue.tests[place].release, -place))
    ready: list[tuple[int, int]] = []
    free, ends = sorted(queue.free), dict[int, int]()
    while coming or ready:
        day = heapq.heappop(free)
        day = day if ready else max(day, queue.tests[coming[-1]].release)
        while coming and queue.tests[coming[-1]].release <= day:
            place = coming.pop()
            heapq.heappush(ready, (-sum(term.weight for term in queue.tests[place].terms), place))
        _, place = heapq.heappop(ready)
        ends[place] = max(day, queue.tests[place].release) + queue.tests[place].length
        heapq.heappush(free, ends[place])
    waits = sum(test.waits(ends[place] - test.length, given.elapsed) for place, test in queue.tests.items())
    for name, term in queue.claims.items():
        first = min(ends[place] for place, test in queue.tests.items() if name in test.claims)
        waits += term.weight * given.elapsed[term.opens(first)]
    return queue.fixed + waits


def plain_rule(given: Programme, size: int) -> int | None:
    """The installation-days of the plain rule; ``None`` where it finds no set that the policy allows."""
    chosen = plain_set(given, size)
    try:
        given.check_set(chosen)
    except Rejected:
        return None
    stage = Stage(given, chosen)
    stage.enter(stage.earliest(alone=False))
    return largest_first(given, stage)


def plain_set(given: Programme, size: int) -> set[int]:
    """The largest, pins first; then, for each variant that is missing, the largest that has it, in the place of the
    smallest without which nothing is lost that is covered. Empty where that fails.
    """
    bans, pins = ({given.place[one] for one in given.given["policy"][name]} for name in ("bans", "pins"))
    able = [place for place in given.selectable() if place not in bans]
    carriers = Cover(given, able).carriers
    chosen = {*sorted(able, key=lambda place: (place not in pins, place))[:size]}
    kept = chosen & pins
    for _, own in sorted(carriers.items()):
        if not chosen & own:
            spare = [p for p in chosen - kept if all(chosen & one != {p} for one in carriers.values())]
            if not own or not spare:
                return set()
            chosen = chosen - {max(spare)} | {min(own)}
            kept.add(min(own))
    return chosen if len(chosen) == size else set()


def schedule_waits(given: Programme, chosen: set[int], rows: list[Any]) -> int:
    """The installation-days of a set's schedule, ``rows`` of a combination, a phase (migration testing, End of Cycle,
    or a test in the lanes), the day on which it starts and its lane; the schedule is one that the programme allows.
    """
    stage, index = Stage(given, chosen), {day.isoformat(): number for number, day in enumerate(given.days)}
    found: dict[tuple[int, str], Span] = {}
    for name, phase, day, lane in rows:
        known = name in given.place and phase in ("mt", "eoc", "dmct") and day in index
        demand(known, f"{phase} of {name} is no test")
        place, start = given.place[name], index[day]
        demand((place, phase) not in found, f"{name} has {phase} twice")
        length = stage.migration(place) if phase == "mt" else stage.length(place)
        if phase == "eoc":
            length = given.exit_length(sum(given.group(one) == given.group(place) for one in chosen))
        end = given.begun.get((place, phase), (0, start + length))[1]
        found[place, phase] = start, end, lane
        if phase == "mt" and place in chosen:
            follows = end, end + given.lengths["integration"], lane
            found[place, "sit"] = given.begun.get((place, "sit"), follows)
    demand(all((place, "sit") in found for place in chosen), "what is selected has no mt")
    shown = check_found(found, given, stage)
    return sum(given.weight[p] * given.elapsed[opens_at(p, given, stage, shown)[1]] for p in range(len(given.live)))


def check_ways(again: dict[str, Any], given: Programme, chosen: set[int], total: int, bound: int) -> None:
    """What each way of planning again comes to, and that the plan is the one that is said to be taken."""
    ways = {one["keeps"]: one["installation_days_waiting"] for one in again["ways"]}
    demand(ways.keys() == again["schedules"].keys(), "not every way to plan again has a schedule")
    demand(ways.get(again["keeps"]) == total, f"the plan is not the way that keeps {again['keeps']}")
    for keeps, waits in ways.items():
        found = schedule_waits(given, chosen, again["schedules"][keeps])
        demand(waits == found, f"to keep {keeps} comes to {found:,} installation-days, not {waits:,}")
        demand(found >= bound, f"to keep {keeps} is below the bound")


def check_moved(again: dict[str, Any], entries: list[dict[str, Any]], given: Programme) -> None:
    """What is said to have moved, as far as that can be known without the plan before: to where, and how many."""
    demand(again["on"] == given.given["on"], f"it is planned again from {given.given['on']}")
    starts = {(one["combination_id"], one["phase"]): one["start"] for one in entries}
    for one in again["moved"]:
        what, to, before = f"{one['phase']} of {one['combination_id']}", one["start"], one["before"]
        demand(starts.get((one["combination_id"], one["phase"])) == to, f"{what} has not moved to {to}")
        days = given.at(to) - given.at(before) if before else 0
        demand(one["working_days"] == days, f"{what} has moved by {days} working days")
    moved = {one["keeps"]: one["moved"] for one in again["ways"]}
    demand(moved[again["keeps"]] == len(again["moved"]), "as many have moved as are named")
    demand(again["must_move"] <= min(moved.values()), "fewer have moved than must")


def check_point(point: dict[str, Any], rows: list[Any] | None, found: int | None, given: Programme) -> None:
    """What is said of a size: whether it can be, its bound, its best plan with its schedule, and the plain rule."""
    size, claimed, plain = point["size"], point["bound"], plain_rule(given, point["size"])
    can = "can" if found is not None else "cannot"
    demand(point["feasible"] is (found is not None), f"size {size} {can} cover all")
    demand((claimed is None) is (found is None), f"the bound of size {size} is not said, or is of nothing")
    least = f"size {size} is bounded by {found or 0:,}, not {claimed or 0:,}"
    demand(claimed is None or claimed <= (found or 0), least)
    told = "no set" if plain is None else f"{plain:,} installation-days"
    demand(point["plain_rule"] == plain, f"the plain rule comes to {told} with {size} selected")
    waits, selected = point["installation_days_waiting"], point["selected"]
    demand((waits is None) is (rows is None) is (not selected), f"the best plan of size {size} is said in part")
    if rows is not None:
        known = {*selected} <= given.place.keys() and len({*selected}) == size
        demand(known, f"no set of {size} is named")
        chosen = {given.place[one] for one in selected}
        given.check_set(chosen)
        total = schedule_waits(given, chosen, rows)
        demand(waits == total, f"the best plan of size {size} waits {total:,} installation-days, not {waits:,}")
    demand(all(one >= (claimed or 0) for one in (waits, plain) if one is not None), f"size {size} is below its bound")
