"""One row of a return as somebody types it, and the faults that are put into copies of such rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from estates.installed import Cell
from estates.truth import Device
from estates.typing_habits import (
    MAKERS,
    MODELS,
    PLACEHOLDERS,
    count,
    eight_digit_readings,
    firmware,
    open_firmware,
    spelt,
)

Value = str | int | date
DEVICE_TYPES = ("ESME", "GSME", "CH", "PPMID")
FIELDS = (
    "Manufacturer",
    "Model",
    "Hardware version",
    "Firmware version",
    "Firmware provider",
    "Factory configuration",
)
LEADING = ("Supplier", "SMSO", "Operating capability", "Fuel type", "WAN provider")
TRAILING = ("Display kind", "Display firmware upgradable", "Active", "Dormant", "Mixed", "Intends to enrol")
COLUMNS = (*LEADING, *(f"{kind} {name}" for kind in DEVICE_TYPES for name in FIELDS), *TRAILING)


@dataclass(frozen=True)
class Line:
    """One line of a table. ``role``: row, fault, repeat, total or blank; ``marks`` are (columns, kind, severity)."""

    values: dict[str, Value]
    role: str = "row"
    marks: tuple[tuple[tuple[str, ...], str, str], ...] = ()


@dataclass
class Typist:
    """Somebody filling in one return: how carelessly, and whether a spreadsheet turns versions into dates."""

    rng: Random
    noise: float
    dates: bool
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def line(self, cell: Cell, counts: tuple[int, int, int], intends: str) -> Line:
        """One row, different from every row before it."""
        while True:
            values, warnings = self._values(cell, counts, intends)
            typed = tuple(str(values[column]).strip() for column in COLUMNS)
            if typed not in self.seen:
                self.seen.add(typed)
                return Line(values, marks=tuple(((column,), kind, "warning") for column, kind in warnings))

    def _values(
        self, cell: Cell, counts: tuple[int, int, int], intends: str
    ) -> tuple[dict[str, Value], list[tuple[str, str]]]:
        combo, rng = cell.combo, self.rng
        display = combo.ppmid or cell.left_out
        ihd = cell.as_ihd or cell.left_out is not None
        values: dict[str, Value] = {
            "Supplier": cell.supplier,
            "SMSO": combo.smso,
            "Operating capability": combo.cohort,
            "Fuel type": "DF" if combo.gsme else "SF",
            "WAN provider": combo.wan,
            "Display kind": ("IHD" if ihd else "PPMID") if display else "",
            "Display firmware upgradable": ("N" if cell.left_out else "Y") if display else "",
            "Intends to enrol": intends,
        }
        names = ("Active", "Dormant", "Mixed")
        values |= {name: count(rng, number, self.noise / 4) for name, number in zip(names, counts, strict=True)}
        warnings: list[tuple[str, str]] = []
        open_meter = Device(combo.esme, open_firmware(rng, combo.esme, self.noise))
        for kind, device in zip(DEVICE_TYPES, (open_meter, combo.gsme, combo.ch, display), strict=True):
            typed, warned = self._device(device, opened=kind == "ESME")
            values |= {f"{kind} {name}": value for name, value in zip(FIELDS, typed, strict=True)}
            warnings += [(f"{kind} {name}", what) for name, what in warned]
        return values, warnings

    def _device(self, device: Device | None, *, opened: bool) -> tuple[list[Value], list[tuple[str, str]]]:
        rng = self.rng
        if device is None:
            return [rng.choice(PLACEHOLDERS) if self.noise > 0.1 else "" for _ in FIELDS], []
        kind = device.kind
        maker = spelt(rng, MAKERS, kind.manufacturer, self.noise)
        model = spelt(rng, MODELS, kind.model, self.noise)
        version: str | date
        version, form = (device.firmware, "") if opened else firmware(rng, device, self.noise, dates=self.dates)
        warned = [("Firmware version", form)] if form else []
        warned += [("Model", "model that the catalogue does not know")] if kind.model in {"G480", "TRIO 5"} else []
        return [maker, model, kind.hardware, version, kind.manufacturer, "GB-STD"], warned


Fault = tuple[str, tuple[str, ...], dict[str, Value]]
"""Its kind, the columns at which a finding would name it well, and the cells that make it."""

GAS = tuple(f"GSME {name}" for name in FIELDS)
NO_GAS: dict[str, Value] = dict.fromkeys(GAS, "")
KNOWN_GAS: dict[str, Value] = {
    "GSME Manufacturer": "Landis+Gyr",
    "GSME Model": "G370",
    "GSME Hardware version": "1.0",
}
KNOWN_HUB: dict[str, Value] = {"CH Manufacturer": "Telit", "CH Model": "SEAP-2001-V", "CH Hardware version": "B"}
FAULTS: tuple[Fault, ...] = (
    ("negative count", ("Active",), {"Active": -40}),
    ("negative count", ("Dormant",), {"Dormant": "-1,200"}),
    ("fractional count", ("Active",), {"Active": "12.5"}),
    ("count not a number", ("Dormant",), {"Dormant": "lots"}),
    ("count missing", ("Dormant",), {"Dormant": ""}),
    ("unknown SMSO", ("SMSO",), {"SMSO": "SMSO-9"}),
    ("missing ESME model", ("ESME Model",), {"ESME Model": ""}),
    ("ambiguous eight digits", ("GSME Firmware version",), {**KNOWN_GAS, "GSME Firmware version": "03000160"}),
    ("unknown eight digits", ("GSME Firmware version",), {**KNOWN_GAS, "GSME Firmware version": "99887766"}),
    ("dual fuel without GSME", (*GAS, "Fuel type"), NO_GAS),
    ("single fuel with GSME", (*GAS, "Fuel type"), {"Fuel type": "SF"}),
    ("unknown capability", ("Operating capability",), {"Operating capability": "XOC"}),
    ("missing WAN provider", ("WAN provider",), {"WAN provider": ""}),
    ("another supplier's row", ("Supplier",), {"Supplier": "Somebody Else Ltd"}),
)
DATE_FAULT: Fault = (
    "date that is no known firmware",
    ("CH Firmware version",),
    {**KNOWN_HUB, "CH Firmware version": date(2017, 5, 23)},
)
assert len(eight_digit_readings("03000160", ("03.00.01.60", "03.00.01.96"))) == 2


def faulty(rng: Random, lines: list[Line], fault: Fault) -> Line:
    """A copy of an accepted dual-fuel row, in which exactly that fault is put."""
    kind, columns, changes = fault
    base = rng.choice([line for line in lines if line.role == "row" and line.values["Fuel type"] == "DF"])
    return Line({**base.values, **changes}, "fault", ((columns, kind, "error"),))


def repeated(rng: Random, lines: list[Line]) -> Line:
    """An accepted row once more, with spaces after some of its texts."""
    base = rng.choice([line for line in lines if line.role == "row"])
    values: dict[str, Value] = {
        column: f"{value} " if isinstance(value, str) and value and rng.random() < 0.3 else value
        for column, value in base.values.items()
    }
    return Line(values, "repeat", (((), "row repeated", "warning"),))


def totals(counts: tuple[tuple[int, int, int], ...]) -> Line:
    """A trailing row of sums."""
    sums = [sum(column) for column in zip(*counts, strict=True)]
    values: dict[str, Value] = dict.fromkeys(COLUMNS, "")
    values |= {"Supplier": "Total", "Active": sums[0], "Dormant": sums[1], "Mixed": sums[2]}
    return Line(values, "total")
