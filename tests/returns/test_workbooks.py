"""Workbooks: who sends them, which sheets they have, which kinds of cell."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from builders import CLEAN_ROW, catalogue, foc, said
from eligo.errors import WrongTemplate
from eligo.returns import Return, Role, read_return
from returns.sent_workbooks import workbook

SENDER = [
    ("Organisation", "Aster Energy"),
    ("Organisation role", "Supplier"),
    ("RFI reference", "RFI-1"),
    ("Snapshot date", date(2019, 8, 31)),
]
Cells = Sequence[Sequence[object]]


def read(sheets: Mapping[str, Cells], name: str = "a.xlsx") -> Return:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(list(cells))
    written = io.BytesIO()
    book.save(written)
    return read_return(name, written.getvalue(), foc(), catalogue())


def combinations(**changes: object) -> Cells:
    return [[*CLEAN_ROW], [*(CLEAN_ROW | changes).values()]]


def test_the_return_sheet_says_who_sends_it() -> None:
    one = read({"Return": SENDER, "Combinations": combinations()})
    assert one.sender.organisation == "Aster Energy"
    assert (one.sender.role, one.sender.rfi_reference, one.sender.snapshot) == (
        Role.SUPPLIER,
        "RFI-1",
        date(2019, 8, 31),
    )


def test_a_workbook_without_that_sheet_is_known_by_its_name() -> None:
    one = read({"Combinations": combinations()}, "RFI-1__Supplier__Aster-Energy.xlsx")
    assert (one.sender.organisation, one.sender.snapshot) == ("Aster Energy", None)


@pytest.mark.parametrize(
    ("key", "value", "mistake"),
    [
        ("Organisation", "", "a.xlsx, sheet Return: no 'Organisation'"),
        (
            "Organisation role",
            "Customer",
            "a.xlsx, sheet Return, 'Organisation role': found 'Customer', expected Supplier or SMSO",
        ),
        (
            "Snapshot date",
            "August",
            "a.xlsx, sheet Return, 'Snapshot date': found 'August', expected a date such as 2019-08-31",
        ),
    ],
)
def test_a_sender_that_is_not_said_is_the_wrong_template(key: str, value: str, mistake: str) -> None:
    stated = [(name, value if name == key else text) for name, text in SENDER]
    with pytest.raises(WrongTemplate) as caught:
        read({"Return": stated, "Combinations": combinations()})
    assert caught.value.details == (mistake,)


def test_a_workbook_without_combinations_names_the_sheets_it_has() -> None:
    with pytest.raises(WrongTemplate) as caught:
        read({"Return": SENDER, "Sheet1": [["SMSO"], ["SMSO-1"]]})
    assert caught.value.details == ("a.xlsx: found sheet 'Return'", "a.xlsx: found sheet 'Sheet1'")


def test_of_two_sheets_that_may_be_the_combinations_none_is_chosen() -> None:
    with pytest.raises(WrongTemplate, match="no sheet 'Combinations', and 2 others have its columns"):
        read({"Return": SENDER, "North": combinations(), "South": combinations()})


def test_the_only_sheet_with_the_columns_is_read_whatever_its_name() -> None:
    one = read({"Return": SENDER, "Sheet1": combinations(), "Working": [["x"]]})
    codes = [(f.code, f.location.sheet) for f in one.findings]
    assert (len(one.accepted.rows), codes) == (1, [("sheet-renamed", "Sheet1"), ("sheet-ignored", "Working")])


def test_a_sheet_of_ones_own_is_ignored_with_a_note() -> None:
    one = read({"Return": SENDER, "Combinations": combinations(), "Working": [["x"]]})
    assert [(f.code, f.location.sheet) for f in one.findings] == [("sheet-ignored", "Working")]


@pytest.mark.parametrize(
    ("column", "value", "code", "read_as"),
    [
        ("CH Firmware version", date(2012, 1, 2), "firmware-from-date", "2.1.12"),
        ("GSME Firmware version", 3000160, "firmware-from-number", "03.00.01.60"),
    ],
)
def test_a_version_that_a_spreadsheet_changed_is_read_back(column: str, value: object, code: str, read_as: str) -> None:
    one = read({"Return": SENDER, "Combinations": combinations(**{column: value})})
    assert said(one) == [(2, column, "warning", code)]
    (device,) = one.accepted.devices[column.split(" ", maxsplit=1)[0]]
    assert device is not None
    assert device.firmware == read_as


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("CH Firmware version", date(2015, 3, 2), "firmware-date-unreadable"),
        ("CH Firmware version", 7.25, "firmware-number-unreadable"),
        ("Active", True, "count-not-a-number"),
        ("Active", date(2019, 1, 1), "count-not-a-number"),
        ("Active", 12.5, "count-fractional"),
    ],
)
def test_a_cell_of_the_wrong_kind_is_an_error_at_its_place(column: str, value: object, code: str) -> None:
    one = read({"Return": SENDER, "Combinations": combinations(**{column: value})})
    assert said(one) == [(2, column, "error", code)]


def test_whole_numbers_are_counts_whatever_a_spreadsheet_makes_of_them() -> None:
    one = read({"Return": SENDER, "Combinations": combinations(Active=100.0, Dormant="1,020")})
    assert one.accepted.counts == ((100,), (1020,), (0,))


@pytest.mark.parametrize(("shown", "value"), [("0%", "1200%"), ("0.00%", "1200%"), ("0", ""), ('0" %"', "")])
def test_a_percentage_is_no_count(shown: str, value: str) -> None:
    def as_shown(book: Workbook) -> None:
        active = [*CLEAN_ROW].index("Active") + 1
        book.worksheets[0].cell(2, active).number_format = shown

    one = read_return(
        "RFI-1__Supplier__Aster-Energy.xlsx", workbook({"Active": 12}, change=as_shown), foc(), catalogue()
    )

    assert [finding.value for finding in one.findings if finding.code == "count-not-a-number"] == (
        [value] if value else []
    )
    assert one.accepted.counts[0] == (() if value else (12,))
