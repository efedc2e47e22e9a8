"""``eligo run`` in a workspace: a round's standing returns and what has been decided, to a run that is remembered.

A run is a job. What it works on is fixed when it is submitted (files by their content, parameters in full), so that
whoever takes it up, and when, makes the same of it. Invariant: the run is recorded and its job ended in one
transaction, once everything it wrote is kept; the folder of results is a copy, put in place after that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from eligo.artefacts import Parameters, time_text
from eligo.errors import LeaseLost, NotFound, OtherSchema, UsageError
from eligo.ports import Step, Workspace
from eligo.records import Because, FileRef, Job, JobState, Plain, Run, RunFile, canonical, time_of
from eligo.scheme import load_scheme, scheme_text
from eligo.workflows.derive import Outcome, derive
from eligo.workflows.equivalences import KEPT_EQUIVALENCES
from eligo.workflows.folder import MANIFEST, RUN, safe_folder
from eligo.workflows.identity import ALIASES, CORRECTIONS
from eligo.workflows.request import Request, policy_of
from eligo.workflows.run import manifest_of
from eligo.workflows.verify import stated_parameters
from eligo.workflows.workspace.basis import (
    BASIS_KINDS,
    basis_of,
    changed_by,
    needed_catalogue,
    refuse_other_folder,
    stored_file,
)
from eligo.workflows.workspace.holding import Hold
from eligo.workflows.workspace.placing import KIND, put_in_place, results_folder, stated_folder, write_run
from eligo.workflows.workspace.receiving import standing
from eligo.workflows.workspace.rounds import chosen_round

OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Ran:
    """A run that is recorded. ``outcome`` is ``None`` where it was taken up after it had been derived.

    ``in_place`` is the run whose results are in the folder: another one where that was made in knowledge of more.
    """

    run: Run
    folder: Path
    outcome: Outcome | None
    in_place: Run


def requested_run(workspace: Workspace, reference: str | None, changes: Parameters, out: Path | None) -> Plain:
    """What a run of a round is asked for, as everything stands now.

    Raises ``NotFound`` where the round has no return or the workspace no catalogue, and ``UsageError`` for parameters
    that do not fit the scheme or a folder that holds something else.
    """
    with workspace.store.transaction():
        refuse_other_folder(workspace)
        round_ = chosen_round(workspace, reference)
        basis = basis_of(workspace)
        catalogue = needed_catalogue(basis)
        parameters = changed_by(basis.parameters, changes)
        policy_of(basis.scheme, parameters)
        counting = standing(workspace.store.submissions.of_round(round_.reference))
        if not any(one.kind == "return" for one in counting):
            raise NotFound(
                f"The round {round_.reference} has no return yet", hint="Receive returns with 'eligo receive'."
            )
        files = [(one.kind, one.file_name, one.file) for one in sorted(counting, key=lambda one: one.file_name)]
        files += [("catalogue", catalogue.name, _ref(catalogue.content, catalogue.sha256))]
        files += [(one.role, one.name, _ref(one.content, one.sha256)) for one in basis.decided]
        for one in workspace.store.decisions.all_standing(KEPT_EQUIVALENCES):
            if one.file is not None:
                files += [(KEPT_EQUIVALENCES, str((one.value or {})["name"]), one.file)]
                parameters = replace(parameters, equivalences_on=workspace.clock.now().date())
        if basis.scheme_file:
            files += [("scheme", basis.scheme_file.name, _ref(basis.scheme_file.content, basis.scheme_file.sha256))]
        folder = safe_folder(out or results_folder(workspace, round_.reference), RUN)
        return {
            "round": round_.reference,
            "scheme": "" if basis.scheme_file else basis.scheme_name,
            "parameters": parameters.stated,
            "inputs": [_file(RunFile(*one)) for one in files],
            "through": workspace.store.audit.head().number,
            "out": stated_folder(workspace, folder),
        }


def superseding(workspace: Workspace, job: Job) -> Run | None:
    """The run that has taken the place of one whose worker was lost: recorded since, in knowledge of no less."""
    if job.kind != KIND:
        return None
    place = _place(job.request)
    for other in workspace.queue.all():
        if other.kind == KIND and other.result is not None and _place(other.request) == place:
            run = workspace.store.runs.get(int(str(other.result["run"])))
            if run.through >= int(str(job.request["through"])):
                return run
    return None


def lost_runs(workspace: Workspace, request: Plain) -> tuple[Job | None, Sequence[Job]]:
    """Of the runs for the same folder that were begun and that nobody holds: the one that asks the same, and others."""
    now, place = workspace.clock.now(), _place(request)
    lost = [
        job
        for job in workspace.queue.all()
        if job.kind == KIND and job.state is JobState.RUNNING and not job.is_held(now) and _place(job.request) == place
    ]
    changed = last_change(workspace, str(request["round"]))
    same = next(
        (
            job
            for job in lost
            if _asked(job.request) == _asked(request)
            and int(str(job.request["through"])) >= changed
            and superseding(workspace, job) is None
        ),
        None,
    )
    return same, [job for job in lost if job is not same]


def last_change(workspace: Workspace, reference: str) -> int:
    """The last event that a run of a round has to follow: of what was decided, and of what was sent."""
    submissions = workspace.store.submissions.of_round(reference)
    return max(
        [workspace.store.decisions.latest((*BASIS_KINDS, KEPT_EQUIVALENCES)), *(one.event for one in submissions)]
    )


def _place(request: Plain) -> tuple[object, object]:
    return request.get("round"), request.get("out")


def _asked(request: Plain) -> str:
    """What a request asks for, but for the event that it was made after."""
    return canonical({name: value for name, value in request.items() if name != "through"})


def carry_out_run(workspace: Workspace, hold: Hold) -> Ran:
    """Carry out a run whose job is held, from its last checkpoint.

    Raises what a run raises; the job has failed then. Raises ``LeaseLost`` and ``Cancelled``; nothing counts then.
    """
    if hold.job.kind != KIND:
        raise OtherSchema(
            f"This Eligo does not know what a job of the kind '{hold.job.kind}' is",
            hint="Ask for it again with a later one.",
        )
    request = hold.job.request
    folder = _folder(workspace, request)
    outcome = _derived(workspace, hold, folder) if hold.job.checkpoint is None else None
    made: Mapping[str, Any] = hold.job.checkpoint or {}
    run = Run(
        round=str(request["round"]),
        status=str(made["status"]),
        scheme=made["scheme"],
        parameters=_mapping(request["parameters"]),
        inputs=tuple(_run_file(one) for one in _list(request["inputs"])),
        outputs=tuple(_run_file(one) for one in made["outputs"]),
        through=int(str(request["through"])),
        started_at=_time(made["started"]),
        finished_at=_time(made["finished"]),
    )
    recorded = hold.patiently(lambda: _recorded(workspace, hold, run))
    if folder == results_folder(workspace, recorded.round).resolve():
        return Ran(recorded, folder, outcome, put_in_place(workspace, recorded.round))
    write_run(workspace, recorded, folder)
    return Ran(recorded, folder, outcome, recorded)


def _recorded(workspace: Workspace, hold: Hold, run: Run) -> Run:
    """The run recorded and its job ended; found there where that was done, and nobody could say so."""
    try:
        with workspace.store.transaction():
            recorded = workspace.store.runs.record(run, Because(workspace.who, hold.because.why))
            hold.finish(JobState.DONE, result={"run": recorded.number})
    except LeaseLost:
        number, worker, attempt = hold.job.number, hold.job.worker, hold.job.attempt
        for job in workspace.queue.all():
            if (job.number, job.worker, job.attempt) == (number, worker, attempt) and job.result is not None:
                return workspace.store.runs.get(int(str(job.result["run"])))
        raise
    return recorded


def runs(workspace: Workspace) -> Sequence[Run]:
    """Every run, in the order of their numbers."""
    return workspace.store.runs.all()


def _derived(workspace: Workspace, hold: Hold, folder: Path) -> Outcome:
    """Derive, keep what is written, and make a checkpoint of it."""
    started = workspace.clock.now()
    request = _request(workspace, hold.job.request)
    outcome = derive(request, hold)
    finished = workspace.clock.now()
    manifest = manifest_of(request, outcome, folder, (time_text(started), time_text(finished)))
    written = {**outcome.artefacts, MANIFEST: manifest}
    with workspace.files.holding():
        kept = [RunFile(OUTPUT, name, workspace.files.put(content)) for name, content in written.items()]
        made = {
            "status": outcome.status,
            "scheme": {"id": request.scheme.id, "version": request.scheme.version},
            "outputs": [_file(one) for one in kept],
            "started": time_of(started),
            "finished": time_of(finished),
        }
        # From here on the job refers to them, until the run does.
        step = Step("Recording the run", 0, 1, made, tuple(one.file for one in kept))
        hold.patiently(lambda: hold.keep(step))
    return outcome


def _request(workspace: Workspace, stated: Plain) -> Request:
    inputs = [stored_file(workspace, one.role, one.name, one.file) for one in map(_run_file, _list(stated["inputs"]))]
    own = next((one for one in inputs if one.role == "scheme"), None)
    name = str(own.path) if own else str(stated["scheme"])
    return Request(
        files=tuple(one for one in inputs if one.role in ("return", "upgrades")),
        catalogue=next(one for one in inputs if one.role == "catalogue"),
        scheme_name=name,
        scheme_content=own.content if own else scheme_text(name),
        scheme=load_scheme(name),
        parameters=stated_parameters(stated),
        own_scheme=own,
        decided=tuple(one for one in inputs if one.role in (ALIASES, CORRECTIONS, KEPT_EQUIVALENCES)),
    )


def _folder(workspace: Workspace, request: Plain) -> Path:
    return (workspace.folder / str(request["out"])).resolve()


def _file(one: RunFile) -> dict[str, object]:
    return {"role": one.role, "name": one.name, "sha256": one.file.sha256, "size": one.file.size}


def _run_file(stated: Mapping[str, Any]) -> RunFile:
    return RunFile(stated["role"], stated["name"], FileRef(stated["sha256"], stated["size"]))


def _ref(content: bytes, sha256: str) -> FileRef:
    return FileRef(sha256, len(content))


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else json.loads(str(value))


def _mapping(value: object) -> Plain:
    if not isinstance(value, Mapping):
        raise UsageError("The job does not say what to run", hint="Cancel it, and run again.")
    return value


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


LEASE = timedelta(minutes=2)
"""How long a worker may be silent before another takes its run up."""
