"""Set, size and order together against trying everything, and the bound over all sets against the checker."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, count
from random import Random
from typing import Any

import pytest
from hypothesis import settings

from eligo.errors import Infeasible
from eligo.programme.choose import Choice, Choosing, Effort, choose
from eligo.programme.covering import smallest_cover
from eligo.programme.document import choice_document, inputs_document, json_lines, plan_document
from eligo.programme.fixed import scheduled
from eligo.programme.frame import frame_of
from eligo.programme.model import ExitRule, Lanes, Programme
from eligo.programme.plain import largest_first_waits
from eligo.terms import SelectionPolicy
from eligo_check.plan import check
from eligo_check.programme import Rejected
from oracle.plan_oracle import Oracle
from programme.drawn_programmes import combination, drawn_programme, programme


def documents(choice: Choice) -> tuple[dict[str, Any], dict[str, Any]]:
    """The plan with its bound over all sets, and the inputs, as they are written."""
    largest = largest_first_waits(choice.stage)
    plan = plan_document(choice.plan, largest, choice.proof)
    plan |= {"choice": choice_document(choice)}
    return json.loads(json_lines(plan)), json.loads(json_lines(inputs_document(choice.stage.frame)))


@pytest.mark.parametrize("block", range(4))
def test_the_plan_of_a_set_is_the_one_that_trying_every_sequence_finds(block: int) -> None:
    for seed in range(25 * block, 25 * (block + 1)):
        given = replace(drawn_programme(seed, most=6), policy=SelectionPolicy(1, cover=False))
        oracle = Oracle(given)
        for chosen in oracle.sets(2):
            plan = scheduled(given, [one.id for one in chosen], parts=400).plan

            least = oracle.least(chosen)
            assert plan.bound <= least, seed
            assert (plan.waits, plan.proved) == (least, True) or not settled(given), seed


def settled(given: Programme) -> bool:
    """Whether no other order of entry could do better, so that the best plan of a set is found and proved."""
    return given.exit_rule is ExitRule.JOINT and not given.migration_may_delay


def least_of_all(given: Programme, sizes: range) -> dict[int, int]:
    """By size the fewest installation-days of any set; sizes without a set left out."""
    oracle = Oracle(given)
    found = {size: min((oracle.least(chosen) for chosen in oracle.sets(size)), default=None) for size in sizes}
    return {size: waits for size, waits in found.items() if waits is not None}


@pytest.mark.hypothesis
@pytest.mark.parametrize("seed", range(200 if settings.get_current_profile_name() == "fuzz" else 12))
def test_the_choice_is_the_one_that_trying_everything_finds(seed: int) -> None:
    given = drawn_programme(seed + 3_000, most=6)
    sizes = range(1, 5)
    least = least_of_all(given, sizes)
    if not least:
        with pytest.raises(Infeasible):
            choose(given, sizes)
        return

    choice = choose(given, sizes)

    assert choice.bound <= min(least.values())
    if settled(given):
        assert {one.size: one.waits for one in choice.curve if one.waits is not None} == least
        assert choice.plan.waits == choice.bound == min(least.values())
    assert len(check(*documents(choice))) >= 3


@pytest.mark.hypothesis
@pytest.mark.parametrize("seed", range(40 if settings.get_current_profile_name() == "fuzz" else 2))
def test_the_choice_among_eight_combinations_is_the_one_that_trying_everything_finds(seed: int) -> None:
    drawn = (drawn_programme(number, most=8) for number in count(5_000 + 1_000 * seed))
    given = next(one for one in drawn if len(frame_of(one).ids) == 8 and least_of_all(one, range(3, 4)))
    sizes = range(1, 9)

    choice = choose(given, sizes)

    least = least_of_all(given, sizes)
    assert choice.bound <= min(least.values())
    if settled(given):
        assert {one.size: one.waits for one in choice.curve if one.waits is not None} == least
        assert choice.plan.waits == choice.bound == min(least.values())
    assert len(check(*documents(choice))) >= 3


@pytest.mark.parametrize("number", [16_014, 26_036])
def test_a_choice_is_accepted_that_the_searches_once_stumbled_over(number: int) -> None:
    # In the one a schedule is found that closes the part looked at; in the other an operator's first combination fits
    # before a track whose firmware comes late.
    choice = choose(drawn_programme(number, most=8), range(1, 9))

    assert len(check(*documents(choice))) >= 3


def estate(seed: int, members: int = 26) -> Programme:
    """A programme with too many sets to try."""
    random = Random(seed)
    found = []
    for number in range(members):
        track = "MK2" if random.random() < 0.3 else "MK1"
        variants = f"e{track} g{random.choice('112')} c{random.choice('12')}"
        bases = f"C-{random.randrange(number):02}" if number > 6 and random.random() < 0.15 else ""
        size = int(400_000 / (number + 2) * random.uniform(0.7, 1.3))
        found.append(combination(f"C-{number:02}", size, random.choice("AAABC"), track, variants, bases))
    rule = random.choice([*ExitRule])
    return programme(found, combination_lanes=Lanes(2), exit_rule=rule, policy=SelectionPolicy(5))


@pytest.mark.parametrize("seed", range(4))
def test_the_bound_over_all_sets_is_near_and_is_certified(seed: int) -> None:
    choice = choose(estate(seed), range(2, 9))
    plan, inputs = documents(choice)

    assert choice.bound <= choice.plan.waits
    assert 100 * (choice.plan.waits - choice.bound) < 3 * choice.bound
    assert len(check(plan, inputs)) >= 3
    assert all(one.plain_waits >= choice.plan.waits for one in choice.curve if one.plain_waits is not None)


@pytest.mark.parametrize("seed", range(30))
def test_no_set_whatever_is_below_the_bound_of_its_part(seed: int) -> None:
    """The parts of a small programme, bounded as those of a large one, against the best of each of its sets."""
    given = drawn_programme(seed + 5_000, most=6)
    oracle, choosing = Oracle(given), Choosing(given, Effort())
    for chosen in (one for size in (1, 2, 3) for one in oracle.sets(size)):
        places = [choosing.frame.ids.index(one.id) for one in chosen]
        found = choosing.ordered(places)
        counts = choosing.counts_of(places)

        for number in {0, found.prices}:
            every = [choosing.cases.savings(one, choosing.prices[number]) for one in choosing.cases.orders(counts)]
            assert min(choosing.cases.bound(counts, one, {}) for one in every) <= oracle.least(chosen)


def test_the_checker_rejects_a_bound_over_all_sets_that_is_not_proved() -> None:
    choice = choose(estate(0), range(3, 6))
    changes: list[tuple[Callable[[dict[str, Any]], None], str]] = [
        (lambda plan: plan["choice"].update(bound=plan["choice"]["bound"] + 10_000), "is bounded by"),
        (lambda plan: plan["choice"]["sizes"]["4"]["parts"].pop(), "of the tracks have no bound"),
        (lambda plan: plan["choice"]["prices"][1]["days"].append(-1), "a price or payment is below 0"),
        (lambda plan: plan["choice"].update(bound=plan["installation_days_waiting"] + 1), "its bound over all sets"),
        (lambda plan: plan["choice"]["sizes"].pop("4"), "not every size to 5 is bounded"),
        (lambda plan: plan["choice"]["curve"].pop(), "not every size to 5 is bounded"),
        (lambda plan: plan["choice"]["curve"][1].update(feasible=False), "size 4 can cover all"),
        (lambda plan: plan["choice"]["curve"][1].update(bound=10**9), "size 4 is bounded by"),
        (lambda plan: plan["choice"]["curve"][1].update(selected=["x"]), "no set of 4 is named"),
    ]
    for change, reason in changes:
        plan, inputs = documents(choice)
        change(plan)

        with pytest.raises(Rejected, match=reason):
            check(plan, inputs)


def test_the_checker_rejects_what_a_size_or_a_rule_does_not_come_to() -> None:
    choice = choose(estate(0), range(3, 6))
    point = choice.curve[1]
    waits, plain = point.waits or 0, point.plain_waits or 0
    first = documents(choice)[0]["choice"]["schedules"]["4"][0]
    changes: list[tuple[Callable[[dict[str, Any]], None], str]] = [
        (lambda plan: plan["choice"]["curve"][1].update(plain_rule=plain + 1), f"the plain rule comes to {plain:,} "),
        (lambda plan: plan["choice"]["curve"][1].update(plain_rule=plain - 1), f"the plain rule comes to {plain:,} "),
        (lambda plan: plan["choice"]["curve"][1].update(plain_rule=None), f"the plain rule comes to {plain:,} "),
        (
            lambda plan: plan["choice"]["curve"][1].update(installation_days_waiting=waits + 1),
            f"the best plan of size 4 waits {waits:,} installation-days, not {waits + 1:,}",
        ),
        (lambda plan: plan["choice"]["schedules"].pop("4"), "the best plan of size 4 is said in part"),
        (lambda plan: plan["choice"]["schedules"]["4"].pop(), "has no "),
        (lambda plan: plan["choice"]["schedules"]["4"].append(first), f"{first[0]} has {first[1]} twice"),
        (lambda plan: plan["choice"]["schedules"]["4"][0].__setitem__(2, "2019-11-03"), "is no test"),
        (lambda plan: plan["choice"]["schedules"]["4"][0].__setitem__(3, 9), "is in no lane"),
        (lambda plan: plan["choice"]["schedules"]["4"][-1].__setitem__(2, "2019-11-04"), "starts too early|overlap"),
        (lambda plan: plan.update(largest_first=plan["largest_first"] + 1), "always the largest first comes to "),
        (lambda plan: plan.update(largest_first=None), "always the largest first comes to "),
        (lambda plan: plan["choice"].update(excluded_population=1), "0 installations are left out as uneconomic"),
        (lambda plan: plan["choice"]["schedules"]["4"][1].__setitem__(1, "sit"), "is no test"),
    ]
    for change, reason in changes:
        plan, inputs = documents(choice)
        change(plan)

        with pytest.raises(Rejected, match=reason):
            check(plan, inputs)


def test_the_checker_knows_no_payment_for_what_need_not_be_covered() -> None:
    plan, inputs = documents(choose(replace(estate(0), policy=SelectionPolicy(5, cover=False)), range(3, 6)))
    for part in plan["choice"]["sizes"]["4"]["parts"]:
        part["pay"] = {"coverage g1": 10**12}

    with pytest.raises(LookupError):
        check(plan, inputs)


def test_a_size_below_the_smallest_cover_is_shown_as_infeasible() -> None:
    apart = [combination(f"C-{one}", 100 * int(one), variants=f"v{one}") for one in "123"]

    choice = choose(programme(apart), range(1, 4))

    assert [(one.size, one.infeasible, one.selected) for one in choice.curve] == [
        (1, True, ()),
        (2, True, ()),
        (3, False, ("C-3", "C-2", "C-1")),
    ]


@pytest.mark.parametrize("strength", [2, 3])
@pytest.mark.parametrize("seed", range(6))
def test_where_sets_of_variants_have_to_be_covered_the_choice_is_that_of_trying_everything(
    seed: int, strength: int
) -> None:
    drawn = drawn_programme(seed + 9_000, most=6)
    changed = tuple(
        replace(one, candidate=replace(one.candidate, variants=frozenset({f"v{number % 3}", f"w{number % 2}", "x"})))
        for number, one in enumerate(drawn.combinations)
    )
    given = replace(drawn, combinations=changed, policy=SelectionPolicy(1, strength=strength))
    least = least_of_all(given, range(1, 7))
    if not least:
        with pytest.raises(Infeasible):
            choose(given, range(1, 7))
        return

    choice = choose(given, range(1, 7))

    assert choice.bound <= min(least.values())
    assert {one.size for one in choice.curve if one.infeasible} == {*range(1, 7)} - least.keys()
    if settled(given):
        assert {one.size: one.waits for one in choice.curve if one.waits is not None} == least
    check(*documents(choice))


def many(seed: int, strength: int) -> Programme:
    """A programme with more variants than sets of them could be tried one by one."""
    random = Random(seed)
    found = [
        combination(
            f"C-{number:02}",
            400_000 // (number + 2),
            random.choice("AAB"),
            variants=f"e{random.choice('12')} g{random.choice('1234567')} c{random.choice('1234567')}",
        )
        for number in range(24)
    ]
    policy = SelectionPolicy(7, strength=strength)
    return programme(found, combination_lanes=Lanes(2), policy=policy)


@pytest.mark.parametrize(("strength", "smallest"), [(1, 7), (2, 19)])
def test_the_bound_over_all_sets_is_certified_where_many_variants_or_pairs_have_to_be_covered(
    strength: int, smallest: int
) -> None:
    choice = choose(many(0, strength), range(smallest - 2, smallest + 2))

    assert [one.infeasible for one in choice.curve] == [True, True, False, False]
    said = check(*documents(choice))
    assert said[-1].endswith(f"Fewer than {smallest} cannot cover all.")
    plan, inputs = documents(choice)
    plan["choice"]["curve"][1].update(feasible=True, bound=0)
    with pytest.raises(Rejected, match=f"size {smallest - 1} cannot cover all"):
        check(plan, inputs)
    plan, inputs = documents(choice)
    plan["choice"]["curve"][2].update(feasible=False, bound=None)
    plan["choice"]["sizes"][str(smallest)]["parts"].clear()
    with pytest.raises(Rejected, match="of the tracks have no bound"):
        check(plan, inputs)


@pytest.mark.parametrize("seed", range(60))
def test_so_many_are_needed_as_trying_every_number_shows(seed: int) -> None:
    random = Random(seed)
    able = set(range(random.randint(1, 7)))
    carriers = {
        f"v{number}": set(random.sample(range(8), random.choice([1, 2, 3]))) for number in range(random.randint(0, 6))
    }

    fewest = next(
        (
            size
            for size in range(len(able) + 1)
            if any(
                all(places.intersection(chosen) for places in carriers.values()) for chosen in combinations(able, size)
            )
        ),
        len(able) + 1,
    )

    assert smallest_cover(carriers, able) == fewest


def test_the_checker_rejects_a_set_that_lacks_a_pair() -> None:
    given = programme([combination("a", 3, variants="v1"), combination("b", 2, variants="v1 v2")])
    made = scheduled(given, ["a"])
    plan, inputs = json.loads(json_lines(made.document)), json.loads(json_lines(made.inputs))
    for strength, lacking in ((1, "v2"), (2, "v1 \\+ v2, v2")):
        inputs["policy"] = SelectionPolicy(1, strength=strength).asked

        with pytest.raises(Rejected, match=f"it does not cover {lacking}"):
            check(plan, inputs)
