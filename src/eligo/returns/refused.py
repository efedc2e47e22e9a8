"""Rows that are refused: as they were typed, with what can be read of them all the same.

What belongs here: from readings to quarantined rows, and records of a text that have no cells at all. What does not:
what a fault is (``returns.checks``). Source: ``returns.md``, "Semantics" 1-2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.findings import Finding, Issue, Severity
from eligo.returns.checks import Check, Reading
from eligo.returns.forms.records import unreadable
from eligo.returns.model import PartlyRead, QuarantinedRow
from eligo.returns.partly import partly_read
from eligo.returns.sorting import Table


def refused_row(
    table: Table, number: int, readings: Sequence[tuple[Check, Reading]], said: Sequence[Issue], *, slipped: bool
) -> QuarantinedRow:
    """One refused row; ``slipped``: its cells may belong under other columns, so that none is trusted."""
    row, header = table.sheet.rows[number - 1], table.header
    named = {place: name for name, (place, _) in header.columns.items()} | dict(header.others)
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


def torn_rows(table: Table, attributes: Sequence[str], counts: int) -> Iterator[tuple[QuarantinedRow, Finding]]:
    """The records below the header that have no cells, each kept as it stands, with why; ``counts`` it would have."""
    for number, torn in sorted(table.sheet.lines.torn.items()):
        if number > table.header.row:
            text = table.sheet.rows[number - 1][0].text
            issue = unreadable(torn, text)
            kept = QuarantinedRow(
                file=table.file,
                sheet=table.sheet.name,
                row=number,
                codes=(issue.code,),
                cells=(("", text),),
                supplier="",
                attributes=dict.fromkeys(attributes, ""),
                devices=None,
                counts=(None,) * counts,
                partly=PartlyRead(counts=False),
            )
            yield kept, issue.at(table.location(number, ""))
