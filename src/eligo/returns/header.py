"""Finding the header: below titles, in one level or two, reordered, in other words.

What belongs here: from cells to "template column X stands in column j under header h". What does not: what is
in the rows below. Source: ``returns.md``, "The mess".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from eligo.catalogue import TypedCell, clean, fold
from eligo.errors import WrongTemplate
from eligo.findings import column_letters
from eligo.returns.absent import alike
from eligo.returns.cells import Sheet
from eligo.returns.forms.records import refuse_torn
from eligo.returns.plausible import MayHold
from eligo.returns.qualified import QUALIFIED, groups_other, says_other, unexplained
from eligo.scheme import DEVICE_FIELDS, Scheme, template_columns

ROWS_SEARCHED = 50
"""The header must begin within this many rows of the top of the sheet."""
_COLUMNS_SEARCHED = 10
"""In so many columns the names of columns are looked for below each other."""
_ROWS_COMPARED = 200
"""Rows above the header are compared with so many below it."""
_PARTING = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", ":": "colon", "^": "caret", "  ": "spaces"}
_ORDINAL = re.compile(r"^(?:\(?\d{1,2}(?:[.):]\s*|\s+(?:[-\u2013]\s+)?)(?=\D)|\(?[A-Za-z]{1,2}\)\s*)")
"""A number or a letter before a header, as forms have it: ``1. Supplier``, ``2 - SMSO``, ``(c) Fuel type``."""
_RAISED = "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
"""The marks of footnotes behind a header."""
_PARTS = re.compile(r"[()\[\]:/|]| [-\u2013] |\b(?:details?|devices?|data|information)\b", re.IGNORECASE)
"""What parts the name of a group of columns from what explains it."""
_LONGEST_HEADER = 10_000
"""Characters of a cell that are looked at for the names of columns."""
_WIDEST_HEADER = 1_000
"""Cells of a row in which names of columns are looked for while it is open what parts a text."""
LEAST_OF_HEADER = 3
"""Cells that a row has to share with the header to be taken for it."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where each template column stands.

    ``row`` is the 1-based row of the (lower) header; ``columns`` maps a template column to its 0-based place and
    the sender's own header; ``others`` are the sender's headers that the template does not have, by place.
    """

    row: int
    columns: Mapping[str, tuple[int, str]]
    others: Mapping[int, str]


class Forms(dict[str, str]):
    """Every folded form of a header to its template column; ``figures`` are the columns that count."""

    def __init__(self, forms: Mapping[str, str], figures: Collection[str]) -> None:
        super().__init__(forms)
        self.figures = frozenset(figures)


def top_of(header: Header, rows: Sequence[Sequence[TypedCell]]) -> int:
    """The 1-based row in which a header begins: where it is in two levels, the one above its own."""
    own = rows[header.row - 1]
    return header.row - any(shown != _text(own, at) for at, shown in header.columns.values())


def named_places(header: Header) -> frozenset[int]:
    """The 0-based places that have a header."""
    return frozenset((*(place for place, _ in header.columns.values()), *header.others))


def known_headers(scheme: Scheme) -> Forms:
    """Every folded form of a header to its template column: names, synonyms, device types under other names, before the
    field or behind it (``Model (CH)``).
    """
    synonyms = scheme.template.header_synonyms
    forms: dict[str, str] = {}
    turned: dict[str, str] = {}
    devices = {device.name: (device.name, device.label, *device.synonyms) for device in scheme.device_types}
    labels = dict(DEVICE_FIELDS)
    for column in template_columns(scheme):
        if column.kind == "device":
            field = labels[column.field]
            for device in devices[column.subject]:
                for form in (field, *synonyms.get(field, ())):
                    forms.setdefault(fold(f"{device} {form}"), column.name)
                    turned.setdefault(fold(f"{form} {device}"), column.name)
        else:
            for form in (column.name, *synonyms.get(column.name, ())):
                forms[fold(form)] = column.name
    return Forms({**turned, **forms}, {count.header for count in scheme.counts})


def sheet_header(
    sheet: Sheet, forms: Mapping[str, str], required: Sequence[str], place: str, plausible: MayHold
) -> Header:
    """The header of a sheet, each of whose columns can be read.

    Raises ``UnreadableFile`` where it may be in a row of a text that has no cells, else ``WrongTemplate``.
    """
    try:
        header = find_header(sheet.rows, forms, required, place, plausible)
    except WrongTemplate:
        refuse_torn(place, sheet.lines.torn, ROWS_SEARCHED)
        raise
    refuse_unread(header.columns, sheet.unread, place)
    return header


def find_header(
    rows: Sequence[Sequence[TypedCell]],
    forms: Mapping[str, str],
    required: Sequence[str],
    place: str,
    plausible: MayHold,
) -> Header:
    """The first row, or pair of rows, that names every required column.

    Raises ``WrongTemplate`` where none does, with those that are missing in the one that names the most; where a row
    above is a header that lacks some, since the rows below that one would be lost; and where two columns of the sender
    claim to be the same one.
    """
    best: Header | None = None
    before: list[Header] = []
    for index, row in enumerate(rows[:ROWS_SEARCHED]):
        above = rows[index - 1] if index else ()
        levels = (_header(index, row, above, False, forms), _header(index, row, above, True, forms))
        header = max(levels, key=lambda one: len(one.columns))
        lacks = len(_missing(header, required))
        if best is None or not lacks or len(header.columns) > len(best.columns):
            best = header
        if not lacks:
            break
        if 2 * lacks <= len(required):
            before.append(header)
    found = best.columns if best else {}
    missing = _missing(best, required) if best else [*required]
    if best is None or missing:
        where = f"the nearest to a header is row {best.row}" if best and found else _packed(rows, forms)
        where = _turned(rows, forms, len(required)) or where
        raise WrongTemplate(
            f"{place} is not a return of this template: {len(missing)} of its columns are missing ({where})",
            hint="Use the template that 'eligo rfi template' writes.",
            details=[f"{place}: no column '{name}'{_perhaps(name, best, forms)}" for name in missing],
        )
    _refuse_rows_above(rows, best, required, place, plausible)
    _refuse_earlier([one for one in before if one.row < best.row - 1], best, required, place)
    return _of_one_table(rows, best, forms, required, place)


def _packed(rows: Sequence[Sequence[TypedCell]], forms: Mapping[str, str]) -> str:
    """Which row has the names of columns in a single cell, where one does."""
    for number, row in enumerate(rows[:ROWS_SEARCHED], start=1):
        filled = [cell for cell in row if cell.text]
        for cell in filled if len(filled) < LEAST_OF_HEADER else ():
            for sign, called in _PARTING.items():
                named = sum(fold(part) in forms for part in cell.text[:_LONGEST_HEADER].split(sign))
                if named >= LEAST_OF_HEADER:
                    return f"row {number} has {named} of their names in a single cell, parted by {called}"
    return f"none of the first {ROWS_SEARCHED} rows looks like a header"


def _turned(rows: Sequence[Sequence[TypedCell]], forms: Mapping[str, str], required: int) -> str:
    """In which column the names of most columns stand below each other, if they do; empty where they do not."""
    for place in range(_COLUMNS_SEARCHED):
        named = {forms.get(fold(_text(row, place)), "") for row in rows[:_ROWS_COMPARED]} - {""}
        if 2 * len(named) >= required:
            return f"their names stand below each other in column {column_letters(place + 1)}: turn the table"
    return ""


def _missing(header: Header, required: Sequence[str]) -> list[str]:
    return [name for name in required if name not in header.columns]


def _refuse_earlier(earlier: Sequence[Header], header: Header, required: Sequence[str], place: str) -> None:
    """Raise ``WrongTemplate`` where a row well above the header is one, too, that lacks some columns."""
    if earlier:
        raise WrongTemplate(
            f"{place} has a header in row {header.row}, and one in row {earlier[0].row} above it that lacks columns",
            hint="Put all rows under one header.",
            details=[
                f"{place}, row {one.row}: no column '{name}'" for one in earlier for name in _missing(one, required)
            ],
        )


def _refuse_rows_above(
    rows: Sequence[Sequence[TypedCell]], header: Header, required: Sequence[str], place: str, plausible: MayHold
) -> None:
    """Raise ``WrongTemplate`` where rows of the table stand above its header, as where it was sorted with them.

    A row above is one of the table where half of its required cells stand below the header, too, each in its column;
    where nothing stands there, where half of them are filled, and not with guidance: ``plausible`` says what may stand
    under some columns.
    """
    places = [header.columns[name][0] for name in required]
    below = [{_text(row, at) for row in rows[header.row : header.row + _ROWS_COMPARED]} - {""} for at in places]
    found = []
    for number, row in enumerate(rows[: top_of(header, rows) - 1], start=1):
        texts = [_text(row, at) for at in places]
        alike = sum(text in known if any(below) else bool(text) for text, known in zip(texts, below, strict=True))
        guides = not any(below) and _is_guidance(dict(zip(required, texts, strict=True)), plausible)
        if 2 * alike >= len(places) and not guides:
            found.append(number)
    if found:
        rows_are = "1 row stands" if len(found) == 1 else f"{len(found)} rows stand"
        raise WrongTemplate(
            f"{place} has its header in row {header.row}, and {rows_are} above it (the first in row {found[0]})",
            hint="Move the header above the first row of its table.",
            details=[f"{place}: row {number} stands above the header" for number in found],
        )


def _is_guidance(texts: Mapping[str, str], plausible: MayHold) -> bool:
    """Whether most of what a row says, in columns of which it is known what may stand there, may not."""
    known = [fits(texts[name]) for name, fits in plausible.items() if texts.get(name)]
    return bool(known) and 2 * sum(known) < len(known)


def _text(row: Sequence[TypedCell], place: int) -> str:
    return clean(row[place].text) if place < len(row) else ""


def _perhaps(name: str, header: Header | None, forms: Mapping[str, str]) -> str:
    """Which of the sender's own columns may be the one that is missing, where exactly one may."""
    near = alike(name, header.others.values(), forms) if header else []
    return f" ('{near[0]}' may be it)" if len(near) == 1 else ""


def refuse_unread(columns: Mapping[str, tuple[int, str]], unread: Mapping[int, str], place: str) -> None:
    """Raise ``WrongTemplate`` where the cells of a template column have no one value.

    ``unread`` says what such columns hold, by their 0-based place.
    """
    told = [f"{place}: '{shown}' holds {unread[at]}" for at, shown in columns.values() if at in unread]
    if told:
        raise WrongTemplate(
            f"{place} has {len(told)} column{'s' if len(told) > 1 else ''} whose cells cannot be read",
            hint="Write one value in each cell, as text.",
            details=told,
        )


def _header(
    index: int, row: Sequence[TypedCell], above: Sequence[TypedCell], in_two: bool, forms: Mapping[str, str]
) -> Header:
    columns: dict[str, tuple[int, str]] = {}
    others: dict[int, str] = {}
    for place, (name, shown) in enumerate(_names(row, above, in_two, forms)):
        if name:
            columns.setdefault(name, (place, shown))
        elif shown:
            others[place] = shown
    return Header(index + 1, columns, others)


def _names(
    row: Sequence[TypedCell], above: Sequence[TypedCell], in_two: bool, forms: Mapping[str, str]
) -> list[tuple[str, str]]:
    """(template column or "", header as shown) for each cell; where the header is ``in_two`` levels, by the row above,
    too, in which a merged cell reaches to the next one. In either case a count is none under one that says so.

    What explains a header in brackets is left out where no other cell names the same column.
    """
    named, explained = [], []
    figures = forms.figures if isinstance(forms, Forms) else ()
    uncounted = {place for place, group in figure_groups(row, above, forms).items() if groups_other(group)}
    group = ""
    for place, cell in enumerate(row):
        if in_two and place < len(above) and clean(above[place].text):
            group = clean(above[place].text)
        own = clean(cell.text)
        if in_two and not own and _reaches_down(place, row, above, forms):
            # One column under no device: its header stands in the upper row, merged with the blank cell below.
            own, group = clean(above[place].text), ""
        column, both = _meant(group, own, forms)
        also = "" if column else _meant(group, unexplained(own), forms)[0]
        if place in uncounted and (column or also) in figures:
            column, also = "", ""
        named.append((column, f"{group} {own}" if both else own))
        explained.append(also)
    claims = Counter(explained) + Counter({name for name, _ in named})
    return [
        (name or (also if claims[also] == 1 else ""), shown)
        for (name, shown), also in zip(named, explained, strict=True)
    ]


def _reaches_down(place: int, row: Sequence[TypedCell], above: Sequence[TypedCell], forms: Mapping[str, str]) -> bool:
    """Whether the cell above a blank one is the header of its column: it names one, or is no group of the next."""
    upper, after = _text(above, place), place + 1
    names = bool(upper) and fold(bare(upper)) in forms
    return names or (bool(upper) and (bool(_text(above, after)) or not _text(row, after)))


def figure_groups(row: Sequence[TypedCell], above: Sequence[TypedCell], forms: Mapping[str, str]) -> Mapping[int, str]:
    """What stands above the cells of a header, by their places, from above a count to the next such text: what stands
    above any other column, or above the first, is a title, or a group of others.
    """
    figures = forms.figures if isinstance(forms, Forms) else ()
    groups: dict[int, str] = {}
    group, is_first = "", True
    for place, cell in enumerate(row if figures else ()):
        own = clean(cell.text)
        text = clean(above[place].text) if place < len(above) else ""
        if text:
            group = text if not is_first and _meant("", unexplained(own), forms)[0] in figures else ""
        if group:
            groups[place] = group
        is_first = is_first and not own
    return groups


def _meant(group: str, own: str, forms: Mapping[str, str]) -> tuple[str, bool]:
    """The template column that a header means (empty where none, as for a share), and whether it does with that of its
    group.
    """
    name = _name(own)
    found = {forms.get(fold(f"{way} {name}"), "") for way in _ways(group)} - {""} if group and name else set()
    both = found.pop() if len(found) == 1 else ""
    return both or (forms.get(fold(name), "") if name else ""), bool(both)


@lru_cache(maxsize=4096)
def _name(own: str) -> str:
    """A header without its number, the mark of its footnote, or the name of its table; empty where it says that it is
    of something else.
    """
    qualified = QUALIFIED.match(own)
    if "%" in own or (qualified and says_other(qualified["table"] or "")):
        return ""
    return qualified["own"] if qualified else _ORDINAL.sub("", own).rstrip(_RAISED)


def bare(own: str) -> str:
    """A header without what stands around its name."""
    return _name(unexplained(_name(clean(own))))


@lru_cache(maxsize=4096)
def _ways(group: str) -> tuple[str, ...]:
    """What a group of columns is called: as it stands, or by a part of it (``Gas meter (GSME)``, ``ESME details``)."""
    name = _ORDINAL.sub("", group)
    return (name,) if says_other(name) else (name, *(part for part in _PARTS.split(name) if part.strip()))


def named_columns(
    row: Sequence[TypedCell], above: Sequence[TypedCell], forms: Mapping[str, str], *, in_two: bool = True
) -> dict[int, str]:
    """The template column that a row names, or it and the one above, by its 0-based place; empty for any other text."""
    return {place: name for place, (name, shown) in enumerate(_names(row, above, in_two, forms)) if shown}


def columns_named(rows: Sequence[Sequence[str]], forms: Mapping[str, str]) -> int:
    """How many columns the row (or pair of rows) names that is most of a header; 0 where none is one."""
    cells = [[TypedCell(text) for text in row[:_WIDEST_HEADER]] for row in rows[:ROWS_SEARCHED]]
    named = (named_columns(row, cells[at - 1] if at else (), forms).values() for at, row in enumerate(cells))
    most = max((len({*names} - {""}) for names in named), default=0)
    return most if most >= LEAST_OF_HEADER else 0


def _of_one_table(
    rows: Sequence[Sequence[TypedCell]], header: Header, forms: Mapping[str, str], required: Sequence[str], place: str
) -> Header:
    """The header without a table beside. Raises ``WrongTemplate`` where two of its columns claim to be the same one."""
    above = rows[header.row - 2] if header.row > 1 else ()
    names = _names(rows[header.row - 1], above, top_of(header, rows) < header.row, forms)
    header = _without_beside(header, names, required)
    _refuse_repeats(header, names, place)
    return header


def _without_beside(header: Header, names: Sequence[tuple[str, str]], required: Sequence[str]) -> Header:
    """The header without small tables that stand beside it, each beyond a blank header.

    One is small that names no more than half of the required columns, the first of them once more: any other may hold
    rows of its own, or columns of this table.
    """
    last = max(header.columns[name][0] for name in required)
    gaps = [at for at in range(last + 1, len(names)) if not names[at][1]]
    beside: dict[int, str] = {}
    for start, end in pairwise((*gaps, len(names))):
        named = [name for name, _ in names[start:end] if name]
        is_small = 2 * len({*named}.intersection(required)) <= len(required)
        if named and is_small and header.columns[named[0]][0] < start:
            beside |= {at: names[at][1] for at in range(start + 1, end)}
    kept = {name: where for name, where in header.columns.items() if where[0] not in beside}
    return replace(header, columns=kept, others={**header.others, **beside})


def _refuse_repeats(header: Header, names: Sequence[tuple[str, str]], place: str) -> None:
    seen: dict[str, int] = {}
    repeats = []
    for at, (name, shown) in enumerate(names):
        if name in seen and at not in header.others:
            repeats.append(
                f"{place}, row {header.row}: columns {seen[name] + 1} and {at + 1} ('{shown}') are both '{name}'"
            )
        if name:
            seen.setdefault(name, at)
    if repeats:
        raise WrongTemplate(
            f"{place} names {len(repeats)} column{'s' if len(repeats) > 1 else ''} twice",
            hint="Rename or delete the column that is not meant.",
            details=repeats,
        )
