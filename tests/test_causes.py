"""Findings become causes: one line for each thing to mend, with every one of its cells."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import catalogue, csv_of, foc, row, supplier_return
from eligo.causes import FOLLOWS, Cause, causes_of, cell_ranges
from eligo.findings import SEVERITY, Finding, Issue, Location
from eligo.returns import read_return
from eligo.scheme import device_columns

UNREADABLE = "firmware-form-unreadable"
A_COUNT = "a whole number of installations, 0 or more"
NOT_A_NUMBER = "… is not a number of installations."


def causes(rows: Sequence[dict[str, str]]) -> list[tuple[int, str, str, int | None]]:
    """(number, code, cells, what it follows from) of a supplier's return."""
    one = supplier_return(rows)
    return [(c.number, c.first.code, c.cells, c.follows_from) for c in causes_of(one.findings, device_columns(foc()))]


def test_the_same_fault_in_many_cells_is_one_cause_with_all_of_them() -> None:
    typed = ["9.9.9", "9.9.9", "2.1.12", "9.9.9", "8.8.8"]
    rows = [row(Dormant=str(20 + n), **{"CH Firmware version": version}) for n, version in enumerate(typed)]

    assert causes(rows) == [(1, "firmware-unknown", "U2:U3, U5", None), (2, "firmware-unknown", "U6", None)]


@pytest.mark.parametrize(
    ("typed", "code", "value", "expected", "message"),
    [
        ("-{}", "count-negative", "-1000; -1001; -1002 and 97 more", A_COUNT, "The count … is below zero."),
        ("{}.5", "count-fractional", "1000.5; 1001.5; 1002.5 and 97 more", A_COUNT, "… is not a whole number."),
        ("about {}", "count-not-a-number", "about 1000; about 1001; about 1002 and 97 more", A_COUNT, NOT_A_NUMBER),
        ("'{}", "count-formatted", "'1000; '1001; '1002 and 97 more", "1000; 1001; 1002 and 97 more", "Read as …"),
    ],
)
def test_a_column_of_counts_that_are_typed_in_one_way_is_one_cause(
    typed: str, code: str, value: str, expected: str, message: str
) -> None:
    one = supplier_return([row(Active=typed.format(1000 + n)) for n in range(100)])

    (cause,) = causes_of(one.findings, device_columns(foc()))

    assert (cause.first.code, cause.cells, len(cause.findings)) == (code, "AF2:AF101", 100)
    assert (cause.value, cause.expected, cause.message) == (value, expected, message)


@pytest.mark.parametrize(
    ("rows", "code", "message"),
    [
        (
            [row(**{"CH Firmware version": f"0{n}/03/2015"}) for n in range(1, 9)],
            "firmware-date-unreadable",
            "The cell holds the date …, which fits no known version.",
        ),
        (
            [row(**{"CH Firmware version": day}) for day in ("02/01/2012", "02/01/2011")],
            "firmware-from-date",
            "The date … was read back as …",
        ),
        (
            [row(**{"GSME Model": model, "GSME Firmware version": ""}) for model in ("G370", "G470 (MK1)")],
            "firmware-missing",
            "… has no firmware version.",
        ),
        (
            [row(**{"Fuel type": "SF", "GSME Model": model}) for model in ("G370", "G470 (MK1)")],
            "device-not-expected",
            "The GSME is described, and it must be absent where Fuel type is SF.",
        ),
    ],
    ids=["unreadable days", "days read back", "versions left blank", "devices that are not expected"],
)
def test_a_column_that_is_wrong_in_one_way_is_one_cause_whatever_stands_in_it(
    rows: list[dict[str, str]], code: str, message: str
) -> None:
    """Each value was a cause of its own."""
    found = [one for one in causes_of(supplier_return(rows).findings, device_columns(foc())) if one.first.code == code]

    assert [(one.message, len(one.findings)) for one in found] == [(message, len(rows))]


def test_rows_that_cannot_be_read_for_one_reason_are_one_cause() -> None:
    """A file whose quotes are escaped as no CSV has them had a cause for each row."""
    lines = csv_of([row(**{"ESME Factory configuration": f'GB "{n}"'}) for n in range(9)]).replace(b'""', b'\\"')
    one = read_return("RFI-1__Supplier__Aster-Energy.csv", lines, foc(), catalogue())

    (cause,) = causes_of(one.findings, device_columns(foc()))

    assert (cause.first.code, cause.cells) == ("row-unreadable", "2:10")


def test_counts_that_are_wrong_in_two_ways_are_two_causes() -> None:
    rows = [row(Active=typed) for typed in ("1.234", "about 5", "2.345")]

    assert [cells for _, _, cells, _ in causes(rows)] == ["AF2, AF4", "AF3"]


def test_the_gravest_causes_stand_first_then_those_further_up() -> None:
    rows = [row(**{"CH Firmware version": "2.1.99"}), row(Active="1,000"), row(Active="x")]

    assert [code for _, code, _, _ in causes(rows)] == ["count-not-a-number", "firmware-unknown", "count-formatted"]


def test_a_model_of_an_unknown_manufacturer_follows_from_it_and_firmware_from_both() -> None:
    strange = {"GSME Manufacturer": "Nobody", "GSME Firmware version": "03000161"}

    assert causes([row(**strange)]) == [
        (1, UNREADABLE, "O2", 2),
        (2, "manufacturer-unknown", "L2", None),
        (3, "model-unknown", "M2", 2),
    ]


def test_the_same_finding_stands_alone_where_nothing_else_is_wrong_with_the_device() -> None:
    own = {"GSME Firmware version": "03000161"}
    following = {**own, "GSME Model": "G999"}

    assert causes([row(**own), row(**following)]) == [
        (1, UNREADABLE, "O2", None),
        (2, UNREADABLE, "O3", 3),
        (3, "model-unknown", "M3", None),
    ]


def test_what_is_wrong_with_another_device_of_the_row_makes_nothing_follow() -> None:
    assert [follows for *_, follows in causes([row(**{"CH Model": "X", "GSME Firmware version": "03000161"})])] == [
        None,
        None,
    ]


def test_a_placeholder_follows_from_what_is_said_of_the_blank_cell() -> None:
    assert causes([row(**{"CH Hardware version": "-"})]) == [
        (1, "hardware-inferred", "T2", None),
        (2, "placeholder-as-blank", "T2", 1),
    ]


def test_rows_that_repeat_different_rows_are_one_cause() -> None:
    one = supplier_return([row(), row(Active="1"), row(), row(Active="1")])
    (cause,) = causes_of(one.findings, {})

    assert (cause.cells, cause.message) == ("4:5", "The row repeats row … in every cell.")


def test_every_relation_names_codes_that_exist_and_none_follows_from_itself() -> None:
    named = {code for relation in FOLLOWS for code in (relation.code, *relation.others)}

    assert named - SEVERITY.keys() == set()
    assert [relation for relation in FOLLOWS if relation.code in relation.others] == []


@pytest.mark.parametrize(
    ("column", "rows", "expected"),
    [
        (6, [7, 8, 9, 10, 11, 12, 15], ["F7:F12", "F15"]),
        (28, [3], ["AB3"]),
        (0, [2, 3, 9], ["2:3", "9:9"]),
        (0, [0], []),
        (1, [9, 9, 8], ["A8:A9"]),
    ],
)
def test_cells_are_written_as_a_spreadsheet_writes_them(column: int, rows: list[int], expected: list[str]) -> None:
    assert cell_ranges(column, rows) == expected


CODES = st.sampled_from(["model-unknown", "manufacturer-unknown", UNREADABLE, "count-missing", "row-repeated"])


@given(st.lists(st.tuples(CODES, st.integers(0, 6), st.integers(0, 3), st.sampled_from(["x", "y"])), max_size=40))
def test_every_finding_is_in_exactly_one_cause_whose_cells_are_its_own(
    drawn: list[tuple[str, int, int, str]],
) -> None:
    findings = [
        Issue(code, f"Column {at}", value, "", "Wrong.").at(Location("f.csv", "", line, f"Column {at}", at, "H"))
        for code, line, at, value in drawn
    ]

    made = causes_of(findings, {"Column 1": "A", "Column 2": "A"})

    assert sorted(id(f) for cause in made for f in cause.findings) == sorted(map(id, findings))
    assert [cause.number for cause in made] == list(range(1, len(made) + 1))
    assert all(uniform(cause.findings) for cause in made)
    assert all(cause.follows_from != cause.number for cause in made)
    assert not loops(made)


def uniform(findings: Sequence[Finding]) -> bool:
    """Whether some findings differ in nothing but their rows."""
    return len({(f.code, f.value, f.location.column_number) for f in findings}) == 1


def loops(made: Sequence[Cause]) -> bool:
    """Whether following the causes of causes ever comes back."""
    above = {cause.number: cause.follows_from for cause in made}
    for first in above.values():
        at, steps = first, 0
        while at is not None and steps <= len(above):
            at, steps = above[at], steps + 1
        if steps > len(above):
            return True
    return False
