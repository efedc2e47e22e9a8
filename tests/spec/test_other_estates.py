"""Other estates of the same kind as the example, judged by what was truly put into them and by an independent optimum.

``tests/estates`` invents them from ``returns.md`` alone and shares no code with Eligo.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

import pytest

from estates.generator import five_largest_miss, make_estate
from estates.oracle import optimum, required, routes
from estates.outcome import Outcome, run
from estates.truth import Truth


@dataclass(frozen=True)
class Case:
    """One estate and how it is made."""

    seed: int
    made: dict[str, bool] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"seed {self.seed} {' '.join(self.made)}"


CASES = (
    Case(101),
    Case(102, {"binding": True}),
    Case(103, {"shared_provider": True}),
    Case(104, {"binding": True, "shared_provider": True}),
    Case(105, {"ties": True}),
    Case(106, {"binding": True, "ties": True}),
    Case(107, {"replaced": True}),
    Case(108, {"binding": True, "small": True}),
)


@dataclass(frozen=True)
class Judged:
    """A run and the truth about what it was given."""

    truth: Truth
    outcome: Outcome
    case: Case


@pytest.fixture(scope="module", params=CASES, ids=str)
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    folder = tmp_path_factory.mktemp("estate")
    truth = make_estate(folder / "estate", request.param.seed, **request.param.made)
    assert run(truth.returns, truth.catalogue, folder / "out") == 0
    return Judged(truth, Outcome(folder / "out"), request.param)


def test_every_combination_has_its_true_figures(judged: Judged) -> None:
    columns = ("active", "dormant", "mixed", "deployed", "population", "intention_unknown")
    assert {key: tuple(int(row[name]) for name in columns) for key, row in judged.outcome.combinations.items()} == {
        c.key: (c.active, c.dormant, c.mixed, c.deployed, c.population, c.intention_unknown)
        for c in judged.truth.combinations
    }


def test_every_combination_has_its_scope_decision(judged: Judged) -> None:
    assert {
        key: (row["in_scope"] == "true", row["scope_rule"]) for key, row in judged.outcome.combinations.items()
    } == {c.key: (c.in_scope, c.rule) for c in judged.truth.combinations}


def test_the_selection_is_the_independent_optimum(judged: Judged) -> None:
    best = optimum(judged.truth.in_scope, 5)
    population = {c.key: c.population for c in judged.truth.combinations}
    assert best is not None
    assert judged.outcome.selected == best
    assert judged.outcome.selection["status"] == "optimal"
    assert judged.outcome.selection["population"] == sum(population[key] for key in best)
    assert judged.outcome.selection["bound"] == judged.outcome.selection["population"]


def test_the_plain_largest_stand_beside_it_with_what_they_miss(judged: Judged) -> None:
    largest = judged.truth.in_scope[:5]
    missed = required(judged.truth.in_scope) - required(largest)
    baseline = judged.outcome.selection["baseline"]
    assert [judged.outcome.keys[c] for c in baseline["selected"]] == [c.key for c in largest]
    assert set(baseline["missed_variants"]) == missed
    assert five_largest_miss(judged.truth.combinations) is judged.case.made.get("binding", False) is bool(missed)


def test_shares_are_of_all_that_is_deployed_in_scope(judged: Judged) -> None:
    chosen = frozenset(judged.outcome.selected)
    selection = judged.outcome.selection
    assert selection["share_of_deployed"] == pytest.approx(float(judged.truth.share(chosen)), abs=1e-6)
    for smso in ("SMSO-1", "SMSO-2", "SMSO-3"):
        assert selection["share_by_smso"][smso] == pytest.approx(float(judged.truth.share(chosen, smso)), abs=1e-6)


def test_every_combination_has_its_rank_and_route(judged: Judged) -> None:
    wanted = routes(judged.truth.in_scope, frozenset(judged.outcome.selected))
    ranks = {c.key: rank for rank, c in enumerate(judged.truth.in_scope, start=1)}
    found = judged.outcome.combinations
    assert {key: row["route"] for key, row in found.items()} == {key: wanted.get(key, "out-of-scope") for key in found}
    assert {key: int(row["rank"]) for key, row in found.items() if row["in_scope"] == "true"} == ranks


def test_every_planted_fault_and_form_has_a_finding_at_its_place(judged: Judged) -> None:
    assert [
        p for p in judged.truth.planted if not judged.outcome.has_finding(p.file, p.sheet, p.row, p.columns, p.severity)
    ] == []


def test_nothing_else_is_quarantined_or_in_error(judged: Judged) -> None:
    faults = {(p.file, p.sheet, p.row) for p in judged.truth.planted if p.severity == "error"}
    assert judged.outcome.quarantined == faults
    assert judged.outcome.rows_with_errors == faults


def test_rows_add_up_to_what_was_put_in(judged: Judged) -> None:
    tables = {
        (row["file"], row["sheet"]): tuple(int(row[n]) for n in ("read", "accepted", "quarantined", "ignored"))
        for row in judged.outcome.table("mass-balance.csv")
    }
    wanted = {(t.file, t.sheet): (t.read, t.accepted, t.quarantined, t.ignored) for t in judged.truth.tables}
    assert {place: tables.get(place) for place in wanted} == wanted
    assert [row for row in tables.values() if row[0] != sum(row[1:])] == []


def test_every_mismatch_is_found_and_no_other(judged: Judged) -> None:
    assert sorted(
        (r["supplier"], r["smso"], judged.outcome.keys[r["combination_id"]])
        for r in judged.outcome.table("reconciliation.csv")
    ) == [(m.supplier, m.smso, m.key) for m in judged.truth.mismatches]


def test_a_product_is_listed_once_with_every_combination_it_stands_for(judged: Judged) -> None:
    inside = [row for row in judged.outcome.combinations.values() if row["in_scope"] == "true"]
    listed = json.loads((judged.outcome.folder / "ppcl.json").read_text(encoding="utf-8"))["entries"]
    assert Counter(entry["product_id"] for entry in listed) == Counter({row["product_id"] for row in inside})
    products = {row["product_id"]: judged.outcome.keys[row["combination_id"]].partition(" / ")[2] for row in inside}
    assert len(set(products.values())) == len(products)
    assert (len(products) < len(inside)) is judged.case.made.get("shared_provider", False)


def test_the_earlier_return_of_a_supplier_stays_on_record(judged: Judged) -> None:
    replaced = [f["file"] for f in judged.outcome.findings if f["code"] == "return-replaced"]
    assert set(replaced) == ({judged.truth.replaced_file} if judged.truth.replaced_file else set())
