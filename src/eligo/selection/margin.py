"""How many further installations on one combination would change the answer.

What belongs here: exact thresholds, ties included. What does not: which sets are compared (``neighbours``).
Source: ``results.md``, ``stable_against_unresolved`` "with the number that would change it".
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from eligo.selection.neighbours import Around, Neighbour
from eligo.selection.problem import Problem
from eligo.selection.program import Chosen


def installations_needed(around: Around, i: int, neighbour: Neighbour) -> int:
    """The fewest further installations (of population and deployed) that bring candidate ``i``, not unlocked, in.

    ``neighbour`` is the best set that unlocks it; what it gains, every set that unlocks it gains. Where that set was
    not proved the best, the number is a lower bound.
    """
    problem = around.problem
    short = max(0, problem.population(around.chosen) - neighbour.population)
    if not short:
        return 1
    if not neighbour.proved:
        return short
    behind = problem.deployed(around.chosen) - problem.deployed(neighbour.chosen) - short
    if behind:
        return short if behind < 0 else short + 1
    return short if _comes_first(problem, i, short, neighbour.chosen, around.chosen) else short + 1


def _comes_first(problem: Problem, i: int, gain: int, one: Chosen, other: Chosen) -> bool:
    """Whether set ``one`` has the smaller list of ranks once candidate ``i`` has moved up by its gain."""

    def place(j: int) -> tuple[int, str, str]:
        candidate = problem.candidates[j]
        population = candidate.population + (gain if j == i else 0)
        return (-population, candidate.identity, candidate.combination_id)

    return sorted(map(place, one)) < sorted(map(place, other))


def reclassified(problem: Problem, deployed_in_scope: int, minimum_share: Fraction, i: int) -> Sequence[int]:
    """The numbers of further installations on ``i`` at which a candidate passes the minimum share (> 0).

    Either ``i`` comes to reach it, or the whole grows so much that another no longer does; what may be selected
    and what is required is then different.
    """
    part, whole = minimum_share.numerator, minimum_share.denominator
    passing = []
    if i in problem.too_small and whole > part:
        owing = part * deployed_in_scope - whole * problem.candidates[i].deployed
        passing.append(max(1, -(-owing // (whole - part))))
    small = set(problem.too_small)
    others = [one.deployed for j, one in enumerate(problem.candidates) if j != i and j not in small]
    if others:
        passing.append(whole * min(others) // part - deployed_in_scope + 1)
    return passing
