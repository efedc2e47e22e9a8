"""One test that stands for several combinations: what is selected, why, and what would change it, against every set."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from eligo.selection import Selection, assign_routes, select, size_curve
from eligo.terms import Candidate, Route, SelectionPolicy, rank_key
from selection.drawn_candidates import OPERATORS, answer, drawn, random_candidates, total
from selection.published import unlocked

FLEET = drawn("""
    id  operator  population  variants
    a   N         400         hub-1
    b   N         300         hub-1
    c   S         200         hub-1
    d   S         150         hub-1
    e   W         140         hub-1
    f   W         10          hub-1
""")
RELATED = [replace(one, bases=frozenset({"d": "c", "e": "cd", "f": "b"}.get(one.combination_id, ""))) for one in FLEET]
"""The test of c stands for d and e, that of d for e, and that of b for f."""


def found(candidates: list[Candidate], policy: SelectionPolicy) -> Selection:
    told = answer(candidates, policy)
    assert isinstance(told, Selection)
    assert told.status == "optimal"
    return told


def test_what_is_unlocked_decides_and_not_what_is_largest() -> None:
    plain, told = found(FLEET, SelectionPolicy(size=2)), found(RELATED, SelectionPolicy(size=2))
    assert [one.combination_id for one in plain.selected] == ["a", "b"]
    assert [one.combination_id for one in told.selected] == ["a", "c"]
    assert told.equivalent == ("d", "e")
    assert (told.population, told.deployed) == (890, 890)
    assert told.share_by_operator["W"] == found(FLEET, SelectionPolicy(size=6)).share_by_operator["W"] * 140 / 150


def test_the_reasons_say_whose_test_stands_for_whom() -> None:
    told = found(RELATED, SelectionPolicy(size=2))
    assert told.why["c"] == (
        "Without it the best set has 180 fewer installations (710 instead of 890); "
        "its test stands for 2 other combinations with 290 installations."
    )
    assert told.why_not["d"] == ("It needs no test of its own: that of c stands for it and its 150 installations.")
    assert told.why_not["f"] == (
        "The best set that unlocks it has 90 fewer installations (800 instead of 890); "
        "it would need 91 further installations to be unlocked."
    )


def test_what_is_unlocked_is_not_chained() -> None:
    chain = [replace(one, bases=frozenset({"b": "a", "c": "b"}.get(one.combination_id, ""))) for one in FLEET[:3]]
    assert found(chain, SelectionPolicy(size=1)).equivalent == ("b",)


def test_of_several_tests_that_stand_for_one_all_are_named() -> None:
    twice = [replace(one, bases=frozenset("bc")) if one.combination_id == "d" else one for one in FLEET]
    told = found(twice, SelectionPolicy(size=2, pins=frozenset("bc"), cover=False))
    assert told.why_not["d"].startswith("It needs no test of its own: those of b and c stand for it and its ")


def test_a_banned_one_may_be_unlocked_and_a_pinned_one_is_tested() -> None:
    told = found(RELATED, SelectionPolicy(size=2, bans=frozenset("d")))
    assert "d" in told.equivalent
    told = found(RELATED, SelectionPolicy(size=2, pins=frozenset("f")))
    assert [one.combination_id for one in told.selected] == ["c", "f"]


def test_what_is_equivalent_has_its_route_and_an_operator_of_it_alone_none_to_test() -> None:
    routes = assign_routes(RELATED, {"a", "c"}, OPERATORS)
    assert [one for one, route in routes.items() if route is Route.EQUIVALENT] == ["d", "e"]
    assert routes["f"] is Route.MT
    assert assign_routes(RELATED[:5], {"a", "c"}, OPERATORS)["e"] is Route.EQUIVALENT


def test_of_two_sets_that_unlock_it_alike_the_one_with_itself_moves_up_with_it() -> None:
    # With one more on e, {a, b, d} and {a, b, e} draw level with {a, b, f}; e then comes before f, and d does not.
    estate = drawn("""
        id  operator  population  variants
        a   N         9
        b   N         9
        f   N         1
        d   N         0
        e   N         0
    """)
    estate = [replace(one, bases=frozenset("d") if one.combination_id == "e" else frozenset()) for one in estate]
    told = found(estate, SelectionPolicy(size=3))
    assert [one.combination_id for one in told.selected] == ["a", "b", "f"]
    assert told.why_not["e"].endswith("; it would need 1 further installation to be unlocked.")
    assert told.margin == 1


def related(seed: int) -> tuple[list[Candidate], SelectionPolicy]:
    random = Random(seed)
    made = random_candidates(random, random.randint(3, 8), 2, random.choice(["steep", "few", "near"]))
    ids = [one.combination_id for one in made]
    made = [
        replace(one, bases=frozenset(random.sample(ids, random.randint(1, 2))) - {one.combination_id})
        if random.random() < 0.5
        else one
        for one in made
    ]
    return made, SelectionPolicy(random.randint(1, 3), random.random() < 0.7)


def every_set(made: list[Candidate], policy: SelectionPolicy) -> list[tuple[int, int, tuple[int, ...]]]:
    """Minus population, minus deployed, and ranks, of every set that is allowed, the best first."""
    ranked = sorted(made, key=lambda one: (rank_key(one), one.combination_id))
    required = {variant for one in made for variant in one.variants} if policy.cover else set()
    sets = []
    for places in combinations(range(len(ranked)), policy.size):
        chosen = [ranked[place] for place in places]
        if required <= {variant for one in chosen for variant in one.variants}:
            won = unlocked(chosen, made)
            sets.append((-sum(one.population for one in won), -sum(one.deployed for one in won), places))
    return sorted(sets)


@pytest.mark.drawn
@pytest.mark.parametrize("block", range(6))
def test_set_alternatives_curve_losses_and_margin_are_those_of_trying_every_set(block: int) -> None:
    for seed in range(40 * block, 40 * (block + 1)):
        made, policy = related(seed)
        ranked = sorted(made, key=lambda one: (rank_key(one), one.combination_id))
        best_first = every_set(made, policy)
        told = select(made, total(made), policy, OPERATORS)
        assert isinstance(told, Selection) == bool(best_first), seed
        if not isinstance(told, Selection):
            continue
        ids = [tuple(ranked[place].combination_id for place in places) for _, _, places in best_first]
        assert tuple(one.combination_id for one in told.selected) == ids[0], seed
        assert [one.selected for one in told.alternatives] == ids[1:6], seed
        for one in told.selected:
            without = [s for s, names in zip(best_first, ids, strict=True) if one.combination_id not in names]
            expected = told.population + without[0][0] if without else None
            assert told.losses[one.combination_id].installations == expected, seed
        (point,) = size_curve(made, policy, OPERATORS, [policy.size])
        assert point.population == told.population
        assert told.margin == least_change(made, policy, told), seed


def least_change(made: list[Candidate], policy: SelectionPolicy, told: Selection) -> int | None:
    """By trying one number after the other near every number that a reason names."""
    locked = {one.combination_id for one in made} - {one.combination_id for one in told.selected} - set(told.equivalent)
    needs = []
    for one in locked:
        need = re.search(r"would need ([\d,]+) further", told.why_not[one])
        counts = [int(need[1].replace(",", ""))] if need else [1, 1000, 10**7]
        for count in counts:
            changed = [changes(made, policy, told, one, more) for more in (count - 1, count)]
            assert changed == [False, bool(need)]
        needs += counts if need else []
    return min(needs, default=None)


def changes(made: list[Candidate], policy: SelectionPolicy, told: Selection, one: str, more: int) -> bool:
    grown = [
        replace(c, population=c.population + more, deployed=c.deployed + more) if c.combination_id == one else c
        for c in made
    ]
    ranked = sorted(grown, key=lambda one: (rank_key(one), one.combination_id))
    first = {ranked[place].combination_id for place in every_set(grown, policy)[0][2]}
    return first != {c.combination_id for c in told.selected}
