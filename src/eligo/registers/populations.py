"""How many installations are eligible, pending or excluded, for each operator.

What belongs here: counting by what the registers say. What does not: where the counts come from (an estate), and what
of the sums may be published (``disclosure``).

Invariant: eligible + pending + excluded + unlisted = installations given, for each operator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eligo.registers.replay import Item, Registers
from eligo.scheme import COUNTS


@dataclass(frozen=True, slots=True)
class Population:
    """The installations of one operator by what they count as; ``open`` are those eligible that may be migrated."""

    operator: str
    eligible: int
    open: int
    pending: int
    excluded: int
    unlisted: int


def populations(registers: Registers, installed: Mapping[tuple[str, str], int], *, on: date) -> tuple[Population, ...]:
    """By operator, in order of name, what the installations of each (product id, operator) count as on a day.

    A product with several generations of firmware counts by the best of those that serve the operator; one that no
    item of its operator speaks of is unlisted. ``registers`` are those as of ``on``.
    """
    counts: dict[str, Counter[str]] = {}
    for (product_id, operator), number in installed.items():
        counted = counts.setdefault(operator, Counter())
        own = [item for item in registers.of_product(product_id) if _serves(item, operator)]
        counted[min((_counts_as(item, registers) for item in own), key=COUNTS.index, default="unlisted")] += number
        if any(_is_open(item, operator, registers, on) for item in own):
            counted["open"] += number
    return tuple(
        Population(name, *(counted[word] for word in ("eligible", "open", "pending", "excluded", "unlisted")))
        for name, counted in sorted(counts.items())
    )


def _serves(item: Item, operator: str) -> bool:
    return any(one.operator == operator for one in item.latest.operators)


def _counts_as(item: Item, registers: Registers) -> str:
    state = registers.rules and registers.rules.rules.state(item.latest.state)
    return state.counts_as if state else "unlisted"


def _is_open(item: Item, operator: str, registers: Registers, on: date) -> bool:
    days = [one.open_on for one in item.latest.operators if one.operator == operator]
    return _counts_as(item, registers) == "eligible" and any(day is not None and day <= on for day in days)
