"""``eligo status``: what is in a workspace, and what is due, each with the command that does it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eligo.errors import DamagedStore
from eligo.ports import Workspace
from eligo.records import MOVED, Asked, Head, Job, JobState, Round, Run, Submission
from eligo.workflows.workspace.answers import Answers, answers_to, first_returns
from eligo.workflows.workspace.basis import BASIS_KINDS, Basis, readable_basis
from eligo.workflows.workspace.in_force import InForce, in_force
from eligo.workflows.workspace.names import readable_names
from eligo.workflows.workspace.placing import RESULTS, is_in_place, latest_in_place, results_folder
from eligo.workflows.workspace.planning import changed_since_plan, has_begun
from eligo.workflows.workspace.programme_decisions import awaited_requests
from eligo.workflows.workspace.receiving import standing
from eligo.workflows.workspace.registers.status import RegisterStatus, register_status
from eligo.workflows.workspace.starting import identity_of


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """One round: who has answered, who has not, and its latest run.

    ``is_late`` says whether its day has passed and somebody asked has not answered. ``is_outdated`` says whether
    anything that a run follows has changed since the latest run; ``is_in_place`` whether its results are where they
    belong, ``is_there`` whether anything is. ``plan_changed``: what has changed since its plan was made, and
    ``plan_again`` the command that plans it as it then stands.
    """

    round: Round
    answers: Answers
    is_late: bool
    counting: tuple[Submission, ...]
    latest: Run | None
    is_outdated: bool
    is_in_place: bool
    is_there: bool
    plan_changed: tuple[str, ...]
    plan_again: str

    @property
    def answered(self) -> tuple[str, ...]:
        """Who has answered."""
        return tuple(sorted(one.organisation for one in self.answers.answered.values()))

    @property
    def waiting(self) -> tuple[Asked, ...]:
        """Those asked that have not answered."""
        return self.answers.waiting

    @property
    def unasked(self) -> tuple[str, ...]:
        """Those that answered and were not asked; none where the round names nobody."""
        return self.answers.unasked


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done: what, and the command for it."""

    what: str
    command: str


@dataclass(frozen=True, slots=True)
class Status:
    """Everything that ``eligo status`` says. ``lapsed`` are running jobs whose worker has gone silent; ``decided`` is
    what is in force beside the scheme and the catalogue; ``register`` is ``None`` where there is none.
    """

    identity: str
    head: Head
    scheme: str
    catalogue: str
    decided: tuple[InForce, ...]
    rounds: tuple[RoundStatus, ...]
    jobs: tuple[Job, ...]
    lapsed: tuple[Job, ...]
    register: RegisterStatus | None
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
    (names, unread), first = readable_names(basis), first_returns(workspace)
    rounds = tuple(
        _round_status(workspace, answers_to(workspace, names, one, first), runs, last, now.date(), lost)
        for one in workspace.store.rounds.all()
    )
    unfinished = tuple(job for job in workspace.queue.all() if not job.state.is_final)
    lapsed = tuple(job for job in unfinished if job.state is JobState.RUNNING and not job.is_held(now))
    register = register_status(workspace, basis.scheme, tuple(runs.values()))
    due = _due(workspace, basis, rounds, unfinished, lapsed, lost)
    due += [Due(*one) for one in register.due] if register else []
    return Status(
        identity=identity_of(workspace),
        head=workspace.store.audit.head(),
        scheme=basis.scheme_file.name if basis.scheme_file else basis.scheme_name,
        catalogue=basis.catalogue.name if basis.catalogue else "",
        decided=in_force(workspace, basis, None if unread else names),
        rounds=rounds,
        jobs=unfinished,
        lapsed=lapsed,
        register=register,
        due=(*(Due(f"{error.message} ({error.hint})", "eligo decisions") for error in unread), *due),
    )


def _round_status(
    workspace: Workspace,
    answers: Answers,
    runs: Mapping[str, Run],
    decided: int,
    today: date,
    lost: list[DamagedStore],
) -> RoundStatus:
    one = answers.round
    submissions = workspace.store.submissions.of_round(one.reference)
    latest = runs.get(one.reference)
    changed = max([decided, *(s.event for s in submissions)])
    plan_changed = changed_since_plan(workspace, latest) if latest and not one.closed else ()
    return RoundStatus(
        round=one,
        answers=answers,
        is_late=answers.is_overdue(today),
        counting=standing(submissions),
        latest=latest,
        is_outdated=latest is not None and changed > latest.through,
        is_in_place=latest is None or _is_in_place(workspace, latest, lost),
        is_there=results_folder(workspace, one.reference).exists(),
        plan_changed=plan_changed,
        plan_again=_plan_again(workspace, latest, today, lost) if latest and plan_changed else "",
    )


def _plan_again(workspace: Workspace, latest: Run, today: date, lost: list[DamagedStore]) -> str:
    """The command that plans a round as it stands: around what has begun, where anything has."""
    try:
        command = "replan" if has_begun(workspace, latest, today) else "plan"
    except DamagedStore as damage:
        lost.append(damage)
        command = "plan"
    return f"eligo {command} --round {shlex.quote(latest.round)} --why '...'"


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
    if awaited := awaited_requests(workspace):
        told = f"{awaited} requests await their decision" if awaited > 1 else "1 request awaits its decision"
        due.append(Due(told, "eligo programme show"))
    waiting = len(lapsed) + sum(job.state is JobState.QUEUED for job in unfinished)
    if waiting:
        due.append(Due(f"{waiting} job{'s wait' if waiting > 1 else ' waits'} for a worker", "eligo jobs work"))
    return due


def _due_in(workspace: Workspace, one: RoundStatus) -> list[Due]:
    reference, run, due = one.round.reference, f"eligo run --round {shlex.quote(one.round.reference)}", []
    if one.is_late:
        number = f"{len(one.waiting)} asked in {reference} {'is' if len(one.waiting) == 1 else 'are'} late"
        due.append(Due(number, f"eligo rounds missing --round {shlex.quote(reference)}"))
    for answer in one.answers.answered.values():
        if len(answer.returns) > 1:
            earlier = min(answer.returns, key=lambda sent: (sent.snapshot_on or date.min, sent.number))
            what = f"{answer.organisation} has {len(answer.returns)} returns that count in {reference}"
            due.append(Due(what, f"eligo rounds withdraw {earlier.number} --why 'sent under two names'"))
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
    if one.plan_changed:
        what = f"the plan of {reference} does not follow all that stands. {one.plan_changed[0]}"
        due.append(Due(what, one.plan_again))
    return due
