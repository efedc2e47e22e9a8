"""How a return becomes a file: forms, encodings, header dialects, title rows, extra columns, hidden sheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from estates.installed import Plan
from estates.rows import COLUMNS, DEVICE_TYPES, FIELDS, LEADING, TRAILING, Line, Value
from estates.truth import FileCount, Planted

ROUND = "RFI-2019-08"
FORMS = ("xlsx", "csv", "csv with mark", "csv cp1252", "tsv utf-16")
TEXT_FORMS = {
    "csv": ("csv", "utf-8", ","),
    "csv with mark": ("csv", "utf-8-sig", ","),
    "csv cp1252": ("csv", "cp1252", ";"),
    "tsv utf-16": ("tsv", "utf-16", "\t"),
}
SYNONYMS = {
    "Manufacturer": ("Manufacturer", "Make"),
    "Model": ("Model Name", "Model"),
    "Hardware version": ("HW version", "Hardware"),
    "Firmware version": ("F/W", "Firmware", "FW version"),
    "Firmware provider": ("FW provider", "Firmware provider"),
    "Factory configuration": ("Factory config", "Factory configuration"),
}
UPGRADE_HEADER = (
    "Device type",
    "Manufacturer",
    "Model",
    "Hardware version",
    "From firmware",
    "To firmware",
    "Planned completion",
)


@dataclass(frozen=True)
class Sender:
    """Whose return it is, and of which day."""

    role: str
    name: str
    snapshot: str = "2019-08-31"
    stem: str = ""

    @property
    def file_stem(self) -> str:
        name = self.name.replace("&", "and").replace(" ", "-")
        return self.stem or f"{ROUND}__{self.role}__{name}"


@dataclass(frozen=True)
class Dialect:
    """The shape of one table: its form, its columns in order with the sender's headers, and what stands around it."""

    form: str
    columns: tuple[str, ...]
    groups: tuple[str, ...]
    headers: tuple[str, ...]
    title_rows: int
    extra_sheets: bool

    @property
    def sheet(self) -> str:
        return "Combinations" if self.form == "xlsx" else ""


def draw_dialect(rng: Random, form: str, *, mixed: bool, tidy: bool) -> Dialect:
    """The template itself where ``tidy``; else any of two header levels, synonyms, another order, more columns."""
    plain = [c for c in COLUMNS if mixed or c != "Mixed"]
    if tidy:
        return Dialect(form, tuple(plain), (), tuple(plain), 0, extra_sheets=False)
    blocks = [*([c] for c in plain if c in LEADING), *([c] for c in plain if c in TRAILING)]
    blocks += [[f"{kind} {name}" for name in FIELDS] for kind in DEVICE_TYPES]
    blocks += [[extra] for extra in ("Internal ref", "Remarks") if rng.random() < 0.4]
    if rng.random() < 0.4:
        rng.shuffle(blocks)
    columns = tuple(column for block in blocks for column in block)
    shown = {name: rng.choice(forms) for name, forms in SYNONYMS.items()}
    meter = rng.choice(("EMSE", "ESME"))
    levels = rng.random() < 0.5
    groups, headers = [], []
    for column in columns:
        kind, _, name = column.partition(" ")
        in_device = kind in DEVICE_TYPES and name in FIELDS
        group = (meter if kind == "ESME" else kind) if in_device else ""
        first = in_device and name == FIELDS[0]
        groups.append(group if first else "")
        headers.append(shown[name] if in_device and levels else f"{group} {shown[name]}" if in_device else column)
    return Dialect(
        form, columns, tuple(groups) if levels else (), tuple(headers), rng.choice((0, 1, 2, 3)), rng.random() < 0.5
    )


def table(dialect: Dialect, sender: Sender, lines: Sequence[Line]) -> tuple[list[list[Value]], int]:
    """All cells of the table, and the number of the row before its first line."""
    width = len(dialect.columns)
    above: list[list[Value]] = []
    if dialect.title_rows:
        above.append([f"{sender.name} - SMETS1 device return", *[""] * (width - 1)])
        above += [[""] * width for _ in range(dialect.title_rows - 1)]
    above += [list(dialect.groups)] if dialect.groups else []
    above.append(list(dialect.headers))
    body = [[line.values.get(column, "") for column in dialect.columns] for line in lines]
    return [*above, *body], len(above)


def write_return(
    folder: Path, sender: Sender, dialect: Dialect, lines: Sequence[Line], plans: Sequence[Plan]
) -> tuple[FileCount, list[Planted]]:
    """The file or files of one return; what it counts and where each mark ended up."""
    cells, above = table(dialect, sender, lines)
    upgrades: list[list[Value]] = [list(UPGRADE_HEADER)]
    for plan in plans:
        kind = plan.kind
        upgrades.append(
            [kind.device_type, kind.manufacturer, kind.model, kind.hardware, plan.before, plan.after, plan.completion]
        )
    if dialect.form == "xlsx":
        name = f"{sender.file_stem}.xlsx"
        _write_workbook(folder / name, sender, dialect, cells, upgrades)
    else:
        extension, encoding, delimiter = TEXT_FORMS[dialect.form]
        name = f"{sender.file_stem}.{extension}"
        _write_text(folder / name, cells, encoding, delimiter)
        if plans:
            _write_text(folder / f"{sender.file_stem}__upgrades.{extension}", upgrades, encoding, delimiter)
    roles = [line.role for line in lines]
    counted = FileCount(
        name, dialect.sheet, roles.count("row"), roles.count("fault"), roles.count("repeat") + roles.count("total")
    )
    planted = [
        Planted(name, dialect.sheet, row, columns, kind, severity)
        for row, line in enumerate(lines, start=above + 1)
        for columns, kind, severity in line.marks
    ]
    return counted, planted


def _write_text(path: Path, cells: list[list[Value]], encoding: str, delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(cells)
    typed = text.getvalue()
    if encoding == "cp1252":
        typed = typed.translate({0x2074: 0xB2, 0x2075: 0xB3})  # the code page has only the first footnote marks
    path.write_bytes(typed.encode(encoding))


def _write_workbook(
    path: Path, sender: Sender, dialect: Dialect, cells: list[list[Value]], upgrades: list[list[Value]]
) -> None:
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Return"
    for pair in (
        ("Organisation", sender.name),
        ("Organisation role", sender.role),
        ("RFI reference", ROUND),
        ("Snapshot date", sender.snapshot),
        ("Contact", "rfi@organisation.example"),
    ):
        first.append(pair)
    if dialect.extra_sheets:
        book.create_sheet("Lists").append(("PPMID", "IHD"))
        book["Lists"].sheet_state = "hidden"
        book.create_sheet("Old figures").append(("Supplier", "Active", "Dormant"))
        book["Old figures"].append((sender.name, 1, 2))
        book["Old figures"].sheet_state = "hidden"
    _fill(book.create_sheet("Combinations"), cells)
    if dialect.groups:
        _merge(book["Combinations"], dialect, len(cells))
    _fill(book.create_sheet("Planned upgrades"), upgrades)
    saved = io.BytesIO()
    book.save(saved)
    _write_dateless(path, saved)


def _write_dateless(path: Path, saved: io.BytesIO) -> None:
    """The workbook without the times at which it was made, so that a seed gives the same bytes."""
    with ZipFile(saved) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", b">2019-08-31T12:00:00Z<", content)
            target.writestr(ZipInfo(name, (2019, 8, 31, 12, 0, 0)), content, ZIP_DEFLATED)


def _fill(sheet: Worksheet, cells: list[list[Value]]) -> None:
    for row, values in enumerate(cells, start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                cell = sheet.cell(row, column, value)
                if isinstance(value, date):
                    cell.number_format = "dd/mm/yyyy"


def _merge(sheet: Worksheet, dialect: Dialect, height: int) -> None:
    row = next(r for r in range(1, height + 1) if [c.value or "" for c in sheet[r]] == list(dialect.groups))
    for place, group in enumerate(dialect.groups, start=1):
        if group:
            sheet.merge_cells(start_row=row, end_row=row, start_column=place, end_column=place + len(FIELDS) - 1)
