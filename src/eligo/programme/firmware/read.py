"""Reading a firmware register: a CSV table, one line per candidate or final release.

What belongs here: the columns and what a cell means. What does not: whether the lines fit together (``checks``).

Invariant: the outcome is a whole register, or findings of which at least one is an error; never a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.findings import Finding, Severity
from eligo.programme.firmware.checks import Placed, register_findings
from eligo.programme.firmware.expected import Expected, parsed
from eligo.programme.firmware.model import Kind, Register, Release, Tested, in_succession
from eligo.programme.tables import Line, read_lines
from eligo.scheme import Scheme, testers

REGISTER_COLUMNS = ("track", "version", "kind", "expected", "received", "superseded_by", "tested_by", "note")
"""The columns of a register, in the order in which Eligo writes them."""

_REQUIRED = ("track", "version", "kind", "received")

EXPECTED_FORMS = "2019-11-24, or earliest/most likely/latest, or days with weights such as 2019-11-24:3 2019-12-02:1"


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """``register`` is ``None`` where any finding is an error."""

    register: Register | None
    findings: tuple[Finding, ...]


def read_register(name: str, content: bytes, scheme: Scheme) -> RegisterRead:
    """The register of a UTF-8 CSV file, held to the scheme's tracks, or everything that is wrong with it."""
    lines, structure = read_lines(name, content, _REQUIRED, REGISTER_COLUMNS)
    findings, placed, unread = [*structure], [], set()
    for line in lines:
        reading = _Reading(line, scheme)
        release = reading.release()
        findings += reading.findings
        if release is not None:
            placed.append(Placed(release, line))
        else:
            unread.add(line.cells["track"])
    # A line that could not be read may be what another one waits for; a track that is not known may be any.
    if not structure and unread <= {track.id for track in scheme.tracks}:
        findings += register_findings([one for one in placed if one.release.track not in unread])
    if any(one.severity is Severity.ERROR for one in findings):
        return RegisterRead(None, tuple(sorted(findings, key=lambda one: one.order)))
    return RegisterRead(arranged([one.release for one in placed], scheme), tuple(findings))


def arranged(releases: Sequence[Release], scheme: Scheme) -> Register:
    """A register of lines that fit together: tracks in the scheme's order, each in the order of succession."""
    by_track = {
        track.id: tuple(in_succession(tuple(one for one in releases if one.track == track.id)))
        for track in scheme.tracks
    }
    return Register(tuple(one for track in by_track.values() for one in track))


class _Reading:
    """One line, cell by cell; what is wrong gathers in ``findings``."""

    def __init__(self, line: Line, scheme: Scheme) -> None:
        self.line = line
        self.scheme = scheme
        self.findings: list[Finding] = []

    def release(self) -> Release | None:
        """The line as a release; ``None`` where a cell could not be read."""
        tracks = [track.id for track in self.scheme.tracks]
        track, version = self._stated("track"), self._stated("version")
        if track and track not in tracks:
            self._add("firmware-track-unknown", "track", ", ".join(tracks), f"The scheme has no track '{track}'")
        kind = self._kind()
        expected, received = self._expected(), self._day("received", self.line.cells["received"])
        if not self.line.cells["received"] and not self.line.cells.get("expected"):
            self._add("firmware-undated", "received", EXPECTED_FORMS, "The release has no day at all")
        tested = tuple(self._tested())
        if self.findings or kind is None:
            return None
        cells = self.line.cells
        return Release(
            track,
            version,
            kind,
            expected,
            received,
            cells.get("superseded_by", ""),
            tested,
            cells.get("note", ""),
        )

    def _stated(self, column: str) -> str:
        value = self.line.cells[column]
        if not value:
            self._add("entry-missing", column, f"a {column}", f"The {column} is blank")
        return value

    def _kind(self) -> Kind | None:
        kinds = {kind.value: kind for kind in Kind}
        typed = self._stated("kind")
        if typed and typed.casefold() not in kinds:
            self._add("entry-not-allowed", "kind", " or ".join(kinds), f"'{typed}' is no kind of release")
        return kinds.get(typed.casefold())

    def _expected(self) -> Expected | None:
        typed = self.line.cells.get("expected", "")
        if not typed:
            return None
        try:
            return parsed(typed)
        except ValueError as error:
            self._add("day-unreadable", "expected", EXPECTED_FORMS, f"What is expected cannot be read: {error}")
            return None

    def _day(self, column: str, typed: str) -> date | None:
        if not typed:
            return None
        try:
            read = parsed(typed)
        except ValueError:
            read = None
        if read is None or not read.is_certain or read.text != typed:
            self._add("day-unreadable", column, "a day such as 2019-11-24", f"'{typed}' is no day")
            return None
        return read.earliest

    def _tested(self) -> Iterator[Tested]:
        """``manufacturer 2019-11-02; SMSO-1``: names, each with the day where it is known."""
        known = {name.casefold(): name for name in testers(self.scheme)}
        seen: set[str] = set()
        for part in filter(None, map(str.strip, self.line.cells.get("tested_by", "").split(";"))):
            name, _, day = part.rpartition(" ")
            if not name or not day[:1].isdigit():
                name, day = part, ""
            who = known.get(name.strip().casefold())
            if who is None:
                expected = ", ".join(known.values())
                self._add("entry-not-allowed", "tested_by", expected, f"'{name}' is none of those who test")
            elif who in seen:
                self._add("entry-not-allowed", "tested_by", "each name once", f"{who} is there twice")
            else:
                seen.add(who)
                yield Tested(who, self._day("tested_by", day))

    def _add(self, code: str, column: str, expected: str, message: str) -> None:
        self.findings.append(self.line.finding(code, column, expected, message))
