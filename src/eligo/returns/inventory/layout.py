"""How an inventory is laid out, judged by its first rows: delimiter, header, columns that hardly repeat.

What belongs here: one look at the top of the file. What does not: reading the rest of it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from eligo.catalogue import TypedCell, fold
from eligo.errors import WrongTemplate
from eligo.returns.absent import refuse_alike
from eligo.returns.cells import Form
from eligo.returns.forms.encodings import Encodings
from eligo.returns.forms.records import records, refuse_torn
from eligo.returns.forms.text import NAMED_DELIMITERS
from eligo.returns.header import ROWS_SEARCHED, Header, find_header, known_headers, named_columns, named_places
from eligo.returns.inventory.blocks import Position, Stream, blocks
from eligo.returns.inventory.lines import read_line, torn_by
from eligo.returns.inventory.model import PLACES_APART, Layout
from eligo.returns.inventory.unpacked import Unpacked
from eligo.returns.plausible import may_hold
from eligo.scheme import IDENTITY_FIELDS, INSTALLATION_COLUMNS, Scheme, template_columns

HEAD_BYTES = 6 * 1024**2
HEAD_ROWS = 20_000
MANY_VALUES = 0.05
"""A column of which more than this share of the first rows differ is kept row by row."""
FEW_ROWS = 1000
"""Below so many rows nothing is gained by keeping a column apart but the installations' own."""

PACKED_SUFFIX = ".gz"

_HEADER_LINES = 60
"""The header is looked for in so many lines, and the delimiter judged by them."""

_DELIMITERS = ",;\t|"


def text_layout(path: Path, scheme: Scheme) -> tuple[Layout, tuple[tuple[str, ...], ...]]:
    """The layout of a text inventory, and its first rows below the header.

    Raises ``UnreadableFile`` where it is no text, ``WrongTemplate`` where a column that is required is missing.
    """
    return stream_layout(path.name, lambda: Unpacked(path), scheme)


def stream_layout(
    name: str, opened: Callable[[], Stream], scheme: Scheme
) -> tuple[Layout, tuple[tuple[str, ...], ...]]:
    """The same of a file anywhere, which is opened more than once; ``name`` is what it is called."""
    delimiter = _delimiter(_head(name, opened, ","), scheme)
    return text_layout_of(_head(name, opened, delimiter), scheme, name, delimiter)


def text_layout_of(
    text: str, scheme: Scheme, place: str, delimiter: str = ""
) -> tuple[Layout, tuple[tuple[str, ...], ...]]:
    """The layout of a text inventory by its first lines, and its first rows below the header."""
    delimiter = delimiter or _delimiter(text, scheme)
    try:
        return layout_of(_rows(text, delimiter), delimiter, scheme, place, {})
    except WrongTemplate:
        lines = [read_line(line, delimiter, ()) for line in text.split("\n")[:ROWS_SEARCHED]]
        torn = {row: torn_by(line.fault) for row, line in enumerate(lines, start=1) if line.fault}
        refuse_torn(place, torn, ROWS_SEARCHED)
        raise


def first_rows(path: Path, scheme: Scheme) -> tuple[tuple[str, ...], ...]:
    """The first rows of a text that may be an inventory, titles and header included. Raises ``UnreadableFile``."""

    def opened() -> Stream:
        return Unpacked(path)

    delimiter = _delimiter(_head(path.name, opened, ","), scheme)
    return _rows(_head(path.name, opened, delimiter), delimiter)


def text_form(name: str, marked: str, encodings: Encodings, delimiter: str) -> Form:
    """The form of a text inventory: what its first bytes state as its encoding (if they do), else what was judged.

    >>> str(text_form("a.tsv.gz", "", Encodings(older=2), "\\t"))
    'TSV, Windows-1252, tab, in gzip'
    """
    plain = name.lower().removesuffix(PACKED_SUFFIX)
    shown = marked if marked and not encodings.older else encodings.name
    packed = "gzip" if plain != name.lower() else ""
    return Form("TSV" if plain.endswith(".tsv") else "CSV", shown, NAMED_DELIMITERS[delimiter], packed)


def _head(name: str, opened: Callable[[], Stream], delimiter: str) -> str:
    stream = opened()
    try:
        first = next(blocks(name, stream, delimiter, Position(), HEAD_BYTES), None)
    finally:
        stream.close()
    return first.content.decode("utf-8", "replace") if first else ""


def layout_of(
    rows: Sequence[tuple[str, ...]], delimiter: str, scheme: Scheme, place: str, kinds: Mapping[int, str]
) -> tuple[Layout, tuple[tuple[str, ...], ...]]:
    """The layout of a table from its first rows, header and all, and those below the header."""
    header = inventory_header(rows, scheme, place)
    below = tuple(rows[header.row :])
    installation = header.columns[INSTALLATION_COLUMNS[0]][0]
    checked = {header.columns[name][0] for name in checked_columns(scheme) if name in header.columns}
    places = named_places(header) - checked - {installation}
    apart = tuple(sorted({installation, *_varied(below, places)}))
    width = len(rows[header.row - 1])
    layout = Layout(delimiter, header.row, header.columns, header.others, apart, installation, kinds, width)
    return layout, below


def inventory_header(rows: Sequence[Sequence[str]], scheme: Scheme, place: str) -> Header:
    """Where the columns of an inventory stand. Raises ``WrongTemplate`` naming each that is missing."""
    forms, required = inventory_columns(scheme)
    cells = [[TypedCell(text) for text in row] for row in rows[:_HEADER_LINES]]
    header = find_header(cells, forms, required, place, may_hold(scheme))
    refuse_alike(header.columns, [*header.others.values()], forms, scheme, place)
    return header


def inventory_columns(scheme: Scheme) -> tuple[Mapping[str, str], Sequence[str]]:
    """Every folded form of a header to its column of an inventory; and the columns that are required."""
    columns = [column for column in template_columns(scheme) if column.kind != "count"]
    names = {column.name for column in columns}
    forms = {form: name for form, name in known_headers(scheme).items() if name in names}
    for name in INSTALLATION_COLUMNS:
        forms |= {fold(form): name for form in (name, *scheme.template.header_synonyms.get(name, ()))}
    return forms, [*INSTALLATION_COLUMNS, *(column.name for column in columns if column.required)]


def checked_columns(scheme: Scheme) -> tuple[str, ...]:
    """The template columns that any check of an inventory reads, but for the installation's identifier."""
    unread = {
        column.name
        for column in template_columns(scheme)
        if column.kind == "count" or (column.kind == "device" and column.field not in IDENTITY_FIELDS)
    }
    return (INSTALLATION_COLUMNS[1], *(c.name for c in template_columns(scheme) if c.name not in unread))


def is_inventory(rows: Sequence[Sequence[str]], scheme: Scheme) -> bool:
    """Whether a table's first rows name the two columns that an inventory has in place of the counts."""
    synonyms = scheme.template.header_synonyms
    forms = {fold(form): name for name in INSTALLATION_COLUMNS for form in (*synonyms.get(name, ()), name)}
    named = (named_columns([TypedCell(cell) for cell in row], (), forms).values() for row in rows[:_HEADER_LINES])
    return any({*INSTALLATION_COLUMNS}.issubset(names) for names in named)


def _varied(rows: Sequence[Sequence[str]], places: Collection[int]) -> list[int]:
    """Which of some places, which no check reads, hardly repeat: the most varied first, so many as can be kept.

    Cells without a header are never kept apart: their row tells whether they stand in their own column.
    """
    if len(rows) < FEW_ROWS:
        return []
    values = {place: len({row[place] for row in rows if place < len(row)}) for place in places}
    varied = [place for place, count in values.items() if count > MANY_VALUES * len(rows)]
    return sorted(varied, key=lambda place: (-values[place], place))[: PLACES_APART - 1]


def _rows(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    """The first rows; one that cannot be read is empty here, and judged when it is read."""
    rows: list[tuple[str, ...]] = []
    for line in text.split("\n")[:HEAD_ROWS]:
        try:
            rows.append(tuple(next(csv.reader([line], delimiter=delimiter, strict=True), [])))
        except csv.Error:
            rows.append(())
    return tuple(rows)


def _delimiter(text: str, scheme: Scheme) -> str:
    """The one by which an inventory's header is one; where that is none or several, the one that parts the first lines
    into the most cells. Rows below may all be parted by another: each is told then, and the file is still read.
    """
    lines = text.split("\n", _HEADER_LINES)[:_HEADER_LINES]

    def strength(delimiter: str) -> tuple[bool, int, int]:
        rows = [cells for cells, _ in records(lines, delimiter, 0)]
        counts = [len(cells) for cells in rows]
        widest = max(counts, default=0)
        return is_inventory(rows, scheme), widest if widest > 1 else 0, counts.count(widest)

    return max(_DELIMITERS, key=lambda delimiter: (strength(delimiter), -_DELIMITERS.index(delimiter)))
