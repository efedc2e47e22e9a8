"""How each in-scope combination becomes eligible, once the selection stands.

Source: ``results.md``, "Routes"; Consultation 2.1.4 (an operator with none selected) and 2 (all others).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from eligo.terms import Candidate, Route, rank_key


def assign_routes(
    candidates: Sequence[Candidate], selected_ids: Collection[str], operators: Sequence[str]
) -> Mapping[str, Route]:
    """One route per candidate, by combination id, in rank order.

    The selected go through migration testing and systems integration testing; those for which the test of a selected
    one stands are ``equivalent``; of every operator that has other candidates and none selected, the first in rank
    order goes through migration testing; all others are tested later. ``operators`` is every operator of the scheme;
    one without candidates changes nothing.

    >>> large = Candidate("C-1", "A / x", "A", 90, 90, frozenset())
    >>> small = Candidate("C-2", "B / x", "B", 10, 10, frozenset())
    >>> {one: route.value for one, route in assign_routes([small, large], {"C-1"}, ["A", "B"]).items()}
    {'C-1': 'mt+sit', 'C-2': 'mt'}
    """
    ranked = sorted(candidates, key=lambda one: (rank_key(one), one.combination_id))
    selected = set(selected_ids)
    without = set(operators) - {one.operator for one in ranked if one.combination_id in selected}
    routes: dict[str, Route] = {}
    for one in ranked:
        if one.combination_id in selected:
            routes[one.combination_id] = Route.MT_SIT
        elif not selected.isdisjoint(one.bases):
            routes[one.combination_id] = Route.EQUIVALENT
        elif one.operator in without:
            routes[one.combination_id] = Route.MT
            without.discard(one.operator)
        else:
            routes[one.combination_id] = Route.DMCT
    return routes
