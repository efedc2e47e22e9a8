"""The commands that ask a finished run: estate, charts and trace."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import print_json, say, watching
from eligo.errors import UsageError

ESTATE_EXAMPLES = "Examples: eligo estate OUT · eligo estate OUT operators · eligo estate OUT pairs --untested"
TRACE_EXAMPLES = 'Examples: eligo trace OUT "42 %" · eligo trace OUT C-5H7FZFG0YEWA --rows --json'
CHARTS_EXAMPLE = "Example: eligo charts OUT --out charts"


class Question(StrEnum):
    """What can be asked of an estate."""

    TOP = "top"
    OPERATORS = "operators"
    VARIANTS = "variants"
    PAIRS = "pairs"
    TRIPLES = "triples"
    CURVE = "curve"
    SCOPE = "scope"


def estate(
    out: Annotated[
        Path,
        typer.Argument(
            help="The folder that 'eligo run' or 'eligo select --out' wrote, or a table.", show_default=False
        ),
    ],
    question: Annotated[
        Question,
        typer.Argument(
            help="The largest combinations; by operator; by hardware variant; pairs or triples of hardware variants "
            "that occur together; coverage by size; by scope rule."
        ),
    ] = Question.TOP,
    number: Annotated[
        int,
        typer.Option(
            "--top",
            min=1,
            max=100_000,
            help="How many combinations, pairs or triples, or the largest size of the curve.",
        ),
    ] = 20,
    untested: Annotated[
        bool, typer.Option("--untested", help="Only the variants, pairs or triples that nothing selected has.")
    ] = False,
    certificates: Annotated[
        Path | None,
        typer.Option(help="Of the curve: a folder for the proof of every size, for eligo-check.", show_default=False),
    ] = None,
    scheme: Annotated[str | None, typer.Option(help="The scheme of a table.", show_default="the folder's own")] = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Ask what is installed: top combinations, by operator, by variant, pairs and triples, by size, by scope rule."""
    from eligo.cli import estate as answers
    from eligo.workflows import open_results

    _refuse(question, untested, certificates)
    results = open_results(out, scheme)
    answers.answer(results, question.value, number, as_json, untested=untested, certificates=certificates)


def _refuse(question: Question, untested: bool, certificates: Path | None) -> None:
    """Refuse what cannot be asked of that question."""
    if untested and question not in (Question.VARIANTS, Question.PAIRS, Question.TRIPLES):
        raise UsageError(
            f"--untested says nothing about {question.value}", hint="Ask it of variants, pairs or triples."
        )
    if certificates is not None and question is not Question.CURVE:
        raise UsageError(f"There are no certificates of {question.value}", hint="Ask for them with curve.")


def charts(
    run: Annotated[
        Path, typer.Argument(help="The folder that 'eligo run' or 'eligo select --out' wrote.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="A folder for the charts, as SVG and as PNG.", show_default=False)],
    as_json: arguments.AsJson = False,
) -> None:
    """Draw the selection of a run: by size, what it covers, what each brings, how firm it is. Confidential."""
    from eligo.workflows import charts as charts_workflow

    with watching() as watcher:
        names = charts_workflow(run, out, watcher)
    if as_json:
        print_json({"out": str(out), "files": list(names)})
        return
    say(f"Written to {out}: {', '.join(names)}.")
    say("They hold exact figures and are not for publication.")


def trace(
    out: Annotated[Path, typer.Argument(help="The folder that 'eligo run' wrote.", show_default=False)],
    figure: Annotated[
        str,
        typer.Argument(
            help="A percentage, a combination, a label, or a pointer such as share_of_deployed.",
            show_default=False,
        ),
    ],
    rows: Annotated[bool, typer.Option("--rows", help="Show every row, however many.")] = False,
    as_json: arguments.AsJson = False,
) -> None:
    """Say where a published figure comes from, down to file, sheet and row."""
    from eligo.cli import tracing
    from eligo.workflows import trace as trace_workflow

    with watching() as watcher:
        traces = trace_workflow(out, figure, watcher)
    tracing.show(traces, all_rows=rows, as_json=as_json)
