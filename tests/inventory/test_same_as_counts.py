"""An inventory means what the same installations mean when they are counted, and is told the same."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from builders import CLEAN_ROW, catalogue, foc
from eligo.estate import Estate, build_estate
from eligo.returns import Return, read_return
from eligo.returns.inventory import read_inventory
from eligo.terms import Combination

COUNTED = ("Active", "Dormant", "Mixed")
TYPED = {
    "Supplier": ("Aster Energy", "aster energy ltd", "Birch Power"),
    "SMSO": ("SMSO-1", "smso 2", "SMSO-3", "SMSO-7"),
    "Operating capability": ("FOC", "MOC", "foc"),
    "Fuel type": ("DF", "dual fuel", "SF"),
    "WAN provider": ("WAN-A", "wan a", "WAN-B", "-"),
    "ESME Manufacturer": ("Landis+Gyr", "L+G", "Landis & Gyr", ""),
    "ESME Model": ("E470 (MK1)", "E470-MK1", "E470 (MK2)"),
    "ESME Hardware version": ("1.0", "1", "2.0", ""),
    "GSME Model": ("G370", "g 370", "G470 (MK1)", ""),
    "GSME Firmware version": ("03.00.01.61", "v3.0.1.61", "03000161", "0300013D", "TBC"),
    "CH Model": ("SEAP-2000-V", "SEAP 2000 V", "SEAP-2002-V"),
    "CH Firmware version": ("2.1.12", "2 January 2012", "2012-01-02", "2.1.11", "9.9", '5" pipe', "a, b"),
    "Display kind": ("PPMID", "IHD", ""),
    "Display firmware upgradable": ("Y", "N", ""),
    "Intends to enrol": ("Y", "no", "", "perhaps"),
}


def draw(seed: int) -> list[dict[str, str]]:
    """Four hundred rows, mostly clean, each with some cells typed otherwise; no two are the same."""
    rng = Random(seed)
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    while len(rows) < 400:
        changed = {name: rng.choice(forms) for name, forms in TYPED.items() if rng.random() < 0.15}
        row = {name: text for name, text in {**CLEAN_ROW, **changed}.items() if name not in COUNTED}
        rows.setdefault(tuple(row.values()), row)
    return list(rows.values())


def table(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def both(folder: Path, seed: int) -> tuple[Return, Return]:
    """(the counts, the inventory) of the same installations."""
    rng = Random(seed)
    counted, single = [], []
    for row in draw(seed):
        counts = [rng.choice((0, 1, 3)) for _ in COUNTED]
        counts[0] += not any(counts)
        counted.append({**row, **dict(zip(COUNTED, map(str, counts), strict=True))})
        single += [{"Status": state} | row for state, count in zip(COUNTED, counts, strict=True) for _ in range(count)]
    rng.shuffle(single)
    installed = [{"Installation ID": f"I-{number:06d}"} | row for number, row in enumerate(single)]
    file = folder / "RFI-1__Supplier__Aster-Energy.csv"
    file.write_bytes(table(installed))
    inventory = read_inventory(file, foc(), catalogue(), store=folder / "store", out=folder / "out")
    return read_return(file.name, table(counted), foc(), catalogue()), inventory.as_return


def told(one: Return) -> set[tuple[str, str, str, str]]:
    # A value that one row of counts alone has says nothing of how many installations have it.
    said = (finding for finding in one.findings if finding.code != "value-alone")
    return {(f.location.column, f.code, f.value, f.expected) for f in said}


def unresolved(estate: Estate) -> Counter[Combination | None]:
    """Installations by combination, where it is known."""
    sums: Counter[Combination | None] = Counter()
    for one in estate.unresolved:
        sums[one.combination] += one.readable
    return sums


@pytest.mark.parametrize("seed", range(8))
def test_combinations_populations_and_findings_are_those_of_the_counts(tmp_path: Path, seed: int) -> None:
    counts, inventory = both(tmp_path, seed)

    expected, found = build_estate([counts], foc()), build_estate([inventory], foc())

    assert found.combinations == expected.combinations
    assert unresolved(found) == unresolved(expected)
    assert told(inventory) == told(counts)
    assert inventory.reported == counts.reported
