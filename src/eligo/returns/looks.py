"""Cells whose look says something that their value does not: what is struck through, and numbers shown as others.

What belongs here: telling them. What does not: which cells look so (``forms.xlsx_styles``).

Invariant: a value is read as it stands, however it looks, and never in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from eligo.findings import Finding, Issue
from eligo.returns.sorting import Table

STRUCK = "struck-through"
SHOWN = "number-shown-otherwise"


def look_findings(table: Table, body: Sequence[int], counts: Collection[str]) -> Iterator[Finding]:
    """A warning for each cell to check that is struck through, one for the row where most of its cells are, and one for
    each of ``counts`` that is shown as another number.
    """
    rows, looks = table.sheet.rows, table.sheet.looks
    for number in body if looks else ():
        codes = rows.row(number)
        if looks.keys().isdisjoint(codes):
            continue
        own = {name: codes[at] for name, (at, _) in table.header.columns.items() if at < len(codes) and codes[at]}
        looking = {name: looks[code] for name, code in own.items() if code in looks}
        struck = [name for name, look in looking.items() if look.struck]
        if 2 * len(struck) > len(own):
            message = "The row is struck through, and was read as it stands."
            yield Issue(STRUCK, "", "", "a row that holds", message).at(table.location(number, ""))
            struck = []
        for name in struck:
            message = "The cell is struck through, in whole or in part, and was read as it stands."
            value = rows.cells[own[name]].text
            yield Issue(STRUCK, name, value, "a value that holds", message).at(table.location(number, name))
        for name, look in looking.items():
            value = rows.cells[own[name]].text
            if look.number_format and name in counts and value != "0":
                message = (
                    f"The number format {look.number_format} shows another number than the cell holds, which counts."
                )
                yield Issue(SHOWN, name, value, "a number shown as it is", message).at(table.location(number, name))
