"""``eligo equivalence``: whose test stands for whose, argued; what might be decided, and what falls with a base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show
from eligo.cli.grounds import print_cascade, tell
from eligo.errors import NotFound, UsageError

if TYPE_CHECKING:
    from eligo.programme import Cascade, EquivalenceDecision, Proposal
    from eligo.workflows import EquivalenceGrounds, Fall
    from eligo.workflows import workspace as use

equivalence = typer.Typer(
    help="Decide that one test stands for several combinations, with reasons; see what might be, and what rests on it.",
    no_args_is_help=True,
)

CANDIDATE_EXAMPLES = (
    "Examples: eligo equivalence candidates --results OUT · in a workspace: eligo equivalence candidates"
)
SHOW_EXAMPLES = (
    "Examples: eligo equivalence show --results OUT --equivalences equivalences.csv · eligo equivalence show"
)
DECIDE_EXAMPLES = (
    "Examples: eligo equivalence decide equivalences.csv, then the same with --why 'panel of 11 June' · a workbook "
    "that 'eligo equivalence matrix' wrote may stand in the place of the table"
)
WITHDRAW_EXAMPLES = (
    "Examples: eligo equivalence withdraw --tested C-F07ZDNBX7JXV, then the same with --why 'test void' --reopens 3 · "
    "eligo equivalence withdraw --file results.xml"
)
MATRIX_EXAMPLES = (
    "Examples: eligo equivalence matrix matrix.xlsx · back into a table: eligo equivalence matrix equivalences.csv "
    "--results OUT --equivalences matrix.xlsx"
)
SHOWN = 20

Table = Annotated[
    Path | None,
    typer.Option("--equivalences", help="The decisions (CSV, or a matrix in XLSX).", show_default="the workspace's"),
]
NOTHING = "Nothing has been changed."

Reopens = Annotated[
    int | None,
    typer.Option(min=0, help="How many combinations are to rest on less than before; confirms it.", show_default=False),
]


@equivalence.command("candidates", epilog=CANDIDATE_EXAMPLES)
def candidates(
    results: arguments.RunResults = None,
    equivalences: Table = None,
    firmware: arguments.FirmwareRegister = None,
    evidence: arguments.EvidenceFiles = None,
    scheme: arguments.SomeScheme = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to list, or to write.")] = SHOWN,
    out: Annotated[
        Path | None,
        typer.Option(help="A table to write them to; what a person has to say is blank.", show_default=False),
    ] = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """List pairs that the scheme's rules propose, the most installations first. Nothing is decided by it."""
    from eligo.workflows import proposal_record, write_drafts

    ground = _grounds(results, equivalences, firmware, evidence, scheme, round_, workspace)
    found = ground.proposals()
    if out is not None:
        write_drafts(found[:limit], out)
    if as_json:
        print_json([proposal_record(one) for one in found])
        return
    rows = [_proposed(one, ground) for one in found[:limit]]
    show(("claimed", "unlocks", "tested", "", "rule", "differs in"), rows, numbers=("unlocks",))
    if len(found) > limit:
        say(f"And {len(found) - limit:,} more: --limit {len(found)}.")
    if claimed := {one.claimed: one.population for one in found}:
        word = ground.grounds.scheme.installation_word
        say(f"{len(claimed):,} combinations with {sum(claimed.values()):,} {word}s. A person decides.")


def _proposed(one: Proposal, ground: EquivalenceGrounds) -> tuple[object, ...]:
    differs = "; ".join(f"{thing.place}: {thing.tested} -> {thing.claimed}" for thing in one.differences)
    tested = ground.grounds.label(one.tested)
    label = f"{tested} ({one.tested})" if tested != one.tested else one.tested
    anyway = "" if one.is_tested else "not selected"
    return (one.claimed, one.population, label, anyway, one.rules[0], differs)


@equivalence.command("show", epilog=SHOW_EXAMPLES)
def show_decisions(
    combination: Annotated[
        str | None, typer.Argument(help="Only what it is claimed or tested in, argued in full.", show_default=False)
    ] = None,
    results: arguments.RunResults = None,
    equivalences: Table = None,
    firmware: arguments.FirmwareRegister = None,
    evidence: arguments.EvidenceFiles = None,
    scheme: arguments.SomeScheme = None,
    on: arguments.OnDay = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say which decisions there are, what each comes to on a day, and what the claimed combination rests on."""
    from eligo.workflows import decision_record, rests_on

    ground = _grounds(results, equivalences, firmware, evidence, scheme, round_, workspace)
    ground = replace(ground, day=arguments.day("--on", on))
    found = [one for one in ground.equivalences.decisions if combination in (None, *one.pair)]
    if combination is not None and combination not in ground.known:
        raise NotFound(
            f"There is no combination {combination}", hint="combinations.csv and 'eligo estate' have the ids."
        )
    if as_json:
        print_json([decision_record(ground, one) for one in found])
        return
    rows = [
        (
            *(one.claimed, ground.populations.get(one.claimed, 0), one.tested, one.state_on(ground.day).value),
            *(rests_on(ground, one.claimed), one.decided_on or "", one.decided_by, one.expires_on or ""),
        )
        for one in found
    ]
    header = ("claimed", "population", "tested", "state", "claimed rests on", "decided on", "by", "expires on")
    show(header, rows, numbers=("population",))
    for one in found if combination is not None else ():
        _print_argument(one, ground)


def _print_argument(one: EquivalenceDecision, ground: EquivalenceGrounds) -> None:
    from eligo.programme import argued, compared

    heading(f"The test of {one.tested} stands for {one.claimed}")
    for name, text in (
        ("Because", one.reason),
        ("Evidence", "; ".join(one.evidence)),
        ("Condition", f"{one.condition} ({'met' if one.met else 'not met'})" if one.condition else ""),
        ("Withdrawn", f"{one.withdrawn_on}, the {one.withdrawn.value}" if one.withdrawn else ""),
    ):
        if text:
            say(f"{name}: {text}")
    rows = [
        (thing.place, thing.tested, thing.claimed, "same" if thing.is_same else argued(thing, one.arguments) or "-")
        for thing in compared(ground.known[one.tested], ground.known[one.claimed])
    ]
    show(("", "tested", "claimed", "why it does not matter"), rows)


@equivalence.command("decide", epilog=DECIDE_EXAMPLES)
def decide(
    table: Annotated[Path, typer.Argument(help="All that is to stand (CSV, or XLSX).", show_default=False)],
    why: arguments.Why = "",
    reopens: Reopens = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what a table of decisions changes and what rests on less by it; with --why, let it stand.

    Without --why nothing is changed. Every decision has to be argued, and is held to the latest run.
    """
    from eligo.wiring import opened_workspace
    from eligo.workflows import cascade_record
    from eligo.workflows import workspace as use

    refuse_bare(reopens, why)
    with opened_workspace(workspace, who) as opened:
        if why:
            change, _ = use.decide_equivalences(opened, round_, table, why, reopens)
        else:
            change = use.preview_equivalences(opened, round_, table)
    tell(change.findings)
    if as_json:
        print_json({**_change_record(change), **cascade_record(change.cascade), "decided": bool(why)})
        return
    _print_change(change)
    if why:
        say("The decisions stand.")
    elif not change.is_none:
        say(f"Nothing has been changed. To decide it: eligo equivalence decide {table} {confirmed(change.cascade)}")


def _change_record(change: use.EquivalencesChange) -> dict[str, object]:
    from eligo.programme import equivalence_cells

    def stated(one: EquivalenceDecision) -> dict[str, str]:
        return {name: text for name, text in equivalence_cells(one).items() if text}

    return {
        "added": [stated(one) for one in change.added],
        "changed": [{"before": stated(old), "after": stated(new)} for old, new in change.changed],
        "removed": [stated(one) for one in change.removed],
    }


def _print_change(change: use.EquivalencesChange) -> None:
    if change.is_none:
        say("The table says what stands already.")
        return
    heading("Decisions on equivalence")
    rows = [("new", *_line(one)) for one in change.added]
    rows += [("changed", *_line(one)) for _, one in change.changed]
    rows += [("taken back", *_line(one)) for one in change.removed]
    show(("", "claimed", "tested", "decided on", "by", "because", "withdrawn on"), rows)
    print_cascade(change.cascade)


def _line(one: EquivalenceDecision) -> tuple[object, ...]:
    return (*one.pair, one.decided_on or "", one.decided_by, one.reason, one.withdrawn_on or "")


@equivalence.command("withdraw", epilog=WITHDRAW_EXAMPLES)
def withdraw(
    tested: Annotated[
        str | None, typer.Option(help="The combination whose test no longer stands for others.", show_default=False)
    ] = None,
    claimed: Annotated[
        str | None, typer.Option(help="Only the decision for this one.", show_default="all on that test")
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", help="Evidence to withdraw: its name or SHA-256.", show_default=False)
    ] = None,
    results: arguments.RunResults = None,
    equivalences: Table = None,
    firmware: arguments.FirmwareRegister = None,
    evidence: arguments.EvidenceFiles = None,
    scheme: arguments.SomeScheme = None,
    why: arguments.Why = "",
    reopens: Reopens = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    who: arguments.Who = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what loses its eligibility, or the test of another, if a base is withdrawn; in a workspace with --why, do it.

    Without --why nothing is changed.
    """
    from eligo.workflows import workspace as use

    refuse_bare(reopens, why, results)
    if (tested is None) is (file is None) or (claimed is not None and tested is None):
        raise UsageError("Either a tested combination is withdrawn, or a file", hint="Name --tested or --file.")
    what = use.Withdrawal(tested or "", claimed, file or "")
    if why:
        found = _withdrawn(what, why, reopens, round_, workspace, who)
    else:
        found = use.fall_of(_grounds(results, equivalences, firmware, evidence, scheme, round_, workspace), what)
    say_fall(found, "" if why else _how_to(what, found) if results is None else NOTHING, as_json=as_json)


def say_fall(found: Fall, if_not: str, *, as_json: bool) -> None:
    """Say what follows from a withdrawal, and that it was made, or else what is to be said."""
    from eligo.workflows import fall_record

    if as_json:
        print_json({**fall_record(found), "withdrawn_now": not if_not})
        return
    heading("Withdrawn, and to be decided again")
    show(("claimed", "tested"), found.pairs)
    if found.no_longer_passed:
        heading("No longer passed")
        say(", ".join(found.no_longer_passed))
    print_cascade(found.cascade)
    say(if_not or "It has been withdrawn.")


def _withdrawn(
    what: use.Withdrawal, why: str, reopens: int | None, round_: str | None, workspace: Path | None, who: str | None
) -> Fall:
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with opened_workspace(workspace, who) as opened:
        return use.withdraw_equivalences(opened, round_, what, why, reopens)[0]


def _how_to(what: use.Withdrawal, found: Fall) -> str:
    claimed = f" --claimed {what.claimed}" if what.claimed else ""
    named = f"--file {what.evidence}" if what.evidence else f"--tested {what.tested}{claimed}"
    return f"{NOTHING} To withdraw it: eligo equivalence withdraw {named} {confirmed(found.cascade)}"


def confirmed(found: Cascade) -> str:
    """What has to be added so that it is done."""
    return "--why '...'" + (f" --reopens {len(found.reopened)}" if found.reopened else "")


def refuse_bare(reopens: int | None, why: str, results: Path | None = None) -> None:
    """Refuse a confirmation of what is not done."""
    if results is not None and why:
        raise UsageError("With --results nothing is remembered", hint="Leave --why and --reopens out.")
    if reopens is not None and not why:
        raise UsageError("--reopens confirms that something is done", hint="Say why with --why, or leave it out.")


@equivalence.command("matrix", epilog=MATRIX_EXAMPLES)
def matrix(
    out: Annotated[Path, typer.Argument(help="The file to write: .xlsx, or .csv for the table.", show_default=False)],
    results: arguments.RunResults = None,
    equivalences: Table = None,
    scheme: arguments.SomeScheme = None,
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
) -> None:
    """Write the decisions as a workbook (a matrix, the decisions, what they compare), or as the table that is read."""
    from eligo.workflows import write_equivalences, write_matrix

    if out.suffix.casefold() not in (".xlsx", ".csv"):
        raise UsageError(f"{out.name} is neither a workbook nor a table", hint="End its name in .xlsx or .csv.")
    ground = _grounds(results, equivalences, None, None, scheme, round_, workspace)
    if out.suffix.casefold() == ".xlsx":
        write_matrix(ground, out)
    else:
        write_equivalences(ground.equivalences, out)
    say(f"{len(ground.equivalences.decisions):,} decisions are in {out}.")


def _grounds(
    results: Path | None,
    equivalences: Path | None,
    firmware: Path | None,
    evidence: Sequence[Path] | None,
    scheme: str | None,
    round_: str | None,
    workspace: Path | None,
) -> EquivalenceGrounds:
    """What the files named say; without results, what stands in the workspace. Warnings are told."""
    from eligo.wiring import find_workspace, opened_workspace
    from eligo.workflows import Sources, equivalence_grounds_of
    from eligo.workflows import workspace as use

    if results is not None:
        sources = Sources(results, scheme, firmware, tuple(evidence or ()), equivalences)
        made = equivalence_grounds_of(sources, arguments.today())
        tell(made.findings)
        return made
    if equivalences or firmware or evidence or scheme:
        raise UsageError("Without --results, what stands in the workspace counts", hint="Name --results, too.")
    if find_workspace(workspace) is None:
        raise UsageError(
            "Nothing says which combinations there are",
            hint="Name the folder of a run with --results, or be in a workspace.",
        )
    with opened_workspace(workspace) as opened:
        return use.kept_equivalence_grounds(opened, round_)
