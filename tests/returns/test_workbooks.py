"""Workbooks: who sends them, which sheets they have, which kinds of cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from builders import CLEAN_ROW, catalogue, foc, said
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.returns import Return, Role, read_return
from returns.sent_workbooks import NAME, causes, rewritten, sheets_of, workbook

SENDER = [
    ("Organisation", "Aster Energy"),
    ("Organisation role", "Supplier"),
    ("RFI reference", "RFI-1"),
    ("Snapshot date", date(2019, 8, 31)),
]
Cells = Sequence[Sequence[object]]


def read(sheets: Mapping[str, Cells], name: str = "a.xlsx") -> Return:
    return read_return(name, sheets_of(sheets), foc(), catalogue())


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


@pytest.mark.parametrize(
    ("first", "last", "told"), [(25, 25, ["Dormant"]), (24, 200, ["Active", "Dormant", "Intends to enrol"])]
)
def test_hidden_columns_are_read_and_told_at_their_headers(first: int, last: int, told: list[str]) -> None:
    def hide(book: Workbook) -> None:
        group = book.worksheets[0].column_dimensions["X"]
        group.hidden, group.min, group.max = True, first, last

    one = read_return(NAME, workbook({}, change=hide), foc(), catalogue())

    found = [(finding.location.row, finding.location.column, finding.code) for finding in one.findings]
    assert found == [(1, name, "hidden-read") for name in told]
    assert one.accepted.counts[1] == (20,)


def test_more_merged_cells_than_can_be_held_are_refused() -> None:
    """What was beyond them was read as blank."""
    merged = b"<mergeCells>" + b'<mergeCell ref="A5:A6"/>' * 200_002 + b"</mergeCells>"

    def merge(part: str, content: bytes) -> bytes:
        return content.replace(b"</sheetData>", b"</sheetData>" + merged) if part.endswith("sheet1.xml") else content

    with pytest.raises(UnreadableFile, match="more than 200,000 merged cells"):
        read_return(NAME, rewritten(workbook({}), merge), foc(), catalogue())


def test_a_device_in_one_merged_cell_is_told_there_and_its_blank_cells_follow() -> None:
    content = workbook({}, {}, change=lambda book: book.worksheets[0].merge_cells("F2:I3"))

    told = {cause.first.code: cause for cause in causes(content)}

    across = told["cells-merged-across"]
    assert across.cells == "F2:F3"
    assert "up to column I; 'Landis+Gyr' is read under 'ESME Manufacturer' alone" in across.message
    assert told["device-without-model"].follows_from == across.number


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        ("A3:Z3", {"A3": "Total", "X3": None}),
        ("A4:Z4", {"A4": "counted on Friday"}),
        ("J2:M2", {"J2": "-", "D2": "SF"}),
    ],
    ids=["totals", "a remark", "no device"],
)
def test_cells_merged_over_columns_that_say_nothing_there_are_no_fault(
    place: str, cells: Mapping[str, str | None]
) -> None:
    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for column in range(1, 27) if "A3" in cells else ():
            sheet.cell(3, column).value = None
        for at, text in cells.items():
            sheet[at] = text
        sheet.merge_cells(place)

    one = read_return(NAME, workbook({}, {}, change=change), foc(), catalogue())

    assert {finding.severity.value for finding in one.findings} == {"note"}
    assert one.accepted.rows == ((2,) if "A3" in cells else (2, 3))
