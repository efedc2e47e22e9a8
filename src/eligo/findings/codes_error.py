"""Codes of what quarantines a row, or refuses a file."""

from __future__ import annotations

from eligo.findings.kinds import FindingCode, Severity

_E = Severity.ERROR

ERRORS: tuple[FindingCode, ...] = (
    FindingCode(
        "count-missing", _E, "A count that must be given is blank.", "Type the number of installations; 0 if none."
    ),
    FindingCode("count-negative", _E, "A count is below zero.", "Type a whole number of installations, 0 or more."),
    FindingCode(
        "count-fractional", _E, "A count is not a whole number.", "Type whole installations, not averages or meters."
    ),
    FindingCode(
        "count-implausible",
        _E,
        "A count is larger than any row can have.",
        "Check that the cell has the count, and not a number that names something.",
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
        "name-uncertain",
        _E,
        "A name or a version bears a question mark, and neither the catalogue nor a decision has it so.",
        "Type it without the question mark if it is right; otherwise find out what is installed.",
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
        "A row of a text file cannot be read: its quotes do not match, or its bytes are no text.",
        "Correct the row, or save the file as CSV UTF-8 again.",
    ),
    FindingCode(
        "row-without-combination",
        _E,
        "A row describes no device, and says hardly anything of what it counts, or counts nothing.",
        "Delete it if it is a remark or totals; otherwise fill in what is missing.",
    ),
    FindingCode(
        "row-astray",
        _E,
        "The values of a row stand in a single cell, or beside the table.",
        "Put each value into a cell of its own, under its header.",
    ),
    FindingCode(
        "row-ragged",
        _E,
        "A row has more cells than the header has columns.",
        "Put values that hold the delimiter in quotes.",
    ),
    FindingCode(
        "row-cut-off",
        _E,
        "The last row of a text file ends early, and without a line end: the file is likely cut off.",
        "Send the file again, and compare its size with that of the original.",
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
        "firmware-with-bar",
        _E,
        "The firmware version has a bar (|), which parts the names of a device in what is written of it.",
        "Type the version alone; of two versions installed, a row each.",
    ),
    FindingCode(
        "firmware-several",
        _E,
        "A firmware cell holds several versions, of which the catalogue knows one at least.",
        "Give each version a row of its own, with its own counts.",
    ),
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
        "file-refused",
        _E,
        "The file cannot be read as a return; nothing of it counts.",
        "Mend what is said, and send the file again.",
    ),
)
