"""What a refused row still says, field by field, from what the checks read of it.

What belongs here: from readings to ``PartlyRead``. What does not: which combinations that leaves (``estate``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from eligo.catalogue import PartialDevice
from eligo.returns.checks import Check, Reading
from eligo.returns.model import PartlyRead


def partly_read(readings: Iterable[tuple[Check, Reading]]) -> PartlyRead:
    """What the checks of one row read of it: those of attributes, of devices and of the intention."""
    found = list(readings)
    unread = {check.subject: check.columns[0] for check, one in found if check.kind == "attribute" and one.refused}
    hidden = set(unread.values())
    return PartlyRead(
        unread=frozenset(unread),
        devices=tuple(_device(check, one, hidden) for check, one in found if check.kind == "device"),
        intends=next((one.value for check, one in found if check.kind == "intention"), None),
    )


def _device(check: Check, reading: Reading, hidden: set[str]) -> PartialDevice:
    """One device; whether there is any is open where an attribute that decides it cannot be read."""
    undecided = not hidden.isdisjoint(check.columns[check.own :])
    if not reading.refused:
        read = PartialDevice.of(reading.value, check.subject)
        if not undecided:
            return read
        return replace(read, absent=True) if read.present else PartialDevice(check.subject, absent=True)
    if reading.value is not None:
        return replace(PartialDevice.of(reading.value, check.subject), absent=True)
    if reading.partly is None:
        return PartialDevice(check.subject, absent=True)
    return replace(reading.partly, absent=True) if undecided else reading.partly
