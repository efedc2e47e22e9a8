"""A plan under chance: the same set in the same order, with firmware that comes when it comes and tests that fail.

What belongs here: one trial. What does not: what many of them say (``uncertainty``), and planning: a trial keeps what
the plan decided, the set and the order of the queue, and lets everything begin as soon as it can.

- A test that fails is repeated at once in its lane.
- A candidate that is replaced voids what its track has passed: what runs is broken off, and all selected combinations
  of the track begin again once the new one is published.
- In the queue, who is held up by its own delay is overtaken by the next that is ready.

Source: ``programme.md`` 0 ("Monte Carlo evaluates the fixed plan"), 2, 7.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Protocol

from eligo.programme.lists import Starts
from eligo.programme.stage import Placed, Stage, exits_of, leaving, room


class Luck(Protocol):
    """What is drawn for one trial, whenever it is asked in the same words the same."""

    def later(self, track: str, firmware: str) -> int:
        """How many working days later than planned a track's candidate or final release comes."""
        ...

    def respin(self, track: str) -> int | None:
        """How many working days after its track's first test a candidate is replaced; ``None``: it is not."""
        ...

    def runs(self, test: str, combination: str) -> int:
        """How often a test (migration, integration, combination) runs until it passes, 1 or more."""
        ...


@dataclass(frozen=True, slots=True)
class Trial:
    """By place in the frame, the index at which each is eligible and open."""

    eligible: tuple[int, ...]
    opens: tuple[int, ...]


def trial(stage: Stage, starts: Starts, luck: Luck) -> Trial:
    """What becomes of the plan that a stage and the starts of its queue make. Without luck or bad luck, the plan."""
    return _Trial(stage, luck).outcome(starts)


@dataclass(slots=True)
class _Tested:
    """When integration testing has ended, and migration testing has passed, by place."""

    ends: dict[int, int] = field(default_factory=dict)
    migrated: dict[int, int] = field(default_factory=dict)
    voided: dict[str, int] = field(default_factory=dict)
    taken: list[Placed] = field(default_factory=list)


class _Trial:
    def __init__(self, stage: Stage, luck: Luck) -> None:
        self._stage, self._frame, self._luck = stage, stage.frame, luck
        self._lengths = stage.frame.programme.durations
        days = stage.frame.days
        tracks = stage.frame.programme.tracks
        self._candidate = {one.id: days.index(one.candidate) + luck.later(one.id, "candidate") for one in tracks}
        self._final = {
            one.id: max(days.index(one.final) + luck.later(one.id, "final"), self._candidate[one.id]) for one in tracks
        }

    def outcome(self, starts: Starts) -> Trial:
        frame, consent = self._frame, self._lengths.consent
        tested = self._integration()
        for track, day in tested.voided.items():
            self._final[track] = max(self._final[track], day)
        gates = {"": 0} | {track: day + self._lengths.final_publication for track, day in self._final.items()}
        exits = exits_of(frame, tested.ends, gates)
        left = {place: leaving(frame, exits, place).end for place in frame.everything}
        floors: dict[str, int] = {}
        for place, day in tested.migrated.items():
            operator = frame.operators[place]
            floors[operator] = min(day, floors.get(operator, day))
        eligible = {place: left[place] + consent for place in self._stage.selected}
        release = {place: max(left[place], self._released(place), frame.lanes_from[1]) for place in self._stage.jobs}
        release |= {
            place: max(day, tested.migrated[place]) for place, day in release.items() if place in tested.migrated
        }
        eligible |= {place: end + consent for place, end in self._queued(starts, release).items()}
        for place, bases in self._stage.claimed.items():
            eligible[place] = min(eligible[base] for base in bases) + self._lengths.evaluation
        opens = [max(eligible[place], floors[frame.operators[place]]) for place in frame.everything]
        return Trial(tuple(eligible[place] for place in frame.everything), tuple(opens))

    def _enters(self, place: int) -> int:
        frame, track = self._frame, self._frame.tracks[place]
        published = self._candidate[track] + self._lengths.candidate_publication if track else 0
        return max(published, frame.enters[place] if frame.requested[place] or not track else 0)

    def _released(self, place: int) -> int:
        frame, track = self._frame, self._frame.tracks[place]
        there = self._final[track] if track else 0
        return max(there, frame.final[place] if frame.requested[place] or not track else 0)

    def _integration(self) -> _Tested:
        """Migration and integration testing: the selected as they may enter, and the first of each operator."""
        stage, frame, found = self._stage, self._frame, _Tested()
        firsts = sorted(stage.firsts.values())
        together = [*stage.selected, *firsts] if frame.programme.migration_may_delay else [*stage.selected]
        waiting = [(self._enters(place), place, False) for place in together]
        heapq.heapify(waiting)
        free = [(frame.lanes_from[0], lane + 1) for lane in range(frame.programme.integration_lanes.count)]
        begun = set[str]()
        while waiting:
            enters, place, again = heapq.heappop(waiting)
            from_, lane = heapq.heappop(free)
            start, track = max(from_, enters), frame.tracks[place]
            if track and track not in begun:
                begun.add(track)
                respin = self._luck.respin(track)
                if respin is not None:
                    found.voided[track] = start + respin
            void, end = found.voided.get(track), self._ended(place, start, found)
            if void is not None and start < void and not again:
                end = min(end, void)
                heapq.heappush(waiting, (void + self._lengths.candidate_publication, place, True))
            found.taken.append(Placed(start, end, lane))
            heapq.heappush(free, (end, lane))
        for place in firsts:
            if place not in together:
                self._first(place, found)
        return found

    def _ended(self, place: int, start: int, found: _Tested) -> int:
        """When a test that starts then ends, repeats included."""
        lengths, name = self._lengths, self._frame.ids[place]
        runs = self._luck.runs("migration", name)
        if place not in self._stage.selected:
            found.migrated[place] = start + lengths.operator_migration * runs
            return found.migrated[place]
        found.migrated[place] = start + lengths.migration * runs
        found.ends[place] = found.migrated[place] + lengths.integration * self._luck.runs("integration", name)
        return found.ends[place]

    def _first(self, place: int, found: _Tested) -> None:
        """An operator's first combination, in the earliest room that delays nothing placed."""
        frame = self._frame
        void = found.voided.get(frame.tracks[place])
        renewed = 0 if void is None else void + self._lengths.candidate_publication
        earliest = max(self._enters(place), frame.lanes_from[0], renewed)
        length = self._lengths.operator_migration * self._luck.runs("migration", frame.ids[place])
        found.taken.append(room(frame, found.taken, earliest, length))
        found.migrated[place] = found.taken[-1].end

    def _queued(self, starts: Starts, release: dict[int, int]) -> dict[int, int]:
        """When each job of the queue ends, in its planned turn."""
        stage = self._stage
        turns = sorted(range(len(stage.jobs)), key=lambda number: (starts[number], number))
        free, ends = [0] * stage.queue.lanes, dict[int, int]()
        while turns:
            day = heapq.heappop(free)
            number = next((one for one in turns if self._has_its_turn(one, starts, release, day)), None)
            if number is None:
                number = min(turns, key=lambda one: (release[stage.jobs[one]], starts[one], one))
            turns.remove(number)
            place = stage.jobs[number]
            runs = self._luck.runs("combination", self._frame.ids[place])
            ends[place] = max(day, release[place]) + stage.queue.jobs[number].duration * runs
            heapq.heappush(free, ends[place])
        return ends

    def _has_its_turn(self, number: int, starts: Starts, release: dict[int, int], day: int) -> bool:
        """Whether a job is ready, or waits for no more than was planned."""
        ready = release[self._stage.jobs[number]]
        return ready <= max(day, starts[number])
