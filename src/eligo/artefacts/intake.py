"""What was received: findings, quarantine, mass balance, who answered. Confidential analysis, not for publication.

Source: ``results.md``, ``findings.csv`` and ``quarantine.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from eligo.artefacts.causes import finding_fields
from eligo.artefacts.writing import csv_bytes
from eligo.disclosure import OwnReturn
from eligo.estate import Responder
from eligo.findings import Finding
from eligo.returns import QuarantinedRow, SheetBalance
from eligo.scheme import UPGRADE_COLUMNS, Scheme, template_columns
from eligo.scope import InstallationBalance

FINDING_COLUMNS = (
    "file",
    "sheet",
    "row",
    "column",
    "column_letter",
    "header",
    "severity",
    "code",
    "value",
    "expected",
    "message",
    "suggestion",
)
BALANCE_COLUMNS = ("file", "sheet", "read", "accepted", "quarantined", "ignored")
INSTALLATION_COLUMNS = (
    "reported",
    "accepted",
    "quarantined",
    "ignored",
    "in_scope",
    "out_of_scope",
    "other_source",
    "unresolved",
    "unreadable_cells",
)
RESPONDER_COLUMNS = ("role", "organisation", "file", "snapshot_date", "stands_in")


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """One row per finding, in the order of their places. ``row`` is empty for a whole sheet or file."""
    return csv_bytes(
        FINDING_COLUMNS,
        ([*finding_fields(finding).values()] for finding in sorted(findings, key=lambda finding: finding.order)),
    )


def quarantine_csv(rows: Iterable[QuarantinedRow], scheme: Scheme) -> bytes:
    """One row per quarantined row, as typed, under the template's columns; the sender's others in the last one."""
    columns = list(dict.fromkeys([*(column.name for column in template_columns(scheme)), *UPGRADE_COLUMNS]))

    def cells(row: QuarantinedRow) -> list[str]:
        typed = dict(row.cells)
        others = "; ".join(f"{name}={value}" for name, value in row.cells if name not in columns and value)
        return [*(typed.get(column, "") for column in columns), others]

    ordered = sorted(rows, key=lambda row: (row.file, row.sheet, row.row))
    header = ("file", "sheet", "row", "codes", *columns, "other cells")
    return csv_bytes(header, ((r.file, r.sheet, r.row, " ".join(r.codes), *cells(r)) for r in ordered))


def mass_balance_csv(balances: Sequence[SheetBalance]) -> bytes:
    """One row per file and sheet, in rows: read = accepted + quarantined + ignored."""
    ordered = sorted(balances, key=lambda balance: (balance.file, balance.sheet))
    return csv_bytes(
        BALANCE_COLUMNS, ((b.file, b.sheet, b.read, b.accepted, b.quarantined, b.ignored) for b in ordered)
    )


def installations_csv(balances: Sequence[InstallationBalance], scheme: Scheme) -> bytes:
    """One row per file and operator, in installations: reported = accepted + quarantined + ignored, and accepted =
    in_scope + out_of_scope + other_source; ``unreadable_cells`` are count cells.
    """
    header = ("organisation", "role", "file", scheme.operator.name, *INSTALLATION_COLUMNS)
    return csv_bytes(header, map(astuple, balances))


def own_rows_csv(own: OwnReturn, scheme: Scheme) -> bytes:
    """One row per row of one organisation's return, in its order, with what became of it. Counts are installations."""
    counts = [state.name for state in scheme.counts]
    header = ("sheet", "row", "supplier", scheme.operator.name, "combination_id", *counts, "became", "reason")
    return csv_bytes(
        header,
        (
            (
                r.sheet,
                r.row,
                r.supplier,
                r.operator,
                r.combination_id,
                *(r.counts or [None] * len(counts)),
                r.became,
                r.reason,
            )
            for r in own.rows
        ),
    )


def responders_csv(responders: Sequence[Responder]) -> bytes:
    """One row per organisation of the round: its file, or who stands in for it."""
    return csv_bytes(RESPONDER_COLUMNS, ((r.role, r.name, r.file, r.snapshot, r.stands_in) for r in responders))
