"""Rows of a sheet, however their markup is written, against a plain reading of the same XML."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import example, given
from hypothesis import strategies as st

from eligo.errors import UnreadableFile
from returns.test_edges import MAIN, texts, written

OF = {"m": MAIN}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TEXTS = st.sampled_from(["", "E470", '2"', '12" 2"', 'c r="A2"', "a &amp; b", "&quot;2&quot;", "02.01"])
STYLES = st.sampled_from(["", ' s="1"', ' s="2"', ' s="12"'])
CELLS = st.dictionaries(st.integers(0, 27), st.tuples(STYLES, TEXTS), max_size=6)
ROWS = st.dictionaries(st.integers(1, 25), CELLS, min_size=1, max_size=6)
CHANGES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(["", "2", "A2", '"', "<c"])))


def letters(column: int) -> str:
    return LETTERS[column] if column < 26 else f"A{LETTERS[column - 26]}"


def markup(rows: dict[int, dict[int, tuple[str, str]]], between: str) -> str:
    return between.join(
        f'<row r="{number}">'
        + between.join(
            f'<c r="{letters(column)}{number}"{style} t="inlineStr"><is><t>{text}</t></is></c>'
            for column, (style, text) in sorted(cells.items())
        )
        + "</row>"
        for number, cells in sorted(rows.items())
    )


def plainly(rows: str) -> dict[str, str]:
    """The texts that are not blank, by the cell's own reference; without one it follows the cell before (ECMA-376,
    18.3.1.4 and 18.3.1.73), and so does a row. Raises ``ParseError``, and ``ValueError`` for what is no number or no
    reference.
    """
    sheet = ET.fromstring(f'<sheetData xmlns="{MAIN}">{rows}</sheetData>')
    found, number = dict[str, str](), 0
    for row in sheet.findall("m:row", OF):
        number, column = int(row.get("r", number + 1)), 0
        for cell in row.findall("m:c", OF):
            place = cell.get("r", f"{letters(column)}{number}")
            if re.fullmatch("[A-Z]{1,3}[0-9]+", place) is None:
                raise ValueError("no reference of a cell")
            column = sum(26**i * (ord(one) - 64) for i, one in enumerate(reversed(place.rstrip("0123456789"))))
            if cell.get("t") == "inlineStr":
                found[place] = "".join(text.text or "" for text in cell.findall("m:is/m:t", OF))
    return {place: text for place, text in found.items() if text.strip()}


def read(rows: str) -> dict[str, str]:
    return {
        f"{letters(column)}{number}": text
        for number, line in enumerate(texts(written(rows)), start=1)
        for column, text in enumerate(line)
        if text
    }


@given(ROWS, st.sampled_from(["", " ", "\n  "]))
def test_every_cell_is_read_at_its_place(rows: dict[int, dict[int, tuple[str, str]]], between: str) -> None:
    sheet = markup(rows, between)

    assert read(sheet) == plainly(sheet)


@given(ROWS, CHANGES)
@example({1: {0: ("", "E470")}}, [(14, 0, "A2")])
@example({1: {0: ("", "E470"), 1: ("", "")}}, [(55, 5, "")])
def test_a_sheet_that_was_tampered_with_is_refused_or_read_as_it_is(
    rows: dict[int, dict[int, tuple[str, str]]], changes: list[tuple[int, int, str]]
) -> None:
    sheet = markup(rows, "")
    for start, length, instead in changes:
        sheet = sheet[:start] + instead + sheet[start + length :]
    try:
        expected = plainly(sheet)
        found = read(sheet)
    except (ET.ParseError, ValueError, UnreadableFile):
        return

    assert found == expected
