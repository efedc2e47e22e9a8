"""``ppcl.csv`` and ``ppcl.json``: the draft list as the public sees it. Source: ``results.md``; ``returns.md`` 10.

Both take ``PublicRegister`` alone: what is private cannot get here.
"""

from __future__ import annotations

from collections.abc import Iterator

from eligo.artefacts.combinations import DEVICE_COLUMNS
from eligo.artefacts.writing import csv_bytes, json_bytes
from eligo.disclosure import PublicEntry, PublicRegister
from eligo.scheme import Scheme

SEPARATOR = "; "
"""Between the operators, and the routes, of a product that stands for several."""


def ppcl_csv(register: PublicRegister, scheme: Scheme) -> bytes:
    """One row per pending product, in the order of the register."""
    kinds = [attribute.name for attribute in scheme.attributes if attribute.role == "product-kind"]
    header = (
        "list_version",
        "ppc_id",
        "product_id",
        *kinds,
        *(f"{device.name.lower()}_{column}" for device in scheme.device_types for column in DEVICE_COLUMNS),
        scheme.operator.name,
        scheme.attribute("provider").name,
        "route",
        "status",
    )
    return csv_bytes(
        header,
        (
            (
                register.list_version,
                entry.label,
                entry.product_id,
                *([entry.product_kind] if kinds else []),
                *_devices(entry, scheme),
                SEPARATOR.join(entry.operators),
                entry.provider,
                SEPARATOR.join(listing.route.value for listing in entry.listings),
                entry.status,
            )
            for entry in register.entries
        ),
    )


def _devices(entry: PublicEntry, scheme: Scheme) -> Iterator[str]:
    for device_type in scheme.device_types:
        device = entry.device(device_type.name)
        yield from ((device.manufacturer, device.model, device.hardware, device.firmware) if device else ("",) * 4)


def ppcl_json(register: PublicRegister, scheme: Scheme) -> bytes:
    """The same list: one object per pending product, with one listing per operator and route."""
    kind = next((attribute.name for attribute in scheme.attributes if attribute.role == "product-kind"), "")
    return json_bytes(
        {
            "list_version": register.list_version,
            "entries": [
                {
                    "ppc_id": entry.label,
                    "product_id": entry.product_id,
                    **({kind: entry.product_kind} if kind else {}),
                    "devices": {
                        device.device_type: {
                            "manufacturer": device.manufacturer,
                            "model": device.model,
                            "hardware": device.hardware,
                            "firmware": device.firmware,
                        }
                        for device in entry.devices
                        if device
                    },
                    scheme.attribute("provider").name: entry.provider,
                    "listings": [
                        {
                            scheme.operator.name: listing.operator,
                            "route": listing.route.value,
                            "selected": listing.selected,
                        }
                        for listing in entry.listings
                    ],
                    "status": entry.status,
                }
                for entry in register.entries
            ],
        }
    )
