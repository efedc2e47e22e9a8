"""``eligo diff``: two runs beside each other, and whether what was selected in the first still stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show, watching
from eligo.cli.deselecting import said_of_owed, said_of_rules

if TYPE_CHECKING:
    from eligo.selection import Figures, Move
    from eligo.workflows import Diff, Judged, OpenRun

DIFF_EXAMPLE = "Examples: eligo diff BEFORE AFTER --out CHANGE · in a workspace, by the numbers of runs: eligo diff 3 7"


def diff(
    earlier: Annotated[
        str,
        typer.Argument(
            help="The folder of a run, or of a choice from a table; in a workspace also the number of a run.",
            show_default=False,
        ),
    ],
    later: Annotated[str, typer.Argument(help="The run or choice to compare it with.", show_default=False)],
    number: Annotated[int, typer.Option("--top", min=0, max=100_000, help="How many moves are shown.")] = 20,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for the comparison, the later run's certificate, table and scheme."),
    ] = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what has moved between two runs, and whether the first one's selection still stands on the later figures."""
    from eligo.workflows import diff_record, diff_runs

    found = diff_runs(*_opened(earlier, later, workspace), out)
    if as_json:
        print_json(diff_record(found))
        return
    _print(found, number)
    if out is not None:
        say(f"Anybody can check it: eligo-check {out}/certificate.json {out}/combinations.csv {out}/scheme.toml")


def _opened(earlier: str, later: str, folder: Path | None) -> tuple[OpenRun, OpenRun]:
    """Both runs: a folder where there is one of that name, else the run of that number."""
    from eligo.wiring import find_workspace, opened_workspace
    from eligo.workflows import open_run
    from eligo.workflows import workspace as use

    numbered = [text.isascii() and text.isdigit() and not Path(text).is_dir() for text in (earlier, later)]
    if not any(numbered) or find_workspace(folder) is None:
        return open_run(Path(earlier)), open_run(Path(later))
    with watching() as watcher, opened_workspace(folder, None, watcher) as opened:
        first, second = (
            use.open_kept_run(opened, int(text)) if is_number else open_run(Path(text))
            for text, is_number in zip((earlier, later), numbered, strict=True)
        )
    return first, second


def _print(found: Diff, number: int) -> None:
    heading(f"{found.later} beside {found.earlier}")
    if found.rules:
        say("These are otherwise, so that the figures below are of different rules:")
        show(("what", found.earlier, found.later), [(one.what, one.before, one.after) for one in found.rules])
    units = f"{found.scheme.installation_word}s"
    heading(f"What has moved, in {units}")
    _sums(found)
    if found.moves and number:
        heading("Moves, the greatest first")
        _moves(found, number)
    for line in _coverage(found):
        say(line)
    _judgements(found, units)
    for line in said_of_rules(found.opened, units):
        say(line)


def _sums(found: Diff) -> None:
    """From the totals of the first run, by what the moves of each kind come to, to those of the second."""
    from eligo.estate import Trend
    from eligo.selection import Figures

    columns = ("", "combinations", "deployed", "in scope", "population")
    rows: list[tuple[str, ...]] = [(found.earlier, "", *_texts(found.before))]
    counts = Counter(one.trend for one in found.moves)
    for trend in Trend:
        if counts[trend]:
            name = "deployed as before" if trend is Trend.UNCHANGED else trend.value
            figures = sum((one.figures for one in found.moves if one.trend is trend), Figures())
            rows.append((name, f"{counts[trend]:,}", *_texts(figures, "+")))
    rows.append((found.later, "", *_texts(found.after)))
    show(columns, rows, numbers=columns[1:])


def _texts(figures: Figures, sign: str = "") -> tuple[str, ...]:
    return tuple(format(one, f"{sign},") for one in (figures.deployed, figures.in_scope, figures.population))


def _moves(found: Diff, number: int) -> None:
    rows = [
        (
            one.combination.combination_id,
            one.combination.operator,
            one.before.deployed if one.before else None,
            one.after.deployed if one.after else None,
            "; ".join(_what(one)),
        )
        for one in found.moves[:number]
    ]
    operator = found.scheme.find_attribute("operator")
    columns = ("combination", operator.label if operator else "operator", "before", "now", "")
    show(columns, rows, numbers=("before", "now"))
    if len(found.moves) > number:
        more = len(found.moves) - number
        say(f"{more:,} further move{'' if more == 1 else 's'}; --top and --json show all.")


def _what(move: Move) -> Iterator[str]:
    """What is otherwise of one combination, a fragment each."""
    from eligo.estate import Trend

    firmware = ", ".join(f"{one.device_type} from {one.before} to {one.after}" for one in move.firmware)
    if move.trend is not Trend.UNCHANGED:
        yield f"{move.trend.value}{': ' if firmware else ''}{firmware}"
    before, after = move.before, move.after
    if before is None or after is None:
        return
    if before.deployed == after.deployed and before.population != after.population:
        yield f"population from {before.population:,} to {after.population:,}"
    if move.scope_changed:
        was, now = (f"{_scope(one.in_scope)} by {one.rule}" for one in (before, after))
        yield f"was {was}, is {now}: {after.reason}"
    if move.route_changed:
        yield f"route from {before.route or 'none'} to {after.route or 'none'}"
    elif before.selected != after.selected:
        yield "selected now" if after.selected else "no longer selected"


def _scope(inside: bool) -> str:
    return "in scope" if inside else "out of scope"


def _coverage(found: Diff) -> Iterator[str]:
    for variant in found.coverage.new:
        lacking = ", and nothing that was selected carries it" if variant in found.coverage.uncovered else ""
        yield f"{variant} has to be covered now{lacking}."
    for variant in found.coverage.gone:
        yield f"{variant} no longer has to be covered."


def _judgements(found: Diff, units: str) -> None:
    """The verdicts, under the rule of the later run and, where it asks for something else, the earlier."""
    if not found.judged:
        say(f"{found.earlier} has selected nothing that could still stand.")
    for one in found.judged:
        under = f", under the rule of {one.rule_of}" if len(found.judged) > 1 else ""
        heading(f"The selection of {found.earlier} on the figures of {found.later}{under}: {_verdict(one)}")
        say(f"{', '.join(found.selected)} have {one.audit.population:,} {units} of population now.")
        for line in _judged(one, units):
            say(line)


def _verdict(one: Judged) -> str:
    from eligo.selection import Verdict

    return {
        Verdict.OPTIMAL: "it stands, and is the best",
        Verdict.TIED: "it stands, and no set has more; the rule for ties takes another",
        Verdict.DOMINATED: "it is still allowed, and no longer the best",
        Verdict.NOT_ALLOWED: "it no longer stands",
        Verdict.UNPROVED: "it is still allowed; nothing better was found, and nothing was proved",
    }[one.audit.verdict]


def _judged(one: Judged, units: str) -> Iterator[str]:
    """What the verdict rests on, and what would change."""
    from eligo.selection import Conflict, Verdict

    audit = one.audit
    yield from (f"{each.combination_id} {each.how}." for each in one.missing)
    yield from (f"It breaks the rule: {breach}." for breach in audit.breaches)
    if isinstance(audit.best, Conflict):
        yield "No set meets this rule; these cannot hold together:"
        yield from (f"  {each.text}" for each in audit.best.requirements)
        yield "Consultation is owed again: the selection cannot stand."
        return
    proved = "proved" if audit.best.status == "optimal" else f"not proved, at most {audit.best.bound:,}"
    if audit.verdict in (Verdict.DOMINATED, Verdict.NOT_ALLOWED):
        apart = abs(audit.shortfall or 0)
        more = f"{apart:,} {'more' if (audit.shortfall or 0) >= 0 else 'fewer'}"
        instead = f" instead of {', '.join(one.leaves)}" if one.leaves else " as well"
        enters = f": {', '.join(audit.enters)}{instead}" if audit.enters else f", without {', '.join(one.leaves)}"
        yield f"The best set has {audit.best.population:,} {units}, {more} ({proved}){enters}."
    elif audit.near is not None and audit.near.sets:
        yield f"As many have: {'; '.join(', '.join(each.selected) for each in audit.near.sets)}."
    if one.owed is not None:
        taken = "If that is taken instead: " if audit.verdict is Verdict.DOMINATED else ""
        said = said_of_owed(one.owed)
        yield f"{taken}{said[:1].lower() + said[1:] if taken else said}"
    else:
        yield "No consultation is owed: nothing has to change."
