"""What each selected combination brings: its installations, what it alone covers, what is lost without it.

What belongs here: figures about the selected, each solved again. What does not: sentences about them (``explain``).
Source: issue "certified, explained, and robust", marginal contributions; ``results.md``, ``why``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eligo.errors import StoppedBeforeProof
from eligo.selection.curve import size_curve
from eligo.selection.result import Selection
from eligo.terms import Candidate, SelectionPolicy


@dataclass(frozen=True, slots=True)
class Contribution:
    """One selected combination, in installations of population and deployed.

    ``alone`` are the required variants that no other selected one has. ``loss`` is how much less population the best
    set of the same size without it has; ``None`` where no such set meets every requirement (``needed``), or where the
    best one was not proved. A pin on it is given up for that, so that the loss of a pinned one may be
    below 0; it can exceed its own population, since its variants have to be covered by others.
    """

    combination_id: str
    population: int
    deployed: int
    alone: tuple[str, ...]
    loss: int | None
    needed: bool


def contributions(
    selection: Selection, candidates: Sequence[Candidate], policy: SelectionPolicy, operators: Sequence[str]
) -> tuple[Contribution, ...]:
    """One contribution per selected combination, in rank order; the arguments are those of ``select``.

    The loss is exact where the selection is proved; of one that is not, ``loss`` is ``None`` throughout.
    """
    times = Counter(variant for one in selection.selected for variant in one.variants)
    required = set(selection.required_variants)
    made = []
    for one in selection.selected:
        alone = tuple(sorted(variant for variant in one.variants & required if times[variant] == 1))
        loss, needed = _loss(selection, one, candidates, policy, operators)
        made.append(Contribution(one.combination_id, one.population, one.deployed, alone, loss, needed))
    return tuple(made)


def _loss(
    selection: Selection,
    one: Candidate,
    candidates: Sequence[Candidate],
    policy: SelectionPolicy,
    operators: Sequence[str],
) -> tuple[int | None, bool]:
    """What the best set without it loses, and whether there is none."""
    if selection.status != "optimal":
        return None, False
    own = {one.combination_id}
    without = replace(policy, pins=policy.pins - own, bans=policy.bans | own)
    try:
        (point,) = size_curve(candidates, without, operators, [selection.size])
    except StoppedBeforeProof:
        return None, False
    if point.population is None or (policy.cover and not point.covers):
        return None, True
    return selection.population - point.population, False
