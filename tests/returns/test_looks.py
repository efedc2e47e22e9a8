"""What the look of a cell says that its value does not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from builders import catalogue, foc, row
from eligo.returns import Return, read_return
from returns.sent_workbooks import NAME, causes, parts, rewritten, workbook

HEADER = [*row()]
STRUCK = Font(strike=True)
RUNS = re.compile(rb't="inlineStr"><is>(<r>(?:(?!</is>).)*)</is></c>')
LINK = (
    b'<Relationship Id="strings" Target="sharedStrings.xml"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)


def read(*rows: dict[str, object], change: Callable[[Workbook], None]) -> Return:
    return read_return(NAME, workbook(*rows, change=change), foc(), catalogue())


def told(one: Return) -> list[tuple[str, int, str, str]]:
    return [(f.code, f.location.row, f.location.column, f.value) for f in one.findings]


def striking(number: int, *columns: str) -> Callable[[Workbook], None]:
    def strike(book: Workbook) -> None:
        for column in columns:
            book.worksheets[0].cell(number, HEADER.index(column) + 1).font = STRUCK

    return strike


def test_a_row_that_is_struck_through_is_told_and_read() -> None:
    """It counted, and nothing was said."""
    one = read({}, {}, change=striking(3, *HEADER))

    assert told(one) == [("struck-through", 3, "", "")]
    assert list(one.accepted.rows) == [2, 3]


def test_a_cell_that_is_struck_through_is_told_at_its_place() -> None:
    one = read({"Active": 7}, {}, change=striking(2, "Active", "CH Model"))

    assert told(one) == [("struck-through", 2, "CH Model", "SEAP-2000-V"), ("struck-through", 2, "Active", "7")]


def test_a_text_of_which_a_part_is_struck_through_is_told() -> None:
    """The old count and the new one are one text for whoever reads the cell alone."""
    corrected = CellRichText(TextBlock(InlineFont(strike=True), "12"), "15")

    def corrects(book: Workbook) -> None:
        book.worksheets[0].cell(2, HEADER.index("Active") + 1).value = corrected

    assert told(read({}, change=corrects)) == [("struck-through", 2, "Active", "1215")]
    assert told(read_return(NAME, shared(workbook({}, change=corrects)), foc(), catalogue())) == [
        ("struck-through", 2, "Active", "1215")
    ]


def shared(content: bytes) -> bytes:
    """A workbook with its text of several runs among the strings that cells share, as spreadsheet programs save it."""

    def share(name: str, part: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            return part.replace(b"</Relationships>", LINK + b"</Relationships>")
        runs = RUNS.search(part)
        return part.replace(runs[0], b't="s"><v>0</v></c>') if runs else part

    runs = RUNS.search(parts(content)["xl/worksheets/sheet1.xml"].encode())
    assert runs
    return rewritten(content, share, {"xl/sharedStrings.xml": b"<sst><si>" + runs[1] + b"</si></sst>"})


def test_rows_that_are_struck_through_are_one_line_of_what_goes_back() -> None:
    def strike(book: Workbook) -> None:
        for number in (2, 3, 4):
            striking(number, *HEADER)(book)

    assert [(cause.first.code, cause.cells) for cause in causes(workbook({}, {}, {}, {}, change=strike))] == [
        ("struck-through", "2:4")
    ]


@pytest.mark.parametrize("strike", ["false", "0"])
def test_a_font_that_says_that_it_does_not_strike_does_not(strike: str) -> None:
    content = rewritten(
        workbook({}, change=striking(2, *HEADER)),
        lambda _, part: part.replace(b'<strike val="1"', f'<strike val="{strike}"'.encode()),
    )

    assert told(read_return(NAME, content, foc(), catalogue())) == []


def formatted(code: str, value: object = 12) -> Return:
    def shown(book: Workbook) -> None:
        book.worksheets[0].cell(2, HEADER.index("Active") + 1).number_format = code

    return read({"Active": value}, change=shown)


@pytest.mark.parametrize("code", ['0"k"', "0\\k", '0.0" thousand"', '0" %"', "#,##0,", '0"000"', '0;-0;0"k"'])
def test_a_count_that_is_shown_as_another_number_is_told(code: str) -> None:
    """Its sender sees `12k`, and 12 were counted without a word."""
    assert told(formatted(code)) == [("number-shown-otherwise", 2, "Active", "12")]


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "#,##0",
        '#,##0" homes"',
        "[Red]#,##0;[Blue]-#,##0",
        '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-',
        '0.0,"k"',
    ],
)
def test_a_count_that_is_shown_as_it_is_has_no_word(code: str) -> None:
    assert told(formatted(code)) == []


def test_what_is_no_number_is_shown_as_it_is() -> None:
    assert told(formatted('0"k"', 0)) == []
    assert [code for code, *_ in told(formatted('0"k"', "lots"))] == ["count-not-a-number"]
