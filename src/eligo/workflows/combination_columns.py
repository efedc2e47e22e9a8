"""Which columns of a table of combinations are which, by a scheme.

What belongs here: the header of such a table, and its faults. What does not: the lines below it
(``combinations_file``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from eligo.artefacts import BASES, combination_columns
from eligo.scheme import Scheme, TableScheme

DOUBTS = ("unresolved", "intention_unknown")
"""The columns of what is not known of a combination's figures; nothing is, without them or where they are blank."""


@dataclass(frozen=True, slots=True)
class Columns:
    """``places`` are those of the columns that are read. ``figures`` are the columns of the population and of what is
    deployed, which is the first where a table has no other. ``missing``: needed, and not there; ``faults``: of the
    header, those of what is missing included; ``ignored``: the columns that say nothing under the scheme.
    """

    places: Mapping[str, int]
    figures: tuple[str, ...]
    missing: tuple[str, ...]
    faults: tuple[str, ...]
    ignored: tuple[str, ...]

    def record(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a line by their columns."""
        return {column: cells[place] for column, place in self.places.items()}


def columns_of(header: Sequence[str], scheme: TableScheme) -> Columns:
    """The columns of a table with that header. A scheme's own columns, and the others that are not needed, stand in
    ``docs/reference/scheme-file.md``.
    """
    needed, free = [*_needed(scheme)], [*_free(scheme)]
    places = {column: place for place, column in reversed([*enumerate(header)]) if column in (*needed, *free)}
    written = combination_columns(scheme) if isinstance(scheme, Scheme) else ()
    ignored = [column for column in header if column and column not in (*needed, *free, *written)]
    return Columns(
        places,
        tuple(one for one in (scheme.table.population, scheme.table.deployed) if one in places),
        tuple(column for column in needed if column not in places),
        tuple(_faults(header, needed, free, ignored)),
        tuple(dict.fromkeys(ignored)),
    )


def _needed(scheme: TableScheme) -> Iterator[str]:
    yield scheme.table.population
    for role in ("operator", "provider"):
        if attribute := scheme.find_attribute(role):
            yield attribute.name
    for kind in scheme.device_types:
        yield from kind.part_columns.values()


def _free(scheme: TableScheme) -> Iterator[str]:
    yield from ("combination_id", scheme.table.deployed, *DOUBTS, "in_scope", BASES)
    if isinstance(scheme, Scheme):
        yield from ("scope_rule", "scope_reason", "route", "selected")
        yield from (a.name for a in scheme.attributes if a.role in ("cohort", "product-kind"))


def _faults(header: Sequence[str], needed: Sequence[str], free: Sequence[str], ignored: Sequence[str]) -> Iterator[str]:
    plain = {_plain(column): column for column in ignored}
    for column in needed:
        if column not in header:
            near = plain.get(_plain(column)) or next(iter(get_close_matches(column, ignored, n=1)), "")
            yield f"no column '{column}'{f'; there is {near!r}' if near else ''}"
    for column in free:
        if column not in header and (near := plain.get(_plain(column), "")):
            yield f"column '{near}' is not '{column}'; name it so, or otherwise where it means something else"
    for column in (*needed, *free):
        if header.count(column) > 1:
            places = [place for place, one in enumerate(header, start=1) if one == column]
            yield f"column '{column}' comes {len(places)} times (columns {', '.join(map(str, places))})"


def _plain(column: str) -> str:
    """What is left of a header where it is compared without its capitals, spaces and signs."""
    return re.sub(r"[\W_]", "", column.casefold())
