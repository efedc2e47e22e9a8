"""The vocabulary of the field, as frozen values that every later stage shares.

What belongs here: what a combination *is*, and the values that more than one capability package passes on.
What does not: how any of them is made. Nothing here knows a particular scheme: which device types there
are, and what the operator of an installation is called, is data of the scheme.

Invariants: counts are whole installations (never meters); shares are ``Fraction`` until they are shown;
texts are canonical, the value as typed lives in findings and quarantine only.
Source: ``domain.md`` section 1, ``returns.md`` "Semantics" 8-10, ``results.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

TO_BE_CONFIRMED = "TBC"
"""How the published registers write a firmware version that is still to be confirmed."""

ABSENT = "-"
"""How an identity text writes a device that is not part of the combination."""

BAR = "|"
"""What parts the texts of a device in an identity text, so that none of them may have it."""


@dataclass(frozen=True, slots=True, order=True)
class Device:
    """One device of a combination: a device model, its hardware and its firmware, all canonical.

    ``firmware`` is ``TBC`` where the scheme leaves it open (``returns.md`` 9). ``parts``: those that its texts have, in
    the order of the fields; a table of another field may have fewer.
    """

    device_type: str
    manufacturer: str
    model: str
    hardware: str
    firmware: str
    parts: tuple[str, ...] = field(default=("manufacturer", "model", "hardware", "firmware"), kw_only=True)

    @property
    def text(self) -> str:
        """
        >>> Device("GSME", "Landis+Gyr", "G370", "1.0", "03.00.01.61").text
        'Landis+Gyr|G370|1.0|03.00.01.61'
        """
        return BAR.join([getattr(self, part) for part in self.parts])

    @property
    def variant(self) -> str:
        """The hardware variant, firmware left out (``returns.md`` 9).

        >>> Device("Browser", "", "Firefox", "", "128", parts=("model", "firmware")).variant
        'Browser|Firefox'
        """
        return BAR.join((self.device_type, *(getattr(self, part) for part in self.parts if part != "firmware")))


@lru_cache(maxsize=65536)
def digest_id(prefix: str, text: str) -> str:
    """A short identifier that depends on ``text`` alone, so that it is the same in every round.

    Sixty bits of SHA-256 as twelve Crockford base-32 digits.

    >>> digest_id("C", "SMSO-1 / WAN-A")
    'C-5H7FZFG0YEWA'
    """
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 4
    digits = ""
    for _ in range(12):
        number, remainder = divmod(number, 32)
        digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[remainder] + digits
    return f"{prefix}-{digits}"


@dataclass(frozen=True, slots=True)
class Combination:
    """A device model combination: who operates it, over which provider, made of which devices.

    ``operator`` (an SMSO in SMETS1) and ``provider`` (the communication services provider) are identity
    attributes, blank where the scheme has none; ``cohort`` (the operating capability) is part of the identity only
    where it is not the scheme's own; ``devices`` has one place per device type, in the scheme's order, ``None`` where
    absent.
    """

    operator: str
    provider: str
    devices: tuple[Device | None, ...]
    foreign_cohort: str = ""

    @property
    def identity(self) -> str:
        """The canonical identity text, from which ``combination_id`` is derived (``returns.md`` 9)."""
        parts = [*([self.operator] if self.operator else ()), *self._legal_parts]
        return " / ".join([f"[{self.foreign_cohort}]", *parts] if self.foreign_cohort else parts)

    @property
    def combination_id(self) -> str:
        """The estate identity: with operator, firmware open where the scheme says so. Stable across rounds."""
        return digest_id("C", self.identity)

    @property
    def product_id(self) -> str:
        """The legal identity of SEC F2.10A: device models and provider, *without* operator (``returns.md`` 10)."""
        return digest_id("P", " / ".join(self._legal_parts))

    @property
    def _legal_parts(self) -> list[str]:
        provider = [self.provider] if self.provider else []
        return [*provider, *(device.text if device else ABSENT for device in self.devices)]

    def device(self, device_type: str) -> Device | None:
        """The device of that type, or ``None`` where the combination has none."""
        return next((d for d in self.devices if d and d.device_type == device_type), None)


class Route(Enum):
    """How a combination becomes eligible (``results.md``, "Routes")."""

    MT_SIT = "mt+sit"
    MT = "mt"
    DMCT = "dmct"
    EQUIVALENT = "equivalent"
    OUT_OF_SCOPE = "out-of-scope"
    UNECONOMIC = "uneconomic"


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Exactly one per combination: in or out, by which rule, and the reason that rule states."""

    in_scope: bool
    rule: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the selection needs to know of one in-scope combination.

    ``population`` is what is maximised and ``deployed`` breaks ties, both in installations >= 0; ``variants``
    are the hardware variants that must each be covered (those of the device types the scheme names). ``bases``:
    ids of the combinations whose test stands for this one's (substantive equivalence); never chained.
    """

    combination_id: str
    identity: str
    operator: str
    population: int
    deployed: int
    variants: frozenset[str]
    bases: frozenset[str] = frozenset()


def rank_key(candidate: Candidate) -> tuple[int, str]:
    """Rank order: population descending, then canonical identity text (``results.md``, "Ties")."""
    return (-candidate.population, candidate.identity)


def covers(variants: Iterable[str], strength: int) -> frozenset[str]:
    """What a test of something with those hardware variants covers: each set of up to ``strength`` of them, as text.

    >>> sorted(covers({"hub-1", "meter-1"}, 2))
    ['hub-1', 'hub-1 + meter-1', 'meter-1']
    """
    if strength == 1:
        return frozenset(variants)
    ordered = sorted(variants)
    sizes = range(1, min(strength, len(ordered)) + 1)
    return frozenset(" + ".join(one) for size in sizes for one in combinations(ordered, size))


@dataclass(frozen=True, slots=True)
class SelectionPolicy:
    """What a selection must satisfy: scheme defaults, changed by what the analyst asks for.

    ``size``: how many combinations exactly. ``cover``: whether every required hardware variant must be
    covered; ``strength``: and every set of up to so many that occur together (2: pairs). ``pins`` / ``bans``:
    combination ids that must / must not be selected. ``minimum`` / ``maximum``: per operator, how many selected
    combinations at least / at most. ``minimum_share``: the smallest share of the deployed estate at which a
    combination may be a candidate (0 bars nothing).
    """

    size: int
    cover: bool = True
    strength: int = 1
    pins: frozenset[str] = frozenset()
    bans: frozenset[str] = frozenset()
    minimum: Mapping[str, int] | None = None
    maximum: Mapping[str, int] | None = None
    minimum_share: Fraction = Fraction(0)

    @property
    def asked(self) -> dict[str, object]:
        """The policy as a certificate states it, in the order of the fields and each sorted."""
        return {
            "size": self.size,
            "cover": self.cover,
            "strength": self.strength,
            "minimum_share": str(self.minimum_share),
            "pins": sorted(self.pins),
            "bans": sorted(self.bans),
            "minimum": dict(sorted((self.minimum or {}).items())),
            "maximum": dict(sorted((self.maximum or {}).items())),
        }
