"""Could the rows that nobody could read change the answer? In figures, beside the margin of the selection.

What belongs here: adding up what is quarantined. What does not: what it could do (``robustness``).
Source: ``returns.md`` 7 ("reported as unresolved, never guessed"); ``results.md``, ``stable_against_unresolved``.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.selection.robustness import Robustness, Standing


@dataclass(frozen=True, slots=True)
class Stability:
    """``unresolved`` installations wait in quarantine at most; ``unbounded_rows`` more rows state no readable figure.

    ``stable``: wherever they belong, as far as their fields can be read, the selection is the same. ``margin`` is the
    number of further installations that would change the answer (``None``: none would).
    """

    stable: bool
    unresolved: int
    unbounded_rows: int
    margin: int | None


def stability(told: Robustness, margin: int | None) -> Stability:
    """How the selection stands against what is in quarantine alone."""
    rows = told.doubts.quarantined_alone.waiting
    unresolved = sum(one.least if one.most is None else one.most for one in rows)
    return Stability(told.quarantined is Standing.SAME, unresolved, sum(one.most is None for one in rows), margin)
