"""``eligo rounds packs``: what goes back to each organisation that answered: its own return, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eligo import artefacts
from eligo.disclosure import OwnReturn, own_return
from eligo.documents import build_pack, render_html
from eligo.errors import NotFound, UsageError
from eligo.estate import assemble_round, build_estate
from eligo.ports import Workspace
from eligo.records import Round
from eligo.returns import Return, Role, SentFile
from eligo.scheme import Scheme
from eligo.scope import apply_scope, balance_installations
from eligo.workflows.folder import PACK, safe_folder, write_folder
from eligo.workflows.intake import take_in
from eligo.workflows.send_back import ENCLOSED, files_of, returned_files
from eligo.workflows.workspace.addressing import addresses, stem_of_round
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

    An earlier pack of the same organisation is replaced, whole. Nothing is written where ``out`` holds a pack of the
    round that would stay though its organisation's return counts no more, or where a folder holds something else: both
    raise ``UsageError``. Raises ``NotFound`` where there is no such return.
    """
    basis = basis_of(workspace)
    names, round_ = names_of(basis), chosen_round(workspace, reference)
    counting = standing(workspace.store.submissions.of_round(round_.reference))
    if not any(one.kind == RETURN for one in counting):
        raise NotFound(f"The round {round_.reference} has no return", hint="Receive returns with 'eligo receive'.")
    files = [stored_file(workspace, one.kind, one.file_name, one.file) for one in counting]
    came = {one.file_name: one.received_at.date() for one in counting if one.received_at}
    intake = take_in((*files, *basis.known), basis.scheme, workspace.progress, came)
    this_round = assemble_round(intake.returns, basis.scheme)
    folders = _folders(this_round.returns, round_, out, names)
    wanted = _wanted(this_round.returns, organisation, names)
    for one in wanted:
        safe_folder(folders[one.file], PACK)
    if organisation is None:
        _refuse_others(out, round_, folders.values())
    scoped = apply_scope(build_estate(this_round.returns, basis.scheme), basis.scheme)
    balances = balance_installations(this_round.returns, scoped, basis.scheme)
    late = {names.key(one.role, one.organisation) for one in answers_to(workspace, names, round_).came_late}
    packs = []
    for one in wanted:
        is_late = names.key(one.sender.role.value, one.sender.organisation) in late
        own = own_return(
            one,
            scoped,
            balances,
            basis.scheme,
            received_on=came.get(one.file),
            due_on=round_.due_on,
            is_late=is_late,
            is_past_due=is_after(workspace.clock.now().date(), round_.due_on),
        )
        write_folder(folders[one.file], pack_files(own, files_of(one.file, files), basis.scheme), PACK)
        packs.append(_pack(own, folders[one.file]))
    return tuple(packs)


def _pack(own: OwnReturn, folder: Path) -> Pack:
    return Pack(own.organisation, own.role, folder, sum(one.quarantined for one in own.sheets), own.is_late)


def _folders(returns: Sequence[Return], round_: Round, out: Path, names: Names) -> Mapping[str, Path]:
    """The folder of each return, by its file: named for its organisation, whose next return may be another file."""
    keys = {names.key(one.sender.role.value, one.sender.organisation): one for one in returns}
    called = addresses(round_.reference, {key: one.sender.organisation for key, one in keys.items()}, names.scheme)
    return {one.file: out / called[key] for key, one in keys.items()}


def _refuse_others(out: Path, round_: Round, folders: Collection[Path]) -> None:
    """Raise ``UsageError`` where a pack of the round would stay that is not among these folders."""
    begins, mine = f"{stem_of_round(round_.reference)}__", {folder.name.casefold() for folder in folders}
    there = sorted(out.iterdir()) if out.is_dir() else []
    stale = [one.name for one in there if one.name.startswith(begins) and one.name.casefold() not in mine]
    if stale:
        raise UsageError(
            f"{out} has packs of {round_.reference} for which no return counts",
            hint="Delete them, or name another folder.",
            details=stale,
        )


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
