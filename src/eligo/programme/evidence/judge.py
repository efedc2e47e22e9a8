"""Holding what a file states to the scheme, the estate and the firmware register: results, or located findings.

What belongs here: what each stated thing has to be, and what results of one file, and of those before it, have to be to
each other. What does not: forms (``junit``, ``ctrf``, ``read``).

Invariant: a check whose prerequisite failed is not evaluated; nothing that is not known is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from eligo.findings import Finding
from eligo.programme.evidence.model import Asked, Evidence, Result, ResultOutcome, UnderTest
from eligo.programme.evidence.standing import on_firmware_that_counts
from eligo.programme.evidence.stated import FLAKY
from eligo.programme.firmware import Register
from eligo.programme.tables import Line
from eligo.scheme import Scheme


@dataclass(frozen=True)
class Known:
    """What results are held to. ``combinations`` by id; ``register`` and ``evidence`` are those that stand."""

    scheme: Scheme
    asked: Asked
    combinations: Mapping[str, UnderTest]
    register: Register
    evidence: Evidence


class Judge:
    """One file's lines, in their order; ``seen`` has every result of the file so far, by what tells it from others."""

    def __init__(self, known: Known, sha256: str) -> None:
        self.known = known
        self.sha256 = sha256
        self.findings: list[Finding] = []
        self._before = {result.run: result for result in known.evidence.results}
        self._names = {file.sha256: file.name for file in known.evidence.files}
        self._seen: dict[tuple[object, ...], Result] = {}
        self._told: set[tuple[str, ...]] = set()

    def result(self, line: Line) -> Result | None:
        """The result of a line; ``None`` where something about it is wrong."""
        before = len(self.findings)
        combination = self._combination(line)
        phase = self._one_of(line, "phase", [phase.id for phase in self.known.scheme.phases])
        state = self._one_of(line, "state", [count.name for count in self.known.scheme.counts])
        operator = self._operator(line, combination)
        outcome, at = self._outcome(line), self._moment(line)
        test = self._test(line, combination, phase)
        track = combination.track if combination else ""
        if combination is not None:
            self.findings += self._firmware(line, combination, at)
        if len(self.findings) > before or combination is None or at is None or outcome is None:
            return None
        cells = line.cells
        severity = cells.get("severity", "") if outcome is ResultOutcome.FAILED else ""
        told = (severity, cells.get("reference", ""), self.sha256, line.row)
        named = (combination.combination_id, operator, phase, state, track, cells["firmware"], test)
        return self._single(line, Result(*named, at, outcome, *told))

    def _combination(self, line: Line) -> UnderTest | None:
        typed = self._stated(line, "combination")
        found = self.known.combinations.get(typed)
        if typed and found is None:
            expected = f"one of {len(self.known.combinations):,} combinations in scope"
            message = f"'{typed}' is not in scope, and no test of it was requested and found to be needed"
            self._add(line, "evidence-combination-unknown", "combination", expected, message)
        return found

    def _operator(self, line: Line, combination: UnderTest | None) -> str:
        operators = self.known.scheme.operator.values
        stated = self._one_of(line, "operator", list(operators))
        if stated and combination is not None and stated != combination.operator:
            message = f"The results are of {stated}, and {combination.label} is run by {combination.operator}"
            self._add(line, "evidence-operator-other", "operator", combination.operator, message)
        return stated

    def _test(self, line: Line, combination: UnderTest | None, phase: str) -> str:
        typed = self._stated(line, "test")
        if not typed or not phase:
            return typed
        requests = [request.id for request in self.known.asked.requests if phase in request.phases]
        if combination is not None:
            requests = [request.id for request in self.known.asked.tests_of(combination, phase)]
        if typed not in requests:
            message = f"'{typed}' is no service request that {phase} tests this combination with"
            self._add(line, "evidence-test-unknown", "test", ", ".join(requests) or "none", message)
        return typed

    def _firmware(self, line: Line, combination: UnderTest, at: datetime | None) -> Iterator[Finding]:
        version, track = line.cells["firmware"], combination.track
        if not track:
            if version:
                message = f"{combination.label} has no device whose firmware is open in a track"
                yield line.finding("evidence-firmware-unknown", "firmware", "no version", message)
            return
        if not version:
            yield line.finding("entry-missing", "firmware", f"a version of track {track}", "The firmware is not stated")
            return
        releases = self.known.register.find(track, version)
        received = [one.received for one in releases if one.received is not None]
        if not releases:
            known = ", ".join(one.version for one in self.known.register.of_track(track)) or "none"
            message = f"Track {track} has no version {version} in the register"
            yield line.finding("evidence-firmware-unknown", "firmware", known, message)
        elif not received or (at is not None and at.date() < min(received)):
            when = f"received on {min(received)}" if received else "not received yet"
            expected = f"{min(received)} or later" if received else "firmware that was received"
            message = f"{version} of track {track} was {when}"
            yield line.finding("evidence-before-firmware", "at", expected, message)

    def _outcome(self, line: Line) -> ResultOutcome | None:
        typed = self._stated(line, "outcome").casefold()
        if typed == FLAKY:
            message = "The test both failed and passed, or was skipped, in one run"
            self._add(line, "evidence-contradicted", "outcome", "one outcome", message)
            return None
        outcomes = {outcome.value: outcome for outcome in ResultOutcome}
        if typed and typed not in outcomes:
            self._add(line, "entry-not-allowed", "outcome", ", ".join(outcomes), f"'{typed}' is no outcome")
        return outcomes.get(typed)

    def _moment(self, line: Line) -> datetime | None:
        typed = self._stated(line, "at")
        if not typed:
            return None
        try:
            moment = datetime.fromisoformat(typed)
            return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
        except (ValueError, OverflowError):
            expected = "2019-11-24 or 2019-11-24T14:30"
            self._add(line, "day-unreadable", "at", expected, f"'{typed}' is no day and no moment")
            return None

    def _single(self, line: Line, result: Result) -> Result | None:
        """The result, where no other of the same test, firmware and moment is known."""
        other = self._seen.setdefault(result.run, result)
        other = self._before.get(result.run, other)
        if other is result:
            self._warn(line, result)
            return result
        place = f"row {other.row}" if other.file == self.sha256 else f"{self._names[other.file]}, row {other.row}"
        if other.outcome is result.outcome:
            self._add(line, "evidence-repeated", "test", "each result once", f"It is in {place} already")
        else:
            message = f"It is {result.outcome.value} here and {other.outcome.value} in {place}"
            self._add(line, "evidence-contradicted", "outcome", "one outcome", message)
        return None

    def _warn(self, line: Line, result: Result) -> None:
        """What is worth a look, once for each combination and phase."""
        one, asked = self.known.combinations[result.combination_id], self.known.asked
        if result.phase not in [phase.id for phase in asked.phases_of(one)]:
            own = ", ".join(phase.id for phase in asked.phases_of(one)) or "no phase"
            message = f"{one.label} goes through {own}"
            self._once(line, "evidence-phase-unexpected", "phase", own, message, result.phase, one.combination_id)
        if not on_firmware_that_counts(result, self.known.register, asked):
            versions = self.known.register.versions_that_count(result.track, final=asked.needs_final(result.phase))
            expected = ", ".join(sorted(versions)) or "none has been received"
            message = f"{result.firmware} does not count for {result.phase} now"
            self._once(line, "evidence-superseded", "firmware", expected, message, result.phase, result.firmware)
        if result.outcome is ResultOutcome.NOT_RUN:
            self._add(line, "evidence-not-run", "outcome", "passed or failed", f"{result.test} was not run")

    def _once(self, line: Line, code: str, column: str, expected: str, message: str, *about: str) -> None:
        if (code, *about) not in self._told:
            self._told.add((code, *about))
            self._add(line, code, column, expected, message)

    def _stated(self, line: Line, column: str) -> str:
        typed = line.cells[column]
        if not typed:
            self._add(line, "entry-missing", column, f"the {column}", f"The {column} is not stated")
        return typed

    def _one_of(self, line: Line, column: str, known: list[str]) -> str:
        typed = self._stated(line, column)
        found = {name.casefold(): name for name in known}.get(typed.casefold(), "")
        if typed and not found:
            self._add(line, "entry-not-allowed", column, ", ".join(known), f"'{typed}' is no {column} of the scheme")
        return found

    def _add(self, line: Line, code: str, column: str, expected: str, message: str) -> None:
        self.findings.append(line.finding(code, column, expected, message))
