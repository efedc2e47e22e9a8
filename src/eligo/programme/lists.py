"""Schedules from a list: each job in its turn, in the lane that is free first.

What belongs here: lists, and the orders to make them from. What does not: making a schedule better (``moves``).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from eligo.programme.jobs import Queue
from eligo.programme.relaxation import Relaxed

Starts = tuple[int, ...]


def listed(queue: Queue, turns: Sequence[float]) -> Starts:
    """Every job in the order of its turn, equal ones in the order of the queue."""
    free = sorted(queue.free_from)
    starts = [0] * len(queue.jobs)
    for number in sorted(range(len(starts)), key=lambda one: (turns[one], one)):
        job = queue.jobs[number]
        starts[number] = max(heapq.heappop(free), job.release)
        heapq.heappush(free, starts[number] + job.duration)
    return tuple(starts)


def ready_first(queue: Queue, merit: Sequence[float]) -> Starts:
    """Whenever a lane is free, the ready job of most merit; none waits for one that is not ready."""
    free = sorted(queue.free_from)
    starts = [0] * len(queue.jobs)
    coming = sorted(range(len(starts)), key=lambda one: (queue.jobs[one].release, one))
    ready: list[tuple[float, int]] = []
    arrived = 0
    for _ in starts:
        day = heapq.heappop(free)
        if not ready and arrived < len(coming):
            day = max(day, queue.jobs[coming[arrived]].release)
        while arrived < len(coming) and queue.jobs[coming[arrived]].release <= day:
            heapq.heappush(ready, (-merit[coming[arrived]], coming[arrived]))
            arrived += 1
        number = heapq.heappop(ready)[1]
        starts[number] = max(day, queue.jobs[number].release)
        heapq.heappush(free, starts[number] + queue.jobs[number].duration)
    return tuple(starts)


def largest_first(queue: Queue) -> Starts:
    """The rule of thumb: the job of most installations that is ready."""
    return ready_first(queue, [float(job.weight) for job in queue.jobs])


def densest_first(queue: Queue) -> Starts:
    """The other rule of thumb: the ready job of most installations per working day."""
    return ready_first(queue, [job.weight / job.duration for job in queue.jobs])


def points(queue: Queue, relaxed: Relaxed, shares: Sequence[float]) -> list[Starts]:
    """For each share the list in the order in which that much of each job has been started in the relaxation."""
    order = np.lexsort((relaxed.starts, relaxed.jobs))
    jobs, starts, levels = relaxed.jobs[order], relaxed.starts[order], relaxed.levels[order]
    found = []
    for share in shares:
        turns = [float("inf")] * len(queue.jobs)
        done = [0.0] * len(queue.jobs)
        for job, start, level in zip(jobs.tolist(), starts.tolist(), levels.tolist(), strict=True):
            if done[job] < share <= done[job] + level + 1e-9:
                turns[job] = start + share * queue.jobs[job].duration
            done[job] += level
        found.append(listed(queue, turns))
    return found
