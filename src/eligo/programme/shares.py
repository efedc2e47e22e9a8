"""By when each tenth of the installations is eligible, as planned.

What belongs here: the shares, and the days on which a plan reaches them. What does not: trials (``uncertainty``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from eligo.programme.plan import Plan

SHARES = tuple(Fraction(tenths, 10) for tenths in range(1, 11))
"""The shares of the installations for which there is a day."""


def shares_reached(plan: Plan, populations: Mapping[str, int]) -> tuple[tuple[Fraction, date], ...]:
    """Each share with the day on which it is reached, of the installations that are tested; ``populations`` by id."""
    total, reached = sum(populations[one.combination_id] for one in plan.outcomes), 0
    found = list[tuple[Fraction, date]]()
    for one in sorted(plan.outcomes, key=lambda each: each.eligible_on):
        reached += populations[one.combination_id]
        while len(found) < len(SHARES) and reached >= SHARES[len(found)] * total:
            found.append((SHARES[len(found)], one.eligible_on))
    return tuple(found)
