"""A schedule changed at random, worse ones taken less and less often: out of where no small change helps.

What belongs here: the changes and when one is taken. What does not: claims, or the descent to where no small change
helps (``moves``). Everything is drawn from one number and counted in changes, so that the same schedule gives the same.
"""

from __future__ import annotations

from bisect import bisect_left
from math import exp
from random import Random

from eligo.programme.bound import NEVER
from eligo.programme.moves import Descent, Order

_EACH, _MOST = 15_000, 1_500_000
"""So many changes are looked at for each job, and no more in all: some seconds with a hundred jobs."""

_HOT, _COLD = 2e-5, 2e-7
"""What a change may cost, of the whole, to be taken one time in three: at first, and at the end."""

_EXCHANGED, _CROSSED = 0.5, 0.9
"""Below the first a job goes elsewhere, below the second two are exchanged, else the ends of two lanes are."""

Turn = tuple[int, int, list[int], int]
"""A job: its release, its duration, what each of its ends costs, and its number."""

Tail = tuple[int, int, list[Turn]]
"""A lane, a place in it, and the jobs from there on."""


class Annealing:
    """The orders of some lanes, as they are changed.

    ``days`` and ``costs``: of each lane, before each of its jobs and after the last, from when it is free and what it
    has cost until then.
    """

    def __init__(self, descent: Descent, orders: list[Order], random: Random) -> None:
        beyond = [NEVER] * (max(descent.release, default=0) + sum(descent.duration))  # no lane may be so long
        ends = [costs + beyond for costs in descent.cost]
        turns = zip(descent.release, descent.duration, ends, range(len(ends)), strict=True)
        known, self.window, self.draw = [*turns], descent.window, random.random
        self.lanes = [[known[one] for one in order] for order in orders]
        self.days: list[list[int]] = [[0] for _ in orders]
        self.costs: list[list[int]] = [[0] for _ in orders]
        for lane, jobs in enumerate(self.lanes):
            self._take(lane, 0, jobs)

    @property
    def orders(self) -> list[Order]:
        """The numbers of the jobs of each lane."""
        return [[number for _, _, _, number in jobs] for jobs in self.lanes]

    def best(self) -> list[Order]:
        """The best orders that are met while a change may cost less and less."""
        changes = min(_MOST, _EACH * sum(map(len, self.lanes)))
        cost = least = sum(costs[-1] for costs in self.costs)
        kept, heat, falls = self.orders, max(cost, 1) * _HOT, (_COLD / _HOT) ** (1 / changes)
        for _ in range(changes):
            heat *= falls
            tails = self._change()
            more = sum(self._costs(*tail) - self.costs[tail[0]][-1] for tail in tails)
            if more <= 0 or self.draw() < exp(-more / heat):
                for tail in tails:
                    self._take(*tail)
                cost += more
                if cost < least:
                    least, kept = cost, self.orders
        return kept

    def _change(self) -> list[Tail]:
        """A change of one lane or of two, near in time; nothing where none was drawn."""
        draw, lanes = self.draw, len(self.lanes)
        a, b, kind = int(draw() * lanes), int(draw() * lanes), draw()
        first, second = self.lanes[a], self.lanes[b]
        i = int(draw() * len(first))
        k = min(bisect_left(self.days[b], self.days[a][i] + (2 * draw() - 1) * self.window), len(second))
        if not first or (a == b and i == k):
            return []
        if kind < _EXCHANGED:
            return self._elsewhere(a, i, b, k)
        if kind < _CROSSED or a == b:
            return self._exchanged(a, i, b, k)
        return [(a, i, second[k:]), (b, k, first[i:])]

    def _elsewhere(self, a: int, i: int, b: int, k: int) -> list[Tail]:
        first, second = self.lanes[a], self.lanes[b]
        if a != b:
            return [(a, i, first[i + 1 :]), (b, k, [first[i], *second[k:]])]
        if k > i:
            return [(a, i, [*first[i + 1 : k], first[i], *first[k:]])]
        return [(a, k, [first[i], *first[k:i], *first[i + 1 :]])]

    def _exchanged(self, a: int, i: int, b: int, k: int) -> list[Tail]:
        first, second = self.lanes[a], self.lanes[b]
        if k == len(second):
            return []
        if a != b:
            return [(a, i, [second[k], *first[i + 1 :]]), (b, k, [first[i], *second[k + 1 :]])]
        i, k = min(i, k), max(i, k)
        return [(a, i, [first[k], *first[i + 1 : k], first[i], *first[k + 1 :]])]

    def _costs(self, lane: int, at: int, jobs: list[Turn]) -> int:
        """What a lane costs with those jobs from a place on."""
        day, cost = self.days[lane][at], self.costs[lane][at]
        for release, duration, ends, _ in jobs:
            day = (max(release, day)) + duration
            cost += ends[day]
        return cost

    def _take(self, lane: int, at: int, jobs: list[Turn]) -> None:
        """Have those jobs in a lane from a place on."""
        days, costs = self.days[lane], self.costs[lane]
        del days[at + 1 :], costs[at + 1 :]
        for release, duration, ends, _ in jobs:
            days.append(max(days[-1], release) + duration)
            costs.append(costs[-1] + ends[days[-1]])
        self.lanes[lane][at:] = jobs
