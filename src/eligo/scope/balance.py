"""Whether every installation that was reported is accounted for, to the unit.

What belongs here: adding up, file by file and operator by operator, and saying where it does not come out. What does
not: what becomes of an installation (``returns``, ``estate``, ``decide``).

Invariants, which ``imbalances`` checks on every run: reported = accepted + quarantined + ignored; accepted = in scope +
out of scope + other source; what the returns accepted is what the estate counted. ``reported`` is added up over the
sheet as it came, before any row is sorted into one of the three. Source: ``returns.md``, "Semantics" 1 and 7.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eligo.returns import Return
from eligo.scheme import Scheme
from eligo.scope.model import ScopedEstate

UNREADABLE = ""
"""The operator of rows in which it cannot be read."""


@dataclass(frozen=True, slots=True)
class InstallationBalance:
    """One file's rows about one operator, in installations.

    ``reported`` are those in readable count cells of every row that reports any (rows of totals and remarks do not);
    ``ignored`` are in rows that repeat another, or in a return that a later one replaces. Of the accepted,
    ``other_source`` are an operator's figures for a supplier whose own count. ``unresolved`` are those of the
    quarantined that wait for a corrected return; ``unreadable`` is the number of count cells that could not be read.
    """

    organisation: str
    role: str
    file: str
    operator: str
    reported: int
    accepted: int
    quarantined: int
    ignored: int
    in_scope: int
    out_of_scope: int
    other_source: int
    unresolved: int
    unreadable: int


def balance_installations(
    returns: Sequence[Return], scoped: ScopedEstate, scheme: Scheme
) -> tuple[InstallationBalance, ...]:
    """One balance a file and operator, in their order; ``returns`` are those that count and those they replace."""
    sorted_in = {one.count.combination: one.decision.in_scope for one in scoped.combinations}
    decided: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in scoped.estate.contributions:
        place = 2 if not one.counted else 0 if sorted_in[one.combination] else 1
        decided[one.file, one.combination.operator][place] += one.deployed
    waiting: dict[tuple[str, str], int] = defaultdict(int)
    for row in scoped.estate.unresolved:
        waiting[row.file, row.operator] += row.readable
    return tuple(
        InstallationBalance(
            organisation=one.sender.organisation,
            role=one.sender.role.value,
            file=one.file,
            operator=operator,
            reported=one.reported.get(operator, 0),
            accepted=accepted,
            quarantined=quarantined,
            ignored=one.ignored.get(operator, 0),
            in_scope=decided[one.file, operator][0],
            out_of_scope=decided[one.file, operator][1],
            other_source=decided[one.file, operator][2],
            unresolved=waiting[one.file, operator],
            unreadable=unreadable,
        )
        for one in sorted(returns, key=lambda one: one.file)
        for operator, (accepted, quarantined, unreadable) in _by_operator(one, scheme).items()
    )


def _by_operator(one: Return, scheme: Scheme) -> Mapping[str, Sequence[int]]:
    """Per operator: accepted, quarantined, and count cells that could not be read."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    operators = one.accepted.attributes[scheme.operator.name]
    for operator, counts in zip(operators, zip(*one.accepted.counts, strict=True), strict=True):
        found[operator][0] += sum(counts)
    for row in one.quarantined:
        if row.counts:
            sums = found[row.attributes.get(scheme.operator.name, UNREADABLE)]
            sums[1] += sum(count for count in row.counts if count is not None)
            sums[2] += sum(count is None for count in row.counts)
    for operator in one.reported:
        # One all of whose rows are ignored has a line, too.
        found.setdefault(operator, [0, 0, 0])
    order = {name: place for place, name in enumerate((*scheme.operator.values, UNREADABLE))}
    return dict(sorted(found.items(), key=lambda pair: (order.get(pair[0], len(order)), pair[0])))


def imbalances(balances: Sequence[InstallationBalance], scoped: ScopedEstate) -> Iterator[str]:
    """Every line, and every sum, that does not come out; nothing where all is accounted for."""
    for one in balances:
        where = f"{one.file}, {one.operator or 'operator unreadable'}"
        came_out = one.accepted + one.quarantined + one.ignored
        if one.reported != came_out:
            yield f"{where}: {one.reported:,} installations reported, {came_out:,} accepted, quarantined or ignored"
        decided = one.in_scope + one.out_of_scope + one.other_source
        if one.accepted != decided:
            yield f"{where}: {one.accepted:,} installations accepted, {decided:,} in scope, out of it or set aside"
        if one.unresolved > one.quarantined:
            yield f"{where}: {one.unresolved:,} unresolved, {one.quarantined:,} quarantined"
    counted = sum(one.in_scope + one.out_of_scope for one in balances)
    deployed = sum(one.count.deployed for one in scoped.combinations)
    if counted != deployed:
        yield f"{counted:,} installations count, and the combinations have {deployed:,}"
