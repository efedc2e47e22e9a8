"""A published choice under a rule, against every set."""

from __future__ import annotations

from random import Random

import pytest

from eligo.selection import Conflict, Selection, Verdict, audit_choice
from eligo.terms import SelectionPolicy
from oracle.selection_oracle import all_sets_best_first
from selection.drawn_candidates import OPERATORS, drawn, total
from selection.test_selection_against_oracle import ids_of, random_instance


@pytest.mark.drawn
@pytest.mark.parametrize("block", range(6))
def test_the_verdict_is_that_of_trying_every_set(block: int) -> None:
    seen = set()
    for seed in range(5000 + 40 * block, 5040 + 40 * block):
        candidates, policy = random_instance(seed)
        best_first = all_sets_best_first(candidates, total(candidates), policy)
        random = Random(seed)
        chosen = random.sample(candidates, min(len(candidates), policy.size))
        if best_first and random.random() < 0.6:
            chosen = list(random.choice(best_first[:3]))
        found = audit_choice(candidates, total(candidates), policy, OPERATORS, chosen)
        seen.add(found.verdict)
        own, population = {one.combination_id for one in chosen}, sum(one.population for one in chosen)
        assert isinstance(found.best, Selection) == bool(best_first)
        allowed = own in [set(ids_of(subset)) for subset in best_first]
        assert (found.verdict is not Verdict.NOT_ALLOWED) == allowed == (not found.breaches)
        if not best_first:
            assert isinstance(found.best, Conflict)
            assert found.shortfall is None
            continue
        most = sum(one.population for one in best_first[0])
        others = [ids_of(s) for s in best_first[1:] if sum(one.population for one in s) == most]
        assert found.near is not None
        assert [one.selected for one in found.near.sets] == others
        assert found.unique == (not others)
        assert found.shortfall == most - population
        assert set(found.enters) == set(ids_of(best_first[0])) - own
        assert set(found.leaves) == own - set(ids_of(best_first[0]))
        if allowed:
            same = own == set(ids_of(best_first[0]))
            expected = Verdict.DOMINATED if population < most else Verdict.OPTIMAL if same else Verdict.TIED
            assert found.verdict is expected
        for one in chosen:
            rest = {variant for other in chosen if other != one for variant in other.variants}
            assert set(found.alone[one.combination_id]) == one.variants - rest
    assert Verdict.OPTIMAL in seen
    assert Verdict.NOT_ALLOWED in seen


def test_what_is_broken_is_said() -> None:
    fleet = drawn("""
        id  operator  population  variants
        a   N         9           hub-1
        b   N         8           hub-1
        c   S         1           hub-2
    """)
    found = audit_choice(fleet, 18, SelectionPolicy(size=2), OPERATORS, fleet[:2])
    assert found.verdict is Verdict.NOT_ALLOWED
    assert found.breaches == ("required variant hub-2 is not covered",)
    assert (found.uncovered, found.shortfall, found.enters, found.leaves) == (("hub-2",), -7, ("c",), ("b",))
