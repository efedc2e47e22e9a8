"""Which returns make up the round: one reference, one return an organisation, the later one where there are two.

Source: ``returns.md``, "Semantics" 1 and 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eligo.catalogue import fold_organisation
from eligo.errors import VersionConflict
from eligo.findings import Finding, Issue, Location
from eligo.returns import Return, Role
from eligo.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Round:
    """The returns that count, in the order of their files; those they replace; what was said about it."""

    rfi_reference: str
    returns: tuple[Return, ...]
    replaced: tuple[Return, ...]
    findings: tuple[Finding, ...]

    @property
    def suppliers(self) -> frozenset[str]:
        """The suppliers that have returned something: a file without a row returns nothing (``returns.md`` 7)."""
        return frozenset(
            one.sender.organisation for one in self.returns if one.sender.role is Role.SUPPLIER and not one.is_empty
        )


def assemble_round(returns: Sequence[Return], scheme: Scheme) -> Round:
    """One round from the returns of a run.

    Raises ``VersionConflict`` where the returns belong to more than one round, or where two returns of one
    organisation state no later snapshot date than each other.
    """
    references = sorted({r.sender.rfi_reference for r in returns})
    if len(references) > 1:
        raise VersionConflict(
            f"The returns belong to {len(references)} rounds",
            hint="Run one round at a time.",
            details=[f"{r.file}: {r.sender.rfi_reference}" for r in sorted(returns, key=lambda r: r.file)],
        )
    groups: dict[tuple[Role, str], list[Return]] = {}
    for one in sorted(returns, key=lambda r: r.file):
        groups.setdefault(
            (one.sender.role, fold_organisation(one.sender.organisation, scheme.legal_suffixes)), []
        ).append(one)
    kept, replaced, findings = [], [], []
    for group in groups.values():
        latest = _latest(group)
        kept.append(latest)
        for other in group:
            if other is not latest:
                message = (
                    f"{latest.file} is the later return of {latest.sender.organisation}; no row of this file counts."
                )
                findings.append(Issue("return-replaced", "", "", "", message).at(Location(other.file)))
                replaced.append(_ignored(other))
    return Round(
        references[0] if references else "",
        tuple(sorted(kept, key=lambda r: r.file)),
        tuple(replaced),
        tuple(findings),
    )


def _latest(group: Sequence[Return]) -> Return:
    days = [one.sender.snapshot or date.min for one in group]
    if days.count(max(days)) > 1 or (len(days) > 1 and date.min in days):
        sender = group[0].sender
        raise VersionConflict(
            f"{sender.organisation} has sent {len(group)} returns for {sender.rfi_reference}, "
            "and nothing says which is the latest",
            hint="Leave out the one that is replaced, or state a later snapshot date on the Return sheet; parts of one "
            "return belong into one file.",
            details=[f"{one.file}: snapshot date {one.sender.snapshot or 'not stated'}" for one in group],
        )
    return group[days.index(max(days))]


def _ignored(one: Return) -> Return:
    balances = tuple(replace(b, accepted=0, quarantined=0, ignored=b.read) for b in one.balances)
    return replace(one, balances=balances, accepted=one.accepted.emptied(), quarantined=(), ignored=one.reported)


def supplier_names(returns: Sequence[Return], scheme: Scheme) -> Mapping[str, str]:
    """One spelling for every supplier: its own where it has returned, else the first that an operator uses."""
    names: dict[str, str] = {}
    for one in returns:
        if one.sender.role is Role.SUPPLIER:
            names[fold_organisation(one.sender.organisation, scheme.legal_suffixes)] = one.sender.organisation
    for one in returns:
        if one.sender.role is Role.OPERATOR:
            for name in sorted(set(one.accepted.suppliers)):
                names.setdefault(fold_organisation(name, scheme.legal_suffixes), name)
    return names
