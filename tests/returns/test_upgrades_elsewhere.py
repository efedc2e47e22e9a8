"""Planned upgrades on a sheet of another name, and sheets whose name says that they may hold no longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from builders import catalogue, foc, row, upgrade
from eligo.returns import Return, read_return
from returns.sent_workbooks import NAME, sheets_of

Rows = Sequence[Sequence[object]]
COMBINATIONS: Rows = [[*row()], [*row().values()]]
PLAN = upgrade("03.00.01.60", "03.00.01.61", "2019-09-01")
UPGRADES: Rows = [[*PLAN], [*PLAN.values()]]


def read(sheets: Mapping[str, Rows]) -> Return:
    return read_return(NAME, sheets_of(sheets), foc(), catalogue())


def told(one: Return) -> list[tuple[str, str]]:
    return [(finding.code, finding.location.sheet) for finding in one.findings]


@pytest.mark.parametrize(
    ("there", "code"),
    [
        ({}, "sheet-renamed"),
        ({"Planned upgrades": UPGRADES[:1]}, "sheet-instead"),
        ({"Planned upgrades": []}, "sheet-instead"),
    ],
)
def test_upgrades_on_a_sheet_of_another_name_are_read(there: Mapping[str, Rows], code: str) -> None:
    """They were ignored at a note, and installations stayed at the firmware that they leave."""
    one = read({"Combinations": COMBINATIONS, **there, "Upgrades": UPGRADES})

    assert ([plan.to_firmware for plan in one.upgrades], told(one)) == (["03.00.01.61"], [(code, "Upgrades")])
    assert [balance.sheet for balance in one.balances] == ["Combinations", "Upgrades"]


def test_of_several_sheets_of_upgrades_none_is_chosen_unsaid() -> None:
    one = read({"Combinations": COMBINATIONS, "Upgrades": UPGRADES, "Upgrades 2": UPGRADES})
    assert (one.upgrades, told(one)) == ((), [("sheet-not-read", "Upgrades"), ("sheet-not-read", "Upgrades 2")])

    one = read({"Combinations": COMBINATIONS, "Planned upgrades": UPGRADES, "More": UPGRADES})
    assert (len(one.upgrades), told(one)) == (1, [("sheet-not-read", "More")])


@pytest.mark.parametrize("name", ["Completed upgrades", "Upgrades (cancelled)", "Old upgrades"])
def test_upgrades_that_may_hold_no_longer_are_read_at_a_warning(name: str) -> None:
    assert told(read({"Combinations": COMBINATIONS, name: UPGRADES})) == [("sheet-instead", name)]


@pytest.mark.parametrize(
    ("name", "code"), [("Combinations old", "sheet-instead"), ("draft", "sheet-instead"), ("Data", "sheet-renamed")]
)
def test_combinations_that_may_hold_no_longer_are_read_at_a_warning(name: str, code: str) -> None:
    one = read({name: COMBINATIONS})

    assert (told(one), one.accepted.rows) == ([(code, name)], (2,))


def test_a_column_of_upgrades_that_the_template_does_not_have_is_told() -> None:
    """A column Status with 'cancelled' was passed over without a word."""
    plans = [[*UPGRADES[0], "Status"], [*UPGRADES[1], "cancelled"]]

    one = read({"Combinations": COMBINATIONS, "Planned upgrades": plans})

    assert [(f.code, f.location.sheet, f.value) for f in one.findings] == [
        ("column-ignored", "Planned upgrades", "Status")
    ]
