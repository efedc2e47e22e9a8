"""A return as it was typed, to stand in the next round's template, where it is corrected instead of typed again.

What belongs here: which cells of an old return go where in a new one. What does not: drawing the workbook
(``workbook``). Rows of totals, remarks and exact repeats are left out; a quarantined row stands there, since it is what
has to be corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eligo.catalogue import clean
from eligo.returns.model import PlannedUpgrade, Return, Role
from eligo.returns.read import combinations_header, combinations_sheet, open_return
from eligo.returns.workbook import Prefilled
from eligo.scheme import UPGRADE_COLUMNS, Scheme


def prefilled(one: Return, content: bytes, scheme: Scheme) -> Prefilled:
    """What a return's sender reported, as typed. ``content`` are the bytes that the return was read from.

    Raises what ``read_return`` raises for a file that cannot be read.
    """
    template = scheme.template
    return Prefilled(
        organisation=one.sender.organisation,
        role=template.supplier_role if one.sender.role is Role.SUPPLIER else template.operator_role,
        combinations=[cells for _, cells in typed_rows(one, content, scheme)],
        upgrades=[_planned(upgrade) for upgrade in one.upgrades],
        source=one.file,
    )


def typed_rows(one: Return, content: bytes, scheme: Scheme) -> Iterator[tuple[int, Mapping[str, str]]]:
    """(row, text as typed by template column) of every row of a return that counts or waits."""
    opened = open_return(one.file, content, scheme)
    sheet = opened.sheets[0] if opened.is_table else combinations_sheet(one.file, opened.sheets, scheme)
    places = combinations_header(sheet, scheme, one.file).columns
    numbers = sorted({*one.accepted.rows, *(row.row for row in one.quarantined if row.counts)})
    for number in numbers:
        row = sheet.rows[number - 1]
        yield number, {name: clean(row[place].text) for name, (place, _) in places.items() if place < len(row)}


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
