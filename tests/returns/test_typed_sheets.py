"""Workbooks whose cells are what they are: days, numbers and text, and nothing that is computed."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from eligo.returns import TypedSheet, typed_workbook

CREATED = datetime(2020, 2, 21, 9, tzinfo=UTC)
SHEET = TypedSheet(
    "List",
    ("version", "added", "entry", "why"),
    (
        ("2.10", date(2020, 2, 21), 24, '=HYPERLINK("http://example.org")'),
        ("007", None, 0, "https://example.org and\nanother line, \x0b, _x0041_"),
        ("1e5", date(1999, 12, 31), 10**9, "+1-1"),
    ),
    frozen=1,
)


def read(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def test_every_cell_comes_back_as_it_was() -> None:
    sheet = read(typed_workbook([SHEET], CREATED))["List"]

    values = [[cell.value for cell in row] for row in sheet.rows]
    rows = [[one.date() if isinstance(one, datetime) else one for one in row] for row in values]
    assert rows[0] == list(SHEET.header)
    assert rows[1] == list(SHEET.rows[0])
    assert rows[3] == list(SHEET.rows[2])
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n", "d"}
    assert [cell.hyperlink for row in sheet.rows for cell in row if cell.hyperlink] == []


def test_the_header_stays_in_sight_and_filters() -> None:
    sheet = read(typed_workbook([SHEET, TypedSheet("None", ("nothing",), ())], CREATED))["List"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:D4")
    widths = [sheet.column_dimensions[name].width for name in "ABCD"]
    assert widths[0] < widths[3] <= 49


def test_the_same_tables_give_the_same_bytes() -> None:
    assert typed_workbook([SHEET], CREATED) == typed_workbook([SHEET], CREATED)


def test_more_rows_than_a_sheet_has_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eligo.returns.typed_sheets.MOST_ROWS", 2)
    book = read(typed_workbook([SHEET], CREATED))

    assert book.sheetnames == ["List", "List 2"]
    assert [row[0].value for name in book.sheetnames for row in book[name].rows] == [
        *("version", "2.10", "007"),
        *("version", "1e5"),
    ]
