"""Workbooks whose parts would mislead or exhaust a reader: one function, one file."""

from __future__ import annotations

import re

from faults.grid import combinations_grid
from faults.hostile import EITHER, STEM, UNREADABLE, Hostile, added, clean_draft, clean_xlsx, replaced, workbook
from faults.workbook_ods import ods
from faults.workbook_xlsx import COMBINATIONS_PART
from faults.zips import changed, pack

STRINGS_PART = "xl/sharedStrings.xml"
RELATIONS_PART = "xl/_rels/workbook.xml.rels"
DTD = "DTD|DOCTYPE|document type"


def document_type() -> Hostile:
    """A document type, which no workbook has."""
    return workbook(clean_xlsx(replaced(COMBINATIONS_PART, b"<worksheet", b"<!DOCTYPE x><worksheet")), DTD)


def entity_from_a_file() -> Hostile:
    """An entity that would read a file of the reader's machine."""
    entity = b'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/hostname">]><sst'
    return workbook(
        clean_xlsx(replaced(STRINGS_PART, b"<sst", entity), replaced(STRINGS_PART, b"<t>FOC<", b"<t>&x;<")), DTD
    )


def billion_laughs() -> Hostile:
    """Entities of entities, which would grow to a billion."""
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    return workbook(
        clean_xlsx(
            replaced(STRINGS_PART, b"<sst", b"<!DOCTYPE sst [" + entities + b"]><sst"),
            replaced(STRINGS_PART, b"<t>FOC<", b"<t>&a9;<"),
        ),
        DTD,
    )


def elements_within_each_other() -> Hostile:
    """Twelve million elements that are never closed, in a part that has to be parsed."""
    elements = b"<b>" * 12_000_000 + b"</workbook>"
    return workbook(clean_xlsx(replaced("xl/workbook.xml", b"</workbook>", elements)), "within each other")


def one_endless_tag() -> Hostile:
    """An element with millions of attributes."""
    tag = b"<sheetData " + b" ".join(b'a%d=""' % number for number in range(3_000_000)) + b">"
    return workbook(clean_xlsx(replaced(COMBINATIONS_PART, b"<sheetData>", tag)), "markup of more than")


def names_without_end() -> Hostile:
    """Millions of elements, each with a name of its own."""
    elements = b"".join(b"<b%d/>" % number for number in range(3_000_000)) + b"</workbook>"
    return workbook(clean_xlsx(replaced("xl/workbook.xml", b"</workbook>", elements)), "names of elements")


def macros() -> Hostile:
    """A workbook with macros under the name of one without."""
    return workbook(clean_xlsx(added("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Attribute VB_Name")), "macro")


def macros_by_another_name() -> Hostile:
    """Macros whose part is called otherwise: its type says what it is."""
    macro = b'<Override PartName="/xl/other.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    types = replaced("[Content_Types].xml", b"</Types>", macro)
    return workbook(clean_xlsx(types, added("xl/other.bin", b"x")), "holds macros")


def word_document() -> Hostile:
    """A document of a word processor, called a workbook."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return workbook(pack(parts), "is a Word document, not the .xlsx workbook")


def sheet_that_breaks_off() -> Hostile:
    """XML that ends in the middle of a row."""

    def cut(parts: dict[str, bytes]) -> None:
        sheet = parts[COMBINATIONS_PART]
        parts[COMBINATIONS_PART] = sheet[: sheet.index(b'<row r="4"') + 30]

    return workbook(clean_xlsx(cut), "damaged")


def sheet_of_noise() -> Hostile:
    """A part that is no XML."""
    return workbook(clean_xlsx(added(COMBINATIONS_PART, b"\x00\x01<<<>>>" * 100)), "damaged|like a header", EITHER)


def sheet_without_part() -> Hostile:
    """A sheet that is named, but not there."""

    def drop(parts: dict[str, bytes]) -> None:
        del parts[COMBINATIONS_PART]

    return workbook(clean_xlsx(drop), "damaged|missing")


def strings_without_part() -> Hostile:
    """Cells that refer to strings which are not there."""

    def drop(parts: dict[str, bytes]) -> None:
        del parts[STRINGS_PART]

    return workbook(clean_xlsx(drop), "damaged|missing")


def string_that_is_not_there() -> Hostile:
    """A cell that refers to the millionth string of a hundred."""

    def change(parts: dict[str, bytes]) -> None:
        sheet = parts[COMBINATIONS_PART]
        parts[COMBINATIONS_PART] = re.sub(rb't="s"><v>\d+', b't="s"><v>999999', sheet, count=1)

    return workbook(clean_xlsx(change), "damaged")


def _corner(cell: bytes) -> Hostile:
    row = b'<row r="1048576">' + cell + b"</row></sheetData>"
    return workbook(
        clean_xlsx(replaced(COMBINATIONS_PART, b"</sheetData>", row)), "reaches|row 1,048,576|far from|sparse"
    )


def cell_in_the_last_corner() -> Hostile:
    """A value in the last row and column that a sheet can have."""
    return _corner(b'<c r="XFD1048576"><v>1</v></c>')


def cell_in_the_last_corner_written_otherwise() -> Hostile:
    """The same, its attributes in another order."""
    return _corner(b'<c t="n" r="XFD1048576"><v>1</v></c>')


def cell_in_the_last_corner_in_other_quotes() -> Hostile:
    """The same, in single quotes."""
    return _corner(b"<c r='XFD1048576'><v>1</v></c>")


def row_beyond_any() -> Hostile:
    """A row number that no sheet has."""
    row = b'<row r="4294967290"><c r="A4294967290"><v>1</v></c></row></sheetData>'
    return workbook(clean_xlsx(replaced(COMBINATIONS_PART, b"</sheetData>", row)), "damaged|row|reaches")


def column_beyond_any() -> Hostile:
    """Column letters that no sheet has."""
    row = b'<row r="99"><c r="ZZZZZZZ99"><v>1</v></c></row></sheetData>'
    return workbook(clean_xlsx(replaced(COMBINATIONS_PART, b"</sheetData>", row)), "damaged|column|reaches")


def row_that_stands_a_million_times() -> Hostile:
    """A row that was filled down to the end of the sheet, which .ods writes once, with a number."""
    rows = combinations_grid(clean_draft()).cells
    content = ods([("Combinations", False, rows)])

    def repeat(parts: dict[str, bytes]) -> None:
        above, mark, last = parts["content.xml"].rpartition(b"<table:table-row>")
        assert mark
        parts["content.xml"] = above + b'<table:table-row table:number-rows-repeated="900000">' + last

    last = len(rows)
    return Hostile(f"{STEM}.ods", changed(content, repeat), UNREADABLE, f"row {last} of .* stands 900,000 times")


def properties_without_end() -> Hostile:
    """Twenty million letters in one property, each few in an element of their own."""
    texts = b"<v>aaaa</v>" * 5_000_000
    properties = b'<Properties xmlns="x"><property name="a">' + texts + b"</property></Properties>"
    return workbook(clean_xlsx(added("docProps/custom.xml", properties)), "docProps/custom.xml")


def sheets_of_one_part() -> Hostile:
    """The sheets of a workbook are a part of it each: of one part there could be any number."""
    return workbook(
        clean_xlsx(replaced(RELATIONS_PART, b"worksheets/sheet1.xml", b"worksheets/sheet2.xml")),
        "sheet Combinations, .* cells are those of the sheet Return",
    )


def sheets_without_end() -> Hostile:
    """A hundred thousand sheets, which need not be there to be named."""
    sheets = b'<sheet name="x" sheetId="9" r:id="rId2"/>' * 100_000
    return workbook(clean_xlsx(replaced("xl/workbook.xml", b"</sheets>", sheets + b"</sheets>")), "100,002 sheets")


def sheet_that_leads_nowhere() -> Hostile:
    """A sheet whose cells are said to be on another machine."""
    external = b'Target="https://example.org/sheet2.xml" TargetMode="External"'
    return workbook(
        clean_xlsx(replaced(RELATIONS_PART, b'Target="worksheets/sheet2.xml"', external)),
        "sheet Combinations, .* not in the workbook",
    )


def merges_over_each_other() -> Hostile:
    """Merged cells of which each covers the whole table."""
    merges = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 150_000 + b"</mergeCells>"
    return workbook(clean_xlsx(replaced(COMBINATIONS_PART, b"</sheetData>", b"</sheetData>" + merges)), "overlap")


def with_many_far_corners() -> bytes:
    """A return with 300 more sheets, which a dozen bytes each make as large as millions of cells."""

    def change(parts: dict[str, bytes]) -> None:
        relations = sheets = b""
        for number in range(300):
            parts[f"xl/worksheets/own{number}.xml"] = (
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                b'<row r="305"><c r="XFD305"><v>1</v></c></row></sheetData></worksheet>'
            )
            relations += b'<Relationship Id="own%d" Type="x/worksheet" Target="worksheets/own%d.xml"/>' % (
                number,
                number,
            )
            sheets += b'<sheet name="Own %d" sheetId="%d" r:id="own%d"/>' % (number, number + 90, number)
        for part, end, more in (
            (RELATIONS_PART, b"</Relationships>", relations),
            ("xl/workbook.xml", b"</sheets>", sheets),
        ):
            parts[part] = parts[part].replace(end, more + end)

    return clean_xlsx(change)
