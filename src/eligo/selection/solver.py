"""HiGHS proposes: a set that is probably the best, and multipliers that probably bound it well.

What belongs here: the only use of ``highspy``, whose floating-point answers are proposals. What does not: any
decision; ``search`` checks the set and proves the answer in integers, and is right whatever is proposed here.

``highspy`` is imported inside ``propose``, so that the commands that select nothing, and the checker, never load it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eligo.selection.problem import Demand, Problem, members

if TYPE_CHECKING:
    from highspy import Highs

SIZE_OF_COEFFICIENTS = 10**9
"""Populations are scaled to at most about this, so that a double holds them to a fraction of an installation."""

NODES = 1_000
"""Branch-and-bound nodes that HiGHS may use: a number of nodes, not a time, so that a run can be repeated."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """``chosen`` is a bit set of candidates, 0 where nothing was found; ``multipliers`` are in units of value."""

    chosen: int
    multipliers: tuple[int, ...]
    solver: str


def propose(problem: Problem, demand: Demand) -> Proposal:
    """What HiGHS makes of the problem: most population (it minimises its negative); ties are left to the search."""
    from highspy import Highs, HighsModelStatus, HighsVarType

    scale = max(1, max(one.population for one in problem.candidates) // SIZE_OF_COEFFICIENTS)
    model = Highs()  # type: ignore[no-untyped-call]  # the only call of the library without a signature
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("mip_max_nodes", NODES)):
        model.setOptionValue(option, value)
    coverage_rows = _build(model, problem, demand, scale)
    model.run()
    multipliers = (0,) * len(problem.variants)
    if model.getModelStatus() == HighsModelStatus.kOptimal:
        multipliers = _multipliers(model.getSolution().row_dual, coverage_rows, problem, scale)
    for column in range(len(problem.candidates)):
        model.changeColIntegrality(column, HighsVarType.kInteger)
    model.run()
    shown = model.getSolution().col_value
    chosen = sum(1 << i for i, level in enumerate(shown) if level > 0.5)
    return Proposal(chosen, multipliers, f"HiGHS {model.version()}")


def _build(model: Highs, problem: Problem, demand: Demand, scale: int) -> dict[int, int]:
    """The model's columns and rows; returns the row of each variant that is to be covered."""
    count = len(problem.candidates)
    for i, candidate in enumerate(problem.candidates):
        model.addVar(float(demand.forced >> i & 1), float(not demand.barred >> i & 1))
        model.changeColCost(i, -candidate.population / scale)
    size = float(demand.size or 0)
    _add_row(model, size, size, range(count))
    for group, (least, most) in enumerate(zip(demand.least, demand.most, strict=True)):
        if least or most < count:
            _add_row(model, float(least), float(most), [i for i in range(count) if problem.groups[i] == group])
    rows: dict[int, int] = {}
    for v in members(demand.cover):
        rows[v] = model.getNumRow()
        _add_row(model, 1.0, math.inf, [i for i in range(count) if problem.coverings[i] >> v & 1])
    return rows


def _add_row(model: Highs, lower: float, upper: float, columns: Sequence[int]) -> None:
    model.addRow(lower, upper, len(columns), list(columns), [1.0] * len(columns))


def _multipliers(duals: Sequence[float], rows: dict[int, int], problem: Problem, scale: int) -> tuple[int, ...]:
    """Whole installations, because the certificate is written in them; the sign is the solver's convention."""
    paid = [0] * len(problem.variants)
    for v, row in rows.items():
        if math.isfinite(duals[row]):
            paid[v] = round(abs(duals[row]) * scale) * problem.unit
    return tuple(paid)
