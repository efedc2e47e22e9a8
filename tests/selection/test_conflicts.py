"""Where no set exists: which requirements are in conflict, and that none of them is idle."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from eligo.selection import Conflict
from eligo.selection.conflict import _irreducible, _Tests, find_conflict
from eligo.selection.problem import make_problem
from eligo.selection.requirements import requirements_of
from eligo.terms import SelectionPolicy
from oracle.selection_oracle import can_hold_together
from selection.drawn_candidates import answer, drawn, random_candidates, total
from selection.test_selection_against_oracle import random_instance

FLEET = drawn("""
    id  operator  population  variants
    a   N         60          meter-1 gas-1 hub-1
    b   N         30          meter-1 gas-2 hub-2
    c   S         10          meter-2 gas-3 hub-1
""")

CASES = {
    "one cannot cover two variants that none shares": (
        SelectionPolicy(size=1),
        (
            "exactly 1 combination is to be selected",
            "hardware variant gas-1 is to be covered",
            "hardware variant gas-2 is to be covered",
        ),
    ),
    "more than there are": (
        SelectionPolicy(size=4),
        ("exactly 4 combinations are to be selected, and only 3 combinations are in scope",),
    ),
    "bans leave too few": (
        SelectionPolicy(size=3, cover=False, bans=frozenset("a")),
        ("exactly 3 combinations are to be selected", "combination a is banned"),
    ),
    "pinned and banned": (
        SelectionPolicy(size=2, cover=False, pins=frozenset("a"), bans=frozenset("a")),
        ("combination a is pinned", "combination a is banned"),
    ),
    "the only one with a variant is banned": (
        SelectionPolicy(size=2, bans=frozenset("c")),
        ("combination c is banned", "hardware variant gas-3 is to be covered"),
    ),
    "more pins than places": (
        SelectionPolicy(size=1, cover=False, pins=frozenset("ab")),
        ("exactly 1 combination is to be selected", "combination a is pinned", "combination b is pinned"),
    ),
    "a minimum above what there is": (
        SelectionPolicy(size=3, cover=False, minimum={"S": 2}),
        ("at least 2 combinations of S are to be selected",),
    ),
    "a maximum against a pin": (
        SelectionPolicy(size=2, cover=False, pins=frozenset("c"), maximum={"S": 0}),
        ("combination c is pinned", "at most 0 combinations of S are to be selected"),
    ),
    "minima above the size": (
        SelectionPolicy(size=1, cover=False, minimum={"N": 1, "S": 1}),
        (
            "exactly 1 combination is to be selected",
            "at least 1 combination of N is to be selected",
            "at least 1 combination of S is to be selected",
        ),
    ),
    "a pin below the minimum share": (
        SelectionPolicy(size=1, cover=False, pins=frozenset("c"), minimum_share=Fraction(1, 8)),
        (
            "combination c is pinned",
            "no combination with less than 12.5 % of the deployed estate may be selected",
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_smallest_conflict_is_named(case: str) -> None:
    policy, expected = CASES[case]
    found = answer(FLEET, policy)
    assert isinstance(found, Conflict)
    assert tuple(requirement.text for requirement in found.requirements) == expected
    assert found.smallest
    assert found.size == policy.size


def test_seven_variants_and_a_size_of_one_name_the_size_and_two_variants_that_none_shares() -> None:
    published_like = drawn("""
        id  operator  population  variants
        1   N         90          E-MK1 G-370 CH-2000
        2   N         80          E-MK1 G-470-1 CH-2000
        3   N         70          E-MK1 G-370 CH-2001
        4   N         60          E-MK2 G-470-2 CH-2001
        5   S         50          E-MK1 G-470-1 CH-2001
    """)
    found = answer(published_like, SelectionPolicy(size=1))
    assert isinstance(found, Conflict)
    assert [(one.kind, one.subject) for one in found.requirements] == [
        ("size", "1"),
        ("coverage", "CH-2000"),
        ("coverage", "CH-2001"),
    ]


def test_an_estate_without_candidates_conflicts_with_the_size() -> None:
    found = answer([], SelectionPolicy(size=2))
    assert isinstance(found, Conflict)
    assert [one.text for one in found.requirements] == [
        "exactly 2 combinations are to be selected, and only 0 combinations are in scope"
    ]


@pytest.mark.drawn
def test_what_is_left_is_what_taking_away_one_after_the_other_leaves_whatever_a_proof_rests_on() -> None:
    tried = 0
    for seed in range(7000, 7120):
        candidates, policy = random_instance(seed)
        problem = make_problem(candidates, total(candidates), policy)
        asked = [(one.kind, one.subject) for one in requirements_of(problem, policy)]
        if can_hold_together(asked, candidates, total(candidates), policy):
            continue
        left = list(asked)
        for one in reversed(asked):
            rest = [other for other in left if other != one]
            left = left if can_hold_together(rest, candidates, total(candidates), policy) else rest
        found = find_conflict(problem, requirements_of(problem, policy), most_trials=0)
        assert [(one.kind, one.subject) for one in found.requirements] == left, seed
        tried += 1
    assert tried > 30


def test_a_proof_of_a_conflict_saves_the_proofs_without_what_it_does_not_rest_on() -> None:
    candidates, policy = random_candidates(Random(1), 400, 40, "steep"), SelectionPolicy(size=25)
    problem = make_problem(candidates, total(candidates), policy)
    tests = _Tests(problem, requirements_of(problem, policy))
    left = _irreducible(tests)
    assert not tests.can_hold(left)
    assert tests.searches < tests.count * 2 // 3
