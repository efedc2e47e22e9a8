"""The example's programme decisions: the plan under them, against what their file and the estate say when read plainly.

The combinations and their populations are those that ``expected.json`` lists; working days are counted here by a table
of the public holidays of England and Wales.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from eligo.__main__ import main
from eligo.terms import digest_id

EXAMPLES = Path(__file__).parents[2] / "examples"
ESTATE, HERE = EXAMPLES / "foc-estate", EXAMPLES / "programme"
T0 = date(2019, 12, 9)
"""The day on which the second candidate of MK1 was received (``firmware.csv``)."""

HOLIDAYS = frozenset(
    date(year, month, day)
    for year, days in {
        2019: [(12, 25), (12, 26)],
        2020: [(1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)],
        2021: [(1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30)],
    }.items()
    for month, day in days
)
"""Public holidays in England and Wales, as gov.uk lists them."""

Plan = dict[str, Any]


def decided() -> dict[str, dict[str, str]]:
    """The lines of the example's table, by kind: it has one of each."""
    lines = [*csv.DictReader(io.StringIO((HERE / "decisions.csv").read_text("utf-8")))]
    by_kind = {one["decision"]: one for one in lines}
    assert len(by_kind) == len(lines) == 4
    return by_kind


def populations() -> dict[str, int]:
    """The installations of every combination in scope, by id."""
    expected = json.loads((ESTATE / "expected.json").read_text("utf-8"))
    return {digest_id("C", one["key"]): one["population"] for one in expected["combinations"]}


@pytest.fixture(scope="module")
def plans(example_run: Path) -> tuple[Plan, Plan]:
    """The plan of the example without the decisions, and with them."""
    folder, made = example_run.parent, []
    for name, more in (("without", []), ("with", ["--decisions", str(HERE / "decisions.csv")])):
        asked = ["plan", str(example_run), "--firmware", str(HERE / "firmware.csv"), "--trials", "0", *more]
        assert main([*asked, "--out", str(folder / name)]) == 0
        made.append(json.loads((folder / name / "plan.json").read_text("utf-8")))
    return made[0], made[1]


def working_days(entry: dict[str, str]) -> int:
    """From the first to the last day of a phase, both counted."""
    first, last = date.fromisoformat(entry["start"]), date.fromisoformat(entry["end"])
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(day.weekday() < 5 and day not in HOLIDAYS for day in every)


def test_the_uneconomic_combination_alone_is_left_out_with_its_population(plans: tuple[Plan, Plan]) -> None:
    before, after = ({one["combination_id"] for one in plan["combinations"]} for plan in plans)
    uneconomic = decided()["uneconomic"]["combination"]

    assert before == populations().keys()
    assert before - after == {uneconomic}
    assert [plan["excluded_population"] for plan in plans] == [0, populations()[uneconomic]]
    assert uneconomic not in {one["combination_id"] for one in plans[1]["entries"]}


def test_what_all_wait_is_what_each_waits_until_it_is_open(plans: tuple[Plan, Plan]) -> None:
    for plan in plans:
        waits = {
            one["combination_id"]: populations()[one["combination_id"]] * (date.fromisoformat(one["open_on"]) - T0).days
            for one in plan["combinations"]
        }
        assert plan["installation_days_waiting"] == sum(waits.values())


def test_each_operator_without_a_selected_one_has_the_decided_first_and_no_other(plans: tuple[Plan, Plan]) -> None:
    firsts = []
    for plan in plans:
        routes = defaultdict(list)
        for one in plan["combinations"]:
            routes[one["route"]].append(one["combination_id"])
        firsts.append(routes["mt"])
    third = {
        digest_id("C", one["key"]): one["population"]
        for one in json.loads((ESTATE / "expected.json").read_text("utf-8"))["combinations"]
        if one["key"].startswith("SMSO-3 /")
    }

    assert firsts == [[max(third, key=lambda name: third[name])], [decided()["first"]["combination"]]]
    assert decided()["first"]["combination"] in third


def test_one_test_takes_the_days_decided_and_every_other_the_usual_eight(plans: tuple[Plan, Plan]) -> None:
    duration = decided()["duration"]
    taken = {one["combination_id"]: working_days(one) for one in plans[1]["entries"] if one["phase"] == "dmct"}

    assert taken.pop(duration["combination"]) == int(duration["days"])
    assert set(taken.values()) == {8}


def test_the_request_that_was_refused_is_on_record_and_not_planned(plans: tuple[Plan, Plan]) -> None:
    refused = decided()["request"]
    (stated,) = [one for one in plans[1]["decisions"] if one["decision"] == "request"]

    assert refused["testing"] == "not-needed"
    assert refused["combination"] not in populations()
    assert stated == {**{name: text for name, text in refused.items() if text}, "population": None}
    assert len(plans[1]["decisions"]) == 4
