"""``interactions.csv``: the hardware variants that occur together, and whether the selection exercises them.

What belongs here: the table and the sums beside it in ``selection.json``. What does not: finding them (``selection``).
Source: ``docs/reference/artefacts.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from eligo.artefacts.writing import csv_bytes, share_number, share_text
from eligo.selection import Interaction, Interactions, Together


def interactions_csv(every: Sequence[Interactions], deployed: int) -> bytes:
    """One row per set of variants that occurs, pairs before triples; ``deployed`` is of all in scope.

    The table has as many columns for variants as the largest strength; those that a smaller set leaves are empty.
    """
    most = max((found.strength for found in every), default=0)
    header = (
        "strength",
        *(f"variant_{place}" for place in range(1, most + 1)),
        "combinations",
        "population",
        "deployed",
        "share_of_deployed",
        "exercised",
        "exercised_by",
    )
    return csv_bytes(header, (row for found in every for row in _rows(found, most, deployed)))


def _rows(found: Interactions, most: int, deployed: int) -> Iterator[list[object]]:
    for one in found.found:
        yield [
            found.strength,
            *one.variants,
            *[""] * (most - found.strength),
            one.within.combinations,
            one.within.population,
            one.within.deployed,
            share_text(Fraction(one.within.deployed, deployed or 1)),
            one.exercised,
            "; ".join(one.exercised_by),
        ]


def interaction_record(one: Interaction, share: Fraction) -> dict[str, object]:
    """One set of variants for programs; ``share`` is of the deployed estate in scope."""
    return {
        "variants": list(one.variants),
        "combinations": one.within.combinations,
        "population": one.within.population,
        "deployed": one.within.deployed,
        "share_of_deployed": share,
        "exercised": one.exercised,
        "exercised_by": list(one.exercised_by),
    }


def interaction_sums(every: Sequence[Interactions], deployed: int) -> dict[str, object]:
    """Per strength, how many sets occur and are exercised, and the combinations by how many of theirs are."""

    def sums(group: Together) -> dict[str, object]:
        return {
            "combinations": group.combinations,
            "population": group.population,
            "deployed": group.deployed,
            "share_of_deployed": share_number(Fraction(group.deployed, deployed or 1)),
        }

    return {
        str(found.strength): {
            "occurring": len(found.found),
            "exercised": found.exercised,
            "whole": sums(found.whole),
            "part": sums(found.part),
            "nothing": sums(found.nothing),
            "fewer": sums(found.fewer),
        }
        for found in every
    }
