"""The device models of the corpus, and rows without a fault.

The catalogue is that of the generated estates, and models in which one thing each is particular: a maker that only
the model's name leaves open, two hardware versions, versions that a spreadsheet turns into numbers and dates.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from random import Random

from eligo.catalogue import Catalogue, load_catalogue
from eligo.scheme import Scheme, load_scheme
from estates import market
from estates.market import HEAD_ENDS, OWN_PROVIDERS, Market
from estates.rows import COLUMNS, DEVICE_TYPES, FIELDS
from estates.truth import Combo, Device, Model
from faults.cells import Value

TWO_MAKERS = (Model("CH", "Telit", "UNIHUB", "1"), Model("CH", "Toshiba", "UNIHUB", "1"))
TWO_HARDWARES = (Model("CH", "Telit", "SEAP-2900-V", "A"), Model("CH", "Telit", "SEAP-2900-V", "B"))
DATED = Model("CH", "Telit", "SEAP-2800-V", "H")
TENTHS = Model("PPMID", "GEO", "MINIM", "1")
TENTHS_TWICE = Model("PPMID", "GEO", "SOLO", "1")
EXPONENT = Model("PPMID", "GEO", "TRIO", "1")
HALF_DATED_HARDWARE = Model("CH", "Telit", "SEAP-2700-V", "3.4")
CODED = Model("GSME", "Landis+Gyr", "G670", "1.0")
PLANNED = tuple(Model("GSME", "Landis+Gyr", f"G9{number}", "1.0") for number in range(10, 40))
"""Models that nothing but planned upgrades are about, so that no two plans meet by chance."""

FIRST, SECOND, THIRD = "04.00.01.10", "04.00.01.20", "04.00.01.30"
FIRMWARE: dict[Model, tuple[str, ...]] = {
    **market.CATALOGUE,
    **dict.fromkeys(TWO_MAKERS, ("1.0.1",)),
    **dict.fromkeys(TWO_HARDWARES, ("2.9.4",)),
    DATED: ("3.4.15", "4.3.15", "5.6.14"),  # 3 April 2015 and 4 March 2015 are one another's American readings
    TENTHS: ("2.10", "3.2"),
    TENTHS_TWICE: ("1.1", "1.10"),
    EXPONENT: ("1E5", "0042"),
    HALF_DATED_HARDWARE: ("2.7.1",),
    CODED: ("03.00.01.99", "03.00.01.227", "04.00.01.96", "04.00.01.60"),  # 0x63, 0xE3; 0x60 and 60
    **dict.fromkeys(PLANNED, (FIRST, SECOND, THIRD)),
}
MARKET = Market(OWN_PROVIDERS, market.SUPPLIERS, (), (market.G370, market.G470_MK1), (market.SEAP_2000,))


@cache
def scheme() -> Scheme:
    """The shipped scheme."""
    return load_scheme("smets1-foc")


@cache
def catalogue() -> Catalogue:
    """The corpus's device models, read."""
    return load_catalogue("device-models.csv", catalogue_file(), scheme())


def catalogue_file() -> bytes:
    """``device-models.csv``: one row per device model and firmware."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("device_type", "manufacturer", "model", "hardware_version", "firmware_version"))
    for kind, versions in FIRMWARE.items():
        for version in versions:
            writer.writerow((kind.device_type, kind.manufacturer, kind.model, kind.hardware, version))
    return text.getvalue().encode()


def cells_of(kind: Model, firmware: str) -> dict[str, Value]:
    """A device's four identity cells, typed as the catalogue has them."""
    typed = (kind.manufacturer, kind.model, kind.hardware, firmware)
    return {f"{kind.device_type} {name}": value for name, value in zip(FIELDS, typed, strict=False)}


def draw_row(
    rng: Random, supplier: str, smso: str, intends: str, *, dual_fuel: bool
) -> tuple[dict[str, Value], tuple[int, int, int], dict[str, str]]:
    """A row in which every cell is typed as the template asks: cells, counts, devices by type (empty where absent)."""
    combo = market.draw_combo(rng, MARKET, smso or rng.choice(HEAD_ENDS), dual_fuel=dual_fuel)
    counts = (rng.randint(200, 9000), rng.randint(1, 900), rng.randint(0, 9))
    values: dict[str, Value] = dict.fromkeys(COLUMNS, "")
    values |= {
        "Supplier": supplier or rng.choice(market.SUPPLIERS),
        "SMSO": combo.smso,
        "Operating capability": combo.cohort,
        "Fuel type": "DF" if combo.gsme else "SF",
        "WAN provider": combo.wan,
        "Intends to enrol": intends,
    }
    values |= dict(zip(("Active", "Dormant", "Mixed"), counts, strict=True))
    if combo.ppmid:
        values |= {"Display kind": "PPMID", "Display firmware upgradable": "Y"}
    devices = {}
    for kind, device in zip(DEVICE_TYPES, _devices(rng, combo), strict=True):
        devices[kind] = device.text if device else ""
        values |= cells_of(device.kind, device.firmware) if device else {}
    return values, counts, devices


def _devices(rng: Random, combo: Combo) -> tuple[Device | None, ...]:
    return (market.draw_device(rng, combo.esme), combo.gsme, combo.ch, combo.ppmid)
