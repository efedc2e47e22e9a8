"""Two rounds compared, cell by cell."""

from __future__ import annotations

from fractions import Fraction

import pytest

from builders import foc, operator_return, row, supplier_return
from eligo.estate import Comparison, Total, Trend, build_estate, compare_estates
from eligo.estate.change import FirmwareChange, is_jump
from eligo.returns import Return
from eligo.scheme import Jump

HUB = {"CH Firmware version": "2.1.11"}
OTHER_HUB = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
LIMITS = Jump(Fraction(1, 2), 500)


def compared(earlier: list[Return], later: list[Return]) -> Comparison:
    return compare_estates(build_estate(earlier, foc()), build_estate(later, foc()), foc())


def hubs(comparison: Comparison) -> list[tuple[object, ...]]:
    """The changes by the firmware of their hubs."""
    return [
        (one.combination.device("CH").firmware, one.before, one.after, one.trend, one.is_jump)  # type: ignore[union-attr]
        for one in comparison.changes
    ]


def test_every_cell_that_changed_is_told_the_greatest_change_first() -> None:
    before = supplier_return([row(Active="2000", Dormant="0"), row(**HUB, Active="100", Dormant="0")])
    after = supplier_return([row(Active="900", Dormant="0"), row(**OTHER_HUB, Active="50", Dormant="0")])

    comparison = compared([before], [after])

    assert hubs(comparison) == [
        ("2.1.12", 2000, 900, Trend.SHRUNK, True),
        ("2.1.11", 100, 0, Trend.GONE, False),
        ("2.2.8", 0, 50, Trend.NEW, False),
    ]
    assert [one.place for one in comparison.jumps] == [(after.file, "", 2)]
    assert comparison.totals == (Total("Aster Energy", 2100, 950, True),)
    assert comparison.totals[0].trend is Trend.SHRUNK


def test_what_stands_in_for_a_supplier_that_has_not_answered_is_compared_as_that() -> None:
    before = supplier_return([row(Active="100", Dormant="0")])
    after = operator_return([row(Active="80", Dormant="0")])

    comparison = compared([before], [after])

    assert hubs(comparison) == [("2.1.12", 100, 80, Trend.SHRUNK, False)]
    assert comparison.totals == (Total("Aster Energy", 100, 80, False),)


def test_what_nobody_has_answered_for_is_not_said_to_be_gone() -> None:
    elm = row(Supplier="Elm Energy", Active="9000", Dormant="0")
    before = operator_return([row(Active="800", Dormant="0"), elm])
    after = supplier_return([row(Active="800", Dormant="0")])

    comparison = compared([before], [after])

    assert hubs(comparison) == [("2.1.12", 9000, 0, Trend.UNREPORTED, False)]


def test_rounds_with_the_same_figures_have_not_changed() -> None:
    one = supplier_return([row(Active="100", Dormant="0")])

    comparison = compared([one], [one])

    assert comparison.changes == ()
    assert [total.trend for total in comparison.totals] == [Trend.UNCHANGED]


@pytest.mark.parametrize(
    ("before", "after", "jump"),
    [(0, 500, False), (0, 501, True), (501, 0, True), (1000, 2000, False), (1000, 2001, True), (9000, 9900, False)],
)
def test_a_jump_is_beyond_both_limits(before: int, after: int, jump: bool) -> None:
    assert is_jump(before, after, LIMITS) is jump
    assert is_jump(before, after, None) is False


def test_what_differs_in_firmware_alone_is_one_change_that_says_so() -> None:
    before = supplier_return([row(Active="2000", Dormant="0", **HUB), row(**OTHER_HUB, Active="50", Dormant="0")])
    after = supplier_return([row(Active="1990", Dormant="0"), row(**OTHER_HUB, Active="50", Dormant="0")])

    (change,) = compared([before], [after]).changes

    assert (change.before, change.after, change.trend, change.is_jump) == (2000, 1990, Trend.FIRMWARE, False)
    assert change.firmware == (FirmwareChange("CH", "2.1.11", "2.1.12"),)


def test_where_two_could_have_become_one_nothing_is_said_of_firmware() -> None:
    third = {"GSME Firmware version": "03.00.01.60"}
    before = supplier_return([row(Active="20", Dormant="0", **HUB), row(**third, Active="50", Dormant="0")])
    after = supplier_return([row(Active="70", Dormant="0")])

    assert [one.trend for one in compared([before], [after]).changes] == [Trend.NEW, Trend.GONE, Trend.GONE]


def test_what_is_gone_at_one_operator_has_not_become_what_is_new_at_another() -> None:
    before = supplier_return([row(Active="20", Dormant="0", **HUB)])
    after = supplier_return([row(Active="20", Dormant="0", SMSO="SMSO-2")])

    assert {one.trend for one in compared([before], [after]).changes} == {Trend.NEW, Trend.GONE}
