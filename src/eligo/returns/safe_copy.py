"""A copy of a workbook that is safe to open with a reader that trusts what it opens.

What belongs here: leaving out what is neither a cell nor its look, and refusing what would take too long. What does
not: opening it (``returns.annotate``).

Invariants: the copy has no macro, link, picture, chart, table, query, defined name or personal property; blank cells
that only carry formatting are left out where there are very many; the work is bounded before anything is parsed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

MOST_CELLS = 200_000
"""Real cells up to which the sender's own workbook is annotated."""

_MOST_STRAY = 200_000
_MOST_BYTES = 256 * 1024**2
_LONGEST_TAIL = 1024**2
_VALUES = (b"<v>", b"<v ", b"<is>", b"<is ", b"<f>", b"<f ")
_KEPT = re.compile(
    r"^(\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|styles|sharedStrings|theme/[^/]+|worksheets/[^/]+"
    r"|comments[^/]*|comments/[^/]+)\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/_rels/[^/]+\.rels)$"
)
_BLANK_CELL = re.compile(rb"<c(?: [^<>]*)?/>|<c(?: [^<>]*)?></c>")
_BLANK_ROW = re.compile(rb"<row(?: [^<>]*)?/>|<row(?: [^<>]*)?></row>")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_ANY_MERGED = re.compile(rb"<mergeCell[ />]")
_COMMENTED = re.compile(rb'<comment [^<>]*ref="([^"]*)"')
_ONE_CELL = re.compile(rb"^[A-Z]{1,3}[0-9]{1,7}$")
_PREFIXED = re.compile(rb"""xmlns:[^=<>]+=\s*["'][^"']*spreadsheetml/(?:2006/)?main["']""")
"""Elements under a prefix are not found by what is looked for here."""

_LONGEST_PART = {"xl/styles.xml": 2 * 1024**2, "xl/workbook.xml": 1024**2}
_MOST_OF_A_KIND = 2_000
_RELATION = re.compile(rb"<Relationship [^<>]*>")
_LEFT_OUT_OF_SHEETS = (
    b"hyperlinks",
    b"conditionalFormatting",
    b"tableParts",
    b"oleObjects",
    b"controls",
    b"extLst",
    b"legacyDrawing",
    b"legacyDrawingHF",
    b"drawing",
    b"picture",
)
_LEFT_OUT_OF_WORKBOOK = (
    b"externalReferences",
    b"definedNames",
    b"pivotCaches",
    b"extLst",
    b"fileRecoveryPr",
    b"webPublishing",
)


def safe_copy(content: bytes) -> bytes | None:
    """The copy, or ``None`` where the workbook is too large or of a make that cannot be judged without parsing it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if _KEPT.match(part.filename)]
            if sum(part.file_size for part in parts) > _MOST_BYTES:
                return None
            kept = {part.filename: _judged(part.filename, archive.read(part)) for part in parts}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        return None
    texts = {name: text for name, text in kept.items() if text is not None}
    if len(texts) < len(kept) or sum(map(_cells, _sheets(texts))) > MOST_CELLS:
        return None
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return copy.getvalue()


def _sheets(texts: dict[str, bytes]) -> list[bytes]:
    return [text for name, text in texts.items() if name.startswith("xl/worksheets/") and name.endswith(".xml")]


def _judged(name: str, text: bytes) -> bytes | None:
    """A part as it may be opened; ``None`` where it may not."""
    if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in text:
        return None
    if _PREFIXED.search(text) or len(text) > _LONGEST_PART.get(name, _MOST_BYTES):
        return None
    if name == "xl/workbook.xml":
        return _without(text, _LEFT_OUT_OF_WORKBOOK)
    if name.startswith("xl/comments"):
        return text if all(map(_ONE_CELL.match, _COMMENTED.findall(text))) else None
    if name.endswith(".rels"):
        return _RELATION.sub(_relation, text)
    if name.startswith("xl/worksheets/"):
        return _sheet(text)
    return text


def _relation(found: re.Match[bytes]) -> bytes:
    """A relation to a part that is kept; none to any other."""
    target = re.search(rb'Target="([^"]*)"', found[0])
    is_kept = target is not None and target[1].split(b"/")[-1].endswith(b".xml")
    is_known = re.search(rb'Type="[^"]*/(officeDocument|worksheet|styles|sharedStrings|theme|comments)"', found[0])
    return found[0] if is_kept and is_known and b"External" not in found[0] else b""


def _sheet(text: bytes) -> bytes | None:
    if b"<sheetData" not in text:
        return None
    left = _without(_without_tail(text), _LEFT_OUT_OF_SHEETS)
    if left is None:
        return None
    text = left
    if _cells(text) + _rows(text) > _MOST_STRAY:
        text = _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", text))
    merged = _MERGED.findall(text)
    area = sum((_number(right) - _number(left) + 1) * (int(low) - int(high) + 1) for left, high, right, low in merged)
    if len(merged) > _MOST_OF_A_KIND or any(
        text.count(b"<" + name) > _MOST_OF_A_KIND for name in (b"col ", b"dataValidation ")
    ):
        return None
    is_judged = len(merged) == len(_ANY_MERGED.findall(text)) and area <= _MOST_STRAY
    return text if is_judged and _rows(text) <= _MOST_STRAY else None


def _cells(text: bytes) -> int:
    return text.count(b"<c ") + text.count(b"<c>")


def _rows(text: bytes) -> int:
    return text.count(b"<row ") + text.count(b"<row>")


def _without_tail(text: bytes) -> bytes:
    """A sheet without its rows below the last value, where they are long: found from the end, without reading them."""
    last = max(text.rfind(mark) for mark in _VALUES)
    end, closing = text.find(b"</row>", last), text.rfind(b"</sheetData>")
    if last < 0 or not 0 <= end < closing - _LONGEST_TAIL:
        return text
    return text[: end + len(b"</row>")] + text[closing:]


def _without(text: bytes, names: Sequence[bytes]) -> bytes | None:
    """A part without the elements of these names, in time that grows with its length; ``None`` where one never ends."""
    for name in names:
        pieces, at = [], 0
        while (start := text.find(b"<" + name, at)) >= 0:
            end_of_tag = text.find(b">", start)
            if text[start + len(name) + 1 : start + len(name) + 2] not in (b" ", b">", b"/", b"\n", b"\r", b"\t"):
                pieces.append(text[at : start + 1])
                at = start + 1
                continue
            closing = b"</" + name + b">"
            is_closed = text[end_of_tag - 1 : end_of_tag] == b"/"
            end = end_of_tag + 1 if is_closed else text.find(closing, start) + len(closing)
            if end_of_tag < 0 or end <= start:
                return None
            pieces.append(text[at:start])
            at = end
        text = b"".join([*pieces, text[at:]]) if pieces else text
    return text


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
