"""What changed between two versions of a list, in words that a reader of the list knows.

What belongs here: naming fields and their values. What does not: finding what differs (``registers.difference``).

Invariant: every change of every field is named; what each entry has anew (its line, who entered it and why) is last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from eligo.disclosure.figures import date_figure, time_figure
from eligo.disclosure.public_registers import Changed, PublicChange, PublicFieldChange
from eligo.disclosure.register import route_label
from eligo.registers import ABSENT, Change, RegisterEntry, Registers, difference
from eligo.scheme import Scheme
from eligo.terms import TO_BE_CONFIRMED, Route

_FIELDS = {
    "state": "State",
    "firmware": "Firmware",
    "operators": "Operators",
    "effective_on": "Effective from",
    "first_added_on": "First added",
    "label": "Label",
    "product_kind": "Kind of product",
    "provider": "Provider",
    "devices": "Devices",
    "product_id": "Product",
    "generation": "Generation",
    "basis": "Basis",
    "why": "Why",
    "who": "Entered by",
    "recorded_at": "Written down",
    "number": "Line of the log",
    "kind": "Kind of line",
}
"""What a field is called, in the order in which a reader asks for it."""

_ORDER = {name: place for place, name in enumerate(_FIELDS)}


def public_changes(
    old: Iterable[RegisterEntry], new: Sequence[RegisterEntry], registers: Registers, scheme: Scheme
) -> tuple[PublicChange, ...]:
    """What became of each item: added, left, changed; in the order of their labels.

    ``registers`` are those of the newer version, which say in what state they have what left.
    """
    before, after = {one.item: one for one in old}, {one.item: one for one in new}
    changes = difference(before.values(), after.values())
    found = (
        _of_item(name, tuple(own), before.get(name), after.get(name), registers, scheme)
        for name, own in groupby(changes, key=lambda change: change.item)
    )
    return tuple(sorted(found, key=lambda change: label_order(change.label, change.item)))


def label_order(label: str, item: str) -> tuple[object, ...]:
    """The order in which a reader looks for labels: numbers in them as numbers.

    >>> sorted(["DMC-10", "DMC-9"], key=lambda label: label_order(label, ""))
    ['DMC-9', 'DMC-10']
    """
    parts = [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"([0-9]+)", label)]
    return (parts, item)


def _of_item(
    name: str,
    changes: Sequence[Change],
    was: RegisterEntry | None,
    now: RegisterEntry | None,
    registers: Registers,
    scheme: Scheme,
) -> PublicChange:
    item = registers.items.get(name)
    last = now or (item.latest if item else was)
    state = last.state if last else ""
    ordered = sorted(changes, key=lambda change: (_ORDER[change.field[0]], change.field))
    return PublicChange(
        item=name,
        label=(last and last.label) or name,
        changed=Changed.ADDED if was is None else Changed.LEFT if now is None else Changed.CHANGED,
        now=_state_label(state, registers),
        fields=tuple(
            PublicFieldChange(
                change.place,
                _field_label(change.field, scheme),
                _worded(change.field, change.before, registers, scheme),
                _worded(change.field, change.after, registers, scheme),
                (_stated(change.before), _stated(change.after)),
            )
            for change in ordered
        ),
    )


def _stated(value: Any) -> str:
    """A value as the register has it; blank where it is not there."""
    if value == ABSENT:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _state_label(state: str, registers: Registers) -> str:
    found = registers.rules and registers.rules.rules.state(state)
    return found.label if found else state


def _field_label(field: Sequence[str], scheme: Scheme) -> str:
    match field:
        case ["firmware", kind, part]:
            label = next((one.label for one in scheme.device_types if one.name == kind), kind)
            return f"{label} firmware" if part == "version" else f"{label} firmware, {part}"
        case ["operators", operator, part]:
            return f"{operator}, {'may be migrated from' if part == 'open_on' else part}"
        case ["basis", part]:
            return f"Basis, {part.replace('_', ' ')}"
    return _FIELDS[field[0]]


def _worded(field: Sequence[str], value: Any, registers: Registers, scheme: Scheme) -> str:
    """A value of an entry's plain form in words; blank where there is none."""
    last = field[-1]
    if value == "" and field[0] == "firmware" and last == "version":
        return TO_BE_CONFIRMED
    if value in (ABSENT, None, "") or value in ([], {}):
        return ""
    if last.endswith("_on"):
        return date_figure(date.fromisoformat(value), "").text
    if last == "recorded_at":
        return f"{time_figure(datetime.fromisoformat(value), '').text} UTC"
    if last == "state":
        return _state_label(value, registers)
    if last == "route":
        return route_label(Route(value), scheme)
    if tuple(field) == ("basis", "kind"):
        found = registers.rules and registers.rules.rules.basis(value)
        return found.label if found else str(value)
    if isinstance(value, list):
        return "; ".join(_element(one) for one in value)
    return str(value).replace("-", " ") if last == "stage" else str(value)


def _element(one: Any) -> str:
    """A device or a document among several, or a text; ``-`` where a product has no device of a type."""
    if isinstance(one, dict):
        return " ".join(str(part) for part in one.values() if part)
    return "-" if one is None else str(one)
