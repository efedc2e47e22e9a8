"""The prover against every set: the best one, the first of several, or none, on programs where all can be tried."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest
from hypothesis import settings

from eligo.selection.program import NOTHING, Program, Row, Unlock
from eligo.selection.prover import prove


def drawn_program(seed: int) -> Program:
    """A program of up to eleven places: ties, weights of nought and of any size, limits, places left out."""
    random = Random(seed)
    count = random.randint(1, 11)
    largest = random.choice([0, 1, 3, 50, 10**6, 10**30])
    weights = sorted((random.randint(0, largest) for _ in range(count)), reverse=True)
    rows = []
    for number in range(random.randint(0, 5)):
        members = tuple(place for place in range(count) if random.random() < random.choice([0.15, 0.3, 0.6]))
        rows.append(Row(f"variant {number}", members, at_least=True, bound=1))
    for number in range(random.choice([0, 0, 1, 2])):
        members = tuple(range(number, count, 3))
        rows.append(Row(f"operator {number}", members, at_least=random.random() < 0.5, bound=random.randint(0, 3)))
    outside = frozenset(place for place in range(count) if random.random() < 0.08)
    unlocks = tuple(
        Unlock(
            f"unlock {number}", tuple(place for place in range(count) if random.random() < 0.3), largest // (number + 1)
        )
        for number in range(random.choice([0, 0, 1, 4]))
    )
    return Program(tuple(weights), random.randint(1, min(count + 1, 6)), tuple(rows), outside, unlocks)


def best_of_all(program: Program) -> tuple[tuple[int, ...] | None, int]:
    """The best set and its weight, by trying every one."""
    places = range(len(program.weights))
    sets = [one for one in combinations(places, program.size or 0) if program.allows(one)]
    best = min(sets, key=lambda one: (-program.weight(one), one), default=None)
    return best, NOTHING if best is None else program.weight(best)


@pytest.mark.drawn
@pytest.mark.parametrize("block", range(10))
def test_the_prover_finds_the_set_that_trying_every_one_finds(block: int) -> None:
    for seed in range(60 * block, 60 * (block + 1)):
        program = drawn_program(seed)

        proof = prove(program)

        assert (proof.chosen, proof.weight, proof.proved) == (*best_of_all(program), True), seed


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(100 if settings.get_current_profile_name() == "fuzz" else 10))
def test_the_prover_finds_it_in_thousands_of_programs(block: int) -> None:
    for seed in range(1_000 + 100 * block, 1_000 + 100 * (block + 1)):
        program = drawn_program(seed)

        proof = prove(program)

        assert (proof.chosen, proof.weight, proof.proved) == (*best_of_all(program), True), seed


def drawn_tie(seed: int) -> Program:
    """Weights of nought or one, most of it unlocked by several places: hundreds of sets weigh the same."""
    random = Random(seed)
    count = random.randint(9, 14)
    rows = []
    for number in range(random.randint(2, 7)):
        members = tuple(place for place in range(count) if random.random() < random.choice([0.15, 0.3]))
        rows.append(Row(f"variant {number}", members, at_least=True, bound=1))
    unlocks = tuple(
        Unlock(f"unlock {number}", tuple(sorted(random.sample(range(count), random.randint(2, 3)))), 1)
        for number in range(random.randint(0, 6))
    )
    weights = sorted((random.randint(0, 1) for _ in range(count)), reverse=True)
    return Program(tuple(weights), random.randint(3, count // 2), tuple(rows), frozenset(), unlocks)


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(100 if settings.get_current_profile_name() == "fuzz" else 4))
def test_ties_of_what_several_places_unlock_are_settled_in_a_few_steps(block: int) -> None:
    for seed in range(100 * block, 100 * (block + 1)):
        program = drawn_tie(seed)

        proof = prove(program, steps=50)

        assert (proof.chosen, proof.weight, proof.proved) == (*best_of_all(program), True), seed


def test_a_part_with_more_places_inside_than_are_chosen_is_not_split_further() -> None:
    unlocks = [(1, 4, 5), (5, 8, 10), (7, 9), (3, 8, 10), (4, 11)]
    program = Program(
        (1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        3,
        (Row("0", (0, 3, 5, 9, 11), at_least=True, bound=1), Row("1", (3, 5), at_least=True, bound=1)),
        unlocks=tuple(Unlock(f"unlock {number}", members, 1) for number, members in enumerate(unlocks)),
    )

    proof = prove(program, steps=20)  # some more places inside at a time, until none is free, take hundreds

    assert (proof.chosen, proof.weight, proof.proved) == (*best_of_all(program), True)


def test_a_search_that_is_stopped_says_how_much_more_there_can_be() -> None:
    thirds = tuple(Row(f"pair {a}{b}", (a, b), at_least=True, bound=1) for a, b in combinations(range(5), 2))
    program = Program((9, 8, 8, 8, 8, 9, 9), 4, thirds)

    stopped = prove(program, steps=0, start=(1, 2, 3, 4))

    assert (stopped.chosen, stopped.weight, stopped.bound, stopped.proved) == ((1, 2, 3, 4), 32, 35, False)


def test_of_many_equal_sets_the_first_in_rank_order_is_proved() -> None:
    program = Program((5,) * 40, 6, (Row("late", (30, 35, 39), at_least=True, bound=2),))

    proof = prove(program, start=(10, 11, 12, 30, 35, 39))

    assert (proof.chosen, proof.proved) == ((0, 1, 2, 3, 30, 35), True)


def test_a_row_whose_places_are_all_left_out_is_seen_at_once() -> None:
    pin = Row("pin", (199,), at_least=True, bound=1)

    proof = prove(Program((0,) * 200, None, (pin,), frozenset({199})), ties=False)

    assert (proof.chosen, proof.proved, proof.steps) == (None, True, 1)


def odd_cycles(many: int) -> Program:
    """Of each cycle of three variants two combinations are to be covered with, each in thirty versions of nearly one
    weight: half of each combination would do. Sixty heavier combinations cover nothing.
    """
    kinds = [(-1, 0, 1000 - 7 * number) for number in range(60)]
    kinds += [(cycle, kind, 100 - kind - version) for cycle, kind, version in product(range(many), range(3), range(30))]
    kinds.sort(key=lambda one: -one[2])
    rows = tuple(
        Row(f"variant {cycle} {lacking}", members, at_least=True, bound=1)
        for cycle, lacking in product(range(many), range(3))
        if (members := tuple(i for i, one in enumerate(kinds) if one[0] == cycle and one[1] != lacking))
    )
    return Program(tuple(weight for *_, weight in kinds), 12, rows)


@pytest.mark.parametrize(("many", "weight"), [(1, 9884), (2, 8202), (3, 6492)])
def test_versions_of_the_same_devices_are_decided_together(many: int, weight: int) -> None:
    proof = prove(odd_cycles(many), steps=50)  # one version after the other takes thousands

    assert (proof.weight, proof.proved) == (weight, True)


@pytest.mark.parametrize("seed", range(5))
def test_of_thousands_of_equal_sets_the_first_is_proved_along_its_places(seed: int) -> None:
    random = Random(seed)
    count = 1500
    devices = [[min(int(random.paretovariate(0.6)), most) for most in (30, 24)] for _ in range(count // 10)]
    drawn = [(int(2 * random.paretovariate(0.9) / (a * b)) + 1, a, b) for a, b in devices for _ in range(10)]
    drawn.sort(reverse=True)
    rows = [
        Row(f"variant {kind} {variant}", members, at_least=True, bound=1)
        for kind, variant in product((1, 2), range(1, 31))
        if (members := tuple(place for place, one in enumerate(drawn) if one[kind] == variant))
    ]
    program = Program(tuple(one[0] for one in drawn), 32, tuple(rows))

    proof = prove(program, steps=100)  # without an order it takes hundreds, or never ends

    assert proof.proved
    assert proof.chosen == prove(program, steps=300, start=proof.chosen, few=count).chosen
