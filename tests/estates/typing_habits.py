"""How people type what they have: spellings, firmware forms, counts, placeholders.

Every form here is one that ``returns.md`` promises to read back to the canonical value; each draw says which.
"""

from __future__ import annotations

from datetime import date
from random import Random

from estates.market import CATALOGUE
from estates.truth import Device, Model

MAKERS = {
    "Landis+Gyr": (
        "L+G",
        "Landis & Gyr",
        "Landis and Gyr",
        "Landis_Gyr",
        "Landis+Gyr AG",
        "LANDIS+GYR",
        "landis+gyr ",
        "Landis\u00a0+\u00a0Gyr",
    ),
    "Telit": ("TELIT", "telit "),
    "GEO": ("Geo", "geo ", "Green Energy Options"),
    "EDMI": ("EDMI Ltd.", "Edmi"),
    "Secure Meters": ("Secure Meters (UK) Ltd", "secure meters"),
}
MODELS = {
    "E470 (MK1)": ("E470 Mk1", "E470-MK1", "e470 mk 1"),
    "E470 (MK2)": ("E470 Mk2", "E470 MK 2", "E470-Mk2 "),
    "G370": (" G370", "g370"),
    "G470 (MK1)": ("G470 Mk1", "G470 MK 1"),
    "G470 (MK2)": ("G470 Mk2", "G470-Mk2"),
    "SEAP-2000-V": ("SEAP 2000 V", "seap-2000-v"),
    "SEAP-2001-V": ("SEAP 2001-V", "seap-2001-v\u00a0"),
    "SEAP-2002-V": ("SEAP 2002 V",),
    "PCK-BB-001": ("PCK BB 001", "pck-bb-001"),
    "DUET II": ("Duet II", "Duet-II"),
}
TO_BE_CONFIRMED = ("TBC", "TBC \u2074", "TBC\u2075", "tbc")
PLACEHOLDERS = ("", "", "-", "n/a")


def spelt(rng: Random, forms: dict[str, tuple[str, ...]], canonical: str, noise: float) -> str:
    """The canonical text, or with probability ``noise`` another spelling of it."""
    others = forms.get(canonical, ())
    return rng.choice(others) if others and rng.random() < noise else canonical


def parts(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def eight_digit_readings(text: str, known: tuple[str, ...]) -> set[str]:
    """The known firmware versions that an 8-digit form could mean, in BCD or in hexadecimal."""
    pairs = [text[i : i + 2] for i in range(0, 8, 2)]
    readings = {tuple(int(pair, 16) for pair in pairs)}
    if text.isdigit():
        readings.add(tuple(int(pair) for pair in pairs))
    return {version for version in known if tuple(parts(version)) in readings}


def eight_digits(version: str, known: tuple[str, ...]) -> dict[str, str]:
    """The BCD and hexadecimal forms of a version of four two-digit parts that can only mean it, by kind."""
    numbers = parts(version)
    if len(numbers) != 4:
        return {}
    forms = {
        "BCD form": "".join(f"{n:02d}" for n in numbers),
        "hexadecimal form": "".join(f"{n:02X}" for n in numbers),
    }
    return {kind: form for kind, form in forms.items() if eight_digit_readings(form, known) == {version}}


def as_date(version: str) -> date | None:
    """What a spreadsheet set to British dates makes of it: 2.1.12 becomes 2 January 2012."""
    numbers = parts(version)
    if len(numbers) != 3 or not (numbers[0] <= 28 and 1 <= numbers[1] <= 12 and 0 < numbers[2] <= 29):
        return None
    return date(2000 + numbers[2], numbers[1], numbers[0])


def plain_firmware(rng: Random, version: str, noise: float) -> str:
    """A form that needs no catalogue: short, with a v, with spaces."""
    if rng.random() >= noise:
        return version
    short = ".".join(str(part) for part in parts(version))
    return rng.choice((short, f"v{version}", f" {version} ", f"V{short}"))


def firmware(rng: Random, device: Device, noise: float, *, dates: bool) -> tuple[str | date, str]:
    """A typed form and, where it is to have a warning, its kind."""
    known = CATALOGUE.get(device.kind, ())
    if not known or rng.random() >= noise:
        return device.firmware, ""
    turned = as_date(device.firmware) if dates and device.kind.device_type == "CH" else None
    if turned and rng.random() < 0.5:
        return turned, "firmware turned into a date"
    coded = eight_digits(device.firmware, known)
    if coded and rng.random() < 0.3:
        kind = rng.choice(sorted(coded))
        return coded[kind], kind
    return plain_firmware(rng, device.firmware, 1.0), ""


def open_firmware(rng: Random, kind: Model, noise: float) -> str:
    """The firmware of a meter whose firmware is open: a version as typed, or to be confirmed."""
    if rng.random() < 0.06:
        return rng.choice(TO_BE_CONFIRMED)
    return plain_firmware(rng, rng.choice(CATALOGUE[kind]), noise)


def count(rng: Random, number: int, noise: float) -> int | str:
    """A count as a number, or as text with a thousands comma or a space before it."""
    if rng.random() >= noise:
        return number
    return f"{number:,}" if number >= 1000 else f" {number}"
