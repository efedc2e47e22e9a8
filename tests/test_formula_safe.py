"""What a spreadsheet would compute is kept from it, in every CSV file, and comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import csv_of, row, supplier_return
from eligo.artefacts import findings_csv
from eligo.artefacts.writing import csv_bytes
from eligo.formula_safe import guarded, unguarded

DANGEROUS = (
    "=cmd|'/C calc'!A0",
    "@SUM(1)",
    "+1+cmd",
    "-1+1",
    "=1",
    "\t=1",
    "\r=1",
    "\n=1",
    "+44 20",
    "＝1",
    "＋1＋1",
    "－1＋1",
    "＠SUM(1)",
)
HARMLESS = ("", "-", "+", "－", "-12", "+1.5", "12,345", "E470 (MK1)", "'tis", "a=b")


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_bears_a_mark(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_anything_else_is_written_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text().filter(lambda text: not text.startswith("'")))
def test_the_mark_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", DANGEROUS[:4])
def test_a_finding_shows_what_was_typed_and_computes_nothing(text: str) -> None:
    one = supplier_return([row(**{"CH Model": text})])
    table = csv.DictReader(io.StringIO(findings_csv(one.findings).decode(), newline=""))
    assert [line["value"] for line in table if line["code"] == "model-unknown"] == [f"'{text}"]


@pytest.mark.parametrize("text", ["\r=1", "a\r=1", "a\r\n=1", "a\n=1", "\r\n", "\r"])
def test_a_line_end_in_a_cell_begins_no_row(text: str) -> None:
    written = csv_bytes(["first", "second"], [[text, text]])

    assert list(csv.reader(io.StringIO(written.decode(), newline="")))[1:] == [[guarded(text)] * 2]
    assert csv_bytes([], [["a", 1], ["b", 2]]) == b"\na,1\nb,2\n"


def test_a_return_that_bears_the_mark_is_read_without_it() -> None:
    marked, plain = (supplier_return([row(**{"CH Model": text})]) for text in ("'=Hub-1", "=Hub-1"))
    assert marked.accepted.devices["CH"] == plain.accepted.devices["CH"]
    assert b"'=Hub-1" in csv_of([row(**{"CH Model": "'=Hub-1"})])
