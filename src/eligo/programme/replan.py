"""Planning again when a date slips or a test fails: what runs is kept, and no more is moved than must be.

What belongs here: the plans that keep what they can of an old one, the best beside them, and what each moves. What does
not: what has begun (``begun``), or how a queue is ordered (``order``).

- *Places*: whatever can be where it was is there; only what cannot, since its firmware, its exit or its lane is not
  there yet, is moved, to the earliest room. Of all plans here it is the one that moves fewest phases.
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
from eligo.programme.order import PARTS
from eligo.programme.plan import Plan, plan_of
from eligo.programme.rooms import earliest_room, fits
from eligo.programme.search import Watch
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


def keeps_words(keeps: str) -> str:
    """What a way keeps of the old plan, in words.

    >>> keeps_words("places"), keeps_words("13")
    ('every place that can be kept', 'places from 13 weeks on')
    """
    known = {PLACES: "every place that can be kept", ORDER: "lanes and order", NOTHING: "what has begun alone"}
    return known.get(keeps, f"places from {keeps} weeks on")


@dataclass(frozen=True, slots=True)
class Replanned:
    """The programme planned again. ``ways``: from the one that moves least to the one that waits least, which is also
    ``best``; the bound of that bounds all. ``must_move``: so many phases cannot be where they were in any plan.
    """

    ways: tuple[Way, ...]
    best: Scheduled
    must_move: int

    def worth_showing(self, taken: Way) -> tuple[Way, ...]:
        """The way that is taken, and those beside it of which no other moves less or waits less, and neither more."""
        return tuple(one for one in self.ways if one is taken or not any(_betters(other, one) for other in self.ways))

    def way(self, keeps: str) -> Way:
        """The plan that keeps that. Raises ``UsageError`` where there is none."""
        for one in self.ways:
            if one.keeps == keeps:
                return one
        raise UsageError(
            f"No plan keeps {keeps!r}",
            hint=f"Here one of {', '.join(one.keeps for one in self.ways)}; weeks only where anything has to move.",
        )

    def starts(self, way: Way) -> Starts:
        """The start of each job of the best plan's queue in another way's plan."""
        index, stage = self.best.stage.frame.days.index, self.best.stage
        found = {one.combination_id: index(one.start) for one in way.plan.entries if one.phase == "dmct"}
        return tuple(found[stage.frame.ids[place]] for place in stage.jobs)


def replanned(
    programme: Programme,
    selected: Sequence[str],
    before: Before,
    t0: date,
    on: date,
    happened: Sequence[Happened] = (),
    *,
    parts: int = PARTS,
    watch: Watch | None = None,
) -> Replanned:
    """The programme planned again from a day on. ``before``: the plan in force, which counted waiting from ``t0``;
    ``parts`` and ``watch`` as in ``scheduled``.

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
    best = scheduled(again, selected, parts=parts, watch=watch)
    keeping = Keeping(best.stage, before)
    plans = {ORDER: keeping.in_order(), NOTHING: best.plan}
    if any(keeping.moved(plans[ORDER])):
        plans = {str(weeks): keeping.in_place(weeks) for weeks in WEEKS} | plans
    ways = {keeps: replace(one, bound=best.plan.bound) for keeps, one in plans.items()}
    found = [Way(keeps, one, tuple(keeping.moved(one))) for keeps, one in ways.items()]
    fewest = [*found, *(Way(PLACES, one, tuple(keeping.moved(one))) for one in keeping.candidates(best.plan.bound))]
    kept = min(fewest, key=lambda way: (len(way.moved), way.plan.waits))
    return Replanned((replace(kept, keeps=PLACES), *found), best, keeping.must_move())


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

    def candidates(self, bound: int) -> Iterator[Plan]:
        """Plans in which whatever can be where it was is there: with the integration lanes so, too, or as early as they
        can be, since a later exit moves more.
        """
        yield replace(self.in_place(), bound=bound)
        yield replace(self._in_lanes(stage_of(self.frame, self.chosen), 0), bound=bound)

    def in_place(self, weeks: int = 0) -> Plan:
        """Whatever can be where it was is there; the rest is in the earliest room, what waits most per day first.

        In the lanes the places of the first so many weeks are given up.
        """
        return self._in_lanes(stage_of(self.frame, self.chosen, self._placed(in_place=True)), weeks)

    def _in_lanes(self, stage: Stage, weeks: int) -> Plan:
        queue, jobs = stage.queue, range(len(stage.queue.jobs))
        first = min((job.release for job in queue.jobs), default=0)
        given_up = self._later(first, weeks) if weeks else 0
        kept = self.kept(stage, given_up)
        lanes: Lanes = {lane: [(0, free)] for lane, free in enumerate(queue.free_from, start=1)}
        found: dict[int, tuple[int, int]] = {}
        for number in kept:
            start, lane = self.old[stage.jobs[number], "dmct"]
            length = queue.jobs[number].duration
            others = [one for one in lanes if fits(lanes[one], start, length)]
            found[number] = start, lane if lane in others else others[0]
            lanes[found[number][1]].append((start, start + length))
        for number in sorted({*jobs} - found.keys(), key=lambda one: (-_density(queue, one), one)):
            found[number] = _take(lanes, queue.jobs[number].release, queue.jobs[number].duration)
        return self._plan(stage, found)

    def kept(self, stage: Stage, given_up: int = 0) -> list[int]:
        """The jobs that can start where they did, as many as the lanes hold, in the order of their starts.

        Where more would run at once than there are lanes, the one that ends last is given up: no other choice keeps
        more (Faigle and Nawijn 1995).
        """
        queue, running, kept = stage.queue, list[tuple[int, int]](), set[int]()
        held = sorted(free for free in queue.free_from if free)
        able = [
            number
            for number, place in enumerate(stage.jobs)
            if self._turn(place, "dmct") >= max(queue.jobs[number].release, given_up) and (place, "dmct") in self.old
        ]
        able.sort(key=lambda one: (self._turn(stage.jobs[one], "dmct"), one))
        for number in able:
            start = self._turn(stage.jobs[number], "dmct")
            running = [(end, one) for end, one in running if end > start]
            running.append((start + queue.jobs[number].duration, number))
            kept.add(number)
            if len(running) + sum(free > start for free in held) > queue.lanes:
                last = max(running)
                running.remove(last)
                kept.discard(last[1])
        return [number for number in able if number in kept]

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
        """How many phases no plan can leave where they were, at the least: those that firmware, an exit or what has
        begun holds back, and of the others those for which there are too few lanes. An exit counts once.
        """
        stage, late = self.earliest, 0
        late += sum((place, "dmct") in self.old for place in stage.jobs) - len(self.kept(stage))
        for place in stage.placed:
            if (place, "sit") in stage.frame.begun:
                continue
            if (place, "mt") in stage.frame.begun:
                late += self._sit_moves(place, stage.placed[place].migrated)
            else:
                late += (place, "mt") in self.old and self.old[place, "mt"][0] < stage.frame.enters[place]
        for name, leaves in stage.exits.items():
            own = [place for place in self.chosen if stage.frame.group(place) == name]
            late += any(self.old.get((place, "eoc"), (leaves.start, 0))[0] < leaves.start for place in own)
        return late

    def _sit_moves(self, place: int, start: int) -> bool:
        """Whether integration testing starts on another day than it did behind migration testing that has begun."""
        old = self.before.get((self.frame.ids[place], "sit"))
        return old is not None and old.start != self.frame.days.dates[start]

    def moved(self, plan: Plan) -> Iterator[Moved]:
        """What is not where it was, in the order of the plan; an exit once, and integration testing where the migration
        testing before it has begun.
        """
        index, exits = self.frame.days.index, set[tuple[date, date]]()
        begun = {(one.combination_id, one.phase) for one in self.frame.programme.begun}
        for one in plan.entries:
            old = self.before.get((one.combination_id, one.phase))
            if one.phase == "evaluation" or (old is not None and old.start == one.start):
                continue
            behind = (one.combination_id, "mt") in begun and (one.combination_id, "sit") not in begun
            if one.phase == "sit" and not behind:
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
        """Everything in the integration lanes: where it was as far as that is possible, or else in its order. The
        selected come first, so that no operator's first one delays them.
        """
        frame, firsts = self.frame, routes_of(self.frame, self.chosen)[1]
        found = placed_already(frame, self.chosen, firsts)
        free = lanes_after(frame, found.values())
        lanes: Lanes = {lane: [(0, day)] for lane, day in free.items()}
        for group in (self.chosen, firsts.values()):
            waiting = sorted({*group} - found.keys(), key=lambda one: (self._turn(one, "mt"), one))
            for place in waiting if in_place else ():
                start, lane = self.old.get((place, "mt"), (0, 0))
                one = placed_at(frame, place in self.chosen, start, lane)
                able = (place, "mt") in self.old and start >= frame.enters[place]
                if able and lane in lanes and fits(lanes[lane], start, one.length):
                    found[place] = one
                    lanes[lane].append((start, one.end))
            for place in (one for one in waiting if one not in found):
                found[place] = self._in_room(place, lanes, free, in_place)
        return found

    def _in_room(self, place: int, lanes: Lanes, free: dict[int, int], in_place: bool) -> Placed:
        """In the earliest room, or behind what is before it in its own lane."""
        selected, enters = place in self.chosen, self.frame.enters[place]
        start, lane = self._lane(place, "mt", free)
        length = placed_at(self.frame, selected, 0, lane).length
        start = max(start, free[lane], enters)
        if in_place or not fits(lanes[lane], start, length):
            start, lane = _take(lanes, enters, length)
        else:
            lanes[lane].append((start, start + length))
        free[lane] = max(free[lane], start + length)
        return placed_at(self.frame, selected, start, lane)


def _betters(one: Way, other: Way) -> bool:
    """Whether a way moves no more than another, waits no longer, and is not as good alone."""
    own, its = ((len(way.moved), way.plan.waits) for way in (one, other))
    return own != its and own[0] <= its[0] and own[1] <= its[1]


def _density(queue: Queue, number: int) -> Fraction:
    return Fraction(queue.jobs[number].weight, queue.jobs[number].duration)


def _take(lanes: Lanes, earliest: int, length: int) -> tuple[int, int]:
    """The earliest room in any lane, which is taken from then on."""
    start, lane = earliest_room(lanes, earliest, length)
    lanes[lane].append((start, start + length))
    return start, lane
