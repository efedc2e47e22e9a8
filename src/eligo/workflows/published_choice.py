"""A choice as somebody published it: a table of devices, read as combinations of an estate.

Either way round: a combination per row, as in a list of pending combinations, or per column, as in Table 3 of the
consultation. What belongs here: recognising the fields and finding the combinations. What does not: the verdict.
Invariants: what is written as the estate has it comes first, and else a field is compared without regard to case and
punctuation; a firmware ``TBC`` is open, and so is what the table does not say, or leaves blank of a device that it
states; a combination that the estate does not have is an error, with the nearest one.
Source: Consultation 2.2, Table 3.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest

from eligo.errors import WrongTemplate
from eligo.scheme import TableScheme
from eligo.terms import Route
from eligo.workflows.combinations_file import CombinationRow
from eligo.workflows.figures import units
from eligo.workflows.table_lines import table_lines

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
    read = table_lines(name, content)
    table = [(1, read.header), *read.lines]
    fields = _fields(scheme)
    down = sum(_plain(cells[0]) in fields for _, cells in table if cells)
    across = sum(_plain(cell) in fields for cell in read.header)
    if max(down, across) < 1:
        raise WrongTemplate(f"{name} names no device and no combination by a label that is known", hint=_HINT)
    by_column = down > across
    (_, labels), *records = _turned(table) if by_column else table
    keys = [_field(label, fields) for label in labels]
    estate, named, faults, unknown = _Estate(rows, scheme), list[Named](), list[str](), False
    for number, cells in records:
        said = {key: cell for key, cell in zip(keys, cells, strict=False) if key}
        if not any(said.values()) or not _is_chosen(said):
            continue
        own = said.get("name") or f"{'column' if by_column else 'row'} {number}"
        fitting = estate.fitting(said)
        taken = {one.row.combination.combination_id: one.name for one in named}
        if not fitting:
            unknown = True
            faults.append(f"{name}, {own}: {estate.nearest(said)}")
        elif fitting[0].combination.combination_id in taken:
            faults.append(f"{name}, {own}: is the same as {taken[fitting[0].combination.combination_id]}")
        else:
            named.append(Named(own, fitting[0], tuple(fitting[1:]), _other_counts(said, fitting[0], scheme)))
    if faults or not named:
        wrong = "combinations that the estate does not have" if unknown else "a combination twice"
        raise WrongTemplate(
            f"{name} names {wrong if faults else 'no combination'}",
            hint="Correct them, or name the estate that they were chosen from.",
            details=faults,
        )
    return PublishedChoice(tuple(named), *_besides(labels, keys, [cells for _, cells in records]))


def _turned(table: Sequence[tuple[int, Sequence[str]]]) -> list[tuple[int, Sequence[str]]]:
    """The columns of a table, each with its number, instead of its lines."""
    return [*enumerate(zip_longest(*(cells for _, cells in table), fillvalue=""), start=1)]


def _besides(
    labels: Sequence[str], keys: Sequence[str | None], records: Sequence[Sequence[str]]
) -> tuple[str, tuple[str, ...]]:
    """The share that is stated of all together, and the labels that are not read."""
    shares = [place for place, label in enumerate(labels) if label.strip().startswith("%")]
    stated = {cells[place] for cells in records for place in shares if place < len(cells)} - {""}
    unread = [label for place, label in enumerate(labels) if label and not keys[place] and place not in shares]
    return stated.pop() if len(stated) == 1 else "", tuple(dict.fromkeys(unread))


def _plain(text: str) -> str:
    """What is compared of a label or a name: its letters and digits, in small letters.

    >>> _plain("E470 (MK1)"), _plain("GSME F/W"), _plain("Süd-1")
    ('e470mk1', 'gsmefw', 'süd1')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if unicodedata.category(one)[0] in "LMN")


def _fields(scheme: TableScheme) -> dict[str, str]:
    """What a label speaks of: one of these words, ``operator``, ``provider``, ``name`` or ``TYPE part``."""
    counted = {_plain(scheme.table.population): "population", _plain(scheme.table.deployed): "deployed"}
    found = counted | {"combinationid": "id", **{word: word for word in ("route", "selected", *_COUNTS)}}
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


def _known(row: CombinationRow, scheme: TableScheme) -> dict[str, str]:
    """What the estate says of a combination, by field."""
    one = row.combination
    known = {"id": one.combination_id, "operator": one.operator, "provider": one.provider}
    for kind in scheme.device_types:
        device = one.device(kind.name)
        known |= {f"{kind.name} {part}": getattr(device, part) if device else "" for part in _PARTS}
    return known


def _closed(said: Mapping[str, str]) -> dict[str, str]:
    """What is said without what is left open: a blank that is not of a device all of whose cells are blank."""
    stated = {field.rpartition(" ")[0] for field, text in said.items() if text} | {""}
    return {field: text for field, text in said.items() if text or field.rpartition(" ")[0] not in stated}


_Index = dict[tuple[str, ...], list[CombinationRow]]


class _Estate:
    """The combinations that a table may name, found by whatever fields it has of them."""

    def __init__(self, rows: Sequence[CombinationRow], scheme: TableScheme) -> None:
        self._known = [(row, _known(row, scheme)) for row in rows]
        self._indexes: dict[tuple[object, ...], _Index] = {}

    def fitting(self, said: Mapping[str, str]) -> Sequence[CombinationRow]:
        """Those that are as said to the letter; where none is, those that are that but for case and punctuation."""
        return self._like(said, str) or self._like(_closed(said), _plain)

    def _like(self, said: Mapping[str, str], compared: Callable[[str], str]) -> Sequence[CombinationRow]:
        fields = self._fields(said)
        index = self._indexes.setdefault((compared, *fields), {})
        if not index:
            for row, known in self._known:
                index.setdefault(tuple(compared(known[field]) for field in fields), []).append(row)
        return index.get(tuple(compared(said[field]) for field in fields), ())

    def _fields(self, said: Mapping[str, str]) -> list[str]:
        """The fields that say something of a combination."""
        return [field for field in self._known[0][1] if field in said and not _plain(said[field]).startswith("tbc")]

    def nearest(self, said: Mapping[str, str]) -> str:
        """Which combination is nearest to what is said, and where it differs."""
        ids = [known["id"] for _, known in self._known]
        if said.get("id") and said["id"] not in ids:
            near = get_close_matches(said["id"], sorted(ids), n=1, cutoff=0.6)
            closest = "".join(f"; closest is {one}" for one in near)
            return f"there is no combination {said['id']} in scope{closest}"
        closed = _closed(said)
        fields = self._fields(closed)

        def differing(known: Mapping[str, str]) -> list[str]:
            return [field for field in fields if _plain(closed[field]) != _plain(known[field])]

        nearest = min((known for _, known in self._known), key=lambda known: len(differing(known)))
        differs = ", ".join(f"{field} is '{nearest[field]}' and not '{closed[field]}'" for field in differing(nearest))
        return f"no combination in scope is that; of the nearest, {nearest['id']}, {differs}"


def _other_counts(said: Mapping[str, str], row: CombinationRow, scheme: TableScheme) -> tuple[tuple[str, str], ...]:
    """The counts that are stated and are others; thousands may be parted by a comma or a space."""
    own, decimals = {"deployed": row.deployed, "population": row.population}, scheme.table.population_decimals
    read = {one: units("".join(said[one].replace(",", "").split()), decimals) for one in _COUNTS if said.get(one)}
    return tuple((one, said[one]) for one, count in read.items() if count != own[one])
