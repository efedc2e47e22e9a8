"""The plain rule that the plan is compared with: the largest, repaired to cover, and then the largest first.

What belongs here: a set and an order that need no solver. What does not: a bound, or a judgement.
Source: ``programme.md``, "Compare"; Consultation 2.1.2 ("the 5 most prevalent").
"""

from __future__ import annotations

from eligo.programme.cases import Cases
from eligo.programme.lists import largest_first
from eligo.programme.stage import Stage


def largest_first_waits(stage: Stage) -> int:
    """The installation-days until open where the largest test that is ready is always the next."""
    return stage.fixed + stage.queue.cost(largest_first(stage.queue))


def plain_set(cases: Cases, size: int) -> tuple[int, ...] | None:
    """The ``size`` largest, those needed to cover put in for the smallest that are not; ``None`` where that fails.

    A variant that is missing is covered by the largest combination that has it. Pins come first; limits per operator
    are not looked at.
    """
    frame = cases.frame
    pins = frame.programme.policy.pins
    ranked = sorted(cases.selectable, key=lambda place: (frame.ids[place] not in pins, place))
    if len(ranked) < size:
        return None
    chosen, kept = set(ranked[:size]), {place for place in ranked[:size] if frame.ids[place] in pins}
    for variant in sorted(cases.carriers):
        carriers = cases.carriers[variant]
        if chosen & carriers:
            continue
        able = [place for place in cases.selectable if place in carriers]
        given_up = _least_needed(cases, chosen, kept)
        if not able or given_up is None:
            return None
        chosen = chosen - {given_up} | {able[0]}
        kept.add(able[0])
    return tuple(sorted(chosen))


def _least_needed(cases: Cases, chosen: set[int], kept: set[int]) -> int | None:
    """The smallest member without which everything that is covered stays so."""
    for place in sorted(chosen - kept, reverse=True):
        if all(chosen & carriers != {place} for carriers in cases.carriers.values()):
            return place
    return None
