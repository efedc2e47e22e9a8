"""Bare rows: those that say hardly anything of what is installed, and count or remark something all the same.

What belongs here: telling totals by their sums where no word tells them, and saying of any other such row that it is
one. What does not: rows that a word tells (``returns.sorting``).

Invariant: a row is taken for totals only where its counts are, each and exactly, the sums of two rows or more above it,
and no other of its cells, in whatever column, says anything. Source: ``returns.md``, "Semantics" 1.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge

from eligo.findings import Finding, Issue, Location
from eligo.returns.astray import BARE
from eligo.returns.checks import whole_number
from eligo.returns.sorting import Table, Words, blank_codes

_FEWEST_ROWS = 2
"""Rows that a sum adds up: a row that has the counts of one other may be one of the table."""

_OF_A_PART = 2
"""Cells besides its counts that totals of a part have at most: of a supplier, of an operator, of both."""

_ONCE = " without those that repeat another"


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


@dataclass(slots=True)
class _Above:
    """The sums of the rows above one: since the last totals, and of all; each with the rows that repeat another, and
    without them.
    """

    since: _Sums = field(default_factory=_Sums)
    whole: _Sums = field(default_factory=_Sums)
    since_once: _Sums = field(default_factory=_Sums)
    whole_once: _Sums = field(default_factory=_Sums)

    def begin(self) -> None:
        """Begin anew below a row of totals."""
        self.since, self.since_once = _Sums(), _Sums()

    def add(self, row: int, numbers: Sequence[int | None], *, again: bool) -> None:
        for sums in (self.since, self.whole) if again else (self.since, self.whole, self.since_once, self.whole_once):
            sums.add(row, numbers)

    def proof(self, numbers: Sequence[int | None]) -> str:
        """The rows of which the numbers are the sums; empty where they are of none."""
        for sums, but in ((self.since, ""), (self.whole, ""), (self.since_once, _ONCE), (self.whole_once, _ONCE)):
            if sums.are(numbers):
                return f"rows {sums.first:,} to {sums.last:,}{but}"
        return ""


def sum_rows(
    table: Table,
    body: Sequence[int],
    repeats: Sequence[int],
    totals: Collection[int],
    counts: Sequence[str],
    words: Words,
) -> Iterator[Finding]:
    """A note for every row that states, in the columns of ``counts`` and in no other, the sums of the rows above since
    the last such row, or of all of them, with or without those that repeat another. ``body`` are the rows to check and
    ``repeats`` the others of the table (1-based), ``totals`` those that a word has told already.
    """
    rows, again = array("I", merge(body, repeats)), {*repeats}
    places = {name: place for name, (place, _) in table.header.columns.items()}
    counted = [places[name] for name in counts if name in places]
    others = [place for name, place in places.items() if name not in counts]
    others += [place for place in range(table.sheet.rows.width) if place not in {*others, *counted}]
    cells, blanks = table.sheet.rows.cells, blank_codes(table.sheet.rows, words)
    columns = [table.sheet.rows.column(place) for place in counted]
    if not _may_be_one(table, rows, others, blanks):
        return
    numbers = {code: 0 if code in blanks else whole_number(cells[code]) for column in columns for code in {*column}}
    sums = _Above()
    for row in merge(rows, sorted(totals)):
        if row in totals:
            sums.begin()
            continue
        codes = [column[row - 1] for column in columns]
        stated = [numbers[code] for code in codes]
        is_bare = blanks.issuperset(_codes(table, row, others))
        proof = sums.proof(stated) if is_bare else ""
        if not proof:
            sums.add(row, stated, again=row in again)
            continue
        sums.begin()
        message = f"The row says nothing but the sums of {proof}: it states totals."
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
    """Whether a row describes no device, and says hardly anything of what it counts or counts nothing. Each is the
    texts under some columns, blank where they hold nothing: of counts, of devices, and of what else is asked for.
    """
    return not any(devices) and not (any(counts) and sum(map(bool, others)) > _OF_A_PART)


def bare(others: Sequence[str], counts: Sequence[str], *, beside: bool = False, unread: bool = False) -> Issue:
    """What is said of a bare row that is refused. ``beside``: it says more in columns that the template does not have;
    ``unread``: some count above it cannot be read.
    """
    if any(counts) and any(others):
        message = "The row counts and describes no device: it states totals of a part, or most of it is missing."
    elif any(counts) and beside:
        message = "The row counts and does not say what under any column of the template: the rest of it is missing."
    elif any(counts) and unread:
        message = (
            "The row counts and does not say what: the rest of it is missing, or it states totals, which cannot be "
            "told since a row above could not be read."
        )
    elif any(counts):
        message = (
            "The row counts and does not say what: it states totals that are not the sums of the rows above, or the "
            "rest of it is missing."
        )
    else:
        message = "The row describes no device and counts nothing: it is a remark, or most of it is missing."
    first = next((text for text in (*others, *counts) if text), "")
    return Issue(BARE, "", first, "a combination and its counts", message)
