"""An analyst's correction of a returned cell, as data: dated, with a reason, and for that one cell of that one file.

What belongs here: the correction, and carrying it out on the cells before they are checked. What does not: where
corrections are kept (``workflows``), and what a corrected cell means (``returns.checks``).

Invariants: the sender's file is never changed; a correction is carried out where the cell holds what the analyst saw
(``was``), left where it holds what it became, and else refused; one that was decided for the bytes of one file
(``sha256``) rests in any other of that name, so that a return from the sender is never overwritten. Every one leaves a
note at its place, with the value as typed. Source: ``returns.md``, "Semantics" 1-3.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eligo.catalogue import TypedCell, clean
from eligo.errors import VersionConflict
from eligo.findings import Finding, Issue, Location, Severity
from eligo.formula_safe import unguarded
from eligo.returns.cells import BLANK, Rows, Sheet

CODE = "cell-corrected"
"""The code of the note that a correction leaves."""

Columns = Mapping[str, tuple[int, str]]
"""Template column to its place (0-based) and the sender's own header, as ``Return.columns`` has them."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected cell. ``file`` is the name of the sender's file; ``sha256`` that of its bytes in hexadecimal, empty
    where it is for any file of that name.

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
    sha256: str = ""

    @property
    def cell(self) -> tuple[str, str, int, str]:
        """(file, sheet, row, column): which cell it is."""
        return self.file, self.sheet, self.row, self.column


@dataclass(frozen=True, slots=True)
class OfFile:
    """The corrections of files of one name: those of this one, and those of another, which rest here."""

    due: tuple[Correction, ...] = ()
    resting: tuple[Correction, ...] = ()


def corrections_of(name: str, content: bytes, corrections: Sequence[Correction]) -> OfFile:
    """Those of one file, by its name and, where they state it, the hash of its bytes."""
    named = [one for one in corrections if one.file == name]
    if not named:
        return OfFile()
    digest = hashlib.sha256(content).hexdigest()
    due = tuple(one for one in named if one.sha256 in ("", digest))
    return OfFile(due, tuple(one for one in named if one not in due))


def correct(
    file_name: str, sheet: Sheet, header_row: int, columns: Columns, corrections: OfFile
) -> tuple[Sheet, tuple[Finding, ...]]:
    """The sheet with the corrections of its file carried out, and a note at each place.

    A cell that holds already what it was corrected to is left: its sender has mended it. Raises ``VersionConflict``,
    with every refusal in ``details``: a cell that holds anything else than what was corrected, one that is not there,
    not below the header (1-based ``header_row``) or on another sheet, two corrections of one cell.
    """
    own = sorted(corrections.due, key=lambda one: (one.row, one.column))
    resting = tuple(_resting(file_name, one, columns) for one in corrections.resting)
    if not own:
        return sheet, resting
    twice = {
        one for one, other in zip(own[1:], own, strict=False) if (one.row, one.column) == (other.row, other.column)
    }
    refused = [text for one in own if (text := _refusal(one, sheet, header_row, columns, twice))]
    if refused:
        raise VersionConflict(
            f"{file_name} cannot be corrected as decided: {len(refused)} of {len(own)} corrections do not fit it",
            hint="Look at the cells named; withdraw the correction, or decide it anew from what the cell holds now.",
            details=[f"{file_name}{f', sheet {sheet.name}' if sheet.name else ''}, {text}" for text in refused],
        )
    standing = [one for one in own if not _is_mended(one, sheet, columns)]
    notes = tuple((_note if one in standing else _spent)(file_name, one, columns) for one in own)
    return replace(sheet, rows=_with(sheet.rows, standing, columns)), (*notes, *resting)


def _refusal(one: Correction, sheet: Sheet, header_row: int, columns: Columns, twice: Collection[Correction]) -> str:
    place = f"row {one.row}, {one.column}"
    if one.sheet != sheet.name:
        where = f"sheet {one.sheet}" if one.sheet else "no sheet"
        return f"{place}: the correction names {where}, and cells are corrected here alone"
    if one in twice:
        return f"{place}: two corrections of one cell"
    if one.column not in columns:
        return f"{place}: the sheet has no such column"
    if one.row <= header_row:
        return f"{place}: the header stands in row {header_row}, and cells are corrected below it alone"
    if one.row > len(sheet.rows):
        return f"{place}: the sheet has {len(sheet.rows)} rows"
    if one.row in sheet.lines.torn:
        return f"{place}: the row cannot be read, so that it has no cells to correct"
    held = _held(one, sheet, columns)
    if unguarded(held) not in (one.was, one.becomes):  # as the table was read, in which the mark may stand
        return f"{place}: found '{held}', expected '{one.was}', which was corrected to '{one.becomes}'"
    return ""


def _is_mended(one: Correction, sheet: Sheet, columns: Columns) -> bool:
    return unguarded(_held(one, sheet, columns)) == one.becomes


def _held(one: Correction, sheet: Sheet, columns: Columns) -> str:
    """What the cell holds as it was sent."""
    return _cell(sheet.rows[one.row - 1], columns[one.column][0]).text


def _cell(row: Sequence[TypedCell], place: int) -> TypedCell:
    return row[place] if place < len(row) else BLANK


def _with(rows: Rows, corrections: Iterable[Correction], columns: Columns) -> Rows:
    cells, codes = list(rows.cells), array("I", rows.codes)
    for one in corrections:
        place = (one.row - 1) * rows.width + columns[one.column][0]
        codes[place] = len(cells) if clean(one.becomes) else 0
        cells.append(TypedCell(one.becomes))
    return Rows(cells, codes, rows.width)


def _spent(file_name: str, one: Correction, columns: Columns) -> Finding:
    place, header = columns[one.column]
    message = f"The cell holds what {one.author} corrected it to on {one.corrected}: the correction changes nothing."
    where = Location(file_name, one.sheet, one.row, one.column, place + 1, header)
    return Issue("correction-spent", one.column, one.becomes, "", message).at(where)


def _resting(file_name: str, one: Correction, columns: Columns) -> Finding:
    place, header = columns.get(one.column, (-1, ""))
    message = (
        f"{one.author} corrected this cell on {one.corrected} in another file of this name: this one counts as sent."
    )
    where = Location(file_name, one.sheet, one.row, one.column, place + 1, header)
    return Issue("correction-spent", one.column, one.becomes, "", message).at(where)


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
