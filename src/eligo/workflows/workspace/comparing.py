"""What a round says beside the one before it: ``eligo rounds compare``.

Both rounds are read with the scheme and the catalogue that stand now, so that a figure that differs was reported
otherwise, and not read otherwise. Nothing is remembered by asking.
"""

from __future__ import annotations

from eligo.errors import NotFound, UsageError
from eligo.estate import Comparison, assemble_round, build_estate, compare_estates
from eligo.ports import Workspace
from eligo.scope import ScopedEstate, apply_scope
from eligo.workflows.intake import take_in
from eligo.workflows.workspace.answers import round_before
from eligo.workflows.workspace.basis import Basis, basis_of, stored_file
from eligo.workflows.workspace.receiving import RETURN, standing
from eligo.workflows.workspace.rounds import chosen_round


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


def scoped_round(workspace: Workspace, basis: Basis, reference: str, *, may_be_empty: bool = False) -> ScopedEstate:
    """A round's estate as its standing returns and the standing decisions make it.

    Raises ``NotFound`` where it has no return, unless it may be empty.
    """
    counting = standing(workspace.store.submissions.of_round(reference))
    if not may_be_empty and not any(one.kind == RETURN for one in counting):
        raise NotFound(f"The round {reference} has no return", hint="Receive returns with 'eligo receive'.")
    files = [stored_file(workspace, one.kind, one.file_name, one.file) for one in counting]
    intake = take_in((*files, *basis.known), basis.scheme, workspace.progress)
    this_round = assemble_round(intake.returns, basis.scheme)
    return apply_scope(build_estate(this_round.returns, basis.scheme), basis.scheme)
