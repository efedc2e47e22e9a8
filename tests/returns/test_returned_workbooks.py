"""The workbook that goes back: the sender's own cells, with every finding at its place, and nothing that could run."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from xlsxwriter.workbook import Workbook as FormulaWorkbook

from builders import CLEAN_ROW, csv_of, row
from eligo.returns.annotate import annotated
from eligo.returns.safe_copy import safe_copy
from returns.sent_workbooks import NAME, causes, listed, marked, opened, parts, returned, rewritten, workbook

ACTIVE = "X"
"""The letter of the column Active in these workbooks."""


def test_each_cell_has_the_colour_of_its_gravest_finding_and_a_comment() -> None:
    sent = workbook({"Active": -1}, {"CH Model": "SEAP-9"}, {}, {"Active": "1,000"})

    book = opened(returned(sent))

    assert book.sheetnames == ["Findings", "Combinations"]
    assert marked(book, "Combinations") == {
        "X2": ("error", "Error: count-negative"),
        "O3": ("warning", "Warning: model-unknown"),
        "X5": ("note", "Note: count-formatted"),
    }
    assert book["Combinations"]["X2"].comment.text == (
        "Error: count-negative\nThe count -1 is below zero.\nFound: -1\n"
        "Expected: a whole number of installations, 0 or more\n"
        "What to do: Type a whole number of installations, 0 or more.\nLine 1 of the sheet Findings."
    )


def test_the_list_names_every_cell_and_leads_there() -> None:
    book = opened(returned(workbook({"Active": -1}, {"Active": -1}, {}, {"Active": -1})))

    assert listed(book, ("No.", "Severity", "Sheet", "Cells", "Number of cells", "Your column", "Found", "Code")) == [
        (1, "error", "Combinations", "X2:X3, X5", 3, "Active", "-1", "count-negative")
    ]
    assert book["Findings"]["D9"].hyperlink.location == "'Combinations'!X2:X3"


def test_every_other_cell_is_as_it_was_sent() -> None:
    sent = workbook({"Active": -1}, {"WAN provider": "  WAN-A "})

    values = [
        [[cell.value for cell in line] for line in opened(content)["Combinations"].iter_rows()]
        for content in (sent, returned(sent))
    ]

    assert values[0] == values[1]


def test_a_row_that_is_ignored_is_coloured_whole_with_one_comment() -> None:
    book = opened(returned(workbook({}, {"Dormant": 20})))

    found = marked(book, "Combinations")

    assert {colour for colour, _ in found.values()} == {"warning"}
    assert [cell for cell, (_, said) in found.items() if said] == ["A3"]
    assert len(found) == sum(1 for value in CLEAN_ROW.values() if value)


@pytest.mark.parametrize("typed", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_begins_like_a_formula_stays_text_wherever_it_is_written(typed: str, form: str) -> None:
    def as_text(book: Workbook) -> None:
        book.worksheets[0]["X2"].data_type = "s"

    if form == "xlsx":
        back = returned(workbook({"Active": typed}, change=as_text))
    else:
        back = returned(csv_of([row(Active=typed)]), NAME.replace(".xlsx", ".csv"))

    cells = [cell for sheet in opened(back).worksheets for line in sheet.iter_rows() for cell in line]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert not any("<f>" in text or "<f " in text for name, text in parts(back).items() if "worksheets" in name)
    assert typed.strip() in {str(cell.value).strip() for cell in cells}


def test_a_formula_stands_as_its_last_value() -> None:
    written = io.BytesIO()
    with FormulaWorkbook(written) as book:
        sheet = book.add_worksheet("Combinations")
        sheet.write_row(0, 0, [*CLEAN_ROW])
        sheet.write_row(1, 0, [*CLEAN_ROW.values()])
        sheet.write_formula("X2", "=0-7", value=-7)

    back = returned(written.getvalue())

    assert opened(back)["Combinations"]["X2"].value == -7
    assert "<f>" not in parts(back)["xl/worksheets/sheet2.xml"]


def test_links_names_and_rules_do_not_come_back() -> None:
    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet["A2"].hyperlink = "https://elsewhere.example/x"
        book.defined_names["Run"] = DefinedName("Run", attr_text="cmd|'/C calc'!A0")
        for rule in ("[other.xlsx]Sheet1!$A$1:$A$3", '"Y,N"'):
            validation = DataValidation(type="list", formula1=rule)
            validation.add("Z2")
            sheet.add_data_validation(validation)

    sent = rewritten(
        workbook({"Active": -1}, change=change),
        lambda _, text: text,
        {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
    )

    back = parts(returned(sent))

    assert [name for name in back if "external" in name] == []
    assert [name for name, text in back.items() if "elsewhere" in text or "cmd" in text or "other.xlsx" in text] == []
    assert "Y,N" in back["xl/worksheets/sheet2.xml"]


def test_nobody_is_named_and_a_comment_of_the_sender_is_kept_as_theirs() -> None:
    def change(book: Workbook) -> None:
        book.properties.creator = book.properties.lastModifiedBy = "A. Person"
        for cell in ("X2", "A2"):
            book.worksheets[0][cell].comment = Comment("ask the depot", "A. Person")

    back = returned(workbook({"Active": -1}, change=change))

    assert not any("A. Person" in text for text in parts(back).values())
    book = opened(back)
    comments = [cell.comment for line in book["Combinations"].iter_rows() for cell in line if cell.comment]
    assert {comment.author for comment in comments} == {"Eligo"}
    assert comments[0].text == "Your comment: ask the depot"
    assert comments[1].text.endswith("Line 1 of the sheet Findings.\n\nYour comment: ask the depot")


def test_the_same_return_gives_the_same_bytes() -> None:
    sent = workbook({"Active": -1})

    assert returned(sent) == returned(sent)


def test_what_was_marked_before_is_gone_once_it_is_mended_in_the_copy() -> None:
    copy = opened(returned(workbook({"Active": -1}, {"Dormant": "x"})))
    copy["Combinations"]["X2"].value = 1
    written = io.BytesIO()
    copy.save(written)

    book = opened(returned(written.getvalue()))

    assert book.sheetnames == ["Findings", "Combinations"]
    assert marked(book, "Combinations") == {"Y3": ("error", "Error: count-not-a-number")}


def test_a_sheet_of_the_senders_own_of_that_name_is_kept() -> None:
    book = opened(returned(workbook({}, change=lambda book: book.create_sheet("Findings").append(["ours"]) or None)))

    assert book.sheetnames == ["Findings (Eligo)", "Combinations", "Findings"]


def test_a_sheet_that_cannot_be_named_as_it_was_sent_is_not_left_unmarked() -> None:
    sent = workbook({}, change=lambda book: book.create_sheet("Other").append(["x"]))
    alike = rewritten(sent, lambda _, text: text.replace(b'name="Other"', b'name="COMBINATIONS"'))

    book = opened(returned(alike))

    assert book.sheetnames == ["Findings", "Rows"]
    assert listed(book, ("Sheet", "Code")) == [("COMBINATIONS", "sheet-ignored")]


def test_formatting_far_below_the_table_is_left_behind() -> None:
    stray = b"".join(b'<row r="%d" ht="15"><c r="A%d" s="0"/></row>' % (n, n) for n in range(900_000, 1_048_577))
    sent = workbook({"Active": -1})
    strayed = rewritten(sent, lambda _, text: text.replace(b"</sheetData>", stray + b"</sheetData>"))

    back = annotated(NAME, strayed, causes(sent))

    assert back is not None
    book = opened(back)
    assert book["Combinations"].max_row == 2
    assert marked(book, "Combinations") == {"X2": ("error", "Error: count-negative")}


@pytest.mark.parametrize(
    "harm",
    [
        b'<mergeCells count="1"><mergeCell ref="A9:XFD1048576"/></mergeCells>',
        b"<hyperlinks><hyperlink",
        b"<!DOCTYPE x>",
    ],
)
def test_a_workbook_that_would_take_too_long_to_open_is_not_opened(harm: bytes) -> None:
    sent = rewritten(workbook({}), lambda _, text: text.replace(b"</sheetData>", b"</sheetData>" + harm))

    assert safe_copy(sent) is None


def test_above_two_hundred_thousand_cells_the_rows_with_findings_go_back_alone() -> None:
    width = len(CLEAN_ROW)
    count = 200_000 // width + 1
    written = io.BytesIO()
    with FormulaWorkbook(written, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Combinations")
        sheet.write_row(0, 0, [*CLEAN_ROW])
        for number in range(1, count + 1):
            sheet.write_row(
                number, 0, [*{**CLEAN_ROW, "Dormant": number, "Active": -5 if number == 70 else 5}.values()]
            )

    back = opened(returned(written.getvalue()))

    assert back.sheetnames == ["Findings", "Rows"]
    assert marked(back, "Rows") == {"Y4": ("error", "Error: count-negative")}
    assert [back["Rows"][cell].value for cell in ("A4", "Y2", "Y4")] == [71, "X", "-5"]
    assert listed(back, ("Cells", "Code")) == [("X71", "count-negative")]
    assert back["Findings"]["D8"].hyperlink.location == "'Rows'!Y4"


def test_a_text_file_goes_back_as_its_header_and_its_rows_with_findings() -> None:
    sent = csv_of([row(), row(Active="-1"), row(Active="3"), row()], [*CLEAN_ROW])

    back = opened(returned(sent, NAME.replace(".xlsx", ".csv")))

    sheet = back["Rows"]
    assert [sheet.cell(line, 1).value for line in range(1, sheet.max_row + 1)][1:] == ["Your row", 1, 3, 5]
    assert marked(back, "Rows") == {
        "Y4": ("error", "Error: count-negative"),
        "A5": ("warning", "Warning: row-repeated"),
    }


def test_the_copy_is_a_return_in_which_the_same_is_found() -> None:
    sent = workbook({"Active": -1, "GSME Firmware version": 3000160}, {"CH Model": "SEAP-9"}, {"Dormant": 20}, {})

    found = [found_in(content) for content in (sent, returned(sent))]

    assert found[1] == found[0] | {("sheet-ignored", "Findings", 0, 0, "Findings")}


def found_in(content: bytes) -> set[tuple[str, str, int, int, str]]:
    return {
        (one.code, one.location.sheet, one.location.row, one.location.column_number, one.value)
        for cause in causes(content)
        for one in cause.findings
    }


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_annotated_or_not_but_never_stops_the_work(seed: int) -> None:
    sent = workbook({"Active": -1}, {"Dormant": 20}, {"CH Model": "x"})
    drawn = random.Random(seed)
    damaged = drawn.choice(sorted(parts(sent)))

    back = annotated(
        NAME, rewritten(sent, lambda name, text: damage(text, drawn) if name == damaged else text), causes(sent)
    )

    assert back is None or zipfile.is_zipfile(io.BytesIO(back))


def damage(text: bytes, drawn: random.Random) -> bytes:
    """A part with a byte changed, a stretch cut out or repeated, or an attribute that means something else."""
    start = drawn.randrange(len(text))
    end = min(len(text), start + drawn.randrange(1, 60))
    attributes = [found.span() for found in re.finditer(rb'"[^"]*"', text)]
    at = drawn.choice(attributes) if attributes else (0, 0)
    strange = drawn.choice([b'""', b'"-1"', b'"99999999999"', b'"A1:XFD1048576"', b'"1e999"', b'"e"'])
    return drawn.choice(
        [
            text[:start] + bytes([drawn.randrange(256)]) + text[start + 1 :],
            text[:start] + text[end:],
            text[:start] + text[start:end] * drawn.randrange(2, 40) + text[end:],
            text[: at[0]] + strange + text[at[1] :],
        ]
    )
