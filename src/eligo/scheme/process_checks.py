"""Whether the process of a scheme fits together: tracks, phases, steps, deadlines and published tables.

What belongs here: checks over what follows what. What does not: what a fleet is (``checks``).

Invariant: as in ``checks``: a check adds mistakes and changes nothing, and judges nothing that was not read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from eligo.scheme.checks import check_different, check_known
from eligo.scheme.clauses import UNREAD_TIME
from eligo.scheme.lines import Path
from eligo.scheme.model import Scheme, Step
from eligo.scheme.read import UNREAD, UNREAD_DATE, Mistakes
from eligo.scheme.rule_checks import alias_meanings
from eligo.terms import Route


def way(links: Mapping[str, Sequence[str]], start: str, goal: str) -> tuple[str, ...]:
    """A shortest way of at least one link from start to goal, both named; empty where there is none.

    >>> way({"a": ["b"], "b": ["a"]}, "a", "a")
    ('a', 'b', 'a')
    """
    ways: list[tuple[str, ...]] = [(start, following) for following in links.get(start, ())]
    reached = {following for _, following in ways}
    for known in ways:
        if known[-1] == goal:
            return known
        for following in links.get(known[-1], ()):
            if following not in reached:
                reached.add(following)
                ways.append((*known, following))
    return ()


def check_no_circle(mistakes: Mistakes, links: Mapping[str, Sequence[str]], paths: Mapping[str, Path]) -> None:
    """Nothing may wait for itself; each circle is named once."""
    named: set[str] = set()
    for name in links:
        if name not in named and (circle := way(links, name, name)):
            named.update(circle)
            mistakes.add(paths[name], f"found a circle ({' after '.join(circle)}), expected an order")


def check_tracks(scheme: Scheme, mistakes: Mistakes) -> None:
    """A track serves hardware of device types whose firmware is open, and no hardware is in two tracks."""
    variants: list[tuple[str, Path]] = []
    for place, track in enumerate(scheme.tracks):
        for number, variant in enumerate(track.variants):
            path: Path = ("firmware_track", place, "variants", number)
            variants.append((variant, path))
            if variant != UNREAD:
                _check_variant(scheme, mistakes, path, variant)
        if track.later_than:
            later: Path = ("firmware_track", place, "later_than")
            check_known(mistakes, later, track.later_than, [t.id for t in scheme.tracks], "firmware track")
    check_different(mistakes, variants, "hardware variant")
    check_no_circle(
        mistakes,
        {t.id: [t.later_than] for t in scheme.tracks if t.later_than and UNREAD not in (t.id, t.later_than)},
        {t.id: ("firmware_track", place, "later_than") for place, t in enumerate(scheme.tracks)},
    )


def _check_variant(scheme: Scheme, mistakes: Mistakes, path: Path, variant: str) -> None:
    parts = variant.split("|")
    if len(parts) != 4 or not all(part and part == part.strip() for part in parts):
        mistakes.add(path, f"found {variant!r}, expected 'TYPE|manufacturer|model|hardware'")
        return
    devices = {device.name: device for device in scheme.device_types}
    check_known(mistakes, path, parts[0], devices, "device type")
    device = devices.get(parts[0])
    where = next((i for i, d in enumerate(scheme.device_types) if d is device), 0)
    if device and not device.firmware_open and not mistakes.touches(("device_type", where, "firmware_open")):
        mistakes.add(path, f"found {parts[0]!r}, expected a device type with firmware_open = true")
    meanings = alias_meanings(scheme)
    for field, name in (("manufacturer", parts[1]), ("model", parts[2])):
        if (canonical := meanings.get((field, name))) is not None:
            mistakes.add(path, f"found {name!r}, an alias; expected the catalogue's name {canonical!r}")


def check_phases(scheme: Scheme, mistakes: Mistakes) -> None:
    """A phase waits for known phases, and never for itself."""
    known = [phase.id for phase in scheme.phases]
    for place, phase in enumerate(scheme.phases):
        for number, earlier in enumerate(phase.after):
            check_known(mistakes, ("phase", place, "after", number), earlier, known, "phase")
    check_no_circle(
        mistakes,
        {phase.id: phase.after for phase in scheme.phases if phase.id != UNREAD},
        {phase.id: ("phase", place, "after") for place, phase in enumerate(scheme.phases)},
    )


def check_steps(scheme: Scheme, mistakes: Mistakes) -> None:
    """The diagram has one start, every box is reached from it, and every answer leads to a box."""
    known = [step.id for step in scheme.steps]
    links: dict[str, list[str]] = {}
    for place, step in enumerate(scheme.steps):
        links.setdefault(step.id, []).extend(following for following, _ in step.next)
        for number, (following, _) in enumerate(step.next):
            check_known(mistakes, ("step", place, "next", number), following, known, "step")
        if not mistakes.touches(("step", place, "next")):
            _check_answers(mistakes, ("step", place, "next"), step)
    if not scheme.steps or mistakes.touches(("step",)):
        return
    starts = [place for place, step in enumerate(scheme.steps) if step.kind == "start"]
    if len(starts) != 1:
        path: Path = ("step", starts[1], "kind") if starts else ("step",)
        mistakes.add(path, f"found {len(starts)} steps with kind = 'start', expected exactly one")
        return
    for place, step in enumerate(scheme.steps):
        if place != starts[0] and not way(links, scheme.steps[starts[0]].id, step.id):
            mistakes.add(("step", place), f"found no way from the start to {step.id!r}, expected one")


def _check_answers(mistakes: Mistakes, path: Path, step: Step) -> None:
    answers = [answer for _, answer in step.next]
    if step.kind == "end" and answers:
        mistakes.add(path, "found steps after an end, expected next = []")
    elif step.kind in ("start", "task") and answers != [""]:
        mistakes.add(
            path,
            f'found {len(answers)} ways on from a {step.kind}, expected one without answer: [["...", ""]]',
        )
    elif step.kind == "question" and (len(answers) < 2 or "" in answers or len(set(answers)) < len(answers)):
        mistakes.add(path, "found answers that do not tell the ways on apart, expected two or more different ones")


def check_deadlines(scheme: Scheme, mistakes: Mistakes) -> None:
    """Responses close, then the consultation is concluded, then the document is designated."""
    consultation = scheme.consultation
    deadlines = (
        ("closes", UNREAD_DATE if consultation.closes == UNREAD_TIME else consultation.closes.date()),
        ("concludes", consultation.concludes),
        ("designation", consultation.designation),
    )
    for (earlier, first), (later, then) in pairwise(deadlines):
        if UNREAD_DATE not in (first, then) and then < first:
            mistakes.add(("consultation", later), f"found {then}, expected {first} ({earlier}) or a later date")


def check_paper(scheme: Scheme, mistakes: Mistakes) -> None:
    """Rows of the published tables show devices that there are, and every route has a published name."""
    types = [device.name for device in scheme.device_types]
    for place, row in enumerate(scheme.paper.rows):
        if "." in row.show:
            check_known(mistakes, ("paper", "row", place, "show"), row.show.split(".")[0], types, "device type")
    path: Path = ("paper", "route_labels")
    routes = [route.value for route in Route]
    for route in scheme.paper.route_labels:
        check_known(mistakes, (*path, route), route, routes, "route")
    missing = [route for route in routes if route not in scheme.paper.route_labels]
    if missing and not mistakes.touches(path):
        mistakes.add(path, f"found no label for {', '.join(map(repr, missing))}, expected one for every route")


PROCESS_CHECKS = (check_tracks, check_phases, check_steps, check_deadlines, check_paper)
"""The checks of the process, in the order in which they run."""
