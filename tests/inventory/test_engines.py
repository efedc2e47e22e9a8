"""One expression of the logic, two engines: the same combinations, populations and findings from each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from builders import catalogue, foc
from eligo.estate import build_estate
from eligo.findings import Finding
from eligo.returns.inventory import Inventory, findings_of, read_inventory
from eligo.returns.inventory.distributed import read_inventory_by_spark
from eligo.returns.inventory.engine import text_of
from eligo.returns.inventory.spark import Spark, Translated
from inventory.generator import make_inventory

NAME = "RFI-1__Supplier__Aster-Energy"
MASTER = "local[2]"

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[None]:
    """One session for the tests of this file, stopped after them."""
    engine = Spark(MASTER)
    yield
    engine.session.stop()


def as_parquet(text: Path) -> Path:
    """The rows of a text inventory that are rows, as a table."""
    rows = [line for line in text.read_text("utf-8").splitlines() if line and not line.startswith('"1234')]
    text.write_text("\n".join(rows), "utf-8")
    file = text.with_suffix(".parquet")
    duckdb.read_csv(str(text), header=True, all_varchar=True).write_parquet(str(file))
    return file


def found(inventory: Inventory, folder: Path) -> list[Finding]:
    return list(findings_of(inventory, folder))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_spark_and_duckdb_find_the_same_combinations_populations_and_findings(tmp_path: Path, form: str) -> None:
    file = make_inventory(tmp_path / f"{NAME}.csv", seed=11, rows=4000, faults=0.15).path
    if form == "parquet":
        file = as_parquet(file)

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), file.name, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert one.balance.faulty > 100
    assert many.balance == one.balance
    assert many.causes == one.causes
    assert many.as_return == one.as_return
    assert build_estate([many.as_return], foc()) == build_estate([one.as_return], foc())
    assert found(many, tmp_path / "scratch") == found(one, tmp_path / "scratch")


def test_a_text_is_translated_as_a_whole() -> None:
    told = Translated(text_of("unnamed"))

    assert (told.makes, told.writes, told.parameters) == ("unnamed", False, {"blanks", "longest"})
    assert "ARRAY_CONTAINS(:blanks, LOWER(installation))" in told.query
