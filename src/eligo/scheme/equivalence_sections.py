"""``[[equivalence_rule]]`` of a scheme file.

Invariant: as in ``sections``: every key is asked for, also of a silent table.
"""

from __future__ import annotations

from eligo.scheme.equivalence import MOST_PARTS, EquivalenceRule
from eligo.scheme.read import Table
from eligo.scheme.sections import identifier


def equivalence_rule(table: Table) -> EquivalenceRule:
    """One ``[[equivalence_rule]]``."""
    has_parts = table.has("firmware_parts")
    read = EquivalenceRule(
        id=identifier(table),
        label=table.text("label"),
        same=table.texts("same", empty=False),
        firmware_parts=table.whole("firmware_parts", least=1, most=MOST_PARTS) if has_parts else 0,
        free=table.texts("free", default=()),
        source=table.text("source"),
    )
    table.close()
    return read
