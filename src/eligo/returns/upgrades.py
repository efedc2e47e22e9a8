"""Planned upgrades: one row is one move of one device model from one firmware to another.

What belongs here: reading the sheet. What does not: carrying the moves out (``estate.upgrades``).
Source: ``returns.md``, "Template" and "Semantics" 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eligo.catalogue import Catalogue, TypedCell, clean, date_of, fold, read_device
from eligo.findings import Finding, Issue, Location, Severity
from eligo.returns.cells import BLANK, Sheet
from eligo.returns.checks import is_blank
from eligo.returns.cycles import cycles
from eligo.returns.header import find_header
from eligo.returns.model import PlannedUpgrade, QuarantinedRow, SheetBalance
from eligo.scheme import UPGRADE_COLUMNS, Scheme


@dataclass(frozen=True, slots=True)
class UpgradesReading:
    upgrades: tuple[PlannedUpgrade, ...]
    quarantined: tuple[QuarantinedRow, ...]
    balance: SheetBalance
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Sheet:
    """The rows of one sheet while they are read: what became of each."""

    file: str
    sheet: Sheet
    columns: Mapping[str, tuple[int, str]]
    upgrades: list[PlannedUpgrade]
    quarantined: list[QuarantinedRow]
    findings: list[Finding]
    read: int = 0
    ignored: int = 0

    def say(self, row: int, issue: Issue) -> None:
        at, shown = self.columns.get(issue.column, (-1, ""))
        self.findings.append(issue.at(Location(self.file, self.sheet.name, row, issue.column, at + 1, shown)))

    def quarantine(self, row: int, codes: tuple[str, ...]) -> None:
        cells = self.sheet.rows[row - 1]
        shown = tuple((name, cells[at].text if at < len(cells) else "") for name, (at, _) in self.columns.items())
        self.quarantined.append(QuarantinedRow(self.file, self.sheet.name, row, codes, shown, "", {}, None, ()))


def read_upgrades(file: str, sheet: Sheet, scheme: Scheme, catalogue: Catalogue) -> UpgradesReading:
    """Every planned upgrade of a sheet. Raises ``WrongTemplate`` where its header is not found."""
    forms = {fold(name): name for name in UPGRADE_COLUMNS}
    for name in UPGRADE_COLUMNS:
        forms |= {fold(form): name for form in scheme.template.header_synonyms.get(name, ())}
    header = find_header(sheet.rows, forms, UPGRADE_COLUMNS, f"{file}, sheet {sheet.name}" if sheet.name else file)
    reading = _Sheet(file, sheet, header.columns, [], [], [])
    seen: set[tuple[str, ...]] = set()
    for number, row in enumerate(sheet.rows[header.row :], start=header.row + 1):
        texts = tuple(cell.text.strip() for cell in row)
        if not any(texts):
            continue
        reading.read += 1
        if texts in seen:
            reading.ignored += 1
            reading.say(
                number,
                Issue("row-repeated", "", texts[0], "", "The row repeats an earlier one in every cell."),
            )
            continue
        seen.add(texts)
        cells = {name: row[at] if at < len(row) else BLANK for name, (at, _) in header.columns.items()}
        upgrade, issues = _upgrade(file, sheet.name, number, cells, scheme, catalogue)
        for issue in issues:
            reading.say(number, issue)
        if upgrade is not None:
            reading.upgrades.append(upgrade)
        else:
            reading.quarantine(number, tuple(sorted({i.code for i in issues if i.severity is Severity.ERROR})))
    _refuse_cycles(reading, scheme)
    return _balanced(reading)


def _refuse_cycles(reading: _Sheet, scheme: Scheme) -> None:
    """Plans within the horizon that lead back to their start are quarantined; later ones are only noted."""
    horizon = scheme.upgrade_horizon
    circular = cycles([upgrade for upgrade in reading.upgrades if upgrade.completion <= horizon])
    for upgrade in circular:
        message = f"Following the plans from {upgrade.to_firmware} leads back to {upgrade.from_firmware}."
        reading.say(
            upgrade.row,
            Issue(
                "upgrade-cycle",
                "To firmware",
                upgrade.to_firmware,
                "a firmware it does not come from",
                message,
            ),
        )
        reading.quarantine(upgrade.row, ("upgrade-cycle",))
        reading.upgrades.remove(upgrade)
    for upgrade in reading.upgrades:
        if upgrade.completion > horizon:
            message = f"It completes after the horizon of {horizon}; installations count at {upgrade.from_firmware}."
            issue = Issue(
                "upgrade-beyond-horizon",
                "Planned completion",
                upgrade.completion.isoformat(),
                f"{horizon} or before",
                message,
            )
            reading.say(upgrade.row, issue)


def _balanced(reading: _Sheet) -> UpgradesReading:
    accepted, quarantined = len(reading.upgrades), len(reading.quarantined)
    balance = SheetBalance(reading.file, reading.sheet.name, reading.read, accepted, quarantined, reading.ignored)
    rows = tuple(sorted(reading.quarantined, key=lambda row: row.row))
    return UpgradesReading(tuple(reading.upgrades), rows, balance, tuple(reading.findings))


def _upgrade(
    file: str, sheet: str, row: int, cells: Mapping[str, TypedCell], scheme: Scheme, catalogue: Catalogue
) -> tuple[PlannedUpgrade | None, tuple[Issue, ...]]:
    blanks = [name for name in UPGRADE_COLUMNS if is_blank(scheme, cells[name])]
    if blanks:
        return None, tuple(
            Issue("upgrade-incomplete", name, cells[name].text, "a value", f"{name} is blank.") for name in blanks
        )
    kinds = {
        fold(form): device.name
        for device in scheme.device_types
        for form in (device.name, device.label, *device.synonyms)
    }
    typed = cells["Device type"].text
    device_type = kinds.get(fold(typed))
    issues: list[Issue] = []
    if device_type is None:
        expected = " or ".join(device.name for device in scheme.device_types)
        issues.append(
            Issue(
                "value-not-allowed",
                "Device type",
                typed,
                expected,
                f"'{clean(typed)}' is not a type of device.",
            )
        )
    completion = date_of(cells["Planned completion"].text)
    if completion is None:
        found = cells["Planned completion"].text
        issues.append(
            Issue(
                "upgrade-date-unreadable",
                "Planned completion",
                found,
                "a date",
                f"'{clean(found)}' is not a date.",
            )
        )
    if device_type is None or completion is None:
        return None, tuple(issues)
    devices = []
    for firmware in ("From firmware", "To firmware"):
        columns = ("Manufacturer", "Model", "Hardware version", firmware)
        reading = read_device(catalogue, device_type, _four([cells[name] for name in columns]), columns)
        devices.append(reading.device)
        issues += [issue for issue in reading.issues if firmware in (issue.column, "From firmware")]
    before, after = devices
    if before is None or after is None:
        return None, tuple(issues)
    upgrade = PlannedUpgrade(
        file,
        sheet,
        row,
        device_type,
        before.manufacturer,
        before.model,
        before.hardware,
        before.firmware,
        after.firmware,
        completion,
    )
    return upgrade, tuple(issues)


def _four(cells: Sequence[TypedCell]) -> tuple[TypedCell, TypedCell, TypedCell, TypedCell]:
    first, second, third, fourth = cells
    return first, second, third, fourth
