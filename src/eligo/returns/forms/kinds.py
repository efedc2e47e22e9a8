"""What a file is by its bytes, so that whoever sent it knows which one they sent.

What belongs here: naming it. What does not: whether its name says so (``forms.opening``).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from eligo.errors import UnreadableFile
from eligo.returns.forms.zipped import Zipped

COMPOUND = b"\xd0\xcf\x11\xe0"
PACKED = b"PK\x03\x04"
PARQUET = b"PAR1"

ZIP_FILE = "a zip file"
MARKUP = ("a web page", "an XML file")
"""What spreadsheet programs open by the name of a workbook, and export so."""

_HEAD_BYTES = 4096
_MARKS = (
    (re.compile(rb"PK\x05\x06"), "an empty zip file"),
    (re.compile(PARQUET), "a Parquet file"),
    (re.compile(rb"\x1f\x8b"), "a gzip file"),
    (re.compile(rb"%PDF"), "a PDF"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a"), "a picture"),
    (
        re.compile(rb"7z\xbc\xaf|Rar!\x1a|BZh[1-9]1AY&SY|\xfd7zXZ|\x28\xb5\x2f\xfd"),
        "packed otherwise than .gz or .zip",
    ),
    (re.compile(rb"SQLite format 3\0"), "a database"),
    (re.compile(rb"\{\\rtf"), "a document in RTF"),
    (re.compile(rb"<(?:!doctype|html|table|meta|style)", re.IGNORECASE), MARKUP[0]),
    (re.compile(rb"<\?xml", re.IGNORECASE), MARKUP[1]),
)
_PARTS = (
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a presentation"),
    ("Index/Document.iwa", "a document of Numbers, Pages or Keynote"),
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("xl/workbook.xml", "an Excel workbook"),
)
_STREAMS = (
    ("EncryptedPackage", "a workbook with a password"),
    ("WordDocument", "an old Word document"),
    ("PowerPoint Document", "an old presentation"),
    ("Workbook", "an old .xls workbook"),
    ("Book", "an old .xls workbook"),
)


def what_it_is(content: bytes) -> str:
    """The kind of file, with its article; empty where its bytes do not say.

    >>> what_it_is(b"%PDF-1.7"), what_it_is(b"Supplier,SMSO")
    ('a PDF', '')
    """
    if content.startswith(COMPOUND):
        streams = (what for stream, what in _STREAMS if stream.encode("utf-16-le") in content)
        return next(streams, "a document of another program")
    if content.startswith(PACKED):
        try:
            return what_a_zip_is(Zipped("", content, "").parts)
        except UnreadableFile:
            return "a workbook or a zip file"
    head = content[:_HEAD_BYTES].lstrip()
    return next((what for mark, what in _MARKS if mark.match(head)), "")


def what_a_zip_is(parts: Collection[str]) -> str:
    """The kind of file that is a zip file by the names of its parts.

    >>> what_a_zip_is(["word/document.xml"]), what_a_zip_is(["a.csv"])
    ('a Word document', 'a zip file')
    """
    if "mimetype" in parts and "content.xml" in parts:
        return "an OpenDocument file"
    return next((what for part, what in _PARTS if part in parts), ZIP_FILE)
