"""Reading a table of alias decisions (``aliases.csv``), and refusing one with mistakes, all of them at once.

What belongs here: the file's columns and cells. What does not: whether decisions can be followed (``alias_checks``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from eligo.catalogue.alias_checks import alias_mistakes
from eligo.catalogue.aliases import ALIAS_KINDS, HARDWARE, MANUFACTURER, ORGANISATION, AliasDecision, AliasTable
from eligo.catalogue.model import Catalogue
from eligo.catalogue.names import clean
from eligo.csv_text import csv_rows
from eligo.errors import BadDecisions
from eligo.formula_safe import unguarded

ALIAS_COLUMNS = ("kind", "device_type", "typed", "canonical", "reason", "author", "date")
"""The columns of the file, in any order; every cell but the device type must be filled in."""

ALIAS_LIMITS = ("manufacturer", "model")
"""Columns that may be added: the alias then counts for that manufacturer, or that model, alone."""

ALIAS_NOTES = ("rows", "installations", "suggestions")
"""Columns that are not read: what ``eligo aliases suggest`` says beside each name that is to be decided."""

_DECIDED = ("canonical", "reason", "author", "date")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KINDS = {**{kind: kind for kind in ALIAS_KINDS}, "maker": MANUFACTURER}
_LIMITS_OF = {MANUFACTURER: (), ORGANISATION: (), "model": ("manufacturer",), HARDWARE: ALIAS_LIMITS}
_HINT = "Mend the lines named and try again; nothing of the file has been taken over."

Row = tuple[int, Mapping[str, str]]
Located = tuple[int, str]


def read_aliases(
    name: str,
    content: bytes,
    catalogue: Catalogue,
    organisations: Collection[str] = (),
    *,
    today: date | None = None,
) -> AliasTable:
    """The decisions in a UTF-8 CSV file, checked together with those that the catalogue already has.

    The table holds those of the file alone, for ``Catalogue.with_aliases``. ``organisations`` are the names that an
    alias of an organisation may lead to; any where it is empty. None may be decided after ``today``, where that is
    given. Raises ``BadDecisions`` with every mistake in
    ``details``, by line and column.
    """
    rows, mistakes = _rows(name, content)
    device_types = {entry.device_type for entry in catalogue.entries}
    decisions: list[AliasDecision] = []
    for line, cells in rows:
        found = list(_cell_mistakes(cells, device_types, today))
        mistakes += [(line, f"{column}: {text}") for column, text in found]
        if not found:
            decisions.append(_decision(f"{name}:{line}", cells))
    every = catalogue.aliases.and_also(decisions)
    mistakes += [
        (int(one.place.rpartition(":")[2]), f"{column}: {text}")
        for one, column, text in alias_mistakes(every, catalogue, organisations)
        if one in decisions
    ]
    if mistakes:
        count = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}"
        raise BadDecisions(
            f"{name} has {count}", hint=_HINT, details=[f"{name}:{line} {text}" for line, text in sorted(mistakes)]
        )
    return AliasTable(tuple(decisions), catalogue.legal_suffixes)


def _rows(name: str, content: bytes) -> tuple[list[Row], list[Located]]:
    try:
        lines = [(line, [clean(unguarded(cell)) for cell in row]) for line, row in csv_rows(name, content)]
    except ValueError as error:
        raise BadDecisions(str(error), hint="Save the aliases as CSV UTF-8 and try again.") from None
    header = [cell.casefold() for cell in lines[0][1]] if lines else []
    missing = [column for column in ALIAS_COLUMNS if column not in header]
    if missing:
        hint = f"A table of aliases has the columns {', '.join(ALIAS_COLUMNS)}; it may have {', '.join(ALIAS_LIMITS)}."
        raise BadDecisions(f"{name}:1 has no column {', '.join(missing)}", hint=hint)
    allowed = (*ALIAS_COLUMNS, *ALIAS_LIMITS, *ALIAS_NOTES)
    mistakes = [(1, f"{column}: no column of aliases") for column in header if column and column not in allowed]
    mistakes += [(1, f"{column}: the column is there twice") for column in allowed if header.count(column) > 1]
    rows: list[Row] = []
    for line, cells in lines[1:]:
        if any(cells[len(header) :]):
            mistakes.append((line, f"has {len(cells)} cells, and there are {len(header)} columns"))
        named = {column: cells[i] if i < len(cells) else "" for i, column in enumerate(header)}
        undecided = "suggestions" in header and not any(named[column] for column in _DECIDED)
        if any(cells) and not undecided:
            rows.append((line, named))
    return rows, mistakes


def _cell_mistakes(
    cells: Mapping[str, str], device_types: Collection[str], today: date | None
) -> Iterator[tuple[str, str]]:
    for column in ALIAS_COLUMNS:
        if not cells[column] and column != "device_type":
            yield column, "the cell is empty"
    kind = _KINDS.get(cells["kind"].casefold())
    if cells["kind"] and kind is None:
        yield "kind", f"found '{cells['kind']}', expected one of {', '.join(ALIAS_KINDS)}"
    if cells["device_type"] and kind == ORGANISATION:
        yield "device_type", f"found '{cells['device_type']}', expected a blank cell for an organisation"
    elif cells["device_type"] and cells["device_type"] not in device_types:
        yield "device_type", f"found '{cells['device_type']}', expected one of {', '.join(sorted(device_types))}"
    for column in ALIAS_LIMITS:
        if kind and cells.get(column) and column not in _LIMITS_OF[kind]:
            yield column, f"found '{cells[column]}', expected a blank cell for an alias of a {kind}"
    day = _day(cells["date"])
    if cells["date"] and day is None:
        yield "date", f"found '{cells['date']}', expected a day such as 2019-08-31"
    if day and today and (day - today).days > 1:  # it is tomorrow already somewhere
        yield "date", f"found {day}, and that day is still to come; expected {today} or earlier"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _decision(place: str, cells: Mapping[str, str]) -> AliasDecision:
    return AliasDecision(
        kind=_KINDS[cells["kind"].casefold()],
        typed=cells["typed"],
        canonical=cells["canonical"],
        reason=cells["reason"],
        author=cells["author"],
        decided=date.fromisoformat(cells["date"]),
        device_type=cells["device_type"],
        manufacturer=cells.get("manufacturer", ""),
        model=cells.get("model", ""),
        place=place,
    )
