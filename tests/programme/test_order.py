"""The order of jobs against every sequence, and its bound whatever the prices are."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import settings

from eligo.programme.bound import NEVER, Prices, cheapest, credit
from eligo.programme.jobs import Job, Queue, Term, lanes_of
from eligo.programme.order import order
from eligo.programme.search import Judge
from eligo.programme.turns import Follows, Turns
from oracle.order_oracle import cost_of, least_cost, schedules
from programme.drawn_queues import drawn_queue, drawn_sixty, elapsed


@pytest.mark.parametrize("block", range(8))
def test_the_order_is_the_one_that_trying_every_sequence_finds(block: int) -> None:
    for seed in range(25 * block, 25 * (block + 1)):
        queue = drawn_queue(seed)

        found = order(queue, parts=400)

        assert (found.cost, found.bound) == (least_cost(queue),) * 2, seed
        assert queue.cost(found.starts) == found.cost
        assert queue.faults(found.starts) == []


@pytest.mark.hypothesis
@pytest.mark.parametrize("block", range(40 if settings.get_current_profile_name() == "fuzz" else 2))
def test_the_order_of_eight_jobs_is_the_one_that_trying_every_sequence_finds(block: int) -> None:
    for seed in range(1_000 + 4 * block, 1_000 + 4 * (block + 1)):
        queue = drawn_queue(seed, most=8)

        found = order(queue, parts=800)

        assert (found.cost, found.proved) == (least_cost(queue), True), seed


@pytest.mark.parametrize("seed", range(60))
def test_no_prices_whatever_bound_a_queue_too_high(seed: int) -> None:
    random, queue = Random(seed), drawn_queue(seed, most=5)
    until = queue.latest_start
    for scale in (1, 64):
        days = [random.choice([0, random.randint(0, 9_000)]) * scale for _ in range(until)]
        cutoffs = tuple(random.randint(0, claim.term.latest or 40) for claim in queue.claims)

        bound = cheapest(queue, Prices(scale, np.array(days, dtype=np.int64), cutoffs)).bound(scale)

        assert bound <= least_cost(queue)


@pytest.mark.parametrize("seed", range(60))
def test_no_worths_whatever_bound_a_queue_too_high_or_leave_out_every_best_schedule(seed: int) -> None:
    random, queue = Random(seed), drawn_queue(seed, most=5)
    judge, least = Judge(queue), least_cost(queue)
    cutoffs = tuple(random.randint(0, claim.term.latest or 40) for claim in queue.claims)
    costs = credit(queue, judge.costs.copy(), cutoffs)
    waits = sum(claim.term.weight * queue.elapsed[day] for claim, day in zip(queue.claims, cutoffs, strict=True))
    turns = Turns(Follows(queue, judge.costs), costs, judge.costs < NEVER)
    for most in (0, 9_000, 900_000):
        worths = [random.randint(-most // 9, most) for _ in queue.jobs]
        ahead, lanes = turns.ahead(worths)

        bound = sum(worths) + sum(lanes) + waits

        assert bound <= least
        left = np.zeros_like(costs, dtype=bool)
        left[turns.jobs, turns.days] = [above <= least - bound for above in turns.above(worths, ahead, lanes)]
        best = [starts for starts in schedules(queue) if cost_of(queue, starts) == least]
        assert any(all(left[job, start] for job, start in enumerate(starts)) for starts in best)


def test_sixty_tests_in_two_lanes_are_proved() -> None:
    found = order(drawn_sixty(2))

    assert found.proved
    assert sum(1 for _ in found.tree.parts()) < 40


@pytest.mark.parametrize("seed", range(40))
def test_every_part_of_a_proof_is_no_better_than_its_children(seed: int) -> None:
    found = order(drawn_queue(seed + 500), parts=400)

    for part in found.tree.parts():
        assert not part.children or part.bound <= found.cost * found.scale
        assert part.children or part.bound > (found.cost - 1) * found.scale


def test_a_large_queue_is_bounded_by_mean_busy_times() -> None:
    random = Random(7)
    jobs = tuple(
        Job(
            str(number),
            random.randint(5, 20),
            random.choice([0, random.randint(0, 900)]),
            (Term(900_000 // (number + 2)),),
        )
        for number in range(700)
    )
    queue = Queue(jobs, 4, elapsed(4_000))

    found = order(queue)

    assert queue.faults(found.starts) == []
    assert found.bound <= found.cost == queue.cost(found.starts)
    assert 100 * (found.cost - found.bound) < found.bound


def test_what_starts_next_goes_to_the_lane_that_is_free_longest() -> None:
    jobs = tuple(Job(name, 2, 0, (Term(1),)) for name in "abc")

    assert lanes_of(Queue(jobs, 2, elapsed(20)), (0, 1, 2)) == [1, 2, 1]


def test_the_faults_of_a_schedule_are_named() -> None:
    jobs = Job("early", 2, 3, ()), Job("other", 4, 0, ())

    assert Queue(jobs, 1, elapsed(20)).faults((2, 0)) == [
        "early starts at 2, before 3",
        "on day 2 more than 1 lanes are taken",
    ]
