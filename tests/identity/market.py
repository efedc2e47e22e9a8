"""Seeded lists of makers and models in the style of public device lists: families that differ in one digit or letter,
makers that share words. Every name is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from eligo.catalogue import AliasTable, Catalogue, CatalogueEntry, clean, fold_model, fold_organisation

SUFFIXES = ("UK",)
DEVICE_TYPE = "METER"

BEGINNINGS = (
    "Nor",
    "Al",
    "Bran",
    "Cor",
    "Del",
    "El",
    "Fen",
    "Gar",
    "Hal",
    "Ister",
    "Kor",
    "Lum",
    "Mar",
    "Ost",
    "Pel",
    "Quil",
)
MIDDLES = ("", "a", "da", "li", "mo", "ri", "ta", "ve")
ENDINGS = ("vik", "ster", "don", "gyr", "met", "ron", "tec", "wick", "stad", "lux", "via", "zen")
TRADES = ("Meters", "Metering", "Energy", "Systems", "Controls", "Lighting", "Networks", "Electric", "Instruments")
SERIES = ("E", "G", "AX", "SK", "HUB", "PCK-BB", "Duo", "Liberty", "Orion", "TRV", "ZB")


@dataclass(frozen=True)
class Market:
    """A catalogue, and the names that it leaves out though they are as near as names can be."""

    catalogue: Catalogue
    unknown_makers: tuple[str, ...]
    unknown_models: tuple[tuple[str, str], ...]


def stem(rng: Random) -> str:
    return rng.choice(BEGINNINGS) + rng.choice(MIDDLES) + rng.choice(ENDINGS)


def maker(rng: Random) -> str:
    first = stem(rng)
    shape = rng.random()
    if shape < 0.25:
        return first
    if shape < 0.35:
        return first.upper()[:4] if len(first) > 4 else first
    if shape < 0.5:
        return f"{first}{rng.choice(('+', ' & ', '-'))}{stem(rng)}"
    trades = rng.sample(TRADES, rng.choice((1, 1, 2)))
    return " ".join((first, *trades))


def family(rng: Random) -> list[str]:
    """Some models that are near each other."""
    series, number = rng.choice(SERIES), rng.randrange(1, 99) * 10
    shapes = (
        [f"{series}{number}", f"{series}{number + 10}", f"{series}{number + 1}"],
        [f"{series}{number} (MK{mark})" for mark in (1, 2, 3)],
        [f"{series}-{number + 2000}-{letter}" for letter in "VWX"] + [f"{series}-{number + 2001}-V"],
        [f"{series} {number // 10}", f"{series} {number // 10}+", f"{series} {number // 10} Pro"],
        [f"{series} {number // 100}.{n}" for n in (1, 2)] + [f"{series} {number // 100}{n}" for n in (1, 2)],
        [f"{stem(rng)} {ending}" for ending in ("Mini", "Maxi", "Duo")],
        [f"{series}-{number:04d}", f"{series}-{number:04d}A", f"{series}-{number:04d}B"],
    )
    return rng.choice(shapes)


def distinct(names: list[str]) -> list[str]:
    """The names of which no two are one by rule."""
    return list({fold_model(name): name for name in names}.values())


def market(seed: int, makers: int = 40, families: int = 4) -> Market:
    """A market, to the letter the same for the same seed; a sixth of its names are left out of the catalogue."""
    rng = Random(seed)
    names = list({fold_organisation(name, SUFFIXES): name for name in (maker(rng) for _ in range(makers))}.values())
    cut = len(names) // 6
    entries, left_out = [], []
    for name in names[cut:]:
        models = distinct([model for _ in range(families) for model in family(rng)])
        rng.shuffle(models)
        left_out += [(name, model) for model in models[: len(models) // 6]]
        entries += [
            CatalogueEntry(DEVICE_TYPE, name, clean(model), "1.0", "1.0.0", 0) for model in models[len(models) // 6 :]
        ]
    return Market(Catalogue(tuple(entries), AliasTable((), SUFFIXES), SUFFIXES), tuple(names[:cut]), tuple(left_out))
