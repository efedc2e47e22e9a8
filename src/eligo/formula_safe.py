"""Text that a spreadsheet would take for a formula, and text that it will not: for CSV, which cannot say what is text.

What belongs here: the one mark by which such text is kept from being computed, put on by whatever writes a table as
CSV and taken off by whatever reads one. What does not: workbooks, which say what is text by themselves.

Invariant: ``unguarded(guarded(text)) == text`` for every text that does not bear the mark already. Source: OWASP, "CSV
Injection".
"""

from __future__ import annotations

import re

MARK = "'"
_LIKE_A_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20](?!$)")
"""With the full-width forms, which spreadsheets in East Asian languages take for the others."""
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*$")


def guarded(text: str) -> str:
    """The text as it may stand in a CSV file: with an apostrophe before it where it begins as a formula does.

    >>> guarded("=1+1"), guarded("-12"), guarded("-"), guarded("E470 (MK1)")
    ("'=1+1", '-12', '-', 'E470 (MK1)')
    """
    return MARK + text if _LIKE_A_FORMULA.match(text) and not _NUMBER.match(text) else text


def unguarded(text: str) -> str:
    """The text of a cell of a CSV file.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == MARK and _LIKE_A_FORMULA.match(text, 1) else text
