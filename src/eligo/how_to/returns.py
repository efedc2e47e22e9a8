"""How whoever sent a return mends each kind of finding, in a few sentences that the reference prints.

What belongs here: advice. What does not: what a code means and its one-line remedy, which stand in every finding
(``findings``). Invariant: one paragraph for each code, in the order of ``FINDING_CODES``.
"""

from __future__ import annotations

from collections.abc import Mapping

from eligo.how_to.notes import NOTES_HOW_TO

_AS_TEXT = (
    "Select the column, choose the format *Text* first and type the version again after that: changing the format "
    "alone does not bring back what the spreadsheet made of it. The template's cells are text already."
)
_NEW_OR_MISSPELT = (
    "If a name is suggested, take it as it is written there. If yours is right, leave it: the row counts, and whoever "
    "runs the round adds it to the catalogue or confirms once that it is another name for a known one."
)
_EIGHT_DIGITS = "The same eight digits can mean two versions; a dotted one cannot be misread by the next reader."
_TWO_PLANS = "A device can go from one firmware to one other only; with two plans, nobody knows which will happen."

HOW_TO: Mapping[str, str] = {
    "count-missing": (
        "A blank does not say whether there are none or whether nobody counted, so it is not taken for 0. Filter the "
        "column for blanks, and type 0 where there are none."
    ),
    "count-negative": (
        "Often a correction of an earlier figure was entered. Report what is installed on the day of the snapshot, not "
        "the change since the last one."
    ),
    "count-fractional": (
        "A decimal comma is read as one: type 12345 or 12,345 for thousands, not 12,5. Averages, shares and meters per "
        "premises are not counts of installations."
    ),
    "count-implausible": (
        "One such number would decide the whole selection. It is mostly the number of a meter, a telephone or a "
        "premises that was pasted into the column of counts, or two counts in one cell."
    ),
    "count-not-a-number": (
        "Words such as 'approx. 500', units, dates and TRUE are no numbers, and 1.234 may be one and a bit. Put "
        "remarks into a column of your own, which is ignored, and the number alone into this one."
    ),
    "value-missing": (
        "The row cannot be placed without this cell. A dash or n/a counts as blank. Filter the column for blanks and "
        "fill them in; in the template, the drop-down shows what is possible."
    ),
    "value-not-allowed": (
        "Case, spaces and punctuation do not matter, and known synonyms are read; anything else is not guessed. Choose "
        "one of the values listed as expected, or ask whoever runs the round if yours should be among them."
    ),
    "supplier-not-sender": (
        "A supplier's return holds its own rows alone. If the name is another one of yours, use the name of the Return "
        "sheet in every row; if the row is somebody else's, delete it, since they report it themselves."
    ),
    "operator-not-sender": (
        "An operator's return holds the premises it operates. Delete rows of other operators; if the row is yours, "
        "correct the name in this column."
    ),
    "cell-error": (
        "The formula in this cell refers to something that is no longer there, or divides by zero. The cell is not "
        "blank, so it is not taken for 0 or for nothing. Mend the formula, or type the value over it."
    ),
    "formula-without-value": (
        "The program that wrote the file saved the formula and not what it comes to, as exports often do. Open the "
        "file in a spreadsheet program, let it compute, save and send that; or copy the column and paste its values."
    ),
    "cell-covered": (
        "Merging cells hides all of their values but the first, and does not delete them. Which one counts cannot be "
        "told, so the row waits. Unmerge the cells, and fill in the value that is right in every row."
    ),
    "value-not-text": (
        "A spreadsheet took what was typed for a day or a truth value, and shows it in its own words. Select the "
        "column, choose the format *Text* first and type the value again after that."
    ),
    "name-uncertain": (
        "Whoever types a question mark is not certain which device, version or organisation it is, and nothing is "
        "counted by a guess. A sign that was lost when the file was saved can look like one, too: save it as "
        "*CSV UTF-8*. Find out what is installed, and type the name alone."
    ),
    "installation-repeated": (
        "An installation is counted once, so an inventory has one row for it. Rows that are the same in every cell are "
        "ignored but for the first; where they differ, none counts until you have deleted those that are wrong."
    ),
    "row-unreadable": (
        "A quotation mark opens a cell and is never closed, or bytes do not belong to the file's encoding. The row is "
        "kept and counted as unresolved, and the rows after it are read. The message says which cell it is: open the "
        "file in a text editor, go to that line, and delete the stray mark; write marks inside a cell twice."
    ),
    "row-without-combination": (
        "Notes, names and signatures below a table belong beside it, on a sheet or in a column of your own. A row of "
        "totals needs a word such as Total, or counts that are exactly the sums above it, to be known as one; totals "
        "of a part, as of one operator, need the word. If the row is one of the table after all, its cells were lost: "
        "fill them in. What else is said of the row follows."
    ),
    "row-astray": (
        "The row was pasted as one text, or is parted by another sign than the header, or was pasted beside the table. "
        "In a spreadsheet program *Text to Columns* parts a cell; in a text file write the sign between the cells that "
        "the header has, and put values that hold it in quotes. A row that belongs elsewhere: delete it."
    ),
    "row-ragged": (
        "A value that holds the delimiter, such as 1,234 in a file with commas, parts into two cells unless it stands "
        "in quotes, and every cell after it moves. Nothing of such a row can be "
        "trusted: put the value in quotes (a spreadsheet program does when it saves as CSV), or write the count "
        "without separators. If the last cell is a remark, give its column a header in the first line."
    ),
    "row-cut-off": (
        "Programs end every line, the last one too. Where that has no end and fewer cells than the header, the "
        "file was cut off on its way, or is still being written, and rows after it are missing without a trace: export "
        "or send it again. If the row is the last one after all, complete its cells."
    ),
    "device-without-model": (
        "Manufacturer or versions without a model do not say which device it is. Type the model from its label; if "
        "there is no such device, clear all cells of the device in this row."
    ),
    "device-required": (
        "Another cell of the row says that this device is there. Fill in its four cells, or correct the cell that is "
        "named in the message."
    ),
    "device-not-expected": (
        "Another cell of the row says that this device cannot be there. Clear its cells, or correct the cell that is "
        "named in the message; one of the two is wrong."
    ),
    "condition-missing": (
        "Whether the device is part of the combination depends on this cell, and the other cells leave it open. Answer "
        "it in every row in which the device stands."
    ),
    "manufacturer-missing": (
        "The same model is made under more than one name, or is not known, so the blank cannot be filled in for you. "
        "Type the manufacturer as the expected values write it."
    ),
    "hardware-missing": (
        "The model has more than one hardware version, or is not known, so the blank cannot be filled in for you. The "
        "versions that are known stand under expected."
    ),
    "firmware-missing": (
        "Firmware is part of what is tested, so it is never assumed. Type the version that is installed; type TBC only "
        "where it is really still to be confirmed."
    ),
    "firmware-with-bar": (
        "No version has a bar in it: most likely two versions, or a version and a remark, stand in one cell. Type the "
        "version from the label; where both are installed, type a row for each."
    ),
    "firmware-several": (
        "A row counts installations of one combination, and each version makes a combination of its own. Type one row "
        "for each version, with the installations that have it; nobody can part the count of this row but you."
    ),
    "firmware-form-unreadable": f"{_EIGHT_DIGITS} If the model is not known either, mend that first.",
    "firmware-date-unreadable": f"{_AS_TEXT} Check the version on the device: several dates can come from one typed.",
    "firmware-number-unreadable": f"{_AS_TEXT} A trailing zero that was lost (2.10 became 2.1) cannot be guessed.",
    "firmware-boolean-unreadable": (
        "TRUE or FALSE was never a firmware version: most likely a formula or a neighbouring column has got into this "
        "one. Select the column, choose the format *Text* and type the version from the label."
    ),
    "manufacturer-date-unreadable": (
        "No manufacturer is called by a day: most likely the columns have slipped by one, or a spreadsheet changed "
        "the cell. Choose the format *Text* and type the name again; check the cells beside it."
    ),
    "manufacturer-number-unreadable": (
        "No manufacturer that is known goes by this number: most likely the columns have slipped by one, or an "
        "internal number was exported. Type the manufacturer's name, as the drop-down of the template has it."
    ),
    "manufacturer-boolean-unreadable": (
        "TRUE or FALSE is no manufacturer: most likely a formula or a neighbouring column has got into this one. Type "
        "the manufacturer's name, as the drop-down of the template has it; check the cells beside it."
    ),
    "model-date-unreadable": (
        "A spreadsheet took the model for a day, and which model that was cannot be told. Select the column, choose "
        "the format *Text* first and type the model again after that; the template's cells are text already."
    ),
    "model-number-unreadable": (
        "The cell holds a number, and zeros before or after it may have been lost, so that it is taken for no model "
        "that it does not fit. Choose the format *Text* first and type the model again as on its label."
    ),
    "model-boolean-unreadable": (
        "TRUE or FALSE is no model: most likely a formula or a neighbouring column has got into this one. Choose the "
        "format *Text* first and type the model again, as on its label."
    ),
    "hardware-date-unreadable": (
        "A spreadsheet took the version for a day (3.4 became 3 April), and which version that was cannot be told. "
        "Select the column, choose the format *Text* first and type the version again after that."
    ),
    "hardware-number-unreadable": (
        "The cell holds a number that is no known version of this model, and zeros may have been lost. Choose the "
        "format *Text* first and type the version again; if it is a new one, say so to whoever runs the round."
    ),
    "hardware-boolean-unreadable": (
        "TRUE or FALSE is no hardware version: most likely a formula or a neighbouring column has got into this one. "
        "Choose the format *Text* first and type the version again, as on the label."
    ),
    "upgrade-incomplete": (
        "A plan moves one model from one firmware to another by a day, and needs all of these cells. Complete the row, "
        "or delete it if there is no such plan; rows of installations are not touched by it."
    ),
    "upgrade-date-unreadable": (
        "Type one day as year-month-day. A quarter, a month or 'soon' cannot be compared with the horizon: give the "
        "last day by which the upgrade is to be complete."
    ),
    "upgrade-cycle": (
        "Plans are followed one after another, and these lead round in a circle, so none of them is carried out. "
        "Delete the plan that goes back, or the one that no longer holds."
    ),
    "file-refused": (
        "The file is damaged, protected, of another kind than its name says, or lacks columns of the template, so "
        "none of its rows could be read. What is said names each thing that stands in the way; everything else can "
        "only be found once they are mended."
    ),
    "row-repeated": (
        "Rows that are the same in every cell count once; rows that differ in anything add up. If two groups of "
        "premises really look alike, add their counts into one row."
    ),
    "row-unfilled": (
        "Formulas or values that were filled down beyond the last row leave such rows: delete them. If an installation "
        "is meant, its devices and counts are missing: fill them in. Nothing was counted of the row."
    ),
    "sheet-instead": (
        "The template's sheet has its header alone, or nothing, or is not there, and one other sheet has rows: these "
        "were read. If they are of an earlier round, a draft, or upgrades that are done or given up, delete that "
        "sheet; a return without a row says that there is nothing to report."
    ),
    "cell-without-value": (
        "The template asks for a firmware's provider and factory configuration, and no decision hangs on them, so the "
        "row counts. The cell holds an error of the spreadsheet, a formula that was never computed, or a value under a "
        "merged cell: type the value itself, or leave the cell blank."
    ),
    "cells-merged-across": (
        "A merged cell has one value, and it is that of its first column: what the other columns ask for is not there, "
        "though the cell seems to stand under them. Unmerge it, and type maker, model and versions each under its own "
        "header. What is said of the blank cells of the same device follows from this."
    ),
    "manufacturer-unknown": f"{_NEW_OR_MISSPELT} None of its models can be known before: that follows from it.",
    "model-unknown": _NEW_OR_MISSPELT,
    "hardware-unknown": _NEW_OR_MISSPELT,
    "firmware-unknown": _NEW_OR_MISSPELT,
    "manufacturer-inferred": (
        "The row counts. Only one manufacturer makes this model, and it is written in the message: check it, and fill "
        "it in, because a new one would make the blank ambiguous."
    ),
    "hardware-inferred": (
        "The row counts. Only one hardware version of this model is known, and it is written in the message: check it, "
        "and fill it in, because a new one would make the blank ambiguous."
    ),
    "firmware-from-date": f"The row counts with the version in the message; check it. {_AS_TEXT}",
    "firmware-from-number": f"The row counts with the version in the message; check it. {_AS_TEXT}",
    "model-from-date": (
        "The row counts with the model in the message; check it. Select the column, choose the format *Text* first "
        "and type the model again after that: changing the format alone does not bring it back."
    ),
    "model-from-number": (
        "The row counts with the model in the message; check it. Zeros before or after a number are lost unless the "
        "column has the format *Text* before the model is typed, as in the template."
    ),
    "hardware-from-date": (
        "The row counts with the version in the message; check it. Select the column, choose the format *Text* first "
        "and type the version again after that: changing the format alone does not bring it back."
    ),
    "hardware-from-number": (
        "The row counts with the version in the message; check it. Zeros before or after a number are lost unless the "
        "column has the format *Text* before the version is typed, as in the template."
    ),
    "firmware-from-bcd": f"The row counts with the version in the message; check it. {_EIGHT_DIGITS}",
    "firmware-from-hexadecimal": f"The row counts with the version in the message; check it. {_EIGHT_DIGITS}",
    "condition-assumed": (
        "The row counts, and the device is taken to be part of the combination. If it is not, say so in the cell "
        "named; if it is, say that too, so that nobody has to assume it."
    ),
    "upgrade-overridden": (
        f"{_TWO_PLANS} The supplier's plan is used; the operator's row has no effect. Agree which holds, and take the "
        "other out."
    ),
    "figures-differ": (
        "Both returns count the same combination at the same operator, and differ by more than the scheme allows. "
        "Compare the days of the two snapshots and the rows that are quarantined in either before you change a figure."
    ),
    "return-empty": (
        "A file with a header and no row says nothing about what is installed. If there is really nothing, confirm it "
        "in writing; if rows were filtered out when it was saved, save it again without the filter."
    ),
    "upgrade-shadowed": f"{_TWO_PLANS} The earlier plan is used. Delete the one that no longer holds.",
    "return-replaced": (
        "Only the latest return of an organisation counts, and the earlier one stays on record. If the earlier file is "
        "the right one, send it again with a later snapshot date."
    ),
    "template-other": (
        "The rows were read all the same, since all columns that are needed are there. An older template may lack a "
        "column that is asked for now, or offer names that have changed: take the one that came with the request."
    ),
    "row-alike": (
        "Rows that differ in anything add up, and these differ in columns of your own alone, as in a row's number: a "
        "part of the table that was pasted twice counts twice. Rows of two regions that have the same numbers do no "
        "harm."
    ),
    "value-alone": (
        "No list says which values there are, so that a slip of the hand, or a cell that was pasted into the wrong "
        "column, stands as a value of its own and makes a combination that nobody has. The row counts as it is: "
        "compare it with the others of its operator."
    ),
    "supplier-nearly-known": (
        "Where a supplier has not returned, the operators' rows for it stand in. A name that is misspelt or cut short "
        "is that of nobody who has returned, so that its installations count beside the supplier's own. If the two "
        "are one, correct the cells, or have an alias of the organisation decided; if not, leave them."
    ),
    "struck-through": (
        "People strike out what no longer holds, and the value stays in the cell. Nothing is left out for its look, so "
        "the row counts. Delete a row that no longer holds, and empty a cell; where an old value stands struck out "
        "beside the new one in a single cell, the two are read as one, so keep the new one alone."
    ),
    "number-shown-otherwise": (
        "A number format can show a unit that the cell does not hold, so that 12 reads `12k`, or leave out thousands, "
        "so that 12345 reads `12`. What the cell holds is the count. Give the column the format *General*, and see "
        "whether every count is still what is installed."
    ),
    "rows-under-heading": (
        "Everything below the header is of the return, whatever stands between the rows. A second table, as of the "
        "round before or of a part of the same installations, is counted once more: put it on a sheet of another name. "
        "Headings of parts that do not overlap, as of regions, do no harm."
    ),
    "columns-absent": (
        "A device without a column is in no combination, and an intention that nobody states counts as not known. If "
        "the columns are there under a name of your own, use the template's; if there is no such device, nothing has "
        "to be done."
    ),
    "header-explained": (
        "What stands in brackets behind the name of a count, or above it as that of a group, may name another day, "
        "another round or a part of the installations, and a title or a remark another unit, as thousands. The column "
        "was read as the count of this round; if it is another, put the right figures under the plain header and send "
        "the return again."
    ),
    "cell-without-header": (
        "What a cell means is known by its header alone. A header that was deleted takes the whole column with it: "
        "type it as the template has it. Workings beside the table are better kept on a sheet of your own."
    ),
    "sheet-not-read": (
        "One sheet is read: the one with the template's name. Another with the same columns may be a second part of "
        "the return, and its installations are missing then. Copy its rows below those of the first, or delete it."
    ),
    "encoding-mixed": (
        "Rows that were pasted together from two files keep the encoding of each. A line that is UTF-8 is read so, and "
        "any other as Windows-1252. Look at the letters with accents on the lines that are named; in a line that has "
        "both, those of UTF-8 come out as two others, as in ZÃ¤hler. Paste the rows in a spreadsheet program instead, "
        "and choose *CSV UTF-8* when saving."
    ),
    "reference-contradicted": (
        "A workbook that was copied from the round before often keeps its reference, and its rows then replace those "
        "that were sent for that round. Check which round the rows are for, and let both say the same."
    ),
    "snapshot-missing": (
        "A template that goes back as it came has the figures of the round before, and no day. Look at every count, "
        "then state on the Return sheet the day on which they were taken, such as 2019-08-31."
    ),
    "snapshot-in-future": (
        "Figures cannot be of a day that has not come. Look for a slip of the year, or for day and month the wrong way "
        "round. A later return is known by its snapshot date, so that one in the future keeps every correction out."
    ),
    **NOTES_HOW_TO,
}
