"""Better prices by many small steps: a day that too many jobs would choose becomes dearer, one too few cheaper.

What belongs here: the steps (a deflected subgradient), in floating-point numbers. What does not: what is stated,
which ``bound`` computes in whole numbers from whatever comes of this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eligo.programme.bound import NEVER, Whole
from eligo.programme.jobs import Queue

Levels = npt.NDArray[np.float64]

_PATIENCE = 12
"""Steps without gain after which they become shorter."""


class Steps:
    """One queue's costs, kept from one search of prices to the next.

    ``costs``: one row per job, one column per start, as ``cost_rows`` gives them. ``lanes``: how many are free, by
    day.
    """

    def __init__(self, queue: Queue, costs: Whole) -> None:
        self.durations = np.array([job.duration for job in queue.jobs], dtype=np.int64)
        self.costs: Levels = np.where(costs >= NEVER, np.inf, costs.astype(np.float64))
        self.kinds, self.kind = np.unique(self.durations, return_inverse=True)
        self.width = costs.shape[1]
        self.days = self.width + int(self.durations.max(initial=0))
        days = np.arange(self.days)
        self.lanes: Levels = np.sum([days >= free for free in queue.free_from], axis=0).astype(np.float64)

    def priced(self, prices: Levels) -> Levels:
        """What each start costs each job, the prices of its days included."""
        reach = np.concatenate([[0.0], np.cumsum(prices)])
        paid = np.stack([reach[kind : kind + self.width] - reach[: self.width] for kind in self.kinds])
        priced: Levels = self.costs + paid[self.kind]
        return priced

    def demand(self, starts: Whole) -> Levels:
        """How many jobs run on each day."""
        begun = np.bincount(starts, minlength=self.days) - np.bincount(starts + self.durations, minlength=self.days)
        return np.cumsum(begun[: self.days]).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Stepped:
    """The best prices met, what they give, and the starts that the jobs would have chosen on the way."""

    prices: Levels
    bound: float
    profiles: list[Whole]


def step_prices(
    steps: Steps, start: Levels, upper: float, count: int, *, every: int = 20, fixed: float = 0.0
) -> Stepped:
    """So many steps from ``start``; ``upper`` is what a known schedule costs, ``fixed`` what is added to each
    bound.
    """
    prices = np.zeros(steps.days)
    prices[: len(start)] = start[: steps.days]
    best, kept, profiles = -np.inf, prices, list[Whole]()
    length, stalled, way = 1.0, 0, np.zeros(steps.days)
    rows = np.arange(len(steps.durations))
    for number in range(count):
        priced = steps.priced(prices)
        starts = priced.argmin(axis=1)
        bound = float(priced[rows, starts].sum() - float(steps.lanes @ prices)) + fixed
        stalled = 0 if bound > best + 1e-6 * abs(best) else stalled + 1
        if bound > best:
            best, kept = bound, prices
        if number % every == 0:
            profiles.append(starts)
        if stalled >= _PATIENCE:
            length, stalled, prices = length * 0.6, 0, kept
            continue
        excess = steps.demand(starts) - steps.lanes
        excess[(prices <= 0) & (excess < 0)] = 0
        way = excess if number == 0 else 0.6 * way + 0.4 * excess
        norm = float(way @ way)
        if norm < 1e-9 or upper <= bound:
            break
        prices = np.maximum(0.0, prices + length * (upper - bound) / norm * way)
    return Stepped(kept, best, profiles)
