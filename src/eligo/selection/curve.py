"""The best set at every size: what one more combination to test would bring.

Source: ``programme.md``, coverage curve; Consultation 2 ("a balance of 5 DMCs").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.errors import StoppedBeforeProof
from eligo.selection.problem import Problem, check_operators, make_problem
from eligo.selection.program import STEPS, Chosen, Program
from eligo.selection.requirements import program_of, requirements_of
from eligo.selection.result import CurvePoint
from eligo.terms import Candidate, SelectionPolicy


def size_curve(
    candidates: Sequence[Candidate], policy: SelectionPolicy, operators: Sequence[str], sizes: Sequence[int]
) -> tuple[CurvePoint, ...]:
    """The best set of each size, in the order of ``sizes``; everything else as the policy asks.

    Exact at every size, with coverage and without. ``candidates`` are all that are in scope: their deployed
    installations are the denominator of the minimum share. Raises ``StoppedBeforeProof`` where a size cannot be
    proved, and what ``select`` raises for a policy that names unknown things.

    >>> variants = [frozenset({"METER|a"}), frozenset({"METER|a"}), frozenset({"METER|b"})]
    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, variants[i]) for i, n in enumerate([70, 20, 10])]
    >>> [(p.size, p.population, p.covers, p.free_population) for p in
    ...  size_curve(estate, SelectionPolicy(size=2), ["A"], [1, 2, 3, 4])]
    [(1, 70, False, 70), (2, 80, True, 90), (3, 100, True, 100), (4, None, False, None)]
    """
    check_operators(policy, [*operators, *(one.operator for one in candidates)])
    problem = make_problem(candidates, sum(one.deployed for one in candidates), policy)
    requirements = requirements_of(problem, policy)
    program = program_of(problem, requirements)
    free = program_of(problem, [one for one in requirements if one.kind != "coverage"])
    return tuple(_point(problem, replace(program, size=size), replace(free, size=size)) for size in sizes)


def _point(problem: Problem, program: Program, without_coverage: Program) -> CurvePoint:
    free = _best(without_coverage)
    best = _best(program) if free is not None else None
    shown = free if best is None else best
    return CurvePoint(
        size=program.size or 0,
        population=None if shown is None else problem.population(shown),
        deployed=None if shown is None else problem.deployed(shown),
        covered=len(problem.covered(shown or ())),
        required=len(problem.variants),
        free_population=None if free is None else problem.population(free),
        free_deployed=None if free is None else problem.deployed(free),
        free_covered=len(problem.covered(free or ())),
    )


def _best(program: Program) -> Chosen | None:
    from eligo.selection.prover import prove

    proof = prove(program)
    if not proof.proved:
        raise StoppedBeforeProof(
            f"The best set of {program.size} combinations was not proved within {STEPS:,} steps",
            hint="Ask for fewer sizes, or for no coverage.",
        )
    return proof.chosen
