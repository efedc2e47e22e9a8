"""Codes of what is accepted, and should be looked at."""

from __future__ import annotations

from eligo.findings.kinds import FindingCode, Severity

_W = Severity.WARNING

WARNINGS: tuple[FindingCode, ...] = (
    FindingCode(
        "row-repeated",
        _W,
        "The row repeats an earlier one in every cell; it is ignored.",
        "Nothing, if it was typed twice; otherwise tell the rows apart or add up their counts.",
    ),
    FindingCode(
        "row-unfilled",
        _W,
        "A row names a supplier or an operator, describes no device and counts nothing; it is ignored.",
        "Nothing, if it was filled down by mistake; otherwise fill in its devices and counts.",
    ),
    FindingCode(
        "sheet-instead",
        _W,
        "A sheet was read for the template's, which has no rows, or is not there while this one's name is doubtful.",
        "Check that these are the rows meant; put them on the template's sheet next time.",
    ),
    FindingCode(
        "cell-without-value",
        _W,
        "A cell that is asked for, but decides nothing, holds an error or a formula without a saved value.",
        "Type the value itself.",
    ),
    FindingCode(
        "cells-merged-across",
        _W,
        "A merged cell stands under several columns: its value is read under the first of them alone.",
        "Unmerge the cells, and type each value under its header.",
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
    FindingCode(
        "row-alike",
        _W,
        "The row says the same as an earlier one under every column of the template; both count.",
        "Nothing, if they are of different installations; otherwise delete one of them.",
    ),
    FindingCode(
        "value-alone",
        _W,
        "One row of an operator has a value of its own where all its others, nine or more, have one and the same.",
        "Check the cell; nothing, if it is right.",
    ),
    FindingCode(
        "supplier-nearly-known",
        _W,
        "An operator names a supplier that has not returned, much like one that has: both count.",
        "Write the supplier's name as it writes it itself; nothing, if the two are different suppliers.",
    ),
    FindingCode(
        "struck-through",
        _W,
        "A row, or a cell, is struck through in the workbook; it was read as it stands.",
        "Delete what no longer holds; otherwise take the strike away.",
    ),
    FindingCode(
        "number-shown-otherwise",
        _W,
        "A count is shown as another number than its cell holds, by its number format; what the cell holds counts.",
        "Show the cell as a plain number, and correct it if that is not what is installed.",
    ),
    FindingCode(
        "rows-under-heading",
        _W,
        "Rows stand under a heading within the table that may say that they are of something else; they were read.",
        "Nothing, if they are of this round; otherwise delete them, or put them on a sheet of another name.",
    ),
    FindingCode(
        "columns-absent",
        _W,
        "A table has no column of a type of device, or of the intention: every row is read as if it were blank there.",
        "Nothing, if there is none to report; otherwise add the columns under the names that the template gives them.",
    ),
    FindingCode(
        "header-explained",
        _W,
        "Words beside or above the header of a count may say that something else is counted; it was read as the count.",
        "Check that the column counts installations on the day of the snapshot, all of them and none of another.",
    ),
    FindingCode(
        "cell-without-header",
        _W,
        "Cells stand in a column that has no header; they were not read.",
        "Name the column as the template does, or delete the cells if they are none of the return.",
    ),
    FindingCode(
        "sheet-not-read",
        _W,
        "A sheet has the columns of the template under another name, and was not read.",
        "Put all rows on one sheet of the template's name; delete the sheet if it is only a draft.",
    ),
    FindingCode(
        "encoding-mixed",
        _W,
        "The text has lines in two encodings, and each was read in its own.",
        "Save the file as CSV UTF-8, correct the names that look wrong, and send it again.",
    ),
    FindingCode(
        "reference-contradicted",
        _W,
        "The Return sheet names another round than the file's name does; the sheet counts.",
        "Correct whichever is wrong, and send the return again.",
    ),
    FindingCode(
        "snapshot-missing",
        _W,
        "The Return sheet states no day for the figures.",
        "State the day on which the figures were taken on the Return sheet, and send the return again.",
    ),
    FindingCode(
        "snapshot-in-future",
        _W,
        "The snapshot is of a day after the one on which the return was received.",
        "Correct the snapshot date on the Return sheet, and send the return again.",
    ),
)
