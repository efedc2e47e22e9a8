"""Merged cells below a header: one cell that stands for several rows, or for several columns.

What belongs here: what the rows under a merged cell hold, and that the columns beside it hold nothing. What does not:
merged headers (``returns.header``).

Invariants: a count is never taken twice: under a merged count the other rows are blank; a row that holds nothing stays
blank; a value that is covered by another is never overwritten unseen, and never counted. Source: ``returns.md``,
"The mess".
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from eligo.catalogue import TypedCell
from eligo.findings import Finding, Issue, Location, column_letters
from eligo.returns.cells import COVERED, Rows
from eligo.returns.sorting import Table, Words, blank_codes

_FEWEST_SPANNED = 2


def without_merges(table: Table, counts: Collection[str]) -> tuple[Table, list[Finding]]:
    """The table with each merged cell's value in all rows that it spans, but for ``counts``; and a note for each."""
    names = {place: name for name, (place, _) in table.header.columns.items()}
    merges = list(_spanning(table, names.keys()))
    if not merges:
        return table, []
    rows = table.sheet.rows
    codes, found = array("I", rows.codes), []
    cells = list(rows.cells)
    filled = [any(rows.codes[start : start + rows.width]) for start in range(0, len(rows.codes), rows.width)]
    for top, left, bottom, right in merges:
        name = names.get(left, "")
        code = rows.codes[(top - 1) * rows.width + left]
        value = rows.cells[code].text
        for row in (row for row in range(top - 1, bottom) if filled[row]):
            for place in (place for place in range(left, right) if place in names and (row, place) != (top - 1, left)):
                at = row * rows.width + place
                covered = rows.cells[rows.codes[at]]
                if covered.text.strip() and covered.text != value:
                    codes[at] = len(cells)
                    cells.append(TypedCell(covered.text, COVERED))
                elif place == left and name not in counts:
                    codes[at] = code
        if name and bottom > top:
            read = "its count is that of this row alone" if name in counts else f"'{value}' is read in each of them"
            message = f"The cell is merged with those down to row {bottom}; {read}."
            issue = Issue("cells-merged", name, value, "one value in each row", message)
            found.append(issue.at(table.location(top, name)))
    sheet = replace(table.sheet, rows=Rows(cells, codes, rows.width))
    return replace(table, sheet=sheet), found


def merged_across(table: Table, body: Sequence[int], words: Words) -> Iterator[Finding]:
    """A warning for each row to check in which a cell that says something is merged over several columns of the
    template: it is read under the first of them, and the others are blank.
    """
    names = {place: name for name, (place, _) in table.header.columns.items()}
    rows, wanted = table.sheet.rows, frozenset(body) if table.sheet.merges else ()
    blanks = blank_codes(rows, words) if wanted else ()
    for top, left, bottom, right in table.sheet.merges:
        spanned = [names[place] for place in range(left - 1, min(right, rows.width)) if place in names]
        if len(spanned) < _FEWEST_SPANNED:
            continue
        for row in range(top, min(bottom, len(rows)) + 1):
            code = rows.codes[(row - 1) * rows.width + left - 1]
            if row in wanted and code not in blanks:
                name, value = names.get(left - 1, ""), rows.cells[code].text
                shown = table.header.columns[name][1] if name else table.header.others.get(left - 1, "")
                message = f"The cell is merged with those up to column {column_letters(right)}; "
                message += f"'{value}' is read under '{shown}' alone." if name else f"'{value}' is not read."
                place = Location(table.file, table.sheet.name, row, name, left, shown)
                yield Issue("cells-merged-across", name, value, "one value in each cell", message).at(place)


def _spanning(table: Table, places: Collection[int]) -> Iterator[tuple[int, int, int, int]]:
    """(first row, 0-based column, last row, column after the last) of each merge below the header that holds a value
    and spans further cells under columns of the template.
    """
    rows = table.sheet.rows
    for top, left, bottom, right in sorted(table.sheet.merges):
        first, last, end = left - 1, min(bottom, len(rows)), min(right, rows.width)
        spans = (last > top and first in places) or any(place in places for place in range(first + 1, end))
        if top > table.header.row and spans and first < rows.width and rows.codes[(top - 1) * rows.width + first]:
            yield top, first, last, end
