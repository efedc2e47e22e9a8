"""From candidates and policy to the answer: propose, prove, explain, check.

What belongs here: the order of the steps and the assembly of ``Selection``. What does not: any of the steps.
Source: ``results.md``, ``selection.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from eligo.errors import VerificationFailed
from eligo.selection.problem import Problem, check_operators, make_problem, problem_hash
from eligo.selection.program import STEPS, Chosen
from eligo.selection.requirements import requirements_of
from eligo.selection.result import Baseline, Conflict, Requirement, Selection
from eligo.selection.verify import verify_selection
from eligo.terms import Candidate, SelectionPolicy

if TYPE_CHECKING:
    from eligo.selection.neighbours import Around

_FAULT = "This is a fault of Eligo: please report it with the candidates."


def select(
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
    *,
    steps: int = STEPS,
    word: str = "installation",
) -> Selection | Conflict:
    """The set of exactly ``policy.size`` candidates with the greatest population that meets the policy.

    Ties: greater population, then greater deployed, then the lexicographically smallest list of ranks; the answer
    is unique and does not depend on the order of ``candidates``. ``deployed_in_scope`` is the denominator of every
    share, ``operators`` every operator of the scheme, ``word`` what the reasons call one of what is counted. Where no
    set meets the policy the answer is a ``Conflict``.

    ``steps``, in relaxations, bound the proof; where they are used up the status is ``feasible`` and ``bound`` a
    certified upper bound. Every answer is checked by ``verify_selection`` before it is returned.

    Raises ``NotFound`` where a pin, ban or limit names nothing in scope, ``UsageError`` for a size below 1,
    ``VersionConflict`` where two candidates have one id, ``StoppedBeforeProof`` where not even one set was found,
    and ``VerificationFailed`` where the check rejects the answer.

    >>> variants = [frozenset({"METER|a"}), frozenset({"METER|a"}), frozenset({"METER|b"})]
    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, variants[i]) for i, n in enumerate([70, 20, 10])]
    >>> answer = select(estate, 100, SelectionPolicy(size=2), ["A"])
    >>> answer.status, [one.combination_id for one in answer.selected], answer.population
    ('optimal', ['C-0', 'C-2'], 80)
    """
    from eligo.selection.neighbours import Around

    check_operators(policy, [*operators, *(one.operator for one in candidates)])
    problem = make_problem(candidates, deployed_in_scope, policy)
    requirements = requirements_of(problem, policy)
    asked = _Asked(problem, deployed_in_scope, policy, operators, problem_hash(candidates, deployed_in_scope, policy))
    around = Around(problem, requirements, steps=steps, word=word)
    if around.proof.chosen is None:
        return _conflict(asked, requirements)
    selection = _selected(asked, around, requirements)
    complaints = verify_selection(selection, candidates, deployed_in_scope, policy, operators)
    if complaints:
        raise VerificationFailed("The selection did not pass its independent check", hint=_FAULT, details=complaints)
    return selection


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question as ``select`` was asked it, and as places."""

    problem: Problem
    deployed_in_scope: int
    policy: SelectionPolicy
    operators: Sequence[str]
    digest: str


def _selected(asked: _Asked, around: Around, requirements: Sequence[Requirement]) -> Selection:
    from eligo.selection.certificate import certificate_of
    from eligo.selection.explain import explain, explain_unproved

    proved = around.proof.proved
    reasons = explain(around, asked.policy, asked.deployed_in_scope) if proved else explain_unproved(around)
    return replace(
        _described(asked, around.chosen),
        status="optimal" if proved else "feasible",
        bound=around.bound,
        alternatives=reasons.alternatives,
        prices=reasons.prices,
        losses=reasons.losses,
        why=reasons.why,
        why_not=reasons.why_not,
        margin=reasons.margin,
        solver=around.solver,
        certificate=certificate_of(asked.problem, asked.policy, requirements, around.proof),
    )


def _conflict(asked: _Asked, requirements: Sequence[Requirement]) -> Conflict:
    from eligo.selection.certificate import certificate_of_conflict
    from eligo.selection.conflict import find_conflict

    conflict = find_conflict(asked.problem, requirements)
    proof = certificate_of_conflict(asked.problem, asked.policy, requirements, conflict)
    return Conflict(asked.policy.size, conflict.requirements, conflict.smallest, asked.digest, proof)


def _described(asked: _Asked, chosen: Chosen) -> Selection:
    """The set as if it were proved, with every fact and no reason yet."""
    problem, whole = asked.problem, asked.deployed_in_scope
    selected = tuple(problem.candidates[i] for i in chosen)
    unlocked = [problem.candidates[i] for i in problem.unlocked(chosen)]
    names = dict.fromkeys([*asked.operators, *sorted({one.operator for one in problem.candidates})])
    return Selection(
        size=len(selected),
        status="optimal",
        population=problem.population(chosen),
        bound=problem.population(chosen),
        deployed=problem.deployed(chosen),
        share_of_deployed=_share(unlocked, whole),
        share_by_operator={name: _share([one for one in unlocked if one.operator == name], whole) for name in names},
        selected=selected,
        equivalent=tuple(one.combination_id for one in unlocked if one not in selected),
        required_variants=problem.variants,
        covered_variants=_variants(selected),
        not_required_variants=problem.not_required,
        baseline=_baseline(problem, len(selected)),
        alternatives=(),
        prices=(),
        losses={},
        why={},
        why_not={},
        margin=0,
        solver="",
        problem_hash=asked.digest,
    )


def _baseline(problem: Problem, size: int) -> Baseline:
    largest = problem.candidates[:size]
    covered = _variants(largest)
    return Baseline(
        tuple(one.combination_id for one in largest),
        problem.population(range(len(largest))),
        covered,
        tuple(variant for variant in problem.variants if variant not in covered),
    )


def _variants(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(sorted({variant for one in candidates for variant in one.variants}))


def _share(candidates: Sequence[Candidate], deployed_in_scope: int) -> Fraction:
    part = sum(one.deployed for one in candidates)
    return Fraction(part, deployed_in_scope) if deployed_in_scope else Fraction(0)
