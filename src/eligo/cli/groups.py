"""The commands about rounds, runs and jobs of a workspace."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import print_json, say, show, watching
from eligo.errors import EligoError

if TYPE_CHECKING:
    from eligo.records import Job, Record, Round, Submission
    from eligo.workflows import workspace as use

rounds = typer.Typer(help="Ask for returns, and take no more.", no_args_is_help=True)
runs = typer.Typer(help="Look up the runs of a workspace, and write their results again.", no_args_is_help=True)
jobs = typer.Typer(help="See long work, take it up, end it.", no_args_is_help=True)

WAIT_SECONDS = 2
"""How often a waiting worker looks for jobs."""

Reference = Annotated[str, typer.Argument(help="The reference of the round, such as RFI-2019-10.", show_default=False)]
Expecting = Annotated[
    int | None,
    typer.Option(
        min=0, help="The event that has to have changed it last; otherwise nothing is done.", show_default=False
    ),
]
DueOn = Annotated[
    datetime | None, typer.Option("--due", formats=["%Y-%m-%d"], help="The day it is due.", show_default=False)
]
Ask = Annotated[
    Path | None,
    typer.Option(help="A table (CSV) of those asked, with the columns role and organisation.", show_default=False),
]


@rounds.command(
    "open", epilog="Example: eligo rounds open RFI-2019-10 --due 2019-10-31 --ask asked.csv --why 'October'"
)
def open_round(
    reference: Reference,
    due_on: DueOn = None,
    ask: Ask = None,
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    expecting: Expecting = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Open a round, or a closed one again."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        day = due_on.date() if due_on else None
        _say_round(use.open_round(opened, reference, day, ask, why, expecting=expecting), as_json)


@rounds.command("amend", epilog="Example: eligo rounds amend RFI-2019-10 --due 2019-11-15 --why 'two asked for time'")
def amend_round(
    reference: Reference,
    due_on: DueOn = None,
    ask: Ask = None,
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    expecting: Expecting = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Change the day a round is due, or those it asks."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        day = due_on.date() if due_on else None
        _say_round(use.amend_round(opened, reference, day, ask, why, expecting=expecting), as_json)


@rounds.command("close", epilog="Example: eligo rounds close RFI-2019-10 --why 'all have answered'")
def close_round(
    reference: Reference,
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    expecting: Expecting = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Take no more returns for a round."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        _say_round(use.close_round(opened, reference, why, expecting=expecting), as_json)


@rounds.command("withdraw", epilog="Example: eligo rounds withdraw 7 --why 'sent by mistake'")
def withdraw(
    number: Annotated[int, typer.Argument(help="The number of the submission.", show_default=False)],
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    expecting: Expecting = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Take a submission back: it stays on record, and counts no more."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        one = use.withdraw(opened, number, why, expecting=expecting)
    if as_json:
        _print_record(one)
        return
    say(f"Submission {one.number}, {one.file_name} of {one.organisation}, counts no more.")


@rounds.command("list", epilog="Example: eligo rounds list --round RFI-2019-08")
def list_rounds(
    reference: Annotated[
        str | None,
        typer.Option("--round", help="Show this round's submissions, replaced ones too.", show_default=False),
    ] = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """List the rounds, or what was sent for one."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        every = use.answers(opened)
        sent = use.submissions(opened, reference) if reference is not None else ()
    if as_json:
        _print_records(sent if reference is not None else [one.round for one in every])
    elif reference is not None:
        due = {one.round.reference: one.round.due_on for one in every}[reference]
        rows = [(str(s.number), s.file_name, str(s.received_at)[:10], s.rows_read, _became(s, due)) for s in sent]
        show(("number", "file", "received", "rows", ""), rows, numbers=("number", "rows"))
    else:
        rows_of = [
            (
                one.round.reference,
                "closed" if one.round.closed else "open",
                str(one.round.due_on or ""),
                len(one.asked),
                "by name" if one.by_name else "as answered before" if one.asked else "",
            )
            for one in every
        ]
        show(("round", "", "due", "asked", ""), rows_of, numbers=("asked",))


def _became(one: Submission, due_on: date | None) -> str:
    came = one.received_at.date() if one.received_at else None
    return f"{one.standing.value}{', after the day due' if came and due_on and came > due_on else ''}"


def _say_round(one: Round, as_json: bool) -> None:
    if as_json:
        _print_record(one)
        return
    parts = [f"due {one.due_on}"] if one.due_on else []
    parts += [f"{len(one.asked)} asked" if one.asked else "nobody asked by name"]
    state = "closed" if one.closed else "open"
    say(f"{one.reference} is {state}: {', '.join(parts)} (event {one.event}).")
    if not one.asked and not one.closed:
        say("Those who answered the round before stand in; --ask names others.")


@runs.command("list", epilog="Example: eligo runs list --json")
def list_runs(workspace: arguments.Workspace = None, as_json: arguments.AsJson = False) -> None:
    """List the runs."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        every = use.runs(opened)
    if as_json:
        _print_records(every)
        return
    rows = [
        (str(one.number), one.round, one.status, str(one.finished_at)[:16], len(one.inputs), str(one.through))
        for one in every
    ]
    columns = ("run", "round", "status", "finished (UTC)", "inputs", "of event")
    show(columns, rows, numbers=("run", "inputs", "of event"))


@runs.command("write", epilog="Example: eligo runs write 3 --out OUT")
def write_run(
    number: Annotated[int, typer.Argument(help="The number of the run.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option(help="The folder to write.", show_default="results/ROUND of the workspace")
    ] = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Write a run's results again, byte for byte."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        run, folder = use.written_run(opened, number, out)
    if as_json:
        print_json({"run": run.number, "round": run.round, "folder": str(folder)})
        return
    say(f"Run {run.number} of {run.round} is in {folder}.")


@jobs.command("list", epilog="Example: eligo jobs list")
def list_jobs(workspace: arguments.Workspace = None, as_json: arguments.AsJson = False) -> None:
    """List the jobs, ended ones too."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        every = use.jobs(opened)
        held = {job.number for job in use.held_by_others(opened)}
    if as_json:
        _print_records(every)
        return
    rows = [(str(job.number), job.kind, _state(job, job.number in held), _reached(job), job.problem) for job in every]
    show(("job", "kind", "", "at", "problem"), rows, numbers=("job",))


def _state(job: Job, is_held: bool) -> str:
    """A running job whose worker is silent is free for the next one."""
    if is_held:
        return f"running, held until {_time(job)}"
    return "its worker is silent" if job.lease_until is not None and not job.state.is_final else job.state.value


def _time(job: Job) -> str:
    return f"{job.lease_until:%Y-%m-%d %H:%M:%S} UTC" if job.lease_until else ""


def _reached(job: Job) -> str:
    return f"{job.stage} {job.done}/{job.total}" if job.stage and job.result is None else ""


@jobs.command("work", epilog="Example: eligo jobs work")
def work(
    wait: Annotated[bool, typer.Option("--wait", help="Wait for more, until interrupted.")] = False,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
) -> None:
    """Take up jobs that wait, and those whose worker has gone silent, until there is none.

    Ends with the exit code of the last job that failed, if one did.
    """
    from eligo.records import Run
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    failed: list[EligoError] = []

    def tell(job: Job, became: use.Became) -> None:
        if isinstance(became, EligoError):
            failed.append(became)
            say(f"Job {job.number} ended: {became.message}. {became.hint}".rstrip())
        elif isinstance(became, Run):
            say(f"Job {job.number} is cancelled: run {became.number} of {became.round} has taken its place.")
        elif became.in_place == became.run:
            say(f"Job {job.number} is run {became.run.number} of {became.run.round}, in {became.folder}.")
        else:
            stays = f"the folder keeps run {became.in_place.number}, which follows more"
            say(f"Job {job.number} is run {became.run.number} of {became.run.round}; {stays}.")

    with watching() as watcher, opened_workspace(workspace, who, watcher) as opened:
        taken = use.work(opened, tell)
        while wait:
            time.sleep(WAIT_SECONDS)
            taken += use.work(opened, tell)
        held = use.held_by_others(opened)
    for job in held:
        say(f"Job {job.number} is held by {job.worker} until {_time(job)}, or longer where that is still at work.")
    say(f"{taken} job{'' if taken == 1 else 's'} taken up; none is left that is free.")
    if failed:
        raise typer.Exit(failed[-1].exit_code)


@jobs.command("cancel", epilog="Example: eligo jobs cancel 4 --why 'wrong round'")
def cancel(
    number: Annotated[int, typer.Argument(help="The number of the job.", show_default=False)],
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
) -> None:
    """End a job that waits; ask one that is worked on to end."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        job = use.cancel(opened, number, why)
    say(f"Job {job.number} is {'cancelled' if job.state.is_final else 'asked to end'}.")


def _print_records(records: Sequence[Record]) -> None:
    print_json([_stated(one) for one in records])


def _print_record(one: Record) -> None:
    print_json(_stated(one))


def _stated(one: Record) -> dict[str, object]:
    from eligo.records import plain

    return {name: value for name, value in plain(one).items() if name != "record"}
