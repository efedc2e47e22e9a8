"""Which hardware variants are tested together, and which are not: a section of the confidential analysis.

What belongs here: its tables, in exact installations. What does not: what is said of the selection otherwise
(``selected``), and anything for the public (``paper``).
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.disclosure import variant_names
from eligo.documents.blocks import Block, Paragraph, Text
from eligo.documents.plain_table import plain_table
from eligo.scheme import Scheme
from eligo.selection import Interaction, Interactions, set_name

MOST_ROWS = 20
"""Sets of variants shown; ``interactions.csv`` has all."""


def tested_together(
    together: Sequence[Interactions], scheme: Scheme, first_table: int
) -> tuple[str, str, Sequence[Block]]:
    """The title, a sentence and the tables, numbered from ``first_table``, for sets of variants by strength."""
    occurring = [found for found in together if found.found]
    blocks: list[Block] = []
    for found in occurring:
        number = first_table + len(blocks)
        blocks.append(_groups(found, f"Table {number}"))
    missed = [(found.strength, one) for found in occurring for one in found.missed]
    if missed:
        blocks.append(_missed(missed, scheme, f"Table {first_table + len(blocks)}", occurring[0]))
    if not occurring:
        blocks.append(Paragraph((Text("No two variants occur together."),)))
    sentence = (
        "A selected combination exercises the variants that it has together; where a fault lies between two devices, "
        "covering each of them apart does not show it. All sets that occur are in interactions.csv."
    )
    return ("Hardware tested together", sentence, blocks)


def _groups(found: Interactions, name: str) -> Block:
    one, many = set_name(found.strength)
    groups = (
        (f"Every {one} is exercised", found.whole),
        (f"Some {many} are exercised", found.part),
        (f"No {one} is exercised", found.nothing),
        (f"Fewer than {found.strength} variants, so no {one}", found.fewer),
    )
    rows = [(text, group.combinations, group.population, group.deployed) for text, group in groups]
    sums = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    caption = f"{found.exercised:,} of {len(found.found):,} {many} of hardware variants that occur are exercised"
    columns = ("Combinations in scope", "Number", "Population", "Deployed")
    return plain_table(f"together-{found.strength}", name, caption, columns, [*rows, ("All", *sums)], total=True)


def _missed(missed: Sequence[tuple[int, Interaction]], scheme: Scheme, name: str, every: Interactions) -> Block:
    """The largest sets that nothing selected exercises, pairs and triples in one table."""
    ordered = sorted(missed, key=lambda one: (-one[1].within.population, one[0], one[1].variants))
    names = variant_names({variant for _, one in missed for variant in one.variants}, scheme)
    rows = [
        (
            " + ".join(text for variant, text in names.items() if variant in one.variants),
            one.within.combinations,
            one.within.population,
            one.within.deployed,
            _percent(one.within.population, every.population),
        )
        for _, one in ordered[:MOST_ROWS]
    ]
    shown = f"the {len(rows)} largest of {len(missed):,}" if len(missed) > len(rows) else f"all {len(missed):,}"
    caption = f"Pairs and triples that no selected combination has, by population ({shown})"
    columns = ("Hardware variants", "Combinations", "Population", "Deployed", "Share of population")
    return plain_table("untested-together", name, caption, columns, rows)


def _percent(part: int, whole: int) -> str:
    """One decimal, rounded half up from the exact share; a part above nothing is never 0.0."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    return "under 0.1%" if part and not tenths else f"{tenths // 10}.{tenths % 10}%"
