"""The slow, obvious programme: every set of every size, every sequence of its tests, counted from dates.

It judges the planner and the checker, and shares with them nothing but the inputs. Days are counted one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, permutations, product

from eligo.programme.model import Combination, ExitRule, Programme

Chosen = tuple[Combination, ...]


class Oracle:
    """One programme, looked at without any cleverness."""

    def __init__(self, programme: Programme) -> None:
        self.given, self.lengths = programme, programme.durations
        live = [one for one in programme.combinations if not one.uneconomic]
        self.live = sorted(live, key=lambda one: (-one.candidate.population, one.candidate.identity, one.id))
        self.begun = {(one.combination_id, one.phase): one for one in programme.begun}
        last = programme.t0 + timedelta(days=6_000)
        closed = programme.calendar.holidays(programme.t0, last)
        every = [programme.t0 + timedelta(days=number) for number in range(6_000)]
        self.days = [day for day in every if day.weekday() < 5 and day not in closed]

    def after(self, day: date | None) -> int:
        """The first working day on or after a date, by number."""
        number = 0
        while day is not None and self.days[number] < day:
            number += 1
        return number

    def span(self, one: Combination, phase: str) -> tuple[int, int, int] | None:
        """From when to when, and in which lane (from 0), a phase has begun; nothing where it has not."""
        begun = self.begun.get((one.id, phase))
        return None if begun is None else (self.after(begun.start), self.after(begun.end) + 1, begun.lane - 1)

    def received(self, one: Combination, final: bool) -> int:
        """When a combination's candidate, or final, firmware is there and its test is asked for."""
        tracks = {track.id: track for track in self.given.tracks}
        now = self.after(self.given.on)
        if not one.track:
            return max(now, self.after(one.requested))
        day = tracks[one.track].final if final else tracks[one.track].candidate
        waits = 0 if final else self.lengths.candidate_publication
        return max(now, self.after(day) + waits, self.after(one.requested))

    def sets(self, size: int) -> Iterator[Chosen]:
        """Every set of a size that the policy allows."""
        policy = self.given.policy
        able = [one for one in self.live if not one.requested]
        needed = {covered for one in able for covered in self.covered(one)} if policy.cover else set()
        for chosen in combinations(able, size):
            ids = {one.id for one in chosen}
            covered = {each for one in chosen for each in self.covered(one)}
            if policy.pins <= ids and not policy.bans & ids and needed <= covered:
                yield chosen

    def covered(self, one: Combination) -> set[frozenset[str]]:
        """Its variants, alone and together, as many at once as the policy asks for."""
        several = product(one.candidate.variants, repeat=self.given.policy.strength)
        return {frozenset(variants) for variants in several}

    def least(self, chosen: Chosen) -> int:
        """The fewest installation-days until open of a set, over every sequence of what is left, and where tracks leave
        by themselves over every order of entry.
        """
        if self.given.exit_rule is ExitRule.JOINT:
            return self.least_entering(chosen, None)
        return min(self.least_entering(chosen, order) for order in permutations(chosen))

    def least_entering(self, chosen: Chosen, order: Chosen | None) -> int:
        """The fewest where they enter in that order, or as their firmware comes."""
        tested, firsts = self.routes(chosen)
        placed = self.integration(chosen, firsts, order)
        exits = self.exits(chosen, placed)
        passed: dict[str, int] = {one.candidate.operator: placed[one.id][1] for one in firsts}
        for one in chosen:
            begun = self.span(one, "mt")
            done = begun[1] if begun else placed[one.id][0] + self.lengths.migration
            passed[one.candidate.operator] = min(done, passed.get(one.candidate.operator, done))
        waiting = [one for one in tested if one not in chosen and (one.id, "dmct") not in self.begun]
        moved = {one.id for one in firsts}
        ready = {
            one.id: max(
                self.exit_of(exits, one),
                self.received(one, final=True),
                self.after(self.given.combination_lanes.available),
                placed[one.id][1] if one.id in moved else 0,
            )
            for one in waiting
        }
        ended = {one.id: self.exit_of(exits, one) for one in chosen}
        for one in tested:
            running = self.span(one, "dmct")
            if running:
                ended[one.id] = running[1]
        return min(self.waits(order, ready, moved, dict(ended), passed) for order in permutations(waiting))

    def waits(
        self, order: Chosen, ready: dict[str, int], moved: set[str], ended: dict[str, int], passed: dict[str, int]
    ) -> int:
        """The installation-days of a sequence, each in the lane that is free first."""
        free = [0] * self.given.combination_lanes.count
        for one in self.live:
            _, end, taken = self.span(one, "dmct") or (0, 0, 0)
            free[taken] = max(free[taken], end)
        for one in order:
            usual = self.lengths.combination if one.duration is None else one.duration
            lane = free.index(min(free))
            start = max(free[lane], ready[one.id])
            free[lane] = ended[one.id] = start + (self.lengths.service_requests if one.id in moved else usual)
        total = 0
        for one in self.live:
            if one.id in ended:
                eligible = ended[one.id] + self.lengths.consent
            else:
                bases = [ended[base] for base in one.candidate.bases if base in ended]
                eligible = min(bases) + self.lengths.evaluation + self.lengths.consent
            opens = max(eligible, passed[one.candidate.operator])
            total += one.installations * (self.days[opens] - self.given.t0).days
        return total

    def routes(self, chosen: Chosen) -> tuple[list[Combination], list[Combination]]:
        """What is tested, and the first of each operator that has none selected."""
        names = {one.id for one in self.live}
        without = sorted({one.candidate.operator for one in self.live} - {one.candidate.operator for one in chosen})
        named = [one for one in self.live if self.given.first.get(one.candidate.operator) == one.id]
        firsts = [one for one in named if one.candidate.operator in without]
        tested = [
            one
            for one in self.live
            if one in chosen
            or one in firsts
            or not one.candidate.bases & (names - {one.id})
            or (one.id, "dmct") in self.begun
        ]
        for one in self.live:
            if one not in tested and not any(base.id in one.candidate.bases for base in tested):
                tested.append(one)
        begun = [one for one in self.live if (one.id, "mt") in self.begun and one.candidate.operator in without]
        started = {one.candidate.operator for one in begun}
        firsts = begun + [one for one in firsts if one.candidate.operator not in started]
        for operator in without:
            if not any(one.candidate.operator == operator for one in firsts):
                own = [one for one in self.live if one.candidate.operator == operator]
                firsts.append(next((one for one in own if one in tested), own[0]))
        return tested, firsts

    def integration(
        self, chosen: Chosen, firsts: list[Combination], order: Chosen | None
    ) -> dict[str, tuple[int, int]]:
        """From when to when everything is in an integration lane: day by day, what may enter first and ranks first."""
        turn = {one.id: number for number, one in enumerate(order or ())}
        rank = {one.id: number for number, one in enumerate(self.live)}
        enters = {one.id: self.received(one, final=False) for one in self.live}
        opens = self.after(self.given.integration_lanes.available)
        both = self.lengths.migration + self.lengths.integration
        taken: list[tuple[int, int, int]] = []
        found: dict[str, tuple[int, int]] = {}

        def place(one: Combination, length: int) -> None:
            start = max(opens, enters[one.id])
            while True:
                for lane in range(self.given.integration_lanes.count):
                    if all(other != lane or end <= start or start + length <= begin for begin, end, other in taken):
                        taken.append((start, start + length, lane))
                        found[one.id] = start, start + length
                        return
                start += 1

        for one in [*chosen, *firsts]:
            begun = self.span(one, "mt")
            if begun:
                sit = self.span(one, "sit")
                end = sit[1] if sit else begun[1] + (self.lengths.integration if one in chosen else 0)
                taken.append((begun[0], end, begun[2]))
                found[one.id] = begun[0], end
        for lane in range(self.given.integration_lanes.count):  # nothing comes before what has begun in its lane
            taken.append((-1, max([0, *(end for _, end, other in taken if other == lane)]), lane))
        together = [(one, both) for one in chosen]
        apart = [(one, self.lengths.operator_migration) for one in firsts]
        if self.given.migration_may_delay and not turn:
            together, apart = together + apart, []

        def first_come(each: tuple[Combination, int]) -> tuple[int, int]:
            return (turn[each[0].id], 0) if turn else (enters[each[0].id], rank[each[0].id])

        for one, length in sorted(together, key=first_come):
            if one.id not in found:
                place(one, length)
        for one, length in sorted(apart, key=lambda each: rank[each[0].id]):
            if one.id not in found:
                place(one, length)
        return found

    def exits(self, chosen: Chosen, placed: dict[str, tuple[int, int]]) -> dict[str, int]:
        """When the selected leave, by track or all together."""
        joint = self.given.exit_rule is ExitRule.JOINT
        found = {}
        for name in {"all"} if joint else {one.track for one in chosen}:
            own = [one for one in chosen if joint or one.track == name]
            starts = [placed[one.id][1] for one in own]
            tracks = {track.id: track for track in self.given.tracks}
            starts += [self.after(tracks[one.track].final) + self.lengths.final_publication for one in own if one.track]
            running = [span for one in own if (span := self.span(one, "eoc"))]
            length = self.lengths.exit_base + self.lengths.exit_each * len(own)
            starts += [self.after(self.given.on)] if length else []
            found[name] = running[0][1] if running else max(starts) + length
        return found

    def exit_of(self, exits: dict[str, int], one: Combination) -> int:
        """The exit of a combination, or the last of all where none of its track is selected."""
        return exits.get("all", exits.get(one.track, max(exits.values())))
