"""What two combinations differ in, and what is the same of them: worked out of both, device by device.

Invariant: everything that identifies a combination is compared once, so that two with no difference are one.
Source: ``returns.md`` 9 (identity).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eligo.programme.equivalence.model import Argument
from eligo.terms import ABSENT, Combination, Device

DEVICE = "device"
"""What is compared of a device type where one of the two has no such device."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that both combinations have: ``subject`` is a device type, ``operator``, ``provider`` or ``cohort``;
    ``part`` is one of a device, and blank for the others.
    """

    subject: str
    part: str
    tested: str
    claimed: str

    @property
    def place(self) -> str:
        """What it is called."""
        return f"{self.subject} {self.part}".rstrip()

    @property
    def is_same(self) -> bool:
        """Whether it is the same of both."""
        return self.tested == self.claimed


def compared(tested: Combination, claimed: Combination) -> tuple[Compared, ...]:
    """Everything that identifies the two, in the order of the identity.

    >>> from eligo.terms import Device
    >>> old, new = (Combination("A", "", (Device("ESME", "L+G", "E470", "1", v), None)) for v in ("1.0", "1.1"))
    >>> [(one.place, one.tested, one.claimed) for one in compared(old, new) if not one.is_same]
    [('ESME firmware', '1.0', '1.1')]
    """
    return tuple(_compared(tested, claimed))


def differences(tested: Combination, claimed: Combination) -> tuple[Compared, ...]:
    """What is not the same of the two."""
    return tuple(one for one in _compared(tested, claimed) if not one.is_same)


def argued(one: Compared, arguments: Iterable[Argument]) -> str:
    """Why a difference does not matter, where that is said of it or of the whole device; blank where it is not."""
    said = {argument.place: argument.text for argument in arguments}
    return said.get(one.place, said.get(one.subject, ""))


def _compared(tested: Combination, claimed: Combination) -> Iterator[Compared]:
    for subject, before, after in (
        ("cohort", tested.foreign_cohort, claimed.foreign_cohort),
        ("operator", tested.operator, claimed.operator),
        ("provider", tested.provider, claimed.provider),
    ):
        if before or after:
            yield Compared(subject, "", before, after)
    for old, new in zip(tested.devices, claimed.devices, strict=True):
        yield from _devices(old, new)


def _devices(old: Device | None, new: Device | None) -> Iterator[Compared]:
    if old is not None and new is not None:
        for part in old.parts:
            yield Compared(old.device_type, part, getattr(old, part), getattr(new, part))
        return
    present = old or new
    if present is not None:
        yield Compared(present.device_type, DEVICE, old.text if old else ABSENT, new.text if new else ABSENT)
