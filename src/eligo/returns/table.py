"""One combinations sheet: from cells below a header to accepted, quarantined and ignored rows.

Invariant: every row below the header that has a cell under a template column is read, and ends up in exactly
one of the three. Source: ``returns.md``, "Semantics" 1-2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eligo.findings import Finding, Issue, Location, Severity
from eligo.returns.checks import UNUSED, Check, Reading
from eligo.returns.columns import Cells, CheckedColumn, carry_out, is_unread
from eligo.returns.loose import nameless_columns, ragged_rows
from eligo.returns.model import AcceptedRows, PartlyRead, QuarantinedRow, SheetBalance
from eligo.returns.partly import partly_read
from eligo.returns.sorting import Table, Words, sorted_rows


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


def read_table(table: Table, checks: Sequence[Check], words: Words, operator: str) -> TableReading:
    """Every row of the table, checked. ``checks`` are carried out column by column; ``operator`` is the attribute by
    which installations are added up.
    """
    device_columns = {name for check in checks if check.kind == "device" for name in check.columns[: check.own]}
    counts = {name for check in checks if check.kind == "count" for name in check.columns}
    body, repeats, ignored = sorted_rows(table, device_columns, counts, words)
    columns = _columns(table, body, list(_with_something_to_say(table, checks)))
    issues: dict[int, list[Issue]] = {}
    for column in columns:
        for index, said in column.said():
            issues.setdefault(index, []).extend(said)
    ragged = {index: [issue] for index, issue in ragged_rows(table, body)}
    issues |= ragged
    refused = {index for index, said in issues.items() if any(issue.severity is Severity.ERROR for issue in said)}
    findings = [issue.at(table.location(body[index], issue.column)) for index, said in issues.items() for issue in said]
    named = {place: name for name, (place, _) in table.header.columns.items()} | dict(table.header.others)
    quarantined = tuple(
        _quarantined(table, named, body[i], [(column.check, column[i]) for column in columns], issues[i], i in ragged)
        for i in sorted(refused)
    )
    read = len(body) + len(ignored)
    balance = SheetBalance(table.file, table.sheet.name, read, len(body) - len(refused), len(refused), len(ignored))
    counting = [
        check for check in checks if check.kind == "count" or (check.kind, check.subject) == ("attribute", operator)
    ]
    reporting = _columns(table, sorted([*body, *repeats]), counting) if repeats else columns
    return TableReading(
        _accepted(columns, refused, body),
        quarantined,
        balance,
        (*findings, *ignored, *nameless_columns(table, body)),
        reported=_installations(reporting, operator),
        ignored=_installations(_columns(table, repeats, counting), operator),
    )


def _with_something_to_say(table: Table, checks: Sequence[Check]) -> Iterator[Check]:
    """All checks but those of cells that decide nothing and all hold a value."""
    rows = table.sheet.rows
    unread = {code for code, cell in enumerate(rows.cells) if is_unread(cell)}
    for check in checks:
        places = [table.header.columns[name][0] for name in check.columns if name in table.header.columns]
        if check.kind != UNUSED or (unread and any(not unread.isdisjoint(rows.column(place)) for place in places)):
            yield check


def _columns(table: Table, numbers: Sequence[int], checks: Sequence[Check]) -> list[CheckedColumn]:
    cells = Cells(table.sheet.rows, numbers, {name: place for name, (place, _) in table.header.columns.items()})
    return [carry_out(check, cells) for check in checks]


def _installations(columns: Sequence[CheckedColumn], operator: str) -> Mapping[str, int]:
    """Installations in cells that can be read, by operator; under an empty name where that cannot be read."""
    (operators,) = (one for one in columns if (one.check.kind, one.check.subject) == ("attribute", operator))
    names = [reading.value or "" for reading in operators.readings]
    sums: Counter[str] = Counter(dict.fromkeys((names[number] for number in set(operators.numbers)), 0))
    for column in columns:
        if column.check.kind == "count":
            counts = [0 if reading.refused else reading.value or 0 for reading in column.readings]
            for (own, count), rows in Counter(zip(operators.numbers, column.numbers, strict=True)).items():
                sums[names[own]] += counts[count] * rows
    return dict(sums)


def _accepted(columns: Sequence[CheckedColumn], refused: set[int], body: Sequence[int]) -> AcceptedRows:
    def values(kind: str) -> dict[str, tuple[Any, ...]]:
        return {column.check.subject: column.values(refused) for column in columns if column.check.kind == kind}

    return AcceptedRows(
        rows=tuple(body) if not refused else tuple([row for index, row in enumerate(body) if index not in refused]),
        suppliers=values("supplier")["supplier"],
        attributes=values("attribute"),
        devices=values("device"),
        counts=tuple(values("count").values()),
        intends=values("intention")["intention"],
    )


def _quarantined(
    table: Table,
    named: Mapping[int, str],
    number: int,
    readings: Sequence[tuple[Check, Reading]],
    said: Sequence[Issue],
    slipped: bool,
) -> QuarantinedRow:
    """One refused row; ``slipped``: its cells may belong under other columns, so that none is trusted."""
    row = table.sheet.rows[number - 1]
    by_kind: dict[str, dict[str, Reading]] = {}
    for check, reading in readings:
        by_kind.setdefault(check.kind, {})[check.subject] = reading
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
        partly=PartlyRead(counts=False) if slipped else partly_read(readings),
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


def texts_under(table: Table, name: str) -> Counter[str]:
    """The texts under one template column, and how often each stands there."""
    place = table.header.columns.get(name, (None, ""))[0]
    rows = table.sheet.rows
    return Counter({rows.cells[c].text: n for c, n in Counter(rows.column(place)[table.header.row :]).items() if c})
