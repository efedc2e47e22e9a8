"""How open firmware goes on, when a test begins on it, and where newer firmware is an entry of its own.

What belongs here: the releases that follow what an item is on. What does not: firmware that was replaced before it was
passed (``falls``).

Invariants: each step is an entry, from the day on which the release was received; a generation ends with its final
release. Source: Consultation 2; ``domain.md`` 5; ``returns.md`` 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from eligo.registers.due.facts import FIRMWARE, TESTING, Begun, KnownProduct, Released
from eligo.registers.due.view import Step, View, after, version_of
from eligo.registers.entries import Basis, OpenFirmware, RegisterEntry, Served, Stage
from eligo.registers.replay import Item
from eligo.scheme import NEW
from eligo.terms import TO_BE_CONFIRMED


def firmware_or_testing(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    """Firmware goes on, or a test begins: whichever came first, firmware where both did."""
    if view.rules.shown_by(item.latest.state) is None:
        return
    found = [*_firmware(view, known, item), *_testing(view, known, item)]
    found.sort(key=lambda step: step.entry.effective_on)
    yield from found[:1]


def _firmware(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    latest = item.latest
    due = due_release(view, known, latest)
    if due is None or not any(one.device_type in known.open_types for one in latest.firmware):
        return
    entry = after(latest, latest.state, Basis(FIRMWARE, due.reference), due.on)
    yield Step(replace(entry, firmware=_on(due, known, latest.firmware)), due.reference)


def _on(due: Released, known: KnownProduct, before: tuple[OpenFirmware, ...]) -> tuple[OpenFirmware, ...]:
    return tuple(
        OpenFirmware(one.device_type, due.stage, due.version) if one.device_type in known.open_types else one
        for one in before
    )


def due_release(view: View, known: KnownProduct, latest: RegisterEntry) -> Released | None:
    """The release that follows what an item is on; ``None`` where nothing does, or where that is final.

    A candidate that was replaced by the day of the item's last entry is passed over.
    """
    stages = {one.stage for one in latest.firmware if one.device_type in known.open_types}
    rows = rows_to_come(view, known)
    if not rows or not stages or Stage.FINAL in stages:
        return None
    rest = rows[-1]
    for row in rows if Stage.CANDIDATE in stages else ():
        for place, one in enumerate(row):
            if (one.stage, one.version) == (Stage.CANDIDATE, version_of(latest)):
                rest = row[place + 1 :]
    return _not_replaced(rest, latest)


def rows_to_come(view: View, known: KnownProduct) -> list[tuple[Released, ...]]:
    """The generations of firmware whose final release no item is on."""
    taken = {version_of(one.latest) for one in view.items(known) if one.latest.is_final}
    return [row for row in known.generations if row[-1].stage is not Stage.FINAL or row[-1].version not in taken]


def _not_replaced(rest: tuple[Released, ...], latest: RegisterEntry) -> Released | None:
    for one, following in pairwise(rest):
        if following.stage is Stage.FINAL or following.on > latest.effective_on:
            return one
    return rest[-1] if rest else None


def _testing(view: View, known: KnownProduct, item: Item) -> Iterator[Step]:
    latest = item.latest
    state = view.state_for(TESTING, latest.state)
    if state is None or state == latest.state:
        return
    counting = (one for one in known.begun if not counts_not(one, known, latest))
    begun = sorted(counting, key=lambda one: (one.on, one.operator, one.version, one.reference))
    for one in begun[:1]:
        basis = Basis(TESTING, one.reference, one.documents, operators=(one.operator,))
        yield Step(after(latest, state, basis, one.on), one.reference)


def counts_not(begun: Begun, known: KnownProduct, latest: RegisterEntry) -> str:
    """Why a test that has begun is none of what an item is on; blank where its results count on that.

    Those on the last candidate count on the final release, too, but for a phase that is passed on that alone; a new
    candidate voids what was before it. Source: ``programme.md`` 2 and "Evidence".
    """
    if not begun.is_asked:
        return "its route has no such phase"
    version = version_of(latest)
    if not latest.firmware or (begun.version == version and latest.is_final):
        return "" if begun.version == version else "no firmware of it is open"
    if begun.needs_final:
        return "that phase is passed on the final release alone"
    if version and begun.version in (version, _last_candidate(known, latest)):
        return ""
    return f"it counts on nothing newer, and its firmware is {version or TO_BE_CONFIRMED}"


def _last_candidate(known: KnownProduct, latest: RegisterEntry) -> str:
    """The candidate before the final release that an item is on; blank where it is on none, or there was none."""
    for row in known.generations if latest.is_final else ():
        if (row[-1].stage, row[-1].version) == (Stage.FINAL, version_of(latest)) and len(row) > 1:
            return row[-2].version
    return ""


def versions_until(known: KnownProduct, latest: RegisterEntry) -> tuple[str, ...]:
    """The versions of an item's generation up to the one that it is on; a blank one where no firmware is open."""
    if not latest.firmware:
        return ("",)
    version = version_of(latest)
    for row in reversed(known.generations):
        versions = [one.version for one in row]
        if version in versions:
            return tuple(versions[: versions.index(version) + 1])
    return (version,) if version else ()


def next_generation(view: View, known: KnownProduct, last: Item) -> Iterator[Step]:
    """Firmware newer than the final release of what is eligible, or was withdrawn with it, is an entry of its own."""
    latest = last.latest
    state = view.state_for(FIRMWARE, NEW)
    rest = [row for row in releases_after(known, latest) if row in rows_to_come(view, known)]
    if not latest.is_final or not rest or state is None or view.counts_as(latest) not in ("eligible", "unlisted"):
        return
    due = _not_replaced(rest[-1], latest)
    if due is None:
        return
    entry = replace(
        after(latest, state, Basis(FIRMWARE, due.reference), due.on),
        generation=latest.generation + 1,
        firmware=_on(due, known, latest.firmware),
        operators=tuple(Served(one.operator, one.route) for one in latest.operators),
    )
    yield Step(entry, f"It is newer than the final release {version_of(latest)}: {due.reference}")


def releases_after(known: KnownProduct, latest: RegisterEntry) -> tuple[tuple[Released, ...], ...]:
    """The generations of firmware after the final release that an item is on; all, where the release is gone."""
    version = version_of(latest)
    for place, row in enumerate(known.generations):
        if (row[-1].stage, row[-1].version) == (Stage.FINAL, version):
            return known.generations[place + 1 :]
    return known.generations if version else ()
