"""Check an answer without the solver: everything it states, and that nothing better exists.

What belongs here: plain recounts from the candidates, the best set by ``recount``, and the certificate by
``eligo_check``; neither of the two shares anything with what computed the answer. What does not: any import of the
solver, direct or through another module; nor the sentences, whose numbers come from solving again (``explain``).
Source: ``results.md``, "a checker that never imports the solver".
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

import eligo_check
from eligo.selection.problem import problem_hash
from eligo.selection.recount import TRANSITION_BUDGET, Recount, recount
from eligo.selection.result import Baseline, Selection
from eligo.terms import Candidate, SelectionPolicy, covers, rank_key

_SOLVER = re.compile(r"HiGHS \d+(\.\d+)* proposes; Eligo's integer checker decides")


def verify_selection(
    selection: Selection,
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
    *,
    transition_budget: int = TRANSITION_BUDGET,
) -> tuple[str, ...]:
    """Every complaint about an answer to this problem, one sentence each; empty where it is accepted.

    The arguments are those of ``select``. Facts are recounted from the candidates; the certificate has to prove the
    answer, or its bound, of these candidates; and an ``optimal`` answer has to be the best set by ``recount``,
    except where that would exceed ``transition_budget``.
    """
    complaints = [
        *breaches_of(selection.selected, candidates, deployed_in_scope, policy),
        *_about_the_facts(selection, candidates, deployed_in_scope, policy, operators),
    ]
    if selection.size != len(selection.selected):
        complaints.append(f"size states {selection.size}, and {len(selection.selected)} are selected")
    if selection.problem_hash != problem_hash(candidates, deployed_in_scope, policy):
        complaints.append("problem_hash is not that of these candidates and this policy")
    if complaints:
        return tuple(complaints)
    best = recount(candidates, deployed_in_scope, policy, transition_budget=transition_budget)
    if best is not None:
        complaints += _about_the_best(selection, best)
    complaints += _about_the_proof(selection, candidates, policy)
    return tuple(complaints or _about_what_is_beside(selection, candidates, deployed_in_scope, policy))


def breaches_of(
    selected: Sequence[Candidate], candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> Iterator[str]:
    """What a set breaks, a sentence each: candidates, once each, as many as asked for, in order, as the policy asks."""
    known = {one.combination_id: one for one in candidates}
    chosen = {one.combination_id for one in selected}
    for one in selected:
        if known.get(one.combination_id) != one:
            yield f"selected {one.combination_id} is not one of the candidates"
        if _share([one], deployed_in_scope) < policy.minimum_share:
            yield f"selected {one.combination_id} is below the minimum share"
    if len(chosen) != len(selected):
        yield "a combination is selected twice"
    if list(selected) != sorted(selected, key=lambda one: (rank_key(one), one.combination_id)):
        yield "selected is not in rank order"
    if len(selected) != policy.size:
        yield f"{len(selected):,} {'is' if len(selected) == 1 else 'are'} selected and {policy.size:,} asked for"
    yield from _about_the_requirements(selected, candidates, deployed_in_scope, policy)


def _about_the_requirements(
    selected: Sequence[Candidate], candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> Iterator[str]:
    chosen = {one.combination_id for one in selected}
    per_operator = Counter(one.operator for one in selected)
    uncovered = _to_cover(candidates, deployed_in_scope, policy) - _covered(selected, policy)
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
    unlocked = unlocked_by(selected, candidates)
    required, not_required = _required(candidates, deployed_in_scope, policy)
    names = list(dict.fromkeys([*operators, *sorted({one.operator for one in candidates})]))
    largest = sorted(candidates, key=lambda one: (rank_key(one), one.combination_id))[: policy.size]
    baseline = Baseline(
        tuple(one.combination_id for one in largest),
        sum(one.population for one in unlocked_by(largest, candidates)),
        tuple(sorted(_variants(largest))),
        tuple(sorted(required - _variants(largest))),
    )
    by_operator = {name: _share([one for one in unlocked if one.operator == name], deployed_in_scope) for name in names}
    facts: tuple[tuple[str, object, object], ...] = (
        ("population", selection.population, sum(one.population for one in unlocked)),
        ("deployed", selection.deployed, sum(one.deployed for one in unlocked)),
        ("equivalent", selection.equivalent, tuple(one.combination_id for one in unlocked if one not in selected)),
        ("share_of_deployed", selection.share_of_deployed, _share(unlocked, deployed_in_scope)),
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


def check_certificate(certificate: bytes, candidates: Sequence[Candidate], policy: SelectionPolicy) -> None:
    """Raise ``eligo_check.Rejected`` where the certificate does not prove its claim of these candidates."""
    ranked = [
        eligo_check.Combination(
            (-one.population, one.identity, one.combination_id),
            one.deployed,
            one.operator,
            [*one.variants],
            [*one.bases],
        )
        for one in sorted(candidates, key=lambda one: (rank_key(one), one.combination_id))
    ]
    eligo_check.check_ranked(json.loads(certificate), ranked, policy.asked)


def _about_the_proof(selection: Selection, candidates: Sequence[Candidate], policy: SelectionPolicy) -> Iterator[str]:
    """Whether the certificate proves, of these candidates, what is claimed."""
    if selection.status not in ("optimal", "feasible"):
        yield f"status states '{selection.status}', neither 'optimal' nor 'feasible'"
        return
    try:
        stated = json.loads(selection.certificate)
        check_certificate(selection.certificate, candidates, policy)
    except (ValueError, eligo_check.Rejected) as reason:
        yield f"the certificate is rejected: {reason}"
        return
    claim = stated["claim"]
    if stated["asked"] != policy.asked:
        yield "the certificate is of another policy"
    if (claim["status"], claim["selected"]) != (selection.status, [one.combination_id for one in selection.selected]):
        yield "the certificate claims another answer"
        return
    unit = sum(one.deployed for one in candidates) + 1
    bound = claim["bound"] // unit if selection.status == "feasible" else selection.population
    if selection.bound != bound:
        yield f"bound states {selection.bound:,}, and the certificate {bound:,}"


def _about_what_is_beside(
    selection: Selection, candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> Iterator[str]:
    """Whether there is a reason for every combination, and every alternative is allowed, other, and no better."""
    ranked = sorted(candidates, key=lambda one: (rank_key(one), one.combination_id))
    chosen = [one.combination_id for one in selection.selected]
    if list(selection.why) != chosen:
        yield "why is not about the selected, in rank order"
    if list(selection.why_not) != [one.combination_id for one in ranked if one.combination_id not in set(chosen)]:
        yield "why_not is not about the others, in rank order"
    if set(selection.losses) != (set(chosen) if selection.status == "optimal" else set()):
        yield "losses are not of the selected of a proved answer"
    for one, without in selection.losses.items():
        shown = [other.loss for other in selection.alternatives if one not in other.selected]
        lost = without.installations
        if shown and (without.needed or (lost is not None and lost > min(shown))):
            yield f"the loss without {one} is more than that of an alternative without it"
        if lost is not None and (without.needed or (lost < 0 and one not in policy.pins)):
            yield f"the loss without {one} states {lost:,}, which cannot be"
    yield from _about_prices(selection, candidates, deployed_in_scope, policy)
    known = {one.combination_id: one for one in candidates}
    losses = [other.loss for other in selection.alternatives]
    sets = {tuple(chosen), *(other.selected for other in selection.alternatives)}
    if losses != sorted(losses) or len(sets) <= len(losses):
        yield "alternatives are not other sets, the best first"
    for other in selection.alternatives:
        members = [known[one] for one in other.selected if one in known]
        population = sum(one.population for one in unlocked_by(members, candidates))
        if (other.population, other.loss) != (population, selection.population - population) or other.loss < 0:
            yield f"an alternative states {other.population:,} and a loss of {other.loss:,}; it has {population:,}"
        for complaint in breaches_of(members, candidates, deployed_in_scope, policy):
            yield f"an alternative is not allowed: {complaint}"
    if (selection.margin is not None and selection.margin < 0) or (selection.status == "feasible" and selection.margin):
        yield f"margin states {selection.margin}, which cannot be"


def _about_prices(
    selection: Selection, candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> Iterator[str]:
    """Whether prices are of what is asked, none below 0, and none that keeps its set above 0."""
    if bool(selection.prices) and selection.status != "optimal":
        yield "prices are stated of an answer that is not proved"
    chosen = tuple(one.combination_id for one in selection.selected)
    allowed = {"pin": policy.pins, "ban": policy.bans, "minimum": policy.minimum or {}, "maximum": policy.maximum or {}}
    allowed["coverage"] = {"", *_to_cover(candidates, deployed_in_scope, policy)}
    for price in selection.prices:
        one = price.requirement
        if one.kind != "share" and one.subject not in allowed.get(one.kind, ()):
            yield f"a price is stated of what is not asked: {one.text}"
        if price.installations < 0 or (price.installations > 0 and price.selected == chosen):
            yield f"the price of '{one.text}' states {price.installations:,}, which cannot be"


def unlocked_by(selected: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[Candidate]:
    """The selected, and those for which the test of a selected one stands, in rank order."""
    chosen = {one.combination_id for one in selected}
    won = [one for one in candidates if one.combination_id in chosen or not chosen.isdisjoint(one.bases)]
    return sorted(won, key=lambda one: (rank_key(one), one.combination_id))


def _required(
    candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy
) -> tuple[frozenset[str], frozenset[str]]:
    """The variants of candidates at or above the minimum share, where the policy asks for them, and all others."""
    large = [one for one in candidates if _share([one], deployed_in_scope) >= policy.minimum_share]
    required = _variants(large) if policy.cover else frozenset[str]()
    return required, _variants(candidates) - required


def _to_cover(candidates: Sequence[Candidate], deployed_in_scope: int, policy: SelectionPolicy) -> frozenset[str]:
    """All that has to be covered, sets of variants included where the policy asks for them."""
    large = [one for one in candidates if _share([one], deployed_in_scope) >= policy.minimum_share]
    return _covered(large, policy) if policy.cover else frozenset()


def _covered(candidates: Sequence[Candidate], policy: SelectionPolicy) -> frozenset[str]:
    return frozenset(one for candidate in candidates for one in covers(candidate.variants, policy.strength))


def _variants(candidates: Sequence[Candidate]) -> frozenset[str]:
    return frozenset(variant for one in candidates for variant in one.variants)


def _share(candidates: Sequence[Candidate], deployed_in_scope: int) -> Fraction:
    part = sum(one.deployed for one in candidates)
    return Fraction(part, deployed_in_scope) if deployed_in_scope else Fraction(0)
