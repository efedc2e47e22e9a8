"""The results of a run that a workspace keeps, opened for questions, and the scheme that it was made under.

What belongs here: reading what is kept. What does not: writing it to a folder (``placing``).
"""

from __future__ import annotations

from collections.abc import Mapping

from eligo.errors import BadScheme, DamagedStore, NotFound
from eligo.ports import Workspace
from eligo.records import FileRef, Run
from eligo.scheme import Scheme, load_scheme
from eligo.scope import Opened, opened_on
from eligo.workflows.derive import Outcome
from eligo.workflows.folder import MANIFEST
from eligo.workflows.open_runs import TABLE, OpenRun, opened
from eligo.workflows.register import Installed, installed_of
from eligo.workflows.results import Results, results_of
from eligo.workflows.verify import read_manifest, stated_parameters
from eligo.workflows.workspace.placing import latest_in_place
from eligo.workflows.workspace.rounds import chosen_round

DRAFT = "ppcl.json"
"""The draft list of a run."""


def latest_run(workspace: Workspace, reference: str | None) -> Run:
    """The latest run of a round, or of the one that is open. Raises ``NotFound`` where it has none."""
    round_ = chosen_round(workspace, reference).reference
    found = latest_in_place(workspace).get(round_)
    if found is None:
        raise NotFound(f"The round {round_} has not been run", hint="Run it first: eligo run.")
    return found


def has_draft_list(run: Run) -> bool:
    """Whether a run has proved a selection, and drafted a list of it."""
    return any(one.name == DRAFT for one in run.outputs)


def draft_list_of(run: Run) -> FileRef:
    """The file of the list that a run has drafted. Raises ``NotFound`` where it has proved no selection."""
    for one in run.outputs:
        if one.name == DRAFT:
            return one.file
    raise NotFound(
        f"Run {run.number} of {run.round} has drafted no list: its selection is {run.status}",
        hint="Run the round again, so that a selection is proved, or name another round with --round.",
    )


def kept_files(workspace: Workspace, run: Run) -> Mapping[str, bytes]:
    """What a run wrote, by name. Raises ``DamagedStore``."""
    return {one.name: workspace.files.read(one.file) for one in run.outputs}


def results_of_run(workspace: Workspace, run: Run) -> Results:
    """The combinations of a run, under its scheme and its parameters. Raises ``DamagedStore``."""
    written = kept_files(workspace, run)
    parameters = stated_parameters(read_manifest(written[MANIFEST]))
    return results_of(f"run {run.number}", written[TABLE], scheme_name(workspace, run), parameters)


def installed_by_latest(workspace: Workspace, reference: str | None) -> Installed:
    """What is deployed by the latest run of a round, or of the one that is open. Raises as ``latest_run``."""
    return installed_of(results_of_run(workspace, latest_run(workspace, reference)))


def scheme_name(workspace: Workspace, run: Run) -> str:
    """The scheme of a run: a shipped name, or the path of its file in the workspace."""
    own = next((one for one in run.inputs if one.role == "scheme"), None)
    if own is not None:
        return str(workspace.files.path(own.file))
    return str(read_manifest(kept_files(workspace, run)[MANIFEST])["scheme"]["name"])


def open_kept_run(workspace: Workspace, number: int) -> OpenRun:
    """A run by its number, to be compared. Raises ``NotFound``, ``DamagedStore``, ``VerificationFailed``."""
    run = workspace.store.runs.get(number)
    written = kept_files(workspace, run)
    return opened(f"run {number}", written[TABLE], read_manifest(written[MANIFEST]), scheme_name(workspace, run))


def scheme_of(workspace: Workspace, run: Run) -> Scheme:
    """The scheme that a run was made under."""
    return load_scheme(scheme_name(workspace, run))


def opened_since(workspace: Workspace, run: Run, outcome: Outcome) -> tuple[Opened, ...]:
    """The consultations that a change of scope rules opens, against the run before this one.

    None where that one's scheme can no longer be read: this run stands all the same, and 'eligo verify' says why.
    """
    earlier = [one for one in workspace.store.runs.all() if one.number < run.number]
    if not earlier:
        return ()
    try:
        before = scheme_of(workspace, max(earlier, key=lambda one: one.number))
    except (DamagedStore, NotFound, BadScheme):
        return ()
    return opened_on(outcome.scoped, before, outcome.scheme)
