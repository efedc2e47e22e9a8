"""Estates of the real size whose five largest miss a variant, against a mixed-integer programme of its own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import settings

from eligo.selection import Selection
from eligo.terms import Candidate, SelectionPolicy
from oracle.mip_oracle import mip_best, mip_population
from selection.drawn_candidates import OPERATORS, answer, random_candidates

pytestmark = pytest.mark.drawn

POLICIES = {
    "five": SelectionPolicy(size=5),
    "limits": SelectionPolicy(size=6, minimum={"W": 2}, maximum={"N": 2}),
    "pin and ban": SelectionPolicy(size=6, pins=frozenset({"C-40"}), bans=frozenset({"C-0", "C-1"})),
    "eight": SelectionPolicy(size=8),
}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("populations", ["steep", "equal", "zero", "few", "near"])
def test_the_optimum_is_that_of_an_independent_formulation(policy: str, populations: str) -> None:
    candidates = random_candidates(Random(f"{policy} {populations}"), 120, 4, populations)
    found = answer(candidates, POLICIES[policy])
    assert isinstance(found, Selection)
    assert found.baseline.missed_variants
    assert found.status == "optimal"
    assert found.population == mip_population(candidates, POLICIES[policy])
    assert {one.operator for one in found.selected} <= set(OPERATORS)


def test_a_thousand_candidates_are_selected_from_exactly() -> None:
    candidates = random_candidates(Random(1000), 1000, 3, "steep")
    found = answer(candidates, SelectionPolicy(size=5))
    assert isinstance(found, Selection)
    assert found.status == "optimal"
    assert found.population == mip_population(candidates, SelectionPolicy(size=5))


def drawn_question(seed: int) -> tuple[list[Candidate], SelectionPolicy]:
    """120 to 300 candidates, mostly with tests that stand for others, and anything that can be asked."""
    random = Random(seed)
    populations = random.choice(["steep", "near", "few", "equal"])
    made = random_candidates(random, random.randint(120, 300), random.randint(2, 5), populations)
    ids = [one.combination_id for one in made]
    related = random.choice([0.0, 0.3, 0.8])
    made = [
        replace(one, bases=frozenset(random.sample(ids, random.randint(1, 4)))) if random.random() < related else one
        for one in made
    ]
    policy = SelectionPolicy(
        size=random.randint(5, 12),
        cover=random.random() < 0.85,
        strength=random.choice([1, 1, 2]),
        pins=frozenset(random.sample(ids, random.choice([0, 0, 1, 2]))),
        bans=frozenset(random.sample(ids, random.choice([0, 0, 5]))),
        minimum=random.choice([{}, {"W": 2}]),
        maximum=random.choice([{}, {"N": 2}, {"N": 0, "S": 3}]),
        minimum_share=random.choice([Fraction(0), Fraction(0), Fraction(1, 1000)]),
    )
    return made, replace(policy, bans=policy.bans - policy.pins)


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(40 if settings.get_current_profile_name() == "fuzz" else 2))
def test_with_equivalence_pins_bans_and_limits_the_best_set_weighs_the_same(block: int) -> None:
    proved = 0
    for seed in range(5 * block, 5 * (block + 1)):
        candidates, policy = drawn_question(seed)
        best = mip_best(candidates, policy)
        found = answer(candidates, policy)
        assert isinstance(found, Selection) == (best is not None), seed
        if isinstance(found, Selection) and best is not None:
            proved += found.status == "optimal"
            least = (found.population, found.deployed)
            assert least == best if found.status == "optimal" else least <= best <= (found.bound + 1, 0), seed
    assert proved >= 2
