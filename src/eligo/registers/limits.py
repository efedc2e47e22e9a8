"""How far an entry or a version may go beyond what there is: a slip of a key would bind a list for ever.

What belongs here: days far ahead, and numbers that leave others out. What does not: what the rules of the log refuse
(``allowed``, ``versions``): a register is right or wrong without these limits, which are of who writes it.

Source: the scheme's ``[entering]``; days and numbers never go back (``domain.md`` section 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from eligo.registers.versions import parts
from eligo.scheme import Entering


def day_faults(on: date, today: date, limits: Entering) -> Iterator[str]:
    """That something would take effect too long after the day on which it is recorded."""
    ahead = (on - today).days
    if ahead > limits.days_ahead:
        last = today + timedelta(days=limits.days_ahead)
        allowed = f"expected {last} or earlier, {limits.days_ahead} days from {today} (entering.days_ahead)"
        yield f"effective_on: found {on}, and no earlier day could follow it; {allowed}"


def number_faults(number: str, before: str, limits: Entering) -> Iterator[str]:
    """That a version's number leaves others out; ``before`` is that of the list's last version, blank for none.

    Nothing is said of what is no number, or does not follow.
    """
    try:
        own, last = parts(number), parts(before) if before else None
    except ValueError:
        return
    if last is None:
        if max(own) > limits.first_number:
            allowed = f"expected parts of {limits.first_number} at most (entering.first_number)"
            yield f"number: found {number} as the list's first, and no lower one could follow it; {allowed}"
    elif own > last and not _is_next(own, last, limits.number_step):
        step = f"or up to {limits.number_step} further " if limits.number_step > 1 else ""
        allowed = f"expected {' or '.join(_next(last))} {step}(entering.number_step = {limits.number_step})"
        yield f"number: found {number} after {before}, and none between could follow it; {allowed}"


def _is_next(own: tuple[int, ...], last: tuple[int, ...], step: int) -> bool:
    """Whether one part goes up by a step at the most, and those after it begin anew."""
    place = next((i for i, (one, other) in enumerate(zip(own, last, strict=False)) if one != other), len(last))
    before = last[place] if place < len(last) else 0
    return own[place] - before <= step and not any(own[place + 1 :])


def _next(last: tuple[int, ...]) -> Iterator[str]:
    """The numbers that may follow, those that change the least first; of a part more the first."""
    yield ".".join(map(str, (*last, 1)))
    for place in reversed(range(len(last))):
        yield ".".join(map(str, (*last[:place], last[place] + 1)))
