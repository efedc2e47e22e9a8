"""The firmware register and test evidence in a workspace: decisions, so that it is known who brought what and why.

What belongs here: how they are remembered and found again. What does not: what they mean (``programme``).

Invariants: each release of the register is a decision of its own, so that the log has every change of it; each file of
results is one, with its bytes, and beside it what was read of it, so that nothing is read otherwise later. What a load
would void is said, and confirmed by number, before anything is recorded; nothing is ever overwritten.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eligo.artefacts import csv_bytes, evidence_csv, release_cells
from eligo.errors import BadEvidence, NotFound
from eligo.findings import Finding
from eligo.formula_safe import unguarded
from eligo.ports import Workspace
from eligo.programme import (
    REGISTER_COLUMNS,
    Evidence,
    EvidenceFile,
    Register,
    Release,
    Result,
    ResultOutcome,
    Standing,
    read_evidence,
    read_register,
)
from eligo.records import Because, Decision
from eligo.scheme import Scheme
from eligo.workflows.firmware import RegisterChange, change_to
from eligo.workflows.grounds import (
    Grounds,
    known_combinations,
    made_grounds,
    refused,
    register_of,
    whole_scheme,
    with_described,
)
from eligo.workflows.inputs import read_input
from eligo.workflows.workspace.basis import EVIDENCE, FIRMWARE, RESULTS, basis_of, followed, refuse_other_folder
from eligo.workflows.workspace.confirming import confirm
from eligo.workflows.workspace.kept_equivalences import standing_equivalences
from eligo.workflows.workspace.programme_decisions import stated_decisions
from eligo.workflows.workspace.run_results import latest_run, results_of_run


def kept_register(workspace: Workspace, scheme: Scheme) -> Register:
    """The register as it stands. Raises ``BadEvidence`` where the scheme no longer fits it."""
    rows = [dict(one.value or {}) for one in workspace.store.decisions.all_standing(FIRMWARE)]
    content = csv_bytes(REGISTER_COLUMNS, ([row[column] for column in REGISTER_COLUMNS] for row in rows))
    read = read_register("the workspace's firmware register", content, scheme)
    if read.register is None:
        raise refused("The workspace's firmware register", read.findings)
    return read.register


def kept_evidence(workspace: Workspace) -> Evidence:
    """Every file of results that has not been taken back, in the order in which they came."""
    read = {one.subject: one for one in workspace.store.decisions.all_standing(RESULTS)}
    files = []
    for one in workspace.store.decisions.all_standing(EVIDENCE):
        value, table = one.value or {}, read[one.subject].file
        if table is not None:
            results = tuple(_results(workspace.files.read(table)))
            files.append(EvidenceFile(str(value["name"]), one.subject, str(value["form"]), results))
    return Evidence(tuple(files))


def kept_grounds(workspace: Workspace, reference: str | None) -> Grounds:
    """What questions stand on in a workspace: the latest run of a round (or of the open one), the register, evidence,
    and programme decisions, each where it applies.

    Raises ``NotFound`` where the round has no run.
    """
    opened = results_of_run(workspace, latest_run(workspace, reference))
    scheme = whole_scheme(opened)
    register, decisions = kept_register(workspace, scheme), stated_decisions(workspace, opened, scheme)
    known = known_combinations(with_described(opened, decisions))
    pairs = standing_equivalences(workspace, known).pairs(workspace.clock.now().date())
    return made_grounds(opened, scheme, register, kept_evidence(workspace), pairs, decisions)


def load_register(
    workspace: Workspace, reference: str | None, path: Path, why: str, voids: int | None
) -> tuple[RegisterChange, tuple[Decision, ...]]:
    """Take a register over: a decision for each release that is new, changed or gone.

    ``voids`` is the number of results that whoever loads it expects to count no longer; it has to be given where there
    are any. Raises ``UsageError`` where it is not, ``VersionConflict`` where it is another number, and ``BadEvidence``
    for a register with errors; nothing is recorded then.
    """
    refuse_other_folder(workspace)
    with workspace.files.holding(), workspace.store.transaction():
        change = preview_load(workspace, reference, path)
        _confirm(change, voids)
        file = workspace.files.put(read_input("firmware register", path).content)
        wanted = [
            *((one, release_cells(one)) for one in change.added),
            *((one, release_cells(one)) for _, one in change.changed),
            *((one, None) for one in change.removed),
        ]
        decisions = [
            Decision(FIRMWARE, subject, value, file if value else None, followed(workspace, FIRMWARE, subject))
            for subject, value in ((subject_of(one), value) for one, value in wanted)
        ]
        recorded = workspace.store.decisions.record(decisions, Because(workspace.who, why)) if decisions else ()
    return change, recorded


def standing_register(workspace: Workspace) -> Register:
    """The register as it stands, under the scheme that stands."""
    return kept_register(workspace, basis_of(workspace).scheme)


def kept_or_no_grounds(workspace: Workspace, reference: str | None) -> Grounds:
    """The same as ``kept_grounds``; without combinations where there is no run yet, for what needs none."""
    try:
        return kept_grounds(workspace, reference)
    except NotFound:
        scheme = basis_of(workspace).scheme
        return Grounds(scheme, (), kept_register(workspace, scheme), kept_evidence(workspace), {})


def preview_load(workspace: Workspace, reference: str | None, path: Path) -> RegisterChange:
    """What taking a register over would change and void. It needs no run."""
    grounds = kept_or_no_grounds(workspace, reference)
    after, findings = register_of(path, grounds.scheme)
    return change_to(grounds, after, findings)


def _confirm(change: RegisterChange, voids: int | None) -> None:
    number = len(change.voided.results)
    confirm(f"{number:,} result{'' if number == 1 else 's'} would no longer count", number, voids, "--voids")


def subject_of(one: Release) -> str:
    """What the decision about a release is called: its track, its kind and its version."""
    return " ".join(one.key)


@dataclass(frozen=True, slots=True)
class Imported:
    """Files of results that are evidence now, with what was found in them, and the decisions that say so."""

    files: tuple[EvidenceFile, ...]
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]


def import_evidence(workspace: Workspace, reference: str | None, paths: Sequence[Path], why: str) -> Imported:
    """Make files of results evidence, all of them or none. Raises ``BadEvidence`` with every error that was found."""
    refuse_other_folder(workspace)
    given = [read_input("evidence", path) for path in paths]
    with workspace.files.holding(), workspace.store.transaction():
        grounds = kept_grounds(workspace, reference)
        read = read_evidence([(file.name, file.content) for file in given], grounds.known)
        if len(read.files) < len(given):
            raise refused("The evidence", read.findings)
        decisions = []
        for source, file in zip(given, read.files, strict=True):
            table = evidence_csv((result, Standing.COUNTS) for result in file.results)
            value = {"name": file.name, "form": file.form, "results": len(file.results)}
            for kind, content in ((EVIDENCE, source.content), (RESULTS, table)):
                kept = workspace.files.put(content)
                follows = followed(workspace, kind, file.sha256)
                decisions.append(Decision(kind, file.sha256, value, kept, follows))
        recorded = workspace.store.decisions.record(decisions, Because(workspace.who, why))
    return Imported(read.files, read.findings, tuple(one for one in recorded if one.kind == EVIDENCE))


def withdraw_evidence(workspace: Workspace, named: str, why: str) -> Decision:
    """Take a file of results back, by its name or the beginning of its SHA-256: it stays on record, and does not count.

    Raises ``NotFound`` where none or several are called so.
    """
    with workspace.store.transaction():
        found = [
            one
            for one in workspace.store.decisions.all_standing(EVIDENCE)
            if named in (str((one.value or {}).get("name")), one.subject)
            or (len(named) > 7 and one.subject.startswith(named))
        ]
        if len(found) != 1:
            what = "is called" if not found else f"{len(found)} files are called"
            raise NotFound(
                f"No evidence {what} {named}" if not found else f"{what} {named}",
                hint="'eligo decisions --kind evidence' has their names and SHA-256.",
            )
        decisions = [
            Decision(kind, found[0].subject, None, None, followed(workspace, kind, found[0].subject))
            for kind in (EVIDENCE, RESULTS)
        ]
        return workspace.store.decisions.record(decisions, Because(workspace.who, why))[0]


def _results(content: bytes) -> list[Result]:
    """The results of a kept table, as they were read once. Raises ``BadEvidence`` where it is no such table."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        return [_result({name: unguarded(text) for name, text in row.items()}) for row in rows]
    except (KeyError, ValueError, AttributeError) as error:
        raise BadEvidence(
            f"A kept table of results cannot be read: {error}", hint="'eligo verify' says whether files are damaged."
        ) from None


def _result(row: dict[str, str]) -> Result:
    named = (
        row["combination"],
        row["operator"],
        row["phase"],
        row["state"],
        row["track"],
        row["firmware"],
        row["test"],
    )
    told = (datetime.fromisoformat(row["at"]), ResultOutcome(row["outcome"]), row["severity"], row["reference"])
    return Result(*named, *told, row["file"], int(row["row"]))
