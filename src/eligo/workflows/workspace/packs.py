"""``eligo rounds packs``: what goes back to each organisation that answered: its own return, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eligo import artefacts
from eligo.disclosure import OwnReturn, own_return
from eligo.documents import build_pack, render_html
from eligo.errors import NotFound, UsageError
from eligo.estate import assemble_round, build_estate
from eligo.ports import Workspace
from eligo.records import Submission
from eligo.returns import Return, Role, SentFile, stem_of
from eligo.scheme import Scheme
from eligo.scope import apply_scope, balance_installations
from eligo.workflows.folder import PACK, write_folder
from eligo.workflows.intake import take_in
from eligo.workflows.send_back import ENCLOSED, files_of, returned_files
from eligo.workflows.workspace.answers import answers_to, is_after
from eligo.workflows.workspace.basis import basis_of, stored_file
from eligo.workflows.workspace.names import Names, names_of
from eligo.workflows.workspace.receiving import RETURN, standing
from eligo.workflows.workspace.rounds import chosen_round

PACKED = (("rows.csv", "every row, and what became of it"), *ENCLOSED)


@dataclass(frozen=True, slots=True)
class Pack:
    """One organisation's pack: a folder of its own, with these files."""

    organisation: str
    role: str
    folder: Path
    quarantined: int
    is_late: bool


def write_packs(workspace: Workspace, reference: str | None, out: Path, organisation: str | None) -> tuple[Pack, ...]:
    """Write the pack of every organisation that answered (or of the one named) into a folder of its own in ``out``.

    Raises ``NotFound`` where there is no such return, ``UsageError`` where a folder holds something else.
    """
    basis = basis_of(workspace)
    round_ = chosen_round(workspace, reference)
    counting = standing(workspace.store.submissions.of_round(round_.reference))
    if not any(one.kind == RETURN for one in counting):
        raise NotFound(f"The round {round_.reference} has no return", hint="Receive returns with 'eligo receive'.")
    files = [stored_file(workspace, one.kind, one.file_name, one.file) for one in counting]
    intake = take_in((*files, *basis.known), basis.scheme, workspace.progress)
    this_round = assemble_round(intake.returns, basis.scheme)
    scoped = apply_scope(build_estate(this_round.returns, basis.scheme), basis.scheme)
    balances = balance_installations(this_round.returns, scoped, basis.scheme)
    names = names_of(basis)
    late = {names.key(one.role, one.organisation) for one in answers_to(workspace, names, round_).came_late}
    packs = []
    for one in _wanted(this_round.returns, organisation, names):
        sent = _submission(one, counting)
        own = own_return(
            one,
            scoped,
            balances,
            basis.scheme,
            received_on=sent.received_at.date() if sent.received_at else None,
            due_on=round_.due_on,
            is_late=names.key(one.sender.role.value, one.sender.organisation) in late,
            is_past_due=is_after(workspace.clock.now().date(), round_.due_on),
        )
        folder = out / stem_of(one.file)
        write_folder(folder, pack_files(own, files_of(one.file, files), basis.scheme), PACK)
        quarantined = sum(balance.quarantined for balance in one.balances)
        packs.append(Pack(one.sender.organisation, one.sender.role.value, folder, quarantined, own.is_late))
    return tuple(packs)


def pack_files(own: OwnReturn, files: Sequence[SentFile], scheme: Scheme) -> Mapping[str, bytes]:
    """The files of a pack, by name; ``files`` are those that its organisation sent."""
    return {
        "return.html": render_html(build_pack(own, scheme, PACKED)),
        "rows.csv": artefacts.own_rows_csv(own, scheme),
        **returned_files(files, own.findings, own.organisation, scheme),
    }


def _wanted(returns: tuple[Return, ...], organisation: str | None, names: Names) -> list[Return]:
    if organisation is None:
        return list(returns)
    wanted = {names.key(role.value, organisation) for role in Role}
    found = [one for one in returns if names.key(one.sender.role.value, one.sender.organisation) in wanted]
    if not found:
        raise NotFound(
            f"{organisation} has sent no return that counts", hint="See who has with 'eligo rounds list --round ...'."
        )
    return found


def _submission(one: Return, counting: tuple[Submission, ...]) -> Submission:
    for sent in counting:
        if sent.kind == RETURN and sent.file_name == one.file:
            return sent
    raise UsageError(f"{one.file} is not among what was received", hint="Receive it again.")
