"""Could the rows that nobody could read change the answer?

What belongs here: setting the quarantined installations against the selection's margin. What does not:
guessing what they are. The robustness issue deepens this to every completion of the missing figures.
Source: ``returns.md`` 7 ("reported as unresolved, never guessed"); ``results.md``, ``stable_against_unresolved``.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.scope import ScopedEstate
from eligo.terms import Combination


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

    A count that cannot be read is bounded by what the operator reports for the same cell; where nothing does,
    the row is unbounded and stability is not claimed.
    """
    operators: dict[tuple[str, Combination], int] = {}
    for one in scoped.estate.contributions:
        sign = -1 if one.counted else 1
        cell = (one.supplier, one.combination)
        operators[cell] = operators.get(cell, 0) + sign * one.deployed
    total = unbounded = 0
    for row in scoped.estate.unresolved:
        reported = operators.get((row.supplier, row.combination), 0) if row.combination else 0
        if row.unreadable_counts and reported <= row.readable:
            unbounded += 1
        total += max(row.readable, reported) if row.unreadable_counts else row.readable
    stable = margin is None or (not unbounded and total < margin)
    return Stability(stable, total, unbounded, margin)
