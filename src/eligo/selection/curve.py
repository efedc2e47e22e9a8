"""The best set at every size: what one more combination to test would bring.

Source: ``programme.md``, coverage curve; Consultation 2 ("a balance of 5 DMCs").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligo.errors import StoppedBeforeProof, VerificationFailed
from eligo.selection.problem import Problem, check_operators, make_problem
from eligo.selection.program import STEPS, Chosen
from eligo.selection.requirements import program_of, requirements_of
from eligo.selection.result import CurvePoint
from eligo.selection.verify import check_certificate
from eligo.terms import Candidate, SelectionPolicy
from eligo_check import Rejected


def size_curve(
    candidates: Sequence[Candidate], policy: SelectionPolicy, operators: Sequence[str], sizes: Sequence[int]
) -> tuple[CurvePoint, ...]:
    """The best set of each size, in the order of ``sizes``; everything else as the policy asks.

    Exact at every size, with coverage and without, each with its certificate. ``candidates`` are all that are in
    scope: their deployed installations are the denominator of the minimum share. Raises ``StoppedBeforeProof`` where a
    size cannot be proved, ``VerificationFailed`` where a certificate is rejected, and what ``select`` raises for a
    policy that names unknown things.

    >>> variants = [frozenset({"METER|a"}), frozenset({"METER|a"}), frozenset({"METER|b"})]
    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, variants[i]) for i, n in enumerate([70, 20, 10])]
    >>> [(p.size, p.population, p.covers, p.free_population) for p in
    ...  size_curve(estate, SelectionPolicy(size=2), ["A"], [1, 2, 3, 4])]
    [(1, 70, False, 70), (2, 80, True, 90), (3, 100, True, 100), (4, None, False, None)]
    """
    check_operators(policy, [*operators, *(one.operator for one in candidates)])
    problem = make_problem(candidates, sum(one.deployed for one in candidates), policy)
    return tuple(_point(problem, replace(policy, size=size)) for size in sizes)


def _point(problem: Problem, policy: SelectionPolicy) -> CurvePoint:
    free, free_certificate = _best(problem, replace(policy, cover=False))
    best, certificate = (free, free_certificate)
    if policy.cover and free is not None:
        best, certificate = _best(problem, policy)
    shown = free if best is None else best
    return CurvePoint(
        size=policy.size,
        population=None if shown is None else problem.population(shown),
        deployed=None if shown is None else problem.deployed(shown),
        covered=len(problem.covered(shown or ())),
        required=len(problem.carriers),
        free_population=None if free is None else problem.population(free),
        free_deployed=None if free is None else problem.deployed(free),
        free_covered=len(problem.covered(free or ())),
        certificate=certificate,
        free_certificate=free_certificate,
    )


def _best(problem: Problem, policy: SelectionPolicy) -> tuple[Chosen | None, bytes]:
    """The best set, or ``None``, with the certificate of that, which the checker has accepted."""
    from eligo.selection.certificate import certificate_of, certificate_of_conflict
    from eligo.selection.conflict import find_conflict
    from eligo.selection.prover import prove

    requirements = requirements_of(problem, policy)
    proof = prove(program_of(problem, requirements))
    if not proof.proved:
        raise StoppedBeforeProof(
            f"The best set of {policy.size} combinations was not proved within {STEPS:,} steps",
            hint="Ask for fewer sizes, or for no coverage.",
        )
    if proof.chosen is None:
        conflict = find_conflict(problem, requirements, most_trials=0)
        certificate = certificate_of_conflict(problem, policy, requirements, conflict)
    else:
        certificate = certificate_of(problem, policy, requirements, proof)
    try:
        check_certificate(certificate, problem.candidates, policy)
    except Rejected as reason:
        raise VerificationFailed(
            f"The best set of {policy.size} combinations did not pass its independent check",
            hint="This is a fault of Eligo: please report it with the table.",
            details=[str(reason)],
        ) from None
    return proof.chosen, certificate
