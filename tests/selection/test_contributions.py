"""What each selected combination brings, against every subset and against the sentences that say why."""

from __future__ import annotations

import re
from itertools import combinations
from random import Random

import pytest

from eligo.selection import Contribution, Selection, contributions
from eligo.terms import Candidate, SelectionPolicy
from selection.drawn_candidates import answer, drawn, random_candidates


def brought(candidates: list[Candidate], policy: SelectionPolicy) -> tuple[Contribution, ...]:
    selection = answer(candidates, policy)
    assert isinstance(selection, Selection)
    return contributions(selection)


FLEET = drawn("""
    id  operator  population  variants
    a   N         70/90       hub-1 meter-1
    b   S         60          hub-1 meter-1
    c   S         50          hub-2 meter-1
    d   W         9           hub-2 meter-2
    e   W         5           hub-1 meter-2
""")


def test_the_loss_is_that_of_the_best_set_without_it_and_not_its_own_population() -> None:
    assert brought(FLEET, SelectionPolicy(size=2)) == (
        Contribution("a", 70, 90, ("hub-1", "meter-1"), 79 - 69, False),
        Contribution("d", 9, 9, ("hub-2", "meter-2"), 79 - 55, False),
    )


def test_what_no_set_can_do_without_is_needed() -> None:
    found = brought(FLEET[:4], SelectionPolicy(size=2))
    assert [(one.combination_id, one.loss, one.needed) for one in found] == [("a", 10, False), ("d", None, True)]


def test_a_pin_is_given_up_for_the_loss() -> None:
    found = brought(FLEET, SelectionPolicy(size=2, pins=frozenset("e")))
    assert [(one.combination_id, one.loss) for one in found] == [("c", None), ("e", 55 - 79)]


def test_without_coverage_the_next_largest_takes_its_place() -> None:
    found = brought(FLEET, SelectionPolicy(size=2, cover=False))
    assert [(one.combination_id, one.alone, one.loss) for one in found] == [("a", (), 20), ("b", (), 10)]


def best(candidates: list[Candidate], size: int, cover: bool, without: str) -> int | None:
    """The greatest population of any set of that size without one combination, tried one by one."""
    every = frozenset().union(*(one.variants for one in candidates))
    sets = combinations([one for one in candidates if one.combination_id != without], size)
    return max(
        (
            sum(one.population for one in group)
            for group in sets
            if not cover or frozenset().union(*(one.variants for one in group)) == every
        ),
        default=None,
    )


@pytest.mark.parametrize("seed", range(40))
def test_every_loss_is_that_of_all_subsets_tried_and_of_the_sentence(seed: int) -> None:
    random = Random(seed)
    candidates = random_candidates(random, random.randint(6, 11), 2, random.choice(["steep", "few", "near"]))
    policy = SelectionPolicy(size=random.randint(2, 5), cover=random.random() < 0.7)
    selection = answer(candidates, policy)
    if not isinstance(selection, Selection):
        return
    for one in contributions(selection):
        others = [other.variants for other in selection.selected if other.combination_id != one.combination_id]
        own = next(other.variants for other in selection.selected if other.combination_id == one.combination_id)
        assert set(one.alone) == own - frozenset().union(*others)
        most = best(candidates, policy.size, policy.cover, one.combination_id)
        assert (one.loss, one.needed) == ((None, True) if most is None else (selection.population - most, False))
        told = re.search(r"([\d,]+) fewer installation", selection.why[one.combination_id])
        assert int(told[1].replace(",", "")) == one.loss if told else not one.loss
