"""Bare rows: those that say nothing of what is installed, and count or remark something all the same.

What belongs here: telling totals by their sums where no word tells them, and saying of any other such row that it is
one. What does not: rows that a word tells (``returns.sorting``).

Invariant: a row is taken for totals only where its counts are, each and exactly, the sums of two rows or more above it,
and it says nothing else under the template's columns. Source: ``returns.md``, "Semantics" 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from eligo.findings import Finding, Issue, Location
from eligo.returns.checks import whole_number
from eligo.returns.sorting import Table, Words, blank_codes

BARE = "row-without-combination"
"""The code of what is said of a bare row that is refused."""

_FEWEST_ROWS = 2
"""Rows that a sum adds up: a row that has the counts of one other may be one of the table."""


@dataclass(slots=True)
class _Sums:
    """The sums of some rows, column by column; ``None`` where a cell states no whole number."""

    first: int = 0
    last: int = 0
    rows: int = 0
    columns: list[int | None] = field(default_factory=list)

    def add(self, row: int, numbers: Sequence[int | None]) -> None:
        if not self.rows:
            self.first, self.columns = row, [0] * len(numbers)
        self.last, self.rows = row, self.rows + 1
        self.columns = [
            None if total is None or number is None else total + number
            for total, number in zip(self.columns, numbers, strict=True)
        ]

    def are(self, numbers: Sequence[int | None]) -> bool:
        """Whether the numbers are these sums, and prove it."""
        return self.rows >= _FEWEST_ROWS and any(self.columns) and list(numbers) == self.columns


def sum_rows(
    table: Table, rows: Sequence[int], totals: Collection[int], counts: Sequence[str], words: Words
) -> Iterator[Finding]:
    """A note for every row that states, in the columns of ``counts`` and in no other, the sums of the rows above since
    the last such row, or of all of them. ``rows`` are those of the table (1-based, ascending), ``totals`` those that a
    word has told already.
    """
    places = {name: place for name, (place, _) in table.header.columns.items()}
    counted = [places[name] for name in counts if name in places]
    others = [place for name, place in places.items() if name not in counts]
    cells, blanks = table.sheet.rows.cells, blank_codes(table.sheet.rows, words)
    columns = [table.sheet.rows.column(place) for place in counted]
    if not _may_be_one(table, rows, others, blanks):
        return
    numbers = {code: 0 if code in blanks else whole_number(cells[code]) for column in columns for code in {*column}}
    since, whole = _Sums(), _Sums()
    for row in sorted({*rows, *totals}):
        if row in totals:
            since = _Sums()
            continue
        codes = [column[row - 1] for column in columns]
        stated = [numbers[code] for code in codes]
        is_bare = blanks.issuperset(_codes(table, row, others))
        proof = next((one for one in (since, whole) if one.are(stated)), None) if is_bare else None
        if proof is None:
            since.add(row, stated)
            whole.add(row, stated)
            continue
        since = _Sums()
        message = f"The row says nothing but the sums of rows {proof.first:,} to {proof.last:,}: it states totals."
        value = next(cells[code].text for code in codes if code not in blanks)
        yield Issue("totals-row-ignored", "", value, "", message).at(Location(table.file, table.sheet.name, row))


def _may_be_one(table: Table, rows: Sequence[int], others: Sequence[int], blanks: frozenset[int]) -> bool:
    """Whether some row says nothing under the columns that are no counts: a quick look, before any sum is made."""
    if not others:
        return False
    first = table.sheet.rows.column(others[0])
    return any(first[row - 1] in blanks and blanks.issuperset(_codes(table, row, others)) for row in rows)


def _codes(table: Table, row: int, places: Sequence[int]) -> list[int]:
    codes = table.sheet.rows.row(row)
    return [codes[place] if place < len(codes) else 0 for place in places]


def is_bare(others: Sequence[str], devices: Sequence[str], counts: Sequence[str]) -> bool:
    """Whether a row describes no device, and says nothing of what it counts or counts nothing. Each is the texts under
    some columns, blank where they hold nothing: of counts, of devices, and of what else the template asks for.
    """
    return not any(devices) and not (any(others) and any(counts))


def bare(others: Sequence[str], counts: Sequence[str]) -> Issue:
    """What is said of a bare row that is refused."""
    if any(counts):
        message = (
            "The row counts and does not say what: it states totals that are not the sums of the rows above, or the "
            "rest of it is missing."
        )
    else:
        message = "The row describes no device and counts nothing: it is a remark, or most of it is missing."
    first = next((text for text in (*others, *counts) if text), "")
    return Issue(BARE, "", first, "a combination and its counts", message)
