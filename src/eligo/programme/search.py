"""The best schedule of a queue, with a proof that anybody can check: a tree of parts, each closed by prices.

What belongs here: the search, and the tree it leaves. What does not: floating-point numbers that decide
(``relaxation`` and ``prices`` propose), the arithmetic of a bound (``bound``), how a proof is written down
(``certificate``).

A part is the schedules whose jobs start where it allows. It closes when its bound, from the prices of days (``bound``)
or from what jobs are worth (``turns``), is not below the cost of the schedule at hand. Otherwise every start that alone
would bring the bound up to that cost is left out, and the part is split: the schedules in which a certain job starts
before a certain day, and the others.

Nothing depends on the time of day: the search stops after a number of parts.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import numpy as np

from eligo.programme.annealing import Annealing
from eligo.programme.bound import NEVER, Mask, Prices, Whole, cost_rows, credit, scale_of, taken_off, with_prices
from eligo.programme.busy import busy_prices
from eligo.programme.jobs import Queue
from eligo.programme.lists import Starts, densest_first, largest_first, listed, points
from eligo.programme.moves import Descent, Polish, settled
from eligo.programme.prices import Levels, Steps, step_prices
from eligo.programme.relaxation import Relaxation, Relaxed
from eligo.programme.turns import Follows, Turns

_SHARES = (0.5, 0.1, 0.3, 0.7, 0.9)
_FIRST = 2
"""Rounds in which the first schedule is made better: the relaxation will give better ones."""

_POLISHED = 2
"""Of several lists so many are made better."""

_NEAR = 20
"""Cheapest starts of each job that the relaxation begins with."""

_SETTLED = (7, 16)
"""A schedule is looked for among so many starts of each job, those that add least; first few, then more"""

_MOST = 1_600
"""... but no more than these in all"""

_EVERY = 50
"""... and again, among few, after so many parts."""

_MANY = 3_000
"""So many starts are left where a schedule is changed at random: with a hundred tests of whole weeks there are mostly
fewer.
"""

_STEPS = 10
"""Steps towards better worths of a part."""

_HOPEFUL = 0.003
"""A list that costs no more than so much above the best is worth making better."""


Watch = Callable[[int, int, int, int], None]
"""Told how many parts have been looked at, of how many at the most; how much is open, of what the best costs."""


@dataclass(slots=True, eq=False)
class Part:
    """Some of the schedules, what prices say of them, and how they are split; ``bound`` is times the scale.

    ``worths``: of its jobs, times the scale, where what follows what is looked at. Where it is split, the first child
    has the schedules in which ``job`` starts before ``day``, the second the others.
    """

    prices: Prices = field(repr=False)
    bound: int
    worths: tuple[int, ...] = ()
    job: int = -1
    day: int = -1
    children: tuple[Part, ...] = ()

    def parts(self) -> Iterator[Part]:
        """This part and all below it, each before its children, the first child first."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))


class Judge:
    """What prices are worth to the schedules of a part: whole numbers, and nothing else."""

    def __init__(self, queue: Queue) -> None:
        self.queue, self.scale = queue, scale_of(queue)
        self.costs = cost_rows(queue, 0, len(queue.jobs), queue.latest_start)
        self.durations = [job.duration for job in queue.jobs]

    def prices(self, levels: Levels, cutoffs: tuple[int, ...]) -> Prices:
        """Prices in whole numbers, times the scale; none on the days after the last start."""
        days = np.round(levels[: self.costs.shape[1]] * self.scale).astype(np.int64)
        return Prices(self.scale, days, cutoffs)

    def judged(self, prices: Prices, allowed: Mask) -> tuple[int, Whole]:
        """The bound of a part, and how much each start of each job would add to it; both times the scale."""
        rows = with_prices(credit(self.queue, self.costs.copy(), prices.cutoffs), self.durations, prices)
        rows[~allowed] = NEVER
        least = rows.min(axis=1)
        bound = sum(least.tolist()) - taken_off(self.queue, prices)
        return bound, np.where(rows >= NEVER, NEVER, rows - least[:, None])

    def earliest(self, allowed: Mask) -> tuple[int, ...]:
        """For each claim the earliest index at which a schedule of the part could open it."""
        first = allowed.argmax(axis=1).tolist()
        return tuple(
            min(claim.term.opens(first[base] + self.durations[base]) for base in claim.bases)
            for claim in self.queue.claims
        )

    def opened(self, starts: Starts) -> tuple[int, ...]:
        """For each claim the index at which a schedule opens it."""
        return tuple(
            min(claim.term.opens(starts[base] + self.durations[base]) for base in claim.bases)
            for claim in self.queue.claims
        )


@dataclass(slots=True, eq=False)
class _Open:
    part: Part
    allowed: Mask
    above: Whole
    relaxed: Relaxed

    def left(self, cost: int) -> Mask:
        """The starts that a schedule of less than that cost, which is scaled as bounds are, may have."""
        return self.allowed & (self.above < min(cost - self.part.bound, NEVER))


class Search:
    """The best schedule so far, and the tree of what has been looked at."""

    def __init__(self, queue: Queue, steps: int, watch: Watch | None = None) -> None:
        self.queue, self.judge, self.polish, self.watch = queue, Judge(queue), Polish(queue), watch
        levels, mean = busy_prices(queue)
        lists = [listed(queue, mean.tolist()), largest_first(queue), densest_first(queue)]
        self.cost, self.starts = self.polish.improved(min(lists, key=queue.cost), _FIRST)
        self.cutoffs = self.judge.opened(self.starts)
        self.steps = Steps(queue, credit(queue, self.judge.costs.copy(), self.cutoffs))
        fixed = -taken_off(queue, Prices(1, np.zeros(0, dtype=np.int64), self.cutoffs))
        self.stepped = step_prices(self.steps, levels, self.cost, steps, every=10, fixed=fixed)
        self.relaxation: Relaxation | None = None
        self.follows: Follows | None = None
        self.tried = set[Starts]()
        self.everything: Mask = self.judge.costs < NEVER
        prices = self.judge.prices(self.stepped.prices, self.cutoffs)
        self.root = Part(prices, self.judge.judged(prices, self.everything)[0])
        self.made = 0

    @property
    def scale(self) -> int:
        """What the bounds of parts are multiplied by."""
        return self.judge.scale

    def closed(self, bound: int) -> bool:
        """Whether no schedule of a part with that bound costs less than the best one."""
        return bound > (self.cost - 1) * self.scale

    def run(self, parts: int) -> int:
        """Look at so many parts at the most; the bound, in installation-days."""
        if not parts or self.closed(self.root.bound):
            return min(self.cost, -(-self.root.bound // self.scale))
        self.follows = Follows(self.queue, self.judge.costs) if parts > 1 else None
        first = self._look(self.root, self.everything, _SHARES)
        if first is not None and self._anneal(first) and self.closed(self.root.bound):
            first = None
        waiting: list[tuple[int, int, _Open]] = [] if first is None else [(self.root.bound, 0, first)]
        settled = 0
        while waiting and self.made < parts and not self.closed(waiting[0][0]):
            if self.watch is not None:
                self.watch(self.made, parts, self.cost - waiting[0][0] // self.scale, self.cost)
            _, _, node = heapq.heappop(waiting)
            if self.follows is not None and self.made >= settled:
                self._settle(node, _SETTLED if not settled else _SETTLED[:1])
                settled = self.made + _EVERY
            if self.closed(node.part.bound):  # by a schedule that was found since it was put there
                continue
            for child in self._split(node):
                heapq.heappush(waiting, (child.part.bound, -self.made, child))
        least = waiting[0][0] if waiting else self.cost * self.scale
        return min(self.cost, -(-least // self.scale))

    def _look(self, part: Part, allowed: Mask, shares: tuple[float, ...]) -> _Open | None:
        """Better prices or worths for a part, and a schedule near them; nothing where the part closes."""
        self.made += 1
        if not allowed.any(axis=1).all():
            part.bound = self.cost * self.scale
            return None
        relaxation = self.relaxation = self.relaxation or self._relaxation()
        relaxation.allow(allowed)
        relaxed = relaxation.solve()
        self._try(relaxed, shares, part.bound)
        found = _Open(part, allowed, np.zeros_like(self.judge.costs), relaxed)
        if part is self.root or self.queue.claims or self.follows is None:
            self._price(found)
        if self.follows is not None and not self.closed(part.bound):
            found.allowed = found.left(self.cost * self.scale)
            self._take_turns(found, self.follows)
        return None if self.closed(part.bound) else found

    def _price(self, found: _Open) -> None:
        """Give a part the best of the prices that are proposed."""
        best = None
        for prices in self._proposed(found.part, found.relaxed, found.allowed):
            bound, above = self.judge.judged(prices, found.allowed)
            if best is None or bound > best[1]:
                best = prices, bound, above
        if best is not None:
            found.part.prices, found.part.bound, found.above = best

    def _take_turns(self, found: _Open, follows: Follows) -> None:
        """Give a part worths, and its starts what they add to the bound that those give."""
        part = found.part
        costs = credit(self.queue, self.judge.costs.copy(), part.prices.cutoffs)
        turns = Turns(follows, costs, found.allowed, self.scale)
        fixed = -taken_off(self.queue, Prices(self.scale, np.zeros(0, dtype=np.int64), part.prices.cutoffs))
        levels = turns.step(found.relaxed.worths * self.scale, self.cost * self.scale - fixed, _STEPS)
        part.worths = tuple(np.round(levels).astype(np.int64).tolist())
        ahead, least = turns.ahead(part.worths)
        part.bound = sum(part.worths) + sum(map(int, least)) + fixed
        above = turns.above(part.worths, ahead, least)
        found.above = np.full_like(self.judge.costs, NEVER)
        found.above[turns.jobs, turns.days] = [int(min(one, NEVER)) for one in above]

    def _proposed(self, part: Part, relaxed: Relaxed, allowed: Mask) -> Iterator[Prices]:
        """Prices of the relaxation, and those that the part has already; each with any cut-offs that may serve."""
        yield part.prices
        days = self.judge.prices(relaxed.prices, ()).days
        taken = np.zeros_like(allowed)
        taken[relaxed.jobs, relaxed.starts] = True
        some = taken if taken.any(axis=1).all() else allowed
        earliest = self.judge.earliest(some), self.judge.earliest(allowed)
        for cutoffs in dict.fromkeys((part.prices.cutoffs, self.cutoffs, *earliest)):
            yield Prices(self.scale, days, cutoffs)

    def _relaxation(self) -> Relaxation:
        relaxation = Relaxation(self.steps, float(self.cost))
        jobs = np.arange(len(self.queue.jobs))
        for starts in (np.array(self.starts), *self.stepped.profiles):
            relaxation.add(jobs, starts)
        priced = self.steps.priced(self.stepped.prices)
        near = min(_NEAR, priced.shape[1] - 1)
        cheapest = np.argpartition(priced, near, axis=1)[:, :near]
        for column in cheapest.T:
            possible = self.everything[jobs, column]
            relaxation.add(jobs[possible], column[possible])
        return relaxation

    def _try(self, relaxed: Relaxed, shares: tuple[float, ...], bound: int) -> None:
        """Schedules in the order of the relaxation, made better where that is promising: new ones that cost no more
        above the best than that is above the bound of their part.
        """
        lists = {self.queue.cost(starts): starts for starts in points(self.queue, relaxed, shares)}
        for cost in sorted(lists)[:_POLISHED]:
            hopeful = min(self.cost * (1 + _HOPEFUL), 2 * self.cost - bound // self.scale)
            if cost <= hopeful and lists[cost] not in self.tried:
                self.tried.add(lists[cost])
                less, found = self.polish.improved(lists[cost])
                if less < self.cost:
                    self.cost, self.starts = less, found

    def _anneal(self, node: _Open) -> bool:
        """Whether a schedule changed at random is better, where so much is left open that a search of few starts would
        not do.
        """
        left = node.left(self.cost * self.scale).sum()
        if self.follows is None or left < _MANY:
            return False
        search = Descent(settled(self.queue, self.starts))
        chance = Random(1)  # noqa: S311 - chance, and no secret
        orders = Annealing(search, search.orders(self.starts), chance).best()
        cost, found = self.polish.improved(search.starts(orders))
        better = cost < self.cost
        if better:
            self.cost, self.starts = cost, found
        return better

    def _settle(self, node: _Open, sizes: tuple[int, ...]) -> None:
        """Schedules of the starts that add least to the bound of a part: of few, then of more."""
        for each in sizes:
            while self._settled(node, min(_MOST, each * len(self.queue.jobs))):
                pass

    def _settled(self, node: _Open, most: int) -> bool:
        """Whether a schedule of so many starts, and of those of the best one, costs less than that."""
        above = np.sort(node.above[node.left(self.cost * self.scale)])
        if not len(above):
            return False
        near = node.allowed & (node.above <= above[:most][-1])
        near[np.arange(len(self.queue.jobs)), list(self.starts)] = True
        relaxation = Relaxation(self.steps, self.cost)
        relaxation.add(*np.nonzero(near))
        starts = relaxation.settle()
        if starts is None or self.queue.faults(starts.tolist()):
            return False
        cost, found = self.polish.improved(starts.tolist())
        better = cost < self.cost
        if better:
            self.cost, self.starts = cost, found
        return better

    def _split(self, node: _Open) -> Iterator[_Open]:
        """The two halves of a part that do not close."""
        left = node.left(self.cost * self.scale)
        job, day = self._place(node, left)
        node.part.job, node.part.day = job, day
        children = []
        for before in (True, False):
            allowed = left.copy()
            allowed[job, day:] &= not before
            allowed[job, :day] &= before
            child = Part(node.part.prices, node.part.bound)
            children.append(child)
            found = self._look(child, allowed, _SHARES[:1])
            if found is not None:
                yield found
        node.part.children = tuple(children)

    def _place(self, node: _Open, left: Mask) -> tuple[int, int]:
        """The job whose days cost most in the relaxation for their being apart, and the day that parts them."""
        relaxed, count = node.relaxed, len(self.queue.jobs)
        mean, apart = np.zeros(count), np.zeros(count)
        np.add.at(mean, relaxed.jobs, relaxed.levels * relaxed.starts)
        np.add.at(apart, relaxed.jobs, relaxed.levels * np.abs(relaxed.starts - mean[relaxed.jobs]))
        apart *= [job.weight + 1 for job in self.queue.jobs]
        many = left.sum(axis=1)
        apart[many < 2] = -1.0
        job = int(apart.argmax())
        if apart[job] <= 1e-6:  # what is left open is which base of a claim comes first
            bases = [base for claim in self.queue.claims for base in claim.bases if many[base] > 1]
            job = max(bases, key=lambda base: many[base]) if bases else int(many.argmax())
        starts = np.flatnonzero(left[job])
        day = int(mean[job]) + 1
        return job, day if starts[0] < day <= starts[-1] else int(starts[len(starts) // 2])
