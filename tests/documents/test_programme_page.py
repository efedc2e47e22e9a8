"""The programme as a document: what it says, its charts in words, and that it is confidential on every page."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from documents.drawn_plan import ESTATE, TRACKS, by_track, given, one_track, shown_plan
from documents.test_charts import contrast
from eligo.documents import Document, ShownPlan, build_programme, render_html, render_pdf, style
from eligo.documents.blocks import Drawing, Table, plain
from eligo.documents.plan_charts import lanes_chart
from eligo.documents.size_chart import size_chart, size_words
from eligo.programme import (
    DecisionKind,
    ExitRule,
    Place,
    Plan,
    ProgrammeDecision,
    SizePoint,
    Way,
    replanned,
    scheduled,
)

SVG = "{http://www.w3.org/2000/svg}"


def words(document: Document[Any]) -> str:
    page = render_html(document).decode().split("</style>")[1]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL)))


def said(shown: ShownPlan) -> str:
    return words(build_programme(shown))


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:,\d{3})*", text))


def test_it_says_in_a_sentence_what_the_plan_comes_to_and_that_it_is_proved() -> None:
    shown = shown_plan()

    assert shown.plan.proved
    each = round(shown.plan.waits / 2650)
    assert (
        f"With 2 of 7 combinations selected, 2,650 installations wait {shown.plan.waits:,} installation-days from "
        f"11 Nov 2019 until all are open, {each} days each on average, and it is proved that no plan of this selection "
        "has fewer."
    ) in said(shown)


def test_what_is_not_proved_is_said_with_its_bound() -> None:
    shown = shown_plan()
    plan = replace(shown.plan, bound=shown.plan.waits - 1_000)

    told = said(replace(shown, scheduled=replace(shown.scheduled, plan=plan)))

    assert (
        f"no plan of this selection has fewer than {plan.bound:,}, so that at most 1,000 (0.17%) could be gained"
        in told
    )
    assert "it is proved that no plan of this selection has fewer." not in told


def test_what_it_waits_for_and_who_is_tested_when_stand_in_tables() -> None:
    told = said(shown_plan())

    assert "MK1 candidate 1.0 11 Nov 2019 received" in told
    assert "MK1 final release 1.1 24 Feb 2020 expected from 3 Feb 2020 to 30 Mar 2020" in told
    assert "MK2 final release 2.1 11 May 2020 expected then" in told
    assert "DMC-2 MT 10 Feb 2020 21 Feb 2020 2 candidate firmware of track MK2" in told
    assert "DMC-2 SIT 24 Feb 2020 20 Mar 2020 2 MT of the same combination" in told
    assert "C-5 DMCT 1 Jun 2020 5 Jun 2020 2 exit from SIT" in told
    assert "Integration testing is left by all together on 1 Jun 2020" in told
    assert "C-7 SMSO-3 dmct 50 29 Jun 2020 17 Jul 2020 20 Jul 2020 20 Jul 2020" in told


def test_the_selected_stand_in_the_order_of_their_labels() -> None:
    told = said(shown_plan(labels={"C-1": "DMC-2", "C-4": "DMC-1"}))

    table = told.split("Phases with their days")[1].split("Integration testing is left")[0]
    assert re.findall(r"DMC-\d (?:MT|EOC)", table) == ["DMC-2 MT", "DMC-2 EOC", "DMC-1 MT", "DMC-1 EOC"]


def test_bars_of_a_phase_have_their_labels_where_most_have_room_for_them() -> None:
    plan = shown_plan().plan

    def on_bars(labels: dict[str, str]) -> Counter[str]:
        drawn = ET.fromstring(lanes_chart(plan, labels, (), "")).iter(f"{SVG}text")
        return Counter(text.text or "" for text in drawn if text.text in labels.values())

    tested = [one.combination_id for one in plan.entries if one.phase == "dmct"]
    assert on_bars(dict.fromkeys(tested, "7"))["7"] >= len(tested)
    assert on_bars({tested[0]: "7", **dict.fromkeys(tested[1:], "a long name")})["7"] == 0


def test_an_exit_for_each_track_is_said_and_drawn_as_such() -> None:
    told = said(by_track())

    assert "by those of track MK1 on 11 Mar 2020 and by those of track MK2 on 28 May 2020" in told
    plan = by_track().plan
    assert {"Exit MK1", "Exit MK2"} <= {
        text.text for text in ET.fromstring(lanes_chart(plan, {}, (), "")).iter(f"{SVG}text")
    }


def test_the_tenths_have_their_bands_only_where_there_are_trials() -> None:
    assert "Installations Planned 10% 1 Jun 2020 20% 1 Jun 2020" in said(shown_plan())
    told = said(shown_plan(trials=20))
    assert "Installations Planned P10 P50 P90 10% 1 Jun 2020 1 Jun 2020 21 Sep 2020 21 Sep 2020" in told
    assert "Final firmware of track MK2" in told
    assert "in nine of ten to" in told


def test_why_this_size_says_what_every_size_comes_to_and_how_flat_that_is() -> None:
    shown = shown_plan(given(policy=replace(given().policy, cover=True)), sizes=4)
    assert shown.choice is not None

    told = said(shown)

    assert "Why 2?" in told
    assert "Of 1 no set meets the requirements." in told
    assert "Within 2% of the best are the best plans of " in told
    for one in shown.choice.curve[1:]:
        assert f"{one.size} {one.waits:,} proved {one.plain_waits:,}" in told
    assert "The plain rule with 2" in told


def test_what_keeping_less_would_come_to_stands_beside_the_plan_where_that_differs() -> None:
    shown = shown_plan()
    before = {
        (one.combination_id, one.phase): Place(one.start, one.end, one.lane)
        for one in shown.plan.entries
        if one.phase != "evaluation"
    }
    found = replanned(shown.programme, shown.plan.selected, before, shown.plan.t0, date(2020, 3, 2))
    less = Way("nothing", replace(shown.plan, waits=shown.plan.waits - 50), ())

    for ways, told in (
        (found.ways, "The plan keeps every place that can be kept. To keep less would save nothing."),
        ((found.ways[0], less), f"This plan: every place that can be kept 0 {shown.plan.waits:,} 0"),
        ((found.ways[0], less), f"what has begun alone 0 {shown.plan.waits - 50:,} 50"),
    ):
        assert told in said(replace(shown, again=(found.ways[0], replace(found, ways=ways))))


def test_the_price_of_each_rule_is_in_installation_days() -> None:
    shown = shown_plan()
    other = scheduled(replace(shown.programme, exit_rule=ExitRule.BY_TRACK), shown.plan.selected)

    told = said(replace(shown, other_exit=other))

    more = other.plan.waits - shown.plan.waits
    assert more < 0
    assert f"An exit from SIT for each track by itself {other.plan.waits:,} {more:,} -" in told
    assert "integration testing would be left: MK1 on 11 Mar 2020 and MK2 on 28 May 2020" in told
    assert f"The largest first, in this selection {shown.scheduled.plain_waits:,}" in told


def test_what_is_uneconomic_is_named_with_its_population() -> None:
    ones = tuple(replace(one, uneconomic=one.id == "C-6") for one in ESTATE)

    told = said(shown_plan(given(combinations=ones)))

    assert "1 combination is not tested because that would be uneconomic, with 100 installations." in told
    assert "2,550 installations (without 100 that it would be uneconomic to test) wait " in told
    assert "100% 1" in told
    assert "every one has a day on which it is open" in said(shown_plan())


def test_what_was_decided_stands_with_who_and_why() -> None:
    about = (date(2020, 2, 21), "Programme board", "nobody will have it by then")
    decisions = (ProgrammeDecision(DecisionKind.UNECONOMIC, "C-6", *about),)

    told = said(replace(shown_plan(), decisions=decisions))

    assert "C-6 uneconomic 100 21 Feb 2020 Programme board nobody will have it by then" in told
    assert "What was decided beforehand" not in said(shown_plan())


@pytest.mark.parametrize("made", [shown_plan, by_track, one_track])
def test_every_page_says_that_it_is_confidential(made: Any) -> None:
    content = render_pdf(build_programme(made()))

    reader = PdfReader(io.BytesIO(content))
    assert all("Confidential analysis" in page.extract_text() for page in reader.pages)
    assert content == render_pdf(build_programme(made()))


def test_a_long_table_goes_on_over_pages_with_its_head() -> None:
    many = tuple(replace(ESTATE[1], candidate=replace(ESTATE[1].candidate, combination_id=f"D-{n}")) for n in range(90))

    reader = PdfReader(io.BytesIO(render_pdf(build_programme(shown_plan(given(combinations=(*ESTATE, *many)))))))

    pages = [page.extract_text() for page in reader.pages]
    assert sum("Tested from" in page for page in pages) >= 2
    assert all(any(re.search(rf"D-{n}\b", page) for page in pages) for n in range(90))


def test_every_chart_is_in_words_and_its_numbers_in_a_table() -> None:
    document = build_programme(shown_plan(sizes=4, trials=20))

    drawings = [block for block in document.blocks if isinstance(block, Drawing)]
    shown = words(document)
    assert [one.id for one in drawings] == ["lanes-chart", "eligible-chart", "sizes-chart"]
    for one in drawings:
        assert one.alternative in one.svg.replace("&#x27;", "'")
        assert numbers(one.alternative) <= numbers(shown)
    assert [block.name for block in document.blocks if isinstance(block, Table)] == [f"Table {n}" for n in range(1, 8)]


CURVE = (
    SizePoint(1, None, None, (), None),
    SizePoint(2, 100, 100, ("a", "b"), 104),
    SizePoint(3, 90, 80, ("a", "b", "c"), 95),
    SizePoint(4, None, 70, (), None),
)


def test_the_chart_of_sizes_draws_from_nought_and_leaves_out_what_cannot_be() -> None:
    drawn = ET.fromstring(size_chart(CURVE, 2, 3, "installation", "Sizes"))

    circles = list(drawn.iter(f"{SVG}circle"))
    assert [circle.get("fill") for circle in circles] == [style.SELECTED, style.PAPER]
    grey = [rect for rect in drawn.iter(f"{SVG}rect") if rect.get("fill") == style.OUT_OF_SCOPE]
    assert len(grey) == 2  # the key's and that of size 1
    assert "0" in [text.text for text in drawn.iter(f"{SVG}text")]
    assert size_words(CURVE, 2, "installation") == (
        "Installation-days of waiting of the best plan of each size. 1: no set meets the requirements; "
        "2 (chosen): 100, plain rule 104; 3: 90, none below 80, plain rule 95; 4: no plan was found."
    )
    assert "No size has a plan." in size_chart(CURVE[:1], 2, 3, "installation", "Sizes")


def test_a_plan_of_nothing_is_drawn_as_that() -> None:
    empty = Plan((), date(2020, 1, 1), {}, (), (), 0, 0, 0, 0)
    assert "Nothing is planned." in lanes_chart(empty, {}, (), "Lanes")


def test_the_dark_colours_can_be_read_on_their_paper() -> None:
    dark = style.DARK
    for ground in ("paper", "band"):
        assert all(contrast(dark[name], dark[ground]) >= 4.5 for name in ("ink", "muted", "accent", "warn"))
    assert contrast(dark["accent"], dark["paper"]) >= 4.5  # the head of a table


def test_captions_are_plain() -> None:
    document = build_programme(shown_plan(sizes=3))
    captions = [plain(block.caption) for block in document.blocks if isinstance(block, Drawing)]
    assert captions[0] == "What each lane tests when"
    assert captions[-1] == "Installation-days of waiting by size of the selection"
    assert TRACKS[0].id == "MK1"
