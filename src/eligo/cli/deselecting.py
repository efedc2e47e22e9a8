"""``eligo deselect``: what replaces a selected combination that is given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.workflows import Deselected

DESELECT_EXAMPLE = 'Example: eligo deselect OUT C-5H7FZFG0YEWA --reason "no final firmware by the exit of SIT"'


def deselect(
    results: Annotated[
        Path, typer.Argument(help="The folder that 'eligo run' wrote, or a combinations.csv.", show_default=False)
    ],
    combination: Annotated[str, typer.Argument(help="The selected combination that is given up.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    trigger: Annotated[str, typer.Option(help="What set it off: an event, a rule, a letter.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", help="The day of the decision (2026-11-24).", show_default="today")
    ] = None,
    scheme: Annotated[str | None, typer.Option(help="The scheme of a table.", show_default="the run's own")] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for the answer, its certificate, the table and the scheme.", show_default=False),
    ] = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Give up a selected combination: what is lost, the best replacement, and whether consultation is owed again."""
    from eligo.workflows import Because, deselection_record
    from eligo.workflows import deselect as deselect_workflow

    told = deselect_workflow(results, combination, Because(reason, trigger, _day(on)), scheme, out)
    if as_json:
        print_json(deselection_record(told))
    else:
        _print(told)
        if out is not None:
            say(f"Anybody can check it: eligo-check {out}/certificate.json {out}/combinations.csv {out}/scheme.toml")


def _day(text: str | None) -> date:
    from eligo.wiring import build_services

    if text is None:
        return build_services().clock.now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--on is no day: '{text}'", hint="Write it as 2026-11-24.") from None


def _print(told: Deselected) -> None:
    found = told.found
    heading(f"Without {found.gone.combination_id}, from {told.because.on.isoformat()}: {told.because.reason}")
    say(f"{found.lost:,} installations of population are no longer unlocked by a test.")
    for variant in found.uncovered:
        say(f"Nothing else selected carries {variant}.")
    for line in _replaced(told):
        say(line)


def _replaced(told: Deselected) -> Iterator[str]:
    """What replaces it, and what is owed for that."""
    from eligo.selection import Conflict

    found = told.found
    if isinstance(found.replaced, Conflict):
        yield "Nothing replaces it while the others are kept; these cannot hold together:"
        yield from (f"  {one.text}" for one in found.replaced.requirements)
    else:
        proved = "proved" if found.replaced.status == "optimal" else f"not proved, at most {found.replaced.bound:,}"
        yield f"The best replacement that keeps the others is {', '.join(told.enters)}."
        yield f"With it the selection has {found.replaced.population:,} installations ({proved})."
    if not isinstance(found.anew, Conflict) and found.price_of_keeping != 0:
        anew = ", ".join(one.combination_id for one in found.anew.selected)
        yield f"Chosen anew, the best set has {found.anew.population:,} installations: {anew}."
    yield _owed(told)


def _owed(told: Deselected) -> str:
    """Whether consultation is owed again."""
    from eligo.selection import Conflict

    if isinstance(told.found.replaced, Conflict):
        return "Consultation is owed again: the selection cannot stand."
    if told.consulted:
        return f"Consultation is owed again: what is tested has another {', another '.join(told.consulted)}."
    if told.changed:
        return f"Stakeholders are to be notified: what is tested has another {', another '.join(told.changed)}."
    return "No consultation is owed: the models are the same, in other firmware or at another operator."
