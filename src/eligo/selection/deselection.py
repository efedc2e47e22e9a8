"""A selected combination that is given up: what is lost, and the best replacement, beside the best set of all.

What belongs here: the two questions put to ``answer`` and the difference. What does not: whether that has to be
consulted on (``workflows``). Source: issue "certified, explained, and robust", de-selection; SEC Appendix AK, SVTAD
clause 13, whose triggers and notices are not printed (``domain.md`` 3, rule 9).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from eligo.errors import NotFound
from eligo.selection.answer import select
from eligo.selection.result import Conflict, Selection
from eligo.selection.verify import unlocked_by
from eligo.terms import Candidate, SelectionPolicy


@dataclass(frozen=True, slots=True)
class Deselection:
    """``gone`` is the combination given up, ``lost`` the installations of population that its test alone unlocked, and
    ``uncovered`` the required variants that it alone of the selected carried.

    ``replaced`` is the best set that keeps all the others, ``anew`` the best set of all without it; a ``Conflict``
    where there is none. Both have their certificates.
    """

    gone: Candidate
    lost: int
    uncovered: tuple[str, ...]
    replaced: Selection | Conflict
    anew: Selection | Conflict

    @property
    def price_of_keeping(self) -> int | None:
        """What keeping the others costs, in installations of population; ``None`` where one of the two is not."""
        if isinstance(self.anew, Conflict) or isinstance(self.replaced, Conflict):
            return None
        return self.anew.population - self.replaced.population


def deselection(
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
    selected: Collection[str],
    gone: str,
) -> Deselection:
    """What follows where the combination of that id, one of the ``selected`` ids, is not tested.

    The other arguments, and what is raised, are those of ``select``; ``NotFound`` where it is not selected.

    >>> variants = [frozenset({"METER|a"}), frozenset({"METER|a"}), frozenset({"METER|b"})]
    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, variants[i]) for i, n in enumerate([70, 20, 10])]
    >>> found = deselection(estate, 100, SelectionPolicy(size=2), ["A"], ["C-0", "C-2"], "C-0")
    >>> [one.combination_id for one in found.replaced.selected], found.lost, found.price_of_keeping
    (['C-1', 'C-2'], 70, 0)
    """
    chosen = [one for one in candidates if one.combination_id in selected]
    mine = next((one for one in chosen if one.combination_id == gone), None)
    if mine is None:
        details = [f"{one.combination_id}: {one.identity}" for one in chosen]
        raise NotFound(f"No combination that is selected has the id {gone}", hint="Name one of these.", details=details)
    rest = [one for one in chosen if one != mine]
    without = replace(policy, bans=policy.bans | {gone}, pins=policy.pins - {gone})
    keeping = replace(without, pins=without.pins | {one.combination_id for one in rest})
    covered = frozenset[str]().union(*(one.variants for one in rest))
    anew = select(candidates, deployed_in_scope, without, operators)
    unlocked = [sum(one.population for one in unlocked_by(those, candidates)) for those in (chosen, rest)]
    return Deselection(
        gone=mine,
        lost=unlocked[0] - unlocked[1],
        uncovered=tuple(sorted(mine.variants - covered)),
        replaced=select(candidates, deployed_in_scope, keeping, operators),
        anew=anew,
    )
