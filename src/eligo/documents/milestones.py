"""The milestones of a plan: the days that people wait for, each under a key that says what it is and not when.

What belongs here: which days, and their words. What does not: the form of a calendar (``ical``).

Invariants: a key depends on the track, the exit, the combination or the operator alone, so that the same milestone of a
plan made anew has the same key; the same plan gives the same milestones in the same order.
Source: ``programme.md``, "Report".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from eligo.documents.plan_charts import PHASES
from eligo.documents.shown_plan import ShownPlan
from eligo.documents.timeline import day_name
from eligo.programme import Entry, Release, Spread, planned_releases
from eligo.scheme import listed


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something in a calendar, from its ``first`` to its ``last`` day; ``key`` says which it is, whenever it is."""

    key: str
    first: date
    last: date
    title: str
    words: str


def occasions(shown: ShownPlan) -> tuple[Occasion, ...]:
    """Every milestone of a plan, by day and then by key."""
    found = [*_firmware(shown), *_tests(shown), *_exits(shown), *_eligible(shown), *_operators(shown), *_shares(shown)]
    return tuple(sorted(found, key=lambda one: (one.first, one.key)))


def revised_on(shown: ShownPlan) -> date:
    """The last day of which it is known what happened: a receipt in the register, or the day from which the plan was
    made again; without any, the day the plan begins on.

    A calendar is stamped with it: what is read anew later has more in it, and the same plan has the same day.
    """
    received = [one.received for one in shown.register.releases if one.received is not None]
    return max([*received, *filter(None, [shown.programme.on])], default=shown.plan.t0)


def _firmware(shown: ShownPlan) -> Iterator[Occasion]:
    for track in shown.programme.tracks:
        releases = zip(planned_releases(shown.register, track.id), (track.candidate, track.final), strict=True)
        for release, day in releases:
            kind = "final release" if release.is_final else "candidate"
            title = f"{track.id} firmware: {kind} {release.version}"
            yield Occasion(f"firmware {track.id} {kind}", day, day, title, _arrival(release))


def _arrival(release: Release) -> str:
    if release.received is not None:
        return "Received."
    arrival = release.arrival
    if arrival.is_certain:
        return "Expected on this day."
    return (
        f"Expected between {day_name(arrival.earliest)} and {day_name(arrival.latest)}; "
        "as likely to be there by this day as not."
    )


def _tests(shown: ShownPlan) -> Iterator[Occasion]:
    """When the selected of each track begin migration testing, and when they have been through integration testing."""
    names, tracks = shown.names, shown.selected_tracks
    for track in tracks:
        own = [name for name in shown.selected if shown.combinations[name].track == track]
        of = f", {track or 'without a track'}" if len(tracks) > 1 else ""
        said = f"{listed([names[name] for name in own])}."
        first = min(_entry(shown, own, "mt"), key=lambda one: one.start).start
        last = max(_entry(shown, own, "sit"), key=lambda one: one.end).end
        yield Occasion(f"mt starts {track}", first, first, f"{PHASES['mt']} starts{of}", said)
        yield Occasion(f"sit ends {track}", last, last, f"{PHASES['sit']} ends{of}", said)


def _entry(shown: ShownPlan, names: Iterable[str], phase: str) -> list[Entry]:
    own = set(names)
    return [one for one in shown.plan.entries if one.phase == phase and one.combination_id in own]


def _exits(shown: ShownPlan) -> Iterator[Occasion]:
    """End of Cycle and System Regression of those that leave together, and the day they are out."""
    names = shown.names
    for exit_name, day in sorted(shown.plan.exits.items()):
        own = [name for name in shown.selected if exit_name in ("", shown.combinations[name].track or "-")]
        of = f", {'without a track' if exit_name == '-' else exit_name}" if exit_name else ""
        said = f"{listed([names[name] for name in own])}."
        for one in _entry(shown, own, "eoc")[:1]:
            yield Occasion(f"eoc {exit_name}", one.start, one.end, f"{PHASES['eoc']}{of}", f"On final firmware: {said}")
        yield Occasion(f"exit {exit_name}", day, day, f"Exit from SIT{of}", f"What follows may begin. {said}")


def _eligible(shown: ShownPlan) -> Iterator[Occasion]:
    for name in shown.selected:
        spread = shown.uncertain.eligible.get(name) if shown.uncertain else None
        day = shown.outcomes[name].eligible_on
        yield Occasion(f"eligible {name}", day, day, f"{shown.names[name]} is eligible", _chance(shown, spread))


def _operators(shown: ShownPlan) -> Iterator[Occasion]:
    """When the first combination of each operator is open."""
    for operator in dict.fromkeys(shown.combinations[one.combination_id].operator for one in shown.plan.outcomes):
        own = [one for one in shown.plan.outcomes if shown.combinations[one.combination_id].operator == operator]
        first = min(own, key=lambda one: one.open_on)
        spread = shown.uncertain.opens.get(first.combination_id) if shown.uncertain else None
        said = f"It begins with {shown.names[first.combination_id]}. {_chance(shown, spread)}".strip()
        yield Occasion(f"open {operator}", first.open_on, first.open_on, f"Migration from {operator} opens", said)


def _shares(shown: ShownPlan) -> Iterator[Occasion]:
    for share, day, spread in shown.shares:
        name = {"1/2": "Half of the", "1": "All"}.get(str(share))
        if name:
            title = f"{name} {shown.scheme.installation_word}s eligible"
            yield Occasion(f"eligible {share}", day, day, title, _chance(shown, spread))


def _chance(shown: ShownPlan, spread: Spread[date] | None) -> str:
    if spread is None or shown.uncertain is None:
        return ""
    return (
        f"In {shown.uncertain.count:,} trials: one in ten by {day_name(spread.p10)}, half by {day_name(spread.p50)}, "
        f"nine in ten by {day_name(spread.p90)}."
    )
