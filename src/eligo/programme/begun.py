"""What of a plan has begun by a day: it is kept where it is when the programme is planned again.

What belongs here: from the plan that was in force, the firmware as it now comes and the tests that failed to the phases
whose days are given. What does not: planning the others (``replan``).

- A phase that was to start before the day has begun; what was to end before it has passed, unless it is said to have
  failed. A test that fails is repeated in its lane from the next working day on, in its whole length.
- Testing on a candidate that was received after the testing began is not testing on the one now in force: it is void,
  and so are the exit that it led to and what followed that. So is what was to start before its firmware is there.

Source: ``programme.md`` 2, 3, 4, 7.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that failed on a day, and is run again."""

    combination_id: str
    phase: str
    on: date


class Beginnings:
    """What has begun, phase by phase: each needs what comes before it to have ended."""

    def __init__(self, frame: Frame, before: Before, failures: Sequence[Failure]) -> None:
        self.frame, self.lengths = frame, frame.programme.durations
        self.place = {name: number for number, name in enumerate(frame.ids)}
        dates = frame.days
        self.planned = {
            (self.place[name], phase): Span(dates.index(one.start), dates.index(one.end) + 1, one.lane)
            for (name, phase), one in before.items()
            if name in self.place and one.start < dates.dates[frame.on]
        }
        self.again = {(self.place[one.combination_id], one.phase): dates.index(one.on) + 1 for one in failures}
        tracks = {track.id: track for track in frame.programme.tracks}
        self.candidate = {name: dates.index(one.candidate) for name, one in tracks.items()}
        self.final = {name: dates.index(one.final) for name, one in tracks.items()}

    def spans(self, chosen: Collection[int]) -> dict[tuple[int, str], Span]:
        """By place and phase, from when to when it is given."""
        found: dict[tuple[int, str], Span] = {}
        for place in self.frame.everything:
            for phase, span in self._integration(place, place in chosen):
                found[place, phase] = span
        self._exits(chosen, found)
        for place in self.frame.everything:
            if place not in chosen:
                self._test(place, chosen, found)
        return found

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
        """The planned run, or where it failed the one that follows, in the same lane."""
        failed = self.again.get((place, phase))
        return planned if failed is None else Span(planned.start, failed + length, planned.lane)


def begun_of(frame: Frame, before: Before, failures: Sequence[Failure], chosen: Collection[int]) -> tuple[Begun, ...]:
    """What has begun by the day from which a frame is planned again, by place and phase.

    Raises ``UsageError`` for a failure of what had not begun, or that was not yet.
    """
    strange = [one for one in failures if one.combination_id not in frame.ids]
    if strange:
        raise UsageError(f"Nothing is known of {strange[0].combination_id}", hint="Name a combination of the plan.")
    spans = Beginnings(frame, before, failures).spans(chosen)
    place = {name: number for number, name in enumerate(frame.ids)}
    for one in failures:
        span = spans.get((place[one.combination_id], one.phase))
        on = frame.days.index(one.on)
        if span is None or not span.start <= on < frame.on:
            raise UsageError(
                f"The {one.phase} of {one.combination_id} cannot have failed on {one.on}: it was not running then",
                hint="Name a phase that has begun, and a day between its start and the day of the new plan.",
            )
    dates = frame.days.dates
    return tuple(
        Begun(frame.ids[number], phase, dates[span.start], dates[span.end - 1], span.lane)
        for (number, phase), span in sorted(spans.items(), key=lambda one: (one[0][0], PHASES.index(one[0][1])))
    )
