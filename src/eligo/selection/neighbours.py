"""The sets beside the best one: with one combination forced in or kept out, and the next best.

What belongs here: solving the problem again under one change, exactly. What does not: saying it (``explain``).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from eligo.selection.problem import Demand, Problem, members
from eligo.selection.search import Found, certified_bound, find_best

NEIGHBOUR_NODES = 1_000
"""Nodes for one set beside the answer; where they do not suffice, "at least" is said."""

ALL_NODES = 10_000
"""Nodes for all the sets with one more combination forced in, the largest combinations first; then "at least"."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``population`` is that of the best such set, or, where that is not ``proved``, one that none exceeds."""

    chosen: int
    population: int
    proved: bool
    nodes: int


@dataclass(frozen=True, slots=True)
class Around:
    """An answer and what is needed to solve near it.

    ``multipliers`` are in units of value; ``one_nodes`` bounds each search, ``all_nodes`` those of ``with_each``.
    """

    problem: Problem
    demand: Demand
    chosen: int
    multipliers: tuple[int, ...]
    one_nodes: int = NEIGHBOUR_NODES
    all_nodes: int = ALL_NODES

    def with_each(self, wanted: Sequence[int]) -> dict[int, Neighbour | None]:
        """For each of those candidates, none of them chosen, the best set that contains it; ``None`` where none does.

        Candidates of one kind (same variants to cover, same group) leave the same to the others. One search for the
        best others therefore serves every candidate of the kind that is not itself among them.
        """
        others: dict[tuple[int, int], Neighbour | None] = {}
        best: dict[int, Neighbour | None] = {}
        nodes = self.all_nodes
        for i in wanted:
            kind = (self.problem.coverings[i] & self.demand.cover, self.problem.groups[i])
            if kind not in others:
                others[kind] = self._best(_beside(self.demand, *kind), nodes)
                nodes -= _nodes(others[kind])
            beside = others[kind]
            if beside is not None and beside.proved and beside.chosen >> i & 1:
                best[i] = self._best(replace(self.demand, forced=self.demand.forced | 1 << i), nodes)
                nodes -= _nodes(best[i])
            else:
                best[i] = None if beside is None else self._joined(beside, i)
        return best

    def without_one(self, i: int) -> Neighbour | None:
        """The best set that does not contain candidate ``i``, its pin lifted; ``None`` where none exists."""
        bit = 1 << i
        demand = replace(self.demand, forced=self.demand.forced & ~bit, barred=self.demand.barred | bit)
        return self._best(demand, self.one_nodes)

    def solve(self, demand: Demand) -> Found | None:
        """The best set under another demand, searched for from this answer."""
        return self._solve(demand, self.one_nodes)

    def _solve(self, demand: Demand, nodes: int) -> Found | None:
        return find_best(
            self.problem, demand, hint=self.chosen, multipliers=self.multipliers, node_budget=min(nodes, self.one_nodes)
        )

    def _best(self, demand: Demand, nodes: int) -> Neighbour | None:
        if nodes <= 0:
            return Neighbour(0, certified_bound(self.problem, demand, self.multipliers), False, 0)
        found = self._solve(demand, nodes)
        if found is None:
            return None
        if found.proved:
            return Neighbour(found.chosen, self.problem.population(found.chosen), True, found.nodes)
        return Neighbour(0, certified_bound(self.problem, demand, found.multipliers), False, found.nodes)

    def _joined(self, others: Neighbour, i: int) -> Neighbour:
        population = others.population + self.problem.candidates[i].population
        return Neighbour(others.chosen | 1 << i, population, others.proved, 0)


def _nodes(neighbour: Neighbour | None) -> int:
    return 0 if neighbour is None else neighbour.nodes


def _beside(demand: Demand, covering: int, group: int) -> Demand:
    """What is left to ask of the others once one candidate of that kind has its place."""
    least, most = list(demand.least), list(demand.most)
    least[group], most[group] = max(0, least[group] - 1), most[group] - 1
    return replace(
        demand,
        size=None if demand.size is None else demand.size - 1,
        cover=demand.cover & ~covering,
        least=tuple(least),
        most=tuple(most),
    )


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
