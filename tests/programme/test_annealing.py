"""Schedules changed at random: they stay schedules of the same jobs, and the best of them is kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from random import Random

import pytest

from eligo.programme.annealing import Annealing
from eligo.programme.lists import largest_first
from eligo.programme.moves import Descent
from oracle.order_oracle import least_cost
from programme.drawn_queues import drawn_queue


@pytest.mark.parametrize("seed", range(6))
def test_what_is_changed_at_random_stays_a_schedule_of_the_same_jobs_and_is_the_best_that_was_met(seed: int) -> None:
    queue = replace(drawn_queue(seed), claims=())
    descent = Descent(queue)
    before = descent.orders(largest_first(queue))

    after = Annealing(descent, before, Random(1)).best()

    assert sorted(chain(*after)) == sorted(chain(*before))
    starts = descent.starts(after)
    assert queue.faults(starts) == []
    assert least_cost(queue) == queue.cost(starts)
    assert after == Annealing(descent, before, Random(1)).best()
    assert before == descent.orders(largest_first(queue))
