"""Reading programme decisions: a CSV table, one line per decision about one combination.

What belongs here: the columns and what a cell means. What does not: whether the decisions fit each other and what was
run (``checks``).

Invariant: the outcome is all of the decisions, or findings of which at least one is an error; never a part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeVar

from eligo.findings import Finding, Severity
from eligo.programme.decisions.checks import Placed, decision_findings
from eligo.programme.decisions.model import (
    Decidable,
    DecisionKind,
    Need,
    ProgrammeDecision,
    ProgrammeDecisions,
    Requester,
)
from eligo.programme.firmware.expected import parsed
from eligo.programme.tables import Line, read_lines
from eligo.scheme import MOST_DAYS, MOST_WEIGHT, Scheme

_REQUIRED = ("combination", "decision", "decided_on", "decided_by", "reason")

_OF_KIND: Mapping[DecisionKind, tuple[str, ...]] = {
    DecisionKind.UNECONOMIC: ("consultation", "consultation_closed_on"),
    DecisionKind.REQUEST: ("request", "requester", "requester_role", "requested_on", "testing"),
    DecisionKind.FIRST: (),
    DecisionKind.DURATION: ("days",),
}
"""What a decision of each kind has to state beside what all of them do; a request may state a weight, too."""

DECISION_COLUMNS = (*_REQUIRED, *(column for columns in _OF_KIND.values() for column in columns), "weight")
"""The columns of programme decisions, in the order in which Eligo writes them."""

_DAY = "a day such as 2019-11-24"

Named = TypeVar("Named", bound=Enum)


@dataclass(frozen=True, slots=True)
class DecisionsRead:
    """``decisions`` is ``None`` where any finding is an error. ``stated`` are those of the lines that could be read,
    whether or not they fit.
    """

    decisions: ProgrammeDecisions | None
    findings: tuple[Finding, ...]
    stated: ProgrammeDecisions


def read_decisions(name: str, content: bytes, scheme: Scheme, known: Mapping[str, Decidable]) -> DecisionsRead:
    """The decisions of a UTF-8 CSV file about the combinations ``known`` by id, or everything that is wrong with it."""
    lines, structure = read_lines(name, content, _REQUIRED, DECISION_COLUMNS)
    findings, placed = [*structure], []
    for line in lines:
        reading = _Reading(line)
        decision = reading.decision()
        findings += reading.findings
        if decision is not None:
            placed.append(Placed(decision, line))
    findings += decision_findings(placed, scheme, known)
    findings.sort(key=lambda one: one.order)
    stated = ProgrammeDecisions(tuple(one.decision for one in placed))
    refused = any(one.severity is Severity.ERROR for one in findings)
    return DecisionsRead(None if refused else stated, tuple(findings), stated)


class _Reading:
    """One line, cell by cell; what is wrong gathers in ``findings``. ``own``: the columns that its kind has."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.own: tuple[str, ...] = _REQUIRED
        self.findings: list[Finding] = []

    def decision(self) -> ProgrammeDecision | None:
        """The line as a decision; ``None`` where a cell could not be read."""
        combination, kind = self._stated("combination"), self._one_of(DecisionKind, "decision")
        if kind is not None:
            self._owns(kind)
        decided_on, decided_by, reason = self._day("decided_on"), self._stated("decided_by"), self._stated("reason")
        consultation, closed = self._consultation(), self._day("consultation_closed_on")
        request, requester = self._stated("request"), self._stated("requester")
        role, requested_on = self._one_of(Requester, "requester_role"), self._day("requested_on")
        testing, weight = self._one_of(Need, "testing"), self._whole("weight", MOST_WEIGHT) or 0
        days = self._whole("days", MOST_DAYS) if self._stated("days") else None
        if self.findings or kind is None or decided_on is None:
            return None
        said = ProgrammeDecision(kind, combination, decided_on, decided_by, reason)
        said = replace(said, consultation=consultation, consultation_closed_on=closed, days=days)
        asked = replace(said, request=request, requester=requester, requester_role=role)
        return replace(asked, requested_on=requested_on, testing=testing, weight=weight)

    def _owns(self, kind: DecisionKind) -> None:
        self.own = (*_REQUIRED, *_OF_KIND[kind], *(("weight",) if kind is DecisionKind.REQUEST else ()))
        for column in DECISION_COLUMNS:
            if column not in self.own and self.line.cells.get(column):
                message = f"A decision of the kind {kind.value} has no {column}"
                self._add("entry-not-allowed", column, "nothing", message)

    def _cell(self, column: str) -> str:
        return self.line.cells.get(column, "") if column in self.own else ""

    def _stated(self, column: str) -> str:
        value = self._cell(column)
        if column in self.own and not value:
            self._add("entry-missing", column, f"a {column.replace('_', ' ')}", f"The {column} is blank")
        return value

    def _consultation(self) -> str:
        if "consultation" in self.own and not self._cell("consultation"):
            message = "No consultation is named that allowed it"
            self._add("uneconomic-unconsulted", "consultation", "the consultation that allowed it", message)
        return self._cell("consultation")

    def _one_of(self, kinds: type[Named], column: str) -> Named | None:
        names = {kind.value: kind for kind in kinds}
        typed = self._stated(column)
        if typed and typed.casefold() not in names:
            self._add("entry-not-allowed", column, " or ".join(names), f"'{typed}' is no {column.replace('_', ' ')}")
        return names.get(typed.casefold())

    def _day(self, column: str) -> date | None:
        typed = self._stated(column)
        if not typed:
            return None
        try:
            read = parsed(typed)
        except ValueError:
            read = None
        if read is None or not read.is_certain or read.text != typed:
            self._add("day-unreadable", column, _DAY, f"'{typed}' is no day")
            return None
        return read.earliest

    def _whole(self, column: str, most: int) -> int | None:
        typed = self._cell(column)
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) < 12 and 1 <= int(typed) <= most):
            message = f"'{typed}' is no whole number from 1 to {most:,}"
            self._add("entry-not-allowed", column, f"a whole number from 1 to {most}", message)
            return None
        return int(typed)

    def _add(self, code: str, column: str, expected: str, message: str) -> None:
        self.findings.append(self.line.finding(code, column, expected, message))
