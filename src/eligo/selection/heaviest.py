"""The best set under weights of somebody else's making: the same policy and prover, without reasons or certificate.

What belongs here: what the programme asks, for which what a set saves is not its population. What does not: the
selection that is published (``answer``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from eligo.selection.problem import make_problem
from eligo.selection.program import Row
from eligo.selection.requirements import program_of, requirements_of
from eligo.terms import Candidate, SelectionPolicy


@dataclass(frozen=True, slots=True)
class Heaviest:
    """``selected``, in rank order, or ``None`` where there is no set. ``payments``, each 0 or more and times ``scale``:
    by requirement (``coverage VARIANT``, ``minimum OPERATOR``, ``maximum OPERATOR``), what bounds the weight of every
    set.
    """

    selected: tuple[str, ...] | None
    payments: Mapping[str, int]
    scale: int


def heaviest_set(
    candidates: Sequence[Candidate],
    deployed_in_scope: int,
    policy: SelectionPolicy,
    weights: Mapping[str, int],
    counts: Sequence[tuple[Collection[str], int]] = (),
    *,
    steps: int = 200,
) -> Heaviest:
    """The set of ``policy.size`` of greatest weight that meets the policy; one weight of 0 or more per combination id.

    ``counts``: of these ids exactly so many. The set may not be the best one where ``steps`` are used up.

    >>> estate = [Candidate(name, name, "A", 1, 1, frozenset({name[0]})) for name in ("a1", "a2", "b1")]
    >>> heaviest_set(estate, 3, SelectionPolicy(2), {"a1": 5, "a2": 6, "b1": 1}).selected
    ('a2', 'b1')
    """
    from eligo.selection.prover import Prover

    problem = make_problem([replace(one, bases=frozenset()) for one in candidates], deployed_in_scope, policy)
    program = program_of(problem, requirements_of(problem, policy))
    rows = list(program.rows)
    for number, (ids, count) in enumerate(counts):
        members = tuple(sorted(problem.positions[one] for one in ids))
        rows += [Row(f"count {number}", members, least, count) for least in (True, False)]
    own = tuple(weights[one.combination_id] for one in problem.candidates)
    prover = Prover(replace(program, weights=own, rows=tuple(rows)))
    proof = prover.prove(steps=steps, ties=False)
    payments: dict[str, int] = {}
    for row, paid in zip(rows, proof.tree.multipliers, strict=False):
        if paid and row.name.split()[0] in ("coverage", "minimum", "maximum"):
            payments[row.name] = paid
    return Heaviest(None if proof.chosen is None else problem.ids(proof.chosen), payments, proof.scale)
