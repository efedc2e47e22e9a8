"""Is there any set that meets a demand? Exact, and regardless of populations.

What belongs here: one complete search over what is still uncovered. What does not: which set is best
(``search``), or why there is none (``conflict``).

Two sets that leave the same variants uncovered and have as many members in every group can be completed alike,
so each such state is visited once.
"""

from __future__ import annotations

from collections import defaultdict

from eligo.errors import StoppedBeforeProof
from eligo.selection.problem import Demand, Problem, group_counts, members

NODES = 200_000
"""States visited before the search for any set is given up."""


def any_set(problem: Problem, demand: Demand, nodes: int = NODES) -> int | None:
    """A set that meets the demand, as a bit set, or ``None`` where none exists.

    Raises ``StoppedBeforeProof`` where neither is known after that many states.
    """
    counts = group_counts(problem, demand.forced, len(demand.least))
    if demand.forced & demand.barred:
        return None
    kinds = _kinds(problem, demand)
    stack = [(demand.cover & ~problem.covered(demand.forced), tuple(counts), demand.forced)]
    seen: set[tuple[int, tuple[int, ...]]] = set()
    while stack:
        uncovered, held, chosen = stack.pop()
        if (uncovered, held) in seen or _overfull(demand, held):
            continue
        seen.add((uncovered, held))
        if len(seen) > nodes:
            raise StoppedBeforeProof(
                f"Whether any selection meets every requirement is not known after {nodes:,} steps",
                hint="Ask for less: fewer limits, or a larger size.",
            )
        if not uncovered:
            filled = fill(problem, demand, chosen)
            if filled is not None:
                return filled
            continue
        if demand.size is not None and at_least(problem, uncovered) > demand.size - sum(held):
            continue
        stack.extend(_children(uncovered, held, chosen, kinds))
    return None


_Kinds = dict[tuple[int, int], int]


def _kinds(problem: Problem, demand: Demand) -> _Kinds:
    """The first candidate of each (variants to cover, group): the others of a kind cover nothing more."""
    kinds: _Kinds = {}
    for i, covering in enumerate(problem.coverings):
        if not (demand.barred | demand.forced) >> i & 1:
            kinds.setdefault((covering & demand.cover, problem.groups[i]), i)
    return kinds


def _overfull(demand: Demand, held: tuple[int, ...]) -> bool:
    if any(n > high for n, high in zip(held, demand.most, strict=True)):
        return True
    owing = sum(max(0, low - n) for low, n in zip(demand.least, held, strict=True))
    return demand.size is not None and sum(held) + owing > demand.size


def _children(
    uncovered: int, held: tuple[int, ...], chosen: int, kinds: _Kinds
) -> list[tuple[int, tuple[int, ...], int]]:
    """One further member for the variant with the fewest ways to cover it; what covers most comes last (first out)."""
    ways: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    for (covering, group), i in kinds.items():
        for v in members(covering & uncovered):
            ways[v].setdefault((covering & uncovered, group), i)
    if any(v not in ways for v in members(uncovered)):
        return []
    scarcest = min(members(uncovered), key=lambda v: (len(ways[v]), v))
    ordered = sorted(ways[scarcest].items(), key=lambda way: (way[0][0].bit_count(), -way[1]))
    return [
        (uncovered & ~covering, (*held[:group], held[group] + 1, *held[group + 1 :]), chosen | 1 << i)
        for (covering, group), i in ordered
    ]


def at_least(problem: Problem, uncovered: int) -> int:
    """A lower bound on how many candidates it takes to cover these variants.

    Variants are picked so that no candidate has two of them; each needs a candidate of its own.
    """
    picked = 0
    while uncovered:
        rarest = min(members(uncovered), key=lambda v: ((problem.companions[v] & uncovered).bit_count(), v))
        uncovered &= ~problem.companions[rarest]
        picked += 1
    return picked


def fill(problem: Problem, demand: Demand, chosen: int) -> int | None:
    """The set, completed to the demanded size and minima in rank order, or ``None`` where that cannot be."""
    counts = group_counts(problem, chosen, len(demand.least))
    owing = [max(0, low - n) for low, n in zip(demand.least, counts, strict=True)]
    spare = 0 if demand.size is None else demand.size - chosen.bit_count() - sum(owing)
    for i, group in enumerate(problem.groups):
        if (chosen | demand.barred) >> i & 1 or counts[group] >= demand.most[group]:
            continue
        if owing[group]:
            owing[group] -= 1
        elif spare > 0:
            spare -= 1
        else:
            continue
        counts[group] += 1
        chosen |= 1 << i
    return chosen if spare == 0 and not any(owing) else None
