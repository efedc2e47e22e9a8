"""Planned upgrades: each fault at its place, and what travels beside a return."""

from __future__ import annotations

import pytest

from builders import row, said, supplier_return, upgrade


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"Model": ""}, "Model", "upgrade-incomplete"),
        ({"To firmware": "-"}, "To firmware", "upgrade-incomplete"),
        ({"Device type": "Kettle"}, "Device type", "value-not-allowed"),
        ({"Planned completion": "soon"}, "Planned completion", "upgrade-date-unreadable"),
        ({"To firmware": "0300FFFF"}, "To firmware", "firmware-form-unreadable"),
    ],
)
def test_a_fault_quarantines_the_plan_and_no_row_of_installations(
    changes: dict[str, str], column: str, code: str
) -> None:
    plans = [upgrade("03.00.01.60", "03.00.01.61", "2019-10-01"), upgrade("03.00.01.60", "03.00.01.97", "2019-10-02")]
    one = supplier_return([row()], upgrades=[plans[0], plans[1] | changes])
    assert said(one) == [(3, column, "error", code)]
    assert [(b.read, b.accepted, b.quarantined, b.ignored) for b in one.balances] == [(1, 1, 0, 0), (2, 1, 1, 0)]
    assert [(q.file, q.row, q.codes) for q in one.quarantined] == [
        ("RFI-1__Supplier__Aster-Energy__upgrades.csv", 3, (code,))
    ]


def test_a_plan_typed_twice_counts_once() -> None:
    plan = upgrade("03.00.01.60", "03.00.01.61", "2019-10-01")
    one = supplier_return([row()], upgrades=[plan, plan])
    assert said(one) == [(3, "", "warning", "row-repeated")]
    assert [(b.read, b.accepted, b.quarantined, b.ignored) for b in one.balances] == [(1, 1, 0, 0), (2, 1, 0, 1)]


def test_spellings_dates_and_device_types_are_read_as_in_the_rows() -> None:
    plan = upgrade("3.0.1.60", "v03.00.01.61", "15/10/2019", **{"Device type": "Gas meter", "Manufacturer": "L+G"})
    one = supplier_return([row()], upgrades=[plan])
    (read,) = one.upgrades
    assert (read.device_type, read.manufacturer, read.from_firmware, read.to_firmware, read.completion.isoformat()) == (
        "GSME",
        "Landis+Gyr",
        "03.00.01.60",
        "03.00.01.61",
        "2019-10-15",
    )


def test_a_plan_beyond_the_horizon_is_noted() -> None:
    one = supplier_return([row()], upgrades=[upgrade("03.00.01.60", "03.00.01.61", "2020-03-01")])
    assert [(f.location.row, f.location.column, f.code) for f in one.findings] == [
        (2, "Planned completion", "upgrade-beyond-horizon")
    ]


def test_plans_in_a_circle_beyond_the_horizon_are_no_error() -> None:
    circle = [upgrade("03.00.01.60", "03.00.01.61", "2019-10-01"), upgrade("03.00.01.61", "03.00.01.60", "2020-01-01")]
    one = supplier_return([row()], upgrades=circle)
    assert said(one) == []
    assert len(one.upgrades) == 2


def test_of_two_plans_from_one_firmware_the_later_is_told_that_the_earlier_counts() -> None:
    plans = [upgrade("03.00.01.60", "03.00.01.97", "2019-10-02"), upgrade("03.00.01.60", "03.00.01.61", "2019-10-01")]
    one = supplier_return([row()], upgrades=plans)
    assert said(one) == [(2, "From firmware", "warning", "upgrade-shadowed")]
