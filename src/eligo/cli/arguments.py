"""The arguments that several commands share, so that they read and behave alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from eligo.cli.console import say
from eligo.errors import UsageError

Returns = Annotated[list[Path], typer.Argument(help="Returns: files, or folders of them.", show_default=False)]
Catalogue = Annotated[Path, typer.Option(help="The catalogue of device models (CSV).", show_default=False)]
Scheme = Annotated[str, typer.Option(help="A shipped scheme, or the path of a scheme file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Size = Annotated[
    int | None, typer.Option(min=1, max=100_000, help="How many combinations to select.", show_default="the scheme's")
]
Strength = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=3,
        help="Cover every set of up to so many hardware variants that occur together: 2 for pairs, 3 for triples too.",
        show_default="the scheme's",
    ),
]
Pins = Annotated[
    list[str],
    typer.Option("--pin", help="A combination id that must be selected; may be repeated.", show_default=False),
]
Bans = Annotated[
    list[str],
    typer.Option("--ban", help="A combination id that must not be selected; may be repeated.", show_default=False),
]
Minimum = Annotated[
    list[str],
    typer.Option("--min", help="OPERATOR=N: select at least N of this operator.", show_default=False),
]
Maximum = Annotated[
    list[str],
    typer.Option("--max", help="OPERATOR=N: select at most N of this operator.", show_default=False),
]

SomeReturns = Annotated[
    list[Path] | None,
    typer.Argument(help="Returns: files, or folders of them. In a workspace, those received.", show_default=False),
]
SomeCatalogue = Annotated[
    Path | None, typer.Option(help="The catalogue of device models (CSV).", show_default="the workspace's")
]
SomeOut = Annotated[
    Path | None,
    typer.Option(
        help="The folder for the results; an earlier run there is replaced.",
        show_default="the workspace's results/ROUND",
    ),
]
SomeScheme = Annotated[
    str | None,
    typer.Option(help="A shipped scheme, or the path of a scheme file.", show_default="the workspace's"),
]
Aliases = Annotated[
    Path | None,
    typer.Option(
        help="Other names of makers, models, hardware and organisations, as decided (CSV).", show_default=False
    ),
]
Corrections = Annotated[
    Path | None, typer.Option(help="Cells of returns that an analyst has corrected (CSV).", show_default=False)
]
Equivalences = Annotated[
    Path | None,
    typer.Option(help="Whose test stands for whose, as decided (CSV: claimed, tested).", show_default=False),
]
NoWorkspace = Annotated[bool, typer.Option("--no-workspace", help="Remember nothing, even in a workspace.")]
Notice = Annotated[str, typer.Option(help="A notice to print at the top of the paper.")]
Workspace = Annotated[
    Path | None,
    typer.Option("--workspace", help="The workspace's folder.", show_default="this folder, or one above it"),
]
Who = Annotated[
    str | None, typer.Option("--as", help="Under whose name.", show_default="ELIGO_WHO, or the name of the login")
]
Why = Annotated[str, typer.Option("--why", help="The reason, which is kept.", show_default=False)]
Round = Annotated[
    str | None, typer.Option("--round", help="The reference of the round.", show_default="the one that is open")
]

RunResults = Annotated[
    Path | None,
    typer.Option(
        "--results",
        help="The folder that 'eligo run' wrote, or a combinations.csv.",
        show_default="the workspace's latest run",
    ),
]
ProgrammeDecisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions", help="What was decided about single combinations (CSV).", show_default="the workspace's"
    ),
]
FirmwareRegister = Annotated[
    Path | None,
    typer.Option("--firmware", help="The firmware register that stands (CSV).", show_default="the workspace's"),
]
EvidenceFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--evidence",
        help="Results that are evidence (JUnit XML, CTRF JSON, CSV); may be repeated.",
        show_default="the workspace's",
    ),
]
OnDay = Annotated[str | None, typer.Option("--on", help="The day it is of (2026-11-24).", show_default="today")]

DEFAULT_SCHEME = "smets1-foc"


def today() -> date:
    """The day that the clock says it is."""
    from eligo.wiring import build_services

    return build_services().clock.now().date()


def day(option: str, text: str | None) -> date:
    """The day that an option names; today where it names none. Raises ``UsageError`` for what is no day."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} is no day: '{text}'", hint="Write it as 2026-11-24.") from None


def say_ahead(on: date, what: str) -> None:
    """Say of a day that is still to come how far it is, and what follows; nothing of today or a day before."""
    ahead = (on - today()).days
    if ahead > 0:
        days = "1 day" if ahead == 1 else f"{ahead:,} days"
        say(f"{on} is {days} from now: {what}")


def limits(option: str, texts: list[str]) -> tuple[tuple[str, int], ...]:
    """``OPERATOR=N`` texts as pairs. Raises ``UsageError`` naming every one that is not of that form."""
    pairs, mistakes = [], []
    for text in texts:
        name, separator, number = text.rpartition("=")
        if separator and name and number.isascii() and number.isdigit():
            pairs.append((name, int(number)))
        else:
            mistakes.append(f"{option} {text}")
    repeated = sorted({name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1})
    mistakes += [f"{option} is given twice for {name}" for name in repeated]
    if mistakes:
        raise UsageError(f"{option} takes OPERATOR=N", hint=f"For example {option} NAME=2.", details=mistakes)
    return tuple(sorted(pairs))
