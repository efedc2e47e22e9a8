"""Columns of a table may have any names."""

from __future__ import annotations

from pathlib import Path

import duckdb

from builders import catalogue, foc, row
from eligo.returns.inventory import read_inventory


def test_a_parquet_inventory_may_have_points_and_quotes_in_its_columns(tmp_path: Path) -> None:
    cells = {name: value for name, value in row().items() if name not in ("Active", "Dormant", "Mixed")}
    named = {"Installation ID": "I-1", "Status": "Active", **cells, 'Ref. "own" no.': "x.y"}
    file = tmp_path / "RFI-1__Supplier__Aster-Energy.parquet"
    columns = ", ".join("'{}' AS \"{}\"".format(value, name.replace('"', '""')) for name, value in named.items())
    duckdb.sql(f"SELECT {columns}").write_parquet(str(file))

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert (inventory.balance.good, inventory.as_return.accepted.counts) == (1, ((1,), (0,), (0,)))
