"""``eligo register due``, ``enter`` and ``decide``: how what a workspace knows becomes lines of its register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show
from eligo.cli.publishing import PANEL, PublicWho, PublicWhy
from eligo.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from eligo.registers import Consent, Decided, Due, Held, RegisterEntry

entering = typer.Typer()

DUE_EXAMPLE = "Example: eligo register due --on 2020-03-30"
ENTER_EXAMPLES = (
    "Examples: eligo register enter --all --why 'Monthly update of March' --as 'Register clerk' · "
    "eligo register enter P-5H7FZFG0YEWA --why 'Testing has begun' · with what falls: eligo register enter --all "
    "--why 'Results of the wrong bench' --reopens 3"
)
DECIDE_EXAMPLES = (
    "Examples: eligo register decide P-5H7FZFG0YEWA withdrawn --reference 'Panel 12: the test was void', then the same "
    "with --why 'Panel of 11 June' --reopens 3 · eligo register decide P-5H7FZFG0YEWA excluded --category missing-keys "
    "--reference 'Notice 4' --consultation 'Various 1, November 2021'"
)

SHOWN = 20

Name = Annotated[str, typer.Argument(metavar="COMBINATION", help="A product, an item or a label.", show_default=False)]
State = Annotated[str, typer.Argument(metavar="STATE", help="The state, such as withdrawn.", show_default=False)]
Reference = Annotated[str, typer.Option(help="What the record of the decision is called.", show_default=False)]
BasisKind = Annotated[str, typer.Option(help="The kind of basis.", show_default="the only one of the state")]
Consultation = Annotated[str, typer.Option(help="The consultation that allowed it.", show_default=False)]
Category = Annotated[str, typer.Option(help="The category of exclusion.", show_default=False)]
Requester = Annotated[str, typer.Option(help="The Party or Manufacturer that requested it.", show_default=False)]
Documents = Annotated[
    list[Path] | None,
    typer.Option(help="A document: its name and SHA-256 are entered; may be repeated.", show_default=False),
]
DecidedOn = Annotated[
    str | None, typer.Option(help="The day of the decision.", show_default="that from which it holds")
]
Reopens = Annotated[
    int | None,
    typer.Option(min=0, help="How many other items are to fall; confirms it.", show_default=False),
]
Named = Annotated[
    list[str] | None,
    typer.Argument(metavar="[COMBINATION]...", help="Products, items or labels.", show_default=False),
]
ConsentTo = Annotated[
    str,
    typer.Option(
        "--consent",
        help="What the department's consent to whatever becomes eligible is called; it is published.",
        show_default=False,
    ),
]
ConsentedOn = Annotated[
    str | None, typer.Option(help="The day of the consent.", show_default="that from which it holds")
]
Day = Annotated[
    str | None, typer.Option("--on", help="The day from which it holds (2020-03-30).", show_default="today")
]


@entering.command("due", epilog=DUE_EXAMPLE, rich_help_panel=PANEL)
def show_due(
    on: arguments.OnDay = None,
    limit: Annotated[int, typer.Option(min=1, help="How many entries to list.")] = SHOWN,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say which entries runs, firmware, evidence and decisions call for, and what is held up. Nothing is changed."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace) as opened:
        found = use.register_grounds(opened, round_, arguments.day("--on", on)).due
    if as_json:
        print_json(use.due_entries_record(found))
        return
    _print_due(found.entries, limit)
    _print_held(found.held)
    if found.entries:
        confirmed = f" --reopens {len(found.reopened)}" if found.reopened else ""
        say(f"Nothing has been changed. To enter them: eligo register enter --all --why '...'{confirmed}")


@entering.command("enter", epilog=ENTER_EXAMPLES, rich_help_panel=PANEL)
def enter_due(
    named: Named = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that is due.")] = False,
    on: Day = None,
    why: PublicWhy = "",
    reopens: Reopens = None,
    consent: ConsentTo = "",
    consented_on: ConsentedOn = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: PublicWho = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Enter what is due, all of it or nothing: with what it rests on, and with what falls by it."""
    from eligo.registers import plain
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    if everything is bool(named):
        raise UsageError("Either combinations are entered or all that is due", hint="Name some, or say --all.")
    if not why.strip():
        raise UsageError("Nothing says why it is entered", hint="Say so with --why; it is published.")
    day = arguments.day("--on", on)
    given = _given(consent, consented_on, day)
    with opened_workspace(workspace, who) as opened:
        done = use.enter_due(opened, round_, named or None, day, why, reopens, given)
    if as_json:
        lines = [
            {**plain(one), "item": one.item, "because": because}
            for one, because in zip(done.lines, done.because, strict=True)
        ]
        print_json({"entered": lines, **use.due_entries_record(done.left)})
        return
    _print_entries(done.lines[:SHOWN], done.because[:SHOWN])
    if len(done.lines) > SHOWN:
        say(f"And {len(done.lines) - SHOWN:,} more.")
    _print_held(done.left.held)
    _say_entered(done.lines)
    if done.left.entries:
        say(f"{len(done.left.entries):,} more are due: eligo register due")


def _given(consent: str, consented_on: str | None, day: date) -> Consent | None:
    """The consent that is stated, given on that day unless another is named."""
    from eligo.registers import Consent

    if not consent:
        if consented_on is not None:
            raise UsageError("--consented-on is the day of a consent", hint="Name it with --consent, or leave it out.")
        return None
    return Consent(consent, arguments.day("--consented-on", consented_on) if consented_on else day)


@entering.command("decide", epilog=DECIDE_EXAMPLES, rich_help_panel=PANEL)
def decide(
    name: Name,
    state: State,
    reference: Reference = "",
    basis: BasisKind = "",
    consultation: Consultation = "",
    category: Category = "",
    party: Requester = "",
    document: Documents = None,
    on: Day = None,
    decided_on: DecidedOn = None,
    why: PublicWhy = "",
    reopens: Reopens = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: PublicWho = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what a decision enters and what falls with it (withdrawal, exclusion, relisting ...); with --why, enter it.

    Without --why nothing is changed. Nobody decides that something is eligible; on requests, 'eligo programme decide'.
    """
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    if reopens is not None and not why:
        raise UsageError("--reopens confirms that something is done", hint="Say why with --why, or leave it out.")
    told = (reference, consultation, category, party, tuple(document or ()))
    days = arguments.day("--on", on), arguments.day("--decided-on", decided_on) if decided_on else None
    what = use.Deciding(name, state, basis, *told, *days)
    with opened_workspace(workspace, who if why else None) as opened:
        if why:
            found, lines = use.decide_entry(opened, round_, what, why, reopens)
        else:
            found, lines = use.preview_entry(opened, round_, what), ()
    if as_json:
        print_json({**use.decided_record(found), "entered": [one.number for one in lines]})
        return
    _print_decided(found, lines)


def _print_decided(found: Decided, lines: Sequence[RegisterEntry]) -> None:
    if found.entry is not None:
        because = [found.entry.basis.reference, *(one.because for one in found.falls)]
        _print_entries([found.entry, *(one.entry for one in found.falls)], because)
        arguments.say_ahead(
            found.entry.effective_on, "what is entered stays, and nothing of an earlier day can follow it."
        )
    if lines:
        _say_entered(lines)
    else:
        confirmed = f" --reopens {len(found.reopened)}" if found.reopened else ""
        say(f"Nothing has been changed. To enter it, give the same with --why '...'{confirmed}")


def _print_due(due: Sequence[Due], limit: int) -> None:
    falling, others = [one for one in due if one.falls], [one for one in due if not one.falls]
    if falling:
        heading("Has lost its ground")
        _print_entries([one.entry for one in falling], [one.because for one in falling])
    if others:
        heading("Due")
        _print_entries([one.entry for one in others[:limit]], [one.because for one in others[:limit]])
        if len(others) > limit:
            say(f"And {len(others) - limit:,} more: --limit {len(others)}.")
    if not due:
        say("Nothing is due: the register says what is known.")
        return
    of_kind = Counter((one.entry.state, one.entry.basis.kind) for one in due)
    heading("All that is due")
    show(("state", "by", "entries"), [(*kind, number) for kind, number in of_kind.items()], numbers=("entries",))


def _print_entries(entries: Sequence[RegisterEntry], because: Sequence[str]) -> None:
    rows = [
        (
            *(one.item, one.label, one.state, one.effective_on),
            ", ".join(f"{f.device_type} {f.stage.value} {f.version}".rstrip() for f in one.firmware),
            ", ".join(f"{s.operator} from {s.open_on}" for s in one.operators if s.open_on),
            reason,
        )
        for one, reason in zip(entries, because, strict=True)
    ]
    if rows:
        show(("item", "label", "state", "from", "firmware", "open", "because"), rows)


def _print_held(held: Sequence[Held]) -> None:
    if not held:
        return
    heading("Held up")
    show(("item", "label", "what", "by"), [(one.item, one.label, one.what, "; ".join(one.reasons)) for one in held])


def _say_entered(lines: Sequence[RegisterEntry]) -> None:
    if not lines:
        say("Nothing was due, and nothing has been entered.")
        return
    first, last = lines[0].number, lines[-1].number
    say(f"Entered as line {first}." if first == last else f"Entered as lines {first} to {last}, in one piece.")
