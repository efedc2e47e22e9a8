"""The charts of the paper: every value legible and said in words, the same bytes each time, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from eligo.documents import style
from eligo.documents.charts import composition, coverage_curve, prevalence
from eligo.documents.style import percent, text_width

SVG = "{http://www.w3.org/2000/svg}"
SHARES = (
    0.146,
    0.262,
    0.361,
    0.449,
    0.523,
    0.551,
    0.575,
    0.596,
    0.614,
    0.63,
    0.644,
    0.657,
    0.669,
    0.68,
    0.691,
)
CURVE = [(size, share, size > 2) for size, share in enumerate(SHARES, 1)]
ROUTES = [
    ("SMSO-1", [("mt+sit", 0.423), ("dmct", 0.29)]),
    ("SMSO-2", [("mt+sit", 0.1), ("dmct", 0.17)]),
    ("SMSO-3", [("mt", 0.001), ("dmct", 0.01)]),
]
MODELS = [
    ("SMSO-1", "GSME", "G370", 0.55),
    ("SMSO-1", "GSME", "G470 (MK1)", 0.45),
    ("SMSO-2", "GSME", "G470 (MK1)", 1.0),
    ("SMSO-2", "Hub", "SEAP & 1", 0.003),
]


def curve(points: Sequence[tuple[int, float, bool]] = CURVE, chosen: int = 5) -> str:
    return coverage_curve(points, chosen, "Coverage", "Number of combinations selected", "Share of the deployed estate")


def texts(drawn: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(drawn).iter(f"{SVG}text")]


def description(drawn: str) -> str:
    return next(ET.fromstring(drawn).iter(f"{SVG}desc")).text or ""


ALL = [
    pytest.param(curve, id="coverage curve"),
    pytest.param(lambda: composition(ROUTES, "Composition", "Share of the deployed estate"), id="composition"),
    pytest.param(lambda: prevalence(MODELS, "Prevalence"), id="prevalence"),
]


@pytest.mark.parametrize("draw", ALL)
def test_the_same_figures_give_the_same_bytes(draw: Callable[[], str]) -> None:
    assert draw() == draw()


@pytest.mark.parametrize("draw", ALL)
def test_a_chart_is_as_wide_as_the_page_and_announced_by_title_and_description(draw: Callable[[], str]) -> None:
    root = ET.fromstring(draw())
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert root.attrib["width"] == "640"
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {words.attrib['id']}"
    assert words.text


@pytest.mark.parametrize("draw", ALL)
def test_a_chart_refers_to_nothing_outside_itself(draw: Callable[[], str]) -> None:
    drawn = draw()
    assert re.findall(r"\w+://[^\"]*", drawn) == ["http://www.w3.org/2000/svg"]
    assert "url(" not in drawn
    assert "href" not in drawn


@pytest.mark.parametrize("draw", ALL)
def test_text_is_at_least_nine_points_in_the_vendored_family(draw: Callable[[], str]) -> None:
    root = ET.fromstring(draw())
    assert root.attrib["font-family"] == "'Source Sans 3', Arial, sans-serif"
    sizes = [text.attrib["font-size"] for text in root.iter(f"{SVG}text")]
    assert min(float(size.removesuffix("px")) for size in sizes) >= 12


def test_the_curve_marks_the_chosen_size() -> None:
    assert texts(curve()).count("5 chosen: 52%") == 1
    assert curve().count(style.MT) == 2  # the rule and the ring
    assert description(curve()).endswith(" 5 chosen: 52%.")


def test_the_curve_draws_hollow_the_sizes_that_cannot_cover_every_variant_and_says_so() -> None:
    drawn = curve()
    hollow = re.findall(rf'<path [^>]*fill="{style.PAPER}"[^>]*stroke="{style.SELECTED}"', drawn)
    assert len(hollow) == 3  # sizes 1 and 2, and the key
    assert "Cannot cover every hardware variant" in texts(drawn)
    assert "1: 15% (cannot cover every hardware variant), 2: 26% (cannot" in description(drawn)
    assert "3: 36%, 4: 45%," in description(drawn)


def test_the_curve_has_no_key_where_every_size_can_cover() -> None:
    assert "Can cover every hardware variant" not in texts(curve([(1, 0.2, True), (2, 0.3, True)], 2))


def test_the_curve_is_the_same_in_whatever_order_its_points_come() -> None:
    assert curve(list(reversed(CURVE))) == curve()


@pytest.mark.parametrize(
    ("points", "chosen", "label"),
    [
        pytest.param([(5, 0.5, True)], 5, "5 chosen: 50%", id="one point"),
        pytest.param([(1, 0.0, False), (2, 0.0, False)], 2, "2 chosen: 0%", id="nothing reached"),
        pytest.param([(1, 0.4, True), (2, 1.0, True)], 1, "1 chosen: 40%", id="the whole"),
        pytest.param([(n, n / 60, True) for n in range(1, 61)], 60, "60 chosen: 100%", id="many sizes"),
    ],
)
def test_the_curve_holds_at_its_extremes(points: list[tuple[int, float, bool]], chosen: int, label: str) -> None:
    assert label in texts(curve(points, chosen))


def test_a_chosen_size_that_is_not_drawn_is_not_marked() -> None:
    assert style.MT not in curve([(1, 0.2, True), (2, 0.3, True)], 7)


@pytest.mark.parametrize("drawn", [curve([]), composition([], "Composition", "Share"), prevalence([], "Prevalence")])
def test_without_rows_a_chart_says_that_there_is_nothing_to_show(drawn: str) -> None:
    assert texts(drawn) == ["There is nothing to show."]
    assert description(drawn) == "There is nothing to show."


def test_composition_labels_every_part_and_writes_the_tiny_ones_beside_the_bar() -> None:
    drawn = texts(composition(ROUTES, "Composition", "Share of the deployed estate"))
    for label in ("SMSO-1", "mt+sit 42%", "dmct 29%", "mt+sit 10%", "dmct 17%", "mt <1%", "dmct 1%"):
        assert drawn.count(label) == 1


def test_composition_says_every_share_in_words() -> None:
    assert description(composition(ROUTES, "Composition", "Share of the deployed estate")) == (
        "Share of the deployed estate. SMSO-1: mt+sit 42%, dmct 29%; SMSO-2: mt+sit 10%, dmct 17%; "
        "SMSO-3: mt <1%, dmct 1%."
    )


def test_composition_keeps_inside_the_page_what_stands_beside_a_long_bar() -> None:
    long = [("A", [("dmct", 0.9), ("A route with a long name of its own", 0.004), ("mt", 0.002)])]
    root = ET.fromstring(composition(long, "Composition", "Share"))
    plot = next(g for g in root.iter(f"{SVG}g") if "transform" in g.attrib)
    left = float(plot.attrib["transform"].removeprefix("translate(").split(",")[0])
    beside = next(text for text in root.iter(f"{SVG}text") if text.text == "mt <1%")
    x = float(beside.attrib["transform"].removeprefix("translate(").split(",")[0])
    assert left + x + text_width("mt <1%") <= 640


def test_the_key_of_a_composition_takes_another_line_rather_than_leave_the_page() -> None:
    names = [f"A route with quite a long name, number {n}" for n in range(4)]
    root = ET.fromstring(composition([("A", [(name, 0.2) for name in names])], "T", "Share"))
    keys = [text for text in root.iter(f"{SVG}text") if text.text in names]
    places = [tuple(map(float, re.findall(r"-?[\d.]+", text.attrib["transform"]))) for text in keys]
    assert len({y for _, y in places}) == 2
    assert max(x + text_width(names[0]) for x, _ in places) <= 640


def test_composition_uses_the_colours_it_is_given() -> None:
    drawn = composition([("A", [("Tested", 0.5), ("Other", 0.2)])], "T", "Share", colours={"Tested": "#123456"})
    assert "#123456" in drawn
    assert style.DMCT in drawn  # the second of the series, for a label without a colour


def test_an_operator_without_installations_keeps_its_row() -> None:
    drawn = composition([("A", [("dmct", 0.5)]), ("B", [])], "T", "Share")
    assert "B" in texts(drawn)
    assert description(drawn) == "Share. A: dmct 50%; B: nothing."


def test_decimals_are_those_asked_for() -> None:
    assert "mt 0.1%" in texts(composition(ROUTES, "T", "Share", decimals=1))


def test_prevalence_has_a_panel_for_every_operator_and_a_row_for_every_model() -> None:
    drawn = texts(prevalence(MODELS, "Prevalence"))
    for label in ("SMSO-1", "SMSO-2", "GSME", "G370", "G470 (MK1)", "Hub", "SEAP & 1"):
        assert drawn.count(label) == 1
    assert [text for text in drawn if text.endswith("%")] == ["55%", "45%", "100%", "<1%"]
    assert drawn.count("–") == 2  # SMSO-1 has no such hub, SMSO-2 no G370


def test_prevalence_starts_a_new_row_of_panels_after_the_fourth_operator() -> None:
    drawn = texts(prevalence([(f"SMSO-{n}", "Hub", "PRIMUS", 1.0) for n in range(1, 6)], "Prevalence"))
    assert drawn.count("PRIMUS") == 2
    assert drawn.count("100%") == 5


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", [style.INK, style.MUTED, style.SELECTED, style.MT])
def test_text_colours_can_be_read_on_paper(colour: str) -> None:
    assert contrast(colour, style.PAPER) >= 4.5


def test_the_fills_of_the_main_routes_stay_apart_in_greyscale() -> None:
    fills = [style.SELECTED, style.MT, style.DMCT, style.OUT_OF_SCOPE, style.PAPER]
    steps = [contrast(darker, lighter) for darker, lighter in pairwise(fills)]
    assert min(steps) >= 1.25


@pytest.mark.parametrize(
    ("share", "decimals", "printed"),
    [
        (0.4227, 0, "42%"),
        (0.4227, 1, "42.3%"),
        (0.001, 0, "<1%"),
        (0.0001, 1, "<0.1%"),
        (0.0, 0, "0%"),
        (1.0, 0, "100%"),
    ],
)
def test_a_share_is_printed_as_the_paper_writes_it(share: float, decimals: int, printed: str) -> None:
    assert percent(share, decimals) == printed
