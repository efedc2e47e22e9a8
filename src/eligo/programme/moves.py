"""A schedule made better by small changes: a job elsewhere, two jobs exchanged, the ends of two lanes exchanged.

What belongs here: schedules as the order of jobs in each lane, and the descent to where no small change helps. What
does not: claims, which ``settled`` gives to the base that is first at the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from eligo.programme.bound import NEVER, Whole, opening
from eligo.programme.jobs import Job, Queue, Term, lanes_of

Order = list[int]


def settled(queue: Queue, starts: Sequence[int]) -> Queue:
    """The queue with each claim given to that of its bases which ends first in a schedule: there it costs the
    same.
    """
    terms: dict[int, tuple[Term, ...]] = {}
    for claim in queue.claims:
        first = min(claim.bases, key=lambda base: (starts[base] + queue.jobs[base].duration, base))
        terms[first] = (*terms.get(first, ()), claim.term)
    jobs = tuple(replace(job, terms=job.terms + terms.get(number, ())) for number, job in enumerate(queue.jobs))
    return replace(queue, jobs=jobs, claims=())


class Polish:
    """One queue's schedules made better, again and again."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self._plain = None if queue.claims else Descent(queue)

    def improved(self, starts: Sequence[int], rounds: int = 100) -> tuple[int, tuple[int, ...]]:
        """The cost and the starts of a schedule that no small change makes better; so many rounds of them at most."""
        kept, cost = tuple(starts), self.queue.cost(starts)
        while True:
            search = self._plain or Descent(settled(self.queue, kept))
            found = search.starts(search.descend(search.orders(kept), rounds))
            less = self.queue.cost(found)
            if less >= cost:
                return cost, kept
            kept, cost = found, less
            if self._plain:
                return cost, kept


class Descent:
    """One queue without claims, with what each end of each job costs. What runs already is a job that may end on its
    day alone.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.running = [(lane, free) for lane, free in enumerate(queue.free_from) if free]
        self.duration = [*(job.duration for job in queue.jobs), *(free for _, free in self.running)]
        self.release = [*(job.release for job in queue.jobs), *(0 for _ in self.running)]
        until = 2 * queue.latest_start + max(self.duration, default=0) + 1
        elapsed = np.array(queue.elapsed, dtype=np.int64)
        self.cost = [ends(job, elapsed, until) for job in queue.jobs]
        self.cost += [[NEVER * (day != free) for day in range(until + 1)] for _, free in self.running]
        self.window = 4 * max((job.duration for job in queue.jobs), default=0)

    def orders(self, starts: Sequence[int]) -> list[Order]:
        """The jobs of each lane in their order."""
        lanes = lanes_of(self.queue, starts)
        order = sorted(range(len(starts)), key=lambda one: (starts[one], one))
        found = [[one for one in order if lanes[one] == lane + 1] for lane in range(self.queue.lanes)]
        for number, (lane, _) in enumerate(self.running, start=len(starts)):
            found[lane].insert(0, number)
        return found

    def starts(self, orders: Sequence[Order]) -> tuple[int, ...]:
        """Every job as early as the order of its lane allows."""
        found = [0] * len(self.duration)
        for order in orders:
            day = 0
            for one in order:
                found[one] = max(day, self.release[one])
                day = found[one] + self.duration[one]
        return tuple(found[: len(self.queue.jobs)])

    def walk(self, order: Sequence[int], day: int = 0, limit: float = float("inf")) -> int:
        """What the jobs cost in that order from a day on; not summed further where it reaches a limit."""
        total = 0
        release, duration, cost = self.release, self.duration, self.cost
        for one in order:
            day = (max(release[one], day)) + duration[one]
            total += cost[one][day]
            if total >= limit:
                break
        return total

    def days(self, order: Sequence[int]) -> list[int]:
        """The day from which the lane is free for each job of an order."""
        found, day = [], 0
        for one in order:
            found.append(day)
            day = max(day, self.release[one]) + self.duration[one]
        return found

    def descend(self, orders: list[Order], rounds: int) -> list[Order]:
        """Take every change that helps, until none does."""
        for _ in range(rounds):
            if not (self._relocate(orders) | self._cross(orders) | self._exchange(orders)):
                break
        return orders

    def _relocate(self, orders: list[Order]) -> bool:
        """Each job to where it costs least."""
        found = False
        for one in range(len(self.duration)):
            lane = next(number for number, order in enumerate(orders) if one in order)
            place = orders[lane].index(one)
            day, rest = self.days(orders[lane])[place], orders[lane][:place] + orders[lane][place + 1 :]
            own, left = self.walk(orders[lane]), self.walk(rest)
            best, kept = 0, None
            for other, order in enumerate(orders):
                base = rest if other == lane else order
                before = left if other == lane else self.walk(order)
                room = (own - before) if other == lane else own - left
                days = self.days(base)
                costs = self._until(base, days)
                for spot in range(len(base) + 1):
                    at = days[spot] if spot < len(base) else self._end(base, days)
                    if abs(at - day) > self.window:
                        continue
                    limit = before + room - best - costs[spot]
                    gain = limit - self.walk([one, *base[spot:]], at, limit)
                    if gain > 0:
                        best, kept = best + gain, (other, spot)
            if kept is not None:
                orders[lane] = rest
                other, spot = kept
                orders[other] = [*orders[other][:spot], one, *orders[other][spot:]]
                found = True
        return found

    def _until(self, order: Order, days: list[int]) -> list[int]:
        """What the jobs before each place cost."""
        found = [0]
        for one, day in zip(order, days, strict=True):
            found.append(found[-1] + self.cost[one][max(day, self.release[one]) + self.duration[one]])
        return found

    def _end(self, order: Order, days: list[int]) -> int:
        return max(days[-1], self.release[order[-1]]) + self.duration[order[-1]] if order else 0

    def _cross(self, orders: list[Order]) -> bool:
        """The ends of two lanes, from any places on, for one another."""
        found = False
        for a, b in combinations(range(len(orders)), 2):
            first, second = orders[a], orders[b]
            days, others = self.days(first), self.days(second)
            before, beside = self._until(first, days), self._until(second, others)
            whole = before[-1] + beside[-1]
            days, others = [*days, self._end(first, days)], [*others, self._end(second, others)]
            best, kept = 0, None
            for i in range(len(first) + 1):
                for k in range(len(second) + 1):
                    if abs(days[i] - others[k]) > self.window:
                        continue
                    limit = whole - best - before[i] - beside[k]
                    gain = limit - self.walk(second[k:], days[i], limit)
                    gain = gain - self.walk(first[i:], others[k], gain) if gain > 0 else 0
                    if gain > 0:
                        best, kept = best + gain, (i, k)
            if kept is not None:
                i, k = kept
                orders[a], orders[b] = first[:i] + second[k:], second[:k] + first[i:]
                found = True
        return found

    def _exchange(self, orders: list[Order]) -> bool:
        """Two jobs for one another, in one lane or in two."""
        found = False
        for a in range(len(orders)):
            for b in range(a, len(orders)):
                for i in range(len(orders[a])):
                    found |= self._exchange_one(orders, a, i, b)
        return found

    def _exchange_one(self, orders: list[Order], a: int, i: int, b: int) -> bool:
        first, second = orders[a], orders[b]
        days, others = self.days(first), self.days(second)
        before, beside = self._until(first, days), self._until(second, others)
        best, kept = 0, None
        for k in range(i + 1 if a == b else 0, len(second)):
            if abs(days[i] - others[k]) > self.window:
                continue
            if a == b:
                limit = before[-1] - before[i] - best
                mixed = [first[k], *first[i + 1 : k], first[i], *first[k + 1 :]]
                gain = limit - self.walk(mixed, days[i], limit)
            else:
                limit = before[-1] + beside[-1] - before[i] - beside[k] - best
                gain = limit - self.walk([second[k], *first[i + 1 :]], days[i], limit)
                gain = gain - self.walk([first[i], *second[k + 1 :]], others[k], gain) if gain > 0 else 0
            if gain > 0:
                best, kept = best + gain, k
        if kept is not None:
            first[i], second[kept] = second[kept], first[i]
        return kept is not None


def ends(job: Job, elapsed: Whole, until: int) -> list[int]:
    """What a job costs by the index at which it ends, up to ``until``; later than ``elapsed`` reaches as its last."""
    cost = np.zeros(until + 1, dtype=np.int64)
    for term in job.terms:
        cost += term.weight * elapsed[np.minimum(len(elapsed) - 1, opening(term, 0, until))]
    found: list[int] = cost.tolist()
    return found
