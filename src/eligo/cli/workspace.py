"""The commands of a workspace: init, status, receive, decide, decisions, log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show, watching

if TYPE_CHECKING:
    from eligo.records import Decision, Event

INIT_EXAMPLES = "Example: eligo init foc --catalogue device-models.csv"
RECEIVE_EXAMPLES = "Example: eligo receive returns/"
DECIDE_EXAMPLES = "Example: eligo decide size 6 --why 'one more slot from October'"
DECISIONS_EXAMPLES = "Example: eligo decisions --kind pin"
LOG_EXAMPLES = "Example: eligo log --subject round/RFI-2019-08"
STATUS_EXAMPLES = "Example: eligo status"


def init(
    folder: Annotated[Path, typer.Argument(help="The folder of the workspace.")] = Path(),
    scheme: arguments.Scheme = arguments.DEFAULT_SCHEME,
    catalogue: Annotated[
        Path | None, typer.Option(help="The catalogue of device models (CSV).", show_default=False)
    ] = None,
    database: Annotated[str, typer.Option(help="'sqlite', or postgresql://user@host/name.")] = "sqlite",
    who: arguments.Who = None,
) -> None:
    """Make a workspace, which remembers rounds, returns, decisions and runs."""
    from eligo.wiring import begin_workspace

    with begin_workspace(folder, database, scheme, catalogue, who) as workspace:
        made = workspace.folder
    heading(f"{made} is a workspace")
    if catalogue is None:
        say("It needs a catalogue: eligo decide catalogue device-models.csv --why 'as published'")
    say("Next: eligo receive RETURNS, then eligo run. 'eligo status' says what is due.")


def receive(
    returns: arguments.Returns,
    round_: Annotated[
        str | None, typer.Option("--round", help="The round that they have to be for.", show_default=False)
    ] = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Take returns into their round; a later return of an organisation replaces its earlier one."""
    from eligo.cli.remembering import print_received
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, who, watcher) as opened:
        received = use.receive(opened, returns, round_)
    print_received(received, as_json)


def decide(
    kind: Annotated[
        str,
        typer.Argument(
            help="What is decided: scheme, catalogue, aliases, corrections, size, pin, ban, minimum or maximum (what "
            "eligo run calls --min and --max), or notice; a deselection ('eligo deselect') is taken back here, too."
        ),
    ],
    what: Annotated[
        str,
        typer.Argument(help="A name, file, number, combination id, OPERATOR=N or text.", show_default=False),
    ] = "",
    why: arguments.Why = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take back what stands.")] = False,
    expecting: Annotated[
        int | None,
        typer.Option(
            min=0, help="The event that has to stand, 0 for none; otherwise nothing is decided.", show_default=False
        ),
    ] = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Decide something that every run follows from now on, with the reason."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        decision = use.decide(opened, kind, what, why, withdraw=withdraw, expecting=expecting)
        before = use.replaced(opened, decision)
    if as_json:
        print_json(_stated(decision))
        return
    done = "taken back" if decision.value is None else "decided"
    say(f"{_stands(decision)}: {done} by {decision.by} (event {decision.event}).")
    if before is not None and decision.value is not None:
        say(f"It replaces {_stands(before)} of event {before.event}, by {before.by}: {before.why}")


def decisions(
    kind: Annotated[str | None, typer.Option(help="Only those of this kind.", show_default=False)] = None,
    subject: Annotated[
        str | None,
        typer.Option("--history", help="All about this subject of the kind, earlier ones too.", show_default=False),
    ] = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what has been decided, by whom and why."""
    from eligo.errors import UsageError
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    if subject is not None and kind is None:
        raise UsageError("--history is of one kind", hint="Name it with --kind.")
    with opened_workspace(workspace) as opened:
        found = use.standing_decisions(opened, kind) if subject is None else use.history(opened, kind or "", subject)
    if as_json:
        print_json([_stated(one) for one in found])
        return
    rows = [(str(one.event), _about(one), _value(one), _day(one.decided_at), one.by, one.why) for one in found]
    show(("event", "about", "decided", "on", "by", "why"), rows, numbers=("event",))


def log(
    subject: Annotated[
        str | None, typer.Option(help="Only events about this, such as round/RFI-2019-08.", show_default=False)
    ] = None,
    last: Annotated[int, typer.Option(min=1, help="How many events, the last ones.")] = 20,
    every: Annotated[bool, typer.Option("--all", help="Every event.")] = False,
    head: Annotated[
        bool, typer.Option("--head", help="Only the hash of the last event, to be noted elsewhere.")
    ] = False,
    accept_clock: Annotated[
        bool, typer.Option("--accept-clock", help="Say that the clock is right now, where the log is ahead of it.")
    ] = False,
    why: arguments.Why = "",
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Read the log: who changed what, when and why, the newest last."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        if accept_clock:
            use.accept_clock(opened, why)
        end = opened.store.audit.head()
        found = use.events(opened, subject, None if every else last)
    if head:
        typer.echo(end.hash)
        return
    if as_json:
        from eligo.records import plain

        print_json([plain(one) for one in found])
        return
    _print_events(found)
    if len(found) < end.number and subject is None:
        say(f"{end.number - len(found):,} earlier events; --all shows them.")


def _print_events(found: list[Event]) -> None:
    if not found:
        say("There is no event about that.")
        return
    rows = [(str(one.number), one.at.strftime("%Y-%m-%d %H:%M"), one.who, _happened(one), one.why) for one in found]
    show(("event", "when (UTC)", "who", "what", "why"), rows, numbers=("event",))


def _happened(event: Event) -> str:
    """An action begins with the kind of its subject, which stands there already; of the register it is how it grew."""
    from eligo.records import ENTERED, PUBLISHED

    before, after = ((stated or {}) for stated in (event.before, event.after))
    if event.action == ENTERED:
        first, last = int(str(before.get("size", 0))) + 1, after["size"]
        return f"register: line {last} entered" if first == last else f"register: lines {first} to {last} entered"
    if event.action == PUBLISHED:
        return f"register: publication {after['publications']} published"
    kind, _, done = event.action.partition(".")
    return f"{event.subject if event.subject.startswith(kind) else kind} {done}"


def _about(decision: Decision) -> str:
    return decision.kind if decision.subject == decision.kind else f"{decision.kind} {decision.subject}"


def _stands(decision: Decision) -> str:
    value = f" {_value(decision)}" if decision.value else ""
    return f"{_about(decision)}{value}"


def _value(decision: Decision) -> str:
    if decision.value is None:
        return "taken back"
    several = len(decision.value) > 1
    stated = (
        f"{name.replace('_', ' ')} {value:,}" if several and isinstance(value, int) else str(value)
        for name, value in decision.value.items()
    )
    return ", ".join(filter(None, stated)) or "yes"


def _day(moment: object) -> str:
    return str(moment)[:10]


def _stated(decision: Decision) -> dict[str, object]:
    from eligo.records import plain

    return {name: value for name, value in plain(decision).items() if name != "record"}
