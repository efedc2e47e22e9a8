"""``eligo replan``: the plan in force planned again, since a date has slipped or a test has failed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments, planning
from eligo.cli.console import say, watching
from eligo.cli.grounds import tell
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.workflows import Again, Extent, Planned

REPLAN_EXAMPLE = (
    "Examples: eligo replan OUT --firmware firmware.csv --before PLAN --on 2020-03-16 "
    "--failed 'C-3FMW9ERWPGBC sit 2020-03-13' --out PLAN-2 · in a workspace: "
    "eligo replan --why 'the final release has slipped'"
)

Before = Annotated[
    Path | None,
    typer.Option(help="The folder of the plan in force.", show_default="the plan that the workspace keeps"),
]
From = Annotated[
    str | None,
    typer.Option("--on", help="The day from which it is planned again (2020-03-16).", show_default="today"),
]
Failed = Annotated[
    list[str] | None,
    typer.Option(
        help="A combination, a phase and the day on which it failed: 'C-3FMW9ERWPGBC sit 2020-03-13'; may be repeated.",
        show_default=False,
    ),
]
Keep = Annotated[
    str,
    typer.Option(
        help="What is kept: 'places' (move no more than must be), 'order', 'nothing' but what has begun; or 4, 13 or "
        "26: places so many weeks after testing in the lanes may begin.",
    ),
]


def replan(
    results: planning.Results = None,
    firmware: planning.Firmware = None,
    before: Before = None,
    decisions: arguments.ProgrammeDecisions = None,
    evidence: arguments.EvidenceFiles = None,
    on: From = None,
    failed: Failed = None,
    keep: Keep = "places",
    out: planning.Out = None,
    trials: planning.Trials = 200,
    seed: planning.Seed = 1,
    parts: planning.Parts = 400,
    paper: planning.Paper = False,
    why: arguments.Why = "",
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Plan again when a date slips or a test fails: what runs is kept, and no more is moved than must be.

    Evidence says which tests have passed, failed or are late. What moving more would gain is shown; --keep takes it.
    """
    from eligo.workflows import Again, Extent

    planning.refuse_paper_without_place(paper, out, why)
    again, extent = Again(arguments.day("--on", on), tuple(failed or ()), keep), Extent(0, trials, seed, paper, parts)
    kept = None
    if results is not None:
        planned = _of_files(results, firmware, before, decisions, evidence, again, extent, out, why)
    elif firmware or before or decisions or evidence:
        raise UsageError("Without a run's folder, what stands in the workspace counts", hint="Name the folder, too.")
    else:
        planned, kept = planning.in_workspace(workspace, who, round_, extent, out, why, again)
    tell(planned.findings)
    planning.show_planned(planned, kept, out, as_json)
    if not as_json and results is None and kept is None:
        say("It is not kept. To keep it: the same with --why '...'")


def _of_files(
    results: Path,
    firmware: Path | None,
    before: Path | None,
    decisions: Path | None,
    evidence: list[Path] | None,
    again: Again,
    extent: Extent,
    out: Path | None,
    why: str,
) -> Planned:
    from eligo.workflows import plan as plan_workflow

    if why:
        raise UsageError("Of a run's folder no plan is kept", hint="Leave --why out, or the folder.")
    if firmware is None or before is None:
        raise UsageError(
            "Planning again needs a firmware register and the plan in force",
            hint="Name them with --firmware, --before.",
        )
    with watching() as watcher:
        return plan_workflow(
            results,
            firmware,
            out,
            watcher,
            decisions=decisions,
            extent=extent,
            before=before,
            again=again,
            evidence=evidence or (),
        )
