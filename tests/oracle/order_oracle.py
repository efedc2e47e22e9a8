"""The slow, obvious order of jobs: every sequence, each job in the lane that is free first.

Some best schedule is among these: put its jobs in the order of their starts, and none begins later. It shares no code
with what it judges.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from eligo.programme.jobs import Queue


def least_cost(queue: Queue) -> int:
    """What the best schedule costs."""
    return min(cost_of(queue, starts) for starts in schedules(queue))


def schedules(queue: Queue) -> Iterator[list[int]]:
    """The starts of the jobs in every sequence; of all best schedules, that whose starts add up to least is one."""
    for sequence in permutations(range(len(queue.jobs))):
        free = [*queue.free_from]
        starts = [0] * len(sequence)
        for number in sequence:
            lane = free.index(min(free))
            starts[number] = max(free[lane], queue.jobs[number].release)
            free[lane] = starts[number] + queue.jobs[number].duration
        yield starts


def cost_of(queue: Queue, starts: list[int]) -> int:
    """What a schedule costs."""
    ends = [start + job.duration for start, job in zip(starts, queue.jobs, strict=True)]
    waits = [(term, end) for job, end in zip(queue.jobs, ends, strict=True) for term in job.terms]
    waits += [(claim.term, min(ends[base] for base in claim.bases)) for claim in queue.claims]
    total = 0
    for term, end in waits:
        day = end + term.offset
        day = max(day, term.floor)
        day = term.latest if term.latest is not None and day > term.latest else day
        total += term.weight * queue.elapsed[day]
    return total
