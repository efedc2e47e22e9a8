"""What a workspace works on the basis of: its scheme, its catalogue, and what has been decided for the selection.

All of it are decisions, so that it is known who changed it, when and why. What belongs here: the kinds, and what
stands. What does not: taking a decision (``deciding``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eligo.artefacts import Parameters
from eligo.errors import DamagedStore, NotFound
from eligo.ports import Workspace
from eligo.records import Decision, FileRef
from eligo.scheme import Scheme, load_scheme, shipped_schemes
from eligo.workflows.identity import ALIASES, CORRECTIONS
from eligo.workflows.inputs import InputFile

SCHEME, CATALOGUE, SIZE, NOTICE = "scheme", "catalogue", "size", "notice"
PIN, BAN, MINIMUM, MAXIMUM, DESELECTION = "pin", "ban", "minimum", "maximum", "deselection"

BASIS_KINDS = (SCHEME, CATALOGUE, ALIASES, CORRECTIONS, SIZE, PIN, BAN, DESELECTION, MINIMUM, MAXIMUM, NOTICE)
"""The kinds of decision that a run follows."""

FIRMWARE, EVIDENCE, RESULTS = "firmware", "evidence", "evidence-read"
"""A release of the firmware register; a file of test results; what was read of it."""

EQUIVALENCE = "equivalence"
"""A decision that the test of one combination stands for another."""

PROGRAMME, PLAN, PLAN_FILE = "programme", "plan", "plan-file"
"""A programme decision about one combination; a round's plan; another of the files that were written of it."""

VERSION = "register.version"
"""A version of a register's list that is proposed, and waits for another person; about the list."""

KEPT_KINDS = (*BASIS_KINDS, FIRMWARE, EVIDENCE, EQUIVALENCE, PROGRAMME, PLAN, VERSION)
"""The kinds of decision that can be looked up."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What stands. ``scheme_name`` is a shipped name, or the path of the scheme's file in the workspace.

    ``decided`` are the tables of aliases and corrections.
    """

    scheme_name: str
    scheme: Scheme
    scheme_file: InputFile | None
    catalogue: InputFile | None
    parameters: Parameters
    decided: tuple[InputFile, ...] = ()

    @property
    def known(self) -> tuple[InputFile, ...]:
        """The files by which returns are read: the catalogue, and tables of decisions. Raises ``NotFound``."""
        return (needed_catalogue(self), *self.decided)


def basis_of(workspace: Workspace) -> Basis:
    """What stands now. Raises ``DamagedStore`` where a file of it is, ``BadScheme`` where a scheme no longer loads."""
    standing = {kind: tuple(workspace.store.decisions.all_standing(kind)) for kind in BASIS_KINDS}
    scheme_file = _file_of(workspace, "scheme", standing[SCHEME])
    name = str(scheme_file.path) if scheme_file else _scheme_name(standing[SCHEME])
    tables = (_file_of(workspace, kind, standing[kind]) for kind in (ALIASES, CORRECTIONS))
    catalogue = _file_of(workspace, "catalogue", standing[CATALOGUE])
    decided = tuple(table for table in tables if table is not None)
    return Basis(name, load_scheme(name), scheme_file, catalogue, _of(standing), decided)


def readable_basis(workspace: Workspace) -> tuple[Basis, tuple[DamagedStore, ...]]:
    """What stands, as far as it can be read, and what cannot.

    Raises ``DamagedStore`` where the scheme cannot be read: without it nothing can be said.
    """
    try:
        return basis_of(workspace), ()
    except DamagedStore as damage:
        standing = {kind: tuple(workspace.store.decisions.all_standing(kind)) for kind in BASIS_KINDS}
        if standing[SCHEME] and standing[SCHEME][0].file is not None:
            raise
        name = _scheme_name(standing[SCHEME])
        return Basis(name, load_scheme(name), None, None, _of(standing)), (damage,)


def needed_catalogue(basis: Basis) -> InputFile:
    """The catalogue. Raises ``NotFound`` where the workspace has none yet."""
    if basis.catalogue is None:
        raise NotFound(
            "The workspace has no catalogue of device models yet",
            hint="Name one: eligo decide catalogue device-models.csv --why 'as published'.",
        )
    return basis.catalogue


def refuse_other_folder(workspace: Workspace, bringing: Collection[str] = ()) -> None:
    """Before anything is put into a workspace's folder: it has to be the one that its database speaks of.

    A folder that was copied names the same database, and what would be put into it nobody else would find. What was
    received last is looked for there, unless its content (by its SHA-256) is being brought. Raises ``DamagedStore``.
    """
    rounds = workspace.store.rounds.all()
    for sent in workspace.store.submissions.of_round(rounds[-1].reference)[-1:] if rounds else ():
        if sent.file.sha256 in bringing:
            continue
        try:
            workspace.files.read(sent.file)
        except DamagedStore as error:
            raise DamagedStore(
                f"{workspace.folder} does not hold what was received last, {sent.file_name}: {error.message}",
                hint="If the folder was copied, work in the first one, or copy its store/files here: two folders "
                f"may not share a database. {error.hint}",
            ) from error


def followed(workspace: Workspace, kind: str, subject: str) -> int:
    """The event of what a new decision about a subject follows; 0 where nothing was decided about it."""
    standing = workspace.store.decisions.standing(kind, subject)
    return standing.event if standing else 0


def stored_file(workspace: Workspace, role: str, name: str, file: FileRef) -> InputFile:
    """A file of the workspace as an input, its content proved. Raises ``DamagedStore``."""
    return InputFile(role, name, workspace.files.path(file), workspace.files.read(file))


def changed_by(parameters: Parameters, changes: Parameters) -> Parameters:
    """The standing parameters with what was asked for this once: that goes before what stands.

    >>> changed = changed_by(Parameters(size=5, pins=("A", "B")), Parameters(size=6, bans=("B",)))
    >>> changed.size, changed.pins, changed.bans
    (6, ('A',), ('B',))
    """
    return Parameters(
        size=parameters.size if changes.size is None else changes.size,
        pins=tuple(sorted({*parameters.pins} - {*changes.bans} | {*changes.pins})),
        bans=tuple(sorted({*parameters.bans} - {*changes.pins} | {*changes.bans})),
        minimum=tuple(sorted({**dict(parameters.minimum), **dict(changes.minimum)}.items())),
        maximum=tuple(sorted({**dict(parameters.maximum), **dict(changes.maximum)}.items())),
        notice=changes.notice or parameters.notice,
        deselected=tuple(one for one in parameters.deselected if one[0] not in changes.pins),
        strength=parameters.strength if changes.strength is None else changes.strength,
    )


def _scheme_name(decisions: tuple[Decision, ...]) -> str:
    name = str(_value(decisions[0])["name"]) if decisions else "none"
    if name not in shipped_schemes():
        raise NotFound(
            f"The workspace's scheme {name} is not among those that this Eligo has",
            hint="Decide on one that is, or on a file: eligo decide scheme NAME --why ...",
        )
    return name


def _file_of(workspace: Workspace, role: str, decisions: tuple[Decision, ...]) -> InputFile | None:
    if not decisions or decisions[0].file is None:
        return None
    return stored_file(workspace, role, Path(str(_value(decisions[0])["name"])).name, decisions[0].file)


def _of(standing: Mapping[str, tuple[Decision, ...]]) -> Parameters:
    parameters = Parameters(
        pins=tuple(sorted(one.subject for one in standing[PIN])),
        bans=tuple(sorted(one.subject for one in standing[BAN])),
        minimum=tuple(sorted((one.subject, int(_value(one)["number"])) for one in standing[MINIMUM])),
        maximum=tuple(sorted((one.subject, int(_value(one)["number"])) for one in standing[MAXIMUM])),
        deselected=tuple(sorted((one.subject, one.why) for one in standing[DESELECTION])),
    )
    for one in standing[SIZE]:
        parameters = replace(parameters, size=int(_value(one)["size"]))
    for one in standing[NOTICE]:
        parameters = replace(parameters, notice=str(_value(one)["text"]))
    return parameters


def _value(decision: Decision) -> Mapping[str, Any]:
    return decision.value or {}
