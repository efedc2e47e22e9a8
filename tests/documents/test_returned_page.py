"""The page of findings looks like the sheet that was sent, and holds nothing that could run or leave it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pytest

from builders import catalogue, csv_of, foc, row
from eligo.causes import causes_of
from eligo.documents import render_findings, returned, sheet, style
from eligo.returns import SEVERITY_FILLS, SentFile, located, read_return, sent_sheets
from eligo.scheme import device_columns

NAME = "RFI-1__Supplier__Aster-Energy.csv"


def page(rows: Sequence[dict[str, str]], above: bytes = b"") -> str:
    content = above + csv_of(rows)
    files = [SentFile(NAME, content)]
    sheets = sent_sheets(files, foc())
    one = read_return(NAME, content, foc(), catalogue())
    found = causes_of(located(one.findings, sheets), device_columns(foc()))
    return render_findings("Findings in this", "For Aster Energy", sheets, found).decode()


def tree(html: str) -> ET.Element:
    return ET.fromstring(html.split("\n", 1)[1])


def shown_rows(html: str) -> list[tuple[str, str]]:
    """(kind, row number or what stands in its place) of the sheet on the page."""
    (table,) = tree(html).findall(".//div[@class='sheet']/table/tbody")
    return [(line.get("class", ""), "".join(line[0].itertext())) for line in table]


def test_rows_with_findings_stand_between_their_neighbours_under_the_senders_own_numbers() -> None:
    rows = [row(Dormant=str(n), **({"Active": "-1"} if n == 4 else {})) for n in range(9)]

    assert shown_rows(page(rows, above=b"My estate\n\n")) == [
        *[("head", number) for number in ("1", "2", "3")],
        ("gap", ""),
        ("context", "7"),
        ("found", "8"),
        ("said", ""),
        ("context", "9"),
        ("gap", ""),
    ]


def test_a_cell_says_what_was_found_where_a_mouse_hovers_and_below_its_row() -> None:
    html = page([row(Active="-1")])

    (cell,) = [cell for cell in tree(html).iter("td") if cell.get("class") == "error"]
    (said,) = tree(html).findall(".//tr[@class='said']//li")
    assert (cell.get("id"), cell.get("title"), cell.text) == ("s1-32-2", "error: The count -1 is below zero.", "-1")
    assert "".join(said.itertext()) == (
        "AF2error The count -1 is below zero. Type a whole number of installations, 0 or more. line 1"
    )


def test_every_link_of_the_page_leads_to_a_place_on_it() -> None:
    html = page([row(Active="-1"), row(Active="-1", Dormant="x"), row(), row(), row(**{"GSME Manufacturer": "None"})])

    places = [one.get("id") for one in tree(html).iter() if one.get("id")]
    links = [one.get("href", "") for one in tree(html).iter("a")]

    assert len(places) == len(set(places))
    assert {link for link in links if link.removeprefix("#") not in places} == set()
    assert "#s1-0-5" in links


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a\x00\x1b\ufffeb & c"]
)
def test_what_was_typed_is_only_ever_text(typed: str) -> None:
    html = page([row(SMSO=typed.replace("\x00", ""), Active="x")])

    assert tree(html).findall(".//script") == []
    assert tree(html).findall(".//img") == []
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*", html) == []


def test_each_code_on_the_page_is_explained_once() -> None:
    html = page([row(Active="-1"), row(Active="-1", Dormant="x"), row(Active="1,000")])

    assert [one.get("id") for one in tree(html).iter("dt")] == [
        "how-count-negative",
        "how-count-not-a-number",
        "how-count-formatted",
    ]


def test_advice_is_emphasised_as_it_is_meant() -> None:
    html = page([row(**{"GSME Firmware version": "2019-08-31"})])
    assert ("<em>Text</em>" in html, "*Text*" in html) == (True, False)


def test_a_return_without_a_finding_says_so() -> None:
    assert "Nothing was found: every row counts as it was sent." in page([row()])


def test_what_is_left_out_for_length_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)
    monkeypatch.setattr(returned, "MOST_LINES", 1)
    monkeypatch.setattr(returned, "MOST_RANGES", 1)

    html = page([row(Active="-1"), row(), row(Active="-1", Dormant="1"), row(Active="x"), row(Active="1.5")])

    assert "2 further rows with findings are not on this page" in html
    assert "2 further lines are not on this page" in html
    assert "and 1 more; findings.xlsx" in html


def test_text_on_every_colour_can_be_read() -> None:
    inks = {name: contrast(style.INK, f"#{fill}") for name, fill in SEVERITY_FILLS.items()}

    assert {name.value: ratio >= 7 for name, ratio in inks.items()} == dict.fromkeys(("error", "warning", "note"), True)
    assert all(contrast(style.MUTED, ground) >= 4.5 for ground in (style.BAND, style.PAPER))
    assert contrast(style.INK, style.OUT_OF_SCOPE) >= 4.5


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1.4.3."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
