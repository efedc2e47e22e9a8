"""A programme in day indices: what can be computed once, whatever is selected.

What belongs here: combinations in rank order, and the earliest index of everything that they wait for. What does not:
anything that depends on the set (``stage``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eligo.programme.calendar import WorkingDays, working_days
from eligo.programme.model import SIZES, ExitRule, Programme, check_programme
from eligo.terms import rank_key

UNTRACKED = "-"
"""The exit of selected combinations without a track, where each track has an exit of its own."""


@dataclass(frozen=True, slots=True)
class Span:
    """From which index a phase takes which lane (0: none), and from which it no longer does."""

    start: int
    end: int
    lane: int


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """``combinations`` are those that are tested, in rank order; all else is by their place in it.

    ``enters``: the index from which migration testing may start, its list published. ``final``: from which its final
    release is there, and its test requested. ``gates``: by track, from which End of Cycle may start.
    ``bases``: the places of those whose test stands for it. ``lanes_from``: of integration and of other testing.
    ``on``: before which nothing starts but what has ``begun``, by place and phase.
    """

    programme: Programme
    days: WorkingDays = field(repr=False)
    enters: tuple[int, ...]
    final: tuple[int, ...]
    gates: dict[str, int]
    bases: tuple[frozenset[int], ...]
    lanes_from: tuple[int, int]
    ids: tuple[str, ...]
    operators: tuple[str, ...]
    tracks: tuple[str, ...]
    weights: tuple[int, ...]
    durations: tuple[int, ...]
    requested: tuple[bool, ...]
    on: int
    begun: Mapping[tuple[int, str], Span]

    @property
    def everything(self) -> range:
        """Every place."""
        return range(len(self.ids))

    def group(self, place: int) -> str:
        """The exit that a combination leaves with if it is selected: empty where there is one for all."""
        return "" if self.programme.exit_rule is ExitRule.JOINT else self.tracks[place] or UNTRACKED

    def duration(self, place: int, first: bool) -> int:
        """The working days of its DMCT; ``first``: those of its service requests."""
        return self.programme.durations.service_requests if first else self.durations[place]

    def elapsed(self, index: int) -> int:
        """Calendar days from t0 to an index."""
        return self.days.elapsed[index]


def frame_of(programme: Programme) -> Frame:
    """The programme in day indices. Raises ``UsageError`` where its inputs do not fit together."""
    check_programme(programme)
    live = [one for one in programme.combinations if not one.uneconomic]
    live.sort(key=lambda one: (rank_key(one.candidate), one.id))
    days = working_days(programme.calendar, programme.t0, _count(programme))
    place = {one.id: number for number, one in enumerate(live)}
    tracks = {track.id: track for track in programme.tracks}
    lengths = programme.durations

    def at(day: date | None) -> int:
        return 0 if day is None else days.index(day)

    on = at(programme.on)
    leaves = on if lengths.exit(1) else 0  # an exit that takes no time starts nothing
    candidate = {name: at(track.candidate) + lengths.candidate_publication for name, track in tracks.items()}
    final = {name: at(track.final) for name, track in tracks.items()}
    lanes = at(programme.integration_lanes.available), at(programme.combination_lanes.available)
    return Frame(
        programme,
        days,
        tuple(max(candidate.get(one.track, 0), at(one.requested), on) for one in live),
        tuple(max(final.get(one.track, 0), at(one.requested), on) for one in live),
        {"": leaves} | {name: max(leaves, index + lengths.final_publication) for name, index in final.items()},
        tuple(frozenset(place[base] for base in one.candidate.bases - {one.id} if base in place) for one in live),
        lanes,
        tuple(one.id for one in live),
        tuple(one.candidate.operator for one in live),
        tuple(one.track for one in live),
        tuple(one.installations for one in live),
        tuple(lengths.combination if one.duration is None else one.duration for one in live),
        tuple(one.requested is not None for one in live),
        on,
        {
            (place[one.combination_id], one.phase): Span(at(one.start), at(one.end) + 1, one.lane)
            for one in programme.begun
            if one.combination_id in place
        },
    )


def _count(programme: Programme) -> int:
    """More working days than any plan takes that waits for nothing needlessly."""
    lengths = programme.durations
    given = [day for track in programme.tracks for day in (track.candidate, track.final)]
    given += [one.requested for one in programme.combinations if one.requested]
    given += [one.end for one in programme.begun] + ([programme.on] if programme.on else [])
    given += [one.available for one in (programme.integration_lanes, programme.combination_lanes) if one.available]
    dates = max((day - programme.t0).days for day in given)
    operators = len({one.candidate.operator for one in programme.combinations})
    size = max(programme.policy.size, *SIZES)
    integration = size * (lengths.migration + lengths.integration) + operators * lengths.operator_migration
    tests = sum(lengths.combination if one.duration is None else one.duration for one in programme.combinations)
    others = operators * lengths.service_requests + lengths.exit(size) + lengths.evaluation + lengths.consent
    others += lengths.candidate_publication + lengths.final_publication
    return 2 * (dates + integration + others) + 2 * tests // programme.combination_lanes.count + 100
