"""Planned upgrades: one row is one move of one device model from one firmware to another.

What belongs here: reading the sheet. What does not: carrying the moves out (``estate.upgrades``).
Source: ``returns.md``, "Template" and "Semantics" 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eligo.catalogue import Catalogue, TypedCell, clean, fold, read_device
from eligo.errors import WrongTemplate
from eligo.findings import Finding, Issue, Location, Severity
from eligo.returns.again import headers_below
from eligo.returns.astray import is_row_in_one
from eligo.returns.cells import BLANK, Sheet
from eligo.returns.checks import four, is_blank
from eligo.returns.columns import is_unread, unread_issue
from eligo.returns.cycles import cycles
from eligo.returns.header import Header, sheet_header
from eligo.returns.looks import look_findings
from eligo.returns.loose import Looseness, is_remark
from eligo.returns.merges import merged_across, without_merges
from eligo.returns.model import PlannedUpgrade, QuarantinedRow, SheetBalance
from eligo.returns.plausible import MayHold, may_hold
from eligo.returns.refused import torn_rows
from eligo.returns.sorting import Table, Words, filled_rows, sorted_rows
from eligo.returns.stated_days import stated_day
from eligo.returns.table import header_findings
from eligo.scheme import UPGRADE_COLUMNS, Scheme
from eligo.terms import Device


@dataclass(frozen=True, slots=True)
class UpgradesReading:
    """What became of the rows of a sheet of planned upgrades, in its order."""

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
    read: int
    ignored: int

    def say(self, row: int, issue: Issue) -> None:
        at, shown = self.columns.get(issue.column, (-1, ""))
        self.findings.append(issue.at(Location(self.file, self.sheet.name, row, issue.column, at + 1, shown)))

    def quarantine(self, row: int, codes: tuple[str, ...]) -> None:
        cells = self.sheet.rows[row - 1]
        shown = tuple((name, cells[at].text if at < len(cells) else "") for name, (at, _) in self.columns.items())
        self.quarantined.append(QuarantinedRow(self.file, self.sheet.name, row, codes, shown, "", {}, None, ()))


def read_upgrades(file: str, sheet: Sheet, scheme: Scheme, catalogue: Catalogue) -> UpgradesReading:
    """Every planned upgrade of a sheet. Raises ``WrongTemplate`` where its header is not found, and it holds more than
    remarks (``None planned``).
    """
    remarks = _remarks_alone(sheet)
    if remarks is not None:
        return _none_planned(file, sheet, remarks)
    place = f"{file}, sheet {sheet.name}" if sheet.name else file
    header = upgrades_header(sheet, scheme, place)
    again = headers_below(sheet.rows, header, upgrade_headers(scheme), UPGRADE_COLUMNS, place)
    table, merged = without_merges(Table(file, sheet, header, again), ())
    words = Words(scheme.template.totals_words, scheme.template.placeholders, _chosen(scheme))
    body, _, ignored = sorted_rows(table, UPGRADE_COLUMNS[1:3], (), words)
    torn = list(torn_rows(table, (), 0))
    read = len(body) + len(ignored) + len(torn)
    told = [*header_findings(table), *merged, *merged_across(table, body, words), *ignored, *(f for _, f in torn)]
    reading = _Sheet(file, table.sheet, header.columns, [], [row for row, _ in torn], told, read, len(ignored))
    loose = Looseness(table, body, body)
    found = dict(loose.slipped())
    slipped = {body[index]: issue for index, issue in found.items()}
    reading.findings += [*loose.nameless_columns(found), *look_findings(table, body, ())]
    for number in body:
        if number in slipped:
            reading.say(number, slipped[number])
            reading.quarantine(number, (slipped[number].code,))
            continue
        row = table.sheet.rows[number - 1]
        cells = {name: row[at] if at < len(row) else BLANK for name, (at, _) in header.columns.items()}
        upgrade, issues = _upgrade(file, sheet.name, number, cells, scheme, catalogue)
        for issue in issues:
            reading.say(number, issue)
        if upgrade is not None:
            reading.upgrades.append(upgrade)
        else:
            reading.quarantine(number, tuple(sorted({i.code for i in issues if i.severity is Severity.ERROR})))
    _refuse_cycles(reading, scheme)
    _say_what_is_shadowed(reading, scheme)
    return _balanced(reading)


def _remarks_alone(sheet: Sheet) -> Mapping[int, str] | None:
    """The text of each row of a sheet that holds nothing but remarks, one in a row; ``None`` of any other sheet."""
    found: dict[int, str] = {}
    for number, codes in filled_rows(sheet.rows, 0):
        texts = [sheet.rows.cells[code].text for code in codes if code]
        if len(texts) > 1 or number in sheet.lines.torn or not is_remark(texts[0]) or is_row_in_one(texts[0]):
            return None
        found[number] = texts[0].strip()
    return found


def _none_planned(file: str, sheet: Sheet, remarks: Mapping[int, str]) -> UpgradesReading:
    message = "The sheet has no header and plans nothing: the row was taken for a remark."
    said = [
        Issue("remark-row-ignored", "", text, "", message).at(Location(file, sheet.name, number))
        for number, text in remarks.items()
    ]
    balance = SheetBalance(file, sheet.name, len(remarks), 0, 0, len(remarks))
    return UpgradesReading((), (), balance, tuple(said))


def upgrades_header(sheet: Sheet, scheme: Scheme, place: str) -> Header:
    """Where the columns of planned upgrades stand in a sheet. Raises ``WrongTemplate``."""
    return sheet_header(sheet, upgrade_headers(scheme), UPGRADE_COLUMNS, place, may_hold(scheme))


def has_upgrades(sheet: Sheet, scheme: Scheme) -> bool:
    """Whether a sheet has the columns of planned upgrades, and a row below them."""
    return bool(_has_rows(sheet, scheme))


def is_header_alone(sheet: Sheet, scheme: Scheme) -> bool:
    """Whether a sheet holds nothing, or nothing but the header of planned upgrades."""
    return not any(sheet.rows.codes) or _has_rows(sheet, scheme) is False


def _has_rows(sheet: Sheet, scheme: Scheme) -> bool | None:
    """Whether a sheet of planned upgrades has rows below its header; ``None`` where it has none of these."""
    try:
        header = upgrades_header(sheet, scheme, sheet.name)
    except WrongTemplate:
        return None
    return any(sheet.rows.codes[header.row * sheet.rows.width :])


def _chosen(scheme: Scheme) -> MayHold:
    fits = may_hold(scheme)
    return {name: fits[name] for name in (UPGRADE_COLUMNS[0], UPGRADE_COLUMNS[-1])}


def upgrade_headers(scheme: Scheme) -> dict[str, str]:
    """Every folded form of a header to its column of planned upgrades."""
    forms = {fold(name): name for name in UPGRADE_COLUMNS}
    for name in UPGRADE_COLUMNS:
        forms |= {fold(form): name for form in scheme.template.header_synonyms.get(name, ())}
    return forms


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


def _say_what_is_shadowed(reading: _Sheet, scheme: Scheme) -> None:
    """Of several plans within the horizon from one firmware, the earliest counts; the others are told so."""
    starts: dict[tuple[str, ...], PlannedUpgrade] = {}
    for upgrade in sorted(reading.upgrades, key=lambda u: (u.completion, u.to_firmware, u.place)):
        start = (upgrade.device_type, upgrade.manufacturer, upgrade.model, upgrade.hardware, upgrade.from_firmware)
        first = starts.setdefault(start, upgrade)
        if first is not upgrade and upgrade.completion <= scheme.upgrade_horizon:
            message = f"Row {first.row} plans an earlier upgrade from this firmware, to {first.to_firmware}; it counts."
            issue = Issue("upgrade-shadowed", "From firmware", upgrade.from_firmware, "one plan", message)
            reading.say(upgrade.row, issue)


def _balanced(reading: _Sheet) -> UpgradesReading:
    accepted, quarantined = len(reading.upgrades), len(reading.quarantined)
    balance = SheetBalance(reading.file, reading.sheet.name, reading.read, accepted, quarantined, reading.ignored)
    rows = tuple(sorted(reading.quarantined, key=lambda row: row.row))
    return UpgradesReading(tuple(reading.upgrades), rows, balance, tuple(reading.findings))


def _upgrade(
    file: str, sheet: str, row: int, cells: Mapping[str, TypedCell], scheme: Scheme, catalogue: Catalogue
) -> tuple[PlannedUpgrade | None, tuple[Issue, ...]]:
    unread = tuple(unread_issue(name, cells[name]) for name in UPGRADE_COLUMNS if is_unread(cells[name]))
    if unread:
        return None, unread
    blanks = [name for name in UPGRADE_COLUMNS if is_blank(scheme, cells[name])]
    if blanks:
        texts = ((name, cells[name].text) for name in blanks)
        return None, tuple(Issue("upgrade-incomplete", *text, "a value", f"{text[0]} is blank.") for text in texts)
    device_type, completion, issues = _what_and_when(cells, scheme)
    if device_type is None or completion is None:
        return None, issues
    before, after, said = _from_and_to(device_type, cells, catalogue)
    issues += said
    if before is None or after is None:
        return None, issues
    model = (device_type, before.manufacturer, before.model, before.hardware)
    return PlannedUpgrade(file, sheet, row, *model, before.firmware, after.firmware, completion), issues


def _what_and_when(cells: Mapping[str, TypedCell], scheme: Scheme) -> tuple[str | None, date | None, tuple[Issue, ...]]:
    """The type of device and the day of completion, with what hides either."""
    forms = {fold(form): d.name for d in scheme.device_types for form in (d.name, d.label, *d.synonyms)}
    typed, due = cells["Device type"].text, cells["Planned completion"].text
    device_type, completion = forms.get(fold(typed)), stated_day(cells["Planned completion"])
    issues: tuple[Issue, ...] = ()
    if device_type is None:
        expected = " or ".join(device.name for device in scheme.device_types)
        message = f"'{clean(typed)}' is not a type of device."
        issues += (Issue("value-not-allowed", "Device type", typed, expected, message),)
    if completion is None:
        message = f"'{clean(due)}' is not a date."
        issues += (Issue("upgrade-date-unreadable", "Planned completion", due, "a date", message),)
    return device_type, completion, issues


def _from_and_to(
    device_type: str, cells: Mapping[str, TypedCell], catalogue: Catalogue
) -> tuple[Device | None, Device | None, tuple[Issue, ...]]:
    """The device before and after; what is said of its model is said once."""
    readings = []
    for firmware in ("From firmware", "To firmware"):
        columns = ("Manufacturer", "Model", "Hardware version", firmware)
        readings.append(read_device(catalogue, device_type, four([cells[name] for name in columns]), columns))
    before, after = readings
    own = tuple(issue for issue in after.issues if issue.column == "To firmware")
    return before.device, after.device, (*before.issues, *own)
