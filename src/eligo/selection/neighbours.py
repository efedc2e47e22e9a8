"""The sets beside the best one: with one combination forced in or kept out, and the next best.

What belongs here: solving the problem again under one change, exactly. What does not: saying it (``explain``).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace

from eligo.selection.problem import Demand, Problem, members
from eligo.selection.search import Found, certified_bound, find_best

NEIGHBOUR_NODES = 2_000
"""Nodes for each set beside the answer; where they do not suffice, "at least" is said."""


@dataclass(frozen=True, slots=True)
class Around:
    """A proved answer and what is needed to solve near it: ``multipliers`` in units of value."""

    problem: Problem
    demand: Demand
    chosen: int
    multipliers: tuple[int, ...]
    node_budget: int

    def with_one(self, i: int) -> Neighbour | None:
        """The best set that contains candidate ``i``; ``None`` where none does."""
        return self._solve(replace(self.demand, forced=self.demand.forced | 1 << i))

    def without_one(self, i: int) -> Neighbour | None:
        """The best set that does not contain candidate ``i``, its pin lifted; ``None`` where none exists."""
        bit = 1 << i
        return self._solve(replace(self.demand, forced=self.demand.forced & ~bit, barred=self.demand.barred | bit))

    def _solve(self, demand: Demand) -> Neighbour | None:
        found = self.solve(demand)
        if found is None:
            return None
        if found.proved:
            return Neighbour(found.chosen, self.problem.population(found.chosen), True)
        return Neighbour(found.chosen, certified_bound(self.problem, demand, found.multipliers), False)

    def solve(self, demand: Demand) -> Found | None:
        """The best set under another demand, searched for from this answer."""
        return find_best(
            self.problem, demand, hint=self.chosen, multipliers=self.multipliers, node_budget=self.node_budget
        )


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``population`` is that of the best such set, or, where that is not ``proved``, at least as much."""

    chosen: int
    population: int
    proved: bool


def runners_up(around: Around, count: int) -> tuple[int, ...]:
    """The next best sets, best first, exactly; fewer where there are fewer or a proof is missing.

    Each set found is taken out by splitting what is left of its part: the part that keeps its first few members
    and bars the next one, for every member (Lawler's scheme). The parts are disjoint, so none comes twice.
    """
    queue: list[tuple[int, int, Demand]] = []
    best: list[int] = []
    part, chosen = around.demand, around.chosen
    while len(best) < count:
        for smaller in _parts(part, chosen):
            found = around.solve(smaller)
            if found is not None and not found.proved:
                return tuple(best)
            if found is not None:
                heapq.heappush(queue, (-around.problem.value(found.chosen), found.chosen, smaller))
        if not queue:
            break
        _, chosen, part = heapq.heappop(queue)
        best.append(chosen)
    return tuple(best)


def _parts(part: Demand, chosen: int) -> Iterator[Demand]:
    kept = part.forced
    for i in members(chosen & ~part.forced):
        yield replace(part, forced=kept, barred=part.barred | 1 << i)
        kept |= 1 << i
