"""What every set of a size waits at least: the sets parted by how many of each track they have, each part bounded.

What belongs here: the bound over sets, in whole numbers. What does not: finding sets (``choose``).

How many of each track are selected fixes the earliest exit, whichever they are: all take equally long in the
integration lanes. With the exit known, what a combination saves by being selected is what it costs in the lanes at
its cheapest, prices of days included, less what it waits until the exit. No set of these counts saves more than the
combinations of most saving, each paid what its set's requirements are priced at: weak duality, as for the days.
Nothing else that a set changes makes the others wait less: the first combination of an operator is tested at least as
long as its service requests take, and equivalents follow any base at a cut-off. The heaviest equivalents are looked at
twice: with one of their bases selected, when they follow the exit, and with none, when those may not be selected.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, permutations, product

import numpy as np

from eligo.programme.bound import Prices, cheapest, taken_off
from eligo.programme.covering import smallest_cover
from eligo.programme.entering import MOST_TRACKS
from eligo.programme.frame import UNTRACKED, Frame
from eligo.programme.jobs import Claim, Job, Queue, Term
from eligo.programme.model import ExitRule
from eligo.terms import covers

Counts = tuple[int, ...]
"""How many are selected of each track, in the order of ``Cases.groups``."""

MANY = 7
"""Of more operators all may have none selected, at no cost."""

SPLIT = 3
"""So many equivalents are looked at with and without a base that is selected."""


@dataclass(frozen=True, slots=True, eq=False)
class DayPrices:
    """Prices that serve many parts: the days as they stand where the lanes open at ``exit``; cut-offs by
    combination.
    """

    scale: int
    days: tuple[int, ...] = field(repr=False)
    exit: int
    cutoffs: Mapping[str, int] = field(repr=False)

    def shifted(self, exit_: int) -> list[int]:
        """The prices where the lanes open at another index."""
        later = exit_ - self.exit
        return [0] * later + list(self.days) if later >= 0 else list(self.days[-later:])


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Sets of which it is given whose equivalents follow a selected base: ``shut`` places are not selected.

    ``base``: what all wait at least if none is selected; ``gain``: what each selectable place saves; ``apart``: by
    operator, what it saves at the most to have none selected, since its first one's service requests are shorter. Times
    the scale.
    """

    base: int
    gain: dict[int, int]
    apart: dict[str, int]
    shut: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Savings:
    """What being selected ``gain``s at the most, times ``scale``; and every world, of which a set is in one."""

    gain: dict[int, int]
    worlds: tuple[World, ...]
    scale: int


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The sets of these counts, bounded with those prices (by number) and payments; ``bound`` in
    installation-days.
    """

    counts: Counts
    prices: int
    payments: Mapping[str, int]
    bound: int


class Cases:
    """The parts of the sets of a programme."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        given = frame.programme
        live = {one.id: one for one in given.combinations}
        self.candidates = [live[one].candidate for one in frame.ids]
        self.deployed = sum(one.candidate.deployed for one in given.combinations)
        least = given.policy.minimum_share * self.deployed
        self.selectable = [
            place
            for place in frame.everything
            if not frame.requested[place]
            and self.candidates[place].deployed >= least
            and frame.ids[place] not in given.policy.bans
        ]
        self.carriers: dict[str, set[int]] = {}
        for place in frame.everything if given.policy.cover else ():
            if not frame.requested[place] and self.candidates[place].deployed >= least:
                for covered in covers(self.candidates[place].variants, given.policy.strength):
                    self.carriers.setdefault(covered, set()).add(place)
        self.groups = sorted({frame.tracks[place] for place in self.selectable})
        self.members = {
            name: [place for place in self.selectable if frame.tracks[place] == name] for name in self.groups
        }
        self.lane_places = self._lane_places()
        self.firsts = sorted(self._may_be_first().intersection(self.lane_places))

    def smallest_cover(self) -> int:
        """So many are needed at least to cover what has to be covered."""
        return smallest_cover(self.carriers, self.selectable)

    def counts(self, size: int) -> Iterator[Counts]:
        """Every way in which a set of that size may be parted among the tracks, such that it may cover all."""

        def parted(left: int, groups: list[str]) -> Iterator[Counts]:
            if not groups:
                yield from [()] if left == 0 else []
                return
            for count in range(min(left, len(self.members[groups[0]])) + 1):
                for rest in parted(left - count, groups[1:]):
                    yield (count, *rest)

        for counts in parted(size, self.groups):
            used = [name for name, count in zip(self.groups, counts, strict=True) if count]
            open_ = {place for name in used for place in self.members[name]}
            if all(open_.intersection(places) for places in self.carriers.values()) and self._room(counts):
                yield counts

    def _room(self, counts: Counts) -> bool:
        """Whether every track has as many as are pinned of it."""
        pins = self.frame.programme.policy.pins
        pinned = [sum(self.frame.ids[place] in pins for place in self.members[name]) for name in self.groups]
        return all(count >= least for count, least in zip(counts, pinned, strict=True))

    def exits(self, counts: Counts) -> dict[str, int]:
        """The earliest exits of a set with these counts, by name as in ``Stage``; each track's as if it were alone."""
        used = self._used(counts)
        return self._exits(used, {name: [name] for name in used})

    def orders(self, counts: Counts) -> list[dict[str, int]]:
        """The earliest exits in each order in which the tracks may pass: none before all that are not later could have;
        those left out that are nowhere earlier than others.
        """
        used = self._used(counts)
        if self.frame.programme.exit_rule is ExitRule.JOINT or len(used) > MOST_TRACKS:
            return [self.exits(counts)]
        found: list[dict[str, int]] = []
        for order in permutations(used):
            one = self._exits(used, {name: order[: place + 1] for place, name in enumerate(order)})
            if not any(all(other[name] <= end for name, end in one.items()) for other in found):
                found = [other for other in found if any(end > other[name] for name, end in one.items())]
                found.append(one)
        return found

    def _used(self, counts: Counts) -> dict[str, int]:
        return {name: count for name, count in zip(self.groups, counts, strict=True) if count}

    def _exits(self, used: Mapping[str, int], before: Mapping[str, Sequence[str]]) -> dict[str, int]:
        """The exits of tracks; ``before``: of each those that pass no later, and itself."""
        frame, lengths = self.frame, self.frame.programme.durations
        if frame.programme.exit_rule is ExitRule.JOINT:
            start = max(self._passed(used), *(frame.gates[name] for name in used))
            return {"": start + lengths.exit(sum(used.values()))}
        starts = {name: max(self._passed({one: used[one] for one in before[name]}), frame.gates[name]) for name in used}
        return {name or UNTRACKED: starts[name] + lengths.exit(count) for name, count in used.items()}

    def _passed(self, used: Mapping[str, int]) -> int:
        """When all of those have passed, as their firmware comes."""
        frame, lengths, end = self.frame, self.frame.programme.durations, 0
        enters = {name: frame.enters[self.members[name][0]] for name in used}
        free = [frame.lanes_from[0]] * frame.programme.integration_lanes.count
        for name in sorted(used, key=enters.__getitem__):
            for _ in range(used[name]):
                end = max(heapq.heappop(free), enters[name]) + lengths.migration + lengths.integration
                heapq.heappush(free, end)
        return end

    def _lane_places(self) -> list[int]:
        """The places that may be tested in the lanes: all that have no base that is surely tested."""
        frame, named = self.frame, set(self.frame.programme.first.values())
        sure = {place for place in frame.everything if not frame.bases[place]}
        return [place for place in frame.everything if not (frame.bases[place] & sure) or frame.ids[place] in named]

    def _may_be_first(self) -> set[int]:
        """The places that may be the first of their operator."""
        frame, named = self.frame, self.frame.programme.first
        found, done = set(), set(named)
        for place in frame.everything:
            operator = frame.operators[place]
            if frame.ids[place] == named.get(operator) or operator not in done:
                found.add(place)
            if not frame.bases[place]:
                done.add(operator)
        return found

    def queue(self, exits: Mapping[str, int]) -> Queue:
        """Everything in the lanes, as if it were neither selected nor had to wait for its operator; and after that
        what may be the first of its operator, as that.
        """
        frame, lengths = self.frame, self.frame.programme.durations
        number = {place: job for job, place in enumerate(self.lane_places)}
        jobs: list[Job] = []
        for place in [*self.lane_places, *self.firsts]:
            length = frame.duration(place, len(jobs) >= len(number))
            release = max(self.exit_of(exits, place), frame.final[place], frame.lanes_from[1])
            own = () if frame.bases[place] else (Term(frame.weights[place], lengths.consent),)
            jobs.append(Job(frame.ids[place], length, release, own))
        claims = [
            Claim(frame.ids[place], self.claim(place), self._jobs(self.testers(place), number))
            for place in frame.everything
            if frame.bases[place]
        ]
        lanes = frame.programme.combination_lanes.count
        return Queue(tuple(jobs), lanes, frame.days.elapsed, tuple(claims))

    def _jobs(self, places: list[int], number: Mapping[int, int]) -> tuple[int, ...]:
        """The numbers of those places' jobs in ``queue``."""
        first = [len(number) + job for job, place in enumerate(self.firsts) if place in places]
        return (*(number[place] for place in places), *first)

    def testers(self, place: int) -> list[int]:
        """The lane places whose test may make an equivalent one eligible."""
        return sorted((self.frame.bases[place] | {place}).intersection(self.lane_places))

    def claim(self, place: int) -> Term:
        """What an equivalent one waits after such a test."""
        lengths = self.frame.programme.durations
        own = place in self.lane_places
        return Term(self.frame.weights[place], lengths.consent + (0 if own else lengths.evaluation))

    def exit_of(self, exits: Mapping[str, int], place: int) -> int:
        """The exit that a combination leaves with, or waits for."""
        return exits.get(self.frame.group(place)) or max(exits.values())

    def savings(self, exits: Mapping[str, int], given: DayPrices) -> Savings:
        """What everything waits at least with these exits and prices, and what being selected saves."""
        queue, frame = self.queue(exits), self.frame
        cutoffs = {frame.ids.index(claim.name): given.cutoffs.get(claim.name, 0) for claim in queue.claims}
        days = np.array(given.shifted(max(exits.values())), dtype=np.int64)
        split = self.split()

        def costs(claims: Collection[int]) -> tuple[list[int], int]:
            """What each job costs at least where those equivalents may follow it, and what is taken off then."""
            some = replace(queue, claims=tuple(one for one in queue.claims if frame.ids.index(one.name) in claims))
            prices = Prices(given.scale, days, tuple(cutoffs[frame.ids.index(one.name)] for one in some.claims))
            return cheapest(some, prices).costs.tolist(), taken_off(some, prices)

        credited, off = costs(cutoffs.keys())
        bare = costs(cutoffs.keys() - {*split})[0] if split else credited
        worlds = []
        for lanes in product((True, False), repeat=len(split)):
            inside = {place for place, alone in zip(split, lanes, strict=True) if alone}
            worlds.append(self._world(exits, given.scale, cutoffs, split, inside, credited, bare, off))
        lane = self._lane(credited)
        gain = {
            place: lane.get(place, 0) - given.scale * self.waits_selected(exits, place, cutoffs)
            for place in self.selectable
        }
        return Savings(gain, tuple(worlds), given.scale)

    def split(self) -> list[int]:
        """The equivalents that are looked at twice: the heaviest of which a base may be selected, where all leave
        together. With several exits a test in the lanes may end before a selected base leaves.
        """
        frame, able = self.frame, {*self.selectable}
        if frame.programme.exit_rule is not ExitRule.JOINT:
            return []
        some = [place for place in frame.everything if frame.bases[place] and (frame.bases[place] | {place}) & able]
        return sorted(some, key=lambda place: (-frame.weights[place], place))[:SPLIT]

    def _lane(self, costs: Sequence[int]) -> dict[int, int]:
        """What each lane place costs; one that may follow another need not be tested."""
        return {
            place: min(0, cost) if self.frame.bases[place] else cost
            for place, cost in zip(self.lane_places, costs[: len(self.lane_places)], strict=True)
        }

    def _world(
        self,
        exits: Mapping[str, int],
        scale: int,
        cutoffs: Mapping[int, int],
        split: Sequence[int],
        inside: Collection[int],
        credited: Sequence[int],
        bare: Sequence[int],
        off: int,
    ) -> World:
        """The sets in which no base of those ``inside`` is selected, and one of every other that is ``split``."""
        frame, elapsed = self.frame, self.frame.days.elapsed
        follow = {base for place in inside for base in self.testers(place)}
        with_, without = self._lane(credited), self._lane(bare)
        lane = {place: with_[place] if place in follow else without[place] for place in self.lane_places}
        base = sum(lane.values()) - off
        for place in split:
            if place not in inside:
                base += scale * frame.weights[place] * (elapsed[self._follows(exits, place)] - elapsed[cutoffs[place]])
        left = {place: until for place, until in cutoffs.items() if place not in split}
        gain = {
            place: lane.get(place, 0) - scale * self.waits_selected(exits, place, left) for place in self.selectable
        }
        apart = dict.fromkeys(frame.operators, 0)
        for place, cost in zip(self.firsts, credited[len(self.lane_places) :], strict=True):
            apart[frame.operators[place]] = max(apart[frame.operators[place]], lane[place] - cost)
        shut = frozenset(one for place in inside for one in frame.bases[place] | {place})
        return World(base, gain, apart, shut)

    def _follows(self, exits: Mapping[str, int], place: int) -> int:
        """The index from which an equivalent one may be eligible where one of its bases, or it itself, is selected."""
        first, consent = min(exits.values()), self.frame.programme.durations.consent
        opens = self.claim(place).opens(first)
        return min(opens, first + consent) if place in self.selectable else opens

    def opened_in_lanes(self, exits: Mapping[str, int], given: DayPrices) -> dict[str, int]:
        """For each equivalent one when the first of its bases would open it, each in the lanes when that is
        cheapest.
        """
        queue = self.queue(exits)
        days = np.array(given.shifted(max(exits.values())), dtype=np.int64)
        starts = cheapest(queue, Prices(given.scale, days, (0,) * len(queue.claims))).starts.tolist()
        ends = [start + job.duration for start, job in zip(starts, queue.jobs, strict=True)]
        return {
            claim.name: min((claim.term.opens(ends[base]) for base in claim.bases), default=0) for claim in queue.claims
        }

    def waits_selected(self, exits: Mapping[str, int], place: int, cutoff: Mapping[int, int]) -> int:
        """What a combination waits at least where it is selected, less what it is credited with for equivalents."""
        frame, lengths = self.frame, self.frame.programme.durations
        end, elapsed = self.exit_of(exits, place), frame.days.elapsed
        waits = 0 if frame.bases[place] else frame.weights[place] * elapsed[end + lengths.consent]
        for one, until in cutoff.items():
            if place == one or place in frame.bases[one]:
                opens = end + lengths.consent if place == one else self.claim(one).opens(end)
                waits -= frame.weights[one] * max(0, elapsed[until] - elapsed[opens])
        return waits

    def bound(self, counts: Counts, savings: Savings, payments: Mapping[str, int]) -> int:
        """No set of these counts waits less, in installation-days."""
        found = [self._bound(counts, world, payments) for world in savings.worlds]
        return -(-min(one for one in found if one is not None) // savings.scale)

    def _bound(self, counts: Counts, world: World, payments: Mapping[str, int]) -> int | None:
        """No set of these counts in that world waits less, times the scale; ``None`` where there is none."""
        worth, off = dict(world.gain), 0
        for name, paid in payments.items():
            sign, number, members = self.requirement(name)
            off += sign * paid * number
            for place in members:
                if place in worth:
                    worth[place] += sign * paid
        saving = sorted(name for name, saved in world.apart.items() if saved > 0)
        free, looked_at = (saving, []) if len(saving) > MANY else ([], saving)
        tried = []
        for without in chain.from_iterable(combinations(looked_at, many) for many in range(len(looked_at) + 1)):
            most = self._most(counts, worth, {*without}, world.shut)
            if most is not None:
                tried.append(most + sum(world.apart[name] for name in without))
        if not tried:
            return None
        return world.base - max(tried) - sum(world.apart[name] for name in free) + off

    def _most(self, counts: Counts, worth: Mapping[int, int], without: set[str], shut: frozenset[int]) -> int | None:
        """The most that a set of these counts saves, of no operator in ``without`` and no place in ``shut``."""
        frame, pins, most = self.frame, self.frame.programme.policy.pins, 0
        for name, count in zip(self.groups, counts, strict=True):
            members = [place for place in self.members[name] if place not in shut]
            able = [place for place in members if frame.operators[place] not in without]
            inside = [worth[place] for place in able if frame.ids[place] in pins]
            others = [worth[place] for place in able if frame.ids[place] not in pins]
            if len(members) < count:
                return None
            most += sum(inside) + sum(heapq.nlargest(count - len(inside), others))
        return most

    def requirement(self, name: str) -> tuple[int, int, list[int]]:
        """Of a requirement's name: 1 for at least and -1 for at most, how many, and the places that count."""
        kind, _, subject = name.partition(" ")
        policy, frame = self.frame.programme.policy, self.frame
        if kind == "coverage":
            return 1, 1, sorted(self.carriers[subject])
        members = [place for place in frame.everything if frame.operators[place] == subject]
        if kind == "minimum":
            return 1, (policy.minimum or {})[subject], members
        return -1, (policy.maximum or {})[subject], members
