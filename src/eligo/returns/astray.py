"""Rows of the table that stand in one cell, or beside the table: no remarks, though they look like them.

What belongs here: telling such a row. What does not: remarks and totals (``returns.sorting``), and rows that begin
under the header and go on beyond it (``returns.loose``).

Invariant: a row that is told here is quarantined, and none of its cells is trusted. Source: ``returns.md``,
"Semantics" 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from eligo.findings import Issue
from eligo.returns.cells import Rows
from eligo.returns.forms.text import NAMED_DELIMITERS
from eligo.returns.header import Header, named_places

BARE = "row-without-combination"
"""The code of what is said of a row that holds no combination."""

ASTRAY = "row-astray"
"""The code of what is said of a row whose values do not stand under their headers."""

FEWEST_CELLS = 5
"""Cells that a row of the table has at least: fewer may be a remark with commas, or remarks beside each other."""


def astray(cells: Sequence[str], named: Collection[int], template: Collection[int]) -> Issue | None:
    """What is said of a row that stands in one cell or beside the table, if it does. ``named`` are the 0-based places
    that have a header, ``template`` those of the template's columns.
    """
    filled = [place for place, text in enumerate(cells) if text.strip()]
    if not filled:
        return None
    own = [place for place in filled if place in template]
    first, message = cells[(own or filled)[0]].strip(), ""
    if len(filled) == 1 or (own and 2 * len(own) < len(template)):
        parts, delimiter = max((_parts(first, one), one) for one in NAMED_DELIMITERS)
        if _is_packed(parts, len(named)):
            shown = f"{parts:,} values parted by {NAMED_DELIMITERS[delimiter]}"
            where = f"in {len(own)} cells, the first of {shown}" if len(own) > 1 else f"in a single cell: {shown}"
            message = f"The row looks like one of the table {where}."
    elif not own:
        beside = sum(place not in named for place in filled)
        if beside >= FEWEST_CELLS:
            message = f"The row looks like one of the table beside it: {beside:,} cells have no header above."
    return Issue(ASTRAY, "", first, "each value under its header", message) if message else None


def _parts(text: str, delimiter: str) -> int:
    """How many values a text holds, parted by a delimiter."""
    return sum(bool(part.strip()) for part in text.split(delimiter))


def is_row_in_one(text: str) -> bool:
    """Whether a text may be a row of any table: it has several values parted by a sign that parts cells."""
    return any(_parts(text, sign) >= FEWEST_CELLS for sign in NAMED_DELIMITERS)


def _is_packed(parts: int, named: int) -> bool:
    """Whether so many values may be a row of a table with so many columns."""
    return parts >= FEWEST_CELLS and 2 * parts >= named


def astray_rows(rows: Rows, header: Header, body: Sequence[int]) -> Iterator[tuple[int, Issue]]:
    """Such rows of a sheet, by their index in the body (1-based numbers of rows)."""
    named, template = named_places(header), {place for place, _ in header.columns.values()}
    places = sorted(place for place in template if place < rows.width)
    packed = {
        code
        for code, cell in enumerate(rows.cells)
        if any(_is_packed(1 + cell.text.count(sign), len(named)) for sign in NAMED_DELIMITERS)
    }
    first, last = rows.column(places[0]), rows.column(places[-1])
    for index, number in enumerate(body):
        if first[number - 1] and last[number - 1] and first[number - 1] not in packed:
            continue
        codes = rows.row(number)
        own = next((codes[place] for place in places if codes[place]), 0)
        if not own or own in packed or codes.count(0) == len(codes) - 1:
            issue = astray([rows.cells[code].text for code in codes], named, template)
            if issue is not None:
                yield index, issue
