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

_EACH, _MOST = 200, 2_000_000
"""So many changes are looked at for each pair of jobs, and no more in all: some quarter of a minute of a hundred."""

_HOT, _COLD = 1e-4, 1e-6
"""What a change may cost, of the whole, to be taken one time in three: at first, and at the end."""

_PIECES, _LONGEST = 0.6, 3
"""Of changes between lanes so many exchange a piece of each, of so many jobs at the most; the others all that follows.

Pieces that take nearly equally long leave nearly all else where it is, which no exchange of single jobs does where each
takes its own number of days.
"""

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
        changes = max(1, min(_MOST, _EACH * sum(map(len, self.lanes)) ** 2))
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
        a, b = int(draw() * lanes), int(draw() * lanes)
        first, second = self.lanes[a], self.lanes[b]
        i = int(draw() * len(first))
        k = min(bisect_left(self.days[b], self.days[a][i] + (draw() - 0.5) * self.window), len(second))
        if not first or (a == b and i == k):
            return []
        if a == b:
            return self._within(a, min(i, k), max(i, k)) if draw() < 0.5 else self._moved(a, i, k)
        if draw() > _PIECES:
            return [(a, i, second[k:]), (b, k, first[i:])]
        j, m = i + int(draw() * (_LONGEST + 1)), k + int(draw() * (_LONGEST + 1))
        return [(a, i, [*second[k:m], *first[j:]]), (b, k, [*first[i:j], *second[m:]])]

    def _moved(self, lane: int, i: int, k: int) -> list[Tail]:
        """A job to another place of its lane."""
        jobs = self.lanes[lane]
        if k > i:
            return [(lane, i, [*jobs[i + 1 : k], jobs[i], *jobs[k:]])]
        return [(lane, k, [jobs[i], *jobs[k:i], *jobs[i + 1 :]])]

    def _within(self, lane: int, i: int, k: int) -> list[Tail]:
        """Two jobs of a lane exchanged."""
        jobs = self.lanes[lane]
        return [(lane, i, [jobs[k], *jobs[i + 1 : k], jobs[i], *jobs[k + 1 :]])] if k < len(jobs) else []

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
