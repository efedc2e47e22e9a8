"""A table of plain values for a confidential page: words to the left, whole numbers to the right.

What belongs here: from rows of values to a ``Table``. What does not: public figures, which stay bound to their source
(``tables``).
"""

from __future__ import annotations

from collections.abc import Sequence

from eligo.documents.blocks import Cell, Table, TableRow, Text


def plain_table(
    id_: str, name: str, caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]], total: bool = False
) -> Table:
    """One row per row, its first cell heading it; a column of numbers is set to the right, thousands parted.

    ``name`` is ``Table 1``. With ``total`` the last row is set off as one. ``None`` is an empty cell.
    """
    aligned = [
        "end" if place and any(_number(row[place]) for row in rows) else "start" for place in range(len(columns))
    ]

    def made(cells: Sequence[object], emphasised: bool = False) -> TableRow:
        first, *others = (Cell((Text(_text(value)),), align=to) for value, to in zip(cells, aligned, strict=True))
        return TableRow(first, tuple(others), emphasised)

    body = [made(row, total and place == len(rows) - 1) for place, row in enumerate(rows)]
    head = [Cell((Text(text),), align=to) for text, to in zip(columns, aligned, strict=True)]
    return Table(id_, name, (Text(caption),), (TableRow(head[0], tuple(head[1:])),), tuple(body))


def _number(value: object) -> bool:
    """Whether it is a whole number or a percentage."""
    return isinstance(value, int) or str(value).endswith("%")


def _text(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)
