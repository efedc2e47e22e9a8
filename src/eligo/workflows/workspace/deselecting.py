"""``eligo deselect`` in a workspace: what replaces a combination of a round's latest run, and the decision.

Invariant: what is recorded is of a combination that the run has selected; every later run bars it, with the reason,
until the decision is taken back.
"""

from __future__ import annotations

from pathlib import Path

from eligo.ports import Workspace
from eligo.records import Because, Decision
from eligo.scope import opened_by
from eligo.workflows.deselect import Because as Deselecting
from eligo.workflows.deselect import Deselected, deselect_from
from eligo.workflows.workspace.basis import DESELECTION, PIN, basis_of, followed, refuse_other_folder
from eligo.workflows.workspace.deciding import refuse_opposed
from eligo.workflows.workspace.run_results import latest_run, results_of_run


def give_up(
    workspace: Workspace, reference: str | None, gone: str, because: Deselecting, out: Path | None
) -> tuple[Deselected, Decision]:
    """Give up a combination that the latest run of a round has selected: what follows, and the decision.

    Raises ``NotFound`` where the round has no run or the combination is not selected in it, ``UsageError`` where it is
    pinned, or the reason or the trigger is not one, and what ``select`` raises; nothing is then recorded.
    """
    run = latest_run(workspace, reference)
    refuse_other_folder(workspace)
    refuse_opposed(workspace, PIN, gone)
    opened = results_of_run(workspace, run)
    changed = opened_by(opened.scheme, basis_of(workspace).scheme, ())
    told = deselect_from(opened, gone, because, changed, out)
    value = {"trigger": because.trigger, "on": because.on.isoformat(), "run": f"run {run.number}"}
    with workspace.files.holding(), workspace.store.transaction():
        refuse_opposed(workspace, PIN, gone)
        decision = Decision(DESELECTION, gone, value, follows=followed(workspace, DESELECTION, gone))
        (recorded,) = workspace.store.decisions.record([decision], Because(workspace.who, because.reason))
    return told, recorded
