"""Planned upgrades: each fault at its place, and what travels beside a return."""

from __future__ import annotations

import io
import zipfile

import pytest

from builders import catalogue, csv_of, foc, row, said, supplier_return, upgrade
from eligo.errors import EligoError
from eligo.returns import SentFile, read_return, sent_sheets
from returns.sent_workbooks import workbook

NAME = "RFI-1__Supplier__Aster-Energy"


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


def _zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{NAME}{name}", content)
    return packed.getvalue()


def _planned(**changes: str) -> bytes:
    plans = [upgrade("03.00.01.60", "03.00.01.61", "2019-10-01"), upgrade("03.00.01.60", "0300FFFF", "2019-10-02")]
    return csv_of([plans[0], plans[1] | changes], tuple(plans[0]))


def test_planned_upgrades_may_lie_beside_their_return_in_one_archive() -> None:
    content = _zipped(**{"__upgrades.csv": _planned(), ".csv": csv_of([row()])})

    one = read_return(f"{NAME}.zip", content, foc(), catalogue())
    sheets = sent_sheets([SentFile(f"{NAME}.zip", content)], foc())

    assert [(b.file, b.sheet, b.read, b.accepted, b.quarantined) for b in one.balances] == [
        (f"{NAME}.zip", "", 1, 1, 0),
        (f"{NAME}.zip", f"{NAME}__upgrades.csv", 2, 1, 1),
    ]
    assert len(one.upgrades) == 1
    assert [(f.location.sheet, f.location.row, f.code) for f in one.findings] == [
        (f"{NAME}__upgrades.csv", 3, "firmware-form-unreadable")
    ]
    assert [(sheet.file, sheet.name) for sheet in sheets] == [(b.file, b.sheet) for b in one.balances]


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ({".csv": b"a", "x.csv": b"b"}, "and not exactly one return"),
        ({"__upgrades.csv": b"a", "x.csv": b"b"}, "and not exactly one return"),
        ({".xlsx": workbook({}), "__upgrades.csv": b"b"}, "holds a workbook and planned upgrades beside it"),
        ({".csv": csv_of([row()]), "__upgrades.csv": b" "}, "__upgrades.csv in it has no content"),
        ({"__upgrades.csv": _planned()}, "is not a return of this template"),
    ],
)
def test_an_archive_of_anything_else_is_refused_by_what_it_holds(members: dict[str, bytes], told: str) -> None:
    with pytest.raises(EligoError, match=told):
        read_return(f"{NAME}.zip", _zipped(**members), foc(), catalogue())
