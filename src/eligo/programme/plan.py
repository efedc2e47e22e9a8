"""The plan: what happens when, in which lane, on which firmware, and when each combination is eligible and open.

What belongs here: the outcome as types, and its making from a stage and an order. What does not: deciding either.

``end`` is the last day of a phase; what waits for it may begin on the next working day. A combination is *eligible*
from the day on which it is in the list of eligible ones, and *open* from the later of that and the day after its
operator's migration testing has passed. Source: ``programme.md`` 0, "Report"; ``results.md``, ``plan.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from eligo.programme.frame import Span
from eligo.programme.jobs import lanes_of
from eligo.programme.lists import Starts
from eligo.programme.stage import Stage
from eligo.programme.waiting import Waiting
from eligo.terms import Route

FIRMWARE = {"mt": "candidate", "sit": "candidate", "eoc": "final", "dmct": "final"}
"""What each phase is on, where it is on any."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One combination × phase. ``lane``: from 1, 0 where it takes none; ``firmware``: candidate or final, or none.

    ``phase``: mt, sit, eoc (End of Cycle and System Regression), dmct or evaluation. ``binding``: what it waits for.
    """

    combination_id: str
    phase: str
    start: date
    end: date
    lane: int
    firmware: str
    binding: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """When one combination is eligible and open; ``waits`` and ``waits_to_eligible``: its installation-days from
    t0.
    """

    combination_id: str
    route: Route
    track: str
    eligible_on: date
    open_on: date
    waits: int
    waits_to_eligible: int
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The programme of one set. ``outcomes`` in rank order, ``entries`` by them and then by phase.

    ``exits``: the day on which integration testing is left, by track, or under the empty name for all. ``waits``: the
    objective, the installation-days from t0 until open; ``bound``: with this set no plan has fewer.
    """

    selected: tuple[str, ...]
    t0: date
    exits: dict[str, date]
    outcomes: tuple[Outcome, ...]
    entries: tuple[Entry, ...] = field(repr=False)
    waits: int
    waits_to_eligible: int
    bound: int
    excluded: int

    @property
    def proved(self) -> bool:
        """Whether no plan of this set has fewer installation-days."""
        return self.waits == self.bound


def plan_of(stage: Stage, starts: Starts, bound: int, lanes: Sequence[int] = ()) -> Plan:
    """The plan of a set and an order of its queue; ``bound`` is that of the queue. ``lanes``: of each job, if it
    matters.
    """
    frame = stage.frame
    dates, elapsed = frame.days.dates, frame.days.elapsed
    ends = {place: start + job.duration for place, start, job in zip(stage.jobs, starts, stage.queue.jobs, strict=True)}
    outcomes = list[Outcome]()
    for place in frame.everything:
        eligible = eligible_at(stage, place, ends)
        opens = max(eligible, stage.floors[frame.operators[place]])
        weight = frame.weights[place]
        outcomes.append(
            Outcome(
                frame.ids[place],
                stage.routes[place],
                frame.tracks[place],
                dates[eligible],
                dates[opens],
                weight * elapsed[opens],
                weight * elapsed[eligible],
                tuple(frame.ids[base] for base in stage.claimed.get(place, ())),
            )
        )
    each = zip(stage.jobs, starts, lanes or lanes_of(stage.queue, starts), strict=True)
    tests = {place: Span(start, ends[place], lane) for place, start, lane in each}
    return Plan(
        tuple(frame.ids[place] for place in stage.selected),
        frame.programme.t0,
        {name: dates[one.end] for name, one in stage.exits.items()},
        tuple(outcomes),
        tuple(_entries(stage, {**tests, **stage.running})),
        stage.fixed + stage.queue.cost(starts),
        sum(one.waits_to_eligible for one in outcomes),
        stage.fixed + bound,
        frame.programme.excluded,
    )


def eligible_at(stage: Stage, place: int, ends: dict[int, int]) -> int:
    """The index at which a combination is eligible; ``ends``: of everything in the queue."""
    lengths = stage.frame.programme.durations
    if place in ends:
        return ends[place] + lengths.consent
    known = [stage.eligible[place]] if place in stage.eligible else []
    return min(known + [tested_by(stage, base, ends) + lengths.evaluation for base in stage.claimed.get(place, ())])


def tested_by(stage: Stage, place: int, ends: dict[int, int]) -> int:
    """The index at which a tested combination is eligible."""
    return stage.eligible[place] if place in stage.eligible else ends[place] + stage.frame.programme.durations.consent


def _entries(stage: Stage, tests: Mapping[int, Span]) -> Iterator[Entry]:
    """Every phase of every combination, and what it waits for; ``tests``: in the lanes."""
    frame, dates = stage.frame, stage.frame.days.dates
    spans = {(place, phase): one for place in frame.everything for phase, one in _phases(stage, place, tests)}
    waiting = Waiting(stage, spans)
    for (place, phase), one in spans.items():
        days = dates[one.start], dates[one.end - 1]
        what = FIRMWARE.get(phase, ""), waiting.of(place, phase)
        yield Entry(frame.ids[place], phase, *days, one.lane, *what)


def _phases(stage: Stage, place: int, tests: Mapping[int, Span]) -> Iterator[tuple[str, Span]]:
    """The phases of a combination in their order, those that take no time left out; ``tests``: in the lanes."""
    lengths = stage.frame.programme.durations
    if place in stage.placed:
        one = stage.placed[place]
        yield "mt", Span(one.start, one.migrated, one.lane)
        if place in stage.selected:
            yield "sit", Span(one.migrated, one.end, one.lane)
            leaves = stage.exit_of(place)
            if leaves.end > leaves.start:
                yield "eoc", Span(leaves.start, leaves.end, 0)
    if place in tests:
        yield "dmct", tests[place]
    if place in stage.claimed and lengths.evaluation:
        known = (tests[base].end if base in tests else stage.exit_of(base).end for base in stage.claimed[place])
        start = min(known)
        yield "evaluation", Span(start, start + lengths.evaluation, 0)
