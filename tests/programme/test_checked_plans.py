"""The checker of plans accepts what the planner makes, and rejects what is not so, each with a sentence."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from eligo.programme import entering
from eligo.programme.document import json_lines, plan_document
from eligo.programme.entering import Passing, Proof
from eligo.programme.fixed import scheduled
from eligo.programme.frame import frame_of
from eligo.programme.model import ExitRule, Lanes, Programme, Track
from eligo.programme.order import order
from eligo.programme.plain import largest_first_waits
from eligo.programme.plan import plan_of
from eligo.programme.stage import stage_of
from eligo.terms import SelectionPolicy
from eligo_check.plan import check
from eligo_check.programme import Rejected
from oracle.plan_oracle import Oracle
from programme.drawn_programmes import T0, combination, drawn_programme, long_programme, programme

Documents = tuple[dict[str, Any], dict[str, Any]]


def documents(given: Programme, *selected: str) -> Documents:
    """The plan of a set, and the inputs, as they are written."""
    made = scheduled(given, selected, parts=300)
    return json.loads(json_lines(made.document)), json.loads(json_lines(made.inputs))


def five() -> Programme:
    """Two operators, both tracks; C-5 is equivalent to either C-3 or C-4."""
    return programme(
        [
            combination("C-1", 900, variants="v1"),
            combination("C-2", 500, track="MK2", variants="v2"),
            combination("C-3", 300, operator="B"),
            combination("C-4", 200),
            combination("C-5", 100, bases="C-3 C-4"),
            combination("C-6", 80),
            combination("C-7", 70, uneconomic=True),
        ]
    )


def test_the_checker_accepts_the_plan_of_any_set_of_any_programme() -> None:
    accepted = 0
    for seed in range(150):
        given = drawn_programme(seed)
        frame = frame_of(given)
        places = [place for place in frame.everything if not frame.requested[place]]
        if places:
            random = Random(seed)
            chosen = random.sample(places, min(len(places), random.randint(1, 3)))
            plan, inputs = documents(given, *(frame.ids[place] for place in chosen))
            inputs["policy"] |= {"cover": False}
            check(plan, inputs)
            accepted += 1

    assert accepted > 140


def test_the_checker_says_what_it_has_found() -> None:
    """By hand: exit on 2020-05-04, 182 days after t0; C-3 and C-5 open 190, C-4 205 and C-6 212 days after it."""
    waits = 1_400 * 182 + 400 * 190 + 200 * 205 + 80 * 212

    said = check(*documents(five(), "C-1", "C-2"))

    assert said[0].startswith(
        f"2 of 6 combinations are selected; until all are open there are {waits:,} installation-days."
    )
    assert said[1:] == ["Parts of the proof: 1. Every one closes."]


def entry(plan: dict[str, Any], name: str, phase: str) -> dict[str, Any]:
    """The entry of that combination and phase."""
    found: dict[str, Any] = next(
        one for one in plan["entries"] if (one["combination_id"], one["phase"]) == (name, phase)
    )
    return found


def move(name: str, phase: str, start: str, end: str) -> Callable[[dict[str, Any]], None]:
    """Move an entry to other days."""
    return lambda plan: entry(plan, name, phase).update(start=start, end=end)


def change(name: str, phase: str, **values: object) -> Callable[[dict[str, Any]], None]:
    """Change an entry."""
    return lambda plan: entry(plan, name, phase).update(**values)


def waits_for(name: str, phase: str, what: str | None) -> Callable[[dict[str, Any]], None]:
    """Say that an entry waits for something else."""
    return change(name, phase, binding_constraint=what)


def told(name: str, **values: object) -> Callable[[dict[str, Any]], None]:
    """Change what is said of a combination."""

    def mutate(plan: dict[str, Any]) -> None:
        next(one for one in plan["combinations"] if one["combination_id"] == name).update(values)

    return mutate


def leave_out(name: str, phase: str) -> Callable[[dict[str, Any]], None]:
    """Leave an entry out."""
    return lambda plan: plan["entries"].remove(entry(plan, name, phase))


def raised(plan: dict[str, Any]) -> None:
    """Claim one installation-day more than is proved."""
    plan["proof"]["tree"][0]["prices"] = [0]


@pytest.mark.parametrize(
    ("mutate", "reason"),
    [
        (change("C-3", "mt", start="2019-11-01"), "C-3 has a day nobody works"),
        (move("C-1", "mt", "2019-11-05", "2019-11-18"), "C-1 and C-1 overlap in integration lane 1"),
        (move("C-2", "mt", "2020-01-27", "2020-02-07"), "mt of C-2 starts before its candidate firmware is there"),
        (change("C-1", "sit", firmware="final"), "sit of C-1 is on the wrong firmware"),
        (change("C-1", "eoc", firmware="candidate"), "eoc of C-1 is on the wrong firmware"),
        (change("C-4", "dmct", firmware_track="MK2"), "dmct of C-4 is on the wrong firmware"),
        (leave_out("C-2", "eoc"), "C-2 has no eoc on the final release"),
        (leave_out("C-6", "dmct"), "C-6 has no dmct"),
        (leave_out("C-3", "mt"), "C-3 has no mt"),
        (change("C-4", "dmct", lane=3), "dmct of C-4 is in no lane"),
        (change("C-6", "dmct", lane=2), None),
        (change("C-1", "sit", lane=2), None),
        (change("C-1", "eoc", lane=1), "eoc of C-1 takes no lane"),
        (lambda plan: plan["entries"].append(plan["entries"][0]), "C-1 has mt twice"),
        (lambda plan: plan.update(bound=plan["bound"] + 1), "its bound is above what it sums to"),
        (lambda plan: plan.update(selected=["C-1"]), "it does not cover v2"),
        (lambda plan: plan.update(selected=["C-1", "C-7"]), "it selects what is not tested"),
        (lambda plan: plan["combinations"].pop(), "its combinations are not those that are to be eligible"),
        (raised, "a part does not close"),
        (lambda plan: plan["proof"]["tree"][0]["prices"].append(-1), "a price is below 0, or no number"),
        (lambda plan: plan["proof"]["tree"].append({}), "the tree goes on where it should end"),
        (lambda plan: plan["proof"]["tree"].clear(), "the tree ends early"),
        (lambda plan: plan.update(installation_days_waiting=1), None),
        (lambda plan: plan["exits"].update({"": "1999-01-01"}), "integration testing is left on 2020-05-04"),
        (lambda plan: plan["exits"].clear(), "integration testing is left on 2020-05-04"),
        (change("C-4", "dmct", eligible_on="2020-01-01"), "eligible_on of C-4 is not the same everywhere"),
        (change("C-4", "dmct", route="mt"), "route of C-4 is not the same everywhere"),
        (told("C-4", route="mt"), "route of C-4 is dmct, not mt"),
        (told("C-5", bases=[]), "bases of C-5 is ['C-3', 'C-4'], not []"),
        (told("C-2", firmware_track="MK1"), "firmware_track of C-2 is MK2, not MK1"),
        (told("C-1", installation_days_waiting=1), "C-1 waits 163,800 installation-days"),
        (lambda plan: plan["combinations"].append(plan["combinations"][0]), None),
        (lambda plan: plan.update(selected=["C-1", "C-2", "C-1"]), "it selects a combination twice"),
        (lambda plan: plan.update(dated=False), "it is not dated"),
        (waits_for("C-1", "mt", "a lane"), "mt of C-1 waits for candidate firmware of track MK1"),
        (waits_for("C-2", "sit", "a lane"), "sit of C-2 waits for mt of the same combination"),
        (waits_for("C-1", "eoc", "sit of C-1"), "eoc of C-1 waits for final firmware of track MK2"),
        (waits_for("C-4", "dmct", "a lane"), "dmct of C-4 waits for exit from sit"),
        (waits_for("C-6", "dmct", "exit from sit"), "dmct of C-6 waits for a lane"),
        (waits_for("C-6", "dmct", "nothing"), "dmct of C-6 waits for a lane"),
        (waits_for("C-6", "dmct", None), "dmct of C-6 waits for a lane"),
    ],
)
def test_the_checker_rejects_what_is_not_so(mutate: Callable[[dict[str, Any]], None], reason: str | None) -> None:
    plan, inputs = documents(five(), "C-1", "C-2")
    mutate(plan)

    with pytest.raises(Rejected) as rejected:
        check(plan, inputs)

    assert reason is None or str(rejected.value) == reason


def valued(part: dict[str, Any]) -> dict[str, Any]:
    """The worths of a part."""
    found: dict[str, Any] = part["worths"]
    return found


@pytest.mark.parametrize(
    ("mutate", "reason"),
    [
        (lambda leaf: leaf.pop("worths"), "a part does not close"),
        (lambda leaf: valued(leaf).update(dict.fromkeys(valued(leaf), 0)), "a part does not close"),
        (lambda leaf: valued(leaf).popitem(), "its worths are not of what is in the lanes"),
        (lambda leaf: valued(leaf).update({"C-00": 1}), "its worths are not of what is in the lanes"),
        (lambda leaf: valued(leaf).update({next(iter(valued(leaf))): "1"}), "a worth is no number"),
    ],
)
def test_the_checker_believes_what_tests_are_worth_only_if_their_turns_cost_so_much(
    mutate: Callable[[dict[str, Any]], None], reason: str
) -> None:
    plan, inputs = documents(long_programme(6), "C-00")
    assert plan["bound"] == plan["installation_days_waiting"]
    check(plan, inputs)
    leaf = next(part for part in plan["proof"]["tree"] if "worths" in part and "split" not in part)

    mutate(leaf)

    with pytest.raises(Rejected, match=reason):
        check(plan, inputs)


def two_tracks() -> Programme:
    """Each track leaves by itself; both have all their firmware at once, and there is one lane for them."""
    return programme(
        [
            combination("C-1", 900, variants="v1"),
            combination("C-2", 500, track="MK2", variants="v2"),
            combination("C-3", 300),
            combination("C-4", 200, track="MK2"),
        ],
        exit_rule=ExitRule.BY_TRACK,
        integration_lanes=Lanes(1),
        tracks=(Track("MK1", T0, T0), Track("MK2", T0, T0)),
    )


@pytest.fixture
def too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every set had too many orders of entry for a proof of each."""
    monkeypatch.setattr(entering, "MOST_ENTRIES", 0)


def two_in_turn() -> Documents:
    """By hand, with one lane: MK1 has passed at index 30 and MK2 at 60, and leaves 12 days later; or the other way
    round. MK1 is first, with 1,200 installations against 700.
    """
    plan, inputs = documents(two_tracks(), "C-1", "C-2")
    assert plan["exits"] == {"MK1": "2020-01-07", "MK2": "2020-02-18"}
    assert plan["bound"] == plan["installation_days_waiting"]
    check(plan, inputs)
    return plan, inputs


def test_where_each_track_leaves_by_itself_the_bound_is_that_of_each_order_of_entry() -> None:
    assert [one["entries"] for one in two_in_turn()[0]["proof"]["orders"]] == [["C-1", "C-2"], ["C-2", "C-1"]]


@pytest.mark.usefixtures("too_many")
def test_where_those_are_too_many_it_is_that_of_each_order_in_which_tracks_may_pass() -> None:
    assert [one["order"] for one in two_in_turn()[0]["proof"]["orders"]] == [["MK1", "MK2"], ["MK2", "MK1"]]


@pytest.mark.parametrize("lanes", [1, 2])
@pytest.mark.parametrize("case", range(5))
def test_a_bound_of_every_order_of_entry_is_that_of_trying_each(lanes: int, case: int) -> None:
    """Each operator's first combination counts, selected or not; with two lanes and with one."""
    for seed in range(case, 60, 5):
        given = drawn_programme(seed, most=6)
        given = replace(
            given,
            exit_rule=ExitRule.BY_TRACK,
            policy=SelectionPolicy(1, cover=False),
            migration_may_delay=False,
            integration_lanes=replace(given.integration_lanes, count=lanes),
        )
        oracle = Oracle(given)
        for chosen in [*oracle.sets(3)][:2]:
            made = scheduled(given, [one.id for one in chosen], parts=300)

            check(json.loads(json_lines(made.document)), json.loads(json_lines(made.inputs)))
            least = oracle.least(chosen)
            assert made.plan.bound <= least <= made.plan.waits, seed
            if not made.stage.firsts:
                assert made.plan.bound == made.plan.waits, seed


def test_where_each_track_leaves_by_itself_any_of_it_may_be_the_first_to_enter() -> None:
    """C-3 is smaller than C-2, and opens B, of which C-4 has been tested before: so it enters first. A proof that B has
    to wait for C-2 is none.
    """
    given = programme(
        [
            combination("C-1", 900),
            combination("C-2", 500, track="MK2"),
            combination("C-3", 300, operator="B", track="MK2"),
            combination("C-4", 200, operator="B"),
        ],
        exit_rule=ExitRule.BY_TRACK,
        integration_lanes=Lanes(1),
        tracks=(Track("MK1", T0, T0), Track("MK2", T0 + timedelta(days=90), T0 + timedelta(days=90))),
    )
    plan, inputs = documents(given, "C-1", "C-2", "C-3")
    assert entry(plan, "C-3", "mt")["start"] < entry(plan, "C-2", "mt")["start"]
    assert plan["bound"] == plan["installation_days_waiting"]
    check(plan, inputs)

    stage = stage_of(frame_of(given), [0, 1, 2])
    found = order(stage.queue, parts=0)
    late = plan_document(
        plan_of(stage, found.starts, found.bound),
        largest_first_waits(stage),
        Proof((Passing((), stage, found),)),
    )

    with pytest.raises(Rejected, match="a part does not close"):
        check(json.loads(json_lines(late)), inputs)


def assert_rejected_without_an_order(mutate: Callable[[list[dict[str, Any]]], object], reason: str) -> None:
    plan, inputs = documents(two_tracks(), "C-1", "C-2")
    mutate(plan["proof"]["orders"])

    with pytest.raises(Rejected, match=reason):
        check(plan, inputs)


@pytest.mark.parametrize(
    ("mutate", "reason"),
    [
        (lambda orders: orders.pop(0), "an order in which the selected may enter has no proof"),
        (lambda orders: orders.pop(1), "an order in which the selected may enter has no proof"),
        (
            lambda orders: orders[1].update(entries=["C-1", "C-2"]),
            "an order in which the selected may enter has no proof",
        ),
        (lambda orders: orders[1].update(entries=["C-2"]), "an order of entry is not of what is selected"),
        (lambda orders: orders[1].update(entries=["C-2", "C-2"]), "an order of entry is not of what is selected"),
        (lambda orders: orders[1]["tree"].append({}), "the tree goes on where it should end"),
    ],
)
def test_the_checker_believes_no_bound_that_leaves_out_an_order_of_entry(
    mutate: Callable[[list[dict[str, Any]]], object], reason: str
) -> None:
    assert_rejected_without_an_order(mutate, reason)


def test_no_order_of_entry_is_a_proof_where_all_leave_together() -> None:
    plan, inputs = documents(five(), "C-1", "C-2")
    plan["proof"] = {"orders": [{**plan["proof"], "entries": ["C-1", "C-2"]}]}

    with pytest.raises(Rejected, match="all leave together, in whatever order they enter"):
        check(plan, inputs)


@pytest.mark.usefixtures("too_many")
@pytest.mark.parametrize(
    ("mutate", "reason"),
    [
        (lambda orders: orders.pop(0), "that MK1 and then MK2 pass has no proof"),
        (lambda orders: orders.pop(1), "that MK2 and then MK1 pass has no proof"),
        (lambda orders: orders[1].update(order=["MK2"]), "an order is not of the tracks that are selected"),
        (lambda orders: orders[1].update(order=[]), "a part does not close"),
        (lambda orders: orders[0].update(order=["MK2", "MK1"]), "that MK1 and then MK2 pass has no proof"),
        (lambda orders: orders[1]["tree"].append({}), "the tree goes on where it should end"),
    ],
)
def test_the_checker_believes_no_bound_that_leaves_out_an_order_in_which_tracks_may_pass(
    mutate: Callable[[list[dict[str, Any]]], object], reason: str
) -> None:
    assert_rejected_without_an_order(mutate, reason)


def test_the_checker_rejects_what_the_policy_does_not_allow() -> None:
    plan, inputs = documents(five(), "C-1", "C-2")
    for policy, reason in (
        (SelectionPolicy(2, bans=frozenset({"C-2"})), "it does not keep pins and bans"),
        (SelectionPolicy(2, pins=frozenset({"C-3"})), "it does not keep pins and bans"),
        (SelectionPolicy(2, maximum={"A": 1}), "it does not keep the maximum of A"),
        (SelectionPolicy(2, minimum={"B": 1}), "it does not keep the minimum of B"),
    ):
        changed = copy.deepcopy(inputs) | {"policy": policy.asked}

        with pytest.raises(Rejected, match=reason):
            check(plan, changed)


def test_the_checker_runs_alone(tmp_path: Path) -> None:
    plan, inputs = documents(five(), "C-1", "C-2")
    (tmp_path / "plan.json").write_bytes(json_lines(plan))
    (tmp_path / "programme.json").write_bytes(json_lines(inputs))
    command = [sys.executable, "-m", "eligo_check.plan"]
    source = str(Path(__file__).resolve().parents[2] / "src")

    def run(*files: str) -> tuple[int, str]:
        asked = subprocess.run(
            [*command, *files], cwd=tmp_path, env={"PYTHONPATH": source}, capture_output=True, text=True, check=False
        )
        return asked.returncode, (asked.stdout or asked.stderr).splitlines()[0]

    assert run("plan.json", "programme.json") == (0, "ACCEPTED.")
    assert run("plan.json") == (2, "Usage: python -m eligo_check.plan plan.json programme.json")
    plan["combinations"][0]["open_on"] = "2019-11-04"
    (tmp_path / "plan.json").write_bytes(json_lines(plan))
    assert run("plan.json", "programme.json") == (1, "REJECTED: C-1 is eligible on 2020-05-04, open on 2020-05-04.")
    del plan["proof"]
    plan["combinations"][0]["open_on"] = "2020-05-04"
    (tmp_path / "plan.json").write_bytes(json_lines(plan))
    assert run("plan.json", "programme.json") == (2, "Not a plan and its programme: one of them lacks 'proof'.")
    other = json_lines(inputs | {"combinations": [None]})
    (tmp_path / "other.json").write_bytes(other)
    kind = "Not a plan and its programme: a value is of another kind than it has to be"
    assert (run("plan.json", "other.json")[0], run("plan.json", "other.json")[1][: len(kind)]) == (2, kind)
    twice = json_lines(inputs).replace(b"{", b'{"policy": {},', 1)
    (tmp_path / "other.json").write_bytes(twice)
    assert run("plan.json", "other.json") == (1, "REJECTED: an object in one of the files has a name twice.")
    assert run("plan.json", "none.json")[1].startswith("Not two files that can be read: ")


def test_the_checker_rejects_a_first_combination_that_delays_a_selected_one() -> None:
    """One lane: C-3, of an operator without a selected one, before C-2."""
    given = replace(five(), integration_lanes=Lanes(1))
    plan, inputs = documents(given, "C-1", "C-4")
    inputs["policy"]["cover"] = False
    check(plan, inputs)
    starts = {name: entry(plan, name, "mt")["start"] for name in ("C-1", "C-3", "C-4")}
    assert starts == {"C-1": "2019-11-04", "C-4": "2019-12-16", "C-3": "2020-01-31"}

    for name, phase, start, end in (
        ("C-3", "mt", "2019-12-16", "2020-01-03"),
        ("C-4", "mt", "2020-01-06", "2020-01-17"),
        ("C-4", "sit", "2020-01-20", "2020-02-14"),
    ):
        move(name, phase, start, end)(plan)

    with pytest.raises(Rejected, match="mt of C-3 delays C-4, which is selected"):
        check(plan, inputs)


def test_the_checker_rejects_an_evaluation_that_does_not_follow_its_base() -> None:
    given = replace(five(), durations=replace(five().durations, evaluation=5))
    plan, inputs = documents(given, "C-1", "C-2")
    check(plan, inputs)
    for mutate in (
        leave_out("C-5", "evaluation"),
        move("C-5", "evaluation", "2019-11-04", "2019-11-08"),
        lambda one: one["entries"].append({**entry(one, "C-5", "evaluation"), "combination_id": "C-4"}),
    ):
        changed = copy.deepcopy(plan)
        mutate(changed)

        with pytest.raises(Rejected):
            check(changed, inputs)
