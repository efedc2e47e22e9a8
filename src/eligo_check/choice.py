"""Check that no other set does better than a plan claims: every size, parted by how many of each track are selected.

How many of each track are selected fixes the earliest exit. Each combination then either waits until that, or at
least for its cheapest start in the lanes at the prices given (as in ``plan.py``); what it saves by being selected is
the difference. No set of these numbers saves more than the combinations that save most, each paid what the
requirements it meets are priced at, less what those are priced at together. Where a size has few sets, each may have
a proof of its own instead.
"""

import heapq
from collections.abc import Iterator
from itertools import accumulate, chain, combinations, permutations, product
from typing import Any

from eligo_check.programme import Cover, Programme, Rejected, demand
from eligo_check.queue import Term, check_orders
from eligo_check.rules import check_point

MOST_TRACKS = 4
"""Of so many tracks every order is looked at in which they may pass."""

SPLIT = 3
"""So many equivalents are looked at with and without a base that is selected."""


class Choice:
    """The sets that may be selected, parted; everything by place in rank order."""

    def __init__(self, given: Programme):
        self.given, live, policy = given, given.live, given.given["policy"]
        self.selectable = [place for place in given.selectable() if live[place]["id"] not in policy["bans"]]
        self.groups = sorted({live[place]["track"] for place in self.selectable})
        self.members = {one: [p for p in self.selectable if live[p]["track"] == one] for one in self.groups}
        self.cover = Cover(given, self.selectable)
        sure = {place for place, bases in enumerate(given.bases) if not bases}
        named = {given.place[one] for one in given.given["first"].values()}
        self.tested = [p for p, bases in enumerate(given.bases) if not bases & sure or p in named]
        self.firsts, done = set(named), {live[place]["operator"] for place in named}
        for place, one in enumerate(live):
            if one["operator"] not in done:
                self.firsts.add(place)
                done |= {one["operator"]} if place in sure else set()

    def parts(self, size: int) -> Iterator[tuple[int, ...]]:
        """How many may be selected of each track: as many as are pinned, and what is needed to cover."""
        pins = {self.given.place[one] for one in self.given.given["policy"]["pins"]}
        least = [len(pins.intersection(self.members[name])) for name in self.groups]
        for counts in product(
            *(range(low, len(self.members[n]) + 1) for low, n in zip(least, self.groups, strict=True))
        ):
            used = {p for name, count in zip(self.groups, counts, strict=True) if count for p in self.members[name]}
            if sum(counts) == size and all(used & places for places in self.cover.carriers.values()):
                yield counts

    def orders(self, counts: tuple[int, ...]) -> list[dict[str, int]]:
        """The earliest exits: of all together in the order of entry; or in each order in which the tracks may pass,
        none before all that are not later could have. Of many tracks each as if it were alone.
        """
        given, used = self.given, {name: count for name, count in zip(self.groups, counts, strict=True) if count}
        gates = {name: given.gate[self.members[name][0]] for name in used}
        if given.joint:
            return [{"": max(self.passed(used), *gates.values()) + given.exit_length(sum(counts))}]
        orders: Any = permutations(used) if len(used) <= MOST_TRACKS else [()]
        found = []
        for order in orders:
            starts = dict[str, int]()
            for name in used:
                before = order[: order.index(name) + 1] if order else [name]
                starts[name] = max(self.passed({one: used[one] for one in before}), gates[name])
            found.append({name or "-": starts[name] + given.exit_length(used[name]) for name in used})
        return found

    def passed(self, used: dict[str, int]) -> int:
        """When so many of each of these tracks have passed, in the order of entry."""
        given, end = self.given, 0
        enters = {name: given.enters[self.members[name][0]] for name in used}
        free = [given.lanes["integration"][1]] * given.lanes["integration"][0]
        for name in sorted(used, key=enters.__getitem__):
            for _ in range(used[name]):
                end = max(heapq.heappop(free), enters[name]) + given.lengths["migration"] + given.lengths["integration"]
                heapq.heappush(free, end)
        return end

    def exit_of(self, exits: dict[str, int], place: int) -> int:
        """The exit that a combination leaves with, or waits for."""
        return exits.get(self.given.group(place)) or max(exits.values())

    def bound(self, counts: tuple[int, ...], prices: dict[str, Any], pay: dict[str, int]) -> int:
        """No set of these numbers waits less, in installation-days, in whichever order its tracks pass."""
        every = self.orders(counts)
        least = [one for one in every if not any(all(e[n] <= one[n] for n in e) and e != one for e in every)]
        return min(self.bound_of(counts, exits, prices, pay) for exits in least)

    def bound_of(
        self, counts: tuple[int, ...], exits: dict[str, int], prices: dict[str, Any], pay: dict[str, int]
    ) -> int:
        """With those exits no set waits less in any world, of which a set is in one.

        Of each of the heaviest equivalents a base (or itself) is selected, and it follows the exit; or the lanes.
        """
        given, scale = self.given, int(prices["scale"])
        later = max(exits.values()) - prices["exit"]
        days = [0] * later + prices["days"][max(0, -later) :]
        demand(min([scale - 1, *days, *pay.values()]) >= 0, "a price or payment is below 0")
        cutoffs = {p: prices["cutoffs"].get(given.live[p]["id"], 0) for p, bases in enumerate(given.bases) if bases}
        able = {*self.selectable}
        split = [p for p in cutoffs if (given.bases[p] | {p}) & able and given.joint]
        split = sorted(split, key=lambda p: (-given.weight[p], p))[:SPLIT]
        known: dict[tuple[int, bool, frozenset[int]], int] = {}
        found = []
        for lanes in product((True, False), repeat=len(split)):
            inside = {place for place, alone in zip(split, lanes, strict=True) if alone}
            world = {p: until for p, until in cutoffs.items() if p in inside or p not in split}
            total = -given.lanes["combination"][0] * sum(days)
            total += scale * sum(given.weight[place] * given.elapsed[until] for place, until in world.items())
            total += scale * sum(given.weight[p] * given.elapsed[self.follows(exits, p)] for p in {*split} - inside)
            both = [
                (place, first) for place in self.tested for first in (False, True) if not first or place in self.firsts
            ]
            costs = {one: self.known(one, exits, world, days, scale, known) for one in both}
            selected = {p: until for p, until in cutoffs.items() if p not in split}
            shut = {one for place in inside for one in given.bases[place] | {place}}
            saving = self.most(counts, *self.saving(costs, exits, selected, scale), pay, shut)
            total += sum(cost for (_, first), cost in costs.items() if not first)
            found += [] if saving is None else [total - saving]
        return -int(-min(found) // scale)

    def saving(
        self, costs: dict[tuple[int, bool], int], exits: dict[str, int], cutoffs: dict[int, int], scale: int
    ) -> tuple[dict[int, int], dict[str, int]]:
        """What each saves by being selected, and each operator by having none selected."""
        saves = {p: costs.get((p, False), 0) - scale * self.waits(p, exits, cutoffs) for p in self.selectable}
        apart: dict[str, int] = {}
        for place in self.firsts & {*self.tested}:
            less, who = costs[place, False] - costs[place, True], self.given.live[place]["operator"]
            apart[who] = max(apart.get(who, 0), less)
        return saves, apart

    def known(
        self,
        one: tuple[int, bool],
        exits: dict[str, int],
        cutoffs: dict[int, int],
        days: list[int],
        scale: int,
        known: Any,
    ) -> int:
        """What a combination costs in the lanes at least, computed once; one that may follow need not be tested."""
        given, (place, first) = self.given, one
        about = frozenset(p for p in cutoffs if place == p or place in given.bases[p])
        if (place, first, about) not in known:
            cost = self.cheapest(place, first, exits, cutoffs, [0, *accumulate(days)], scale)
            known[place, first, about] = min(0, cost) if given.bases[place] and not first else cost
        return int(known[place, first, about])

    def follows(self, exits: dict[str, int], place: int) -> int:
        """The index from which an equivalent one is eligible at the earliest where a base is selected."""
        first, consent = min(exits.values()), int(self.given.lengths["consent"])
        opens = self.claim(place).opens(first)
        return min(opens, first + consent) if place in self.selectable else opens

    def cheapest(
        self, place: int, first: bool, exits: dict[str, int], cutoffs: dict[int, int], reach: list[int], scale: int
    ) -> int:
        """Times the scale, what a combination costs in the lanes at least, the prices of its days included."""
        given, lengths = self.given, self.given.lengths
        length = int(given.live[place]["duration"] or lengths["combination"])
        length = lengths["service_requests"] if first else length
        release = max(self.exit_of(exits, place), given.final[place], given.lanes["combination"][1])
        terms = [] if given.bases[place] else [Term(given.weight[place], lengths["consent"], 0, None)]
        credits_ = [
            (self.claim(p), given.elapsed[u]) for p, u in cutoffs.items() if place == p or place in given.bases[p]
        ]
        last = len(reach) - 1
        best: int | None = None
        for start in range(release, max(last, release) + 1):
            end = start + length
            cost = sum(term.weight * given.elapsed[term.opens(end)] for term in terms)
            cost -= sum(term.weight * max(0, until - given.elapsed[term.opens(end)]) for term, until in credits_)
            if best is not None and cost * scale >= best:
                break  # later starts wait no less, and no price is below 0
            cost = cost * scale + reach[min(last, end)] - reach[min(last, start)]
            best = cost if best is None else min(best, cost)
        return best or 0

    def claim(self, place: int) -> Term:
        """What an equivalent one waits after the test of another, or its own where it may have one in the lanes."""
        lengths = self.given.lengths
        after = lengths["consent"] + (0 if place in self.tested else lengths["evaluation"])
        return Term(self.given.weight[place], after, 0, None)

    def waits(self, place: int, exits: dict[str, int], cutoffs: dict[int, int]) -> int:
        """What a combination waits at least where it is selected, less what it is credited with for equivalents."""
        given, end, consent = self.given, self.exit_of(exits, place), self.given.lengths["consent"]
        waits = 0 if given.bases[place] else given.weight[place] * given.elapsed[end + consent]
        for one, until in cutoffs.items():
            if place == one or place in given.bases[one]:
                opens = end + consent if place == one else self.claim(one).opens(end)
                waits -= given.weight[one] * max(0, given.elapsed[until] - given.elapsed[opens])
        return waits

    def most(
        self,
        counts: tuple[int, ...],
        saves: dict[int, int],
        apart: dict[str, int],
        pay: dict[str, int],
        shut: set[int],
    ) -> int | None:
        """The most that a set of these numbers without ``shut`` saves, its requirements paid for, and ``apart`` for
        each operator that has none selected, whichever those are; ``None`` where there is no such set.
        """
        policy, live, off = self.given.given["policy"], self.given.live, 0
        worth = dict(saves)
        for name, paid in pay.items():
            kind, _, subject = name.partition(" ")
            demand(kind in ("coverage", "minimum", "maximum"), f"{name} is no requirement")
            number = 1 if kind == "coverage" else policy[kind][subject]
            sign = -1 if kind == "maximum" else 1
            off += sign * paid * number
            own = {place for place in worth if live[place]["operator"] == subject}
            for place in self.cover.carriers[subject] if kind == "coverage" else own:
                worth[place] += sign * paid
        members = {name: [place for place in self.members[name] if place not in shut] for name in self.groups}
        if any(len(members[name]) < count for name, count in zip(self.groups, counts, strict=True)):
            return None
        some = sorted(one for one, less in apart.items() if less > 0)
        free = some if len(some) > 7 else []  # too many to try: all of them
        tried = []
        for without in chain.from_iterable(
            combinations(some, many) for many in range(len(some) + 1 if not free else 1)
        ):
            most = sum(apart[one] for one in {*without, *free}) - off
            for name, count in zip(self.groups, counts, strict=True):
                able = [place for place in members[name] if live[place]["operator"] not in without]
                inside = [worth[place] for place in able if live[place]["id"] in policy["pins"]]
                others = [worth[place] for place in able if live[place]["id"] not in policy["pins"]]
                most += sum(inside) + sum(heapq.nlargest(count - len(inside), others))
            tried.append(most)
        return max(tried)

    def least(self, size: int, told: dict[str, Any], prices: list[dict[str, Any]], claim: int | None) -> int | None:
        """What no plan of a size is below, as its sets or its parts are bounded; ``None`` where there is no set.

        A size of which every set has a proof is bounded by what is claimed for it.
        """
        if "sets" in told:
            proofs = {
                tuple(sorted(self.given.place[one] for one in each["selected"])): each["proof"] for each in told["sets"]
            }
            every = [*self.every_set(size)]
            for chosen in every:
                demand(tuple(sorted(chosen)) in proofs, f"a set of {size} has no proof")
                check_orders(proofs[tuple(sorted(chosen))], self.given, chosen, claim or 0)
            return claim if every else None
        cases = {tuple(case["counts"]): case for case in told["parts"]}
        every_part, found = [*self.parts(size)], []
        if every_part and not cases and not self.cover.may_be_had(size):
            return None
        for counts in every_part:
            demand(counts in cases, f"{counts} of the tracks have no bound")
            found.append(self.bound(counts, prices[cases[counts]["prices"]], cases[counts]["pay"]))
        return min(found, default=None)

    def every_set(self, size: int) -> Iterator[set[int]]:
        """All sets of a size that the policy allows."""
        for places in combinations(self.selectable, size):
            try:
                self.given.check_set({*places})
            except Rejected:
                continue
            yield {*places}


def check_choice(choice: dict[str, Any], given: Programme) -> list[str]:
    """That no plan of these sizes has fewer installation-days than the bound, nor one of a size than its own."""
    parted, bound = Choice(given), choice["bound"]
    sizes = {int(size): told for size, told in choice["sizes"].items()}
    first, last = min(sizes), max(sizes)
    curve = {point["size"]: point for point in choice["curve"]}
    all_ = [*range(first, last + 1)]
    demand(
        sorted(sizes) == all_ == [point["size"] for point in choice["curve"]], f"not every size to {last} is bounded"
    )
    for size, told in sizes.items():
        found = parted.least(size, told, choice["prices"], curve[size]["bound"])
        check_point(curve[size], choice["schedules"].get(str(size)), found, given)
        demand(found is None or found >= bound, f"size {size} is bounded by {found or 0:,} alone")
    smallest = next((size for size in all_ if curve[size]["feasible"]), last)
    few = f" Fewer than {smallest} cannot cover all." if smallest > first else ""
    return [f"No plan of {first} to {last} selected has fewer than {bound:,}.{few}"]
