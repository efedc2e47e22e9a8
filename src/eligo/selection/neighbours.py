"""The best set and the sets beside it: with one combination forced in or kept out, and the next best.

What belongs here: solving the problem again under one change, exactly. What does not: saying it (``explain``).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from eligo.selection.conflict import any_set
from eligo.selection.problem import Problem
from eligo.selection.program import Chosen, Row
from eligo.selection.prover import Proof, Prover
from eligo.selection.requirements import name_of, program_of
from eligo.selection.result import Requirement

ONE_STEPS = 200
"""Relaxations for one set beside the answer; where they do not suffice, "at least" is said."""

ALL_STEPS = 2_000
"""Relaxations for all the sets with one more combination forced in, the largest combinations first; then "at least"."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``population`` is that of the best such set, or, where that is not ``proved``, one that none exceeds."""

    chosen: Chosen
    population: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The sets with all the places ``inside`` and none of those ``outside``."""

    inside: tuple[int, ...]
    outside: tuple[int, ...]


class Around:
    """The answer to a problem, and what is needed to solve near it.

    ``one_steps`` bounds each search, ``all_steps`` those of ``with_each``, in relaxations.
    """

    def __init__(
        self,
        problem: Problem,
        requirements: Sequence[Requirement],
        *,
        steps: int,
        one_steps: int = ONE_STEPS,
        all_steps: int = ALL_STEPS,
        word: str = "installation",
    ) -> None:
        self.problem = problem
        self.word = word
        self.requirements = tuple(requirements)
        self.program = program_of(problem, requirements)
        self.one_steps, self.all_steps = one_steps, all_steps
        self._unit = problem.unit
        self._prover = Prover(self.program)
        self.proof = self._prover.prove(steps=steps)
        if self.proof.chosen is None and not self.proof.proved:
            self.proof = self._any_set()
        self.chosen: Chosen = self.proof.chosen or ()
        self.ran_out = False
        self.forced = frozenset(problem.positions[one.subject] for one in requirements if one.kind == "pin")

    def _any_set(self) -> Proof:
        """Any set, with the bound as far as it was brought; or that there is none."""
        found = any_set(program_of(self.problem, self.requirements, weighed=False))
        if found.chosen is None:
            return found
        return self._prover.prove(steps=0, start=found.chosen, multipliers=self.proof.tree.multipliers)

    @property
    def solver(self) -> str:
        """Who proposes, and who decides."""
        return f"{self._prover.relaxation.solver} proposes; Eligo's integer checker decides"

    @property
    def bound(self) -> int:
        """No set that meets the requirements has a greater population."""
        return self.proof.bound // self._unit

    def with_each(self, wanted: Sequence[int]) -> dict[int, Neighbour | None]:
        """For each of those places the best set that unlocks it, by whichever test; ``None`` where none does."""
        best: dict[int, Neighbour | None] = {}
        left = self.all_steps
        for number, i in enumerate(wanted):
            if not left:
                bounds = self._prover.bounds_with(self.proof.tree.multipliers)
                best |= {j: Neighbour((), min(self.bound, bounds[j] // self._unit), False) for j in wanted[number:]}
                break
            steps = min(left, self.one_steps)
            testers = self.problem.testers.get(i)
            proof = self._unlocking(testers, steps) if testers else self._prove(Part((i,), ()), steps)
            left -= min(left, max(1, proof.steps))
            best[i] = self._neighbour(proof)
        return best

    def with_one(self, i: int) -> Neighbour | None:
        """The best set that has a place itself; ``None`` where there is none."""
        return self._neighbour(self._prove(Part((i,), ()), self.one_steps))

    def without_one(self, i: int) -> Neighbour | None:
        """The best set that does not have a place, its pin lifted; ``None`` where there is none."""
        if i not in self.forced:
            return self._neighbour(self._prove(Part((), (i,)), self.one_steps))
        pin = f"pin {self.problem.candidates[i].combination_id}"
        lifted = replace(self.program, rows=tuple(row for row in self.program.rows if row.name != pin))
        return self._neighbour(Prover(lifted).prove(outside=(i,), steps=self.one_steps))

    def without_requirements(self, given_up: Sequence[Requirement]) -> Neighbour | None:
        """The best set that need not meet some of the requirements; the same one where the proof never used them."""
        names = {name_of(one) for one in given_up}
        used = self.proof.tree.paying()
        rows = [number for number, row in enumerate(self.program.rows) if row.name in names]
        if len(rows) == len(names) and used.isdisjoint(rows):
            return Neighbour(self.chosen, self.problem.population(self.chosen), True)
        left = program_of(self.problem, [one for one in self.requirements if one not in given_up])
        return self._neighbour(Prover(left).prove(steps=self.one_steps, start=self.chosen))

    def runners_up(self) -> Iterator[Chosen]:
        """The next best sets, best first, exactly; at the end ``ran_out`` says whether the next was not proved.

        Each set found is taken out by splitting what is left of its part: the part that keeps its first few members
        and bars the next one, for every member (Lawler's scheme). The parts are disjoint, so none comes twice.
        """
        queue: list[tuple[int, Chosen, Part]] = []
        part, chosen = Part((), ()), self.chosen
        while True:
            for smaller in _parts(part, chosen):
                proof = self._prove(smaller, self.one_steps)
                if not proof.proved:
                    self.ran_out = True
                    return
                if proof.chosen is not None:
                    heapq.heappush(queue, (-proof.weight, proof.chosen, smaller))
            if not queue:
                return
            _, chosen, part = heapq.heappop(queue)
            yield chosen

    def _unlocking(self, testers: Chosen, steps: int) -> Proof:
        """The best set that has any of those places."""
        rows = (*self.program.rows, Row("", testers, at_least=True, bound=1))
        return Prover(replace(self.program, rows=rows)).prove(steps=steps)

    def _prove(self, part: Part, steps: int) -> Proof:
        return self._prover.prove(
            inside=part.inside, outside=part.outside, steps=steps, multipliers=self.proof.tree.multipliers
        )

    def _neighbour(self, proof: Proof) -> Neighbour | None:
        if not proof.proved:
            return Neighbour((), min(self.bound, proof.bound // self._unit), False)
        if proof.chosen is None:
            return None
        return Neighbour(proof.chosen, proof.weight // self._unit, True)


def _parts(part: Part, chosen: Chosen) -> Iterator[Part]:
    kept = part.inside
    for i in chosen:
        if i not in part.inside:
            yield Part(kept, (*part.outside, i))
            kept = (*kept, i)
