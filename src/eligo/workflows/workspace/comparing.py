"""What a round says beside the one before it, and what it lacks: ``eligo rounds compare`` and ``eligo rounds missing``.

Both rounds are read with the scheme and the catalogue that stand now, so that a figure that differs was reported
otherwise, and not read otherwise. Nothing is remembered by asking.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from eligo.catalogue import fold_organisation
from eligo.errors import NotFound, UsageError
from eligo.estate import Comparison, Estate, assemble_round, build_estate, compare_estates
from eligo.ports import Workspace
from eligo.returns import Role
from eligo.scheme import Scheme
from eligo.scope import ScopedEstate, apply_scope
from eligo.workflows.intake import take_in
from eligo.workflows.workspace.answers import answers_to, round_before
from eligo.workflows.workspace.basis import Basis, basis_of, stored_file
from eligo.workflows.workspace.names import names_of
from eligo.workflows.workspace.receiving import standing
from eligo.workflows.workspace.rounds import chosen_round


@dataclass(frozen=True, slots=True)
class Missing:
    """One organisation without a return in a round, and what its return would change. All figures are installations.

    ``stands_in`` are those in scope that operators report for a supplier, whose intention is unknown; of an operator
    they are those that nobody but the suppliers reports, so that no second source is there to compare. ``share`` is
    that of the deployed estate in scope. ``before`` is what the organisation's own rows had in the round before,
    ``None`` where it had none; ``only_theirs`` are the combinations among these that nobody reports now.
    """

    role: str
    organisation: str
    stands_in: int
    share: float
    before: int | None
    only_theirs: int


def compare_rounds(workspace: Workspace, reference: str | None, earlier: str | None) -> Comparison:
    """A round beside an earlier one (or else the one whose returns came before).

    Raises ``NotFound`` where there is none, or one of them has no return, and ``UsageError`` for a round beside itself.
    """
    basis = basis_of(workspace)
    later = chosen_round(workspace, reference).reference
    before = workspace.store.rounds.get(earlier).reference if earlier else round_before(workspace, later)
    if before is None:
        raise NotFound(f"No round has returns from before {later}", hint="Name one with --with.")
    if before == later:
        raise UsageError(f"{later} is the round itself", hint="Name an earlier one with --with.")
    one, other = (scoped_round(workspace, basis, name).estate for name in (before, later))
    return compare_estates(one, other, basis.scheme)


def missing_returns(workspace: Workspace, reference: str | None) -> tuple[Missing, ...]:
    """Every organisation that has not answered a round: those asked, those that operators report, and the operators.

    The greatest effect first. Raises ``NotFound`` where the round has no return at all.
    """
    basis = basis_of(workspace)
    round_ = chosen_round(workspace, reference)
    scoped = scoped_round(workspace, basis, round_.reference)
    names = names_of(basis)
    answers = answers_to(workspace, names, round_)
    earlier = scoped_round(workspace, basis, answers.before).estate if answers.before else None
    silent = {names.key(one.role, one.name): one.name for one in scoped.estate.responders if not one.file}
    for asked in answers.waiting:
        silent.setdefault(names.key(asked.role, asked.organisation), asked.organisation)
    found = [_missing(role, name, scoped, earlier, basis.scheme) for (role, _), name in silent.items()]
    return tuple(sorted(found, key=lambda one: (-max(one.stands_in, one.before or 0), one.role, one.organisation)))


def scoped_round(workspace: Workspace, basis: Basis, reference: str) -> ScopedEstate:
    """A round's estate as its standing returns and the standing decisions make it. Raises ``NotFound``."""
    counting = standing(workspace.store.submissions.of_round(reference))
    if not any(one.kind == "return" for one in counting):
        raise NotFound(f"The round {reference} has no return", hint="Receive returns with 'eligo receive'.")
    files = [stored_file(workspace, one.kind, one.file_name, one.file) for one in counting]
    intake = take_in((*files, *basis.known), basis.scheme, workspace.progress)
    this_round = assemble_round(intake.returns, basis.scheme)
    return apply_scope(build_estate(this_round.returns, basis.scheme), basis.scheme)


def _missing(role: str, name: str, scoped: ScopedEstate, earlier: Estate | None, scheme: Scheme) -> Missing:
    inside = {one.count.combination for one in scoped.in_scope}
    is_supplier = role == Role.SUPPLIER.value
    stands_in = sum(
        one.deployed
        for one in scoped.estate.contributions
        if one.counted
        and one.combination in inside
        and _folded(one.supplier if is_supplier else one.combination.operator, scheme) == _folded(name, scheme)
    )
    own: Counter[object] = Counter()
    for one in earlier.contributions if earlier else ():
        sender = one.supplier if is_supplier else one.combination.operator
        if one.role == role and _folded(sender, scheme) == _folded(name, scheme):
            own[one.combination] += one.deployed
    present = {one.combination for one in scoped.estate.contributions}
    return Missing(
        role,
        name,
        stands_in,
        float(scoped.share(stands_in)),
        own.total() if own else None,
        len(own.keys() - present),
    )


def _folded(name: str, scheme: Scheme) -> str:
    return fold_organisation(name, scheme.legal_suffixes)
