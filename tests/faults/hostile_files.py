"""Files that are not what their names say, and text that is none: one function, one file."""

from __future__ import annotations

import struct
import zlib
from random import Random

from faults.forms import delimited
from faults.grid import combinations_grid
from faults.hostile import STEM, UNREADABLE, Hostile, clean_draft, clean_xlsx, text, workbook
from faults.workbook_xls import xls

LONG_LINE_CHARACTERS = 8 * 1024**2
MANY_COLUMNS = 10_000_000


def clean_text() -> str:
    """A return without a fault, as CSV."""
    return delimited(combinations_grid(clean_draft()).cells, ",")


def empty() -> Hostile:
    """Not a byte."""
    return text(b"", "empty")


def nothing_but_spaces() -> Hostile:
    """Blank lines."""
    return text(b" \r\n\t\r\n" * 100, "empty")


def nothing_but_a_mark() -> Hostile:
    """The mark of an encoding, and no text."""
    return text(b"\xef\xbb\xbf", "empty")


def json_by_a_wrong_name() -> Hostile:
    """What a program has exported for another one."""
    return text(b'[\n  {"Supplier": "Aster Energy", "Active": 5}\n]', "is JSON")


def rtf_by_a_wrong_name() -> Hostile:
    """What a word processor keeps."""
    return text(rb"{\rtf1\ansi Supplier, Active}", "is a document in RTF")


def empty_workbook_file() -> Hostile:
    """Not a byte of a workbook."""
    return workbook(b"", "empty")


def name_without_suffix() -> Hostile:
    """A name that says nothing."""
    return Hostile(STEM, clean_text().encode(), UNREADABLE, "name")


def document() -> Hostile:
    """A name that says it is no table."""
    return Hostile(f"{STEM}.docx", clean_xlsx(), UNREADABLE, r"\.docx")


def workbook_with_macros_by_its_name() -> Hostile:
    """A name that says it has macros."""
    return Hostile(f"{STEM}.xlsm", clean_xlsx(), UNREADABLE, r"\.xlsm")


def text_called_workbook() -> Hostile:
    """CSV with the name of a workbook."""
    return workbook(clean_text().encode(), r"is a text file, not the \.xlsx workbook")


def workbook_called_text() -> Hostile:
    """A workbook with the name of a text file."""
    return text(clean_xlsx(), "is an Excel workbook, not the text file")


def old_workbook_called_text() -> Hostile:
    """An .xls with the name of a text file."""
    return text(xls([("Combinations", False, [["x"]])]), "is an old .xls workbook, not the text file")


def old_workbook_called_new() -> Hostile:
    """An .xls with the name of an .xlsx."""
    return workbook(xls([("Combinations", False, [["x"]])]), r"\.xls\b")


def page_called_old_workbook() -> Hostile:
    """A web page with the name of an .xls, as some programs export."""
    return Hostile(
        f"{STEM}.xls", b"<html><table><tr><td>Supplier</td></tr></table></html>", UNREADABLE, "html|web page"
    )


def portable_document_called_text() -> Hostile:
    """A PDF with the name of a text file."""
    return text(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "is a PDF")


def picture_called_text() -> Hostile:
    """A PNG with the name of a text file."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return text(content, "is a picture")


def nul_bytes() -> Hostile:
    """A NUL byte in the middle of a cell."""
    return text(clean_text().replace("FOC", "F\x00C", 1).encode(), "NUL")


def nul_characters_in_utf_16() -> Hostile:
    """A NUL character in the middle of a cell."""
    return text(clean_text().replace("FOC", "F\x00C").encode("utf-16"), "NUL")


def utf_16_cut_in_half_a_character() -> Hostile:
    """Half a character at the end."""
    return text(clean_text().encode("utf-16")[:-1], "encoding")


def utf_32() -> Hostile:
    """An encoding that nobody should send, which begins like UTF-16."""
    return text(clean_text().encode("utf-32"), "encoding|NUL|UTF-32")


def bytes_of_no_encoding() -> Hostile:
    """Bytes that mean nothing in any encoding that is read."""
    return text(bytes(Random(5).choices((0x81, 0x8D, 0x8F, 0x90, 0x9D), k=5000)), "encoding")


def quote_that_is_never_closed() -> Hostile:
    """The rest of the file is one cell."""
    return text(clean_text().replace("SMSO", '"SMSO', 1).encode(), r"a quotation mark opens its cell \d+ \(column")


def one_long_line() -> Hostile:
    """Eight million characters and no line's end."""
    return text(b"x" * LONG_LINE_CHARACTERS, "line|cell|long|limit")


def one_long_cell() -> Hostile:
    """A return in which one cell has eight million characters."""
    return text(clean_text().replace("GB-0001", "x" * LONG_LINE_CHARACTERS).encode(), "cell|long|limit|line")


def ten_million_lines() -> Hostile:
    """A return with ten million blank lines below its rows."""
    return text(clean_text().encode() + b"\n" * MANY_COLUMNS, "more than 5,000,000 lines")


def ten_million_columns() -> Hostile:
    """A header of ten million columns."""
    return text(b"Supplier" + b"," * MANY_COLUMNS + b"\r\n", "columns")
