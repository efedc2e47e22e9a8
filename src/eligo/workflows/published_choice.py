"""A choice as somebody published it: a table of devices, read as combinations of an estate.

Either way round: a combination per row, as in a list of pending combinations, or per column, as in Table 3 of the
consultation. What belongs here: recognising the fields and finding the combinations. What does not: the verdict.
Invariants: a field is compared without regard to case and punctuation; a firmware ``TBC`` is open; what the table does
not say is open; a cell that names no combination of the estate is an error, with the nearest one.
Source: Consultation 2.2, Table 3.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from eligo.errors import WrongTemplate
from eligo.formula_safe import unguarded
from eligo.scheme import TableScheme
from eligo.terms import Route
from eligo.workflows.combinations_file import CombinationRow

_PARTS = {
    "manufacturer": ("manufacturer", "maker"),
    "model": ("model", "device model"),
    "hardware": ("hardware", "hardware version", "h/w"),
    "firmware": ("firmware", "firmware version", "f/w"),
}
_COUNTS = ("deployed", "population")
_HINT = "Name a table with a combination per row or per column, and the devices' models and firmware by their labels."


@dataclass(frozen=True, slots=True)
class Named:
    """One published combination. ``name`` is its own ("DMC-1") or its place; ``others`` are further combinations of the
    estate that the table may mean as well, smaller than ``row``; ``differing`` are counts that the table states and
    the estate has otherwise: (which, stated).
    """

    name: str
    row: CombinationRow
    others: tuple[CombinationRow, ...]
    differing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublishedChoice:
    """``named`` in the table's order; ``unread`` are its labels that say nothing about a combination. ``share`` is what
    the table states of all together, as it stands there; empty where it states none.
    """

    named: tuple[Named, ...]
    share: str
    unread: tuple[str, ...]


def read_published(name: str, content: bytes, scheme: TableScheme, rows: Sequence[CombinationRow]) -> PublishedChoice:
    """The combinations that a table names, among ``rows``, those of the estate that are in scope.

    Where several fit, the largest is meant. Of a list with routes, or that says what is selected, only that is read.
    Raises ``WrongTemplate`` with every combination that is not found, or is the same as another, at its place.
    """
    table = _table(name, content)
    fields = _fields(scheme)
    down = sum(_plain(cells[0]) in fields for cells in table if cells)
    across = sum(_plain(cell) in fields for cell in table[0]) if table else 0
    if max(down, across) < 1:
        raise WrongTemplate(f"{name} names no device and no combination by a label that is known", hint=_HINT)
    by_column = down > across
    labels = [cells[0] if cells else "" for cells in table] if by_column else table[0]
    width = max(len(cells) for cells in table)
    padded = [[*cells, *[""] * (width - len(cells))] for cells in table]
    records = [list(one) for one in zip(*padded, strict=True)][1:] if by_column else padded[1:]
    keys = [_field(label, fields) for label in labels]
    named, faults = list[Named](), list[str]()
    for number, cells in enumerate(records, start=2):
        said = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key}
        if not any(said.values()) or not _is_chosen(said):
            continue
        own = said.get("name") or f"{'column' if by_column else 'row'} {number}"
        fitting = [row for row in rows if not _differing(said, row, scheme)]
        taken = {one.row.combination.combination_id: one.name for one in named}
        if not fitting:
            faults.append(f"{name}, {own}: {_nearest(said, rows, scheme)}")
        elif fitting[0].combination.combination_id in taken:
            faults.append(f"{name}, {own}: is the same as {taken[fitting[0].combination.combination_id]}")
        else:
            named.append(Named(own, fitting[0], tuple(fitting[1:]), _other_counts(said, fitting[0])))
    if faults or not named:
        raise WrongTemplate(
            f"{name} names {'combinations that the estate does not have' if faults else 'no combination'}",
            hint="Correct them, or name the estate that they were chosen from.",
            details=faults,
        )
    return PublishedChoice(tuple(named), *_besides(labels, keys, records))


def _besides(
    labels: Sequence[str], keys: Sequence[str | None], records: Sequence[Sequence[str]]
) -> tuple[str, tuple[str, ...]]:
    """The share that is stated of all together, and the labels that are not read."""
    shares = [place for place, label in enumerate(labels) if label.strip().startswith("%")]
    stated = {cells[place].strip() for cells in records for place in shares} - {""}
    unread = [label for place, label in enumerate(labels) if label and not keys[place] and place not in shares]
    return stated.pop() if len(stated) == 1 else "", tuple(dict.fromkeys(unread))


def _table(name: str, content: bytes) -> list[list[str]]:
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [[unguarded(cell) for cell in cells] for cells in lines if any(cells)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongTemplate(f"{name} is not a CSV table in UTF-8: {error}", hint=_HINT) from None


def _plain(text: str) -> str:
    """What is compared of a label or a name: small letters and digits.

    >>> _plain("E470 (MK1)"), _plain("GSME F/W")
    ('e470mk1', 'gsmefw')
    """
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def _fields(scheme: TableScheme) -> dict[str, str]:
    """What a label speaks of: one of these words, ``operator``, ``provider``, ``name`` or ``TYPE part``."""
    found = {"combinationid": "id", **{word: word for word in ("route", "selected", *_COUNTS)}}
    for role in ("operator", "provider"):
        if attribute := scheme.find_attribute(role):
            found |= {_plain(one): role for one in (attribute.name, attribute.label)}
    for kind in scheme.device_types:
        for part, words in _PARTS.items():
            found |= {
                _plain(f"{noun} {word}"): f"{kind.name} {part}"
                for noun in (kind.name, kind.label, *kind.synonyms)
                for word in words
            }
        found |= {_plain(column): f"{kind.name} {part}" for part, column in kind.part_columns.items()}
    return found


def _field(label: str, fields: Mapping[str, str]) -> str | None:
    """What a label speaks of; of an id that is not the estate's, or a name, that it is the combination's own name."""
    plain = _plain(label)
    if plain in fields:
        return fields[plain]
    return "name" if plain in ("name", "label") or (plain.endswith("id") and plain != "productid") else None


def _is_chosen(said: Mapping[str, str]) -> bool:
    """Whether a row is one of the choice, where the table lists others as well."""
    if "selected" in said:
        return _plain(said["selected"]) in ("true", "yes", "1")
    return "route" not in said or said["route"] == Route.MT_SIT.value


def _differing(said: Mapping[str, str], row: CombinationRow, scheme: TableScheme) -> list[tuple[str, str, str]]:
    """The fields in which a combination is another than what is said: label, said, found."""
    one = row.combination
    known = {"id": one.combination_id, "operator": one.operator, "provider": one.provider}
    for kind in scheme.device_types:
        device = one.device(kind.name)
        for part in _PARTS:
            known[f"{kind.name} {part}"] = getattr(device, part) if device else ""
    return [
        (field, text, known[field])
        for field, text in said.items()
        if field in known and not _plain(text).startswith("tbc") and _plain(text) != _plain(known[field])
    ]


def _other_counts(said: Mapping[str, str], row: CombinationRow) -> tuple[tuple[str, str], ...]:
    """The counts that are stated and are others."""
    own = {"deployed": row.deployed, "population": row.population}
    return tuple((one, said[one]) for one in _COUNTS if said.get(one) and _plain(said[one]) != str(own[one]))


def _nearest(said: Mapping[str, str], rows: Sequence[CombinationRow], scheme: TableScheme) -> str:
    """Which combination is nearest to what is said, and where it differs."""
    ids = {row.combination.combination_id for row in rows}
    if said.get("id") and said["id"] not in ids:
        close = "".join(f"; closest is {one}" for one in get_close_matches(said["id"], sorted(ids), n=1, cutoff=0.6))
        return f"there is no combination {said['id']} in scope{close}"
    nearest = min(rows, key=lambda row: len(_differing(said, row, scheme)))
    differs = ", ".join(
        f"{field} is '{known}' and not '{text}'" for field, text, known in _differing(said, nearest, scheme)
    )
    return f"no combination in scope is that; of the nearest, {nearest.combination.combination_id}, {differs}"
