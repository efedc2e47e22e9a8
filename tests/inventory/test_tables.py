"""A Parquet inventory whose columns are not all text means what a spreadsheet with those cells would mean."""

from __future__ import annotations

from pathlib import Path

import duckdb

from builders import CLEAN_ROW, catalogue, foc
from eligo.returns.inventory import findings_of, read_inventory

NAME = "RFI-1__Supplier__Aster-Energy.parquet"
COUNTED = ("Active", "Dormant", "Mixed")


def parquet(folder: Path, rows: int, types: dict[str, str], **changes: str) -> Path:
    """One clean row so many times, some columns of another type and with another value."""
    cells = {name: text for name, text in {**CLEAN_ROW, **changes}.items() if name not in COUNTED}
    columns = [
        duckdb.ConstantExpression(text).cast(duckdb.type(types.get(name, "VARCHAR"))).alias(name)
        for name, text in cells.items()
    ]
    identifier = duckdb.ColumnExpression("range").alias("Installation ID")
    status = duckdb.ConstantExpression("Active").alias("Status")
    file = folder / NAME
    duckdb.from_query(f"SELECT * FROM range(1000, {1000 + rows})").select(identifier, status, *columns).write_parquet(
        str(file)
    )
    return file


def test_numbers_and_dates_are_read_back_through_the_catalogue(tmp_path: Path) -> None:
    types = {"CH Firmware version": "DATE", "ESME Hardware version": "DOUBLE", "PPMID Hardware version": "INTEGER"}
    file = parquet(tmp_path, 3, types, **{"CH Firmware version": "2012-01-02"})

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    told = [(f.location.row, f.location.column, f.code, f.value) for f in findings_of(inventory, tmp_path / "scratch")]
    expected = [
        ("ESME Hardware version", "value-normalised", "1"),
        ("CH Firmware version", "firmware-from-date", "2012-01-02"),
    ]
    assert told == [(row, *one) for row in (2, 3, 4) for one in expected]
    assert inventory.as_return.accepted.counts == ((3,), (0,), (0,))


def test_the_same_parquet_twice_is_prepared_once(tmp_path: Path) -> None:
    file = parquet(tmp_path, 5, {})
    stages: list[str] = []

    for _ in range(2):
        stages.append("again")
        read_inventory(
            file, foc(), catalogue(), store=tmp_path / "s", out=tmp_path / "o", report=lambda a: stages.append(a.stage)
        )

    first, second = "|".join(dict.fromkeys(stages[:6])), stages[stages.index("again", 1) :]
    assert "Converting to Parquet" in first
    assert set(second) == {"again", "Recognising the file", "Reading"}
    assert [folder.name.startswith(".partial-") for folder in (tmp_path / "s").iterdir()] == [False]
