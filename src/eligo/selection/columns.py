"""The program column by column, and the bound that any multipliers give: exact, over arrays of integers.

What belongs here: which rows each place is in, what a place is worth once its rows are paid, and weak duality. What
does not: where multipliers come from (``relaxation``), or what is done with a bound (``prover``).

The bound: for multipliers >= 0, one per row, no set that meets the rows weighs more than the best set of the same
size that need not meet them, when each place is paid the multipliers of its rows (negative for an "at most" row) on
top of its weight, and every row's multiplier times its bound is taken off. All of it is multiplied by ``scale``.
An unlock is a row too, of bound 0: it pays its members, and what its multiplier leaves of its weight is given away.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from eligo.selection.program import NOTHING, Chosen, Program, Row

Levels = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

FREE, INSIDE, OUTSIDE = 0, 1, -1

_EXACT = 2**53
"""Whole numbers up to here are floating-point numbers without loss."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some of the sets: ``state`` says of each place whether it is free, inside or outside.

    ``any_of``: further rows, "of these places at least one is chosen".
    """

    state: npt.NDArray[np.int8]
    any_of: tuple[Chosen, ...] = ()

    def split(self, places: Chosen) -> tuple[Part, Part]:
        """The sets with none of these free places, and those with any of them."""
        without, with_ = self.state.copy(), self.state.copy()
        without[list(places)] = OUTSIDE
        if len(places) > 1:
            return Part(without, self.any_of), Part(with_, (*self.any_of, places))
        with_[list(places)] = INSIDE
        return Part(without, self.any_of), Part(with_, self.any_of)


class Columns:
    """The rows of each place, as a matrix with one line per place, filled up with a row that pays nothing.

    ``rows`` are those of the program and then one per unlock, whose weights are ``gains``. ``scale``: that of the whole
    whose kernel the program is, or else one that keeps what rounding costs below one unit of weight. ``scarcity`` is
    the greater, the fewer others can stand for a place in the "at least" rows that it is in.
    """

    def __init__(self, program: Program, scale: int | None = None) -> None:
        self.program = program
        self.count = len(program.weights)
        self.rows = (*program.rows, *(Row(one.name, one.members, True, 0) for one in program.unlocks))
        self.gains = [one.weight for one in program.unlocks]
        self.signs = [1 if row.at_least else -1 for row in self.rows]
        self.widths: Places = np.array([len(row.members) for row in self.rows], dtype=np.int64)
        """How many members each row has; ``members`` are all of them, row by row."""
        flat = itertools.chain.from_iterable(row.members for row in self.rows)
        self.members: Places = np.fromiter(flat, dtype=np.int64, count=int(self.widths.sum()))
        self.rows_of = self._matrix()
        self.heaviest = max([*program.weights, *self.gains], default=0)
        self.near: Levels = np.array(program.weights, dtype=np.float64)
        widest = int(self.widths.max(initial=0))
        rounding = (program.size or self.count) * self.rows_of.shape[1] + len(self.rows) + widest
        self.scale: int = scale or 1 << (rounding.bit_length() + 1)
        scarce = [1 / len(row.members) if row.at_least and row.members else 0.0 for row in program.rows]
        self.scarcity: Levels = np.array([*scarce, *[0.0] * (len(self.gains) + 1)])[self.rows_of].sum(axis=1)
        self._paying = -1 not in self.signs
        self._given = [gain * self.scale for gain in self.gains]
        self.least = np.array([row.bound if row.at_least else 0 for row in program.rows])
        self.most = np.array([self.count if row.at_least else row.bound for row in program.rows])

    def whole(self) -> Part:
        """Every set that the program allows by place."""
        state = np.zeros(self.count, dtype=np.int8)
        state[list(self.program.outside)] = OUTSIDE
        return Part(state)

    def allows(self, chosen: Chosen, part: Part) -> bool:
        """Whether a set is in a part, own rows of the part aside, and meets everything that is asked."""
        held = np.zeros(self.count, dtype=bool)
        held[list(chosen)] = True
        if (self.program.size is not None and len(chosen) != self.program.size) or (
            held[part.state == OUTSIDE].any() or not held[part.state == INSIDE].all()
        ):
            return False
        counts = np.bincount(self.rows_of[held].ravel(), minlength=len(self.rows) + 1)[: len(self.program.rows)]
        return bool((counts >= self.least).all() and (counts <= self.most).all())

    def weight(self, chosen: Chosen) -> int:
        """What a set weighs."""
        opened = np.bincount(self.rows_of[list(chosen)].ravel(), minlength=len(self.rows) + 1)
        unlocked = opened[len(self.program.rows) : len(self.rows)]
        own = sum(self.program.weights[place] for place in chosen)
        return own + sum(gain for gain, count in zip(self.gains, unlocked, strict=True) if count)

    def missed(self, part: Part) -> int | None:
        """The number of a row that no set of the part meets, since too many of its places are outside, or inside."""
        few, many = (
            np.bincount(self.rows_of[held].ravel(), minlength=len(self.rows) + 1)[: len(self.program.rows)]
            for held in (part.state == INSIDE, part.state != OUTSIDE)
        )
        found = np.flatnonzero((many < self.least) | (few > self.most)).tolist()
        any_of = enumerate(part.any_of, start=len(self.rows))
        found += [number for number, places in any_of if (part.state[list(places)] == OUTSIDE).all()]
        return found[0] if found else None

    def pay(self, weights: Levels, prices: Levels, part: Part) -> Levels:
        """What each place is nearly worth at these signed prices: of the rows, then of the part's own rows."""
        own = len(self.rows)
        padded = np.append(prices[:own], 0.0)
        worth: Levels = weights + padded[self.rows_of].sum(axis=1)
        for price, places in zip(prices[own:], part.any_of, strict=True):
            if price:
                worth[list(places)] += price
        return worth

    def bound(self, part: Part, multipliers: Sequence[int], *, weighed: bool = True) -> int | None:
        """No set of the part weighs more, times ``scale``; ``None`` where its places alone leave no set.

        ``multipliers`` >= 0, of the rows and then of the part's own. Not ``weighed``: with every weight nought.
        """
        inside, free = np.flatnonzero(part.state == INSIDE), np.flatnonzero(part.state == FREE)
        needed = None if self.program.size is None else self.program.size - len(inside)
        if needed is not None and not 0 <= needed <= len(free):
            return None
        worths = Worths(self, part, self.prices(multipliers, part), weighed=weighed)
        best = worths.positive(free) if needed is None else worths.largest(free, needed)
        return sum(worths.exactly(inside)) + sum(best) - self._due(part, multipliers, weighed)

    def bounds_with(self, multipliers: Sequence[int]) -> list[int]:
        """For each place: no set that has it weighs more, times ``scale``."""
        part = self.whole()
        bound = self.bound(part, multipliers)
        if bound is None:
            return [NOTHING] * self.count
        worths = Worths(self, part, self.prices(multipliers, part))
        size, free = self.program.size, np.flatnonzero(part.state == FREE)
        last = min(worths.largest(free, size)) if size else 0
        return [bound + min(0, one - last) for one in worths.exactly(np.arange(self.count))]

    def narrowed(self, part: Part, multipliers: Sequence[int], least: int) -> Part:
        """The part without sets that weigh less than ``least``, as far as one place at a time shows it.

        A place is outside if no set with it weighs as much, and inside if no set without it does.
        """
        bound = self.bound(part, multipliers)
        free = np.flatnonzero(part.state == FREE)
        needed = (self.program.size or 0) - int((part.state == INSIDE).sum())
        if bound is None or self.program.size is None or not 0 < needed < len(free):
            return part
        worths = Worths(self, part, self.prices(multipliers, part))
        next_, last = sorted(worths.largest(free, needed + 1))[:2]
        short = least * self.scale - bound
        narrow = replace(part, state=part.state.copy())
        narrow.state[free[worths.below(free, last + short)]] = OUTSIDE
        narrow.state[free[~worths.below(free, next_ - short + 1)]] = INSIDE
        return narrow

    def prices(self, multipliers: Sequence[int], part: Part) -> list[int]:
        """What each row pays its places: an "at most" row takes."""
        if self._paying:
            return list(multipliers)
        return [m * s for m, s in zip(multipliers, [*self.signs, *(1 for _ in part.any_of)], strict=True)]

    def _due(self, part: Part, multipliers: Sequence[int], weighed: bool) -> int:
        """What the rows take off again, less what is given away."""
        prices = self.prices(multipliers, part)
        due = sum(price * row.bound for price, row in zip(prices, self.program.rows, strict=False) if price)
        due += sum(prices[len(self.rows) :])
        if weighed:
            paid = prices[len(self.program.rows) : len(self.rows)]
            due -= sum(self._given) - sum(map(min, self._given, paid))
        return due

    def _matrix(self) -> Places:
        """The rows of each place."""
        row_of = np.repeat(np.arange(len(self.rows)), self.widths)
        order = np.argsort(self.members, kind="stable")
        members, row_of = self.members[order], row_of[order]
        held = np.bincount(members, minlength=self.count)
        matrix = np.full((self.count, max(1, int(held.max(initial=0)))), len(self.rows), dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(held)[:-1]])
        matrix[members, np.arange(len(members)) - starts[members]] = row_of
        return matrix


class Worths:
    """What each place is worth once its rows have paid, times the scale: nearly for all, exactly where it decides."""

    def __init__(self, columns: Columns, part: Part, prices: Sequence[int], *, weighed: bool = True) -> None:
        self._columns, self._part, self._prices, self._weighed = columns, part, prices, weighed
        weights = columns.near * (columns.scale * weighed)
        near = np.array(prices, dtype=np.float64)
        self._near = columns.pay(weights, near, part)
        terms = columns.rows_of.shape[1] + len(part.any_of)
        reach = (columns.heaviest * columns.scale + float(np.sort(np.abs(near))[-terms:].sum())) * (1 + 2**-40)
        self._error = 0.0 if reach < _EXACT else reach * (terms + 8) / _EXACT

    def exactly(self, places: Places) -> list[int]:
        """Whole numbers, one per place."""
        if not self._error:
            return [int(one) for one in self._near[places]]
        columns, own = self._columns, len(self._columns.rows)
        padded = np.array([*self._prices[:own], 0], dtype=object)
        worth = padded[columns.rows_of[places]].sum(axis=1)
        if self._weighed:
            worth = worth + np.array([columns.program.weights[place] for place in places], dtype=object) * columns.scale
        for price, of in zip(self._prices[own:], self._part.any_of, strict=True):
            if price:
                worth[np.isin(places, of)] += price
        return list(worth)

    def largest(self, places: Places, number: int) -> list[int]:
        """The greatest of the places' worths, so many."""
        if not number:
            return []
        near = self._near[places]
        last = np.partition(near, len(near) - number)[len(near) - number]
        return heapq.nlargest(number, self.exactly(places[near >= last - 2 * self._error]))

    def positive(self, places: Places) -> list[int]:
        """Those of the places' worths that are above 0."""
        return [one for one in self.exactly(places[self._near[places] > -self._error]) if one > 0]

    def below(self, places: Places, limit: int) -> npt.NDArray[np.bool_]:
        """Of each place whether its worth is below a limit."""
        near, error = self._near[places], self._error + abs(float(limit)) / _EXACT
        found: npt.NDArray[np.bool_] = near < float(limit)
        doubtful = np.flatnonzero(np.abs(near - float(limit)) <= 2 * error)
        found[doubtful] = [one < limit for one in self.exactly(places[doubtful])]
        return found
