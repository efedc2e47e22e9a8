"""What a generated estate really contains: the answers that a run is judged by.

What belongs here: frozen values, and the figures that follow from them by one obvious sum. What does not: how an
estate is invented (``generator``) and how its files are typed (``typing_habits``, ``files``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

ABSENT = "-"
SCHEME_COHORT = "FOC"


@dataclass(frozen=True, order=True)
class Model:
    """A device model: what stands in the catalogue, firmware left out."""

    device_type: str
    manufacturer: str
    model: str
    hardware: str

    @property
    def variant(self) -> str:
        return "|".join((self.device_type, self.manufacturer, self.model, self.hardware))


@dataclass(frozen=True, order=True)
class Device:
    """A device model at one firmware."""

    kind: Model
    firmware: str

    @property
    def text(self) -> str:
        return "|".join((self.kind.manufacturer, self.kind.model, self.kind.hardware, self.firmware))


@dataclass(frozen=True)
class Combo:
    """A combination, electricity meter firmware left open. ``gsme`` and ``ppmid`` may be absent."""

    smso: str
    wan: str
    esme: Model
    gsme: Device | None
    ch: Device
    ppmid: Device | None
    cohort: str = SCHEME_COHORT

    @property
    def key(self) -> str:
        """The identity text of ``expected.json``; another operating capability stands in brackets before it."""
        devices = (Device(self.esme, "TBC"), self.gsme, self.ch, self.ppmid)
        parts = [self.smso, self.wan, *(d.text if d else ABSENT for d in devices)]
        return " / ".join(parts if self.cohort == SCHEME_COHORT else [f"[{self.cohort}]", *parts])

    @property
    def variants(self) -> frozenset[str]:
        """The hardware variants of meters and hub that it would cover."""
        present = [self.esme, self.ch.kind] + ([self.gsme.kind] if self.gsme else [])
        return frozenset(kind.variant for kind in present)

    @property
    def scope(self) -> tuple[bool, str]:
        """In scope or not, and the kind of rule that says so (consultation 2.1.1)."""
        devices = [self.esme] + [d.kind for d in (self.gsme, self.ch, self.ppmid) if d]
        meters = [self.esme] + ([self.gsme.kind] if self.gsme else [])
        if self.cohort != SCHEME_COHORT:
            return False, "other-capability"
        if any(kind.manufacturer == "EDMI" for kind in devices):
            return False, "edmi-under-assessment"
        if any(kind.manufacturer != "Landis+Gyr" for kind in meters):
            return False, "other-maker"
        return True, "landis-gyr-meters"


@dataclass(frozen=True)
class TrueCombination:
    """One combination with its figures, in installations."""

    key: str
    smso: str
    in_scope: bool
    rule: str
    active: int
    dormant: int
    mixed: int
    population: int
    intention_unknown: int
    variants: frozenset[str]

    @property
    def deployed(self) -> int:
        return self.active + self.dormant + self.mixed


@dataclass(frozen=True)
class Planted:
    """A fault or a form put into one cell; ``columns`` are those at which a finding would name it well."""

    file: str
    sheet: str
    row: int
    columns: tuple[str, ...]
    kind: str
    severity: str


@dataclass(frozen=True)
class FileCount:
    """How many rows of one table are accepted, quarantined and ignored."""

    file: str
    sheet: str
    accepted: int
    quarantined: int
    ignored: int

    @property
    def read(self) -> int:
        return self.accepted + self.quarantined + self.ignored


@dataclass(frozen=True)
class Mismatch:
    """A supplier x SMSO x combination cell in which the two sources differ beyond the tolerance."""

    supplier: str
    smso: str
    key: str
    supplier_figure: int
    smso_figure: int


@dataclass(frozen=True)
class Truth:
    """One generated estate: where its files are and what is in them."""

    catalogue: Path
    returns: Path
    combinations: tuple[TrueCombination, ...]
    planted: tuple[Planted, ...]
    tables: tuple[FileCount, ...]
    mismatches: tuple[Mismatch, ...]
    silent: tuple[str, ...]
    replaced_file: str

    @property
    def in_scope(self) -> tuple[TrueCombination, ...]:
        """In rank order: population descending, then identity text."""
        inside = [c for c in self.combinations if c.in_scope]
        return tuple(sorted(inside, key=lambda c: (-c.population, c.key)))

    @property
    def deployed_in_scope(self) -> int:
        return sum(c.deployed for c in self.in_scope)

    def share(self, keys: frozenset[str], smso: str = "") -> Fraction:
        """Deployed of those (of one SMSO, if named) as a share of the deployed estate in scope."""
        chosen = [c for c in self.in_scope if c.key in keys and smso in {"", c.smso}]
        return Fraction(sum(c.deployed for c in chosen), self.deployed_in_scope)
