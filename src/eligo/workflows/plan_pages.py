"""What is written of a plan for people: its charts, its document, and its milestones for a calendar.

What belongs here: from a plan to files. What does not: planning (``planning``), and the public's
paper (``plan_paper``).
"""

from __future__ import annotations

from dataclasses import replace

from eligo.documents import (
    ShownPlan,
    build_programme,
    lanes_of,
    occasions,
    reached_of,
    render_calendar,
    render_html,
    render_pdf,
    render_png,
    revised_on,
)
from eligo.programme import PARTS, ExitRule, Scheduled, json_lines, scheduled
from eligo.workflows.checked import checked_plan


def plan_pages(shown: ShownPlan, parts: int) -> dict[str, bytes]:
    """``chart-…``, ``programme.html`` and ``.pdf``, ``milestones.ics``: all confidential. ``parts``: as many as the
    proof may have, that of the other exit rule may.
    """
    files: dict[str, bytes] = {}
    for name, svg in (("chart-lanes", lanes_of(shown)), ("chart-eligibility", reached_of(shown))):
        files |= {f"{name}.svg": svg.encode(), f"{name}.png": render_png(svg.encode())}
    page = build_programme(replace(shown, other_exit=under_other_exit(shown, parts)))
    files |= {"programme.html": render_html(page), "programme.pdf": render_pdf(page)}
    name = f"{shown.scheme.fleet} programme"
    calendar = render_calendar(occasions(shown), name, shown.scheme.id, revised_on(shown), shown.revision)
    return {**files, "milestones.ics": calendar}


def under_other_exit(shown: ShownPlan, parts: int = PARTS) -> Scheduled | None:
    """The same set with one exit for all instead of one for each track, or the other way about, checked as every plan
    is; ``None`` where that is the same, or the plan was made again.
    """
    if len(shown.selected_tracks) < 2 or shown.again is not None:
        return None
    joint = shown.programme.exit_rule is ExitRule.JOINT
    rule = ExitRule.BY_TRACK if joint else ExitRule.JOINT
    made = scheduled(replace(shown.programme, exit_rule=rule), shown.plan.selected, parts=parts)
    checked_plan({"plan.json": json_lines(made.document), "programme.json": json_lines(made.inputs)})
    return made
