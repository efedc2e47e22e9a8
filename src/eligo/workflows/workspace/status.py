"""``eligo status``: what is in a workspace, and what is due, each with the command that does it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.artefacts import Parameters
from eligo.catalogue import fold_organisation
from eligo.errors import DamagedStore
from eligo.ports import Workspace
from eligo.records import MOVED, Asked, Head, Job, JobState, Round, Run, Submission
from eligo.workflows.workspace.basis import BASIS_KINDS, Basis, readable_basis
from eligo.workflows.workspace.placing import RESULTS, is_in_place, latest_in_place, results_folder
from eligo.workflows.workspace.receiving import RETURN, standing
from eligo.workflows.workspace.starting import identity_of


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """One round: who has answered, who has not, and its latest run.

    ``waiting`` are those asked that have not answered; ``is_late`` says whether its day has passed; ``unasked`` are
    organisations that answered and were not asked (none where the round names nobody). ``is_outdated`` says whether
    anything that a run follows has changed since the latest run; ``is_in_place`` whether its results are where they
    belong, ``is_there`` whether anything is.
    """

    round: Round
    answered: tuple[str, ...]
    waiting: tuple[Asked, ...]
    unasked: tuple[str, ...]
    is_late: bool
    counting: tuple[Submission, ...]
    latest: Run | None
    is_outdated: bool
    is_in_place: bool
    is_there: bool


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done: what, and the command for it."""

    what: str
    command: str


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that ``eligo status`` says. ``lapsed`` are running jobs whose worker has gone silent."""

    identity: str
    head: Head
    scheme: str
    catalogue: str
    parameters: Parameters
    rounds: tuple[RoundStatus, ...]
    jobs: tuple[Job, ...]
    lapsed: tuple[Job, ...]
    due: tuple[Due, ...]


_DONE = "optimal"
"""The status of a run that has given all that a run can give."""


def status(workspace: Workspace) -> Status:
    """What is there and what is due, as of the workspace's clock."""
    basis, damaged = readable_basis(workspace)
    now = workspace.clock.now()
    runs = latest_in_place(workspace)
    last = workspace.store.decisions.latest(BASIS_KINDS)
    lost = list(damaged)
    rounds = tuple(
        _round_status(workspace, basis, one, runs, last, now.date(), lost) for one in workspace.store.rounds.all()
    )
    unfinished = tuple(job for job in workspace.queue.all() if not job.state.is_final)
    lapsed = tuple(job for job in unfinished if job.state is JobState.RUNNING and not job.is_held(now))
    return Status(
        identity=identity_of(workspace),
        head=workspace.store.audit.head(),
        scheme=basis.scheme_file.name if basis.scheme_file else basis.scheme_name,
        catalogue=basis.catalogue.name if basis.catalogue else "",
        parameters=basis.parameters,
        rounds=rounds,
        jobs=unfinished,
        lapsed=lapsed,
        due=tuple(_due(workspace, basis, rounds, unfinished, lapsed, lost)),
    )


def _round_status(
    workspace: Workspace,
    basis: Basis,
    one: Round,
    runs: Mapping[str, Run],
    decided: int,
    today: date,
    lost: list[DamagedStore],
) -> RoundStatus:
    submissions = workspace.store.submissions.of_round(one.reference)
    counting = standing(submissions)

    def folded(name: str) -> str:
        return fold_organisation(name, basis.scheme.legal_suffixes)

    answered = {(s.role, folded(s.organisation)): s.organisation for s in counting if s.kind == RETURN}
    asked = {(a.role, folded(a.organisation)): a for a in one.asked}
    waiting = tuple(a for key, a in asked.items() if key not in answered)
    latest = runs.get(one.reference)
    changed = max([decided, *(s.event for s in submissions)])
    return RoundStatus(
        round=one,
        answered=tuple(sorted(answered.values())),
        waiting=waiting,
        unasked=tuple(sorted(name for key, name in answered.items() if asked and key not in asked)),
        is_late=bool(waiting) and one.due_on is not None and today > one.due_on and not one.closed,
        counting=counting,
        latest=latest,
        is_outdated=latest is not None and changed > latest.through,
        is_in_place=latest is None or _is_in_place(workspace, latest, lost),
        is_there=results_folder(workspace, one.reference).exists(),
    )


def _is_in_place(workspace: Workspace, latest: Run, lost: list[DamagedStore]) -> bool:
    """Whether the results of a run are where they belong; where nothing tells, that goes to what is lost."""
    try:
        return is_in_place(workspace, latest, results_folder(workspace, latest.round))
    except DamagedStore as damage:
        lost.append(damage)
        return True


def _due(
    workspace: Workspace,
    basis: Basis,
    rounds: Sequence[RoundStatus],
    unfinished: Sequence[Job],
    lapsed: Sequence[Job],
    damaged: Sequence[DamagedStore],
) -> list[Due]:
    due = []
    if workspace.store.audit.head().action == MOVED:
        due.append(Due("this database was moved elsewhere", "eligo log --last 1 --json"))
    due += [Due(f"{damage.message} ({damage.hint})", "eligo verify") for damage in damaged]
    if basis.catalogue is None and not damaged:
        command = "eligo decide catalogue device-models.csv --why 'as published'"
        due.append(Due("the workspace has no catalogue", command))
    if not rounds:
        due.append(Due("no return has been received", "eligo receive RETURNS"))
    for one in rounds:
        due += _due_in(workspace, one)
    waiting = len(lapsed) + sum(job.state is JobState.QUEUED for job in unfinished)
    if waiting:
        due.append(Due(f"{waiting} job{'s wait' if waiting > 1 else ' waits'} for a worker", "eligo jobs work"))
    return due


def _due_in(workspace: Workspace, one: RoundStatus) -> list[Due]:
    reference, run, due = one.round.reference, f"eligo run --round {shlex.quote(one.round.reference)}", []
    if one.is_late:
        number = f"{len(one.waiting)} asked in {reference} {'is' if len(one.waiting) == 1 else 'are'} late"
        due.append(Due(number, "eligo rounds list"))
    if not one.round.closed and one.counting and one.latest is None:
        due.append(Due(f"{reference} has not been run", run))
    if one.latest is not None and one.is_outdated and not one.round.closed:
        due.append(Due(f"{reference} has changed since run {one.latest.number}", run))
    if one.latest is not None and one.latest.status != _DONE and not one.is_outdated and not one.round.closed:
        due.append(Due(f"run {one.latest.number} of {reference} is {one.latest.status}", f"{run} --size N"))
    if one.latest is not None and not one.is_in_place:
        place = f"{RESULTS}/{results_folder(workspace, reference).name}"
        what = f"{place} is not what run {one.latest.number} wrote" if one.is_there else f"{place} is not there"
        due.append(Due(what, f"eligo runs write {one.latest.number}"))
    return due
