"""The estate: populations of combinations, and where each number comes from.

What belongs here: the values that ``estate.build_estate`` returns. What does not: rows as sent
(``returns``), decisions about them (``scope``).

Invariants: every accepted row of a counting return is in exactly one ``Contribution``; a combination's
counts are the sums of its counted contributions; unresolved installations are never among them.
Source: ``returns.md``, "Semantics" 5-9.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eligo.estate.upgrades import CellPlan
from eligo.findings import Finding
from eligo.returns import PartlyRead
from eligo.terms import Combination


@dataclass(frozen=True, slots=True)
class Contribution:
    """One accepted row and the combination it counts towards, after planned upgrades.

    ``counts`` follow the scheme's states (active, dormant, mixed), in installations. ``counted`` is false for
    a row of an operator whose supplier has returned its own figures. ``intends`` is ``None`` where unknown.
    ``upgrades`` names the planned upgrades that moved it, as ``file!row`` texts.
    """

    file: str
    sheet: str
    row: int
    role: str
    supplier: str
    combination: Combination
    product_kind: str
    counts: tuple[int, ...]
    intends: bool | None
    counted: bool
    upgrades: tuple[str, ...]

    @property
    def deployed(self) -> int:
        """Installations in any state."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """One quarantined row of a counting return: what can be read of it, never what it might have been.

    ``combination`` is ``None`` where a fault hides which combination it is; ``readable`` counts the
    installations in cells that could be read; ``unreadable_counts`` says how many count cells could not.
    ``attributes`` and ``partly`` are what it says field by field, ``plan`` the upgrades of its cell, and ``sent_by``
    the organisation that can say more.
    """

    file: str
    sheet: str
    row: int
    supplier: str
    operator: str
    combination: Combination | None
    readable: int
    unreadable_counts: int
    sent_by: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    partly: PartlyRead = field(default_factory=PartlyRead, repr=False)
    plan: CellPlan | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CombinationCount:
    """One combination of the estate. All figures are installations.

    ``firmware_level`` counts distinct full firmware identities (open firmware included) behind it.
    """

    combination: Combination
    product_kind: str
    counts: tuple[int, ...]
    population: int
    intention_unknown: int
    unresolved: int
    firmware_level: int

    @property
    def deployed(self) -> int:
        """Active + dormant + mixed (``returns.md`` 8)."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Difference:
    """One supplier x operator x combination cell whose two sources differ by more than the scheme allows."""

    supplier: str
    operator: str
    combination: Combination
    supplier_figure: int
    operator_figure: int
    used: str
    reason: str


@dataclass(frozen=True, slots=True)
class Responder:
    """One organisation of the round: whether it returned, and what stood in for it where it did not."""

    role: str
    name: str
    file: str
    snapshot: date | None
    stands_in: str


@dataclass(frozen=True, slots=True)
class Estate:
    """One round's estate, ordered by identity."""

    rfi_reference: str
    data_cut_off: date
    combinations: tuple[CombinationCount, ...]
    contributions: tuple[Contribution, ...]
    unresolved: tuple[Unresolved, ...]
    differences: tuple[Difference, ...]
    responders: tuple[Responder, ...]
    findings: tuple[Finding, ...]
