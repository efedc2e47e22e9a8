"""The draft list as the first entries of the log.

What belongs here: what an entry takes over from a draft. What does not: the draft itself (``pending``).

Invariant: an entry's product is the draft's, by its id; operators stand by their published names.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from eligo.registers.entries import Basis, OpenFirmware, Product, RegisterEntry, Served, Stage
from eligo.registers.model import PendingEntry, PendingRegister
from eligo.scheme import Scheme
from eligo.terms import Route

UNRECORDED = datetime.min.replace(tzinfo=UTC)
"""The time of what has not been entered yet."""


def drafted_entries(
    draft: PendingRegister, scheme: Scheme, *, effective_on: date, basis: Basis, who: str, why: str
) -> tuple[RegisterEntry, ...]:
    """An entry for each product of a draft, pending on firmware to be confirmed; ``enter`` numbers them.

    An operator of several combinations of one product has the route of the first. Source: Consultation 2.1.5.
    """
    open_types = {one.name for one in scheme.device_types if one.firmware_open}
    return tuple(
        RegisterEntry(
            product=Product(one.provider, one.product_kind, one.devices),
            generation=1,
            label=one.label,
            state=one.status,
            firmware=tuple(
                OpenFirmware(device.device_type, Stage.TO_BE_CONFIRMED)
                for device in one.devices
                if device and device.device_type in open_types
            ),
            operators=_served(one, scheme),
            effective_on=effective_on,
            basis=basis,
            who=who,
            why=why,
            first_added_on=None,
            recorded_at=UNRECORDED,
            number=0,
        )
        for one in draft.entries
    )


def _served(one: PendingEntry, scheme: Scheme) -> tuple[Served, ...]:
    routes: dict[str, Route] = {}
    for listing in one.listings:
        routes.setdefault(scheme.disclosure.pseudonyms[listing.operator], listing.route)
    return tuple(Served(name, route) for name, route in sorted(routes.items()))
