"""The firmware register: per track its candidates and its final release, with what is known of their days.

What belongs here: the register as a value, and what is in force in it. What does not: reading one (``read``), and
what it means for results (``evidence``).

Invariants: the releases of a track stand in one row, each but the last naming the next in ``superseded_by``; a
register that does not is refused when it is read (``checks``). What is expected alone is not in force.
Source: ``programme.md``, "Given" and 2; Consultation 2 (candidates, final release, two tracks) and 3 (who has tested).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property

from eligo.programme.firmware.expected import Expected, certain


class Kind(Enum):
    """A near-final version that phases start on, or the release that they end on."""

    CANDIDATE = "candidate"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Tested:
    """Somebody has tested a version: the manufacturer, an operator, or the publisher; ``on`` where it is known."""

    who: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """One line of the register: a candidate or a final release of a track.

    ``expected`` is what was, or is, expected; ``received`` the day it came. At least one of them is there.
    ``superseded_by`` is the version that came, or will come, next; blank for the last of its track.
    """

    track: str
    version: str
    kind: Kind
    expected: Expected | None = None
    received: date | None = None
    superseded_by: str = ""
    tested: tuple[Tested, ...] = ()
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by: its track, its kind and its version."""
        return (self.track, self.kind.value, self.version)

    @property
    def is_final(self) -> bool:
        """Whether it is a final release."""
        return self.kind is Kind.FINAL

    @property
    def arrival(self) -> Expected:
        """When it is there: the day it was received, else what is expected. For plans."""
        if self.received is not None:
            return certain(self.received)
        if self.expected is None:
            raise ValueError(f"nothing is known of the day of {self.version}")
        return self.expected


@dataclass(frozen=True)
class Register:
    """All releases. ``releases`` are track by track in the scheme's order, each track in the order of succession."""

    releases: tuple[Release, ...] = ()

    @cached_property
    def _by_track(self) -> dict[str, tuple[Release, ...]]:
        tracks: dict[str, list[Release]] = {}
        for one in self.releases:
            tracks.setdefault(one.track, []).append(one)
        return {track: tuple(ones) for track, ones in tracks.items()}

    @property
    def tracks(self) -> tuple[str, ...]:
        """The tracks that have a release."""
        return tuple(self._by_track)

    def of_track(self, track: str) -> tuple[Release, ...]:
        """The releases of a track, in the order of succession."""
        return self._by_track.get(track, ())

    def find(self, track: str, version: str) -> tuple[Release, ...]:
        """The lines of a version: one, or a candidate and the final release that it became unchanged."""
        return tuple(one for one in self.of_track(track) if one.version == version)

    def received(self, track: str) -> tuple[Release, ...]:
        """The releases of a track that have been received, in the order of succession."""
        return tuple(one for one in self.of_track(track) if one.received is not None)

    def candidate(self, track: str) -> Release | None:
        """The candidate in force: the last that was received. ``None`` before the first."""
        return next((one for one in reversed(self.received(track)) if not one.is_final), None)

    def final(self, track: str) -> Release | None:
        """The final release in force: received, and no candidate received since. ``None`` where there is none."""
        last = self.received(track)[-1:]
        return last[0] if last and last[0].is_final else None

    def awaited(self, track: str) -> tuple[Release, ...]:
        """The releases of a track that come after what is in force, and have not been received."""
        in_row = self.of_track(track)
        there = [place for place, one in enumerate(in_row) if one.received is not None]
        return in_row[there[-1] + 1 :] if there else in_row

    def versions_that_count(self, track: str, *, final: bool) -> frozenset[str]:
        """The versions on which a result counts now.

        For what has to be shown on the final release (``final``): that alone. Otherwise the candidate in force, and
        the final release after it, which voids nothing.
        """
        candidate, released = self.candidate(track), self.final(track)
        counting = [released] if final else [candidate, released]
        return frozenset(one.version for one in counting if one is not None)

    def receiving(self, new: Release) -> Register:
        """The register once a release has been received: in the place of its line where it is announced, otherwise
        after what its track has received last.
        """
        row = list(self.of_track(new.track))
        place = next((number for number, one in enumerate(row) if one.key == new.key), None)
        if place is None:
            row.insert(len(row) - len(self.awaited(new.track)), new)
        else:
            row[place] = new
        following = [*(one.version for one in row[1:]), ""]
        linked = tuple(replace(one, superseded_by=after) for one, after in zip(row, following, strict=True))
        rows = {**self._by_track, new.track: linked}
        return Register(tuple(one for releases in rows.values() for one in releases))


def in_succession(releases: tuple[Release, ...]) -> Iterator[Release]:
    """The releases of one track in the order of succession; nothing of what no row leads to.

    >>> made = [Release("T", v, Kind.CANDIDATE, superseded_by=n) for v, n in (("2", "3"), ("1", "2"), ("3", ""))]
    >>> [one.version for one in in_succession(tuple(made))]
    ['1', '2', '3']
    """
    followed = {id(after) for one in releases if (after := successor(one, releases)) is not None}
    one = next((release for release in releases if id(release) not in followed), None)
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = successor(one, releases)


def successor(release: Release, releases: tuple[Release, ...]) -> Release | None:
    """The line that a line names as its successor; of a version that is both, the candidate unless that is itself."""
    named = [one for one in releases if one.version == release.superseded_by and one is not release]
    named.sort(key=lambda one: one.is_final)
    return named[0] if named else None
