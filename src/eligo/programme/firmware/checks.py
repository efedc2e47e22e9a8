"""Whether the lines of a firmware register fit together. A check is a plain function in ``REGISTER_CHECKS``.

Invariant: a check judges one track at a time and changes nothing; what needs the order of succession is not evaluated
where that could not be found out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.findings import Finding
from eligo.programme.firmware.model import Release, in_succession, successor
from eligo.programme.tables import Line
from eligo.scheme import MANUFACTURER


@dataclass(frozen=True, slots=True)
class Placed:
    """A release and the line that it was read from."""

    release: Release
    line: Line

    def finding(self, code: str, column: str, expected: str, message: str) -> Finding:
        """A finding in its line."""
        return self.line.finding(code, column, expected, message)


Track = tuple[Placed, ...]
"""The lines of one track, in the order of the file."""


def register_findings(lines: Sequence[Placed]) -> tuple[Finding, ...]:
    """What is wrong with lines that can each be read, track by track."""
    tracks: dict[str, list[Placed]] = {}
    for one in lines:
        tracks.setdefault(one.release.track, []).append(one)
    found: list[Finding] = []
    for placed in map(tuple, tracks.values()):
        of_lines = [finding for check in LINE_CHECKS for finding in check(placed)]
        found += of_lines
        in_row = _in_row(placed)
        if not of_lines and len(in_row) == len(placed):
            found += [finding for check in ROW_CHECKS for finding in check(in_row)]
    return tuple(found)


def _in_row(track: Track) -> Track:
    by_release = {id(one.release): one for one in track}
    return tuple(by_release[id(one)] for one in in_succession(_releases(track)))


def _releases(track: Track) -> tuple[Release, ...]:
    return tuple(one.release for one in track)


def check_versions(track: Track) -> Iterator[Finding]:
    """A version is a candidate once, and a final release once."""
    first: dict[tuple[str, str, str], Placed] = {}
    for one in track:
        if (earlier := first.setdefault(one.release.key, one)) is not one:
            message = f"{one.release.version} is in row {earlier.line.row} already"
            yield one.finding("firmware-repeated", "version", "each version once", message)


def check_successors(track: Track) -> Iterator[Finding]:
    """Whatever supersedes a version is in its track."""
    for one in track:
        named = one.release.superseded_by
        if named and successor(one.release, _releases(track)) is None:
            others = ", ".join(other.release.version for other in track if other is not one) or "no other version"
            alone = f"{one.release.version} is said to supersede itself" if named == one.release.version else ""
            message = alone or f"The track has no version {named}"
            yield one.finding("firmware-successor-unknown", "superseded_by", others, message)


def check_row(track: Track) -> Iterator[Finding]:
    """All versions of a track stand in one row, which has an end; not evaluated where they cannot be told apart."""
    releases = _releases(track)
    unknown = any(one.superseded_by and successor(one, releases) is None for one in releases)
    if unknown or len({one.key for one in releases}) < len(releases):
        return
    by_release = {id(one.release): one for one in track}
    for circle in _circles(releases):
        names = " by ".join(one.version for one in (*circle, circle[0]))
        message = f"{names}: nothing comes last"
        yield by_release[id(circle[0])].finding("firmware-successor-cycle", "superseded_by", "an order", message)
    lasts = [one for one in track if not one.release.superseded_by]
    for one in lasts[:-1]:
        message = f"Neither {one.release.version} nor {lasts[-1].release.version} is superseded by another"
        yield one.finding("firmware-succession-forked", "superseded_by", "the version that came next", message)
    followed: dict[int, Placed] = {}
    for one in track:
        after = successor(one.release, releases)
        if after is not None and (earlier := followed.setdefault(id(after), one)) is not one:
            both = f"{earlier.release.version} and {one.release.version}"
            message = f"{both} are both superseded by {after.version}"
            yield one.finding("firmware-succession-forked", "superseded_by", "the version that came next", message)


def _circles(releases: tuple[Release, ...]) -> Iterator[tuple[Release, ...]]:
    """The circles in which releases supersede each other, each once, from its first line."""
    done: set[int] = set()
    for start in releases:
        way: list[Release] = []
        one: Release | None = start
        while one is not None and id(one) not in done and not any(one is other for other in way):
            way.append(one)
            one = successor(one, releases)
        if one is not None and id(one) not in done:
            place = next(number for number, other in enumerate(way) if other is one)
            yield tuple(way[place:])
        done |= {id(other) for other in way}


def check_final(row: Track) -> Iterator[Finding]:
    """A final release follows a candidate."""
    for place, one in enumerate(row):
        if one.release.is_final and (place == 0 or row[place - 1].release.is_final):
            before = f"follows the final release {row[place - 1].release.version}" if place else "follows nothing"
            message = f"The final release {one.release.version} {before}"
            yield one.finding("firmware-final-alone", "kind", "a candidate that it was made from", message)


def check_days(row: Track) -> Iterator[Finding]:
    """What comes later has the later day: successors, and tests of a version."""
    before: Release | None = None
    for one in row:
        release = one.release
        if before is not None and before.received is not None and release.arrival.latest < before.received:
            column, was = ("received", "was received") if release.received else ("expected", "is expected")
            message = f"{release.version} {was} before {before.version}, which it follows, on {before.received}"
            yield one.finding("firmware-days-backwards", column, f"{before.received} or later", message)
        before = release if release.received is not None else before
    for one in row:
        yield from _tests_before(one)


def _tests_before(one: Placed) -> Iterator[Finding]:
    """Operators and publisher test what was received; the manufacturer tests before it is released to anyone."""
    received = one.release.received
    for test in one.release.tested:
        if test.who != MANUFACTURER and test.on is not None and (received is None or test.on < received):
            when = f"received on {received}" if received else "not received yet"
            message = f"{test.who} is said to have tested on {test.on} what was {when}"
            yield one.finding("firmware-days-backwards", "tested_by", _not_before(received), message)


def _not_before(received: date | None) -> str:
    return f"{received} or later" if received else "a day of receipt, or no test"


def check_expected(row: Track) -> Iterator[Finding]:
    """Whether anything came before it was expected."""
    for one in row:
        release = one.release
        if release.received is not None and release.expected and release.received < release.expected.earliest:
            message = f"{release.version} was received on {release.received}, before {release.expected.earliest}"
            expected = f"{release.expected.earliest} or later"
            yield one.finding("firmware-before-expected", "received", expected, message)


LINE_CHECKS: tuple[Callable[[Track], Iterator[Finding]], ...] = (check_versions, check_successors, check_row)
"""Those that need no order, by track."""

ROW_CHECKS: tuple[Callable[[Track], Iterator[Finding]], ...] = (check_final, check_days, check_expected)
"""Those that need the order of succession."""
