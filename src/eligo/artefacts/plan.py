"""``plan.json``: which phases each combination goes through, in which order, waiting for what.

What belongs here: the programme as far as the scheme alone fixes it. What does not: dates. They need firmware
dates, durations and lanes (``programme.md``); until those are given every date is ``null`` and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eligo.artefacts.writing import json_bytes
from eligo.programme import tracks_of
from eligo.scheme import Scheme
from eligo.scope import ScopedCombination, ScopedEstate
from eligo.terms import Route


def plan_json(scoped: ScopedEstate, routes: Mapping[str, Route], scheme: Scheme) -> bytes:
    """One entry per in-scope combination x phase of its route, in rank order and then the scheme's order of phases."""
    return json_bytes(
        {
            "dated": False,
            "undated_because": "no firmware dates, durations or lanes have been given",
            "installation_days_waiting": None,
            "bound": None,
            "entries": [
                entry for one in scoped.in_scope for entry in _entries(one, routes[one.combination_id], scheme)
            ],
        }
    )


def _entries(one: ScopedCombination, route: Route, scheme: Scheme) -> Iterator[dict[str, object]]:
    track = next(iter(tracks_of(one.count.combination, scheme)), None)
    own = {phase.id for phase in scheme.phases if route.value in phase.routes}
    for phase in scheme.phases:
        if phase.id not in own:
            continue
        waits = [f"phase {other} has ended" for other in phase.after]
        if track and not any(other in own for other in phase.after):
            waits.append(f"firmware of track {track} is received")
        yield {
            "combination_id": one.combination_id,
            "route": route.value,
            "phase": phase.id,
            "start": None,
            "end": None,
            "eligible_on": None,
            "firmware_track": track,
            "binding_constraint": " and ".join(waits) or None,
        }
