"""HiGHS proposes prices: the relaxation in which a job may start partly on one day and partly on another.

What belongs here: the programme's only use of ``highspy``. What does not: any decision; ``bound`` computes in whole
numbers what the prices found here are worth, and is right whatever they are.

The relaxation holds few starts. Those whose price makes them worth while are added until none is left. What runs on a
day is what ran the day before, and what starts, less what ends: so every column has three entries, however long a
test is. More jobs than lanes are allowed at a cost beyond any schedule's, so that there always is a solution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from eligo.programme.bound import Mask, Whole
from eligo.programme.prices import Levels, Steps

_COST_LEVEL = 1e5
"""What the dearest start is scaled to, so that the solver's tolerances are small beside it."""

_OPTIONS = (
    ("output_flag", False),
    ("threads", 1),
    ("random_seed", 0),
    ("presolve", "off"),
    ("simplex_strategy", 0),
    ("simplex_dual_edge_weight_strategy", 1),
)
_ROUNDS = 60
_PER_JOB = 3
"""Starts of one job that are added at once."""

_NODES = 20
"""Parts that the solver may look at for a schedule."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """``value``: of the relaxation, near the best bound of all prices. ``worths``: what each job costs at those prices.
    ``jobs``, ``starts``, ``levels``: the starts taken in part or whole. ``complete``: no start that was not held would
    have made it cheaper.
    """

    value: float
    prices: Levels
    worths: Levels
    jobs: Whole
    starts: Whole
    levels: Levels
    complete: bool


class Relaxation:
    """One queue's relaxation; parts of its schedules are asked for again and again."""

    def __init__(self, steps: Steps, upper: float) -> None:
        from highspy import Highs

        self.steps, self.count = steps, len(steps.durations)
        self.unit = max(upper, 1.0) / self.count / _COST_LEVEL
        self.days = steps.days
        self._highs: Any = Highs()  # type: ignore[no-untyped-call]  # what is asked of it has no signature
        for option, value in _OPTIONS:
            self._highs.setOptionValue(option, value)
        rows = self.count + self.days + 1
        ends = np.concatenate([np.ones(self.count), np.zeros(self.days + 1)])
        none = np.zeros(0, dtype=np.int32)
        self._highs.addRows(rows, ends, ends, 0, np.zeros(rows, dtype=np.int32), none, np.zeros(0))
        self._running(0.0, steps.lanes)
        self._running(4 * _COST_LEVEL, np.full(self.days, float(self.count)))
        self._in_model = np.zeros(steps.costs.shape, dtype=bool)
        self._jobs, self._starts = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self._allowed: Mask | None = None

    def _running(self, cost: float, most: Levels) -> None:
        """One column per day: how many run on it, none of them new on the day after."""
        days = np.arange(self.days, dtype=np.int32)
        index = np.stack([self.count + days, self.count + days + 1], axis=1).ravel()
        ones = np.tile([1.0, -1.0], self.days)
        ends = np.zeros(self.days), most
        self._highs.addCols(self.days, np.full(self.days, cost), *ends, 2 * self.days, 2 * days, index, ones)

    def add(self, jobs: Whole, starts: Whole) -> None:
        """Hold these starts, if they are not."""
        new = ~self._in_model[jobs, starts]
        jobs, starts = jobs[new], starts[new]
        self._in_model[jobs, starts] = True
        days = self.count + starts
        index = np.stack([jobs, days, days + self.steps.durations[jobs]], axis=1).ravel().astype(np.int32)
        many = len(jobs)
        begin = (3 * np.arange(many)).astype(np.int32)
        costs = self.steps.costs[jobs, starts] / self.unit
        allowed = np.ones(many) if self._allowed is None else self._allowed[jobs, starts].astype(np.float64)
        signs = np.tile([1.0, -1.0, 1.0], many)
        self._highs.addCols(many, costs, np.zeros(many), allowed, 3 * many, begin, index, signs)
        self._jobs, self._starts = np.concatenate([self._jobs, jobs]), np.concatenate([self._starts, starts])

    def allow(self, allowed: Mask) -> None:
        """Go on with these starts alone."""
        now = allowed[self._jobs, self._starts]
        was = now if self._allowed is None else self._allowed[self._jobs, self._starts]
        changed = np.flatnonzero(now != was) if self._allowed is not None else np.arange(len(now))
        where = (changed + 2 * self.days).astype(np.int32)
        self._highs.changeColsBounds(len(changed), where, np.zeros(len(changed)), now[changed].astype(np.float64))
        self._allowed = allowed

    def solve(self) -> Relaxed:
        """The relaxation of what is allowed."""
        complete = False
        for _ in range(_ROUNDS):
            self._highs.run()
            solution = self._highs.getSolution()
            duals = np.array(solution.row_dual) * self.unit
            levels = duals[self.count :]
            prices = np.maximum(0.0, levels[:-1] - levels[1:])
            worth = self.steps.priced(prices) - duals[: self.count, None]
            worth[self._in_model] = np.inf
            if self._allowed is not None:
                worth[~self._allowed] = np.inf
            tolerance = 1e-7 * self.unit * _COST_LEVEL
            jobs, starts = self._worth_while(worth, tolerance)
            if not len(jobs):
                complete = True
                break
            self.add(jobs, starts)
        value = float(self._highs.getInfo().objective_function_value) * self.unit
        taken = np.array(solution.col_value)[2 * self.days : 2 * self.days + len(self._jobs)]
        some = np.flatnonzero(taken > 1e-6)
        some = some[some < len(taken)]
        priced = self.steps.priced(prices)
        if self._allowed is not None:
            priced[~self._allowed] = np.inf
        return Relaxed(value, prices, priced.min(axis=1), self._jobs[some], self._starts[some], taken[some], complete)

    def settle(self) -> Whole | None:
        """One start of each job that is held, none of them in part; nothing where there is no such schedule, or none
        is found soon. The relaxation is of no use afterwards.
        """
        from highspy import HighsVarType

        columns = np.arange(2 * self.days, 2 * self.days + len(self._jobs), dtype=np.int32)
        self._highs.changeColsIntegrality(len(columns), columns, np.array([HighsVarType.kInteger] * len(columns)))
        for option, value in (("presolve", "on"), ("mip_max_nodes", _NODES), ("mip_rel_gap", 0.0)):
            self._highs.setOptionValue(option, value)
        self._highs.run()
        taken = np.array(self._highs.getSolution().col_value)[2 * self.days :] > 0.5
        if len(taken) != len(self._jobs) or not np.array_equal(np.sort(self._jobs[taken]), np.arange(self.count)):
            return None
        starts = np.zeros(self.count, dtype=np.int64)
        starts[self._jobs[taken]] = self._starts[taken]
        return starts

    def _worth_while(self, worth: Levels, tolerance: float) -> tuple[Whole, Whole]:
        """The few starts of each job that would help most."""
        found = []
        for _ in range(_PER_JOB):
            starts = worth.argmin(axis=1)
            jobs = np.flatnonzero(worth[np.arange(self.count), starts] < -tolerance)
            if not len(jobs):
                break
            found.append((jobs, starts[jobs]))
            worth[jobs, starts[jobs]] = np.inf
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])
