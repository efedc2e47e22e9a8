"""What one set makes of a programme: its time in integration testing, its exit, and the queue of what is left.

What belongs here: everything that follows from the set without a choice. What does not: the order of the queue
(``order``), or the choice of the set (``choose``).

- The selected take the integration lanes in the order in which they may enter, then by rank. Since each takes as long
  as any other, no order ends sooner, so that none leads to an earlier exit where all leave together. Where each track
  has an exit of its own, orders of tracks are tried, and ``entering`` bounds them all.
- The first combination of an operator that has none selected takes the earliest room in those lanes that delays no
  selected one; the operators in the order of their largest combination.
- An equivalent one takes no lane. What is selected or has no base is tested; then, in rank order, what has no tested
  base.
- What has begun is where it is, and tested; the others are planned beside it.

Source: ``programme.md`` 1-6.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from eligo.programme.frame import Frame, Span
from eligo.programme.jobs import Claim, Job, Queue, Term
from eligo.programme.rooms import earliest_room
from eligo.terms import Route


@dataclass(frozen=True, slots=True)
class Placed:
    """Migration testing, and for a selected one integration testing, in an integration lane (from 1).

    ``migrated``: when the former has passed.
    """

    start: int
    migrated: int
    end: int
    lane: int

    @property
    def length(self) -> int:
        """The working days that it takes."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Exit:
    """End of Cycle and System Regression of those that leave together: from when to when, and after what."""

    passed: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What follows from a set. Everything is by place in the frame, and in day indices.

    ``exits``: by track, or under the empty name where all leave together. ``floors``: by operator, when its migration
    testing has passed. ``eligible``: the index of the selected and of those that follow from them. ``jobs``: the
    place of each job of the queue. ``running``: by place, what of the queue has begun. ``claimed``: of each equivalent
    combination its tested bases. ``fixed``: the installation-days until open of those in ``eligible``.
    """

    frame: Frame
    selected: tuple[int, ...]
    routes: dict[int, Route]
    firsts: dict[str, int]
    placed: dict[int, Placed]
    exits: dict[str, Exit]
    floors: dict[str, int]
    eligible: dict[int, int]
    claimed: dict[int, tuple[int, ...]]
    jobs: tuple[int, ...]
    running: Mapping[int, Span]
    queue: Queue = field(repr=False)
    fixed: int

    def exit_of(self, place: int) -> Exit:
        """The exit of a selected combination, or the one that another waits for."""
        return leaving(self.frame, self.exits, place)


def routes_of(frame: Frame, selected: Collection[int]) -> tuple[dict[int, Route], dict[str, int]]:
    """The route of every place, and the first combination of each operator that has none selected."""
    chosen = set(selected)
    without = set(frame.operators) - {frame.operators[place] for place in chosen}
    named = {name: frame.ids.index(one) for name, one in frame.programme.first.items() if name in without}
    begun = {place for place, phase in frame.begun if phase == "dmct"}
    tested = chosen | begun | set(named.values()) | {place for place in frame.everything if not frame.bases[place]}
    for place in frame.everything:
        if place not in tested and tested.isdisjoint(frame.bases[place]):
            tested.add(place)
    migrating = sorted(place for place, phase in frame.begun if phase == "mt" and frame.operators[place] in without)
    firsts = named | {frame.operators[place]: place for place in migrating}
    for some in (tested, frame.everything):
        for place in sorted(some):
            if frame.operators[place] in without:
                firsts.setdefault(frame.operators[place], place)
    routes = {}
    for place in frame.everything:
        rest = Route.MT if place in firsts.values() else Route.DMCT
        routes[place] = Route.MT_SIT if place in chosen else rest if place in tested else Route.EQUIVALENT
    return routes, firsts


def stage_of(frame: Frame, selected: Collection[int], placed: Mapping[int, Placed] | None = None) -> Stage:
    """What follows from a set, which has one member or more; ``placed``: where its testing in the integration lanes
    is, if not as early as it may be.
    """
    chosen = tuple(sorted(selected))
    routes, firsts = routes_of(frame, chosen)
    placed = placed_of(frame, chosen, firsts) if placed is None else placed
    exits = exits_of(frame, {place: placed[place].end for place in chosen}, frame.gates)
    lengths = frame.programme.durations
    floors = {name: placed[place].end for name, place in firsts.items()}
    for place in chosen:
        passed = placed[place].migrated
        floors[frame.operators[place]] = min(passed, floors.get(frame.operators[place], passed))
    eligible = {place: leaving(frame, exits, place).end + lengths.consent for place in chosen}
    tested = [place for place in frame.everything if routes[place] is not Route.EQUIVALENT]
    claimed = {
        place: tuple(sorted(frame.bases[place].intersection(tested)))
        for place in frame.everything
        if routes[place] is Route.EQUIVALENT
    }
    running = {place: span for (place, phase), span in frame.begun.items() if phase == "dmct" and place not in chosen}
    eligible |= {place: span.end + lengths.consent for place, span in running.items()}
    jobs = tuple(place for place in tested if place not in eligible)
    queue, follows = _queue(frame, jobs, claimed, exits, placed, floors, eligible, running)
    eligible |= follows
    fixed = sum(
        frame.weights[place] * frame.elapsed(max(index, floors[frame.operators[place]]))
        for place, index in eligible.items()
    )
    return Stage(
        frame, chosen, routes, firsts, dict(placed), exits, floors, eligible, claimed, jobs, running, queue, fixed
    )


def leaving(frame: Frame, exits: Mapping[str, Exit], place: int) -> Exit:
    """The exit of a combination's own group; or the last of all, for which those without one wait."""
    return exits.get(frame.group(place)) or max(exits.values(), key=lambda one: one.end)


def placed_of(frame: Frame, chosen: tuple[int, ...], firsts: Mapping[str, int]) -> dict[int, Placed]:
    """Everything in the integration lanes, as early as it may be."""
    together = [*chosen, *firsts.values()] if frame.programme.migration_may_delay else [*chosen]
    found = in_turn(frame, together, placed_already(frame, chosen, firsts), {*firsts.values()})
    for place in sorted(firsts.values()):
        if place not in found:
            found[place] = room(frame, found.values(), max(frame.enters[place], frame.lanes_from[0]))
    return found


def in_turn(
    frame: Frame, places: Sequence[int], already: Mapping[int, Placed], firsts: Collection[int] = ()
) -> dict[int, Placed]:
    """Those places in the order in which they may enter, beside what has begun; all but ``firsts`` are selected."""
    found = dict(already)
    free = [(from_, lane) for lane, from_ in lanes_after(frame, found.values()).items()]
    heapq.heapify(free)
    for place in sorted({*places} - found.keys(), key=lambda one: (frame.enters[one], one)):
        from_, lane = heapq.heappop(free)
        found[place] = placed_at(frame, place not in firsts, max(from_, frame.enters[place]), lane)
        heapq.heappush(free, (found[place].end, lane))
    return found


def placed_at(frame: Frame, selected: bool, start: int, lane: int) -> Placed:
    """Testing in an integration lane that starts then, as long as it takes."""
    lengths = frame.programme.durations
    migrated = start + (lengths.migration if selected else lengths.operator_migration)
    return Placed(start, migrated, migrated + (lengths.integration if selected else 0), lane)


def placed_already(frame: Frame, chosen: Collection[int], firsts: Mapping[str, int]) -> dict[int, Placed]:
    """What has begun in the integration lanes: integration testing follows migration testing without a break."""
    found = {}
    for place in (*chosen, *firsts.values()):
        mt, sit = frame.begun.get((place, "mt")), frame.begun.get((place, "sit"))
        if mt is not None:
            length = frame.programme.durations.integration if place in chosen else 0
            found[place] = Placed(mt.start, mt.end, sit.end if sit else mt.end + length, mt.lane)
    return found


def lanes_after(frame: Frame, taken: Collection[Placed]) -> dict[int, int]:
    """By integration lane the index from which it is free after all that."""
    lanes = range(1, frame.programme.integration_lanes.count + 1)
    return {lane: max([frame.lanes_from[0], *(one.end for one in taken if one.lane == lane)]) for lane in lanes}


def in_room(frame: Frame, places: Sequence[int], already: Mapping[int, Placed]) -> dict[int, Placed]:
    """Those selected places in the order in which they may enter, each in the earliest room beside what is placed."""
    found = dict(already)
    for place in sorted({*places} - found.keys(), key=lambda one: (frame.enters[one], one)):
        length = placed_at(frame, True, 0, 1).length
        start, lane = _room(frame, found.values(), max(frame.enters[place], frame.lanes_from[0]), length)
        found[place] = placed_at(frame, True, start, lane)
    return found


def room(frame: Frame, taken: Collection[Placed], earliest: int, runs: int = 1) -> Placed:
    """The earliest room in any integration lane for so many runs of an operator's migration testing, beside what is
    placed.
    """
    length = frame.programme.durations.operator_migration * runs
    start, lane = _room(frame, taken, earliest, length)
    return Placed(start, start + length, start + length, lane)


def _room(frame: Frame, taken: Collection[Placed], earliest: int, length: int) -> tuple[int, int]:
    lanes = range(1, frame.programme.integration_lanes.count + 1)
    spans = {lane: [(one.start, one.end) for one in taken if one.lane == lane] for lane in lanes}
    return earliest_room(spans, earliest, length)


def exits_of(frame: Frame, ends: Mapping[int, int], gates: Mapping[str, int]) -> dict[str, Exit]:
    """End of Cycle and System Regression, once for all or once for each track.

    ``ends``: the index at which each of the selected has passed; ``gates``: by track, from which it may start.
    """
    groups: dict[str, list[int]] = {}
    for place in ends:
        groups.setdefault(frame.group(place), []).append(place)
    found = {}
    for name, places in sorted(groups.items()):
        passed = max(ends[place] for place in places)
        start = max(passed, *(gates[frame.tracks[place]] for place in places))
        begun = next((frame.begun[place, "eoc"] for place in places if (place, "eoc") in frame.begun), None)
        end = start + frame.programme.durations.exit(len(places))
        found[name] = Exit(passed, begun.start, begun.end) if begun else Exit(passed, start, end)
    return found


def _queue(
    frame: Frame,
    jobs: tuple[int, ...],
    claimed: dict[int, tuple[int, ...]],
    exits: dict[str, Exit],
    placed: Mapping[int, Placed],
    floors: dict[str, int],
    eligible: dict[int, int],
    running: Mapping[int, Span],
) -> tuple[Queue, dict[int, int]]:
    """The queue, and the index at which what follows from what is known already is eligible."""
    lengths, length = frame.programme.durations, {place: frame.duration(place, place in placed) for place in jobs}
    release = {
        place: max(
            leaving(frame, exits, place).end,
            frame.final[place],
            frame.lanes_from[1],
            placed[place].end if place in placed else 0,
        )
        for place in jobs
    }
    terms = {place: [Term(frame.weights[place], lengths.consent, floors[frame.operators[place]])] for place in jobs}
    number = {place: job for job, place in enumerate(jobs)}
    claims, follows = list[Claim](), dict[int, int]()
    for place, bases in claimed.items():
        floor = floors[frame.operators[place]]
        known = min((eligible[base] + lengths.evaluation for base in bases if base in eligible), default=None)
        latest = None if known is None else max(known, floor)
        term = Term(frame.weights[place], lengths.evaluation + lengths.consent, floor, latest)
        others = [base for base in bases if base in number]
        if known is not None and latest is not None:
            others = [base for base in others if term.opens(release[base] + length[base]) < latest]
            follows |= {} if others else {place: known}
        if len(others) == 1:
            terms[others[0]].append(term)
        elif others:
            claims.append(Claim(frame.ids[place], term, tuple(number[base] for base in others)))
    tests = tuple(Job(frame.ids[place], length[place], release[place], tuple(terms[place])) for place in jobs)
    lanes = frame.programme.combination_lanes.count
    return Queue(tests, lanes, frame.days.elapsed, tuple(claims), _taken(lanes, running)), follows


def _taken(lanes: int, running: Mapping[int, Span]) -> tuple[int, ...]:
    """For each lane the index from which it is free; nothing where nothing runs."""
    ends = [max((one.end for one in running.values() if one.lane == lane + 1), default=0) for lane in range(lanes)]
    return tuple(ends) if any(ends) else ()
