"""What a programme is given: firmware tracks, durations, lanes, calendar, combinations, policy.

What belongs here: the inputs, all of it data. What does not: what is planned from them (``plan``).

Every duration is in working days. Nothing here is chosen by the planner, and nothing is a distribution: the set and
the order are optimised on medians. Source: ``programme.md``, "Given" and 0-7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from itertools import pairwise

from eligo.errors import UsageError
from eligo.programme.calendar import Calendar
from eligo.terms import Candidate, SelectionPolicy

SIZES = tuple(range(1, 21))
"""The sizes for which the objective is computed (``programme.md``, "Decide")."""


MOST_DAYS_APART = 40 * 365
"""No two days of a programme are further apart: what is, was mistyped."""


@dataclass(frozen=True, slots=True)
class Track:
    """A line of open firmware: when its candidate, and when its final release, is received."""

    id: str
    candidate: date
    final: date


class ExitRule(Enum):
    """Whether all selected leave integration testing together, or those of each track by themselves."""

    JOINT = "joint"
    BY_TRACK = "by-track"


@dataclass(frozen=True, slots=True)
class Durations:
    """How long everything takes, in working days.

    ``migration`` and ``integration``: MT and SIT of a selected combination. ``exit_base`` + ``exit_each`` × size: End
    of Cycle and System Regression. ``combination``: DMCT. ``operator_migration``: MT of the first combination of an
    operator that has none selected, and ``service_requests`` its DMCT. ``evaluation``: of equivalence. ``consent``:
    before an entry in the list of eligible combinations. ``candidate_publication`` and ``final_publication``: of the
    list of pending ones, before MT starts and before End of Cycle.
    """

    migration: int
    integration: int
    exit_base: int
    exit_each: int
    combination: int
    operator_migration: int
    service_requests: int
    evaluation: int = 0
    consent: int = 0
    candidate_publication: int = 0
    final_publication: int = 0

    def exit(self, size: int) -> int:
        """End of Cycle and System Regression of so many selected combinations."""
        return self.exit_base + self.exit_each * size


@dataclass(frozen=True, slots=True)
class Lanes:
    """Identical lanes, each of one combination at a time; ``available``: the day from which there are test sets."""

    count: int
    available: date | None = None


@dataclass(frozen=True, slots=True)
class Combination:
    """What the programme has to know of one combination in scope.

    ``candidate``: what the selection knows of it, the bases of its equivalence included. ``track``: the id of its
    firmware track, empty where its firmware is settled. ``duration``: its own DMCT, where that is not the usual one.
    ``requested``: the day on which its test was requested (H14.36A): it cannot be selected, and is not tested before;
    ``weight``: what stands for its population where that is 0. ``uneconomic``: it is not tested at all.
    """

    candidate: Candidate
    track: str = ""
    duration: int | None = None
    requested: date | None = None
    weight: int = 0
    uneconomic: bool = False

    @property
    def id(self) -> str:
        """Its combination id."""
        return self.candidate.combination_id

    @property
    def installations(self) -> int:
        """What a day of waiting weighs: the population, or else the weight that stands for it."""
        return self.candidate.population or self.weight


@dataclass(frozen=True, slots=True)
class Begun:
    """A phase whose days and lane are given, whatever else is planned: it runs, has ended, or is held where it is.

    ``phase``: mt, sit, eoc or dmct; ``end``: its last day, as far as is known; ``lane``: from 1, 0 for eoc.
    """

    combination_id: str
    phase: str
    start: date
    end: date
    lane: int


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything that the planner is given.

    ``policy``: what a selection must satisfy; its size is the one asked for, and the planner may take another.
    ``first``: by operator, the combination that goes through its migration testing where it has none selected; by
    default its largest. ``migration_may_delay``: whether that testing may delay a selected combination. ``on``: the
    day from which it is planned again, before which nothing starts but what has ``begun``; ``since``: the day from
    which waiting has been counted so far.
    """

    tracks: tuple[Track, ...]
    durations: Durations
    integration_lanes: Lanes
    combination_lanes: Lanes
    calendar: Calendar
    combinations: tuple[Combination, ...]
    policy: SelectionPolicy
    exit_rule: ExitRule = ExitRule.JOINT
    first: Mapping[str, str] = field(default_factory=dict)
    migration_may_delay: bool = False
    on: date | None = None
    since: date | None = None
    begun: tuple[Begun, ...] = ()

    @property
    def t0(self) -> date:
        """The earliest availability of firmware, from which waiting is counted."""
        return min([*(track.candidate for track in self.tracks), *([self.since] if self.since else [])])

    @property
    def excluded(self) -> int:
        """The population of the combinations that are not tested because that would be uneconomic."""
        return sum(one.candidate.population for one in self.combinations if one.uneconomic)

    def track(self, id: str) -> Track | None:
        """The track of that id; ``None`` for the empty id."""
        return next((track for track in self.tracks if track.id == id), None)


def check_programme(programme: Programme) -> None:
    """Raise ``UsageError``, naming every fault, where the inputs do not fit together."""
    faults = [*_faults(programme)]
    if faults:
        raise UsageError(
            f"The programme cannot be planned: {faults[0]}",
            hint="Mend the programme's inputs.",
            details=faults[1:],
        )


def _faults(programme: Programme) -> list[str]:
    names = [track.id for track in programme.tracks]
    ids = [one.id for one in programme.combinations]
    days = sorted(_days(programme))
    if days and (days[-1] - days[0]).days > MOST_DAYS_APART:
        return [f"{days[0]} and {days[-1]} are more than {MOST_DAYS_APART // 365} years apart"]
    found = [] if names else ["no firmware track is given, so that time has no beginning"]
    found += [f"firmware track {one} is given twice" for one in sorted({one for one in names if names.count(one) > 1})]
    found += [f"combination {one} is given twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    found += [
        f"the final release of track {one.id}, {one.final}, is before its candidate, {one.candidate}"
        for one in programme.tracks
        if one.final < one.candidate
    ]
    lengths = {name: getattr(programme.durations, name) for name in Durations.__slots__}
    least = {"migration": 1, "integration": 1, "combination": 1, "operator_migration": 1, "service_requests": 1}
    found += [
        f"{name} takes {length} working days, fewer than {least.get(name, 0)}"
        for name, length in lengths.items()
        if length < least.get(name, 0)
    ]
    lanes = {"integration": programme.integration_lanes, "combination": programme.combination_lanes}
    found += [f"there are {one.count} {name} lanes" for name, one in lanes.items() if one.count < 1]
    for one in programme.combinations:
        if one.track and one.track not in names:
            found.append(f"combination {one.id} has the unknown track {one.track}")
        if min(one.candidate.population, one.weight, 0 if one.duration is None else one.duration - 1) < 0:
            found.append(f"combination {one.id} has a population, weight or duration that is too small")
    operators = {one.id: one.candidate.operator for one in programme.combinations}
    found += [
        f"{one} is to be the first of operator {operator}, and is not one of its combinations"
        for operator, one in sorted(programme.first.items())
        if operators.get(one) != operator
    ]
    return [*found, *_wrongly_begun(programme)]


def _days(programme: Programme) -> Iterator[date]:
    """Every day that a programme is given."""
    for track in programme.tracks:
        yield from (track.candidate, track.final)
    yield from (day for one in programme.begun for day in (one.start, one.end))
    lanes = (programme.integration_lanes.available, programme.combination_lanes.available)
    single = (programme.on, programme.since, *lanes, *(one.requested for one in programme.combinations))
    yield from (day for day in single if day is not None)


def _wrongly_begun(programme: Programme) -> Iterator[str]:
    """What is said to have begun and cannot have: each phase once, in a lane, after those before it."""
    counts = {"mt": programme.integration_lanes.count, "sit": programme.integration_lanes.count, "eoc": 0}
    taken: dict[tuple[bool, int], list[Begun]] = {}
    known: dict[tuple[str, str], Begun] = {}
    for one in sorted(programme.begun, key=lambda each: (each.start, each.end, each.combination_id)):
        name = f"{one.phase} of {one.combination_id}"
        if (one.combination_id, one.phase) in known:
            yield f"{name} is begun twice"
        known[one.combination_id, one.phase] = one
        if one.end < one.start or programme.on is None:
            yield f"{name} ends before it has begun" if programme.on else f"{name} has begun, and no day says by when"
        most = counts.get(one.phase, programme.combination_lanes.count)
        if not min(1, most) <= one.lane <= most:
            yield f"{name} is in lane {one.lane} of {most}"
        elif one.lane:
            taken.setdefault((one.phase == "dmct", one.lane), []).append(one)
    for (name, phase), one in known.items():
        before = known.get((name, "mt")) if phase == "sit" else None
        if phase == "sit" and (before is None or before.end >= one.start or before.lane != one.lane):
            yield f"sit of {name} has begun without its mt before it in the same lane"
    for others in taken.values():
        for one, after in pairwise(others):
            if after.start <= one.end:
                yield f"{one.phase} of {one.combination_id} and {after.phase} of {after.combination_id} overlap"
