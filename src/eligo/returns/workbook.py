"""The RFI workbook that organisations fill in, drawn from a scheme and the catalogue.

What belongs here: the layout of the workbook. What does not: which columns there are
(``scheme.template_columns``) and reading what comes back (the rest of this package).

Invariants: the same arguments give the same bytes; every cell but the counts is typed as text, so that no
spreadsheet turns a firmware version into a number or a date; text is written as text, never as a formula.
Source: ``returns.md``, "Template, version 1". This is the one home of XlsxWriter in this package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from eligo.scheme import DEVICE_FIELDS, RETURN_KEYS, UPGRADE_COLUMNS, Scheme, TemplateColumn, template_columns

CatalogueRow = tuple[str, str, str, str, str]
"""(device type, manufacturer, model, hardware, firmware), all canonical."""

TEMPLATE_PROPERTY = "Eligo template"
"""The property of the workbook that says which version of which template it is, whatever is done to its cells."""

LISTS_SHEET = "Lists"
INSTRUCTIONS_SHEET = "Instructions"

_LAST_ROW = 1_048_575
_LONGEST_NUMBER = 15
"""How many digits a spreadsheet keeps of a number."""

_CATALOGUE_FIELDS = ("manufacturer", "model", "hardware", "firmware")
_KIND_COLOURS = {
    "supplier": "#1F3A5F",
    "attribute": "#1F3A5F",
    "device": "#2F5D50",
    "count": "#6B3F1D",
    "intention": "#1F3A5F",
}


@dataclass(frozen=True, slots=True)
class Prefilled:
    """What an organisation reported in the round before, to be corrected instead of typed again.

    ``role`` is the template's word for it; a row maps columns of the template to what is to stand there.
    """

    organisation: str
    role: str
    combinations: Sequence[Mapping[str, str]] = ()
    upgrades: Sequence[Mapping[str, str]] = ()
    source: str = ""


NOTHING = Prefilled("", "")


def template_version(scheme: Scheme) -> str:
    """The version of the template that a workbook is stamped with.

    >>> from eligo.scheme import load_scheme
    >>> template_version(load_scheme("smets1-foc"))
    '1 of smets1-foc 1.0'
    """
    return f"{scheme.template.version} of {scheme.id} {scheme.version}"


def template_workbook(
    scheme: Scheme, catalogue_rows: Sequence[CatalogueRow], rfi_reference: str, filled: Prefilled = NOTHING
) -> bytes:
    """The bytes of an ``.xlsx``: the scheme's three sheets, a hidden sheet of lists, instructions last.

    Drop-downs hold the scheme's values (others are refused) and the catalogue's manufacturers, models,
    hardware and firmware of each device type (others are allowed after a warning, since the catalogue may not
    know a device yet). Counts must be whole numbers of at least 0. What the organisation reported before stands
    there already, the day of the figures excepted. The created date is the scheme's data
    cut-off, so that the same arguments give the same bytes.
    Source: ``returns.md``, "Template, version 1".
    """
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": f"{scheme.title}: return for {rfi_reference}",
            "created": datetime.combine(scheme.data_cut_off, time.min),
        }
    )
    book.set_custom_property(TEMPLATE_PROPERTY, template_version(scheme))
    template = scheme.template
    return_sheet = book.add_worksheet(template.return_sheet)
    combinations_sheet = book.add_worksheet(template.combinations_sheet)
    upgrades_sheet = book.add_worksheet(template.upgrades_sheet)
    lists = _Lists(book, book.add_worksheet(LISTS_SHEET))
    instructions_sheet = book.add_worksheet(INSTRUCTIONS_SHEET)
    _write_return(book, return_sheet, scheme, lists, rfi_reference, filled)
    _write_combinations(book, combinations_sheet, scheme, lists, catalogue_rows)
    _fill(book, combinations_sheet, [column.name for column in template_columns(scheme)], filled.combinations, scheme)
    _write_upgrades(book, upgrades_sheet, scheme, lists, catalogue_rows)
    _fill(book, upgrades_sheet, UPGRADE_COLUMNS, filled.upgrades, scheme)
    _write_instructions(book, instructions_sheet, scheme, rfi_reference, filled)
    book.close()
    return stream.getvalue()


class _Lists:
    """The hidden sheet of allowed values: one column a list, written once however often it is used."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._text = book.add_format({"num_format": "@"})
        self._ranges: dict[tuple[str, ...], str] = {}
        sheet.hide()

    def range(self, values: Sequence[str]) -> str:
        """The range that holds the values, as a validation names it."""
        key = tuple(values)
        if key not in self._ranges:
            column = len(self._ranges)
            for row, value in enumerate(key):
                self._sheet.write_string(row, column, value, self._text)
            letters = xl_col_to_name(column)
            self._ranges[key] = f"={LISTS_SHEET}!${letters}$1:${letters}${len(key)}"
        return self._ranges[key]

    def offer(self, sheet: Worksheet, rows: tuple[int, int], column: int, values: Sequence[str], only: bool) -> None:
        """A drop-down in one column; ``only`` refuses other values, else they are allowed after a warning."""
        if not values:
            return
        rule = {
            "validate": "list",
            "source": self.range(values),
            "error_type": "stop" if only else "warning",
            "error_title": "Not in the list",
            "error_message": "Choose a value from the list." if only else "The catalogue does not know this yet.",
        }
        sheet.data_validation(rows[0], column, rows[1], column, rule)


def _fill(
    book: Workbook, sheet: Worksheet, columns: Sequence[str], rows: Sequence[Mapping[str, str]], scheme: Scheme
) -> None:
    """Rows below the header: counts as numbers where they are such, everything else as text, whatever it looks like."""
    counts = {state.header for state in scheme.counts}
    text = book.add_format({"num_format": "@"})
    for number, row in enumerate(rows, start=1):
        for place, name in enumerate(columns):
            value = row.get(name, "")
            if name in counts and value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER:
                sheet.write_number(number, place, int(value))
            elif value:
                sheet.write_string(number, place, value, text)


def _write_return(
    book: Workbook, sheet: Worksheet, scheme: Scheme, lists: _Lists, rfi_reference: str, filled: Prefilled
) -> None:
    """Key / value, no title row: what the reader looks for."""
    heading, text = _heading(book, "attribute"), book.add_format({"num_format": "@", "border": 1})
    known = {"RFI reference": rfi_reference, "Organisation": filled.organisation, "Organisation role": filled.role}
    for row, key in enumerate(RETURN_KEYS):
        sheet.write_string(row, 0, key, heading)
        if known.get(key):
            sheet.write_string(row, 1, known[key], text)
        else:
            sheet.write_blank(row, 1, None, text)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 44)
    role = RETURN_KEYS.index("Organisation role")
    lists.offer(sheet, (role, role), 1, (scheme.template.supplier_role, scheme.template.operator_role), only=True)
    snapshot = RETURN_KEYS.index("Snapshot date")
    hint = {
        "validate": "any",
        "input_title": "Snapshot date",
        "input_message": "Year-month-day, such as 2019-08-31",
    }
    sheet.data_validation(snapshot, 1, snapshot, 1, hint)


def _write_combinations(
    book: Workbook, sheet: Worksheet, scheme: Scheme, lists: _Lists, catalogue_rows: Sequence[CatalogueRow]
) -> None:
    text, number = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0"})
    attributes = {attribute.name: attribute for attribute in scheme.attributes}
    columns = template_columns(scheme)
    headings = {column.kind: _heading(book, column.kind) for column in columns}
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, headings[column.kind])
        sheet.set_column(place, place, _width(column.name), number if column.kind == "count" else text)
        if column.kind == "count":
            sheet.data_validation(1, place, _LAST_ROW, place, _whole_number(column.name))
        elif column.kind == "intention":
            answers = (scheme.template.yes[0], scheme.template.no[0])
            lists.offer(sheet, (1, _LAST_ROW), place, answers, only=True)
        elif column.kind == "attribute":
            lists.offer(sheet, (1, _LAST_ROW), place, attributes[column.subject].values, only=True)
        elif column.kind == "device":
            known = _known(catalogue_rows, column.field, column.subject)
            lists.offer(sheet, (1, _LAST_ROW), place, known, only=False)
    _finish_table(sheet, len(columns), frozen_columns=2)


def _write_upgrades(
    book: Workbook, sheet: Worksheet, scheme: Scheme, lists: _Lists, catalogue_rows: Sequence[CatalogueRow]
) -> None:
    text, heading = book.add_format({"num_format": "@"}), _heading(book, "device")
    fields = {header: field for field, header in DEVICE_FIELDS}
    fields |= {"From firmware": "firmware", "To firmware": "firmware"}
    for place, name in enumerate(UPGRADE_COLUMNS):
        sheet.write_string(0, place, name, heading)
        sheet.set_column(place, place, _width(name), text)
        if name in fields:
            lists.offer(sheet, (1, _LAST_ROW), place, _known(catalogue_rows, fields[name]), only=False)
    types = [device.name for device in scheme.device_types]
    lists.offer(sheet, (1, _LAST_ROW), UPGRADE_COLUMNS.index("Device type"), types, only=True)
    _finish_table(sheet, len(UPGRADE_COLUMNS), frozen_columns=1)


def _write_instructions(
    book: Workbook, sheet: Worksheet, scheme: Scheme, rfi_reference: str, filled: Prefilled
) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    wrap, heading = book.add_format({"text_wrap": True, "valign": "top"}), _heading(book, "attribute")
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, f"{scheme.title}: return for {rfi_reference}", title)
    row = 2
    for paragraph in (*_guidance(scheme), *_prefilled(filled)):
        sheet.merge_range(row, 0, row, 2, "", wrap)
        sheet.write_string(row, 0, paragraph, wrap)
        sheet.set_row(row, 15 * (1 + len(paragraph) // 125))
        row += 1
    row += 1
    for place, name in enumerate(("Column", "Filled in", "What it means")):
        sheet.write_string(row, place, name, heading)
    for column in template_columns(scheme):
        row += 1
        for place, cell in enumerate((column.name, *_meaning(scheme, column))):
            sheet.write_string(row, place, cell, wrap)
    sheet.hide_gridlines(2)


def _guidance(scheme: Scheme) -> tuple[str, ...]:
    template, word = scheme.template, scheme.installation_word
    operator = scheme.operator.label
    return (
        f"Template version {template.version}, scheme {scheme.id} version {scheme.version}.",
        (
            f"1. Fill in the sheet {template.return_sheet}: who you are, whether you answer as "
            f"{template.supplier_role} or as {template.operator_role}, and the day the figures were taken."
        ),
        (
            f"2. In {template.combinations_sheet}, give one row for each combination of devices, per supplier "
            f"and {operator}. Leave a device's columns blank where there is no such device."
        ),
        (
            f"3. Counts are whole {word}s, not devices. Rows that differ in anything add up; a row that is "
            "repeated exactly counts once."
        ),
        (
            f"4. In {template.upgrades_sheet}, give the firmware upgrades you plan, with the day on which each "
            f"is to be complete. They count when complete by {scheme.upgrade_horizon}."
        ),
        (
            "5. A drop-down that offers manufacturers, models or versions shows what the catalogue knows. If yours "
            "is not there, type it as it stands on the device."
        ),
        (
            "6. Cells are typed as text on purpose: keep them so, or a spreadsheet may turn a firmware version "
            "into a date."
        ),
    )


def _prefilled(filled: Prefilled) -> tuple[str, ...]:
    if not filled.combinations:
        return ()
    return (
        (
            f"7. The rows are those of your return {filled.source}, as you typed them: correct what has changed, "
            "delete what is gone, add what is new, and state the day of the new figures."
        ),
    )


def _meaning(scheme: Scheme, column: TemplateColumn) -> tuple[str, str]:
    """(when it is filled in, what it means) of one column."""
    word = scheme.installation_word
    if column.kind == "device":
        device = next(d for d in scheme.device_types if d.name == column.subject)
        header = dict(DEVICE_FIELDS)[column.field]
        present = f"{header} of the {device.label}" if column.required else f"{header} of the {device.label}, if any"
        return ("always" if column.required else "if known" if device.required else "if present"), present
    if column.kind == "count":
        return "always" if column.required else "if known", f"Number of {word}s, a whole number of at least 0"
    if column.kind == "intention":
        return "if known", f"{scheme.template.yes[0]} or {scheme.template.no[0]}; blank where it is not known"
    if column.kind == "supplier":
        return "always", f"The supplier of these {word}s"
    attribute = next(a for a in scheme.attributes if a.name == column.subject)
    values = f"{attribute.label}: {' or '.join(attribute.values)}" if attribute.values else attribute.label
    return "always" if column.required else "if known", values


def _known(rows: Sequence[CatalogueRow], field: str, device_type: str = "") -> tuple[str, ...]:
    """The catalogue's different values of a device field, sorted; of all types where none is named."""
    if field not in _CATALOGUE_FIELDS:
        return ()
    place = 1 + _CATALOGUE_FIELDS.index(field)
    return tuple(sorted({row[place] for row in rows if row[place] and device_type in ("", row[0])}))


def _whole_number(name: str) -> Mapping[str, object]:
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "Not a count",
        "error_message": f"{name[:100]}: give a whole number of at least 0.",
    }


def _heading(book: Workbook, kind: str) -> Format:
    heading: Format = book.add_format(
        {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": _KIND_COLOURS[kind],
            "border": 1,
            "text_wrap": True,
            "valign": "vcenter",
            "num_format": "@",
        }
    )
    return heading


def _finish_table(sheet: Worksheet, columns: int, *, frozen_columns: int) -> None:
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, frozen_columns)
    sheet.autofilter(0, 0, 0, columns - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _width(name: str) -> float:
    return max(12.0, min(24.0, len(name) * 0.75 + 4))
