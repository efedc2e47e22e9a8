"""What can be read of a device whose row was refused, and which devices it may therefore be.

What belongs here: field by field what a refused device's cells still say. What does not: accepted devices
(``reading``), and which combinations a row may be about (``estate``).

Invariant: a field that cannot be read bars nothing. Source: issue "certified, explained, and robust", item 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eligo.catalogue import firmware as versions
from eligo.catalogue.model import Catalogue
from eligo.catalogue.names import clean, fold_model, hardware_key
from eligo.terms import TO_BE_CONFIRMED, Device


@dataclass(frozen=True, slots=True)
class PartialDevice:
    """One place of a refused row: what its cells say of the device, empty where they say nothing that can be read.

    ``models`` are the names that a readable model may have. ``absent``: the combination may have no such device;
    ``present``: it may have one.
    """

    device_type: str
    manufacturer: str = ""
    models: tuple[str, ...] = ()
    hardware: str = ""
    firmware: str = ""
    absent: bool = False
    present: bool = True

    @classmethod
    def of(cls, device: Device | None, device_type: str) -> PartialDevice:
        """What a device that was read says, or that there is none."""
        if device is None:
            return cls(device_type, absent=True, present=False)
        return cls(device_type, device.manufacturer, (device.model,), device.hardware, device.firmware)

    @property
    def names_firmware(self) -> bool:
        """Whether the firmware can be read."""
        return bool(self.firmware)

    @property
    def names_variant(self) -> bool:
        """Whether maker, model and hardware can all be read, as one each."""
        return bool(self.manufacturer and self.hardware) and len(self.models) == 1

    @property
    def text(self) -> str:
        """What can be read, with a question mark for what cannot: ``Landis+Gyr|?|2.0``."""
        return "|".join((self.manufacturer or "?", " or ".join(self.models) or "?", self.hardware or "?"))

    def may_be(self, device: Device | None) -> bool:
        """Whether it may be that hardware variant, its firmware aside; ``None``: whether there may be no device."""
        if device is None:
            return self.absent
        return (
            self.present
            and self.manufacturer in ("", device.manufacturer)
            and (not self.models or fold_model(device.model) in {fold_model(model) for model in self.models})
            and (not self.hardware or hardware_key(self.hardware) == hardware_key(device.hardware))
        )

    def may_have(self, firmware: str) -> bool:
        """Whether its firmware may be that version. ``TBC`` is a version of its own."""
        if not self.firmware or self.firmware == firmware:
            return True
        return TO_BE_CONFIRMED not in (self.firmware, firmware) and versions.key(self.firmware) == versions.key(
            firmware
        )


def read_partly(
    catalogue: Catalogue, device_type: str, typed: tuple[str, str, str, str], refused: tuple[bool, bool, bool, bool]
) -> PartialDevice:
    """What the four identity cells of a refused device say, as text; those ``refused`` and those blank say nothing.

    A maker and a model are read as those of an accepted row are. Hardware and firmware stand as typed, to be compared
    as versions: whose they are is not known where the model is not.
    """
    manufacturer, model, hardware, firmware = (
        "" if bad else clean(text) for text, bad in zip(typed, refused, strict=True)
    )
    if manufacturer:
        manufacturer = catalogue.manufacturer(device_type, manufacturer) or manufacturer
    makers = (manufacturer,) if manufacturer else catalogue.manufacturers_of(device_type, model)
    found = {catalogue.model(device_type, maker, model) for maker in makers} if model else set()
    names = {name for name in found if name} or ({model} if model else set())
    return PartialDevice(device_type, manufacturer, tuple(sorted(names)), hardware, _plain_firmware(firmware))


def _plain_firmware(typed: str) -> str:
    """The version, where it can be read without knowing the model: not a day, nor eight digits."""
    unclear: tuple[Callable[[str], object], ...] = (versions.date_of, versions.eight_digit_readings)
    bare = versions.unmarked(typed)
    return "" if not typed or any(one(bare) is not None for one in unclear) else versions.plain(typed)
