"""``eligo plan``: when everything is eligible and open, proved to be the soonest for the selection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import print_json, say, watching
from eligo.cli.grounds import tell
from eligo.cli.planned import print_planned, print_standing
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.records import Decision
    from eligo.workflows import Again, Extent, Planned

PLAN_EXAMPLE = (
    "Examples: eligo plan OUT --firmware firmware.csv --decisions decisions.csv --out PLAN · in a workspace: "
    "eligo plan, then the same with --why 'agreed by the board'; eligo plan --standing"
)


Results = Annotated[
    Path | None,
    typer.Argument(help="The folder that 'eligo run' wrote.", show_default="the workspace's latest run"),
]
Firmware = Annotated[Path | None, typer.Option(help="The firmware register (CSV).", show_default="the workspace's")]
Out = Annotated[Path | None, typer.Option(help="A folder for the plan, its proof and its charts.", show_default=False)]
Sizes = Annotated[
    int, typer.Option(min=0, max=20, help="Also plan the best set of every size up to this one; 0: of none.")
]
Trials = Annotated[
    int, typer.Option(min=0, max=10_000, help="How often the plan is tried under chance; 0: not at all.")
]
Seed = Annotated[int, typer.Option(min=0, help="What the trials are drawn from.")]
Parts = Annotated[
    int,
    typer.Option(
        min=1, max=400, help="How many parts the proof may have; 1: a first plan, with a bound that may be lower."
    ),
]
Paper = Annotated[bool, typer.Option("--paper", help="Write the consultation paper again, its risks by the plan.")]
Follows = Annotated[
    Path | None,
    typer.Option(
        help="The folder of the plan that this one takes the place of.",
        show_default="the plan that the workspace keeps",
    ),
]
Standing = Annotated[bool, typer.Option("--standing", help="Show the plan that the workspace keeps, and plan nothing.")]


def plan(
    results: Results = None,
    firmware: Firmware = None,
    decisions: arguments.ProgrammeDecisions = None,
    before: Follows = None,
    out: Out = None,
    sizes: Sizes = 0,
    trials: Trials = 200,
    seed: Seed = 1,
    parts: Parts = 400,
    paper: Paper = False,
    standing: Standing = False,
    why: arguments.Why = "",
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Plan the tests of a selection: who is tested when, and by when the installations can be enrolled.

    In a workspace the latest run, the register and the decisions that stand are planned; with --why the plan is kept.
    """
    from eligo.workflows import Extent

    if standing:
        _refuse_with_standing(results, firmware, decisions, before, why)
        _show_standing(round_, workspace, out, as_json)
        return
    refuse_paper_without_place(paper, out, why)
    extent, kept = Extent(sizes, trials, seed, paper, parts), None
    if results is not None:
        planned = _of_files(results, firmware, decisions, before, out, extent, why)
    elif firmware or decisions or before:
        raise UsageError("Without a run's folder, what stands in the workspace counts", hint="Name the folder, too.")
    else:
        planned, kept = in_workspace(workspace, who, round_, extent, out, why)
    tell(planned.findings)
    show_planned(planned, kept, out, as_json)
    if not as_json and results is None and kept is None:
        say("It is not kept. To keep it: eligo plan --why '...'")


def refuse_paper_without_place(paper: bool, out: Path | None, why: str) -> None:
    """Raise ``UsageError`` where a paper is wanted that would be neither written nor kept."""
    if paper and out is None and not why:
        raise UsageError("Nothing says where the paper is to be written", hint="Name a folder with --out.")


def show_planned(planned: Planned, kept: Decision | None, out: Path | None, as_json: bool) -> None:
    """A plan that was made, for people or programs; ``kept``: the decision that keeps it."""
    from eligo.workflows import plan_record

    if as_json:
        print_json({**plan_record(planned), **({"event": kept.event} if kept else {})})
        return
    print_planned(planned)
    _say_where(out)
    if kept is not None:
        say(f"It is the plan of {kept.subject} from now on (event {kept.event}).")


def _of_files(
    results: Path,
    firmware: Path | None,
    decisions: Path | None,
    before: Path | None,
    out: Path | None,
    extent: Extent,
    why: str,
) -> Planned:
    from eligo.workflows import plan as plan_workflow

    if why:
        raise UsageError("Of a run's folder no plan is kept", hint="Leave --why out, or the folder.")
    if firmware is None:
        raise UsageError("A plan needs a firmware register", hint="Name it with --firmware.")
    with watching() as watcher:
        return plan_workflow(results, firmware, out, watcher, decisions=decisions, extent=extent, before=before)


def in_workspace(
    folder: Path | None,
    who: str | None,
    round_: str | None,
    extent: Extent,
    out: Path | None,
    why: str,
    again: Again | None = None,
) -> tuple[Planned, Decision | None]:
    """Plan what stands, or the plan that stands ``again``, and keep it where a reason is given."""
    from eligo.wiring import find_workspace, opened_workspace
    from eligo.workflows import workspace as use

    if find_workspace(folder) is None:
        raise UsageError("Nothing says what is planned", hint="Name the folder of a run, or be in a workspace.")
    with watching() as watcher, opened_workspace(folder, who, watcher) as opened:
        if why:
            return use.keep_plan(opened, round_, extent, out, why, again)
        return use.plan_round(opened, round_, extent, out, again), None


def _refuse_with_standing(
    results: Path | None, firmware: Path | None, decisions: Path | None, before: Path | None, why: str
) -> None:
    if results or firmware or decisions or before or why:
        raise UsageError("--standing shows a plan that is kept, and makes none", hint="Name no file and no --why.")


def _show_standing(round_: str | None, folder: Path | None, out: Path | None, as_json: bool) -> None:
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(folder) as opened:
        found = use.standing_plan(opened, round_, out)
    if as_json:
        print_json(found.record)
        return
    print_standing(found)
    _say_where(out)


def _say_where(out: Path | None) -> None:
    if out is not None:
        say(f"Written to {out}. Anybody can check it: python -m eligo_check.plan {out}/plan.json {out}/programme.json")
