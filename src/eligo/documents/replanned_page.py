"""What planning again has moved, and what moving more would gain: a section of the plan as a document.

What belongs here: words and tables for analysts. What does not: planning (``eligo.programme``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.documents.blocks import Block
from eligo.documents.plain_table import plain_table
from eligo.documents.plain_words import headed, said
from eligo.documents.shown_plan import MOST_ROWS
from eligo.documents.timeline import day_name
from eligo.programme import Moved, Replanned, Way, keeps_words


def moved_words(way: Way, found: Replanned) -> str:
    """How much a way moves, and how much of that must be."""
    if not way.moved:
        return "Nothing is moved."
    count = len(way.moved)
    must = "none of which must move" if not found.must_move else f"{found.must_move:,} must move in any plan"
    are = "phase is not where it was" if count == 1 else "phases are not where they were"
    return f"{count:,} {are}; {must}."


def replanned(way: Way, found: Replanned, names: dict[str, str], days: str) -> Iterator[Block]:
    """The section on what was moved."""
    on = found.best.stage.frame.programme.on
    since = f" from {day_name(on)}" if on else ""
    yield headed("moved", "What planning again moves")
    yield said(
        f"The plan was made again{since}. What had begun by then is where it was. {moved_words(way, found)} The plan "
        f"keeps {keeps_words(way.keeps)}."
    )
    shown = found.worth_showing(way)
    rows = [
        (
            ("This plan: " if one is way else "") + keeps_words(one.keeps),
            len(one.moved),
            one.plan.waits,
            way.plan.waits - one.plan.waits,
        )
        for one in shown
    ]
    if len({(len(one.moved), one.plan.waits) for one in shown}) > 1:
        heads = ("Keeps", "Phases moved", days.capitalize(), "Saved")
        table = plain_table("ways", "", "What moving more, or less, would come to", heads, rows)
        yield replace(table, widths=(2.6, 1.0, 1.4, 1.2))
    else:
        yield said("To keep less would save nothing.")
    if way.moved:
        moved = [_row(one, names) for one in way.moved[:MOST_ROWS]]
        columns = ("Combination", "Phase", "Was from", "Is from", "Working days later")
        yield plain_table("moved-table", "", "What is not where it was", columns, moved)
    if len(way.moved) > MOST_ROWS:
        yield said(f"{len(way.moved) - MOST_ROWS:,} more are in plan.json.")


def _row(one: Moved, names: dict[str, str]) -> tuple[object, ...]:
    was = day_name(one.before) if one.before else "not planned"
    return names[one.combination_id], one.phase.upper(), was, day_name(one.after), one.days if one.before else None
