"""Whether programme decisions fit each other and what was run. A check is a plain function in ``DECISION_CHECKS``.

Invariants: only lines that could be read are judged, and but for the first check only those about combinations that
are known. A combination that is out of scope has no place in a plan, with one exception: one whose test was requested
and is needed (SEC H14.36A), whatever leaves it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from eligo.findings import Finding
from eligo.programme.decisions.model import Decidable, DecisionKind, ProgrammeDecision
from eligo.programme.tables import Line
from eligo.scheme import Scheme
from eligo.scope import would_be_in_scope

_OPERATOR_HAS_ONE = "an operator that has none selected"


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision and the line that it was read from."""

    decision: ProgrammeDecision
    line: Line

    def finding(self, code: str, column: str, expected: str, message: str) -> Finding:
        """A finding in its line."""
        return self.line.finding(code, column, expected, message)


@dataclass(frozen=True, slots=True)
class About:
    """A line with the combination that it is about, beside all of them; ``others`` are of the same combination."""

    placed: Placed
    one: Decidable
    others: tuple[Placed, ...]
    known: Mapping[str, Decidable]
    scheme: Scheme

    @property
    def decision(self) -> ProgrammeDecision:
        """What is decided."""
        return self.placed.decision

    @property
    def is_tested_on_request(self) -> bool:
        """Whether a test of the combination was requested and is needed, here or in another line."""
        return any(one.decision.needs_test for one in (self.placed, *self.others))

    def finding(self, code: str, column: str, expected: str, message: str) -> Finding:
        """A finding in the line."""
        return self.placed.finding(code, column, expected, message)


def decision_findings(lines: Sequence[Placed], scheme: Scheme, known: Mapping[str, Decidable]) -> Iterator[Finding]:
    """What is wrong with decisions that can each be read, about the combinations ``known`` by id."""
    by_combination: dict[str, list[Placed]] = {}
    for line in lines:
        by_combination.setdefault(line.decision.combination_id, []).append(line)
    yield from _repeated(lines)
    yield from _requests_apart(lines)
    yield from _firsts_apart(lines, known)
    for line in lines:
        name = line.decision.combination_id
        if name not in known:
            yield unknown_combination(line.line, known)
            continue
        others = tuple(one for one in by_combination[name] if one is not line)
        about = About(line, known[name], others, known, scheme)
        for check in DECISION_CHECKS:
            yield from check(about)


def unknown_combination(line: Line, known: Mapping[str, Decidable]) -> Finding:
    """The finding for a line about a combination that the run does not have."""
    typed = line.cells["combination"]
    near = get_close_matches(typed, sorted(known), n=1)
    expected = f"a combination of the run, such as {near[0]}" if near else f"one of {len(known):,} of the run"
    return line.finding("decision-combination-unknown", "combination", expected, f"The run has no {typed}")


def _repeated(lines: Sequence[Placed]) -> Iterator[Finding]:
    """A combination has one decision of a kind."""
    first: dict[tuple[str, str], Placed] = {}
    for one in lines:
        if (earlier := first.setdefault(one.decision.key, one)) is not one:
            message = f"The {one.decision.kind.value} of {one.decision.combination_id} is in row {earlier.line.row}"
            yield one.finding("decision-repeated", "decision", "each decision once", f"{message} already")


def _requests_apart(lines: Sequence[Placed]) -> Iterator[Finding]:
    """A request may be of several combinations; it has one requester and one day."""
    first: dict[str, Placed] = {}
    for one in lines:
        made = one.decision
        if made.kind is not DecisionKind.REQUEST:
            continue
        earlier = first.setdefault(made.request, one)
        said = earlier.decision
        if (made.requester, made.requester_role, made.requested_on) != (
            said.requester,
            said.requester_role,
            said.requested_on,
        ):
            message = f"Row {earlier.line.row} has another requester or another day for {made.request}"
            yield one.finding("decision-contradicted", "request", "one requester and one day a request", message)


def _firsts_apart(lines: Sequence[Placed], known: Mapping[str, Decidable]) -> Iterator[Finding]:
    """An operator has one combination that goes first."""
    first: dict[str, Placed] = {}
    for one in lines:
        about = known.get(one.decision.combination_id)
        if one.decision.kind is not DecisionKind.FIRST or about is None:
            continue
        operator = about.candidate.operator
        earlier = first.setdefault(operator, one)
        if earlier.decision.combination_id != one.decision.combination_id:
            message = f"Row {earlier.line.row} has {earlier.decision.combination_id} go first for {operator}"
            yield one.finding("decision-contradicted", "combination", "one combination an operator", message)


def check_scope(about: About) -> Iterator[Finding]:
    """What is out of scope is tested only where that was requested; it is said where a rule leaves it out."""
    one, made = about.one, about.decision
    if one.in_scope or made.is_refused or made.is_awaited:
        return
    if not about.is_tested_on_request:
        message = f"{made.combination_id} is out of scope, and so not in the programme"
        expected = "a combination in scope, or one whose test was requested and is needed"
        found = f"{message}: {one.reason or 'the run says so'}"
        yield about.finding("decision-out-of-scope", "combination", expected, found)
        return
    day = made.requested_on or made.decided_on
    if made.needs_test and (one.candidate.deployed or not would_be_in_scope(one.combination, day, about.scheme)):
        reason = one.reason if one.candidate.deployed else f"the scope rules of {day} would not take it in"
        message = f"{made.combination_id} is tested, and counts in no figure: {reason or 'it is out of scope'}"
        yield about.finding("request-out-of-scope", "combination", "a combination that a scope rule takes in", message)


def check_contradictions(about: About) -> Iterator[Finding]:
    """What is not tested has neither a test that was requested and is needed, nor a place or a duration of it."""
    made, one = about.decision, about.one
    spared = next((other for other in about.others if other.decision.kind is DecisionKind.UNECONOMIC), None)
    is_tested = made.kind is not DecisionKind.UNECONOMIC and not (made.is_refused or made.is_awaited)
    if spared is not None and is_tested:
        message = f"Row {spared.line.row} has {made.combination_id} not tested at all, as uneconomic"
        yield about.finding("decision-contradicted", "decision", "one of the two", message)
    if spared is None and made.is_refused and one.in_scope and not one.candidate.bases:
        message = f"{made.combination_id} is in scope: its test is owed, whatever was requested"
        expected = "needed; or a decision on equivalence, or that it is uneconomic"
        yield about.finding("decision-contradicted", "testing", expected, message)


def check_selected(about: About) -> Iterator[Finding]:
    """What is selected is tested; and an operator with a selected combination needs no other to go first."""
    made, one = about.decision, about.one
    if made.kind is DecisionKind.UNECONOMIC and one.selected:
        message = f"{made.combination_id} is selected, and what is selected is tested"
        expected = "a combination that is not selected; give the selected one up first"
        yield about.finding("uneconomic-selected", "combination", expected, message)
    if made.kind is DecisionKind.FIRST:
        operator = one.candidate.operator
        chosen = [
            name for name, other in about.known.items() if other.selected and other.candidate.operator == operator
        ]
        if one.selected:
            message = f"{made.combination_id} is selected, and its migration testing comes before everything else"
            yield about.finding("first-not-needed", "combination", _OPERATOR_HAS_ONE, message)
        elif chosen:
            message = f"{operator} has {chosen[0]} selected, whose migration testing serves all of its combinations"
            yield about.finding("first-not-needed", "combination", _OPERATOR_HAS_ONE, message)


def check_days(about: About) -> Iterator[Finding]:
    """What is decided on something comes after it."""
    made = about.decision
    for column, what, day in (
        ("consultation_closed_on", f"the consultation {made.consultation} closed", made.consultation_closed_on),
        ("requested_on", f"{made.request} was made", made.requested_on),
    ):
        if day is not None and made.decided_on < day:
            message = f"It was decided on {made.decided_on}, and {what} on {day}"
            yield about.finding("decision-days-backwards", column, f"{made.decided_on} or earlier", message)


def check_weight(about: About) -> Iterator[Finding]:
    """A day of waiting weighs the population, or else what the request or the scheme says; and one of them is there."""
    made, one = about.decision, about.one
    population = one.candidate.population if one.in_scope else 0
    if made.is_refused and made.weight:
        message = f"{made.combination_id} is given a weight, and no test is planned"
        yield about.finding("entry-not-allowed", "weight", "nothing", message)
    rules = about.scheme.programme
    if made.needs_test and not (population or made.weight or (rules and rules.request_weight)):
        message = f"Nothing of {made.combination_id} is to be enrolled, so that its waiting would weigh nothing"
        yield about.finding("request-unweighted", "weight", "a whole number of installations", message)


def check_needless_request(about: About) -> Iterator[Finding]:
    """Whether the test was planned anyway, and weighs what it weighs."""
    made, population = about.decision, about.one.candidate.population
    if made.needs_test and about.one.in_scope and population:
        message = f"{made.combination_id} is in scope and tested anyway, by its population of {population:,}"
        yield about.finding("request-in-scope", "combination", "a combination of which nothing is installed", message)


DECISION_CHECKS: tuple[Callable[[About], Iterator[Finding]], ...] = (
    check_scope,
    check_contradictions,
    check_selected,
    check_days,
    check_weight,
    check_needless_request,
)
"""Those that judge one line."""
