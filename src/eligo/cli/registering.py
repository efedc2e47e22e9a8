"""``eligo register``: what a register says, of a day and as it was known, of one combination or a million."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, in_words, print_json, say, show, watching
from eligo.cli.not_known import say_ahead, say_later, say_not_known

if TYPE_CHECKING:
    from datetime import date

    from eligo.ports import Workspace
    from eligo.workflows import register as use

register = typer.Typer(
    help="Keep and publish registers; ask one what is listed, since when and why, and what is eligible.",
    no_args_is_help=True,
)

From = Annotated[
    Path | None,
    typer.Option("--from", help="The register as it was published (JSON).", show_default="the workspace's own"),
]
Unpublished = Annotated[
    bool, typer.Option("--unpublished", help="With what has been entered in the workspace and not been published yet.")
]
Name = Annotated[
    str,
    typer.Argument(
        metavar="COMBINATION",
        help="A product (P-...), an item (P-.../1) or a label; with --results a combination (C-...).",
        show_default=False,
    ),
]
KnownOn = Annotated[
    str | None,
    typer.Option("--known-on", help="As it was known at the end of that day (UTC).", show_default="as it is known"),
]
OfList = Annotated[str, typer.Option("--list", help="The list, by id or label, such as ppcl.", show_default=False)]
Results = Annotated[
    Path | None, typer.Option("--results", help="The folder that 'eligo run' wrote.", show_default=False)
]
PlanFolder = Annotated[
    Path | None,
    typer.Option(
        "--plan", help="The folder that 'eligo plan --out' wrote of these results: what it expects.", show_default=False
    ),
]
Installed = Annotated[
    Path,
    typer.Argument(
        help="The installations (CSV, also in gzip, or Parquet): by product, combination or devices.",
        show_default=False,
    ),
]
Models = Annotated[
    Path | None,
    typer.Option(help="The device models by whose names rows name devices (CSV).", show_default="the register's"),
]
ColumnsOf = Annotated[
    str, typer.Option(help="The scheme by whose columns rows name devices.", show_default="the register's")
]

SHOW_EXAMPLE = "Example: eligo register show --from register.json --list ppcl --on 2020-01-31 --known-on 2020-02-29"
ABOUT_EXAMPLE = "Example: eligo register about P-5H7FZFG0YEWA --from register.json --results OUT"
DIFF_EXAMPLE = "Example: eligo register diff 2.9 2.10 --from register.json --list ppcl"
POPULATION_EXAMPLE = "Example: eligo register population --from register.json --results OUT"
ELIGIBLE_EXAMPLE = "Example: eligo register eligible P-5H7FZFG0YEWA --from register.json --results OUT --plan PLAN"
CHECK_EXAMPLE = (
    "Example: eligo register check installed.csv --from register.json --out answers.csv --results OUT --plan PLAN"
)


def _opened(file: Path | None, unpublished: bool, workspace: Path | None, about: str = "") -> use.OpenRegister:
    """The register of a file, or else of the workspace, and of that what bears on ``about``."""
    from eligo.workflows import register as use
    from eligo.workflows import workspace as kept

    if file is None:
        with _in_workspace(workspace) as opened:
            return kept.open_kept_register(opened, unpublished=unpublished, about=about)
    _refuse_both(unpublished, workspace)
    return use.open_register(file)


@contextmanager
def _standing(
    file: Path | None, unpublished: bool, workspace: Path | None, on: date, known_on: date | None
) -> Iterator[use.Standing]:
    """The same as of a day, for what is asked about some products at a time."""
    from eligo.workflows import register as use
    from eligo.workflows import workspace as kept

    if file is None:
        with _in_workspace(workspace) as opened:
            yield kept.kept_standing(opened, on, known_on, unpublished=unpublished)
            return
    _refuse_both(unpublished, workspace)
    yield use.standing_of(use.open_register(file), on, known_on)


def _refuse_both(unpublished: bool, workspace: Path | None) -> None:
    from eligo.errors import UsageError

    if unpublished or workspace:
        raise UsageError("With --from that file is asked", hint="Leave --unpublished and --workspace out.")


@contextmanager
def _in_workspace(named: Path | None, what: str = "register is asked", option: str = "--from") -> Iterator[Workspace]:
    """The workspace that is asked, as no file is named."""
    from eligo.errors import UsageError
    from eligo.wiring import find_workspace, opened_workspace

    if find_workspace(named) is None:
        raise UsageError(f"Nothing says which {what}", hint=f"Name it with {option}, or be in a workspace.")
    with opened_workspace(named) as opened:
        yield opened


def _days(on: str | None, known_on: str | None) -> tuple[date, date | None]:
    return arguments.day("--on", on), None if known_on is None else arguments.day("--known-on", known_on)


PANEL = "Ask a register"

OF_WRITING = (("number",), ("recorded_at",))
"""Fields that differ wherever any other does."""


@register.command("show", epilog=SHOW_EXAMPLE, rich_help_panel=PANEL)
def show_lists(
    on: arguments.OnDay = None,
    known_on: KnownOn = None,
    list_: OfList = "",
    file: From = None,
    unpublished: Unpublished = False,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Show what stands on the lists on a day, as it was known on a day."""
    from eligo.workflows import register as use

    register = _opened(file, unpublished, workspace)
    shown = use.show(register, *_days(on, known_on), list_)
    if as_json:
        print_json(use.shown_record(shown))
        return
    for one in shown:
        heading(f"{one.list.label}: {one.list.title}")
        rows = [
            (
                *(item.latest.item, item.latest.label, item.latest.state, item.since.effective_on),
                ", ".join(f"{f.device_type} {f.version or '-'} ({f.stage.value})" for f in item.latest.firmware),
                ", ".join(served.operator for served in item.latest.operators),
                item.latest.first_added_on,
                str(item.latest.number),
            )
            for item in one.items
        ]
        show(("item", "label", "state", "since", "firmware", "operators", "first added", "line"), rows)
    say_not_known(register, register if file else None, on, known_on)


@register.command("about", epilog=ABOUT_EXAMPLE, rich_help_panel=PANEL)
def tell_about(
    name: Name,
    results: Results = None,
    all_rows: Annotated[bool, typer.Option("--rows", help="Show every row, however many.")] = False,
    file: From = None,
    unpublished: Unpublished = False,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say everything about one combination: every entry, its versions; with --results, down to the rows counted."""
    from eligo.cli import tracing
    from eligo.workflows import register as use

    with watching() as watcher:
        name = use.product_meant(name, results)
        register = _opened(file, unpublished, workspace, name)
        found = use.tell_about(register, name, results, watcher)
    if as_json:
        print_json(
            [
                {**use.told_record(one), **({} if one.traces is None else {"traces": tracing.records(one.traces)})}
                for one in found
            ]
        )
        return
    say_later(register.unpublished)
    for one in found:
        _say_entries(one)
        if one.traces is not None:
            say()
            say("Where its installations were counted:" if one.traces else "The run has no such combination.")
            tracing.show(one.traces, all_rows=all_rows, as_json=False)


def _say_entries(told: use.Told) -> None:
    history = told.history
    latest = history.entries[-1]
    heading(f"{history.product_id} ({latest.label}), {latest.product.kind}, {latest.product.provider}")
    for device in latest.product.devices:
        if device is not None:
            made = f"{device.manufacturer} {device.model}".strip()
            say(f"{device.device_type}: {made}, hardware {device.hardware or '-'}, firmware {device.firmware}")
    for one in history.entries:
        appeared = told.appeared[one.number]
        say()
        first_added = f", first added on {one.first_added_on}" if one.first_added_on else ""
        say(f"Line {one.number}: {one.item} is {one.state} from {one.effective_on}{first_added}", style="bold")
        firmware = [f"{f.device_type} {f.stage.value} {f.version}".rstrip() for f in one.firmware]
        served = [
            f"{s.operator} ({s.route.value}{f', open on {s.open_on}' if s.open_on else ''})" for s in one.operators
        ]
        basis = (one.basis.base, one.basis.party, one.basis.category, one.basis.consultation)
        more = [text for text in (*basis, f"decided on {one.basis.decided_on}" if one.basis.decided_on else "") if text]
        consent = one.basis.consent
        rows = [
            ("firmware", ", ".join(firmware) or "none is open"),
            ("operators", ", ".join(served)),
            ("rests on", ", ".join((f"{one.basis.kind}: {one.basis.reference}", *more))),
            *([("consented", f"{consent.reference}, {consent.given_on}")] if consent else []),
            *(("document", f"{document.name} (SHA-256 {document.sha256})") for document in one.basis.documents),
            ("entered", f"{one.recorded_at:%Y-%m-%d %H:%M} UTC by {one.who}: {one.why}"),
            ("published", f"in {appeared.covered.list} {appeared.covered.number}" if appeared.covered else "not yet"),
            ("listed", ", ".join(f"{v.list} {v.number}" for v in appeared.shown) or "in no version"),
        ]
        show(("", ""), rows)
    for other in history.resting_on_it:
        say(f"Its test stands for {other.item} ({other.label}), line {other.number}: {other.basis.reference}")


@register.command("diff", epilog=DIFF_EXAMPLE, rich_help_panel=PANEL)
def diff_versions(
    old: Annotated[str, typer.Argument(metavar="VERSION", help="The earlier version.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="VERSION", help="The later version.", show_default=False)],
    list_: OfList = "",
    file: From = None,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say what has changed between two versions of a list, by combination and field."""
    from eligo.workflows import register as use
    from eligo.workflows import workspace as kept

    if file is None:
        with _in_workspace(workspace) as opened:
            found = kept.diff_versions(opened, old, new, list_)
    else:
        found = use.diff(_opened(file, False, workspace), old, new, list_)
    if as_json:
        print_json(use.diff_record(found))
        return
    back = " back" if found.new.publication < found.old.publication else ""
    heading(f"{found.new.list} {found.old.number} ({found.old.effective_on}){back} to {found.new.number}")
    if back:
        say(f"{found.old.number} is the later of the two.")
    print_changes(found.list)


def print_changes(found: use.ListChanges) -> None:
    """What came to a list and what left it, then every field of the others that differs."""
    from eligo.registers import ABSENT

    whole = [(one, found.labels[one], "came to it") for one in found.added]
    whole += [(one, found.labels[one], "left it") for one in found.removed]
    rows = [
        (one.item, found.labels[one.item], one.place, *("" if v == ABSENT else in_words(v) for v in values))
        for one in found.changed
        for values in [(one.before, one.after)]
        if one.field not in OF_WRITING
    ]
    if whole:
        show(("item", "label", ""), whole)
    if whole and rows:
        say()
    if rows:
        show(("item", "label", "field", "was", "is"), rows)
    if not found.changes:
        say("Nothing of the list has changed.")


@register.command("population", epilog=POPULATION_EXAMPLE, rich_help_panel=PANEL)
def show_population(
    results: arguments.RunResults = None,
    round_: arguments.Round = None,
    on: arguments.OnDay = None,
    known_on: KnownOn = None,
    file: From = None,
    unpublished: Unpublished = False,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Count the installations that are eligible, pending and excluded, for each operator. Confidential."""
    from eligo.workflows import register as use
    from eligo.workflows import workspace as kept

    register, days = _opened(file, unpublished, workspace), _days(on, known_on)
    if results is None:
        with _in_workspace(workspace, "run's installations are counted", "--results") as opened:
            installed = kept.installed_by_latest(opened, round_)
    else:
        installed = use.installed_in(results)
    found = use.population(register, installed, *days)
    if as_json:
        print_json(use.population_record(found))
        return
    numbers = ("eligible", "of these open", "pending", "excluded", "unlisted")
    rows = [(one.operator, one.eligible, one.open, one.pending, one.excluded, one.unlisted) for one in found]
    show(("operator", *numbers), rows, numbers=numbers)
    say_not_known(register, register if file else None, on, known_on)
    say("These are exact figures and not for publication.")


@register.command("eligible", epilog=ELIGIBLE_EXAMPLE, rich_help_panel=PANEL)
def say_eligible(
    name: Name,
    operator: Annotated[
        str, typer.Option(help="Of the installations of this operator, by its published name.", show_default=False)
    ] = "",
    on: arguments.OnDay = None,
    known_on: KnownOn = None,
    results: Results = None,
    plan: PlanFolder = None,
    file: From = None,
    unpublished: Unpublished = False,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Say whether one combination is eligible, since when, or what it waits for and when that is expected."""
    from eligo.workflows import register as use

    name = use.product_meant(name, results)
    opened, (day, known) = _opened(file, unpublished, workspace, name), _days(on, known_on)
    asked = use.ask_one(opened, name, operator, day, known, results, plan)
    if as_json:
        print_json(use.answer_record(asked))
        return
    cells = (*use.answer_cells(asked.answer, asked.expected_on), use.unpublished_answer(asked))
    names = (*(name.replace("_", " ") for name in use.ANSWER_COLUMNS), "not published yet")
    show(("", ""), [(name, cell) for name, cell in zip(names, cells, strict=True) if cell])
    say_ahead(opened if file else None, on, known_on)


@register.command("check", epilog=CHECK_EXAMPLE, rich_help_panel=PANEL)
def check_inventory(
    inventory: Installed,
    out: Annotated[Path, typer.Option(help="The file for the answers (CSV).", show_default=False)],
    on: arguments.OnDay = None,
    known_on: KnownOn = None,
    results: Results = None,
    plan: PlanFolder = None,
    catalogue: Models = None,
    scheme: ColumnsOf = "",
    file: From = None,
    unpublished: Unpublished = False,
    workspace: arguments.Workspace = None,
    as_json: arguments.AsJson = False,
) -> None:
    """Answer every row of an inventory: eligible since when, or what it waits for and when that is expected."""
    from eligo.workflows import register as use

    day, known = _days(on, known_on)
    with watching() as watcher, _standing(file, unpublished, workspace, day, known) as standing:
        installed, expected = use.known_installed(results, plan)
        found = use.check_inventory(
            inventory,
            out,
            standing.of_products,
            day,
            watcher,
            installed=installed,
            expected=expected,
            describing=lambda: use.describing(standing.whole(), scheme, catalogue),
        )
    if as_json:
        print_json({"out": str(out), "rows": found.rows, "answers": dict(found.answers), "faults": list(found.faults)})
        return
    show(("answer", "rows"), [*found.answers.items(), ("all", found.rows)], numbers=("rows",))
    say_not_known(standing, standing.whole() if file else None, on, known_on)
    for fault in found.faults:
        say(f"  {fault}")
    if found.faulty > len(found.faults):
        say(f"and {found.faulty - len(found.faults):,} more, each at its line in {out}.")
    say(f"Written to {out}: each row with its answer.")
