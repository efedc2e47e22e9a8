"""Why each combination is selected, or is not: one sentence each, every number from solving again.

What belongs here: the sentences, the margin and the alternatives of an answer. What does not: solving
(``neighbours``). No sentence names an organisation.
Source: ``results.md``, ``selection.json``: ``why``, ``why_not``, ``alternatives``, ``stable_against_unresolved``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from eligo.scheme import listed
from eligo.selection.margin import Need, installations_needed, reclassified
from eligo.selection.neighbours import Around, Neighbour
from eligo.selection.requirements import counted, percent
from eligo.selection.result import Alternative, Loss, Price, Requirement
from eligo.terms import Candidate, SelectionPolicy

ALTERNATIVES = 5
"""How many of the next best sets are shown."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The fields of ``Selection`` that say why; see there."""

    prices: tuple[Price, ...]
    losses: Mapping[str, Loss]
    why: Mapping[str, str]
    why_not: Mapping[str, str]
    alternatives: tuple[Alternative, ...]
    margin: int | None


def explain(around: Around, policy: SelectionPolicy, deployed_in_scope: int) -> Explanation:
    """The reasons of a proved answer."""
    problem, chosen = around.problem, around.chosen
    best = problem.population(chosen)
    losses, why = {}, {}
    for i in chosen:
        beside = around.without_one(i)
        losses[problem.candidates[i].combination_id] = _loss(best, beside)
        why[problem.candidates[i].combination_id] = _why(around, i, beside)
    others = [i for i in range(len(problem.candidates)) if i not in chosen]
    neighbours = around.with_each(_wanted(around, others))
    prices = prices_of(around)
    why_not: dict[str, str] = {}
    needs: list[int] = []
    passing = reclassified(problem, deployed_in_scope, policy.minimum_share)
    for i in others:
        neighbour = neighbours.get(i)
        need = installations_needed(around, i, neighbour, passing[i]) if neighbour else None
        needs += [*passing[i], *([need.installations] if need else ())]
        said = _why_not(around, policy, deployed_in_scope, i, neighbour, need)
        why_not[problem.candidates[i].combination_id] = (
            f"{said}{_or_without(prices, problem.candidates[i], neighbour)}."
        )
    alternatives = tuple(
        Alternative(problem.ids(other), problem.population(other), best - problem.population(other))
        for other in islice(around.runners_up(), ALTERNATIVES)
    )
    return Explanation(prices, losses, why, why_not, alternatives, min(needs, default=None))


def _wanted(around: Around, others: Sequence[int]) -> list[int]:
    """Those of the others that some set may unlock and the chosen one does not."""
    unlocked, testers, outside = (
        set(around.problem.unlocked(around.chosen)),
        around.problem.testers,
        around.program.outside,
    )
    return [i for i in others if i not in unlocked and not outside.issuperset(testers.get(i, (i,)))]


def explain_unproved(around: Around) -> Explanation:
    """What can be said of an answer without a proof: nothing about what is beside it."""
    why, why_not = {}, {}
    for i, candidate in enumerate(around.problem.candidates):
        stands = f"It stands for {counted(candidate.population, around.word)}"
        if i in around.chosen:
            why[candidate.combination_id] = f"{stands}{_alone(around, i)}; the search stopped before a proof."
        elif i in around.program.outside:
            why_not[candidate.combination_id] = f"{stands}, but may not be selected."
        else:
            why_not[candidate.combination_id] = f"{stands}; the search stopped before what it would need was known."
    return Explanation((), {}, why, why_not, (), 0)


def prices_of(around: Around) -> tuple[Price, ...]:
    """What every requirement but the size costs, each given up alone, and all coverage together."""
    best = around.problem.population(around.chosen)
    coverage = [one for one in around.requirements if one.kind == "coverage"]
    groups = [[one] for one in around.requirements if one.kind != "size"]
    if len(coverage) > 1:
        groups.append(coverage)
    prices = []
    for group in groups:
        without = around.without_requirements(group)
        if without is None:
            continue
        requirement = group[0] if len(group) == 1 else _all_coverage(around.problem.strength)
        selected = around.problem.ids(without.chosen)
        prices.append(Price(requirement, without.population - best, selected, without.proved))
    return tuple(prices)


def _all_coverage(strength: int) -> Requirement:
    sets = {1: "", 2: " and every pair of them that occurs"}.get(strength, ", and every pair and triple that occurs,")
    return Requirement("coverage", "", f"every hardware variant{sets} is to be covered")


def _or_without(prices: Sequence[Price], candidate: Candidate, neighbour: Neighbour | None) -> str:
    """What given up alone, the cheapest of all, would bring a combination in, as the end of a sentence."""
    own = candidate.combination_id
    able = [price for price in prices if price.installations and price.requirement.subject and own in price.selected]
    if not able:
        return ""
    one = min(able, key=lambda price: price.installations).requirement
    given_up = {
        "coverage": f"coverage of {one.subject} no longer required",
        "pin": f"the pin of {one.subject} lifted",
        "ban": "its ban lifted" if one.subject == own else f"the ban of {one.subject} lifted",
        "share": "the minimum share given up",
        "minimum": "the minimum of an operator given up",
        "maximum": "the maximum of an operator given up",
    }[one.kind]
    return f", or {given_up}" if neighbour else f"; it would be selected with {given_up}"


def _loss(best: int, beside: Neighbour | None) -> Loss:
    if beside is None:
        return Loss(None, needed=True)
    return Loss(best - beside.population if beside.proved else None, needed=False)


def _why(around: Around, i: int, neighbour: Neighbour | None) -> str:
    without = "It is pinned; without it" if i in around.forced else "Without it"
    brings = f"{_alone(around, i)}{_stands_for(around, i)}"
    if neighbour is None:
        stands = counted(around.problem.candidates[i].population, around.word)
        return f"{without} no set meets every requirement; it stands for {stands}{brings}."
    return f"{without} the best set has {_compared(around, neighbour)}{brings}."


def _alone(around: Around, i: int) -> str:
    """Which required variants this one alone covers among the selected, as the end of a sentence."""
    problem = around.problem
    others = frozenset(problem.covered([j for j in around.chosen if j != i]))
    only = [one for one in problem.covered([i]) if one not in others]
    sets = [one.split(" + ") for one in only]
    told = [one for one, own in zip(only, sets, strict=True) if not any(set(other) < set(own) for other in sets)]
    return f"; of the selected it alone covers {listed(told)}" if told else ""


def _stands_for(around: Around, i: int) -> str:
    """What else its test unlocks, as the end of a sentence."""
    problem = around.problem
    others = [j for j in problem.unlocked([i]) if j != i]
    if not others:
        return ""
    population = sum(problem.candidates[j].population for j in others)
    count = f"{len(others):,} other combination{'' if len(others) == 1 else 's'}"
    return f"; its test stands for {count} with {counted(population, around.word)}"


def _why_not(
    around: Around,
    policy: SelectionPolicy,
    deployed_in_scope: int,
    i: int,
    neighbour: Neighbour | None,
    need: Need | None,
) -> str:
    """The sentence without its full stop."""
    candidate, testers = around.problem.candidates[i], around.problem.testers.get(i, (i,))
    standing = around.problem.ids([j for j in testers if j in around.chosen])
    if standing:
        stands = counted(candidate.population, around.word)
        tests = f"that of {standing[0]} stands" if len(standing) == 1 else f"those of {listed(standing)} stand"
        return f"It needs no test of its own: {tests} for it and its {stands}"
    if neighbour is None and candidate.combination_id in policy.bans:
        return f"It is banned; it stands for {counted(candidate.population, around.word)}"
    if neighbour is None and i in around.problem.too_small:
        return (
            f"It stands for {candidate.deployed:,} of {deployed_in_scope:,} deployed {around.word}s, "
            f"less than the minimum share of {percent(policy.minimum_share)}"
        )
    if neighbour is None or need is None:
        stands = counted(candidate.population, around.word)
        unlocks = "contains" if len(testers) == 1 else "unlocks"
        return f"No set of {policy.size:,} that meets every requirement {unlocks} it; it stands for {stands}"
    more = counted(need.installations, f"further {around.word}")
    needed = more if need.exact else f"at least {more}"
    best, be = ("with it", "selected") if len(testers) == 1 else ("that unlocks it", "unlocked")
    return f"The best set {best} has {_compared(around, neighbour)}; it would need {needed} to be {be}"


def _compared(around: Around, neighbour: Neighbour) -> str:
    """The other set against the best: first population, then deployed, then ranks, as the ties are broken."""
    problem = around.problem
    best = problem.population(around.chosen)
    lost = best - neighbour.population
    if not neighbour.proved:
        at_most = f"at most {counted(neighbour.population, around.word)}, as far as is proved"
        return f"at least {_fewer(lost, around.word)}" if lost > 0 else at_most
    if lost:
        return f"{_fewer(lost, around.word)} ({neighbour.population:,} instead of {best:,})"
    behind = problem.deployed(around.chosen) - problem.deployed(neighbour.chosen)
    if behind:
        return f"as many {around.word}s ({best:,}), but {_fewer(behind, f'deployed {around.word}')}"
    order = "later" if problem.comes_first(around.chosen, neighbour.chosen) else "earlier"
    return f"as many {around.word}s ({best:,}) and as many deployed, but {order} ranks"


def _fewer(count: int, noun: str) -> str:
    plural = "" if abs(count) == 1 else "s"
    return f"{abs(count):,} {'fewer' if count > 0 else 'more'} {noun}{plural}"
