"""What an .ods workbook says of rows that stand many times, where it is too large to be read.

What belongs here: naming the rows that make it large. What does not: reading it, which a library does
(``forms.apart``). Source: OpenDocument 1.2 Part 1, 9.1.3 and 19.675.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eligo.errors import UnreadableFile
from eligo.returns.forms.xml import Document, Malformed, local
from eligo.returns.forms.zipped import Zipped

_MANY_ROWS = 10_000
_LONGEST_NUMBER = 9


@dataclass(slots=True)
class _Repeats:
    """Rows while they are counted: the ``most`` repeated that holds something, as (times, sheet, its first row)."""

    sheet: str = ""
    row: int = 1
    times: int = 1
    holds: bool = False
    most: tuple[int, str, int] = (0, "", 0)

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = local(element)
        if name == "table":
            self.sheet, self.row = attributes.get("table:name", ""), 1
        elif name == "table-row":
            stated = attributes.get("table:number-rows-repeated", "1")
            self.times = int(stated) if stated.isdigit() and len(stated) <= _LONGEST_NUMBER else 1
            self.holds = False
        elif name == "p":
            self.holds = True

    def end(self, element: str) -> None:
        if local(element) == "table-row":
            if self.holds:
                self.most = max(self.most, (self.times, self.sheet, self.row))
            self.row += self.times


def with_repeats(package: Zipped, error: UnreadableFile) -> UnreadableFile:
    """The error, with the row that makes the workbook large, where one that holds something stands many times."""
    repeats = _Repeats()
    document = Document(package.name, repeats.start, repeats.end)
    try:
        for piece in package.pieces("content.xml"):
            document.feed(piece)
    except Malformed:
        return error
    times, sheet, row = repeats.most
    if times < _MANY_ROWS:
        return error
    return UnreadableFile(
        f"{error.message}: row {row:,} of its sheet '{sheet}' stands {times:,} times below each other",
        hint=f"Delete the rows below row {row:,} that repeat it, down to the end of the sheet, and save it again.",
    )
