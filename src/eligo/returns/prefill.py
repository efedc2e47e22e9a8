"""A return as it was typed, to stand in the next round's template, where it is corrected instead of typed again.

What belongs here: which cells of an old return go where in a new one. What does not: drawing the workbook
(``workbook``). Rows of totals, remarks, exact repeats and those that describe nothing are left out; any other row that
is quarantined stands there, since it is what has to be corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eligo.catalogue import clean
from eligo.returns.astray import ASTRAY, BARE
from eligo.returns.cells import Sheet
from eligo.returns.corrections import CODE
from eligo.returns.forms.text import NAMED_DELIMITERS
from eligo.returns.model import PlannedUpgrade, Return, Role
from eligo.returns.read import combinations_header, combinations_sheet, open_return
from eligo.returns.workbook import Prefilled
from eligo.scheme import UPGRADE_COLUMNS, Scheme


def prefilled(one: Return, content: bytes, scheme: Scheme) -> Prefilled:
    """What a return's sender reported, as typed, and as corrected where an analyst did. ``content`` are the bytes that
    the return was read from.

    Raises what ``read_return`` raises for a file that cannot be read.
    """
    template, bare = scheme.template, {row.row for row in one.quarantined if not {ASTRAY, BARE}.isdisjoint(row.codes)}
    corrected = {(f.location.row, f.location.column): f.expected for f in one.findings if f.code == CODE}
    return Prefilled(
        organisation=one.sender.organisation,
        role=template.supplier_role if one.sender.role is Role.SUPPLIER else template.operator_role,
        combinations=[
            {name: corrected.get((row, name), text) for name, text in cells.items()}
            for row, cells in typed_rows(one, content, scheme)
            if row not in bare
        ],
        upgrades=[_planned(upgrade) for upgrade in one.upgrades],
        source=one.file,
    )


def typed_rows(one: Return, content: bytes, scheme: Scheme) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(row, text as typed by template column) of every row of a return that counts or waits."""
    opened = open_return(one.file, content, scheme)
    sheet = opened.sheets[0] if opened.is_table else combinations_sheet(one.file, opened.sheets, scheme)
    header = combinations_header(sheet, scheme, one.file)
    places = header.columns
    numbers = sorted({*one.accepted.rows, *(row.row for row in one.quarantined if row.counts)})
    for number in numbers:
        texts = [cell.text for cell in sheet.rows[number - 1]]
        if number in sheet.lines.torn:
            texts = _without_quotes(texts[0], sheet, header.row)
        yield number, {name: clean(texts[place]) for name, (place, _) in places.items() if place < len(texts)}


def _without_quotes(text: str, sheet: Sheet, header_row: int) -> list[str]:
    """The cells of a record whose quotes do not match, if it has as many as the header once they are left out; else
    the whole of it, in the first.
    """
    signs = {name: sign for sign, name in NAMED_DELIMITERS.items()}
    cells = text.replace('"', "").split(signs[sheet.form.delimiter])
    return cells if len(cells) == sheet.lines.widths[header_row - 1] else [text]


def _planned(upgrade: PlannedUpgrade) -> Mapping[str, str]:
    values = (
        upgrade.device_type,
        upgrade.manufacturer,
        upgrade.model,
        upgrade.hardware,
        upgrade.from_firmware,
        upgrade.to_firmware,
        upgrade.completion.isoformat(),
    )
    return dict(zip(UPGRADE_COLUMNS, values, strict=True))
