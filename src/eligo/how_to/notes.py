"""What whoever sent a return may do about each note, in a few sentences that the reference prints.

What belongs here: advice. What does not: faults (``how_to.returns``). Invariant: one paragraph for each code, in the
order of ``FINDING_CODES``.
"""

from __future__ import annotations

from collections.abc import Mapping

NOTES_HOW_TO: Mapping[str, str] = {
    "value-normalised": (
        "The value in the message is what was read. Look at it once; if it is what you meant, nothing has to be done, "
        "now or in the next round."
    ),
    "placeholder-as-blank": (
        "A dash, n/a or the like was taken for an empty cell. If something is wrong with the blank, that is a finding "
        "of its own, and this note follows from it."
    ),
    "cell-corrected": (
        "Whoever runs the round read this cell otherwise than it was typed, and the message says who decided that, "
        "when and why. If that is wrong, send a corrected return; your file itself was not changed."
    ),
    "correction-spent": (
        "Whoever runs the round had read this cell otherwise than an earlier file had it. The file that you sent now "
        "counts as it is: a correction is for the file in which it was seen, and for no later one of the same name."
    ),
    "cells-merged": (
        "A merged cell has its value in its first row only. For names and versions it is read in all rows that it "
        "spans; a count is never spread or repeated. Unmerge the cells and fill in every row next time."
    ),
    "hidden-read": (
        "Rows that are filtered out or hidden, a column of the template that is hidden, and a sheet that is hidden are "
        "part of the file and are read. If they should not be, delete them, or what stands in the column: hiding them "
        "is not enough."
    ),
    "links-not-followed": (
        "The workbook takes some of its values from other files. Nothing was fetched from there; what was saved with "
        "the workbook was read. Check that it was up to date when you saved it."
    ),
    "form-tells-less": (
        "An .xls or .ods file is read by a program that shows a cell with an error as a blank one. If your sheet has "
        "such cells, merged cells or filtered rows, save it as .xlsx, in which each of them is found, and send that."
    ),
    "count-formatted": (
        "The number in the message is what was read: of 1,234 the comma is one of thousands, whatever parts the cells "
        "of the file, since nobody has a part of an installation. Cells that are numbers, without separators typed "
        "into them, need no reading at all."
    ),
    "totals-row-ignored": (
        "The row begins like a total and describes no device. If it is a row of your estate, correct its first cells; "
        "totals may stay, they are not counted."
    ),
    "header-repeated": (
        "The names of the columns stand again below, as at the top of a new page or where two tables were pasted "
        "together; the row is ignored, and those below it are read as if it were not there."
    ),
    "remark-row-ignored": (
        "The row has text, but none of it under a column of the template, or one remark alone; or it counts nothing "
        "and describes no device, as a signature, a key or a row that says what is to be filled in. If it is a row of "
        "your estate, its cells have slipped: move them under their headers."
    ),
    "column-ignored": (
        "Nothing was read from the column. If it is one of the template's under another name, give it the template's "
        "name: otherwise the template's column counts as blank."
    ),
    "sheet-renamed": (
        "No sheet has the template's name, and exactly one has its columns or keys, so that one was read. Keep the "
        "name of the sheet when you copy rows into a workbook of your own."
    ),
    "sheet-ignored": (
        "Nothing was read from the sheet. If it holds rows of your estate, move them to the sheet that the template "
        "has for them."
    ),
    "upgrade-beyond-horizon": (
        "The plan is noted, and installations are counted at the firmware of today. If the day was mistyped, correct "
        "it; otherwise nothing has to be done."
    ),
}
