"""What has moved between two runs, combination by combination, in installations that add up.

What belongs here: comparing two estates that have been decided and routed. What does not: which cell of which return
has changed (``estate.change``, whose words for a change are used here), or whether a selection still stands
(``audit``).

Invariant: the sum of the moves is the difference of the totals, to the unit.
Source: issue "certified, explained, and robust", what moved between two rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eligo.estate import FirmwareChange, Trend, firmware_changes, successions, trend
from eligo.terms import Combination


@dataclass(frozen=True, slots=True)
class Placed:
    """A combination as a run has it: its figures in installations, what the scope rules decided, and its route."""

    combination: Combination
    deployed: int
    population: int
    in_scope: bool
    rule: str
    reason: str
    route: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Installations: all that are deployed, those of them in scope, and the population of what is in scope."""

    deployed: int = 0
    in_scope: int = 0
    population: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.deployed + other.deployed, self.in_scope + other.in_scope, self.population + other.population
        )

    def __sub__(self, other: Figures) -> Figures:
        return Figures(
            self.deployed - other.deployed, self.in_scope - other.in_scope, self.population - other.population
        )


@dataclass(frozen=True, slots=True)
class Move:
    """One combination of which something is otherwise; ``None`` where a run does not have it.

    ``combination`` is the one after, or before where it is gone. Where ``firmware`` is changed, ``before`` is the one
    that was there in its place.
    """

    combination: Combination
    before: Placed | None
    after: Placed | None
    firmware: tuple[FirmwareChange, ...] = ()

    @property
    def trend(self) -> Trend:
        """What has become of its deployed installations."""
        if self.firmware:
            return Trend.FIRMWARE
        return trend(*(one.deployed if one else 0 for one in (self.before, self.after)))

    @property
    def figures(self) -> Figures:
        """By how much it changes each total."""
        return figures_of([self.after] if self.after else []) - figures_of([self.before] if self.before else [])

    @property
    def scope_changed(self) -> bool:
        """Whether it is in both runs, under another decision of another rule."""
        return bool(self.before and self.after) and _decided(self.before) != _decided(self.after)

    @property
    def route_changed(self) -> bool:
        """Whether it is in both runs, on another route."""
        return bool(self.before and self.after) and _route(self.before) != _route(self.after)


def _decided(one: Placed | None) -> tuple[bool, str] | None:
    return (one.in_scope, one.rule) if one else None


def _route(one: Placed | None) -> str | None:
    return one.route if one else None


def figures_of(placed: Iterable[Placed]) -> Figures:
    """The totals of some combinations."""
    ones = list(placed)
    inside = [one for one in ones if one.in_scope]
    return Figures(
        sum(one.deployed for one in ones), sum(one.deployed for one in inside), sum(one.population for one in inside)
    )


def moves_between(before: Sequence[Placed], after: Sequence[Placed]) -> tuple[Move, ...]:
    """Every combination of which a figure, the decision, the route or the selection is otherwise.

    The greatest change of deployed installations comes first. A combination of which neither run has an installation
    has not moved.

    >>> def placed(operator, deployed):
    ...     return Placed(Combination(operator, "", ()), deployed, deployed, True, "all", "", "dmct", False)
    >>> found = moves_between([placed("A", 7), placed("B", 2)], [placed("B", 5)])
    >>> [(one.trend.value, one.figures.deployed) for one in found]
    [('gone', -7), ('grown', 3)]
    """
    first, last = _installed(before), _installed(after)
    gone, new = [one for one in first if one not in last], [one for one in last if one not in first]
    became = successions(gone, new)
    replaced = set(became.values())
    found = [Move(one, first.get(became.get(one, one)), last[one], _firmware(became.get(one), one)) for one in last]
    found += [Move(one, first[one], None) for one in gone if one not in replaced]
    return tuple(sorted(filter(_is_moved, found), key=_order))


def _installed(placed: Sequence[Placed]) -> Mapping[Combination, Placed]:
    return {one.combination: one for one in placed if one.deployed or one.population}


def _firmware(before: Combination | None, after: Combination) -> tuple[FirmwareChange, ...]:
    return firmware_changes(before, after) if before else ()


def _is_moved(one: Move) -> bool:
    """Whether anything is otherwise; another wording of the reason moves nothing."""
    if one.before is None or one.after is None:
        return True
    return replace(one.after, reason=one.before.reason) != one.before


def _order(one: Move) -> tuple[int, int, str]:
    return (-abs(one.figures.deployed), -abs(one.figures.population), one.combination.identity)
