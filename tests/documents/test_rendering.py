"""The paper as HTML and as PDF: self-contained, accessible, the same bytes every time."""

from __future__ import annotations

import io
import re
from functools import cache
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from disclosure.drawn_run import drawn_run
from eligo.disclosure import Public
from eligo.documents import Document, build_paper, lint, render_html, render_pdf, style
from eligo.documents.blocks import Cell, Paragraph, Table, TableRow, Text
from eligo.documents.glyphs import characters, displayable


@cache
def example() -> Document[Public]:
    """The paper of the drawn estate."""
    run = drawn_run(unknown=500, unresolved=250)
    return build_paper(run.paper(notice="Made from synthetic returns."), run.scheme)


@cache
def page() -> ET.Element:
    """The HTML as a tree; reading it as XML shows that it is well-formed."""
    return ET.fromstring(render_html(example()).decode().removeprefix("<!DOCTYPE html>"))


@cache
def pages() -> tuple[str, ...]:
    """The words of each page of the PDF, runs of blanks as one."""
    reader = PdfReader(io.BytesIO(render_pdf(example())))
    return tuple(re.sub(r"\s+", " ", one.extract_text()) for one in reader.pages)


def document(*blocks: Paragraph | Table) -> Document[Public]:
    """A document of a few blocks."""
    return Document(Public, "Title", "Kicker", "Running", blocks)


def test_headings_go_down_one_level_at_a_time_from_a_single_first_one() -> None:
    levels = [int(element.tag[1]) for element in page().iter() if re.fullmatch("h[1-6]", element.tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_headed_rows_and_columns() -> None:
    found = list(page().iter("table"))

    assert len(found) == 4
    for table in found:
        assert "".join(table.find("caption").itertext()).startswith("Table ")  # type: ignore[union-attr]
        assert {cell.get("scope") for cell in table.findall("thead/tr/th")} == {"row", "col"}
        assert {cell.get("scope") for cell in table.findall("tbody/tr/th")} == {"row"}


def test_every_row_of_a_table_has_as_many_columns() -> None:
    for table in page().iter("table"):
        widths = {sum(int(cell.get("colspan", "1")) for cell in row) for row in table.iter("tr")}
        assert len(widths) == 1


def test_every_drawing_says_in_words_what_it_shows() -> None:
    found = list(page().iter("{http://www.w3.org/2000/svg}svg"))

    assert len(found) == 5
    assert [svg.get("role") for svg in found] == ["img"] * 5
    assert all("".join(svg.find("{http://www.w3.org/2000/svg}desc").itertext()) for svg in found)  # type: ignore[union-attr]


def test_the_language_is_stated_and_a_link_skips_to_the_content() -> None:
    assert page().get("lang") == "en-GB"
    assert page().find("body/a[@class='skip']").get("href") == "#main"  # type: ignore[union-attr]


def test_every_link_within_the_page_leads_somewhere() -> None:
    ids = [element.get("id") for element in page().iter() if element.get("id")]
    targets = {link.get("href", "")[1:] for link in page().iter("a") if link.get("href", "").startswith("#")}

    assert len(set(ids)) == len(ids)
    assert targets <= set(ids)


def test_bound_figures_carry_their_rounded_value_and_their_source() -> None:
    found = {(one.text, one.get("value"), one.get("data-source")) for one in page().iter("data")}

    assert ("42%", "0.42", "selection.json#/share_by_smso/SMSO-1") in found
    assert ("52%", "0.52", "selection.json#/share_of_deployed") in found


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs() -> None:
    text = re.sub(r"data:font/woff2;base64,[A-Za-z0-9+/=]+", "", render_html(example()).decode())

    assert re.findall(r"<(?:script|link|iframe|img|object|embed)\b|\son[a-z]+=|@import|javascript:", text) == []
    assert re.findall(r"url\([^)]*\)", text) == ["url()"] * 3
    assert set(re.findall(r'(?:src|href)="(?!#)([^"]*)"', text)) == {"mailto:consultations@smartdcc.co.uk"}


def test_what_is_written_stays_text() -> None:
    words = '<b>&"quoted"</b>'

    assert "&lt;b&gt;&amp;&quot;quoted&quot;&lt;/b&gt;" in render_html(document(Paragraph((Text(words),)))).decode()


@pytest.mark.parametrize(
    "words", ['#import "x.typ"', "= Heading", "$x$ *a* _b_", 'a "quoted" \\ text', "@label <label>"]
)
def test_what_is_written_stays_text_in_the_pdf_too(words: str) -> None:
    rendered = PdfReader(io.BytesIO(render_pdf(document(Paragraph((Text(words),))))))

    assert words in rendered.pages[0].extract_text()


def test_the_same_paper_gives_the_same_bytes() -> None:
    run = drawn_run(unknown=500, unresolved=250)
    again = build_paper(run.paper(notice="Made from synthetic returns."), run.scheme)

    assert render_html(again) == render_html(example())
    assert render_pdf(again) == render_pdf(example())


def test_the_pdf_has_the_published_tables_in_words() -> None:
    text = " ".join(pages())

    assert "Table 1 – Proposed SMSO-1 DMCs for SIT PPCL V2.10 Landis+Gyr Landis+Gyr Landis+Gyr Landis+Gyr" in text
    assert "GSME Firmware 03.00.01.61 03.02.01.63 03.00.01.61 03.03.01.61 ESME Model" in text
    assert "% of Total FOC Deployed Estate 52%" in text


def test_the_pdf_numbers_its_pages_and_repeats_the_title() -> None:
    assert 7 <= len(pages()) <= 12
    assert [f"Page {number} of {len(pages())}" in text for number, text in enumerate(pages(), start=1)] == [True] * len(
        pages()
    )
    assert pages()[3].startswith("SMETS1 FOC Migration Testing and SIT: Proposed DMC Selection and Rationale")


def test_the_pdf_is_tagged_titled_and_dated_by_nothing() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(example())))
    root = reader.root_object

    assert root.get("/MarkInfo") == {"/Marked": True, "/Suspects": False}
    assert root.get("/Lang") == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "SMETS1 FOC Migration Testing and SIT: Proposed DMC Selection and Rationale"
    assert "/CreationDate" not in reader.metadata


@pytest.mark.parametrize(
    "words",
    ["by Elm Energy today", "ELM  ENERGY", "elm-energy", "Elm\N{NO-BREAK SPACE}Energy"],
)
def test_the_linter_finds_a_forbidden_name_in_any_dress(words: str) -> None:
    assert lint(document(Paragraph((Text(words),))), ["Elm Energy"]) == (
        "'Elm Energy' must not appear in a public document, but it does",
    )


def test_the_linter_finds_a_name_split_by_markup_and_in_a_table() -> None:
    table = Table("t", "Table 1", (), (TableRow(Cell((Text("Elm"),)), (Cell((Text("Energy"),)),)),), ())

    assert lint(document(Paragraph((Text("El"), Text("m Energy")))), ["Elm Energy"]) != ()
    assert lint(document(table), ["Elm Energy"]) != ()


def test_the_linter_lets_a_name_within_another_word_pass() -> None:
    assert lint(document(Paragraph((Text("Helm Energyworks"),))), ["Elm Energy"]) == ()


def test_a_pdf_shows_a_square_for_each_character_that_its_font_does_not_have_and_a_page_all_of_them() -> None:
    name = "\u9580-2001 \u05d0\U0001f4a1 Süd Ελλάς"
    head = TableRow(Cell((Text("Model"),)), ())
    table = Table("t", "Table 1", (Text(name),), (head,), (TableRow(Cell((Text(name),)), ()),))
    made = document(Paragraph((Text(name),)), table)
    words = PdfReader(io.BytesIO(render_pdf(made))).pages[0].extract_text()
    assert words.count("\u25a1-2001 \u25a1\u25a1 Süd Ελλάς") == 3
    assert render_html(made).decode().count(name) == 3


def test_the_characters_of_a_font_are_those_that_it_has_a_glyph_for() -> None:
    font = (style.FONT_DIRECTORY / "SourceSans3-Regular.ttf").read_bytes()
    known = characters(font)
    assert {*map(ord, "aZ09 |+()éßŁΩЖ’–…□")} <= known
    assert known.isdisjoint({0x9580, 0x05D0, 0xFFFD, 0xFFFF})
    assert displayable("a\tb\nc\ufffd") == "a\tb\nc\u25a1"
