"""How every artefact is written: one form of CSV, one form of JSON, the same bytes for the same values.

Invariants: UTF-8, line feeds, a header row, rows in a total order; JSON with sorted keys nowhere (the order of
the reference is kept), two-space indent and a final line feed; shares are decimal fractions of six places.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from eligo.formula_safe import guarded

SHARE_PLACES = 6


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One CSV table. ``None`` is written as an empty cell, booleans as ``true`` and ``false``; text that a spreadsheet
    would compute bears a mark (``formula_safe``).
    """
    text = _Lines(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


class _Lines(io.StringIO):
    """Rows that end in a line feed, of a writer that quotes a cell with a carriage return in it: it quotes what its own
    line end has, and a bare one would begin another row.
    """

    def write(self, row: str) -> int:
        return super().write(row.removesuffix("\r\n") + "\n")


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return guarded(value)
    return "" if value is None else value


def json_bytes(value: object) -> bytes:
    """One JSON document."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def share_text(share: Fraction) -> str:
    """
    >>> share_text(Fraction(1, 3)), share_text(Fraction(0))
    ('0.333333', '0.000000')
    """
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-SHARE_PLACES), rounding=ROUND_HALF_EVEN))


def share_number(share: Fraction) -> float:
    """The share as JSON writes it: the same six places."""
    return float(share_text(share))
