"""``ranked.csv``: the combinations of a table in rank order, with their ids, what was decided on each, and why.

A table of another's making has no ids; this says which line has which. What does not belong here: how any of it is
found (``selection``).
"""

from __future__ import annotations

from collections.abc import Iterable

from eligo.artefacts import csv_bytes
from eligo.scheme import TableScheme
from eligo.selection import Selection
from eligo.terms import rank_key
from eligo.workflows.combinations_file import CombinationRow


def ranked_csv(scheme: TableScheme, rows: Iterable[CombinationRow], answer: Selection) -> bytes:
    """One row per combination in scope: rank, id, line of the table, what it is, figures in units, selected, why."""
    roles = [(role, found) for role in ("operator", "provider") if (found := scheme.find_attribute(role))]
    columns = [column for kind in scheme.device_types for column in kind.part_columns.values()]
    chosen = {one.combination_id for one in answer.selected}
    reasons = {**answer.why_not, **answer.why}
    ranked = sorted(rows, key=lambda row: rank_key(row.candidate(scheme)))
    return csv_bytes(
        (
            *("rank", "combination_id", "line", *(found.name for _, found in roles), *columns),
            *("population", "deployed", "selected", "why"),
        ),
        (
            [
                rank,
                row.combination.combination_id,
                row.line,
                *(getattr(row.combination, role) for role, _ in roles),
                *_devices(scheme, row),
                row.population,
                row.deployed,
                row.combination.combination_id in chosen,
                reasons.get(row.combination.combination_id, ""),
            ]
            for rank, row in enumerate(ranked, start=1)
        ),
    )


def _devices(scheme: TableScheme, row: CombinationRow) -> Iterable[str]:
    for kind, device in zip(scheme.device_types, row.combination.devices, strict=True):
        yield from (getattr(device, part) if device else "" for part in kind.part_columns)
