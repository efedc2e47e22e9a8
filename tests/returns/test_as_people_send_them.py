"""What help desks see every day: files under other names, sheets and tables of another shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from openpyxl import Workbook

from builders import catalogue, csv_of, foc, row
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.returns import Return, read_return
from returns.sent_workbooks import NAME, bytes_of

HEADER, ROW = [*row()], [*row().values()]


def read(name: str, content: bytes) -> Return:
    return read_return(name, content, foc(), catalogue())


def sheets_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(list(cells))
    return bytes_of(book)


@pytest.mark.parametrize(
    "edition",
    ["_v2", "-v2", " v2.1", "_FINAL", "_v2_FINAL", "_2019-09-30", "-rev3", " (2)", "_resubmission", "_corrected 2"],
)
def test_the_edition_of_a_file_is_no_part_of_its_senders_name(edition: str) -> None:
    """Every row was told to be of another supplier."""
    one = read(f"RFI-1__Supplier__Aster-Energy{edition}.csv", csv_of([row()], HEADER))

    assert (one.sender.organisation, one.findings) == ("Aster Energy", ())


@pytest.mark.parametrize("named", ["Aster-Energy-Services", "Aster-Energy-2", "Aster"])
def test_of_a_name_nothing_is_left_out_that_the_rows_do_not_prove(named: str) -> None:
    own = named.replace("-", " ")

    one = read(f"RFI-1__Supplier__{named}.csv", csv_of([row(Supplier=own), row(Supplier="Birch Power")], HEADER))

    assert one.sender.organisation == own
    assert [(finding.location.row, finding.code) for finding in one.findings] == [(3, "supplier-not-sender")]


def test_an_empty_sheet_of_the_templates_name_hides_no_other() -> None:
    one = read(NAME, sheets_of({"Combinations": [], "Sheet1": [HEADER, ROW]}))

    (finding,) = one.findings
    assert (finding.code, finding.location.sheet, one.accepted.rows) == ("sheet-renamed", "Sheet1", (2,))
    assert finding.message.startswith("The sheet 'Combinations' is empty")


def test_a_sheet_for_each_operator_is_told_what_to_do() -> None:
    with pytest.raises(WrongTemplate, match="2 others have its columns") as error:
        read(NAME, sheets_of({"SMSO-1": [HEADER, ROW], "SMSO-2": [HEADER, ROW]}))

    assert error.value.hint == "Put all rows on one sheet of the name 'Combinations'."


def test_a_table_whose_columns_are_its_rows_is_told_so() -> None:
    turned = "".join(f"{name},{text},{text}\n" for name, text in row().items())

    with pytest.raises(WrongTemplate, match="stand below each other in column A: turn the table"):
        read("RFI-1__Supplier__Aster-Energy.csv", turned.encode())


@pytest.mark.parametrize("first", [0, 1, 7])
def test_a_row_that_numbers_the_columns_is_none_of_the_table(first: int) -> None:
    """It counted 49 installations, and had a fault in every cell."""
    numbers = ",".join(str(first + place) for place in range(len(HEADER)))
    content = csv_of([row()], HEADER).replace(b"\n", f"\n{numbers}\n".encode(), 1)

    one = read("RFI-1__Supplier__Aster-Energy.csv", content)

    (finding,) = one.findings
    assert (finding.location.row, finding.code, finding.severity.value) == (2, "remark-row-ignored", "note")
    assert (one.accepted.rows, one.reported) == ((3,), {"SMSO-1": 120})


def test_a_row_of_numbers_that_do_not_number_the_columns_is_a_row() -> None:
    numbers = ",".join(str(place * 2) for place in range(len(HEADER)))
    one = read(
        "RFI-1__Supplier__Aster-Energy.csv", csv_of([row()], HEADER).replace(b"\n", f"\n{numbers}\n".encode(), 1)
    )

    assert [row.row for row in one.quarantined] == [2]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html><table><tr><td>Supplier</td></tr></table></html>", "a web page"),
        (b"<table border=1><tr><td>Supplier</td></tr></table>", "a web page"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>', "an XML file"),
    ],
)
@pytest.mark.parametrize("suffix", ["xls", "xlsx"])
def test_what_is_exported_by_the_name_of_a_workbook_is_to_be_saved_as_one(
    content: bytes, what: str, suffix: str
) -> None:
    """To rename it, as was said, would not have helped."""
    with pytest.raises(UnreadableFile, match=f"is {what}, not the .{suffix} workbook") as error:
        read(f"RFI-1__Supplier__Aster-Energy.{suffix}", content)

    assert error.value.hint == "Open it in a spreadsheet program, save it as .xlsx and send that."
