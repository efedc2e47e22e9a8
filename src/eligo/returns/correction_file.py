"""Reading a table of corrections (``corrections.csv``), and refusing one with mistakes, all of them at once.

What belongs here: the file's columns and cells. What does not: carrying corrections out (``corrections``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from eligo.catalogue import clean
from eligo.csv_text import csv_rows
from eligo.errors import BadDecisions
from eligo.formula_safe import unguarded
from eligo.returns.corrections import Correction

CORRECTION_COLUMNS = ("file", "sheet", "row", "column", "was", "becomes", "reason", "author", "date")
"""The columns of the file, in any order. ``sheet`` is blank for text files, ``was`` and ``becomes`` for blank cells."""

FILE_HASH = "sha256"
"""One more column, which may be left out or blank: the SHA-256 of the file that is meant, in hexadecimal."""

_HASH = re.compile(r"[0-9a-f]{64}")

_MAY_BE_BLANK = ("sheet", "was", "becomes")


def read_corrections(name: str, content: bytes) -> tuple[Correction, ...]:
    """The corrections in a UTF-8 CSV file. Raises ``BadDecisions`` with every mistake in ``details``, by its line."""
    found, mistakes = corrections_and_mistakes(name, content)
    if mistakes:
        count = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}"
        hint = "Mend the lines named and try again; nothing of the file has been taken over."
        raise BadDecisions(f"{name} has {count}", hint=hint, details=mistakes)
    return found


def corrections_and_mistakes(
    name: str, content: bytes, today: date | None = None
) -> tuple[tuple[Correction, ...], list[str]]:
    """The corrections in the lines of a file that have no mistake, and what is wrong with the others.

    None may be of a day after ``today``, where that is given. Raises ``BadDecisions`` for a file that is no such table.
    """
    try:
        lines = [(line, [unguarded(cell) for cell in row]) for line, row in csv_rows(name, content)]
    except ValueError as error:
        raise BadDecisions(str(error), hint="Save the corrections as CSV UTF-8 and try again.") from None
    header = [clean(cell).casefold() for cell in lines[0][1]] if lines else []
    if sorted({*header, FILE_HASH}) != sorted((*CORRECTION_COLUMNS, FILE_HASH)) or len(set(header)) < len(header):
        raise BadDecisions(
            f"{name}:1 has not the columns of corrections",
            hint=f"A table of corrections has the columns {', '.join(CORRECTION_COLUMNS)}, and may have {FILE_HASH}.",
        )
    found: list[Correction] = []
    first: dict[object, int] = {}
    mistakes: list[str] = []
    for line, row in lines[1:]:
        if any(clean(cell) for cell in row):
            cells = {FILE_HASH: ""} | {column: row[i] if i < len(row) else "" for i, column in enumerate(header)}
            wrong = [f"{name}:{line} {text}" for text in _mistakes(cells, len(row), len(header), today)]
            mistakes += wrong
            if not wrong:
                one = _correction(cells)
                found.append(one)
                earlier = first.setdefault((*one.cell, one.sha256), line)
                if earlier != line:
                    mistakes.append(f"{name}:{line} corrects the cell of line {earlier} once more")
    return tuple(found), mistakes


def _mistakes(cells: Mapping[str, str], cells_there: int, columns: int, today: date | None) -> Iterator[str]:
    if cells_there > columns:
        yield f"has {cells_there} cells, and there are {columns} columns"
    for column in CORRECTION_COLUMNS:
        if column not in _MAY_BE_BLANK and not clean(cells[column]):
            yield f"{column}: the cell is empty"
    if clean(cells["row"]) and _row(cells["row"]) is None:
        yield f"row: found '{cells['row']}', expected the number of a row, such as 12"
    day = _day(cells["date"])
    if clean(cells["date"]) and day is None:
        yield f"date: found '{cells['date']}', expected a day such as 2019-08-31"
    if day and today and (day - today).days > 1:  # it is tomorrow already somewhere
        yield f"date: found {day}, and that day is still to come; expected {today} or earlier"
    if clean(cells[FILE_HASH]) and not _HASH.fullmatch(clean(cells[FILE_HASH]).lower()):
        yield f"{FILE_HASH}: found '{cells[FILE_HASH]}', expected the 64 hexadecimal digits of the file's SHA-256"
    if cells["was"] == cells["becomes"]:
        yield f"becomes: found '{cells['becomes']}', which is what the cell was"


def _row(text: str) -> int | None:
    plain = clean(text)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 and int(plain) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(clean(text))
    except ValueError:
        return None


def _correction(cells: Mapping[str, str]) -> Correction:
    row, day = _row(cells["row"]), _day(cells["date"])
    if row is None or day is None:
        raise AssertionError("a correction is made of cells without mistakes")
    return Correction(
        clean(cells["file"]),
        cells["sheet"],
        row,
        clean(cells["column"]),
        cells["was"],
        cells["becomes"],
        clean(cells["reason"]),
        clean(cells["author"]),
        day,
        clean(cells[FILE_HASH]).lower(),
    )
