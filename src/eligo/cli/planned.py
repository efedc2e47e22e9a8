"""What ``eligo plan`` says of a plan: one that was made just now, or the one that a workspace keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from eligo.cli.console import heading, say, show

if TYPE_CHECKING:
    from eligo.workflows import Planned
    from eligo.workflows import workspace as use

Stated = Mapping[str, Any]
"""A plan for programs, as ``plan_record`` states it."""


def print_planned(planned: Planned) -> None:
    """A plan that was made just now."""
    from eligo.workflows import plan_record

    stated, word = plan_record(planned), planned.scheme.installation_word
    _print_objective(stated, word)
    _print_days(stated, word)


def print_standing(found: use.StandingPlan) -> None:
    """A plan that is kept: its figures, who keeps it, and what has changed since it was made."""
    stated, word = found.record, found.installation_word
    kept = stated["kept"]
    _print_objective(stated, word)
    say(f"Kept by {kept['by']} on {kept['on']} (event {kept['event']}), of run {stated['made_from']['run']}.")
    say(f"Because: {kept['why']}")
    for line in stated["changed_since"]:
        say(line)
    _print_days(stated, word)


def _print_days(stated: Stated, word: str) -> None:
    """All that a plan says beside what it comes to."""
    waits = stated["installation_days_waiting"]
    if waits and stated["largest_first"] is not None:
        more = stated["largest_first"] - waits
        much = f"{more:,} more ({100 * more / waits:.2f} %)" if more else "as many"
        say(f"Always the largest first would take {much}.")
    _print_again(stated, word)
    _print_decided(stated, word)
    _print_firmware(stated)
    _print_selected(stated)
    _print_shares(stated)
    _print_chance(stated, word)
    _print_sizes(stated, word)


def _print_objective(stated: Stated, word: str) -> None:
    waits = f"{stated['installation_days_waiting']:,} {word}-days of waiting until all are open"
    heading(f"Programme: {waits}{_beside(stated, word)}")
    say(f"Each {word} waits {stated['days_each']:,} days on average.")
    for line in stated["checked"]:
        say(line)


def _beside(stated: Stated, word: str) -> str:
    """What stands beside every objective where anything is left out of it."""
    excluded = stated["excluded_population"]
    return f"; {excluded:,} {word}s are left out as uneconomic" if excluded else ""


_SHOWN = 20
"""Phases that are moved and told one by one."""


def _print_again(stated: Stated, word: str) -> None:
    """What planning again has moved, and what moving more would gain."""
    from eligo.programme import keeps_words

    again = stated.get("replanned")
    if again is None:
        return
    must = f", {again['must_move']} of which must" if again["moved"] else ""
    heading(f"Planned again from {again['on']}: {_counted(len(again['moved']))}{must}")
    waits = {one["keeps"]: one["installation_days_waiting"] for one in again["ways"]}
    days = f"{word}-days"
    rows = [
        (
            "> " * (one["keeps"] == again["keeps"]) + keeps_words(one["keeps"]),
            one["moved"],
            one["installation_days_waiting"],
            waits[again["keeps"]] - one["installation_days_waiting"],
        )
        for one in again["ways"]
    ]
    if len({(moved, waits) for _, moved, waits, _ in rows}) > 1:
        show(("keeps", "moved", days, "saves"), rows, numbers=("moved", days, "saves"))
    else:
        say(f"It keeps {keeps_words(again['keeps'])}; to keep less would save nothing.")
    labels = stated["labels"]
    for one in again["moved"][:_SHOWN]:
        say(f"{labels.get(one['combination_id'], one['combination_id'])} {one['phase']}: {_from_to(one)}")
    if len(again["moved"]) > _SHOWN:
        say(f"… and {len(again['moved']) - _SHOWN} more, in plan.json.")


def _counted(moved: int) -> str:
    return "nothing is moved" if not moved else f"{moved} phase{'' if moved == 1 else 's'} moved"


def _from_to(one: Stated) -> str:
    if one["before"] is None:
        return f"new, on {one['start']}"
    return f"from {one['before']} to {one['start']} ({one['working_days']:+} working days)"


def _print_decided(stated: Stated, word: str) -> None:
    """What was decided about single combinations, and how many installations it concerns."""
    labels, count = stated["labels"], f"{word}s"
    rows = [
        (
            labels.get(one["combination"], one["combination"]),
            ": ".join(filter(None, (one["decision"], one.get("testing")))),
            one["population"],
            f"{one['decided_on']}, {one['decided_by']}",
            one["reason"],
        )
        for one in stated["decisions"]
    ]
    if rows:
        heading("Decided beforehand")
        show(("combination", "decision", count, "by", "because"), rows, numbers=(count,))


def _print_firmware(stated: Stated) -> None:
    heading("What it waits for")
    kinds = (("candidate", "candidate"), ("final", "final release"))
    rows = [(f"{track} {name}", days[kind]) for track, days in stated["tracks"].items() for kind, name in kinds]
    show(("", "planned for"), rows)


def _print_selected(stated: Stated) -> None:
    """The phases of the selected, and of the first combination of each operator that has none."""
    labels = stated["labels"]
    turn = {name: number for number, name in enumerate(labels)}
    rows = [
        (
            labels.get(one["combination_id"], one["combination_id"]),
            *(one["phase"], one["start"], one["end"], one["lane"] or None, one["binding_constraint"]),
        )
        for one in sorted(stated["entries"], key=lambda one: turn.get(one["combination_id"], len(turn)))
        if one["phase"] not in ("dmct", "evaluation") or one["route"] == "mt"
    ]
    heading("Selected, and the first of each operator without one")
    show(("combination", "phase", "from", "to", "lane", "waits for"), rows, numbers=("lane",))
    for name, day in sorted(stated["exits"].items()):
        say(f"Exit from SIT{f' of track {name}' if name else ''}: {day}.")


def _print_shares(stated: Stated) -> None:
    """By when a share of the installations is eligible, as planned and under chance."""
    bands = {one["share"]: one for one in (stated["uncertainty"] or {"curve": []})["curve"]}
    names = ("p10", "p50", "p90") if bands else ()
    rows = [
        (f"{100 * one['share']:.0f} %", one["eligible_on"], *(bands[one["share"]][name] for name in names))
        for one in stated["shares"]
    ]
    heading("Eligible by")
    show(("installations", "planned", *(name.upper() for name in names)), rows)


def _print_chance(stated: Stated, word: str) -> None:
    found, days = stated["uncertainty"], f"{word}-days"
    if found is None:
        return
    waits = found["installation_days_waiting"]
    say(f"In {found['trials']:,} trials one in ten waits {waits['p10']:,} {days} or less, half wait {waits['p50']:,}.")
    say(f"Nine in ten wait {waits['p90']:,} or less{_beside(stated, word)}.")
    heading("What moves that most")
    rows = [(one["input"], one["gain"]) for one in found["influences"] if one["gain"] > 0]
    show(("if it went as planned", f"{days} fewer"), rows, numbers=(f"{days} fewer",))


def _print_sizes(stated: Stated, word: str) -> None:
    """What every size comes to, and what the selection as it is costs beside the best."""
    points = stated["sizes"]
    if points is None:
        return
    known = {
        one["size"]: one["installation_days_waiting"] for one in points if one["installation_days_waiting"] is not None
    }
    best = min(known, key=lambda size: (known[size], size))
    heading(f"Why {len(stated['selected'])}?")
    rows = [
        (
            one["size"],
            known.get(one["size"]),
            _least(one),
            one["plain_rule"],
            known[one["size"]] - known[best] if one["size"] in known else None,
        )
        for one in points
    ]
    days = f"{word}-days"
    columns = ("size", days, "no plan has fewer than", "plain rule", "more than the best")
    show(columns, rows, numbers=(columns[0], columns[1], columns[3], columns[4]))
    more = stated["installation_days_waiting"] - known[best]
    beside = f"{more:,} {days} more ({100 * more / (known[best] or 1):.2f} %)" if more else "as long"
    say(f"The best of these selects {best}; the selection as it is waits {beside}{_beside(stated, word)}.")


def _least(point: Stated) -> str:
    """Below how many installation-days no plan of a size is."""
    if not point["feasible"]:
        return "cannot cover everything"
    return "proved" if point["installation_days_waiting"] == point["bound"] else f"{point['bound']:,}"
