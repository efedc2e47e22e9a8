"""What help desks see every day: files under other names, sheets and tables of another shape."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from builders import catalogue, csv_of, foc, row, upgrade
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.findings import column_letters
from eligo.returns import Return, read_return
from faults.workbook_ods import Sheet, ods
from faults.workbook_xls import xls
from faults.zips import pack
from returns.sent_workbooks import NAME, bytes_of, sheets_of

HEADER, ROW = [*row()], [*row().values()]


def _as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    return sheets_of({name: cells for name, _, cells in sheets})


def read(name: str, content: bytes) -> Return:
    return read_return(name, content, foc(), catalogue())


@pytest.mark.parametrize(
    "edition",
    [
        "_v2",
        "-v2",
        " v2.1",
        "_FINAL",
        "_v2_FINAL",
        "_2019-09-30",
        "-rev3",
        " (2)",
        "_resubmission",
        "_corrected 2",
        ".csv",
    ],
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


@pytest.mark.parametrize("rows", [[], [HEADER], [["Device return"], [], HEADER]], ids=["empty", "header", "title"])
def test_an_empty_sheet_of_the_templates_name_hides_no_other(rows: Sequence[Sequence[object]]) -> None:
    one = read(NAME, sheets_of({"Combinations": rows, "Sheet1": [HEADER, ROW]}))

    (finding,) = one.findings
    assert (finding.code, finding.location.sheet, one.accepted.rows) == ("sheet-instead", "Sheet1", (2,))
    assert finding.message.startswith("The sheet 'Combinations' has no rows")


def test_a_hidden_sheet_stands_in_for_no_empty_one() -> None:
    """What nobody sees, such as the last round's rows, was counted for who has nothing to report."""
    book = load_workbook(io.BytesIO(sheets_of({"Combinations": [HEADER], "2018": [HEADER, ROW]})))
    book["2018"].sheet_state = "hidden"
    one = read(NAME, bytes_of(book))

    assert one.is_empty
    assert sorted(f.code for f in one.findings if f.severity.value != "note") == ["return-empty", "sheet-not-read"]


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


@pytest.mark.parametrize(
    "day",
    ["31st August 2019", "31.08.2019", "Aug 31, 2019", "Saturday, 31 August 2019", datetime(2019, 8, 31, 12, 30)],
)
def test_a_day_is_read_as_people_write_it(day: object) -> None:
    """The whole return was refused for it."""
    stated = [("Organisation", "Aster Energy"), ("Organisation role", "Supplier"), ("RFI reference", "RFI-1")]
    plan = upgrade("03.00.01.60", "03.00.01.61", "")
    plans: list[list[object]] = [[*plan], [*[*plan.values()][:-1], day]]
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Return": [*stated, ("Snapshot date", day)],
        "Combinations": [HEADER, ROW],
        "Planned upgrades": plans,
    }

    one = read("any.xlsx", sheets_of(sheets))

    assert (one.sender.snapshot, one.findings) == (date(2019, 8, 31), ())
    assert [planned.completion for planned in one.upgrades] == [date(2019, 8, 31)]


def test_headers_may_be_numbered() -> None:
    named = [f"{number}. {name}*" for number, name in enumerate(HEADER, start=1)]

    one = read("RFI-1__Supplier__Aster-Energy.csv", csv_of([], named) + csv_of([row()], HEADER).split(b"\n", 1)[1])

    assert (one.accepted.rows, one.findings) == ((2,), ())
    assert one.columns["ESME Model"] == (6, "7. ESME Model*")


@pytest.mark.parametrize("column", ["Active", "ESME Model", "CH Firmware version", "WAN provider", "Supplier"])
def test_a_column_that_was_too_narrow_has_lost_its_values(column: str) -> None:
    """As a model it stood as itself, and the row counted."""
    one = read("RFI-1__Supplier__Aster-Energy.csv", csv_of([row(**{column: "#####"})], HEADER))

    (finding,) = one.findings
    assert (finding.location.column, finding.code, one.accepted.rows) == (column, "cell-error", ())
    assert "too narrow" in finding.message


def test_quotes_around_a_provider_are_no_part_of_its_name() -> None:
    one = read("RFI-1__Supplier__Aster-Energy.csv", csv_of([row(**{"WAN provider": "'WAN-A'"})], HEADER))

    assert one.accepted.attributes["wan_provider"] == ("WAN-A",)
    assert [(finding.code, finding.severity.value) for finding in one.findings] == [("value-normalised", "note")]


def test_the_lock_of_an_open_workbook_is_no_second_return() -> None:
    packed = pack({NAME: sheets_of({"Combinations": [HEADER, ROW]}), f"~${NAME}": b"x" * 165})

    assert read(NAME.replace(".xlsx", ".zip"), packed).accepted.rows == (2,)


@pytest.mark.parametrize("rows", [[], [["None planned"]], [["No upgrades are planned before"], [], ["the horizon"]]])
def test_a_sheet_of_planned_upgrades_that_plans_none_is_no_fault(rows: Sequence[Sequence[object]]) -> None:
    """The whole return was refused for it."""
    one = read(NAME, sheets_of({"Combinations": [HEADER, ROW], "Planned upgrades": rows}))

    remarks = sum(bool(cells) for cells in rows)
    assert [finding.code for finding in one.findings] == ["remark-row-ignored"] * remarks
    assert (one.accepted.rows, one.upgrades, one.balances[1].ignored) == ((2,), (), remarks)


@pytest.mark.parametrize(
    "rows", [[["GSME", "Landis+Gyr", "G370"]], [["GSME;Landis+Gyr;G370;1.0;03.00.01.60;03.00.01.61"]], [["2019-09-01"]]]
)
def test_a_sheet_of_planned_upgrades_without_a_header_is_refused(rows: Sequence[Sequence[object]]) -> None:
    with pytest.raises(WrongTemplate, match="none of the first 50 rows looks like a header"):
        read(NAME, sheets_of({"Combinations": [HEADER, ROW], "Planned upgrades": rows}))


@pytest.mark.parametrize(("ending", "written"), [("xls", xls), ("ods", ods), ("xlsx", _as_xlsx)])
@pytest.mark.parametrize("above", [[[]], [[], []], [[], ["Devices"]], [["Devices"], [], []]])
def test_rows_are_numbered_as_their_sender_sees_them(
    ending: str, written: Callable[[Sequence[Sheet]], bytes], above: list[list[str]]
) -> None:
    """In .xls and .ods blank rows at the top were counted twice."""
    faulty = [*row(Active="-1").values()]
    sheet = [[*line, *[""] * (len(HEADER) - len(line))] for line in (*above, HEADER, ROW, faulty)]

    one = read(f"RFI-1__Supplier__Aster-Energy.{ending}", written([("Combinations", False, sheet)]))

    found = [(f.code, f.location.row, f.location.column_letter) for f in one.findings if f.severity.value == "error"]
    assert found == [("count-negative", len(above) + 3, column_letters(HEADER.index("Active") + 1))]
