"""A drawing as PNG, for what cannot show SVG.

What belongs here: the rendering, with the vendored fonts alone. What does not: the drawing.
"""

from __future__ import annotations

import re
from fractions import Fraction

import vl_convert

from eligo.documents.charts import register_fonts

MOST_PIXELS = 24_000_000
"""A drawing that would have more is rendered smaller; the SVG has all of it."""

_SIZE = re.compile(r'<svg [^>]*width="(\d+)" height="(\d+)"')


def render_png(svg: bytes) -> bytes:
    """A drawing of this package at twice its size, or as large as ``MOST_PIXELS`` lets it be.

    Raises ``ValueError`` for what is not such a drawing.
    """
    text = svg.decode()
    found = _SIZE.match(text)
    if found is None:
        raise ValueError("a drawing states its width and its height in whole pixels")
    register_fonts()
    scale = Fraction(2)
    while int(found[1]) * int(found[2]) * scale**2 > MOST_PIXELS:
        scale *= Fraction(3, 4)
    return bytes(vl_convert.svg_to_png(text, scale=float(scale)))
