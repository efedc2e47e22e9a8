"""Reading decisions on equivalence: a CSV table, one line per pair of combinations.

What belongs here: the columns and what a cell means. What does not: whether the decisions fit each other and what was
run (``checks``).

Invariant: the outcome is all of the decisions, or findings of which at least one is an error; never a part. A table has
one of two lengths: with the short columns alone it says whose test stands for whose; with any other, every decision is
argued in full.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from eligo.findings import Finding, Severity
from eligo.programme.equivalence.checks import Placed, equivalence_findings
from eligo.programme.equivalence.differences import compared
from eligo.programme.equivalence.model import Argument, EquivalenceDecision, Equivalences, Withdrawn
from eligo.programme.tables import Line, missing_column, read_lines
from eligo.terms import Combination

_PAIR = ("claimed", "tested")
SHORT_COLUMNS = (*_PAIR, "condition", "met", "decided_on", "decided_by", "reason")
_ARGUED = ("differences", "evidence", "expires_on", "withdrawn_on", "withdrawn")

EQUIVALENCE_COLUMNS = (*SHORT_COLUMNS, *_ARGUED)
"""The columns of decisions on equivalence, in the order in which Eligo writes them."""

_REQUIRED = (*_PAIR, "decided_on", "decided_by", "reason", "differences", "evidence")
"""What a decision states that is argued in full; ``differences`` only where there are any."""

BETWEEN = ";"
"""What parts the arguments of a cell, and the references of one."""

_TRUE, _FALSE = ("yes", "true"), ("no", "false")
_DAY = "a day such as 2019-11-24"


@dataclass(frozen=True, slots=True)
class EquivalencesRead:
    """``equivalences`` is ``None`` where any finding is an error."""

    equivalences: Equivalences | None
    findings: tuple[Finding, ...]


def read_table(
    name: str,
    content: bytes,
    known: Mapping[str, Combination],
    *,
    tested: Collection[str] | None = None,
    today: date | None = None,
    in_full: bool = False,
    leaving_unknown: bool = False,
) -> EquivalencesRead:
    """The decisions of a UTF-8 CSV file about the combinations ``known`` by id, or everything that is wrong with it.

    ``tested``: those that are tested whatever is decided; ``today``: the day to which days are held. Neither is judged
    where it is ``None``. ``in_full``: whether every decision has to be argued, whatever columns there are;
    ``leaving_unknown``: whether those about other combinations are left out, and not refused.
    """
    lines, structure = read_lines(name, content, _PAIR, EQUIVALENCE_COLUMNS)
    if leaving_unknown:
        lines = tuple(one for one in lines if {one.cells["claimed"], one.cells["tested"]} <= known.keys())
    return decisions_of_lines(lines, structure, known, tested=tested, today=today, in_full=in_full)


def decisions_of_lines(
    lines: Sequence[Line],
    structure: Sequence[Finding],
    known: Mapping[str, Combination],
    *,
    tested: Collection[str] | None = None,
    today: date | None = None,
    in_full: bool = False,
) -> EquivalencesRead:
    """The decisions of rows whose ``structure`` was judged, as ``read_table`` does."""
    findings, placed = [*structure], []
    if lines:
        in_full = in_full or any(column in lines[0].numbers for column in _ARGUED)
        missing = [column for column in _REQUIRED if in_full and column not in lines[0].numbers]
        findings += [missing_column(lines[0], column) for column in missing]
        lines = () if missing else lines
    for line in lines:
        reading = _Reading(line, known, in_full)
        decision = reading.decision()
        findings += reading.findings
        if decision is not None:
            placed.append(Placed(decision, line))
    findings += equivalence_findings(placed, tested, today)
    findings.sort(key=lambda one: one.order)
    refused = any(one.severity is Severity.ERROR for one in findings)
    decisions = Equivalences(tuple(one.decision for one in placed))
    return EquivalencesRead(None if refused else decisions, tuple(findings))


class _Reading:
    """One line, cell by cell; what is wrong gathers in ``findings``."""

    def __init__(self, line: Line, known: Mapping[str, Combination], in_full: bool) -> None:
        self.line, self.known, self.in_full = line, known, in_full
        self.findings: list[Finding] = []

    def decision(self) -> EquivalenceDecision | None:
        """The line as a decision; ``None`` where a cell could not be read."""
        claimed, tested = (self._combination(column) for column in _PAIR)
        condition, met = self.line.cells.get("condition", ""), self._met()
        made = self._decided()
        if not self.in_full:
            return None if self.findings else EquivalenceDecision(claimed, tested, condition, met, *made)
        ends = self._day("expires_on"), self._day("withdrawn_on"), self._withdrawn()
        evidence = tuple(filter(None, (one.strip() for one in self._stated("evidence").split(BETWEEN))))
        arguments = self._arguments(claimed, tested)
        if self.findings:
            return None
        return EquivalenceDecision(claimed, tested, condition, met, *made, arguments, evidence, *ends)

    def _decided(self) -> tuple[date | None, str, str]:
        """When, by whom and why; of the short form as far as it can be read, since nothing rests on it."""
        if self.in_full:
            return self._day("decided_on"), self._stated("decided_by"), self._stated("reason")
        cells = self.line.cells
        return _day_of(cells.get("decided_on", "")), cells.get("decided_by", ""), cells.get("reason", "")

    def _combination(self, column: str) -> str:
        typed = self._stated(column, always=True)
        if typed and typed not in self.known:
            near = get_close_matches(typed, sorted(self.known), n=1)
            expected = f"a combination of the run, such as {near[0]}" if near else f"one of {len(self.known):,}"
            self._add("equivalence-combination-unknown", column, expected, f"There is no combination {typed}")
        return typed

    def _met(self) -> bool:
        typed, condition = self.line.cells.get("met", "").lower(), self.line.cells.get("condition", "")
        if typed not in (*_TRUE, *_FALSE) and (typed or condition):
            message = "It is not said whether the condition is met" if condition else f"'{typed}' is neither yes nor no"
            expected = "yes or no" if condition else "yes, no or nothing"
            self._add("equivalence-condition-unanswered", "met", expected, message)
        return typed not in _FALSE

    def _withdrawn(self) -> Withdrawn | None:
        typed, is_dated = self.line.cells.get("withdrawn", "").casefold(), bool(self.line.cells.get("withdrawn_on"))
        kinds = {one.value: one for one in Withdrawn}
        expected = " or ".join(kinds)
        if typed and typed not in kinds:
            self._add("entry-not-allowed", "withdrawn", expected, f"'{typed}' is not what can be withdrawn")
        elif typed and not is_dated:
            self._add("entry-missing", "withdrawn_on", _DAY, f"The {typed} was withdrawn, and no day is stated")
        elif is_dated and not typed:
            self._add("entry-missing", "withdrawn", expected, "It is not said what was withdrawn")
        return kinds.get(typed)

    def _arguments(self, claimed: str, tested: str) -> tuple[Argument, ...]:
        """What is said of the differences, held to those that there are."""
        typed = self.line.cells.get("differences", "")
        items = [part.strip() for part in typed.split(BETWEEN) if part.strip()]
        if not {claimed, tested} <= self.known.keys():
            return ()
        every = compared(self.known[tested], self.known[claimed])
        places = {place.casefold(): place for one in every for place in (one.subject, one.place)}
        differing = {place for one in every if not one.is_same for place in (one.subject, one.place)}
        said: dict[str, str] = {}
        for item in items:
            named, _, text = (part.strip() for part in item.partition(":"))
            place = places.get(" ".join(named.split()).casefold())
            fault = self._argument_fault(place, item, said, differing)
            if fault:
                due = "; ".join(f"{one.place}: ..." for one in every if not one.is_same) or "nothing"
                self._add("equivalence-argument-misplaced", "differences", due, fault)
            elif place and text:
                said[place] = text
        for one in every:
            if not one.is_same and one.place not in said and one.subject not in said:
                message = f"It is not said why another {one.place} does not matter: {one.tested} tested, {one.claimed}"
                self._add("equivalence-unargued", "differences", f"{one.place}: ...", f"{message} claimed")
        return tuple(Argument(place, text) for place, text in said.items())

    def _argument_fault(self, place: str | None, item: str, said: Collection[str], differing: Collection[str]) -> str:
        if place is None:
            return f"'{item}' does not begin with what differs"
        if place in said:
            return f"{place} is argued twice"
        return "" if place in differing else f"The two have the same {place}"

    def _stated(self, column: str, *, always: bool = False) -> str:
        value = self.line.cells.get(column, "")
        if not value and (always or self.in_full):
            self._add("entry-missing", column, f"a {column.replace('_', ' ')}", f"The {column} is blank")
        return value

    def _day(self, column: str) -> date | None:
        typed = self.line.cells.get(column, "")
        read = _day_of(typed)
        if typed and read is None:
            self._add("day-unreadable", column, _DAY, f"'{typed}' is no day")
        elif not typed and column in _REQUIRED:
            self._stated(column)
        return read

    def _add(self, code: str, column: str, expected: str, message: str) -> None:
        self.findings.append(self.line.finding(code, column, expected, message))


def _day_of(typed: str) -> date | None:
    """The day of an ISO text of ten characters, or ``None``."""
    try:
        return date.fromisoformat(typed) if len(typed) == 10 and typed.isascii() else None
    except ValueError:
        return None


def equivalence_cells(one: EquivalenceDecision) -> dict[str, str]:
    """A decision as its line states it, by column. It reads as the same decision."""
    days = [day.isoformat() if day else "" for day in (one.decided_on, one.expires_on, one.withdrawn_on)]
    met = ("yes" if one.met else "no") if one.condition or not one.met else ""
    between = f"{BETWEEN} "
    arguments = between.join(f"{argument.place}: {argument.text}" for argument in one.arguments)
    withdrawn = one.withdrawn.value if one.withdrawn else ""
    made = (one.claimed, one.tested, one.condition, met, days[0], one.decided_by, one.reason)
    full = (arguments, between.join(one.evidence), days[1], days[2], withdrawn)
    return dict(zip(EQUIVALENCE_COLUMNS, (*made, *full), strict=True))
