"""Whole rows that stand in one cell or beside the table are quarantined, and not taken for remarks."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from builders import catalogue, csv_of, foc, row
from eligo.returns import Return, read_return

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
    assert (finding.location.row, finding.code) == (3, "row-without-combination" if found else "remark-row-ignored")
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
