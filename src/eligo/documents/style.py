"""How every published page looks: colours by role, the type family and its sizes, and how wide a text is.

What belongs here: values that HTML, PDF and drawings share. What does not: drawing (``charts``, ``diagram``) and
page layout. Nothing here knows a scheme; routes are known by the vocabulary of ``terms``.

Invariants: text colours have a contrast of at least 4.5:1 on ``PAPER``; the fills of the four routes differ in
lightness, so that they stay apart in greyscale and for every kind of colour vision. Lengths are CSS pixels
(96 to the inch): a drawing ``PAGE_WIDTH`` wide fills the text width of an A4 page at its natural size.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from eligo.terms import Route, digest_id

FONT_FAMILY = "Source Sans 3"
FONT_STACK = "'Source Sans 3', Arial, sans-serif"
FONT_DIRECTORY = Path(__file__).parent / "fonts"
"""The vendored fonts: Source Sans 3, SIL Open Font License 1.1, with ``SHA256SUMS``."""

PAGE_WIDTH = 640
"""Width of a drawing: 480 pt, the text width of A4 with margins of 57 pt."""

TITLE_SIZE = 15
TEXT_SIZE = 12
"""12 px are 9 pt: the smallest text of a drawing."""
LINE_HEIGHT = 15

INK = "#1b2631"
MUTED = "#56626d"
RULE = "#c9d1d8"
BAND = "#f1f3f5"
TINT = "#e4eef7"
PAPER = "#ffffff"

SELECTED = "#0b4f8a"
MT = "#c44f00"
DMCT = "#9cc3e6"
OUT_OF_SCOPE = "#dde1e5"
EQUIVALENT = "#2e8b7a"
UNECONOMIC = "#7a5c8e"

DARK = {
    "ink": "#e6ebf0",
    "muted": "#a9b4be",
    "rule": "#3d4853",
    "band": "#1c242c",
    "paper": "#12181e",
    "accent": "#82bbe9",
    "warn": "#ff9f66",
}
"""Colours of a page for those who have asked for dark ones, by what they are for; drawings stay as they are."""

ROUTE_COLOURS = {
    Route.MT_SIT.value: SELECTED,
    Route.MT.value: MT,
    Route.DMCT.value: DMCT,
    Route.EQUIVALENT.value: EQUIVALENT,
    Route.OUT_OF_SCOPE.value: OUT_OF_SCOPE,
    Route.UNECONOMIC.value: UNECONOMIC,
}
"""Fill by route, as ``results.md`` writes the route."""

SERIES = (SELECTED, DMCT, MT, OUT_OF_SCOPE, EQUIVALENT, UNECONOMIC)
"""Fills for labels that name no route, in order of appearance."""

_FIRST = 32
_ADVANCES = (
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497,
    497, 497, 497, 497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 544, 588, 571, 615, 527, 494, 617,
    652, 263, 480, 579, 486, 727, 647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303,
    350, 303, 497, 500, 542, 504, 553, 456, 555, 496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542,
    555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303, 241, 303, 497,
)  # fmt: skip
"""Advance widths of U+0020 to U+007E in Source Sans 3 Regular, thousandths of an em (from its ``hmtx`` table)."""
_WIDE = 1000
_SEMIBOLD = 1.06


@lru_cache(maxsize=4096)  # the layout of a diagram asks for the same few lines again and again
def text_width(text: str, size: float = TEXT_SIZE, *, semibold: bool = False) -> float:
    """The width of a line of text in pixels, never less than the real one.

    Kerning is left out and characters outside ASCII count as a full em, so that a box made for the text holds it.

    >>> text_width("yes")
    16.58...
    """
    units = sum(_ADVANCES[ord(c) - _FIRST] if " " <= c <= "~" else _WIDE for c in text)
    return units * size / 1000 * (_SEMIBOLD if semibold else 1)


def colour_of(label: str, others: Sequence[str]) -> str:
    """The fill of a route, or the next of ``SERIES`` for a label among ``others`` that names no route.

    >>> colour_of("dmct", ())
    '#9cc3e6'
    """
    if label in ROUTE_COLOURS:
        return ROUTE_COLOURS[label]
    unnamed = [other for other in others if other not in ROUTE_COLOURS]
    return SERIES[unnamed.index(label) % len(SERIES)] if label in unnamed else SERIES[0]


def percent(share: float, decimals: int = 0) -> str:
    """A share (0 to 1) as it is printed; what is more than nothing never reads as nothing.

    >>> percent(0.4227), percent(0.4227, 1), percent(0.001), percent(0.0)
    ('42%', '42.3%', '<1%', '0%')
    """
    least = 10.0**-decimals
    if 0 < share * 100 < least / 2:
        return f"<{least:.{decimals}f}%"
    return f"{share * 100:.{decimals}f}%"


def accessible_svg(width: float, height: float, title: str, description: str, body: str) -> str:
    """A complete SVG document that a screen reader announces by its title and description.

    The ids are derived from the content, so that several drawings can stand in one page. ``body`` is SVG markup;
    ``title`` and ``description`` are plain text.
    """
    name = digest_id("fig", title + description + body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="{name}-t {name}-d" '
        f'font-family="{FONT_STACK}" font-size="{TEXT_SIZE}">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{body}</svg>\n'
    )
