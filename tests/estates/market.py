"""The invented market: device models, who operates and supplies, and which combinations are installed.

Everything is drawn from one seeded generator, so that a seed is an estate.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from estates.truth import Combo, Device, Model

HEAD_ENDS = ("SMSO-1", "SMSO-2", "SMSO-3")
OWN_PROVIDERS = {"SMSO-1": "WAN-A", "SMSO-2": "WAN-B", "SMSO-3": "WAN-C"}
SHARED_PROVIDERS = {"SMSO-1": "WAN-A", "SMSO-2": "WAN-A", "SMSO-3": "WAN-C"}
SUPPLIERS = (
    "Alder Energy",
    "Bracken & Moor",
    "Clover Supply",
    "Drift Gas & Electric",
    "Ember Home Energy",
    "Fenland Power",
    "Gorse Utilities",
    "Harrow Electric",
    "Isle Energy",
    "Kestrel Power",
)

MK1 = Model("ESME", "Landis+Gyr", "E470 (MK1)", "1.0")
MK2 = Model("ESME", "Landis+Gyr", "E470 (MK2)", "2.0")
G370 = Model("GSME", "Landis+Gyr", "G370", "1.0")
G470_MK1 = Model("GSME", "Landis+Gyr", "G470 (MK1)", "1.0")
G470_MK2 = Model("GSME", "Landis+Gyr", "G470 (MK2)", "2.0")
SEAP_2000 = Model("CH", "Telit", "SEAP-2000-V", "A")
SEAP_2001 = Model("CH", "Telit", "SEAP-2001-V", "B")
SEAP_2002 = Model("CH", "Telit", "SEAP-2002-V", "C")
PCK = Model("PPMID", "GEO", "PCK-BB-001", "1")
DUET = Model("PPMID", "GEO", "DUET II", "1")
EDMI_ESME = Model("ESME", "EDMI", "ES-10B", "1.0")
EDMI_GSME = Model("GSME", "EDMI", "GS-61", "1.0")
LIBERTY = Model("ESME", "Secure Meters", "Liberty 100", "3.1")
UNLISTED_GSME = Device(Model("GSME", "Landis+Gyr", "G480", "1.0"), "3.4.1.11")
UNLISTED_PPMID = Device(Model("PPMID", "GEO", "TRIO 5", "1"), "3.1.1.12")

CATALOGUE: dict[Model, tuple[str, ...]] = {
    MK1: ("01.09.01.44", "01.09.01.52"),
    MK2: ("02.01.01.10",),
    EDMI_ESME: ("1.4.7",),
    LIBERTY: ("4.11.2",),
    # 03000160 is .60 in BCD and .96 in hexadecimal: the one form of this model that cannot be told apart
    G370: ("03.00.01.58", "03.00.01.60", "03.00.01.61", "03.00.01.96"),
    G470_MK1: ("03.02.01.60", "03.02.01.63", "03.02.01.68"),
    G470_MK2: ("03.03.01.59", "03.03.01.61"),
    EDMI_GSME: ("1.2.0",),
    SEAP_2000: ("2.1.11", "2.1.12"),
    SEAP_2001: ("2.2.5", "2.2.7", "2.2.8"),
    SEAP_2002: ("2.3.4", "2.3.9"),
    PCK: ("2.2.1.9.0", "2.7.1.9.0"),
    DUET: ("2.0.1.9.60", "2.0.1.9.61"),
}


@dataclass(frozen=True)
class Market:
    """Who and what an estate is drawn from."""

    providers: dict[str, str]
    suppliers: tuple[str, ...]
    silent: tuple[str, ...]
    gas_meters: tuple[Model, ...]
    hubs: tuple[Model, ...]


def draw_market(rng: Random, *, small: bool, shared_provider: bool) -> Market:
    """Ten suppliers of which one or two are silent; a small market has three, all of which report."""
    names = rng.sample(SUPPLIERS, 3 if small else rng.randint(8, 10))
    silent = () if small else tuple(sorted(rng.sample(names, rng.randint(1, 2))))
    hubs = (SEAP_2000, SEAP_2001) if small or rng.random() < 0.4 else (SEAP_2000, SEAP_2001, SEAP_2002)
    providers = SHARED_PROVIDERS if shared_provider else OWN_PROVIDERS
    return Market(providers, tuple(sorted(names)), silent, (G370, G470_MK1, G470_MK2), hubs)


def write_catalogue(path: Path) -> None:
    """``device-models.csv``: one row per device model and firmware."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("device_type", "manufacturer", "model", "hardware_version", "firmware_version"))
        for kind, versions in CATALOGUE.items():
            for version in versions:
                writer.writerow((kind.device_type, kind.manufacturer, kind.model, kind.hardware, version))


def draw_device(rng: Random, kind: Model) -> Device:
    return Device(kind, rng.choice(CATALOGUE[kind]))


def draw_combo(rng: Random, market: Market, smso: str = "", *, dual_fuel: bool | None = None) -> Combo:
    """An in-scope combination of known device models; about one in seven is without gas, one in ten without display."""
    smso = smso or rng.choice(HEAD_ENDS)
    with_gas = rng.random() > 0.14 if dual_fuel is None else dual_fuel
    return Combo(
        smso,
        market.providers[smso],
        rng.choice((MK1, MK1, MK1, MK2)),
        draw_device(rng, rng.choice(market.gas_meters)) if with_gas else None,
        draw_device(rng, rng.choice(market.hubs)),
        draw_device(rng, rng.choice((PCK, DUET))) if rng.random() > 0.1 else None,
    )


def required_variants(market: Market) -> frozenset[str]:
    """Every hardware variant of meter and hub that the market's known models have."""
    return frozenset(kind.variant for kind in (MK1, MK2, *market.gas_meters, *market.hubs))


def draw_largest(rng: Random, market: Market, *, binding: bool, count: int) -> list[Combo]:
    """The first ``count`` combinations; the first five cover every variant, or with ``binding`` miss one to three."""
    wanted = required_variants(market)
    while True:
        drawn = list(dict.fromkeys(draw_combo(rng, market, rng.choice(HEAD_ENDS[:2])) for _ in range(count)))
        missed = len(wanted - frozenset[str]().union(*(c.variants for c in drawn[:5])))
        if len(drawn) == count and (1 <= missed <= 3 if binding else missed == 0):
            return drawn


def out_of_scope(rng: Random, market: Market, installed: list[Combo]) -> list[Combo]:
    """Other makers, and other operating capabilities (one of them with the devices of a combination in scope)."""
    wan = market.providers
    hub, display = draw_device(rng, SEAP_2000), draw_device(rng, PCK)
    edmi_gas, edmi = Device(EDMI_GSME, "1.2.0"), EDMI_ESME
    twin = rng.choice(installed)
    return [
        Combo("SMSO-1", wan["SMSO-1"], edmi, edmi_gas, hub, display),
        Combo("SMSO-2", wan["SMSO-2"], MK1, edmi_gas, hub, None),
        Combo("SMSO-2", wan["SMSO-2"], LIBERTY, None, draw_device(rng, SEAP_2001), None),
        Combo("SMSO-3", wan["SMSO-3"], LIBERTY, draw_device(rng, G370), hub, display),
        Combo("SMSO-1", wan["SMSO-1"], LIBERTY, None, hub, None, cohort="IOC"),
        Combo(twin.smso, twin.wan, twin.esme, twin.gsme, twin.ch, twin.ppmid, cohort="MOC"),
    ]
