"""``[[equivalence_rule]]``: which pairs of combinations are proposed to whoever decides on equivalence.

Invariant: a rule proposes and never decides. Source: ``programme.md`` 4.
"""

from __future__ import annotations

from dataclasses import dataclass

SAME: tuple[str, ...] = ("operator", "provider", "manufacturer", "model", "hardware", "firmware")
"""What two combinations may have to have in common, the last four of every device."""

MOST_PARTS = 16


@dataclass(frozen=True, slots=True)
class EquivalenceRule:
    """Two combinations are proposed that have all of ``same`` in common, and the first ``firmware_parts`` of every
    firmware version (0: none); devices of the ``free`` types may differ in anything, and be absent.
    """

    id: str
    label: str
    same: tuple[str, ...]
    firmware_parts: int
    free: tuple[str, ...]
    source: str
