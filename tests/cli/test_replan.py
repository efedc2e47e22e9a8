"""``eligo replan``: a plan in force planned again, of files and in a workspace."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import eligo_check.plan
from cli.conftest import Eligo
from cli.test_plan import REGISTER
from cli.test_plan_kept import PLAN, SELECTED
from eligo_check.programme import Rejected
from programme.drawn_decisions import stated, table
from programme.drawn_evidence import csv_file
from programme.drawn_evidence import stated as result

LATE = REGISTER.replace("final,2020-04-06", "final,2020-06-05")
ARGUMENTS = ("--trials", "0", "--on", "2020-03-02")


@pytest.fixture
def planned(eligo: Eligo, done: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    """The results, a register and a plan."""
    register = tmp_path / "firmware.csv"
    register.write_text(REGISTER)
    assert eligo("plan", done, "--firmware", register, "--out", tmp_path / "plan", "--trials", "0")[0] == 0
    return done, register, tmp_path / "plan"


def replan(eligo: Eligo, planned: tuple[Path, Path, Path], *more: str | Path) -> dict[str, Any]:
    """The plan made again."""
    done, register, before = planned
    code, out, err = eligo("replan", done, "--firmware", register, "--before", before, *ARGUMENTS, *more, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_where_nothing_has_happened_nothing_is_moved(eligo: Eligo, planned: tuple[Path, Path, Path]) -> None:
    old = json.loads((planned[2] / "plan.json").read_text())

    again = replan(eligo, planned)

    assert (again["replanned"]["moved"], again["replanned"]["must_move"]) == ([], 0)
    assert again["installation_days_waiting"] == old["installation_days_waiting"]
    assert again["combinations"] == old["combinations"]


def test_a_slip_is_shown_with_what_moving_more_would_gain(
    eligo: Eligo, planned: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    done, register, before = planned
    register.write_text(LATE)
    out = tmp_path / "again"
    asked = ("replan", done, "--firmware", register, "--before", before, *ARGUMENTS)

    code, told, _ = eligo(*asked, "--out", out)
    again, given = (json.loads((out / name).read_text()) for name in ("plan.json", "programme.json"))

    assert code == 0
    assert "Planned again from 2020-03-02" in told
    assert "It keeps every place that can be kept; to keep less would save nothing." in told
    assert eligo_check.plan.check(again, given)[0] in told
    # By hand, as in test_plan: the exit moves from 15 May to 13 July, 22 June to 12 July being End of Cycle.
    assert list(again["exits"].values()) == ["2020-07-13"]
    assert {one["keeps"] for one in again["replanned"]["ways"]} >= {"places", "order", "nothing"}
    changes: list[tuple[Callable[[dict[str, Any]], object], str]] = [
        (lambda one: one["ways"][-1].update(installation_days_waiting=1), "to keep nothing comes to "),
        (lambda one: one["schedules"].pop("order"), "not every way to plan again has a schedule"),
        (lambda one: one["schedules"]["nothing"].pop(), "has no "),
        (lambda one: one.update(keeps="of it"), "the plan is not the way that keeps of it"),
        (lambda one: one.update(on="2020-01-01"), "it is planned again from "),
        (lambda one: one.update(must_move=100), "fewer have moved than must"),
        (lambda one: one["moved"].pop(), "as many have moved as are named"),
        (lambda one: one["moved"][0].update(start="2020-01-02"), " has not moved to 2020-01-02"),
        (lambda one: one["moved"][0].update(working_days=0), " has moved by "),
    ]
    for change, reason in changes:
        changed = json.loads((out / "plan.json").read_text())
        change(changed["replanned"])
        with pytest.raises(Rejected, match=reason):
            eligo_check.plan.check(changed, given)
    best = eligo(*asked, "--keep", "nothing", "--json")
    assert json.loads(best[1])["installation_days_waiting"] == again["bound"]
    assert eligo(*asked, "--keep", "everything")[0] == 2


def numbers(calendar: Path) -> dict[str, str]:
    """The SEQUENCE of each event of a calendar, by its UID; lines of that length are not folded."""
    lines = [line.partition(":") for line in calendar.read_text().splitlines()]
    uids, sequences = ([value for name, _, value in lines if name == one] for one in ("UID", "SEQUENCE"))
    return dict(zip(uids, sequences, strict=True))


def test_the_events_of_a_plan_made_again_have_a_higher_number_than_in_the_plan_that_it_follows(
    eligo: Eligo, planned: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    done, register, before = planned
    register.write_text(LATE)
    found = [numbers(before / "milestones.ics")]
    for name in ("second", "third"):
        replan(eligo, (done, register, before), "--out", tmp_path / name)
        before = tmp_path / name
        found.append(numbers(before / "milestones.ics"))

    assert [{*one.values()} for one in found] == [{"0"}, {"1"}, {"2"}]
    assert found[0].keys() == found[1].keys() == found[2].keys()


def test_a_plan_that_takes_the_place_of_another_has_a_higher_number(
    eligo: Eligo, planned: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    done, register, before = planned
    register.write_text(LATE)
    asked = ("plan", done, "--firmware", register, "--trials", "0")

    assert eligo(*asked, "--before", before, "--out", tmp_path / "second")[0] == 0
    assert eligo(*asked, "--before", tmp_path / "second", "--out", tmp_path / "third")[0] == 0
    assert eligo(*asked, "--before", tmp_path / "third", "--out", tmp_path / "fourth", "--sizes", "6")[0] == 0

    found = [numbers(tmp_path / name / "milestones.ics") for name in ("second", "third", "fourth")]
    assert [{*one.values()} for one in found] == [{"1"}, {"2"}, {"3"}]
    assert "replanned" not in json.loads((tmp_path / "third" / "plan.json").read_text())
    (before / "plan.json").write_text((before / "plan.json").read_text().replace('"bound":', '"bound": 1'))
    assert eligo(*asked, "--before", before)[0] == 11
    assert eligo("plan", "--before", before)[0] == eligo("plan", "--standing", "--before", before)[0] == 2


def test_a_failure_runs_the_test_again_and_nonsense_is_refused(
    eligo: Eligo, planned: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    plan = json.loads((planned[2] / "plan.json").read_text())
    sit = next(one for one in plan["entries"] if one["phase"] == "sit" and one["start"] < "2020-02-01")
    said = f"{sit['combination_id']} sit {sit['end']}"

    again = replan(eligo, planned, "--failed", said)

    (now,) = (
        one for one in again["entries"] if (one["combination_id"], one["phase"]) == (sit["combination_id"], "sit")
    )
    assert (now["start"], now["lane"]) == (sit["start"], sit["lane"])
    assert now["end"] > sit["end"]

    done, register, before = planned
    asked = ("replan", done, "--firmware", register, "--before", before, *ARGUMENTS)
    for failed, reason in (
        ("DMC-1 sit", "--failed 'DMC-1 sit' cannot be read"),
        ("DMC-77 sit 2020-02-03", "No combination is called DMC-77"),
        ("DMC-1 sit 2020-02-33", "2020-02-33 in --failed is no day"),
        ("DMC-1 dmct 2020-02-03", "cannot have failed on 2020-02-03, when it was not running"),
    ):
        code, _, err = eligo(*asked, "--failed", failed)
        assert (code, reason in err) == (2, True), err
    assert eligo("replan", done, "--firmware", register, *ARGUMENTS)[0] == 2
    assert eligo("replan", done, "--firmware", register, "--before", before, "--why", "so")[0] == 2
    (before / "plan.json").write_text("{}")
    code, _, err = eligo(*asked)
    assert (code, "The plan before does not pass its check" in err) == (11, True)


def test_days_that_were_mistyped_are_told(eligo: Eligo, planned: tuple[Path, Path, Path]) -> None:
    done, register, before = planned
    asked = ("replan", done, "--firmware", register, "--before", before, "--trials", "0")
    code, _, err = eligo(*asked, "--on", "9999-12-31")
    assert (code, "are more than 40 years apart" in err) == (2, True)
    for wrong, reason in (
        (REGISTER.replace("2020-04-06", "9999-12-31"), "are more than 40 years apart"),
        (REGISTER.replace("2019-11-04", "0001-01-01"), "are more than 40 years apart"),
    ):
        register.write_text(wrong)
        code, _, err = eligo("plan", done, "--firmware", register)
        assert (code, reason in err) == (2, True), err


def test_a_test_that_is_late_holds_back_what_follows_it_in_its_lane(
    eligo: Eligo, planned: tuple[Path, Path, Path]
) -> None:
    plan = json.loads((planned[2] / "plan.json").read_text())
    first = next(one for one in plan["entries"] if one["phase"] == "dmct")
    on = str(date.fromisoformat(first["end"]) + timedelta(days=5))

    again = replan(eligo, planned, "--on", on, "--failed", f"{first['combination_id']} dmct {first['end']}")

    lane = [one for one in again["entries"] if one["phase"] == "dmct" and one["lane"] == first["lane"]]
    spans = sorted((one["start"], one["end"]) for one in lane)
    (again_first,) = (one for one in lane if one["combination_id"] == first["combination_id"])
    assert (again_first["start"], again_first["end"] > on) == (first["start"], True)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))


def test_decisions_that_a_plan_follows_are_not_forgotten(
    eligo: Eligo, planned: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    done, register, before = planned
    small = max(json.loads((before / "plan.json").read_text())["combinations"], key=lambda one: one["eligible_on"])
    decisions = tmp_path / "decisions.csv"
    decisions.write_bytes(table(stated("duration", small["combination_id"])))
    asked = ("--firmware", register, "--trials", "0")
    assert eligo("plan", done, *asked, "--decisions", decisions, "--out", tmp_path / "plan")[0] == 0

    code, _, err = eligo("replan", done, *asked, "--before", before, "--on", "2020-03-02")
    assert (code, "The plan in force follows 1 decision" in err) == (2, True)
    assert eligo("replan", done, *asked, "--before", before, "--on", "2020-03-02", "--decisions", decisions)[0] == 0


def test_evidence_says_what_has_passed_and_what_is_late(
    eligo: Eligo, planned: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    plan = json.loads((planned[2] / "plan.json").read_text())
    mt = next(one for one in plan["entries"] if one["phase"] == "mt" and one["firmware_track"] == "MK1")
    lines = ["combination,operator,phase,state,firmware,test,at,outcome,severity,reference"]
    combination = next(
        line for line in (planned[0] / "combinations.csv").read_text().splitlines() if mt["combination_id"] in line
    )
    operator = next(cell for cell in combination.split(",") if cell.startswith("SMSO-"))
    lines.append(f"{mt['combination_id']},{operator},mt,active,1.1,8.11,2019-11-08,passed,,")
    shown = tmp_path / "mt.csv"
    shown.write_text("\n".join([*lines, ""]))

    again = replan(eligo, planned, "--on", "2019-12-09", "--evidence", shown)

    (now,) = (one for one in again["entries"] if (one["combination_id"], one["phase"]) == (mt["combination_id"], "mt"))
    assert mt["end"] < "2019-12-09"
    assert (now["start"], now["end"]) == (mt["start"], "2019-12-09")

    register = ("--firmware", planned[1], "--before", planned[2], "--trials", "0")
    for on, code in (("2019-11-08", 0), ("2019-11-07", 22)):
        found, _, err = eligo("replan", planned[0], *register, "--on", on, "--evidence", shown)
        assert (found, "mt.csv:2 at [evidence-later]" in err) == (code, code == 22), err


def test_the_plan_that_a_workspace_keeps_is_planned_again(eligo: Eligo, inputs: Path, workspace: Path) -> None:
    eligo("receive", inputs / "returns")
    assert eligo("run", "--size", "2")[0] == 0
    (workspace / "firmware.csv").write_text(REGISTER)
    eligo("firmware", "load", "firmware.csv", "--why", "received")
    assert eligo("replan", *ARGUMENTS)[0] == 9
    eligo(*PLAN, "--why", "agreed")
    (workspace / "firmware.csv").write_text(REGISTER.replace("/2020-03-02/", "/2020-04-06/"))
    eligo("firmware", "load", "firmware.csv", "--why", "late")
    fresh = json.loads(eligo(*PLAN, "--json")[1])

    code, told, _ = eligo("replan", *ARGUMENTS, "--why", "the final release has slipped")

    assert (code, "It is the plan of RFI-1 from now on (event " in told) == (0, True)
    standing = json.loads(eligo("plan", "--standing", "--json")[1])
    assert standing["replanned"]["on"] == "2020-03-02"
    assert standing["exits"] == fresh["exits"]
    assert "Planned again from 2020-03-02" in eligo("plan", "--standing")[1]


def test_a_workspace_is_not_planned_again_from_a_day_before_its_evidence(
    eligo: Eligo, inputs: Path, workspace: Path
) -> None:
    eligo("receive", inputs / "returns")
    eligo("run", "--size", "2")
    (workspace / "firmware.csv").write_text(REGISTER)
    eligo("firmware", "load", "firmware.csv", "--why", "received")
    eligo(*PLAN, "--why", "agreed")
    (workspace / "mt.csv").write_bytes(csv_file(result(combination=SELECTED, firmware="1.1", at="2020-03-03")))
    assert eligo("evidence", "import", "mt.csv", "--why", "second cycle")[0] == 0

    code, _, err = eligo("replan", *ARGUMENTS, "--why", "the final release has slipped")

    assert (code, "mt.csv:2 at [evidence-later]" in err, "expected 2020-03-02 or earlier" in err) == (22, True, True)
    assert "replanned" not in json.loads(eligo("plan", "--standing", "--json")[1])
    assert eligo("replan", "--trials", "0", "--on", "2020-03-03")[0] == 0


def test_the_page_says_what_planning_again_moves(
    eligo: Eligo, planned: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    done, register, before = planned
    register.write_text(LATE)
    out = tmp_path / "again"
    asked = ("replan", done, "--firmware", register, "--before", before, *ARGUMENTS, "--out", out)

    assert eligo(*asked, "--paper")[0] == 0

    page = (out / "programme.html").read_text()
    plan = json.loads((out / "plan.json").read_text())
    count = len(plan["replanned"]["moved"])
    assert (
        f"The plan was made again from 2 Mar 2020. What had begun by then is where it was. {count} phases are" in page
    )
    assert "The plan keeps every place that can be kept." in page
    assert "To keep less would save nothing." in page
    assert "The largest first, in this selection" not in page
    assert "DTSTAMP:20200302T000000Z" in (out / "milestones.ics").read_text()
    assert (out / "report.html").exists()
