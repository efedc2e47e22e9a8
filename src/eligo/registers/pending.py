"""Drafting the pending register from a selection.

Source: Consultation 2.1.5 and Tables 1 to 3; SEC F2.10A for what a product is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from eligo.registers.model import PENDING, Listing, PendingEntry, PendingRegister
from eligo.scheme import Scheme
from eligo.scope import ScopedCombination, ScopedEstate
from eligo.selection import Selection
from eligo.terms import Route


def draft_ppcl(
    scoped: ScopedEstate, selection: Selection, routes: Mapping[str, Route], scheme: Scheme
) -> PendingRegister:
    """The draft pending register: one entry per product of every in-scope combination.

    ``routes`` has the route of every in-scope ``combination_id``. Labels number the selected products first, by
    operator in the scheme's order and then by rank (so that they read as the published tables do), then all
    others by rank. A product that two operators share is listed once, at its first place.

    Source: Consultation, Table 3; ``returns.md`` 10.
    """
    chosen = frozenset(candidate.combination_id for candidate in selection.selected)
    products: dict[str, list[ScopedCombination]] = defaultdict(list)
    for one in _in_label_order(scoped.in_scope, chosen, scheme):
        products[one.count.combination.product_id].append(one)
    entries = tuple(
        _entry(f"{scheme.paper.label_prefix}-{number}", members, chosen, routes, scheme)
        for number, members in enumerate(products.values(), start=1)
    )
    return PendingRegister(scheme.paper.list_version, entries)


def _in_label_order(
    combinations: Sequence[ScopedCombination], chosen: frozenset[str], scheme: Scheme
) -> list[ScopedCombination]:
    def key(one: ScopedCombination) -> tuple[bool, tuple[int, str], int]:
        is_chosen = one.combination_id in chosen
        return (not is_chosen, _operator_place(one.operator, scheme) if is_chosen else (0, ""), one.rank)

    return sorted(combinations, key=key)


def _operator_place(operator: str, scheme: Scheme) -> tuple[int, str]:
    """The scheme's order; an operator that the scheme does not list comes after those it does, by name."""
    known = scheme.operator.values
    return (known.index(operator) if operator in known else len(known), operator)


def _entry(
    label: str,
    members: Sequence[ScopedCombination],
    chosen: frozenset[str],
    routes: Mapping[str, Route],
    scheme: Scheme,
) -> PendingEntry:
    first = members[0].count
    listings = tuple(
        Listing(one.operator, one.combination_id, routes[one.combination_id], one.combination_id in chosen)
        for one in sorted(members, key=lambda one: (_operator_place(one.operator, scheme), one.rank))
    )
    return PendingEntry(
        label=label,
        product_id=first.combination.product_id,
        product_kind=first.product_kind,
        provider=first.combination.provider,
        devices=first.combination.devices,
        listings=listings,
        status=PENDING,
    )
