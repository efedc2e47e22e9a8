"""``eligo plan``: when everything is eligible and open, proved to be the soonest for the selection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eligo.cli import arguments
from eligo.cli.console import heading, print_json, say, show, watching
from eligo.cli.grounds import tell

if TYPE_CHECKING:
    from eligo.workflows import Planned

PLAN_EXAMPLE = "Example: eligo plan OUT --firmware firmware.csv --out PLAN"


def plan(
    results: Annotated[Path, typer.Argument(help="The folder that 'eligo run' wrote.", show_default=False)],
    firmware: Annotated[Path, typer.Option(help="The firmware register (CSV).", show_default=False)],
    decisions: Annotated[
        Path | None, typer.Option(help="What was decided about single combinations (CSV).", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for the plan, its proof and its charts.", show_default=False)
    ] = None,
    sizes: Annotated[
        int, typer.Option(min=0, max=20, help="Also plan the best set of every size up to this one; 0: of none.")
    ] = 0,
    trials: Annotated[
        int, typer.Option(min=0, max=10_000, help="How often the plan is tried under chance; 0: not at all.")
    ] = 200,
    seed: Annotated[int, typer.Option(min=0, help="What the trials are drawn from.")] = 1,
    as_json: arguments.AsJson = False,
) -> None:
    """Plan the tests of a selection: who is tested when, and by when the installations can be enrolled."""
    from eligo.workflows import Extent, plan_record
    from eligo.workflows import plan as plan_workflow

    extent = Extent(sizes, trials, seed)
    with watching() as watcher:
        planned = plan_workflow(results, firmware, out, watcher, decisions=decisions, extent=extent)
    tell(planned.findings)
    if as_json:
        print_json(plan_record(planned))
        return
    _print(planned)
    if out is not None:
        say(f"Written to {out}. Anybody can check it: python -m eligo_check.plan {out}/plan.json {out}/programme.json")


def _print(planned: Planned) -> None:
    made = planned.scheduled
    days = f"{made.plan.waits:,} {planned.scheme.installation_word}-days of waiting"
    heading(f"Programme: {days} until all are open{_beside(planned)}")
    for line in planned.checked:
        say(line)
    if made.plan.waits:
        more = made.plain_waits - made.plan.waits
        say(f"Always the largest first would take {more:,} more ({100 * more / made.plan.waits:.2f} %).")
    _print_decided(planned)
    heading("What it waits for")
    show(("", "planned for"), [(one.name, one.on.isoformat()) for one in planned.milestones])
    _print_selected(planned)
    _print_shares(planned)
    _print_chance(planned)
    _print_sizes(planned)


def _beside(planned: Planned) -> str:
    """What stands beside every objective where anything is left out of it."""
    excluded = planned.scheduled.plan.excluded
    return f"; {excluded:,} {planned.scheme.installation_word}s are left out as uneconomic" if excluded else ""


def _print_decided(planned: Planned) -> None:
    """What was decided about single combinations, and how many installations it concerns."""
    rows = [
        (
            planned.labels.get(one.combination_id, one.combination_id),
            one.kind.value if one.testing is None else f"{one.kind.value}: {one.testing.value}",
            planned.combinations[one.combination_id].population if one.combination_id in planned.combinations else None,
            f"{one.decided_on}, {one.decided_by}",
            one.reason,
        )
        for one in planned.decisions.decisions
    ]
    if rows:
        count = f"{planned.scheme.installation_word}s"
        heading("Decided beforehand")
        show(("combination", "decision", count, "by", "because"), rows, numbers=(count,))


def _print_selected(planned: Planned) -> None:
    """The phases of the selected, and of the first combination of each operator that has none."""
    plan_ = planned.scheduled.plan
    outcomes = {one.combination_id: one for one in plan_.outcomes}
    rows = []
    for entry in plan_.entries:
        outcome = outcomes[entry.combination_id]
        if entry.phase != "dmct" or outcome.route.value == "mt":
            label = planned.combinations[entry.combination_id].label
            rows.append(
                (label, entry.phase, entry.start.isoformat(), entry.end.isoformat(), entry.lane or None, entry.binding)
            )
    heading("Selected, and the first of each operator without one")
    show(("combination", "phase", "from", "to", "lane", "waits for"), rows, numbers=("lane",))
    for name, day in sorted(plan_.exits.items()):
        say(f"Exit from SIT{f' of track {name}' if name else ''}: {day.isoformat()}.")


def _print_shares(planned: Planned) -> None:
    """By when a share of the installations is eligible, as planned and under chance."""
    rows = []
    for share, day, band in planned.shares:
        ends = (band.p10.isoformat(), band.p50.isoformat(), band.p90.isoformat()) if band else ("", "", "")
        rows.append((f"{float(100 * share):.0f} %", day.isoformat(), *ends))
    heading("Eligible by")
    columns = ("installations", "planned", *(("P10", "P50", "P90") if planned.uncertain else ("", "", "")))
    show(columns, rows)


def _print_chance(planned: Planned) -> None:
    found = planned.uncertain
    if found is None:
        return
    waits, days = found.waits, f"{planned.scheme.installation_word}-days"
    say(f"In {found.count:,} trials one in ten waits {waits.p10:,} {days} or less, half wait {waits.p50:,}.")
    say(f"Nine in ten wait {waits.p90:,} or less{_beside(planned)}.")
    heading("What moves that most")
    rows = [(one.input, one.gain) for one in found.influences if one.gain > 0]
    show(("if it went as planned", f"{days} fewer"), rows, numbers=(f"{days} fewer",))


def _print_sizes(planned: Planned) -> None:
    """What every size comes to, and what the selection as it is costs beside the best."""
    choice, plan_ = planned.choice, planned.scheduled.plan
    if choice is None:
        return
    heading(f"Why {len(plan_.selected)}?")
    rows = [
        (
            one.size,
            one.waits,
            "cannot cover everything" if one.infeasible else "proved" if one.waits == one.bound else f"{one.bound:,}",
            one.plain_waits,
            None if one.waits is None else one.waits - choice.plan.waits,
        )
        for one in choice.curve
    ]
    days = f"{planned.scheme.installation_word}-days"
    columns = ("size", days, "no plan has fewer than", "plain rule", "more than the best")
    show(columns, rows, numbers=(columns[0], columns[1], columns[3], columns[4]))
    more = plan_.waits - choice.plan.waits
    say(
        f"The best of these selects {len(choice.plan.selected)}; the selection as it is waits "
        f"{more:,} {days} more ({100 * more / (choice.plan.waits or 1):.2f} %){_beside(planned)}."
    )
