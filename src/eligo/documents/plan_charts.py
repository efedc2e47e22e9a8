"""The charts of a plan: what each lane tests when, and how much is eligible and open by when.

What belongs here: two drawings for those who may see every figure. What does not: planning, and words about it.

Invariants: every lane is a row and no bar overlaps another; phases differ in lightness or outline and never in hue
alone; every date and number that decides is in the description; the same input gives the same bytes.
Source: ``programme.md``, "Report" (a Gantt chart, the eligibility and opening curves).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eligo.documents import style
from eligo.documents.marks import WIDTH, Marks, count_text, ticks
from eligo.documents.style import text_width
from eligo.documents.timeline import Timeline, day_name
from eligo.programme import Entry, Plan

_HEAD, _ROW, _BAR, _GROUP, _FOOT = 30.0, 22.0, 16.0, 20.0, 30.0
_HIGH = 230.0
_FILLS = {"mt": style.MT, "sit": style.SELECTED, "eoc": style.EQUIVALENT, "dmct": style.DMCT}
_INKS = {"mt": style.PAPER, "sit": style.PAPER, "eoc": style.PAPER, "dmct": style.INK}
PHASES = {
    "mt": "Migration Testing",
    "sit": "Systems Integration Testing",
    "eoc": "End of Cycle and System Regression",
    "dmct": "Device Model Combination Testing",
}
"""What each phase of a plan is called."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that others wait for, such as the receipt of firmware."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class Band:
    """Of many trials, by when a share of the installations is eligible: in one of ten, in half, and in nine of ten."""

    share: float
    early: date
    middle: date
    late: date


def lanes_chart(plan: Plan, labels: Mapping[str, str], milestones: Sequence[Milestone], title: str) -> str:
    """What each lane tests when. ``labels``: the short name of each combination, by id."""
    rows = list(_rows(plan))
    if not rows:
        return _nothing(title)
    left = max(text_width(name) for name, _, _ in rows) + 12
    first, last = plan.t0, max(entry.end for entry in plan.entries)
    line = Timeline(min(first, *(one.on for one in milestones), last), last, left, WIDTH)
    marks, height = Marks(), _height(rows)
    top = _HEAD + 14 * len(milestones)
    _key(marks, [phase for phase in _FILLS if any(entry.phase == phase for entry in plan.entries)])
    line.draw(marks, top, top + height)
    _milestones(marks, line, milestones, top + height)
    y, shown = top, _labelled(plan, line, labels)
    for name, begins, entries in rows:
        y += _GROUP / 2 if begins else 0
        marks.text(0, y + _ROW / 2, name, colour=style.MUTED)
        for entry in entries:
            _bar(marks, line, y, entry, shown)
        y += _ROW
    return marks.svg(WIDTH, top + height + _FOOT, title, lanes_words(plan, milestones))


def _rows(plan: Plan) -> Iterator[tuple[str, bool, list[Entry]]]:
    """The name of each lane, whether a group begins with it, and what it tests; each exit has a row of its own."""
    entries = plan.entries
    for group, phases in (("MT and SIT", ("mt", "sit")), ("DMCT", ("dmct",))):
        own = [entry for entry in entries if entry.phase in phases and entry.lane]
        for number, lane in enumerate(sorted({entry.lane for entry in own})):
            yield f"{group} {lane}", not number, sorted((e for e in own if e.lane == lane), key=lambda e: e.start)
        if group == "MT and SIT":
            tracks = {one.combination_id: one.track or "-" for one in plan.outcomes}
            for name in sorted(plan.exits):
                leaving = [e for e in entries if e.phase == "eoc" and name in ("", tracks[e.combination_id])]
                yield from [(f"Exit {name}" if name else "Exit from SIT", False, leaving[:1])] if leaving else ()


def _height(rows: Sequence[tuple[str, bool, list[Entry]]]) -> float:
    return sum(_ROW + (_GROUP / 2 if begins else 0) for _, begins, _ in rows) + 4


def _labelled(plan: Plan, line: Timeline, labels: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """What stands on bars, by combination and phase: of a phase all that fit, if most do, since a few seem picked."""
    found: dict[tuple[str, str], str] = {}
    for phase in ("mt", "sit", "dmct"):
        own = [one for one in plan.entries if one.phase == phase and one.combination_id in labels]
        fit = [one for one in own if text_width(labels[one.combination_id]) + 2 <= line.width(one.start, one.end)]
        if 2 * len(fit) > len(own):
            found |= {(one.combination_id, phase): labels[one.combination_id] for one in fit}
    return found


def _bar(marks: Marks, line: Timeline, y: float, entry: Entry, labels: Mapping[tuple[str, str], str]) -> None:
    x, width = line.at(entry.start), line.width(entry.start, entry.end)
    marks.rect(x, y + (_ROW - _BAR) / 2, width, _BAR, _FILLS[entry.phase], stroke=style.PAPER)
    label = labels.get((entry.combination_id, entry.phase), "")
    if label:
        marks.text(x + width / 2, y + _ROW / 2, label, colour=_INKS[entry.phase], anchor="middle")


def _key(marks: Marks, phases: Sequence[str]) -> None:
    x = 0.0
    for phase in phases:
        marks.rect(x, 2, 12, 12, _FILLS[phase])
        name = PHASES[phase] if x + text_width(PHASES[phase]) + 18 <= WIDTH else phase.upper()
        marks.text(x + 17, 8, name)
        x += 17 + text_width(name) + 14


def _milestones(marks: Marks, line: Timeline, milestones: Sequence[Milestone], bottom: float) -> None:
    for number, one in enumerate(sorted(milestones, key=lambda each: (each.on, each.name))):
        x, y = line.at(one.on), _HEAD + 14 * number
        marks.line(x, y + 6, x, bottom, style.INK, dashed=True)
        words = f"{one.name}, {day_name(one.on)}"
        before = x + text_width(words) + 6 > WIDTH
        marks.text(x - 4 if before else x + 4, y, words, anchor="end" if before else "start")


def eligibility_chart(plan: Plan, populations: Mapping[str, int], title: str, bands: Sequence[Band] = ()) -> str:
    """How many installations are eligible, and open, by each day; ``bands``: what many trials say of the former."""
    curves = {name: curve(plan, populations, name) for name in ("eligible", "open")}
    total = max((points[-1][1] for points in curves.values() if points), default=0)
    if not total:
        return _nothing(title)
    last = max([points[-1][0] for points in curves.values()] + [band.late for band in bands])
    left = text_width(count_text(total)) + 14
    line = Timeline(plan.t0, last + timedelta(days=7), left, WIDTH)
    marks, bottom = Marks(), _HEAD + _HIGH
    scale = (_HIGH - 12) / total
    line.draw(marks, _HEAD, bottom)
    for value in ticks(total):
        marks.line(left, bottom - value * scale, WIDTH, bottom - value * scale, style.RULE)
        marks.text(left - 8, bottom - value * scale, count_text(value), colour=style.MUTED, anchor="end")
    for band in bands:
        y = bottom - band.share * total * scale
        marks.rect(line.at(band.early), y - 3, line.after(band.late) - line.at(band.early), 6, style.OUT_OF_SCOPE)
        marks.line(line.at(band.middle), y - 5, line.at(band.middle), y + 5, style.INK)
    for name, colour in (("eligible", style.SELECTED), ("open", style.MT)):
        marks.path(
            [(line.at(day), bottom - n * scale) for day, n in _steps(curves[name])], colour, dashed=name == "open"
        )
    _curve_key(marks, bool(bands))
    return marks.svg(WIDTH, bottom + _FOOT, title, eligibility_words(plan, populations))


def curve(plan: Plan, populations: Mapping[str, int], which: str) -> list[tuple[date, int]]:
    """How many installations there are from each day on that adds some: ``which`` is eligible or open."""
    added: dict[date, int] = {}
    for one in plan.outcomes:
        day = one.eligible_on if which == "eligible" else one.open_on
        added[day] = added.get(day, 0) + populations.get(one.combination_id, 0)
    total, points = 0, []
    for day in sorted(added):
        total += added[day]
        points.append((day, total))
    return points


def _steps(points: Sequence[tuple[date, int]]) -> Iterator[tuple[date, int]]:
    before = 0
    for day, number in points:
        yield day, before
        yield day, number
        before = number


def _curve_key(marks: Marks, banded: bool) -> None:
    marks.text(0, 8, "Installations", strong=True)
    x = 110.0
    for name, colour, dashed in (("eligible", style.SELECTED, False), ("open for enrolment", style.MT, True)):
        marks.line(x, 8, x + 24, 8, colour, width=1.5, dashed=dashed)
        marks.text(x + 30, 8, name)
        x += 46 + text_width(name)
    if banded:
        marks.rect(x, 5, 24, 6, style.OUT_OF_SCOPE)
        marks.text(x + 30, 8, "eight of ten trials, and by when half")
        marks.line(x + 12, 3, x + 12, 13, style.INK)


def eligibility_words(plan: Plan, populations: Mapping[str, int]) -> str:
    """What ``eligibility_chart`` shows of the plan, in words."""
    said, total = [], 0
    for name in ("eligible", "open"):
        points = curve(plan, populations, name)
        total = points[-1][1] if points else 0
        if not total:
            return "Nothing is planned."
        half = next(day for day, number in points if 2 * number >= points[-1][1])
        said.append(f"half of them {name} on {day_name(half)}, all on {day_name(points[-1][0])}")
    return f"{total:,} installations: {'; '.join(said)}."


def lanes_words(plan: Plan, milestones: Sequence[Milestone]) -> str:
    """What ``lanes_chart`` shows, in words."""
    tested = len({entry.combination_id for entry in plan.entries})
    exits = ", ".join(
        f"{f'track {name} ' if name else ''}on {day_name(day)}" for name, day in sorted(plan.exits.items())
    )
    dates = "; ".join(f"{one.name} {day_name(one.on)}" for one in sorted(milestones, key=lambda each: each.on))
    return f"{tested:,} combinations are tested from {day_name(plan.t0)} on; exit from SIT {exits}. {dates}."


def _nothing(title: str) -> str:
    marks = Marks()
    marks.text(0, 12, "Nothing is planned.")
    return marks.svg(WIDTH, 24, title, "Nothing is planned.")
