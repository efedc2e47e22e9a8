"""A table of combinations is read back whole, or refused with every fault by line."""

from __future__ import annotations

import pytest

from builders import foc, row, supplier_return
from eligo.artefacts import combinations_csv
from eligo.errors import WrongTemplate
from eligo.estate import build_estate
from eligo.scope import apply_scope
from eligo.workflows.combinations_file import read_combinations


def table() -> str:
    rows = [row(), row(**{"CH Firmware version": "2.1.11", "Active": "5"})]
    scoped = apply_scope(build_estate([supplier_return(rows)], foc()), foc())
    return combinations_csv(scoped, {}, frozenset(), {}, foc()).decode()


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(WrongTemplate) as caught:
        read_combinations("t.csv", text.encode(), foc())
    return caught.value.details


def test_what_a_run_writes_is_read_back() -> None:
    rows = read_combinations("t.csv", table().encode(), foc()).rows
    assert [(r.deployed, r.population, r.in_scope, r.scope_rule) for r in rows] == [
        (120, 120, True, "landis-gyr-meters"),
        (25, 25, True, "landis-gyr-meters"),
    ]
    assert [r.combination.combination_id for r in rows] == [line.split(",")[0] for line in table().splitlines()[1:]]


def test_every_fault_is_named_by_its_line() -> None:
    header, first, second = table().splitlines()
    assert refused(
        "\n".join([header, first.replace(",120,120,", ",120,many,"), second.replace("C-", "C-X", 1), first])
    ) == (
        "t.csv:2 population: found 'many', expected a whole number, 0 or more",
        f"t.csv:3 combination_id: found 'C-X{second[2:14]}', but the row's identity gives '{second[:14]}'",
    )
    assert refused("\n".join([header, first, first])) == ("t.csv:3 repeats the combination of line 2",)
    wide = len(header.split(","))
    assert refused(f"{header}\n{first},more") == (f"t.csv:2: has {wide + 1} cells, expected {wide}",)


def test_another_table_is_refused_by_the_columns_it_lacks() -> None:
    assert "t.csv:1: no column 'population'" in refused("a,b\n1,2\n")
