"""Room in lanes: whether a test fits, and where it does first.

What belongs here: lanes as the spans that are taken in them, in day indices. What does not: what is tested there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Taken = Sequence[tuple[int, int]]
"""From when to when a lane is taken."""


def fits(taken: Taken, start: int, length: int) -> bool:
    """Whether a lane has room for so long from then on.

    >>> fits([(0, 5), (8, 9)], 5, 3), fits([(0, 5), (8, 9)], 5, 4)
    (True, False)
    """
    return all(end <= start or start + length <= begin for begin, end in taken)


def earliest_room(lanes: Mapping[int, Taken], earliest: int, length: int) -> tuple[int, int]:
    """The earliest start and its lane, the first of several.

    >>> earliest_room({1: [(0, 9)], 2: [(0, 5), (8, 9)]}, 3, 3)
    (5, 2)
    """
    ends = {end for taken in lanes.values() for _, end in taken if end > earliest}
    return next(
        (start, lane)
        for start in sorted({earliest, *ends})
        for lane, taken in lanes.items()
        if fits(taken, start, length)
    )
