"""What facts call for next of a product, item by item: the rules, in their order.

What belongs here: the order. What does not: the rules themselves (``lists``, ``firmware``, ``eligibility``), what has
lost its ground (``falls``), and whether an entry may be written (``allowed``).

Invariants: of what takes effect later than the facts are of, nothing is called for; what was entered is not called for
again, so that the rules come to an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eligo.registers.due.eligibility import opening, shown_eligible
from eligo.registers.due.facts import KnownProduct
from eligo.registers.due.firmware import firmware_or_testing, next_generation
from eligo.registers.due.lists import declared_uneconomic, listing, refused, requested, served
from eligo.registers.due.view import Step, View
from eligo.registers.replay import Item

ITEM_RULES: tuple[Callable[[View, KnownProduct, Item], Iterator[Step]], ...] = (
    declared_uneconomic,
    refused,
    requested,
    served,
    firmware_or_testing,
    shown_eligible,
    opening,
)
"""What is looked at of each item, in this order."""


def steps_of(view: View, known: KnownProduct) -> Iterator[Step]:
    """Every entry that is called for next of a product, the first first; once one is made, others may be."""
    items = view.items(known)
    if not items:
        yield from listing(view, known)
        return
    for item in items:
        for rule in ITEM_RULES if not view.is_ahead(item.latest) else ():
            yield from rule(view, known, item)
    if not view.is_ahead(items[-1].latest):
        yield from next_generation(view, known, items[-1])
