"""The generator keeps its promises, and the oracle is right where everything can be tried."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

import pytest

from estates.generator import five_largest_miss, make_estate
from estates.oracle import all_subsets, optimum, routes
from estates.truth import TrueCombination
from estates.typing_habits import as_date, eight_digit_readings, eight_digits


def small_combination(name: str, population: int, covers: str, deployed: int = 0, smso: str = "X") -> TrueCombination:
    return TrueCombination(
        name, smso, True, "-", max(deployed, population), 0, 0, population, 0, frozenset(covers.split())
    )


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_seed_is_an_estate_to_the_byte(tmp_path: Path) -> None:
    first = make_estate(tmp_path / "a", 7, small=True)
    second = make_estate(tmp_path / "b", 7, small=True)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert (first.combinations, first.planted, first.tables) == (second.combinations, second.planted, second.tables)


@pytest.mark.parametrize("binding", [False, True])
def test_binding_means_that_the_five_largest_do_not_cover_every_variant(tmp_path: Path, binding: bool) -> None:
    truth = make_estate(tmp_path / "e", 11, binding=binding)
    assert five_largest_miss(truth.combinations) is binding
    chosen = optimum(truth.in_scope, 5)
    assert chosen is not None
    assert (chosen == tuple(c.key for c in truth.in_scope[:5])) is not binding


def test_a_shared_provider_gives_one_product_to_two_operators(tmp_path: Path) -> None:
    truth = make_estate(tmp_path / "e", 3, shared_provider=True)
    products = [key.partition(" / ")[2] for key in (c.key for c in truth.in_scope)]
    assert len(products) > len(set(products))


def test_every_kind_of_fault_is_planted_and_every_form_of_file_written(tmp_path: Path) -> None:
    truth = make_estate(tmp_path / "e", 5)
    assert {p.kind for p in truth.planted if p.severity == "error"} >= {
        "negative count",
        "fractional count",
        "count not a number",
        "unknown SMSO",
        "missing ESME model",
        "ambiguous eight digits",
        "dual fuel without GSME",
        "date that is no known firmware",
    }
    assert {path.suffix for path in truth.returns.iterdir()} == {".xlsx", ".csv", ".tsv"}


def test_the_best_set_covers_every_variant_though_another_is_larger() -> None:
    candidates = [
        small_combination("a", 90, "x"),
        small_combination("b", 80, "x"),
        small_combination("c", 10, "y"),
        small_combination("d", 9, "x y"),
    ]
    assert optimum(candidates, 2) == ("a", "c")
    assert optimum(candidates, 1) == ("d",)


def test_no_set_covers_three_variants_with_one_combination() -> None:
    assert optimum([small_combination("a", 5, "x"), small_combination("b", 4, "y z")], 1) is None


def test_a_tie_goes_to_more_deployed_and_then_to_the_smaller_list_of_ranks() -> None:
    candidates = [
        small_combination("a", 50, "x"),
        small_combination("b", 50, "x"),
        small_combination("c", 50, "x", deployed=60),
    ]
    assert optimum(candidates, 1) == ("c",)
    assert optimum(candidates, 2) == ("a", "c")


@pytest.mark.parametrize("seed", range(150))
def test_the_oracle_agrees_with_trying_every_subset(seed: int) -> None:
    rng = Random(seed)
    candidates = [
        small_combination(f"c{i}", rng.randint(0, 6), " ".join(rng.sample("vwxyz", 2)), rng.randint(0, 7))
        for i in range(rng.randint(3, 10))
    ]
    size = rng.randint(1, min(5, len(candidates)))
    assert optimum(candidates, size) == all_subsets(candidates, size)


def test_routes_give_each_unserved_operator_its_first_combination() -> None:
    candidates = [
        small_combination("a", 9, "x", smso="1"),
        small_combination("b", 8, "x", smso="1"),
        small_combination("c", 3, "x", smso="2"),
        small_combination("d", 4, "x", smso="2"),
    ]
    assert routes(candidates, frozenset({"a"})) == {"a": "mt+sit", "b": "dmct", "d": "mt", "c": "dmct"}


def test_eight_digits_are_read_in_both_ways() -> None:
    assert eight_digits("03.00.01.61", ("03.00.01.60", "03.00.01.61")) == {
        "BCD form": "03000161",
        "hexadecimal form": "0300013D",
    }
    assert eight_digit_readings("03000160", ("03.00.01.60", "03.00.01.96")) == {"03.00.01.60", "03.00.01.96"}


def test_a_version_becomes_a_british_date() -> None:
    assert str(as_date("2.1.12")) == "2012-01-02"
