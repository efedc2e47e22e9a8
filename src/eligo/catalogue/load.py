"""Reading the catalogue's file, and refusing one with mistakes, all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligo.catalogue.aliases import scheme_aliases
from eligo.catalogue.model import Catalogue, CatalogueEntry
from eligo.catalogue.names import clean
from eligo.csv_text import csv_rows
from eligo.errors import BadCatalogue
from eligo.scheme import Scheme
from eligo.terms import BAR

COLUMNS = ("device_type", "manufacturer", "model", "hardware_version", "firmware_version")


def load_catalogue(name: str, content: bytes, scheme: Scheme) -> Catalogue:
    """The catalogue in a UTF-8 CSV file: one row per device model, columns ``COLUMNS`` in any order.

    Raises ``BadCatalogue`` with every mistake in ``details``, by line: a missing column, an unknown device
    type, an empty cell, a cell with a bar, a repeated row.
    """
    try:
        lines = csv_rows(name, content)
    except ValueError as error:
        raise BadCatalogue(str(error), hint="Save the catalogue as CSV UTF-8 and try again.") from None
    header = [clean(cell).casefold() for cell in lines[0][1]] if lines else []
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise BadCatalogue(
            f"{name}:1 has no column {', '.join(missing)}",
            hint=f"A catalogue has the columns {', '.join(COLUMNS)}.",
        )
    places = [header.index(column) for column in COLUMNS]
    entries = [_entry(row, places, line) for line, row in lines[1:] if any(cell.strip() for cell in row)]
    mistakes = list(_mistakes(name, entries, tuple(d.name for d in scheme.device_types)))
    if not entries:
        mistakes.append(f"{name}:2 has no device model")
    if mistakes:
        raise BadCatalogue(
            f"{name} has {len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}",
            hint="Mend the lines named and try again.",
            details=mistakes,
        )
    return Catalogue(tuple(entries), scheme_aliases(scheme), scheme.legal_suffixes)


def _entry(row: Sequence[str], places: Sequence[int], line: int) -> CatalogueEntry:
    device_type, manufacturer, model, hardware, firmware = (clean(row[i]) if i < len(row) else "" for i in places)
    return CatalogueEntry(device_type, manufacturer, model, hardware, firmware, line)


def _mistakes(name: str, entries: list[CatalogueEntry], device_types: tuple[str, ...]) -> Iterator[str]:
    seen: dict[tuple[str, ...], int] = {}
    for entry in entries:
        cells = (entry.device_type, entry.manufacturer, entry.model, entry.hardware, entry.firmware)
        for column, cell in zip(COLUMNS, cells, strict=True):
            if not cell:
                yield f"{name}:{entry.line} {column}: the cell is empty"
            elif BAR in cell:
                yield f"{name}:{entry.line} {column}: found '{cell}', expected a text without '{BAR}'"
        if entry.device_type and entry.device_type not in device_types:
            known = ", ".join(device_types)
            yield f"{name}:{entry.line} device_type: found '{entry.device_type}', expected one of {known}"
        if cells in seen:
            yield f"{name}:{entry.line} repeats line {seen[cells]}"
        seen.setdefault(cells, entry.line)
