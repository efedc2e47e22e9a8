"""A selection against the completion that hurts it most: again a program, which the same prover proves.

For a set T against the selected S, the worst completion gives everything in doubt to what T unlocks and S does not,
and as little as it may to what S unlocks and T does not. Then T is ahead by what T's own candidates have at most, less
what S's own have at least; a waiting row counts for T with all of it if *any* of its places is T's own, against T with
the least of it if *all* of its places are S's own. Both are unlocks: the former of the row's places outside S, the
latter, for a row that belongs to S alone, of all its places. So the lead of every set is the weight of a program less
that of S in it.

What belongs here: that program, and what one set's lead is. What does not: what is proved of it (``robustness``).
Source: issue "certified, explained, and robust", item 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eligo.selection.problem import Problem
from eligo.selection.program import Chosen, Program, Row, Unlock
from eligo.selection.requirements import asked, name_of
from eligo.selection.result import Requirement
from eligo.selection.uncertain import Figure, Uncertainty, Waiting
from eligo.terms import covers

Places = frozenset[int]


@dataclass(frozen=True, slots=True)
class Prize:
    """What a set has once if it unlocks any of ``members``: installations of population, and deployed."""

    members: Places
    population: int
    deployed: int


@dataclass(frozen=True, slots=True)
class Ends:
    """Least and most of one candidate over all completions, waiting rows aside."""

    population: tuple[int, int]
    deployed: tuple[int, int]


class Adversary:
    """A selection, the doubts, and the candidates with the newcomers behind them as further places.

    ``unbounded`` stands for the most of a row that nothing bounds. There are as many places for a newcomer as rows
    that may be of it, since each may be of another; one that no row tells may not be one thing in all its rows, so
    that what is said of it is said too strongly (``exact`` is then false of a set).
    """

    def __init__(
        self,
        problem: Problem,
        requirements: Sequence[Requirement],
        chosen: Chosen,
        doubts: Uncertainty,
        unbounded: int,
    ) -> None:
        self.problem, self.chosen, self.doubts = problem, chosen, doubts
        self._unbounded = unbounded
        self._requirements = requirements
        self.own = frozenset(problem.unlocked(chosen))
        self.count = len(problem.candidates)
        self.ends = self._all_ends()
        self._spread()
        self.testers = {i: frozenset(testers) for i, testers in problem.testers.items()}
        self.prizes = self._worst_prizes()
        self.rows, self.size, self.outside = self._asked()

    def _all_ends(self) -> list[Ends]:
        candidates = self.problem.candidates
        low = [[one.population, one.deployed] for one in candidates]
        high = [[one.population, one.deployed] for one in candidates]
        for figure in self.doubts.figures:
            i = self.problem.positions[figure.combination_id]
            for kind, one in enumerate((figure.population, figure.deployed)):
                low[i][kind] += one.least - one.stated
                high[i][kind] += one.most - one.stated
        return [Ends((a[0], b[0]), (a[1], b[1])) for a, b in zip(low, high, strict=True)]

    def _spread(self) -> None:
        """Give every newcomer its places."""
        times: dict[str, int] = defaultdict(int)
        for row in self.doubts.waiting:
            for key in row.newcomers if self.most(row) else ():
                times[key] += 1
        self.newcomers: dict[str, Places] = {}
        self.keys: list[str] = []
        for key in sorted(times):
            room = 1 if self.doubts.newcomers[key].told else min(times[key], len(self.chosen))
            first = self.count + len(self.keys)
            self.newcomers[key] = frozenset(range(first, first + room))
            self.keys += [key] * room

    def places(self, row: Waiting) -> Places:
        """Where a waiting row may belong."""
        known = frozenset(self.problem.positions[one] for one in row.members)
        return known.union(*(self.newcomers.get(key, frozenset()) for key in row.newcomers))

    def most(self, row: Waiting) -> int:
        """The most installations that a row may have."""
        return self._unbounded if row.most is None else row.most

    def bound_to(self, row: Waiting) -> bool:
        """Whether all of a row belongs to the selection, wherever it belongs."""
        return not row.elsewhere and self.places(row) <= self.own

    def may_vanish(self, places: Places) -> bool:
        """Whether some completion leaves none of those candidates with any installation."""
        forced = (row for row in self.doubts.waiting if row.least and not row.elsewhere)
        return not any(self.ends[i].deployed[0] for i in places) and not any(
            self.places(row) <= places for row in forced
        )

    def _worst_prizes(self) -> list[Prize]:
        found = []
        for i, one in enumerate(self.ends):
            end = 0 if i in self.own else 1
            found.append(Prize(frozenset({i}), one.population[end], one.deployed[end]))
        for row in self.doubts.waiting:
            outside, most = self.places(row) - self.own, self.most(row)
            if outside:
                found.append(Prize(outside, 0 if row.intends is False else most, most))
            elif self.bound_to(row):
                found.append(Prize(self.places(row), row.least if row.intends else 0, row.least))
        return found

    def stated_prizes(self) -> list[Prize]:
        """As the figures are stated, with what waiting rows cannot but bring the selection."""
        found = [Prize(frozenset({i}), one.population, one.deployed) for i, one in enumerate(self.problem.candidates)]
        return found + [
            Prize(self.places(row), row.least if row.intends else 0, row.least)
            for row in self.doubts.waiting
            if self.bound_to(row)
        ]

    def _asked(self) -> tuple[tuple[Row, ...], int | None, frozenset[int]]:
        """What is asked of a set, of newcomers too.

        A variant is no longer required once nothing that carries it is installed; but then a selected combination is
        not installed either, and the selection has changed (``may_vanish``).
        """
        rows, size, outside = [], None, set[int]()
        covered = self._covered()
        for one in self._requirements:
            places, least, most = asked(self.problem, one)
            if one.kind == "size":
                size = least
            elif one.kind in ("ban", "share"):
                outside.update(places)
            else:
                members = (*places, *self._newcomers_in(one, covered))
                rows.append(Row(name_of(one), members, most is None, (least if most is None else most) or 0))
        return tuple(rows), size, frozenset(outside)

    def _covered(self) -> dict[str, frozenset[str]]:
        """What each newcomer covers, by key: a blurred one whatever has to be covered."""
        everything, newcomers = frozenset(self.problem.carriers), self.doubts.newcomers
        return {
            key: everything if newcomers[key].blurred else covers(newcomers[key].variants, self.problem.strength)
            for key in set(self.keys)
        }

    def _newcomers_in(self, one: Requirement, covered: Mapping[str, frozenset[str]]) -> list[int]:
        """The places of newcomers that a requirement counts; ``covered``: what each covers, by key."""
        found = []
        for place, key in enumerate(self.keys, start=self.count):
            newcomer = self.doubts.newcomers[key]
            if (one.kind == "coverage" and one.subject in covered[key]) or (
                one.kind in ("minimum", "maximum") and one.subject == newcomer.operator
            ):
                found.append(place)
        return found

    def program(self, prizes: Iterable[tuple[Places, int]], extra: Mapping[int, int], *, other: bool) -> Program:
        """The sets as asked, weighing those prizes, and ``extra`` by place; ``other``: but for the selected one."""
        weights = [extra.get(place, 0) for place in range(self.count + len(self.keys))]
        shared: dict[Places, int] = defaultdict(int)
        for members, weight in prizes:
            tests = self.tests(members)
            if len(tests) == 1:
                weights[next(iter(tests))] += weight
            elif weight:
                shared[tests] += weight
        unlocks = tuple(
            Unlock(f"prize {number}", tuple(sorted(tests)), weight)
            for number, (tests, weight) in enumerate(sorted(shared.items(), key=lambda one: sorted(one[0])))
        )
        others = tuple(place for place in range(len(weights)) if place not in self.chosen)
        rows = (*self.rows, Row("another set", others, at_least=True, bound=1)) if other else self.rows
        return Program(tuple(weights), self.size, rows, self.outside, unlocks)

    def tests(self, members: Collection[int]) -> Places:
        """The places any of whose tests unlocks any of them."""
        return frozenset[int]().union(*(self.testers.get(place, frozenset({place})) for place in members))

    def worth(self, prizes: Iterable[Prize], places: Collection[int]) -> int:
        """The population that a set has of some prizes."""
        held = frozenset(places)
        return sum(one.population for one in prizes if not held.isdisjoint(self.tests(one.members)))

    def lead(self, other: Collection[int]) -> int:
        """By how much a set is ahead of the selected one in the completion that is best for it."""
        return self.worth(self.prizes, other) - self.worth(self.prizes, self.chosen)

    def uncertain(self, place: int) -> bool:
        """Whether anything of what a place unlocks is in doubt."""
        if place >= self.count:
            return True
        opened = {i for i, testers in self.testers.items() if place in testers} | {place}
        return not opened.isdisjoint(self._doubted)

    @property
    def _doubted(self) -> set[int]:
        doubted = {self.problem.positions[one.combination_id] for one in self.doubts.figures}
        return doubted.union(*(self.places(row) for row in self.doubts.waiting))

    def exact(self, other: Collection[int]) -> bool:
        """Whether one completion can have all that a set's lead is made of: no newcomer of several rows in it."""
        keys = {self.keys[place - self.count] for place in other if place >= self.count}
        loose = {key for key in keys if not self.doubts.newcomers[key].told}
        return not any(self.doubts.newcomers[key].blurred for key in loose) and not any(
            sum(key in row.newcomers for row in self.doubts.waiting) > 1 for key in loose
        )

    def gains(self, other: Collection[int]) -> list[tuple[Waiting | Figure, int]]:
        """What each doubt can bring a set against the selected one, in installations; the most first."""
        held = frozenset(other)
        unlocked = {i for i in range(self.count + len(self.keys)) if not held.isdisjoint(self.tests({i}))}
        theirs, ours = unlocked - self.own, self.own - unlocked
        found: list[tuple[Waiting | Figure, int]] = []
        for figure in self.doubts.figures:
            i, one = self.problem.positions[figure.combination_id], figure.population
            gain = one.most - one.stated if i in theirs else one.stated - one.least if i in ours else 0
            found.append((figure, gain))
        for row in self.doubts.waiting:
            can = row.intends is not False and not self.places(row).isdisjoint(theirs)
            found.append((row, self.most(row) if can else 0))
        return sorted(((one, gain) for one, gain in found if gain > 0), key=lambda pair: -pair[1])

    def place_of(self, doubt: Waiting | Figure, other: Collection[int]) -> str:
        """Which combination a doubt concerns once it is for that set: an id, or a newcomer's key."""
        if isinstance(doubt, Figure):
            return doubt.combination_id
        theirs = sorted(i for i in self.places(doubt) - self.own if not self.tests({i}).isdisjoint(other))
        if not theirs:
            return ""
        first = theirs[0]
        return self.problem.candidates[first].combination_id if first < self.count else self.keys[first - self.count]
