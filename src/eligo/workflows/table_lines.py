"""A table in delimited text as its header and its lines, for tables that a person or another program has made.

What belongs here: cells without spaces and guards, lines without blank ones. What does not: how text is parted
(``csv_text``), and what a cell means (``combinations_file``). ``eligo_check`` reads the same tables by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from eligo.csv_text import csv_rows
from eligo.errors import WrongTemplate
from eligo.formula_safe import unguarded


@dataclass(frozen=True, slots=True)
class TableLines:
    """``lines`` are those below the header that are not blank, each with the number of its first line in the file.

    Every cell stands without spaces around it, and without the apostrophe that guards a formula.
    """

    header: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def table_lines(name: str, content: bytes) -> TableLines:
    """The table in UTF-8 text; its delimiter is the one that parts the header into the most cells.

    Raises ``WrongTemplate`` where it is in another encoding, or has a quotation mark that is never closed.

    >>> table_lines("t.csv", "\\ufeffa; b\\n\\n1;'=2\\n".encode())
    TableLines(header=('a', 'b'), lines=((3, ('1', '=2')),))
    """
    try:
        rows = csv_rows(name, content)
    except ValueError as error:
        raise WrongTemplate(str(error), hint="Save it as CSV UTF-8.") from None
    header, *lines = [(line, tuple(unguarded(cell.strip()) for cell in cells)) for line, cells in rows] or [(1, ())]
    return TableLines(header[1], tuple((line, cells) for line, cells in lines if any(cells)))
