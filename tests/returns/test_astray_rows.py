"""Whole rows that stand in one cell or beside the table are quarantined, and not taken for remarks."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from builders import catalogue, csv_of, foc, row, upgrade
from eligo.returns import Return, UpgradesFile, read_return

NAME = "RFI-1__Supplier__Aster-Energy"
OTHER = row(Active="7")
VALUES = [*OTHER.values()]
IN_ONE, BESIDE = "in a single cell", "beside it"
PLACES = pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([",".join(VALUES)], IN_ONE),
        ([";".join(VALUES)], IN_ONE),
        (["\t".join(VALUES)], IN_ONE),
        (["|".join(VALUES)], IN_ONE),
        ([*[""] * len(VALUES), *VALUES], BESIDE),
        (["counted on Friday, by A, B, C, and D; see the letter"], ""),
        ([*[""] * len(VALUES), "counted", "on", "Friday", "by A"], ""),
    ],
    ids=["commas", "semicolons", "tabs", "bars", "beside", "a remark with commas", "a remark beside"],
)


def check(one: Return, found: str) -> None:
    (balance,) = one.balances
    assert (balance.read, balance.accepted) == (2, 1)
    assert (balance.quarantined, balance.ignored) == ((1, 0) if found else (0, 1))
    (finding,) = one.findings
    assert (finding.location.row, finding.code) == (3, "row-astray" if found else "remark-row-ignored")
    assert found in finding.message


@PLACES
def test_in_a_text(cells: list[str], found: str) -> None:
    typed = ",".join(f'"{cell}"' if cell else "" for cell in cells)

    for end in ("\n", ""):
        content = csv_of([row()], [*row()]) + typed.encode() + end.encode()
        check(read_return(f"{NAME}.csv", content, foc(), catalogue()), found)


@PLACES
def test_in_a_workbook(cells: list[str], found: str) -> None:
    book = Workbook()
    book.worksheets[0].title = "Combinations"
    for line in ([*row()], [*row().values()], cells):
        book.worksheets[0].append([cell or None for cell in line])
    content = io.BytesIO()
    book.save(content)

    check(read_return(f"{NAME}.xlsx", content.getvalue(), foc(), catalogue()), found)


def test_a_row_with_the_other_delimiter_that_begins_like_a_total() -> None:
    content = csv_of([row()], [*row()]) + ";".join(["Total Power", *VALUES[1:]]).encode() + b"\n"

    check(read_return(f"{NAME}.csv", content, foc(), catalogue()), IN_ONE)


@pytest.mark.parametrize("title", ["", "RFI;1\n\n"], ids=["at the top", "below a title"])
@pytest.mark.parametrize(
    ("sign", "other", "called"), [(",", ";", "semicolon"), (";", ",", "comma"), ("|", "\t", "tab")]
)
def test_the_header_says_what_parts_a_text_however_many_rows_another_does(
    title: str, sign: str, other: str, called: str
) -> None:
    """The sign that parted the larger table was taken, and the file refused: no row was told."""
    header, own = sign.join(row()), sign.join(row(Active="8").values())
    others = [other.join(row(Active=str(count)).values()) for count in range(20)]
    content = title + "\n".join([header, *others, own, ""])

    one = read_return(f"{NAME}.csv", content.encode(), foc(), catalogue())

    first = title.count("\n") + 2
    told = [(finding.location.row, finding.code) for finding in one.findings]
    assert told == [(number, "row-astray") for number in range(first, first + 20)]
    assert all(called in finding.message for finding in one.findings)
    assert one.accepted.rows == (first + 20,)


def test_planned_upgrades_too() -> None:
    plans = [upgrade("03.00.01.60", "03.00.01.61", f"2019-09-{day:02}") for day in range(1, 9)]
    content = "\n".join(
        [",".join(plans[0]), *(";".join(plan.values()) for plan in plans[1:]), ",".join(plans[0].values())]
    )
    beside = UpgradesFile(f"{NAME}__upgrades.csv", content.encode() + b"\n")

    one = read_return(f"{NAME}.csv", csv_of([row()], [*row()]), foc(), catalogue(), beside)

    assert [plan.row for plan in one.upgrades] == [9]
    assert {row.row for row in one.quarantined} == {*range(2, 9)}


def test_a_row_with_the_other_delimiter_in_which_a_number_holds_that_of_the_header() -> None:
    """It was told ten faults, of cells in which nothing of it stands."""
    content = csv_of([row()], [*row()]) + ";".join({**row(), "Dormant": "2,0"}.values()).encode() + b"\n"

    (finding,) = read_return(f"{NAME}.csv", content, foc(), catalogue()).findings

    assert (finding.location.row, finding.code) == (3, "row-astray")
    assert "in 2 cells, the first of 25 values parted by semicolon" in finding.message


def test_a_list_beside_a_row_of_the_table_is_none_of_the_table() -> None:
    rows = csv_of([{**row(), "Notes": "; ".join(map(str, range(40)))}], [*row(), "Notes"])

    one = read_return(f"{NAME}.csv", rows, foc(), catalogue())

    assert one.accepted.rows == (2,)
