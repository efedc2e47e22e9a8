"""How few combinations can have everything that has to be covered.

What belongs here: that number, or what is sure of it. What does not: which combinations are best (``selection``).

What the fewest have is taken next, so that only those that have it are tried: what one of them leaves open is tried
in the same way. No step looks at more than what the steps before have left open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

MOST = 5_000
"""So many remainders are looked at; where there are more, what is sure by then counts."""


def smallest_cover(carriers: Mapping[str, Collection[int]], able: Collection[int]) -> int:
    """So many of the ``able`` are needed at least to have everything that ``carriers`` names, by who has it.

    No smaller number can do; that this one can is sure where not too much had to be looked at.

    >>> smallest_cover({"v1": {0, 1}, "v2": {1, 2}, "v3": {2}}, {0, 1, 2})
    2
    """
    usable = {one: {*places}.intersection(able) for one, places in carriers.items()}
    marks = {place: frozenset(one for one, places in usable.items() if place in places) for place in able}
    left, size, looked_at = {frozenset(usable)}, 0, 0
    while left and frozenset() not in left:
        looked_at += len(left)
        if looked_at > MOST:
            return size
        left = {one - marks[place] for one in left for place in usable[_rarest(one, usable)]}
        size += 1
    return size if left else len(marks) + 1


def _rarest(open_: Collection[str], usable: Mapping[str, Collection[int]]) -> str:
    """What is open still and the fewest have."""
    return min(open_, key=lambda one: (len(usable[one]), one))
