"""Which variants the selection exercises together, against a recount that is as plain as can be."""

from __future__ import annotations

import time
from random import Random

import pytest

from eligo.errors import NotFound, UsageError
from eligo.selection import Interactions, Selection, Together, interactions
from eligo.terms import Candidate, SelectionPolicy
from selection.drawn_candidates import answer, drawn, random_candidates

ESTATE = drawn("""
    id  operator  population  variants
    a   N         70/80       hub-1 meter-1 gas-1
    b   S         60          hub-1 meter-2 gas-1
    c   S         20          hub-1 meter-1
    d   W         10          hub-2 meter-2 gas-1
    e   W         5           hub-2
    f   W         0/3         hub-2 meter-1
""")


def shown(found: Interactions) -> dict[str, tuple[int, int, int, str]]:
    """Combinations, population, deployed and who exercises it, by the variants."""
    return {
        " ".join(one.variants): (
            one.within.combinations,
            one.within.population,
            one.within.deployed,
            " ".join(one.exercised_by),
        )
        for one in found.found
    }


def groups(found: Interactions) -> dict[str, str]:
    """The ids of each group."""
    every = {"whole": found.whole, "part": found.part, "nothing": found.nothing, "fewer": found.fewer}
    return {name: " ".join(group.ids) for name, group in every.items()}


def test_a_pair_is_exercised_where_one_selected_combination_has_both() -> None:
    found = interactions(ESTATE, ["a", "d"], 2)
    assert shown(found) == {
        "gas-1 hub-1": (2, 130, 140, "a"),
        "hub-1 meter-1": (2, 90, 100, "a"),
        "gas-1 meter-1": (1, 70, 80, "a"),
        "gas-1 meter-2": (2, 70, 70, "d"),
        "hub-1 meter-2": (1, 60, 60, ""),
        "gas-1 hub-2": (1, 10, 10, "d"),
        "hub-2 meter-2": (1, 10, 10, "d"),
        "hub-2 meter-1": (1, 0, 3, ""),
    }
    assert groups(found) == {"whole": "a c d", "part": "b", "nothing": "f", "fewer": "e"}
    assert (found.exercised, [" ".join(one.variants) for one in found.missed]) == (
        6,
        ["hub-1 meter-2", "hub-2 meter-1"],
    )


def test_all_variants_may_be_covered_and_a_triple_still_not_be_exercised() -> None:
    found = interactions(ESTATE, ["a", "d"], 3)
    assert list(shown(found).items()) == [
        ("gas-1 hub-1 meter-1", (1, 70, 80, "a")),
        ("gas-1 hub-1 meter-2", (1, 60, 60, "")),
        ("gas-1 hub-2 meter-2", (1, 10, 10, "d")),
    ]
    assert groups(found) == {"whole": "a d", "part": "", "nothing": "b", "fewer": "c e f"}
    assert found.whole == Together(("a", "d"), 80, 90)


def test_several_that_exercise_a_pair_are_named_in_rank_order() -> None:
    assert shown(interactions(ESTATE[::-1], ["b", "a"], 2))["gas-1 hub-1"] == (2, 130, 140, "a b")


def test_without_a_selection_nothing_is_exercised() -> None:
    found = interactions(ESTATE, [], 2)
    assert (found.exercised, found.whole.combinations, found.nothing.population) == (0, 0, 160)


def test_nothing_in_scope_has_no_pairs() -> None:
    nothing = Together((), 0, 0)
    assert interactions([], [], 2) == Interactions(2, (), nothing, nothing, nothing, nothing)


def test_a_selected_combination_that_is_not_in_scope_is_refused() -> None:
    with pytest.raises(NotFound, match="The selection names what is not in scope: x, y"):
        interactions(ESTATE, ["y", "a", "x"], 2)


def test_a_set_of_no_variants_is_refused() -> None:
    with pytest.raises(UsageError, match="Sets of 0 hardware variants were asked for"):
        interactions(ESTATE, ["a"], 0)


def naive(candidates: list[Candidate], chosen: set[str], strength: int) -> dict[frozenset[str], tuple[int, int, bool]]:
    """Every set of variants of that size, whether or not it occurs, tried on every candidate."""
    every = sorted({variant for one in candidates for variant in one.variants})
    sets: list[frozenset[str]] = [frozenset()]
    for _ in range(strength):
        sets = [one | {variant} for one in sets for variant in every if not one or variant > max(one)]
    counts = {}
    for one in sets:
        having = [candidate for candidate in candidates if one <= candidate.variants]
        if having:
            tested = any(candidate.combination_id in chosen for candidate in having)
            counts[one] = (sum(c.population for c in having), sum(c.deployed for c in having), tested)
    return counts


@pytest.mark.parametrize("seed", range(60))
def test_every_figure_is_that_of_a_plain_recount(seed: int) -> None:
    random = Random(seed)
    populations = random.choice(["steep", "equal", "zero", "few", "near"])
    candidates = random_candidates(random, random.randint(1, 40), random.randint(1, 6), populations)
    candidates = [
        Candidate(c.combination_id, c.identity, c.operator, c.population, c.deployed, _some(random, c.variants))
        for c in candidates
    ]
    chosen = {one.combination_id for one in random.sample(candidates, random.randint(0, len(candidates)))}
    for strength in (1, 2, 3, 4):
        found = interactions(candidates, chosen, strength)
        counts = naive(candidates, chosen, strength)
        assert {
            frozenset(one.variants): (one.within.population, one.within.deployed, one.exercised) for one in found.found
        } == counts
        assert found.exercised == sum(tested for *_, tested in counts.values())
        for candidate in candidates:
            own = [tested for one, (*_, tested) in counts.items() if one <= candidate.variants]
            group = "fewer" if not own else "whole" if all(own) else "part" if any(own) else "nothing"
            assert candidate.combination_id in groups(found)[group].split()
        assert_adds_up(found, candidates)
        assert interactions(random.sample(candidates, len(candidates)), sorted(chosen), strength) == found


def _some(random: Random, variants: frozenset[str]) -> frozenset[str]:
    return frozenset(random.sample(sorted(variants), random.randint(0, len(variants))))


def assert_adds_up(found: Interactions, candidates: list[Candidate]) -> None:
    every = (found.whole, found.part, found.nothing, found.fewer)
    assert sorted(one for group in every for one in group.ids) == sorted(c.combination_id for c in candidates)
    assert sum(group.population for group in every) == sum(c.population for c in candidates)
    assert sum(group.deployed for group in every) == sum(c.deployed for c in candidates)
    order = [(-one.within.population, -one.within.deployed, one.variants) for one in found.found]
    assert order == sorted(set(order))


@pytest.mark.parametrize("seed", range(10))
def test_single_variants_are_exercised_exactly_where_the_selection_says_that_they_are_covered(seed: int) -> None:
    candidates = random_candidates(Random(seed), 25, 3, "steep")
    selection = answer(candidates, SelectionPolicy(size=9))
    assert isinstance(selection, Selection)
    found = interactions(candidates, [one.combination_id for one in selection.selected], 1)
    assert {one.variants[0] for one in found.found if one.exercised} == set(selection.covered_variants)


def test_ten_thousand_combinations_take_no_time_to_speak_of() -> None:
    candidates = random_candidates(Random(5), 10_000, 40, "steep")
    started = time.perf_counter()
    for strength in (2, 3):
        assert_adds_up(interactions(candidates, [one.combination_id for one in candidates[:50]], strength), candidates)
    assert time.perf_counter() - started < 5
