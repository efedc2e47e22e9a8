"""Headers below the header: the columns named again, as where two tables were put below each other.

What belongs here: telling such a row, and whether the rows below it can be read as those above. What does not: finding
the header (``returns.header``).

Invariant: no row is read from columns that a header nearer to it calls otherwise. Source: ``returns.md``, "Semantics".
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from eligo.catalogue import TypedCell, clean, fold
from eligo.errors import WrongTemplate
from eligo.findings import column_letters
from eligo.returns.cells import BLANK, Rows
from eligo.returns.header import LEAST_OF_HEADER, Header, bare, named_columns, named_places, top_of
from eligo.returns.qualified import groups_other

_SHORTEST_WORD = 2

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


class HeaderWords:
    """What stands in headers: names of columns, of devices above, and of fields below these; each in whatever words.

    >>> words = HeaderWords({"esmemodel": "ESME Model"})
    >>> [words.has(text) for text in ("ESME model", "ESME", "Model", "E470")]
    [True, True, True, False]
    """

    def __init__(self, forms: Mapping[str, str]) -> None:
        self._parts = {*forms}
        for form in forms:
            for cut in range(_SHORTEST_WORD, len(form) - _SHORTEST_WORD + 1):
                self._parts |= {form[:cut], form[cut:]}

    def has(self, text: str) -> bool:
        """Whether a text may be one: not every part of a name is, so that it takes several to make a header."""
        return self.holds(fold(text))

    def holds(self, folded: str) -> bool:
        """The same of a folded text."""
        return folded in self._parts


def header_again(
    header: Header,
    around: tuple[Sequence[TypedCell], Sequence[TypedCell], Sequence[TypedCell]],
    forms: Mapping[str, str],
    required: Collection[str],
) -> tuple[int, list[Moved]] | None:
    """In how many levels a row names the columns again, and which it calls otherwise; ``None`` where it is no header,
    or the upper level of one. ``around``: the row above, the row, and the row below.
    """
    above, row, below = around
    wide = _as_wide(row, above)
    alone, with_above = (named_columns(wide, above, forms, in_two=in_two) for in_two in (False, True))
    levels = 2 if _named(with_above) > _named(alone) else 1
    found = with_above if levels == 2 else alone
    if _named(named_columns(_as_wide(below, row), row, forms)) > _named(found):
        return None
    moved = moved_columns(header, found, required)
    return None if moved is None else (levels, moved)


def _as_wide(row: Sequence[TypedCell], other: Sequence[TypedCell]) -> Sequence[TypedCell]:
    return (*row, *[BLANK] * (len(other) - len(row)))


def _named(found: Mapping[int, str]) -> int:
    return len({*found.values()} - {""})


def headers_below(
    rows: Rows, header: Header, forms: Mapping[str, str], required: Sequence[str], place: str
) -> frozenset[int]:
    """The 1-based rows below the header that name its columns again, in whatever words, in one level or two.

    Raises ``WrongTemplate`` where one names them in another order: the rows below it belong to other columns.
    """
    again: set[int] = set()
    for row, words in _candidates(rows, header.row, HeaderWords(forms).holds):
        if 2 * words < len(required):
            continue
        above = rows[row - 2] if row - 1 > header.row else ()
        found = header_again(header, (above, rows[row - 1], rows[row] if row < len(rows) else ()), forms, required)
        if found is not None:
            levels, moved = found
            refuse_moved(place, row, header, moved)
            _refuse_figures(header, rows, (header.row, row - levels), place)
            again.update(range(row - levels + 1, row + 1))
    if again:
        _refuse_figures(header, rows, (0, top_of(header, rows) - 1), place)
    return frozenset(again)


def _refuse_figures(header: Header, rows: Rows, between: tuple[int, int], place: str) -> None:
    """Raise ``WrongTemplate`` where the title of one of two tables says that other figures stand below it."""
    title = title_of(header, rows, between)
    if groups_other(title):
        raise WrongTemplate(
            f"{place} has two tables, one of them under '{title}', with its header in row {between[1] + 1:,}",
            hint="Delete it, or put it on a sheet of another name: a return holds the figures of its round alone.",
            details=[f"{place}: rows below row {between[1] + 1:,} are not of this round, or in another unit"],
        )


def title_of(header: Header, rows: Rows, between: tuple[int, int]) -> str:
    """What stands alone in the last row that holds anything, of those below one row and down to another (1-based),
    above the first column of a table or before it.
    """
    filled = (codes for codes in map(rows.row, range(between[1], between[0], -1)) if any(codes))
    texts = [(at, rows.cells[code].text) for at, code in enumerate(next(filled, ())) if code]
    left = min(named_places(header))
    return clean(texts[0][1]) if len(texts) == 1 and texts[0][0] <= left else ""


def refuse_another_table(
    rows: Rows, header: Header, forms: Mapping[str, str], columns: Collection[str], what: str, place: str
) -> None:
    """Raise ``WrongTemplate`` where a row below the header names most of the columns of another table: the rows below
    it are none of this one.
    """
    for row, _ in _candidates(rows, header.row, {*forms}.__contains__):
        named = {*named_columns(rows[row - 1], (), forms).values()}
        if 2 * len(named.intersection(columns)) > len(columns):
            raise WrongTemplate(
                f"{place} has a second table, with the header of {what}, in row {row:,}",
                hint=f"Put {what} on the sheet that the template has for them, or into a file beside the return.",
                details=[f"{place}: row {row:,} names {len(named.intersection(columns))} of its columns"],
            )


def _candidates(rows: Rows, above: int, is_word: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """The rows with several words of a header, by what these are when folded; and how many each has with the row above,
    in which the upper level of a header may stand.
    """
    known = {
        c for c, cell in enumerate(rows.cells) if c and (is_word(fold(cell.text)) or is_word(fold(bare(cell.text))))
    }
    if len(known) < LEAST_OF_HEADER:
        return
    counts = array("H", bytes(2 * len(rows)))
    for place in range(rows.width):
        column = rows.column(place)
        if not known.isdisjoint(column[above:]):
            for index, code in enumerate(column):
                if code in known:
                    counts[index] += 1
    for index in range(above, len(rows)):
        if counts[index] >= LEAST_OF_HEADER:
            yield index + 1, counts[index] + (counts[index - 1] if index > above else 0)
