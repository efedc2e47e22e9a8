"""What is wrong with a cell, as a value that knows its place.

What belongs here: ``Location``, ``Severity``, ``Finding``. What does not: the checks that make findings
(``returns.checks``), and situations that end a command (``errors``).

Invariants: rows are 1-based as the sender sees them, title and header rows counted; ``column`` is the
template's name for the column and ``header`` the sender's own; ``found`` is the value as typed.
Source: ``returns.md``, "Semantics" 2; ``results.md``, ``findings.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """``ERROR``: the row is quarantined. ``WARNING``: accepted, someone should look. ``NOTE``: normalised."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Location:
    """A place as the sender sees it. ``row`` and ``column_number`` are 1-based; 0 means the whole sheet or row.

    ``sheet`` is empty for text files; ``column`` is the template's name, ``header`` the sender's own.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    column_number: int = 0
    header: str = ""

    @property
    def column_letter(self) -> str:
        """The spreadsheet letter of the column.

        >>> Location("f.xlsx", "S", 3, "Active", 28).column_letter
        'AB'
        """
        letters, number = "", self.column_number
        while number:
            number, remainder = divmod(number - 1, 26)
            letters = chr(ord("A") + remainder) + letters
        return letters


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, or one normalisation, at one place.

    ``code`` is kebab-case and stable; ``value`` is the cell as typed; ``expected`` says what would be right;
    ``message`` says what was found; ``suggestion`` says what to do.
    """

    code: str
    severity: Severity
    location: Location
    value: str
    expected: str
    message: str
    suggestion: str

    @property
    def order(self) -> tuple[str, str, int, int, str, str]:
        """The total order of ``findings.csv``: file, sheet, row, column, code, value."""
        place = self.location
        return (place.file, place.sheet, place.row, place.column_number, self.code, self.value)


@dataclass(frozen=True, slots=True)
class FindingCode:
    """A kind of finding: its severity, what it means, and what its receiver does. Codes are never reused."""

    code: str
    severity: Severity
    meaning: str
    remedy: str


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

FINDING_CODES: tuple[FindingCode, ...] = (
    FindingCode(
        "count-missing",
        _E,
        "A count that must be given is blank.",
        "Type the number of installations; 0 if none.",
    ),
    FindingCode("count-negative", _E, "A count is below zero.", "Type a whole number of installations, 0 or more."),
    FindingCode(
        "count-fractional",
        _E,
        "A count is not a whole number.",
        "Type whole installations, not averages or meters.",
    ),
    FindingCode("count-not-a-number", _E, "A count cannot be read as a number.", "Type digits only, such as 12345."),
    FindingCode("value-missing", _E, "A cell that must be filled in is blank.", "Fill in the cell."),
    FindingCode(
        "value-not-allowed",
        _E,
        "The value is not one of those allowed.",
        "Choose one of the values that are listed as expected.",
    ),
    FindingCode(
        "supplier-not-sender",
        _E,
        "A supplier reports for another supplier.",
        "Report only your own premises, under the name on the Return sheet.",
    ),
    FindingCode(
        "operator-not-sender",
        _E,
        "An operator reports for another operator.",
        "Report only the premises you operate.",
    ),
    FindingCode(
        "device-without-model",
        _E,
        "A device is described, but its model is blank.",
        "Type the model, or clear the device's other cells if there is none.",
    ),
    FindingCode(
        "device-required",
        _E,
        "A device that must be present is blank.",
        "Describe the device, or correct the cell that says it must be present.",
    ),
    FindingCode(
        "device-not-expected",
        _E,
        "A device is described that must be absent.",
        "Clear the device's cells, or correct the cell that says it is absent.",
    ),
    FindingCode(
        "condition-missing",
        _E,
        "A cell decides whether the device counts, and it is blank.",
        "Fill in the cell.",
    ),
    FindingCode(
        "manufacturer-missing",
        _E,
        "The manufacturer is blank, and the catalogue does not leave exactly one.",
        "Type the manufacturer.",
    ),
    FindingCode(
        "hardware-missing",
        _E,
        "The hardware version is blank, and the catalogue does not leave exactly one.",
        "Type the hardware version.",
    ),
    FindingCode("firmware-missing", _E, "The firmware version is blank.", "Type the firmware version."),
    FindingCode(
        "firmware-form-unreadable",
        _E,
        "An eight-digit firmware form is known to the catalogue in no reading, or in more than one.",
        "Type the dotted version, such as 03.00.01.61.",
    ),
    FindingCode(
        "firmware-date-unreadable",
        _E,
        "A spreadsheet turned the firmware version into a date that fits no known version, or several.",
        "Format the cell as text and type the version again.",
    ),
    FindingCode(
        "firmware-number-unreadable",
        _E,
        "A spreadsheet turned the firmware version into a number that fits no known version, or several.",
        "Format the cell as text and type the version again.",
    ),
    FindingCode(
        "upgrade-incomplete",
        _E,
        "A planned upgrade lacks a cell that it needs.",
        "Fill in the cell, or delete the row.",
    ),
    FindingCode("upgrade-date-unreadable", _E, "The planned completion is not a date.", "Type the date as 2019-10-15."),
    FindingCode(
        "upgrade-cycle",
        _E,
        "Planned upgrades lead back to the firmware they started from.",
        "Delete the plan that no longer holds.",
    ),
    FindingCode(
        "row-repeated",
        _W,
        "The row repeats an earlier one in every cell; it is ignored.",
        "Nothing, if it was typed twice; otherwise tell the rows apart or add up their counts.",
    ),
    FindingCode(
        "manufacturer-unknown",
        _W,
        "The catalogue has no such manufacturer for this type of device.",
        "Check the spelling; if it is right, ask for the device model to be added to the catalogue.",
    ),
    FindingCode(
        "model-unknown",
        _W,
        "The catalogue has no such model; it stands as itself.",
        "Check the spelling; if it is right, ask for it to be added to the catalogue.",
    ),
    FindingCode(
        "hardware-unknown",
        _W,
        "The catalogue does not know this hardware version of the model; it stands as itself.",
        "Check the version; if it is right, ask for it to be added to the catalogue.",
    ),
    FindingCode(
        "firmware-unknown",
        _W,
        "The catalogue does not know this firmware version of the model; it stands as itself.",
        "Check the version; if it is right, ask for it to be added to the catalogue.",
    ),
    FindingCode(
        "manufacturer-inferred",
        _W,
        "The manufacturer is blank; the catalogue leaves exactly one.",
        "Fill in the manufacturer next time.",
    ),
    FindingCode(
        "hardware-inferred",
        _W,
        "The hardware version is blank; the catalogue leaves exactly one.",
        "Fill in the hardware version next time.",
    ),
    FindingCode(
        "firmware-from-date",
        _W,
        "A spreadsheet turned the firmware version into a date; the catalogue leaves exactly one reading.",
        "Format the cell as text and type the version again.",
    ),
    FindingCode(
        "firmware-from-number",
        _W,
        "A spreadsheet turned the firmware version into a number; the catalogue leaves exactly one reading.",
        "Format the cell as text and type the version again.",
    ),
    FindingCode(
        "firmware-from-bcd",
        _W,
        "An eight-digit firmware form was read as BCD, the only reading that the catalogue knows.",
        "Type the dotted version.",
    ),
    FindingCode(
        "firmware-from-hexadecimal",
        _W,
        "An eight-digit firmware form was read as hexadecimal, the only reading that the catalogue knows.",
        "Type the dotted version.",
    ),
    FindingCode(
        "condition-assumed",
        _W,
        "The cells that decide whether a device counts are blank; it is taken to count.",
        "Fill in the cells.",
    ),
    FindingCode(
        "upgrade-overridden",
        _W,
        "Supplier and operator both plan an upgrade from this firmware; the supplier's counts.",
        "Agree on one plan.",
    ),
    FindingCode(
        "figures-differ",
        _W,
        "Supplier and operator report different figures for the same cell; the supplier's counts.",
        "Compare the two returns and correct the one that is wrong.",
    ),
    FindingCode(
        "return-empty",
        _W,
        "A return has no row: it counts as no return, and operators' figures stand in.",
        "Send the rows, or confirm that there are none.",
    ),
    FindingCode(
        "upgrade-shadowed",
        _W,
        "Two plans start from the same firmware; the earlier one counts.",
        "Delete the plan that no longer holds.",
    ),
    FindingCode(
        "return-replaced",
        _W,
        "A later return of the same organisation for the same round replaces this file.",
        "Nothing, if the later file is the right one.",
    ),
    FindingCode("value-normalised", _N, "The value was read as its canonical form.", "Nothing."),
    FindingCode(
        "placeholder-as-blank",
        _N,
        "A placeholder was read as a blank cell.",
        "Leave such cells blank next time.",
    ),
    FindingCode("count-formatted", _N, "A count was typed with separators or spaces.", "Nothing."),
    FindingCode("totals-row-ignored", _N, "A row of totals was ignored.", "Nothing."),
    FindingCode(
        "remark-row-ignored",
        _N,
        "A row with no cell under a template column was ignored.",
        "Nothing, if it is a remark.",
    ),
    FindingCode(
        "column-ignored",
        _N,
        "A column that the template does not have was ignored.",
        "Nothing, if the column is your own.",
    ),
    FindingCode(
        "sheet-ignored",
        _N,
        "A sheet that the template does not have was ignored.",
        "Nothing, if the sheet is your own.",
    ),
    FindingCode(
        "upgrade-beyond-horizon",
        _N,
        "A planned upgrade completes after the horizon; installations are counted at today's firmware.",
        "Nothing.",
    ),
)
"""Every code that a finding can have, errors first: the one table that the reference prints."""

SEVERITY: dict[str, Severity] = {entry.code: entry.severity for entry in FINDING_CODES}
REMEDY: dict[str, str] = {entry.code: entry.remedy for entry in FINDING_CODES}


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding that does not know its place yet: what was found in one cell of a *distinct* set of cells.

    ``column`` is the template's name. An empty ``suggestion`` means the remedy of the code.
    """

    code: str
    column: str
    value: str
    expected: str
    message: str
    suggestion: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of its code."""
        return SEVERITY[self.code]

    def at(self, location: Location) -> Finding:
        """The finding at that place."""
        return Finding(
            self.code,
            self.severity,
            location,
            self.value,
            self.expected,
            self.message,
            self.suggestion or REMEDY[self.code],
        )
