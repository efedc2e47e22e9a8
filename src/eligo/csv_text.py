"""Delimited text that a person or another program has made, as numbered rows of cells.

What belongs here: encoding, delimiter, quotes and line numbers. What does not: what a cell means, and returns, which
come in any encoding and form (``eligo.returns.forms``).
"""

from __future__ import annotations

import csv
import io

DELIMITERS = ",;\t|"


def csv_rows(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of UTF-8 text, each with the number of its first line, cells as they stand.

    Its delimiter is the one that parts the header into the most cells. Raises ``ValueError``, with the sentence that
    is to be told, where it is in another encoding, or has a quotation mark that is never closed.

    >>> csv_rows("t.csv", "\\ufeffa; b\\n\\n1;2\\n".encode())
    [(1, ['a', ' b']), (2, []), (3, ['1', '2'])]
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(f"{name}:{line} has a byte {content[error.start]:#04x} that is not UTF-8") from None
    reader, line, rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True), 1, []
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(
            f"{name}:{line} cannot be read as a table: {error} (is a quotation mark never closed?)"
        ) from None
    return rows


def _delimiter(text: str) -> str:
    def width(delimiter: str) -> int:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))

    return max(DELIMITERS, key=width)
