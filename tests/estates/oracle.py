"""The slow, obvious judge of a selection: exact, without a solver, and sharing no code with Eligo.

``optimum`` walks the combinations in rank order and keeps, for every set of variants covered so far and every
number taken so far, the best list; ``all_subsets`` simply tries everything and judges ``optimum`` in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from estates.truth import TrueCombination

Score = tuple[int, int, tuple[int, ...]]
"""(population, deployed, ranks negated): the greater, the better (``results.md``, "Ties")."""


def ranked(candidates: Sequence[TrueCombination]) -> list[TrueCombination]:
    """Population descending, then identity text."""
    return sorted(candidates, key=lambda c: (-c.population, c.key))


def required(candidates: Sequence[TrueCombination]) -> frozenset[str]:
    """Every hardware variant that is in scope at all."""
    return frozenset[str]().union(*(c.variants for c in candidates))


def optimum(candidates: Sequence[TrueCombination], size: int) -> tuple[str, ...] | None:
    """The keys of the best set of exactly ``size`` that covers every variant, in rank order; None if there is none."""
    order = ranked(candidates)
    best: dict[tuple[frozenset[str], int], Score] = {(frozenset[str](), 0): (0, 0, ())}
    for rank, candidate in enumerate(order, start=1):
        for (covered, taken), (population, deployed, ranks) in list(best.items()):
            if taken == size:
                continue
            state = (covered | candidate.variants, taken + 1)
            score = (population + candidate.population, deployed + candidate.deployed, (*ranks, -rank))
            best[state] = max(best.get(state, score), score)
    winner = best.get((required(candidates), size))
    return tuple(order[-rank - 1].key for rank in winner[2]) if winner else None


def all_subsets(candidates: Sequence[TrueCombination], size: int) -> tuple[str, ...] | None:
    """The same answer by trying every subset."""
    order = ranked(candidates)
    wanted = required(candidates)
    covering = [
        chosen
        for chosen in combinations(range(len(order)), size)
        if frozenset[str]().union(*(order[rank].variants for rank in chosen)) == wanted
    ]
    if not covering:
        return None

    def score(chosen: tuple[int, ...]) -> Score:
        members = [order[rank] for rank in chosen]
        total = sum(c.population for c in members)
        return total, sum(c.deployed for c in members), tuple(-rank for rank in chosen)

    return tuple(order[rank].key for rank in max(covering, key=score))


def routes(candidates: Sequence[TrueCombination], selected: frozenset[str]) -> dict[str, str]:
    """The route of every combination in scope (``results.md``, "Routes")."""
    answer: dict[str, str] = {}
    served = {c.smso for c in candidates if c.key in selected}
    for candidate in ranked(candidates):
        if candidate.key in selected:
            answer[candidate.key] = "mt+sit"
        elif candidate.smso not in served:
            answer[candidate.key] = "mt"
            served.add(candidate.smso)
        else:
            answer[candidate.key] = "dmct"
    return answer
