"""What was sent, as its sender sees it: the sheets that hold rows, with their headers, for findings to be shown on.

What belongs here: sheets as they were typed. What does not: what the cells mean (the rest of this package).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eligo.catalogue import fold
from eligo.errors import WrongTemplate
from eligo.findings import Finding
from eligo.returns.cells import Rows, Sheet
from eligo.returns.forms import upgrades_file_of
from eligo.returns.read import combinations_header, combinations_sheet, open_return
from eligo.returns.upgrades import upgrades_header
from eligo.scheme import Scheme


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file as it was sent: its own name and bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SentSheet:
    """One sheet with rows of a return or of planned upgrades.

    ``header_row`` is the 1-based row of the (lower) header; ``columns`` maps a template column to its 0-based place
    and the sender's own header; ``rows[i][j]`` is the cell in row ``i + 1``, column ``j + 1``. ``name`` is empty for
    text files.
    """

    file: str
    name: str
    header_row: int
    columns: Mapping[str, tuple[int, str]]
    rows: Rows

    @property
    def title(self) -> str:
        """What its sender calls it."""
        return self.name or self.file


def sent_sheets(files: Iterable[SentFile], scheme: Scheme) -> tuple[SentSheet, ...]:
    """The sheets of combinations and of planned upgrades in some files that were read as a return.

    Raises ``UnreadableFile`` where a file cannot be opened, ``WrongTemplate`` where it has no combinations; a sheet
    without a header is left out.
    """
    found = []
    for file in files:
        opened = open_return(file.name, file.content, scheme)
        is_text, sheets = opened.is_table, opened.sheets
        beside = upgrades_file_of(file.name) is not None
        rows = None if is_text or beside else combinations_sheet(file.name, sheets, scheme)
        for sheet in sheets:
            is_plan = (
                fold(sheet.name) == fold(scheme.template.upgrades_sheet) or upgrades_file_of(sheet.name) is not None
            )
            if is_plan or (beside and (is_text or len(sheets) == 1)):
                found += _headed(file.name, sheet, scheme, is_plan=True)
            elif is_text or sheet is rows:
                found += _headed(file.name, sheet, scheme, is_plan=False)
    return tuple(found)


def _headed(file: str, sheet: Sheet, scheme: Scheme, *, is_plan: bool) -> list[SentSheet]:
    try:
        header = (upgrades_header if is_plan else combinations_header)(sheet, scheme, file)
    except WrongTemplate:
        return []
    return [SentSheet(file, sheet.name, header.row, header.columns, sheet.rows)]


def located(findings: Iterable[Finding], sheets: Sequence[SentSheet]) -> tuple[Finding, ...]:
    """The findings, with the column as its sender has it where whoever made one knew only the template's name."""
    columns = {(sheet.file, sheet.name): sheet.columns for sheet in sheets}
    return tuple(_located(finding, columns) for finding in findings)


def _located(finding: Finding, columns: Mapping[tuple[str, str], Mapping[str, tuple[int, str]]]) -> Finding:
    place = finding.location
    if place.column_number or not place.column:
        return finding
    known = columns.get((place.file, place.sheet), {}).get(place.column)
    if known is None:
        return finding
    return replace(finding, location=replace(place, column_number=known[0] + 1, header=known[1]))
