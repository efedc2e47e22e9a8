"""The draft pending register, as it stands inside the house.

What belongs here: entries keyed by product, with the combinations behind them. What does not: what the public
sees of them (``disclosure``), and how they are written (``artefacts``).

Invariants: a product is listed once, whatever number of operators it stands for; every in-scope combination
is behind exactly one entry; labels are unique.
Source: SEC F2.10A (products), as ``returns.md`` 10 reads it; Consultation 2.1.5, Table 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.terms import Device, Route

PENDING = "pending"
"""The status of every entry of a draft: tested by nobody yet."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One combination that a product stands for: its operator and its own route."""

    operator: str
    combination_id: str
    route: Route
    selected: bool


@dataclass(frozen=True, slots=True)
class PendingEntry:
    """One pending product. ``label`` is what the published tables call it; it is not an identity.

    ``devices`` has one place per device type of the scheme, ``None`` where absent; ``listings`` follow the scheme's
    order of operators; ``product_kind`` is the fuel type of SMETS1.
    """

    label: str
    product_id: str
    product_kind: str
    provider: str
    devices: tuple[Device | None, ...]
    listings: tuple[Listing, ...]
    status: str

    @property
    def combination_ids(self) -> tuple[str, ...]:
        """One per listing, in their order."""
        return tuple(listing.combination_id for listing in self.listings)

    @property
    def operators(self) -> tuple[str, ...]:
        """Each operator once, in the scheme's order."""
        return tuple(dict.fromkeys(listing.operator for listing in self.listings))

    @property
    def routes(self) -> tuple[Route, ...]:
        """One per listing, in their order."""
        return tuple(listing.route for listing in self.listings)

    @property
    def selected(self) -> bool:
        """Whether any of the combinations it stands for is selected."""
        return any(listing.selected for listing in self.listings)


@dataclass(frozen=True, slots=True)
class PendingRegister:
    """A draft version of the pending register: entries in the order of their labels."""

    list_version: str
    entries: tuple[PendingEntry, ...]
