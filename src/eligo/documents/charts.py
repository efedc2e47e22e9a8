"""The charts of the paper, as SVG text: coverage curve, estate composition, model prevalence.

What belongs here: the three charts and the one place that knows Vega-Lite (``vl-convert``), which renders them
offline. What does not: choosing and rounding what is drawn. A chart draws what it is given: shares for a public
document must already be the published ones, because coordinates reveal them (``disclosure``).

Invariants: the same input gives the same bytes; text stays text; nothing refers outside the file; the title is
the accessible name and is not drawn, because the caption of the document says it. Every value is also in the
description, so that no reader depends on seeing the drawing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import vl_convert

from eligo.documents import style
from eligo.documents.style import TEXT_SIZE, percent, text_width

_VEGA_LITE = "6.4"
_PLOT_HEIGHT = 250
_BAR = 36
_BAR_STEP = 52
_MODEL_STEP = 22
_PANELS_A_ROW = 4
_PANEL_GAP = 14
_LEAST_BAR = 2.0
"""Pixels: the least that a share above nothing is drawn, so that it can be seen."""

_AXIS = {
    "labelFontSize": TEXT_SIZE, "titleFontSize": TEXT_SIZE, "titleFontWeight": "normal", "labelColor": style.INK,
    "titleColor": style.MUTED, "domainColor": style.MUTED, "tickColor": style.MUTED, "gridColor": style.RULE,
    "titlePadding": 8, "labelFlush": False, "labelLimit": 0,
}  # fmt: skip
_CONFIG: Mapping[str, Any] = {
    "font": style.FONT_FAMILY,
    "aria": False,
    "axis": _AXIS,
    "legend": {
        "labelFontSize": TEXT_SIZE, "labelColor": style.INK, "labelLimit": 0, "orient": "top", "title": None,
        "symbolSize": 90, "columnPadding": 18, "offset": 10,
    },
    "text": {"fontSize": TEXT_SIZE, "color": style.INK},
    "view": {"stroke": None},
    "concat": {"spacing": 0},
}  # fmt: skip

Spec = dict[str, Any]


@cache
def _register_fonts() -> None:
    # Once in a process: the library measures text with the fonts that it knows.
    vl_convert.register_font_directory(str(style.FONT_DIRECTORY))


def _svg(spec: Spec, title: str, description: str) -> str:
    """The specification as an SVG document that carries a title and a description and refers to nothing."""
    _register_fonts()
    whole = {"padding": 4, "config": _CONFIG, **spec}
    drawn = vl_convert.vegalite_to_svg(whole, vl_version=_VEGA_LITE, allowed_base_urls=[])
    root = re.match(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"[^>]*>(?:<rect[^>]*/>)?(.*)</svg>\s*$', drawn, re.S)
    if root is None:
        raise AssertionError("vl-convert wrote an SVG of another form than the one its pinned version writes")
    # The root of the drawing names the family with its fallbacks; inside, the attribute would hide them.
    body = re.sub(r' (?:class|role|pointer-events|font-family|aria-[a-z]+)="[^"]*"', "", root[3])
    return style.accessible_svg(float(root[1]), float(root[2]), title, description, _rounded(body))


def _rounded(body: str) -> str:
    # Two decimals of a pixel are beyond seeing, and more of them differ between processors.
    def attribute(found: re.Match[str]) -> str:
        numbers = re.sub(r"-?\d+\.\d{3,}(?:e-?\d+)?", lambda m: f"{round(float(m[0]), 2) + 0.0:g}", found[2])
        return f'{found[1]}{numbers}"'

    return re.sub(r'( (?:d|transform|x|y|x2|y2|width|height)=")([^"]*)"', attribute, body)


def _nothing(title: str) -> str:
    text = "There is nothing to show."
    body = f'<text x="8" y="24" fill="{style.MUTED}">{text}</text>'
    return style.accessible_svg(style.PAGE_WIDTH, 40, title, text, body)


def _ticks(top: float) -> list[float]:
    """Round shares from 0 to ``top``, at most seven of them, none above the whole."""
    step = next((s for s in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2) if top / s <= 6), 0.25)
    return [round(i * step, 3) for i in range(int(top / step + 1e-9) + 1) if i * step <= 1 + 1e-9]


def _share_axis(ticks: Sequence[float], title: str | None) -> Spec:
    whole = all(abs(t * 100 - round(t * 100)) < 1e-9 for t in ticks)
    return {"values": list(ticks), "format": ".0%" if whole else ".1%", "title": title, "ticks": False, "domain": False}


def coverage_curve(
    points: Sequence[tuple[int, float, bool]],
    chosen: int,
    title: str,
    x_label: str,
    y_label: str,
    *,
    decimals: int = 0,
) -> str:
    """What share of the estate each size of selection reaches, with the chosen size marked.

    ``points``: (size, share 0 to 1, whether a set of that size Can cover every hardware variant), in any order. Sizes that
    cannot are drawn hollow. ``chosen`` is marked where it is among the sizes. Labels have ``decimals`` decimals.

    >>> coverage_curve([(1, 0.2, False), (2, 0.3, True)], 2, "Coverage", "Size", "Share").count("2 chosen: 30%")
    1
    """
    if not points:
        return _nothing(title)
    ordered = sorted(points)
    able, unable = "Can cover every hardware variant", "Cannot cover every hardware variant"
    rows = [{"size": size, "share": share, "state": able if covers else unable} for size, share, covers in ordered]
    marked = [row for row in rows if row["size"] == chosen]
    highest = max(share for _, share, _ in ordered)
    top = highest * 1.14 or 1.0
    first, last = ordered[0][0], ordered[-1][0]
    every = max(1, -(-(last - first) // 24))
    x = {
        "field": "size", "type": "quantitative", "scale": {"domain": [first - 0.5, last + 0.5], "nice": False},
        "axis": {"title": x_label, "values": list(range(first, last + 1, every)), "format": "d", "grid": False},
    }  # fmt: skip
    y = {
        "field": "share", "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
        "axis": _share_axis(_ticks(highest or top), y_label),
    }  # fmt: skip
    chosen_label = f"{chosen} chosen: {percent(marked[0]['share'], decimals)}" if marked else ""
    spec = {
        "width": style.PAGE_WIDTH - 8,
        "height": _PLOT_HEIGHT,
        "autosize": {"type": "fit", "contains": "content"},
        "data": {"values": rows},
        "encoding": {"x": x},
        "layer": [
            {"mark": {"type": "line", "color": style.SELECTED, "strokeWidth": 1.5}, "encoding": {"y": y}},
            *_chosen_layers(marked, chosen_label, on_left=chosen * 2 <= first + last, top=top),
            _points_layer(y, [able, unable] if any(not covers for *_, covers in ordered) else None),
            *_last_layer(rows[-1], decimals, apart=abs(last - chosen) / (last - first + 1) > 0.05),
        ],
    }
    listed = ", ".join(f"{s}: {percent(v, decimals)}{'' if c else f' ({unable})'}" for s, v, c in ordered)
    return _svg(spec, title, f"{y_label} by {x_label}. {listed}." + (f" {chosen_label}." if chosen_label else ""))


def _points_layer(y: Spec, legend: list[str] | None) -> Spec:
    fill = {
        "field": "state", "type": "nominal", "sort": None,
        "scale": {"domain": ["Can cover every hardware variant", "Cannot cover every hardware variant"], "range": [style.SELECTED, style.PAPER]},
        "legend": {"symbolStrokeColor": style.SELECTED, "symbolType": "circle"} if legend else None,
    }  # fmt: skip
    mark = {"type": "point", "shape": "circle", "size": 42, "stroke": style.SELECTED, "strokeWidth": 1.5, "opacity": 1}
    return {"mark": mark, "encoding": {"y": y, "fill": fill}}


def _chosen_layers(marked: Sequence[Spec], label: str, *, on_left: bool, top: float) -> list[Spec]:
    # The label stands in the headroom above the highest share, where no curve passes.
    if not marked:
        return []
    rows = {"values": [{**marked[0], "top": top, "label": label}]}
    rule = {"type": "rule", "color": style.MT, "strokeWidth": 1.5, "strokeDash": [4, 3]}
    text = {
        "type": "text", "align": "left" if on_left else "right", "dx": 7 if on_left else -7, "dy": 8,
        "fontWeight": 600, "fontSize": 13, "color": style.INK,
    }  # fmt: skip
    ring = {"type": "point", "shape": "circle", "size": 170, "stroke": style.MT, "strokeWidth": 2, "fill": style.PAPER}
    at_top = {"field": "top", "type": "quantitative"}
    return [
        {"data": rows, "mark": rule, "encoding": {"y": at_top, "y2": {"datum": 0}}},
        {"data": rows, "mark": {**ring, "opacity": 1}, "encoding": {"y": {"field": "share", "type": "quantitative"}}},
        {"data": rows, "mark": text, "encoding": {"y": at_top, "text": {"field": "label"}}},
    ]


def _last_layer(row: Spec, decimals: int, *, apart: bool) -> list[Spec]:
    if not apart:
        return []
    values = [{**row, "label": percent(row["share"], decimals)}]
    mark = {"type": "text", "dy": -13, "align": "center", "color": style.MUTED}
    encoding = {"y": {"field": "share", "type": "quantitative"}, "text": {"field": "label"}}
    return [{"data": {"values": values}, "mark": mark, "encoding": encoding}]


def composition(
    rows: Sequence[tuple[str, Sequence[tuple[str, float]]]],
    title: str,
    x_label: str,
    *,
    decimals: int = 0,
    colours: Mapping[str, str] | None = None,
) -> str:
    """One stacked horizontal bar per operator: the share of the deployed estate that takes each route.

    ``rows``: (operator, [(route label, share 0 to 1)]), drawn in the order given. ``colours`` gives the fill of a
    label; without it a label that is a route (``results.md``, "Routes") has that route's colour. A share too small
    to be written inside its part of the bar is written beside the bar, with a swatch of its colour.

    >>> "DMCT" in composition([("A", [("DMCT", 0.4)])], "Composition", "Share")
    True
    """
    if not rows:
        return _nothing(title)
    labels = list(dict.fromkeys(label for _, parts in rows for label, _ in parts))
    fills = {label: (colours or {}).get(label) or style.colour_of(label, labels) for label in labels}
    gutter = max(text_width(operator, 13, semibold=True) for operator, _ in rows) + 10
    plot = style.PAGE_WIDTH - 8 - gutter - 8
    scale = _bar_scale(rows, plot, decimals)
    parts, texts, swatches = _bar_parts(rows, scale, decimals, fills)
    y = {
        "field": "operator", "type": "nominal", "sort": None, "scale": {"domain": [operator for operator, _ in rows]},
        "axis": {"title": None, "labelFontWeight": 600, "labelFontSize": 13, "ticks": False, "domain": False,
                 "minExtent": gutter, "maxExtent": gutter, "labelPadding": 8},
    }  # fmt: skip
    ticks = _ticks(plot / scale)
    x = {
        "field": "start", "type": "quantitative", "scale": {"domain": [0, plot / scale], "nice": False},
        "axis": {**_share_axis(ticks, x_label), "grid": False, "ticks": True, "domain": True},
    }  # fmt: skip
    fill = {"field": "label", "type": "nominal", "scale": {"domain": labels, "range": [fills[b] for b in labels]}}
    legend = {"symbolType": "square", "symbolStrokeWidth": 0, "symbolSize": 130}
    spec = {
        "width": plot,
        "height": {"step": _BAR_STEP},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"data": {"values": parts}, "mark": {"type": "bar", "height": _BAR},
             "encoding": {"x2": {"field": "end"}, "fill": {**fill, "legend": legend}}},
            {"data": {"values": swatches}, "mark": {"type": "square", "size": 90, "opacity": 1},
             "encoding": {"fill": {**fill, "legend": legend}}},
            {"data": {"values": texts}, "mark": {"type": "text", "align": "left", "baseline": "middle"},
             "encoding": {"text": {"field": "text"}, "color": {"field": "ink", "type": "nominal", "scale": None}}},
        ],
    }  # fmt: skip
    listed = "; ".join(
        f"{operator}: " + (", ".join(f"{label} {percent(share, decimals)}" for label, share in parts_of) or "nothing")
        for operator, parts_of in rows
    )
    return _svg(spec, title, f"{x_label}. {listed}.")


def _beside(parts: Sequence[tuple[str, float]], scale: float, decimals: int) -> list[tuple[str, str, float]]:
    """(label, text, width) of the parts whose share cannot be written inside the bar."""
    small = []
    for label, share in parts:
        if share > 0 and text_width(percent(share, decimals)) + 8 > share * scale:
            text = f"{label} {percent(share, decimals)}"
            small.append((label, text, text_width(text)))
    return small


def _bar_scale(rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], plot: float, decimals: int) -> float:
    """Pixels for a share of 1, so that the longest bar and what stands beside it fit into ``plot``."""
    scale = plot / (max((sum(share for _, share in parts) for _, parts in rows), default=0) * 1.02 or 1.0)
    # Each round may push one more share out of its bar; four parts at most stand in a bar in practice.
    for _ in range(4):
        for _, parts in rows:
            total = sum(share for _, share in parts)
            beside = sum(width + 28 for *_, width in _beside(parts, scale, decimals))
            if total > 0 and total * scale + beside > plot:
                scale = max(40.0, (plot - beside) / total)
    return scale


def _bar_parts(
    rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], scale: float, decimals: int, fills: Mapping[str, str]
) -> tuple[list[Spec], list[Spec], list[Spec]]:
    """The parts of every bar, the texts in and beside them, and the swatches beside them, in shares."""
    bars: list[Spec] = []
    texts: list[Spec] = []
    swatches: list[Spec] = []
    for operator, parts in rows:
        widths = [max(share, _LEAST_BAR / scale) if share > 0 else 0.0 for _, share in parts]
        ends = list(accumulate(widths, initial=0.0))
        outside = _beside(parts, scale, decimals)
        beside = {label for label, *_ in outside}
        for (label, share), start, end in zip(parts, ends, ends[1:], strict=False):
            bars.append({"operator": operator, "label": label, "start": start, "end": end})
            if share > 0 and label not in beside:
                text = _inside_text(label, percent(share, decimals), (end - start) * scale)
                ink = _ink_on(fills[label])
                texts.append({"operator": operator, "start": start + 6 / scale, "text": text, "ink": ink})
        x = ends[-1] + 12 / scale
        for label, text, width in outside:
            swatches.append({"operator": operator, "label": label, "start": x})
            texts.append({"operator": operator, "start": x + 9 / scale, "text": text, "ink": style.INK})
            x += (width + 28) / scale
    return bars, texts, swatches


def _inside_text(label: str, share: str, width: float) -> str:
    named = f"{label} {share}"
    return named if text_width(named) + 12 <= width else share


def _ink_on(fill: str) -> str:
    red, green, blue = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    return style.PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else style.INK


def prevalence(rows: Sequence[tuple[str, str, str, float]], title: str, *, decimals: int = 0) -> str:
    """How common each device model is: one panel per operator, one bar per model, grouped by device type.

    ``rows``: (operator, device type, model, share 0 to 1 within that operator), in any order; operators, device
    types and models keep the order in which they first appear. A model that an operator does not have is a dash.

    >>> "PRIMUS" in prevalence([("A", "Hub", "PRIMUS", 1.0)], "Prevalence")
    True
    """
    if not rows:
        return _nothing(title)
    operators = list(dict.fromkeys(operator for operator, *_ in rows))
    kinds = list(dict.fromkeys(kind for _, kind, *_ in rows))
    shares = {(operator, kind, model): share for operator, kind, model, share in rows}
    lines: list[tuple[str, str]] = []
    for kind in kinds:
        models = dict.fromkeys(model for _, other, model, _ in rows if other == kind)
        lines += [(kind, ""), *((kind, model) for model in models)]
    gutter = max(text_width(model or kind, semibold=not model) for kind, model in lines) + 12
    across = min(len(operators), _PANELS_A_ROW)
    width = (style.PAGE_WIDTH - 8 - gutter - _PANEL_GAP * (across - 1)) / across
    bands = [operators[i : i + across] for i in range(0, len(operators), across)]
    spec = {
        "vconcat": [
            {"hconcat": [_panel(o, lines, shares, width, gutter if o == band[0] else 0.0, decimals) for o in band],
             "spacing": _PANEL_GAP}
            for band in bands
        ],
        "spacing": 18,
    }  # fmt: skip
    listed = "; ".join(f"{operator}, {k} {m}: {percent(v, decimals)}" for operator, k, m, v in rows)
    return _svg(spec, title, f"Share of each device model within each operator. {listed}.")


def _panel(
    operator: str,
    lines: Sequence[tuple[str, str]],
    shares: Mapping[tuple[str, str, str], float],
    width: float,
    gutter: float,
    decimals: int,
) -> Spec:
    """One operator's bars; the first panel of a row has a gutter, in which the names stand."""
    bars, heads = [], []
    label_room = text_width("100%" if decimals == 0 else "100.00%") + 8
    full = width / (width - label_room)
    for number, (kind, model) in enumerate(lines):
        share = shares.get((operator, kind, model), 0.0)
        if model:
            drawn = max(share, _LEAST_BAR / width) if share > 0 else 0.0
            text = percent(share, decimals) if share > 0 else "–"
            bars.append({"line": number, "share": drawn, "text": text, "name": model})
        else:
            heads.append({"line": number, "name": kind})
    y = {"field": "line", "type": "ordinal", "axis": None, "scale": {"domain": list(range(len(lines))), "padding": 0}}
    x = {"field": "share", "type": "quantitative", "axis": None, "scale": {"domain": [0, full], "nice": False}}
    name = {"type": "text", "align": "left", "baseline": "middle"}
    layers: list[Spec] = [
        {"data": {"values": heads}, "mark": {"type": "rule", "yOffset": 9, "color": style.RULE},
         "encoding": {"x": {"value": -gutter}, "x2": {"value": width}}},
        {"data": {"values": bars}, "mark": {"type": "bar", "orient": "horizontal", "height": 13, "color": style.SELECTED},
         "encoding": {"x": x}},
        {"data": {"values": bars}, "mark": {"type": "text", "align": "left", "dx": 5, "baseline": "middle"},
         "encoding": {"x": x, "text": {"field": "text"}}},
    ]  # fmt: skip
    if gutter:
        text = {"text": {"field": "name"}, "x": {"value": -gutter}}
        layers.append({"data": {"values": heads}, "mark": {**name, "fontWeight": 600}, "encoding": text})
        layers.append({"data": {"values": bars}, "mark": name, "encoding": text})
    heading = {"text": operator, "anchor": "start", "frame": "group", "fontSize": 13, "fontWeight": 600}
    return {
        "title": {**heading, "color": style.INK, "offset": 2},
        "width": width,
        "height": _MODEL_STEP * len(lines),
        "encoding": {"y": y},
        "layer": layers,
    }
