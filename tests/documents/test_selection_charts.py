"""The charts of a selection draw its numbers, say them in words, and fit into their frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from xml.etree import ElementTree as ET

import pytest

from disclosure.drawn_run import PUBLISHED, drawn_run
from documents.drawn_selection import chosen_from, chosen_of
from eligo.documents import Chosen, render_png, selection_charts
from eligo.documents.marks import MARGIN, ticks
from eligo.documents.matrix_chart import VariantRow, coverage_matrices, coverage_matrix
from eligo.documents.selection_charts import (
    contribution_bars,
    curve_with_gains,
    curve_words,
    gains,
    stability_bars,
    stability_words,
)
from eligo.documents.style import DMCT, PAPER, SELECTED, text_width
from eligo.selection import Contribution, CurvePoint, Stability
from eligo.terms import SelectionPolicy
from selection.drawn_candidates import OPERATORS, random_candidates

SVG = "{http://www.w3.org/2000/svg}"
KEY = 1
"""Marks of each kind that the key has."""


def texts(drawn: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(drawn).iter(f"{SVG}text")]


def description(drawn: str) -> str:
    return next(ET.fromstring(drawn).iter(f"{SVG}desc")).text or ""


def marks(drawn: str, kind: str, fill: str) -> list[ET.Element]:
    return [mark for mark in ET.fromstring(drawn).iter(f"{SVG}{kind}") if mark.get("fill") == fill]


def point(size: int, best: int | None, free: int | None, covered: int = 2) -> CurvePoint:
    shown = free if best is None else best
    return CurvePoint(size, shown, shown, covered if best is not None else 1, 2, free, free, 1)


CURVE = [point(1, None, 70), point(2, 120, 130), point(3, 180, 180), point(4, 200, 200), point(5, None, None)]


def test_a_gain_is_between_best_sets_and_before_there_are_any_between_the_largest() -> None:
    assert gains(CURVE[::-1], cover=True) == [(1, 70, False), (2, 60, False), (3, 60, True), (4, 20, True)]


def test_where_nothing_has_to_be_covered_every_set_is_a_best_set() -> None:
    points = [point(1, None, 70), point(2, None, 130)]
    assert gains(points, cover=False) == [(1, 70, True), (2, 60, True)]
    assert curve_words(points, 2, cover=False).endswith("1: 70, gain 70; 2 (chosen): 130, gain 60.")
    drawn = curve_with_gains(points, 2, "Curve", cover=False)
    assert (len(marks(drawn, "circle", SELECTED)) - KEY, "2 chosen: 130" in texts(drawn)) == (2, True)


def test_a_size_after_a_gap_has_no_gain() -> None:
    assert gains([CURVE[0], CURVE[2], CURVE[3]], cover=True) == [(1, 70, False), (4, 20, True)]


def test_the_curve_says_every_number_and_marks_the_chosen_size() -> None:
    drawn = curve_with_gains(CURVE, 3, "Curve", cover=True)
    assert description(drawn) == (
        "Installations represented by the best selection of each size. "
        "1: no set covers every variant, coverage aside 70, gain 70; 2: 120, coverage aside 130, gain 60; "
        "3 (chosen): 180, gain 60; 4: 200, gain 20."
    )
    assert "3 chosen: 180" in texts(drawn)
    assert len(marks(drawn, "circle", SELECTED)) == 3 + KEY
    assert len(marks(drawn, "rect", SELECTED)) + len(marks(drawn, "rect", "#c44f00")) == 2


def test_the_height_of_a_point_is_its_number() -> None:
    drawn = curve_with_gains(CURVE, 9, "Curve", cover=True)
    places = [float(circle.get("cy", "")) for circle in marks(drawn, "circle", SELECTED)[KEY:]]
    bottom = next(float(t.get("y", "")) for t in ET.fromstring(drawn).iter(f"{SVG}text") if t.text == "0")
    heights = [bottom - place for place in places]
    assert [round(height / heights[0] * 120) for height in heights] == [120, 180, 200]


BROUGHT = [
    Contribution("C-1", 385903, 385903, (), 283514, False),
    Contribution("C-2", 194695, 194695, ("ESME|L+G|E470|1", "GSME|L+G|G470|1"), None, True),
    Contribution("C-3", 10, 10, (), -5, False),
    Contribution("C-4", 0, 0, (), None, False),
]


def test_what_each_brings_is_said_whatever_it_is() -> None:
    drawn = contribution_bars(BROUGHT, {"C-1": "DMC-1"}, {"ESME|L+G|E470|1": "ESME E470"}, "Brought")
    assert description(drawn) == (
        "Installations of each selected combination. "
        "DMC-1: 385,903, 283,514 lost without it, alone covers nothing; "
        "C-2: 194,695, no set meets the requirements without it, alone covers ESME E470, GSME|L+G|G470|1; "
        "C-3: 10, 5 more without it, as it is pinned, alone covers nothing; "
        "C-4: 0, what is lost without it is not proved, alone covers nothing."
    )
    bars = [float(bar.get("width", "")) for bar in marks(drawn, "rect", DMCT)[KEY:]]
    lost = [float(bar.get("width", "")) for bar in marks(drawn, "rect", SELECTED)[KEY:]]
    assert (len(bars), round(lost[0] / bars[0], 3), round(bars[1] / bars[0], 3)) == (
        3,
        round(283514 / 385903, 3),
        round(194695 / 385903, 3),
    )


def test_what_is_counted_is_called_as_the_scheme_calls_it() -> None:
    curve = curve_with_gains(CURVE, 3, "Curve", cover=True, word="home")
    brought = contribution_bars(BROUGHT, {}, {}, "Brought", "home")
    matrix = coverage_matrix([VariantRow("CH", "S", ("DMC-1",), "12")], ["DMC-1"], "Matrix", "home")
    firm = stability_bars(Stability(True, 5, 0, 9), "Firm", "home")

    assert "Homes represented" in description(curve)
    assert "Homes of each selected combination" in description(brought)
    assert "CH S: DMC-1 (12 homes)" in description(matrix)
    assert "At most 5 homes are unresolved" in description(firm)
    assert not [drawn for drawn in (curve, brought, matrix, firm) if "nstallation" in drawn]


def test_a_loss_may_be_longer_than_what_stands_for_it() -> None:
    drawn = contribution_bars([Contribution("C", 9, 9, (), 24, False)], {}, {}, "Brought")
    assert_in_frame(drawn)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Stability(True, 82815, 0, 133601),
            [
                "The selection stands, wherever the unresolved installations belong.",
                (
                    "At most 82,815 installations are unresolved; 133,601 further ones, all on one combination, would "
                    "change the selection."
                ),
            ],
        ),
        (
            Stability(False, 5, 1, 133601),
            [
                "The selection is not assured: what is unresolved could change it.",
                (
                    "At least 5 installations are unresolved; 133,601 further ones, all on one combination, would "
                    "change the selection."
                ),
                "1 row states no figure that could be read or bounded.",
            ],
        ),
        (
            Stability(False, 5, 0, 0),
            [
                "The selection is not assured: what is unresolved could change it.",
                (
                    "At most 5 installations are unresolved; the selection is not proved, so that it is not known how "
                    "many more would change it."
                ),
            ],
        ),
        (
            Stability(True, 5, 2, None),
            [
                "The selection stands, wherever the unresolved installations belong.",
                (
                    "At least 5 installations are unresolved; no number of further installations on one combination "
                    "would change the selection."
                ),
                "2 rows state no figure that could be read or bounded.",
            ],
        ),
    ],
)
def test_how_firm_the_selection_is_stands_in_words_too(found: Stability, said: list[str]) -> None:
    drawn = stability_bars(found, "Firm")
    assert stability_words(found) == said
    assert [text for text in texts(drawn) if text in said] == said
    assert description(drawn) == f"In installations. {' '.join(said)}"
    assert_in_frame(drawn)


ROWS = [
    VariantRow("ESME", "E470 (MK1)", ("DMC-1", "DMC-2"), "1,200"),
    VariantRow("ESME", "E470 (MK2)", ("DMC-2",), "30"),
    VariantRow("CH", "<SEAP & 1>", (), "7"),
]


def test_the_matrix_sets_off_what_one_alone_has_and_says_what_none_has() -> None:
    drawn = coverage_matrix(ROWS, ["DMC-1", "DMC-2"], "Matrix")
    assert (len(marks(drawn, "rect", SELECTED)) - KEY, len(marks(drawn, "rect", DMCT)) - KEY) == (1, 2)
    assert len(marks(drawn, "circle", PAPER)) - KEY == 1
    assert [text for text in texts(drawn) if "none" in text or "SEAP" in text] == ["<SEAP & 1>", "in none: 7"]
    assert description(drawn).endswith(
        "ESME E470 (MK1): DMC-1, DMC-2 (1,200 installations); ESME E470 (MK2): DMC-2 (30 installations); "
        "CH <SEAP & 1>: in none (7 installations)."
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_parts_of_a_large_matrix_hold_every_place_once_and_fit_a_page(seed: int) -> None:
    random = Random(seed)
    columns = [f"DMC-{place}" for place in range(1, random.randint(1, 60))]
    rows = [
        VariantRow(kind, f"{kind} model {place}", tuple(c for c in columns if random.random() < 0.1), f"{place:,}")
        for kind in ("ESME", "GSME", "CH")
        for place in range(random.randint(1, 40))
    ]
    parts = coverage_matrices(rows, columns, "Matrix")
    for fill, alone in ((SELECTED, True), (DMCT, False)):
        drawn = sum(len(marks(part, "rect", fill)) - KEY for part in parts)
        assert drawn == sum(len(row.within) for row in rows if (len(row.within) == 1) is alone)
        assert len(marks(coverage_matrix(rows, columns, "Matrix"), "rect", fill)) - KEY == drawn
    for part in parts:
        assert float(ET.fromstring(part).get("width", "")) <= 640
        assert float(ET.fromstring(part).get("height", "")) <= 900
        assert_in_frame(part)
    across = len(parts) // len([part for part in parts if columns[0] in texts(part)]) if columns else 1
    assert sum(texts(part).count(row.name) for part in parts for row in rows) == len(rows) * across


def test_labels_that_do_not_fit_side_by_side_stand_upright() -> None:
    columns = [f"C-{place:012}" for place in range(9)]
    drawn = coverage_matrix([VariantRow("CH", "S", (columns[0],))], columns, "Matrix")
    assert drawn.count("rotate(-90)") == 9


@pytest.mark.parametrize("seed", range(25))
def test_the_charts_have_the_numbers_of_the_selection(seed: int) -> None:
    random = Random(seed)
    candidates = random_candidates(random, random.randint(6, 14), 2, random.choice(["steep", "few", "near"]))
    chosen = chosen_from(candidates, SelectionPolicy(random.randint(2, 5), random.random() < 0.8), OPERATORS)
    if chosen is None:
        return
    scheme = drawn_run().scheme
    kinds = {"meter": "ESME", "gas": "GSME", "hub": "CH"}
    chosen = _with_kinds(chosen, kinds)
    drawn = {name: svg.decode() for name, svg in selection_charts(chosen, scheme).items()}
    said = description(drawn["chart-curve.svg"])
    for one in chosen.curve:
        assert f"{one.free_population:,}" in said
        if one.covers or not chosen.cover:
            assert re.search(rf"(: |; ){one.size}( \(chosen\))?: {one.population:,}[,;.]|\. {one.size}", said)
    first = chosen.curve[0].free_population or 0
    assert sum(gain for _, gain, _ in gains(chosen.curve, cover=False)) == chosen.curve[-1].population
    assert first == max(one.population for one in candidates)
    said = description(drawn["chart-coverage.svg"])
    for variant in {variant for one in chosen.candidates for variant in one.variants}:
        having = [one.combination_id for one in chosen.selection.selected if variant in one.variants]
        total = sum(one.population for one in chosen.candidates if variant in one.variants)
        kind, _, model, _ = variant.split("|")
        assert f"{kind} {model}: {', '.join(having) or 'in none'} ({total:,} installations)" in said
    said = description(drawn["chart-contributions.svg"])
    assert [f"{one.combination_id}: {one.population:,}, " in said for one in chosen.selection.selected] == [True] * len(
        chosen.selection.selected
    )
    for svg in drawn.values():
        assert_in_frame(svg)


def _with_kinds(chosen: Chosen, kinds: dict[str, str]) -> Chosen:
    """The same with variants as a scheme has them."""

    def named(variant: str) -> str:
        kind, number = variant.split("-")
        return f"{kinds[kind]}|Maker|{kind}-{number}|1"

    def of(variants: frozenset[str]) -> frozenset[str]:
        return frozenset(map(named, variants))

    selected = tuple(replace(one, variants=of(one.variants)) for one in chosen.selection.selected)
    return replace(
        chosen,
        selection=replace(chosen.selection, selected=selected),
        candidates=[replace(one, variants=of(one.variants)) for one in chosen.candidates],
        contributions=[replace(one, alone=tuple(map(named, one.alone))) for one in chosen.contributions],
    )


def test_a_product_that_is_selected_at_two_operators_has_both_beside_its_label() -> None:
    rows = [(*row[:-1], 900 - place) for place, row in enumerate(PUBLISHED[:2])]
    twice = [rows[0], ("SMSO-2", *rows[0][1:]), rows[1]]
    chosen = chosen_of(drawn_run(twice, size=3))
    assert list(chosen.shown.values()) == ["DMC-1 SMSO-1", "DMC-1 SMSO-2", "DMC-2"]


def test_without_labels_ids_stand_in_rank_order() -> None:
    chosen = replace(chosen_of(drawn_run()), labels={})
    assert list(chosen.shown.values()) == [one.combination_id for one in chosen.selection.selected]


def test_the_columns_are_in_the_order_of_the_published_labels() -> None:
    assert list(chosen_of(drawn_run()).shown.values()) == ["DMC-1", "DMC-2", "DMC-3", "DMC-4", "DMC-5"]


def test_the_order_of_what_comes_in_changes_no_byte() -> None:
    run = drawn_run()
    chosen = chosen_of(run)
    turned = replace(chosen, candidates=chosen.candidates[::-1], curve=chosen.curve[::-1])
    assert selection_charts(turned, run.scheme) == selection_charts(chosen, run.scheme)


def test_a_png_is_twice_as_large_and_the_same_every_time() -> None:
    drawn = coverage_matrix(ROWS, ["DMC-1", "DMC-2"], "Matrix").encode()
    width, height = (int(ET.fromstring(drawn).get(side, "")) for side in ("width", "height"))
    png = render_png(drawn)
    assert (png[:8], int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (
        b"\x89PNG\r\n\x1a\n",
        2 * width,
        2 * height,
    )
    assert render_png(drawn) == png


def test_a_png_of_an_enormous_drawing_is_not_larger_than_can_be_opened() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000"></svg>'
    png = render_png(svg)
    assert 10_000_000 < int.from_bytes(png[16:20]) * int.from_bytes(png[20:24]) <= 24_000_000


def test_only_a_drawing_is_rendered() -> None:
    with pytest.raises(ValueError, match="a drawing states its width and its height"):
        render_png(b"<html/>")


@pytest.mark.parametrize("highest", [0, 1, 3, 9, 10, 99, 1_380_155, 9_999_999])
def test_ticks_are_round_numbers_from_nothing_to_the_highest(highest: int) -> None:
    values = ticks(highest)
    assert (values[0], values[-1] <= highest, len(values) <= 6) == (0, True, True)
    assert all(str(value).rstrip("0") in {"", "1", "2", "3", "4", "5", "6", "8"} for value in values)


def assert_in_frame(drawn: str) -> None:
    """Every text and every bar is within the drawing, by the widths of its letters."""
    root = ET.fromstring(drawn)
    width, height = float(root.get("width", "")) - MARGIN, float(root.get("height", "")) - MARGIN
    for left, right, y in _extents(root):
        assert (left >= -MARGIN, right <= width, -MARGIN <= y <= height) == (True, True, True), (left, right, y, width)


def _extents(root: ET.Element) -> Iterator[tuple[float, float, float]]:
    for text in root.iter(f"{SVG}text"):
        if text.get("transform") is None:
            x, y, words = float(text.get("x", "")), float(text.get("y", "")), text.text or ""
            room = text_width(words, semibold=text.get("font-weight") is not None)
            left = x - {"start": 0.0, "middle": room / 2, "end": room}[text.get("text-anchor", "start")]
            yield left, left + room, y
    for bar in root.iter(f"{SVG}rect"):
        if bar.get("x") is not None:
            x, y = float(bar.get("x", "")), float(bar.get("y", ""))
            yield x, x + float(bar.get("width", "")), y
