"""The list of those asked: a table with the columns ``role`` and ``organisation``, each organisation once.

What belongs here: reading that table, with every mistake at its line. What does not: who counts as asked (``answers``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from eligo.catalogue import clean, fold
from eligo.errors import UsageError
from eligo.records import LONGEST_NAME, Asked
from eligo.returns import Role
from eligo.scheme import Scheme
from eligo.workflows.inputs import read_input
from eligo.workflows.workspace.names import Key, Names

_COLUMNS = ("role", "organisation")
_DELIMITERS = (",", ";", "\t")

Line = tuple[int, Mapping[str, str]]


def asked_in(path: Path, names: Names) -> tuple[Asked, ...]:
    """Those asked, from a table with the columns ``role`` and ``organisation``; other columns are not looked at.

    The delimiter is a comma, a semicolon or a tab. Raises ``UsageError`` with every line that is not one role and one
    organisation, each organisation once: two spellings of one are one.
    """
    file = read_input("list of those asked", path)
    lines, mistakes = _lines(file.name, file.content)
    roles = _roles(names.scheme)
    found: dict[Key, Asked] = {}
    places: dict[Key, int] = {}
    for number, cells in lines:
        wrong = [f"{file.name}, line {number}, {text}" for text in _wrong(cells, names.scheme)]
        mistakes += wrong
        if wrong:
            continue
        one = Asked(roles[fold(cells["role"])], cells["organisation"])
        key = names.key(one.role, one.organisation)
        if key in found:
            there = found[key].organisation
            same = one.organisation if one.organisation == there else f"{one.organisation} is {there}, which"
            mistakes.append(f"{file.name}, line {number}: {same} stands in line {places[key]} already")
        found.setdefault(key, one)
        places.setdefault(key, number)
    if mistakes or not found:
        columns = " and ".join(_COLUMNS)
        raise UsageError(
            f"{file.name} does not say who is asked",
            hint=f"It is a table (CSV in UTF-8) with the columns {columns}, and each organisation stands in it once.",
            details=mistakes or [f"{file.name} has no line below its header"],
        )
    return tuple(found.values())


def _roles(scheme: Scheme) -> Mapping[str, str]:
    return {
        fold(scheme.template.supplier_role): Role.SUPPLIER.value,
        fold(scheme.template.operator_role): Role.OPERATOR.value,
    }


def _wrong(cells: Mapping[str, str], scheme: Scheme) -> Iterator[str]:
    if fold(cells["role"]) not in _roles(scheme):
        found = f"found '{cells['role']}'" if cells["role"] else "the cell is empty"
        yield f"role: {found}, expected {scheme.template.supplier_role} or {scheme.template.operator_role}"
    name = cells["organisation"]
    if not fold(name):
        yield f"organisation: {f'{name!r} is no name' if name else 'the cell is empty'}"
    elif not name.isprintable() or len(name) > LONGEST_NAME:
        yield f"organisation: a name is one line of text, of at most {LONGEST_NAME} characters"


def _lines(name: str, content: bytes) -> tuple[list[Line], list[str]]:
    """The lines below the header that hold anything, and what is wrong with the table itself."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(f"{name}, line {line}: is not text in UTF-8", hint="Save it as CSV in UTF-8.") from None
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, [clean(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise UsageError(f"{name}, line {reader.line_num}: {error}", hint="Save it as CSV in UTF-8.") from None
    header = [cell.casefold() for cell in rows[0][1]] if rows else []
    mistakes = [f"{name}, line 1: {text}" for text in _header_mistakes(header)]
    if mistakes:
        return [], mistakes
    for number, cells in rows[1:]:
        if any(cells[len(header) :]):
            mistakes.append(f"{name}, line {number}: has {len(cells)} cells, and there are {len(header)} columns")
    places = {column: header.index(column) for column in _COLUMNS}
    named = ((number, {c: row[i] if i < len(row) else "" for c, i in places.items()}) for number, row in rows[1:])
    return [(number, cells) for number, cells in named if any(cells.values())], mistakes


def _header_mistakes(header: list[str]) -> Iterator[str]:
    found = ", ".join(f"'{column}'" for column in header if column) or "nothing"
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        columns = "column" if len(missing) == 1 else "columns"
        yield f"found {found}, expected the {columns} {' and '.join(missing)}"
    for column in _COLUMNS:
        if header.count(column) > 1:
            yield f"the column {column} is there {header.count(column)} times"
