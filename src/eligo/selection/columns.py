"""The program column by column, and the bound that any multipliers give: exact, over arrays of integers.

What belongs here: which rows each place is in, what a place is worth once its rows are paid, and weak duality. What
does not: where multipliers come from (``relaxation``), or what is done with a bound (``prover``).

The bound: for multipliers >= 0, one per row, no set that meets the rows weighs more than the best set of the same
size that need not meet them, when each place is paid the multipliers of its rows (negative for an "at most" row) on
top of its weight, and every row's multiplier times its bound is taken off. All of it is multiplied by ``scale``.
An unlock is a row too, of bound 0: it pays its members, and what its multiplier leaves of its weight is given away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from eligo.selection.program import NOTHING, Chosen, Program, Row

Worths = npt.NDArray[Any]
"""One number per place: whole numbers of 64 bits or of any length, or, for the solver, floating-point ones."""
Levels = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

FREE, INSIDE, OUTSIDE = 0, 1, -1

_LARGEST = 2**61
"""Sums up to here are made in 64 bits; beyond, in Python's own integers, which are slower and have any length."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some of the sets: ``state`` says of each place whether it is free, inside or outside.

    ``earlier``: limits, one per further row "of the places below the limit that the claimed set does not have, at
    least one is chosen".
    """

    state: npt.NDArray[np.int8]
    earlier: tuple[int, ...] = ()


class Columns:
    """The rows of each place, as a matrix with one line per place, filled up with a row that pays nothing.

    ``rows`` are those of the program and then one per unlock, whose weights are ``gains``.
    """

    def __init__(self, program: Program, claimed: Sequence[int] = ()) -> None:
        self.program = program
        self.count = len(program.weights)
        self.rows = (*program.rows, *(Row(one.name, one.members, True, 0) for one in program.unlocks))
        self.gains = [one.weight for one in program.unlocks]
        self.signs = [1 if row.at_least else -1 for row in self.rows]
        self.rows_of = _matrix(self.rows, self.count)
        self.heaviest = max([*program.weights, *self.gains], default=0)
        self.weights: Worths = np.array(program.weights, dtype=np.int64 if self.heaviest < _LARGEST else object)
        widest = max((len(row.members) for row in self.rows), default=0)
        rounding = (program.size or self.count) * self.rows_of.shape[1] + len(self.rows) + widest
        self.scale: int = 1 << (rounding.bit_length() + 1)
        self._least = np.array([row.bound if row.at_least else 0 for row in program.rows])
        self._most = np.array([self.count if row.at_least else row.bound for row in program.rows])
        self.claim(claimed)

    def claim(self, claimed: Sequence[int]) -> None:
        """Say which set the limits of ``Part.earlier`` refer to."""
        self.claimed = tuple(claimed)
        self._others = np.ones(self.count, dtype=bool)
        self._others[list(claimed)] = False

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
        return bool((counts >= self._least).all() and (counts <= self._most).all())

    def weight(self, chosen: Chosen) -> int:
        """What a set weighs."""
        opened = np.bincount(self.rows_of[list(chosen)].ravel(), minlength=len(self.rows) + 1)
        unlocked = opened[len(self.program.rows) : len(self.rows)]
        own = sum(self.program.weights[place] for place in chosen)
        return own + sum(gain for gain, count in zip(self.gains, unlocked, strict=True) if count)

    def below(self, limit: int) -> npt.NDArray[np.bool_]:
        """The places below a limit that the claimed set does not have."""
        mask = self._others.copy()
        mask[limit:] = False
        return mask

    def pay(self, weights: Worths, prices: Worths, part: Part) -> Worths:
        """What each place is worth at these signed prices: of the rows, then of the part's own rows."""
        own = len(self.rows)
        padded = np.zeros(own + 1, dtype=prices.dtype)
        padded[:own] = prices[:own]
        worth: Worths = weights + padded[self.rows_of].sum(axis=1)
        for price, limit in zip(prices[own:], part.earlier, strict=True):
            worth[self.below(limit)] += price
        return worth

    def bound(self, part: Part, multipliers: Sequence[int], *, weighed: bool = True) -> int | None:
        """No set of the part weighs more, times ``scale``; ``None`` where its places alone leave no set.

        ``multipliers`` >= 0, of the rows and then of the part's own. Not ``weighed``: with every weight nought.
        """
        inside, free = part.state == INSIDE, part.state == FREE
        needed = None if self.program.size is None else self.program.size - int(inside.sum())
        if needed is not None and not 0 <= needed <= int(free.sum()):
            return None
        worth, due = self._paid(part, multipliers, weighed)
        return _total(worth[inside]) + _most(worth[free], needed) - due

    def bounds_with(self, multipliers: Sequence[int]) -> list[int]:
        """For each place: no set that has it weighs more, times ``scale``."""
        part = self.whole()
        bound = self.bound(part, multipliers)
        if bound is None:
            return [NOTHING] * self.count
        worth, _ = self._paid(part, multipliers, weighed=True)
        free = worth[part.state == FREE]
        last = (
            0
            if self.program.size is None
            else int(np.partition(free, len(free) - self.program.size)[-self.program.size])
        )
        return [bound + min(0, int(one) - last) for one in worth]

    def _paid(self, part: Part, multipliers: Sequence[int], weighed: bool) -> tuple[Worths, int]:
        """What each place is worth once its rows have paid, and what the rows take off again."""
        prices = [m * s for m, s in zip(multipliers, [*self.signs, *(1 for _ in part.earlier)], strict=True)]
        reach = self.heaviest * self.scale + sum(sorted(multipliers)[-self.rows_of.shape[1] - len(part.earlier) :])
        kind = np.int64 if reach < _LARGEST and max(multipliers, default=0) < _LARGEST else object
        weights = self.weights.astype(kind) * self.scale if weighed else np.zeros(self.count, dtype=kind)
        worth = self.pay(weights, np.array(prices, dtype=kind), part)
        due = sum(p * row.bound for p, row in zip(prices, self.rows, strict=False) if p) + sum(prices[len(self.rows) :])
        if weighed:
            paid = prices[len(self.program.rows) : len(self.rows)]
            due -= sum(max(0, gain * self.scale - price) for gain, price in zip(self.gains, paid, strict=True))
        return worth, due


def _matrix(rows: Sequence[Row], count: int) -> Places:
    if not rows:
        return np.zeros((count, 1), dtype=np.int64)
    members = np.concatenate([np.array(row.members, dtype=np.int64) for row in rows])
    row_of = np.repeat(np.arange(len(rows)), [len(row.members) for row in rows])
    order = np.argsort(members, kind="stable")
    members, row_of = members[order], row_of[order]
    held = np.bincount(members, minlength=count)
    matrix = np.full((count, max(1, int(held.max(initial=0)))), len(rows), dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(held)[:-1]])
    matrix[members, np.arange(len(members)) - starts[members]] = row_of
    return matrix


def _total(worth: Worths) -> int:
    return sum(int(one) for one in worth)


def _most(worth: Worths, needed: int | None) -> int:
    """The greatest sum of ``needed`` of them; of any number of them where ``None``."""
    if needed is None:
        return _total(worth[worth > 0])
    if needed == 0:
        return 0
    if worth.dtype == object:
        return sum(sorted(worth.tolist())[-needed:])
    return _total(np.partition(worth, len(worth) - needed)[len(worth) - needed :])
