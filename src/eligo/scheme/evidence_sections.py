"""The tables of a scheme file about testing: the catalogue of service requests, and what each phase asks.

Invariant: as in ``sections``: every function asks for every key it knows, also of a silent table.
"""

from __future__ import annotations

from eligo.scheme.model import Criteria, ServiceRequest
from eligo.scheme.read import Table
from eligo.scheme.sections import identifier

FIRMWARE_KINDS: tuple[str, ...] = ("candidate", "final")


def service_request(table: Table) -> ServiceRequest:
    """``[[service_request]]``: a service request variant under test."""
    read = ServiceRequest(
        id=identifier(table),
        label=table.text("label"),
        phases=table.texts("phases", empty=False),
        device_type=table.text("device_type", default=""),
        source=table.text("source"),
    )
    table.close()
    return read


def criteria(table: Table) -> Criteria:
    """``[[criteria]]``: what a phase asks before it is entered and left."""
    tolerated = table.table("tolerated", optional=True)
    read = Criteria(
        phase=table.text("phase"),
        firmware=table.choice("firmware", FIRMWARE_KINDS),
        states=table.texts("states", empty=False),
        except_for=table.texts_by_key("except_for", optional=True),
        tested_by=table.texts("tested_by", default=()),
        tolerated={name: tolerated.whole(name, least=0) for name in tolerated.names()},
        source=table.text("source"),
    )
    table.close()
    return read
