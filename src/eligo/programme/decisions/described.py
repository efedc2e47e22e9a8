"""What a request describes itself: a combination that nobody may have reported, in the columns of ``combinations.csv``.

What belongs here: which columns those are, and what stands in them. What does not: how a device's cells are read
(``returns.described``), and what is decided (``read``).

Invariants: what was decided once stands as it was read then, whatever a later catalogue calls it; firmware that the
scheme leaves open is left open. Source: SEC H14.36A; ``returns.md`` 3-4 and 9.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eligo.findings import Finding
from eligo.programme.decisions.model import Decidable, Described
from eligo.programme.tables import Line
from eligo.returns import Describing
from eligo.scheme import IDENTITY_FIELDS, Scheme, template_columns
from eligo.terms import TO_BE_CONFIRMED, Candidate, Combination, Device

UNREPORTED = "No return reports it; a request describes it"
"""Why a combination is out of scope that nothing but a request says anything of."""

_ROLES = ("operator", "provider", "product-kind")


def described_columns(scheme: Scheme) -> dict[str, str]:
    """The columns that describe a combination, as ``combinations.csv`` names them, each with the template's name of it.

    Columns of programme decisions are compared in small letters.
    """
    named = {(one.subject, one.field): one.name for one in template_columns(scheme)}
    attributes = (one for role in _ROLES if (one := scheme.find_attribute(role)))
    parts = (
        (column, named[kind.name, part]) for kind in scheme.device_types for part, column in kind.part_columns.items()
    )
    return {column.casefold(): name for column, name in (*((one.name, one.header) for one in attributes), *parts)}


def is_described(line: Line, scheme: Scheme) -> bool:
    """Whether anything stands in those columns."""
    return any(line.cells.get(column) for column in described_columns(scheme))


def described(
    line: Line, scheme: Scheme, describing: Describing | None
) -> tuple[Described | None, tuple[Finding, ...]]:
    """What a line describes, by the names of a catalogue, and what is to be said of that; ``None`` where it is wrong.

    Without ``describing`` it is what was described once, and is taken as it stands.
    """
    columns = described_columns(scheme)
    if describing is None:
        return _stated({column: line.cells.get(column, "") for column in columns}, scheme), ()
    read = describing.read(tuple(columns.values()), [line.cells.get(column, "") for column in columns])
    own = {name: column for column, name in columns.items()}
    findings = tuple(
        line.finding(one.code, own.get(one.column, ""), one.expected, f"{one.message} {one.suggestion}".rstrip())
        for one in (*read.errors, *read.unknown)
    )
    if read.errors:
        return None, findings
    combination = Combination(read.operator, read.provider, read.devices)
    return Described(combination, read.kind, tuple(_cells(combination, read.kind, scheme))), findings


def decidable(one: Described, scheme: Scheme) -> Decidable:
    """What is described as something to decide about: nothing of it is installed."""
    combination, covered = one.combination, set(scheme.covered_types)
    variants = frozenset(d.variant for d in combination.devices if d and d.device_type in covered)
    candidate = Candidate(combination.combination_id, combination.identity, combination.operator, 0, 0, variants)
    return Decidable(combination, candidate, False, UNREPORTED, False)


def _stated(cells: Mapping[str, str], scheme: Scheme) -> Described:
    named = (one and cells[one.name.casefold()] for one in map(scheme.find_attribute, _ROLES))
    operator, provider, kind = (text or "" for text in named)
    combination = Combination(operator, provider, tuple(_devices(cells, scheme)))
    return Described(combination, kind, tuple(_cells(combination, kind, scheme)))


def _devices(cells: Mapping[str, str], scheme: Scheme) -> Iterator[Device | None]:
    for kind in scheme.device_types:
        parts = {part: cells[column.casefold()] for part, column in kind.part_columns.items()}
        every = dict.fromkeys(IDENTITY_FIELDS, "") | parts
        if kind.firmware_open:
            every["firmware"] = TO_BE_CONFIRMED
        yield Device(kind.name, **every, parts=tuple(parts)) if parts["model"] else None


def _cells(combination: Combination, kind: str, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """What describes it, by column, without what is blank."""
    named = zip(_ROLES, (combination.operator, combination.provider, kind), strict=True)
    for role, text in named:
        if text and (attribute := scheme.find_attribute(role)):
            yield attribute.name.casefold(), text
    for device_type in scheme.device_types:
        device = combination.device(device_type.name)
        for part, column in device_type.part_columns.items() if device else ():
            if text := getattr(device, part):
                yield column.casefold(), text
