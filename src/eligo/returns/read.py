"""One file to one return: its form, cells, header, checks. The order of the work, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from eligo.catalogue import Catalogue, fold
from eligo.errors import VersionConflict, WrongTemplate
from eligo.findings import Finding, Issue, Location
from eligo.returns.absent import absent_findings, refuse_alike
from eligo.returns.again import headers_below, refuse_another_table
from eligo.returns.cells import Sheet
from eligo.returns.checks import row_checks
from eligo.returns.corrections import Correction, OfFile, correct, corrections_of
from eligo.returns.forms import Opened, Sought, open_file
from eligo.returns.header import Header, columns_named, known_headers, sheet_header
from eligo.returns.inventory.sent import sent_inventory
from eligo.returns.merges import without_merges
from eligo.returns.model import PlannedUpgrade, QuarantinedRow, Return, Role, Sender, SheetBalance
from eligo.returns.plausible import chosen_values, may_hold
from eligo.returns.qualified import says_other
from eligo.returns.sender import (
    canonical,
    sender_of_name,
    sender_of_workbook,
    sender_questions,
    states_a_sender,
)
from eligo.returns.sorting import Table, Words
from eligo.returns.table import (
    TableReading,
    explained_findings,
    header_findings,
    hidden_findings,
    read_table,
    texts_under,
)
from eligo.returns.upgrades import has_upgrades, is_header_alone, read_upgrades, upgrade_headers
from eligo.returns.workbook import INSTRUCTIONS_SHEET, LISTS_SHEET, TEMPLATE_PROPERTY, template_version
from eligo.scheme import UPGRADE_COLUMNS, Scheme, template_columns


@dataclass(frozen=True, slots=True)
class UpgradesFile:
    """The planned upgrades that travel beside a text return: its own file name and bytes."""

    name: str
    content: bytes


def read_return(
    name: str,
    content: bytes,
    scheme: Scheme,
    catalogue: Catalogue,
    upgrades_file: UpgradesFile | None = None,
    corrections: Sequence[Correction] = (),
    received_on: date | None = None,
) -> Return:
    """One organisation's return, from the bytes of its file, with what an analyst has corrected in it.

    A snapshot of a day after ``received_on`` is questioned; where that is not known, none is.

    Raises ``UnreadableFile`` where the file is not what its name says, ``WrongTemplate`` where it is no return and
    ``VersionConflict`` where a correction does not fit it; every lesser fault is a finding. Source: ``returns.md``.
    """
    one = _return_of(name, content, scheme, catalogue, upgrades_file, corrections, received_on)
    if not one.is_empty:
        return one
    message = f"The return of {one.sender.organisation} has no row; it counts as no return."
    empty = Issue("return-empty", "", "", "at least one row", message).at(Location(one.file, one.sheet))
    return replace(one, findings=tuple(sorted((*one.findings, empty), key=lambda finding: finding.order)))


def _return_of(
    name: str,
    content: bytes,
    scheme: Scheme,
    catalogue: Catalogue,
    upgrades_file: UpgradesFile | None,
    corrections: Sequence[Correction],
    received_on: date | None,
) -> Return:
    own = corrections_of(name, content, corrections)
    counted = sent_inventory(name, content, scheme, catalogue)
    if counted is not None:
        return _with_upgrades(_uncorrected(counted, own), upgrades_file, scheme, catalogue)
    opened = open_return(name, content, scheme)
    if not opened.is_table:
        if upgrades_file is not None:
            message = (
                f"{name} is a workbook, which has planned upgrades in a sheet, and {upgrades_file.name} is beside it"
            )
            raise WrongTemplate(message, hint="Put the planned upgrades into the workbook, and send that alone.")
        return _read_workbook(name, opened, scheme, catalogue, own, received_on)
    sheet, *packed_beside = opened.sheets
    table, corrected = _table(name, sheet, combinations_header(sheet, scheme, name), own, scheme, name)
    sender = _sender_of_name(table, opened, scheme)
    upgrade_sheets = [(name, one) for one in packed_beside]
    if upgrades_file is not None:
        upgrade_sheets.append((upgrades_file.name, _upgrades_sheet(upgrades_file, scheme)))
    return _read(table, sender, upgrade_sheets, [*_remarks(name, opened), *corrected], scheme, catalogue)


def _uncorrected(counted: Return, own: OfFile) -> Return:
    if own.due:
        raise VersionConflict(
            f"{counted.file} is an inventory, whose rows are not corrected one by one",
            hint="Ask its sender for a corrected one, and withdraw the corrections.",
        )
    return counted


def _with_upgrades(one: Return, file: UpgradesFile | None, scheme: Scheme, catalogue: Catalogue) -> Return:
    """A return with the planned upgrades that travel beside it."""
    if file is None:
        return one
    planned = read_upgrades(file.name, _upgrades_sheet(file, scheme), scheme, catalogue)
    return replace(
        one,
        upgrades=planned.upgrades,
        quarantined=(*one.quarantined, *planned.quarantined),
        balances=(*one.balances, planned.balance),
        findings=tuple(sorted((*one.findings, *planned.findings), key=lambda finding: finding.order)),
    )


def _table(
    name: str, sheet: Sheet, header: Header, own: OfFile, scheme: Scheme, place: str
) -> tuple[Table, Sequence[Finding]]:
    """A sheet's table, corrected. Raises ``WrongTemplate`` where a second header calls its columns otherwise."""
    corrected, notes = correct(name, sheet, header.row, header.columns, own)
    refuse_alike(header.columns, [*header.others.values()], known_headers(scheme), scheme, place)
    again = headers_below(corrected.rows, header, known_headers(scheme), _required(scheme), place)
    refuse_another_table(corrected.rows, header, upgrade_headers(scheme), UPGRADE_COLUMNS, "planned upgrades", place)
    return Table(name, corrected, header, again), notes


def open_return(name: str, content: bytes, scheme: Scheme) -> Opened:
    """The file's sheets; of an .xlsx workbook those that the template has. Raises ``UnreadableFile``."""
    template = scheme.template
    own = {fold(sheet) for sheet in (template.return_sheet, template.combinations_sheet, template.upgrades_sheet)}
    return open_file(name, content, replace(_sought(scheme), sheet=lambda title: fold(title) in own))


def _sought(scheme: Scheme) -> Sought:
    forms = {**upgrade_headers(scheme), **known_headers(scheme)}
    return Sought(naming=lambda rows: columns_named(rows, forms))


def _sender_of_name(table: Table, opened: Opened, scheme: Scheme) -> Sender:
    names_in_rows = texts_under(table, scheme.template.supplier_header) + texts_under(table, scheme.operator.header)
    return sender_of_name((table.file, opened.name), names_in_rows, scheme)


def _upgrades_sheet(file: UpgradesFile, scheme: Scheme) -> Sheet:
    """The sheet of planned upgrades of a file beside a return: the one of that name, else the first."""
    sheets = open_file(file.name, file.content, _sought(scheme)).sheets
    named = [sheet for sheet in sheets if fold(sheet.name) == fold(scheme.template.upgrades_sheet)]
    return (named or list(sheets))[0]


def combinations_header(sheet: Sheet, scheme: Scheme, place: str) -> Header:
    """Where the template's columns stand in a sheet of combinations. Raises ``WrongTemplate``."""
    return sheet_header(sheet, known_headers(scheme), _required(scheme), place, may_hold(scheme))


def _required(scheme: Scheme) -> list[str]:
    return [column.name for column in template_columns(scheme) if column.required]


_NO_LONGER = re.compile(r"draft|archive|backup|superseded|cancel|complet|withdrawn", re.IGNORECASE)
"""In the name of a sheet: that its rows may hold no longer, or not yet."""
_TEMPLATE = "Use the template that 'eligo rfi template' writes."


def combinations_sheet(name: str, sheets: Sequence[Sheet], scheme: Scheme) -> Sheet:
    """The sheet of combinations of a workbook: that of the template's name, or, where none is or it holds nothing, the
    only one that has its columns; for a sheet that is there and empty none stands in that nobody sees.

    Raises ``WrongTemplate`` where there is none.
    """
    wanted = scheme.template.combinations_sheet
    found = [sheet for sheet in sheets if fold(sheet.name) == fold(wanted)][:1]
    if not found or not _has_rows(found[0], scheme):
        others = [sheet for sheet in sheets if not (found and sheet.hidden) and has_combinations(sheet, scheme)]
        found = others or found
    if not found or len(found) > 1:
        several = f", and {len(found)} others have its columns" if found else ""
        raise WrongTemplate(
            f"{name} has no sheet '{wanted}'{several}",
            hint=f"Put all rows on one sheet of the name '{wanted}'." if several else _TEMPLATE,
            details=[f"{name}: found sheet '{sheet.name}'" for sheet in sheets],
        )
    return found[0]


def is_empty(sheet: Sheet) -> bool:
    """Whether a sheet holds nothing."""
    return not any(sheet.rows.codes)


def _has_rows(sheet: Sheet, scheme: Scheme) -> bool:
    """Whether a sheet holds anything but a header of combinations."""
    try:
        header = combinations_header(sheet, scheme, sheet.name)
    except WrongTemplate:
        return not is_empty(sheet)
    return any(sheet.rows.codes[header.row * sheet.rows.width :])


def has_combinations(sheet: Sheet, scheme: Scheme) -> bool:
    """Whether a sheet has the columns of combinations, and a row below them."""
    try:
        header = combinations_header(sheet, scheme, sheet.name)
    except WrongTemplate:
        return False
    return any(sheet.rows.codes[header.row * sheet.rows.width :])


def _read_workbook(
    name: str,
    opened: Opened,
    scheme: Scheme,
    catalogue: Catalogue,
    own: OfFile,
    received_on: date | None,
) -> Return:
    template, sheets = scheme.template, opened.sheets
    named = {fold(sheet.name): sheet for sheet in reversed(sheets)}
    combinations = combinations_sheet(name, sheets, scheme)
    header = combinations_header(combinations, scheme, f"{name}, sheet {combinations.name}")
    table, corrected = _table(name, combinations, header, own, scheme, f"{name}, sheet {combinations.name}")
    stated = named.get(fold(template.return_sheet)) or _stating(sheets, combinations, scheme)
    sender = sender_of_workbook(name, stated, scheme) if stated is not None else _sender_of_name(table, opened, scheme)
    upgrades, planned = _planning(sheets, combinations, scheme)
    used = [sheet for sheet in (combinations, stated, upgrades) if sheet is not None]
    others = [sheet for sheet in sheets if not any(sheet is own for own in used)]
    unnamed = [one for one in others if fold(one.name) == fold(template.combinations_sheet)]
    unnamed = [sheet for sheet in unnamed if not _has_rows(sheet, scheme)]
    unnamed += [sheet for sheet in planned if sheet is not upgrades and not has_upgrades(sheet, scheme)]
    strange = [sheet for sheet in others if not _is_of_the_template(sheet, opened, scheme)]
    said = [_sheet_unread(name, sheet, scheme) for sheet in strange if sheet not in unnamed]
    said += _other_name(name, combinations, template.combinations_sheet, unnamed)
    said += _other_name(name, upgrades, template.upgrades_sheet, planned) if upgrades is not None else ()
    if stated is not None and fold(stated.name) != fold(template.return_sheet):
        message = f"No sheet has the name '{template.return_sheet}'; this one alone says who sends it, and was read."
        said.append(
            Issue("sheet-renamed", "", stated.name, template.return_sheet, message).at(Location(name, stated.name))
        )
    if stated is not None:
        said += sender_questions((name, opened.name), stated, sender, scheme, received_on)
    said += [*_remarks(name, opened), *_other_template(name, opened, scheme), *corrected]
    return _read(table, sender, [(name, upgrades)] if upgrades is not None else [], said, scheme, catalogue)


def _stating(sheets: Sequence[Sheet], combinations: Sheet, scheme: Scheme) -> Sheet | None:
    """The only sheet that says who sends the workbook, where none has the name of the one that should."""
    found = [sheet for sheet in sheets if sheet is not combinations and states_a_sender(sheet, scheme)]
    return found[0] if len(found) == 1 else None


def _planning(sheets: Sequence[Sheet], combinations: Sheet, scheme: Scheme) -> tuple[Sheet | None, Sequence[Sheet]]:
    """The sheet of planned upgrades, and those of its name: where none of these has a row, the only other that has the
    columns and rows of it, and is not hidden.
    """
    named = [sheet for sheet in sheets if fold(sheet.name) == fold(scheme.template.upgrades_sheet)]
    if named and not is_header_alone(named[0], scheme):
        return named[0], named
    others = [one for one in sheets if one is not combinations and not one.hidden and one not in named]
    others = [one for one in others if has_upgrades(one, scheme)]
    return (others[0] if len(others) == 1 else next(iter(named), None)), named


def _remarks(name: str, opened: Opened) -> list[Finding]:
    """What is said of the whole file."""
    return [Issue(one.code, "", one.found, "", one.message).at(Location(name)) for one in opened.remarks]


def _other_template(name: str, opened: Opened, scheme: Scheme) -> Iterator[Finding]:
    """A warning where the workbook is stamped as of another template than this round's."""
    stamped, due = opened.properties.get(TEMPLATE_PROPERTY, ""), template_version(scheme)
    if stamped and stamped != due:
        message = f"The workbook was made from template {stamped}; this round's is {due}."
        yield Issue("template-other", "", stamped, due, message).at(Location(name))


def _other_name(name: str, sheet: Sheet, wanted: str, there: Sequence[Sheet]) -> Iterator[Finding]:
    """What is said of a sheet that was read for want of rows on one of the template's name, which may be ``there``."""
    if fold(sheet.name) != fold(wanted):
        is_there = any(fold(one.name) == fold(wanted) for one in there)
        why = f"The sheet '{wanted}' has no rows" if is_there else f"No sheet has the name '{wanted}'"
        message = f"{why}; this one alone has its columns and rows below them, and was read."
        is_doubtful = is_there or says_other(sheet.name) or _NO_LONGER.search(sheet.name)
        code = "sheet-instead" if is_doubtful else "sheet-renamed"
        yield Issue(code, "", sheet.name, wanted, message).at(Location(name, sheet.name))


def _is_of_the_template(sheet: Sheet, opened: Opened, scheme: Scheme) -> bool:
    """Whether it is a sheet that Eligo's own template has beside those of the scheme, and nobody has put rows on it."""
    is_template = bool(opened.properties.get(TEMPLATE_PROPERTY))
    return is_template and sheet.name in (LISTS_SHEET, INSTRUCTIONS_SHEET) and not has_combinations(sheet, scheme)


def _sheet_unread(name: str, sheet: Sheet, scheme: Scheme) -> Finding:
    """A note that a sheet was not read; a warning where it has rows of combinations, or of planned upgrades."""
    hidden = "hidden " if sheet.hidden else ""
    place, template = Location(name, sheet.name), scheme.template
    wanted = template.combinations_sheet if has_combinations(sheet, scheme) else template.upgrades_sheet
    if wanted == template.combinations_sheet or has_upgrades(sheet, scheme):
        message = f"This {hidden}sheet has the columns of '{wanted}' and rows below them, and was not read."
        return Issue("sheet-not-read", "", sheet.name, wanted, message).at(place)
    message = f"The template has no sheet '{sheet.name}', or another of that name; this {hidden}sheet was not read."
    return Issue("sheet-ignored", "", sheet.name, "", message).at(place)


def _of_columns(table: Table, reading: TableReading, sender: Sender, scheme: Scheme) -> Iterator[Finding]:
    """What is said of columns of the template: of those that are not there, and of counts that may be others."""
    header, forms = table.header, known_headers(scheme)
    place = Location(table.file, table.sheet.name, header.row)
    own = [*header.others.values()]
    yield from absent_findings(header.columns, own, forms, scheme, place, is_supplier=sender.role is Role.SUPPLIER)
    sums = dict(zip((state.header for state in scheme.counts), reading.sums, strict=True))
    yield from explained_findings(table, forms, sums)


def _read(
    table: Table,
    sender: Sender,
    upgrade_sheets: Sequence[tuple[str, Sheet]],
    said: Sequence[Finding],
    scheme: Scheme,
    catalogue: Catalogue,
) -> Return:
    sender = canonical(sender, scheme, catalogue)
    checks = row_checks(scheme, catalogue, sender)
    table, merged = without_merges(table, [state.header for state in scheme.counts])
    words = Words(scheme.template.totals_words, scheme.template.placeholders, chosen_values(scheme))
    reading = read_table(table, checks, words, scheme.operator.name)
    upgrades: list[PlannedUpgrade] = []
    quarantined: list[QuarantinedRow] = list(reading.quarantined)
    balances: list[SheetBalance] = [reading.balance]
    of_header = (*header_findings(table), *_of_columns(table, reading, sender, scheme), *hidden_findings(table))
    findings = [*said, *of_header, *merged, *reading.findings]
    for file, sheet in upgrade_sheets:
        planned = read_upgrades(file, sheet, scheme, catalogue)
        upgrades += planned.upgrades
        quarantined += planned.quarantined
        balances.append(planned.balance)
        findings += planned.findings
    return Return(
        file=table.file,
        sheet=table.sheet.name,
        sender=sender,
        accepted=reading.accepted,
        quarantined=tuple(quarantined),
        upgrades=tuple(upgrades),
        balances=tuple(balances),
        reported=reading.reported,
        ignored=reading.ignored,
        columns=table.header.columns,
        form=str(table.sheet.form),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
    )
