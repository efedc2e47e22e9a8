"""One combinations sheet: from cells below a header to accepted, quarantined and ignored rows.

Invariant: every row below the header that has a cell under a template column is read, and ends up in exactly
one of the three. Source: ``returns.md``, "Semantics" 1-2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eligo.catalogue import TypedCell
from eligo.findings import Finding, Issue, Location, Severity
from eligo.returns.checks import Check, Reading
from eligo.returns.columns import carry_out, codes_of, column_of
from eligo.returns.model import AcceptedRows, QuarantinedRow, SheetBalance
from eligo.returns.sorting import Table, sorted_rows


@dataclass(frozen=True, slots=True)
class TableReading:
    """What became of the rows of a table, in its order.

    ``reported`` and ``ignored`` are installations by operator as it was read: in every row but those of totals and
    remarks, and in rows that repeat another.
    """

    accepted: AcceptedRows
    quarantined: tuple[QuarantinedRow, ...]
    balance: SheetBalance
    findings: tuple[Finding, ...]
    reported: Mapping[str, int]
    ignored: Mapping[str, int]


def read_table(table: Table, checks: Sequence[Check], totals_words: Sequence[str], operator: str) -> TableReading:
    """Every row of the table, checked. ``checks`` are carried out column by column; ``operator`` is the attribute by
    which installations are added up.
    """
    device_columns = {name for check in checks if check.kind == "device" for name in check.columns[: check.own]}
    body, repeats, ignored = sorted_rows(table, device_columns, totals_words)
    readings = _readings(table, body, checks)
    issues: dict[int, list[Issue]] = {}
    for _, column in readings:
        for index, reading in enumerate(column):
            if reading.issues:
                issues.setdefault(index, []).extend(reading.issues)
    refused = {index for index, said in issues.items() if any(issue.severity is Severity.ERROR for issue in said)}
    findings = [issue.at(table.location(body[index], issue.column)) for index, said in issues.items() for issue in said]
    kept = [index for index in range(len(body)) if index not in refused]
    quarantined = tuple(_quarantined(table, body[i], readings, i, issues[i]) for i in sorted(refused))
    read = len(body) + len(ignored)
    balance = SheetBalance(table.file, table.sheet.name, read, len(kept), len(refused), len(ignored))
    counting = [
        check for check in checks if check.kind == "count" or (check.kind, check.subject) == ("attribute", operator)
    ]
    return TableReading(
        _accepted(readings, kept, body),
        quarantined,
        balance,
        (*findings, *ignored),
        reported=_installations(_readings(table, sorted([*body, *repeats]), counting)),
        ignored=_installations(_readings(table, repeats, counting)),
    )


def _readings(table: Table, numbers: Sequence[int], checks: Sequence[Check]) -> list[tuple[Check, list[Reading]]]:
    rows = table.sheet.rows.taken([number - 1 for number in numbers])
    places = {name: place for name, (place, _) in table.header.columns.items()}
    codes = codes_of(rows, dict.fromkeys(name for check in checks for name in check.columns), places)
    return [(check, carry_out(check, rows.cells, codes)) for check in checks]


def _installations(readings: Sequence[tuple[Check, list[Reading]]]) -> Mapping[str, int]:
    """Installations in cells that can be read, by operator; under an empty name where that cannot be read."""
    (operators,) = (column for check, column in readings if check.kind == "attribute")
    counts = [column for check, column in readings if check.kind == "count"]
    sums: Counter[str] = Counter()
    for operator, *row in zip(operators, *counts, strict=True):
        sums[operator.value or ""] += sum(count.value or 0 for count in row if not count.refused)
    return dict(sums)


def _accepted(
    readings: Sequence[tuple[Check, list[Reading]]], kept: Sequence[int], body: Sequence[int]
) -> AcceptedRows:
    def values(kind: str) -> dict[str, tuple[Any, ...]]:
        return {
            check.subject: tuple(column[index].value for index in kept)
            for check, column in readings
            if check.kind == kind
        }

    return AcceptedRows(
        rows=tuple(body[index] for index in kept),
        suppliers=values("supplier")["supplier"],
        attributes=values("attribute"),
        devices=values("device"),
        counts=tuple(values("count").values()),
        intends=values("intention")["intention"],
    )


def _quarantined(
    table: Table,
    number: int,
    readings: Sequence[tuple[Check, list[Reading]]],
    index: int,
    said: Sequence[Issue],
) -> QuarantinedRow:
    row = table.sheet.rows[number - 1]
    named = {place: name for name, (place, _) in table.header.columns.items()} | dict(table.header.others)
    by_kind: dict[str, dict[str, Reading]] = {}
    for check, column in readings:
        by_kind.setdefault(check.kind, {})[check.subject] = column[index]
    devices = by_kind["device"].values()
    return QuarantinedRow(
        file=table.file,
        sheet=table.sheet.name,
        row=number,
        codes=tuple(sorted({issue.code for issue in said if issue.severity is Severity.ERROR})),
        cells=tuple((named.get(place, ""), cell.text) for place, cell in enumerate(row) if cell.text or place in named),
        supplier=by_kind["supplier"]["supplier"].value or "",
        attributes={name: reading.value or "" for name, reading in by_kind["attribute"].items()},
        devices=None if any(reading.refused for reading in devices) else tuple(reading.value for reading in devices),
        counts=tuple(None if reading.refused else reading.value for reading in by_kind["count"].values()),
    )


def header_findings(table: Table) -> Iterator[Finding]:
    """A note for every column that the template does not have."""
    for place, shown in table.header.others.items():
        location = Location(table.file, table.sheet.name, table.header.row, "", place + 1, shown)
        yield Issue("column-ignored", "", shown, "", f"The template has no column '{shown}'.").at(location)


def hidden_findings(table: Table) -> Iterator[Finding]:
    """A note where rows that are read are hidden from whoever looks at the sheet, and one where the sheet is."""
    place = Location(table.file, table.sheet.name)
    if table.sheet.hidden:
        yield Issue("hidden-read", "", table.sheet.name, "", "The sheet is hidden; it was read.").at(place)
    hidden = [row for row in table.sheet.hidden_rows if row > table.header.row]
    if hidden:
        several = len(hidden) > 1
        message = f"{len(hidden):,} row{'s are' if several else ' is'} hidden or filtered out; all were read."
        yield Issue("hidden-read", "", _ranges(hidden), "", message).at(place)


def _ranges(rows: Sequence[int]) -> str:
    """Row numbers, runs of them in one.

    >>> _ranges([3, 4, 5, 9])
    '3-5, 9'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def cells_under(
    rows: Sequence[Sequence[TypedCell]], columns: Mapping[str, tuple[int, str]], name: str
) -> list[TypedCell]:
    """One template column of some rows."""
    return column_of(rows, columns.get(name, (None, ""))[0])
