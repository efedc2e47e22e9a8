"""Reading programme decisions: a CSV table, one line per decision about one combination.

What belongs here: the columns and what a cell means. What does not: what a request describes itself (``described``),
and whether the decisions fit each other and what was run (``checks``).

Invariants: the outcome is all of the decisions, or findings of which at least one is an error; never a part. A line
that cannot be read is still told whether there is its combination.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeVar

from eligo.findings import Finding, Severity
from eligo.programme.decisions.checks import Placed, decision_findings, unknown_combination
from eligo.programme.decisions.described import decidable, described, described_columns, is_described
from eligo.programme.decisions.model import (
    Decidable,
    DecisionKind,
    Described,
    Need,
    ProgrammeDecision,
    ProgrammeDecisions,
    Requester,
)
from eligo.programme.firmware.expected import parsed
from eligo.programme.tables import Line, read_lines
from eligo.returns import Describing
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


def read_decisions(
    name: str,
    content: bytes,
    scheme: Scheme,
    known: Mapping[str, Decidable],
    describing: Describing | None = None,
) -> DecisionsRead:
    """The decisions of a UTF-8 CSV file about the combinations ``known`` by id, or everything that is wrong with it.

    What a request describes itself is known besides. It is read by the names of ``describing``; without, it is what was
    read once and kept, and taken as it stands.
    """
    lines, structure = read_lines(name, content, _REQUIRED, (*DECISION_COLUMNS, *described_columns(scheme)))
    findings, placed, unread = [*structure], list[Placed](), list[Line]()
    for line in lines:
        reading = _Reading(line, scheme, describing)
        decision = reading.decision()
        findings += reading.findings
        if decision is None:
            unread.append(line)
        else:
            placed.append(Placed(decision, line))
    stated = ProgrammeDecisions(tuple(one.decision for one in placed))
    every = {one.combination.combination_id: decidable(one, scheme) for one in stated.described} | {**known}
    findings += decision_findings(placed, scheme, every)
    strange = (one for one in unread if one.cells["combination"] not in ("", *every) and not is_described(one, scheme))
    findings += (unknown_combination(one, every) for one in strange)
    findings.sort(key=lambda one: one.order)
    refused = any(one.severity is Severity.ERROR for one in findings)
    return DecisionsRead(None if refused else stated, tuple(findings), stated)


class _Reading:
    """One line, cell by cell; what is wrong gathers in ``findings``. ``own``: the columns that its kind has."""

    def __init__(self, line: Line, scheme: Scheme, describing: Describing | None) -> None:
        self.line, self.scheme, self.describing = line, scheme, describing
        self.own: tuple[str, ...] = _REQUIRED
        self.findings: list[Finding] = []
        self.is_wrong = False

    def decision(self) -> ProgrammeDecision | None:
        """The line as a decision; ``None`` where a cell could not be read."""
        kind = self._one_of(DecisionKind, "decision")
        if kind is not None:
            self._owns(kind)
        described = self._described(kind)
        combination = self._combination(described)
        decided_on, decided_by, reason = self._day("decided_on"), self._stated("decided_by"), self._stated("reason")
        consultation, closed = self._consultation(), self._day("consultation_closed_on")
        request, requester = self._stated("request"), self._stated("requester")
        role, requested_on = self._one_of(Requester, "requester_role"), self._day("requested_on")
        testing, weight = self._one_of(Need, "testing"), self._whole("weight", MOST_WEIGHT) or 0
        days = self._whole("days", MOST_DAYS) if self._stated("days") else None
        if self.is_wrong or kind is None or decided_on is None:
            return None
        said = ProgrammeDecision(kind, combination, decided_on, decided_by, reason)
        said = replace(said, consultation=consultation, consultation_closed_on=closed, days=days)
        asked = replace(said, request=request, requester=requester, requester_role=role)
        return replace(asked, requested_on=requested_on, testing=testing, weight=weight, described=described)

    def _described(self, kind: DecisionKind | None) -> Described | None:
        if kind is not DecisionKind.REQUEST or not is_described(self.line, self.scheme):
            return None
        found, findings = described(self.line, self.scheme, self.describing)
        self.findings += findings
        self.is_wrong |= found is None
        return found

    def _combination(self, described: Described | None) -> str:
        """Its id, which follows from what is described."""
        typed = self.line.cells["combination"]
        own = described.combination.combination_id if described else ""
        if own and typed not in ("", own):
            message = f"What the line describes is {own}"
            self._add("decision-contradicted", "combination", f"{own}, or nothing", message)
        # What is described and cannot be read has been named already.
        blank = not typed and not is_described(self.line, self.scheme)
        return own or (self._stated("combination") if blank else typed)

    def _owns(self, kind: DecisionKind) -> None:
        of_request = ("weight", *described_columns(self.scheme)) if kind is DecisionKind.REQUEST else ()
        self.own = (*_REQUIRED, *_OF_KIND[kind], *of_request)
        for column in (*DECISION_COLUMNS, *described_columns(self.scheme)):
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
        self.is_wrong = True
        self.findings.append(self.line.finding(code, column, expected, message))
