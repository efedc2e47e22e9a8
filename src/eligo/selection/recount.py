"""The best set once more, by the plainest exact method there is: one table, filled candidate by candidate.

What belongs here: a dynamic programme that shares nothing with what computed the answer, so that a fault there cannot
hide here. What does not: any import of the problem, the search, the bound, the reasons or the solver.

In rank order each candidate is left out of every set so far, or added to it. Of two sets with equally many members,
the same required variants and the same counts of limited operators, whatever can complete one completes the other:
only the better one is kept. The worse one, completed alike, stays the worse one, its list of ranks included. A set is
dropped where the places left are too few for the variants it still misses.
Source: ``results.md``, "a checker that never imports the solver", and "Ties".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import comb, prod
from operator import or_

from eligo.terms import Candidate, SelectionPolicy, covers, rank_key

TRANSITION_BUDGET = 3_000_000
"""The greatest number of ``transitions`` for which the recount is evaluated: about a second at most."""

State = tuple[int, tuple[int, ...]]
"""The required variants still missing, as bits; and how many of each limited operator, in the order of ``_limits``."""

Value = tuple[int, int, tuple[int, ...]]
"""Minus population, minus deployed, and the ranks ascending: the smaller, the better."""


@dataclass(frozen=True, slots=True)
class Recount:
    """The best set, as ids in rank order, with its population and deployed; no ids where no set meets the policy."""

    selected: tuple[str, ...]
    population: int
    deployed: int


def recount(
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    *,
    transition_budget: int = TRANSITION_BUDGET,
) -> Recount | None:
    """The best of all sets that meet the policy; ``None``, not evaluated, where ``transitions`` exceeds the budget.

    Nor is it evaluated where one test stands for another: what a set unlocks is not the sum of what its members do.

    >>> estate = [Candidate(f"C-{i}", "", "A", n, n, frozenset("ab"[i // 2])) for i, n in enumerate([70, 20, 10])]
    >>> recount(estate, 100, SelectionPolicy(size=2))
    Recount(selected=('C-0', 'C-2'), population=80, deployed=80)
    """
    if transitions(candidates, deployed_in_scope, policy) > transition_budget or any(one.bases for one in candidates):
        return None
    ranked = sorted(candidates, key=lambda one: (rank_key(one), one.combination_id))
    large = _large(candidates, deployed_in_scope, policy)
    covered = _covered(large, policy)
    widest, limits = _widest(covered), _limits(policy)
    none_yet: State = (_required(covered), (0,) * len(limits))
    tables: list[dict[State, Value]] = [{none_yet: (0, 0, ())}, *({} for _ in range(policy.size))]
    for rank, one in enumerate(ranked):
        pinned = one.combination_id in policy.pins
        addable = one in large and one.combination_id not in policy.bans
        # From the fullest down, so that no set takes the candidate twice.
        for count in range(policy.size, 0, -1):
            if pinned:
                tables[count] = {}
            if addable:
                room = (policy.size - count) * widest
                _add(rank, one, covered[one], tables[count - 1], tables[count], limits, room)
        if pinned:
            tables[0] = {}
    fitting = [
        value
        for (missing, counts), value in tables[policy.size].items()
        if not missing and all(n >= low for n, (low, _, _) in zip(counts, limits.values(), strict=True))
    ]
    population, deployed, ranks = min(fitting, default=(0, 0, ()))
    return Recount(tuple(ranked[rank].combination_id for rank in ranks), -population, -deployed)


def transitions(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> int:
    """At most so many times a candidate is added to a set: candidates × sets of missing variants × operator counts.

    Of ``v`` required variants, ``n`` members of at most ``w`` each have covered ``k`` with ``k <= n * w``, and the
    others can only follow where ``v - k <= (size - n) * w``.
    """
    large = _large(candidates, deployed_in_scope, policy)
    bits = _covered(large, policy)
    widest, variants, size = _widest(bits), _required(bits).bit_count(), policy.size
    missing = sum(
        comb(variants, covered)
        for count in range(min(size, len(large)))
        for covered in range(max(0, variants - (size - count) * widest), min(variants, count * widest) + 1)
    )
    return len(large) * missing * prod(top + 1 for _, _, top in _limits(policy).values())


def _add(
    rank: int,
    one: Candidate,
    own: int,
    table: Mapping[State, Value],
    into: dict[State, Value],
    limits: Mapping[str, tuple[int, int, int]],
    room: int,
) -> None:
    """Every set of ``table`` with the candidate in addition, ``into`` the table of one more member, where better.

    ``own``: the bits of what the candidate covers.
    """
    place = list(limits).index(one.operator) if one.operator in limits else None
    _, most, top = limits.get(one.operator, (0, 0, 0))
    for (missing, counts), (population, deployed, ranks) in table.items():
        still = missing & ~own
        if still.bit_count() > room:
            continue
        now = counts
        if place is not None:
            if counts[place] >= most:
                continue
            now = (*counts[:place], min(counts[place] + 1, top), *counts[place + 1 :])
        value = (population - one.population, deployed - one.deployed, (*ranks, rank))
        known = into.get((still, now))
        if known is None or value < known:
            into[still, now] = value


def _large(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> frozenset[Candidate]:
    """The candidates at or above the minimum share; only they may be selected, and only theirs must be covered."""
    whole = deployed_in_scope or 1
    return frozenset(
        one for one in candidates if Fraction(one.deployed if deployed_in_scope else 0, whole) >= policy.minimum_share
    )


def _covered(large: frozenset[Candidate], policy: SelectionPolicy) -> dict[Candidate, int]:
    """What each covers, one bit per variant or set of them; nothing where coverage is not asked for."""
    own = {one: covers(one.variants, policy.strength) if policy.cover else frozenset[str]() for one in large}
    bits = {covered: 1 << place for place, covered in enumerate(sorted(frozenset[str]().union(*own.values())))}
    return {one: sum(bits[covered] for covered in held) for one, held in own.items()}


def _required(covered: Mapping[Candidate, int]) -> int:
    """All that must be covered."""
    return reduce(or_, covered.values(), 0)


def _widest(covered: Mapping[Candidate, int]) -> int:
    """How much one candidate covers at most."""
    return max((held.bit_count() for held in covered.values()), default=0)


def _limits(policy: SelectionPolicy) -> dict[str, tuple[int, int, int]]:
    """Per limited operator: at least, at most, and how far is counted (from there on more make no difference)."""
    minimum, maximum = policy.minimum or {}, policy.maximum or {}
    limits = {}
    for operator in sorted({*minimum, *maximum}):
        least, most = minimum.get(operator, 0), min(maximum.get(operator, policy.size), policy.size)
        limits[operator] = (least, most, most if most < policy.size else min(least, policy.size))
    return limits
