"""``eligo firmware``: what is tested on, what a new register would void, and the notice to stakeholders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show
from eligo.cli.grounds import asked_grounds, print_cascade, print_cells, tell
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.programme import Register, Release
    from eligo.workflows import Grounds, RegisterChange

firmware = typer.Typer(
    help="Keep the firmware register: candidates, final releases, and what a new one voids.", no_args_is_help=True
)

NewRegister = Annotated[Path, typer.Argument(help="The register to load (CSV).", show_default=False)]
SHOW_EXAMPLES = "Examples: eligo firmware show firmware.csv · in a workspace: eligo firmware show"
LOAD_EXAMPLES = (
    "Examples: eligo firmware load new.csv --results OUT --firmware old.csv --evidence results.xml · in a workspace: "
    "eligo firmware load new.csv, then the same with --why 'candidate 1.2 received' --voids 30"
)
NOTICE_EXAMPLES = "Example: eligo firmware notice --results OUT --firmware firmware.csv --out notice.html"


@firmware.command("show", epilog=SHOW_EXAMPLES)
def show_register(
    register: Annotated[Path | None, typer.Argument(help="A register (CSV).", show_default="the workspace's")] = None,
    scheme: arguments.SomeScheme = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what is in force on each track, what is to come, and who has tested it."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import register_in, register_record
    from eligo.workflows import workspace as use

    if register is not None:
        found, findings = register_in(register, scheme or arguments.DEFAULT_SCHEME)
        tell(findings)
    else:
        with opened_workspace(workspace) as opened:
            found = use.standing_register(opened)
    if as_json:
        print_json(register_record(found))
        return
    _print_register(found)


def _print_register(register: Register) -> None:
    rows = [
        (one.track, one.version, one.kind.value, _day(one), _tested(one), _state(one, register), one.note)
        for one in register.releases
    ]
    show(("track", "version", "kind", "day", "tested by", "", "note"), rows)


def _day(one: Release) -> str:
    if one.received is not None:
        return f"received {one.received}"
    days = one.arrival
    return (
        f"expected {days.earliest}" if days.is_certain else f"expected {days.median} ({days.earliest} to {days.latest})"
    )


def _tested(one: Release) -> str:
    return ", ".join(f"{test.who} ({test.on})" if test.on else test.who for test in one.tested)


def _state(one: Release, register: Register) -> str:
    if one in (register.final(one.track), register.candidate(one.track)):
        return "in force"
    if one.received is not None:
        return "superseded"
    return "to come" if one in register.awaited(one.track) else "not delivered"


@firmware.command("load", epilog=LOAD_EXAMPLES)
def load(
    register: NewRegister,
    results: arguments.RunResults = None,
    standing: arguments.FirmwareRegister = None,
    evidence: arguments.EvidenceFiles = None,
    decisions: arguments.ProgrammeDecisions = None,
    scheme: arguments.SomeScheme = None,
    why: arguments.Why = "",
    voids: Annotated[
        int | None,
        typer.Option(min=0, help="How many results are to count no longer; confirms it.", show_default=False),
    ] = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what a register changes, what it voids and what has to be run again; in a workspace with --why, load it.

    Without --why nothing is changed.
    """
    from eligo.workflows import change_record, register_change

    if results is not None:
        if why or voids is not None:
            raise UsageError("With --results nothing is remembered", hint="Leave --why and --voids out.")
        grounds = asked_grounds(results, scheme, standing, evidence, None, None, None, decisions)
        change = register_change(grounds, register)
    else:
        change, grounds = _in_workspace(workspace, who, round_, register, why, voids)
    tell(change.findings)
    if as_json:
        print_json({**change_record(change, grounds), "loaded": bool(why)})
        return
    _print_change(change, grounds)
    if why:
        say("The register has been loaded.")
    elif results is None and not change.is_none:
        confirm = f" --voids {len(change.voided.results)}" if change.voided.results else ""
        say(f"Nothing has been changed. To load it: eligo firmware load {register} --why '...'{confirm}")


def _in_workspace(
    folder: Path | None, who: str | None, round_: str | None, register: Path, why: str, voids: int | None
) -> tuple[RegisterChange, Grounds]:
    """Load it where a reason is given, otherwise see what that would do."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    if voids is not None and not why:
        raise UsageError("--voids confirms that a register is loaded", hint="Say why with --why, or leave it out.")
    with opened_workspace(folder, who) as opened:
        if why:
            change, _ = use.load_register(opened, round_, register, why, voids)
        else:
            change = use.preview_load(opened, round_, register)
        return change, use.kept_or_no_grounds(opened, round_)


def _print_change(change: RegisterChange, grounds: Grounds) -> None:
    if change.is_none:
        say("The register says what the one before says.")
        return
    heading("The register")
    rows = [("new", *_line(one)) for one in change.added]
    rows += [("changed", *_line(one)) for _, one in change.changed]
    rows += [("gone", *_line(one)) for one in change.removed]
    show(("", "track", "version", "kind", "day"), rows)
    voided = change.voided
    made: dict[str, list[tuple[str, str, str, str]]] = {}
    for one in voided.results:
        made.setdefault(one.firmware, []).append(one.cell)
    heading(_counted(len(voided.results), "result no longer counts", "results no longer count"))
    for version, cells in made.items():
        say(f"Made on {version}:")
        print_cells(grounds, cells)
    again = _counted(len(voided.again), "test has", "tests have")
    of = _counted(len(voided.combinations), "combination", "combinations")
    heading(f"{again} to be run again, of {of}")
    if voided.again:
        print_cells(grounds, [one.key for one in voided.again])
    if change.cascade.affected:
        print_cascade(change.cascade)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _line(one: Release) -> tuple[str, str, str, str]:
    return (one.track, one.version, one.kind.value, _day(one))


@firmware.command("notice", epilog=NOTICE_EXAMPLES)
def notice(
    out: Annotated[Path, typer.Option(help="The document to write (.html or .pdf).", show_default=False)],
    on: arguments.OnDay = None,
    results: arguments.RunResults = None,
    standing: arguments.FirmwareRegister = None,
    scheme: arguments.SomeScheme = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
) -> None:
    """Write the notice to stakeholders of the device models whose firmware is open. It is a public document."""
    from eligo.workflows import write_notice

    grounds = asked_grounds(results, scheme, standing, None, None, round_, workspace)
    say(f"The notice is in {write_notice(grounds, arguments.day('--on', on), out)}.")
