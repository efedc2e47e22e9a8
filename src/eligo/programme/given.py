"""From a scheme's programme and a firmware register to what the planner is given, and to what may happen.

What belongs here: which release of a track a plan waits for. What does not: reading either.

A plan waits for the last candidate that a track announces, since every later one voids what was passed on an earlier,
and for its final release; a day that is not known is planned by its median. Source: ``programme.md``, "Given" and 0-3.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.errors import UsageError
from eligo.programme.calendar import Calendar
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
) -> Programme:
    """What the planner is given; ``combinations`` are those in scope, each with its track.

    Raises ``UsageError`` where the scheme has no programme, or a track that they need has no candidate or no final
    release in the register.
    """
    rules = rules_of(scheme)
    needed = sorted({track for _, track in combinations if track})
    return Programme(
        tuple(
            Track(one, _candidate(register, one).arrival.median, _final(register, one).arrival.median) for one in needed
        ),
        Durations(**rules.days),
        Lanes(rules.integration_lanes),
        Lanes(rules.combination_lanes),
        Calendar(rules.country, rules.subdivision, frozenset(rules.closed)),
        tuple(Combination(candidate, track) for candidate, track in combinations),
        policy,
        ExitRule(rules.exit_rule),
        migration_may_delay=rules.migration_may_delay,
    )


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


def _candidate(register: Register, track: str) -> Release:
    known = [one for one in register.of_track(track) if not one.is_final]
    return _known(known, track, "candidate")


def _final(register: Register, track: str) -> Release:
    return _known([one for one in register.of_track(track) if one.is_final], track, "final release")


def _known(releases: Sequence[Release], track: str, kind: str) -> Release:
    if not releases:
        raise UsageError(
            f"The firmware register has no {kind} of track {track}",
            hint="Add it, if only with the day on which it is expected.",
        )
    return releases[-1]
