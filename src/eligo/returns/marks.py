"""What is written at a cell that has findings, and on the sheet that lists them: the words, whatever writes them.

What belongs here: colours, comments, the lines of the sheet ``Findings``. What does not: writing a workbook
(``returns.annotate`` for the sender's own, ``returns.findings_workbook`` for any other).

Invariants: the graver stands first; text that came from a sender is clipped where it is repeated in a comment, and
says so; nothing here is ever a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eligo.causes import SEVERITIES, Cause, cell_ranges
from eligo.findings import Finding, Severity

AUTHOR = "Eligo"
SHEET = "Findings"
SEVERITY_FILLS: Mapping[Severity, str] = {Severity.ERROR: "FFC7BE", Severity.WARNING: "FFE2A0", Severity.NOTE: "D3E5F5"}
"""The colour of a cell by its gravest finding; ink on each of them has a contrast of more than 10:1."""

SEVERITY_MEANINGS: Mapping[Severity, str] = {
    Severity.ERROR: "the row does not count until it is corrected",
    Severity.WARNING: "the row counts; please look at the cell",
    Severity.NOTE: "read as its usual form; nothing has to be done",
}

COLUMNS = (
    "No.",
    "Severity",
    "Sheet",
    "Cells",
    "Number of cells",
    "Your column",
    "Found",
    "Expected",
    "What is wrong",
    "What to do",
    "Follows from",
    "Code",
)
WIDTHS = (6, 10, 18, 26, 10, 26, 22, 34, 48, 48, 12, 26)
WRAPPED = (3, 7, 8, 9)

LONGEST_SHOWN = 200
LONGEST_CELL = 32_000
"""A little less than the 32,767 characters that a cell of a spreadsheet holds."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FoundAt:
    """One finding at its cell, and the cause it is part of."""

    finding: Finding
    cause: Cause


Marks = Mapping[int, Mapping[int, Sequence[FoundAt]]]
"""Row to column to what was found there, the gravest first; both 1-based, column 0 for the whole row."""


def marks_of(causes: Iterable[Cause], file: str, sheet: str) -> Marks:
    """What was found on one sheet; row 0 holds what was found of the whole sheet."""
    found: dict[int, dict[int, list[FoundAt]]] = {}
    for cause in causes:
        if (cause.place.file, cause.place.sheet) == (file, sheet):
            for finding in cause.findings:
                place = finding.location
                found.setdefault(place.row, {}).setdefault(place.column_number, []).append(FoundAt(finding, cause))
    return {row: {column: gravest_first(said) for column, said in cells.items()} for row, cells in found.items()}


def gravest_first(said: Iterable[FoundAt]) -> Sequence[FoundAt]:
    """What was found, the gravest first, then as their causes are listed."""
    return sorted(said, key=lambda one: (SEVERITIES.index(one.finding.severity), one.cause.number))


def worst(said: Iterable[FoundAt]) -> Severity:
    """The gravest severity among some findings."""
    return min((one.finding.severity for one in said), key=SEVERITIES.index)


def comment(said: Sequence[FoundAt]) -> str:
    """What is said at a cell: the code, what was found and expected, what to do, and where its cause is listed."""
    return "\n\n".join(map(_said, said))


def _said(one: FoundAt) -> str:
    finding, cause = one.finding, one.cause
    lines = [f"{finding.severity.value.capitalize()}: {finding.code}", shown(finding.message)]
    if finding.value:
        lines.append(f"Found: {shown(finding.value)}")
    if finding.expected:
        lines.append(f"Expected: {shown(finding.expected)}")
    lines.append(f"What to do: {shown(finding.suggestion)}")
    if cause.follows_from:
        lines.append(f"It follows from line {cause.follows_from}: {cause.why}")
    return "\n".join([*lines, f"Line {cause.number} of the sheet {SHEET}."])


def shown(text: str) -> str:
    """Text as it may stand in a comment: printable, and clipped where it is long, which it says.

    >>> shown("a" * 300)[-25:]
    '… (300 characters in all)'
    """
    text = printable(text)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}… ({len(text):,} characters in all)"


def printable(text: str) -> str:
    """Text without the characters that no workbook can hold; a mark stands in the place of each."""
    if len(text) <= LONGEST_CELL and text.isprintable():
        return text
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST_CELL]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet ``Findings``; ``at`` is (sheet, first range) for a link to the cells, if there are any."""

    severity: Severity
    cells: tuple[str | int, ...]
    at: tuple[str, str] | None


def lines(causes: Sequence[Cause]) -> Iterable[Line]:
    """One line a cause, as ``COLUMNS`` has it; cells that no cell of a spreadsheet could hold go on in a next line."""
    many_files = len({cause.place.file for cause in causes}) > 1
    for cause in causes:
        first, place = cause.first, cause.place
        title = place.sheet or place.file
        where = f"{place.file}, {place.sheet}" if many_files and place.sheet else title
        column = printable(place.header or place.column)
        if place.column and not place.column_number and place.row:
            column += " (not in your sheet)"
        ranges = cell_ranges(place.column_number, [one.location.row for one in cause.findings])
        for number, part in enumerate(_parts(ranges)):
            cells = (
                cause.number,
                first.severity.value if not number else f"{first.severity.value}, continued",
                where,
                ", ".join(part) or ("whole sheet" if place.sheet else "whole file"),
                len(cause.findings),
                column,
                shown(cause.value),
                shown(cause.expected),
                printable(cause.message),
                printable(first.suggestion),
                cause.follows_from or "",
                first.code,
            )
            at = (place.sheet or place.file, part[0]) if part else None
            yield Line(first.severity, cells, at)


def _parts(ranges: Sequence[str]) -> list[Sequence[str]]:
    parts: list[list[str]] = [[]]
    length = 0
    for text in ranges:
        if length + len(text) + 2 > LONGEST_CELL:
            parts.append([])
            length = 0
        parts[-1].append(text)
        length += len(text) + 2
    return list(parts)


def heading(causes: Sequence[Cause], title: str) -> tuple[str, str]:
    """The two lines above the list: what it is about, and how much there is."""
    cells = sum(len(cause.findings) for cause in causes)
    counted = [(one, sum(cause.first.severity is one for cause in causes)) for one in SEVERITIES]
    parts = ", ".join(f"{number:,} {one.value}{'' if number == 1 else 's'}" for one, number in counted if number)
    lines_said = f"{len(causes):,} line{'' if len(causes) == 1 else 's'}"
    cells_said = f"{cells:,} cell{'' if cells == 1 else 's'} or row{'' if cells == 1 else 's'}"
    return (
        f"{SHEET}: {printable(title)}",
        f"{lines_said} ({parts}) about {cells_said}." if causes else "Nothing found.",
    )
