"""What a cell of a made return may hold, beyond plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Formula:
    """A formula, and the value that a spreadsheet last computed for it; ``None`` where it saved none."""

    text: str
    cached: str | int | float | None


@dataclass(frozen=True)
class Raw:
    """A number as its very characters in the file, such as one that no spreadsheet would write."""

    characters: str


Value = str | int | float | bool | date | Formula | Raw
"""``bool`` and ``date`` stand in workbooks alone; text forms write what a spreadsheet would show."""


def letters(number: int) -> str:
    """The spreadsheet letters of a 1-based column: 28 is AB; none for 0, a finding about a whole row."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + found
    return found


def shown(value: Value) -> str:
    """The value as text in a file that knows nothing but text."""
    if isinstance(value, Formula):
        return shown("" if value.cached is None else value.cached)
    if isinstance(value, Raw):
        return value.characters
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)
