"""Planned upgrades that lead back to where they started."""

from __future__ import annotations

from collections.abc import Sequence

from eligo.returns.model import PlannedUpgrade

Firmware = tuple[str, str, str, str, str]


def cycles(upgrades: Sequence[PlannedUpgrade]) -> tuple[PlannedUpgrade, ...]:
    """The upgrades of which following others leads from their target back to their start, in the order given.

    Source: ``returns.md`` 5 ("a cycle is an error").
    """
    targets: dict[Firmware, set[Firmware]] = {}
    for upgrade in upgrades:
        targets.setdefault(_end(upgrade, upgrade.from_firmware), set()).add(_end(upgrade, upgrade.to_firmware))
    return tuple(
        upgrade
        for upgrade in upgrades
        if _end(upgrade, upgrade.from_firmware) in _reachable(targets, _end(upgrade, upgrade.to_firmware))
    )


def _end(upgrade: PlannedUpgrade, firmware: str) -> Firmware:
    return (upgrade.device_type, upgrade.manufacturer, upgrade.model, upgrade.hardware, firmware)


def _reachable(targets: dict[Firmware, set[Firmware]], start: Firmware) -> set[Firmware]:
    found, waiting = {start}, [start]
    while waiting:
        for following in targets.get(waiting.pop(), ()):
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found
