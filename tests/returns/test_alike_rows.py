"""Rows that differ in columns of the sender's own alone: they count, and somebody looks."""

from __future__ import annotations

import pytest

from builders import catalogue, csv_of, foc, row, supplier_return
from eligo.returns import Return, read_return

COLUMNS = ["No.", *row(), "Remark"]


def read(*rows: dict[str, str]) -> Return:
    content = csv_of([{**one, "No.": str(number)} for number, one in enumerate(rows, start=1)], COLUMNS)
    return read_return("RFI-1__Supplier__Aster-Energy.csv", content, foc(), catalogue())


def told(one: Return) -> list[tuple[int, str]]:
    return [(f.location.row, f.message.partition(" does")[0]) for f in one.findings if f.code == "row-alike"]


def test_a_part_that_was_pasted_twice_is_told_at_each_of_its_rows() -> None:
    """It counted twice, and nothing was said, since each row had a number of its own."""
    part = [row(), row(Active="7")]
    one = read(*part, row(SMSO="SMSO-2"), *part)

    assert told(one) == [(5, "The row says what row 2"), (6, "The row says what row 3")]
    assert (one.quarantined, one.reported) == ((), {"SMSO-1": 2 * 147, "SMSO-2": 120})


def test_spaces_around_make_no_row_another() -> None:
    assert [at for at, _ in told(read(row(), row(**{"ESME Model": " E470 (MK1) "})))] == [3]


@pytest.mark.parametrize("changes", [{"Active": "101"}, {"CH Firmware version": "2.1.11"}, {"Intends to enrol": ""}])
def test_rows_that_differ_under_the_template_are_not_alike(changes: dict[str, str]) -> None:
    assert told(read(row(), row(**changes))) == []


def test_of_rows_that_count_nothing_or_are_refused_nothing_is_said() -> None:
    assert told(read(*[row(Active="0", Dormant="0")] * 2, *[row(Active="few")] * 2)) == []


def test_rows_that_repeat_another_in_every_cell_are_ignored_as_before() -> None:
    assert [f.code for f in supplier_return([row(), row()]).findings] == ["row-repeated"]
