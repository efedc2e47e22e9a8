"""How many further installations on one combination would change the answer.

What belongs here: exact thresholds, ties included. What does not: which sets are compared (``neighbours``).
Source: ``results.md``, ``stable_against_unresolved`` "with the number that would change it".
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from heapq import nsmallest
from typing import NamedTuple

from eligo.selection.neighbours import Around, Neighbour
from eligo.selection.problem import Problem
from eligo.selection.program import Chosen


class Need(NamedTuple):
    """Further installations; where not ``exact``, no fewer would do."""

    installations: int
    exact: bool


def installations_needed(around: Around, i: int, neighbour: Neighbour, passing: Sequence[int]) -> Need:
    """The fewest further installations (of population and deployed) that bring candidate ``i``, not unlocked, in.

    ``neighbour`` is the best set that unlocks it; what it gains, every set that unlocks it gains. From the first number
    in ``passing`` on something else may be selected, or required (``reclassified``), so that no more is known.
    """
    found = _needed(around, i, neighbour)
    first = min(passing, default=found.installations + 1)
    return found if found.installations < first else Need(first, exact=False)


def _needed(around: Around, i: int, neighbour: Neighbour) -> Need:
    problem, chosen = around.problem, around.chosen
    short = max(0, problem.population(chosen) - neighbour.population)
    if not short or not neighbour.proved:
        return Need(max(1, short), neighbour.proved)
    behind = problem.deployed(chosen) - problem.deployed(neighbour.chosen) - short
    if behind:
        return Need(short if behind < 0 else short + 1, exact=True)
    if _comes_first(problem, i, short, neighbour.chosen, chosen):
        return Need(short, exact=True)
    if i in neighbour.chosen:
        return Need(short + 1, exact=True)
    return _needed_by_itself(around, i, neighbour, short)


def _needed_by_itself(around: Around, i: int, neighbour: Neighbour, short: int) -> Need:
    """As ``_needed``, where the neighbour unlocks ``i`` by another test, and the ranks decide: of the sets that weigh
    as much, those that have ``i`` itself come earlier as its rank does.
    """
    problem = around.problem
    own = around.with_one(i)
    if own is not None and not own.proved:
        return Need(short, exact=False)
    if own is None or problem.weight(own.chosen) < problem.weight(neighbour.chosen):
        return Need(short + 1, exact=True)
    return Need(short if _comes_first(problem, i, short, own.chosen, around.chosen) else short + 1, exact=True)


def _comes_first(problem: Problem, i: int, gain: int, one: Chosen, other: Chosen) -> bool:
    """Whether set ``one`` has the smaller list of ranks once candidate ``i`` has moved up by its gain."""

    def place(j: int) -> tuple[int, str, str]:
        candidate = problem.candidates[j]
        population = candidate.population + (gain if j == i else 0)
        return (-population, candidate.identity, candidate.combination_id)

    return sorted(map(place, one)) < sorted(map(place, other))


def reclassified(problem: Problem, deployed_in_scope: int, minimum_share: Fraction) -> Sequence[Sequence[int]]:
    """By place, the numbers of further installations there at which a candidate passes the minimum share; none for no
    share.

    Either it comes to reach it, or the whole grows so much that another no longer does; what may be selected and what
    is required is then different.
    """
    if not minimum_share:
        return [()] * len(problem.candidates)
    part, whole = minimum_share.numerator, minimum_share.denominator
    small = set(problem.too_small)
    large = [(one.deployed, place) for place, one in enumerate(problem.candidates) if place not in small]
    least = nsmallest(2, large)
    found = []
    for place, one in enumerate(problem.candidates):
        passing = []
        if place in small and whole > part:
            passing.append(max(1, -(-(part * deployed_in_scope - whole * one.deployed) // (whole - part))))
        others = [deployed for deployed, other in least if other != place]
        if others:
            passing.append(whole * others[0] // part - deployed_in_scope + 1)
        found.append(passing)
    return found
