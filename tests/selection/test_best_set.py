"""Which set is selected, as drawn tables."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from eligo.errors import NotFound, UsageError, VersionConflict
from eligo.selection import Conflict, Selection, select, size_curve
from eligo.terms import SelectionPolicy
from selection.drawn_candidates import OPERATORS, answer, chosen, drawn, total

FLEET = drawn("""
    id  operator  population  variants
    a   N         400         meter-1 gas-1 hub-1
    b   N         300         meter-1 gas-2 hub-1
    c   S         200         meter-1 gas-2 hub-2
    d   N         150         meter-1 gas-1 hub-2
    e   S          90         meter-2 gas-1 hub-2
    f   N          40         meter-2 gas-3 hub-2
    g   W          10         meter-1 gas-3 hub-1
""")


def test_the_plain_three_largest_leave_variants_untested_and_the_selection_does_not() -> None:
    found = answer(FLEET, SelectionPolicy(size=3))
    assert isinstance(found, Selection)
    assert found.baseline.selected == ("a", "b", "c")
    assert found.baseline.population == 900
    assert found.baseline.missed_variants == ("gas-3", "meter-2")
    assert [one.combination_id for one in found.selected] == ["a", "b", "f"]
    assert found.covered_variants == ("gas-1", "gas-2", "gas-3", "hub-1", "hub-2", "meter-1", "meter-2")
    assert (found.status, found.population, found.bound) == ("optimal", 740, 740)


def test_without_coverage_the_largest_are_selected() -> None:
    found = answer(FLEET, SelectionPolicy(size=3, cover=False))
    assert isinstance(found, Selection)
    assert [one.combination_id for one in found.selected] == ["a", "b", "c"]
    assert (found.required_variants, found.baseline.missed_variants) == ((), ())
    assert found.covered_variants == ("gas-1", "gas-2", "hub-1", "hub-2", "meter-1")
    assert found.not_required_variants == ("gas-1", "gas-2", "gas-3", "hub-1", "hub-2", "meter-1", "meter-2")


def test_every_pair_that_occurs_is_exercised_where_that_is_asked_for() -> None:
    found = answer(FLEET, SelectionPolicy(size=6, strength=2))
    assert isinstance(found, Selection)
    assert [one.combination_id for one in found.selected] == ["a", "b", "c", "e", "f", "g"]
    assert found.covered_variants == found.required_variants
    assert found.why["g"].endswith("of the selected it alone covers gas-3 + hub-1 and gas-3 + meter-1.")
    assert found.why_not["d"].endswith("coverage of gas-1 + meter-2 no longer required.")
    prices = {one.requirement.text: one.installations for one in found.prices if one.installations}
    assert prices == {
        "hardware variants gas-1 + meter-2 are to be covered together": 60,
        "every hardware variant and every pair of them that occurs is to be covered": 140,
    }
    unmet = answer(FLEET, SelectionPolicy(size=5, strength=2))
    assert isinstance(unmet, Conflict)
    assert any(" + " in one.subject and one.text.endswith("are to be covered together") for one in unmet.requirements)


def test_a_size_that_covers_every_variant_and_not_every_pair_does_not_cover_where_pairs_are_asked_for() -> None:
    points = size_curve(FLEET, SelectionPolicy(size=6, strength=2), OPERATORS, [3, 5, 6])
    assert [(one.population, one.covers) for one in points] == [(900, False), (1140, False), (1040, True)]
    assert {one.required for one in points} == {7 + 14}


def test_every_operator_has_a_share_also_where_none_of_its_combinations_is_selected() -> None:
    found = answer(FLEET, SelectionPolicy(size=3))
    assert isinstance(found, Selection)
    assert found.share_of_deployed == Fraction(740, 1190)
    assert dict(found.share_by_operator) == {"N": Fraction(740, 1190), "S": Fraction(0), "W": Fraction(0)}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (SelectionPolicy(size=3, pins=frozenset("g")), "b e g"),
        (SelectionPolicy(size=3, cover=False, pins=frozenset("g")), "a b g"),
        (SelectionPolicy(size=3, cover=False, bans=frozenset("a")), "b c d"),
        (SelectionPolicy(size=3, cover=False, minimum={"W": 1}), "a b g"),
        (SelectionPolicy(size=3, cover=False, minimum={"S": 2}), "a c e"),
        (SelectionPolicy(size=3, cover=False, maximum={"N": 1}), "a c e"),
        (SelectionPolicy(size=3, cover=False, maximum={"N": 0}), "c e g"),
        (SelectionPolicy(size=3, cover=False, minimum={"W": 1}, maximum={"N": 1}), "a c g"),
    ],
)
def test_pins_bans_and_limits_hold(policy: SelectionPolicy, expected: str) -> None:
    assert chosen(FLEET, policy) == expected


def test_of_equal_populations_the_more_deployed_is_selected() -> None:
    twins = drawn("""
        id  operator  population  variants
        a   N         50/60       hub
        b   N         50/61       hub
    """)
    assert chosen(twins, SelectionPolicy(size=1)) == "b"


def test_of_equal_populations_and_deployed_the_first_identity_text_is_selected() -> None:
    twins = drawn("""
        id  operator  population  variants
        b   N         50          hub
        a   N         50          hub
    """)
    assert chosen(twins, SelectionPolicy(size=1)) == "a"


def test_a_full_tie_goes_to_the_smaller_list_of_ranks_not_to_the_smaller_sum() -> None:
    # Both {a, d} and {b, c} are worth 100; the ranks are 1 and 4 against 2 and 3.
    table = drawn("""
        id  operator  population  variants
        a   N         70          hub-1 meter-1
        b   N         60          hub-1 meter-2
        c   N         40          hub-2 meter-1
        d   N         30          hub-2 meter-2
    """)
    assert chosen(table, SelectionPolicy(size=2)) == "a d"


def test_combinations_without_installations_are_selected_where_coverage_needs_them() -> None:
    table = drawn("""
        id  operator  population  variants
        a   N         9           hub-1
        b   N         8           hub-1
        y   N         0           hub-2
        x   N         0           hub-2
    """)
    assert chosen(table, SelectionPolicy(size=2)) == "a x"


def test_below_the_minimum_share_nothing_is_selected_and_its_variant_is_not_required() -> None:
    table = drawn("""
        id  operator  population  variants
        a   N         0/60        hub-1
        b   N         30/30       hub-1
        c   N         9/9         hub-1
        d   S         1/1         hub-2
    """)
    found = answer(table, SelectionPolicy(size=2, minimum_share=Fraction(9, 100)))
    assert isinstance(found, Selection)
    assert [one.combination_id for one in found.selected] == ["b", "c"]
    assert found.required_variants == ("hub-1",)
    assert found.not_required_variants == ("hub-2",)


def test_the_answer_does_not_depend_on_the_order_of_the_candidates() -> None:
    first = answer(FLEET, SelectionPolicy(size=4))
    for seed in range(5):
        shuffled = Random(seed).sample(FLEET, len(FLEET))
        assert answer(shuffled, SelectionPolicy(size=4)) == first


def test_the_problem_hash_changes_with_every_part_of_the_problem() -> None:
    policies = [
        SelectionPolicy(size=4),
        SelectionPolicy(size=5),
        SelectionPolicy(size=4, cover=False),
        SelectionPolicy(size=4, pins=frozenset("a")),
        SelectionPolicy(size=4, bans=frozenset("g")),
        SelectionPolicy(size=4, minimum={"N": 1}),
        SelectionPolicy(size=4, maximum={"N": 3}),
        SelectionPolicy(size=4, minimum_share=Fraction(1, 1000)),
    ]
    hashes = {answer(FLEET, policy).problem_hash for policy in policies}
    hashes.add(answer(FLEET[:-1], SelectionPolicy(size=4)).problem_hash)
    assert len(hashes) == 9


def test_a_used_up_node_budget_gives_a_feasible_answer_with_a_certified_bound() -> None:
    found = select(FLEET, total(FLEET), SelectionPolicy(size=3), OPERATORS, steps=0)
    assert isinstance(found, Selection)
    assert found.status == "feasible"
    assert found.population <= 740 <= found.bound
    assert found.margin == 0
    assert found.alternatives == ()
    assert found.why_not["g"] == (
        "It stands for 10 installations; the search stopped before what it would need was known."
    )


def test_an_unknown_pin_is_not_found_and_the_closest_ids_are_listed() -> None:
    table = drawn("""
        id        operator  population  variants
        C-7QK2    N         9           hub-1
        C-7QK3    N         8           hub-1
        X-0       N         1           hub-1
    """)
    with pytest.raises(NotFound) as stopped:
        answer(table, SelectionPolicy(size=1, pins=frozenset({"C-7QKZ"})))
    assert stopped.value.message == "The selection names what is no combination in scope: C-7QKZ"
    assert stopped.value.details == ("C-7QKZ: closest are C-7QK3, C-7QK2",)


def test_an_unknown_operator_in_a_limit_is_not_found() -> None:
    with pytest.raises(NotFound, match="The selection names what is no operator in scope: E"):
        answer(FLEET, SelectionPolicy(size=3, maximum={"E": 1}))


def test_a_size_below_one_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        answer(FLEET, SelectionPolicy(size=0))


def test_one_id_for_two_candidates_is_refused() -> None:
    with pytest.raises(VersionConflict) as stopped:
        answer([*FLEET, FLEET[0]], SelectionPolicy(size=3))
    assert stopped.value.details == ("a",)


def test_populations_beyond_the_precision_of_a_double_are_compared_exactly() -> None:
    table = drawn("""
        id  operator  population            variants
        a   N         90000000000000000001  hub-1
        b   N         90000000000000000002  hub-1
        c   N         90000000000000000000  hub-2
        d   N         90000000000000000001  hub-2
    """)
    assert chosen(table, SelectionPolicy(size=2)) == "b d"
