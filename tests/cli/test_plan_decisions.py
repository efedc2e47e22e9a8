"""``eligo plan --decisions``: what was decided about single combinations is in the plan, and nothing else is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import eligo_check.plan
import eligo_check.programme
from builders import CATALOGUE, csv_of, row
from cli.conftest import Eligo, run_on
from cli.test_plan import REGISTER
from eligo.__main__ import main
from eligo.scheme import scheme_text
from programme.drawn_decisions import stated, table

HUB = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
LATER = {"ESME Model": "E470 (MK2)", "ESME Hardware version": "2.0", "ESME Firmware version": "02.01.01.10"}
ROWS = (
    row(Active="5000"),
    row(**HUB, Active="4000"),
    row(**{"CH Firmware version": "2.1.11", "Active": "3000"}),
    row(**LATER, Active="30"),
    row(SMSO="SMSO-2", Active="900"),
    row(**{"SMSO": "SMSO-2", "Active": "400", **HUB}),
    row(**{"Active": "0", "Dormant": "0", **HUB, **LATER}),
    row(Active="70", **{"ESME Manufacturer": "EDMI", "ESME Model": "ES-10B", "ESME Firmware version": "1.4.7"}),
)
CHOSEN, LARGEST, LARGE = "C-YEQ2TAFNMEYY", "C-3FMW9ERWPGBC", "C-20ARYNXXAGPP"
OTHER, OTHER_2 = "C-QSQTH201KH20", "C-MGBH8VW20QK3"
NEW = "C-K0630MW7GPEJ"
"""Selected; the two largest that are not; both of SMSO-2, which has none selected; and one that nobody has."""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of size 2 over those rows."""
    folder = tmp_path_factory.mktemp("decided")
    (folder / "models.csv").write_text(CATALOGUE)
    (folder / "returns").mkdir()
    (folder / "returns" / "RFI-1__Supplier__Aster-Energy.csv").write_bytes(csv_of(ROWS))
    assert main(["run", *run_on(folder), "--out", str(folder / "out"), "--size", "2"]) == 0
    return folder / "out"


def planned(eligo: Eligo, done: Path, folder: Path, *decisions: dict[str, str], more: tuple[str, ...] = ()) -> Any:
    """The plan under those decisions, as JSON."""
    (folder / "firmware.csv").write_text(REGISTER)
    (folder / "decisions.csv").write_bytes(table(*decisions))
    files = ("--firmware", folder / "firmware.csv", "--decisions", folder / "decisions.csv")
    code, out, err = eligo("plan", done, *files, "--trials", "0", "--json", *more)
    assert (code, err) == (0, "")
    return json.loads(out)


def entry(plan: Any, combination: str, phase: str) -> Any:
    """A phase of a combination, which has one."""
    (found,) = [one for one in plan["entries"] if (one["combination_id"], one["phase"]) == (combination, phase)]
    return found


def test_what_is_uneconomic_is_in_no_plan_and_its_population_beside_every_objective(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    before = planned(eligo, done, tmp_path)
    plan = planned(eligo, done, tmp_path, stated("uneconomic", OTHER_2), more=("--sizes", "3"))

    ids = [{one["combination_id"] for one in each["combinations"]} for each in (before, plan)]
    assert (ids[0] - ids[1], before["excluded_population"], plan["excluded_population"]) == ({OTHER_2}, 0, 420)
    assert [(one["combination"], one["population"]) for one in plan["decisions"]] == [(OTHER_2, 420)]
    assert OTHER_2 not in {one for size in plan["sizes"] for one in size["selected"]}

    asked = (
        "--firmware",
        tmp_path / "firmware.csv",
        "--decisions",
        tmp_path / "decisions.csv",
        "--out",
        tmp_path / "p",
    )
    _, told, _ = eligo("plan", done, *asked, "--trials", "5", "--sizes", "3")
    written = json.loads((tmp_path / "p" / "plan.json").read_text())
    assert (written["excluded_population"], written["choice"]["excluded_population"]) == (420, 420)
    assert told.count("; 420 installations are left out as uneconomic") == 3
    assert "100 %" in told


def test_a_plan_that_says_another_number_was_left_out_is_rejected(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    planned(eligo, done, tmp_path, stated("uneconomic", OTHER_2), more=("--out", str(tmp_path / "p")))
    plan, given = (json.loads((tmp_path / "p" / name).read_text()) for name in ("plan.json", "programme.json"))
    assert eligo_check.plan.check(plan, given)
    with pytest.raises(eligo_check.programme.Rejected, match="420 installations are left out as uneconomic"):
        eligo_check.plan.check({**plan, "excluded_population": 0}, given)


def test_a_plan_that_says_other_decisions_than_it_was_made_from_is_rejected(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    rows = (stated("uneconomic", OTHER_2), stated("duration", OTHER, days="12"), stated("request", NEW, weight="600"))
    planned(eligo, done, tmp_path, *rows, more=("--out", str(tmp_path / "p")))
    plan, given = (json.loads((tmp_path / "p" / name).read_text()) for name in ("plan.json", "programme.json"))
    stated_numbers = [(one.get("days"), one.get("weight")) for one in plan["decisions"]]
    assert stated_numbers == [(None, None), (12, None), (None, 600)]

    changes: list[tuple[int, dict[str, object], str]] = [
        (0, {"population": 419}, f"uneconomic of {OTHER_2} is of 420 installations"),
        (0, {"decision": "first"}, f"what was decided about {OTHER_2} is not what the plan was made from"),
        (0, {"combination": "C-OTHER"}, f"what was decided about {OTHER_2} is not what the plan was made from"),
        (1, {"days": 13}, f"what was decided about {OTHER} is not what the plan was made from"),
        (1, {"combination": OTHER_2, "decision": "uneconomic"}, "a decision is said twice"),
        (2, {"weight": 601}, f"the request of {NEW} weighs 600"),
    ]
    for number, change, reason in changes:
        decisions = [{**one, **(change if at == number else {})} for at, one in enumerate(plan["decisions"])]
        with pytest.raises(eligo_check.programme.Rejected, match=reason):
            eligo_check.plan.check({**plan, "decisions": decisions}, given)


def test_that_a_selected_combination_is_uneconomic_is_refused_and_says_so(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    (tmp_path / "firmware.csv").write_text(REGISTER)
    (tmp_path / "decisions.csv").write_bytes(table(stated("uneconomic", CHOSEN), stated("duration", "C-NONE")))
    files = ("--firmware", tmp_path / "firmware.csv", "--decisions", tmp_path / "decisions.csv")

    code, out, err = eligo("plan", done, *files, "--out", tmp_path / "plan")

    assert (code, out, (tmp_path / "plan").exists()) == (22, "", False)
    assert err.startswith("eligo: decisions.csv has 2 errors.\n  decisions.csv:2 combination [uneconomic-selected]: ")
    assert f"{CHOSEN} is selected, and what is selected is tested" in err


def test_what_nobody_has_yet_is_tested_once_that_is_requested_and_weighs_what_the_request_says(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    before = planned(eligo, done, tmp_path)
    late = stated("request", NEW, requested_on="2022-03-05", decided_on="2022-03-07", weight="600")

    plan = planned(eligo, done, tmp_path, late)

    # 5 March 2022 was a Saturday; all else has been tested long before.
    assert entry(plan, NEW, "dmct")["start"] == "2022-03-07"
    assert entry(plan, NEW, "dmct")["binding_constraint"] == "the request for its test"
    (outcome,) = [one for one in plan["combinations"] if one["combination_id"] == NEW]
    waits = 600 * (date.fromisoformat(outcome["open_on"]) - date(2019, 11, 4)).days
    assert outcome["installation_days_waiting"] == waits
    assert plan["installation_days_waiting"] == before["installation_days_waiting"] + waits
    assert plan["excluded_population"] == 0


def test_a_request_that_is_refused_or_of_what_is_in_scope_changes_no_plan(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    before = planned(eligo, done, tmp_path)
    refused = planned(eligo, done, tmp_path, stated("request", NEW, testing="not-needed"))
    assert (refused["entries"], refused["combinations"]) == (before["entries"], before["combinations"])

    (tmp_path / "decisions.csv").write_bytes(table(stated("request", LARGEST, requested_on="2020-02-10")))
    files = ("--firmware", tmp_path / "firmware.csv", "--decisions", tmp_path / "decisions.csv")
    code, out, err = eligo("plan", done, *files, "--trials", "0", "--json")
    assert (code, json.loads(out)["entries"]) == (0, before["entries"])
    assert err.startswith("warning: decisions.csv:2 combination [request-in-scope]: ")


def test_the_first_of_an_operator_without_a_selected_one_is_the_one_that_was_decided(
    eligo: Eligo, done: Path, tmp_path: Path
) -> None:
    routes = [
        {one["combination_id"]: one["route"] for one in planned(eligo, done, tmp_path, *decided)["combinations"]}
        for decided in ((), (stated("first", OTHER_2),))
    ]

    assert [(each[OTHER], each[OTHER_2]) for each in routes] == [("mt", "dmct"), ("dmct", "mt")]


def test_a_test_takes_as_long_as_was_decided(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    plan = planned(eligo, done, tmp_path, stated("duration", LARGE, days="12"))

    # Eight by default. The exit from SIT is on 15 May 2020 (test_plan), a Friday; 25 May was a holiday.
    usual, own = entry(plan, LARGEST, "dmct"), entry(plan, LARGE, "dmct")
    assert (usual["start"], usual["end"]) == ("2020-05-15", "2020-05-27")
    assert (own["start"], own["end"]) == ("2020-05-15", "2020-06-02")


def test_lanes_are_used_from_the_day_on_which_there_are_test_sets(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    scheme = scheme_text("smets1-foc").decode()
    days = "integration_available = 2020-01-13\ncombination_available = 2021-02-01\nintegration_lanes = 5"
    (tmp_path / "mine.toml").write_text(scheme.replace("integration_lanes = 5", days), "utf-8")
    folder = done.parent
    asked = ("--scheme", tmp_path / "mine.toml", "--out", tmp_path / "out", "--size", "2")
    assert eligo("run", *run_on(folder), *asked)[0] == 0

    plan = planned(eligo, tmp_path / "out", tmp_path)

    assert entry(plan, CHOSEN, "mt")["start"] == "2020-01-13"
    assert min(one["start"] for one in plan["entries"] if one["phase"] == "dmct") == "2021-02-01"
    assert entry(plan, LARGEST, "dmct")["binding_constraint"] == "the lanes' being available"


def test_what_was_decided_is_what_evidence_is_asked_of(eligo: Eligo, done: Path, tmp_path: Path) -> None:
    (tmp_path / "firmware.csv").write_text(REGISTER)
    at = ("--results", done, "--firmware", tmp_path / "firmware.csv")
    assert eligo("evidence", "eligible", NEW, *at)[0] == 9

    for decided, routes in (
        ([stated("uneconomic", OTHER)], {OTHER: "uneconomic", OTHER_2: "mt"}),
        ([stated("first", OTHER_2)], {OTHER: "dmct", OTHER_2: "mt"}),
        ([stated("request", NEW, weight="5")], {OTHER: "mt", OTHER_2: "dmct", NEW: "dmct"}),
        ([stated("duration", OTHER)], {OTHER: "mt", OTHER_2: "dmct"}),
    ):
        (tmp_path / "decisions.csv").write_bytes(table(*decided))
        asked = (*at, "--decisions", tmp_path / "decisions.csv", "--json")
        code, out, err = eligo("evidence", "eligible", *routes, *asked)
        assert (code, err) == (0, "")
        found = {one["combination"]: one for one in json.loads(out)}
        assert {name: one["route"] for name, one in found.items()} == routes
        owed = json.loads(eligo("evidence", "owed", *routes, *asked)[1])
        assert {one["combination"] for one in owed} == {name for name, route in routes.items() if route != "uneconomic"}
        assert {one["combination"] for one in owed if one["phase"] == "mt"} == {
            name for name, route in routes.items() if route == "mt"
        }
    assert eligo("evidence", "eligible", "--decisions", tmp_path / "decisions.csv")[0] == 2
