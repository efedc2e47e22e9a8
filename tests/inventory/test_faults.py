"""Every fault of an inventory is found at its row and column, nothing is said of a clean row, and the rows add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import catalogue, foc
from eligo.findings import Severity
from eligo.returns.inventory import Inventory, findings_of, read_inventory
from inventory.generator import COLUMNS, Dialect, Planted, make_inventory

NAME = "RFI-1__Supplier__Aster-Energy.csv"
TEMPLATE_ORDER = (*COLUMNS[2:28], "Own notes", *COLUMNS[:2], COLUMNS[28])
DIALECTS = {
    "comma": Dialect(),
    "semicolon, Windows-1252, CRLF": Dialect(";", "cp1252", "\r\n"),
    "tab, UTF-16": Dialect("\t", "utf-16"),
    "every cell quoted": Dialect(quoted=True),
    "old Macintosh": Dialect(line_end="\r"),
    "titles above, the template's order, an own column": Dialect(titles=2, columns=TEMPLATE_ORDER),
}


def read(folder: Path, planted: Planted) -> Inventory:
    return read_inventory(planted.path, foc(), catalogue(), store=folder / "store", out=folder / "out")


def told(folder: Path, inventory: Inventory, severity: Severity) -> list[tuple[int, str, str]]:
    found = findings_of(inventory, folder / "scratch")
    return [(f.location.row, f.location.column, f.code) for f in found if f.severity is severity]


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
@pytest.mark.parametrize("name", [NAME, f"{NAME}.gz"])
def test_every_fault_is_found_at_its_place_and_the_rows_add_up(tmp_path: Path, name: str, dialect: Dialect) -> None:
    planted = make_inventory(tmp_path / name, seed=7, rows=3000, faults=0.2, dialect=dialect)

    inventory = read(tmp_path, planted)

    good = sum(planted.clean.values())
    balance = inventory.balance
    assert told(tmp_path, inventory, Severity.ERROR) == sorted(planted.errors)
    assert told(tmp_path, inventory, Severity.WARNING) == sorted(planted.warnings)
    assert (balance.read, balance.good, balance.faulty, balance.rejected, balance.ignored) == (
        planted.rows,
        good,
        planted.refused,
        planted.rejected,
        planted.ignored,
    )
    accepted = inventory.as_return.accepted
    assert sum(sum(column) for column in accepted.counts) == good
