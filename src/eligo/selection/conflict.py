"""Why there is no set: requirements that cannot hold together.

What belongs here: taking requirements away until every one that is left is needed, and trying whether fewer
would do. What does not: deciding whether there is a set (``prover``). Source: ``results.md``, exit codes, "infeasible".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from eligo.errors import StoppedBeforeProof
from eligo.selection.problem import Problem
from eligo.selection.program import STEPS, Chosen, Program
from eligo.selection.prover import Proof, prove
from eligo.selection.requirements import asked, name_of, program_of
from eligo.selection.result import Requirement

TRIALS = 50_000
"""Sets of requirements that are tried in the search for a smaller conflict."""

SEARCHES = 2_000
"""Searches for a set of combinations that these trials may cost; the rest is answered by sets already found."""


@dataclass(frozen=True, slots=True)
class Found:
    """An irreducible conflict: without any one of ``requirements`` the rest can be met, as ``witnesses`` show.

    ``smallest``: no fewer requirements are in conflict, which the witnesses show too.
    """

    requirements: tuple[Requirement, ...]
    smallest: bool
    witnesses: tuple[Chosen, ...]


def any_set(program: Program, *, steps: int = STEPS) -> Proof:
    """A set that the program allows, whatever it weighs, or the proof that there is none.

    Raises ``StoppedBeforeProof`` where neither is known after that many relaxations.
    """
    proof = prove(program, steps=steps, ties=False)
    if not proof.proved:
        raise StoppedBeforeProof(
            f"Whether any selection meets every requirement is not known after {steps:,} steps",
            hint="Ask for less: fewer limits, or a larger size.",
        )
    return proof


def find_conflict(problem: Problem, requirements: Sequence[Requirement], *, most_trials: int = TRIALS) -> Found:
    """An irreducible conflict within requirements that no set meets, if possible the smallest.

    Of several smallest the first is returned, in the order of ``requirements``. ``most_trials``: how many smaller
    groups are tried; with none the conflict is any irreducible one.
    """
    tests = _Tests(problem, requirements)
    needed = _irreducible(tests)
    tests.searches = trials = 0
    for count in range(1, len(needed)):
        for fewer in combinations(range(len(requirements)), count):
            trials += 1
            if trials > most_trials or tests.searches > SEARCHES:
                return tests.found(needed, smallest=False)
            if not tests.can_hold(fewer):
                return tests.found(fewer, smallest=True)
    return tests.found(_first_of_that_size(tests, needed, most_trials - trials), smallest=True)


def _irreducible(tests: _Tests) -> list[int]:
    """What is left where each requirement, from the last on, is taken away if the rest is still in conflict.

    What the last proof did not pay can be taken away without another: the same proof holds. So a proof saves searches,
    and decides nothing.
    """
    needed = list(range(tests.count))
    for one in reversed(range(tests.count)):
        without = [other for other in needed if other != one]
        if one not in tests.paying or not tests.can_hold(without):
            needed = without
    return needed


def _first_of_that_size(tests: _Tests, needed: Sequence[int], trials: int) -> Sequence[int]:
    """The first conflict of the proved size; the one at hand where that would take too many trials."""
    for trial, fewer in enumerate(combinations(range(tests.count), len(needed))):
        if trial >= trials or tests.searches > SEARCHES:
            return needed
        if not tests.can_hold(fewer):
            return fewer
    return needed


class _Tests:
    """Whether requirements can hold together, remembering which ones each set that was found meets at once.

    ``paying``: those that the last proof of a conflict rests on, and without which that could not be said.
    """

    def __init__(self, problem: Problem, requirements: Sequence[Requirement]) -> None:
        self.problem = problem
        self.requirements = requirements
        self.count = len(requirements)
        self.searches = 0
        self.paying = set(range(self.count))
        self._asked = [
            (frozenset(places), least, most) for places, least, most in (asked(problem, one) for one in requirements)
        ]
        self._met: list[int] = []
        self._sets: list[Chosen] = []

    def found(self, conflict: Sequence[int], *, smallest: bool) -> Found:
        """The conflict at those positions, with a set for every part of it that can hold."""
        for one in conflict:
            self.can_hold([other for other in conflict if other != one])
        return Found(tuple(self.requirements[i] for i in conflict), smallest, tuple(self._sets))

    def can_hold(self, wanted: Sequence[int]) -> bool:
        """Whether some set meets all of these requirements, given by position."""
        bits = sum(1 << i for i in wanted)
        if any(bits & ~met == 0 for met in self._met):
            return True
        self.searches += 1
        program = program_of(self.problem, [self.requirements[i] for i in wanted], weighed=False)
        proof = any_set(program)
        if proof.chosen is None:
            paid = {program.rows[row].name for row in proof.tree.paying() if row < len(program.rows)}
            named = {row.name for row in program.rows} - paid
            self.paying = {i for i in wanted if name_of(self.requirements[i]) not in named}
            return False
        self._sets.append(proof.chosen)
        self._met.append(sum(1 << i for i in range(self.count) if self._holds(i, proof.chosen)))
        return True

    def _holds(self, i: int, chosen: Chosen) -> bool:
        places, least, most = self._asked[i]
        count = len(places.intersection(chosen))
        return (least is None or least <= count) and (most is None or count <= most)
