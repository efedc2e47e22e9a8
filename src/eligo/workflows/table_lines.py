"""A table in delimited text as its header and its lines, for tables that a person or another program has made.

What belongs here: encoding, delimiter, quotes and line numbers. What does not: what a cell means
(``combinations_file``). ``eligo_check`` reads the same tables by the same rules.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from eligo.errors import WrongTemplate
from eligo.formula_safe import unguarded

DELIMITERS = ",;\t|"


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
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WrongTemplate(
            f"{name}:{line} has a byte {content[error.start]:#04x} that is not UTF-8", hint="Save it as CSV UTF-8."
        ) from None
    try:
        header, *lines = [*_parted(text, _delimiter(text))] or [(1, [])]
    except csv.Error as error:
        hint = "Look for a quotation mark that is never closed."
        raise WrongTemplate(f"{name} cannot be read as a table: {error}", hint=hint) from None
    return TableLines(tuple(header[1]), tuple((line, tuple(cells)) for line, cells in lines if any(cells)))


def _delimiter(text: str) -> str:
    def width(delimiter: str) -> int:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))

    return max(DELIMITERS, key=width)


def _parted(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    for cells in reader:
        yield line, [unguarded(cell.strip()) for cell in cells]
        line = reader.line_num + 1
