"""Bytes to sheets of typed cells. The home of python-calamine.

What belongs here: encodings, delimiters, cell kinds. What does not: what a cell means (``returns.checks``).

Invariant: row and column numbers are the sender's: leading blank rows are kept. Source: ``returns.md``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from eligo.catalogue import TypedCell
from eligo.errors import UnreadableFile

BLANK = TypedCell("", "blank")
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[i][j]`` is the cell in row ``i + 1``, column ``j + 1``. ``name`` is empty for text files."""

    name: str
    hidden: bool
    rows: tuple[tuple[TypedCell, ...], ...]


def read_workbook(name: str, content: bytes) -> tuple[Sheet, ...]:
    """Every sheet of an .xlsx workbook, hidden ones included; formulas by their cached value.

    Raises ``UnreadableFile`` where the workbook is damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for metadata in workbook.sheets_metadata:
            table = workbook.get_sheet_by_name(metadata.name).to_python(skip_empty_area=False)
            hidden = metadata.visible != SheetVisibleEnum.Visible
            sheets.append(Sheet(metadata.name, hidden, _typed(table)))
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile(
            f"{name} is damaged: {error}", hint="Open it, save it again as .xlsx and send it again."
        ) from None
    return tuple(sheets)


def _typed(table: Iterable[Iterable[object]]) -> tuple[tuple[TypedCell, ...], ...]:
    texts: dict[str, TypedCell] = {"": BLANK}

    def cell(value: object) -> TypedCell:
        if isinstance(value, str):
            known = texts.get(value)
            if known is None:
                known = texts[value] = TypedCell(value) if value.strip() else BLANK
            return known
        return _other(value)

    return tuple(tuple(map(cell, row)) for row in table)


def _other(value: object) -> TypedCell:
    if isinstance(value, bool):
        return TypedCell("TRUE" if value else "FALSE", "boolean")
    if isinstance(value, (int, float)):
        return TypedCell(str(int(value)) if value == int(value) else repr(value), "number")
    if isinstance(value, datetime):
        return TypedCell(value.date().isoformat() if value.time() == time() else value.isoformat(" "), "date")
    if isinstance(value, date):
        return TypedCell(value.isoformat(), "date")
    if isinstance(value, (time, timedelta)):
        return TypedCell(str(value), "date")
    return BLANK


def read_text(name: str, content: bytes) -> tuple[Sheet, str]:
    """The one sheet of a delimited text file, and how it was read ("UTF-8, comma").

    Encodings: UTF-16 with a mark, UTF-8 with or without one, else Windows-1252. The delimiter is the one of
    comma, semicolon, tab and bar that parts the longest run of lines into the same, greatest number of cells.
    Raises ``UnreadableFile`` where no encoding fits or a quote is never closed.
    """
    encoding, text = _decoded(name, content)
    delimiter = _delimiter(text)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        table = list(reader)
    except csv.Error as error:
        raise UnreadableFile(
            f"{name} cannot be read as delimited text: {error}",
            hint="Save it as CSV UTF-8 and send it again.",
        ) from None
    named = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[delimiter]
    return Sheet("", False, _typed(table)), f"{encoding}, {named}"


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    marks = (
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with mark"),
    )
    codecs = [(codec, shown) for mark, codec, shown in marks if content.startswith(mark)]
    for codec, shown in codecs or [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]:
        try:
            return shown, content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{name} is in no encoding that Eligo reads", hint="Save it as CSV UTF-8 and send it again.")


def _delimiter(text: str) -> str:
    """Judged on the first thirty lines: titles above the header have fewer cells, so the greatest count wins."""
    lines = text.splitlines()[:30]

    def strength(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        widest = max(counts, default=0)
        return (widest if widest > 1 else 0, counts.count(widest))

    return max(_DELIMITERS, key=lambda delimiter: (strength(delimiter), -_DELIMITERS.index(delimiter)))
