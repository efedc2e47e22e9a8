"""``eligo aliases``: names that nobody knows, for a person to decide, and what a table of decisions would change.

Invariant: nothing is remembered by asking. Source: ``returns.md`` 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from eligo.catalogue import AliasTable, Catalogue, Regrouping, read_aliases
from eligo.errors import CannotWrite, UsageError
from eligo.ports import Progress, Workspace
from eligo.scheme import Scheme, load_scheme
from eligo.workflows.identity import ALIASES, UnknownName, known_devices, regrouped, to_decide_csv, unknown_names
from eligo.workflows.inputs import InputFile, gather_returns, read_input
from eligo.workflows.intake import take_in
from eligo.workflows.request import decided_files
from eligo.workflows.workspace.basis import basis_of, stored_file
from eligo.workflows.workspace.receiving import standing
from eligo.workflows.workspace.rounds import chosen_round

Inputs = tuple[tuple[InputFile, ...], Scheme]
"""Returns, the catalogue and the tables that stand; and the scheme they are read by."""


def named_inputs(places: Sequence[Path], catalogue: Path, scheme: str, aliases: Path | None) -> Inputs:
    """Files that are named. Raises as ``check`` does."""
    files = (*gather_returns(places), read_input("catalogue", catalogue), *decided_files(aliases, None))
    return files, load_scheme(scheme)


def standing_inputs(workspace: Workspace, reference: str | None) -> Inputs:
    """What stands in a workspace for a round. Raises ``NotFound`` where there is no round or no catalogue."""
    basis, round_ = basis_of(workspace), chosen_round(workspace, reference)
    counting = standing(workspace.store.submissions.of_round(round_.reference))
    sent = [stored_file(workspace, one.kind, one.file_name, one.file) for one in counting]
    return (*sent, *basis.known), basis.scheme


def names_to_decide(inputs: Inputs, out: Path | None, progress: Progress) -> tuple[UnknownName, ...]:
    """Every name that nobody knows; with ``out``, as a table of aliases to be completed, in a new file.

    Raises ``UsageError`` where ``out`` is there already, ``CannotWrite``.
    """
    files, scheme = inputs
    if out is not None and out.exists():
        raise UsageError(f"{out} is there already", hint="Name a new file: that one may hold decisions.")
    intake = take_in(files, scheme, progress)
    found = unknown_names(intake.returns, files, scheme, known_devices(files, scheme))
    if out is not None:
        try:
            out.write_bytes(to_decide_csv(found))
        except OSError as error:
            hint = "Check the permissions and the room there, or name another file."
            raise CannotWrite(f"{out} cannot be written: {error.strerror}", hint=hint) from None
    return found


def preview(inputs: Inputs, table: Path, progress: Progress, today: date | None = None) -> Regrouping:
    """What the table would group otherwise than what stands does. Raises ``BadDecisions`` with every mistake; so is a
    decision of a day after ``today``, where that is given.
    """
    files, scheme = inputs
    bare = known_devices([one for one in files if one.role != ALIASES], scheme)
    before = next((_table(one, bare) for one in files if one.role == ALIASES), AliasTable((), bare.legal_suffixes))
    after = _table(read_input(ALIASES, table), bare, today)
    intake = take_in(files, scheme, progress)
    return regrouped(intake.returns, files, scheme, bare, before, after)


def _table(file: InputFile, catalogue: Catalogue, today: date | None = None) -> AliasTable:
    return read_aliases(file.name, file.content, catalogue, today=today)
