"""The kernel: what is left of a search once a good set is known, made of every program, however small."""

from __future__ import annotations

import itertools
import json
from random import Random

import numpy as np
import pytest
from hypothesis import settings

import eligo_check
from eligo.selection.certificate import certificate_of
from eligo.selection.columns import Columns, Worths
from eligo.selection.kernel import Kernel
from eligo.selection.neighbours import Around
from eligo.selection.problem import make_problem
from eligo.selection.program import STEPS, Program, Row
from eligo.selection.prover import Node, prove
from eligo.selection.requirements import program_of, requirements_of
from eligo.terms import Candidate, SelectionPolicy
from selection.published import SCHEME, candidates, drawn_round, table
from selection.test_prover import best_of_all, drawn_program

BLOCKS = 100 if settings.get_current_profile_name() == "fuzz" else 10


def has_kernel(tree: Node) -> bool:
    return isinstance(tree.split, Kernel) or any(has_kernel(child) for child in tree.children)


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(BLOCKS))
def test_what_is_proved_of_the_kernel_is_what_trying_every_set_finds(block: int) -> None:
    for seed in range(100 * block, 100 * (block + 1)):
        program = drawn_program(seed)

        proof = prove(program, few=0)

        assert (proof.chosen, proof.weight, proof.proved) == (*best_of_all(program), True), seed


def test_of_what_is_drawn_some_has_a_kernel() -> None:
    assert sum(has_kernel(prove(drawn_program(seed), few=0).tree) for seed in range(200)) > 10


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_certificate_with_a_kernel_is_accepted_and_none_that_leaves_out_too_much(block: int) -> None:
    narrowed = 0
    for seed in itertools.count(1_000 * block):
        if narrowed and seed >= 1_000 * block + 40:
            return
        lines, policy = drawn_round(seed)
        chosen_from = candidates(lines)
        problem = make_problem(chosen_from, sum(one.deployed for one in chosen_from), policy)
        requirements = requirements_of(problem, policy)
        proof = prove(program_of(problem, requirements), few=0)
        if proof.chosen is None:
            continue
        certificate = certificate_of(problem, policy, requirements, proof)

        eligo_check.check(certificate, table(lines), SCHEME)

        stated = json.loads(certificate)
        for node in (node for node in stated["tree"] if "narrow" in node):
            node["narrow"] = proof.weight + 1
            narrowed += 1
            with pytest.raises(eligo_check.Rejected, match="narrowed"):
                eligo_check.check(json.dumps(stated).encode(), table(lines), SCHEME)


def drawn_fleet(random: Random) -> list[Candidate]:
    """Nine hundred combinations, few of them large, with a common and many a rare variant of two device types."""
    drawn = []
    for i in range(900):
        population = int(100 * random.paretovariate(0.9))
        variants = frozenset(f"{kind}|{min(int(random.paretovariate(0.7)), 12)}" for kind in "AB")
        drawn.append(Candidate(f"C-{i}", f"id {i:04}", "N", population, population, variants))
    return drawn


@pytest.mark.parametrize("seed", range(4))
def test_the_price_of_a_requirement_is_what_the_best_set_without_it_gains(seed: int) -> None:
    """Of so many that kernels are made, against a proof of its own for every requirement left out."""
    estate = drawn_fleet(Random(seed))
    policy = SelectionPolicy(size=13)
    problem = make_problem(estate, sum(one.deployed for one in estate), policy)
    requirements = requirements_of(problem, policy)

    around = Around(problem, requirements, steps=STEPS)

    costly = 0
    assert has_kernel(around.proof.tree)
    for given_up in (one for one in requirements if one.kind == "coverage"):
        found = around.without_requirements([given_up])
        best = prove(program_of(problem, [one for one in requirements if one != given_up]), few=900).chosen or ()
        assert found is not None
        assert found.population == problem.population(best), given_up
        costly += found.population > problem.population(around.chosen)
    assert costly > 2


@pytest.mark.parametrize("seed", range(4))
def test_a_set_known_beforehand_narrows_the_search_at_once(seed: int) -> None:
    estate = drawn_fleet(Random(seed))
    policy = SelectionPolicy(size=13)
    problem = make_problem(estate, sum(one.deployed for one in estate), policy)
    program = program_of(problem, requirements_of(problem, policy))
    proof = prove(program)

    again = prove(program, start=proof.chosen)

    assert (again.chosen, again.weight, again.proved) == (proof.chosen, proof.weight, True)
    assert isinstance(again.tree.split, Kernel) or again.steps == 1
    assert has_kernel(proof.tree)


def test_a_kernel_keeps_the_first_of_equal_sets() -> None:
    program = Program((9, 9, *(5,) * 6, *(1,) * 40), 4, (Row("late", (5, 7), at_least=True, bound=1),))

    proof = prove(program, few=0, start=(0, 1, 6, 7))

    assert (proof.chosen, proof.proved, has_kernel(proof.tree)) == ((0, 1, 2, 5), True, True)


@pytest.mark.parametrize("largest", [3, 2**40, 2**62, 10**40])
def test_worths_decide_as_whole_numbers_do(largest: int) -> None:
    for seed in range(50):
        random = Random(seed)
        count = random.randint(2, 30)
        near = random.randint(0, largest)
        weights = tuple(max(0, near + random.randint(-2, 2)) for _ in range(count))
        rows = tuple(
            Row("", tuple(place for place in range(count) if random.random() < 0.5), random.random() < 0.5, 1)
            for _ in range(3)
        )
        columns = Columns(Program(weights, 2, rows))
        multipliers = [random.choice([0, random.randint(0, 4), random.randint(0, largest)]) for _ in rows]
        prices = columns.prices(multipliers, columns.whole())
        exact = [
            weights[place] * columns.scale
            + sum(price for price, row in zip(prices, rows, strict=True) if place in row.members)
            for place in range(count)
        ]
        some = sorted(random.sample(range(count), random.randint(1, count)))
        number, limit = random.randint(0, len(some)), random.choice(exact) + random.randint(-1, 1)

        worths = Worths(columns, columns.whole(), prices)

        of_some = [exact[place] for place in some]
        places = np.array(some, dtype=np.int64)
        assert worths.exactly(places) == of_some
        assert sorted(worths.largest(places, number)) == sorted(of_some)[len(some) - number :]
        assert worths.positive(places) == [one for one in of_some if one > 0]
        assert worths.below(places, limit).tolist() == [one < limit for one in of_some]
