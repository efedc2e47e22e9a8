"""The vendored fonts: the ones that were reviewed, small, and measured as they are."""

from __future__ import annotations

import hashlib
import struct

import pytest

from eligo.documents.style import FONT_DIRECTORY, text_width


def test_every_font_file_has_the_recorded_checksum_and_no_file_is_unrecorded() -> None:
    lines = (FONT_DIRECTORY / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FONT_DIRECTORY.iterdir()
        if path.name != "SHA256SUMS"
    }
    assert present == recorded


def test_the_fonts_are_the_faces_that_pages_and_drawings_use() -> None:
    assert sorted(path.name for path in FONT_DIRECTORY.iterdir()) == [
        "LICENSE.md",
        "SHA256SUMS",
        "SourceSans3-Bold.ttf",
        "SourceSans3-It.ttf",
        "SourceSans3-It.woff2",
        "SourceSans3-Regular.ttf",
        "SourceSans3-Regular.woff2",
        "SourceSans3-Semibold.ttf",
        "SourceSans3-Semibold.woff2",
    ]


def test_the_fonts_take_less_than_two_megabytes() -> None:
    assert sum(path.stat().st_size for path in FONT_DIRECTORY.iterdir()) < 2_000_000


def test_the_licence_is_the_open_font_licence() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT_DIRECTORY / "LICENSE.md").read_text(encoding="utf-8")


def advances(face: str) -> dict[str, int]:
    """Advance width of every character of the basic plane, from the font's own ``cmap`` and ``hmtx`` tables."""
    font = (FONT_DIRECTORY / f"SourceSans3-{face}.ttf").read_bytes()

    def numbers(kind: str, at: int, many: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{many}{kind}", font, at)

    tables = {
        font[at : at + 4].decode(): numbers("I", at + 8, 1)[0] for at in range(12, 12 + 16 * numbers("H", 4, 1)[0], 16)
    }
    assert numbers("H", tables["head"] + 18, 1) == (1000,)  # units in an em
    many = numbers("H", tables["hhea"] + 34, 1)[0]
    widths = numbers("H", tables["hmtx"], 2 * many)[::2]
    cmap = tables["cmap"]
    subtables = [cmap + numbers("I", cmap + 8 + 8 * n, 1)[0] for n in range(numbers("H", cmap + 2, 1)[0])]
    at = next(subtable for subtable in subtables if numbers("H", subtable, 1) == (4,))
    segments = numbers("H", at + 6, 1)[0] // 2
    found = {}
    for n in range(segments):
        end, start, delta, offset = (
            numbers("H", at + 14 + (part * segments + n) * 2 + (2 if part else 0), 1)[0] for part in range(4)
        )
        here = at + 16 + (3 * segments + n) * 2
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = (code + delta) % 65536 if offset == 0 else numbers("H", here + offset + 2 * (code - start), 1)[0]
            found[chr(code)] = widths[min(glyph, many - 1)]
    return found


def test_the_widths_that_layout_uses_are_those_of_the_font() -> None:
    font = advances("Regular")
    for code in range(32, 127):
        assert text_width(chr(code), 1000) == pytest.approx(font[chr(code)])


def test_no_letter_with_an_accent_and_no_dash_or_quote_is_wider_than_layout_allows_for() -> None:
    font = advances("Regular")
    for letter in "ÀÉÎÕÜŴŷàéîõüñçßŵŷ–—‘’“”…£©":
        assert font[letter] <= text_width(letter, 1000)


def test_semibold_text_is_not_wider_than_layout_allows_for() -> None:
    font = advances("Semibold")
    for text in ("SMSO-1", "5 chosen: 52%", "Electricity meter", "SMETS1 PPMID"):
        assert sum(font[c] for c in text) <= text_width(text, 1000, semibold=True)
