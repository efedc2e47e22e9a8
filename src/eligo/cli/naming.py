"""``eligo aliases``: which names are to be decided, and what a table of decisions would change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import Unwatched, Watcher, heading, print_json, say, show, watching
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.catalogue import Regrouping
    from eligo.workflows import Inputs, UnknownName

aliases = typer.Typer(help="Decide what other names mean, and see what that would change.", no_args_is_help=True)

Standing = Annotated[
    Path | None,
    typer.Option("--aliases", help="The table of aliases that stands (CSV).", show_default="the workspace's"),
]


@aliases.command(
    "suggest", epilog="Example: eligo aliases suggest returns/ --catalogue device-models.csv --out to-decide.csv"
)
def suggest(
    returns: arguments.SomeReturns = None,
    catalogue: arguments.SomeCatalogue = None,
    scheme: arguments.SomeScheme = None,
    standing: Standing = None,
    out: Annotated[
        Path | None, typer.Option(help="A table to complete and decide (CSV, a new file).", show_default=False)
    ] = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """List the names that nobody knows, with what may have been meant. Nothing is merged by it."""
    from eligo.workflows import names_to_decide

    with _inputs(returns, catalogue, scheme, standing, round_, workspace) as (inputs, watcher):
        found = names_to_decide(inputs, out, watcher)
    if as_json:
        print_json([_unknown(one) for one in found])
    elif not found:
        say("Every name is known.")
    else:
        rows = [(one.kind, one.device_type, one.typed, one.installations, _meant(one)) for one in found]
        show(("kind", "device", "typed", "installations", "may mean (of 100)"), rows, numbers=("installations",))
        if out is not None:
            say(f"Complete {out} (canonical, reason, author, date).")
            say(f"'eligo aliases preview {out}' shows what it would change.")


def _meant(one: UnknownName) -> str:
    return ", ".join(f"{s.name} ({s.score})" for s in one.suggestions)


def _unknown(one: UnknownName) -> dict[str, object]:
    return {
        "kind": one.kind,
        "device_type": one.device_type,
        "manufacturer": one.manufacturer,
        "model": one.model,
        "typed": one.typed,
        "rows": one.rows,
        "installations": one.installations,
        "suggestions": [{"name": s.name, "manufacturer": s.manufacturer, "score": s.score} for s in one.suggestions],
    }


@aliases.command("preview", epilog="Example: eligo aliases preview aliases.csv returns/ --catalogue device-models.csv")
def preview(
    table: Annotated[Path, typer.Argument(help="The table of aliases to try (CSV).", show_default=False)],
    returns: arguments.SomeReturns = None,
    catalogue: arguments.SomeCatalogue = None,
    scheme: arguments.SomeScheme = None,
    standing: Standing = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Show what a table of aliases would group otherwise, before it is decided."""
    from eligo.workflows import preview as preview_table

    with _inputs(returns, catalogue, scheme, standing, round_, workspace) as (inputs, watcher):
        found = preview_table(inputs, table, watcher, arguments.today())
    if as_json:
        print_json(_stated(found))
        return
    if not found.moves:
        say("Nothing would be grouped otherwise.")
        return
    moved = "1 row" if found.rows == 1 else f"{found.rows:,} rows"
    heading(f"{moved} with {found.installations:,} installations would be grouped otherwise")
    rows = [(_changed(one.before, one.after), one.rows, one.installations) for one in found.moves]
    show(("from -> to", "rows", "installations"), rows, numbers=("rows", "installations"))
    groups = "1 group" if len(found.joined) == 1 else f"{len(found.joined):,} groups"
    say(
        f"{groups} would be joined with others, {len(found.parted):,} parted, "
        f"{len(found.renamed):,} renamed. Decide it with 'eligo decide aliases {table} --why ...'."
    )
    say("These are all rows as they were sent: those, too, that a run sets aside for a supplier's own return.")


def _stated(found: Regrouping) -> dict[str, object]:
    return {
        "rows": found.rows,
        "installations": found.installations,
        "moves": [
            {"before": one.before, "after": one.after, "rows": one.rows, "installations": one.installations}
            for one in found.moves
        ],
        "joined": found.joined,
        "parted": found.parted,
        "renamed": found.renamed,
    }


def _changed(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """What differs between two groups."""
    pairs = [(a, b) for a, b in zip(before, after, strict=False) if a != b]
    return "; ".join(f"{a or 'blank'} -> {b or 'blank'}" for a, b in pairs)


@contextmanager
def _inputs(
    returns: list[Path] | None,
    catalogue: Path | None,
    scheme: str | None,
    standing: Path | None,
    round_: str | None,
    workspace: Path | None,
) -> Iterator[tuple[Inputs, Watcher | Unwatched]]:
    """The files named, or what stands in the workspace where none is."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import named_inputs, standing_inputs

    with watching() as watcher:
        if returns:
            if catalogue is None:
                raise UsageError("Missing: --catalogue", hint="Name the catalogue of device models.")
            yield named_inputs(returns, catalogue, scheme or arguments.DEFAULT_SCHEME, standing), watcher
            return
        if catalogue or scheme or standing:
            raise UsageError("Without returns, what stands in the workspace counts", hint="Name the returns, too.")
        with opened_workspace(workspace, None, watcher) as opened:
            yield standing_inputs(opened, round_), watcher
