"""``eligo evidence``: results taken in, what they show, what is owed, how each phase stands, and who is eligible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show
from eligo.cli.equivalence import NOTHING, Reopens, confirmed, refuse_bare, say_fall
from eligo.cli.grounds import asked_grounds, print_cells, tell
from eligo.errors import UsageError

if TYPE_CHECKING:
    from eligo.programme import EvidenceFile
    from eligo.workflows import Grounds

evidence = typer.Typer(
    help="Take in test results; see what they show, what is owed and who is eligible.", no_args_is_help=True
)

Files = Annotated[list[Path], typer.Argument(help="Files of results: JUnit XML, CTRF JSON or CSV.", show_default=False)]
Combinations = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[COMBINATION]...",
        help="Combinations, by id or label.",
        show_default="those that are selected, or have a result",
    ),
]
Everything = Annotated[bool, typer.Option("--all", help="Every combination in scope.")]

IMPORT_EXAMPLES = (
    "Examples: eligo evidence import results.xml --results OUT --firmware firmware.csv --out SHOWN · in a workspace: "
    "eligo evidence import results.xml --why 'third cycle'"
)
WITHDRAW_EXAMPLES = (
    "Examples: eligo evidence withdraw results.xml, then the same with --why 'of the wrong bench' --reopens 3"
)
SOURCES = "--results OUT --firmware firmware.csv --evidence results.xml"


@evidence.command("import", epilog=IMPORT_EXAMPLES)
def import_files(
    files: Files,
    results: arguments.RunResults = None,
    firmware: arguments.FirmwareRegister = None,
    before: arguments.EvidenceFiles = None,
    decisions: arguments.ProgrammeDecisions = None,
    scheme: arguments.SomeScheme = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A folder for evidence.csv, grid.csv and owed.csv.", show_default=False),
    ] = None,
    why: arguments.Why = "",
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Take results in, all of the files or none; whatever is wrong is told at its place.

    With --results they are read and shown, and nothing is remembered.
    """
    from eligo.workflows import write_evidence

    if results is None:
        grounds, taken = _imported(workspace, who, round_, files, why)
    elif why:
        raise UsageError("With --results nothing is remembered", hint="Leave --why out.")
    else:
        grounds = asked_grounds(results, scheme, firmware, [*(before or ()), *files], None, None, None, decisions)
        taken = grounds.evidence.files
    if out is not None:
        write_evidence(grounds, out)
    if as_json:
        columns = ("name", "form", "results", "sha256")
        print_json([dict(zip(columns, (f.name, f.form, len(f.results), f.sha256), strict=True)) for f in taken])
        return
    rows = [(file.name, file.form, len(file.results), file.sha256[:12]) for file in taken]
    show(("file", "form", "results", "SHA-256"), rows, numbers=("results",))
    say("They are evidence." if results is None else "Nothing is remembered.")


def _named_once(rows: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What each row is of, blank where the row before has just said it: a combination, and within it a phase."""
    for before, own in pairwise([("", ""), *rows]):
        yield "" if own[0] == before[0] else own[0], "" if own == before else own[1]


def _imported(
    folder: Path | None, who: str | None, round_: str | None, files: Sequence[Path], why: str
) -> tuple[Grounds, Sequence[EvidenceFile]]:
    """Make files evidence in a workspace."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(folder, who) as opened:
        imported = use.import_evidence(opened, round_, files, why)
        tell(imported.findings)
        return use.kept_grounds(opened, round_), imported.files


@evidence.command("withdraw", epilog=WITHDRAW_EXAMPLES)
def withdraw(
    named: Annotated[str, typer.Argument(help="The file, by its name or its SHA-256.", show_default=False)],
    why: arguments.Why = "",
    reopens: Reopens = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what loses its eligibility if a file of results is taken back; with --why, take it back.

    It stays on record, and counts no more. Decisions that rest on what is then not passed are open again. Without --why
    nothing is changed.
    """
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    refuse_bare(reopens, why)
    what = use.Withdrawal(evidence=named)
    with opened_workspace(workspace, who if why else None) as opened:
        if why:
            found = use.withdraw_equivalences(opened, round_, what, why, reopens)[0]
        else:
            found = use.fall_of(use.kept_equivalence_grounds(opened, round_), what)
    how = f"{NOTHING} To take it back: eligo evidence withdraw {named} {confirmed(found.cascade)}"
    say_fall(found, "" if why else how, as_json=as_json)


@evidence.command("show", epilog=f"Example: eligo evidence show C-5H7FZFG0YEWA {SOURCES}")
def show_results(
    combinations: Combinations = None,
    results: arguments.RunResults = None,
    firmware: arguments.FirmwareRegister = None,
    files: arguments.EvidenceFiles = None,
    decisions: arguments.ProgrammeDecisions = None,
    scheme: arguments.SomeScheme = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """List every result, also those that do not count, and why they do not."""
    from eligo.workflows import chosen, result_standing_record, results_of_combinations

    grounds = asked_grounds(results, scheme, firmware, files, None, round_, workspace, decisions)
    found = results_of_combinations(grounds, chosen(grounds, combinations or (), everything=True))
    if as_json:
        print_json([result_standing_record(one, became) for one, became in found])
        return
    rows = [
        (
            grounds.label(one.combination_id),
            one.phase,
            one.state,
            one.test,
            one.firmware,
            str(one.at)[:16],
            one.outcome.value,
            became.value,
        )
        for one, became in found
    ]
    show(("combination", "phase", "state", "test", "firmware", "at", "outcome", ""), rows)


@evidence.command("grid", epilog=f"Example: eligo evidence grid {SOURCES}")
def show_grid(
    combinations: Combinations = None,
    everything: Everything = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Publish it: the document to write (.html or .pdf).", show_default=False),
    ] = None,
    on: arguments.OnDay = None,
    results: arguments.RunResults = None,
    firmware: arguments.FirmwareRegister = None,
    files: arguments.EvidenceFiles = None,
    decisions: arguments.ProgrammeDecisions = None,
    scheme: arguments.SomeScheme = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Show depth and breadth: how much of each combination, phase and state has been tested and passed."""
    from dataclasses import asdict

    from eligo.workflows import chosen, grid_of, write_grid

    grounds = asked_grounds(results, scheme, firmware, files, None, round_, workspace, decisions)
    rows = grid_of(grounds, chosen(grounds, combinations or (), everything))
    if out is not None:
        write_grid(grounds, arguments.day("--on", on), out)
    if as_json:
        print_json([{**asdict(row), "label": grounds.label(row.combination_id)} for row in rows])
        return
    named = _named_once([(grounds.label(one.combination_id), one.phase) for one in rows])
    shown = [
        (
            *(name, phase, one.state),
            *(one.asked, one.passed, one.failed, one.not_shown, one.superseded),
        )
        for (name, phase), one in zip(named, rows, strict=True)
    ]
    numbers = ("asked", "passed", "failed", "not shown", "superseded")
    show(("combination", "phase", "state", *numbers), shown, numbers=numbers)
    if out is not None:
        say(f"What may be published of it is in {out}.")


@evidence.command("owed", epilog=f"Example: eligo evidence owed C-5H7FZFG0YEWA {SOURCES}")
def show_owed(
    combinations: Combinations = None,
    everything: Everything = False,
    results: arguments.RunResults = None,
    firmware: arguments.FirmwareRegister = None,
    files: arguments.EvidenceFiles = None,
    decisions: arguments.ProgrammeDecisions = None,
    scheme: arguments.SomeScheme = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """List the tests that have still to pass: never run, failed, or run on firmware that no longer counts."""
    from eligo.workflows import chosen, owed_of, owed_record

    grounds = asked_grounds(results, scheme, firmware, files, None, round_, workspace, decisions)
    cells = owed_of(grounds, chosen(grounds, combinations or (), everything))
    if as_json:
        print_json(owed_record(cells))
        return
    print_cells(grounds, [cell.key for cell in cells])
    say(f"{len(cells):,} test{' is' if len(cells) == 1 else 's are'} owed.")


@evidence.command("report", epilog=f"Example: eligo evidence report sit {SOURCES}")
def report(
    phase: Annotated[str, typer.Argument(help="A phase of the scheme, such as sit.", show_default=False)],
    everything: Everything = False,
    results: arguments.RunResults = None,
    firmware: arguments.FirmwareRegister = None,
    files: arguments.EvidenceFiles = None,
    decisions: arguments.ProgrammeDecisions = None,
    scheme: arguments.SomeScheme = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say how a phase stands: entry and exit criteria, combination by combination."""
    from eligo.workflows import chosen, report_of, report_record

    grounds = asked_grounds(results, scheme, firmware, files, None, round_, workspace, decisions)
    made = report_of(grounds, phase, chosen(grounds, (), everything))
    if as_json:
        print_json(report_record(grounds, made))
        return
    heading(f"{made.phase.label}: {made.passed} of {len(made.standings)} have passed")
    rows = [
        (
            one.label,
            ", ".join(standing.firmware),
            len(standing.cells),
            sum(cell.is_passed for cell in standing.cells),
            len(standing.tolerated),
            len(standing.owed),
            "passed" if standing.is_passed else "\n".join((*standing.not_entered, *standing.not_left)),
        )
        for one, standing in made.standings
    ]
    numbers = ("tests", "passed", "tolerated", "owed")
    show(("combination", "firmware that counts", *numbers, "what is missing"), rows, numbers=numbers)


@evidence.command("eligible", epilog=f"Example: eligo evidence eligible C-5H7FZFG0YEWA {SOURCES}")
def show_eligible(
    combinations: Combinations = None,
    everything: Everything = False,
    equivalences: arguments.Equivalences = None,
    results: arguments.RunResults = None,
    firmware: arguments.FirmwareRegister = None,
    files: arguments.EvidenceFiles = None,
    decisions: arguments.ProgrammeDecisions = None,
    scheme: arguments.SomeScheme = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say which are eligible, by passed evidence or by a recorded equivalence decision, and why others are not."""
    from eligo.workflows import chosen, eligibility_of, eligible_record

    grounds = asked_grounds(results, scheme, firmware, files, equivalences, round_, workspace, decisions)
    found = eligibility_of(grounds, chosen(grounds, combinations or (), everything, claimed=True))
    if as_json:
        print_json(eligible_record(found))
        return
    rows = [(one.label, one.route.value, found_.by or "no", "\n".join(found_.reasons)) for one, found_ in found]
    show(("combination", "route", "eligible by", "why"), rows)
