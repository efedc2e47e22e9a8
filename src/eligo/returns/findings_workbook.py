"""A workbook of findings, for a return that is no workbook or is too large to be annotated.

What belongs here: the sheet ``Findings``, and the rows that have findings, as typed, with their own row numbers and
column letters. What does not: what is said (``returns.marks``). With ``returns.workbook`` the home of XlsxWriter.

Invariants: the same arguments give the same bytes; every cell is text or a number, never a formula or a link out;
memory grows with the findings, not with the return; no row with a finding is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from eligo.catalogue import TypedCell
from eligo.causes import Cause
from eligo.findings import Severity, column_letters
from eligo.returns import marks
from eligo.returns.sent import SentSheet

MOST_ROWS = 1_000_000
"""Rows of a sheet, a little less than a spreadsheet has; more go on in a next sheet."""

MOST_COMMENTS = 20_000
MOST_LINKS = 60_000
"""How many comments and links are written; the cells after them are coloured, and every line names its cells."""

_TABLE_ROW = 6
_LEGEND_ROW = 2
_MOST_FROZEN = 6


@dataclass(frozen=True, slots=True)
class _Formats:
    """The looks that are used, made once."""

    text: Format
    title: Format
    head: Format
    muted: Format
    wrapped: Format
    link: Format
    filled: Mapping[Severity, Format]


def findings_workbook(title: str, causes: Sequence[Cause], sheets: Sequence[SentSheet]) -> bytes:
    """The bytes of an ``.xlsx``: ``Findings``, then for each sheet that was sent its rows with findings."""
    stream = BytesIO()
    book = Workbook(
        stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    )
    book.set_properties({"author": marks.AUTHOR, "created": datetime(1980, 1, 1)})  # noqa: DTZ001 - no time zone
    formats = _formats(book)
    list_sheet = book.add_worksheet(marks.SHEET)
    names = [_sheet_name(number, len(sheets)) for number in range(len(sheets))]
    written: dict[tuple[str, int], tuple[str, int]] = {}
    for name, sheet in zip(names, sheets, strict=True):
        written |= _write_rows(book, name, sheet, marks.marks_of(causes, sheet.file, sheet.name), formats)
    _write_list(list_sheet, title, causes, written, formats)
    book.close()
    return stream.getvalue()


def _sheet_name(number: int, count: int) -> str:
    return "Rows" if count == 1 else f"Rows {number + 1}"


def _formats(book: Workbook) -> _Formats:
    plain = {"valign": "top", "num_format": "@", "quote_prefix": True}
    return _Formats(
        text=book.add_format(plain),
        title=book.add_format({"bold": True, "font_size": 14}),
        head=book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3A5F", "text_wrap": True}),
        muted=book.add_format({"font_color": "#56626D", "valign": "top"}),
        wrapped=book.add_format({**plain, "text_wrap": True}),
        link=book.add_format({"font_color": "#0B4F8A", "underline": 1, "valign": "top"}),
        filled={
            one: book.add_format({**plain, "bg_color": f"#{colour}"}) for one, colour in marks.SEVERITY_FILLS.items()
        },
    )


def _write_list(
    sheet: Worksheet,
    title: str,
    causes: Sequence[Cause],
    written: Mapping[tuple[str, int], tuple[str, int]],
    formats: _Formats,
) -> None:
    for column, width in enumerate(marks.WIDTHS):
        sheet.set_column(column, column, width)
    for row, text in enumerate(marks.heading(causes, title)):
        sheet.write_string(row, 0, text, formats.title if not row else None)
    for row, (severity, meaning) in enumerate(marks.SEVERITY_MEANINGS.items(), start=_LEGEND_ROW):
        sheet.write_string(row, 0, severity.value, formats.filled[severity])
        sheet.write_string(row, 1, meaning)
    for column, text in enumerate(marks.COLUMNS):
        sheet.write_string(_TABLE_ROW, column, text, formats.head)
    if sum(len(cause.findings) for cause in causes) > MOST_COMMENTS:
        text = (
            f"A spreadsheet bears no more than {MOST_COMMENTS:,} comments and {MOST_LINKS:,} links: cells after those "
            "are coloured alone. Every finding is listed here."
        )
        sheet.write_string(_TABLE_ROW - 1, 0, text)
    links = 0
    for row, line in enumerate(marks.lines(causes), start=_TABLE_ROW + 1):
        place = causes[int(line.cells[0]) - 1].place
        at = written.get((f"{place.file}\n{place.sheet}", place.row))
        for column, value in enumerate(line.cells):
            look = formats.wrapped if column in marks.WRAPPED else formats.text
            if column == 1:
                look = formats.filled[line.severity]
            if column == 3 and at is not None and links < MOST_LINKS:
                target = f"internal:'{at[0]}'!{column_letters(place.column_number + 1)}{at[1]}"
                sheet.write_url(row, column, target, formats.link, str(value)[:255])
                links += 1
            elif isinstance(value, int):
                sheet.write_number(row, column, value, formats.muted)
            else:
                sheet.write_string(row, column, value, look)
    sheet.freeze_panes(_TABLE_ROW + 1, 0)


def _write_rows(
    book: Workbook, name: str, sent: SentSheet, found: marks.Marks, formats: _Formats
) -> dict[tuple[str, int], tuple[str, int]]:
    """The header and the rows with findings; where each of them was written: (sheet, 1-based row)."""
    written: dict[tuple[str, int], tuple[str, int]] = {}
    head = range(1, sent.header_row + 1)
    wanted = [*head, *sorted(row for row in found if row > sent.header_row)]
    width = max((_width(sent.rows[row - 1]) for row in wanted if row <= len(sent.rows)), default=0)
    sheet, at, part, comments = None, 0, 0, 0
    for row in wanted:
        if sheet is None or at >= MOST_ROWS:
            part += 1
            title = name if part == 1 else f"{name} part {part}"
            sheet, at = _new_sheet(book, title, sent, width, formats), 2
        cells = sent.rows[row - 1] if row <= len(sent.rows) else ()
        comments += _write_row(sheet, (at, row), cells[:width], found.get(row, {}), formats, comments < MOST_COMMENTS)
        at += 1
        written[f"{sent.file}\n{sent.name}", row] = (title, at)
    return written


def _new_sheet(book: Workbook, title: str, sent: SentSheet, width: int, formats: _Formats) -> Worksheet:
    sheet = book.add_worksheet(title)
    sheet.set_comments_author(marks.AUTHOR)
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, max(width, 1), 18)
    shown = "The header, and the rows with findings"
    sheet.write_string(0, 0, f"{shown}, of {marks.printable(sent.title)}; numbers and letters are yours", formats.title)
    sheet.write_string(1, 0, "Your row", formats.head)
    for column in range(1, width + 1):
        sheet.write_string(1, column, column_letters(column), formats.head)
    sheet.freeze_panes(2 + min(sent.header_row, _MOST_FROZEN), 1)
    return sheet


def _write_row(
    sheet: Worksheet,
    at: tuple[int, int],
    cells: Sequence[TypedCell],
    found: Mapping[int, Sequence[marks.FoundAt]],
    formats: _Formats,
    is_commented: bool,
) -> int:
    """One row as typed; how many comments were written. ``at`` is (0-based row here, the sender's own number)."""
    here, number = at
    whole = list(found.get(0, ()))
    sheet.write_number(here, 0, number, formats.filled[marks.worst(whole)] if whole else formats.muted)
    if whole and is_commented:
        _comment(sheet, here, 0, whole)
    for place in range(max(len(cells), max(found, default=0))):
        said = found.get(place + 1, ())
        text = marks.printable(cells[place].text) if place < len(cells) else ""
        if said:
            sheet.write_string(here, place + 1, text, formats.filled[marks.worst(said)])
            if is_commented:
                _comment(sheet, here, place + 1, said)
        elif text:
            sheet.write_string(here, place + 1, text, formats.text)
    return sum(1 for said in found.values() if said) if is_commented else 0


def _comment(sheet: Worksheet, row: int, column: int, said: Sequence[marks.FoundAt]) -> None:
    text = marks.comment(said)
    height = 24 + 17 * sum(1 + len(line) // 48 for line in text.splitlines())
    sheet.write_comment(row, column, text[: marks.LONGEST_CELL], {"width": 340, "height": min(height, 600)})


def _width(cells: Sequence[TypedCell]) -> int:
    return max((place for place, cell in enumerate(cells, start=1) if cell.text), default=0)
