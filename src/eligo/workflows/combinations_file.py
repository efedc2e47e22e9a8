"""Reading ``combinations.csv`` back: a table of combinations with populations, as a run wrote it.

What belongs here: from the published columns to ``Candidate``. What does not: deciding scope (the table has).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eligo.artefacts import BASES, combination_columns
from eligo.errors import WrongTemplate
from eligo.formula_safe import unguarded
from eligo.scheme import Scheme
from eligo.terms import Candidate, Combination, Device

_COUNTS = ("deployed", "population")
_DOUBTS = ("unresolved", "intention_unknown")


@dataclass(frozen=True, slots=True)
class CombinationRow:
    """One row of the table. ``product_kind`` and the counts are as published; counts are installations.

    ``bases``: the ids whose test stands for this one's. ``unresolved`` and ``intention_unknown`` are 0 where blank.
    """

    combination: Combination
    product_kind: str
    deployed: int
    population: int
    in_scope: bool
    scope_rule: str
    route: str
    selected: bool
    bases: frozenset[str] = frozenset()
    unresolved: int = 0
    intention_unknown: int = 0

    def candidate(self, scheme: Scheme) -> Candidate:
        """What the selection needs of it."""
        covered = set(scheme.covered_types)
        variants = frozenset(d.variant for d in self.combination.devices if d and d.device_type in covered)
        one = self.combination
        counts = self.population, self.deployed
        return Candidate(one.combination_id, one.identity, one.operator, *counts, variants, self.bases)


def read_combinations(name: str, content: bytes, scheme: Scheme) -> tuple[CombinationRow, ...]:
    """Every row of the table, in its order.

    Raises ``WrongTemplate`` with every fault by line: a missing column, a count that is not a whole number, a
    combination id that its row's identity does not give, a combination that comes twice.
    """
    header, lines = _table(name, content, scheme)
    rows: list[CombinationRow] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        record = dict(zip(header, cells, strict=False))
        found = _faults(f"{name}:{line}", record, header, cells)
        faults += found
        if found:
            continue
        row = _row(record, scheme)
        stated, derived = record["combination_id"], row.combination.combination_id
        if stated != derived:
            faults.append(f"{name}:{line} combination_id: found '{stated}', but the row's identity gives '{derived}'")
        if derived in seen:
            faults.append(f"{name}:{line} repeats the combination of line {seen[derived]}")
        seen.setdefault(derived, line)
        rows.append(row)
    faults += [
        f"{name}: {BASES} of {row.combination.combination_id}: found '{base}', which is not in the table"
        for row in rows
        for base in sorted(row.bases - seen.keys())
    ]
    if faults:
        plural = "s" if len(faults) > 1 else ""
        raise WrongTemplate(f"{name} has {len(faults)} fault{plural}", hint="Mend the lines named.", details=faults)
    return tuple(rows)


def _table(name: str, content: bytes, scheme: Scheme) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the lines below it that are not blank, each with its number."""
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        table = [[unguarded(cell) for cell in cells] for cells in lines]
    except (UnicodeDecodeError, csv.Error) as error:
        hint = "Name the combinations.csv of a run."
        raise WrongTemplate(f"{name} is not a CSV table in UTF-8: {error}", hint=hint) from None
    header = table[0] if table else []
    missing = [column for column in combination_columns(scheme) if column not in (*header, BASES)]
    if missing:
        raise WrongTemplate(
            f"{name} is no table of combinations of the scheme {scheme.id}",
            hint="Name the combinations.csv of a run with this scheme.",
            details=[f"{name}:1: no column '{column}'" for column in missing],
        )
    return header, [(line, cells) for line, cells in enumerate(table[1:], start=2) if any(cells)]


def _faults(place: str, record: Mapping[str, str], header: Sequence[str], cells: Sequence[str]) -> list[str]:
    if len(cells) != len(header):
        return [f"{place}: has {len(cells)} cells, expected {len(header)}"]
    faults = [
        f"{place} {column}: found '{record[column]}', expected a whole number, 0 or more"
        for column in _COUNTS
        if not (record[column].isascii() and record[column].isdigit())
    ]
    faults += [
        f"{place} {column}: found '{record[column]}', expected a whole number, 0 or more, or nothing"
        for column in _DOUBTS
        if record[column] and not (record[column].isascii() and record[column].isdigit())
    ]
    faults += [
        f"{place} {column}: found '{record[column]}', expected true or false"
        for column in ("in_scope", "selected")
        if record[column] not in ("true", "false")
    ]
    return faults


def _row(record: Mapping[str, str], scheme: Scheme) -> CombinationRow:
    devices = []
    for device_type in scheme.device_types:
        cells = [
            record[f"{device_type.name.lower()}_{part}"] for part in ("manufacturer", "model", "hardware", "firmware")
        ]
        devices.append(Device(device_type.name, *cells) if cells[1] else None)
    cohort = record[scheme.attribute("cohort").name]
    kind = next((record[a.name] for a in scheme.attributes if a.role == "product-kind"), "")
    combination = Combination(
        record[scheme.operator.name],
        record[scheme.attribute("provider").name],
        tuple(devices),
        "" if cohort == scheme.cohort else cohort,
    )
    return CombinationRow(
        combination,
        kind,
        int(record["deployed"]),
        int(record["population"]),
        record["in_scope"] == "true",
        record["scope_rule"],
        record["route"],
        record["selected"] == "true",
        frozenset(record.get(BASES, "").split()),
        *(int(record[column] or 0) for column in _DOUBTS),
    )
