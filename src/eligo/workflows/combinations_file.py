"""A table of combinations with populations, as a run wrote it or anybody else: from its columns to ``Candidate``.

What belongs here: what each cell means, and every fault of a table. What does not: how a file is parted into cells
(``table_lines``), and deciding scope (the table has).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from eligo.artefacts import BASES
from eligo.errors import WrongTemplate
from eligo.scheme import IDENTITY_FIELDS, TableScheme
from eligo.terms import BAR, Candidate, Combination, Device
from eligo.workflows.combination_columns import DOUBTS, Columns, columns_of
from eligo.workflows.figures import is_percentage, units
from eligo.workflows.table_lines import table_lines

_STEERING = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class CombinationRow:
    """One row of the table. ``product_kind`` and the counts are as published; counts are installations.

    ``bases``: the ids whose test stands for this one's; ``line``: where it stands in the file. ``unresolved`` and
    ``intention_unknown`` are 0 where blank or not told.
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
    line: int = 0
    unresolved: int = 0
    intention_unknown: int = 0
    scope_reason: str = ""

    def candidate(self, scheme: TableScheme) -> Candidate:
        """What the selection needs of it."""
        covered = set(scheme.covered_types)
        variants = frozenset(d.variant for d in self.combination.devices if d and d.device_type in covered)
        one = self.combination
        counts = self.population, self.deployed
        return Candidate(one.combination_id, one.identity, one.operator, *counts, variants, self.bases)


@dataclass(frozen=True, slots=True)
class CombinationTable:
    """``rows`` in the order of the file; ``ignored`` are the columns that say nothing under the scheme."""

    rows: tuple[CombinationRow, ...]
    ignored: tuple[str, ...]


def read_combinations(name: str, content: bytes, scheme: TableScheme) -> CombinationTable:
    """Every row of the table.

    Needed are the columns of the population, of every part of a device that the scheme names, and of the operator and
    the provider where it has one. Without ``deployed`` the population stands for it, without ``in_scope`` everything is
    in scope, without ``combination_id`` it is derived. Raises ``WrongTemplate`` with every fault by line.
    """
    table = table_lines(name, content)
    columns = columns_of(table.header, scheme)
    reading = _Reading(name, scheme, columns)
    for line, cells in table.lines:
        reading.add(line, cells, len(table.header))
    faults = [*(f"{name}:1: {fault}" for fault in columns.faults), *reading.faults, *reading.strange_bases()]
    if columns.missing:
        raise WrongTemplate(
            f"{name} does not have the columns that the scheme {scheme.id} names",
            hint="Name another scheme with --scheme, or the table's own columns in the scheme.",
            details=faults,
        )
    if faults:
        plural = "s" if len(faults) > 1 else ""
        raise WrongTemplate(f"{name} has {len(faults)} fault{plural}", hint=reading.hint, details=faults)
    return CombinationTable(tuple(reading.rows), columns.ignored)


@dataclass
class _Reading:
    """A table as far as it has been read. ``seen`` has the first row of every id; ``figures``, by column, whether the
    first is a percentage, its text and its line; ``parts`` the columns of each device type.
    """

    name: str
    scheme: TableScheme
    columns: Columns
    rows: list[CombinationRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seen: dict[str, CombinationRow] = field(default_factory=dict)
    figures: dict[str, tuple[bool, str, int]] = field(default_factory=dict)
    parts: list[dict[str, str]] = field(default_factory=list)
    hint: str = "Mend the lines named."

    def __post_init__(self) -> None:
        self.parts = [kind.part_columns for kind in self.scheme.device_types]

    def add(self, line: int, cells: tuple[str, ...], width: int) -> None:
        """One line: a row, or its faults."""
        if len(cells) != width:
            self.faults.append(f"{self.name}:{line}: has {len(cells)} cells, expected {width}")
            return
        record = self.columns.record(cells)
        faults = [*self._faults(record, line)]
        self.faults += [f"{self.name}:{line} {fault}" for fault in faults]
        if faults or self.columns.missing:
            return
        row = self._row(record, line)
        derived = row.combination.combination_id
        stated = record.get("combination_id", derived)
        if stated != derived:
            self.faults.append(
                f"{self.name}:{line} combination_id: found '{stated}', but the row's identity gives '{derived}'"
            )
        if derived in self.seen:
            self.faults.append(f"{self.name}:{line} {self._repeats(row, self.seen[derived])}")
        self.seen.setdefault(derived, row)
        self.rows.append(row)

    def _repeats(self, row: CombinationRow, earlier: CombinationRow) -> str:
        """What is wrong where two lines have one id; also where only their names, written one after another, do."""
        if row.combination == earlier.combination:
            self.hint = "Add up the lines that repeat one, or name in the scheme the column that tells them apart."
            return f"repeats the combination of line {earlier.line}"
        return f"reads as line {earlier.line} does, '{row.combination.identity}'; write no ' / ' in a name"

    def strange_bases(self) -> Iterator[str]:
        """The combinations whose tests are said to stand for others, and that are none of the table."""
        for row in self.rows:
            for base in sorted(base for base in row.bases if base not in self.seen):
                one = row.combination.combination_id
                yield f"{self.name}:{row.line} {BASES} of {one}: found '{base}', which is not in the table"

    def _faults(self, record: Mapping[str, str], line: int) -> Iterator[str]:
        yield from self._name_faults(record)
        yield from self._device_faults(record)
        for column in self.columns.figures:
            yield from self._figure_faults(column, record[column], line)
        for column in DOUBTS:
            if record.get(column):
                yield from self._figure_faults(column, record[column], line, ", or nothing")
        for column in ("in_scope", "selected"):
            if record.get(column, "true").lower() not in _TRUTHS:
                yield f"{column}: found '{record[column]}', expected true or false"

    def _figure_faults(self, column: str, cell: str, line: int, besides: str = "") -> Iterator[str]:
        read = units(cell, self.scheme.table.population_decimals)
        if isinstance(read, str):
            yield f"{column}: {read}{besides}"
            return
        kind, text, first = self.figures.setdefault(column, (is_percentage(cell), cell, line))
        if read and kind != is_percentage(cell):
            yield f"{column}: found '{cell}', but line {first} has '{text}'; expected all with % or none"

    def _name_faults(self, record: Mapping[str, str]) -> Iterator[str]:
        for role in ("operator", "provider"):
            attribute = self.scheme.find_attribute(role)
            if attribute and attribute.name in record:
                column, text = attribute.name, record[attribute.name]
                if not text or _STEERING.search(text):
                    yield f"{column}: {_shown(text)}, expected the {role}{', a text of one line' if text else ''}"
                elif attribute.values and text not in attribute.values:
                    yield f"{column}: found '{text}', expected one of {', '.join(attribute.values)}"

    def _device_faults(self, record: Mapping[str, str]) -> Iterator[str]:
        for kind, columns in zip(self.scheme.device_types, self.parts, strict=True):
            own = {part: column for part, column in columns.items() if column in record}
            for column in own.values():
                if BAR in record[column] or _STEERING.search(record[column]):
                    yield f"{column}: {_shown(record[column])}, expected a text of one line without '{BAR}'"
            if "model" not in own or record[own["model"]]:
                continue
            others = [column for column in own.values() if record[column]]
            if kind.required:
                yield f"{own['model']}: blank, expected the {kind.label}, which every combination has"
            elif others:
                yield f"{own['model']}: blank, expected the {kind.label}, since there is a {others[0]}"

    def _row(self, record: Mapping[str, str], line: int) -> CombinationRow:
        scheme, decimals = self.scheme, self.scheme.table.population_decimals
        named = {a.role: record.get(a.name, "") for a in scheme.attributes}
        cohort = named.get("cohort", "")
        combination = Combination(
            named.get("operator", ""),
            named.get("provider", ""),
            tuple(self._devices(record)),
            "" if cohort == scheme.cohort else cohort,
        )
        counts = [int(units(record[column], decimals)) for column in self.columns.figures]
        unresolved, unknown = (int(units(record.get(column) or "0", decimals)) for column in DOUBTS)
        return CombinationRow(
            combination,
            named.get("product-kind", ""),
            counts[-1],
            counts[0],
            _TRUTHS[record.get("in_scope", "true").lower()],
            record.get("scope_rule", ""),
            record.get("route", ""),
            _TRUTHS[record.get("selected", "false").lower()],
            frozenset(record.get(BASES, "").split()),
            line,
            unresolved,
            unknown,
            record.get("scope_reason", ""),
        )

    def _devices(self, record: Mapping[str, str]) -> Iterator[Device | None]:
        for kind, columns in zip(self.scheme.device_types, self.parts, strict=True):
            cells = {part: record[column] for part, column in columns.items()}
            every = dict.fromkeys(IDENTITY_FIELDS, "") | cells
            yield Device(kind.name, **every, parts=tuple(cells)) if cells["model"] else None


def _shown(text: str) -> str:
    one_line = text.replace("\n", "\\n")
    return f"found '{one_line}'" if text else "blank"
