"""An .xlsx of a draft, by XlsxWriter: every kind of cell, merges, hidden things, formulas with and without value."""

from __future__ import annotations

import io
import re
from datetime import datetime

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from faults.cells import Formula, Raw, Value
from faults.draft import Draft
from faults.grid import Grid, combinations_grid, upgrades_grid
from faults.zips import changed

STAND_IN = 987654321.125
"""A number that is written in place of another cell content, and replaced in the finished file."""

COMBINATIONS_PART = "xl/worksheets/sheet2.xml"


def return_pairs(draft: Draft) -> list[tuple[str, str]]:
    """The key/value sheet."""
    return [
        ("Organisation", draft.sender.name),
        ("Organisation role", draft.sender.role),
        ("RFI reference", "RFI-2019-08"),
        ("Snapshot date", draft.sender.snapshot),
        ("Contact", "rfi@organisation.example"),
    ]


def xlsx(draft: Draft) -> bytes:
    """The workbook: Return, Combinations, Planned upgrades, and sheets of one's own."""
    stream, shape = io.BytesIO(), draft.book
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "date_1904": shape.dates_from_1904,
    }
    book = Workbook(stream, options)
    book.set_properties({"created": datetime(2019, 8, 31, 12)})
    filler = _Filler(book)
    names = {name: shape.names.get(name, name) for name in ("Return", "Combinations", "Planned upgrades")}
    filler.fill(book.add_worksheet(names["Return"]), [list(pair) for pair in return_pairs(draft)])
    grid = combinations_grid(draft)
    table = book.add_worksheet(names["Combinations"])
    filler.fill(table, grid.cells)
    _shape(draft, grid, table, book.add_format({"valign": "top"}))
    if draft.plans:
        filler.fill(book.add_worksheet(names["Planned upgrades"]), upgrades_grid(draft).cells)
    for name, hidden, cells in shape.sheets:
        sheet = book.add_worksheet(name)
        filler.fill(sheet, cells)
        if hidden:
            sheet.hide()
    book.close()
    return changed(stream.getvalue(), filler.replace_stand_ins, *shape.changes)


def _shape(draft: Draft, grid: Grid, table: Worksheet, merged: Format) -> None:
    lines = draft.lines
    for merge in grid.merges:
        first_row, first_column, last_row, last_column = merge
        if (first_row, first_column) != (last_row, last_column):
            value = grid.cells[first_row][first_column]
            table.merge_range(*merge, value, merged)
    for line in draft.book.hidden_lines:
        table.set_row(grid.row_of(lines, line) - 1, None, None, {"hidden": True})
    for column in draft.book.hidden_columns:
        at = grid.blank_left + grid.columns.index(column)
        table.set_column(at, at, None, None, {"hidden": True})
    if draft.book.hidden_table:
        table.hide()


class _Filler:
    """Writes cells; what XlsxWriter cannot write gets a stand-in first and its own characters in the end."""

    def __init__(self, book: Workbook) -> None:
        self._day = book.add_format({"num_format": "dd/mm/yyyy"})
        self._characters: list[bytes] = []

    def fill(self, sheet: Worksheet, cells: list[list[Value]]) -> None:
        """Every cell that is not blank."""
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if value != "":
                    self._write(sheet, row, column, value)

    def _write(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        if isinstance(value, Formula):
            cached = value.cached if value.cached is not None else self._stand_in(b"")
            sheet.write_formula(row, column, value.text, None, cached)
        elif isinstance(value, Raw):
            sheet.write_number(row, column, self._stand_in(b"<v>%s</v>" % value.characters.encode()))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self._day)

    def _stand_in(self, characters: bytes) -> float:
        self._characters.append(characters)
        return STAND_IN + len(self._characters)

    def replace_stand_ins(self, parts: dict[str, bytes]) -> None:
        """Put the own characters in place of each stand-in."""
        for name in [name for name in parts if self._characters and name.startswith("xl/worksheets/")]:
            for number, characters in enumerate(self._characters, start=1):
                written = re.escape(b"<v>%r</v>" % (STAND_IN + number))
                parts[name] = re.sub(written, characters.replace(b"\\", rb"\\"), parts[name])
