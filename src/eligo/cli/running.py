"""The commands that do the work: run, check, verify, select."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import watching

if TYPE_CHECKING:
    from eligo.artefacts import Parameters

RUN_EXAMPLES = "Example: eligo run returns/ --catalogue device-models.csv --out OUT --size 5"
CHECK_EXAMPLES = "Example: eligo check returns/ --catalogue device-models.csv --out FINDINGS"
VERIFY_EXAMPLES = "Example: eligo verify OUT"
SELECT_EXAMPLES = "Example: eligo select OUT/combinations.csv --size 6 --ban C-5H7FZFG0YEWA --json"


def run(
    returns: arguments.Returns,
    catalogue: arguments.Catalogue,
    out: Annotated[
        Path,
        typer.Option(help="The folder for the results; an earlier run there is replaced.", show_default=False),
    ],
    scheme: arguments.Scheme = arguments.DEFAULT_SCHEME,
    size: arguments.Size = None,
    pins: arguments.Pins = [],  # noqa: B006 - Typer copies it
    bans: arguments.Bans = [],  # noqa: B006
    minimum: arguments.Minimum = [],  # noqa: B006
    maximum: arguments.Maximum = [],  # noqa: B006
    notice: Annotated[str, typer.Option(help="A notice to print at the top of the paper.")] = "",
    as_json: arguments.AsJson = False,
) -> None:
    """Go from returns to a proved selection, the draft list and the consultation paper."""
    from eligo.cli import summary
    from eligo.wiring import build_services
    from eligo.workflows import make_request
    from eligo.workflows import run as run_workflow

    parameters = _parameters(size, pins, bans, minimum, maximum, notice)
    with watching() as watcher:
        services = build_services(watcher)
        request = make_request(returns, catalogue, scheme, parameters)
        outcome = run_workflow(request, out, services.clock, services.progress)
    if as_json:
        summary.print_run_json(outcome, out)
    else:
        summary.print_run(outcome, out)
    if outcome.refusal is not None:
        raise outcome.refusal


def _parameters(
    size: int | None,
    pins: list[str],
    bans: list[str],
    minimum: list[str],
    maximum: list[str],
    notice: str = "",
) -> Parameters:
    from eligo.artefacts import Parameters

    return Parameters(
        size=size,
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
    as_json: arguments.AsJson = False,
) -> None:
    """Read returns and say everything that is wrong with them, each fault at its place."""
    from eligo.cli import summary
    from eligo.workflows import check as check_workflow

    with watching() as watcher:
        intake = check_workflow(returns, catalogue, scheme, out, watcher)
    if as_json:
        summary.print_findings_json(intake)
    else:
        summary.print_check(intake, out)


def verify(
    out: Annotated[Path, typer.Argument(help="The folder that 'eligo run' wrote.", show_default=False)],
    as_json: arguments.AsJson = False,
) -> None:
    """Derive a run again from its inputs, compare every byte, and check the selection without the solver."""
    from eligo.cli import summary
    from eligo.workflows import verify as verify_workflow

    with watching() as watcher:
        verified = verify_workflow(out, watcher)
    summary.print_verified(verified, as_json)


def select(
    combinations: Annotated[
        Path, typer.Argument(help="A table of combinations, as 'eligo run' writes it.", show_default=False)
    ],
    scheme: arguments.Scheme = arguments.DEFAULT_SCHEME,
    size: arguments.Size = None,
    pins: arguments.Pins = [],  # noqa: B006
    bans: arguments.Bans = [],  # noqa: B006
    minimum: arguments.Minimum = [],  # noqa: B006
    maximum: arguments.Maximum = [],  # noqa: B006
    as_json: arguments.AsJson = False,
) -> None:
    """Choose from a table of combinations; no returns are needed."""
    from eligo.cli import summary
    from eligo.workflows import choose

    chosen_scheme, answer = choose(combinations, scheme, _parameters(size, pins, bans, minimum, maximum))
    if as_json:
        summary.print_selection_json(answer, chosen_scheme)
    else:
        summary.print_choice(answer, chosen_scheme)
    if answer.status != "optimal":
        from eligo.workflows import unproved

        raise unproved(answer)
