"""A merged cell hides the values that it covers, and does not delete them: none of them counts unseen."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook

from builders import catalogue, foc, row
from eligo.returns import Return, read_return
from returns.sent_workbooks import NAME, bytes_of, sheets_of

HEADER, ROW = [*row()], [*row().values()]


def covering(ranges: str, *lines: list[str]) -> Return:
    """A return of some rows of which a range is merged; what it covers stays in the file."""
    book: Workbook = load_workbook(io.BytesIO(sheets_of({"Combinations": [HEADER, *lines]})))
    sheet = book["Combinations"]
    kept = [(cell.row, cell.column, cell.value) for cells in sheet[ranges] for cell in cells][1:]
    sheet.merge_cells(ranges)
    for at_row, column, value in kept:
        sheet._cells[at_row, column] = type(sheet["A1"])(sheet, at_row, column, value)
    return read_return(NAME, bytes_of(book), foc(), catalogue())


def counted(text: str) -> list[str]:
    return [text if name in ("Active", "Dormant") else value for name, value in zip(HEADER, ROW, strict=True)]


@pytest.mark.parametrize(("ranges", "hidden"), [("X2:Y2", "Dormant"), ("W2:X2", "Active"), ("X2:Y3", "Dormant")])
def test_a_count_that_a_cell_beside_it_covers_is_not_taken(ranges: str, hidden: str) -> None:
    """It was counted, although whoever looks at the sheet sees one value for both."""
    one = covering(ranges, ROW, counted("7"))

    assert (2, hidden, "cell-covered") in [(f.location.row, f.location.column, f.code) for f in one.findings]
    assert 2 not in one.accepted.rows


def test_what_a_cell_covers_that_is_the_same_is_no_other_value() -> None:
    one = covering("X2:Y2", counted("7"))

    assert ([f.code for f in one.findings], one.reported) == (["cells-merged-across"], {"SMSO-1": 14})


def test_a_cell_of_ones_own_that_covers_a_count_hides_it() -> None:
    header = [*HEADER[:23], "Note", *HEADER[23:]]
    book = load_workbook(io.BytesIO(sheets_of({"Combinations": [header, [*ROW[:23], "all", *ROW[23:]]]})))
    sheet = book["Combinations"]
    sheet.merge_cells("X2:Y2")
    sheet._cells[2, 25] = type(sheet["A1"])(sheet, 2, 25, "100")

    one = read_return(NAME, bytes_of(book), foc(), catalogue())

    assert "cell-covered" in [f.code for f in one.findings]
    assert one.accepted.rows == ()
