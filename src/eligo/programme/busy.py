"""Prices without a solver: as if the lanes were one that is as many times as fast, and could be interrupted.

What belongs here: the relaxation by mean busy times, and its prices. What does not: the bound that they give, which
is exact whatever the prices are (``bound``).

One fast lane that may be interrupted does best to work on the job of most weight per day at any time (Goemans,
Queyranne, Schulz, Skutella and Wang 2002). The price of a day is then what the best of the jobs that are still
waiting would give for it, over having its turn later.
"""

from __future__ import annotations

import heapq

import numpy as np
import numpy.typing as npt

from eligo.programme.jobs import Queue

Levels = npt.NDArray[np.float64]


def busy_prices(queue: Queue) -> tuple[Levels, Levels]:
    """One price per working day until the last job has ended, and each job's mean busy time."""
    order = sorted(range(len(queue.jobs)), key=lambda one: queue.jobs[one].release)
    density = np.array([queue.jobs[one].weight / queue.jobs[one].duration for one in order])
    turns, means = _turns(queue, order, density)
    release = np.array([queue.jobs[one].release for one in order])
    until = len(turns)
    known = np.searchsorted(release, np.arange(until), side="right")
    elapsed = np.array(queue.elapsed[:until], dtype=np.float64)
    prices = np.zeros(until)
    levels = np.full(len(order), -np.inf)
    for day in range(until - 1, -1, -1):
        if turns[day][1] == 0:  # no lane is free
            ready = known[day]
            best = float((levels[:ready] - density[:ready] * elapsed[day]).max(initial=0.0))
            prices[day] = max(0.0, best)
        worked = turns[day][0]
        levels[worked] = density[worked] * elapsed[day] + prices[day]
    mean = np.zeros(len(order))
    mean[order] = means
    return prices, mean


def _turns(queue: Queue, order: list[int], density: Levels) -> tuple[list[tuple[list[int], int]], Levels]:
    """For each day which jobs (by release) are worked on and how much is left idle; and their mean busy times."""
    left = [queue.jobs[one].duration for one in order]
    waiting: list[tuple[float, int]] = []
    means = np.zeros(len(order))
    turns: list[tuple[list[int], int]] = []
    arrived, day = 0, 0
    while arrived < len(order) or waiting:
        while arrived < len(order) and queue.jobs[order[arrived]].release <= day:
            heapq.heappush(waiting, (-density[arrived], arrived))
            arrived += 1
        room, worked = sum(free <= day for free in queue.free_from), []
        while room and waiting:
            number = waiting[0][1]
            took = min(room, left[number])
            room, left[number] = room - took, left[number] - took
            means[number] += took * (day + 0.5)
            worked.append(number)
            if not left[number]:
                heapq.heappop(waiting)
        turns.append((worked, room))
        day += 1
    return turns, means / np.array([queue.jobs[one].duration for one in order])
