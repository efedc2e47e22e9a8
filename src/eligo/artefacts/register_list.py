"""A published list of the registers as a table: what stands on it in one version. Source: SEC F2.10A.

What belongs here: the columns. What does not: which entries stand on it (``registers``). Everything in an entry is for
the public already, operators by their published names.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligo.artefacts.combinations import DEVICE_COLUMNS
from eligo.artefacts.register import SEPARATOR
from eligo.artefacts.writing import csv_bytes
from eligo.registers import RegisterEntry, Registers, RegisterVersion
from eligo.scheme import Scheme
from eligo.terms import TO_BE_CONFIRMED


def register_list_csv(version: RegisterVersion, registers: Registers, scheme: Scheme) -> bytes:
    """One row per entry on the version's list, in order of items; ``registers`` are those as of the version's day.

    Columns are those of ``ppcl.csv`` as far as both have them. Open firmware stands with its version, ``TBC`` while it
    is to be confirmed, and how firm it is beside it. ``state_since``: from when it has been in its state.
    """
    kinds = [attribute.name for attribute in scheme.attributes if attribute.role == "product-kind"]
    header = (
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
        "entry",
    )
    rows = (
        (version.number, *_row(entry, registers, scheme, with_kind=bool(kinds)))
        for entry in registers.shown(version.list)
    )
    return csv_bytes(header, rows)


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
    yield from (entry.basis.kind, entry.basis.reference, entry.number)


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
