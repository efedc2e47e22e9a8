"""Every code that a finding can have: its severity, what it means, and what its receiver does.

What belongs here: the one table that the reference prints. What does not: findings (``findings.model``).

Invariant: codes are kebab-case and stable, and never reused. Source: ``returns.md``, "Semantics" 2.
"""

from __future__ import annotations

from eligo.findings.kinds import FindingCode, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

FINDING_CODES: tuple[FindingCode, ...] = (
    FindingCode(
        "count-missing", _E, "A count that must be given is blank.", "Type the number of installations; 0 if none."
    ),
    FindingCode("count-negative", _E, "A count is below zero.", "Type a whole number of installations, 0 or more."),
    FindingCode(
        "count-fractional", _E, "A count is not a whole number.", "Type whole installations, not averages or meters."
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
        "operator-not-sender", _E, "An operator reports for another operator.", "Report only the premises you operate."
    ),
    FindingCode(
        "cell-error",
        _E,
        "The cell holds an error of the spreadsheet, such as #REF!; it is not blank.",
        "Type the value itself.",
    ),
    FindingCode(
        "formula-without-value",
        _E,
        "The cell holds a formula without a saved value; formulas are never evaluated.",
        "Open the file, let it compute, save it and send it again; or type the value.",
    ),
    FindingCode(
        "cell-covered",
        _E,
        "A merged cell covers the cell, which holds another value that nobody sees.",
        "Unmerge the cells, and keep the value that is right in each row.",
    ),
    FindingCode(
        "value-not-text",
        _E,
        "The cell holds a day or a truth value where text is due.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "installation-repeated",
        _E,
        "Two rows of an inventory state different things about one installation.",
        "Keep the row that is right, and delete the other.",
    ),
    FindingCode(
        "row-unreadable",
        _E,
        "A row of an inventory cannot be read: its quotes do not match, or its bytes are no text.",
        "Correct the row, or save the inventory as CSV UTF-8 again.",
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
        "condition-missing", _E, "A cell decides whether the device counts, and it is blank.", "Fill in the cell."
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
        "firmware-boolean-unreadable",
        _E,
        "The cell holds a truth value where a firmware version is due.",
        "Format the cell as text and type the version again.",
    ),
    FindingCode(
        "manufacturer-date-unreadable",
        _E,
        "A spreadsheet turned the manufacturer into a date that is no known one.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "manufacturer-number-unreadable",
        _E,
        "A spreadsheet turned the manufacturer into a number that is no known one.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "manufacturer-boolean-unreadable",
        _E,
        "A spreadsheet turned the manufacturer into a truth value that is no known one.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "model-date-unreadable",
        _E,
        "A spreadsheet turned the model into a date that fits no known one, or several.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "model-number-unreadable",
        _E,
        "A spreadsheet turned the model into a number that fits no known one, or several.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "model-boolean-unreadable",
        _E,
        "A spreadsheet turned the model into a truth value that is no known one.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "hardware-date-unreadable",
        _E,
        "A spreadsheet turned the hardware version into a date that fits no known one, or several.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "hardware-number-unreadable",
        _E,
        "A spreadsheet turned the hardware version into a number that fits no known one, or several.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "hardware-boolean-unreadable",
        _E,
        "A spreadsheet turned the hardware version into a truth value that is no known one.",
        "Format the cell as text and type it again.",
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
        "cell-without-value",
        _W,
        "A cell that is asked for, but decides nothing, holds an error or a formula without a saved value.",
        "Type the value itself.",
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
        "model-from-date",
        _W,
        "A spreadsheet turned the model into a date; the catalogue leaves exactly one reading.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "model-from-number",
        _W,
        "A spreadsheet turned the model into a number; the catalogue leaves exactly one reading.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "hardware-from-date",
        _W,
        "A spreadsheet turned the hardware version into a date; the catalogue leaves exactly one reading.",
        "Format the cell as text and type it again.",
    ),
    FindingCode(
        "hardware-from-number",
        _W,
        "A spreadsheet turned the hardware version into a number; the catalogue leaves exactly one reading.",
        "Format the cell as text and type it again.",
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
    FindingCode(
        "template-other",
        _W,
        "The workbook was made from another version of the template than this round's.",
        "Use the template of this round next time; check that no column is missing.",
    ),
    FindingCode("value-normalised", _N, "The value was read as its canonical form.", "Nothing."),
    FindingCode(
        "placeholder-as-blank", _N, "A placeholder was read as a blank cell.", "Leave such cells blank next time."
    ),
    FindingCode(
        "cell-corrected",
        _N,
        "A person corrected the cell, for a reason that the note states; the file itself is as it was.",
        "Nothing, if the correction is right; otherwise send a corrected return.",
    ),
    FindingCode(
        "cells-merged",
        _N,
        "A merged cell stands for several rows: its value is read in each, but a count in the first alone.",
        "Nothing, if that is meant; next time fill in every row.",
    ),
    FindingCode(
        "hidden-read",
        _N,
        "Hidden rows, or a hidden sheet, were read like any other.",
        "Nothing, if they are part of the return; otherwise delete them.",
    ),
    FindingCode(
        "links-not-followed",
        _N,
        "The workbook refers to other files; nothing was fetched, and the values saved in its cells were read.",
        "Nothing, if the saved values are right.",
    ),
    FindingCode(
        "form-tells-less",
        _N,
        "In the form in which the file was sent, some kinds of cell cannot be told from blank ones.",
        "Nothing, if the file has none of them; otherwise save it as .xlsx and send that.",
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
        "column-ignored", _N, "A column that the template does not have was ignored.", "Nothing, if it is your own."
    ),
    FindingCode(
        "sheet-ignored", _N, "A sheet that the template does not have was ignored.", "Nothing, if it is your own."
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
