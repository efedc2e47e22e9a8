"""What each phase is said to wait for, held to the days on which that ends."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from eligo_check.entries import Shown, lanes_of
from eligo_check.programme import Programme, Stage, demand

BEGUN, AGAIN = "nothing: it has begun", "the day from which it is planned"
LANE, NOTHING, KEPT = "a lane", "nothing", "nothing: it stays where it was"


class Waiting:
    """The phases of a plan, and when everything ends that one of them may wait for."""

    def __init__(self, given: Programme, stage: Stage, shown: Shown):
        self.given, self.stage, self.shown, self.lanes = given, stage, shown, lanes_of(shown.found)

    def check(self, entries: list[dict[str, Any]]) -> None:
        """That each names one of those things that end as it starts; where nothing does, that it says so."""
        for entry in entries:
            place, phase = self.given.place[entry["combination_id"]], entry["phase"]
            start = self.shown.found[place, phase][0]
            true = {what for what, day in self.held(place, phase) if day == start}
            if (place, phase) in self.given.begun:
                true = {BEGUN}
            elif phase in ("mt", "dmct") and self.lane_is_awaited(place, phase):
                true.add(LANE)
            true = true or {KEPT if self.given.given["on"] else NOTHING}
            said = entry["binding_constraint"]
            demand(said in true, f"{phase} of {entry['combination_id']} waits for {' or '.join(sorted(true))}")

    def held(self, place: int, phase: str) -> Iterator[tuple[str, int]]:
        """What such a phase may wait for, and from when that no longer holds it."""
        given, one, name = self.given, self.given.live[place], self.given.group(place)
        if phase == "sit":
            yield "mt of the same combination", self.shown.found[place, "mt"][1]
            return
        if phase == "evaluation":
            yield from ((f"tests of {given.live[b]['id']}", self.shown.tested.get(b, -1)) for b in given.bases[place])
            return
        if given.given["on"]:
            yield AGAIN, given.on
        group = [other for other in self.stage.chosen if given.group(other) == name] if phase == "eoc" else [place]
        firmware, gate = ("candidate", "candidate_publication") if phase == "mt" else ("final", "")
        for other in group:
            track, ready = given.live[other]["track"], "final_publication" if phase == "eoc" else gate
            if track:
                yield f"{firmware} firmware of track {track}", given.track(given.live[other], firmware, ready, 0)
            if phase == "eoc":
                yield f"sit of {given.live[other]['id']}", self.shown.found[other, "sit"][1]
        if phase == "eoc":
            return
        if one["requested"]:
            yield "the request for its test", given.at(one["requested"])
        kind = "integration" if phase == "mt" else "combination"
        if given.given["lanes"][kind]["available"]:
            yield "the lanes' being available", given.lanes[kind][1]
        if phase == "dmct":
            exits = self.shown.exits
            yield "exit from sit", exits.get(name, max(exits.values(), key=lambda leaves: leaves[1]))[1]
            if (place, "mt") in self.shown.found:
                yield "mt of the same combination", self.shown.found[place, "mt"][1]

    def lane_is_awaited(self, place: int, phase: str) -> bool:
        """Whether it could not start a working day earlier in any lane, what else is there staying as it is."""
        start, end, _ = self.shown.found[place, phase]
        end = self.shown.found.get((place, "sit"), (0, end))[1] if phase == "mt" else end
        kind = "integration" if phase == "mt" else "combination"
        for lane in range(1, self.given.lanes[kind][0] + 1):
            taken = self.lanes.get((kind, lane), [])
            after = bisect_right(taken, start - 1, key=lambda one: one[1])
            if after == len(taken) or taken[after][2] == place or taken[after][0] >= end - 1:
                return False
        return True
