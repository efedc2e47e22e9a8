"""Every finding of an inventory, at its row: one by one, or as one table.

What belongs here: joining what is said to the rows it is said of. What does not: who says it (``inventory.judge``).

Invariants: both ways state the same findings in the same order: of the rows, then of the columns. Where only the first
rows are named, each is named with all that is said of it, and every finding that is also made elsewhere says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from eligo.durable import make_folder
from eligo.findings import Finding, Issue
from eligo.returns.inventory.assemble import location_of
from eligo.returns.inventory.duck import Duck
from eligo.returns.inventory.model import Inventory
from eligo.scheme import INSTALLATION_COLUMNS

ROWS_NAMED = 1_000
"""Of how many rows of which the same is said all findings are held: a round's returns are, an inventory is not."""

_LOCATED_MESSAGES = {
    "row-repeated": "The row repeats row {other} in every cell.",
    "installation-repeated": "Row {other} states something else about the same installation.",
}


def findings_of(inventory: Inventory, scratch: Path) -> Iterator[Finding]:
    """Every finding of an inventory at its row, in the order of the rows, then of the columns, a part at a time."""
    layout, file = inventory.prepared.layout, inventory.as_return.file
    make_folder(scratch)
    engine = Duck(scratch)
    try:
        engine.open_parquet("located", inventory.located)
        row, waiting = 0, list[Finding]()
        for number, said, other, installation in engine.fetch("findings", {}):
            if number != row:
                yield from sorted(waiting, key=lambda one: one.order)
                row, waiting = number, []
            for issue in inventory.said[said]:
                place = location_of(file, layout, number, issue.column)
                waiting.append(_at_row(issue, other, installation).at(place))
        yield from sorted(waiting, key=lambda one: one.order)
    finally:
        engine.close()


def first_findings(inventory: Inventory, scratch: Path, most: int = ROWS_NAMED) -> tuple[Finding, ...]:
    """Every finding of the first ``most`` rows of which the same is said, for all that is said, in their order.

    Each finding that more rows have than are named says in how many; ``findings_of`` names them.
    """
    layout, file = inventory.prepared.layout, inventory.as_return.file
    make_folder(scratch)
    engine = Duck(scratch)
    try:
        engine.open_parquet("located", inventory.located)
        named = list(engine.fetch("findings_first", {"most": most}))
    finally:
        engine.close()
    more = Counter({cause.issue: cause.rows for cause in inventory.causes})
    more.subtract(issue for _, said, *_ in named for issue in inventory.said[said])
    found = (
        _with_more(_at_row(issue, other, installation), more[issue]).at(location_of(file, layout, row, issue.column))
        for row, said, other, installation in named
        for issue in inventory.said[said]
    )
    return tuple(sorted(found, key=lambda one: one.order))


def write_findings(inventory: Inventory, table: Path, text: Path, scratch: Path, *, notes: bool) -> None:
    """Write every finding as the Parquet file ``table``, and as the CSV file ``text``, notes there only with ``notes``.

    Both have the columns of ``findings.csv``, one row per finding, in the order of ``findings_of``; nothing of them is
    held in memory, however many there are.
    """
    make_folder(scratch)
    engine = Duck(scratch)
    try:
        engine.open_parquet("located", inventory.located)
        engine.run("findings_table", {"file": str(table), "source": inventory.as_return.file, **_told(inventory)})
        engine.open_parquet("stated", table)
        engine.run("findings_csv", {"file": str(text), "notes": notes})
    finally:
        engine.close()


def _told(inventory: Inventory) -> dict[str, list[Any]]:
    """Each issue of each thing said, as the lists that ``sql/findings_table.sql`` takes."""
    told = [(said, issue) for said, issues in enumerate(inventory.said) for issue in issues]
    findings = [issue.at(location_of("", inventory.prepared.layout, 0, issue.column)) for _, issue in told]
    return {
        "said": [said for said, _ in told],
        "column_number": [finding.location.column_number for finding in findings],
        "column_name": [finding.location.column for finding in findings],
        "column_letter": [finding.location.column_letter for finding in findings],
        "header": [finding.location.header for finding in findings],
        "severity": [finding.severity.value for finding in findings],
        "code": [finding.code for finding in findings],
        "found": [finding.value for finding in findings],
        "expected": [finding.expected for finding in findings],
        "message": [_LOCATED_MESSAGES.get(finding.code, finding.message) for finding in findings],
        "suggestion": [finding.suggestion for finding in findings],
        "is_installation": [issue.column == INSTALLATION_COLUMNS[0] for _, issue in told],
    }


def _at_row(issue: Issue, other: int, installation: str) -> Issue:
    """What is said of one row: the other row by number, the installation as typed."""
    value = installation if issue.column == INSTALLATION_COLUMNS[0] else issue.value
    message = _LOCATED_MESSAGES.get(issue.code, issue.message).replace("{other}", str(other))
    return Issue(issue.code, issue.column, value, issue.expected, message, issue.suggestion)


def _with_more(issue: Issue, more: int) -> Issue:
    """An issue that says how many rows have it beside those that are named."""
    if more <= 0:
        return issue
    rows = f"{more:,} more row{'s' if more > 1 else ''}"
    return replace(issue, message=f"{issue.message} So in {rows} than are named here; 'eligo inventory' names all.")
