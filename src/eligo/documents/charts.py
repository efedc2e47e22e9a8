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
from typing import Any

import vl_convert

from eligo.documents import style
from eligo.documents.style import TEXT_SIZE, percent, text_width

_VEGA_LITE = "6.4"
_CURVE_HEIGHT = 210
_BAR = 36
_BAR_STEP = 50
_KEY_LINE = 20
_ROW = 22
_PANELS_ACROSS = 4
_PANEL_GAP = 16
_LEAST_BAR = 2.0
"""Pixels: the least that a share above nothing is drawn, so that it can be seen."""

_ABLE, _UNABLE = "Can cover every hardware variant", "Cannot cover every hardware variant"

# Vega estimates the width of a text from its length alone, so sizes, paddings and keys are all set here.
_CONFIG: Mapping[str, Any] = {
    "font": style.FONT_FAMILY,
    "aria": False,
    "axis": {
        "labelFontSize": TEXT_SIZE, "titleFontSize": TEXT_SIZE, "titleFontWeight": "normal", "labelColor": style.INK,
        "titleColor": style.MUTED, "domainColor": style.MUTED, "tickColor": style.MUTED, "gridColor": style.RULE,
        "titlePadding": 8, "labelFlush": False, "labelLimit": 0, "labelOverlap": False,
    },
    "text": {"fontSize": TEXT_SIZE, "color": style.INK, "align": "left", "baseline": "middle"},
    "point": {"shape": "circle", "opacity": 1, "filled": False},
    "square": {"size": 90, "opacity": 1},
    "view": {"stroke": None},
}  # fmt: skip

_NAMES: Mapping[str, Any] = {
    "title": None, "labelFontWeight": 600, "labelFontSize": 13, "ticks": False, "domain": False, "labelPadding": 8,
}  # fmt: skip

Spec = dict[str, Any]
Rows = Sequence[tuple[str, Sequence[tuple[str, float]]]]


@cache
def register_fonts() -> None:
    """Let the vendored fonts be found; once in a process, since the library keeps what it has registered."""
    vl_convert.register_font_directory(str(style.FONT_DIRECTORY))


def _svg(
    layers: Sequence[Spec],
    plot: tuple[float, float],
    padding: tuple[float, float, float, float],
    words: tuple[str, str],
) -> str:
    """The layers as an SVG document that refers to nothing outside itself.

    ``plot`` is (width, height), ``padding`` (left, top, right, bottom), ``words`` (title, description).
    """
    register_fonts()
    sides = dict(zip(("left", "top", "right", "bottom"), padding, strict=True))
    spec = {
        "width": plot[0], "height": plot[1], "padding": sides, "autosize": "none", "config": _CONFIG,
        "layer": list(layers),
    }  # fmt: skip
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    _, _, body = drawn.removesuffix("</svg>").split(">", 2)
    # The root of the document names the family with its fallbacks; inside, the attribute would hide them.
    body = re.sub(r' (?:class|role|pointer-events|font-family|aria-[a-z]+)="[^"]*"', "", body)
    width, height = plot[0] + padding[0] + padding[2], plot[1] + padding[1] + padding[3]
    return style.accessible_svg(width, height, *words, _rounded(body))


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


def _layer(rows: Sequence[Spec], mark: Spec, **channels: Spec) -> Spec:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": channels}


def _field(name: str, kind: str = "quantitative", **more: Any) -> Spec:
    return {"field": name, "type": kind, **more}


def _ticks(top: float) -> list[float]:
    """Round shares from 0 to ``top``, at most seven of them, none above the whole."""
    step = next((s for s in (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2) if top / s <= 6), 0.25)
    return [round(i * step, 3) for i in range(int(top / step + 1e-9) + 1) if i * step <= 1 + 1e-9]


def _share_axis(ticks: Sequence[float], title: str) -> Spec:
    whole = all(abs(t * 100 - round(t * 100)) < 1e-9 for t in ticks)
    return {"values": list(ticks), "format": ".0%" if whole else ".1%", "title": title}


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

    ``points``: (size, share 0 to 1, whether a set of that size can cover every variant), in any order. Sizes that
    cannot are drawn hollow. ``chosen`` is marked where it is among the sizes. Labels have ``decimals`` decimals.

    >>> coverage_curve([(1, 0.2, False), (2, 0.3, True)], 2, "Coverage", "Size", "Share").count(">2 chosen: 30%<")
    1
    """
    if not points:
        return _nothing(title)
    ordered = sorted(points)
    x, y, top = _curve_axes(ordered, x_label, y_label)
    rows = [
        {"size": size, "share": share, "fill": style.SELECTED if able else style.PAPER} for size, share, able in ordered
    ]
    outline = {"stroke": style.SELECTED, "strokeWidth": 1.5}
    label = next((f"{size} chosen: {percent(share, decimals)}" for size, share, _ in ordered if size == chosen), "")
    layers = [_layer(rows, {"type": "line", **outline}, x=x, y=y)]
    if label:
        layers += _chosen_layers(rows, chosen, label, x, _field("top"), top)
    fill = _field("fill", "nominal", scale=None)
    layers.append(_layer(rows, {"type": "point", "size": 42, **outline}, x=x, y=y, fill=fill))
    layers += _last_layers(rows, chosen, x, y, decimals)
    plot = (style.PAGE_WIDTH - 72.0, float(_CURVE_HEIGHT))
    with_key = not all(able for *_, able in ordered)
    if with_key:
        layers += _curve_key(x, (ordered[-1][0] - ordered[0][0] + 1) / plot[0], ordered[0][0] - 0.5)
    listed = ", ".join(
        f"{size}: {percent(share, decimals)}" + ("" if able else f" ({_UNABLE.lower()})")
        for size, share, able in ordered
    )
    described = f"{x_label}: {y_label}. {listed}." + (f" {label}." if label else "")
    return _svg(layers, plot, (60, 34 if with_key else 10, 12, 46), (title, described))


def _curve_axes(ordered: Sequence[tuple[int, float, bool]], x_label: str, y_label: str) -> tuple[Spec, Spec, float]:
    """The two axes, and the share at the upper edge, which leaves room for labels above the highest share."""
    first, last, highest = ordered[0][0], ordered[-1][0], max(share for _, share, _ in ordered)
    top = highest * 1.16 or 1.0
    every = max(1, -(-(last - first) // 24))
    x_axis = {"title": x_label, "values": list(range(first, last + 1, every)), "format": "d", "grid": False}
    y_axis = {**_share_axis(_ticks(highest or top), y_label), "ticks": False, "domain": False, "titleX": -50}
    x = _field("size", scale={"domain": [first - 0.5, last + 0.5], "nice": False}, axis=x_axis)
    return x, _field("share", scale={"domain": [0, top], "nice": False}, axis=y_axis), top


def _last_layers(rows: Sequence[Spec], chosen: int, x: Spec, y: Spec, decimals: int) -> list[Spec]:
    """What the greatest size reaches, unless the label of the chosen size would stand in the way."""
    first, last = rows[0]["size"], rows[-1]["size"]
    if abs(last - chosen) / (last - first + 1) <= 0.05:
        return []
    mark = {"type": "text", "dy": -14, "align": "center", "color": style.MUTED}
    return [
        _layer([{**rows[-1], "text": percent(rows[-1]["share"], decimals)}], mark, x=x, y=y, text={"field": "text"})
    ]


def _chosen_layers(rows: Sequence[Spec], chosen: int, label: str, x: Spec, at_top: Spec, top: float) -> list[Spec]:
    # The label stands in the headroom above the highest share, where no curve passes.
    marked = [{**row, "top": top, "text": label} for row in rows if row["size"] == chosen]
    on_left = chosen * 2 <= rows[0]["size"] + rows[-1]["size"]
    rule = {"type": "rule", "color": style.MT, "strokeWidth": 1.5, "strokeDash": [4, 3]}
    ring = {"type": "point", "size": 170, "stroke": style.MT, "strokeWidth": 2, "fill": style.PAPER}
    text = {
        "type": "text", "align": "left" if on_left else "right", "dx": 7 if on_left else -7, "dy": 8,
        "fontWeight": 600, "fontSize": 13,
    }  # fmt: skip
    return [
        _layer(marked, rule, x=x, y=at_top, y2={"datum": 0}),
        _layer(marked, ring, x=x, y=_field("share")),
        _layer(marked, text, x=x, y=at_top, text={"field": "text"}),
    ]


def _curve_key(x: Spec, unit: float, origin: float) -> list[Spec]:
    """The two kinds of point and what they mean, above the plot; ``unit`` is sizes per pixel."""
    second = text_width(_ABLE) + 40
    rows = [
        {"size": origin + (px + 6) * unit, "at": origin + (px + 16) * unit, "fill": fill, "text": text}
        for px, fill, text in ((0.0, style.SELECTED, _ABLE), (second, style.PAPER, _UNABLE))
    ]
    point = {"type": "point", "size": 42, "stroke": style.SELECTED, "strokeWidth": 1.5}
    above = {"value": -22}
    return [
        _layer(rows, point, x=x, y=above, fill=_field("fill", "nominal", scale=None)),
        _layer(rows, {"type": "text"}, x={**x, "field": "at"}, y=above, text={"field": "text"}),
    ]


def composition(
    rows: Rows, title: str, x_label: str, *, decimals: int = 0, colours: Mapping[str, str] | None = None
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
    gutter = max(text_width(operator, 13, semibold=True) for operator, _ in rows) + 14
    width = style.PAGE_WIDTH - gutter - 16
    scale = _bar_scale(rows, width, decimals)
    bars, texts, swatches = _bar_parts(rows, scale, decimals, fills)
    y = _field("operator", "nominal", sort=None, axis=_NAMES, scale={"domain": [operator for operator, _ in rows]})
    axis = {**_share_axis(_ticks(width / scale), x_label), "grid": False}
    x = _field("start", scale={"domain": [0, width / scale], "nice": False}, axis=axis)
    fill = _field("fill", "nominal", scale=None)
    key = _key(fills, width, scale)
    layers = [
        _layer(bars, {"type": "bar", "height": _BAR}, y=y, x=x, x2={"field": "end"}, fill=fill),
        _layer(swatches, {"type": "square"}, y=y, x=x, fill=fill),
        _layer(texts, {"type": "text"}, y=y, x=x, text={"field": "text"}, color=_field("ink", "nominal", scale=None)),
    ]
    for number, line in enumerate(reversed(key)):
        above = {"value": -16 - _KEY_LINE * number}
        layers.append(_layer(line, {"type": "square", "size": 130}, y=above, x=x, fill=fill))
        layers.append(_layer(line, {"type": "text"}, y=above, x={**x, "field": "at"}, text={"field": "text"}))
    listed = "; ".join(
        f"{operator}: " + (", ".join(f"{label} {percent(share, decimals)}" for label, share in parts) or "nothing")
        for operator, parts in rows
    )
    padding = (gutter, 30.0 + _KEY_LINE * (len(key) - 1), 16.0, 46.0)
    return _svg(layers, (width, float(_BAR_STEP * len(rows))), padding, (title, f"{x_label}. {listed}."))


def _key(fills: Mapping[str, str], width: float, scale: float) -> list[list[Spec]]:
    """A swatch and its label for every route, in as many lines above the plot as they need."""
    key: list[list[Spec]] = [[]]
    at = 6.0
    for label, fill in fills.items():
        if key[-1] and at + 12 + text_width(label) > width:
            key.append([])
            at = 6.0
        key[-1].append({"start": at / scale, "at": (at + 12) / scale, "fill": fill, "text": label})
        at += text_width(label) + 36
    return key


def _beside(parts: Sequence[tuple[str, float]], scale: float, decimals: int) -> dict[str, tuple[str, float]]:
    """Text and its room in pixels, by label, of the shares that cannot be written inside the bar."""
    small = {}
    for label, share in parts:
        if share > 0 and text_width(percent(share, decimals)) + 12 > share * scale:
            text = f"{label} {percent(share, decimals)}"
            small[label] = (text, text_width(text) + 28)
    return small


def _bar_scale(rows: Rows, width: float, decimals: int) -> float:
    """Pixels for a share of 1, so that the longest bar and what stands beside it fit into ``width``."""
    scale = width / (max(sum(share for _, share in parts) for _, parts in rows) * 1.02 or 1.0)
    # A smaller scale may push one more share out of its bar, so once for every part is enough.
    for _ in range(max(len(parts) for _, parts in rows)):
        for _, parts in rows:
            total = sum(share for _, share in parts)
            beside = sum(room for _, room in _beside(parts, scale, decimals).values())
            if total * scale + beside > width:
                scale = max(width / 10, width - beside) / total
    return scale


def _bar_parts(
    rows: Rows, scale: float, decimals: int, fills: Mapping[str, str]
) -> tuple[list[Spec], list[Spec], list[Spec]]:
    """The parts of every bar, the texts in and beside them, and the swatches beside them; places in shares."""
    bars: list[Spec] = []
    texts: list[Spec] = []
    swatches: list[Spec] = []
    for operator, parts in rows:
        outside = _beside(parts, scale, decimals)
        end = 0.0
        for label, share in parts:
            start, end = end, end + (max(share, _LEAST_BAR / scale) if share > 0 else 0.0)
            bars.append({"operator": operator, "start": start, "end": end, "fill": fills[label]})
            if share > 0 and label not in outside:
                text = _inside_text(label, percent(share, decimals), (end - start) * scale)
                texts.append(
                    {
                        "operator": operator,
                        "start": start + 6 / scale,
                        "text": text,
                        "ink": _ink_on(fills[label]),
                    }
                )
        x = end + 14 / scale
        for label, (text, room) in outside.items():
            swatches.append({"operator": operator, "start": x, "fill": fills[label]})
            texts.append({"operator": operator, "start": x + 10 / scale, "text": text, "ink": style.INK})
            x += room / scale
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
    lines: list[tuple[str, str]] = []
    for kind in dict.fromkeys(kind for _, kind, *_ in rows):
        lines.append((kind, ""))
        lines += [(kind, model) for model in dict.fromkeys(m for _, k, m, _ in rows if k == kind)]
    gutter = max(text_width(model or kind, semibold=not model) for kind, model in lines) + 14
    shares = {(operator, kind, model): share for operator, kind, model, share in rows}
    across = min(len(operators), _PANELS_ACROSS)
    plot = style.PAGE_WIDTH - 16.0
    width = (plot - gutter - _PANEL_GAP * (across - 1)) / across
    band_height = _ROW * (len(lines) + 1) + 10.0
    marks: list[Spec] = []
    for number, operator in enumerate(operators):
        top, left = band_height * (number // across), gutter + (number % across) * (width + _PANEL_GAP)
        if number % across == 0:
            marks += _names(lines, top, gutter)
        marks += _panel(operator, lines, shares, (left, top, width), decimals)
    height = band_height * -(-len(operators) // across)
    listed = "; ".join(
        f"{operator}, {kind} {model}: {percent(share, decimals)}" for operator, kind, model, share in rows
    )
    described = f"Share of each device model within each operator. {listed}."
    return _svg(_panel_layers(marks, plot, height), (plot, height), (8, 14, 8, 0), (title, described))


def _names(lines: Sequence[tuple[str, str]], top: float, gutter: float) -> list[Spec]:
    """The device types, ruled off, and their models, in the gutter left of the panels."""
    marks: list[Spec] = []
    for y, (kind, model) in _rows_below(lines, top):
        marks.append({"mark": "text" if model else "strong", "x": 0.0, "y": y, "text": model or kind})
        if not model:
            marks.append({"mark": "rule", "x": 0.0, "x2": gutter, "y": y + 10})
    return marks


def _panel(
    operator: str,
    lines: Sequence[tuple[str, str]],
    shares: Mapping[tuple[str, str, str], float],
    place: tuple[float, float, float],
    decimals: int,
) -> list[Spec]:
    """One operator's name, and its bars with their shares; ``place`` is (left, top, width) in pixels."""
    left, top, width = place
    whole = width - text_width(percent(1.0, decimals)) - 8
    marks: list[Spec] = [{"mark": "strong", "x": left, "y": top, "text": operator}]
    for y, (kind, model) in _rows_below(lines, top):
        share = shares.get((operator, kind, model), 0.0)
        length = max(share * whole, _LEAST_BAR) if share > 0 else 0.0
        if not model:
            marks.append({"mark": "rule", "x": left, "x2": left + width, "y": y + 10})
        elif share > 0:
            marks.append({"mark": "bar", "x": left, "x2": left + length, "y": y - 7, "y2": y + 7})
            marks.append({"mark": "text", "x": left + length + 6, "y": y, "text": percent(share, decimals)})
        else:
            marks.append({"mark": "text", "x": left, "y": y, "text": "–"})
    return marks


def _rows_below(lines: Sequence[tuple[str, str]], top: float) -> list[tuple[float, tuple[str, str]]]:
    return [(top + _ROW * (number + 1), line) for number, line in enumerate(lines)]


def _panel_layers(marks: Sequence[Spec], width: float, height: float) -> list[Spec]:
    """Marks placed in pixels, a layer for each kind of mark."""
    x = _field("x", scale={"domain": [0, width], "nice": False}, axis=None)
    y = _field("y", scale={"domain": [0, height], "nice": False, "reverse": True}, axis=None)
    text, x2, y2 = {"field": "text"}, {"field": "x2"}, {"field": "y2"}

    def of(kind: str) -> list[Spec]:
        return [mark for mark in marks if mark["mark"] == kind]

    return [
        _layer(of("rule"), {"type": "rule", "color": style.RULE}, x=x, x2=x2, y=y),
        _layer(of("bar"), {"type": "rect", "color": style.SELECTED}, x=x, x2=x2, y=y, y2=y2),
        _layer(of("text"), {"type": "text"}, x=x, y=y, text=text),
        _layer(of("strong"), {"type": "text", "fontWeight": 600, "fontSize": 13}, x=x, y=y, text=text),
    ]
