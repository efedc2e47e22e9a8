"""Planning again when a date slips or a test fails: what runs is kept, and no more is moved than must be.

What belongs here: the plans that keep what they can of an old one, the best beside them, and what each moves. What does
not: what has begun (``begun``), or how a queue is ordered (``order``).

- *Places*: whatever can be where it was is there; only what cannot, since its firmware, its exit or its lane is not
  there yet, is moved, to the earliest room. No plan moves fewer.
- *Order*: everything stays in its lane and in its order, and is only as much later as it must be.
- *Nothing* is kept but what has begun: the best plan of the same set, which bounds them all.
- Between them, plans that keep the places that are some weeks away: what is to start before takes the room there is
  anew, what waits most per day first, and what no longer finds any comes after all others.

Source: ``programme.md``, "Decide", "Report".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from eligo.errors import UsageError
from eligo.programme.begun import Before, Happened, begun_of
from eligo.programme.fixed import Scheduled, scheduled
from eligo.programme.frame import frame_of
from eligo.programme.jobs import Queue
from eligo.programme.lists import Starts
from eligo.programme.model import Programme
from eligo.programme.plan import Plan, plan_of
from eligo.programme.stage import Placed, Stage, lanes_after, placed_already, placed_at, routes_of, stage_of

PLACES, ORDER, NOTHING = "places", "order", "nothing"
"""What a plan keeps of the old one."""

WEEKS = (4, 13, 26)
"""From so many weeks on, after the first test in the lanes may start, the plans between keep what is planned."""

Lanes = dict[int, list[tuple[int, int]]]
"""By lane, from when to when it is taken."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A phase that is not where it was, in working days from the old start to the new; ``before`` is ``None`` where the
    old plan has none.
    """

    combination_id: str
    phase: str
    before: date | None
    after: date
    days: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to plan again. ``keeps``: places, order, nothing, or from how many weeks on there are places kept."""

    keeps: str
    plan: Plan
    moved: tuple[Moved, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Replanned:
    """The programme planned again. ``ways``: from the one that moves least to the one that waits least, which is also
    ``best``; the bound of that bounds all. ``must_move``: so many phases cannot be where they were in any plan.
    """

    ways: tuple[Way, ...]
    best: Scheduled
    must_move: int

    def way(self, keeps: str) -> Way:
        """The plan that keeps that. Raises ``UsageError`` where there is none."""
        for one in self.ways:
            if one.keeps == keeps:
                return one
        raise UsageError(
            f"No plan keeps {keeps!r}", hint=f"Plans keep one of {', '.join(one.keeps for one in self.ways)}."
        )

    def starts(self, way: Way) -> Starts:
        """The start of each job of the best plan's queue in another way's plan."""
        index, stage = self.best.stage.frame.days.index, self.best.stage
        found = {one.combination_id: index(one.start) for one in way.plan.entries if one.phase == "dmct"}
        return tuple(found[stage.frame.ids[place]] for place in stage.jobs)


def replanned(
    programme: Programme, selected: Sequence[str], before: Before, t0: date, on: date, happened: Sequence[Happened] = ()
) -> Replanned:
    """The programme planned again from a day on. ``before``: the plan in force, which counted waiting from ``t0``.

    Raises ``UsageError`` where something happened to what was not running, and what planning raises.
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
    again = replace(again, begun=begun_of(frame, before, happened, {place[one] for one in selected}))
    best = scheduled(again, selected)
    keeping = Keeping(best.stage, before)
    kept = keeping.in_place()
    plans = {PLACES: kept}
    plans |= {str(weeks): keeping.in_place(weeks) for weeks in WEEKS if any(keeping.moved(kept))}
    plans |= {ORDER: keeping.in_order(), NOTHING: best.plan}
    ways = {keeps: replace(one, bound=best.plan.bound) for keeps, one in plans.items()}
    found = tuple(Way(keeps, one, tuple(keeping.moved(one))) for keeps, one in ways.items())
    return Replanned(found, best, keeping.must_move())


class Keeping:
    """A programme in which the phases of an old plan keep what they can; ``earliest`` is its stage without them."""

    def __init__(self, earliest: Stage, before: Before) -> None:
        self.earliest, self.before, frame = earliest, before, earliest.frame
        self.chosen = earliest.selected
        self.old = {
            (place, phase): (frame.days.index(before[name, phase].start), before[name, phase].lane)
            for place, name in enumerate(frame.ids)
            for phase in ("mt", "eoc", "dmct")
            if (name, phase) in before and before[name, phase].start <= frame.days.dates[-1]
        }
        gates = dict(frame.gates)
        for place in self.chosen:
            start = self.old.get((place, "eoc"), (0, 0))[0]
            gates[frame.tracks[place]] = max(gates[frame.tracks[place]], start)
        self.frame = replace(frame, gates=gates)

    def in_place(self, weeks: int = 0) -> Plan:
        """Whatever can be where it was is there; the rest is in the earliest room, what waits most per day first.

        In the lanes the places of the first so many weeks are given up.
        """
        stage = stage_of(self.frame, self.chosen, self._placed(in_place=True))
        queue, jobs = stage.queue, range(len(stage.queue.jobs))
        lanes: Lanes = {lane: [(0, free)] for lane, free in enumerate(queue.free_from, start=1)}
        found: dict[int, tuple[int, int]] = {}
        first = min((job.release for job in queue.jobs), default=0)
        given_up = self._later(first, weeks) if weeks else 0
        for number in sorted(jobs, key=lambda one: self._turn(stage.jobs[one], "dmct")):
            old = self.old.get((stage.jobs[number], "dmct"))
            length, earliest = queue.jobs[number].duration, max(queue.jobs[number].release, given_up)
            if old is not None and old[0] >= earliest and _fits(lanes.get(old[1]), old[0], length):
                found[number] = old
                lanes[old[1]].append((old[0], old[0] + length))
        for number in sorted({*jobs} - found.keys(), key=lambda one: (-_density(queue, one), one)):
            found[number] = _room(lanes, queue.jobs[number].release, queue.jobs[number].duration)
        return self._plan(stage, found)

    def in_order(self) -> Plan:
        """Everything in its lane and in its order, no earlier than it was."""
        stage = stage_of(self.frame, self.chosen, self._placed(in_place=False))
        queue, free = stage.queue, dict(enumerate(stage.queue.free_from, start=1))
        found: dict[int, tuple[int, int]] = {}
        for number in sorted(range(len(queue.jobs)), key=lambda one: (self._turn(stage.jobs[one], "dmct"), one)):
            start, lane = self._lane(stage.jobs[number], "dmct", free)
            found[number] = max(start, free[lane], queue.jobs[number].release), lane
            free[lane] = found[number][0] + queue.jobs[number].duration
        return self._plan(stage, found)

    def must_move(self) -> int:
        """How many phases start earlier in the old plan than any plan may start them; an exit counts once."""
        stage, late = self.earliest, 0
        earliest = {(place, "dmct"): job.release for place, job in zip(stage.jobs, stage.queue.jobs, strict=True)}
        waiting = [place for place in stage.placed if (place, "mt") not in stage.frame.begun]
        earliest |= {(place, "mt"): stage.frame.enters[place] for place in waiting}
        for name, leaves in stage.exits.items():
            own = [place for place in self.chosen if stage.frame.group(place) == name]
            late += any(self.old.get((place, "eoc"), (leaves.start, 0))[0] < leaves.start for place in own)
        return late + sum(self.old[key][0] < day for key, day in earliest.items() if key in self.old)

    def moved(self, plan: Plan) -> Iterator[Moved]:
        """What is not where it was, in the order of the plan; an exit once."""
        index, exits = self.frame.days.index, set[tuple[date, date]]()
        for one in plan.entries:
            old = self.before.get((one.combination_id, one.phase))
            if one.phase in ("sit", "evaluation") or (old is not None and old.start == one.start):
                continue
            if one.phase == "eoc" and (one.start, one.end) in exits:
                continue
            exits.add((one.start, one.end) if one.phase == "eoc" else (one.start, one.start))
            days = 0 if old is None else index(one.start) - index(old.start)
            yield Moved(one.combination_id, one.phase, old.start if old else None, one.start, days)

    def _plan(self, stage: Stage, found: Mapping[int, tuple[int, int]]) -> Plan:
        jobs = range(len(stage.jobs))
        return plan_of(stage, tuple(found[one][0] for one in jobs), 0, tuple(found[one][1] for one in jobs))

    def _later(self, index: int, weeks: int) -> int:
        """The index so many weeks after another, or the last that there is."""
        days = self.frame.days
        return days.index(min(days.dates[index] + timedelta(weeks=weeks), days.dates[-1]))

    def _turn(self, place: int, phase: str) -> int:
        """The old start; of what had none the day after the last."""
        return self.old[place, phase][0] if (place, phase) in self.old else len(self.frame.days.dates)

    def _lane(self, place: int, phase: str, free: Mapping[int, int]) -> tuple[int, int]:
        """The old start and lane; of what had none the lane that is free first."""
        start, lane = self.old.get((place, phase), (0, 0))
        return start, lane if lane in free else min(free, key=lambda one: (free[one], one))

    def _placed(self, *, in_place: bool) -> dict[int, Placed]:
        """Everything in the integration lanes: where it was as far as that is possible, or else in its order."""
        frame, firsts = self.frame, routes_of(self.frame, self.chosen)[1]
        found = placed_already(frame, self.chosen, firsts)
        free = lanes_after(frame, found.values())
        lanes: Lanes = {lane: [(0, day)] for lane, day in free.items()}
        waiting = sorted({*self.chosen, *firsts.values()} - found.keys(), key=lambda one: (self._turn(one, "mt"), one))
        for place in waiting if in_place else ():
            start, lane = self.old.get((place, "mt"), (0, 0))
            one = placed_at(frame, place in self.chosen, start, lane)
            if (place, "mt") in self.old and start >= frame.enters[place] and _fits(lanes.get(lane), start, one.length):
                found[place] = one
                lanes[lane].append((start, one.end))
        for place in waiting:
            if place in found:
                continue
            start, lane = self._lane(place, "mt", free)
            start = max(start, free[lane], frame.enters[place])
            if in_place:
                length = placed_at(frame, place in self.chosen, start, lane).length
                start, lane = _room(lanes, frame.enters[place], length)
            found[place] = placed_at(frame, place in self.chosen, start, lane)
            free[lane] = found[place].end
        return found


def _density(queue: Queue, number: int) -> Fraction:
    return Fraction(queue.jobs[number].weight, queue.jobs[number].duration)


def _fits(taken: Sequence[tuple[int, int]] | None, start: int, length: int) -> bool:
    """Whether a lane has room then; there is none in no lane."""
    return taken is not None and all(end <= start or start + length <= begin for begin, end in taken)


def _room(lanes: Lanes, earliest: int, length: int) -> tuple[int, int]:
    """The earliest room of that length in any lane, which is taken."""
    ends = {end for taken in lanes.values() for _, end in taken if end > earliest}
    for start in sorted({earliest, *ends}):
        for lane, taken in lanes.items():
            if _fits(taken, start, length):
                taken.append((start, start + length))
                return start, lane
    raise AssertionError("a lane is free once everything has ended")
