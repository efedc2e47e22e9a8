"""The sender's own workbook with every finding at its cell. The home of openpyxl.

What belongs here: colours and comments in the sender's sheets, and the sheet ``Findings`` before them. What does not:
what is said (``returns.marks``) and a workbook for any other form of return (``returns.findings_workbook``).

Invariants: the same arguments give the same bytes; every cell but those that are coloured looks as it was sent; a
formula stands as its cached value and nothing is evaluated; text that begins like a formula stays text; the author
of every comment and of the workbook is Eligo; openpyxl opens what was sent in a process with limits.
Source: ``returns.md``, "The mess".
"""

from __future__ import annotations

import io
import pickle
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eligo.causes import Cause
from eligo.findings import Severity
from eligo.returns import marks
from eligo.returns.forms.limited import run_limited
from eligo.returns.safe_copy import safe_copy

MOST_LINES = 20_000
"""Causes up to which the sheet ``Findings`` is written into the sender's own workbook."""

LEFT_OUT = (
    "A copy of what you sent: formulas as their last values; without links, pictures, charts, defined names and "
    "conditional colours."
)
_LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - workbooks know no time zone
_HERE = Path(__file__)
_TABLE_ROW = 8
_LONGEST_TITLE = 31
_HARMLESS = re.compile(r'^("[^"\[\]|]*"|-?[0-9.]+|(\'?[\w .-]+\'?!)?\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?)?$')

_REFUSALS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl is known to raise for workbooks that other programs open; it has no error of its own for them."""


def annotated(name: str, content: bytes, causes: Sequence[Cause]) -> bytes | None:
    """The workbook with its findings; ``None`` where it is too large for it, or cannot be opened for writing.

    ``content`` is a workbook that was read as a return; ``causes`` may be about other files too.
    """
    copy = safe_copy(content) if len(causes) <= MOST_LINES else None
    if copy is None:
        return None
    with TemporaryDirectory(prefix="eligo-") as place:
        folder = Path(place)
        (folder / "copy").write_bytes(copy)
        (folder / "findings").write_bytes(pickle.dumps((name, tuple(causes))))
        arguments = (str(_HERE.parents[2]), str(folder / "copy"), str(folder / "findings"))
        return run_limited(str(_HERE.with_name("annotate_apart.py")), arguments, folder, len(copy)).result


def marked(name: str, copy: bytes, causes: Sequence[Cause]) -> bytes | None:
    """The safe copy with its findings, as ``annotated``: for a process with limits (``returns.annotate_apart``)."""
    book = _opened(copy)
    sheets = {cause.place.sheet for cause in causes if cause.place.file == name and cause.place.sheet}
    if book is None or not sheets <= set(book.sheetnames):
        return None
    _clear(book)
    for sheet in book.worksheets:
        _mark(sheet, marks.marks_of(causes, name, sheet.title))
    _list(book, causes, name)
    return _saved(book)


def _opened(copy: bytes) -> Any:
    """The workbook with the last values of its formulas; ``None`` where openpyxl does not open it."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    # It warns of what it leaves out, and prints when a style is out of range: neither is for whoever runs this.
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(copy), data_only=True, keep_links=False, keep_vba=False)
    except (*_REFUSALS, InvalidFileException):
        return None


def _clear(book: Any) -> None:
    """Take out what an earlier annotation left, what names a person, and rules that are more than a list."""
    from openpyxl.comments import Comment
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.styles import PatternFill

    book.properties = DocumentProperties(creator=marks.AUTHOR, created=_LONG_AGO, modified=_LONG_AGO)
    ours = {f"00{colour}" for colour in marks.SEVERITY_FILLS.values()} | {
        f"FF{colour}" for colour in marks.SEVERITY_FILLS.values()
    }
    book.defined_names.clear()
    for sheet in book.worksheets:
        sheet.defined_names.clear()
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.sheet_view.tabSelected = False
        rules = sheet.data_validations.dataValidation
        sheet.data_validations.dataValidation = [
            rule for rule in rules if all(_HARMLESS.match(text or "") for text in (rule.formula1, rule.formula2))
        ]
        for cell in _cells(sheet).values():
            if cell.has_style and cell.fill.fgColor.rgb in ours and cell.fill.fill_type == "solid":
                cell.fill = PatternFill()
            if cell.comment is not None:
                kept = cell.comment.author != marks.AUTHOR and marks.printable(cell.comment.text)
                cell.comment = Comment(f"Your comment: {kept}", marks.AUTHOR) if kept else None
    for sheet in [one for one in book.worksheets if one.title == marks.SHEET and _is_ours(one)]:
        book.remove(sheet)


def _cells(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells that there are; whatever walks over rows would make every cell of the area."""
    return dict(sheet._cells)  # noqa: SLF001


def _is_ours(sheet: Any) -> bool:
    return str(sheet["A1"].value).startswith(f"{marks.SHEET}: ") and sheet.cell(_TABLE_ROW, 1).value == marks.COLUMNS[0]


def _mark(sheet: Any, found: marks.Marks) -> None:
    from openpyxl.styles import PatternFill

    fills = {one: PatternFill("solid", fgColor=colour) for one, colour in marks.SEVERITY_FILLS.items()}
    anchors = {
        (row, column): (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for row in range(merged.min_row, merged.max_row + 1)
        for column in range(merged.min_col, merged.max_col + 1)
    }
    filled_in: dict[int, list[int]] = {}
    for (row, column), cell in sorted(_cells(sheet).items()):
        if cell.value is not None:
            filled_in.setdefault(row, []).append(column)
    placed: dict[tuple[int, int], list[marks.FoundAt]] = {}
    for row, cells in sorted(found.items()):
        own = {column: said for column, said in cells.items() if column}
        whole = list(cells.get(0, ()))
        filled = filled_in.get(row, []) if whole else []
        for column in filled:
            if column not in own:
                sheet.cell(*anchors.get((row, column), (row, column))).fill = fills[marks.worst(whole)]
        if whole:
            first = filled[0] if filled else 1
            own[first] = [*own.get(first, ()), *whole]
        for column, said in own.items():
            at = (max(row, 1), column)
            placed.setdefault(anchors.get(at, at), []).extend(said)
    for place, said in placed.items():
        cell = sheet.cell(*place)
        if in_rows := [one for one in said if one.finding.location.row]:
            cell.fill = fills[marks.worst(in_rows)]
        _comment(cell, marks.comment(marks.gravest_first(said)))


def _comment(cell: Any, text: str) -> None:
    from openpyxl.comments import Comment

    whole = f"{text}\n\n{cell.comment.text}" if cell.comment is not None else text
    height = 24 + 17 * sum(1 + len(line) // 48 for line in whole.splitlines())
    cell.comment = Comment(whole[: marks.LONGEST_CELL], marks.AUTHOR, height=min(height, 600), width=340)


def _list(book: Any, causes: Sequence[Cause], title: str) -> None:
    """The sheet ``Findings``, first of all: legend, then one line a cause, linked to its cells."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    taken = {sheet.title.casefold() for sheet in book.worksheets}
    sheet = book.create_sheet(_free(marks.SHEET, taken), 0)
    book.active = 0
    fills = {one: PatternFill("solid", fgColor=colour) for one, colour in marks.SEVERITY_FILLS.items()}
    for row, text in enumerate(marks.heading(causes, title), start=1):
        _put(sheet, row, 1, text).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    for row, (severity, meaning) in enumerate(marks.SEVERITY_MEANINGS.items(), start=4):
        _put(sheet, row, 1, severity.value).fill = fills[severity]
        _put(sheet, row, 2, meaning)
    for column, (text, width) in enumerate(zip(marks.COLUMNS, marks.WIDTHS, strict=True), start=1):
        head = _put(sheet, _TABLE_ROW, column, text)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3A5F")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    _put(sheet, 7, 1, LEFT_OUT)
    _fill_list(book, sheet, list(marks.lines(causes)), fills)
    sheet.freeze_panes = f"A{_TABLE_ROW + 1}"
    sheet.auto_filter.ref = f"A{_TABLE_ROW}:{get_column_letter(len(marks.COLUMNS))}{max(sheet.max_row, _TABLE_ROW)}"


def _fill_list(book: Any, sheet: Any, lines: Sequence[marks.Line], fills: Mapping[Severity, Any]) -> None:
    from openpyxl.styles import Alignment

    titles = {one.title for one in book.worksheets}
    rows = {line.cells[0]: row for row, line in reversed(list(enumerate(lines, start=_TABLE_ROW + 1)))}
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    for row, line in enumerate(lines, start=_TABLE_ROW + 1):
        for column, value in enumerate(line.cells, start=1):
            cell = _put(sheet, row, column, value)
            cell.alignment = wrapped if column - 1 in marks.WRAPPED else top
        sheet.cell(row, 2).fill = fills[line.severity]
        _link(sheet.cell(row, 4), line.at, titles)
        if line.cells[10]:
            _link(sheet.cell(row, 11), (sheet.title, f"A{rows[line.cells[10]]}"), titles)


def _free(title: str, taken: set[str]) -> str:
    names: Iterator[str] = iter([title, f"{title} (Eligo)", *(f"{title} ({number})" for number in range(2, 500))])
    return next(name for name in names if name.casefold() not in taken)[:_LONGEST_TITLE]


def _put(sheet: Any, row: int, column: int, value: str | int) -> Any:
    """A cell that is text or a number, whatever the text looks like."""
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return cell


def _link(cell: Any, at: tuple[str, str] | None, titles: set[str]) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    if at is not None and at[0] in titles:
        quoted = at[0].replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{at[1]}")
        cell.font = Font(color="0B4F8A", underline="single")


class _Undated(zipfile.ZipFile):
    """An archive whose members bear no time, so that the same workbook is the same bytes."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        member = zipfile.ZipInfo(str(zinfo_or_arcname), (1980, 1, 1, 0, 0, 0))
        member.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(member, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(arcname or filename, Path(filename).read_bytes())


def _saved(book: Any) -> bytes | None:
    """Its bytes; ``None`` where what was read cannot be written."""
    from openpyxl.utils.exceptions import IllegalCharacterError
    from openpyxl.writer.excel import ExcelWriter

    stream = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ExcelWriter(book, _Undated(stream, "w", zipfile.ZIP_DEFLATED)).save()
    except (*_REFUSALS, IllegalCharacterError):
        return None
    return stream.getvalue()
