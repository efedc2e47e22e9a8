"""Routes of the unselected, and the best set at every size."""

from __future__ import annotations

from eligo.selection import assign_routes, size_curve
from eligo.terms import SelectionPolicy
from selection.drawn_candidates import OPERATORS, drawn

FLEET = drawn("""
    id  operator  population  variants
    a   N         70          hub-1
    b   S         60          hub-1
    c   S         50          hub-2
    d   W         20          hub-1
    e   W         30          hub-2
    f   W         30          hub-2
""")


def routes(*selected: str) -> dict[str, str]:
    return {one: route.value for one, route in assign_routes(FLEET, selected, [*OPERATORS, "without any"]).items()}


def test_the_first_of_every_operator_with_none_selected_goes_to_migration_testing() -> None:
    assert routes("a", "c") == {"a": "mt+sit", "b": "dmct", "c": "mt+sit", "e": "mt", "f": "dmct", "d": "dmct"}


def test_with_nothing_selected_each_operator_has_one_in_migration_testing() -> None:
    assert routes() == {"a": "mt", "b": "mt", "c": "dmct", "e": "mt", "f": "dmct", "d": "dmct"}


def test_routes_do_not_depend_on_the_order_of_the_candidates() -> None:
    assert assign_routes(FLEET[::-1], ["a"], OPERATORS) == assign_routes(FLEET, ["a"], OPERATORS)


def test_the_curve_covers_from_the_first_size_that_can() -> None:
    points = size_curve(FLEET, SelectionPolicy(size=2), OPERATORS, [1, 2, 3, 7])
    assert [(p.size, p.population, p.deployed, p.covered, p.required, p.covers) for p in points] == [
        (1, 70, 70, 1, 2, False),
        (2, 120, 120, 2, 2, True),
        (3, 180, 180, 2, 2, True),
        (7, None, None, 0, 2, False),
    ]
    assert [(p.free_population, p.free_deployed, p.free_covered) for p in points] == [
        (70, 70, 1),
        (130, 130, 1),
        (180, 180, 2),
        (None, None, 0),
    ]


def test_the_curve_keeps_pins_and_limits() -> None:
    policy = SelectionPolicy(size=2, pins=frozenset("d"), maximum={"S": 0})
    points = size_curve(FLEET, policy, OPERATORS, [1, 2, 3, 4, 5])
    assert [(p.size, p.population, p.covers) for p in points] == [
        (1, 20, False),
        (2, 50, True),
        (3, 120, True),
        (4, 150, True),
        (5, None, False),
    ]
