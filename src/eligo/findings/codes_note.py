"""Codes of what was read as something else than it was typed, or ignored with reason."""

from __future__ import annotations

from eligo.findings.kinds import FindingCode, Severity

_N = Severity.NOTE

NOTES: tuple[FindingCode, ...] = (
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
        "correction-spent",
        _N,
        "A person's correction of the cell changes nothing: it holds that already, or was corrected in another file.",
        "Nothing.",
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
        "Hidden rows or columns, or a hidden sheet, were read like any other.",
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
    FindingCode("header-repeated", _N, "A row that repeats the header was ignored.", "Nothing."),
    FindingCode(
        "remark-row-ignored",
        _N,
        "A row with no cell under a template column, or with a remark alone, was ignored.",
        "Nothing, if it is a remark.",
    ),
    FindingCode(
        "column-ignored", _N, "A column that the template does not have was ignored.", "Nothing, if it is your own."
    ),
    FindingCode(
        "sheet-renamed",
        _N,
        "A sheet of the template has another name; it was read.",
        "Nothing; keep the name next time.",
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
