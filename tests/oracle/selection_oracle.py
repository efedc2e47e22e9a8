"""The slow, obvious selection: every subset, with dicts and loops.

It judges the fast one and shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from eligo.terms import Candidate, SelectionPolicy

Subset = tuple[Candidate, ...]
Asked = tuple[str, str]


def in_rank_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda one: (-one.population, one.identity))


def share(candidate: Candidate, deployed_in_scope: int) -> Fraction:
    return Fraction(candidate.deployed, deployed_in_scope) if deployed_in_scope else Fraction(0)


def to_cover(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> set[str]:
    """Variants, and sets of them of which all are in one combination, by the text that names them."""
    required: set[str] = set()
    for one in candidates:
        if share(one, deployed_in_scope) >= policy.minimum_share:
            required |= one.variants
            for first in one.variants if policy.strength >= 2 else ():
                for second in one.variants - {first}:
                    required.add(" + ".join(sorted([first, second])))
                    for third in one.variants - {first, second} if policy.strength == 3 else ():
                        required.add(" + ".join(sorted([first, second, third])))
    return required


def all_asked(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> list[Asked]:
    """Every requirement as (kind, subject)."""
    asked = [("size", str(policy.size))]
    asked += [("pin", one) for one in policy.pins]
    asked += [("ban", one) for one in policy.bans]
    asked += [("minimum", operator) for operator in policy.minimum or {}]
    asked += [("maximum", operator) for operator in policy.maximum or {}]
    if any(share(one, deployed_in_scope) < policy.minimum_share for one in candidates):
        asked.append(("share", str(policy.minimum_share)))
    if policy.cover:
        asked += [("coverage", one) for one in to_cover(candidates, deployed_in_scope, policy)]
    return asked


def holds(asked: Asked, subset: Subset, deployed_in_scope: int, policy: SelectionPolicy) -> bool:
    """Whether one requirement is met by one subset."""
    kind, subject = asked
    ids = [one.combination_id for one in subset]
    of_operator = [one for one in subset if one.operator == subject]
    if kind == "size":
        return len(subset) == int(subject)
    if kind == "pin":
        return subject in ids
    if kind == "ban":
        return subject not in ids
    if kind == "minimum":
        return len(of_operator) >= (policy.minimum or {})[subject]
    if kind == "maximum":
        return len(of_operator) <= (policy.maximum or {})[subject]
    if kind == "share":
        return all(share(one, deployed_in_scope) >= policy.minimum_share for one in subset)
    assert kind == "coverage"
    return any(one.variants.issuperset(subject.split(" + ")) for one in subset)


def subsets(candidates: Sequence[Candidate]) -> list[Subset]:
    ranked = in_rank_order(candidates)
    return [subset for count in range(len(ranked) + 1) for subset in combinations(ranked, count)]


def can_hold_together(
    asked: Sequence[Asked], candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> bool:
    return any(all(holds(one, subset, deployed_in_scope, policy) for one in asked) for subset in subsets(candidates))


def all_sets_best_first(
    candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> list[Subset]:
    """Every subset that meets the policy, the best first: population, deployed, then list of ranks."""
    rank = {one.combination_id: i for i, one in enumerate(in_rank_order(candidates))}
    asked = all_asked(candidates, deployed_in_scope, policy)
    fitting = [
        subset
        for subset in combinations(in_rank_order(candidates), policy.size)
        if all(holds(one, subset, deployed_in_scope, policy) for one in asked)
    ]
    return sorted(
        fitting,
        key=lambda subset: (
            -sum(one.population for one in subset),
            -sum(one.deployed for one in subset),
            sorted(rank[one.combination_id] for one in subset),
        ),
    )
