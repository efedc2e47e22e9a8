"""What each phase of a plan waits for: that which ends on the day on which it starts.

What belongs here: the words, and which of them are true. What does not: when a phase starts (``stage``, ``order``).
Source: ``results.md``, ``plan.json``, ``binding_constraint``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date

from eligo.programme.frame import Span
from eligo.programme.stage import Stage

BEGUN = "nothing: it has begun"
"""Of a phase whose days are given."""

AGAIN = "the day from which it is planned"
"""Of what starts as soon as the programme is planned again."""

KEPT = "nothing: it stays where it was"
"""Of what could be earlier in a plan that was made again, and keeps the place it had."""

NOTHING, LANE, SAME = "nothing", "a lane", "mt of the same combination"

Spans = Mapping[tuple[int, str], Span]
"""By place and phase."""


class Waiting:
    """The phases of a plan."""

    def __init__(self, stage: Stage, spans: Spans) -> None:
        self.stage, self.frame, self.spans = stage, stage.frame, spans
        self.lanes: dict[tuple[bool, int], list[tuple[int, int, int]]] = {}
        for (place, phase), one in sorted(spans.items(), key=lambda item: item[1].start):
            if one.lane:
                self.lanes.setdefault((phase == "dmct", one.lane), []).append((one.start, one.end, place))

    def of(self, place: int, phase: str) -> str:
        """What the phase waits for."""
        if (place, phase) in self.frame.begun:
            return BEGUN
        start = self.spans[place, phase].start
        held = next((what for what, day in self._held(place, phase) if day == start), None)
        if held is None and phase in ("mt", "dmct") and self._lanes_are_taken(place, phase):
            return LANE
        return held or (KEPT if self.frame.programme.on else NOTHING)

    def _held(self, place: int, phase: str) -> Iterator[tuple[str, int]]:
        """What such a phase may wait for, and the index from which that no longer holds it; what is told first comes
        first.
        """
        frame, given, lengths = self.frame, self.frame.programme, self.frame.programme.durations
        if phase == "evaluation":
            first = min(self.stage.claimed[place], key=lambda base: (self._tested(base), base))
            yield f"tests of {frame.ids[first]}", self._tested(first)
            return
        if phase == "sit":
            yield SAME, self.spans[place, "mt"].end
            return
        if given.on:
            yield AGAIN, frame.on
        if phase == "eoc":
            yield from self._leaving(place)
            return
        if phase == "dmct" and (place, "mt") in self.spans:
            yield SAME, self.spans[place, "mt"].end
        if frame.requested[place]:
            requested = next(one.requested for one in given.combinations if one.id == frame.ids[place])
            yield "the request for its test", frame.days.index(requested or given.t0)
        kind, publication = ("candidate", lengths.candidate_publication) if phase == "mt" else ("final", 0)
        yield from self._firmware(frame.tracks[place], kind, publication)
        lanes = given.combination_lanes if phase == "dmct" else given.integration_lanes
        if lanes.available:
            yield "the lanes' being available", frame.lanes_from[phase == "dmct"]
        if phase == "dmct":
            yield "exit from sit", self.stage.exit_of(place).end

    def _leaving(self, place: int) -> Iterator[tuple[str, int]]:
        """What an exit may wait for: the last that passes, or the last final release."""
        stage, frame = self.stage, self.frame
        together = [one for one in stage.selected if frame.group(one) == frame.group(place)]
        last = max(together, key=lambda one: (stage.placed[one].end, -one))
        yield f"sit of {frame.ids[last]}", stage.placed[last].end
        for track in sorted({frame.tracks[one] for one in together}):
            yield from self._firmware(track, "final", frame.programme.durations.final_publication)

    def _firmware(self, track: str, kind: str, publication: int) -> Iterator[tuple[str, int]]:
        for one in self.frame.programme.tracks:
            if one.id == track:
                there: date = getattr(one, kind)
                yield f"{kind} firmware of track {track}", self.frame.days.index(there) + publication

    def _tested(self, base: int) -> int:
        """The index at which a tested combination has been tested, in the lanes or by leaving with the others."""
        known = self.spans.get((base, "dmct"))
        return known.end if known else self.stage.exit_of(base).end

    def _lanes_are_taken(self, place: int, phase: str) -> bool:
        """Whether it could not start a working day earlier in any lane, what else is there staying as it is."""
        own, given = self.spans[place, phase], self.frame.programme
        end = self.spans.get((place, "sit"), own).end if phase == "mt" else own.end
        count = (given.combination_lanes if phase == "dmct" else given.integration_lanes).count
        for lane in range(1, count + 1):
            taken = self.lanes.get((phase == "dmct", lane), [])
            after = bisect_right(taken, own.start - 1, key=lambda one: one[1])
            if after == len(taken) or taken[after][2] == place or taken[after][0] >= end - 1:
                return False
        return True
