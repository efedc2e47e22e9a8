"""Drawn decisions on equivalence, about a drawn estate of five combinations."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from datetime import date

import openpyxl

from eligo.programme import EQUIVALENCE_COLUMNS, EquivalencesRead, read_equivalences
from eligo.terms import Combination, Device

EQUIVALENCES = "equivalences.csv"
TODAY = date(2020, 6, 1)


def combination(
    hub: str = "2.1.12", display: str | None = "1.0", operator: str = "SMSO-1", board: str = "A"
) -> Combination:
    """A meter, a hub with that firmware and hardware, and perhaps a display."""
    meter = Device("ESME", "Landis+Gyr", "E470 (MK1)", "1.0", "TBC")
    shown = None if display is None else Device("PPMID", "GEO", "DUET II", "1", display)
    return Combination(operator, "WAN-A", (meter, None, Device("CH", "Telit", "SEAP-2000-V", board, hub), shown))


ESTATE = {
    "C-TESTED": combination(),
    "C-HUB": combination(hub="2.1.11"),
    "C-BARE": combination(display=None),
    "C-OTHER": combination(operator="SMSO-2"),
    "C-FAR": combination(hub="3.0", board="B", display="2.0"),
}
"""By names in the place of ids."""

HUB = {
    "claimed": "C-HUB",
    "tested": "C-TESTED",
    "decided_on": "2020-03-02",
    "decided_by": "The panel",
    "reason": "as minuted",
    "differences": "CH firmware: logging only",
    "evidence": "R-1; R-2",
}
"""A decision in full."""


def table(*lines: dict[str, str], columns: Collection[str] = EQUIVALENCE_COLUMNS) -> bytes:
    """A table of some lines."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def read(*lines: dict[str, str], tested: Collection[str] | None = ("C-TESTED",)) -> EquivalencesRead:
    """Decisions in full, as of today, where one combination is selected."""
    return read_equivalences(EQUIVALENCES, table(*lines), ESTATE, tested=tested, today=TODAY)


def with_cell(book: bytes, sheet: str, cell: str, value: object) -> bytes:
    """A workbook as somebody else saves it, with something else in one cell."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    opened[sheet][cell] = value or None
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()
