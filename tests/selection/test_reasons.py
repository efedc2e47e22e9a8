"""Why, why not, what else, and how firmly: the sentences and numbers beside an answer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from eligo.selection import Alternative, Selection
from eligo.terms import Candidate, SelectionPolicy
from selection.drawn_candidates import answer, drawn

FLEET = drawn("""
    id  operator  population  variants
    a   N         4000        meter-1 hub-1
    b   N         3000        meter-1 hub-1
    c   S         2000        meter-1 hub-2
    d   N         1500        meter-2 hub-1
    e   S           90        meter-2 hub-2
    f   W           10        meter-1 hub-1
""")


def explained(candidates: list[Candidate], policy: SelectionPolicy) -> Selection:
    found = answer(candidates, policy)
    assert isinstance(found, Selection)
    return found


def test_each_selected_says_what_would_be_lost_without_it_and_what_it_alone_covers() -> None:
    assert explained(FLEET, SelectionPolicy(size=3)).why == {
        "a": "Without it the best set has 1,000 fewer installations (6,500 instead of 7,500).",
        "c": "Without it the best set has 410 fewer installations (7,090 instead of 7,500); "
        "of the selected it alone covers hub-2.",
        "d": "Without it the best set has 410 fewer installations (7,090 instead of 7,500); "
        "of the selected it alone covers meter-2.",
    }


def test_each_other_says_what_it_falls_short_by_and_what_it_would_need() -> None:
    # With 410 more, b draws level and {a, b, e} has the smaller ranks: no 411th is needed.
    assert explained(FLEET, SelectionPolicy(size=3)).why_not == {
        "b": "The best set with it has 410 fewer installations (7,090 instead of 7,500); "
        "it would need 410 further installations to be selected, or coverage of hub-2 no longer required.",
        "e": "The best set with it has 410 fewer installations (7,090 instead of 7,500); "
        "it would need 410 further installations to be selected.",
        "f": "The best set with it has 3,400 fewer installations (4,100 instead of 7,500); "
        "it would need 3,400 further installations to be selected.",
    }


def test_the_reasons_of_pins_bans_and_what_cannot_be_selected() -> None:
    found = explained(FLEET, SelectionPolicy(size=2, pins=frozenset("e"), bans=frozenset("a")))
    assert found.why == {
        "b": "Without it the best set has 2,990 fewer installations (100 instead of 3,090); "
        "of the selected it alone covers hub-1 and meter-1.",
        "e": "It is pinned; without it the best set has 410 more installations (3,500 instead of 3,090); "
        "of the selected it alone covers hub-2 and meter-2.",
    }
    assert found.why_not == {
        "a": "It is banned; it stands for 4,000 installations; it would be selected with its ban lifted.",
        "c": "No set of 2 that meets every requirement contains it; it stands for 2,000 installations; "
        "it would be selected with the pin of e lifted.",
        "d": "No set of 2 that meets every requirement contains it; it stands for 1,500 installations; "
        "it would be selected with the pin of e lifted.",
        "f": "The best set with it has 2,990 fewer installations (100 instead of 3,090); "
        "it would need 2,991 further installations to be selected.",
    }


def test_each_requirement_has_its_price() -> None:
    found = explained(FLEET, SelectionPolicy(size=2, pins=frozenset("e"), bans=frozenset("a")))
    costs = {(one.requirement.kind, one.requirement.subject): one.installations for one in found.prices}
    assert costs == {
        ("pin", "e"): 410,
        ("ban", "a"): 1000,
        ("coverage", "hub-1"): 0,
        ("coverage", "hub-2"): 0,
        ("coverage", "meter-1"): 0,
        ("coverage", "meter-2"): 0,
        ("coverage", ""): 0,
    }


def test_what_nothing_can_replace_says_so() -> None:
    found = explained(FLEET[1:3], SelectionPolicy(size=1, bans=frozenset("b"), cover=False))
    assert found.why == {
        "c": "Without it no set meets every requirement; it stands for 2,000 installations; "
        "of the selected it alone covers hub-2 and meter-1."
    }


def test_a_combination_below_the_minimum_share_says_so() -> None:
    found = explained(FLEET, SelectionPolicy(size=2, minimum_share=Fraction(1, 100)))
    assert found.why_not["f"] == (
        "It stands for 10 of 10,600 deployed installations, less than the minimum share of 1 %."
    )


def test_ties_are_told_by_deployed_and_then_by_ranks() -> None:
    table = drawn("""
        id  operator  population  variants
        a   N         50/60       hub
        b   N         50/60       hub
        c   N         50/59       hub
    """)
    found = explained(table, SelectionPolicy(size=1))
    assert found.why == {
        "a": "Without it the best set has as many installations (50) and as many deployed, but later ranks; "
        "of the selected it alone covers hub."
    }
    assert found.why_not == {
        "b": "The best set with it has as many installations (50) and as many deployed, but later ranks; "
        "it would need 1 further installation to be selected.",
        "c": "The best set with it has as many installations (50), but 1 fewer deployed installation; "
        "it would need 1 further installation to be selected.",
    }


def test_the_alternatives_are_the_next_best_sets_with_their_loss() -> None:
    assert explained(FLEET, SelectionPolicy(size=2)).alternatives == (
        Alternative(("c", "d"), 3500, 590),
        Alternative(("b", "e"), 3090, 1000),
        Alternative(("e", "f"), 100, 3990),
    )


@pytest.mark.parametrize(
    ("a", "b", "margin"),
    [
        ("90/90", "80/80", 11),  # level at 10, and a has the first identity text
        ("90/90", "80/85", 10),  # level at 10, and b has more deployed
        ("90/95", "80/80", 11),  # level at 10, and b has fewer deployed
        ("90/90", "90/90", 1),
    ],
)
def test_the_margin_is_exact_where_a_tie_decides(a: str, b: str, margin: int) -> None:
    table = drawn(f"id operator population variants\n a N {a} hub\n b N {b} hub")
    assert explained(table, SelectionPolicy(size=1)).margin == margin


def test_there_is_no_margin_where_nothing_could_change_the_answer() -> None:
    assert explained(FLEET, SelectionPolicy(size=6)).margin is None
    assert explained(FLEET[:3], SelectionPolicy(size=2, pins=frozenset("ac"))).margin is None


def test_with_a_minimum_share_the_margin_stops_where_another_would_fall_below_it() -> None:
    # 100 deployed; c has 10, exactly a tenth: one more installation anywhere else bars it.
    table = drawn("""
        id  operator  population  variants
        a   N         60          hub
        b   N         30          hub
        c   N         10          hub
    """)
    assert explained(table, SelectionPolicy(size=1)).margin == 31
    assert explained(table, SelectionPolicy(size=1, minimum_share=Fraction(1, 10))).margin == 1


def test_with_a_minimum_share_no_more_is_said_than_is_known() -> None:
    """With seven more on b all are 38, of which c no longer has three sixteenths: what may be selected is otherwise."""
    estate = drawn("""
        id  operator  population
        a   N         18
        b   N         6
        c   N         7
    """)
    policy = SelectionPolicy(size=1, minimum_share=Fraction(3, 16))
    assert explained(estate, policy).why_not["b"] == (
        "The best set with it has 12 fewer installations (6 instead of 18); "
        "it would need at least 7 further installations to be selected."
    )


def test_further_installations_up_to_the_margin_leave_the_answer_and_one_at_the_margin_changes_it() -> None:
    found = explained(FLEET, SelectionPolicy(size=3))
    assert found.margin == 410

    def with_more(one_id: str, further: int) -> Selection:
        grown = [
            replace(one, population=one.population + further, deployed=one.deployed + further)
            if one.combination_id == one_id
            else one
            for one in FLEET
        ]
        return explained(grown, SelectionPolicy(size=3))

    for one_id in "bef":
        assert [one.combination_id for one in with_more(one_id, 409).selected] == ["a", "c", "d"]
    assert [one.combination_id for one in with_more("b", 410).selected] == ["a", "b", "e"]
