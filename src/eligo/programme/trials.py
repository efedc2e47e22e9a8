"""A plan under chance: the same set in the same order, with firmware that comes when it comes and tests that fail.

What belongs here: one trial. What does not: what many of them say (``uncertainty``), and planning: a trial keeps what
the plan decided, the set and the order of the queue, and lets everything begin as soon as it can.

- A test that fails is repeated at once in its lane. What has ended when the plan is made has passed.
- A candidate that is replaced voids what its track has passed: what runs is broken off, and all selected combinations
  of the track begin again once the new one is published.
- In the queue, who is held up by its own delay is overtaken by the next that is ready.

Source: ``programme.md`` 0 ("Monte Carlo evaluates the fixed plan"), 2, 7.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from eligo.programme.frame import Span
from eligo.programme.lists import Starts
from eligo.programme.stage import Placed, Stage, exits_of, lanes_after, leaving, placed_already, room


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
        leaves = frame.gates[""]
        gates = {"": leaves} | {t: max(leaves, day + self._lengths.final_publication) for t, day in self._final.items()}
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
        running = {place: self._left(place, "combination", one) for place, one in self._stage.running.items()}
        eligible |= {place: end + consent for place, end in (running | self._queued(starts, release, running)).items()}
        for place, bases in self._stage.claimed.items():
            eligible[place] = min(eligible[base] for base in bases) + self._lengths.evaluation
        opens = [max(eligible[place], floors[frame.operators[place]]) for place in frame.everything]
        return Trial(tuple(eligible[place] for place in frame.everything), tuple(opens))

    def _enters(self, place: int) -> int:
        frame, track = self._frame, self._frame.tracks[place]
        published = self._candidate[track] + self._lengths.candidate_publication if track else 0
        return max(published, frame.on, frame.enters[place] if frame.requested[place] or not track else 0)

    def _released(self, place: int) -> int:
        frame, track = self._frame, self._frame.tracks[place]
        there = self._final[track] if track else 0
        return max(there, frame.on, frame.final[place] if frame.requested[place] or not track else 0)

    def _integration(self) -> _Tested:
        """Migration and integration testing: the selected as they may enter, and the first of each operator."""
        stage, frame, found = self._stage, self._frame, _Tested()
        firsts = sorted(stage.firsts.values())
        together = [*stage.selected, *firsts] if frame.programme.migration_may_delay else [*stage.selected]
        already = placed_already(frame, stage.selected, stage.firsts)
        waiting = [(self._enters(place), place, False) for place in together if place not in already]
        waiting += self._going_on(already, found)
        heapq.heapify(waiting)
        free = [(from_, lane) for lane, from_ in lanes_after(frame, found.taken).items()]
        heapq.heapify(free)
        begun = {frame.tracks[place] for place in already}
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
            found.taken.append(Placed(start, start, end, lane))
            heapq.heappush(free, (end, lane))
        for place in firsts:
            if place not in together and place not in already:
                self._first(place, found)
        return found

    def _going_on(self, already: Mapping[int, Placed], found: _Tested) -> list[tuple[int, int, bool]]:
        """What has begun goes on in its lane; what has to begin again, since its candidate is replaced."""
        frame, again = self._frame, list[tuple[int, int, bool]]()
        leaving = {frame.tracks[place] for place, phase in frame.begun if phase == "eoc"}
        for track in sorted({frame.tracks[place] for place in already} - leaving - {""}):
            respin = self._luck.respin(track)
            first = min(one.start for place, one in already.items() if frame.tracks[place] == track)
            if respin is not None and first + respin > frame.on:
                found.voided[track] = first + respin
        for place, one in already.items():
            found.migrated[place] = self._left(place, "migration", frame.begun[place, "mt"])
            end = found.migrated[place]
            if place in self._stage.selected:
                sit = frame.begun.get((place, "sit"), Span(end, end + self._lengths.integration, one.lane))
                end = found.ends[place] = self._left(place, "integration", sit)
            void = found.voided.get(frame.tracks[place])
            if void is not None:
                end = min(end, void)
                again.append((void + self._lengths.candidate_publication, place, True))
            found.taken.append(replace(one, end=end))
        return again

    def _left(self, place: int, test: str, span: Span) -> int:
        """When a test that has begun ends: what has ended has passed, the rest may fail and be repeated."""
        if span.end <= self._frame.on:
            return span.end
        return span.end + (self._luck.runs(test, self._frame.ids[place]) - 1) * self._length(place, test)

    def _length(self, place: int, test: str) -> int:
        """The working days of one run of a test."""
        first = place in self._stage.firsts.values()
        if test == "migration":
            return self._lengths.operator_migration if first else self._lengths.migration
        return self._lengths.integration if test == "integration" else self._frame.duration(place, first)

    def _ended(self, place: int, start: int, found: _Tested) -> int:
        """When a test that starts then ends, repeats included."""
        name = self._frame.ids[place]
        found.migrated[place] = start + self._length(place, "migration") * self._luck.runs("migration", name)
        if place not in self._stage.selected:
            return found.migrated[place]
        runs = self._luck.runs("integration", name)
        found.ends[place] = found.migrated[place] + self._lengths.integration * runs
        return found.ends[place]

    def _first(self, place: int, found: _Tested) -> None:
        """An operator's first combination, in the earliest room that delays nothing placed."""
        frame = self._frame
        void = found.voided.get(frame.tracks[place])
        renewed = 0 if void is None else void + self._lengths.candidate_publication
        earliest = max(self._enters(place), frame.lanes_from[0], renewed)
        runs = self._luck.runs("migration", frame.ids[place])
        found.taken.append(room(frame, found.taken, earliest, runs))
        found.migrated[place] = found.taken[-1].end

    def _queued(self, starts: Starts, release: dict[int, int], running: Mapping[int, int]) -> dict[int, int]:
        """When each job of the queue ends, in its planned turn; ``running``: when what runs already ends."""
        stage = self._stage
        turns = sorted(range(len(stage.jobs)), key=lambda number: (starts[number], number))
        free, ends = [0] * stage.queue.lanes, dict[int, int]()
        for place, end in running.items():
            lane = stage.running[place].lane - 1
            free[lane] = max(free[lane], end)
        free.sort()
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
