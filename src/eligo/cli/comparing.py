"""``eligo rounds ask``, ``compare``, ``missing`` and ``packs``: what goes out, what came and lacks, what goes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, percent, print_json, say, show, watching
from eligo.cli.groups import rounds

if TYPE_CHECKING:
    from eligo.estate import Change, Comparison
    from eligo.workflows import workspace as use

__all__ = ["ask", "compare", "missing", "packs", "rounds"]

Earlier = Annotated[
    str | None,
    typer.Option("--with", help="The earlier round.", show_default="the one whose returns came before"),
]


@rounds.command("ask", epilog="Example: eligo rounds ask --round RFI-2019-10 --out templates/")
def ask(
    out: Annotated[Path, typer.Option(help="The folder for the templates.", show_default=False)],
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Write a template for each organisation asked, filled with what it reported in the round before."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened:
        made = use.write_templates(opened, round_, out)
    if as_json:
        print_json(
            [
                {
                    "organisation": one.organisation,
                    "role": one.role,
                    "file": str(one.file),
                    "rows": one.rows,
                    "source": one.source or None,
                }
                for one in made
            ]
        )
        return
    rows = [(one.organisation, one.role, one.rows, str(one.file)) for one in made]
    show(("organisation", "role", "rows filled in", "file"), rows, numbers=("rows filled in",))


@rounds.command("compare", epilog="Example: eligo rounds compare --round RFI-2019-10")
def compare(
    round_: arguments.Round = None,
    earlier: Earlier = None,
    jumps: Annotated[
        bool, typer.Option("--jumps", help="Only changes beyond what the scheme calls plausible.")
    ] = False,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Compare a round with an earlier one: what has grown, shrunk, come and gone, and what to ask about."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened:
        found = use.compare_rounds(opened, round_, earlier)
    changes = found.jumps if jumps else found.changes
    if as_json:
        print_json(_stated(found, changes))
        return
    heading(f"{found.later} beside {found.earlier}, in installations that count")
    rows = [(one.supplier, one.before, one.after, one.after - one.before, _how(one.answered)) for one in found.totals]
    show(("supplier", "before", "now", "change", ""), rows, numbers=("before", "now", "change"))
    heading("Changes beyond what is plausible" if jumps else "Changes, the greatest first")
    if not changes:
        say("There are none.")
        return
    lines = [
        (
            one.combination.combination_id,
            one.supplier,
            one.operator,
            one.before,
            one.after,
            f"{_trend(one)}{', ask' if one.is_jump else ''}",
            _place(one),
        )
        for one in changes
    ]
    columns = ("combination", "supplier", "operator", "before", "now", "", "reported in")
    show(columns, lines, numbers=("before", "now"))


def _how(answered: bool) -> str:
    return "its own return" if answered else "no return of its own"


def _trend(one: Change) -> str:
    """``firmware changed`` says of which devices, from what to what."""
    parts = [f"{part.device_type} from {part.before or '(none)'} to {part.after or '(none)'}" for part in one.firmware]
    return f"{one.trend.value}{': ' if parts else ''}{', '.join(parts)}"


def _place(one: Change) -> str:
    file, sheet, row = one.place
    return f"{file}{', ' if sheet else ''}{sheet}, row {row}"


def _stated(found: Comparison, changes: tuple[Change, ...]) -> dict[str, object]:
    return {
        "earlier": found.earlier,
        "later": found.later,
        "suppliers": [
            {
                "supplier": one.supplier,
                "before": one.before,
                "after": one.after,
                "trend": one.trend.value,
                "answered": one.answered,
            }
            for one in found.totals
        ],
        "changes": [
            {
                "combination": one.combination.combination_id,
                "supplier": one.supplier,
                "operator": one.operator,
                "before": one.before,
                "after": one.after,
                "trend": one.trend.value,
                "firmware": [
                    {"device": part.device_type, "before": part.before, "after": part.after} for part in one.firmware
                ],
                "jump": one.is_jump,
                "file": one.place[0],
                "sheet": one.place[1],
                "row": one.place[2],
            }
            for one in changes
        ],
    }


@rounds.command("missing", epilog="Example: eligo rounds missing --round RFI-2019-10")
def missing(
    round_: arguments.Round = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say who has not answered a round, and what each missing return would change."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened:
        found = use.missing_returns(opened, round_)
    if as_json:
        print_json(_lacking(found))
        return
    if not found.returns:
        say("Everybody has answered.")
        return
    _show_missing(found)


def _show_missing(found: use.MissingReturns) -> None:
    heading(f"Without a return in {found.round}, in installations in scope")
    if not any(one.is_asked and not one.is_empty for one in found.returns):
        say("Everybody asked has answered; these were not asked, or have sent no row.")
    rows: list[tuple[str | int, ...]] = [
        (
            one.organisation,
            one.role,
            f"{'asked' if one.is_asked else 'not asked'}{', sent no row' if one.is_empty else ''}",
            "" if one.before is None else one.before,
            one.alone if found.before else "",
            one.stands_in,
        )
        for one in found.returns
    ]
    if len(rows) > 1 and found.before:
        rows.append(("all together", "", "", "", found.together, ""))
    columns = ("organisation", "role", "", "its own before", "nobody else's before", "others' now")
    show(columns, rows, numbers=columns[3:])
    for line in _told(found):
        say(line)
    if found.unreported:
        heading("Reported by nobody while all of these are missing")
        show(
            ("supplier", "operator", "before"),
            [(one.supplier, one.operator, one.installations) for one in found.unreported],
            numbers=("before",),
        )


def _told(found: use.MissingReturns) -> Iterator[str]:
    """What the figures mean, and what they come to together."""
    if not found.answered:
        yield f"{found.round} has no return yet: all are missing."
    if found.before is None:
        yield "No round before it has a return, so nothing says what these would change."
    else:
        total = f"{found.in_scope_before:,} installations were in scope"
        yield f"Before is {found.before}, read with the catalogue and the scheme that stand now: {total}."
    if found.together:
        share = percent(found.together, found.in_scope_before)
        yield f"While all of these are missing, nobody reports {found.together:,} of them ({share})."
    elif found.before:
        yield "Whatever was in scope then was also reported by somebody who has answered now."
    yield (
        "Where a supplier is missing, its operators' figures stand in, intention unknown; where an operator is, the "
        "suppliers' own count, with nothing to compare them with."
    )


def _lacking(found: use.MissingReturns) -> dict[str, object]:
    def share(installations: int) -> float:
        return installations / found.in_scope_before if found.in_scope_before else 0.0

    return {
        "round": found.round,
        "before": found.before,
        "answered": found.answered,
        "figures": "installations in scope",
        "in_scope_before": found.in_scope_before,
        "in_scope_now": found.in_scope_now,
        "missing": [
            {
                "role": one.role,
                "organisation": one.organisation,
                "asked": one.is_asked,
                "sent_no_row": one.is_empty,
                "own_before": one.before,
                "nobody_else_before": one.alone,
                "share_of_before": share(one.alone),
                "others_now": one.stands_in,
            }
            for one in found.returns
        ],
        "together": {
            "nobody_else_before": found.together,
            "share_of_before": share(found.together),
            "unreported": [
                {"supplier": one.supplier, "operator": one.operator, "installations": one.installations}
                for one in found.unreported
            ],
        },
    }


@rounds.command("packs", epilog="Example: eligo rounds packs --out packs/")
def packs(
    out: Annotated[Path, typer.Option(help="The folder in which each organisation gets one.", show_default=False)],
    round_: arguments.Round = None,
    organisation: Annotated[
        str | None, typer.Option("--for", help="Only this organisation.", show_default="all that answered")
    ] = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Write what goes back to each organisation: its own rows, its findings, what became of them and what is due."""
    from eligo.wiring import opened_workspace
    from eligo.workflows import workspace as use

    with watching() as watcher, opened_workspace(workspace, None, watcher) as opened:
        made = use.write_packs(opened, round_, out, organisation)
    if as_json:
        print_json(
            [
                {
                    "organisation": one.organisation,
                    "role": one.role,
                    "folder": str(one.folder),
                    "quarantined": one.quarantined,
                    "late": one.is_late,
                }
                for one in made
            ]
        )
        return
    rows = [
        (one.organisation, one.role, one.quarantined, "came late" if one.is_late else "", str(one.folder))
        for one in made
    ]
    show(("organisation", "role", "rows that wait", "", "folder"), rows, numbers=("rows that wait",))
