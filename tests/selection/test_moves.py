"""What has moved between two runs: drawn, and adding up whatever moves."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from eligo.estate import Trend
from eligo.selection import Figures, Placed, figures_of, moves_between
from eligo.terms import Combination, Device


def placed(
    hub: str,
    firmware: str = "1",
    deployed: int = 0,
    population: int | None = None,
    *,
    out: bool = False,
    route: str = "dmct",
    selected: bool = False,
    reason: str = "",
) -> Placed:
    """One combination of a hub alone, at one operator."""
    combination = Combination("N", "W", (Device("CH", "T", hub, "A", firmware),))
    people = deployed if population is None else population
    rule = "out" if out else "in"
    return Placed(combination, deployed, people, not out, rule, reason, "out-of-scope" if out else route, selected)


def told(before: Sequence[Placed], after: Sequence[Placed]) -> list[tuple[str, str, int, int, int, bool, bool]]:
    """Hub, what has become of it, its part of the three totals, and whether scope and route are otherwise."""
    found = []
    for one in moves_between(before, after):
        (hub,) = (device.model for device in one.combination.devices if device)
        figures = one.figures.deployed, one.figures.in_scope, one.figures.population
        found.append((hub, one.trend.value, *figures, one.scope_changed, one.route_changed))
    return found


BEFORE = [
    placed("same", deployed=5),
    placed("grown", deployed=5),
    placed("shrunk", deployed=9, population=7),
    placed("gone", deployed=4),
    placed("renewed", "1.0", 30, 20),
    placed("intends", deployed=6, population=2),
    placed("leaves", deployed=8),
    placed("routed", deployed=3, route="mt+sit", selected=True),
    placed("never", deployed=0),
    placed("reworded", deployed=2, reason="a"),
]
AFTER = [
    placed("same", deployed=5),
    placed("grown", deployed=105),
    placed("shrunk", deployed=2, population=2),
    placed("new", deployed=11),
    placed("renewed", "1.1", 31, 30),
    placed("intends", deployed=6),
    placed("leaves", deployed=8, out=True),
    placed("routed", deployed=3),
    placed("reworded", deployed=2, reason="b"),
]


def test_what_moves_is_named_by_what_has_become_of_it_the_greatest_first() -> None:
    assert told(BEFORE, AFTER) == [
        ("grown", "grown", 100, 100, 100, False, False),
        ("new", "new", 11, 11, 11, False, False),
        ("shrunk", "shrunk", -7, -7, -5, False, False),
        ("gone", "gone", -4, -4, -4, False, False),
        ("renewed", "firmware changed", 1, 1, 10, False, False),
        ("leaves", "unchanged", 0, -8, -8, True, True),
        ("intends", "unchanged", 0, 0, 4, False, False),
        ("routed", "unchanged", 0, 0, 0, False, True),
    ]


def test_a_change_of_firmware_says_from_what_to_what() -> None:
    (one,) = (move for move in moves_between(BEFORE, AFTER) if move.trend is Trend.FIRMWARE)
    assert [(part.device_type, part.before, part.after) for part in one.firmware] == [("CH", "1.0", "1.1")]


def test_where_two_could_have_become_one_nothing_is_guessed() -> None:
    before = [placed("hub", "1", 5), placed("hub", "2", 6)]
    assert [one[1:3] for one in told(before, [placed("hub", "3", 7)])] == [("new", 7), ("gone", -6), ("gone", -5)]


def test_nothing_moves_between_a_run_and_itself() -> None:
    assert moves_between(BEFORE, BEFORE) == ()


ONE = st.builds(
    placed,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["1", "2", "3"]),
    st.integers(0, 5),
    st.integers(0, 5),
    out=st.booleans(),
    route=st.sampled_from(["dmct", "mt", "mt+sit"]),
    selected=st.booleans(),
)
RUN = st.lists(ONE, max_size=9, unique_by=lambda one: one.combination)


@given(RUN, RUN)
def test_the_moves_are_the_difference_of_the_totals(before: list[Placed], after: list[Placed]) -> None:
    moves = moves_between(before, after)
    assert sum((one.figures for one in moves), Figures()) == figures_of(after) - figures_of(before)
    ends = [[end.combination for one in moves if (end := getattr(one, which))] for which in ("before", "after")]
    assert all(len(set(each)) == len(each) for each in ends)
    still = {one.combination: one for one in before} | {}
    for one in after:
        if one.combination not in ends[1] and (one.deployed or one.population):
            assert still[one.combination] == one
