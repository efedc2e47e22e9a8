"""Decisions that the test of one combination stands for another: a table, read and attached to the candidates.

What belongs here: the table's form and its mistakes. What does not: deciding on equivalence, which people do, or what
follows from it for the selection (``selection.problem``). Relations are directed and never chained.
Source: ``programme.md`` 4; Consultation, "substantively equivalent"; SEC F2.10A.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from eligo.artefacts import BASES, csv_bytes
from eligo.errors import BadDecisions
from eligo.formula_safe import unguarded
from eligo.terms import Candidate
from eligo.workflows.inputs import InputFile
from eligo.workflows.table_lines import TableLines

EQUIVALENCES = "equivalences"
"""The role of a file that says whose test stands for whose."""

_REQUIRED, _OPTIONAL = ("claimed", "tested"), ("condition", "met", "decided_on", "decided_by", "reason")
_TRUE, _FALSE = ("yes", "true"), ("no", "false")


@dataclass(frozen=True, slots=True)
class Equivalence:
    """The test of ``tested`` stands for ``claimed``, both ids of combinations, where ``met``.

    ``condition`` says under what; it is empty where there is none, and such a relation always holds.
    """

    claimed: str
    tested: str
    condition: str
    met: bool


def read_equivalences(name: str, content: bytes, known: Collection[str]) -> tuple[Equivalence, ...]:
    """The relations of a table, in its order. ``known`` are the ids of all combinations, in scope and out.

    Raises ``BadDecisions`` with every mistake by line: a column that is missing or not known, an id that is not known,
    a combination claimed from its own test, a relation stated twice, a condition of which it is not said whether it is
    met.
    """
    try:
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _bad(name, [f"{name}: is not a CSV table in UTF-8: {error}"]) from None
    header = [cell.strip().lower() for cell in table[0]] if table else []
    faults = [f"{name}:1: no column '{column}'" for column in _REQUIRED if column not in header]
    strange = sorted({column for column in header if column not in (*_REQUIRED, *_OPTIONAL)})
    faults += [
        f"{name}:1: column '{one}' is not known; there are {', '.join((*_REQUIRED, *_OPTIONAL))}" for one in strange
    ]
    faults += [f"{name}:1: column '{one}' comes twice" for one in sorted({c for c in header if header.count(c) > 1})]
    if faults:
        raise _bad(name, faults)
    found: dict[tuple[str, str], Equivalence] = {}
    for line, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(f"{name}:{line}: has {len(cells)} cells, expected {len(header)}")
            continue
        record = {column: unguarded(cell).strip() for column, cell in zip(header, cells, strict=True)}
        faults += [f"{name}:{line} {fault}" for fault in _faults(record, known, found)]
        one = Equivalence(record["claimed"], record["tested"], record.get("condition", ""), _met(record))
        found[one.claimed, one.tested] = one
    if faults:
        raise _bad(name, faults)
    return tuple(found.values())


def _faults(record: Mapping[str, str], known: Collection[str], found: Collection[tuple[str, str]]) -> Iterable[str]:
    claimed, tested = record["claimed"], record["tested"]
    for column in _REQUIRED:
        value = record[column]
        if value not in known:
            close = "".join(f"; closest is {one}" for one in get_close_matches(value, sorted(known), n=1, cutoff=0.6))
            yield f"{column}: found '{value}', no combination of this estate{close}"
    if claimed == tested:
        yield f"claimed: {claimed} is claimed from its own test"
    if (claimed, tested) in found:
        yield f"repeats that the test of {tested} stands for {claimed}"
    met, condition = record.get("met", "").lower(), record.get("condition", "")
    if met not in (*_TRUE, *_FALSE) and (met or condition):
        yield (
            f"met: found '{record.get('met', '')}', expected yes or no, since there is a condition"
            if condition
            else (f"met: found '{met}', expected yes, no or nothing")
        )


def _met(record: Mapping[str, str]) -> bool:
    return record.get("met", "").lower() not in _FALSE


def with_bases(candidates: Sequence[Candidate], relations: Iterable[Equivalence]) -> list[Candidate]:
    """The candidates, each with those whose test stands for its own by the relations that hold, besides its own."""
    bases: dict[str, set[str]] = {}
    for one in relations:
        if one.met:
            bases.setdefault(one.claimed, set()).add(one.tested)
    return [replace(one, bases=one.bases | bases.get(one.combination_id, set())) for one in candidates]


def with_relations(table: TableLines, ids: Sequence[str], relations: Iterable[Equivalence]) -> bytes:
    """A table of combinations with the relations that hold in its column ``equivalent_to``, besides those it has.

    ``ids``: of the combination of each line, in their order.
    """
    header, rows = [*table.header], [[*cells] for _, cells in table.lines]
    if BASES not in header:
        header, rows = [*header, BASES], [[*row, ""] for row in rows]
    column, holding = header.index(BASES), [one for one in relations if one.met]
    for own, row in zip(ids, rows, strict=True):
        added = {one.tested for one in holding if one.claimed == own}
        row[column] = " ".join(sorted({*row[column].split(), *added}))
    return csv_bytes(header, rows)


def equivalences_in(inputs: Iterable[InputFile], known: Collection[str]) -> tuple[Equivalence, ...]:
    """The relations among some inputs. Raises as ``read_equivalences`` does."""
    return tuple(
        one for file in inputs if file.role == EQUIVALENCES for one in read_equivalences(file.name, file.content, known)
    )


def _bad(name: str, faults: Sequence[str]) -> BadDecisions:
    plural = "s" if len(faults) > 1 else ""
    return BadDecisions(f"{name} has {len(faults)} mistake{plural}", hint="Mend the lines named.", details=faults)
