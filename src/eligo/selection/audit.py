"""A choice that somebody published, held to a rule: allowed or not, the best or not, and what is better.

What belongs here: the verdict on a set of combinations, and what it rests on. What does not: reading the published
table and finding which combinations it names (``workflows``), or solving (``answer``).

Invariants: whether the choice meets the rule is decided by the checker's plain counts (``verify``); it is called
*dominated* only beside a set that shows it, *optimal* or *tied* only beside a proof.
Source: issue "certified, explained, and robust", audit mode; ``results.md``, "Ties".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from eligo.errors import VerificationFailed
from eligo.selection.answer import select
from eligo.selection.near import Near, near_optima
from eligo.selection.result import Conflict, Selection
from eligo.selection.verify import breaches_of, unlocked_by
from eligo.terms import Candidate, SelectionPolicy, rank_key


class Verdict(Enum):
    """What a published choice is under the rule.

    ``OPTIMAL``: the very set that the rule selects. ``TIED``: no set has a greater population, and a tie-break takes
    another. ``DOMINATED``: another set that meets the rule has a greater population. ``NOT_ALLOWED``: it breaks the
    rule. ``UNPROVED``: it meets the rule, nothing better was found, and there is no proof that nothing is.
    """

    OPTIMAL = "optimal"
    TIED = "tied"
    DOMINATED = "dominated"
    NOT_ALLOWED = "not-allowed"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdict on a published choice, and everything that it rests on.

    ``published`` is in rank order; ``population`` and ``deployed``, in installations, are of what it unlocks.
    ``breaches`` say, a sentence each, which requirements it does not meet. ``best`` is the answer to the rule, with its
    certificate, or the conflict where no set meets the rule; ``near`` are the other sets with the population of the
    best (``None`` where it is not proved). ``shortfall`` is what the best set has more, below 0 where a choice breaks
    the rule and has more; ``enters`` and ``leaves`` are in the best set instead of whom. ``alone`` says of each of the
    choice which variants it alone of them carries, ``uncovered`` which required variants none of them does.
    """

    verdict: Verdict
    published: tuple[Candidate, ...]
    population: int
    deployed: int
    breaches: tuple[str, ...]
    best: Selection | Conflict
    near: Near | None
    shortfall: int | None
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    alone: Mapping[str, tuple[str, ...]]
    uncovered: tuple[str, ...]

    @property
    def unique(self) -> bool | None:
        """Whether no other set that meets the rule has the population of the best; ``None`` where not known."""
        return None if self.near is None else not self.near.sets


def audit_choice(
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
    published: Sequence[Candidate],
) -> Audit:
    """The verdict on some of the candidates, under a rule; the other arguments, and what is raised, as of ``select``.

    >>> variants = [frozenset({"METER|a"}), frozenset({"METER|a"}), frozenset({"METER|b"})]
    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, variants[i]) for i, n in enumerate([70, 20, 10])]
    >>> found = audit_choice(estate, 100, SelectionPolicy(size=2), ["A"], estate[1:])
    >>> found.verdict.value, found.shortfall, found.enters, found.leaves
    ('dominated', 50, ('C-0',), ('C-1',))
    """
    chosen = tuple(sorted(published, key=lambda one: (rank_key(one), one.combination_id)))
    best = select(candidates, deployed_in_scope, policy, operators)
    breaches = tuple(breaches_of(chosen, candidates, deployed_in_scope, policy))
    unlocked = unlocked_by(chosen, candidates)
    population = sum(one.population for one in unlocked)
    selected = best.selected if isinstance(best, Selection) else ()
    proved = isinstance(best, Selection) and best.status == "optimal"
    covered = frozenset[str]().union(*(one.variants for one in chosen))
    return Audit(
        verdict=_verdict(chosen, population, breaches, best),
        published=chosen,
        population=population,
        deployed=sum(one.deployed for one in unlocked),
        breaches=breaches,
        best=best,
        near=near_optima(candidates, deployed_in_scope, policy, operators, 0) if proved else None,
        shortfall=best.population - population if isinstance(best, Selection) else None,
        enters=tuple(one.combination_id for one in selected if one not in chosen),
        leaves=tuple(one.combination_id for one in chosen if selected and one not in selected),
        alone=_alone(chosen),
        uncovered=tuple(v for v in best.required_variants if v not in covered) if isinstance(best, Selection) else (),
    )


def _alone(chosen: Sequence[Candidate]) -> dict[str, tuple[str, ...]]:
    found = {}
    for one in chosen:
        others = frozenset[str]().union(*(other.variants for other in chosen if other != one))
        found[one.combination_id] = tuple(sorted(one.variants - others))
    return found


def _verdict(
    chosen: Sequence[Candidate], population: int, breaches: Sequence[str], best: Selection | Conflict
) -> Verdict:
    if breaches:
        return Verdict.NOT_ALLOWED
    if isinstance(best, Conflict) or population > best.bound:
        raise VerificationFailed(
            "A published choice is better than what was proved possible",
            hint="This is a fault of Eligo: please report it with the candidates and the choice.",
            details=[one.combination_id for one in chosen],
        )
    if best.population > population:
        return Verdict.DOMINATED
    if best.status != "optimal":
        return Verdict.UNPROVED
    return Verdict.OPTIMAL if tuple(chosen) == best.selected else Verdict.TIED
