"""Check an answer without the solver: everything it states, and that nothing better exists.

What belongs here: plain recounts from the candidates, the best set by ``recount``, which shares nothing with what
computed the answer, and the exact search once more where the recount would take too long, and for the reasons. What
does not: any import of the solver, direct or through another module.
Source: ``results.md``, "a checker that never imports the solver".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from eligo.selection.explain import Explanation, explain, explain_unproved
from eligo.selection.neighbours import Around
from eligo.selection.problem import Demand, Problem, make_problem, problem_hash
from eligo.selection.recount import TRANSITION_BUDGET, Recount, recount
from eligo.selection.requirements import demand_of, requirements_of
from eligo.selection.result import Baseline, Selection
from eligo.selection.search import NODE_BUDGET, certified_bound, find_best
from eligo.terms import Candidate, SelectionPolicy, rank_key

_SOLVER = re.compile(r"HiGHS \d+(\.\d+)* proposes; Eligo's integer checker decides")


def verify_selection(
    selection: Selection,
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
    *,
    node_budget: int = NODE_BUDGET,
    transition_budget: int = TRANSITION_BUDGET,
) -> tuple[str, ...]:
    """Every complaint about an answer to this problem, one sentence each; empty where it is accepted.

    The arguments are those of ``select``. Facts are recounted from the candidates; an ``optimal`` answer has to be
    the best set by ``recount``, or, only where that would exceed ``transition_budget``, by the integer search again;
    the bound of a ``feasible`` one is recomputed from its multipliers, and is not below the recounted best.
    """
    complaints = [
        *_about_the_set(selection, candidates, deployed_in_scope, policy),
        *_about_the_facts(selection, candidates, deployed_in_scope, policy, operators),
    ]
    if selection.problem_hash != problem_hash(candidates, deployed_in_scope, policy):
        complaints.append("problem_hash is not that of these candidates and this policy")
    problem = make_problem(candidates, deployed_in_scope, policy)
    if list(selection.multipliers) != list(problem.variants) or any(
        not isinstance(paid, int) or paid < 0 for paid in selection.multipliers.values()
    ):
        complaints.append("multipliers are not one whole number of at least 0 per required variant, in their order")
    if complaints:
        return tuple(complaints)
    best = recount(candidates, deployed_in_scope, policy, transition_budget=transition_budget)
    if best is not None:
        complaints += _about_the_best(selection, best)
    return tuple(complaints or _about_the_proof(selection, problem, policy, deployed_in_scope, best, node_budget))


def _about_the_set(
    selection: Selection, candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> Iterator[str]:
    """Whether the selected are candidates, once each, as many as asked for, in order, and as the policy asks."""
    known = {one.combination_id: one for one in candidates}
    chosen = {one.combination_id for one in selection.selected}
    for one in selection.selected:
        if known.get(one.combination_id) != one:
            yield f"selected {one.combination_id} is not one of the candidates"
        if _share([one], deployed_in_scope) < policy.minimum_share:
            yield f"selected {one.combination_id} is below the minimum share"
    if len(chosen) != len(selection.selected):
        yield "a combination is selected twice"
    if list(selection.selected) != sorted(selection.selected, key=lambda one: (rank_key(one), one.combination_id)):
        yield "selected is not in rank order"
    if not selection.size == len(selection.selected) == policy.size:
        yield f"size states {selection.size}, {len(selection.selected)} are selected and {policy.size} asked for"
    yield from _about_the_requirements(selection, candidates, deployed_in_scope, policy)


def _about_the_requirements(
    selection: Selection, candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> Iterator[str]:
    chosen = {one.combination_id for one in selection.selected}
    per_operator = Counter(one.operator for one in selection.selected)
    required, _ = _required(candidates, deployed_in_scope, policy)
    uncovered = required - _variants(selection.selected) if policy.cover else frozenset()
    yield from (f"pinned {one} is not selected" for one in sorted(policy.pins - chosen))
    yield from (f"banned {one} is selected" for one in sorted(policy.bans & chosen))
    for operator, least in (policy.minimum or {}).items():
        if per_operator[operator] < least:
            yield f"fewer than {least} of {operator} are selected"
    for operator, most in (policy.maximum or {}).items():
        if per_operator[operator] > most:
            yield f"more than {most} of {operator} are selected"
    yield from (f"required variant {variant} is not covered" for variant in sorted(uncovered))


def _about_the_facts(
    selection: Selection,
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
) -> Iterator[str]:
    """Whether every stated fact is what the candidates give; one complaint per field."""
    selected = selection.selected
    required, not_required = _required(candidates, deployed_in_scope, policy)
    names = list(dict.fromkeys([*operators, *sorted({one.operator for one in candidates})]))
    largest = sorted(candidates, key=lambda one: (rank_key(one), one.combination_id))[: policy.size]
    baseline = Baseline(
        tuple(one.combination_id for one in largest),
        sum(one.population for one in largest),
        tuple(sorted(_variants(largest))),
        tuple(sorted(required - _variants(largest))),
    )
    by_operator = {name: _share([one for one in selected if one.operator == name], deployed_in_scope) for name in names}
    facts: tuple[tuple[str, object, object], ...] = (
        ("population", selection.population, sum(one.population for one in selected)),
        ("deployed", selection.deployed, sum(one.deployed for one in selected)),
        ("share_of_deployed", selection.share_of_deployed, _share(selected, deployed_in_scope)),
        ("share_by_operator", list(selection.share_by_operator.items()), list(by_operator.items())),
        ("required_variants", selection.required_variants, tuple(sorted(required))),
        ("covered_variants", selection.covered_variants, tuple(sorted(_variants(selected)))),
        ("not_required_variants", selection.not_required_variants, tuple(sorted(not_required))),
        ("baseline", selection.baseline, baseline),
    )
    for name, stated, recounted in facts:
        if stated != recounted:
            yield f"{name} states {stated}, and the candidates give {recounted}"
    if not _SOLVER.fullmatch(selection.solver):
        yield f"solver states '{selection.solver}', which no selection of Eligo does"


def _about_the_best(selection: Selection, best: Recount) -> Iterator[str]:
    """Whether the answer is the best set of the recount, or at least claims nothing that the recount denies."""
    selected = tuple(one.combination_id for one in selection.selected)
    if not best.selected:
        yield "something is selected, and the recount finds no set that meets every requirement"
    elif selection.status == "optimal" and selected != best.selected:
        yield f"status states 'optimal', and {', '.join(best.selected)} come before the selected"
    elif selected == best.selected and (selection.population, selection.deployed) != (best.population, best.deployed):
        yield f"the recount of the selected gives {best.population:,} of population and {best.deployed:,} deployed"
    elif selection.bound < best.population:
        yield f"bound states {selection.bound:,}, and a set with {best.population:,} meets every requirement"


def _about_the_proof(
    selection: Selection,
    problem: Problem,
    policy: SelectionPolicy,
    deployed_in_scope: int,
    best: Recount | None,
    node_budget: int,
) -> Iterator[str]:
    """Whether nothing better exists (or nothing above the bound), and whether the reasons are right."""
    demand = demand_of(problem, requirements_of(problem, policy))
    chosen = sum(1 << problem.positions[one.combination_id] for one in selection.selected)
    paid = tuple(one * problem.unit for one in selection.multipliers.values())
    around = Around(problem, demand, chosen, paid)
    if selection.status == "optimal":
        complaint = _bound_of_optimal(selection) or (_not_the_best(around, node_budget) if best is None else "")
        if complaint:
            yield complaint
        else:
            yield from _about_the_reasons(selection, explain(around, policy, deployed_in_scope))
    elif selection.status == "feasible":
        yield from _about_the_bound(selection, problem, demand, paid)
        yield from _about_the_reasons(selection, explain_unproved(around))
    else:
        yield f"status states '{selection.status}', neither 'optimal' nor 'feasible'"


def _bound_of_optimal(selection: Selection) -> str:
    if selection.bound == selection.population:
        return ""
    return f"bound states {selection.bound:,}, and a proved answer has its population, {selection.population:,}"


def _not_the_best(around: Around, node_budget: int) -> str:
    """What the integer search has against the set; asked only where the recount is not evaluated."""
    found = find_best(
        around.problem, around.demand, hint=around.chosen, multipliers=around.multipliers, node_budget=node_budget
    )
    if found is None or found.chosen != around.chosen:
        better = around.problem.ids(found.chosen) if found else ()
        return f"status states 'optimal', and {', '.join(better)} come before the selected"
    return "" if found.proved else f"status states 'optimal', which {node_budget:,} nodes do not prove"


def _about_the_bound(
    selection: Selection, problem: Problem, demand: Demand, multipliers: Sequence[int]
) -> Iterator[str]:
    certified = certified_bound(problem, demand, multipliers)
    if selection.bound != certified:
        yield f"bound states {selection.bound:,}, and the multipliers give {certified:,}"


def _about_the_reasons(selection: Selection, right: Explanation) -> Iterator[str]:
    for name in ("why", "why_not"):
        stated, derived = getattr(selection, name), getattr(right, name)
        if list(stated) != list(derived):
            yield f"{name} is not about the right combinations, in rank order"
        for one in derived:
            if one in stated and stated[one] != derived[one]:
                yield f"{name} of {one} states '{stated[one]}', and solving again gives '{derived[one]}'"
    if selection.losses != right.losses:
        yield "losses are not those of solving again without each selected one"
    if selection.alternatives != right.alternatives:
        yield "alternatives are not the next best sets"
    if selection.margin != right.margin:
        yield f"margin states {selection.margin}, and solving again gives {right.margin}"


def _required(
    candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> tuple[frozenset[str], frozenset[str]]:
    """The variants of candidates at or above the minimum share, and those found only below it."""
    large = [one for one in candidates if _share([one], deployed_in_scope) >= policy.minimum_share]
    required = _variants(large)
    return required, _variants(candidates) - required


def _variants(candidates: Sequence[Candidate]) -> frozenset[str]:
    return frozenset(variant for one in candidates for variant in one.variants)


def _share(candidates: Sequence[Candidate], deployed_in_scope: int) -> Fraction:
    part = sum(one.deployed for one in candidates)
    return Fraction(part, deployed_in_scope) if deployed_in_scope else Fraction(0)
