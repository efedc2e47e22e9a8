"""``eligo plan``: from a run's results, its scheme, a firmware register and programme decisions to a programme with
dates, proved.

What belongs here: gathering what the programme is given, checking the plan by the independent checker, and writing
what follows. What does not: planning (``eligo.programme``). Source: ``programme.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from eligo.artefacts import decision_cells, json_bytes
from eligo.documents import ShownPlan
from eligo.errors import NothingAccepted, UsageError
from eligo.findings import Finding
from eligo.ports import Progress
from eligo.programme import (
    PARTS,
    Chance,
    Choice,
    Evidence,
    Programme,
    ProgrammeDecisions,
    Register,
    Scheduled,
    Spread,
    Uncertainty,
    UnderTest,
    Watch,
    chance_of,
    choice_document,
    choose,
    days_each,
    json_lines,
    programme_of,
    scheduled,
    shares_by,
    uncertainty,
)
from eligo.scheme import Scheme
from eligo.workflows.checked import checked_plan
from eligo.workflows.folder import PLANNED, safe_folder, write_folder
from eligo.workflows.grounds import (
    decided_combinations,
    decisions_of,
    evidence_of,
    made_grounds,
    register_of,
    tested_on_request,
    whole_scheme,
    with_described,
)
from eligo.workflows.plan_pages import plan_pages
from eligo.workflows.plan_paper import planned_paper
from eligo.workflows.replanning import Again, AgainGrounds, Taken, again_record, plan_in_force, planned_again
from eligo.workflows.results import Results, open_results

_PLANNING = "Planning and proving"


@dataclass(frozen=True, slots=True)
class PlanGrounds:
    """What a plan is made from. ``findings`` are of the register and of the decisions, and refuse nothing;
    ``revision``: how many plans it follows.
    """

    opened: Results = field(repr=False)
    scheme: Scheme = field(repr=False)
    register: Register
    decisions: ProgrammeDecisions
    findings: tuple[Finding, ...] = ()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is planned beside the selection: up to which size the best set of each is planned, too, and how many
    trials are made, drawn from which seed; whether the run's paper is written again, with the plan in it; and how many
    parts the proof may have.
    """

    sizes: int = 0
    trials: int = 0
    seed: int = 1
    paper: bool = False
    parts: int = PARTS


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, as its independent checker has accepted it: ``checked`` is what that said, of ``documents``.

    ``combinations`` are those in scope and those tested on request, by id. ``choice``: what every size comes to, and
    ``uncertain`` what the trials say, each ``None`` where it was not asked for. ``taken``: of what it was taken from,
    where it was planned again. ``findings`` are of the register and the decisions, and refuse nothing. ``revision``:
    how many plans it follows.
    """

    scheme: Scheme = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    programme: Programme = field(repr=False)
    register: Register = field(repr=False)
    decisions: ProgrammeDecisions
    scheduled: Scheduled = field(repr=False)
    combinations: Mapping[str, UnderTest] = field(repr=False)
    choice: Choice | None = field(repr=False)
    taken: Taken | None = field(repr=False)
    uncertain: Uncertainty | None = field(repr=False)
    documents: Mapping[str, bytes] = field(repr=False)
    checked: tuple[str, ...]
    revision: int = 0

    @property
    def labels(self) -> dict[str, str]:
        """What each combination is called, by id."""
        return {name: one.label for name, one in self.combinations.items()}

    @property
    def populations(self) -> dict[str, int]:
        """The installations of each combination that is to be eligible, by id."""
        names = (one.combination_id for one in self.scheduled.plan.outcomes)
        return {name: self.combinations[name].population for name in names}

    @property
    def shown(self) -> ShownPlan:
        """The plan as its pages show it."""
        made = (self.scheme, self.programme, self.register, self.scheduled, self.combinations)
        again = (self.taken.way, self.taken.replanned) if self.taken else None
        chance = (self.choice, self.uncertain)
        decided = self.decisions.decisions
        return ShownPlan(*made, *chance, again=again, decisions=decided, revision=self.revision)


def plan(
    results: Path,
    register: Path,
    out: Path | None,
    progress: Progress,
    *,
    decisions: Path | None = None,
    extent: Extent | None = None,
    before: Path | None = None,
    again: Again | None = None,
    evidence: Sequence[Path] = (),
) -> Planned:
    """The programme of what a run has selected; with ``out``, written there. It follows that of the folder ``before``,
    by its number; with ``again`` it is that planned again, as ``evidence`` says it has gone.

    Raises ``NothingAccepted`` where nothing is selected, ``UsageError`` for a scheme without a programme and a register
    that lacks a release, ``BadEvidence`` for a register or decisions with an error, ``VerificationFailed`` where the
    checker does not accept the plan, and what reading raises.
    """
    if out is not None:
        safe_folder(out, PLANNED)
    opened = open_results(results, None)
    scheme = whole_scheme(opened)
    known, findings = register_of(register, scheme)
    decided, told = decisions_of(decisions, opened, scheme) if decisions else (ProgrammeDecisions(), ())
    grounds = PlanGrounds(opened, scheme, known, decided, (*findings, *told))
    grounds, around = _again(grounds, before, again, evidence, decisions is not None)
    extent = extent or Extent()
    planned = planned_on(grounds, extent, progress, around)
    if out is not None:
        write_folder(out, plan_files(planned, results, extent, progress), PLANNED)
    return planned


def _again(
    grounds: PlanGrounds, before: Path | None, again: Again | None, evidence: Sequence[Path], decided: bool
) -> tuple[PlanGrounds, AgainGrounds | None]:
    """What is planned again, and the grounds with what is found in the evidence and the number of the plan;
    ``decided``: decisions are named.
    """
    if before is None:
        return grounds, None
    in_force = plan_in_force(before)
    if again is None:
        return replace(grounds, revision=in_force.revision + 1), None
    known = made_grounds(grounds.opened, grounds.scheme, grounds.register, Evidence(), (), grounds.decisions).known
    shown, findings = evidence_of(evidence, known) if evidence else (Evidence(), ())
    more = replace(grounds, findings=(*grounds.findings, *findings), revision=in_force.revision + 1)
    count = in_force.decisions
    if count and not decided:
        raise UsageError(
            f"The plan in force follows {count} decision{'s' * (count > 1)}, and none is named",
            hint="Name them with --decisions, as they stand now; a table of its header alone takes them back.",
        )
    return more, AgainGrounds(again, in_force, shown)


def planned_on(grounds: PlanGrounds, extent: Extent, progress: Progress, again: AgainGrounds | None = None) -> Planned:
    """The programme, checked; planned ``again`` where there is a plan before it. Raises as ``plan`` does."""
    scheme, decisions = grounds.scheme, grounds.decisions
    opened = with_described(grounds.opened, decisions)
    if not opened.selected:
        raise NothingAccepted("Nothing is selected there", hint="Name the folder of a run that has selected.")
    combinations = {one.combination_id: one for one in decided_combinations(opened, scheme, decisions)}
    programme = _programme(replace(grounds, opened=opened), combinations)
    progress.stage(_PLANNING, 0, 1)
    about = (scheme, grounds.register, combinations)
    parts, watch = extent.parts, watch_of(progress)
    taken = planned_again(programme, opened.selected, again, *about, parts=parts, watch=watch) if again else None
    made = taken.scheduled if taken else scheduled(programme, opened.selected, parts=parts, watch=watch)
    programme = made.stage.frame.programme
    choice = choose(programme, range(1, extent.sizes + 1)) if extent.sizes else None
    documents = _documents(made, choice, _decided(decisions, combinations), taken, grounds.revision)
    checked = checked_plan(documents)
    progress.stage(_PLANNING, 1, 1)
    progress.stage("Trying the plan under chance", 0, 1)
    tried = _tried(made, taken, chance_of(scheme, grounds.register, programme), extent)
    progress.stage("Trying the plan under chance", 1, 1)
    known = (scheme, grounds.findings, programme, grounds.register, decisions)
    return Planned(*known, made, combinations, choice, taken, tried, documents, checked, grounds.revision)


def watch_of(progress: Progress) -> Watch:
    """Tells a watcher how far the proof is, and how much of the waiting it leaves open."""

    def watch(made: int, most: int, still_open: int, cost: int) -> None:
        told = f", {still_open * 1_000_000 // cost:,} millionths open" if cost else ""
        progress.stage(_PLANNING, made, most, told)

    return watch


def _tried(made: Scheduled, taken: Taken | None, chance: Chance, extent: Extent) -> Uncertainty | None:
    """What the trials say of a plan, of one that was planned again as it was taken."""
    if not extent.trials:
        return None
    stage, starts = taken.tried if taken else (made.stage, made.ordered.starts)
    return uncertainty(stage, starts, chance, seed=extent.seed, count=extent.trials)


def _programme(grounds: PlanGrounds, combinations: Mapping[str, UnderTest]) -> Programme:
    opened, scheme, decisions = grounds.opened, grounds.scheme, grounds.decisions
    inside = [(one, combinations[one.combination_id].track) for one in opened.candidates]
    outside = [row.candidate(scheme) for row in tested_on_request(opened, decisions)]
    on_request = [(one, combinations[one.combination_id].track) for one in outside]
    return programme_of(scheme, grounds.register, inside, opened.policy, decisions, on_request)


def _decided(decisions: ProgrammeDecisions, combinations: Mapping[str, UnderTest]) -> list[dict[str, object]]:
    """What was decided, as ``plan.json`` states it: the cells that say something, numbers as such, and the
    installations concerned; ``None`` of what is out of scope and not tested.
    """
    found: list[dict[str, object]] = []
    for one in decisions.decisions:
        about = combinations.get(one.combination_id)
        stated = {name: text for name, text in decision_cells(one).items() if text}
        numbers = {name: number for name, number in (("days", one.days), ("weight", one.weight)) if number}
        found.append({**stated, **numbers, "population": about.population if about else None})
    return found


def _documents(
    made: Scheduled, choice: Choice | None, decided: list[dict[str, object]], taken: Taken | None, revision: int
) -> dict[str, bytes]:
    """The plan with its proof, with what was decided, what it moves and what every size comes to; and what it was made
    from.
    """
    beside: dict[str, object] = {
        "revision": revision,
        "decisions": decided,
        **({"replanned": again_record(taken)} if taken else {}),
    }
    beside |= {"choice": choice_document(choice)} if choice else {}
    return {"plan.json": json_lines({**made.document, **beside}), "programme.json": json_lines(made.inputs)}


def plan_files(planned: Planned, results: Path, extent: Extent, progress: Progress) -> dict[str, bytes]:
    """Everything that is written; ``plan.json`` first. ``results``: the folder of the run, for its paper.

    Raises what ``planned_paper`` raises.
    """
    files = dict(planned.documents)
    if planned.uncertain is not None:
        files["uncertainty.json"] = json_bytes(uncertainty_record(planned.uncertain))
    files |= plan_pages(planned.shown, extent.parts)
    return files | (planned_paper(results, planned.shown, progress) if extent.paper else {})


def plan_record(planned: Planned) -> dict[str, Any]:
    """The plan for programs: ``record_of`` its files."""
    files = dict(planned.documents)
    if planned.uncertain is not None:
        files["uncertainty.json"] = json_bytes(uncertainty_record(planned.uncertain))
    return record_of(files, planned.labels, planned.checked)


def record_of(files: Mapping[str, bytes], labels: Mapping[str, str], checked: Sequence[str]) -> dict[str, Any]:
    """A plan for programs, from its files: ``plan.json`` without its proof, when firmware comes, by when each tenth of
    the installations is eligible, and ``uncertainty.json``. ``checked``: what the checker says of it.
    """
    written, given = (json.loads(files[name]) for name in ("plan.json", "programme.json"))
    populations = {one["id"]: one["population"] for one in given["combinations"]}
    weights = [one["population"] or one["weight"] for one in given["combinations"] if not one["uneconomic"]]
    days = [(date.fromisoformat(one["eligible_on"]), one["combination_id"]) for one in written["combinations"]]
    shares = shares_by((day, populations[name]) for day, name in days)
    again = {name: value for name, value in written.get("replanned", {}).items() if name != "schedules"}
    return {
        **{name: value for name, value in written.items() if name not in ("proof", "choice")},
        **({"replanned": again} if again else {}),
        "days_each": days_each(written["installation_days_waiting"], sum(weights)),
        "labels": dict(labels),
        "tracks": given["tracks"],
        "shares": [{"share": float(share), "eligible_on": day.isoformat()} for share, day in shares],
        "sizes": written["choice"]["curve"] if "choice" in written else None,
        "checked": list(checked),
        "uncertainty": json.loads(files.get("uncertainty.json", b"null")),
    }


def uncertainty_record(found: Uncertainty) -> dict[str, object]:
    """``uncertainty.json``: days by when one, five and nine of ten trials have it, and what moves the last."""
    return {
        "seed": found.seed,
        "trials": found.count,
        "installation_days_waiting": _stated(found.waits),
        "eligible": {name: _stated(one) for name, one in found.eligible.items()},
        "open": {name: _stated(one) for name, one in found.opens.items()},
        "curve": [{"share": float(share), **_stated(one)} for share, one in found.curve],
        "influences": [
            {"input": one.input, "p90_without": one.p90_without, "gain": one.gain} for one in found.influences
        ],
    }


def _stated(one: Spread[date] | Spread[int]) -> dict[str, object]:
    parts = {"p10": one.p10, "p50": one.p50, "p90": one.p90}
    return {name: part.isoformat() if isinstance(part, date) else part for name, part in parts.items()}
