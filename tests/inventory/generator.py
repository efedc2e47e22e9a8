"""Inventories with known faults at known rows, from a seed: the same seed makes the same bytes.

``make_inventory`` knows ``returns.md`` and the drawn catalogue, and nothing of Eligo's code: what it says was planted
is what was typed, not what was read. Rows are written a part at a time, so that ten million need no memory.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import IO

STATES = ("Active", "Dormant", "Mixed")

COLUMNS = (
    "Installation ID",
    "Status",
    "Supplier",
    "SMSO",
    "Operating capability",
    "Fuel type",
    "WAN provider",
    *(f"ESME {field}" for field in ("Manufacturer", "Model", "Hardware version", "Firmware version")),
    "ESME Firmware provider",
    "ESME Factory configuration",
    *(f"GSME {field}" for field in ("Manufacturer", "Model", "Hardware version", "Firmware version")),
    *(f"CH {field}" for field in ("Manufacturer", "Model", "Hardware version", "Firmware version")),
    "CH Firmware provider",
    *(f"PPMID {field}" for field in ("Manufacturer", "Model", "Hardware version", "Firmware version")),
    "Display kind",
    "Display firmware upgradable",
    "Intends to enrol",
)
"""The 29 columns of an inventory, its own two in front."""

ESMES = (("Landis+Gyr", "E470 (MK1)", "1.0", "01.09.01.44"), ("Landis+Gyr", "E470 (MK2)", "2.0", "02.01.01.10"))
GSMES = (
    ("Landis+Gyr", "G370", "1.0", "03.00.01.60"),
    ("Landis+Gyr", "G370", "1.0", "03.00.01.61"),
    ("Landis+Gyr", "G470 (MK1)", "1.0", "03.02.01.63"),
)
HUBS = (
    ("Telit", "SEAP-2000-V", "A", "2.1.11"),
    ("Telit", "SEAP-2000-V", "A", "2.1.12"),
    ("Telit", "SEAP-2001-V", "B", "2.2.8"),
)
DISPLAYS = (("GEO", "PCK-BB-001", "1", "2.2.1.9.0"), ("", "", "", ""))
SPELLINGS = {
    "Landis+Gyr": ("L+G", "Landis & Gyr", "Landis_Gyr", "landis+gyr AG"),
    "FOC": ("foc",),
    "Telit": ("TELIT ",),
}

Row = dict[str, str]
Told = tuple[str, str]
"""(template column, code) of a finding."""


def _set(column: str, value: str, *told: Told) -> Callable[[Row], tuple[Told, ...]]:
    def change(row: Row) -> tuple[Told, ...]:
        row[column] = value
        return told

    return change


def _no_hub(row: Row) -> tuple[Told, ...]:
    for name in row:
        if name.startswith("CH "):
            row[name] = ""
    return (("CH Model", "device-required"),)


FAULTS: dict[str, Callable[[Row], tuple[Told, ...]]] = {
    "operator unknown": _set("SMSO", "SMSO-9", ("SMSO", "value-not-allowed")),
    "supplier blank": _set("Supplier", "", ("Supplier", "value-missing")),
    "supplier another": _set("Supplier", "Birch Power", ("Supplier", "supplier-not-sender")),
    "status unknown": _set("Status", "Retired", ("Status", "value-not-allowed")),
    "status blank": _set("Status", "n/a", ("Status", "value-missing")),
    "model blank": _set("ESME Model", "", ("ESME Model", "device-without-model")),
    "hub blank": _no_hub,
    "firmware form": _set("CH Firmware version", "99999999", ("CH Firmware version", "firmware-form-unreadable")),
    "intention unknown": _set("Intends to enrol", "perhaps", ("Intends to enrol", "value-not-allowed")),
    "provider blank": _set("WAN provider", " ", ("WAN provider", "value-missing")),
    "identifier blank": _set("Installation ID", "-", ("Installation ID", "value-missing")),
}
"""What can be wrong in a cell, and what has to be said of it."""

BROKEN_LINES = ("quote open", "text after quote")
WARNED = (("CH Firmware version", "2.9.9", "firmware-unknown"), ("CH Model", "SEAP-9", "model-unknown"))


@dataclass
class Planted:
    """What an inventory was made of. ``errors`` and ``warnings`` are (row, column, code), rows as its sender sees them.

    ``clean`` counts accepted installations by (SMSO, hub model, hub firmware, status), as they are truly spelt.
    """

    path: Path
    rows: int = 0
    errors: list[tuple[int, str, str]] = field(default_factory=list)
    warnings: list[tuple[int, str, str]] = field(default_factory=list)
    clean: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    refused: int = 0
    rejected: int = 0
    ignored: int = 0


@dataclass(frozen=True)
class Dialect:
    """How an inventory is written: delimiter, encoding, end of lines, every cell in quotes, titles above the header."""

    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"
    quoted: bool = False
    titles: int = 0
    columns: tuple[str, ...] = COLUMNS


def make_inventory(
    path: Path,
    seed: int,
    rows: int,
    *,
    faults: float = 0.0,
    supplier: str = "Aster Energy",
    dialect: Dialect | None = None,
) -> Planted:
    """Write an inventory of so many rows, of which about a share has a fault; a name that ends in ``.gz`` packs it."""
    how, rng, planted = dialect or Dialect(), Random(seed), Planted(path)
    with gzip.open(path, "wb") if path.suffix == ".gz" else path.open("wb") as binary:
        text = io.TextIOWrapper(binary, encoding=how.encoding, newline="")
        _Writing(text, rng, planted, how, supplier).write(rows, faults)
        text.flush()
    return planted


class _Writing:
    """An inventory that is being written: what the last rows were, and what number the next one has."""

    def __init__(self, text: IO[str], rng: Random, planted: Planted, dialect: Dialect, supplier: str) -> None:
        self.text = text
        self.rng = rng
        self.planted = planted
        self.dialect = dialect
        self.supplier = supplier
        self.csv = csv.writer(
            text,
            delimiter=dialect.delimiter,
            lineterminator=dialect.line_end,
            quoting=csv.QUOTE_ALL if dialect.quoted else csv.QUOTE_MINIMAL,
        )
        self.number = 0

    def write(self, rows: int, faults: float) -> None:
        for number in range(self.dialect.titles):
            self._line([f"Title {number + 1}"])
        self._line(self.dialect.columns)
        kinds = [
            *FAULTS,
            *BROKEN_LINES,
            "repeated row",
            "repeated identifier",
            "blank line",
            "totals",
            "warning",
            "spelling",
        ]
        for index in range(rows):
            row = self._row(index)
            if self.rng.random() < faults:
                self._faulty(self.rng.choice(kinds), row)
            else:
                self._accepted(row)

    def _row(self, index: int) -> Row:
        rng = self.rng
        dual = rng.random() < 0.8
        esme, gsme, hub, display = rng.choice(ESMES), rng.choice(GSMES), rng.choice(HUBS), rng.choice(DISPLAYS)
        smso = rng.choice(("SMSO-1", "SMSO-2", "SMSO-3"))
        cells = [f"{1_000_000_000_000 + index * 7919}", rng.choice(STATES), self.supplier, smso, "FOC"]
        cells += ["DF" if dual else "SF", f"WAN-{smso[-1]}", *esme, esme[0], "Standard, single-phase"]
        cells += [
            *(gsme if dual else ("",) * 4),
            *hub,
            hub[0],
            *display,
            "PPMID" if display[0] else "",
            "Y" if display[0] else "",
        ]
        return dict(zip(COLUMNS, [*cells, rng.choice(("Y", "N", ""))], strict=True))

    def _line(self, cells: Iterator[str] | list[str] | tuple[str, ...]) -> int:
        self.csv.writerow(cells)
        self.number += 1
        return self.number

    def _put(self, row: Row) -> int:
        self.planted.rows += 1
        return self._line([row.get(column, "extra") for column in self.dialect.columns])

    def _accepted(self, row: Row, true: Row | None = None) -> int:
        meant = true or row
        key = (meant["SMSO"], meant["CH Model"], meant["CH Firmware version"], meant["Status"])
        self.planted.clean[key] += 1
        return self._put(row)

    def _faulty(self, kind: str, row: Row) -> None:
        planted = self.planted
        if kind in FAULTS:
            told = FAULTS[kind](row)
            number = self._put(row)
            planted.errors += [(number, *one) for one in told]
            planted.refused += 1
        elif kind in BROKEN_LINES:
            broken = '"1234' if kind == "quote open" else '"1234"5'
            self.text.write(self.dialect.delimiter.join([broken, *list(row.values())[1:5]]) + self.dialect.line_end)
            self.number += 1
            planted.rows += 1
            planted.rejected += 1
            planted.errors.append((self.number, "", "row-unreadable"))
        else:
            self._special(kind, row)

    def _special(self, kind: str, row: Row) -> None:
        planted = self.planted
        if kind == "blank line":
            self.text.write(self.dialect.line_end)
            self.number += 1
            self._accepted(row)
        elif kind == "totals":
            planted.ignored += 1
            self._put({**dict.fromkeys(COLUMNS, ""), "Installation ID": "Total", "Status": "1,234"})
        elif kind == "repeated row":
            self._accepted(row)
            planted.warnings.append((self._put({**row, "SMSO": f" {row['SMSO']} "}), "", "row-repeated"))
            planted.ignored += 1
        elif kind == "repeated identifier":
            other = {**row, "Intends to enrol": "" if row["Intends to enrol"] else "Y"}
            planted.errors += [(self._put(one), "Installation ID", "installation-repeated") for one in (row, other)]
            planted.refused += 2
        elif kind == "warning":
            column, value, code = self.rng.choice(WARNED)
            row[column] = value
            planted.warnings.append((self._accepted(row), column, code))
        else:
            typed = {name: self.rng.choice(SPELLINGS.get(text, (text,))) for name, text in row.items()}
            self._accepted(typed, row)
