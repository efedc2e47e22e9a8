"""An OpenDocument spreadsheet by hand: text, number, date and boolean cells, hidden sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED

from faults.cells import Formula, Raw, Value, shown
from faults.zips import pack

Sheet = tuple[str, bool, Sequence[Sequence[Value]]]
"""Name, whether it is hidden, cells."""

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{display}"/>'
    "</style:style>"
    for name, display in (("seen", "true"), ("hidden", "false"))
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods(sheets: Sequence[Sheet]) -> bytes:
    """The document's bytes."""
    tables = "".join(_table(*sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": MIME.encode(), "META-INF/manifest.xml": _MANIFEST.encode(), "content.xml": content.encode()}
    return pack(parts, ZIP_STORED)


def _table(name: str, hidden: bool, cells: Sequence[Sequence[Value]]) -> str:
    rows = "".join(f"<table:table-row>{''.join(map(_cell, row)) or _cell('')}</table:table-row>" for row in cells)
    style = "hidden" if hidden else "seen"
    return f"<table:table table:name={quoteattr(name)} table:style-name={quoteattr(style)}>{rows}</table:table>"


def _cell(value: Value) -> str:
    typed = "".join(f" {name}={quoteattr(text)}" for name, text in _attributes(value))
    lines = shown(value).split("\n") if value != "" else []
    text = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in lines)
    return f"<table:table-cell{typed}>{text}</table:table-cell>"


def _spaced(line: str) -> str:
    """Text in which every space but single ones inside it is an element, as the format demands."""
    bare = line.strip(" ")
    before, after = len(line) - len(line.lstrip(" ")), len(line) - len(line.rstrip(" "))
    return f"{'<text:s/>' * before}{escape(bare)}{'<text:s/>' * after if bare else ''}"


def _attributes(value: Value) -> list[tuple[str, str]]:
    if isinstance(value, Formula | Raw):
        return [("office:value-type", "float"), ("office:value", shown(value))]
    if isinstance(value, bool):
        return [("office:value-type", "boolean"), ("office:boolean-value", shown(value).lower())]
    if isinstance(value, int | float):
        return [("office:value-type", "float"), ("office:value", repr(value))]
    if isinstance(value, date):
        return [("office:value-type", "date"), ("office:date-value", value.isoformat())]
    return [("office:value-type", "string")] if value else []
