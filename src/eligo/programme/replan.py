"""Planning again when a date slips or a test fails: what runs is kept, and nothing moves further than it must.

What belongs here: the plan that keeps its places, the best one beside it, and what lies between. What does not: what
has begun (``begun``), or how a queue is ordered (``order``).

The plan that *keeps its places* holds every phase in its lane and order, never earlier than it was, and only as much
later as firmware, exits and the phase before it in its lane demand: in that order nothing can move less. The best plan
of the same set, with what has begun where it is, says what moving more would gain, and bounds both. Between the two,
what is to start soon keeps its place, and the rest moves. Source: ``programme.md``, "Decide", "Report".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from eligo.errors import UsageError
from eligo.programme.begun import Before, Failure, begun_of
from eligo.programme.document import plan_document
from eligo.programme.fixed import Scheduled, scheduled
from eligo.programme.frame import Frame, frame_of
from eligo.programme.lists import Starts
from eligo.programme.model import Begun, Programme
from eligo.programme.plan import Plan, plan_of
from eligo.programme.stage import Placed, Stage, lanes_after, placed_already, placed_at, routes_of, stage_of

WEEKS = (0, 4, 13, 26)
"""For so many weeks what is planned keeps its place, in the plans between the two."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A phase that is not where it was, in working days from the old start to the new; ``before`` is ``None`` where
    the old plan has none.
    """

    combination_id: str
    phase: str
    before: date | None
    after: date
    days: int


@dataclass(frozen=True, slots=True)
class Between:
    """A plan that holds what the other is to start before ``until``: how many phases it moves, and what is waited."""

    until: date
    moved: int
    waits: int


@dataclass(frozen=True, slots=True)
class Replanned:
    """The programme planned again. ``kept``: the plan that keeps its places, and ``best``: the best of the same set; a
    bound for both. ``moved``: what ``kept`` moves, and ``least``: working days that every plan moves at the least.
    ``between``: from the most that is moved to the least.
    """

    kept: Plan
    best: Scheduled
    moved: tuple[Moved, ...]
    least: int
    between: tuple[Between, ...]
    stage: Stage = field(repr=False)
    starts: Starts = field(repr=False)

    @property
    def gain(self) -> int:
        """The installation-days that moving anything would save."""
        return self.kept.waits - self.best.plan.waits

    @property
    def document(self) -> Mapping[str, object]:
        """The plan that keeps its places, with the proof of what no plan of its set is below."""
        return plan_document(self.kept, self.best.stage, self.best.ordered)


def replanned(
    programme: Programme, selected: Sequence[str], before: Before, t0: date, on: date, failures: Sequence[Failure] = ()
) -> Replanned:
    """The programme planned again from a day on. ``before``: the plan in force, which counted waiting from ``t0``.

    Raises ``UsageError`` for a failure of what was not running, and what planning raises.
    """
    again = replace(programme, on=on, since=t0)
    frame = frame_of(again)
    place = {name: number for number, name in enumerate(frame.ids)}
    gone = sorted({*selected} - place.keys())
    if gone:
        raise UsageError(
            f"{', '.join(gone)} is selected in the plan, and is no longer to be tested",
            hint="Give it up with 'eligo deselect' and plan the new selection.",
        )
    begun = begun_of(frame, before, failures, {place[one] for one in selected})
    again = replace(again, begun=begun)
    best = scheduled(again, selected)
    keeping = Keeping(frame_of(again), before, tuple(sorted(place[one] for one in selected)))
    stage, starts, lanes = keeping.plan()
    kept = replace(plan_of(stage, starts, 0, lanes), bound=best.plan.bound)
    moved = tuple(moves(kept, before, stage.frame))
    between = tuple(_between(again, kept, best, before))
    return Replanned(kept, best, moved, keeping.least(best.stage), between, stage, starts)


class Keeping:
    """A frame in which every phase of an old plan keeps its place as far as it can."""

    def __init__(self, frame: Frame, before: Before, chosen: tuple[int, ...]) -> None:
        self.chosen = chosen
        dates = frame.days
        self.old = {
            (place, phase): (dates.index(before[name, phase].start), before[name, phase].lane)
            for place, name in enumerate(frame.ids)
            for phase in ("mt", "eoc", "dmct")
            if (name, phase) in before and before[name, phase].start <= dates.dates[-1]
        }
        gates = dict(frame.gates)
        for place in chosen:
            start = self.old.get((place, "eoc"), (0, 0))[0]
            gates[frame.tracks[place]] = max(gates[frame.tracks[place]], start)
        self.frame = replace(frame, gates=gates)

    def plan(self) -> tuple[Stage, Starts, tuple[int, ...]]:
        """What follows from the set, and start and lane of each job of the queue."""
        stage = stage_of(self.frame, self.chosen, self._placed())
        queue = stage.queue
        free = dict(enumerate(queue.free_from, start=1))
        starts, lanes = [0] * len(queue.jobs), [0] * len(queue.jobs)
        for number in sorted(range(len(queue.jobs)), key=lambda one: (self._turn(stage.jobs[one], "dmct"), one)):
            start, lane = self._lane(stage.jobs[number], "dmct", free)
            starts[number], lanes[number] = max(start, free[lane], queue.jobs[number].release), lane
            free[lane] = starts[number] + queue.jobs[number].duration
        return stage, tuple(starts), tuple(lanes)

    def least(self, best: Stage) -> int:
        """The working days that the phases in lanes move at the least: to where the earliest plan lets them start."""
        release = {place: job.release for place, job in zip(best.jobs, best.queue.jobs, strict=True)}
        mt = {place: self.frame.enters[place] for place in best.placed if (place, "mt") not in self.frame.begun}
        earliest = {(place, "dmct"): day for place, day in release.items()}
        earliest |= {(place, "mt"): day for place, day in mt.items()}
        return sum(max(0, day - self.old[key][0]) for key, day in earliest.items() if key in self.old)

    def _turn(self, place: int, phase: str) -> float:
        return self.old[place, phase][0] if (place, phase) in self.old else float("inf")

    def _lane(self, place: int, phase: str, free: Mapping[int, int]) -> tuple[int, int]:
        """The old start and lane; of what had none the lane that is free first."""
        start, lane = self.old.get((place, phase), (0, 0))
        return start, lane if lane in free else min(free, key=lambda one: (free[one], one))

    def _placed(self) -> dict[int, Placed]:
        """Everything in the integration lanes."""
        frame, firsts = self.frame, routes_of(self.frame, self.chosen)[1]
        found = placed_already(frame, self.chosen, firsts)
        free = lanes_after(frame, found.values())
        waiting = {*self.chosen, *firsts.values()} - found.keys()
        for place in sorted(waiting, key=lambda one: (self._turn(one, "mt"), one)):
            start, lane = self._lane(place, "mt", free)
            start = max(start, free[lane], frame.enters[place])
            found[place] = placed_at(frame, place in self.chosen, start, lane)
            free[lane] = found[place].end
        return found


def moves(plan: Plan, before: Before, frame: Frame) -> Iterator[Moved]:
    """What is not where it was, in the order of the plan; an exit once."""
    exits = set[tuple[date, date]]()
    for one in plan.entries:
        old = before.get((one.combination_id, one.phase))
        if one.phase in ("sit", "evaluation") or (old is not None and old.start == one.start):
            continue
        if one.phase == "eoc":
            if (one.start, one.end) in exits:
                continue
            exits.add((one.start, one.end))
        days = 0 if old is None else frame.days.index(one.start) - frame.days.index(old.start)
        yield Moved(one.combination_id, one.phase, old.start if old else None, one.start, days)


def _between(programme: Programme, kept: Plan, best: Scheduled, before: Before) -> Iterator[Between]:
    """Plans that hold what ``kept`` is to start within some weeks, from the most moved to the least."""
    on, frame = programme.on or programme.t0, best.stage.frame
    done = {frozenset(programme.begun)}
    yield Between(on, len([*moves(best.plan, before, frame)]), best.plan.waits)
    for weeks in WEEKS[1:]:
        held = holding(programme, kept, on + timedelta(weeks=weeks))
        if frozenset(held.begun) not in done:
            done.add(frozenset(held.begun))
            plan = scheduled(held, kept.selected, parts=1).plan
            yield Between(on + timedelta(weeks=weeks), len([*moves(plan, before, frame)]), plan.waits)
    last = max(one.start for one in kept.entries)
    yield Between(last, len([*moves(kept, before, frame)]), kept.waits)


def holding(programme: Programme, plan: Plan, until: date) -> Programme:
    """The programme in which everything that a plan starts before a day is held where it has it."""
    known = {(one.combination_id, one.phase) for one in programme.begun}
    held = [
        Begun(one.combination_id, one.phase, one.start, one.end, one.lane)
        for one in plan.entries
        if one.phase != "evaluation" and one.start < until and (one.combination_id, one.phase) not in known
    ]
    return replace(programme, begun=(*programme.begun, *held))
