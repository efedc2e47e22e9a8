"""Every form that a return is sent in, and the written case with all that is expected of it."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass

from faults.cells import Value, shown
from faults.draft import ACCEPTED, IGNORED, QUARANTINED, UNREAD, Draft, Line
from faults.grid import Grid, combinations_grid, upgrades_grid
from faults.judge import Case, Place
from faults.table_parquet import parquet
from faults.workbook_ods import Sheet, ods
from faults.workbook_xls import xls
from faults.workbook_xlsx import return_pairs, xlsx
from faults.zips import pack

FORMS = (
    "xlsx",
    "csv utf-8",
    "csv utf-8 with mark",
    "csv cp1252 semicolon",
    "csv utf-16 tab",
    "tsv utf-8",
    "xls",
    "ods",
    "parquet",
    "csv.gz",
    "zip of csv",
    "zip of xlsx",
)
"""Every form that is read."""

WORKBOOKS = ("xlsx", "zip of xlsx", "xls", "ods")
RICH_WORKBOOKS = ("xlsx", "zip of xlsx")
"""Those in which formulas, merges and hidden things are written here."""

_TEXTS = {
    "csv utf-8": ("csv", "utf-8", ","),
    "csv utf-8 with mark": ("csv", "utf-8-sig", ","),
    "csv cp1252 semicolon": ("csv", "cp1252", ";"),
    "csv utf-16 tab": ("csv", "utf-16", "\t"),
    "tsv utf-8": ("tsv", "utf-8", "\t"),
    "csv.gz": ("csv", "utf-8", ","),
    "zip of csv": ("csv", "utf-8", ","),
}
_SUFFIXES = {"csv.gz": "csv.gz", "zip of csv": "zip", "zip of xlsx": "zip"}


@dataclass(frozen=True)
class _Table:
    """Where a table stands: its file, its sheet, its cells and lines."""

    file: str
    sheet: str
    grid: Grid
    lines: list[Line]

    def place(self, line: Line, column: str) -> tuple[str, str, int, str]:
        return self.file, self.sheet, self.grid.row_of(self.lines, line), self.grid.letter(column)

    @property
    def balance(self) -> tuple[int, int, int, int]:
        fates = [line.fate for line in self.lines]
        parts = [fates.count(fate) for fate in (ACCEPTED, QUARANTINED, IGNORED)]
        return len(fates) - fates.count(UNREAD), parts[0], parts[1], parts[2]


def write(draft: Draft, form: str) -> Case:
    """The return in that form, with what is to be found in it."""
    sheets, stem = form in WORKBOOKS, draft.sender.file_stem
    suffix = _SUFFIXES.get(form, _TEXTS[form][0] if form in _TEXTS else form)
    name, beside = f"{stem}.{suffix}", f"{stem}__upgrades.{suffix}"
    names = draft.book.names
    table = _Table(
        name, names.get("Combinations", "Combinations") if sheets else "", combinations_grid(draft), draft.lines
    )
    planned = _Table(
        name if sheets else beside,
        names.get("Planned upgrades", "Planned upgrades") if sheets else "",
        upgrades_grid(draft),
        draft.plans,
    )
    content = _workbook(draft, form, table.grid) if sheets else _text_file(form, name, table.grid)
    upgrades = (beside, _text_file(form, beside, planned.grid)) if draft.plans and not sheets else None
    tables = [table, planned] if draft.plans else [table]
    accepted = [line for line in draft.lines if line.fate == ACCEPTED]
    return Case(
        name=name,
        content=content,
        upgrades=upgrades,
        kinds=tuple(draft.kinds),
        expected=tuple(_places(draft, tables, certain=True)),
        allowed=tuple(_places(draft, tables, certain=False)),
        balances={(one.file, one.sheet): one.balance for one in tables},
        counts={table.grid.row_of(draft.lines, line): line.counts for line in accepted},
        devices={table.grid.row_of(draft.lines, line): line.devices for line in accepted},
    )


def _places(draft: Draft, tables: list[_Table], *, certain: bool) -> list[Place]:
    places: list[Place] = []
    for mark in draft.marks:
        if mark.certain is not certain:
            continue
        first = tables[0]
        if mark.sheet:
            place = (first.file, mark.sheet, 0, "")
        elif mark.line is None:
            place = (first.file, first.sheet, first.grid.header, first.grid.letter(mark.column))
        else:
            line = mark.line
            place = next(table for table in tables if line in table.lines).place(line, mark.column)
        places.append((mark.code, mark.severity, *place))
    return places


def _text_file(form: str, name: str, grid: Grid) -> bytes:
    if form == "parquet":
        return parquet([shown(cell) for cell in grid.cells[grid.header - 1]], grid.cells[grid.header :])
    _, encoding, delimiter = _TEXTS[form]
    written = delimited(grid.cells, delimiter).encode(encoding)
    if form == "csv.gz":
        return gzip.compress(written, mtime=0)
    if form == "zip of csv":
        return pack({f"{name.rpartition('.')[0]}.csv": written})
    return written


def delimited(cells: list[list[Value]], delimiter: str) -> str:
    """The cells as delimited text, lines ending as Windows ends them."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([shown(cell) for cell in row] for row in cells)
    return text.getvalue()


def _workbook(draft: Draft, form: str, grid: Grid) -> bytes:
    if form == "xlsx":
        return xlsx(draft)
    if form == "zip of xlsx":
        return pack({f"{draft.sender.file_stem}.xlsx": xlsx(draft)})
    sheets: list[Sheet] = [
        ("Return", False, return_pairs(draft)),
        ("Combinations", False, grid.cells),
        *([("Planned upgrades", False, upgrades_grid(draft).cells)] if draft.plans else []),
        *draft.book.sheets,
    ]
    return (ods if form == "ods" else xls)(sheets)
