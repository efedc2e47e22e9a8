"""What is wrong with a cell, as a value that knows its place.

What belongs here: ``Location``, ``Finding``, ``Issue``. What does not: the checks that make findings
(``returns.checks``), and situations that end a command (``errors``).

Invariants: rows are 1-based as the sender sees them, title and header rows counted; ``column`` is the
template's name for the column and ``header`` the sender's own; ``found`` is the value as typed.
Source: ``returns.md``, "Semantics" 2; ``results.md``, ``findings.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from eligo.findings.codes import REMEDY, SEVERITY
from eligo.findings.kinds import Severity


@dataclass(frozen=True, slots=True)
class Location:
    """A place as the sender sees it. ``row`` and ``column_number`` are 1-based; 0 means the whole sheet or row.

    ``sheet`` is empty for text files; ``column`` is the template's name, ``header`` the sender's own.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    column_number: int = 0
    header: str = ""

    @property
    def column_letter(self) -> str:
        """The spreadsheet letter of the column.

        >>> Location("f.xlsx", "S", 3, "Active", 28).column_letter
        'AB'
        """
        return column_letters(self.column_number)


def column_letters(number: int) -> str:
    """The spreadsheet letters of a 1-based column; none for 0."""
    letters = ""
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or one normalisation, at one place.

    ``code`` is kebab-case and stable; ``value`` is the cell as typed; ``expected`` says what would be right;
    ``message`` says what was found; ``suggestion`` says what to do.
    """

    code: str
    severity: Severity
    location: Location
    value: str
    expected: str
    message: str
    suggestion: str

    @property
    def order(self) -> tuple[str, str, int, int, str, str]:
        """The total order of ``findings.csv``: file, sheet, row, column, code, value."""
        place = self.location
        return (place.file, place.sheet, place.row, place.column_number, self.code, self.value)


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding that does not know its place yet: what was found in one cell of a *distinct* set of cells.

    ``column`` is the template's name. An empty ``suggestion`` means the remedy of the code.
    """

    code: str
    column: str
    value: str
    expected: str
    message: str
    suggestion: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of its code."""
        return SEVERITY[self.code]

    def at(self, location: Location) -> Finding:
        """The finding at that place."""
        return Finding(
            self.code,
            self.severity,
            location,
            self.value,
            self.expected,
            self.message,
            self.suggestion or REMEDY[self.code],
        )


def lines_of(findings: Iterable[Finding]) -> list[str]:
    """Findings as lines, those that say the same of one column of a file on one, with all of their rows."""
    rows: dict[Finding, list[int]] = {}
    for one in findings:
        alike = replace(one, value="", location=replace(one.location, row=0))
        rows.setdefault(alike, []).append(one.location.row)
    return [line_of(one, _ranges(own)) for one, own in rows.items()]


def _ranges(rows: Iterable[int]) -> str:
    """
    >>> _ranges([2, 3, 4, 7]), _ranges([0])
    ('2-4, 7', '')
    """
    runs: list[list[int]] = []
    for row in sorted({*rows} - {0}):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(f"{run[0]}-{run[-1]}" if run[1:] else f"{run[0]}" for run in runs)


def line_of(finding: Finding, rows: str = "") -> str:
    """A finding on one line: ``file:row column [code]: message; expected ...``, with the sheet of a workbook.

    ``rows``: where it is of several.
    """
    place = finding.location
    sheet = f" '{place.sheet}'" if place.sheet else ""
    row = f":{rows or place.row}" if rows or place.row else ""
    column = f" {place.column}" if place.column else ""
    expected = f"; expected {finding.expected}" if finding.expected else ""
    return f"{place.file}{sheet}{row}{column} [{finding.code}]: {finding.message}{expected}"
