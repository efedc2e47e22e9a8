"""The commands that do the work: run, check, verify, select."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import say, watching
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.artefacts import Parameters
    from eligo.workflows import Outcome

RUN_EXAMPLES = "Example: eligo run returns/ --catalogue device-models.csv --out OUT --size 5"
CHECK_EXAMPLES = "Example: eligo check returns/ --catalogue device-models.csv --out FINDINGS"
VERIFY_EXAMPLES = "Examples: eligo verify OUT; in a workspace: eligo verify"
SELECT_EXAMPLES = (
    "Examples: eligo select OUT/combinations.csv --size 6 --ban C-5H7FZFG0YEWA --json; "
    "eligo select usage.csv --scheme browser-usage --out CHOICE"
)


def run(
    returns: arguments.SomeReturns = None,
    catalogue: arguments.SomeCatalogue = None,
    out: arguments.SomeOut = None,
    scheme: arguments.SomeScheme = None,
    aliases: arguments.Aliases = None,
    corrections: arguments.Corrections = None,
    equivalences: arguments.Equivalences = None,
    size: arguments.Size = None,
    strength: arguments.Strength = None,
    pins: arguments.Pins = [],  # noqa: B006 - Typer copies it
    bans: arguments.Bans = [],  # noqa: B006
    minimum: arguments.Minimum = [],  # noqa: B006
    maximum: arguments.Maximum = [],  # noqa: B006
    notice: arguments.Notice = "",
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    no_workspace: arguments.NoWorkspace = False,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Go from returns to a proved selection, the draft list and the consultation paper."""
    from eligo.cli import remembering, summary
    from eligo.wiring import find_workspace

    parameters = parameters_of(size, strength, pins, bans, minimum, maximum, notice)
    folder = None if no_workspace else find_workspace(workspace)
    decided = {"aliases": aliases, "corrections": corrections, "equivalences": equivalences}
    if folder is not None:
        named = _remembered(scheme, catalogue, decided)
        asked = remembering.Asked(tuple(returns or ()), named, parameters, round_, out)
        ran, outcome, told = remembering.run_in(folder, who, asked)
    else:
        ran, told = None, []
        parameters = _held_today(parameters, equivalences)
        out, outcome = _run_stateless(returns, catalogue, out, scheme, parameters, round_, decided)
    place, number = (ran.folder, ran.run.number) if ran else (out or Path(), None)
    summary.print_run_json(outcome, place, number) if as_json else summary.print_run(outcome, place, told)
    if outcome.refusal is not None:
        raise outcome.refusal


def _remembered(
    scheme: str | None, catalogue: Path | None, decided: Mapping[str, Path | None]
) -> dict[str, str | Path | None]:
    """What a workspace takes for this once. Raises ``UsageError`` where another table of decisions is named."""
    if decided["equivalences"] is not None:
        hint = "Keep them with 'eligo equivalence decide', or add --no-workspace."
        raise UsageError("A workspace does not take --equivalences", hint=hint)
    tables = {name: decided[name] for name in ("aliases", "corrections")}
    return {"scheme": scheme, "catalogue": catalogue, **tables}


def _held_today(parameters: Parameters, equivalences: Path | None) -> Parameters:
    """With today as the day on which decisions on equivalence have to hold, where there are any."""
    return replace(parameters, equivalences_on=arguments.today()) if equivalences else parameters


def _run_stateless(
    returns: list[Path] | None,
    catalogue: Path | None,
    out: Path | None,
    scheme: str | None,
    parameters: Parameters,
    round_: str | None,
    decided: Mapping[str, Path | None],
) -> tuple[Path, Outcome]:
    from eligo.wiring import build_services
    from eligo.workflows import make_request
    from eligo.workflows import run as run_workflow

    if not returns or catalogue is None or out is None or round_ is not None:
        missing = [] if returns else ["RETURNS"]
        missing += [] if catalogue else ["--catalogue"]
        missing += [] if out else ["--out"]
        raise UsageError(
            f"Missing: {', '.join(missing)}" if missing else "There is no round without a workspace",
            hint="Name them; or make a workspace with 'eligo init', which remembers them.",
        )
    with watching() as watcher:
        services = build_services(watcher)
        request = make_request(returns, catalogue, scheme or arguments.DEFAULT_SCHEME, parameters, **decided)
        return out, run_workflow(request, out, services.clock, services.progress)


def parameters_of(
    size: int | None,
    strength: int | None,
    pins: list[str],
    bans: list[str],
    minimum: list[str],
    maximum: list[str],
    notice: str = "",
) -> Parameters:
    """What the options of a command change of the scheme's rule."""
    from eligo.artefacts import Parameters

    return Parameters(
        size=size,
        strength=strength,
        pins=tuple(sorted(set(pins))),
        bans=tuple(sorted(set(bans))),
        minimum=arguments.limits("--min", minimum),
        maximum=arguments.limits("--max", maximum),
        notice=notice,
    )


def check(
    returns: arguments.Returns,
    catalogue: arguments.Catalogue,
    scheme: arguments.Scheme = arguments.DEFAULT_SCHEME,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for findings, quarantine and mass balance.", show_default=False),
    ] = None,
    send_back: Annotated[
        Path | None,
        typer.Option(
            help="A folder in which each return gets one to send back: every finding at its cell.", show_default=False
        ),
    ] = None,
    aliases: arguments.Aliases = None,
    corrections: arguments.Corrections = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Read returns and say everything that is wrong with them, each fault at its place."""
    from eligo.cli import summary
    from eligo.wiring import build_services
    from eligo.workflows import check as check_workflow

    with watching() as watcher:
        decided, today = {"aliases": aliases, "corrections": corrections}, build_services().clock.now().date()
        intake = check_workflow(returns, catalogue, scheme, out, watcher, back=send_back, today=today, **decided)
    if as_json:
        summary.print_findings_json(intake)
    else:
        summary.print_check(intake, out)
        if send_back is not None:
            say(f"What goes back to each sender is in {send_back}, in a folder for each return.")
    intake.demand_all()


def verify(
    out: Annotated[
        Path | None,
        typer.Argument(help="The folder that 'eligo run' wrote; without it, the workspace.", show_default=False),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            help="Of a workspace: the hash of an event noted earlier, which has to be there.", show_default=False
        ),
    ] = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Derive a run again and compare every byte, selection included; or prove all of a workspace against its log."""
    from eligo.cli import remembering, summary
    from eligo.workflows import verify as verify_workflow

    if out is None:
        if head == "":
            raise UsageError("--head is empty", hint="Give the hash that was noted, or leave the option out.")
        remembering.verify_all(workspace, head, as_json)
        return
    if head is not None:
        raise UsageError("--head is of a workspace, not of a folder of results", hint="Leave one of them out.")
    with watching() as watcher:
        verified = verify_workflow(out, watcher)
    summary.print_verified(verified, as_json)


def select(
    combinations: Annotated[
        Path, typer.Argument(help="A table of combinations with populations (CSV).", show_default=False)
    ],
    scheme: arguments.Scheme = arguments.DEFAULT_SCHEME,
    equivalences: arguments.Equivalences = None,
    size: arguments.Size = None,
    strength: arguments.Strength = None,
    pins: arguments.Pins = [],  # noqa: B006
    bans: arguments.Bans = [],  # noqa: B006
    minimum: arguments.Minimum = [],  # noqa: B006
    maximum: arguments.Maximum = [],  # noqa: B006
    within: Annotated[
        int | None,
        typer.Option(help="Also every set that loses no more than so many installations.", min=0, show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="A folder for the selection, its certificate, what it exercises together, the table and the scheme.",
            show_default=False,
        ),
    ] = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Choose from any table of combinations that the scheme names the columns of; no returns are needed."""
    from eligo.cli import summary
    from eligo.workflows import choose

    parameters = _held_today(parameters_of(size, strength, pins, bans, minimum, maximum), equivalences)
    choice = choose(combinations, scheme, parameters, out, equivalences=equivalences, within=within)
    summary.print_ignored(choice.ignored)
    if as_json:
        summary.print_choice_json(choice)
    else:
        summary.print_choice(choice)
        if out is not None:
            say(f"Anybody can check it: eligo-check {out}/certificate.json {out}/combinations.csv {out}/scheme.toml")
    if choice.selection.status != "optimal":
        from eligo.workflows import unproved

        raise unproved(choice.selection, choice.scheme.installation_word)
