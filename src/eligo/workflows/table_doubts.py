"""What a table of combinations says of what is not known: its columns ``unresolved`` and ``intention_unknown``.

What belongs here: from rows of the table to ``Uncertainty``. What does not: returns, which say much more
(``selection.doubts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.scheme import TableScheme
from eligo.selection import Figure, Interval, Kind, Source, Uncertainty, Waiting
from eligo.workflows.combinations_file import CombinationRow

NOT_IN_A_TABLE = (
    "A table does not say whose figures are in doubt, nor of rows whose combination or count cannot be read, of "
    "suppliers that have not returned, and of figures that two sources state differently."
)
"""What only the returns say."""


def doubts_in(name: str, rows: Sequence[CombinationRow], scheme: TableScheme) -> Uncertainty:
    """The doubts that the rows in scope state; ``name`` is the file's."""
    return Uncertainty(tuple(_waiting(name, rows)), tuple(_figures(name, rows, scheme)), {}, (NOT_IN_A_TABLE,))


def _waiting(name: str, rows: Sequence[CombinationRow]) -> Iterator[Waiting]:
    for row in rows:
        if row.unresolved:
            one_id = row.combination.combination_id
            yield Waiting(_source(Kind.QUARANTINED, name, row), row.unresolved, row.unresolved, frozenset({one_id}))


def _figures(name: str, rows: Sequence[CombinationRow], scheme: TableScheme) -> Iterator[Figure]:
    """None to all of the installations of unknown intention will be enrolled, whichever the population counts."""
    for row in rows:
        unknown, stated = row.intention_unknown, row.population
        counted = scheme.selection.unknown_intention_counts
        most = stated if counted else max(stated, min(stated + unknown, row.deployed))
        population = Interval(max(0, stated - unknown) if counted else stated, stated, most)
        if not population.certain:
            deployed = Interval(row.deployed, row.deployed, row.deployed)
            source = _source(Kind.INTENTION, name, row)
            yield Figure(source, row.combination.combination_id, deployed, population)


def _source(kind: Kind, name: str, row: CombinationRow) -> Source:
    operator = row.combination.operator
    return Source(kind, "", operator, (operator,) if operator else (), name, row.combination.combination_id)
