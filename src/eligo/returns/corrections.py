"""An analyst's correction of a returned cell, as data: dated, with a reason, and for that one cell of that one file.

What belongs here: the correction, and carrying it out on the cells before they are checked. What does not: where
corrections are kept (``workflows``), and what a corrected cell means (``returns.checks``).

Invariants: the sender's file is never changed; a correction is carried out where the cell holds what the analyst saw
(``was``), else refused, so that a corrected return from the sender is never overwritten; every one carried out leaves
a note at its place, with the value as typed. Source: ``returns.md``, "Semantics" 1-3.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eligo.catalogue import TypedCell, clean
from eligo.errors import VersionConflict
from eligo.findings import Finding, Location, Severity
from eligo.returns.cells import BLANK, Rows, Sheet

CODE = "cell-corrected"
"""The code of the note that a correction leaves."""

Columns = Mapping[str, tuple[int, str]]
"""Template column to its place (0-based) and the sender's own header, as ``Return.columns`` has them."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected cell. ``file`` is the name of the sender's file, or its SHA-256 in hexadecimal.

    ``row`` is 1-based as the sender sees it; ``column`` the template's name; ``was`` the cell as typed (a number or a
    day as ``TypedCell`` writes it), ``becomes`` what is read in its place, blank for a blank cell.
    """

    file: str
    sheet: str
    row: int
    column: str
    was: str
    becomes: str
    reason: str
    author: str
    corrected: date


def corrections_of(name: str, content: bytes, corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Those of one file, by its own name or by the hash of its bytes."""
    if not corrections:
        return ()
    own = (name, hashlib.sha256(content).hexdigest())
    return tuple(one for one in corrections if one.file in own)


def correct(
    file_name: str, sheet: Sheet, columns: Columns, corrections: Iterable[Correction]
) -> tuple[Sheet, tuple[Finding, ...]]:
    """The sheet with the corrections of a file carried out that are of its name, and a note at each place.

    Raises ``VersionConflict``, with every refusal in ``details``: a cell that does not hold what was corrected, one
    that is not there, two corrections of one cell.
    """
    own = sorted((one for one in corrections if one.sheet == sheet.name), key=lambda one: (one.row, one.column))
    if not own:
        return sheet, ()
    twice = {
        one for one, other in zip(own[1:], own, strict=False) if (one.row, one.column) == (other.row, other.column)
    }
    refused = [text for one in own if (text := _refusal(one, sheet, columns, twice))]
    if refused:
        raise VersionConflict(
            f"{file_name} cannot be corrected as decided: {len(refused)} of {len(own)} corrections do not fit it",
            hint="Look at the cells named; withdraw the correction, or decide it anew from what the cell holds now.",
            details=[f"{file_name}{f', sheet {sheet.name}' if sheet.name else ''}, {text}" for text in refused],
        )
    return replace(sheet, rows=_with(sheet.rows, own, columns)), tuple(_note(file_name, one, columns) for one in own)


def _refusal(one: Correction, sheet: Sheet, columns: Columns, twice: Collection[Correction]) -> str:
    place = f"row {one.row}, {one.column}"
    if one in twice:
        return f"{place}: two corrections of one cell"
    if one.column not in columns:
        return f"{place}: the sheet has no such column"
    if not 1 <= one.row <= len(sheet.rows):
        return f"{place}: the sheet has {len(sheet.rows)} rows"
    held = _cell(sheet.rows[one.row - 1], columns[one.column][0]).text
    if held != one.was:
        return f"{place}: found '{held}', expected '{one.was}', which was corrected to '{one.becomes}'"
    return ""


def _cell(row: Sequence[TypedCell], place: int) -> TypedCell:
    return row[place] if place < len(row) else BLANK


def _with(rows: Rows, corrections: Iterable[Correction], columns: Columns) -> Rows:
    cells, codes = list(rows.cells), array("I", rows.codes)
    for one in corrections:
        place = (one.row - 1) * rows.width + columns[one.column][0]
        codes[place] = len(cells) if clean(one.becomes) else 0
        cells.append(TypedCell(one.becomes))
    return Rows(cells, codes, rows.width)


def _note(file_name: str, one: Correction, columns: Columns) -> Finding:
    place, header = columns[one.column]
    shown = f"'{one.becomes}'" if clean(one.becomes) else "a blank cell"
    return Finding(
        CODE,
        Severity.NOTE,
        Location(file_name, one.sheet, one.row, one.column, place + 1, header),
        one.was,
        one.becomes,
        f"Read as {shown}, as {one.author} decided on {one.corrected}: {one.reason}",
        "Nothing, if that is right; otherwise send a corrected return.",
    )
