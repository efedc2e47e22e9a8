"""HiGHS proposes: the best fractional set of a part, and multipliers that probably bound it well.

What belongs here: the only use of ``highspy``, and the translation of its floating-point duals into whole numbers.
What does not: any decision. ``prover`` states nothing that ``columns`` has not found in integers, and is right
whatever is proposed here.

The relaxation holds few columns. Those whose price makes them worth a place are added until none is left, so that a
hundred thousand places cost little more than the few hundred that matter. ``highspy`` is imported when the first
relaxation is made: the commands that select nothing never load it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eligo.selection.columns import INSIDE, OUTSIDE, Columns, Levels, Part, Places, Worths
from eligo.selection.program import Program

_BITS_OF_COSTS = 31
"""Costs are scaled to about so many bits, so that the solver's tolerances are far below one installation."""

_TOLERANCE = 1e-6
_BETTER = 1e-5
"""What a column's price has to be better by for the column to be added: little, for ties are decided by as little."""

_RAY = 1 << 20
"""A ray, whose length is free, becomes whole numbers of about this size."""

_SPARE = 3
"""Columns of every row to begin with, for each place that it asks for: with one, a tight cover may have no set yet,
and what HiGHS says of an empty model costs more than a relaxation."""

_ROUNDS = 200
"""Rounds of new columns after which one relaxation is given up; a few are usual."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """``levels``: the places with a level above nought, and their levels; none where the part seems empty.

    ``multipliers``, one per row and then per row of the part, are times ``Columns.scale``; of an empty part they are
    a ray: with every weight nought they should bring the bound below nought.
    """

    places: Places
    levels: Levels
    multipliers: tuple[int, ...]
    empty: bool

    @property
    def fractional(self) -> tuple[Places, Levels]:
        """The places whose level is neither nought nor one, and these levels."""
        open_ = (self.levels > _TOLERANCE) & (self.levels < 1 - _TOLERANCE)
        return self.places[open_], self.levels[open_]

    @property
    def rounded(self) -> tuple[int, ...]:
        """The places whose level is nearer to one."""
        return tuple(sorted(int(one) for one in self.places[self.levels > 0.5]))

    def less_than_one(self, places: Places) -> tuple[int, ...]:
        """Those of the places that are not taken whole, if their levels come to less than one; else none."""
        left = places[~np.isin(places, self.places[self.levels >= 1 - _TOLERANCE])]
        total = self.levels[np.isin(self.places, left)].sum()
        return tuple(left.tolist()) if total < 1 - _TOLERANCE else ()


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Where the solver stood, in its own words, over so many columns and rows."""

    stands: Any
    columns: int
    rows: int


class Relaxation:
    """One model of the solver, moved from part to part."""

    def __init__(self, program: Program, columns: Columns) -> None:
        from highspy import Highs, kHighsInf

        self._program, self._columns = program, columns
        self._infinite = float(kHighsInf)
        self._own = len(columns.rows)
        self._unlocks = len(program.unlocks)
        self._first_row = 0 if program.size is None else 1
        self._cost_unit = 1 << max(0, columns.heaviest.bit_length() - _BITS_OF_COSTS)
        self._costs: Levels = columns.near / self._cost_unit
        self._part = columns.whole()
        self._held: Places = np.zeros(0, dtype=np.int64)
        self._in_model = np.zeros(columns.count, dtype=bool)
        self._highs: Any = Highs()  # type: ignore[no-untyped-call]  # what is asked of a basis has no signature
        self.solver = f"HiGHS {self._highs.version()}"
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("simplex_strategy", 1)):
            self._highs.setOptionValue(option, value)
        self._add_rows(program)
        self._add(self._start())

    def _add_rows(self, program: Program) -> None:
        """The rows, without places yet: the size, those of the program, and what each unlock pays its own column."""
        size = [] if program.size is None else [(float(program.size), float(program.size))]
        own = [
            (float(row.bound), self._infinite) if row.at_least else (-self._infinite, float(row.bound))
            for row in self._columns.rows
        ]
        low, high = (np.array(ends) for ends in zip(*size, *own, strict=True)) if size or own else (np.zeros(0),) * 2
        none = np.zeros(0, dtype=np.int32)
        self._highs.addRows(len(low), low, high, 0, np.zeros(len(low), dtype=np.int32), none, np.zeros(0))
        gains, ones = self._columns.gains, np.ones(self._unlocks)
        starts = np.arange(self._unlocks, dtype=np.int32)
        costs = np.array([-gain / self._cost_unit for gain in gains], dtype=np.float64)
        of_unlocks = starts + self._first_row + len(program.rows)
        self._highs.addCols(len(gains), costs, 0 * ones, ones, len(gains), starts, of_unlocks, -ones)

    def propose(self, part: Part, basis: Basis | None = None) -> Proposal:
        """The best fractional set of a part, and its multipliers; ``basis`` is one of a part near it."""
        self._move(part)
        if basis is not None:
            self._stand(basis)
        many = max(200, self._program.size or 0)
        for _ in range(_ROUNDS):
            self._highs.run()
            empty, duals = self._duals()
            worth = self._columns.pay(self._costs * (not empty), duals[self._first_row :], part)
            least = -duals[0] if self._first_row else 0.0
            margin = 1e-9 if empty else _BETTER
            better = np.flatnonzero(~self._in_model & (part.state != OUTSIDE) & (worth > least + margin))
            if not len(better):
                break
            self._add(better[np.argsort(-worth[better], kind="stable")[:many]])
            many *= 2
        multipliers = self._whole(duals, empty)
        if empty:
            return Proposal(np.zeros(0, dtype=np.int64), np.zeros(0), multipliers, True)
        levels = np.array(self._highs.getSolution().col_value)[self._unlocks :]
        above = np.flatnonzero(levels > _TOLERANCE)
        return Proposal(self._held[above], levels[above], multipliers, False)

    def refined(self, proposal: Proposal) -> Proposal:
        """The multipliers of the last part proposed once more, by what is left of them in whole numbers.

        The solver's last digits are lost. What the basic columns still miss is computed exactly, and solved for.
        """
        size, scale, part = self._first_row, self._columns.scale, self._part
        _, basic = self._highs.getBasicVariables()
        signs = np.array([*self._columns.signs, *(1 for _ in part.any_of)], dtype=object)
        prices = np.array(proposal.multipliers, dtype=object) * signs
        prices[[-int(one) - 1 - size for one in basic if one < -size]] = 0
        places = self._held[basic[basic >= self._unlocks] - self._unlocks]
        opened = basic[(basic >= 0) & (basic < self._unlocks)]
        gains = np.array(self._columns.gains, dtype=object) * scale
        level = 0
        for _ in range(2):
            worth = Worths(self._columns, part, prices.tolist()).exactly(places)
            missing = np.zeros(len(basic))
            missing[basic >= self._unlocks] = [float(-int(one) - level) for one in worth]
            left = gains[opened] - prices[self._own - self._unlocks :][opened]
            missing[(basic >= 0) & (basic < self._unlocks)] = [float(-int(one)) for one in left]
            _, change = self._highs.getBasisTransposeSolve(missing)
            level += round(float(change[0])) if size else 0
            prices = prices + np.array([round(float(one)) for one in change[size:]], dtype=object)
        return Proposal(proposal.places, proposal.levels, tuple(max(0, int(p)) for p in prices * signs), False)

    def basis(self) -> Basis:
        """Where the solver stands after the last part proposed."""
        return Basis(self._highs.getBasis(), self._highs.getNumCol(), self._highs.getNumRow())

    def _stand(self, basis: Basis) -> None:
        """Go back to a basis: a column that has come since is low, and a row basic."""
        from highspy import HighsBasis, HighsBasisStatus

        columns, rows = self._highs.getNumCol(), self._highs.getNumRow()
        if (columns, rows) == (basis.columns, basis.rows):
            self._highs.setBasis(basis.stands)
            return
        stand = HighsBasis()
        stand.col_status = [*basis.stands.col_status, *[HighsBasisStatus.kLower] * (columns - basis.columns)]
        stand.row_status = [*basis.stands.row_status, *[HighsBasisStatus.kBasic] * (rows - basis.rows)][:rows]
        stand.valid, stand.alien = True, False
        self._highs.setBasis(stand)

    def _start(self) -> Places:
        """Columns to begin with: the heaviest, and of every row so many that a set can probably be made of them."""
        promise = self._costs.copy()
        for unlock in self._program.unlocks:
            promise[list(unlock.members)] += unlock.weight / self._cost_unit
        promise[self._part.state == OUTSIDE] = -1.0
        by_weight = np.argsort(-promise, kind="stable")
        chosen = np.zeros(self._columns.count, dtype=bool)
        chosen[by_weight[: max(1, 2 * (self._program.size or 0))]] = True  # a model without a column has no basis
        ends = np.cumsum(self._columns.widths).tolist()
        for row, end in zip(self._program.rows, ends, strict=False):
            members = self._columns.members[end - len(row.members) : end]
            best = np.argsort(-promise[members], kind="stable")
            chosen[members[best[: _SPARE * row.bound if row.at_least else 0]]] = True
        return np.flatnonzero(chosen)

    def _add_row(self, columns: Sequence[int], low: float, high: float) -> None:
        self._highs.addRow(low, high, len(columns), np.array(columns, dtype=np.int32), np.ones(len(columns)))

    def _add(self, places: Places) -> None:
        size = self._first_row
        rows = self._columns.rows_of[places]
        wide = np.where(rows < self._own, rows + size, -1)
        if size:
            wide = np.concatenate([np.zeros((len(places), 1), dtype=np.int64), wide], axis=1)
        for number, members in enumerate(self._part.any_of):
            mask = np.isin(places, members)
            wide = np.concatenate([wide, np.where(mask, size + self._own + number, -1)[:, None]], axis=1)
        used = wide >= 0
        starts = np.concatenate([[0], np.cumsum(used.sum(axis=1))[:-1]]).astype(np.int32)
        state = self._part.state[places]
        low, high = (state == INSIDE).astype(np.float64), (state != OUTSIDE).astype(np.float64)
        index = wide[used].astype(np.int32)
        costs = -self._costs[places]
        self._highs.addCols(len(places), costs, low, high, len(index), starts, index, np.ones(len(index)))
        self._held = np.concatenate([self._held, places])
        self._in_model[places] = True

    def _move(self, part: Part) -> None:
        """Make the model that of the part: bounds where they differ, and the part's own rows."""
        shared = 0
        for own, other in zip(self._part.any_of, part.any_of, strict=False):
            if own != other:
                break
            shared += 1
        stale = len(self._part.any_of) - shared
        if stale:
            last = self._highs.getNumRow()
            self._highs.deleteRows(stale, np.arange(last - stale, last, dtype=np.int32))
        for members in part.any_of[shared:]:
            places = np.flatnonzero(np.isin(self._held, members)) + self._unlocks
            self._add_row(places.tolist(), 1.0, self._infinite)
        changed = np.flatnonzero(self._part.state[self._held] != part.state[self._held])
        self._part = part
        if len(changed):
            state = part.state[self._held[changed]]
            low, high = (state == INSIDE).astype(np.float64), (state != OUTSIDE).astype(np.float64)
            where = (changed + self._unlocks).astype(np.int32)
            self._highs.changeColsBounds(len(changed), where, low, high)
        lacking = np.flatnonzero((part.state == INSIDE) & ~self._in_model)
        if len(lacking):
            self._add(lacking)

    def _duals(self) -> tuple[bool, Levels]:
        from highspy import HighsModelStatus

        if self._highs.getModelStatus() == HighsModelStatus.kInfeasible:
            _, found, ray = self._highs.getDualRay()
            rows = self._highs.getNumRow()
            return True, np.asarray(ray, dtype=np.float64)[:rows] if found else np.zeros(rows)
        return False, np.array(self._highs.getSolution().row_dual)

    def _whole(self, duals: Levels, empty: bool) -> tuple[int, ...]:
        """Whole multipliers >= 0: of an "at least" row the solver's dual is >= 0, of an "at most" row <= 0."""
        own = duals[self._first_row :] * np.array([*self._columns.signs, *(1 for _ in self._part.any_of)])
        if empty:
            own = own / (float(np.abs(duals).max(initial=0.0)) or 1.0) * _RAY
        else:
            own = own * (self._cost_unit * self._columns.scale)
        return tuple(map(int, np.maximum(np.rint(own), 0.0).tolist()))
