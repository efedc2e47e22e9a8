"""A workbook of plain tables: what is a day is a day there, what is a number a number, and all else is text.

What belongs here: sheets of typed cells. What does not: what stands in them. With ``returns.workbook`` the home of
XlsxWriter.

Invariants: the same arguments give the same bytes; every cell is text, a whole number or a day, never a formula or a
link: ``2.10`` stays ``2.10`` and ``=1+1`` stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header; what is more goes on in a further one."""

LONGEST_TEXT = 32_767
"""Characters of a cell; what is longer is cut there."""

_NARROWEST, _WIDEST, _MARGIN = 8, 48, 3


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A table with its name; cells are texts, whole numbers, days, or ``None`` for none. ``frozen``: columns."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    frozen: int = 0


def typed_workbook(sheets: Sequence[TypedSheet], created: datetime) -> bytes:
    """The bytes of an ``.xlsx``: each sheet with its header frozen, a filter over it, and columns as wide as they need.

    ``created`` is the time that the file states of itself. Names of sheets are short, and stay so with a number behind.
    """
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": created.replace(tzinfo=None)})
    plain = {"valign": "top"}
    looks = _Looks(
        head=book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "valign": "top"}),
        text=book.add_format({**plain, "num_format": "@", "quote_prefix": True}),
        number=book.add_format({**plain, "num_format": "0"}),
        day=book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"}),
    )
    for sheet in sheets:
        for number, part in enumerate(_parts(sheet), start=1):
            _write(book.add_worksheet(sheet.name if number == 1 else f"{sheet.name} {number}"), part, looks)
    book.close()
    return stream.getvalue()


def _parts(sheet: TypedSheet) -> Iterator[TypedSheet]:
    for start in range(0, max(len(sheet.rows), 1), MOST_ROWS):
        yield replace(sheet, rows=sheet.rows[start : start + MOST_ROWS])


@dataclass(frozen=True, slots=True)
class _Looks:
    head: Format
    text: Format
    number: Format
    day: Format


def _write(place: Worksheet, sheet: TypedSheet, looks: _Looks) -> None:
    for column, name in enumerate(sheet.header):
        place.write_string(0, column, name, looks.head)
        longest = max((len(str(row[column] or "")) for row in sheet.rows), default=0)
        place.set_column(column, column, min(max(longest, len(name), _NARROWEST) + _MARGIN, _WIDEST))
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(place, number, column, value, looks)
    place.freeze_panes(1, sheet.frozen)
    place.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)


def _write_cell(place: Worksheet, row: int, column: int, value: object, looks: _Looks) -> None:
    match value:
        case None | "":
            place.write_blank(row, column, None, looks.text)
        case date():
            place.write_datetime(row, column, datetime(value.year, value.month, value.day), looks.day)  # noqa: DTZ001
        case int():
            place.write_number(row, column, value, looks.number)
        case _:
            place.write_string(row, column, str(value)[:LONGEST_TEXT], looks.text)
