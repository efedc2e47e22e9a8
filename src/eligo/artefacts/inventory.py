"""What a reading of an inventory leaves: its balance, its causes of findings, and its installations by combination.

Source: ``results.md`` for the forms; ``returns.md``, "Template, version 1" (the second granularity).
"""

from __future__ import annotations

from collections.abc import Iterable

from eligo.artefacts.writing import csv_bytes, json_bytes
from eligo.findings import Severity
from eligo.returns import InventoryBalance, InventoryCause, Return
from eligo.scheme import IDENTITY_FIELDS, Scheme, template_columns

INVENTORY_CAUSE_COLUMNS = (
    "severity",
    "code",
    "column",
    "value",
    "rows",
    "first_row",
    "expected",
    "message",
    "suggestion",
)


def inventory_json(one: Return, balance: InventoryBalance) -> bytes:
    """The balance, in rows: read = good + faulty + rejected + ignored; and the form in which the file was sent."""
    rows = {name: getattr(balance, name) for name in ("read", "good", "faulty", "rejected", "ignored")}
    return json_bytes({"file": one.file, "organisation": one.sender.organisation, "form": one.form, "rows": rows})


def inventory_causes_csv(causes: Iterable[InventoryCause]) -> bytes:
    """One row per cause, the gravest first, then the one with the most rows."""
    grave = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    ordered = sorted(causes, key=lambda one: (grave.index(one.issue.severity), -one.rows, one.first_row))
    return csv_bytes(
        INVENTORY_CAUSE_COLUMNS,
        (
            (
                one.issue.severity.value,
                one.issue.code,
                one.issue.column,
                one.issue.value,
                one.rows,
                one.first_row,
                one.issue.expected,
                one.issue.message,
                one.issue.suggestion,
            )
            for one in ordered
        ),
    )


def counted_return_csv(one: Return, scheme: Scheme) -> bytes:
    """The accepted rows as the other granularity of the template: installations counted by what they have in common."""
    columns = [
        column for column in template_columns(scheme) if column.kind != "device" or column.field in IDENTITY_FIELDS
    ]
    rows = one.accepted
    cells: dict[str, Iterable[object]] = {}
    for column in columns:
        if column.kind == "supplier":
            cells[column.name] = rows.suppliers
        elif column.kind == "attribute":
            cells[column.name] = rows.attributes[column.subject]
        elif column.kind == "device":
            cells[column.name] = [getattr(d, column.field) if d else "" for d in rows.devices[column.subject]]
        elif column.kind == "intention":
            words = {True: scheme.template.yes[0], False: scheme.template.no[0], None: ""}
            cells[column.name] = [words[intends] for intends in rows.intends]
    cells |= {state.header: counts for state, counts in zip(scheme.counts, rows.counts, strict=True)}
    return csv_bytes([*cells], zip(*cells.values(), strict=True))
