"""The independent formulation: a plain mixed-integer programme, for estates too large to try every set.

One binary per candidate, one more for each that the tests of others unlock, and HiGHS's own branch and bound: nothing
of Eligo's rows, weights, parts or bounds. Its figures are small enough that floating-point numbers hold them exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from eligo.terms import Candidate, SelectionPolicy


def mip_best(candidates: Sequence[Candidate], policy: SelectionPolicy) -> tuple[int, int] | None:
    """Population and deployed of the best set, what it unlocks included; ``None`` where there is no set.

    Population first: then, that being given, deployed. So no figure is mixed into another.
    """
    model = _model()
    take = {one.combination_id: model.addBinary() for one in candidates}
    won = _won(model, candidates, take)
    _ask(model, candidates, policy, take)
    greatest = []
    for count in ("population", "deployed"):
        total = sum(getattr(one, count) * won[one.combination_id] for one in candidates)
        model.maximize(total)
        if str(model.getModelStatus()) == "HighsModelStatus.kInfeasible":
            return None
        assert str(model.getModelStatus()) == "HighsModelStatus.kOptimal"
        has = [one for one in candidates if model.variableValue(won[one.combination_id]) > 0.5]
        greatest.append(sum(getattr(one, count) for one in has))
        model.addConstr(total >= greatest[-1])
    return greatest[0], greatest[1]


def mip_population(candidates: Sequence[Candidate], policy: SelectionPolicy) -> int:
    """The greatest population; there has to be a set."""
    best = mip_best(candidates, policy)
    assert best is not None
    return best[0]


def _model() -> Any:
    import highspy

    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
        model.setOptionValue(option, value)
    return model


def _won(model: Any, candidates: Sequence[Candidate], take: Mapping[str, Any]) -> dict[str, Any]:
    """What says that a candidate is unlocked: that it is taken, or (one more binary) that any of its testers is."""
    won = dict(take)
    for one in candidates:
        testers = [take[base] for base in one.bases if base in take]
        if testers:
            won[one.combination_id] = model.addBinary()
            model.addConstr(won[one.combination_id] <= take[one.combination_id] + sum(testers))
    return won


def _ask(model: Any, candidates: Sequence[Candidate], policy: SelectionPolicy, take: Mapping[str, Any]) -> None:
    model.addConstr(sum(take.values()) == policy.size)
    whole = sum(one.deployed for one in candidates)
    large = [one for one in candidates if Fraction(one.deployed, whole or 1) >= policy.minimum_share]
    for one in candidates:
        if one not in large or one.combination_id in policy.bans:
            model.addConstr(take[one.combination_id] <= 0)
    for one_id in policy.pins:
        model.addConstr(take[one_id] >= 1)
    if policy.cover:
        sizes = range(1, policy.strength + 1)
        sets = {own for one in large for size in sizes for own in combinations(sorted(one.variants), size)}
        for own in sorted(sets):
            model.addConstr(sum(take[one.combination_id] for one in candidates if one.variants.issuperset(own)) >= 1)
    for operator, least in (policy.minimum or {}).items():
        model.addConstr(sum(take[one.combination_id] for one in candidates if one.operator == operator) >= least)
    for operator, most in (policy.maximum or {}).items():
        model.addConstr(sum(take[one.combination_id] for one in candidates if one.operator == operator) <= most)
