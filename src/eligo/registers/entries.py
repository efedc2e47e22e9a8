"""The log of the registers: lines that are written once and never changed.

What belongs here: what a line of the log states. What does not: what the table of the scheme allows (``allowed``), what
the lines together say (``replay``), and how a line is written down (``plain``).

Invariants: everything in a line is published, so that nothing may stand in it that is not for the public; operators
stand by their published names. ``effective_on`` is when something holds, ``recorded_at`` when it was written down.
Source: SEC F2.10A and H14.36A, as ``returns.md`` 10 and ``domain.md`` section 2 read them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from eligo.scheme import STAGES, RegisterRules
from eligo.terms import Combination, Device, Route


class Stage(Enum):
    """How firm the firmware of a device is that is upgraded before enrolment; it only ever goes on."""

    TO_BE_CONFIRMED, CANDIDATE, FINAL = STAGES


@dataclass(frozen=True, slots=True)
class OpenFirmware:
    """The firmware of a device type whose firmware is open; ``version`` is blank while it is to be confirmed."""

    device_type: str
    stage: Stage
    version: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """Device models with their communication services provider; open firmware stands as ``TBC`` in ``devices``.

    ``devices`` has one place per device type of the scheme, ``None`` where absent.
    """

    provider: str
    kind: str
    devices: tuple[Device | None, ...]
    _id: str = field(default="", init=False, repr=False, compare=False)

    @property
    def product_id(self) -> str:
        """The legal identity of SEC F2.10A with open firmware left open (``returns.md`` 10)."""
        # Asked for with every look at an entry, and spelt out once.
        if not self._id:
            object.__setattr__(self, "_id", Combination("", self.provider, self.devices).product_id)
        return self._id


@dataclass(frozen=True, slots=True)
class Served:
    """An operator whose installations are of the product, its route, and from when they may be migrated."""

    operator: str
    route: Route
    open_on: date | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document by its name and by the SHA-256 of its bytes, so that it can be proved without being published."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Consent:
    """That the department has consented to an addition to the list of what is eligible: what that is called, and when.

    Source: ``domain.md`` section 2 (it preceded additions); ``programme.md`` 5.
    """

    reference: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Basis:
    """What an entry rests on. ``kind`` is one of the scheme's, which says what of the rest it has to state.

    ``base``: the item whose test stands for this one's; ``operators``: with whose installations evidence was got;
    ``consent``: to what is eligible, where any was given.
    """

    kind: str
    reference: str
    documents: tuple[Document, ...] = ()
    base: str = ""
    consultation: str = ""
    category: str = ""
    party: str = ""
    operators: tuple[str, ...] = ()
    decided_on: date | None = None
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What holds of one product on one generation of open firmware from ``effective_on`` on: all of it, each time.

    A generation goes from firmware to be confirmed over candidates to one final release; firmware that is newer is the
    next generation, an entry of its own with a ``first_added_on`` of its own. ``label`` is what tables call it.
    ``number`` counts the lines of the log from 1.
    """

    product: Product
    generation: int
    label: str
    state: str
    firmware: tuple[OpenFirmware, ...]
    operators: tuple[Served, ...]
    effective_on: date
    basis: Basis
    who: str
    why: str
    first_added_on: date | None
    recorded_at: datetime
    number: int

    @property
    def item(self) -> str:
        """What the entry is about: the product and the generation, such as ``P-5H7FZFG0YEWA/1``."""
        return f"{self.product.product_id}/{self.generation}"

    @property
    def is_final(self) -> bool:
        """Whether all of its firmware is final."""
        return all(one.stage is Stage.FINAL for one in self.firmware)


@dataclass(frozen=True, slots=True)
class RulesEntry:
    """The rules that the lines after it are held to: the scheme's, and which devices and operators there are.

    ``device_types`` in the scheme's order, of which ``open_types`` have open firmware; ``operators`` by their published
    names. So whoever has the log needs no scheme to judge it.
    """

    scheme: str
    scheme_version: str
    device_types: tuple[str, ...]
    open_types: tuple[str, ...]
    operators: tuple[str, ...]
    rules: RegisterRules
    who: str
    why: str
    recorded_at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """The key that signs from here on: an Ed25519 public key, signed by the one before it, the first by itself.

    Keys and signatures in hexadecimal; ``signed_by`` is the key that signed.
    """

    key: str
    signed_by: str
    signature: str
    who: str
    why: str
    recorded_at: datetime
    number: int


LogLine = RegisterEntry | RulesEntry | KeyEntry
"""A line of the log."""
