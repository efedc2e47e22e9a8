"""Populations as a table writes them, as whole units: exactly, or not at all.

What belongs here: one figure, and whether the figures of a column are of one kind. What does not: where they stand
(``combinations_file``).

Invariant: no floating-point number. A unit is the last decimal that the scheme declares, so that with four decimals
``12.34 %`` and ``0.1234`` are 1234 units.
"""

from __future__ import annotations

import re

MOST_DIGITS = 15
"""The most digits of a figure in units: far more than anything that is counted."""

_FIGURE = re.compile(r"([0-9]+)(?:\.([0-9]+))?( ?%)?")


def units(text: str, decimals: int) -> int | str:
    """The figure in units of its last declared decimal; or what is wrong with it, as the end of a sentence.

    >>> units("12.34 %", 4), units("0.1234", 4), units("7", 0)
    (1234, 1234, 7)
    >>> units("0.12345", 4)
    "found '0.12345', which has 5 decimals; expected at most 4 (population_decimals of the scheme)"
    >>> units("1,234", 0)
    "found '1,234', expected a whole number, 0 or more"
    """
    found = _FIGURE.fullmatch(text)
    if found is None or (decimals == 0 and (found[2] or found[3])):
        return f"found '{text}', expected {_expected(decimals)}" if text else f"blank, expected {_expected(decimals)}"
    written = len(found[2] or "") + (2 if found[3] else 0)
    if written > decimals:
        as_share = " as a share" if found[3] else ""
        most = f"at most {decimals} (population_decimals of the scheme)"
        return f"found '{text}', which has {written} decimals{as_share}; expected {most}"
    digits = f"{found[1]}{found[2] or ''}{'0' * (decimals - written)}".lstrip("0")
    if len(digits) > MOST_DIGITS:
        return f"found '{text[:20]}…', which has {len(digits)} digits in units; expected at most {MOST_DIGITS}"
    return int(digits or "0")


def is_percentage(text: str) -> bool:
    """Whether a figure is one of a hundred."""
    return text.endswith("%")


def _expected(decimals: int) -> str:
    return (
        f"a number such as 0.5 or 50 %, 0 or more, of at most {decimals} decimals"
        if decimals
        else ("a whole number, 0 or more")
    )
