"""From a scheme's programme, a firmware register and programme decisions to what the planner is given, and to what may
happen.

What belongs here: which release of a track a plan waits for, and what a decision makes of a combination. What does not:
reading any of them.

A plan waits for the last candidate that a track announces, since every later one voids what was passed on an earlier,
and for its final release; a day that is not known is planned by its median. Source: ``programme.md``, "Given", 0-3
and 6-7.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from eligo.errors import UsageError
from eligo.programme.calendar import Calendar
from eligo.programme.decisions import DecisionKind, ProgrammeDecisions
from eligo.programme.firmware.model import Register, Release
from eligo.programme.model import Combination, Durations, ExitRule, Lanes, Programme, Track
from eligo.programme.uncertainty import Chance
from eligo.scheme import ProgrammeRules, Scheme
from eligo.terms import Candidate, SelectionPolicy


def programme_of(
    scheme: Scheme,
    register: Register,
    combinations: Sequence[tuple[Candidate, str]],
    policy: SelectionPolicy,
    decisions: ProgrammeDecisions | None = None,
    on_request: Sequence[tuple[Candidate, str]] = (),
) -> Programme:
    """What the planner is given; ``combinations`` are those in scope, each with its track.

    ``on_request``: those out of scope that are tested because somebody asked for it. They are not tested before that,
    and are never selected; a request of one in scope changes at most what its waiting weighs.

    Raises ``UsageError`` where the scheme has no programme, or a track that they need has no candidate or no final
    release in the register.
    """
    rules, decided = rules_of(scheme), decisions or ProgrammeDecisions()
    everything = (*combinations, *on_request)
    needed = sorted({track for _, track in everything if track})
    _check_releases(register, needed)
    asked = {candidate.combination_id for candidate, _ in on_request}
    return Programme(
        tuple(
            Track(one, _candidate(register, one).arrival.median, _final(register, one).arrival.median) for one in needed
        ),
        Durations(**rules.days),
        Lanes(rules.integration_lanes, rules.integration_available),
        Lanes(rules.combination_lanes, rules.combination_available),
        Calendar(rules.country, rules.subdivision, frozenset(rules.closed)),
        tuple(_combination(one, track, decided, asked, rules.request_weight) for one, track in everything),
        policy,
        ExitRule(rules.exit_rule),
        _first(decided, [candidate for candidate, _ in everything]),
        migration_may_delay=rules.migration_may_delay,
    )


def _combination(
    one: Candidate, track: str, decisions: ProgrammeDecisions, asked: Collection[str], usual: int
) -> Combination:
    """A combination with what was decided about it; ``asked`` are those tested on request alone."""
    name = one.combination_id
    request = decisions.of(DecisionKind.REQUEST).get(name)
    duration = decisions.of(DecisionKind.DURATION).get(name)
    return Combination(
        one,
        track,
        duration.days if duration else None,
        request.requested_on if request and name in asked else None,
        (request.weight or usual) if request and request.needs_test else 0,
        name in decisions.of(DecisionKind.UNECONOMIC),
    )


def _first(decisions: ProgrammeDecisions, candidates: Sequence[Candidate]) -> dict[str, str]:
    """By operator, the combination that was decided to go first."""
    decided = decisions.of(DecisionKind.FIRST)
    return {one.operator: one.combination_id for one in candidates if one.combination_id in decided}


def chance_of(scheme: Scheme, register: Register, programme: Programme) -> Chance:
    """What may happen to a plan of that programme."""
    chances = rules_of(scheme).chances
    arrivals = {}
    for track in programme.tracks:
        arrivals[track.id, "candidate"] = _candidate(register, track.id).arrival
        arrivals[track.id, "final"] = _final(register, track.id).arrival
    return Chance(arrivals, chances.failure, chances.respin, chances.respin_days)


def rules_of(scheme: Scheme) -> ProgrammeRules:
    """The scheme's programme. Raises ``UsageError`` where it has none."""
    if scheme.programme is None:
        raise UsageError(
            f"The scheme {scheme.id} says nothing of durations and lanes, so that nothing can be planned",
            hint="Add [programme] to the scheme; the reference of the scheme file describes it.",
        )
    return scheme.programme


def planned_releases(register: Register, track: str) -> tuple[Release, Release]:
    """The candidate and the final release of a track of a plan: the last of either that is announced."""
    return _candidate(register, track), _final(register, track)


def _candidate(register: Register, track: str) -> Release:
    return [one for one in register.of_track(track) if not one.is_final][-1]


def _final(register: Register, track: str) -> Release:
    return [one for one in register.of_track(track) if one.is_final][-1]


def _check_releases(register: Register, tracks: Sequence[str]) -> None:
    """That each track has both. Raises ``UsageError``, which names all that are missing."""
    missing = []
    for track in tracks:
        there = {one.is_final for one in register.of_track(track)}
        kinds = (("candidate", False), ("final release", True))
        missing += [f"no {kind} of track {track}" for kind, is_final in kinds if is_final not in there]
    if missing:
        it = "it" if len(missing) == 1 else "each"
        raise UsageError(
            f"The firmware register has {', '.join(missing)}",
            hint=f"Add {it}, if only with the day on which it is expected.",
        )
