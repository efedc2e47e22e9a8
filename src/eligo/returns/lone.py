"""A value that one row of an operator has, where all its others have another: mostly a slip of the hand.

What belongs here: looking across rows for such a value, where no list says what may stand. What does not: whether a
value may stand in its cell (``returns.checks``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from eligo.catalogue import fold
from eligo.findings import Issue
from eligo.returns.columns import CheckedColumn
from eligo.returns.sorting import Words

_FEWEST_OTHERS = 9
"""So many rows of the operator have one and the same other value."""


def lone_values(columns: Sequence[CheckedColumn], operator: str, words: Words) -> Iterator[tuple[int, Issue]]:
    """(index of the row, a warning) for each value of an attribute that has no list, which one row of its operator
    alone has.
    """
    attributes = [one for one in columns if one.check.kind == "attribute"]
    (operators,) = (one for one in attributes if one.check.subject == operator)
    for column in attributes:
        (header,) = column.check.columns
        if header not in words.chosen:
            for code, number, usual, others in _lone(operators, column):
                index = next(
                    i
                    for i, pair in enumerate(zip(operators.numbers, column.numbers, strict=True))
                    if pair == (code, number)
                )
                value, name = column.readings[number].value, operators.readings[code].value
                message = f"The only row of {name} with '{value}'; {others:,} others have '{usual}'."
                yield index, Issue("value-alone", header, value, usual, message)


def _lone(operators: CheckedColumn, column: CheckedColumn) -> Iterator[tuple[int, int, str, int]]:
    """(number of the operator, number of the value, the usual value, how many rows have that)."""
    pairs = Counter(zip(operators.numbers, column.numbers, strict=True))
    keys = [fold(reading.value or "") for reading in column.readings]
    for code, reading in enumerate(operators.readings):
        own = {number: rows for (other, number), rows in pairs.items() if other == code and keys[number]}
        sums: Counter[str] = Counter()
        for number, rows in own.items():
            sums[keys[number]] += rows
        most = max(own, key=own.__getitem__, default=0)
        others = sums[keys[most]] if own and reading.value else 0
        if len(sums) > 1 and others >= _FEWEST_OTHERS and others + len(sums) - 1 == sums.total():
            for number in own:
                if keys[number] != keys[most]:
                    yield code, number, column.readings[most].value, others
