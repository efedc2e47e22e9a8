"""Combinations that share lanes: the scheduling problem of a fixed set and a fixed exit, and what a schedule costs.

What belongs here: the problem and its exact cost, in whole numbers. What does not: finding a schedule (``order``), a
bound (``bound``), or where the jobs come from (``stage``).

A job runs once, without a break, in one of the lanes, from an index not before its ``release``. What it is good for
is counted in ``terms``: each weighs its installations times the calendar days until they are open. ``Claim``:
installations that the first of several jobs opens. Source: ``programme.md`` 0, 4, 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """Installations that open ``offset`` working days after a job has ended, not before index ``floor``.

    ``latest``: the index at which something else opens them anyway, where there is such a thing.
    """

    weight: int
    offset: int = 0
    floor: int = 0
    latest: int | None = None

    def opens(self, end: int) -> int:
        """The index at which they are open where the job has ended by index ``end``."""
        opens = max(end + self.offset, self.floor)
        return opens if self.latest is None else min(opens, self.latest)


@dataclass(frozen=True, slots=True)
class Job:
    """One test: ``duration`` working days (1 or more), not before index ``release``."""

    name: str
    duration: int
    release: int
    terms: tuple[Term, ...]

    @property
    def weight(self) -> int:
        """The installations that wait for it."""
        return sum(term.weight for term in self.terms)


@dataclass(frozen=True, slots=True)
class Claim:
    """Installations that the first of several jobs (by number) opens."""

    name: str
    term: Term
    bases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs for ``lanes`` identical lanes; ``elapsed[i]``: the calendar days from t0 to working day i.

    ``elapsed`` reaches beyond the end of any schedule without idle time (``horizon``). ``taken``: where something
    runs already, for each lane the index from which it is free.
    """

    jobs: tuple[Job, ...]
    lanes: int
    elapsed: tuple[int, ...] = field(repr=False)
    claims: tuple[Claim, ...] = ()
    taken: tuple[int, ...] = ()

    @property
    def latest_start(self) -> int:
        """Some best schedule starts nothing after this index: all is released by then, and a lane is free."""
        return horizon(self.jobs, self.lanes, self.taken)

    @property
    def free_from(self) -> tuple[int, ...]:
        """For each lane the index from which it is free."""
        return self.taken or (0,) * self.lanes

    def cost(self, starts: Sequence[int]) -> int:
        """Installation-days until everything is open, for one start per job."""
        total = 0
        for job, start in zip(self.jobs, starts, strict=True):
            end = start + job.duration
            total += sum(term.weight * self.elapsed[term.opens(end)] for term in job.terms)
        for claim in self.claims:
            end = min(starts[base] + self.jobs[base].duration for base in claim.bases)
            total += claim.term.weight * self.elapsed[claim.term.opens(end)]
        return total

    def faults(self, starts: Sequence[int]) -> list[str]:
        """What is wrong with a schedule: an early start, or more jobs at once than there are lanes."""
        found = [
            f"{job.name} starts at {start}, before {job.release}"
            for job, start in zip(self.jobs, starts, strict=True)
            if start < job.release
        ]
        spans = [(start, start + job.duration) for job, start in zip(self.jobs, starts, strict=True)]
        spans += [(0, free) for free in self.taken if free]
        running = 0
        for day, change in sorted(change for start, end in spans for change in ((start, 1), (end, -1))):
            running += change
            if running > self.lanes:
                found.append(f"on day {day} more than {self.lanes} lanes are taken")
        return found


def horizon(jobs: Sequence[Job], lanes: int, taken: Sequence[int] = ()) -> int:
    """An index by which some lane is free and every job released, whatever runs before without needless waiting."""
    latest = max([*(job.release for job in jobs), *taken], default=0)
    return latest + sum(job.duration for job in jobs) // lanes + 1


def lanes_of(queue: Queue, starts: Sequence[int]) -> list[int]:
    """A lane for each job, from 1: the lane that is free longest takes what starts next."""
    free = [*queue.free_from]
    found = [0] * len(queue.jobs)
    for number in sorted(range(len(queue.jobs)), key=lambda one: (starts[one], one)):
        lane = max(
            (one for one in range(queue.lanes) if free[one] <= starts[number]), key=lambda one: (free[one], -one)
        )
        free[lane] = starts[number] + queue.jobs[number].duration
        found[number] = lane + 1
    return found
