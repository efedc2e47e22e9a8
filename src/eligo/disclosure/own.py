"""What one organisation may see of a round: its own return, and what became of it.

What belongs here: the type ``OwnReturn`` and the only way to it. What does not: how it is shown.

Invariant: nothing in an ``OwnReturn`` comes from another organisation's rows. A finding that compares with another's
figure is told without that figure. Whether an operator's row counts depends on whether its supplier has returned: an
operator is told that it is accepted, and not what that came to, or it would learn who has not answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from eligo.findings import Finding
from eligo.returns import Return, Role, SheetBalance
from eligo.scheme import Scheme
from eligo.scope import InstallationBalance, ScopedEstate

DIFFERS = "figures-differ"
"""The finding whose expected value is another organisation's figure."""

QUARANTINED, IN_SCOPE, OUT_OF_SCOPE, ACCEPTED = "quarantined", "in scope", "out of scope", "accepted"


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row of the return, 1-based as the sender sees it, and what became of it.

    ``became`` is one of ``quarantined``, ``in scope`` and ``out of scope``, and ``accepted`` for an operator's;
    ``reason`` says by which rule, or for which findings. ``counts`` follow the scheme's states, ``None`` where they
    cannot be read.
    """

    sheet: str
    row: int
    supplier: str
    operator: str
    combination_id: str
    counts: tuple[int | None, ...]
    became: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnReturn:
    """One organisation's return in one round. ``due_on`` and ``received_on`` are days, ``None`` where none is known.

    Of an operator's ``installations`` nothing is said but what was reported, accepted, quarantined and ignored.
    ``is_late`` says that its first return came after the day due; ``is_past_due`` that this day is over now.
    """

    organisation: str
    role: str
    rfi_reference: str
    file: str
    snapshot: date | None
    received_on: date | None
    due_on: date | None
    rows: tuple[OwnRow, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[SheetBalance, ...]
    installations: tuple[InstallationBalance, ...]
    is_late: bool = False
    is_past_due: bool = False

    @property
    def is_accepted_whole(self) -> bool:
        """Whether no row waits for a correction."""
        return not any(row.became == QUARANTINED for row in self.rows)


def own_return(
    one: Return,
    scoped: ScopedEstate,
    installations: Sequence[InstallationBalance],
    scheme: Scheme,
    *,
    received_on: date | None = None,
    due_on: date | None = None,
    is_late: bool = False,
    is_past_due: bool = False,
) -> OwnReturn:
    """What the sender of a return may see of the round."""
    said = [*one.findings, *(finding for finding in scoped.estate.findings if finding.location.file == one.file)]
    return OwnReturn(
        organisation=one.sender.organisation,
        role=one.sender.role.value,
        rfi_reference=one.sender.rfi_reference,
        file=one.file,
        snapshot=one.sender.snapshot,
        received_on=received_on,
        due_on=due_on,
        rows=tuple(sorted(_rows(one, scoped, scheme), key=lambda row: (row.sheet, row.row))),
        findings=tuple(sorted(map(_without_others, said), key=lambda finding: finding.order)),
        sheets=one.balances,
        installations=tuple(_own_balance(balance) for balance in installations if balance.file == one.file),
        is_late=is_late,
        is_past_due=is_past_due,
    )


def _own_balance(balance: InstallationBalance) -> InstallationBalance:
    if balance.role != Role.OPERATOR.value:
        return balance
    return replace(balance, in_scope=0, out_of_scope=0, other_source=0, unresolved=0)


def _without_others(finding: Finding) -> Finding:
    if finding.code != DIFFERS:
        return finding
    return replace(
        finding,
        expected="",
        message="This figure differs by more than is allowed from what another source reports of the combination.",
    )


def _rows(one: Return, scoped: ScopedEstate, scheme: Scheme) -> list[OwnRow]:
    decided = {count.count.combination: count.decision for count in scoped.combinations}
    rows = []
    for part in scoped.estate.contributions:
        if part.file == one.file:
            combination = part.combination
            became, reason = ACCEPTED, "a supplier's own figures count where it returns them, and these elsewhere"
            if one.sender.role is Role.SUPPLIER:
                decision = decided[combination]
                became, reason = IN_SCOPE if decision.in_scope else OUT_OF_SCOPE, decision.reason
            rows.append(
                OwnRow(
                    part.sheet,
                    part.row,
                    part.supplier,
                    combination.operator,
                    combination.combination_id,
                    part.counts,
                    became,
                    reason,
                )
            )
    for refused in one.quarantined:
        operator = refused.attributes.get(scheme.operator.name, "")
        why = ", ".join(refused.codes)
        rows.append(
            OwnRow(refused.sheet, refused.row, refused.supplier, operator, "", refused.counts, QUARANTINED, why)
        )
    return rows
