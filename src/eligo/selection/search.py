"""The best set that meets a demand: exact branch and bound in integers, standard library only.

What belongs here: the bound, the search and its proof. What does not: translating the policy (``problem``), the
floating-point solver (``solver``), whose proposals and multipliers this may start from but never believes.

The bound: for any multipliers >= 0, one per variant, no set that meets the demand is worth more than the best set
that need not cover anything, when each candidate is paid the multipliers of its variants on top of its value and
the sum of all multipliers is taken off (weak duality: a variant that is covered is paid at least once). That
best set is found greedily, limits of groups included, because the groups are disjoint.

Nothing depends on the time of day: the search stops after a number of nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eligo.selection.feasibility import any_set, at_least
from eligo.selection.problem import Demand, Problem, group_counts, members
from eligo.selection.requirements import meets

NODE_BUDGET = 100_000
"""Nodes after which a search ends without its proof; far more than any estate met so far has needed."""

ROOT_STEPS = 60
"""Improvements of the multipliers that are tried before the first branching."""

NODE_STEPS = 6
"""Improvements of the multipliers that are tried at every other node."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best set found, as a bit set. ``proved``: no other that meets the demand is better.

    ``multipliers`` are the best that were met at the root, one per variant, in units of value.
    """

    chosen: int
    proved: bool
    multipliers: tuple[int, ...]
    nodes: int


@dataclass(frozen=True, slots=True)
class _Node:
    """The sets that contain ``chosen`` and otherwise only members of ``allowed``."""

    chosen: int
    allowed: tuple[int, ...]
    multipliers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """The best completion of a node that need not cover: ``bound`` for all that must.

    ``rows`` are (adjusted value, candidate) of all allowed, the greatest first; ``entry`` is, per group, the
    adjusted value that leaves when one more of that group has to enter (``None``: none can).
    """

    bound: int
    chosen: int
    rows: list[tuple[int, int]]
    entry: tuple[int | None, ...]


def find_best(
    problem: Problem,
    demand: Demand,
    *,
    hint: int = 0,
    multipliers: Sequence[int] = (),
    node_budget: int = NODE_BUDGET,
) -> Found | None:
    """The best set that meets the demand, which has a size, or ``None`` where none exists.

    ``hint`` is a set that may be near the best one; ``multipliers`` >= 0, in units of value, may be near the best
    ones. Neither changes a proved answer. Raises ``StoppedBeforeProof`` where not even a first set is found.
    """
    start = _starting_set(problem, demand, hint)
    if start is None:
        return None
    search = _Search(problem, demand, start)
    search.run(tuple(multipliers) or (0,) * len(problem.variants), node_budget)
    return Found(search.best, search.proved, search.root_multipliers, search.nodes)


def certified_bound(problem: Problem, demand: Demand, multipliers: Sequence[int]) -> int:
    """No set that meets the demand has a greater population, by weak duality from these multipliers (in value)."""
    relaxed = _relax(problem, demand, _root(problem, demand, tuple(multipliers)))
    if relaxed is None:
        return 0
    return relaxed.bound // problem.unit


def _root(problem: Problem, demand: Demand, multipliers: tuple[int, ...]) -> _Node:
    """All that is allowed; of one kind (same variants, same group) only as many as a set can take, the best."""
    held: dict[tuple[int, int], int] = {}
    allowed = []
    for i in problem.by_value:
        kind = (problem.coverings[i], problem.groups[i])
        if not (demand.forced | demand.barred) >> i & 1:
            held[kind] = held.get(kind, 0) + 1
            if demand.size is None or held[kind] <= demand.size:
                allowed.append(i)
    return _Node(demand.forced, tuple(allowed), multipliers)


def _starting_set(problem: Problem, demand: Demand, hint: int) -> int | None:
    """The best set that is at most one exchange away from the hint; any set at all where that gives none."""
    base = (hint | demand.forced) & ~demand.barred
    surplus = base.bit_count() - (demand.size or 0)
    every = [i for i in range(len(problem.candidates)) if not (base | demand.barred) >> i & 1]
    trials = [base]
    if surplus == 1:
        trials = [base & ~(1 << i) for i in members(base & ~demand.forced)]
    elif surplus == -1:
        trials = [base | 1 << i for i in every]
    fitting = [trial for trial in trials if meets(problem, demand, trial)] if hint else []
    return max(fitting, key=problem.value) if fitting else any_set(problem, demand)


def _relax(problem: Problem, demand: Demand, node: _Node) -> _Relaxed | None:
    """The node without its coverage, paid by the multipliers; ``None`` where size or limits cannot be met."""
    uncovered = demand.cover & ~problem.covered(node.chosen)
    rows = _adjusted(problem, node, uncovered)
    counts = group_counts(problem, node.chosen, len(demand.least))
    owing = [max(0, low - n) for low, n in zip(demand.least, counts, strict=True)]
    places = (demand.size or 0) - node.chosen.bit_count()
    spare = places - sum(owing)
    if spare < 0 or any(n > high for n, high in zip(counts, demand.most, strict=True)):
        return None
    bound = problem.value(node.chosen) - sum(node.multipliers[v] for v in members(uncovered))
    chosen = node.chosen
    leaving: list[int | None] = [None] * len(counts)
    for adjusted, i in rows:
        if not places:
            break
        group = problem.groups[i]
        if counts[group] >= demand.most[group]:
            continue
        if owing[group]:
            owing[group] -= 1
        elif spare:
            spare -= 1
        else:
            continue
        places -= 1
        counts[group] += 1
        bound += adjusted
        chosen |= 1 << i
        leaving[group] = adjusted
    return None if places else _Relaxed(bound, chosen, rows, _entry(demand, counts, leaving))


def _adjusted(problem: Problem, node: _Node, uncovered: int) -> list[tuple[int, int]]:
    price = [paid if uncovered >> v & 1 else 0 for v, paid in enumerate(node.multipliers)]
    pay: dict[int, int] = {}
    rows = []
    for i in node.allowed:
        covering = problem.coverings[i]
        if covering not in pay:
            pay[covering] = sum([price[v] for v in problem.covers[i]])
        rows.append((problem.values[i] + pay[covering], i))
    rows.sort(reverse=True)
    return rows


def _entry(demand: Demand, counts: Sequence[int], leaving: Sequence[int | None]) -> tuple[int | None, ...]:
    """Per group, the least adjusted value that can leave the relaxed set for one more of that group to enter.

    It leaves the same group, or any group above its minimum if this one is below its maximum. One exchange is
    enough: the sets that meet size and limits are the bases of a matroid.
    """
    loose = [left for left, n, low in zip(leaving, counts, demand.least, strict=True) if left is not None and n > low]
    entry = []
    for own, n, high in zip(leaving, counts, demand.most, strict=True):
        exits = [left for left in (own, *(loose if n < high else ())) if left is not None]
        entry.append(min(exits, default=None))
    return tuple(entry)


class _Search:
    """One depth-first search: the best set so far, and whether everything else has been ruled out."""

    def __init__(self, problem: Problem, demand: Demand, start: int) -> None:
        self.problem = problem
        self.demand = demand
        self.best = start
        self.value = problem.value(start)
        self.proved = False
        self.nodes = 0
        self.root_multipliers: tuple[int, ...] = ()

    def run(self, multipliers: tuple[int, ...], node_budget: int) -> None:
        """Search until nothing is left or the nodes are used up."""
        self.root_multipliers = multipliers
        stack = [_root(self.problem, self.demand, multipliers)]
        while stack:
            if self.nodes == node_budget:
                return
            self.nodes += 1
            tight = self._tighten(stack.pop())
            if tight is not None:
                stack.extend(self._children(tight))
        self.proved = True

    def _tighten(self, node: _Node) -> _Node | None:
        """The node with better multipliers and without members that no better set has; ``None`` if nothing is left."""
        root = self.nodes == 1
        lowest: int | None = None
        kept = node
        for _ in range(ROOT_STEPS if root else NODE_STEPS):
            relaxed = _relax(self.problem, self.demand, node)
            if relaxed is None:
                return None
            uncovered = self.demand.cover & ~self.problem.covered(relaxed.chosen)
            if not uncovered:
                self._offer(relaxed.chosen)
            if relaxed.bound <= self.value:
                return None
            allowed = self._worth_a_place(relaxed)
            if lowest is None or relaxed.bound < lowest:
                lowest = relaxed.bound
                kept = node
                if root:
                    self.root_multipliers = node.multipliers
            multipliers = self._step(node, relaxed)
            kept = _Node(node.chosen, allowed, kept.multipliers)
            node = _Node(node.chosen, allowed, multipliers)
        return kept

    def _offer(self, chosen: int) -> None:
        value = self.problem.value(chosen)
        if value > self.value:
            self.best, self.value = chosen, value

    def _worth_a_place(self, relaxed: _Relaxed) -> tuple[int, ...]:
        """The allowed that are in the relaxed set, or whose entry leaves the bound above the best set so far."""
        groups, allowed = self.problem.groups, []
        for adjusted, i in relaxed.rows:
            if relaxed.chosen >> i & 1:
                allowed.append(i)
                continue
            leaves = relaxed.entry[groups[i]]
            if leaves is not None and relaxed.bound + adjusted - leaves > self.value:
                allowed.append(i)
        return tuple(allowed)

    def _step(self, node: _Node, relaxed: _Relaxed) -> tuple[int, ...]:
        """Polyak's subgradient step towards the best set so far, in integers: pay more for what is not covered."""
        held = [0] * len(self.problem.variants)
        for i in members(relaxed.chosen & ~node.chosen):
            for v in self.problem.covers[i]:
                held[v] += 1
        open_variants = list(members(self.demand.cover & ~self.problem.covered(node.chosen)))
        slope = {v: 1 - held[v] for v in open_variants if node.multipliers[v] or not held[v]}
        steepness = sum(rise * rise for rise in slope.values())
        if not steepness:
            return node.multipliers
        stride = max(1, (relaxed.bound - self.value) // steepness)
        multipliers = list(node.multipliers)
        for v, rise in slope.items():
            multipliers[v] = max(0, multipliers[v] + stride * rise)
        return tuple(multipliers)

    def _children(self, node: _Node) -> list[_Node]:
        """Every way to cover the variant that has the fewest, the most promising first out."""
        uncovered = self.demand.cover & ~self.problem.covered(node.chosen)
        if at_least(self.problem, uncovered) > (self.demand.size or 0) - node.chosen.bit_count():
            return []
        ways: dict[int, list[int]] = {v: [] for v in members(uncovered)}
        for i in node.allowed:
            for v in self.problem.covers[i]:
                if v in ways:
                    ways[v].append(i)
        scarcest = min(ways.values(), key=len)
        children, rest = [], set(node.allowed)
        for i in scarcest:
            rest.discard(i)
            allowed = tuple(j for j in node.allowed if j in rest)
            children.append(_Node(node.chosen | 1 << i, allowed, node.multipliers))
        return children[::-1]
