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
    """One row per row, its first cell heading it; a column of whole numbers is set to the right, thousands parted.

    ``name`` is ``Table 1``. With ``total`` the last row is set off as one. ``None`` is an empty cell.
    """

    def made(cells: Sequence[object], emphasised: bool = False) -> TableRow:
        return TableRow(_cell(cells[0]), tuple(map(_cell, cells[1:])), emphasised)

    body = [made(row, total and place == len(rows) - 1) for place, row in enumerate(rows)]
    numbers = [isinstance(value, int) for value in rows[0]] if rows else [False] * len(columns)
    head = [
        Cell((Text(text),), align="end" if number else "start") for text, number in zip(columns, numbers, strict=True)
    ]
    return Table(id_, name, (Text(caption),), (TableRow(head[0], tuple(head[1:])),), tuple(body))


def _cell(value: object) -> Cell:
    if isinstance(value, int):
        return Cell((Text(f"{value:,}"),), align="end")
    return Cell((Text("" if value is None else str(value)),))
