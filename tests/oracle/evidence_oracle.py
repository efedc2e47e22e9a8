"""What results show, slowly: every question is asked of all results again, in plain loops.

Nothing of the programme's own rules is used here but the values that it is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.programme import Asked, Register, Release, Result, ResultOutcome, UnderTest
from eligo.terms import Route

Row = Sequence[Release]


def in_force(row: Row) -> tuple[str | None, str | None]:
    """The candidate and the final release in force of a track, from its first release to its last."""
    candidate = final = None
    for one in row:
        if one.received is None:
            continue
        if one.kind.value == "candidate":
            candidate, final = one.version, None
        else:
            final = one.version
    return candidate, final


def outcome_of(
    results: Sequence[Result], row: Row, needs_final: bool, track: str, cell: tuple[str, str, str, str]
) -> Result | None:
    """The result that counts of one cell."""
    candidate, final = in_force(row)
    best = None
    for result in results:
        if (
            result.combination_id,
            result.phase,
            result.state,
            result.test,
        ) != cell or result.outcome is ResultOutcome.NOT_RUN:
            continue
        if track and result.firmware != final and (needs_final or result.firmware != candidate):
            continue
        if best is None or result.at > best.at or (result.at == best.at and result.firmware == final):
            best = result
    return best


def passes(one: UnderTest, results: Sequence[Result], register: Register, asked: Asked) -> bool:
    """Whether a combination has passed its own test."""
    if one.route in (Route.OUT_OF_SCOPE, Route.UNECONOMIC):
        return False
    route = "dmct" if one.route is Route.EQUIVALENT else one.route.value
    phases = [phase for phase in asked.phases if route in phase.routes]
    return bool(phases) and all(_passes(one, phase.id, results, register, asked) for phase in phases)


def _passes(one: UnderTest, phase: str, results: Sequence[Result], register: Register, asked: Asked) -> bool:
    if phase not in asked.criteria:
        return False
    criteria, row = asked.criteria[phase], register.of_track(one.track)
    final = criteria.firmware == "final"
    if final and one.track and in_force(row)[1] is None:
        return False
    shown = 0
    failed: dict[str, int] = {}
    for state in criteria.states:
        if criteria.except_for.get(state) == one.product_kind:
            continue
        for request in asked.requests:
            if phase not in request.phases or request.device_type not in ("", *one.device_types):
                continue
            cell = (one.combination_id, phase, state, request.id)
            found = outcome_of(results, row, final, one.track, cell)
            if found is None:
                return False
            shown += 1
            if found.outcome is ResultOutcome.FAILED:
                failed[found.severity] = failed.get(found.severity, 0) + 1
    allowed = criteria.tolerated
    return shown > 0 and all(severity in allowed and number <= allowed[severity] for severity, number in failed.items())


def opened_again(
    results: Sequence[Result], before: Row, after: Row, track: str, asked: Asked
) -> set[tuple[str, str, str, str]]:
    """The cells of a track that have a result that counts before a change of its row, and none after it."""
    lost = set()
    for result in results:
        if result.track != track:
            continue
        final = asked.criteria[result.phase].firmware == "final"
        cell = (result.combination_id, result.phase, result.state, result.test)
        now, then = (outcome_of(results, row, final, track, cell) for row in (before, after))
        if now is not None and then is None:
            lost.add(cell)
    return lost
