"""The template language of the paper: bound numbers, harmless names, mistakes at their line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure.drawn_run import drawn_run
from eligo.disclosure import Public
from eligo.documents import Document, build_paper
from eligo.documents.blocks import Bound, Bullets, Footnote, Link, Paragraph, Text, plain, runs
from eligo.errors import BadScheme


def document(body: str) -> Document[Public]:
    """The paper that a template gives."""
    run = drawn_run()
    scheme = replace(run.scheme, paper=replace(run.scheme.paper, body=body, body_line=101))
    return build_paper(run.paper(), scheme)


def mistake(body: str) -> str:
    """The one located mistake of a template."""
    with pytest.raises(BadScheme) as stopped:
        document(body)
    (detail,) = stopped.value.details
    return detail


def test_a_figure_that_is_printed_stays_bound_to_its_source() -> None:
    (paragraph,) = document("In all {{ paper.selection.share }}.").blocks

    assert isinstance(paragraph, Paragraph)
    before, figure, after = paragraph.content
    assert (before, after) == (Text("In all "), Text("."))
    assert isinstance(figure, Bound)
    assert figure.figure.source == "selection.json#/share_of_deployed"


def test_a_figure_stays_bound_within_a_list_a_variable_and_a_footnote() -> None:
    (paragraph,) = document(
        "{% set share %}{{ paper.selection.share }}{% endset %}{{ footnote(share) }}{{ listing([share, share]) }}"
    ).blocks

    assert isinstance(paragraph, Paragraph)
    footnote, first, middle, second = paragraph.content
    assert isinstance(footnote, Footnote)
    assert [type(run) for run in (*footnote.content, first, second)] == [Bound, Bound, Bound]
    assert middle == Text(" and ")


@pytest.mark.parametrize(
    "name", ["**bold**", "[a](https://example.org)", "<script>alert(1)</script>", "# Heading", "&amp;", "`code`"]
)
def test_a_name_from_outside_is_printed_as_it_is(name: str) -> None:
    (paragraph,) = document("{{ '" + name + "' }} x").blocks

    assert isinstance(paragraph, Paragraph)
    assert paragraph.content[0] == Text(name)


def test_lists_and_emphasis_are_markdown() -> None:
    (bullets,) = document("- **a**\n- *b*\n").blocks

    assert isinstance(bullets, Bullets)
    assert [plain(content) for content in runs(bullets.items[0])] == ["a"]
    assert [plain(content) for content in runs(bullets.items[1])] == ["b"]


def test_a_reference_has_the_name_of_what_it_leads_to() -> None:
    _, paragraph = document("# Scope [#scope]\n\nSee {{ ref('scope') }}.").blocks

    assert isinstance(paragraph, Paragraph)
    assert paragraph.content[1] == Link("#scope", (Text("Section 1"),))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\n{{ paper.sise }}", "line 3 (line 103 of the scheme file): 'eligo.disclosure.public.PublicPaper object'"),
        ("a\n{{ unknown }}", "line 2 (line 102 of the scheme file): 'unknown' is undefined"),
        ("a\n\n{% if %}", "line 3 (line 103 of the scheme file): Expected an expression"),
        ("{{ 5 }}", "line 1 (line 101 of the scheme file): a number without a source cannot be printed: 5"),
        ("a\n{{ paper.curve }}", "line 2 (line 102 of the scheme file): a tuple cannot be printed"),
        ("a\n{{ plural() }}", "line 2 (line 102 of the scheme file): "),
        ("a\n\n{{ ''.__class__ }}", "line 3 (line 103 of the scheme file): access to attribute '__class__'"),
        ("a\n\nSee {{ ref('nowhere') }}.", "line 3 (line 103 of the scheme file): a reference to 'nowhere'"),
        ("a\n\nwords {{ contents() }} words", "line 3 (line 103 of the scheme file): a table, chart, diagram or"),
        ("a\n\n![picture](x.png)", "line 3 (line 103 of the scheme file): 'image' cannot be part of a paper"),
        ("a\n\n##### Deep", "line 3 (line 103 of the scheme file): a heading of level 5; expected at most 4"),
        ("{{ link('x', 'javascript:alert(1)') }}", "line 1 (line 101 of the scheme file): not an address"),
    ],
)
def test_a_mistake_in_the_template_is_found_at_its_line(body: str, expected: str) -> None:
    assert f"[paper].body, {expected}" in mistake(body)
