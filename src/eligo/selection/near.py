"""All sets that lose no more than so many installations against the best one, ties among them.

Source: issue "certified, explained, and robust": tied optima, and near-optima within a stated loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eligo.errors import StoppedBeforeProof
from eligo.selection.problem import check_operators, make_problem
from eligo.selection.program import STEPS
from eligo.selection.requirements import requirements_of
from eligo.selection.result import Alternative
from eligo.terms import Candidate, SelectionPolicy

MOST_SETS = 1_000
"""How many sets are looked for."""


@dataclass(frozen=True, slots=True)
class Near:
    """``sets`` are other sets than the best, best first, and ``loss`` is what they may lose, in installations.

    ``complete``: there is no further one; else there may be.
    """

    loss: int
    sets: tuple[Alternative, ...]
    complete: bool

    @property
    def ties(self) -> int:
        """How many of them lose nothing."""
        return sum(one.loss == 0 for one in self.sets)


def near_optima(
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    operators: Sequence[str],
    loss: int,
    *,
    most: int = MOST_SETS,
) -> Near:
    """Every set that meets the policy and loses at most ``loss`` installations of population against the best.

    The other arguments are those of ``select``; no more than ``most`` sets are looked for. Raises what ``select``
    raises for what cannot be asked, and ``StoppedBeforeProof`` where there is no proved best set.

    >>> estate = [Candidate(f"C-{i}", f"id {i}", "A", n, n, frozenset()) for i, n in enumerate([70, 20, 20, 10])]
    >>> near = near_optima(estate, 120, SelectionPolicy(size=2), ["A"], 10)
    >>> [(one.selected, one.loss) for one in near.sets], near.ties, near.complete
    ([(('C-0', 'C-2'), 0), (('C-0', 'C-3'), 10)], 1, True)
    """
    from eligo.selection.neighbours import Around

    check_operators(policy, [*operators, *(one.operator for one in candidates)])
    problem = make_problem(candidates, deployed_in_scope, policy)
    around = Around(problem, requirements_of(problem, policy), steps=STEPS)
    if not around.proof.proved or around.proof.chosen is None:
        raise StoppedBeforeProof(
            "There is no proved best set to compare with", hint="Ask 'eligo select' for the reason."
        )
    best, found = problem.population(around.chosen), list[Alternative]()
    for chosen in around.runners_up():
        population = problem.population(chosen)
        if best - population > loss:
            return Near(loss, tuple(found), complete=True)
        if len(found) == most:
            return Near(loss, tuple(found), complete=False)
        found.append(Alternative(problem.ids(chosen), population, best - population))
    return Near(loss, tuple(found), complete=not around.ran_out)
