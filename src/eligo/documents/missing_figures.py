"""What the missing figures could change: a section of the confidential analysis.

What belongs here: its sentences and tables, in exact installations. What does not: how that is found (``selection``),
and anything for the public (``paper``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from eligo.documents.blocks import Block, Paragraph, Text
from eligo.documents.plain_table import plain_table
from eligo.scheme import Scheme
from eligo.selection import Asked, Kind, Robustness, Shift, Source, robustness_words

Section = tuple[str, str, Sequence[Block]]
"""Title, one sentence, what follows it."""

MOST_ROWS = 20
"""Rows of a table that are shown; ``selection.json`` has all."""

KINDS = {
    Kind.QUARANTINED: "quarantined rows",
    Kind.SILENT: "figures that stand in",
    Kind.INTENTION: "unknown intentions",
    Kind.DIFFERENCE: "figures that differ",
}
"""How each kind of doubt is named, many of them."""

_SAID = (
    "Every quarantined row is put wherever its readable fields let it belong, and every other doubt at either end: a "
    "selection stands where no such completion of the figures has another answer."
)


def missing_figures(told: Robustness, labels: Mapping[str, str], scheme: Scheme, first_table: int) -> Section:
    """The title, a sentence, and what follows; tables are numbered from ``first_table``, ``labels`` are by id."""
    operator = scheme.operator.label
    sentences = (*robustness_words(told, scheme.installation_word), *told.doubts.unknown)
    blocks: list[Block] = [Paragraph((Text(sentence),)) for sentence in sentences]
    made = (
        _moves(told.smallest.moves, labels, operator) if told.smallest else None,
        _asked(told.ask) if told.ask else None,
        _unassured(told, operator) if told.unassured else None,
    )
    tables = [one for one in made if one]
    for number, (id_, caption, columns, rows) in enumerate(tables, start=first_table):
        blocks.append(plain_table(id_, f"Table {number}", _shown(caption, rows), columns, rows[:MOST_ROWS]))
    return ("What the missing figures could change", _SAID, blocks)


Made = tuple[str, str, Sequence[str], Sequence[Sequence[object]]]
"""Identifier, caption, columns, rows of a table."""


def _moves(moves: Sequence[Shift], labels: Mapping[str, str], operator: str) -> Made:
    rows = [
        (
            one.source.supplier,
            one.source.operator,
            _place(one.source),
            KINDS[one.source.kind],
            labels.get(one.combination, one.combination),
            one.installations,
        )
        for one in moves
    ]
    columns = ("Supplier", operator, "File and row", "What is in doubt", "Combination", "Installations")
    return ("smallest-change", "The smallest change of the figures that changes the selection", columns, rows)


def _asked(ask: Sequence[Asked]) -> Made:
    rows = [
        (
            one.organisation,
            "any number" if one.installations is None else one.installations,
            "not known" if one.alone is None else "yes" if one.alone else "no",
            _about(one),
        )
        for one in ask
    ]
    columns = ("Organisation", "Installations for another set at most", "Could change it alone", "What to ask about")
    return ("whom-to-ask", "Whom to ask, those first whose answer matters most", columns, rows)


def _about(one: Asked) -> str:
    counted = Counter(source.kind for source in one.sources)
    return ", ".join(f"{KINDS[kind]} ({count:,})" for kind, count in counted.items())


def _unassured(told: Robustness, operator: str) -> Made:
    rows = [
        (
            one.source.supplier,
            one.source.operator,
            _place(one.source),
            "; ".join(one.unassured),
            _installations(one.most),
        )
        for one in told.unassured
    ]
    columns = ("Supplier", operator, "File and row", "Hardware that can be read", "Installations at most")
    return ("not-assured", "Rows that may be of hardware that nobody has reported", columns, rows)


def _installations(most: int | None) -> object:
    return "any number" if most is None else most


def _place(one: Source) -> str:
    return f"{one.file} {one.row}".strip()


def _shown(caption: str, rows: Sequence[object]) -> str:
    return f"{caption} (the first {MOST_ROWS} of {len(rows):,})" if len(rows) > MOST_ROWS else caption
