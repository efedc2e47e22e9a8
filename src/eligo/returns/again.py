"""Headers below the header: the columns named again, as where two tables were put below each other.

What belongs here: telling such a row, and whether the rows below it can be read as those above. What does not: finding
the header (``returns.header``).

Invariant: no row is read from columns that a header nearer to it calls otherwise. Source: ``returns.md``, "Semantics".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from eligo.catalogue import fold
from eligo.errors import WrongTemplate
from eligo.findings import column_letters
from eligo.returns.cells import Rows
from eligo.returns.header import Header, named_columns

_LOOKED_AT = 3
"""In so many of the columns that are required a header is looked for: no row but one has a header's words there."""

Moved = tuple[int, str, str]
"""The 0-based place of a column, and its template column in either header; empty where it is none."""


def moved_columns(header: Header, found: Mapping[int, str], required: Collection[str]) -> list[Moved] | None:
    """The columns that a row calls otherwise than the header; ``None`` where it is no header.

    ``found`` are the template columns that its cells name, by place, empty for any other text. A header names half of
    the columns that are ``required`` at least.
    """
    if 2 * len({*required}.intersection(found.values())) < len(required):
        return None
    first = {place: name for name, (place, _) in header.columns.items()}
    return [(place, first.get(place, ""), name) for place, name in found.items() if name != first.get(place, "")]


def refuse_moved(place: str, row: int, header: Header, moved: Sequence[Moved]) -> None:
    """Raise ``WrongTemplate`` where a header in a row calls some columns otherwise than the first."""
    if moved:
        raise WrongTemplate(
            f"{place} has a second header in row {row:,}, and {len(moved)} of its columns are not those of the first",
            hint="Put the rows below it under the columns of the first header, and delete the second.",
            details=[
                f"{place}: column {column_letters(at + 1)} is {_said(before)} in row {header.row:,}, and {_said(after)}"
                f" in row {row:,}"
                for at, before, after in moved
            ],
        )


def _said(name: str) -> str:
    return f"'{name}'" if name else "none of the template"


def headers_below(
    rows: Rows, header: Header, forms: Mapping[str, str], required: Sequence[str], place: str
) -> frozenset[int]:
    """The 1-based rows below the header that name its columns again, in whatever words.

    Raises ``WrongTemplate`` where one names them in another order: the rows below it belong to other columns.
    """
    places = [header.columns[name][0] for name in required[:_LOOKED_AT] if name in header.columns]
    again = set()
    for row in _candidates(rows, header.row, places, lambda text: fold(text) in forms):
        found = named_columns(rows[row - 1], rows[row - 2], forms)
        moved = moved_columns(header, found, required)
        if moved is not None:
            refuse_moved(place, row, header, moved)
            again.add(row)
    return frozenset(again)


def _candidates(rows: Rows, above: int, places: Sequence[int], named: Callable[[str], bool]) -> Iterator[int]:
    """The rows with a header's word at one of some places."""
    found: set[int] = set()
    for place in places:
        column = rows.column(place)[above:]
        words = {code for code in {*column} if code and named(rows.cells[code].text)}
        if words:
            found |= {above + index for index, code in enumerate(column, start=1) if code in words}
    yield from sorted(found)
