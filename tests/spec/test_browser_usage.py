"""The example of another field: which browsers to test, on measurements that a public package holds.

What is stated is held to plain sums over the table, to the checker, and to a method that knows nothing of the prover.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import eligo_check
from architecture.source_tree import ROOT
from eligo.artefacts import Parameters
from eligo.scheme import load_table_scheme, scheme_text
from eligo.workflows import Choice, choose

MAKE_TABLE = ROOT / "examples" / "browser-usage" / "make_table.py"
Row = dict[str, str]


@pytest.fixture(scope="module")
def usage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table that the example makes."""
    made = subprocess.run([sys.executable, str(MAKE_TABLE)], capture_output=True, check=True)
    table = tmp_path_factory.mktemp("usage") / "usage.csv"
    table.write_bytes(made.stdout)
    return table


def rows_of(table: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))


def chosen_rows(table: Path, choice: Choice) -> list[Row]:
    """The rows that were chosen, by their lines."""
    rows = rows_of(table)
    return [rows[choice.rows[one.combination_id].line - 2] for one in choice.selection.selected]


def percent(row: Row) -> Decimal:
    return Decimal(row["share"].removesuffix(" %"))


def best_by_covering(rows: list[Row], size: int, required: frozenset[str]) -> Decimal:
    """The most that so many rows can have with everything required among them.

    Row by row, of every set of what is covered so far and every number of rows the best is kept.
    """
    best: dict[tuple[int, frozenset[str]], Decimal] = {(0, frozenset()): Decimal(0)}
    for row in rows:
        brought = frozenset((row["browser"], row["platform"])) & required
        for (count, covered), sum_ in list(best.items()):
            if count < size:
                state = count + 1, covered | brought
                best[state] = max(best.get(state, Decimal(-1)), sum_ + percent(row))
    return best[size, required]


def test_the_table_is_what_was_measured(usage: Path) -> None:
    subprocess.run([sys.executable, "-m", "doctest", str(MAKE_TABLE)], check=True)
    rows = rows_of(usage)

    assert len(rows) == len({(r["browser"], r["version"], r["platform"]) for r in rows}) > 200
    assert Decimal(99) < sum(map(percent, rows)) <= 100


def test_every_browser_and_platform_that_matters_is_selected_and_the_shares_add_up(usage: Path, tmp_path: Path) -> None:
    choice = choose(usage, "browser-usage", Parameters(), tmp_path / "choice")
    chosen, rows = chosen_rows(usage, choice), rows_of(usage)
    scheme = load_table_scheme("browser-usage")
    least = scheme.selection.minimum_share * sum(int(percent(row) * 10_000) for row in rows)
    eligible = [row for row in rows if percent(row) * 10_000 >= Decimal(least.numerator) / least.denominator]

    assert (choice.selection.status, len(chosen)) == ("optimal", scheme.selection.size)
    assert choice.selection.population == sum(map(percent, chosen)) * 10_000
    assert {row["browser"] for row in chosen} == {row["browser"] for row in eligible}
    assert {row["platform"] for row in chosen} == {row["platform"] for row in eligible}
    said = eligo_check.check(
        (tmp_path / "choice" / "certificate.json").read_bytes(), usage.read_bytes(), scheme_text("browser-usage")
    )
    assert said[0].startswith(f"20 of {len(rows)} combinations stand for {choice.selection.population:,}.")
    assert len(said) == 2


@pytest.mark.parametrize("size", [6, 8, 10])
def test_another_method_finds_as_much_on_the_commonest_browsers(usage: Path, tmp_path: Path, size: int) -> None:
    header, *lines = usage.read_text("utf-8").splitlines()
    common = tmp_path / "common.csv"
    common.write_text("\n".join([header, *lines[:25]]), "utf-8")
    scheme = tmp_path / "few.toml"
    scheme.write_bytes(scheme_text("browser-usage").replace(b'"0.001"', b'"0"'))
    rows = rows_of(common)
    required = frozenset(row[column] for row in rows for column in ("browser", "platform"))

    if len({row["browser"] for row in rows}) > size:
        scheme.write_bytes(scheme.read_bytes().replace(b"covered = true", b"covered = false", 1))
        required = frozenset(row["platform"] for row in rows)
    choice = choose(common, str(scheme), Parameters(size=size))

    assert choice.selection.population == best_by_covering(rows, size, required) * 10_000
