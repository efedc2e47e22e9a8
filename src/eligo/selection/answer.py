"""From candidates and policy to the answer: propose, prove, explain, check.

What belongs here: the order of the steps and the assembly of ``Selection``. What does not: any of the steps.
Source: ``results.md``, ``selection.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from eligo.errors import VerificationFailed
from eligo.selection.conflict import find_conflict
from eligo.selection.explain import explain, explain_unproved
from eligo.selection.feasibility import any_set
from eligo.selection.neighbours import Around
from eligo.selection.problem import Demand, Problem, check_operators, make_problem, members, problem_hash
from eligo.selection.requirements import demand_of, requirements_of
from eligo.selection.result import Baseline, Conflict, Requirement, Selection
from eligo.selection.search import NODE_BUDGET, certified_bound, find_best
from eligo.selection.solver import propose
from eligo.selection.verify import verify_selection
from eligo.terms import Candidate, SelectionPolicy

_FAULT = "This is a fault of Eligo: please report it with the candidates."


def select(
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
    *,
    node_budget: int = NODE_BUDGET,
) -> Selection | Conflict:
    """The set of exactly ``policy.size`` candidates with the greatest population that meets the policy.

    Ties: greater population, then greater deployed, then the lexicographically smallest list of ranks; the answer
    is unique and does not depend on the order of ``candidates``. ``deployed_in_scope`` is the denominator of every
    share, ``operators`` every operator of the scheme. Where no set meets the policy the answer is a ``Conflict``.

    ``node_budget`` bounds the proof; where it is used up the status is ``feasible`` and ``bound`` a certified
    upper bound. Every answer is checked by ``verify_selection`` before it is returned.

    Raises ``NotFound`` where a pin, ban or limit names nothing in scope, ``UsageError`` for a size below 1,
    ``VersionConflict`` where two candidates have one id, ``StoppedBeforeProof`` where not even one set was found,
    and ``VerificationFailed`` where the check rejects the answer.

    >>> variants = [frozenset({"METER|a"}), frozenset({"METER|a"}), frozenset({"METER|b"})]
    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, variants[i]) for i, n in enumerate([70, 20, 10])]
    >>> answer = select(estate, 100, SelectionPolicy(size=2), ["A"])
    >>> answer.status, [one.combination_id for one in answer.selected], answer.population
    ('optimal', ['C-0', 'C-2'], 80)
    """
    check_operators(policy, [*operators, *(one.operator for one in candidates)])
    problem = make_problem(candidates, deployed_in_scope, policy)
    requirements = requirements_of(problem, policy)
    demand = demand_of(problem, requirements)
    digest = problem_hash(candidates, deployed_in_scope, policy)
    if any_set(problem, demand) is None:
        from eligo.selection.certificate import certify_conflict

        conflict = find_conflict(problem, requirements)
        proof = certify_conflict(problem, policy, requirements, conflict)
        return Conflict(policy.size, conflict.requirements, conflict.smallest, digest, proof)
    selection = _solve(_Asked(problem, demand, deployed_in_scope, policy, operators, digest), node_budget)
    complaints = verify_selection(selection, candidates, deployed_in_scope, policy, operators, node_budget=node_budget)
    if complaints:
        raise VerificationFailed("The selection did not pass its independent check", hint=_FAULT, details=complaints)
    if selection.status == "optimal":
        selection = _certified(selection, problem, policy, requirements)
    return selection


def _certified(
    selection: Selection, problem: Problem, policy: SelectionPolicy, requirements: Sequence[Requirement]
) -> Selection:
    """The answer with its certificate; ``feasible`` where none was reached. The prover has to find the same set.

    The prover loads a solver and NumPy, and is imported where it is used: what verifies an answer needs neither.
    """
    from eligo.selection.certificate import certify

    ids = tuple(one.combination_id for one in selection.selected)
    proof = certify(problem, policy, requirements)
    if proof is None:
        return replace(selection, status="feasible")
    if proof.selected != ids:
        found = f"The prover selects {', '.join(proof.selected)}, the search {', '.join(ids)}"
        raise VerificationFailed("Two methods do not find the same selection", hint=_FAULT, details=[found])
    return replace(selection, certificate=proof.content)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question as ``select`` was asked it, and as integers."""

    problem: Problem
    demand: Demand
    deployed_in_scope: int
    policy: SelectionPolicy
    operators: Sequence[str]
    digest: str


def _solve(asked: _Asked, node_budget: int) -> Selection:
    problem, demand = asked.problem, asked.demand
    proposal = propose(problem, demand)
    found = find_best(problem, demand, hint=proposal.chosen, multipliers=proposal.multipliers, node_budget=node_budget)
    if found is None:
        raise VerificationFailed(
            "A set that meets every requirement exists, and the search did not find it",
            hint=_FAULT,
        )
    # The certificate is written in whole installations, and what is written is what everything else starts from.
    multipliers = tuple(paid // problem.unit for paid in found.multipliers)
    around = Around(problem, demand, found.chosen, tuple(paid * problem.unit for paid in multipliers))
    described = _described(asked, found.chosen)
    if found.proved:
        reasons = explain(around, asked.policy, asked.deployed_in_scope)
    else:
        reasons = explain_unproved(around)
        bound = certified_bound(problem, demand, around.multipliers)
        described = replace(described, status="feasible", bound=bound)
    return replace(
        described,
        alternatives=reasons.alternatives,
        losses=reasons.losses,
        why=reasons.why,
        why_not=reasons.why_not,
        margin=reasons.margin,
        solver=f"{proposal.solver} proposes; Eligo's integer checker decides",
        multipliers=dict(zip(problem.variants, multipliers, strict=True)),
    )


def _described(asked: _Asked, chosen: int) -> Selection:
    """The set as if it were proved, with every fact and no reason yet."""
    problem, whole = asked.problem, asked.deployed_in_scope
    selected = tuple(problem.candidates[i] for i in members(chosen))
    names = dict.fromkeys([*asked.operators, *sorted({one.operator for one in problem.candidates})])
    return Selection(
        size=len(selected),
        status="optimal",
        population=problem.population(chosen),
        bound=problem.population(chosen),
        deployed=problem.deployed(chosen),
        share_of_deployed=_share(selected, whole),
        share_by_operator={name: _share([one for one in selected if one.operator == name], whole) for name in names},
        selected=selected,
        required_variants=problem.variants,
        covered_variants=_variants(selected),
        not_required_variants=problem.not_required,
        baseline=_baseline(problem, len(selected)),
        alternatives=(),
        losses={},
        why={},
        why_not={},
        margin=0,
        solver="",
        problem_hash=asked.digest,
        multipliers={},
    )


def _baseline(problem: Problem, size: int) -> Baseline:
    largest = problem.candidates[:size]
    covered = _variants(largest)
    return Baseline(
        tuple(one.combination_id for one in largest),
        sum(one.population for one in largest),
        covered,
        tuple(variant for variant in problem.variants if variant not in covered),
    )


def _variants(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(sorted({variant for one in candidates for variant in one.variants}))


def _share(candidates: Sequence[Candidate], deployed_in_scope: int) -> Fraction:
    part = sum(one.deployed for one in candidates)
    return Fraction(part, deployed_in_scope) if deployed_in_scope else Fraction(0)
