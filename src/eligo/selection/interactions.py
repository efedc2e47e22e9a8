"""Which hardware variants the selection exercises together: pairs, triples and larger sets, and which it does not.

What belongs here: counting sets of variants that occur together in one combination. What does not: requiring them
(a selection is required to cover single variants). A fault of two devices that each work alone shows where the two
meet, so that a pair is *exercised* only where one selected combination has both.

Invariants: counts are plain sums, the same for any order of the candidates; of each strength every candidate is in
exactly one of ``whole``, ``part``, ``nothing`` and ``fewer``, so that their installations add up to all in scope.
A set of variants that occurs is counted once per candidate that has it: at most candidates × C(variants, strength).
Source: Consultation 2 ("all hardware variants"), carried from single variants to combinations of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from eligo.errors import NotFound, UsageError
from eligo.terms import Candidate, rank_key

STRENGTHS = (2, 3)
"""How many hardware variants a run looks at together: pairs and triples."""


@dataclass(frozen=True, slots=True)
class Together:
    """Some combinations taken together: their ids in rank order, and their installations of population and deployed."""

    ids: tuple[str, ...]
    population: int
    deployed: int

    @property
    def combinations(self) -> int:
        """How many they are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Interaction:
    """Hardware variants, in text order, that occur together in the combinations of ``within``.

    ``exercised_by`` are the ids of the selected ones among these, in rank order; empty: nothing selected has them all.
    """

    variants: tuple[str, ...]
    within: Together
    exercised_by: tuple[str, ...]

    @property
    def exercised(self) -> bool:
        """Whether a selected combination has all of them."""
        return bool(self.exercised_by)


@dataclass(frozen=True, slots=True)
class Interactions:
    """Every set of ``strength`` variants that occurs, the greatest population first, then deployed, then text.

    The combinations in scope, by how many of their own sets are exercised: all in ``whole``, some in ``part``, not
    one in ``nothing``; those with fewer variants than ``strength``, which have no such set, in ``fewer``.
    """

    strength: int
    found: tuple[Interaction, ...]
    whole: Together
    part: Together
    nothing: Together
    fewer: Together

    @property
    def population(self) -> int:
        """Installations of population of all combinations in scope: those of the four groups together."""
        return sum(group.population for group in (self.whole, self.part, self.nothing, self.fewer))

    @property
    def missed(self) -> tuple[Interaction, ...]:
        """Those that no selected combination exercises, in the same order."""
        return tuple(one for one in self.found if not one.exercised)

    @property
    def exercised(self) -> int:
        """How many are exercised."""
        return sum(one.exercised for one in self.found)


def interactions(candidates: Sequence[Candidate], selected: Iterable[str], strength: int) -> Interactions:
    """Every set of ``strength`` hardware variants that occurs in a candidate, and whether a selected one has it.

    ``candidates`` are all combinations in scope, in any order; ``selected`` are ids of some of them. Exact, in time
    and room proportional to the sets that occur.

    Raises ``UsageError`` for a strength below 1 and ``NotFound`` where a selected id is not among the candidates.

    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, frozenset(v.split())) for i, (n, v) in
    ...           enumerate([(70, "hub-1 meter-1"), (20, "hub-2 meter-2"), (10, "hub-1 meter-2")])]
    >>> pairs = interactions(estate, ["C-0", "C-1"], 2)
    >>> [(" ".join(one.variants), one.within.population, one.exercised_by) for one in pairs.found]
    [('hub-1 meter-1', 70, ('C-0',)), ('hub-2 meter-2', 20, ('C-1',)), ('hub-1 meter-2', 10, ())]
    >>> pairs.whole.population, pairs.nothing.population
    (90, 10)
    """
    chosen = frozenset(selected)
    _check(candidates, chosen, strength)
    ranked = sorted(candidates, key=lambda one: (rank_key(one), one.combination_id))
    having: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for candidate in ranked:
        for variants in _sets(candidate, strength):
            having[variants].append(candidate)
    found = []
    for variants, ones in having.items():
        within = _together(ones)
        found.append(Interaction(variants, within, tuple(one for one in within.ids if one in chosen)))
    found.sort(key=lambda one: (-one.within.population, -one.within.deployed, one.variants))
    exercised = {one.variants for one in found if one.exercised}
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in ranked:
        groups[_group([variants in exercised for variants in _sets(candidate, strength)])].append(candidate)
    sums = {name: _together(groups[name]) for name in ("whole", "part", "nothing", "fewer")}
    return Interactions(strength, tuple(found), **sums)


def set_name(strength: int) -> tuple[str, str]:
    """What a set of that many variants is called, one of them and several.

    >>> set_name(2), set_name(4)
    (('pair', 'pairs'), ('set of 4', 'sets of 4'))
    """
    return {2: ("pair", "pairs"), 3: ("triple", "triples")}.get(strength, (f"set of {strength}", f"sets of {strength}"))


def _sets(candidate: Candidate, strength: int) -> Iterable[tuple[str, ...]]:
    return combinations(sorted(candidate.variants), strength)


def _together(candidates: Sequence[Candidate]) -> Together:
    population = sum(one.population for one in candidates)
    deployed = sum(one.deployed for one in candidates)
    return Together(tuple(one.combination_id for one in candidates), population, deployed)


def _group(exercised: Sequence[bool]) -> str:
    """Where a candidate belongs whose sets of variants are exercised, or not, as stated."""
    if not exercised:
        return "fewer"
    if all(exercised):
        return "whole"
    return "part" if any(exercised) else "nothing"


def _check(candidates: Sequence[Candidate], chosen: frozenset[str], strength: int) -> None:
    if strength < 1:
        raise UsageError(f"Sets of {strength} hardware variants were asked for", hint="Ask for 1 or more.")
    unknown = sorted(chosen - {one.combination_id for one in candidates})
    if unknown:
        raise NotFound(
            f"The selection names what is not in scope: {', '.join(unknown)}",
            hint="Name the combinations in scope that the selection was made from.",
        )
