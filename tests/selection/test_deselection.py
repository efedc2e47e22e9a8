"""A selected combination that is given up, against every set."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from eligo.errors import NotFound
from eligo.selection import Selection, deselection
from oracle.selection_oracle import all_sets_best_first
from selection.drawn_candidates import OPERATORS, answer, total
from selection.test_selection_against_oracle import ids_of, random_instance


@pytest.mark.drawn
@pytest.mark.parametrize("block", range(6))
def test_the_replacement_and_the_best_set_anew_are_those_of_trying_every_set(block: int) -> None:
    seen = 0
    for seed in range(6000 + 40 * block, 6040 + 40 * block):
        candidates, policy = random_instance(seed)
        before = answer(candidates, policy)
        if not isinstance(before, Selection):
            continue
        selected = {one.combination_id for one in before.selected}
        gone = Random(seed).choice(before.selected)
        found = deselection(candidates, total(candidates), policy, OPERATORS, selected, gone.combination_id)
        rest = selected - {gone.combination_id}
        lifted = replace(policy, pins=policy.pins - {gone.combination_id})
        allowed = [s for s in all_sets_best_first(candidates, total(candidates), lifted) if gone not in s]
        keeping = [subset for subset in allowed if rest <= set(ids_of(subset))]
        for told, sets in ((found.anew, allowed), (found.replaced, keeping)):
            assert isinstance(told, Selection) == bool(sets)
            if isinstance(told, Selection):
                assert told.status == "optimal"
                assert tuple(one.combination_id for one in told.selected) == ids_of(sets[0])
        if keeping:
            populations = [sum(one.population for one in sets[0]) for sets in (allowed, keeping)]
            assert found.price_of_keeping == populations[0] - populations[1]
            seen += 1
        assert found.lost == gone.population
        carried = {variant for one in before.selected if one != gone for variant in one.variants}
        assert set(found.uncovered) == gone.variants - carried
    assert seen > 5


def test_what_is_not_selected_cannot_be_given_up() -> None:
    candidates, policy = random_instance(3)
    with pytest.raises(NotFound, match="No combination that is selected has the id C-99"):
        deselection(candidates, total(candidates), policy, OPERATORS, ["C-1"], "C-99")
