"""A correction is carried out where the cell holds what was corrected, leaves a note, and is refused elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from eligo.catalogue import TypedCell
from eligo.errors import BadDecisions, VersionConflict
from eligo.findings import Finding, Location, Severity
from eligo.returns.cells import BLANK, Lines, Sheet, Torn, rows_of
from eligo.returns.correction_file import CORRECTION_COLUMNS, corrections_and_mistakes, read_corrections
from eligo.returns.corrections import Correction, OfFile, correct, corrections_of

FILE = "a.xlsx"
COLUMNS = {"Supplier": (0, "Supplier"), "Active": (1, "No. active"), "Dormant": (2, "Dormant")}


def sheet() -> Sheet:
    rows = (
        (TypedCell("Supplier"), TypedCell("No. active"), TypedCell("Dormant")),
        (TypedCell("Aster Energy"), TypedCell("-40", "number"), TypedCell("5", "number")),
        (TypedCell("Aster Energy"), TypedCell("12")),
    )
    return Sheet("Combinations", False, rows_of(rows))


def correction(
    row: int, column: str, was: str, becomes: str, *, where: str = "Combinations", sha256: str = ""
) -> Correction:
    return Correction(FILE, where, row, column, was, becomes, "sign lost", "An analyst", date(2019, 9, 2), sha256)


def corrected(changes: Sequence[Correction]) -> tuple[Sheet, tuple[Finding, ...]]:
    return correct(FILE, sheet(), 1, COLUMNS, OfFile(tuple(changes)))


def test_a_corrected_cell_is_read_in_its_place_and_noted() -> None:
    after, notes = corrected([correction(2, "Active", "-40", "40")])
    assert after.rows[1] == (TypedCell("Aster Energy"), TypedCell("40"), TypedCell("5", "number"))
    assert (after.rows[0], after.rows[2]) == (sheet().rows[0], sheet().rows[2])
    assert notes == (
        Finding(
            "cell-corrected",
            Severity.NOTE,
            Location("a.xlsx", "Combinations", 2, "Active", 2, "No. active"),
            "-40",
            "40",
            "Read as '40', as An analyst decided on 2019-09-02: sign lost",
            "Nothing, if that is right; otherwise send a corrected return.",
        ),
    )


def test_a_blank_cell_is_filled_and_a_filled_one_made_blank() -> None:
    changes = [correction(3, "Dormant", "", "7"), correction(3, "Active", "12", " ")]
    after, notes = corrected(changes)
    assert after.rows[2] == (TypedCell("Aster Energy"), BLANK, TypedCell("7"))
    assert [(note.location.column, note.message.partition(",")[0]) for note in notes] == [
        ("Active", "Read as a blank cell"),
        ("Dormant", "Read as '7'"),
    ]


def test_a_correction_of_another_file_is_left_alone() -> None:
    assert corrections_of("b.xlsx", b"", [correction(2, "Active", "-40", "40")]) == OfFile()


def test_a_correction_of_another_file_of_the_same_name_rests_and_says_so() -> None:
    earlier = correction(2, "Active", "-41", "41", sha256="cd" * 32)
    found = corrections_of(FILE, b"", [earlier])
    after, (note,) = correct(FILE, sheet(), 1, COLUMNS, found)
    assert (found, after) == (OfFile((), (earlier,)), sheet())
    assert (note.code, note.location.row, note.location.column_letter) == ("correction-spent", 2, "B")
    assert "in another file of this name: this one counts as sent" in note.message


def test_a_correction_of_a_sheet_that_has_no_combinations_is_refused_and_not_passed_over() -> None:
    with pytest.raises(VersionConflict) as stopped:
        corrected([correction(2, "Active", "-40", "40", where="Return")])
    place = "a.xlsx, sheet Combinations, row 2, Active"
    assert stopped.value.details == (f"{place}: the correction names sheet Return, and cells are corrected here alone",)


def test_a_cell_that_its_sender_has_mended_stays_as_sent() -> None:
    mended, notes = corrected([correction(2, "Active", "40", "-40")])
    assert (mended, [(note.code, note.value) for note in notes]) == (sheet(), [("correction-spent", "-40")])


def test_a_correction_names_its_file_and_may_name_its_bytes() -> None:
    content = b"Supplier,Active"
    by_name = correction(2, "Active", "-40", "40")
    by_hash = correction(2, "Active", "-40", "40", sha256=hashlib.sha256(content).hexdigest())
    assert corrections_of(FILE, content, [by_name, by_hash]) == OfFile((by_name, by_hash))
    assert corrections_of("b.csv", content, [by_name, by_hash]) == OfFile()


def test_a_correction_that_does_not_fit_the_cell_is_refused_with_every_other() -> None:
    changes = [
        correction(2, "Active", "-41", "41"),
        correction(9, "Active", "1", "2"),
        correction(1, "Active", "No. active", "Active"),
        correction(2, "Mixed", "1", "2"),
        correction(3, "Active", "12", "13"),
        correction(3, "Active", "12", "14"),
    ]
    with pytest.raises(VersionConflict) as stopped:
        corrected(changes)
    assert stopped.value.message == "a.xlsx cannot be corrected as decided: 5 of 6 corrections do not fit it"
    assert stopped.value.details == (
        "a.xlsx, sheet Combinations, row 1, Active: the header stands in row 1, and cells are corrected below it alone",
        "a.xlsx, sheet Combinations, row 2, Active: found '-40', expected '-41', which was corrected to '41'",
        "a.xlsx, sheet Combinations, row 2, Mixed: the sheet has no such column",
        "a.xlsx, sheet Combinations, row 3, Active: two corrections of one cell",
        "a.xlsx, sheet Combinations, row 9, Active: the sheet has 3 rows",
    )


def test_a_correction_of_a_row_without_cells_is_refused() -> None:
    torn = replace(sheet(), lines=Lines(torn={3: Torn("q", 1)}))
    with pytest.raises(VersionConflict) as refused:
        correct(FILE, torn, 1, COLUMNS, OfFile((correction(3, "Dormant", "", "7"),)))
    assert refused.value.details == (
        "a.xlsx, sheet Combinations, row 3, Dormant: the row cannot be read, so that it has no cells to correct",
    )


def test_a_cell_with_the_mark_of_a_formula_is_corrected_as_tables_show_it() -> None:
    table = f"{','.join(CORRECTION_COLUMNS)}\n{FILE},Combinations,3,Active,'=12,12,no formula,An analyst,2019-09-02\n"
    rows = rows_of([[TypedCell("Supplier")], [], [TypedCell("Aster Energy"), TypedCell("'=12")]])
    (one,) = read_corrections("corrections.csv", table.encode())

    after, (note,) = correct(FILE, Sheet("Combinations", False, rows), 1, COLUMNS, OfFile((one,)))

    assert (after.rows[2][1].text, note.code) == ("12", "cell-corrected")


def test_a_correction_of_a_day_to_come_is_a_mistake_where_the_day_is_known() -> None:
    table = f"{';'.join(CORRECTION_COLUMNS)}\na.csv;;2;Active;lots;70;telephoned;An analyst;2091-09-02\n".encode()
    assert [one.becomes for one in read_corrections("corrections.csv", table)] == ["70"]
    assert corrections_and_mistakes("corrections.csv", table, date(2019, 9, 2)) == (
        (),
        ["corrections.csv:2 date: found 2091-09-02, and that day is still to come; expected 2019-09-02 or earlier"],
    )


def test_a_table_in_another_encoding_is_refused_at_its_line() -> None:
    with pytest.raises(BadDecisions) as stopped:
        read_corrections("corrections.csv", f"{','.join(CORRECTION_COLUMNS)}\n".encode() + b"a.csv,,2,Active,B\xe4r")
    assert stopped.value.message == "corrections.csv:2 has a byte 0xe4 that is not UTF-8"
