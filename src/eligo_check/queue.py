"""Show that no order of a set's tests waits less than a bound, from whole multipliers alone.

A working day in a lane has a price, 0 or more. Each test takes the start that is cheapest for it, its own waiting and
the prices of its days together, whatever the others do; off goes every day's price times the number of free lanes. No
plan has fewer installation-days: in the lanes it pays at most what is taken off. Installations that the first of
several tests opens wait until their ``cutoff`` at the most, and each of those tests is credited with what it is
earlier. A part that does not close is ``split``: the plans in which a test starts before a day, and the others; before
that, every start is left out that by itself would bring the bound up to the claim. Where a part has ``worths``, its
bound and what each start adds are also those of ``turns.py``.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, permutations, repeat
from operator import add, mul, sub
from typing import Any, NamedTuple

from eligo_check.entering import Entering
from eligo_check.programme import Programme, Stage, demand
from eligo_check.turns import Turns


class Term(NamedTuple):
    """Installations that open so many days after a test, not before ``floor`` and not after ``latest``."""

    weight: int
    wait: int
    floor: int
    latest: int | None

    def opens(self, end: int) -> int:
        """The index at which they open."""
        at = max(end + self.wait, self.floor)
        return at if self.latest is None else min(at, self.latest)


class Test(NamedTuple):
    """A test in the lanes: working days, its earliest start, what it opens, and what it may open first."""

    length: int
    release: int
    terms: list[Term]
    claims: list[str]

    def waits(self, start: int, elapsed: Sequence[int]) -> int:
        """What it alone opens waits, in installation-days."""
        return sum(term.weight * elapsed[term.opens(start + self.length)] for term in self.terms)


class Node(NamedTuple):
    """A part of the plans: the starts that each test may have, the prices, and the cut-offs."""

    starts: dict[int, Any]
    prices: list[int]
    cutoffs: dict[str, int]


def check_orders(proof: dict[str, Any], given: Programme, chosen: set[int], claim: int) -> int:
    """That no plan of a set is below the claim, in whichever order the selected enter; how many parts show that."""
    orders = proof.get("orders", [{**proof, "order": []}])
    return (check_entries if "entries" in orders[0] else check_passing)(orders, Stage(given, chosen), claim)


def check_entries(orders: list[dict[str, Any]], stage: Stage, claim: int) -> int:
    """A proof for each order of entry that no other with a proof betters."""
    demand(not stage.given.joint, "all leave together, in whatever order they enter")
    parts, entering = 0, Entering(stage)
    shown = [entering.of(each["entries"])._replace(free=()) for each in orders]
    for way in entering.every():
        less = any(one.no_later(way._replace(free=())) for one in shown)
        demand(less, "an order in which the selected may enter has no proof")
    for each, way in zip(orders, shown, strict=True):
        entering.enter(way)
        parts += Queue(stage.given, stage).check_proof(each, claim)
    return parts


def check_passing(orders: list[dict[str, Any]], stage: Stage, claim: int) -> int:
    """A proof for each order in which tracks may pass, where no other that has one leads to no later exit."""
    parts, shown, alone = 0, list[dict[str, tuple[int, int]]](), stage.exits
    for each in orders:
        demand(sorted(each["order"]) in ([], stage.groups), "an order is not of the tracks that are selected")
        stage.exits = stage.passing(each["order"])
        parts += Queue(stage.given, stage).check_proof(each, claim)
        shown.append(stage.exits)
    for order in permutations(stage.groups) if alone not in shown else ():
        exits = stage.passing(order)
        less = any(all(one[name] <= exits[name] for name in exits) for one in shown)
        demand(less, f"that {' and then '.join(order)} pass has no proof")
    return parts


class Queue:
    """The tests of a set in their lanes, by place; what the first of several opens; what the others wait."""

    def __init__(self, given: Programme, stage: Stage):
        self.given, self.fixed, self.known = given, 0, dict[Any, list[int]]()
        running = {place: end for place, (_, end, _) in stage.running.items() if place not in stage.chosen}
        lanes = range(1, given.lanes["combination"][0] + 1)
        self.free = [
            max((stage.running[p][1] for p in running if stage.running[p][2] == one), default=0) for one in lanes
        ]
        left = stage.tested - stage.chosen - running.keys()
        self.tests = {place: Test(stage.length(place), stage.release(place), [], []) for place in sorted(left)}
        self.claims: dict[str, Term] = {}
        consent, wait = given.lengths["consent"], given.lengths["consent"] + given.lengths["evaluation"]
        for place, one in enumerate(given.live):
            own, floor = place in stage.tested, stage.floors[one["operator"]]
            bases = [place] if own else sorted(given.bases[place] & stage.tested)
            known = [stage.exits[given.group(base)][1] for base in bases if base in stage.chosen]
            known += [running[base] for base in bases if base in running]
            after = consent if own else wait
            latest = max(min(known) + after, floor) if known else None
            term = Term(given.weight[place], after, floor, latest)
            others = [base for base in bases if base in self.tests]
            if latest is not None:
                ends = {base: self.tests[base].release + self.tests[base].length for base in others}
                others = [base for base in others if term.opens(ends[base]) < latest]
            if not others:
                self.fixed += term.weight * given.elapsed[latest or 0]
            elif len(others) == 1:
                self.tests[others[0]].terms.append(term)
            else:
                self.claims[one["id"]] = term
                for base in others:
                    self.tests[base].claims.append(one["id"])

    def check_proof(self, proof: dict[str, Any], claim: int) -> int:
        """Walk the tree of parts; how many there are, each closing at the claim."""
        tree, self.scale = proof["tree"], proof["scale"]
        demand(type(self.scale) is int and self.scale > 0, "its scale is no whole number above 0")
        waiting = [Node(self.starts(tree), [], {})]
        target = (claim - self.fixed - 1) * self.scale  # a bound has to be above
        for node in tree:
            demand(bool(waiting), "the tree goes on where it should end")
            starts, prices, cutoffs = waiting.pop()
            part = Node(starts, node.get("prices", prices), node.get("cutoffs", cutoffs))
            self.check_multipliers(part)
            left = self.left(part, node, target)
            if "split" not in node:
                demand(left is None, "a part does not close")
                continue
            left = left or {place: [] for place in self.tests}
            name, day = node["split"]
            place = self.given.place.get(name, -1)
            demand(place in self.tests, "a part is split at what is not in the lanes")
            for before in (False, True):
                some = [start for start in left[place] if (start < day) == before]
                waiting.append(part._replace(starts=left | {place: some}))
        demand(not waiting, "the tree ends early")
        return 1 + sum("split" in node for node in tree)

    def left(self, part: Node, node: dict[str, Any], target: int) -> dict[int, Any] | None:
        """The starts that a plan below the claim may have, by prices and by worths; ``None``: the part closes."""
        if not all(part.starts.values()):
            return None
        if "prices" in node or "worths" not in node:
            bound, least = self.bound(part)
            if bound > target:
                return None
            room, paid = {place: target - bound + one for place, one in least.items()}, self.paid(part.prices)
            both = {place: zip(part.starts[place], self.costs(place, part, paid), strict=True) for place in self.tests}
            some = {place: [start for start, cost in both[place] if cost <= room[place]] for place in self.tests}
            part = part._replace(starts=some)
        if "worths" not in node or not self.tests:
            return part.starts
        worths = {self.given.place.get(name, -1): worth for name, worth in node["worths"].items()}
        demand(worths.keys() == self.tests.keys(), "its worths are not of what is in the lanes")
        demand({*map(type, worths.values())} == {int}, "a worth is no number")
        every = ((place, self.costs(place, part)) for place in self.tests)
        costs = {
            (start, place): cost for place, each in every for start, cost in zip(part.starts[place], each, strict=True)
        }
        turns, waits = Turns(self, costs, worths), self.scale * self.longest(part)
        some = turns.left(target - turns.bound - waits)
        return some if all(some.values()) else None

    def starts(self, tree: list[dict[str, Any]]) -> dict[int, Any]:
        """The starts to look at: by the last, all tests may start, a lane is free, and no day has a price any
        more (with worths: there is room for all).
        """
        last = max(max(len(node.get("prices", [])), node.get("split", (0, 0))[1]) for node in tree or [{}])
        last = self.idle if any("worths" in node for node in tree) else last
        return {
            place: range(one.release, min(self.idle, max(last, one.release)) + 1) for place, one in self.tests.items()
        }

    @cached_property
    def idle(self) -> int:
        """A day by which all tests may start and some lane has been idle."""
        known = max([*(test.release for test in self.tests.values()), *self.free])
        return known + sum(test.length for test in self.tests.values()) // len(self.free) + 1

    def check_multipliers(self, part: Node) -> None:
        """That they are whole numbers, and none below 0; a cut-off is not after what opens anyway."""
        demand(
            {*map(type, part.prices)} <= {int} and min(part.prices, default=0) >= 0, "a price is below 0, or no number"
        )
        demand(part.cutoffs.keys() == self.claims.keys(), "its cut-offs are not of what several tests may open")
        for name, term in self.claims.items():
            cutoff = part.cutoffs[name]
            demand(type(cutoff) is int and 0 <= cutoff < len(self.given.elapsed), f"the cut-off of {name} is no day")
            demand(term.latest is None or cutoff <= term.latest, f"the cut-off of {name} is too late")

    def bound(self, part: Node) -> tuple[int, dict[int, int]]:
        """Times the scale: what no plan of the part is below, and what the cheapest start of each test costs."""
        paid = self.paid(part.prices)
        least = {place: min(self.costs(place, part, paid)) for place in self.tests}
        off = sum(sum(part.prices[free:]) for free in self.free)
        return sum(least.values()) + self.longest(part) * self.scale - off, least

    def longest(self, part: Node) -> int:
        """What several tests may open waits until the cut-offs."""
        return sum(term.weight * self.given.elapsed[part.cutoffs[name]] for name, term in self.claims.items())

    @cached_property
    def own(self) -> dict[int, list[int]]:
        """For each test what it alone opens waits, by its start."""
        return {
            place: [test.waits(start, self.given.elapsed) for start in range(self.idle + 1)]
            for place, test in self.tests.items()
        }

    def paid(self, prices: list[int]) -> dict[int, list[int]]:
        """By how long a test takes, what the prices of its days come to, by its start."""
        reach = [0, *accumulate(prices)]
        last, starts = len(reach) - 1, range(self.idle + 1)
        lengths = {test.length for test in self.tests.values()}
        return {one: [reach[min(last, day + one)] - reach[min(last, day)] for day in starts] for one in lengths}

    def opened(self, term: Term, length: int) -> list[int]:
        """The days from t0 until a term opens after a test of that length, by its start; many tests share them."""
        key = (length, *term[1:])
        if key not in self.known:
            self.known[key] = [self.given.elapsed[term.opens(day + length)] for day in range(self.idle + 1)]
        return self.known[key]

    def costs(self, place: int, part: Node, paid: dict[int, list[int]] | None = None) -> Iterator[int]:
        """Times the scale, what each of its starts costs: what it opens, less its credits, and what its days come to
        where they are ``paid``.
        """
        test, starts = self.tests[place], part.starts[place]
        costs: Any = map(paid[test.length].__getitem__, starts) if paid else repeat(0, len(starts))
        for term in test.terms:
            days = map(self.opened(term, test.length).__getitem__, starts)
            costs = map(add, costs, map(mul, repeat(term.weight * self.scale), days))
        for name in test.claims:
            term, cutoff = self.claims[name], self.given.elapsed[part.cutoffs[name]]
            early = [max(0, cutoff - days) for days in map(self.opened(term, test.length).__getitem__, starts)]
            costs = map(sub, costs, map(mul, repeat(term.weight * self.scale), early))
        return costs  # type: ignore[no-any-return]
