"""Carrying checks out column by column: each distinct set of cells is read once and joined back to its rows.

What belongs here: the engine. What does not: any rule. Another engine (DuckDB, Spark) would carry out the same
checks on the same distinct sets; see the decision record on column-wise intake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eligo.catalogue import TypedCell
from eligo.returns.cells import BLANK
from eligo.returns.checks import Check, Reading


def column_of(rows: Sequence[Sequence[TypedCell]], place: int | None) -> list[TypedCell]:
    """One column of the rows; blank where the sender's table does not have it."""
    if place is None:
        return [BLANK] * len(rows)
    return [row[place] if place < len(row) else BLANK for row in rows]


def carry_out(check: Check, columns: Mapping[str, Sequence[TypedCell]]) -> list[Reading]:
    """One reading per row. The check's function runs once per distinct set of cells."""
    cells = list(zip(*(columns[name] for name in check.columns), strict=True))
    readings = {distinct: check.read(distinct) for distinct in dict.fromkeys(cells)}
    return [readings[row] for row in cells]
