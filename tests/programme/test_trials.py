"""A plan under chance: without any it is the plan; what a chance moves; the same draws for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

import pytest

from eligo.programme.firmware.expected import triangular, weighted
from eligo.programme.frame import frame_of
from eligo.programme.lists import Starts
from eligo.programme.model import ExitRule, Lanes
from eligo.programme.order import order
from eligo.programme.plan import plan_of
from eligo.programme.stage import Stage, stage_of
from eligo.programme.trials import trial
from eligo.programme.uncertainty import Chance, Drawn, Spread, inputs_of, uncertainty
from programme.drawn_programmes import T0, combination, drawn_programme, programme

CHANCE = Chance(
    {
        ("MK1", "candidate"): weighted({T0: 2, T0 + timedelta(days=14): 1}),
        ("MK2", "final"): triangular(T0 + timedelta(days=150), T0 + timedelta(days=160), T0 + timedelta(days=200)),
    },
    {"migration": Fraction(1, 10), "integration": Fraction(1, 5), "combination": Fraction(1, 10)},
    Fraction(1, 5),
    20,
)


class Fortune:
    """Luck as it is told."""

    def __init__(
        self,
        later: Mapping[tuple[str, str], int] | None = None,
        respin: Mapping[str, int] | None = None,
        runs: Mapping[tuple[str, str], int] | None = None,
    ) -> None:
        self._later, self._respin, self._runs = later or {}, respin or {}, runs or {}

    def later(self, track: str, firmware: str) -> int:
        return self._later.get((track, firmware), 0)

    def respin(self, track: str) -> int | None:
        return self._respin.get(track)

    def runs(self, test: str, combination: str) -> int:
        return self._runs.get((test, combination), 1)


def two_tracks(exit_rule: ExitRule = ExitRule.JOINT) -> tuple[Stage, Starts]:
    """Selected are a and b, queued in one lane c and d; a and c are of MK1."""
    given = [
        combination("a", 400),
        combination("b", 300, track="MK2"),
        combination("c", 200),
        combination("d", 100, track="MK2"),
    ]
    stage = stage_of(frame_of(programme(given, combination_lanes=Lanes(1), exit_rule=exit_rule)), [0, 1])
    return stage, order(stage.queue).starts


@pytest.mark.parametrize("block", range(4))
def test_where_nothing_goes_wrong_a_trial_is_the_plan(block: int) -> None:
    for seed in range(50 * block, 50 * (block + 1)):
        frame = frame_of(drawn_programme(seed))
        if not frame.ids:
            continue
        stage = stage_of(frame, [place for place in frame.everything if not frame.requested[place]][:2] or [0])
        ordered = order(stage.queue)
        plan = plan_of(stage, ordered.starts, ordered.bound)
        tried = trial(stage, ordered.starts, Fortune())
        for outcome, eligible, opens in zip(plan.outcomes, tried.eligible, tried.opens, strict=True):
            dates = frame.days.dates
            assert (dates[eligible], dates[opens]) == (outcome.eligible_on, outcome.open_on), (seed, outcome)


def test_a_test_that_fails_is_repeated_in_its_lane_and_moves_what_comes_after() -> None:
    stage, starts = two_tracks()
    lengths, gate = stage.frame.programme.durations, max(stage.frame.gates.values())
    plan, failed = trial(stage, starts, Fortune()), trial(stage, starts, Fortune(runs={("integration", "b"): 4}))
    passed = stage.placed[1].start + lengths.migration + 4 * lengths.integration
    later = {after - before for before, after in zip(plan.eligible, failed.eligible, strict=True)}
    assert later == {passed - max(gate, stage.placed[1].end)}
    assert min(later) > 0


def test_a_failed_test_of_the_queue_moves_itself_and_what_waits_for_its_lane() -> None:
    stage, starts = two_tracks()
    plan, failed = trial(stage, starts, Fortune()), trial(stage, starts, Fortune(runs={("combination", "c"): 3}))
    later = {name: after - before for name, before, after in zip("abcd", plan.eligible, failed.eligible, strict=True)}
    assert later == {"a": 0, "b": 0, "c": 30, "d": 30}


def test_a_candidate_that_is_replaced_voids_what_its_track_alone_has_passed() -> None:
    stage, starts = two_tracks()
    frame, lengths = stage.frame, stage.frame.programme.durations
    tried = trial(stage, starts, Fortune(respin={"MK1": 12}))
    begun = frame.enters[0]
    anew = begun + 12 + lengths.candidate_publication + lengths.migration + lengths.integration
    left = max(anew, stage.placed[1].end, *frame.gates.values()) + lengths.exit(2)
    assert tried.eligible[0] == left + lengths.consent


def test_who_is_held_up_is_overtaken_and_nobody_else() -> None:
    stage, starts = two_tracks()
    plan = trial(stage, starts, Fortune())
    tried = trial(stage, starts, Fortune(later={("MK1", "final"): 400}))
    # c is of MK1 and was to be first; d, of MK2, waits for the exit alone, which waits for both finals.
    assert plan.eligible[2] < plan.eligible[3]
    assert tried.eligible[2] < tried.eligible[3]
    by_track, turns = two_tracks(exit_rule=ExitRule.BY_TRACK)
    apart = trial(by_track, turns, Fortune(later={("MK1", "final"): 400}))
    assert apart.eligible[3] < apart.eligible[2]


def test_the_same_seed_draws_the_same_and_an_input_can_be_held() -> None:
    stage, starts = two_tracks()
    one, other = (uncertainty(stage, starts, CHANCE, seed=7, count=60) for _ in range(2))
    assert one == other
    assert one.waits != uncertainty(stage, starts, CHANCE, seed=8, count=60).waits
    assert {each.input for each in one.influences} == set(inputs_of(CHANCE))
    assert all(each.p90_without + each.gain == one.waits.p90 for each in one.influences)
    assert [each.gain for each in one.influences] == sorted((each.gain for each in one.influences), reverse=True)


def test_the_bands_are_those_of_the_trials_counted_by_hand() -> None:
    stage, starts = two_tracks()
    certain = Chance({("MK1", "candidate"): weighted({T0: 1, T0 + timedelta(days=14): 1})}, {}, Fraction(0), 1)
    found = uncertainty(stage, starts, certain, seed=3, count=40)
    later = {("MK1", "candidate"): ((1, 2), (0, 10))}
    drawn = [Drawn(certain, later, f"3 {number}", "").later("MK1", "candidate") for number in range(40)]
    tried = {later: trial(stage, starts, Fortune(later={("MK1", "candidate"): later})) for later in (0, 10)}
    dates = sorted(stage.frame.days.dates[tried[one].eligible[0]] for one in drawn)
    assert 10 < sum(one > 0 for one in drawn) < 30
    assert found.eligible["a"] == Spread(dates[3], dates[19], dates[35])
    assert found.curve[-1][1].p90 == max(dates[35], *(found.eligible[name].p90 for name in "bcd"))


def test_chances_are_kept_to_over_many_draws() -> None:
    runs = [Drawn(CHANCE, {}, str(number), "").runs("integration", "a") for number in range(2_000)]
    respun = [Drawn(CHANCE, {}, str(number), "").respin("MK1") for number in range(2_000)]
    assert 330 < sum(one > 1 for one in runs) < 470
    assert 55 < sum(one > 2 for one in runs) < 110
    assert 330 < sum(one == 20 for one in respun) < 470
    assert set(respun) == {None, 20}
