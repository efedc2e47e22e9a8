"""Decisions that the test of one combination stands for another: a table, read and attached to the candidates.

What belongs here: what a selection takes of a table. What does not: the table's form and its mistakes
(``programme.equivalence``), deciding on equivalence, which people do, or what follows from it for the selection
(``selection.problem``). Relations are directed and never chained.
Source: ``programme.md`` 4; Consultation, "substantively equivalent"; SEC F2.10A.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from eligo.artefacts import BASES, csv_bytes
from eligo.errors import BadDecisions
from eligo.findings import Finding, Severity, line_of
from eligo.programme import Pair, read_equivalences
from eligo.terms import Candidate, Combination
from eligo.workflows.inputs import InputFile
from eligo.workflows.table_lines import TableLines

EQUIVALENCES = "equivalences"
"""The role of a file that says whose test stands for whose."""

KEPT_EQUIVALENCES = "equivalences-kept"
"""The role of the table of all that a workspace keeps, of which a run follows those about its combinations."""


def relations_of(
    name: str, content: bytes, known: Mapping[str, Combination], day: date | None, *, leaving_unknown: bool = False
) -> tuple[Pair, ...]:
    """The relations of a table that hold on a day, in its order. ``known`` are all combinations, in scope and out.

    Of no day, whatever has been withdrawn does not hold, and nothing has expired. ``leaving_unknown`` leaves decisions
    about other combinations out. Raises ``BadDecisions`` with every mistake at its cell.
    """
    read = read_equivalences(name, content, known, leaving_unknown=leaving_unknown)
    if read.equivalences is None:
        raise bad_equivalences(name, read.findings)
    return tuple(one.pair for one in read.equivalences.in_force(day))


def with_bases(candidates: Sequence[Candidate], relations: Iterable[Pair]) -> list[Candidate]:
    """The candidates, each with those whose test stands for its own by the relations, besides those that it has."""
    bases: dict[str, set[str]] = {}
    for claimed, tested in relations:
        bases.setdefault(claimed, set()).add(tested)
    return [replace(one, bases=one.bases | bases.get(one.combination_id, set())) for one in candidates]


def with_relations(table: TableLines, ids: Sequence[str], relations: Iterable[Pair]) -> bytes:
    """A table of combinations with the relations in its column ``equivalent_to``, besides those that it has.

    ``ids``: of the combination of each line, in their order.
    """
    header, rows = [*table.header], [[*cells] for _, cells in table.lines]
    if BASES not in header:
        header, rows = [*header, BASES], [[*row, ""] for row in rows]
    column, holding = header.index(BASES), tuple(relations)
    for own, row in zip(ids, rows, strict=True):
        added = {tested for claimed, tested in holding if claimed == own}
        row[column] = " ".join(sorted({*row[column].split(), *added}))
    return csv_bytes(header, rows)


def equivalences_in(
    inputs: Iterable[InputFile], known: Mapping[str, Combination], day: date | None
) -> tuple[Pair, ...]:
    """The relations among some inputs. Raises as ``relations_of`` does."""
    return tuple(
        one
        for file in inputs
        if file.role in (EQUIVALENCES, KEPT_EQUIVALENCES)
        for one in relations_of(file.name, file.content, known, day, leaving_unknown=file.role == KEPT_EQUIVALENCES)
    )


def bad_equivalences(name: str, findings: Sequence[Finding]) -> BadDecisions:
    """What ends a command where a table of equivalences has errors: every one of them at its place."""
    errors = [one for one in findings if one.severity is Severity.ERROR]
    plural = "s" if len(errors) > 1 else ""
    told = f"{name} has {len(errors)} mistake{plural}"
    hint = "Nothing has been changed. Mend what is named; 'finding codes' in the reference say how."
    return BadDecisions(told, hint=hint, details=[line_of(one) for one in errors])
