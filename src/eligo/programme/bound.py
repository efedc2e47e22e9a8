"""A bound from whole multipliers: whatever they are, no schedule costs less. Exact, over arrays of integers.

What belongs here: what every start of every job costs, and weak duality. What does not: where multipliers come from
(``busy``, ``prices``, ``relaxation``), or what is done with a bound (``order``).

The bound: let a working day in a lane have a *price*, 0 or more, the same in every lane. Each job takes the start
that is cheapest for it, its own waiting and the prices of its days together; the jobs are free to overlap. Take off,
for every day, its price times the number of lanes that are free. No schedule costs less: it pays at most what is
taken off. All of
it is multiplied by ``scale``. A claim is settled by a *cut-off*: it waits until that day at the most (and never
longer than it may), and each of its bases is credited with what it is earlier than that. The first base alone is at
least so early, so this is never too much.
Source: ``programme.md``, "certified gap"; decision record 0014.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eligo.programme.jobs import Queue, Term

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NEVER = 1 << 61
"""What a start that is not allowed costs, above anything that is."""

_CELLS = 4_000_000
"""Job-days that are held at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """One price per working day of a lane, from index 0, times ``scale``; 0 after the last. One cut-off per claim."""

    scale: int
    days: Whole
    cutoffs: tuple[int, ...] = ()


def cost_rows(queue: Queue, first: int, last: int, until: int) -> Whole:
    """What each start 0 … ``until`` costs each of the jobs ``first`` … ``last`` − 1; ``NEVER`` before its release."""
    elapsed = np.array(queue.elapsed, dtype=np.int64)
    costs = np.zeros((last - first, until + 1), dtype=np.int64)
    for row, job in zip(costs, queue.jobs[first:last], strict=True):
        for term in job.terms:
            np.add(row, term.weight * elapsed[opening(term, job.duration, until)], out=row)
        row[: job.release] = NEVER
    return costs


def opening(term: Term, duration: int, until: int) -> Whole:
    """The index at which the installations of a term open, for each start 0 … ``until`` of a job."""
    opens = np.arange(duration + term.offset, duration + term.offset + until + 1)
    if term.floor > duration + term.offset:
        opens = np.maximum(opens, term.floor)
    return opens if term.latest is None else np.minimum(opens, term.latest)


def credit(queue: Queue, costs: Whole, cutoffs: Sequence[int], first: int = 0) -> Whole:
    """The rows of ``costs``, which begin with job ``first``, less what the bases of claims are credited with."""
    elapsed = np.array(queue.elapsed, dtype=np.int64)
    for claim, cutoff in zip(queue.claims, cutoffs, strict=True):
        for base in claim.bases:
            if first <= base < first + len(costs):
                job = queue.jobs[base]
                opens = opening(claim.term, job.duration, costs.shape[1] - 1)
                earlier = np.maximum(0, elapsed[cutoff] - elapsed[opens])
                costs[base - first, job.release :] -= claim.term.weight * earlier[job.release :]
    return costs


def scale_of(queue: Queue) -> int:
    """A scale with which rounding prices costs less than one installation-day, as far as 64 bits allow."""
    heaviest = max((job.weight for job in queue.jobs), default=0) + sum(claim.term.weight for claim in queue.claims)
    room = (1 << 58) // max(1, heaviest * max(queue.elapsed))
    wanted = 4 * queue.lanes * (queue.latest_start + 1)
    return 1 << max(0, min(room.bit_length(), wanted.bit_length()) - 1)


def with_prices(costs: Whole, durations: Sequence[int], prices: Prices) -> Whole:
    """Times the scale, what every start costs with the prices of its days; in the place of ``costs``."""
    width = costs.shape[1]
    for row, paid in zip(costs, _paid(durations, prices, width), strict=True):
        never = int(np.argmax(row < NEVER)) if width else 0
        row[never:] *= prices.scale
        row[never:] += paid[never:]
    return costs


def _paid(durations: Sequence[int], prices: Prices, width: int) -> list[Whole]:
    """For each job the prices of its days by start."""
    known: dict[int, Whole] = {}
    for duration in set(durations):
        reach = np.zeros(width + duration + 1, dtype=np.int64)
        held = min(len(prices.days), width + duration)
        np.cumsum(prices.days[:held], out=reach[1 : held + 1])
        reach[held + 1 :] = reach[held]
        known[duration] = reach[duration : duration + width] - reach[:width]
    return [known[duration] for duration in durations]


def taken_off(queue: Queue, prices: Prices) -> int:
    """Times the scale: what is taken off for the lanes, less what the claims wait at the most."""
    waits: int = sum(
        claim.term.weight * queue.elapsed[cutoff] for claim, cutoff in zip(queue.claims, prices.cutoffs, strict=True)
    )
    dear: int = sum(sum(prices.days[free:].tolist()) for free in queue.free_from)
    return dear - waits * prices.scale


@dataclass(frozen=True, slots=True, eq=False)
class Cheapest:
    """Per job the cheapest start and what it costs, prices included; ``total``: the bound. Times the scale."""

    starts: Whole
    costs: Whole
    total: int

    def bound(self, scale: int) -> int:
        """In whole installation-days: nothing costs less."""
        return -(-self.total // scale)


def cheapest(queue: Queue, prices: Prices) -> Cheapest:
    """The bound that these prices give, over every start that a best schedule may have.

    A start after the last price costs no less than the first such start.
    """
    last = max([len(prices.days), *(job.release for job in queue.jobs)])
    until, count = min(queue.latest_start, last), len(queue.jobs)
    step = max(1, _CELLS // (until + 1))
    starts, costs = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    durations = [job.duration for job in queue.jobs]
    for first in range(0, count, step):
        last = min(count, first + step)
        rows = credit(queue, cost_rows(queue, first, last, until), prices.cutoffs, first)
        rows = with_prices(rows, durations[first:last], prices)
        starts[first:last] = rows.argmin(axis=1)
        costs[first:last] = rows.min(axis=1)
    return Cheapest(starts, costs, sum(costs.tolist()) - taken_off(queue, prices))
