"""Rows that say nothing of what is installed: totals told by their sums, and what stands below a table."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from builders import catalogue, csv_of, foc, row, supplier_return
from eligo.causes import causes_of
from eligo.returns import Return, read_return
from eligo.scheme import device_columns


def sums(active: object, dormant: object, **more: str) -> dict[str, str]:
    return {"Active": str(active), "Dormant": str(dormant), **more}


def lots(one: Return) -> tuple[list[int], list[int], list[int]]:
    """(accepted, quarantined, ignored) rows."""
    ignored = [f.location.row for f in one.findings if f.code in ("totals-row-ignored", "row-repeated")]
    return list(one.accepted.rows), [row.row for row in one.quarantined], ignored


ONE, TWO, THREE = row(Active="100", Dormant="20"), row(Active="7", Dormant="0"), row(Active="3", Dormant="1")
NINE = row(Active="9", Dormant="20")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([ONE, TWO, sums(107, 20)], ([2, 3], [], [4])),
        ([ONE, TWO, sums(107, 20, Supplier="-")], ([2, 3], [], [4])),
        ([ONE, TWO, sums(107, 20), THREE, NINE, sums(12, 21)], ([2, 3, 5, 6], [], [4, 7])),
        ([ONE, TWO, sums(107, 20), THREE, NINE, sums(12, 21), sums(119, 41)], ([2, 3, 5, 6], [], [4, 7, 8])),
        ([ONE, TWO, ONE, sums(207, 40)], ([2, 3], [], [4, 5])),
        ([ONE, TWO, ONE, sums(107, 20)], ([2, 3], [], [4, 5])),
        ([THREE, NINE, sums(12, 21), ONE, TWO, ONE, sums(107, 20)], ([2, 3, 5, 6], [], [4, 7, 8])),
        ([THREE, NINE, sums(12, 21), ONE, TWO, ONE, sums(119, 41)], ([2, 3, 5, 6], [], [4, 7, 8])),
        ([ONE, TWO, {"Supplier": "Total"} | sums(107, 20), THREE, TWO, sums(10, 1)], ([2, 3, 5], [], [4, 6, 7])),
        ([ONE | {"Active": "1,000"}, TWO, sums("1,007", 20)], ([2, 3], [], [4])),
        ([ONE | {"Active": "9999999"}, TWO, sums(10000006, 20)], ([2, 3], [], [4])),
        ([ONE, sums(100, 20)], ([2], [3], [])),
        ([ONE, TWO, sums(107, 19)], ([2, 3], [4], [])),
        ([ONE, TWO, sums(107, "")], ([2, 3], [4], [])),
        ([ONE, TWO, sums(107, 20, Supplier="Aster Energy")], ([2, 3], [4], [])),
        ([ONE, TWO, sums(107, 20, **{"ESME Model": "G370"})], ([2, 3], [4], [])),
        ([ONE | {"Active": "some"}, TWO, sums(7, 20)], ([3], [2, 4], [])),
        ([ONE, sums(0, 0), TWO], ([2, 4], [], [])),
    ],
    ids=[
        "sums", "a placeholder", "twice", "and of all", "a repeated row",
        "but a repeated row", "but one since the last", "of all but a repeated row", "below a word",
        "thousands", "very many", "of one row", "another sum", "one alone",
        "a supplier", "a device", "a cell that is no number", "nothing",
    ],
)  # fmt: skip
def test_totals_are_told_by_their_sums_alone(
    sent: list[dict[str, str]], expected: tuple[list[int], list[int], list[int]]
) -> None:
    one = supplier_return(sent)

    assert lots(one) == expected
    (balance,) = one.balances
    assert balance.read == balance.accepted + balance.quarantined + balance.ignored == len(sent)


def test_a_total_says_of_which_rows_it_is() -> None:
    one = supplier_return([ONE, TWO, sums(107, 20)])

    (finding,) = one.findings
    assert finding.message == "The row says nothing but the sums of rows 2 to 3: it states totals."
    assert one.reported == {"SMSO-1": 127}


@pytest.mark.parametrize(
    ("below", "found"),
    [
        (sums(5, 5), "totals that are not the sums"),
        (sums(107, 20, SMSO="SMSO-1"), "totals of a part"),
        (sums(107, 20, SMSO="all"), "totals of a part"),
        (sums(107, 20, Supplier="Aster Energy", SMSO="SMSO-1"), "totals of a part"),
    ],
    ids=["other sums", "of an operator", "of all", "of an operator and a supplier"],
)
def test_a_bare_row_has_one_cause_and_all_else_follows(below: Mapping[str, str], found: str) -> None:
    one = supplier_return([ONE, TWO, dict(below)])

    causes = causes_of([finding for finding in one.findings if finding.location.row == 4], device_columns(foc()))

    (cause,) = [cause for cause in causes if cause.follows_from is None]
    assert cause.first.code == "row-without-combination"
    assert found in cause.message
    assert len(causes) > 3
    assert {other.follows_from for other in causes if other is not cause} == {cause.number}


def test_a_row_of_which_one_device_is_missing_is_not_bare() -> None:
    blank = {name: "" for name in row() if name.startswith(("ESME", "GSME", "CH", "PPMID"))}
    one = supplier_return([row(**blank)])

    assert "row-without-combination" not in {finding.code for finding in one.findings}


def read(lines: list[dict[str, str]], *more: str, torn: str = "") -> Return:
    content = csv_of(lines, header=[*row(), *more])
    first, rest = content.split(b"\n", 1)
    return read_return("RFI-1__Supplier__Aster-Energy.csv", first + torn.encode() + b"\n" + rest, foc(), catalogue())


@pytest.mark.parametrize(
    ("own", "quarantined"),
    [("E470 MK2 / SEAP-2001", True), ("", False), ("-", False)],
    ids=["a text", "nothing", "a placeholder"],
)
def test_text_in_a_column_of_ones_own_makes_it_no_totals(own: str, quarantined: bool) -> None:
    one = read([ONE, TWO, sums(107, 20, **{"Device set": own})], "Device set")

    assert [row.row for row in one.quarantined] == [4] * quarantined
    messages = [finding.message for finding in one.findings if finding.code == "row-without-combination"]
    assert ["under any column of the template" in message for message in messages] == [True] * quarantined


@pytest.mark.parametrize("word", ["Total", "Grand total:", "Sum total", "Altogether", "\u03a3"])
@pytest.mark.parametrize("own", ["Comments", ""], ids=["a header", "none"])
def test_totals_by_a_word_in_a_column_of_ones_own_are_totals(word: str, own: str) -> None:
    """The row was refused, and its totals counted as unresolved."""
    one = read([ONE, TWO, sums(999, 20, **{own: word}), ONE | {own: word, "Active": "3"}], own)

    assert [f.location.row for f in one.findings if f.code == "totals-row-ignored"] == [4]
    assert (one.quarantined, one.accepted.rows) == ((), (2, 3, 5))


@pytest.mark.parametrize(
    ("one", "refused"),
    [
        (read([ONE | {"Active": "some"}, TWO, sums(107, 20)]), [2, 4]),
        (read([ONE, TWO, sums(200, 20)], torn='\n"Aster" Energy",x'), [2, 5]),
    ],
    ids=["a count that is no number", "a row that is torn"],
)
def test_what_cannot_be_added_up_is_not_said_to_be_wrong(one: Return, refused: list[int]) -> None:
    assert [row.row for row in one.quarantined] == refused
    (said,) = [finding.message for finding in one.findings if finding.code == "row-without-combination"]
    assert said.endswith("a row above could not be read.")


def test_a_total_of_all_that_could_be_read_is_one() -> None:
    one = read([ONE, TWO, sums(107, 20)], torn='\n"Aster" Energy",x')

    assert [row.row for row in one.quarantined] == [2]
