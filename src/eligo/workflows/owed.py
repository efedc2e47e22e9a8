"""Whether stakeholders are consulted again where other combinations are tested: on which models, by device type.

Consulted on are the models that are selected; of device types whose firmware is open the model is notified.
Source: Consultation 2 (SEC Appendix AK, SVTAD clause 13); the scheme's ``firmware_open``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eligo.scheme import TableScheme
from eligo.terms import Combination


@dataclass(frozen=True, slots=True)
class Owed:
    """The device types, by label, whose tested models are otherwise, and those of them that are consulted on.

    Of the others stakeholders are notified.
    """

    changed: tuple[str, ...]
    consulted: tuple[str, ...]


def owed_for(scheme: TableScheme, leaving: Sequence[Combination], entering: Sequence[Combination]) -> Owed:
    """What is owed where some combinations are tested instead of others; nothing where no models differ."""
    differing = [kind for kind in scheme.device_types if _models(leaving, kind.name) != _models(entering, kind.name)]
    return Owed(tuple(k.label for k in differing), tuple(k.label for k in differing if not k.firmware_open))


def _models(combinations: Sequence[Combination], device_type: str) -> Counter[str]:
    """How often each hardware variant of a device type is tested; one that a combination lacks is an empty text."""
    devices = [one.device(device_type) for one in combinations]
    return Counter(device.variant if device else "" for device in devices)
