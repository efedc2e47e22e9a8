"""The bound of what is said of the cells of one table, and what is said of one that passes it.

What belongs here: counting errors and warnings before any has its place. What does not: what they are.

Invariant: a table beyond the bound is refused with every kind of fault that it has, how many rows have it and which is
the first: nothing is left out of what its sender has to mend; and no more is held than the bound and one column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from eligo.errors import WrongTemplate
from eligo.findings import Severity
from eligo.returns.columns import CheckedColumn
from eligo.returns.sorting import Table

MOST_FAULTS = 500_000
"""Errors and warnings in the cells of one table, some two kilobytes each where they are told one by one."""


def told_one_by_one(table: Table, numbers: Sequence[int], columns: Iterable[CheckedColumn]) -> list[CheckedColumn]:
    """The columns of the rows of these (1-based) numbers. Raises ``WrongTemplate`` where they have more errors and
    warnings than are told one by one.
    """
    rows: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    kept: list[CheckedColumn] = []
    for column in columns:
        kept.append(column)
        for kind, index, count in _faults(column):
            rows[kind] += count
            first[kind] = min(first.get(kind, numbers[index]), numbers[index])
        if rows.total() > MOST_FAULTS:
            kept.clear()
    if rows.total() <= MOST_FAULTS:
        return kept
    place = f"{table.file}{f' [{table.sheet.name}]' if table.sheet.name else ''}"
    raise WrongTemplate(
        f"{table.file} has {rows.total():,} errors and warnings; up to {MOST_FAULTS:,} are told one by one",
        hint="Mend what is wrong in so many rows alike, and send it again.",
        details=[
            f"{place}: column '{_shown(table, name)}', {count:,} rows from row {first[code, name]:,} on [{code}]"
            for (code, name), count in rows.most_common()
        ],
    )


def _faults(column: CheckedColumn) -> Iterable[tuple[tuple[str, str], int, int]]:
    """((code, template column), index of the first row, rows) of each error and warning that was read."""
    faulty = [number for number, reading in enumerate(column.readings) if reading.issues]
    if not faulty:
        return
    rows = Counter(column.numbers)
    first = dict(zip(reversed(column.numbers), range(len(column.numbers) - 1, -1, -1), strict=True))
    for number in faulty:
        for issue in column.readings[number].issues:
            if issue.severity is not Severity.NOTE:
                yield (issue.code, issue.column), first[number], rows[number]


def _shown(table: Table, name: str) -> str:
    """A template column in its sender's words."""
    return table.header.columns[name][1] if name in table.header.columns else name
