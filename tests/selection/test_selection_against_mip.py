"""Estates of the real size whose five largest miss a variant, against a mixed-integer programme of its own."""

from __future__ import annotations

from random import Random

import pytest

from eligo.selection import Selection
from eligo.terms import SelectionPolicy
from oracle.selection_oracle import mip_population
from selection.drawn_candidates import OPERATORS, answer, random_candidates

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
