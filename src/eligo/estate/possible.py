"""Which combinations a quarantined row may be about, by the fields that can be read of it.

What belongs here: comparing a row, field by field, with a combination. What does not: guessing which it is.
A row's firmware is what it says after the planned upgrades of its cell. Source: issue "certified, explained, and
robust", item 3; ``returns.md``, "Semantics" 5 and 7.
"""

from __future__ import annotations

from eligo.catalogue import PartialDevice
from eligo.estate.model import Unresolved
from eligo.estate.upgrades import CellPlan
from eligo.scheme import Scheme
from eligo.terms import Combination, Device


def may_be(row: Unresolved, combination: Combination, scheme: Scheme) -> bool:
    """Whether every field of the row that can be read is that of the combination."""
    if is_told(row):
        return row.combination == combination
    if not all(
        readable_attribute(row, role, scheme) in ("", value) for role, value in _attributes(combination, scheme)
    ):
        return False
    opened = {device.name for device in scheme.device_types if device.firmware_open}
    return all(
        pattern.may_be(device)
        and (device is None or device.device_type in opened or _may_run(pattern, device, row.plan))
        for pattern, device in zip(row.partly.devices, combination.devices, strict=False)
    )


def is_told(row: Unresolved) -> bool:
    """Whether the row says which combination it is about, so that only its count is in doubt."""
    return (
        row.combination is not None
        and row.partly.counts
        and not any(one.absent and one.present for one in row.partly.devices)
    )


def readable_attribute(row: Unresolved, role: str, scheme: Scheme) -> str:
    """The value of the attribute with that role, empty where it cannot be read."""
    name = scheme.attribute(role).name
    return "" if name in row.partly.unread or not row.partly.counts else row.attributes.get(name, "")


def _attributes(combination: Combination, scheme: Scheme) -> tuple[tuple[str, str], ...]:
    return (
        ("operator", combination.operator),
        ("provider", combination.provider),
        ("cohort", combination.foreign_cohort or scheme.cohort),
    )


def _may_run(pattern: PartialDevice, device: Device, plan: CellPlan | None) -> bool:
    """Whether a device of that kind may run the firmware of ``device`` once the plans of its cell are carried out."""
    if not pattern.firmware:
        return True
    own = (device.device_type, device.manufacturer, device.model, device.hardware)
    starts = [start[4] for start in (plan.moves if plan else ()) if start[:4] == own and pattern.may_have(start[4])]
    if plan and starts:
        return any(plan.carry_out(Device(*own, start)).device.firmware == device.firmware for start in starts)
    return pattern.may_have(device.firmware)
