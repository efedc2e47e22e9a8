"""Test evidence: results that never change, each at its place in a file that is known by its content.

What belongs here: results, files and what is under test, as values. What does not: reading them (``read``), and which
of them count (``standing``).

Invariants: evidence is added to and never altered; a result is told by combination, phase, state, test, firmware and
moment, and no two of one moment are both in evidence. A moment without a zone is as its file has it; one with a zone
stands in UTC. Source: ``programme.md``, "Evidence".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property

from eligo.scheme import Criteria, Phase, Scheme, ServiceRequest
from eligo.terms import Combination, Route


class ResultOutcome(Enum):
    """What came of a test. ``NOT_RUN`` (skipped, pending, blocked) is neither a pass nor a failure."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one service request on one combination.

    ``track`` is the combination's firmware track, blank where it has none, and ``firmware`` the version tested.
    ``severity`` is that of a failure, as reported; ``reference`` leads to whatever the tester keeps. ``file`` is the
    SHA-256 of the file and ``row`` its line there.
    """

    combination_id: str
    operator: str
    phase: str
    state: str
    track: str
    firmware: str
    test: str
    at: datetime
    outcome: ResultOutcome
    severity: str = ""
    reference: str = ""
    file: str = ""
    row: int = 0

    @property
    def cell(self) -> tuple[str, str, str, str]:
        """What it is a result of: combination, phase, state and test."""
        return (self.combination_id, self.phase, self.state, self.test)

    @property
    def run(self) -> tuple[str, str, str, str, str, datetime]:
        """What tells it from every other result."""
        return (*self.cell, self.firmware, self.at)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file of results, known by the SHA-256 of its bytes; ``form`` is ``junit``, ``ctrf`` or ``csv``."""

    name: str
    sha256: str
    form: str
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Evidence:
    """Every file, in the order in which they were given."""

    files: tuple[EvidenceFile, ...] = ()

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """Every result, file by file."""
        return tuple(result for file in self.files for result in file.results)

    @cached_property
    def of_combination(self) -> Mapping[str, tuple[Result, ...]]:
        """The results of each combination that has any."""
        found: dict[str, list[Result]] = {}
        for result in self.results:
            found.setdefault(result.combination_id, []).append(result)
        return {one: tuple(results) for one, results in found.items()}

    def and_also(self, files: Sequence[EvidenceFile]) -> Evidence:
        """This evidence and further files."""
        return Evidence((*self.files, *files))


@dataclass(frozen=True, slots=True)
class UnderTest:
    """What has to be known of a combination to judge its tests.

    ``label`` is what people call it (``DMC-4``, or its id). ``track`` is blank where no device of it has open firmware
    of a track. ``device_types`` are those that it has; ``population`` in installations. ``product_id`` is what it is
    published as where it has no label.
    """

    combination_id: str
    label: str
    operator: str
    route: Route
    track: str
    product_kind: str
    device_types: frozenset[str]
    population: int
    product_id: str = ""


@dataclass(frozen=True)
class Asked:
    """What a scheme asks of tests: its phases in their order, its catalogue of requests, its criteria by phase."""

    phases: tuple[Phase, ...]
    requests: tuple[ServiceRequest, ...]
    criteria: Mapping[str, Criteria]

    def needs_final(self, phase: str) -> bool:
        """Whether a phase is passed on the final release alone."""
        return phase in self.criteria and self.criteria[phase].needs_final

    def phases_of(self, one: UnderTest) -> tuple[Phase, ...]:
        """The phases of a combination's own test.

        One whose equivalence is claimed has the phases of those that are tested later (``programme.md`` 4).
        """
        route = Route.DMCT if one.route is Route.EQUIVALENT else one.route
        return tuple(phase for phase in self.phases if route.value in phase.routes)

    def tests_of(self, one: UnderTest, phase: str) -> tuple[ServiceRequest, ...]:
        """The requests that a phase tests a combination with, in the order of the catalogue."""
        return tuple(
            request
            for request in self.requests
            if phase in request.phases and (not request.device_type or request.device_type in one.device_types)
        )

    def states_of(self, one: UnderTest, phase: str) -> tuple[str, ...]:
        """The states in which a phase tests a combination; none where the phase has no criteria."""
        if phase not in self.criteria:
            return ()
        criteria = self.criteria[phase]
        return tuple(state for state in criteria.states if criteria.except_for.get(state, None) != one.product_kind)


def asked_of(scheme: Scheme) -> Asked:
    """What a scheme asks of tests."""
    return Asked(scheme.phases, scheme.service_requests, {one.phase: one for one in scheme.criteria})


def tracks_of(combination: Combination, scheme: Scheme) -> tuple[str, ...]:
    """The firmware tracks that serve hardware of a combination, in the scheme's order."""
    variants = {device.variant for device in combination.devices if device}
    return tuple(track.id for track in scheme.tracks if not variants.isdisjoint(track.variants))
