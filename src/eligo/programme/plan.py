"""The plan: what happens when, in which lane, on which firmware, and when each combination is eligible and open.

What belongs here: the outcome as types, and its making from a stage and an order. What does not: deciding either.

``end`` is the last day of a phase; what waits for it may begin on the next working day. A combination is *eligible*
from the day on which it is in the list of eligible ones, and *open* from the later of that and the day after its
operator's migration testing has passed. Source: ``programme.md`` 0, "Report"; ``results.md``, ``plan.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from eligo.programme.jobs import lanes_of
from eligo.programme.lists import Starts
from eligo.programme.stage import Exit, Stage
from eligo.terms import Route

BEGUN = "nothing: it has begun"
"""What a phase waits for whose days are given."""


AGAIN = "the day from which it is planned"
"""What a phase waits for that starts as soon as the programme is planned again."""


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
    outcomes, entries = list[Outcome](), list[Entry]()
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
    lane = dict(zip(stage.jobs, lanes or lanes_of(stage.queue, starts), strict=True))
    for place in frame.everything:
        entries += _entries(stage, place, ends, lane)
    return Plan(
        tuple(frame.ids[place] for place in stage.selected),
        frame.programme.t0,
        {name: dates[one.end] for name, one in stage.exits.items()},
        tuple(outcomes),
        tuple(entries),
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


def _entries(stage: Stage, place: int, ends: dict[int, int], lanes: dict[int, int]) -> Iterator[Entry]:
    frame, lengths = stage.frame, stage.frame.programme.durations
    name = frame.ids[place]

    def entry(phase: str, start: int, end: int, lane: int, firmware: str, binding: str) -> Entry:
        held = frame.programme.on is not None and start == frame.on and phase != "evaluation"
        binding = AGAIN if held and not binding.endswith("same combination") else binding
        binding = BEGUN if (place, phase) in frame.begun else binding
        return Entry(name, phase, frame.days.dates[start], frame.days.dates[end - 1], lane, firmware, binding)

    if place in stage.placed:
        one = stage.placed[place]
        waits = _track(frame.tracks[place], "candidate") if one.start == frame.enters[place] else "a lane"
        yield entry("mt", one.start, one.migrated, one.lane, "candidate", waits)
        if place in stage.selected:
            yield entry("sit", one.migrated, one.end, one.lane, "candidate", "mt of the same combination")
            leaves = stage.exit_of(place)
            if leaves.end > leaves.start:
                yield entry("eoc", leaves.start, leaves.end, 0, "final", _leaving(stage, leaves))
    if place in ends:
        job = stage.queue.jobs[stage.jobs.index(place)]
        start = ends[place] - job.duration
        waits = "a lane" if start > job.release else _released(stage, place, start)
        yield entry("dmct", start, ends[place], lanes[place], "final", waits)
    if place in stage.running:
        span = stage.running[place]
        yield entry("dmct", span.start, span.end, span.lane, "final", BEGUN)
    if place in stage.claimed and lengths.evaluation:
        first = min(stage.claimed[place], key=lambda base: (tested_by(stage, base, ends), base))
        start = tested_by(stage, first, ends) - lengths.consent
        yield entry("evaluation", start, start + lengths.evaluation, 0, "", f"tests of {frame.ids[first]}")


def _track(track: str, firmware: str) -> str:
    return f"{firmware} firmware of track {track}" if track else "nothing"


def _leaving(stage: Stage, leaves: Exit) -> str:
    if leaves.start == leaves.passed:
        together = [one for one in stage.selected if stage.exit_of(one) == leaves]
        last = max(together, key=lambda place: (stage.placed[place].end, -place))
        return f"sit of {stage.frame.ids[last]}"
    tracks = {stage.frame.tracks[one] for one in stage.selected if stage.exit_of(one) == leaves}
    return _track(max(tracks, key=lambda name: (stage.frame.gates[name], name)), "final")


def _released(stage: Stage, place: int, start: int) -> str:
    frame = stage.frame
    if place in stage.placed and start == stage.placed[place].end:
        return "mt of the same combination"
    if start == frame.final[place]:
        return "the request for its test" if frame.requested[place] else _track(frame.tracks[place], "final")
    return "the lanes' being available" if start == frame.lanes_from[1] else "exit from sit"
