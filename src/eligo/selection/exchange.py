"""A set that comes before another one of the same weight, found by exchanging single places.

What belongs here: the exchanges. What does not: whether there is an earlier one still (``prover`` proves that), and
sets of another weight.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from eligo.selection.columns import FREE, Columns, Part
from eligo.selection.program import Chosen


def exchanged(columns: Columns, chosen: Chosen, part: Part) -> Chosen:
    """The set with every free place, the earliest first, in the stead of the last of those after it that weigh the same
    and that it can stand for in every row, where there is one. What that frees for places passed by is not looked at.

    Places with an unlock stay, since what they weigh depends on others.
    """
    rows = columns.rows_of.tolist()
    least, most, none = columns.least.tolist(), columns.most.tolist(), len(columns.rows)
    counts = np.bincount(columns.rows_of[list(chosen)].ravel(), minlength=none + 1).tolist()

    def own(place: int) -> set[int]:
        return {row for row in rows[place] if row != none}

    def can_go(place: int, comes: set[int]) -> bool:
        goes = own(place)
        return all(counts[row] > least[row] for row in goes - comes) and all(
            counts[row] < most[row] for row in comes - goes
        )

    held, later = set(chosen), defaultdict[int, list[int]](list)
    for place in chosen:
        if part.state[place] == FREE and all(row < len(least) for row in own(place)):
            later[columns.program.weights[place]].append(place)
    for place in np.flatnonzero(part.state == FREE).tolist():
        comes, last = own(place), later.get(columns.program.weights[place])
        if not last or last[-1] < place or place in held or any(row >= len(least) for row in comes):
            continue
        goes = next((one for one in reversed(last) if one > place and can_go(one, comes)), None)
        if goes is not None:
            for row in own(goes):
                counts[row] -= 1
            for row in comes:
                counts[row] += 1
            last.remove(goes)
            held.remove(goes)
            held.add(place)
    return tuple(sorted(held))
