"""The register as it is published.

Invariant: a combination id is left out, since it depends on the operator's own name and could be tried out.
"""

from __future__ import annotations

from eligo.disclosure.private import PrivateRun
from eligo.disclosure.public import PublicDevice, PublicEntry, PublicListing, PublicRegister
from eligo.registers import PendingEntry
from eligo.scheme import Scheme
from eligo.terms import Device, Route


def redact_register(run: PrivateRun) -> PublicRegister:
    """The draft pending register with operators by pseudonym and without combination ids."""
    return PublicRegister(run.register.list_version, tuple(_entry(entry, run) for entry in run.register.entries))


def route_label(route: Route, scheme: Scheme) -> str:
    """A route as the scheme prints it."""
    return scheme.paper.route_labels.get(route.value, route.value)


def _entry(entry: PendingEntry, run: PrivateRun) -> PublicEntry:
    return PublicEntry(
        label=entry.label,
        product_id=entry.product_id,
        product_kind=entry.product_kind,
        provider=entry.provider,
        devices=tuple(_device(device, run.scheme) if device else None for device in entry.devices),
        listings=tuple(
            PublicListing(
                run.name(listing.operator), listing.route, route_label(listing.route, run.scheme), listing.selected
            )
            for listing in entry.listings
        ),
        status=entry.status,
    )


def _device(device: Device, scheme: Scheme) -> PublicDevice:
    label = next((t.label for t in scheme.device_types if t.name == device.device_type), device.device_type)
    return PublicDevice(device.device_type, label, device.manufacturer, device.model, device.hardware, device.firmware)
