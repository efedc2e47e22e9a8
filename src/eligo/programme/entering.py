"""In which order the selected enter integration testing, and what no order is better than.

What belongs here: orders of tracks where each has an exit of its own, and the proof that holds for every order. What
does not: what follows from one order (``stage``).

Where all leave together no order ends sooner than that in which firmware comes, since each combination takes as long as
any other. Where each track leaves by itself it matters who is first: every order of whole tracks is tried, and every
order of entry that no other betters (``entry_orders``).

For the bound no plan is left out: each of those orders of entry has a bound of its own, and the least of them holds;
the first of an operator that has none selected may be anywhere in them. Where they are too many, the last of each track
passes in some order, and then none before all of the tracks that are not later could have passed; each operator's
migration testing then is as if the lanes were its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from eligo.programme.entry_orders import EntryOrders
from eligo.programme.frame import Frame
from eligo.programme.lists import densest_first
from eligo.programme.model import ExitRule
from eligo.programme.order import Ordered, order
from eligo.programme.stage import (
    Placed,
    Stage,
    in_room,
    in_turn,
    lanes_after,
    placed_already,
    placed_at,
    room,
    stage_of,
)

MOST_TRACKS = 4
"""Of more tracks with exits of their own only the order in which firmware comes is tried."""


MOST_ENTRIES = 24
"""Of more orders of entry that differ in what matters the orders are bounded in which whole tracks may pass."""

MOST_ORDERS = 6
"""Of more orders of passing that lead to different exits each track is bounded as if it were alone."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What no plan is better than in which the selected enter in that order (``entries``, by place) or the last of each
    track passes in that ``order``; without either, whatever the order.
    """

    order: tuple[str, ...]
    stage: Stage = field(repr=False)
    ordered: Ordered = field(repr=False)
    entries: tuple[int, ...] | None = None

    @property
    def bound(self) -> int:
        """In installation-days."""
        return self.stage.fixed + self.ordered.bound


@dataclass(frozen=True, slots=True)
class Proof:
    """That no plan of a set has fewer installation-days than ``bound``, in whichever order tracks pass."""

    orders: tuple[Passing, ...]

    @property
    def bound(self) -> int:
        """In installation-days."""
        return min(one.bound for one in self.orders)


def proof_of(stage: Stage, ordered: Ordered, parts: int) -> Proof:
    """The proof for every order of entry; ``ordered`` is that of the stage's own queue."""
    alone, names = relaxed_of(stage), sorted(_groups(stage))
    if stage.frame.programme.exit_rule is ExitRule.JOINT or len(names) < 2:
        return Proof((Passing((), alone, _bounded(alone, stage, ordered, parts)),))
    every = [(entries, _entering_in(entries, alone)) for entries in _entries(stage) or ()]
    if 0 < len(every) <= MOST_ENTRIES:
        found = [Passing((), one, _bounded(one, stage, ordered, parts), entries) for entries, one in every]
    else:
        found = [Passing(names, one, _bounded(one, stage, ordered, parts)) for names, one in _orders(names, alone)]
    return Proof(tuple(found))


def _bounded(relaxed: Stage, stage: Stage, ordered: Ordered, parts: int) -> Ordered:
    """What no plan of that stage is better than; more parts only where the plan at hand might be worse."""
    if (relaxed.queue, relaxed.fixed) == (stage.queue, stage.fixed):
        return ordered
    found = order(relaxed.queue, parts=min(parts, 1))
    if relaxed.fixed + found.bound < stage.fixed + ordered.cost:
        found = order(relaxed.queue, parts=parts)
    return found


def _entries(stage: Stage) -> list[tuple[int, ...]] | None:
    """The orders of entry that matter; ``None`` where they are too many."""
    already = placed_already(stage.frame, stage.selected, stage.firsts)
    return EntryOrders(stage.frame, stage.selected, {*stage.firsts.values()}, already).orders()


def _entering_in(entries: Sequence[int], alone: Stage) -> Stage:
    """The set as if those entered in that order, each as soon as a lane is free."""
    frame = alone.frame
    already = placed_already(frame, alone.selected, alone.firsts)
    free, placed = sorted(lanes_after(frame, already.values()).values()), dict(alone.placed)
    for place in entries:
        start = max(free.pop(0), frame.enters[place])
        placed[place] = placed_at(frame, place in alone.selected, start, 1)
        free = sorted([*(max(day, start) for day in free), placed[place].end])
    return stage_of(frame, alone.selected, placed)


def _orders(names: list[str], alone: Stage) -> list[tuple[tuple[str, ...], Stage]]:
    """The orders in which tracks may pass, and what follows from each; those left out that lead to no earlier exit than
    another.
    """
    if len(names) > MOST_TRACKS:
        return [((), alone)]
    found: list[tuple[tuple[str, ...], Stage]] = []
    for order_ in permutations(names):
        one = _passing_in(order_, alone)
        if not any(_no_later(other, one) for _, other in found):
            found = [(known, other) for known, other in found if not _no_later(one, other)]
            found.append((order_, one))
    several = len(found) <= MOST_ORDERS and not any(_no_later(one, alone) for _, one in found)
    return found if several else [((), alone)]


def _no_later(one: Stage, other: Stage) -> bool:
    return all(one.exits[name].end <= leaves.end for name, leaves in other.exits.items())


def _passing_in(names: tuple[str, ...], alone: Stage) -> Stage:
    """The set as if the last of each track passed as soon as all of the tracks up to it could have."""
    frame, groups, placed = alone.frame, _groups(alone), dict(alone.placed)
    already, before = placed_already(frame, alone.selected, alone.firsts), list[int]()
    for name in names:
        before += groups[name]
        together = in_turn(frame, before, already)
        last = max(together[place].end for place in before)
        placed |= {place: replace(placed[place], end=last) for place in groups[name]}
    return stage_of(frame, alone.selected, placed)


def entered(frame: Frame, chosen: Collection[int]) -> Stage:
    """What follows from a set where it enters in the best order that is tried."""
    stage = stage_of(frame, chosen)
    if frame.programme.exit_rule is ExitRule.JOINT:
        return stage
    others = [stage_of(frame, chosen, placed) for placed in (*_by_tracks(stage), *_by_entries(stage))]
    return min([stage, *others], key=lambda one: one.fixed + one.queue.cost(densest_first(one.queue)))


def relaxed_of(stage: Stage) -> Stage:
    """The same set as if each exit's own, and each operator's first, had the integration lanes to themselves, and
    every combination were the first to pass its migration testing, since any of a track may enter before the others.

    It is the stage itself where all leave together and no first combination may delay them.
    """
    frame, given = stage.frame, stage.frame.programme
    if given.exit_rule is ExitRule.JOINT and not given.migration_may_delay:
        return stage
    already = placed_already(frame, stage.selected, stage.firsts)
    placed = dict(already)
    for own in _groups(stage).values():
        alone = in_turn(frame, own, already)
        placed |= {place: alone[place] for place in own}
    for place in stage.firsts.values():
        placed.setdefault(place, _at_once(frame, place, False))
    for place in {*stage.selected} - already.keys():
        placed[place] = replace(placed[place], migrated=_at_once(frame, place, True).migrated)
    return stage_of(frame, stage.selected, placed)


def _at_once(frame: Frame, place: int, selected: bool) -> Placed:
    """Its testing in an integration lane as if nothing else were there."""
    return placed_at(frame, selected, max(frame.enters[place], frame.lanes_from[0]), 1)


def _groups(stage: Stage) -> dict[str, list[int]]:
    """The selected by the exit that they leave with."""
    found: dict[str, list[int]] = {}
    for place in stage.selected:
        found.setdefault(stage.frame.group(place), []).append(place)
    return found


def _by_tracks(stage: Stage) -> Iterator[dict[int, Placed]]:
    """Everything in the integration lanes, one track after the other, in every order of tracks.

    A later one takes the room that an earlier one leaves while it waits for its firmware: the first combination of an
    operator, which takes what is left, would else be in the way of a selected one. Within a track those enter first by
    which an operator's migration testing passes that has none before.
    """
    frame, groups = stage.frame, _groups(stage)
    for names in permutations(sorted(groups)) if len(groups) <= MOST_TRACKS else ():
        placed = placed_already(frame, stage.selected, stage.firsts)
        for name in names:
            for own in _firsts_apart(frame, groups[name], placed):
                placed = in_room(frame, own, placed)
        yield _with_firsts(stage, placed)


def _by_entries(stage: Stage) -> Iterator[dict[int, Placed]]:
    """Everything in the integration lanes, in every order of entry that matters, where those are not too many."""
    entries = _entries(stage) if len(_groups(stage)) > 1 else None
    for each in entries if entries and len(entries) <= MOST_ENTRIES else ():
        placed = placed_already(stage.frame, stage.selected, stage.firsts)
        for place in (one for one in each if one in stage.selected):
            placed = in_room(stage.frame, [place], placed)
        yield _with_firsts(stage, placed)


def _with_firsts(stage: Stage, placed: dict[int, Placed]) -> dict[int, Placed]:
    """With the first combination of each operator that has none selected in the room that the selected leave."""
    frame = stage.frame
    for place in sorted({*stage.firsts.values()} - placed.keys()):
        placed[place] = room(frame, placed.values(), max(frame.enters[place], frame.lanes_from[0]))
    return placed


def _firsts_apart(frame: Frame, own: list[int], placed: Collection[int]) -> tuple[list[int], list[int]]:
    """The largest of each operator of which none is placed; and the others."""
    known = {frame.operators[place] for place in placed}
    opens = {frame.operators[place]: place for place in sorted(own, reverse=True)}
    ahead = [place for who, place in opens.items() if who not in known]
    return ahead, [place for place in own if place not in ahead]
