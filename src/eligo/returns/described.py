"""What the cells of a row say is installed, in a table that is no return: provider, operator and devices.

What belongs here: which columns of a table those are, and reading *distinct* cells by the checks of returns. What does
not: any rule of its own, and where a table comes from. Source: ``returns.md`` 3-4 and 10.

Invariants: firmware that the scheme leaves open is not read, for it is no part of what a product is; a row that is
refused in any cell describes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from eligo.catalogue import NEARLY_KNOWN, Catalogue, CatalogueEntry, TypedCell
from eligo.findings import Issue, Severity
from eligo.returns.checks import Check, row_checks
from eligo.returns.header import known_headers
from eligo.returns.model import Role, Sender
from eligo.scheme import IDENTITY_FIELDS, Scheme, template_columns
from eligo.terms import TO_BE_CONFIRMED, Device

_NOBODY = Sender("", Role.SUPPLIER, "", None)
_ROLES = ("operator", "provider", "product-kind", "condition")


@dataclass(frozen=True, slots=True)
class Described:
    """What a row describes, an operator and what it is sold for (``kind``) only where there are such columns; or the
    ``errors`` for which it does not.

    ``unknown``: which names the catalogue does not have; they are taken as they stand.
    """

    provider: str
    operator: str
    devices: tuple[Device | None, ...]
    errors: tuple[Issue, ...]
    unknown: tuple[Issue, ...]
    kind: str = ""


@dataclass(frozen=True)
class Describing:
    """How rows describe what is installed: by the columns of a scheme's template, with the names of a catalogue."""

    scheme: Scheme
    catalogue: Catalogue

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """Every folded form of a header that matters, and the template's column that it is."""
        needed = {name for check in self._checks for name in check.columns}
        return {form: name for form, name in known_headers(self.scheme).items() if name in needed}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The columns without which no row describes anything: the provider, and models of devices always there."""
        provider = [one.header for one in self.scheme.attributes if one.role == "provider" and one.required]
        always = {device.name for device in self.scheme.device_types if device.required}
        models = [
            c.name for c in template_columns(self.scheme) if c.subject in always and c.field == IDENTITY_FIELDS[1]
        ]
        return (*provider, *models)

    def read(self, columns: Sequence[str], cells: Sequence[str]) -> Described:
        """What cells describe, each under a column of the template; a column that is not there is blank."""
        typed = {name: TypedCell(cell) for name, cell in zip(columns, cells, strict=True)}
        values: dict[tuple[str, str], object] = {}
        issues: list[Issue] = []
        for check in self._checks:
            if check.kind == "attribute" and check.columns[0] not in typed:
                continue
            found = check.read(tuple(self._cell(check, place, typed) for place in range(len(check.columns))))
            values[check.kind, check.subject] = found.value
            issues += found.issues
        named = {one.role: values.get(("attribute", one.name)) for one in self.scheme.attributes if one.role in _ROLES}
        devices = tuple(values.get(("device", device.name)) for device in self.scheme.device_types)
        return Described(
            str(named.get("provider") or ""),
            str(named.get("operator") or ""),
            tuple(device if isinstance(device, Device) else None for device in devices),
            tuple(issue for issue in issues if issue.severity is Severity.ERROR),
            tuple(issue for issue in issues if issue.severity is not Severity.ERROR and issue.code in NEARLY_KNOWN),
            str(named.get("product-kind") or ""),
        )

    def _cell(self, check: Check, place: int, typed: Mapping[str, TypedCell]) -> TypedCell:
        """A cell of a check; where firmware is open, of a device that is described, as open firmware stands."""
        own = typed.get(check.columns[place], TypedCell("", "blank"))
        if check.kind != "device" or check.subject not in self._open or place != len(IDENTITY_FIELDS) - 1:
            return own
        described = any(name in typed and typed[name].text.strip() for name in check.columns[: len(IDENTITY_FIELDS)])
        return TypedCell(TO_BE_CONFIRMED) if described else TypedCell("", "blank")

    @cached_property
    def _open(self) -> frozenset[str]:
        return frozenset(device.name for device in self.scheme.device_types if device.firmware_open)

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        roles = {one.name: one.role for one in self.scheme.attributes}
        opened = dict.fromkeys(
            replace(entry, firmware=TO_BE_CONFIRMED, line=0) if entry.device_type in self._open else entry
            for entry in self.catalogue.entries
        )
        known = replace(self.catalogue, entries=tuple(opened))
        return tuple(
            check
            for check in row_checks(self.scheme, known, _NOBODY)
            if check.kind == "device" or (check.kind == "attribute" and roles[check.subject] in _ROLES)
        )


def models_of(devices: Sequence[Device]) -> tuple[CatalogueEntry, ...]:
    """The device models that some devices are, as a catalogue has them."""
    distinct = dict.fromkeys(devices)
    return tuple(
        CatalogueEntry(one.device_type, one.manufacturer, one.model, one.hardware, one.firmware, line)
        for line, one in enumerate(distinct, start=1)
    )
