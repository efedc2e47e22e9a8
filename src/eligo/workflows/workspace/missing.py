"""Who has not answered a round, and what the missing returns leave unreported: each alone, and all of them together.

Invariant: every figure is of one kind, installations in scope. What a return would change is taken from the round
before, read with the scheme and the catalogue that stand now: a cell (supplier, operator, combination) of that round
is reported by nobody where all who reported it then are missing. A supplier's return and its operator's cover each
other; where both are missing nobody's figures stand in, which no look at one of them alone shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from eligo.estate import Estate
from eligo.ports import Workspace
from eligo.returns import Role
from eligo.scope import ScopedEstate
from eligo.terms import Combination
from eligo.workflows.workspace.answers import Answers, answers_to
from eligo.workflows.workspace.basis import basis_of
from eligo.workflows.workspace.comparing import scoped_round
from eligo.workflows.workspace.names import Key, Names, names_of
from eligo.workflows.workspace.rounds import chosen_round

Cell = tuple[Key, Key, Combination]
"""Supplier, operator, combination."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One organisation without a return in a round, or with one that ``is_empty``. All figures are installations in
    scope.

    ``before`` are those in its return of the round before, ``None`` where it sent none; ``alone`` are those of that
    round that nobody else reported. ``stands_in`` are those that others report now in its place: for a supplier its
    operators (intention unknown), for an operator the suppliers (with no second source to compare).
    """

    role: str
    organisation: str
    is_asked: bool
    is_empty: bool
    before: int | None
    alone: int
    stands_in: int


@dataclass(frozen=True, slots=True)
class Unreported:
    """The installations in scope of one supplier at one operator, in the round before, that nobody reports now."""

    supplier: str
    operator: str
    installations: int


@dataclass(frozen=True, slots=True)
class MissingReturns:
    """All who have not answered a round, the greatest effect first.

    ``before`` is the round that the effect is taken from, ``None`` where there is none; ``in_scope_before`` its
    installations in scope, ``in_scope_now`` those of the round itself. ``unreported`` is what all of the returns leave
    together, the most first.
    """

    round: str
    before: str | None
    answered: int
    in_scope_before: int
    in_scope_now: int
    returns: tuple[Missing, ...]
    unreported: tuple[Unreported, ...]

    @property
    def together(self) -> int:
        """The installations in scope, in the round before, that nobody reports while all of these are missing."""
        return sum(one.installations for one in self.unreported)


def missing_returns(workspace: Workspace, reference: str | None) -> MissingReturns:
    """Every organisation that has not answered a round: those asked, those that answered the round before, those that
    others report, and the scheme's operators. Of a round without any return that is everybody.
    """
    basis = basis_of(workspace)
    names, round_ = names_of(basis), chosen_round(workspace, reference)
    answers = answers_to(workspace, names, round_)
    now = scoped_round(workspace, basis, round_.reference, may_be_empty=True)
    earlier = scoped_round(workspace, basis, answers.before) if answers.before else None
    reports = _reports(earlier, names) if earlier else _Reports()
    missing = _silent(answers, now.estate, earlier.estate if earlier else None, names)
    present, alone = _by_organisation(now, names), reports.alone()
    found = [
        Missing(*who, key in answers.asked, key in answers.answered, reports.own.get(key), alone[key], present[key])
        for key, who in missing.items()
    ]
    order = sorted(found, key=lambda one: (-one.alone, -(one.before or one.stands_in), one.role, one.organisation))
    in_scope = earlier.deployed_in_scope if earlier else 0
    unreported = tuple(reports.without(missing))
    returns = tuple(order)
    answered = len(answers.answered)
    return MissingReturns(
        round_.reference, answers.before, answered, in_scope, now.deployed_in_scope, returns, unreported
    )


@dataclass(slots=True)
class _Reports:
    """Who reported what in a round, in installations in scope."""

    counted: Counter[Cell] = field(default_factory=Counter)
    by: dict[Cell, set[Key]] = field(default_factory=lambda: defaultdict(set))
    own: Counter[Key] = field(default_factory=Counter)
    spelt: dict[Key, str] = field(default_factory=dict)

    def alone(self) -> Counter[Key]:
        """Those that one organisation alone reported."""
        sums: Counter[Key] = Counter()
        for cell, number in self.counted.items():
            if len(self.by[cell]) == 1:
                sums[next(iter(self.by[cell]))] += number
        return sums

    def without(self, missing: Collection[Key]) -> list[Unreported]:
        """Those that nobody but the missing reported, by supplier and operator."""
        sums: Counter[tuple[Key, Key]] = Counter()
        for cell, number in self.counted.items():
            if self.by[cell].issubset(missing):
                sums[cell[0], cell[1]] += number
        found = [Unreported(self.spelt[one], self.spelt[other], number) for (one, other), number in sums.items()]
        return sorted(
            (one for one in found if one.installations),
            key=lambda one: (-one.installations, one.supplier, one.operator),
        )


def _reports(scoped: ScopedEstate, names: Names) -> _Reports:
    found = _Reports()
    inside = {one.count.combination for one in scoped.in_scope}
    senders = {one.file: names.key(one.role, one.name) for one in scoped.estate.responders if one.file}
    found.own.update(dict.fromkeys(senders.values(), 0))
    key = cache(names.key)
    for one in scoped.estate.contributions:
        if one.combination in inside:
            supplier = key(Role.SUPPLIER.value, one.supplier)
            operator = key(Role.OPERATOR.value, one.combination.operator)
            found.spelt[supplier], found.spelt[operator] = one.supplier, one.combination.operator
            found.by[supplier, operator, one.combination].add(senders[one.file])
            found.own[senders[one.file]] += one.deployed
            if one.counted:
                found.counted[supplier, operator, one.combination] += one.deployed
    return found


def _by_organisation(scoped: ScopedEstate, names: Names) -> Counter[Key]:
    """The installations in scope that count, by supplier and by operator."""
    sums: Counter[Key] = Counter()
    inside = {one.count.combination for one in scoped.in_scope}
    key = cache(names.key)
    for one in scoped.estate.contributions:
        if one.counted and one.combination in inside:
            sums[key(Role.SUPPLIER.value, one.supplier)] += one.deployed
            sums[key(Role.OPERATOR.value, one.combination.operator)] += one.deployed
    return sums


def _silent(answers: Answers, now: Estate, earlier: Estate | None, names: Names) -> Mapping[Key, tuple[str, str]]:
    """Those without a return, as role and name: first those asked; one without a row is none."""
    waiting = [(one.role, one.organisation) for one in answers.waiting]
    waiting += [(one.role, one.organisation) for one in answers.empty]
    found = {names.key(*who): who for who in waiting}
    before = [one for one in earlier.responders if one.file] if earlier else []
    for one in (*before, *(one for one in now.responders if not one.file)):
        key = names.key(one.role, one.name)
        if key not in answers.answered:
            found.setdefault(key, (one.role, one.name))
    return found
