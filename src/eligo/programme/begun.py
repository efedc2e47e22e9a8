"""What of a plan has begun by a day: it is kept where it is when the programme is planned again.

What belongs here: from the plan that was in force, the firmware as it now comes and the tests that failed to the phases
whose days are given. What does not: planning the others (``replan``).

- A phase that was to start before the day has begun; what was to end before it has passed, unless it is said what has
  happened instead. A test that failed is repeated in its lane from the next working day on, in its whole length; one
  that is late runs on, at least until the day is over.
- What was to start in a lane that is still taken, since the test before it failed or is late, has not begun.
- Testing on a candidate that was received after the testing began is not testing on the one now in force: it is void,
  and so are the exit that it led to and what followed that. So is what was to start before its firmware is there.

Source: ``programme.md`` 2, 3, 4, 7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from eligo.errors import UsageError
from eligo.programme.frame import Frame, Span
from eligo.programme.model import Begun

PHASES = ("mt", "sit", "eoc", "dmct")
"""The phases that take time in a lane or before an exit, in their order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a plan has a phase: its first and last day, and its lane (0: none)."""

    start: date
    end: date
    lane: int


Before = Mapping[tuple[str, str], Place]
"""The plan that was in force, by combination id and phase."""


class Turn(Enum):
    """What a test may have done that was not planned."""

    FAILED = "failed"
    PASSED = "passed"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Happened:
    """A test that failed on a day and is run again, that passed on one, or that runs on though it was to have ended."""

    combination_id: str
    phase: str
    turn: Turn
    on: date


class Beginnings:
    """What has begun, phase by phase: each needs what comes before it to have ended."""

    def __init__(self, frame: Frame, before: Before, happened: Sequence[Happened]) -> None:
        self.frame, self.lengths = frame, frame.programme.durations
        self.place = {name: number for number, name in enumerate(frame.ids)}
        dates = frame.days
        self.planned = {
            (self.place[name], phase): Span(dates.index(one.start), dates.index(one.end) + 1, one.lane)
            for (name, phase), one in before.items()
            if name in self.place and one.start < dates.dates[frame.on]
        }
        self.happened = {
            (self.place[one.combination_id], one.phase): (one.turn, dates.last(one.on))
            for one in happened
            if one.combination_id in self.place
        }
        tracks = {track.id: track for track in frame.programme.tracks}
        self.candidate = {name: dates.index(one.candidate) for name, one in tracks.items()}
        self.final = {name: dates.index(one.final) for name, one in tracks.items()}

    def spans(self, chosen: Collection[int]) -> dict[tuple[int, str], Span]:
        """By place and phase, from when to when it is given."""
        found: dict[tuple[int, str], Span] = {}
        free: dict[int, int] = {}
        for place in self._in_turn("mt"):
            if self.planned[place, "mt"].start >= free.get(self.planned[place, "mt"].lane, 0):
                for phase, span in self._integration(place, place in chosen):
                    found[place, phase] = span
                    free[span.lane] = span.end
        self._exits(chosen, found)
        free = {}
        for place in self._in_turn("dmct"):
            if place not in chosen and self.planned[place, "dmct"].start >= free.get(
                self.planned[place, "dmct"].lane, 0
            ):
                self._test(place, chosen, found)
                if (place, "dmct") in found:
                    free[found[place, "dmct"].lane] = found[place, "dmct"].end
        return found

    def _in_turn(self, phase: str) -> list[int]:
        """The places that the old plan has in that phase, in the order of their starts."""
        own = [place for place, name in self.planned if name == phase]
        return sorted(own, key=lambda place: (self.planned[place, phase].start, place))

    def _integration(self, place: int, selected: bool) -> Iterator[tuple[str, Span]]:
        """Migration testing, and where that has ended integration testing behind it."""
        planned, track = self.planned.get((place, "mt")), self.frame.tracks[place]
        there = self.candidate[track] + self.lengths.candidate_publication if track else 0
        if planned is None or planned.start < there:
            return
        usual = self.lengths.migration if selected else self.lengths.operator_migration
        mt = self._run(place, "mt", planned, usual)
        yield "mt", mt
        if selected and mt.end < self.frame.on:
            sit = self.planned.get((place, "sit"))
            same = sit if sit and sit.start == mt.end else Span(mt.end, mt.end + self.lengths.integration, mt.lane)
            yield "sit", self._run(place, "sit", same, self.lengths.integration)

    def _exits(self, chosen: Collection[int], found: dict[tuple[int, str], Span]) -> None:
        """Each exit whose members have all passed before it was to start, on firmware that was there."""
        groups: dict[Span, list[int]] = {}
        for place in chosen:
            planned = self.planned.get((place, "eoc"))
            if planned is not None:
                groups.setdefault(planned, []).append(place)
        for planned, places in groups.items():
            finals = [self.final[track] + self.lengths.final_publication for track in self._tracks(places)]
            there = max(finals, default=0)
            passed = all((place, "sit") in found and found[place, "sit"].end <= planned.start for place in places)
            if passed and there <= planned.start:
                usual = self.lengths.exit(len(places))
                runs = [self._run(place, "eoc", planned, usual) for place in places]
                last = max(runs, key=lambda one: one.end)
                found.update({(place, "eoc"): last for place in places})

    def _test(self, place: int, chosen: Collection[int], found: dict[tuple[int, str], Span]) -> None:
        """A test in the lanes, its exit and its final firmware behind it."""
        planned, track = self.planned.get((place, "dmct")), self.frame.tracks[place]
        if planned is None:
            return
        exits = self._ended(place, chosen, found)
        there = self.final[track] if track else 0
        moved = found.get((place, "mt"))
        if exits is not None and max(exits, there, moved.end if moved else 0) <= planned.start:
            first = (place, "mt") in self.planned
            found[place, "dmct"] = self._run(place, "dmct", planned, self.frame.duration(place, first))

    def _ended(self, place: int, chosen: Collection[int], found: Mapping[tuple[int, str], Span]) -> int | None:
        """When the exit that a test waits for has ended; ``None`` where it has not begun."""
        own = [one for one in chosen if self.frame.group(one) == self.frame.group(place)] or [*chosen]
        phase = "eoc" if self.lengths.exit(len(chosen)) else "sit"
        ends = [found[one, phase].end for one in own if (one, phase) in found]
        there = [self.final[track] + self.lengths.final_publication for track in self._tracks(own)]
        return max([*ends, *there]) if len(ends) == len(own) else None

    def _tracks(self, places: Collection[int]) -> set[str]:
        return {self.frame.tracks[place] for place in places} - {""}

    def _run(self, place: int, phase: str, planned: Span, length: int) -> Span:
        """The planned run, or what has become of it, in the same lane."""
        turn, on = self.happened.get((place, phase), (None, 0))
        if turn is Turn.FAILED:
            return Span(planned.start, on + 1 + length, planned.lane)
        if turn is Turn.PASSED:
            return Span(planned.start, on + 1, planned.lane)
        return Span(planned.start, max(planned.end, self.frame.on + 1), planned.lane) if turn is Turn.LATE else planned


def begun_of(frame: Frame, before: Before, happened: Sequence[Happened], chosen: Collection[int]) -> tuple[Begun, ...]:
    """What has begun by the day from which a frame is planned again, by place and phase.

    Raises ``UsageError``, naming each, where something happened to what had not begun, or not yet.
    """
    spans = Beginnings(frame, before, happened).spans(chosen)
    place = {name: number for number, name in enumerate(frame.ids)}
    faults = []
    for one in happened:
        span = spans.get((place.get(one.combination_id, -1), one.phase))
        before_it = one.turn is Turn.LATE or (frame.programme.on or one.on) > one.on
        if span is None or not before_it or span.start > frame.days.last(one.on):
            faults.append(f"the {one.phase} of {one.combination_id} cannot have {one.turn.value} on {one.on}")
    if faults:
        raise UsageError(
            f"What is said to have happened cannot be: {faults[0]}, when it was not running",
            hint="Name a phase that has begun, and a day from its start to the day before the new plan.",
            details=faults[1:],
        )
    dates = frame.days.dates
    return tuple(
        Begun(frame.ids[number], phase, dates[span.start], dates[span.end - 1], span.lane)
        for (number, phase), span in sorted(spans.items(), key=lambda one: (one[0][0], PHASES.index(one[0][1])))
    )
