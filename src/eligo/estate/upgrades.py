"""Planned upgrades, carried out: which firmware an installation will have at the horizon.

What belongs here: whose plan counts for a cell, and where it leads. What does not: reading plans (``returns``).

Invariants: only plans that complete on or before the scheme's horizon move anything; plans are taken in date
order until none applies; a plan that is part of a cycle moves nothing. Source: ``returns.md`` 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.findings import Finding, Issue, Location
from eligo.returns import PlannedUpgrade, Return, Role, cycles
from eligo.terms import Device

Start = tuple[str, str, str, str, str]
"""Device type, manufacturer, model, hardware, firmware before."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A device after every plan that applies to it, and the places of the plans that moved it."""

    device: Device
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellPlan:
    """The plans in force for one supplier x operator cell, the earliest first from each firmware."""

    moves: Mapping[Start, PlannedUpgrade]

    def carry_out(self, device: Device) -> Moved:
        """Follow the plans from the device's firmware until none applies."""
        by: list[str] = []
        while (move := self.moves.get(_start(device))) is not None:
            by.append(move.place)
            device = Device(device.device_type, device.manufacturer, device.model, device.hardware, move.to_firmware)
        return Moved(device, tuple(by))


def _start(device: Device) -> Start:
    return (device.device_type, device.manufacturer, device.model, device.hardware, device.firmware)


def _starts_at(upgrade: PlannedUpgrade) -> Start:
    return (upgrade.device_type, upgrade.manufacturer, upgrade.model, upgrade.hardware, upgrade.from_firmware)


def plan_cell(supplier: Return | None, operator: Return | None, horizon: date) -> tuple[CellPlan, tuple[Finding, ...]]:
    """The plans for the cell of one supplier at one operator; ``None`` where that organisation returned nothing.

    Where both plan from the same firmware of the same model the supplier's counts (a warning at the
    operator's row). A cycle that only the two together make is an error at each of its rows.
    """
    own = supplier.upgrades if supplier else ()
    starts = {_starts_at(upgrade) for upgrade in own}
    findings: list[Finding] = []
    plans = list(own)
    for upgrade in operator.upgrades if operator else ():
        if _starts_at(upgrade) in starts:
            start = f"{upgrade.model} from {upgrade.from_firmware}"
            message = f"The supplier plans its own upgrade of {start}; the supplier's counts."
            findings.append(_at(upgrade, "upgrade-overridden", upgrade.from_firmware, message))
        else:
            plans.append(upgrade)
    in_force = [upgrade for upgrade in plans if upgrade.completion <= horizon]
    circular = cycles(in_force)
    for upgrade in circular:
        message = (
            f"{upgrade.from_firmware} to {upgrade.to_firmware} is part of a cycle of plans by supplier and operator."
        )
        findings.append(_at(upgrade, "upgrade-cycle", upgrade.to_firmware, message))
    return CellPlan(_earliest(upgrade for upgrade in in_force if upgrade not in circular)), tuple(findings)


def _earliest(upgrades: Iterable[PlannedUpgrade]) -> Mapping[Start, PlannedUpgrade]:
    moves: dict[Start, PlannedUpgrade] = {}
    for upgrade in sorted(upgrades, key=lambda u: (u.completion, u.to_firmware, u.place)):
        moves.setdefault(_starts_at(upgrade), upgrade)
    return moves


def _at(upgrade: PlannedUpgrade, code: str, value: str, message: str) -> Finding:
    return Issue(code, "From firmware", value, "", message).at(
        Location(upgrade.file, upgrade.sheet, upgrade.row, "From firmware")
    )


def plan_cells(
    returns: Sequence[Return], cells: Iterable[tuple[str, str]], horizon: date
) -> tuple[Mapping[tuple[str, str], CellPlan], tuple[Finding, ...]]:
    """The plans of every (supplier, operator) cell, and each finding once however many cells it concerns."""
    suppliers = {r.sender.organisation: r for r in returns if r.sender.role is Role.SUPPLIER}
    operators = {r.sender.organisation: r for r in returns if r.sender.role is Role.OPERATOR}
    plans: dict[tuple[str, str], CellPlan] = {}
    findings: dict[Finding, None] = {}
    for supplier, operator in sorted(set(cells)):
        plans[supplier, operator], said = plan_cell(suppliers.get(supplier), operators.get(operator), horizon)
        findings |= dict.fromkeys(said)
    return plans, tuple(findings)
