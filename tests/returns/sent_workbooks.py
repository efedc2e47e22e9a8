"""Workbooks as senders make them, and what a reader finds in those that go back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

from builders import CLEAN_ROW, catalogue, foc
from eligo.causes import Cause, causes_of
from eligo.returns import SentFile, located, read_return, returned_workbook, sent_sheets
from eligo.scheme import device_columns

NAME = "RFI-1__Supplier__Aster-Energy.xlsx"
FILLS = {"FFC7BE": "error", "FFE2A0": "warning", "D3E5F5": "note"}


def workbook(*rows: Mapping[str, object], change: Callable[[Workbook], None] | None = None) -> bytes:
    """A workbook with one sheet of combinations; each row is the clean one with some cells changed."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Combinations"
    sheet.append([*CLEAN_ROW])
    for place, changes in enumerate(rows):
        typed: dict[str, object] = {**CLEAN_ROW, "Dormant": 20 + place, **changes}
        sheet.append([typed[name] for name in CLEAN_ROW])
    if change is not None:
        change(book)
    return bytes_of(book)


def sheets_of(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets, by their titles, each with its rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for cells in rows:
            sheet.append(list(cells))
    return bytes_of(book)


def bytes_of(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def causes(content: bytes, name: str = NAME) -> tuple[Cause, ...]:
    """What is found in a file."""
    one = read_return(name, content, foc(), catalogue())
    return causes_of(located(one.findings, sent_sheets([SentFile(name, content)], foc())), device_columns(foc()))


def returned(content: bytes, name: str = NAME) -> bytes:
    """What goes back for a file."""
    files = [SentFile(name, content)]
    return returned_workbook(files, sent_sheets(files, foc()), causes(content, name))


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def marked(book: Any, title: str) -> dict[str, tuple[str, str]]:
    """Cell to (severity by its colour, first line of its comment)."""
    found = {}
    for row in book[title].iter_rows():
        for cell in row:
            colour = FILLS.get(str(cell.fill.fgColor.rgb)[-6:], "") if cell.fill.fill_type == "solid" else ""
            if colour or cell.comment:
                found[cell.coordinate] = (colour, cell.comment.text.split("\n")[0] if cell.comment else "")
    return found


def listed(book: Any, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Some columns of the sheet of findings."""
    rows = [[cell.value for cell in row] for row in book["Findings"].iter_rows()]
    start = next(place for place, row in enumerate(rows) if row[0] == "No.")
    places = [rows[start].index(name) for name in columns]
    return [tuple(row[place] for place in places) for row in rows[start + 1 :]]


def rewritten(content: bytes, change: Callable[[str, bytes], bytes], added: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook with its parts changed, and others added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, text in (added or {}).items():
            new.writestr(name, text)
    return written.getvalue()


def parts(content: bytes) -> dict[str, str]:
    """Every part of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}
