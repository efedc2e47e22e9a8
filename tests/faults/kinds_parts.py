"""What spreadsheet programs leave in a workbook's parts: each function puts one thing there, and changes no value."""

from __future__ import annotations

import re
from collections.abc import Callable

from faults.draft import Draft
from faults.workbook_xlsx import COMBINATIONS_PART

STRINGS_PART = "xl/sharedStrings.xml"
LAST_ROW = 1_048_576


def _in_table(draft: Draft, change: Callable[[bytes], bytes], part: str = COMBINATIONS_PART) -> None:
    def put(parts: dict[str, bytes]) -> None:
        before = parts[part]
        parts[part] = change(before)
        assert parts[part] != before

    draft.book.changes.append(put)


def formatting_far_below(draft: Draft) -> None:
    """Formatted blank cells twenty thousand rows down."""
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(200, 20_000))
    _in_table(draft, lambda sheet: sheet.replace(b"</sheetData>", rows + b"</sheetData>"))


def formatting_in_the_last_corner(draft: Draft) -> None:
    """A formatted blank cell in the last row and column that a sheet can have."""
    corner = b'<row r="%d"><c r="XFD%d" s="1"/></row></sheetData>' % (LAST_ROW, LAST_ROW)
    _in_table(draft, lambda sheet: sheet.replace(b"</sheetData>", corner))


def dimension_of_a_whole_sheet(draft: Draft) -> None:
    """A sheet that says it is as large as can be, and is not."""
    _in_table(draft, lambda sheet: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', sheet))


def prefixes_on_every_element(draft: Draft) -> None:
    """XML of the same meaning, as some programs write it: a prefix on every element."""

    def prefixed(sheet: bytes) -> bytes:
        return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", sheet).replace(b" xmlns=", b" xmlns:x=")

    _in_table(draft, prefixed)


def strings_of_several_runs(draft: Draft) -> None:
    """Text of which a part is in bold."""
    bold = rb"<si><r><t>\1</t></r><r><rPr><b/></rPr><t>\2</t></r></si>"
    _in_table(draft, lambda strings: re.sub(rb"<si><t>(SEA)(P-[^<]*)</t></si>", bold, strings), STRINGS_PART)


def link_to_another_workbook(draft: Draft) -> None:
    """A link to a workbook elsewhere: nothing is fetched, and the values that stand here are read (``returns.md``)."""
    external = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook'
        b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></externalLink>'
    )
    target = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
        b' Target="file:///nowhere/figures.xlsx" TargetMode="External"/></Relationships>'
    )

    def put(parts: dict[str, bytes]) -> None:
        parts["xl/externalLinks/externalLink1.xml"] = external
        parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = target

    draft.book.changes.append(put)
