"""What is written at a cell and in the list of findings: whole, printable, and never more than a cell can hold."""

from __future__ import annotations

import json

import pytest
from openpyxl import Workbook

from builders import csv_of, foc, row, supplier_return
from eligo.artefacts import causes_csv, findings_json
from eligo.causes import causes_of
from eligo.findings import Issue, Location
from eligo.returns import findings_workbook, marks
from eligo.scheme import device_columns, template_columns
from returns.sent_workbooks import NAME, listed, marked, opened, returned, workbook

TEXT = NAME.replace(".xlsx", ".csv")


def test_a_cause_with_more_ranges_than_a_cell_holds_goes_on_in_a_next_line() -> None:
    places = [Location("f.csv", "", line, "Active", 3, "Active") for line in range(2, 20_002, 2)]
    causes = causes_of([Issue("count-negative", "Active", "-1", "0", "Below.").at(place) for place in places], {})

    lines = list(marks.lines(causes))

    assert [line.cells[:2] for line in lines] == [(1, "error"), (1, "error, continued"), (1, "error, continued")]
    assert ", ".join(str(line.cells[3]) for line in lines).split(", ") == [f"C{place.row}" for place in places]
    assert all(len(str(line.cells[3])) < 32_767 for line in lines)


def test_a_column_that_the_sheet_does_not_have_is_said_to_be_missing() -> None:
    columns = [c.name for c in template_columns(foc()) if c.name != "PPMID Hardware version"]

    book = opened(returned(csv_of([row(), row(Active="1")], columns), TEXT))

    assert listed(book, ("Cells", "Your column", "Code")) == [
        ("2:3", "PPMID Hardware version (not in your sheet)", "hardware-inferred")
    ]
    assert marked(book, "Rows")["A4"] == ("warning", "Warning: hardware-inferred")


def test_a_long_value_is_clipped_where_it_is_repeated_and_says_so() -> None:
    book = opened(returned(workbook({"SMSO": "S" * 5000})))

    assert "Found: " + "S" * 200 + "… (5,000 characters in all)" in book["Combinations"]["B2"].comment.text
    assert book["Combinations"]["B2"].value == "S" * 5000


def test_characters_that_no_workbook_can_hold_are_shown_as_a_mark() -> None:
    book = opened(returned(csv_of([row(SMSO="a\x0bb\x1f")]), TEXT))

    assert listed(book, ("Found",)) == [("a\ufffdb\ufffd",)]


def test_what_is_about_a_whole_sheet_stands_at_its_first_cell() -> None:
    book = opened(returned(workbook({}, change=lambda book: book.create_sheet("Working").append(["x"]))))

    assert marked(book, "Working") == {"A1": ("", "Note: sheet-ignored")}
    assert listed(book, ("Sheet", "Cells", "Code")) == [("Working", "whole sheet", "sheet-ignored")]


def test_a_finding_in_a_merged_cell_stands_at_its_first_cell() -> None:
    def merge(book: Workbook) -> None:
        book.worksheets[0].merge_cells("W2:X2")

    book = opened(returned(workbook({}, change=merge)))

    assert marked(book, "Combinations") == {"W2": ("error", "Error: count-missing")}


def test_rows_that_no_sheet_holds_go_on_in_a_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_workbook, "MOST_ROWS", 5)
    monkeypatch.setattr(findings_workbook, "MOST_COMMENTS", 3)

    book = opened(returned(csv_of([row(Active="-1", Dormant=str(n)) for n in range(6)]), TEXT))

    assert book.sheetnames == ["Findings", "Rows", "Rows part 2", "Rows part 3"]
    found = {title: marked(book, title) for title in book.sheetnames[1:]}
    assert sum(len(cells) for cells in found.values()) == 6
    assert sum(bool(said) for cells in found.values() for _, said in cells.values()) == 3


def test_causes_and_findings_for_programs_say_the_same() -> None:
    one = supplier_return([row(Active="-1"), row(Active="-1", Dormant="3"), row(**{"CH Hardware version": "-"})])
    causes = causes_of(one.findings, device_columns(foc()))

    told = json.loads(findings_json(causes))

    assert causes_csv(causes).decode().splitlines()[1:] == [
        (
            f"1,error,count-negative,{TEXT},,Active,AF,Active,AF2:AF3,2,-1,"
            '"a whole number of installations, 0 or more",The count -1 is below zero.,'
            '"Type a whole number of installations, 0 or more.",,'
        ),
        (
            f"2,warning,hardware-inferred,{TEXT},,CH Hardware version,T,CH Hardware version,T4,1,,A,"
            "\"Read as 'A', the only hardware version of SEAP-2000-V in the catalogue.\","
            "Fill in the hardware version next time.,,"
        ),
        (
            f"3,note,placeholder-as-blank,{TEXT},,CH Hardware version,T,CH Hardware version,T4,1,-,a blank cell,"
            "Read as blank.,Leave such cells blank next time.,2,The blank cell is what is wrong."
        ),
    ]
    assert [(one["number"], one["cells"], one["follows_from"]) for one in told["causes"]] == [
        (1, "AF2:AF3", None),
        (2, "T4", None),
        (3, "T4", 2),
    ]
    assert [(one["row"], one["code"], one["cause"]) for one in told["findings"]] == [
        (2, "count-negative", 1),
        (3, "count-negative", 1),
        (4, "hardware-inferred", 2),
        (4, "placeholder-as-blank", 3),
    ]
