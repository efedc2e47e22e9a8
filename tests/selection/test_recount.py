"""The second way to the best set: right against every subset, its own, and what catches a search that errs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

import eligo.selection
from eligo.errors import VerificationFailed
from eligo.selection import Selection, select, verify_selection
from eligo.selection.columns import Columns
from eligo.selection.recount import Recount, recount, transitions
from eligo.terms import SelectionPolicy
from oracle.mip_oracle import mip_population
from oracle.selection_oracle import all_sets_best_first
from selection.drawn_candidates import OPERATORS, answer, drawn, random_candidates, total
from selection.test_selection_against_oracle import ids_of, random_instance

FLEET = drawn("""
    id  operator  population  variants
    a   N         60          meter-1 gas-1
    b   N         50          meter-1 gas-2
    c   S         45          meter-2 gas-1
    e   S         44          meter-2 gas-3
    f   W         31          meter-3 gas-1
    d   N         30          meter-2 gas-2
    g   W         20          meter-3 gas-3
    h   W         15          meter-3 gas-2
""")
POLICY = SelectionPolicy(size=3)


def ids(selection: Selection) -> tuple[str, ...]:
    return tuple(one.combination_id for one in selection.selected)


@pytest.mark.drawn
@pytest.mark.parametrize("block", range(10))
def test_it_is_the_first_of_all_subsets(block: int) -> None:
    for seed in range(3000 + block * 60, 3060 + block * 60):
        candidates, policy = random_instance(seed)
        best_first = all_sets_best_first(candidates, total(candidates), policy)
        expected = Recount((), 0, 0)
        if best_first:
            best = best_first[0]
            expected = Recount(ids_of(best), sum(one.population for one in best), sum(one.deployed for one in best))
        assert recount(candidates, total(candidates), policy) == expected


def test_the_drawn_instances_hold_more_than_200_with_a_set_and_every_kind_of_requirement() -> None:
    policies = []
    for seed in range(3000, 3600):
        candidates, policy = random_instance(seed)
        if all_sets_best_first(candidates, total(candidates), policy):
            policies.append(policy)
    assert len(policies) > 200
    for kind in ("pins", "bans", "minimum", "maximum", "minimum_share", "cover"):
        assert sum(bool(getattr(policy, kind)) for policy in policies) > 10
    assert sum(policy.cover and policy.strength > 1 for policy in policies) > 10


@pytest.mark.drawn
@pytest.mark.parametrize("populations", ["steep", "equal", "zero", "few", "near"])
def test_118_candidates_with_nine_variants_are_recounted(populations: str) -> None:
    candidates = random_candidates(Random(118), 118, 3, populations)
    policy = SelectionPolicy(size=5)
    assert transitions(candidates, total(candidates), policy) < 200_000
    found, again = answer(candidates, policy), recount(candidates, total(candidates), policy)
    assert isinstance(found, Selection)
    assert len(found.required_variants) == 9
    assert again == Recount(ids(found), found.population, found.deployed)
    assert again.population == mip_population(candidates, policy)


@pytest.mark.parametrize(
    ("policy", "best"),
    [
        (POLICY, "b e f"),
        (replace(POLICY, pins=frozenset("a")), "a e h"),
        (replace(POLICY, bans=frozenset("b")), "a e h"),
        (replace(POLICY, maximum={"S": 0}), "a d g"),
        (replace(POLICY, minimum={"W": 2}), ""),
        (replace(POLICY, cover=False, minimum={"W": 2}), "a f g"),
        (replace(POLICY, minimum_share=Fraction(1, 10)), "b e f"),
        (replace(POLICY, minimum_share=Fraction(45, 295)), "a b c"),
        (replace(POLICY, size=9), ""),
    ],
)
def test_each_requirement_by_hand(policy: SelectionPolicy, best: str) -> None:
    again = recount(FLEET, 295, policy)
    assert again is not None
    assert " ".join(again.selected) == best


def test_of_equal_sets_the_one_with_the_smaller_ranks_is_kept() -> None:
    tied = drawn("""
        id  operator  population  variants
        a   N         9           hub-1
        b   N         8           hub-2
        c   N         7           hub-2
        d   N         6           hub-1
    """)
    assert recount(tied, 30, replace(POLICY, size=2)) == Recount(("a", "b"), 17, 17)
    level = [replace(one, population=5, deployed=5) for one in reversed(tied)]
    assert recount(level, 20, replace(POLICY, size=2)) == Recount(("a", "b"), 10, 10)


def test_more_deployed_comes_before_smaller_ranks() -> None:
    tied = drawn("""
        id  operator  population  variants
        a   N         5/5         hub-1
        b   N         5/6         hub-1
        c   N         5/6         hub-1
    """)
    assert recount(tied, 17, SelectionPolicy(size=2)) == Recount(("b", "c"), 10, 12)


def break_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """On purpose: the bound of every part is a tenth too low."""
    true_bound = Columns.bound

    def too_low(*asked: Any, **weighed: bool) -> int | None:
        bound = true_bound(*asked, **weighed)  # type: ignore[arg-type]
        return None if bound is None else bound * 9 // 10

    monkeypatch.setattr(Columns, "bound", too_low)


def test_a_search_with_a_wrong_bound_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    candidates, policy = random_candidates(Random(558), 14, 4, "near"), SelectionPolicy(size=4)
    right = answer(candidates, policy)
    assert isinstance(right, Selection)
    break_the_search(monkeypatch)
    with pytest.raises(VerificationFailed) as refused:
        select(candidates, total(candidates), policy, OPERATORS)
    better, rejected = (
        f"status states 'optimal', and {', '.join(ids(right))} come before the selected",
        "the certificate is rejected: a part does not close",
    )
    assert rejected in refused.value.details
    monkeypatch.setattr("eligo.selection.answer.verify_selection", lambda *_, **__: ())
    wrong = select(candidates, total(candidates), policy, OPERATORS)
    assert isinstance(wrong, Selection)
    assert wrong.status == "optimal"
    assert ids(wrong) != ids(right)
    # Either of the two checks finds it alone.
    assert verify_selection(wrong, candidates, total(candidates), policy, OPERATORS, transition_budget=0) == (rejected,)
    again = verify_selection(wrong, candidates, total(candidates), policy, OPERATORS, transition_budget=10**9)
    assert again == (better, rejected)


def test_a_bound_below_the_best_set_is_refused() -> None:
    found = select(FLEET, total(FLEET), POLICY, OPERATORS, steps=0)
    assert isinstance(found, Selection)
    assert found.status == "feasible"
    assert verify_selection(replace(found, bound=124), FLEET, total(FLEET), POLICY, OPERATORS) == (
        "bound states 124, and a set with 125 meets every requirement",
        "bound states 124, and the certificate 155",
    )


def test_beyond_its_budget_it_is_not_evaluated_and_the_certificate_is_checked_still() -> None:
    needed = transitions(FLEET, total(FLEET), POLICY)
    assert recount(FLEET, total(FLEET), POLICY, transition_budget=needed) is not None
    assert recount(FLEET, total(FLEET), POLICY, transition_budget=needed - 1) is None
    right, worse = answer(FLEET, POLICY), answer(FLEET, replace(POLICY, bans=frozenset("b")))
    assert isinstance(right, Selection)
    assert isinstance(worse, Selection)
    worse = replace(worse, problem_hash=right.problem_hash)
    assert verify_selection(right, FLEET, total(FLEET), POLICY, OPERATORS, transition_budget=0) == ()
    assert verify_selection(worse, FLEET, total(FLEET), POLICY, OPERATORS, transition_budget=0) == (
        "the certificate is of another policy",
    )


def test_many_variants_are_beyond_its_budget_and_selected_from_all_the_same() -> None:
    candidates = random_candidates(Random(8), 120, 8, "steep")
    policy = SelectionPolicy(size=8)
    assert recount(candidates, total(candidates), policy) is None
    found = answer(candidates, policy)
    assert isinstance(found, Selection)
    assert found.status == "optimal"
    assert found.population == mip_population(candidates, policy)


def test_it_loads_nothing_of_what_computes_the_answer() -> None:
    script = """
import sys, types
package = types.ModuleType("eligo.selection")  # so that the package's own door is not what loads them
package.__path__ = [sys.argv[1]]
sys.modules["eligo.selection"] = package
import eligo.selection.recount
print(sorted(name for name in sys.modules if name.startswith("eligo.selection.") or "highs" in name))
"""
    place = str(Path(eligo.selection.__file__).parent)
    done = subprocess.run([sys.executable, "-c", script, place], capture_output=True, text=True, check=True)
    assert done.stdout == "['eligo.selection.recount']\n"
