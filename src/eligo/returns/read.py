"""One file to one return: guard, cells, header, checks. The order of the work, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eligo.catalogue import Catalogue, fold
from eligo.errors import WrongTemplate
from eligo.findings import Finding, Issue, Location
from eligo.returns.cells import Sheet, read_text, read_workbook
from eligo.returns.checks import row_checks
from eligo.returns.guard import guard
from eligo.returns.header import Header, find_header, known_headers
from eligo.returns.model import PlannedUpgrade, QuarantinedRow, Return, Role, Sender, SheetBalance
from eligo.returns.sender import sender_of_name, sender_of_workbook
from eligo.returns.table import Table, cells_under, header_findings, read_table
from eligo.returns.upgrades import read_upgrades
from eligo.scheme import Scheme, template_columns


@dataclass(frozen=True, slots=True)
class UpgradesFile:
    """The planned upgrades that travel beside a text return: its own file name and bytes."""

    name: str
    content: bytes


def read_return(
    name: str, content: bytes, scheme: Scheme, catalogue: Catalogue, upgrades_file: UpgradesFile | None = None
) -> Return:
    """One organisation's return, from the bytes of its file.

    Raises ``UnreadableFile`` where the file is not what its name says and ``WrongTemplate`` where it is no
    return; every lesser fault is a finding. Source: ``returns.md``.
    """
    if guard(name, content) == "workbook":
        return _read_workbook(name, read_workbook(name, content), scheme, catalogue)
    sheet, _ = read_text(name, content)
    table = Table(name, sheet, combinations_header(sheet, scheme, name))
    rows = sheet.rows[table.header.row :]
    names_in_rows = [
        cell
        for header in (scheme.template.supplier_header, scheme.operator.header)
        for cell in cells_under(rows, table.header.columns, header)
    ]
    sender = sender_of_name(name, names_in_rows, scheme)
    upgrade_sheets = []
    if upgrades_file is not None:
        upgrade_sheets.append((upgrades_file.name, _upgrades_sheet(upgrades_file, scheme)))
    return _read(table, sender, upgrade_sheets, (), scheme, catalogue)


def _upgrades_sheet(file: UpgradesFile, scheme: Scheme) -> Sheet:
    """The sheet of planned upgrades of a file beside a return: the one of that name, else the first."""
    if guard(file.name, file.content) == "text":
        return read_text(file.name, file.content)[0]
    sheets = read_workbook(file.name, file.content)
    named = [sheet for sheet in sheets if fold(sheet.name) == fold(scheme.template.upgrades_sheet)]
    return (named or list(sheets))[0]


def combinations_header(sheet: Sheet, scheme: Scheme, place: str) -> Header:
    """Where the template's columns stand in a sheet of combinations. Raises ``WrongTemplate``."""
    required = [column.name for column in template_columns(scheme) if column.required]
    return find_header(sheet.rows, known_headers(scheme), required, place)


def combinations_sheet(name: str, sheets: Sequence[Sheet], scheme: Scheme) -> Sheet:
    """The sheet of combinations of a workbook. Raises ``WrongTemplate`` where there is none."""
    wanted = scheme.template.combinations_sheet
    found = next((sheet for sheet in sheets if fold(sheet.name) == fold(wanted)), None)
    if found is None:
        raise WrongTemplate(
            f"{name} has no sheet '{wanted}'",
            hint="Use the template that 'eligo rfi template' writes.",
            details=[f"{name}: found sheet '{sheet.name}'" for sheet in sheets],
        )
    return found


def _read_workbook(name: str, sheets: Sequence[Sheet], scheme: Scheme, catalogue: Catalogue) -> Return:
    template = scheme.template
    named = {fold(sheet.name): sheet for sheet in reversed(sheets)}
    combinations = combinations_sheet(name, sheets, scheme)
    header = combinations_header(combinations, scheme, f"{name}, sheet {combinations.name}")
    table = Table(name, combinations, header)
    stated = named.get(fold(template.return_sheet))
    if stated is not None:
        sender = sender_of_workbook(name, stated, scheme)
    else:
        rows = combinations.rows[header.row :]
        names = [
            c for h in (template.supplier_header, scheme.operator.header) for c in cells_under(rows, header.columns, h)
        ]
        sender = sender_of_name(name, names, scheme)
    upgrades = named.get(fold(template.upgrades_sheet))
    used = [sheet for sheet in (combinations, stated, upgrades) if sheet is not None]
    ignored = tuple(_sheet_ignored(name, sheet) for sheet in sheets if not any(sheet is own for own in used))
    return _read(table, sender, [(name, upgrades)] if upgrades is not None else [], ignored, scheme, catalogue)


def _sheet_ignored(name: str, sheet: Sheet) -> Finding:
    hidden = "hidden " if sheet.hidden else ""
    return Issue(
        "sheet-ignored",
        "",
        sheet.name,
        "",
        f"The template has no sheet '{sheet.name}'; this {hidden}sheet was not read.",
    ).at(Location(name, sheet.name))


def _read(
    table: Table,
    sender: Sender,
    upgrade_sheets: Sequence[tuple[str, Sheet]],
    ignored: Sequence[Finding],
    scheme: Scheme,
    catalogue: Catalogue,
) -> Return:
    checks = row_checks(scheme, catalogue, sender)
    reading = read_table(table, checks, scheme.template.totals_words, scheme.operator.name)
    upgrades: list[PlannedUpgrade] = []
    quarantined: list[QuarantinedRow] = list(reading.quarantined)
    balances: list[SheetBalance] = [reading.balance]
    findings = [*ignored, *header_findings(table), *reading.findings]
    for file, sheet in upgrade_sheets:
        planned = read_upgrades(file, sheet, scheme, catalogue)
        upgrades += planned.upgrades
        quarantined += planned.quarantined
        balances.append(planned.balance)
        findings += planned.findings
    return Return(
        file=table.file,
        sheet=table.sheet.name,
        sender=_canonical(sender, scheme),
        accepted=reading.accepted,
        quarantined=tuple(quarantined),
        upgrades=tuple(upgrades),
        balances=tuple(balances),
        reported=reading.reported,
        ignored=reading.ignored,
        columns=table.header.columns,
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
    )


def _canonical(sender: Sender, scheme: Scheme) -> Sender:
    """An operator under the scheme's name for it."""
    if sender.role is Role.SUPPLIER:
        return sender
    names = {fold(value): value for value in scheme.operator.values}
    return Sender(
        names.get(fold(sender.organisation), sender.organisation),
        sender.role,
        sender.rfi_reference,
        sender.snapshot,
    )
