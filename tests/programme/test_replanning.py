"""Planning again: what has begun stays, nothing moves further than it must, and the best plan beside it is the best."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import settings

from eligo.errors import UsageError
from eligo.programme.begun import Before, Happened, Place, Turn
from eligo.programme.choose import choose
from eligo.programme.document import inputs_document, json_lines
from eligo.programme.fixed import scheduled
from eligo.programme.model import Begun, Programme, Track
from eligo.programme.plan import Plan
from eligo.programme.replan import Replanned, replanned
from eligo.programme.trials import trial
from eligo.terms import SelectionPolicy
from eligo_check.plan import check
from eligo_check.programme import Rejected
from oracle.plan_oracle import Oracle
from programme.drawn_programmes import T0, combination, drawn_programme, programme
from programme.test_trials import Fortune

Mutation = Callable[[dict[str, Any], dict[str, Any]], None]

FREE = SelectionPolicy(1, cover=False)
MANY = 400 if settings.get_current_profile_name() == "fuzz" else 60


def places(plan: Plan) -> Before:
    """Where a plan has everything."""
    return {(one.combination_id, one.phase): Place(one.start, one.end, one.lane) for one in plan.entries}


def checked(again: Replanned) -> None:
    """Every plan is accepted, with what it was made from and the proof of the best."""
    inputs = json.loads(json_lines(inputs_document(again.best.stage.frame)))
    for way in again.ways:
        check(json.loads(json_lines(written(again, way.keeps))), inputs)


def written(again: Replanned, keeps: str) -> Mapping[str, object]:
    """One of the plans with its proof."""
    return replace(again.best, plan=again.way(keeps).plan).document


def drawn(seed: int) -> tuple[Programme, list[str], Plan, date] | None:
    """A programme, a set of it, its plan, and a day while it runs."""
    random = Random(seed)
    given = replace(drawn_programme(seed), policy=FREE)
    able = [one.id for one in given.combinations if not one.uneconomic and not one.requested]
    if not able:
        return None
    chosen = random.sample(able, min(len(able), random.randint(1, 3)))
    plan = scheduled(given, chosen).plan
    days = (max(one.end for one in plan.entries) - given.t0).days
    return given, chosen, plan, given.t0 + timedelta(days=random.randint(1, days + 10))


@pytest.mark.parametrize("block", range(4))
def test_where_nothing_has_changed_nothing_moves(block: int) -> None:
    for seed in range(block, MANY, 4):
        if (case := drawn(seed)) is None:
            continue
        given, chosen, plan, on = case

        again = replanned(given, chosen, places(plan), given.t0, on)

        assert again.must_move == 0, seed
        for way in again.ways[:-1]:  # in the best plan another of those that are as good may come out
            assert way.moved == (), seed
            assert places(way.plan) == places(plan), seed
        assert {way.plan.waits for way in again.ways} == {plan.waits}, seed
        checked(again)


def slipped(given: Programme, random: Random) -> Programme:
    """The same programme with a track's firmware later, or another candidate."""
    track = random.choice(given.tracks)
    later = timedelta(days=random.randint(1, 90))
    changed = random.choice(
        [
            Track(track.id, track.candidate, track.final + later),
            Track(track.id, track.candidate + later, track.final + later),
        ]
    )
    return replace(given, tracks=tuple(changed if one is track else one for one in given.tracks))


def failed(plan: Plan, on: date, random: Random) -> list[Happened]:
    """Something that runs or has ended, and failed."""
    begun = [one for one in plan.entries if one.phase != "evaluation" and one.start < on]
    if not begun or random.random() < 0.5:
        return []
    one = random.choice(begun)
    last = min(one.end, on - timedelta(days=1))
    return [Happened(one.combination_id, one.phase, random.choice([Turn.FAILED, Turn.FAILED, Turn.PASSED]), last)]


@pytest.mark.parametrize("block", range(4))
def test_a_slip_or_a_failure_moves_what_it_must_and_nothing_that_has_begun(block: int) -> None:
    tried = left_out = 0
    for seed in range(block, MANY, 4):
        if (case := drawn(seed)) is None:
            continue
        given, chosen, plan, on = case
        random = Random(seed)
        changed = slipped(given, random) if random.random() < 0.7 else given
        try:
            again = replanned(changed, chosen, places(plan), given.t0, on, failed(plan, on, random))
        except UsageError as refused:  # what failed is void with the candidate it was tested on
            if "cannot have" in str(refused):
                continue
            raise
        tried += 1
        begun = {(one.combination_id, one.phase) for one in again.best.stage.frame.programme.begun}
        old, kept, order, best = places(plan), again.way("places"), again.way("order"), again.way("nothing")

        checked(again)
        for way in again.ways:
            new = places(way.plan)
            assert all(new[key].lane == old[key].lane for key in begun), seed
            assert all(new[key].start == old[key].start for key in begun if key[1] != "sit"), seed
            assert all(one.after >= on for one in way.moved), seed
            assert best.plan.waits <= way.plan.waits, seed
            assert len([one for one in way.moved if one.before]) >= again.must_move, seed
            figures = [(len(one.moved), one.plan.waits) for one in again.worth_showing(way)]
            assert (len(way.moved), way.plan.waits) in figures, seed
            assert (len(kept.moved), kept.plan.waits) in figures, seed
            assert min(waits for _, waits in figures) == best.plan.waits, seed
            others = [own for own in figures if own != (len(way.moved), way.plan.waits)]
            left_out += len(again.ways) - len(figures)
            assert not any(a != b and a[0] <= b[0] and a[1] <= b[1] for a in figures for b in others), seed
        assert len(kept.moved) == min(len(way.moved) for way in again.ways), seed
        assert all(one.days > 0 or one.before is None for one in (*kept.moved, *order.moved)), seed
    assert tried > MANY // 8
    assert left_out > 0


@pytest.mark.parametrize("block", range(2))
def test_the_best_plan_beside_what_has_begun_is_the_one_that_trying_everything_finds(block: int) -> None:
    for seed in range(1_000 + block, 1_000 + MANY // 2, 2):
        if (case := drawn(seed)) is None:
            continue
        given, chosen, plan, on = case
        again = replanned(slipped(given, Random(seed)), chosen, places(plan), given.t0, on).best

        frame = again.stage.frame
        oracle = Oracle(frame.programme)
        least = oracle.least(tuple(one for one in oracle.live if one.id in chosen))

        assert again.plan.waits == least, seed


def three() -> Programme:
    """Two selected, then two tests in one lane."""
    given = programme(
        [combination("C-1", 900), combination("C-2", 500), combination("C-3", 300), combination("C-4", 200)],
        policy=FREE,
    )
    return replace(given, combination_lanes=replace(given.combination_lanes, count=1))


def by_phase(plan: Plan) -> dict[str, Any]:
    """Start and end of everything, as text."""
    return {f"{one.combination_id} {one.phase}": f"{one.start} {one.end}" for one in plan.entries}


def test_a_failed_test_is_run_again_in_its_lane_and_moves_what_waits_for_it() -> None:
    """By hand: SIT of C-2 (18 November to 13 December) fails on 2 December and runs again for 20 working days from the
    3rd; Christmas Eve, two bank holidays and the first of January are closed, so that it ends on 3 January.
    """
    plan = scheduled(three(), ["C-1", "C-2"]).plan
    assert by_phase(plan)["C-2 sit"] == "2019-11-18 2019-12-13"

    again = replanned(
        three(),
        ["C-1", "C-2"],
        places(plan),
        T0,
        date(2019, 12, 9),
        [Happened("C-2", "sit", Turn.FAILED, date(2019, 12, 2))],
    )

    for way in again.ways:
        assert by_phase(way.plan)["C-2 sit"] == "2019-11-18 2020-01-03"
        assert by_phase(way.plan)["C-1 sit"] == "2019-11-18 2019-12-13"
        assert way.moved == ()  # the final release comes later than either


def test_a_slip_of_the_final_release_moves_the_exit_and_the_lanes_by_as_many_working_days() -> None:
    plan = scheduled(three(), ["C-1", "C-2"]).plan
    old = by_phase(plan)
    assert old["C-1 eoc"] == "2020-02-03 2020-02-20"
    late = replace(three(), tracks=tuple(replace(one, final=one.final + timedelta(days=28)) for one in three().tracks))

    again = replanned(late, ["C-1", "C-2"], places(plan), T0, date(2020, 1, 6))

    order = again.way("order")
    assert by_phase(order.plan)["C-1 eoc"] == "2020-03-02 2020-03-19"
    assert [(one.combination_id, one.phase, one.days) for one in order.moved] == [
        ("C-1", "eoc", 20),
        ("C-3", "dmct", 20),
        ("C-4", "dmct", 20),
    ]
    assert again.must_move == 3
    assert order.plan.waits == again.way("nothing").plan.waits


def test_what_can_stay_stays_and_what_that_costs_is_shown() -> None:
    """By hand: the exit of a week later is where C-3 was to begin; C-4 behind it stays, and C-3 goes behind that."""
    plan = scheduled(three(), ["C-1", "C-2"]).plan
    old = by_phase(plan)
    assert (old["C-3 dmct"], old["C-4 dmct"]) == ("2020-02-21 2020-03-12", "2020-03-13 2020-04-02")
    late = replace(three(), tracks=tuple(replace(one, final=one.final + timedelta(days=7)) for one in three().tracks))

    again = replanned(late, ["C-1", "C-2"], places(plan), T0, date(2020, 1, 6))

    kept, order = again.way("places"), again.way("order")
    assert [(one.combination_id, one.phase, one.days) for one in kept.moved] == [("C-1", "eoc", 5), ("C-3", "dmct", 30)]
    assert by_phase(kept.plan)["C-4 dmct"] == old["C-4 dmct"]
    assert again.must_move == 2
    assert [one.days for one in order.moved] == [5, 5, 5]
    assert [way.keeps for way in again.ways] == ["places", "4", "13", "26", "order", "nothing"]
    assert kept.plan.waits > order.plan.waits == again.way("nothing").plan.waits


def test_a_new_candidate_begins_its_track_again() -> None:
    plan = scheduled(three(), ["C-1", "C-2"]).plan
    new = replace(three(), tracks=(replace(three().tracks[0], candidate=date(2019, 12, 2)), three().tracks[1]))

    again = replanned(new, ["C-1", "C-2"], places(plan), T0, date(2019, 11, 25))

    kept = again.way("places")
    assert kept.plan.t0 == T0
    assert by_phase(kept.plan)["C-1 mt"] == "2019-12-02 2019-12-13"
    assert [one.phase for one in kept.moved][:2] == ["mt", "mt"]


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (Happened("C-3", "dmct", Turn.FAILED, date(2019, 11, 5)), "the dmct of C-3 cannot have failed on 2019-11-05"),
        (Happened("C-1", "mt", Turn.FAILED, date(2019, 12, 20)), "the mt of C-1 cannot have failed on 2019-12-20"),
        (Happened("C-9", "mt", Turn.PASSED, date(2019, 11, 5)), "the mt of C-9 cannot have passed on 2019-11-05"),
    ],
)
def test_a_failure_that_cannot_be_is_refused(failure: Happened, reason: str) -> None:
    plan = scheduled(three(), ["C-1", "C-2"]).plan

    with pytest.raises(UsageError, match=reason):
        replanned(three(), ["C-1", "C-2"], places(plan), T0, date(2019, 11, 25), [failure])


@pytest.mark.parametrize("seed", range(0, MANY, 2))
def test_without_any_chance_a_trial_of_the_best_plan_is_that_plan(seed: int) -> None:
    if (case := drawn(seed)) is None:
        return
    given, chosen, plan, on = case
    best = replanned(slipped(given, Random(seed)), chosen, places(plan), given.t0, on).best

    tried = trial(best.stage, best.ordered.starts, Fortune())

    dates = best.stage.frame.days.dates
    assert [dates[index] for index in tried.opens] == [one.open_on for one in best.plan.outcomes]


def test_what_has_ended_has_passed_and_what_runs_may_fail() -> None:
    """By hand: SIT of C-2 ends with day 30, and with three more runs on 90; the final release is there from day 61."""
    plan = scheduled(three(), ["C-1", "C-2"]).plan
    again = replanned(three(), ["C-1", "C-2"], places(plan), T0, date(2019, 12, 2)).best
    unlucky = Fortune(runs={("migration", "C-1"): 3, ("integration", "C-2"): 4})

    tried = trial(again.stage, again.ordered.starts, unlucky)

    usual = trial(again.stage, again.ordered.starts, Fortune())
    assert [late - early for late, early in zip(tried.opens, usual.opens, strict=True)] == [90 - 61] * 4


def moved(name: str, phase: str, **values: object) -> Mutation:
    """Change an entry of a plan."""

    def mutate(plan: dict[str, Any], _: dict[str, Any]) -> None:
        for one in plan["entries"]:
            if (one["combination_id"], one["phase"]) == (name, phase):
                one.update(values)

    return mutate


def forgotten(name: str, phase: str) -> Mutation:
    """Leave what has begun out of the inputs."""

    def mutate(_: dict[str, Any], inputs: dict[str, Any]) -> None:
        inputs["begun"] = [one for one in inputs["begun"] if (one["combination_id"], one["phase"]) != (name, phase)]

    return mutate


@pytest.mark.parametrize(
    ("mutate", "reason"),
    [
        (moved("C-1", "mt", start="2019-11-05"), "mt of C-1 has begun, and is not where it is"),
        (moved("C-2", "sit", end="2019-12-16"), "sit of C-2 has begun, and is not where it is"),
        (moved("C-1", "eoc", start="2019-12-05", end="2019-12-27"), "eoc of C-1 starts in the past, and has not begun"),
        (forgotten("C-2", "sit"), "sit of C-2 starts in the past, and has not begun"),
        (lambda _, inputs: inputs["begun"].append(inputs["begun"][0]), "a phase is begun twice"),
        (lambda _, inputs: inputs.update(on=None), "something has begun, and no day says by when"),
        (lambda plan, _: plan.update(choice={}), "other sets are not bounded where something has begun"),
        (lambda _, inputs: inputs.update(t0="2019-11-05"), "t0 is not the earliest candidate"),
    ],
)
def test_the_checker_holds_a_plan_to_what_has_begun(mutate: Mutation, reason: str) -> None:
    plan = scheduled(three(), ["C-1", "C-2"]).plan
    again = replanned(three(), ["C-1", "C-2"], places(plan), T0, date(2019, 12, 9))
    inputs = json.loads(json_lines(inputs_document(again.best.stage.frame)))
    document = json.loads(json_lines(written(again, "places")))
    mutate(document, inputs)

    with pytest.raises(Rejected) as rejected:
        check(document, inputs)

    assert str(rejected.value) == reason


@pytest.mark.parametrize(
    ("begun", "reason"),
    [
        ([Begun("C-1", "mt", T0, date(2019, 11, 1), 1)], "mt of C-1 ends before it has begun"),
        ([Begun("C-1", "mt", T0, T0, 3)], "mt of C-1 is in lane 3 of 2"),
        ([Begun("C-1", "eoc", T0, T0, 1)], "eoc of C-1 is in lane 1 of 0"),
        ([Begun("C-1", "sit", T0, T0, 1)], "sit of C-1 has begun without its mt before it in the same lane"),
        ([Begun("C-1", "mt", T0, T0, 1), Begun("C-2", "mt", T0, T0, 1)], "mt of C-1 and mt of C-2 overlap"),
        ([Begun("C-1", "mt", T0, T0, 1)] * 2, "mt of C-1 is begun twice"),
    ],
)
def test_what_cannot_have_begun_is_refused(begun: list[Begun], reason: str) -> None:
    with pytest.raises(UsageError) as refused:
        scheduled(replace(three(), on=date(2019, 12, 9), begun=tuple(begun)), ["C-1", "C-2"])

    assert reason in f"{refused.value}"


def test_other_sets_are_not_planned_where_something_has_begun() -> None:
    begun = replace(three(), on=date(2019, 12, 9), begun=(Begun("C-1", "mt", T0, T0, 1),))

    with pytest.raises(UsageError, match="Other sets are not planned where testing has begun"):
        choose(begun, [1])
