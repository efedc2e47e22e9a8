"""The tables of the paper: combinations in the published layout, and routes.

What belongs here: rows and columns. What does not: their look. Which rows the published layout has, and in which
order, is data of the scheme (``[[paper.row]]``).
Source: Consultation, Tables 1 to 3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from eligo.disclosure import (
    PublicDevice,
    PublicEntry,
    PublicFigure,
    PublicOperator,
    PublicRegister,
)
from eligo.documents.blocks import Bound, Cell, Inline, Link, Mark, Table, TableRow, Text
from eligo.errors import BadScheme
from eligo.scheme import PaperRow, Scheme
from eligo.terms import TO_BE_CONFIRMED, Route

MOST_COLUMNS = 6
"""Combinations side by side on a portrait page; more than that continue in a further table."""

NOTHING = "–"
_HEAD_ROWS = 2
_NOTE = "a"


def combination_tables(
    entries: Sequence[PublicEntry],
    share: PublicFigure | None,
    register: PublicRegister,
    scheme: Scheme,
    *,
    table_id: str,
    caption: tuple[Inline, ...],
    open_note: tuple[Inline, ...],
    addresses: Mapping[PublicEntry, str] = MappingProxyType({}),
) -> tuple[Table, ...]:
    """The published layout: one column per entry, one row per ``[[paper.row]]``, the share across all columns.

    ``share``: ``None`` for a list that states none. ``open_note`` explains the first firmware that is to be confirmed.
    ``addresses``: where more is said of an entry. Raises ``BadScheme`` where a row asks for a
    device type that the scheme does not have.
    """
    parts = [entries[start : start + MOST_COLUMNS] for start in range(0, len(entries), MOST_COLUMNS)]
    tables = []
    for number, part in enumerate(parts, start=1):
        of_all = share if number == len(parts) else None
        rows = [*_rows(part, of_all, len(entries), register, scheme, addresses)]
        marked, has_open = _mark_first_open(rows)
        continued = (Text(f" ({number} of {len(parts)})"),) if len(parts) > 1 else ()
        tables.append(
            Table(
                id=table_id if number == 1 else f"{table_id}-{number}",
                name="",
                caption=(*caption, *continued),
                head=marked[:_HEAD_ROWS],
                rows=marked[_HEAD_ROWS:],
                notes=((Mark(_NOTE), Text(" "), *open_note),) if has_open and open_note else (),
                widths=(1.5, *(1.0 for _ in part)),
            )
        )
    return tuple(tables)


def _rows(
    entries: Sequence[PublicEntry],
    share: PublicFigure | None,
    every: int,
    register: PublicRegister,
    scheme: Scheme,
    addresses: Mapping[PublicEntry, str],
) -> Iterator[TableRow]:
    """The rows of the layout for some of the ``every`` entries; that of the share where it is known."""
    for row in scheme.paper.rows:
        if row.show != "share":
            yield _combination_row(row, entries, register, scheme, addresses)
        elif share:
            yield _share_row(row, len(entries), share, every, scheme)


def _share_row(row: PaperRow, span: int, share: PublicFigure, every: int, scheme: Scheme) -> TableRow:
    """The share across all columns; where these are not all of the entries it says that it is of all."""
    of_all = (Text(f" (all {every:,} together)"),) if every > span else ()
    cell = Cell((Bound(share), *of_all), span=span, align="centre" if span > 1 else "start")
    return TableRow(Cell((Text(row.label or scheme.paper.share_label),)), (cell,), emphasised=True)


def _combination_row(
    row: PaperRow,
    entries: Sequence[PublicEntry],
    register: PublicRegister,
    scheme: Scheme,
    addresses: Mapping[PublicEntry, str],
) -> TableRow:
    show = _shower(row, scheme)
    linked = addresses if row.show == "label" else {}
    cells = tuple(Cell((_linked(show(entry) or NOTHING, linked.get(entry, "")),)) for entry in entries)
    return TableRow(Cell((Text(row.label or register.list_version),)), cells)


def _linked(text: str, address: str) -> Inline:
    return Link(address, (Text(text),)) if address else Text(text)


def _shower(row: PaperRow, scheme: Scheme) -> Callable[[PublicEntry], str]:
    """What a row shows of an entry."""
    device_type, _, field = row.show.rpartition(".")
    if not device_type:
        return _ENTRY_SUBJECTS[row.show]
    if device_type not in {kind.name for kind in scheme.device_types}:
        raise BadScheme(
            f"The scheme {scheme.id} prints a device type that it does not have: {device_type}",
            hint="Name one of its device types.",
            details=(f"paper.row: show = {row.show!r}",),
        )
    read = _DEVICE_FIELDS[field]

    def show(entry: PublicEntry) -> str:
        device = entry.device(device_type)
        return read(device) if device else ""

    return show


_ENTRY_SUBJECTS: dict[str, Callable[[PublicEntry], str]] = {
    "label": lambda entry: entry.label,
    "product_id": lambda entry: entry.product_id,
    "product_kind": lambda entry: entry.product_kind,
    "provider": lambda entry: entry.provider,
    "operators": lambda entry: ", ".join(entry.operators),
}
_DEVICE_FIELDS: dict[str, Callable[[PublicDevice], str]] = {
    "manufacturer": lambda device: device.manufacturer,
    "model": lambda device: device.model,
    "hardware": lambda device: device.hardware,
    "firmware": lambda device: device.firmware,
}


def _mark_first_open(rows: Sequence[TableRow]) -> tuple[tuple[TableRow, ...], bool]:
    """The rows with a mark at the first cell that is to be confirmed, as the published tables have it."""
    for row_place, row in enumerate(rows):
        for place, cell in enumerate(row.cells):
            if cell.content == (Text(TO_BE_CONFIRMED),):
                marked = Cell((*cell.content, Mark(_NOTE)), cell.span, cell.align)
                cells = (*row.cells[:place], marked, *row.cells[place + 1 :])
                changed = TableRow(row.label, cells, row.emphasised)
                return (*rows[:row_place], changed, *rows[row_place + 1 :]), True
    return tuple(rows), False


def routes_table(
    operators: Sequence[PublicOperator], headings: Sequence[str], *, table_id: str, caption: tuple[Inline, ...]
) -> Table:
    """One row per operator, one column per route that any combination takes: how many, and their share.

    ``headings``: of the operators, and of the column for all routes together.
    """
    operator_label, total_label = headings
    uses = {(use.operator, use.route): use for operator in operators for use in operator.routes}
    routes = sorted({(use.route, use.route_label) for use in uses.values()}, key=lambda pair: _ROUTE_PLACE[pair[0]])
    rows = []
    for operator in operators:
        cells = [Cell(_number(operator.combinations, operator.estate_share), align="end")]
        for route, _ in routes:
            use = uses.get((operator.name, route))
            cells.append(Cell(_number(use.combinations, use.share) if use else (Text(NOTHING),), align="end"))
        rows.append(TableRow(Cell((Text(operator.name),)), tuple(cells)))
    head = tuple(Cell((Text(label),), align="end") for label in (total_label, *(label for _, label in routes)))
    return Table(
        id=table_id,
        name="",
        caption=caption,
        head=(TableRow(Cell((Text(operator_label),)), head),),
        rows=tuple(rows),
        widths=(1.2, *(1.0 for _ in head)),
    )


_ROUTE_PLACE = {route: place for place, route in enumerate(Route)}


def _number(count: PublicFigure, share: PublicFigure) -> tuple[Inline, ...]:
    if share.is_suppressed:
        return (Bound(count),)
    return (Bound(count), Text(" ("), Bound(share), Text(")"))
