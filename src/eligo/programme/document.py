"""What is written for ``eligo-check``: the programme's inputs and the plan with its proof, as JSON.

What belongs here: the forms ``eligo-programme/1`` and ``eligo-plan/1``. What does not: judging them
(``eligo_check.plan``, which shares nothing with this).

Days are ISO dates; durations are in working days, and ``closed`` names every day from t0 to ``until`` that is neither
a weekend nor worked. Numbers of a proof are whole: prices and payments are times ``scale``, days are indices of
working days from t0. Source: ``results.md``, ``plan.json``; decision record 0014.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from eligo.programme.choose import Choice, Ordering
from eligo.programme.entering import Passing, Proof
from eligo.programme.frame import Frame
from eligo.programme.model import Begun, Combination, Durations, Lanes, Programme
from eligo.programme.order import Ordered
from eligo.programme.plan import Entry, Outcome, Plan
from eligo.programme.stage import Stage

INPUTS = "eligo-programme/1"
PLAN = "eligo-plan/1"


def inputs_document(frame: Frame) -> dict[str, object]:
    """Everything that the planner was given, with the calendar written out."""
    given = frame.programme
    return {
        "format": INPUTS,
        "t0": given.t0.isoformat(),
        "until": frame.days.dates[-1].isoformat(),
        "closed": [day.isoformat() for day in sorted(frame.days.holidays)],
        "tracks": {
            track.id: {"candidate": track.candidate.isoformat(), "final": track.final.isoformat()}
            for track in given.tracks
        },
        "durations": {name: getattr(given.durations, name) for name in Durations.__slots__},
        "lanes": {"integration": _lanes(given.integration_lanes), "combination": _lanes(given.combination_lanes)},
        "exit_rule": given.exit_rule.value,
        "migration_may_delay": given.migration_may_delay,
        "on": _day(given.on),
        "begun": [_begun(one) for one in sorted(given.begun, key=lambda one: (one.start, one.combination_id))],
        "first": dict(sorted(given.first.items())),
        "policy": given.policy.asked,
        "combinations": [_combination(one) for one in _ranked(frame, given)],
    }


def _ranked(frame: Frame, given: Programme) -> list[Combination]:
    """Those that are tested in rank order, then the others."""
    place = {name: number for number, name in enumerate(frame.ids)}
    return sorted(given.combinations, key=lambda one: (place.get(one.id, len(place)), one.id))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lanes(lanes: Lanes) -> dict[str, object]:
    return {"count": lanes.count, "available": _day(lanes.available)}


def _begun(one: Begun) -> dict[str, object]:
    return {
        "combination_id": one.combination_id,
        "phase": one.phase,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "lane": one.lane,
    }


def _combination(one: Combination) -> dict[str, object]:
    return {
        "id": one.id,
        "identity": one.candidate.identity,
        "operator": one.candidate.operator,
        "population": one.candidate.population,
        "deployed": one.candidate.deployed,
        "variants": sorted(one.candidate.variants),
        "bases": sorted(one.candidate.bases),
        "track": one.track,
        "duration": one.duration,
        "requested": _day(one.requested),
        "weight": one.weight,
        "uneconomic": one.uneconomic,
    }


def plan_document(plan: Plan, largest: int | None, proof: Proof) -> dict[str, object]:
    """The plan of one set, and the proof that no plan of that set has fewer installation-days than ``bound``.

    ``largest``: what it comes to where the largest is always the next, ``None`` where that is not said.
    """
    outcomes = {one.combination_id: one for one in plan.outcomes}
    return {
        "format": PLAN,
        "dated": True,
        "selected": list(plan.selected),
        "exits": {name: day.isoformat() for name, day in sorted(plan.exits.items())},
        "installation_days_waiting": plan.waits,
        "installation_days_to_eligible": plan.waits_to_eligible,
        "bound": plan.bound,
        "largest_first": largest,
        "excluded_population": plan.excluded,
        "combinations": [_outcome(one) for one in plan.outcomes],
        "entries": [_entry(one, outcomes[one.combination_id]) for one in plan.entries],
        "proof": _proof(proof),
    }


def _proof(proof: Proof) -> dict[str, object]:
    """The parts of the proof; of each order in which tracks may pass, where that is not one for all."""
    found = [
        {**_order(one), "scale": one.ordered.scale, "tree": list(_tree(one.stage, one.ordered))} for one in proof.orders
    ]
    return {"scale": found[0]["scale"], "tree": found[0]["tree"]} if found[0].get("order") == [] else {"orders": found}


def _order(one: Passing) -> dict[str, object]:
    """In which order the selected enter (``entries``), or tracks pass (``order``)."""
    if one.entries is None:
        return {"order": list(one.order)}
    return {"entries": [one.stage.frame.ids[place] for place in one.entries]}


def _outcome(one: Outcome) -> dict[str, object]:
    return {
        "combination_id": one.combination_id,
        "route": one.route.value,
        "firmware_track": one.track or None,
        "eligible_on": one.eligible_on.isoformat(),
        "open_on": one.open_on.isoformat(),
        "bases": list(one.bases),
        "installation_days_waiting": one.waits,
    }


def _entry(one: Entry, outcome: Outcome) -> dict[str, object]:
    return {
        "combination_id": one.combination_id,
        "route": outcome.route.value,
        "phase": one.phase,
        "start": one.start.isoformat(),
        "end": one.end.isoformat(),
        "lane": one.lane,
        "firmware": one.firmware or None,
        "firmware_track": outcome.track or None,
        "eligible_on": outcome.eligible_on.isoformat(),
        "binding_constraint": one.binding,
    }


def choice_document(choice: Choice) -> dict[str, object]:
    """The bound over all sets of the sizes that were looked at, and the objective for each of them."""
    sizes: dict[str, object] = {}
    for size, cases in choice.cases.items():
        parts = [{"counts": case.counts, "prices": case.prices, "pay": dict(case.payments)} for case in cases]
        sizes[str(size)] = {"parts": parts}
    for size, sets in choice.sets.items():
        sizes[str(size)] = {"sets": [_set(one) for one in sets]}
    return {
        "bound": choice.bound,
        "excluded_population": choice.plan.excluded,
        "curve": [
            {
                "size": one.size,
                "feasible": not one.infeasible,
                "installation_days_waiting": one.waits,
                "bound": one.bound,
                "plain_rule": one.plain_waits,
                "selected": one.selected,
            }
            for one in choice.curve
        ],
        "prices": [
            {"scale": one.scale, "days": one.days, "exit": one.exit, "cutoffs": dict(one.cutoffs)}
            for one in choice.prices
        ],
        "sizes": sizes,
        "schedules": {str(size): [*schedule(plan)] for size, plan in choice.best.items()},
    }


def schedule(plan: Plan) -> Iterator[tuple[str, str, str, int]]:
    """When each test starts, and in which lane; everything else of the plan follows."""
    for one in plan.entries:
        if one.phase in ("mt", "eoc", "dmct"):
            yield one.combination_id, one.phase, one.start.isoformat(), one.lane


def _set(one: Ordering) -> dict[str, object]:
    selected = [one.stage.frame.ids[place] for place in one.stage.selected]
    return {"selected": selected, "proof": _proof(one.proof)}


def _tree(stage: Stage, ordered: Ordered) -> Iterator[dict[str, object]]:
    """Every part, each before its children; prices only where they are used and not those of the part above."""
    known: dict[int, object] = {}
    for part in ordered.tree.parts():
        written: dict[str, object] = {}
        for child in part.children:
            known[id(child)] = part.prices
        if known.get(id(part)) is not part.prices or (part.worths and part.prices.cutoffs):
            written["prices"] = _without_end(part.prices.days.tolist())
            if part.prices.cutoffs:
                names = (claim.name for claim in stage.queue.claims)
                written["cutoffs"] = dict(zip(names, part.prices.cutoffs, strict=True))
        if part.worths:
            written["worths"] = dict(zip((job.name for job in stage.queue.jobs), part.worths, strict=True))
        if part.children:
            written["split"] = [stage.queue.jobs[part.job].name, part.day]
        yield written


def _without_end(prices: list[int]) -> list[int]:
    """The prices up to the last that is not nought."""
    until = max((day + 1 for day, price in enumerate(prices) if price), default=0)
    return prices[:until]


def json_lines(document: Mapping[str, object]) -> bytes:
    """JSON with one line per member of each list at the top, so that versions can be compared."""
    return (
        "{\n" + ",\n".join(f"{json.dumps(name)}: {_lines(value)}" for name, value in document.items()) + "\n}\n"
    ).encode()


def _lines(value: object) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in value) + "\n]"
