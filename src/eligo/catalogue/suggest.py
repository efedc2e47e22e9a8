"""The closest known names to an unknown one: for a person to decide, never merged. The home of RapidFuzz."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_SCORE = 70.0
"""Below this similarity (0-100) a name is not worth suggesting."""


def closest(typed: str, known: Sequence[str]) -> str:
    """A sentence with the known names nearest to the one typed, best first; empty where none is near.

    >>> closest("G37O", ["G370", "G470 (MK1)"])
    'Did you mean G370?'
    """
    from rapidfuzz import fuzz, process, utils  # imported where needed: --help must stay quick

    found = process.extract(
        typed,
        sorted(known),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=3,
        score_cutoff=LEAST_SCORE,
    )
    return f"Did you mean {' or '.join(name for name, _, _ in found)}?" if found else ""
