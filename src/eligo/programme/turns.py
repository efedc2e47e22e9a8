"""A bound from what each job is worth: every lane takes the turns that pay it best, whatever the others take.

What belongs here: which job may follow which in some best schedule, the bound, what each start would add to it, and
steps towards better worths. The same sums serve floating-point numbers, which propose, and whole ones, which are
stated. What does not: which schedules are looked at (``search``).

The bound: let each job be worth something, whatever it is, to a lane that runs it. Each lane takes the turns that
cost it least, their waiting less their worth. Add what all jobs are worth. No schedule costs less: it runs each once.
Of all best schedules take one whose starts add up to least, and of those one in which, within the lanes, fewest jobs
are after one of a higher number. In it

- a job starts at its release, when its lane is free, or when the job before it in its lane ends;
- no two without a gap between them would cost less the other way round; nor as much, unless the shorter, of equal
  ones that of the lower number, comes first.

Turns that break a rule are left out. A base of a claim is not exchanged for what comes after it.
Source: decision record 0014.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from eligo.programme.bound import Mask, Whole
from eligo.programme.jobs import Queue
from eligo.programme.prices import Levels

Sums = list[float] | list[int]

NOWHERE = 1 << 200
"""What a start adds that no turns lead to."""

_PATIENCE = 8
"""Steps without gain after which they become shorter."""


class Follows:
    """Which job of a queue may follow which without a gap; ``own``: what each start costs, claims apart."""

    def __init__(self, queue: Queue, own: Whole) -> None:
        self.own: list[list[int]] = own.tolist()
        self.free, self.count = queue.free_from, len(queue.jobs)
        self.lengths = [job.duration for job in queue.jobs]
        self.releases = [job.release for job in queue.jobs]
        self.bases = {base for claim in queue.claims for base in claim.bases}

    def allowed(self, first: int, second: int, day: int) -> bool:
        """Whether ``second`` may start on the day on which ``first`` has ended."""
        if first == second:
            return False
        start = day - self.lengths[first]
        later = start + self.lengths[second]
        if first in self.bases or start < self.releases[second] or later >= len(self.own[first]):
            return True
        so = self.own[first][start] + self.own[second][day]
        other = self.own[second][start] + self.own[first][later]
        return (so, self.lengths[first], first) < (other, self.lengths[second], second)


class Turns:
    """The starts that some of the schedules have, by day, and what may follow what; costs are times ``scale``."""

    def __init__(self, follows: Follows, costs: Whole, allowed: Mask, scale: int = 1) -> None:
        days, jobs = np.nonzero(allowed.T)
        self.follows = follows
        self.jobs: list[int] = jobs.tolist()
        self.days: list[int] = days.tolist()
        self.costs: list[int] = (costs[jobs, days] * scale).tolist()
        starts = list(enumerate(zip(self.jobs, self.days, strict=True)))
        self.ends = [day + follows.lengths[job] for _, (job, day) in starts]
        self.before: list[list[int]] = []
        self.after: list[list[int]] = [[] for _ in starts]
        ended: dict[int, list[int]] = {}
        for number, (job, day) in starts:
            self.before.append([one for one in ended.get(day, ()) if follows.allowed(self.jobs[one], job, day)])
            for one in self.before[-1]:
                self.after[one].append(number)
            ended.setdefault(self.ends[number], []).append(number)
        self.released = [number for number, (job, day) in starts if day == follows.releases[job]]
        days_released = [self.days[number] for number in self.released]
        self.rest = [bisect_right(days_released, end) for end in self.ends]
        self.lane_rest = [bisect_right(days_released, free) for free in follows.free]
        self.lane_first = [range(bisect_left(self.days, free), bisect_right(self.days, free)) for free in follows.free]

    def ahead(self, worths: Sequence[float]) -> tuple[Sums, Sums]:
        """What each start and the best after it cost a lane; and the least that each lane can come to."""
        left = len(self.released)
        found: list[float] = [0] * len(self.jobs)
        best: list[float] = [0] * (left + 1)
        for number in range(len(self.jobs) - 1, -1, -1):
            then = min([best[self.rest[number]], *map(found.__getitem__, self.after[number])])
            found[number] = self.costs[number] - worths[self.jobs[number]] + then
            if left and self.released[left - 1] == number:
                left -= 1
                best[left] = min(best[left + 1], found[number])
        lanes = zip(self.lane_rest, self.lane_first, strict=True)
        return found, [min([best[rest], *(found[number] for number in first)]) for rest, first in lanes]

    def run(self, ahead: Sums) -> Levels:
        """How often the lanes run each job where each takes what costs it least."""
        runs = np.zeros(self.follows.count)
        for rest, first in zip(self.lane_rest, self.lane_first, strict=True):
            options = [*first, *self.released[rest:]]
            while options:
                number = min(options, key=ahead.__getitem__)
                if ahead[number] >= 0:
                    break
                runs[self.jobs[number]] += 1
                options = [*self.after[number], *self.released[self.rest[number] :]]
        return runs

    def above(self, worths: Sequence[float], ahead: Sums, least: Sums) -> Sums:
        """How much each start would add to the bound: the best turns that have it, above the best of their lane."""
        released, by_end = {*self.released}, sorted(range(len(self.jobs)), key=self.ends.__getitem__)
        lanes = list(zip(self.follows.free, least, strict=True))
        found: list[float] = []
        done: list[float] = []
        waited: float = NOWHERE
        known = 0
        for number, day in enumerate(self.days):
            while self.ends[by_end[known]] < day:
                waited = min(waited, done[by_end[known]])
                known += 1
            came = [done[one] for one in self.before[number]]
            came += [-low for free, low in lanes if free == day or (free < day and number in released)]
            if number in released:
                came.append(waited)
            behind = min(came, default=NOWHERE)
            found.append(behind + ahead[number])
            done.append(behind + self.costs[number] - worths[self.jobs[number]])
        return found

    def step(self, worths: Levels, upper: float, count: int) -> Levels:
        """The best worths of so many steps from some; ``upper``: what a known schedule costs."""
        best, kept, length, stalled = -np.inf, worths, 1.0, 0
        way = np.zeros(len(worths))
        for number in range(count):
            ahead, least = self.ahead(worths.tolist())
            bound = float(worths.sum() + sum(least))
            stalled = 0 if bound > best + 1e-7 * abs(best) else stalled + 1
            if bound > best:
                best, kept = bound, worths
            if bound >= upper:
                break
            if stalled >= _PATIENCE:
                length, stalled, worths = length / 2, 0, kept
                continue
            missed = 1.0 - self.run(ahead)
            way = missed if number == 0 else 0.6 * way + 0.4 * missed
            norm = float(way @ way)
            if norm < 1e-9:
                break
            worths = worths + length * (upper - bound) / norm * way
        return kept
