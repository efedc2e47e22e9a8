"""What rests on what, and what falls when something is taken away: worked out before anything is.

What belongs here: the standing of every combination by tests and decisions, and two such standings compared. What does
not: who withdraws what (the workflows).

Invariants: decisions are directed and never chained; nothing is eligible but by a test that has been passed, its own or
that of another by a decision in force. Source: ``programme.md`` 4.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from eligo.programme.equivalence.model import Pair


class Rests(Enum):
    """What the eligibility of a combination rests on, from the least to the most."""

    OWED = "its own test, to be made"
    SPARED = "the test of another, to be made"
    ELIGIBLE = "the test of another, passed"
    TESTED = "its own test, passed"

    @property
    def rank(self) -> int:
        """How much it is, from 0."""
        return list(Rests).index(self)


@dataclass(frozen=True)
class Supports:
    """``pairs`` in force; the ids of what has ``passed`` its own test; ``populations`` of everything that is tested or
    claimed, in rank order; and those ``selected``, which are tested whatever is decided.
    """

    pairs: frozenset[Pair]
    passed: frozenset[str]
    populations: Mapping[str, int]
    selected: frozenset[str]

    @cached_property
    def bases(self) -> Mapping[str, tuple[str, ...]]:
        """Whose test stands for a claimed combination, in rank order; only what is known is a base or claimed."""
        found: dict[str, list[str]] = {}
        for claimed, tested in self.pairs:
            if claimed in self.populations and tested in self.populations:
                found.setdefault(claimed, []).append(tested)
        place = {one: number for number, one in enumerate(self.populations)}
        return {one: tuple(sorted(tested, key=place.__getitem__)) for one, tested in found.items()}

    @cached_property
    def to_test(self) -> frozenset[str]:
        """What is tested: the selected and what nothing stands for, then, by rank, what no tested one stands for."""
        tested = {
            one for one in self.populations if one in self.selected or one in self.passed or one not in self.bases
        }
        for one in self.populations:
            if not tested.intersection(self.bases.get(one, ())):
                tested.add(one)
        return frozenset(tested)

    def rests(self, combination_id: str) -> Rests:
        """What that one rests on."""
        if combination_id in self.passed:
            return Rests.TESTED
        bases = self.bases.get(combination_id, ())
        if self.passed.intersection(bases):
            return Rests.ELIGIBLE
        if combination_id not in self.to_test and self.to_test.intersection(bases):
            return Rests.SPARED
        return Rests.OWED

    def base_of(self, combination_id: str) -> str:
        """The test that it rests on where that is another's: the first in rank order; blank where it is none."""
        rests = self.rests(combination_id)
        serving = {Rests.ELIGIBLE: self.passed, Rests.SPARED: self.to_test}.get(rests, frozenset())
        return next((one for one in self.bases.get(combination_id, ()) if one in serving), "")

    def without(self, decisions: Collection[Pair]) -> Supports:
        """The same without some decisions."""
        return replace(self, pairs=self.pairs - frozenset(decisions))


@dataclass(frozen=True, slots=True)
class Affected:
    """A combination that rests on something else than before, with its population in installations.

    ``base`` and ``new_base``: whose test it rested on, and rests on; blank where that is its own.
    """

    combination_id: str
    population: int
    was: Rests
    becomes: Rests
    base: str
    new_base: str

    @property
    def loses_eligibility(self) -> bool:
        """Whether it was eligible and is no longer."""
        return self.was.rank >= Rests.ELIGIBLE.rank > self.becomes.rank

    @property
    def is_reopened(self) -> bool:
        """Whether it has to be decided on, or tested, again: it rests on less than before."""
        return self.becomes.rank < self.was.rank


@dataclass(frozen=True, slots=True)
class Cascade:
    """Everything that rests on something else than before, in rank order."""

    affected: tuple[Affected, ...]

    @property
    def reopened(self) -> tuple[Affected, ...]:
        """Those that rest on less."""
        return tuple(one for one in self.affected if one.is_reopened)

    @property
    def held(self) -> tuple[Affected, ...]:
        """Those that another test holds where they were, or higher."""
        return tuple(one for one in self.affected if not one.is_reopened)

    @property
    def eligible_lost(self) -> int:
        """Installations that were eligible and are no longer."""
        return sum(one.population for one in self.affected if one.loses_eligibility)

    @property
    def reopened_population(self) -> int:
        """Installations of those that rest on less."""
        return sum(one.population for one in self.reopened)


def cascade(before: Supports, after: Supports) -> Cascade:
    """What a change from one standing to another does to every combination.

    >>> before = Supports(frozenset({("C-2", "C-1")}), frozenset({"C-1"}), {"C-1": 9, "C-2": 5}, frozenset({"C-1"}))
    >>> found = cascade(before, before.without({("C-2", "C-1")}))
    >>> [(one.combination_id, one.was.name, one.becomes.name) for one in found.reopened], found.eligible_lost
    ([('C-2', 'ELIGIBLE', 'OWED')], 5)
    """
    found = []
    for one, population in before.populations.items():
        was, becomes, base, new = before.rests(one), after.rests(one), before.base_of(one), after.base_of(one)
        if (was, base) != (becomes, new):
            found.append(Affected(one, population, was, becomes, base, new))
    return Cascade(tuple(found))
