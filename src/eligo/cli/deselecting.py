"""``eligo deselect``: what replaces a selected combination that is given up; in a workspace, the decision as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, watching
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.records import Decision
    from eligo.scope import Opened
    from eligo.workflows import Because, Deselected, Owed

DESELECT_EXAMPLE = (
    "Examples: eligo deselect OUT C-5H7FZFG0YEWA --trigger failed-test --reason 'no fix before the exit of SIT' · "
    "in a workspace: eligo deselect C-5H7FZFG0YEWA --trigger failed-test --reason ..."
)


GivenUp = Annotated[
    list[str],
    typer.Argument(
        metavar="[OUT] COMBINATION",
        help="The folder that 'eligo run' or 'eligo select --out' wrote, or a run's combinations.csv (in a workspace "
        "without it: the round's latest run, and the decision is kept); then the one selected that is given up.",
        show_default=False,
    ),
]


def deselect(
    given_up: GivenUp,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    trigger: Annotated[
        str, typer.Option(help="What set it off, one of those that the scheme lists.", show_default=False)
    ] = "",
    on: Annotated[
        str | None, typer.Option("--on", help="The day of the decision (2026-11-24).", show_default="today")
    ] = None,
    scheme: Annotated[str | None, typer.Option(help="The scheme of a table.", show_default="the folder's own")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for the answer, its certificate, the table and the scheme.", show_default=False),
    ] = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Give up a selected combination: what is lost, the best replacement, and whether consultation is owed again."""
    from eligo.workflows import Because, deselection_record
    from eligo.workflows import deselect as deselect_workflow

    results, combination = _named(given_up, scheme)
    because, decision = Because(reason, trigger, arguments.day("--on", on)), None
    if results is not None:
        told = deselect_workflow(results, combination, because, scheme, out)
    else:
        told, decision = _kept(workspace, who, round_, combination, because, out)
    if as_json:
        print_json({**deselection_record(told), **({"event": decision.event} if decision else {})})
        return
    _print(told)
    if out is not None:
        say(f"Anybody can check it: eligo-check {out}/certificate.json {out}/combinations.csv {out}/scheme.toml")
    if decision is not None:
        say(f"Decided by {decision.by} (event {decision.event}); every run bars it from now on. Next: eligo run")


def _named(given_up: Sequence[str], scheme: str | None) -> tuple[Path | None, str]:
    """The results and the combination."""
    if len(given_up) == 1 and scheme is not None:
        raise UsageError("--scheme is of a table; a run of a workspace has its own", hint=DESELECT_EXAMPLE)
    if len(given_up) > 2:
        raise UsageError(
            f"One combination is given up at a time, and {len(given_up)} texts are named", hint=DESELECT_EXAMPLE
        )
    return Path(given_up[0]) if len(given_up) == 2 else None, given_up[-1]


def _kept(
    folder: Path | None, who: str | None, round_: str | None, combination: str, because: Because, out: Path | None
) -> tuple[Deselected, Decision]:
    """Give it up in a workspace."""
    from eligo.wiring import find_workspace, opened_workspace
    from eligo.workflows import workspace as use

    if find_workspace(folder) is None:
        raise UsageError("Nothing says of which selection", hint=f"Name the results. {DESELECT_EXAMPLE}")
    with watching() as watcher, opened_workspace(folder, who, watcher) as opened:
        return use.give_up(opened, round_, combination, because, out)


def _print(told: Deselected) -> None:
    found, units = told.found, f"{told.scheme.installation_word}s"
    heading(f"Without {found.gone.combination_id}, from {told.because.on.isoformat()}: {told.because.reason}")
    if told.trigger is not None:
        say(f"{told.trigger.label} ({told.trigger.id}; {told.trigger.source}).")
    say(f"{found.lost:,} {units} of population are no longer unlocked by a test.")
    for variant in found.uncovered:
        say(f"Nothing else selected carries {variant}.")
    for line in _replaced(told, units):
        say(line)
    for line in said_of_rules(told.opened, units):
        say(line)


def _replaced(told: Deselected, units: str) -> Iterator[str]:
    """What replaces it, and what is owed for that."""
    from eligo.selection import Conflict

    found, units = told.found, f"{told.scheme.installation_word}s"
    if isinstance(found.replaced, Conflict):
        yield "Nothing replaces it while the others are kept; these cannot hold together:"
        yield from (f"  {one.text}" for one in found.replaced.requirements)
    else:
        proved = "proved" if found.replaced.status == "optimal" else f"not proved, at most {found.replaced.bound:,}"
        yield f"The best replacement that keeps the others is {', '.join(told.enters)}."
        yield f"With it the selection has {found.replaced.population:,} {units} ({proved})."
    if not isinstance(found.anew, Conflict) and found.price_of_keeping != 0:
        anew = ", ".join(one.combination_id for one in found.anew.selected)
        yield f"Chosen anew, the best set has {found.anew.population:,} {units}: {anew}."
    if isinstance(found.replaced, Conflict):
        yield "Consultation is owed again: the selection cannot stand."
    else:
        yield said_of_owed(told.owed)


def said_of_owed(owed: Owed) -> str:
    """Whether consultation is owed again where others are tested."""
    if owed.consulted:
        return f"Consultation is owed again: what is tested has another {', another '.join(owed.consulted)}."
    if owed.changed:
        return f"Stakeholders are to be notified: what is tested has another {', another '.join(owed.changed)}."
    return "No consultation is owed: the models are the same, in other firmware or at another operator."


def said_of_rules(opened: Sequence[Opened], units: str) -> Iterator[str]:
    """The separate consultations that changed scope rules open, a sentence each; ``units``: what is counted."""
    for one in opened:
        noun = "combination" if one.combinations == 1 else "combinations"
        verb = "is" if one.combinations == 1 else "are"
        decided = (
            f"; {one.combinations:,} {noun} with {one.deployed:,} {units} {verb} decided otherwise"
            if one.combinations
            else ""
        )
        yield f"A separate consultation is owed: the scope rule {one.rule} {one.how}{decided}."
