"""A table in CSV as rows whose every cell knows its place, or the findings that say why it is none.

What belongs here: the structure of a table that a person keeps. What does not: what a cell means.
Rows are counted as an editor counts lines; a cell that spans lines is in the row in which it begins.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eligo.findings import Finding, Issue, Location
from eligo.formula_safe import unguarded

LARGEST_BYTES = 64 * 1024**2
"""No register and no table of results is as large; one that is, is not read."""

_SAVED = "text saved as UTF-8"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: ``cells`` by column name, stripped; ``numbers`` has the 1-based number of each column.

    ``sheet`` is that of a workbook, blank for text.
    """

    file: str
    row: int
    cells: Mapping[str, str]
    numbers: Mapping[str, int]
    sheet: str = ""

    def finding(self, code: str, column: str, expected: str, message: str) -> Finding:
        """A finding at one cell of the row; at the row where ``column`` is empty."""
        place = Location(self.file, self.sheet, self.row, column, self.numbers.get(column, 0), column)
        return Issue(code, column, self.cells.get(column, ""), expected, message).at(place)


def read_lines(
    name: str, content: bytes, required: Sequence[str], optional: Sequence[str] = ()
) -> tuple[tuple[Line, ...], tuple[Finding, ...]]:
    """The rows of a table, blank ones left out, or what is wrong with the table as a whole and with its rows' shape."""
    found = _parted(name, content)
    if isinstance(found, Finding):
        return (), (found,)
    header = [cell.casefold() for cell in found[0][1]] if found else []
    faults = header_findings(Location(name, "", 1), header, tuple(dict.fromkeys((*required, *optional))), required)
    if faults:
        return (), tuple(faults)
    numbers = {column: place for place, column in enumerate(header, start=1)}
    lines, findings = [], []
    for row, cells in found[1:]:
        if not any(cells):
            continue
        if len(cells) != len(header):
            message = f"The row has {len(cells)} cells, and the header has {len(header)}"
            expected = f"{len(header)} cells"
            findings.append(Issue("file-damaged", "", "", expected, message).at(Location(name, "", row)))
            continue
        lines.append(Line(name, row, dict(zip(header, cells, strict=True)), numbers))
    return tuple(lines), tuple(findings)


def damaged(name: str, why: str, row: int = 0, expected: str = "a file that is whole") -> Finding:
    """The finding for a file that cannot be read on."""
    return Issue("file-damaged", "", "", expected, why).at(Location(name, "", row))


def too_large(name: str, content: bytes) -> Finding:
    """The finding for a file that is larger than what is read."""
    return damaged(name, f"The file has {len(content):,} bytes", expected=f"{LARGEST_BYTES:,} at the most")


def not_utf8(name: str, content: bytes, place: int) -> Finding:
    """The finding for the byte at a ``place``, which is in no text of UTF-8."""
    row = content.count(b"\n", 0, place) + 1
    return damaged(name, f"The byte {content[place]:#04x} is not UTF-8", row, _SAVED)


def _parted(name: str, content: bytes) -> list[tuple[int, list[str]]] | Finding:
    if len(content) > LARGEST_BYTES:
        return too_large(name, content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return not_utf8(name, content, error.start)
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        return damaged(name, "The file has a NUL: it is no text", row, _SAVED)
    reader, row, rows = csv.reader(io.StringIO(text, newline=""), strict=True), 1, []
    try:
        for cells in reader:
            rows.append((row, [unguarded(cell.strip()) for cell in cells]))
            row = reader.line_num + 1
    except csv.Error as error:
        return damaged(name, f"The row cannot be read: {error}", row)
    return rows


def header_findings(
    place: Location, header: Sequence[str], known: Sequence[str], required: Sequence[str]
) -> Sequence[Finding]:
    """What is wrong with the header of a table, which stands at ``place``."""
    faults = [_missing(place, column) for column in required if column not in header]
    for number, column in enumerate(header, start=1):
        twice = column in header[: number - 1]
        if column not in known or twice:
            what = "is there twice" if twice else "is none that is read"
            issue = Issue("column-unknown", column, column, ", ".join(known), f"The column '{column}' {what}")
            faults.append(issue.at(replace(place, column=column, column_number=number, header=column)))
    return faults


def missing_column(line: Line, column: str) -> Finding:
    """The finding for a column that the table of a row does not have."""
    return _missing(Location(line.file, line.sheet, 1), column)


def _missing(place: Location, column: str) -> Finding:
    issue = Issue("column-missing", column, "", column, f"There is no column {column}")
    return issue.at(replace(place, column=column))
