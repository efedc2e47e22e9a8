"""Set, size and order together: which plan opens everything soonest, and how much sooner any other could.

What belongs here: the search over sets, and what comes of every size. What does not: the order of one set's queue
(``order``), the bound over sets (``cases``), or what follows from a set (``stage``).

For every size a set is looked for in turn: the one of most installations, then the one that saves most at the prices
of the best order so far, until that is a set already known. The prices of those orders bound every part of the sets;
the part with the least bound is looked at again with an order of its own. Where there are few sets, all are ordered.
Everything is counted in steps, so that the same inputs give the same plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import comb

from eligo.errors import Infeasible, UsageError
from eligo.programme.cases import Case, Cases, Counts, DayPrices, Savings
from eligo.programme.entering import Proof, entered, proof_of
from eligo.programme.frame import frame_of
from eligo.programme.model import SIZES, Programme
from eligo.programme.order import Ordered, order
from eligo.programme.plain import largest_first_waits, plain_set
from eligo.programme.plan import Plan, eligible_at, plan_of
from eligo.programme.stage import Stage, stage_of
from eligo.selection import heaviest_set

FEW = 300
"""So many sets are all ordered, rather than bounded."""

TINY = 400
"""Parts that the proof of each of them may have."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is looked at: ``sets`` a size, ``again`` parts of the sets once more, ``parts`` of the best set's
    order.
    """

    sets: int = 3
    again: int = 2
    parts: int = 40


@dataclass(frozen=True, slots=True, eq=False)
class Ordering:
    """A set with the best order found, and the number of its prices."""

    stage: Stage
    ordered: Ordered
    proof: Proof
    prices: int

    @property
    def waits(self) -> int:
        """Its installation-days until open."""
        return self.stage.fixed + self.ordered.cost

    @property
    def bound(self) -> int:
        """No order of the set has fewer."""
        return self.proof.bound


@dataclass(frozen=True, slots=True)
class SizePoint:
    """The best plan of a size: its installation-days until open, and the bound below which no plan of it is.

    ``waits`` is ``None`` where no set of the size was found; then ``infeasible`` says whether there is none.
    ``plain_waits``: of the plain rule, ``None`` where that finds no set.
    """

    size: int
    waits: int | None
    bound: int | None
    selected: tuple[str, ...]
    plain_waits: int | None

    @property
    def infeasible(self) -> bool:
        """Whether no set of the size can cover all that must be."""
        return self.bound is None


@dataclass(frozen=True, slots=True)
class Choice:
    """The best plan of all sizes asked for, and what every size comes to. ``bound``: no plan of these sizes is below.

    ``cases``: by size the parts of its sets, each bounded with one of ``prices``; or ``sets``: every set, each
    ordered. ``best``: the best plan found of each size.
    """

    plan: Plan
    bound: int
    curve: tuple[SizePoint, ...]
    stage: Stage = field(repr=False)
    proof: Proof = field(repr=False)
    prices: tuple[DayPrices, ...] = field(repr=False)
    cases: dict[int, tuple[Case, ...]] = field(repr=False)
    sets: dict[int, tuple[Ordering, ...]] = field(repr=False)
    best: dict[int, Plan] = field(repr=False)


class Choosing:
    """All that has been ordered, and the prices that came of it."""

    def __init__(self, programme: Programme, effort: Effort) -> None:
        self.effort = effort
        self.frame = frame_of(programme)
        self.cases = Cases(self.frame)
        self.prices = [DayPrices(1, (), 0, {})]
        self.known: dict[tuple[int, ...], Ordering] = {}
        self.policy = programme.policy

    def ordered(self, places: Sequence[int], parts: int = 1) -> Ordering:
        """The set with its order, and prices for others."""
        key = tuple(sorted(places))
        if key not in self.known:
            stage = entered(self.frame, key)
            found = order(stage.queue, parts=parts)
            self.known[key] = Ordering(stage, found, proof_of(stage, found, parts), len(self.prices))
            self.prices.append(self._prices(stage, found))
        return self.known[key]

    def _prices(self, stage: Stage, found: Ordered) -> DayPrices:
        days, frame = found.tree.prices.days.tolist(), stage.frame
        ends = {
            place: start + job.duration
            for place, start, job in zip(stage.jobs, found.starts, stage.queue.jobs, strict=True)
        }
        opened = {frame.ids[place]: eligible_at(stage, place, ends) for place in frame.everything if frame.bases[place]}
        until = max((day + 1 for day, price in enumerate(days) if price), default=0)
        exit_ = max(one.end for one in stage.exits.values())
        prices = DayPrices(found.scale, tuple(days[:until]), exit_, opened)
        later = self.cases.opened_in_lanes({name: one.end for name, one in stage.exits.items()}, prices)
        return replace(prices, cutoffs={name: max(index, later[name]) for name, index in opened.items()})

    def heaviest(
        self, size: int, counts: Counts | None, savings: Savings | None
    ) -> tuple[tuple[int, ...] | None, dict[str, int]]:
        """The set that saves most, or of most installations; and payments for its requirements."""
        frame = self.frame
        allowed = [place for place in frame.everything if not frame.requested[place]]
        gain = {place: frame.weights[place] for place in allowed}
        if savings is not None:
            least = min(0, *savings.gain.values())
            gain = dict.fromkeys(allowed, 0) | {place: value - least for place, value in savings.gain.items()}
        parted = []
        if counts is not None:
            parted = [
                ([frame.ids[place] for place in self.cases.members[name]], count)
                for name, count in zip(self.cases.groups, counts, strict=True)
            ]
        if len(allowed) < size:
            return None, {}
        found = heaviest_set(
            [self.cases.candidates[place] for place in allowed],
            self.cases.deployed,
            replace(self.policy, size=size),
            {frame.ids[place]: value for place, value in gain.items()},
            parted,
        )
        payments = {name: paid // found.scale for name, paid in found.payments.items() if paid >= found.scale}
        return None if found.selected is None else tuple(frame.ids.index(one) for one in found.selected), payments

    def counts_of(self, places: Sequence[int]) -> Counts:
        """How many of each track a set has."""
        return tuple(sum(self.frame.tracks[place] == name for place in places) for name in self.cases.groups)

    def best_of_size(self, size: int) -> Ordering | None:
        """The best set of a size that is found, by turns."""
        plain = plain_set(self.cases, size)
        best = self.ordered(plain) if plain and self.allows(plain) else None
        places = self.heaviest(size, None, None)[0]
        for _ in range(self.effort.sets):
            if places is None or tuple(sorted(places)) in self.known:
                break
            found = self.ordered(places)
            if best is None or found.waits < best.waits:
                best = found
            savings = self.cases.savings(self.cases.exits(self.counts_of(places)), self.prices[found.prices])
            places = self.heaviest(size, None, savings)[0]
        return best

    def parts(self, size: int, best: Ordering | None) -> tuple[Ordering | None, list[Case]]:
        """Every part of the sets of a size, bounded; and the best set met on the way."""
        near = range(max(0, (best.prices if best else len(self.prices)) - 3), len(self.prices))[-5:]
        cases = [self._case(size, counts, near) for counts in self.cases.counts(size)]
        waiting = set(range(len(cases)))
        for _ in range(self.effort.again * len(self.cases.exits(cases[0].counts)) if cases else 0):
            worst = min(waiting, key=lambda number: (cases[number].bound, number), default=None)
            if worst is None or (best is not None and cases[worst].bound * 1_000 > best.waits * 999):
                break
            case = cases[worst]
            savings = self.cases.savings(self.cases.exits(case.counts), self.prices[case.prices])
            places = self.heaviest(size, case.counts, savings)[0]
            if places is not None:
                found = self.ordered(places)
                if best is None or found.waits < best.waits:
                    best = found
                cases[worst] = max(case, self._case(size, case.counts, [found.prices]), key=lambda one: one.bound)
            if cases[worst] is case:
                waiting.discard(worst)
        return best, cases

    def _case(self, size: int, counts: Counts, near: Sequence[int]) -> Case:
        """The part with the prices, of those near, that bound it best."""
        orders = self.cases.orders(counts)
        tried = [(number, [self.cases.savings(one, self.prices[number]) for one in orders]) for number in near]
        bounds = [min(self.cases.bound(counts, one, {}) for one in each) for _, each in tried]
        bound = max(bounds)
        number, each = tried[bounds.index(bound)]
        worst = min(each, key=lambda one: self.cases.bound(counts, one, {}))
        payments = self.heaviest(size, counts, worst)[1]
        paid = min(self.cases.bound(counts, one, payments) for one in each)
        return Case(counts, number, payments if paid > bound else {}, max(bound, paid))

    def every_set(self, size: int) -> Iterator[tuple[int, ...]]:
        """All sets of a size that the policy allows."""
        return filter(self.allows, combinations(self.cases.selectable, size))

    def allows(self, places: Sequence[int]) -> bool:
        """Whether a set of selectable places is one that the policy allows."""
        policy, frame = self.policy, self.frame
        count = Counter(frame.operators[place] for place in places)
        return (
            policy.pins <= {frame.ids[place] for place in places}
            and all(not carriers.isdisjoint(places) for carriers in self.cases.carriers.values())
            and all(count[name] >= least for name, least in (policy.minimum or {}).items())
            and all(count[name] <= most for name, most in (policy.maximum or {}).items())
        )


def choose(programme: Programme, sizes: Sequence[int] = SIZES, effort: Effort | None = None) -> Choice:
    """The best plan of these sizes. Raises ``UsageError`` where the inputs do not fit, or something has begun;
    ``Infeasible`` without any set.
    """
    if programme.begun:
        raise UsageError(
            "Other sets are not planned where testing has begun: what has begun is of the set that is selected",
            hint="Plan what is selected again, without --sizes; or give one up (eligo deselect) and plan what is left.",
        )
    choosing = Choosing(programme, effort or Effort())
    points: list[SizePoint] = []
    found: dict[int, Ordering] = {}
    cases: dict[int, tuple[Case, ...]] = {}
    sets: dict[int, tuple[Ordering, ...]] = {}
    few = sum(comb(len(choosing.cases.selectable), size) for size in sizes) <= FEW
    smallest = choosing.cases.smallest_cover()
    for size in sizes:
        best: Ordering | None = None
        bound: int | None = None
        if size < smallest:
            cases[size] = ()
        elif few:
            sets[size] = tuple(choosing.ordered(places, TINY) for places in choosing.every_set(size))
            best = min(sets[size], key=lambda one: (one.waits, one.stage.selected), default=None)
            bound = min((one.bound for one in sets[size]), default=None)
        else:
            best, parts = choosing.parts(size, choosing.best_of_size(size))
            cases[size] = tuple(parts)
            bound = min((case.bound for case in parts), default=None)
        if best is not None:
            found[size] = best
            bound = best.waits if bound is None else min(bound, best.waits)
        points.append(_point(choosing, size, best, bound))
    if not found:
        raise Infeasible(
            f"No set of {sizes[0]} to {sizes[-1]} combinations meets the policy",
            hint="Ask for larger sizes, or give up a requirement; `eligo select` names those in conflict.",
        )
    return _answer(choosing, points, found, cases, sets)


def _point(choosing: Choosing, size: int, best: Ordering | None, bound: int | None) -> SizePoint:
    ids = tuple(choosing.frame.ids[place] for place in best.stage.selected) if best else ()
    return SizePoint(size, best.waits if best else None, bound, ids, _plain(choosing, size))


def _plain(choosing: Choosing, size: int) -> int | None:
    """What the plain rule comes to, where it finds a set."""
    places = plain_set(choosing.cases, size)
    if places is None or not choosing.allows(places):
        return None
    return largest_first_waits(stage_of(choosing.frame, places))


def _answer(
    choosing: Choosing,
    points: list[SizePoint],
    found: dict[int, Ordering],
    cases: dict[int, tuple[Case, ...]],
    sets: dict[int, tuple[Ordering, ...]],
) -> Choice:
    """The best of all sizes, the smaller first, its order looked at once more."""
    size = min(found, key=lambda one: (found[one].waits, one))
    best = found[size]
    if best.bound < best.waits:
        again = order(best.stage.queue, parts=choosing.effort.parts)
        if again.cost <= best.ordered.cost:
            proof = proof_of(best.stage, again, choosing.effort.parts)
            best = Ordering(best.stage, again, proof, best.prices)
            found = found | {size: best}
    points = [
        replace(one, waits=best.waits, bound=min(best.waits, one.bound or 0)) if one.size == size else one
        for one in points
    ]
    return Choice(
        replace(plan_of(best.stage, best.ordered.starts, 0), bound=best.bound),
        min(one.bound for one in points if one.bound is not None),
        tuple(points),
        best.stage,
        best.proof,
        tuple(choosing.prices),
        cases,
        sets,
        {size: plan_of(one.stage, one.ordered.starts, 0) for size, one in found.items()},
    )
