"""Could the rows that nobody could read change the answer?

What belongs here: setting the quarantined installations against the selection's margin. What does not:
guessing what they are. The robustness issue deepens this to every completion of the missing figures.
Source: ``returns.md`` 7 ("reported as unresolved, never guessed"); ``results.md``, ``stable_against_unresolved``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from eligo.estate import Estate
from eligo.scope import ScopedEstate
from eligo.terms import Combination

Cell = tuple[str, str, Combination | None]
"""Supplier, operator, combination."""


@dataclass(frozen=True, slots=True)
class Stability:
    """``unresolved`` installations wait in quarantine; ``unbounded_rows`` more rows state no readable figure.

    ``margin`` is the number of further installations that would change the answer (``None``: none would).
    """

    stable: bool
    unresolved: int
    unbounded_rows: int
    margin: int | None


def stability(scoped: ScopedEstate, margin: int | None) -> Stability:
    """Whether the quarantined rows, all placed where they would hurt most, leave the selection as it is.

    A count that cannot be read is bounded by what the operator reports beyond the supplier's accepted rows, for
    the same combination or, where that is hidden, for all of them; where no operator reports on the supplier, the
    row is unbounded and stability is not claimed.
    """
    beyond, reported_on = _beyond_accepted(scoped.estate)
    total = unbounded = 0
    for row in scoped.estate.unresolved:
        if not row.unreadable_counts:
            total += row.readable
        elif (row.supplier, row.operator) in reported_on:
            total += max(row.readable, beyond[row.supplier, row.operator, row.combination])
        else:
            total += row.readable
            unbounded += 1
    stable = margin is None or (not unbounded and total < margin)
    return Stability(stable, total, unbounded, margin)


def _beyond_accepted(estate: Estate) -> tuple[Counter[Cell], set[tuple[str, str]]]:
    """What operators report beyond the rows that count, by cell (``None``: every combination), and about whom."""
    beyond: Counter[Cell] = Counter()
    reported_on = set()
    for one in estate.contributions:
        supplier, operator = one.supplier, one.combination.operator
        sign = -1 if one.counted else 1
        for combination in (one.combination, None):
            beyond[supplier, operator, combination] += sign * one.deployed
        if not one.counted:
            reported_on.add((supplier, operator))
    return beyond, reported_on
