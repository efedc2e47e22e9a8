"""Corrections as a workspace keeps them: each bound to the very file in which somebody saw the cell.

Invariant: what is decided fits what was received, cell by cell, and holds for those bytes alone: a later return of the
same name, in this round or the next, counts as it was sent. Source: ``returns.md``, "Semantics" 1-3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from eligo.artefacts import csv_bytes
from eligo.catalogue import Catalogue
from eligo.errors import BadDecisions, VersionConflict
from eligo.ports import Workspace
from eligo.records import Standing, Submission
from eligo.returns import CORRECTION_COLUMNS, FILE_HASH, Correction, corrections_and_mistakes, read_return
from eligo.scheme import Scheme
from eligo.workflows.identity import corrections_in, known_devices
from eligo.workflows.inputs import InputFile
from eligo.workflows.workspace.basis import basis_of


def bound_corrections(workspace: Workspace, table: InputFile) -> bytes:
    """A table of corrections with the hash of the file of each: of what stands under its name, in the last round that
    has it. One that stood already stays bound as it was.

    Raises ``BadDecisions`` with every mistake of the table, and every correction that fits nothing that was received.
    """
    basis = basis_of(workspace)
    stood = {_decided(one): one.sha256 for one in corrections_in(basis.decided)}
    received = _Received(workspace)
    bound = []
    corrections, mistakes = corrections_and_mistakes(table.name, table.content, workspace.clock.now().date())
    for one in corrections:
        sha256 = one.sha256 or stood.get(_decided(one)) or received.standing_as(one.file)
        if received.submission(one.file, sha256) is None:
            what = (
                f"nothing was received with the SHA-256 {sha256}" if sha256 else "no return that stands has this name"
            )
            mistakes.append(f"{one.file}, row {one.row}, {one.column}: {what}")
        bound.append(replace(one, sha256=sha256))
    known = known_devices(basis.known, basis.scheme) if bound else None
    fresh = {(one.file, one.sha256) for one in bound if stood.get(_decided(one)) != one.sha256}
    for sent in (received.submission(*of) for of in sorted(fresh)):
        if sent is not None and known is not None:
            mistakes += _misfits(workspace, sent, basis.scheme, known, bound)
    if mistakes:
        wrong = "1 correction that is wrong" if len(mistakes) == 1 else f"{len(mistakes):,} corrections that are wrong"
        raise BadDecisions(
            f"{table.name} has {wrong} or fit{'s' if len(mistakes) == 1 else ''} nothing received",
            hint="A correction names the file, sheet, row and column of a return, and what the cell holds.",
            details=mistakes,
        )
    return _written(bound)


class _Received:
    """The returns that were received, by their names."""

    def __init__(self, workspace: Workspace) -> None:
        self._by_name: dict[str, list[Submission]] = {}
        for one in workspace.store.rounds.all():
            for sent in workspace.store.submissions.of_round(one.reference):
                if sent.kind == "return":
                    self._by_name.setdefault(sent.file_name, []).append(sent)

    def standing_as(self, name: str) -> str:
        """The hash of the last return of a name that stands; empty where there is none."""
        standing = [one for one in self._by_name.get(name, ()) if one.standing is Standing.STANDING]
        return standing[-1].file.sha256 if standing else ""

    def submission(self, name: str, sha256: str) -> Submission | None:
        """What was received under a name, with that hash."""
        return next((one for one in self._by_name.get(name, ()) if one.file.sha256 == sha256), None)


def _decided(one: Correction) -> tuple[object, ...]:
    return (*one.cell, one.was, one.becomes)


def _misfits(
    workspace: Workspace, sent: Submission, scheme: Scheme, known: Catalogue, bound: Sequence[Correction]
) -> Iterator[str]:
    try:
        read_return(sent.file_name, workspace.files.read(sent.file), scheme, known, corrections=bound)
    except VersionConflict as conflict:
        yield from conflict.details or (f"{conflict.message}. {conflict.hint}",)


def _written(corrections: Iterable[Correction]) -> bytes:
    columns = (*CORRECTION_COLUMNS, FILE_HASH)
    return csv_bytes(columns, ([_cells(one)[column] for column in columns] for one in corrections))


def _cells(one: Correction) -> Mapping[str, object]:
    return {
        "file": one.file,
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "was": one.was,
        "becomes": one.becomes,
        "reason": one.reason,
        "author": one.author,
        "date": one.corrected.isoformat(),
        FILE_HASH: one.sha256,
    }
