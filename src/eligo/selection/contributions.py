"""What each selected combination brings: its installations, what it alone covers, what is lost without it.

What belongs here: figures about the selected. What does not: solving again without one, and sentences (``explain``).
Source: issue "certified, explained, and robust", marginal contributions; ``results.md``, ``why``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from eligo.selection.result import Loss, Selection


@dataclass(frozen=True, slots=True)
class Contribution:
    """One selected combination, in installations of population and deployed.

    ``alone`` are the required variants that no other selected one has. ``loss`` and ``needed`` are those of ``Loss``;
    a loss can exceed its own population, since its variants have to be covered by others.
    """

    combination_id: str
    population: int
    deployed: int
    alone: tuple[str, ...]
    loss: int | None
    needed: bool


def contributions(selection: Selection) -> tuple[Contribution, ...]:
    """One contribution per selected combination, in rank order.

    The loss is exact where the selection is proved; of one that is not, ``loss`` is ``None`` throughout.
    """
    times = Counter(variant for one in selection.selected for variant in one.variants)
    made = []
    for one in selection.selected:
        alone = tuple(sorted(variant for variant in one.variants if times[variant] == 1))
        loss = selection.losses.get(one.combination_id, _UNKNOWN)
        contribution = Contribution(
            one.combination_id, one.population, one.deployed, alone, loss.installations, loss.needed
        )
        made.append(contribution)
    return tuple(made)


_UNKNOWN = Loss(None, needed=False)
