"""Whether decisions on equivalence fit each other and the day. A check is a plain function in ``EQUIVALENCE_CHECKS``.

Invariant: only lines that could be read are judged, and each fault is named at its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.findings import Finding
from eligo.programme.equivalence.model import DecisionState, EquivalenceDecision, Pair
from eligo.programme.tables import Line


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision and the line that it was read from."""

    decision: EquivalenceDecision
    line: Line

    def finding(self, code: str, column: str, expected: str, message: str) -> Finding:
        """A finding in its line."""
        return self.line.finding(code, column, expected, message)


@dataclass(frozen=True, slots=True)
class Table:
    """All lines that could be read, those ``tested`` whatever is decided, and ``today``; as ``read_table``."""

    lines: Sequence[Placed]
    tested: Collection[str] | None
    today: date | None


def equivalence_findings(
    lines: Sequence[Placed], tested: Collection[str] | None, today: date | None
) -> Iterator[Finding]:
    """What is wrong with decisions that can each be read."""
    table = Table(lines, tested, today)
    for check in EQUIVALENCE_CHECKS:
        yield from check(table)


def check_itself(table: Table) -> Iterator[Finding]:
    """No combination is claimed from its own test."""
    for one in table.lines:
        if one.decision.claimed == one.decision.tested:
            message = f"{one.decision.claimed} is claimed from its own test"
            yield one.finding("equivalence-of-itself", "tested", "another combination", message)


def check_once(table: Table) -> Iterator[Finding]:
    """A pair is decided once."""
    first: dict[Pair, Placed] = {}
    for one in table.lines:
        earlier = first.setdefault(one.decision.pair, one)
        if earlier is one:
            continue
        told = f"Row {earlier.line.row} says of {one.decision.claimed} whether the test of {one.decision.tested} stands"
        if earlier.decision == one.decision:
            yield one.finding("equivalence-repeated", "tested", "each pair once", f"{told} for it already")
        else:
            yield one.finding("equivalence-contradicted", "tested", "one of the two", f"{told} for it, and otherwise")


def check_days(table: Table) -> Iterator[Finding]:
    """What ends comes after what was decided, and nothing has been done on a day that is to come."""
    for one in table.lines:
        made, today = one.decision, table.today
        for column, what, day in (
            ("expires_on", "it expires", made.expires_on),
            ("withdrawn_on", "it was withdrawn", made.withdrawn_on),
        ):
            if made.decided_on and day and day < made.decided_on:
                message = f"It was decided on {made.decided_on}, and {what} on {day}"
                yield one.finding("decision-days-backwards", column, f"{made.decided_on} or later", message)
        for column, what, day in (
            ("decided_on", "decided", made.decided_on),
            ("withdrawn_on", "withdrawn", made.withdrawn_on),
        ):
            if today and day and today < day:
                message = f"It is said to have been {what} on {day}, which is to come"
                yield one.finding("equivalence-in-future", column, f"{today} or earlier", message)


def check_expired(table: Table) -> Iterator[Finding]:
    """What has expired is told, since nothing rests on it any more."""
    for one in table.lines:
        if table.today and one.decision.state_on(table.today) is DecisionState.EXPIRED:
            message = f"It expired on {one.decision.expires_on}: {one.decision.claimed} needs a test, or a new decision"
            yield one.finding("equivalence-expired", "expires_on", f"{table.today} or later", message)


def check_chained(table: Table) -> Iterator[Finding]:
    """A test that nobody is to make stands for nothing: what is itself claimed, and not tested besides."""
    if table.tested is None:
        return
    in_force = [one for one in table.lines if one.decision.state_on(table.today) is DecisionState.IN_FORCE]
    claims: dict[str, Placed] = {}
    for one in in_force:
        claims.setdefault(one.decision.claimed, one)
    for one in in_force:
        other = claims.get(one.decision.tested)
        if other is not None and one.decision.tested not in table.tested:
            base = one.decision.tested
            message = f"{base} is itself claimed, from {other.decision.tested} in row {other.line.row}"
            said = f"{message}; unless it is tested all the same, this unlocks nothing, since decisions are not chained"
            yield one.finding("equivalence-chained", "tested", "a combination that is tested", said)


EQUIVALENCE_CHECKS: tuple[Callable[[Table], Iterator[Finding]], ...] = (
    check_itself,
    check_once,
    check_days,
    check_expired,
    check_chained,
)
"""Every check that a table has to pass."""
