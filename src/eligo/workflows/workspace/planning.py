"""Plans in a workspace: made of the latest run, the register and the programme decisions that stand, and kept.

What belongs here: what a plan is made from, how it is kept and found again. What does not: making it
(``workflows.planning``).

Invariants: a round has one plan that stands; a later one follows it, and both stay on record. ``plan.json`` is the file
of a decision, and so is every other file that was written of the plan, byte for byte, all of them in one transaction.
What a plan was made from is on record with it; if that changes while it is made, nothing is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eligo.errors import NotFound, VersionConflict
from eligo.ports import Workspace
from eligo.records import Because, Decision, FileRef, Plain, Run
from eligo.workflows.checked import checked_plan
from eligo.workflows.folder import PLANNED, safe_folder, write_folder
from eligo.workflows.grounds import combinations_of, whole_scheme
from eligo.workflows.planning import Extent, PlanGrounds, Planned, plan_files, planned_on, record_of
from eligo.workflows.replanning import Again, AgainGrounds, in_force_of
from eligo.workflows.workspace.basis import FIRMWARE, PLAN, PLAN_FILE, PROGRAMME, followed, refuse_other_folder
from eligo.workflows.workspace.placing import results_folder
from eligo.workflows.workspace.programme_decisions import kept_decisions
from eligo.workflows.workspace.programming import kept_evidence, kept_register
from eligo.workflows.workspace.rounds import chosen_round
from eligo.workflows.workspace.run_results import latest_run, results_of_run

MADE_FROM = (FIRMWARE, PROGRAMME)
"""The kinds of decision that a plan follows beside its run."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plan is made from: the latest run of a round, and the last decision that it follows (0: none)."""

    round: str
    run: int
    through: int


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """The plan of a round that stands. ``decision`` says who keeps it, when and why; ``files`` are its own, by name.

    ``checked``: what the independent checker says of it. ``changed``: what has changed since it was made, in sentences.
    ``labels``: what its combinations are called, by id.
    """

    decision: Decision
    files: Mapping[str, bytes]
    checked: tuple[str, ...]
    changed: tuple[str, ...]
    labels: Mapping[str, str]
    installation_word: str

    @property
    def record(self) -> dict[str, Any]:
        """The plan for programs, as ``plan_record`` states one that is made, with who keeps it."""
        one = self.decision
        return {
            **record_of(self.files, self.labels, self.checked),
            "kept": {"by": one.by, "on": str(one.decided_at)[:10], "why": one.why, "event": one.event},
            "made_from": dict(one.value or {}),
            "changed_since": list(self.changed),
        }


def plan_round(
    workspace: Workspace, reference: str | None, extent: Extent, out: Path | None, again: Again | None = None
) -> Planned:
    """The plan of a round (or of the open one) on what stands, or the plan that is kept planned ``again``; nothing is
    kept.

    Raises ``NotFound`` where the round has no run, or nothing to plan again, ``BadEvidence`` where the decisions do not
    fit it, and as ``planned_on`` does.
    """
    if out is not None:
        safe_folder(out, PLANNED)
    origin = origin_of(workspace, reference)
    planned = _made(workspace, origin, extent, again)
    if out is not None:
        write_folder(out, _files(workspace, origin, planned, extent), PLANNED)
    return planned


def keep_plan(
    workspace: Workspace,
    reference: str | None,
    extent: Extent,
    out: Path | None,
    why: str,
    again: Again | None = None,
) -> tuple[Planned, Decision]:
    """Make the plan of a round, as ``plan_round`` does, and keep it.

    Raises ``VersionConflict`` where what it follows changes meanwhile.
    """
    refuse_other_folder(workspace)
    if out is not None:
        safe_folder(out, PLANNED)
    origin = origin_of(workspace, reference)
    planned = _made(workspace, origin, extent, again)
    files = _files(workspace, origin, planned, extent)
    with workspace.files.holding(), workspace.store.transaction():
        if origin_of(workspace, reference) != origin:
            raise VersionConflict(
                "The run, the register or a decision has changed while the plan was made; it is not kept",
                hint="Plan again.",
            )
        kept = {name: workspace.files.put(content) for name, content in files.items()}
        value = _value(origin, planned, extent)
        decisions = [*_recorded(workspace, origin.round, kept, value)]
        recorded = workspace.store.decisions.record(decisions, Because(workspace.who, why))
    if out is not None:
        write_folder(out, files, PLANNED)
    return planned, recorded[0]


def standing_plan(workspace: Workspace, reference: str | None, out: Path | None) -> StandingPlan:
    """The plan of a round that stands, checked again; with ``out``, its files written there.

    Raises ``NotFound`` where none is kept, ``DamagedStore`` and ``VerificationFailed``.
    """
    if out is not None:
        safe_folder(out, PLANNED)
    round_ = chosen_round(workspace, reference).reference
    decision, files = _standing(workspace, round_)
    if out is not None:
        write_folder(out, files, PLANNED)
    opened = results_of_run(workspace, workspace.store.runs.get(_number(decision.value, "run")))
    scheme = whole_scheme(opened)
    labels = {one.combination_id: one.label for one in combinations_of(opened, scheme)}
    checked = checked_plan({name: files[name] for name in ("plan.json", "programme.json")})
    changed = changed_since_plan(workspace, latest_run(workspace, round_))
    return StandingPlan(decision, files, checked, changed, labels, scheme.installation_word)


def _standing(workspace: Workspace, round_: str) -> tuple[Decision, dict[str, bytes]]:
    """The decision that keeps the plan of a round, and its files."""
    decision, plan = _plan_kept(workspace, round_)
    others = {str((one.value or {})["name"]): one.file for one in _others(workspace, round_) if one.file and one.value}
    return decision, {"plan.json": plan, **{name: workspace.files.read(file) for name, file in others.items()}}


def _plan_kept(workspace: Workspace, round_: str) -> tuple[Decision, bytes]:
    """The decision that keeps the plan of a round, and its ``plan.json``."""
    decision = workspace.store.decisions.standing(PLAN, round_)
    if decision is None or decision.file is None:
        raise NotFound(f"No plan of the round {round_} is kept", hint="Keep one: eligo plan --why '...'.")
    return decision, workspace.files.read(decision.file)


def changed_since_plan(workspace: Workspace, latest: Run) -> tuple[str, ...]:
    """What has changed since the plan of a round was made, in sentences; nothing where none is kept."""
    decision = workspace.store.decisions.standing(PLAN, latest.round)
    return () if decision is None else tuple(_changed(workspace, latest.number, decision))


def has_begun(workspace: Workspace, latest: Run, today: date) -> bool:
    """Whether the plan of a round has begun before today and what it selects is selected still, so that it can be
    planned again around what runs. Raises ``NotFound`` where none is kept, and ``DamagedStore``.
    """
    decision, plan = _plan_kept(workspace, latest.round)
    written = json.loads(plan)
    if min(one["start"] for one in written["entries"]) >= today.isoformat():
        return False
    if _number(decision.value, "run") == latest.number:
        return True
    return {*results_of_run(workspace, latest).selected} == {*written["selected"]}


def origin_of(workspace: Workspace, reference: str | None) -> Origin:
    """What a plan would be made from now. Raises ``NotFound`` where the round has no run."""
    run = latest_run(workspace, reference)
    return Origin(run.round, run.number, workspace.store.decisions.latest(MADE_FROM))


def _made(workspace: Workspace, origin: Origin, extent: Extent, again: Again | None) -> Planned:
    opened = results_of_run(workspace, workspace.store.runs.get(origin.run))
    scheme = whole_scheme(opened)
    register = kept_register(workspace, scheme)
    decisions, findings = kept_decisions(workspace, opened, scheme)
    before = workspace.store.decisions.standing(PLAN, origin.round)
    revision = 0 if before is None else 1 + _number(before.value, "revision", 0)
    grounds = PlanGrounds(opened, scheme, register, decisions, findings, revision)
    if again is None:
        return planned_on(grounds, extent, workspace.progress)
    files = _standing(workspace, origin.round)[1]
    in_force = in_force_of(files["plan.json"], files["programme.json"])
    return planned_on(grounds, extent, workspace.progress, AgainGrounds(again, in_force, kept_evidence(workspace)))


def _files(workspace: Workspace, origin: Origin, planned: Planned, extent: Extent) -> dict[str, bytes]:
    results = results_folder(workspace, origin.round)
    return plan_files(planned, results, extent, workspace.progress)


def _value(origin: Origin, planned: Planned, extent: Extent) -> Plain:
    plan = planned.scheduled.plan
    return {
        "run": origin.run,
        "through": origin.through,
        "installation_days_waiting": plan.waits,
        "bound": plan.bound,
        "excluded_population": plan.excluded,
        "sizes": extent.sizes,
        "trials": extent.trials,
        "seed": extent.seed,
        "parts": extent.parts,
        "revision": planned.revision,
    }


def _recorded(workspace: Workspace, round_: str, files: Mapping[str, FileRef], value: Plain) -> Iterator[Decision]:
    """The plan, every other file of it that is another than before, and those that there are no more."""
    yield Decision(PLAN, round_, value, files["plan.json"], followed(workspace, PLAN, round_))
    standing = {one.subject: one for one in _others(workspace, round_)}
    wanted = {f"{round_} {name}": (name, file) for name, file in files.items() if name != "plan.json"}
    for subject, (name, file) in wanted.items():
        if subject not in standing or standing[subject].file != file:
            stated = {"round": round_, "name": name}
            yield Decision(PLAN_FILE, subject, stated, file, followed(workspace, PLAN_FILE, subject))
    for subject, one in standing.items():
        if subject not in wanted:
            yield Decision(PLAN_FILE, subject, None, None, one.event)


def _others(workspace: Workspace, round_: str) -> list[Decision]:
    every = workspace.store.decisions.all_standing(PLAN_FILE)
    return [one for one in every if (one.value or {}).get("round") == round_]


def _changed(workspace: Workspace, latest: int, decision: Decision) -> Iterator[str]:
    run, through = (_number(decision.value, name) for name in ("run", "through"))
    if latest != run:
        yield f"It was made of run {run}; the latest is run {latest}."
    for kind, what in zip(MADE_FROM, ("The firmware register", "What was decided beforehand"), strict=True):
        if workspace.store.decisions.latest((kind,)) > through:
            yield f"{what} has changed since."


def _number(value: Plain | None, name: str, otherwise: int | None = None) -> int:
    found = (value or {}).get(name, otherwise)
    if not isinstance(found, int):
        raise NotFound(f"A kept plan does not say its {name}", hint="Plan again: eligo plan --why '...'.")
    return found
