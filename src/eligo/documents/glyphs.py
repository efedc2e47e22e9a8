"""Which characters the vendored fonts have: a PDF whose text must be readable can show no others.

What belongs here: reading a font's table of characters. What does not: how text is set (``pdf``), and pages for
browsers, which find a font for every script (``html``).
"""

from __future__ import annotations

import struct
from functools import lru_cache

from eligo.documents.style import FONT_DIRECTORY

INSTEAD = "\N{WHITE SQUARE}"
"""What stands for a character that a font does not have; they have this one."""

_SEGMENTS = 4
"""The form of a font's table of characters of the basic plane."""


def displayable(text: str) -> str:
    """The text with a sign for each character that one of the fonts does not have; line ends and tabs stay.

    >>> displayable("E470 (MK1) Süd Ελλάς \\u9580")
    'E470 (MK1) Süd Ελλάς □'
    """
    known = _known()
    return "".join(one if ord(one) in known or one in "\n\r\t" else INSTEAD for one in text)


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    """The characters that every face has."""
    faces = [characters(path.read_bytes()) for path in sorted(FONT_DIRECTORY.glob("*.ttf"))]
    return frozenset.intersection(*faces)


def characters(font: bytes) -> frozenset[int]:
    """The code points of the basic plane that a TrueType font has a glyph for (OpenType, ``cmap``, format 4)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {font[12 + 16 * n : 16 + 16 * n]: struct.unpack_from(">I", font, 20 + 16 * n)[0] for n in range(tables)}
    start = places[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    forms = [font[start + struct.unpack_from(">I", font, start + 8 + 8 * number)[0] :] for number in range(count)]
    table = next(one for one in forms if struct.unpack_from(">H", one) == (_SEGMENTS,))
    segments = struct.unpack_from(">H", table, 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{segments}H", table, at) for at in (14, *(16 + 2 * segments * n for n in (1, 2, 3)))
    )
    found: set[int] = set()
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, last + 1):
            at = 16 + 6 * segments + 2 * number + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", table, at)[0] if offset else code
            if glyph and (glyph + delta) & 0xFFFF:
                found.add(code)
    return frozenset(found - {0xFFFF})
