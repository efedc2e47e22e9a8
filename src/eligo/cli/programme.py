"""``eligo programme``: what was decided about single combinations before anything is planned."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show
from eligo.cli.grounds import tell
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.workflows import workspace as use

programme = typer.Typer(
    help="Keep what was decided about single combinations, which every plan follows.", no_args_is_help=True
)

DECIDE_EXAMPLES = "Examples: eligo programme decide decisions.csv, then the same with --why 'board of 21 February'"
Replaces = Annotated[
    int | None,
    typer.Option(min=0, help="How many decisions are to be taken back or changed; confirms it.", show_default=False),
]

COLUMNS = ("combination", "decision", "", "decided on", "by", "because")


@programme.command("decide", epilog=DECIDE_EXAMPLES)
def decide(
    decisions: Annotated[Path, typer.Argument(help="All that is to stand (CSV).", show_default=False)],
    why: arguments.Why = "",
    replaces: Replaces = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what a table of programme decisions changes; with --why, let it stand in the place of the one before.

    Without --why nothing is changed. The decisions are held to the latest run.
    """
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    if replaces is not None and not why:
        raise UsageError("--replaces confirms that a table is to stand", hint="Say why with --why, or leave it out.")
    with opened_workspace(workspace, who) as opened:
        if why:
            change, _ = use.decide_programme(opened, round_, decisions, why, replaces)
        else:
            change = use.preview_decisions(opened, round_, decisions)
    tell(change.findings)
    if as_json:
        print_json({**use.decisions_change_record(change), "decided": bool(why)})
        return
    _print_change(change)
    if why:
        say("The decisions stand.")
    elif not change.is_none:
        confirmed = f" --replaces {len(change.replaced)}" if change.replaced else ""
        say(f"Nothing has been changed. To decide it: eligo programme decide {decisions} --why '...'{confirmed}")


@programme.command("show", epilog="Example: eligo programme show")
def show_decisions(workspace: arguments.Workspace = None, as_json: arguments.AsJson = False) -> None:
    """Say which programme decisions stand. Who kept them here and why: eligo decisions --kind programme."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        found = use.standing_programme(opened)
    if as_json:
        print_json([use.stated_decision(one) for one in found])
        return
    show(COLUMNS, [_line(one) for one in found])


def _print_change(change: use.DecisionsChange) -> None:
    if change.is_none:
        say("The table says what stands already.")
        return
    heading("Programme decisions")
    rows = [("new", *_line(one)) for one in change.added]
    rows += [row for old, new in change.changed for row in (("was", *_line(old)), ("changed to", *_line(new)))]
    rows += [("taken back", *_line(one)) for one in change.removed]
    show(("", *COLUMNS), rows)


def _line(one: Mapping[str, str]) -> tuple[str, ...]:
    said = (one["consultation"], one["request"], one["testing"], f"{one['days']} days" if one["days"] else "")
    of_whom = ("combination", "decision"), ("decided_on", "decided_by", "reason")
    first, last = (tuple(one[column] for column in columns) for columns in of_whom)
    return (*first, ", ".join(filter(None, said)), *last)
