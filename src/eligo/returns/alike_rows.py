"""Rows that say the same under every column of the template, and differ in the sender's own alone: mostly one that was
pasted twice beneath its own number.

What belongs here: finding them. What does not: rows that repeat another in every cell, and are ignored
(``returns.sorting``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from eligo.findings import Issue
from eligo.returns.sorting import Table, repeats

_NOTHING = ("", "0")


def alike_rows(
    table: Table, body: Sequence[int], counts: Collection[str], refused: Collection[int]
) -> Iterator[tuple[int, Issue]]:
    """(index of the row, a warning) for each row that counts what an earlier one does; of those ``refused`` nothing."""
    rows, columns = table.sheet.rows, table.header.columns
    places = [place for place, _ in columns.values() if place < rows.width]
    if not table.header.others or not places:
        return
    found = repeats(rows, body, places)
    counting = [columns[name][0] for name in counts if name in columns and columns[name][0] < rows.width]
    for index, number in enumerate(body) if found else ():
        codes = rows.row(number)
        counted = any(rows.cells[codes[place]].text.strip() not in _NOTHING for place in counting)
        if number in found and counted and index not in refused:
            message = f"The row says what row {found[number]} does, but for columns that the template does not have."
            value = next(rows.cells[code].text.strip() for code in codes if code)
            yield index, Issue("row-alike", "", value, "", message)
