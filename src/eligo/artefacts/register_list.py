"""A published list of the registers as a table: what stands on it in one version. Source: SEC F2.10A.

What belongs here: the columns, as CSV and as a workbook. What does not: which entries stand on it (``registers``).
Everything in an entry is for the public already, operators by their published names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eligo.artefacts.combinations import DEVICE_COLUMNS
from eligo.artefacts.register import SEPARATOR
from eligo.artefacts.writing import csv_bytes
from eligo.disclosure import PublicEdition
from eligo.registers import RegisterEntry, Registers, RegisterVersion, plain_version
from eligo.returns import TypedSheet, typed_workbook
from eligo.scheme import Scheme
from eligo.terms import TO_BE_CONFIRMED


def register_list_csv(version: RegisterVersion, registers: Registers, scheme: Scheme) -> bytes:
    """One row per entry on the version's list, in order of items; ``registers`` are those as of the version's day.

    Columns are those of ``ppcl.csv`` as far as both have them. Open firmware stands with its version, ``TBC`` while it
    is to be confirmed, and how firm it is beside it. ``state_since``: from when it has been in its state.
    """
    return csv_bytes(list_columns(scheme), list_rows(version, registers, scheme))


def register_list_xlsx(version: RegisterVersion, registers: Registers, edition: PublicEdition, scheme: Scheme) -> bytes:
    """The same table as a workbook, with what changed since the version before it and what the version states."""
    stated = tuple(_flat(plain_version(version)))
    days = {"effective_on": version.effective_on}
    sheets = (
        TypedSheet("List", list_columns(scheme), tuple(list_rows(version, registers, scheme)), frozen=2),
        TypedSheet("Changes", CHANGE_COLUMNS, tuple(change_rows(edition)), frozen=1),
        TypedSheet("Version", ("field", "value"), tuple((name, days.get(name, value)) for name, value in stated)),
    )
    return typed_workbook(sheets, version.published_at)


def _flat(stated: Mapping[str, Any], way: str = "") -> Iterator[tuple[str, object]]:
    """Each value by its name, those within others by the way to them (``coverage.operators.SMSO-1``)."""
    for name, value in stated.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{way}{name}.")
        else:
            yield f"{way}{name}", value


CHANGE_COLUMNS = ("item", "ppc_id", "change", "now", "field", "before", "after")


def changes_csv(edition: PublicEdition) -> bytes:
    """What changed since the version of the same list before it: one row per item and field."""
    return csv_bytes(CHANGE_COLUMNS, change_rows(edition))


def change_rows(edition: PublicEdition) -> Iterator[tuple[str, ...]]:
    """One row per item and field, in the order of the items; fields as the register calls them."""
    for change in edition.changes:
        for one in change.fields:
            yield (change.item, change.label, change.changed.value, change.now, one.field, *one.stated)


def list_columns(scheme: Scheme) -> tuple[str, ...]:
    """The columns of a list."""
    kinds = [attribute.name for attribute in scheme.attributes if attribute.role == "product-kind"]
    return (
        "list_version",
        "ppc_id",
        "product_id",
        "item",
        *kinds,
        *(f"{device.name.lower()}_{column}" for device in scheme.device_types for column in DEVICE_COLUMNS),
        *(f"{device.name.lower()}_firmware_stage" for device in scheme.device_types if device.firmware_open),
        scheme.operator.name,
        scheme.attribute("provider").name,
        "route",
        "open_on",
        "status",
        "state_since",
        "first_added_on",
        "basis",
        "reference",
        "consent",
        "consented_on",
        "entry",
    )


def list_rows(version: RegisterVersion, registers: Registers, scheme: Scheme) -> Iterator[tuple[object, ...]]:
    """One row per entry on the version's list, in order of items: texts, days and numbers."""
    with_kind = any(attribute.role == "product-kind" for attribute in scheme.attributes)
    for entry in registers.shown(version.list):
        yield (version.number, *_row(entry, registers, scheme, with_kind=with_kind))


def _row(entry: RegisterEntry, registers: Registers, scheme: Scheme, *, with_kind: bool) -> Iterator[object]:
    stages = {one.device_type: one.stage.value for one in entry.firmware}
    yield from (entry.label, entry.product.product_id, entry.item)
    if with_kind:
        yield entry.product.kind
    yield from _devices(entry, scheme)
    yield from (stages.get(device.name, "") for device in scheme.device_types if device.firmware_open)
    yield SEPARATOR.join(one.operator for one in entry.operators)
    yield entry.product.provider
    yield SEPARATOR.join(one.route.value for one in entry.operators)
    yield SEPARATOR.join(one.open_on.isoformat() if one.open_on else "-" for one in entry.operators)
    yield from (entry.state, registers.items[entry.item].since.effective_on, entry.first_added_on)
    consent = entry.basis.consent
    yield from (entry.basis.kind, entry.basis.reference)
    yield from (consent.reference, consent.given_on) if consent else ("", None)
    yield entry.number


def _devices(entry: RegisterEntry, scheme: Scheme) -> Iterator[str]:
    versions = {one.device_type: one.version or TO_BE_CONFIRMED for one in entry.firmware}
    devices = {one.device_type: one for one in entry.product.devices if one}
    for device_type in scheme.device_types:
        device = devices.get(device_type.name)
        if device is None:
            yield from ("",) * len(DEVICE_COLUMNS)
        else:
            firmware = versions.get(device.device_type, device.firmware)
            yield from (device.manufacturer, device.model, device.hardware, firmware)
