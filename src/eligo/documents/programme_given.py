"""What people had decided before a plan was made: a section of the plan as a document.

What belongs here: words and a table for analysts. What does not: what is planned (``programme_page``), and why
(``programme_reasons``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eligo.documents.blocks import Block
from eligo.documents.plain_table import plain_table
from eligo.documents.plain_words import headed
from eligo.documents.shown_plan import ShownPlan
from eligo.documents.timeline import day_name


def decided(shown: ShownPlan) -> Iterator[Block]:
    """What was decided about single combinations, and why; nothing where nothing was."""
    names, known = shown.names, shown.combinations
    rows = [
        (
            names.get(one.combination_id, one.combination_id),
            ": ".join(filter(None, (one.kind.value, one.testing.value if one.testing else ""))),
            known[one.combination_id].population if one.combination_id in known else None,
            day_name(one.decided_on),
            one.decided_by,
            one.reason,
        )
        for one in shown.decisions
    ]
    if rows:
        yield headed("decided", "What was decided beforehand")
        word = f"{shown.scheme.installation_word.capitalize()}s"
        columns = ("Combination", "Decision", word, "On", "By", "Because")
        table = plain_table("decided-table", "", "Decisions that the plan follows", columns, rows)
        yield replace(table, widths=(1.7, 1.2, 1.0, 1.0, 1.2, 2.6))
