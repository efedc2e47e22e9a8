"""A row that goes on beyond the header is refused, and nothing else is said of it; one that ends early has blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import CLEAN_ROW, catalogue, foc
from eligo.causes import causes_of
from eligo.errors import WrongTemplate
from eligo.returns.inventory import findings_of, read_inventory
from eligo.scheme import device_columns

NAME = "RFI-1__Supplier__Aster-Energy.csv"
COUNTED = ("Active", "Dormant", "Mixed")
NAMES = ["Installation ID", "Status", *(name for name in CLEAN_ROW if name not in COUNTED)]
REST = ["Active", *(text for name, text in CLEAN_ROW.items() if name not in COUNTED)]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (["I-2", *REST, "Dormant"], ["row-ragged"]),
        (["I-2", "Active", "moved", *REST[1:]], ["row-ragged"]),
        (["I-2", *REST[:-1]], []),
        ([""], []),
        (["Total", "1"], ["totals-row-ignored"]),
        (["I-2", *REST, "", " "], []),
    ],
    ids=["more", "moved", "its last cell blank", "blank", "totals", "blank cells more"],
)
def test_a_row_with_more_cells_is_refused(tmp_path: Path, cells: list[str], codes: list[str]) -> None:
    file = tmp_path / NAME
    file.write_text("\n".join(",".join(one) for one in (NAMES, ["I-1", *REST], cells, ["I-3", *REST])), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    found = [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")]
    refused = codes == ["row-ragged"]
    assert found == [(3, code) for code in codes]
    assert inventory.balance.rejected == refused
    assert [row.codes for row in inventory.as_return.quarantined] == [("row-ragged",)] * refused


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (NAMES, "header-repeated"),
        ([name.upper() for name in NAMES], "header-repeated"),
        ([f" {name} " for name in NAMES[:-2]], "header-repeated"),
        ([*NAMES[:3], *REST[2:]], "value-not-allowed"),
        (["I-2", *NAMES[1:]], "value-not-allowed"),
    ],
    ids=["where files were joined", "in capitals", "two cells short", "a row of its own", "an installation"],
)
def test_a_header_that_stands_below_again_is_ignored(tmp_path: Path, cells: list[str], found: str) -> None:
    file = tmp_path / NAME
    file.write_text("\n".join(",".join(one) for one in (NAMES, ["I-1", *REST], cells, ["I-3", *REST], cells)), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    told = [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")]
    ignored = found == "header-repeated"
    assert (told == [(3, found), (5, found)]) == ignored
    assert (3, found) in told
    assert inventory.balance.good == 2
    assert (inventory.balance.ignored == 2) == ignored


@pytest.mark.parametrize("rows", [1, 70], ids=["near the first", "far below"])
@pytest.mark.parametrize(("one", "other"), [("ESME Model", "GSME Model"), ("Installation ID", "Status")])
def test_a_second_header_of_another_order_is_refused(tmp_path: Path, rows: int, one: str, other: str) -> None:
    """The rows below it were read from the columns of the first."""
    second = [{one: other, other: one}.get(name, name) for name in NAMES]
    file = tmp_path / NAME
    above = [[f"I-{number}", *REST] for number in range(rows)]
    file.write_text("\n".join(",".join(cells) for cells in (NAMES, *above, second, ["J-1", *REST], [])), "utf-8")

    with pytest.raises(WrongTemplate, match=f"second header in row {rows + 2}, and 2 of its columns") as error:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert [one in line and other in line for line in error.value.details] == [True, True]


def test_a_second_header_in_other_words_is_ignored(tmp_path: Path) -> None:
    second = [name.replace("Firmware version", "F/W").replace("ESME", "EMSE") for name in NAMES]
    file = tmp_path / NAME
    rows: list[list[str]] = [NAMES, ["I-1", *REST], second, ["I-2", *REST], [*second, "Region"], []]
    file.write_text("\n".join(",".join(cells) for cells in rows), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    told = [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")]
    assert told == [(3, "header-repeated"), (5, "header-repeated")]
    assert (inventory.balance.good, inventory.balance.ignored) == (2, 2)


@pytest.mark.parametrize(
    ("cells", "ignored"),
    [
        (["as of 31 August: see the letter"], True),
        ([" end  of list ", *[""] * (len(NAMES) - 1)], True),
        (["I-2"], False),
        (["I-2", *[""] * (len(NAMES) - 1)], False),
        (["as of 31 August", "Active"], False),
    ],
    ids=["a remark", "with every cell", "an installation", "an installation with every cell", "with a status"],
)
def test_a_remark_that_stands_alone_is_ignored(tmp_path: Path, cells: list[str], ignored: bool) -> None:
    """One word alone under the header of the installation is an installation, of which the rest is missing."""
    file = tmp_path / NAME
    file.write_text("\n".join(",".join(one) for one in (NAMES, ["I-1", *REST], cells, ["I-3", *REST])), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    told = {(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")}
    assert (told == {(3, "remark-row-ignored")}) == ignored
    assert (inventory.balance.good, inventory.balance.ignored) == (2, int(ignored))


@pytest.mark.parametrize(
    ("rows", "found", "good"),
    [
        ([["I-1", *REST, "see the letter"], ["I-2", *REST, ""]], [(1, "cell-without-header")], 2),
        ([["I-1", *REST, "see the letter"], ["I-2", *REST]], [(2, "row-ragged")], 1),
        ([["I-1", *REST, ""], ["I-2", "Active", "moved", *REST[1:], ""]], [(3, "row-ragged")], 1),
        ([["I-1", "Active", "moved", *REST[1:]], ["I-2", *REST, "note"]], [(2, "row-ragged"), (3, "row-ragged")], 0),
        ([["I-1", "Active", "moved", *REST[1:]], ["I-2", *REST, ""]], [(2, "row-ragged")], 1),
        ([["I-1", *REST, "x"], ["counted on Friday"]], [(1, "cell-without-header"), (3, "remark-row-ignored")], 1),
    ],
    ids=["a remark", "a row is shorter", "a value that parted", "no comma at its end", "beside none", "a remark below"],
)
def test_a_remark_under_the_blank_end_of_the_header(
    tmp_path: Path, rows: list[list[str]], found: list[tuple[int, str]], good: int
) -> None:
    file = tmp_path / NAME
    file.write_text("".join(",".join(one) + "\n" for one in ([*NAMES, ""], *rows)), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")] == found
    assert sorted((one.location.row, one.code) for one in inventory.as_return.findings) == found
    assert inventory.balance.good == good


def test_remarks_that_all_differ_are_told_once_where_the_header_ends_blank(tmp_path: Path) -> None:
    rows = [[f"I-{number}", *REST, f"remark {number}"] for number in range(1200)]
    file = tmp_path / NAME
    file.write_text("".join(",".join(one) + "\n" for one in ([*NAMES, ""], *rows)), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    (cause,) = inventory.causes
    assert cause.issue.message == "Column AA: 1,200 cells have no header above (the first in row 2), not read."
    assert inventory.balance.good == 1200


def test_a_column_that_is_not_there_is_not_read_from_the_last_of_the_senders_own(tmp_path: Path) -> None:
    names = [*NAMES[:-1], "Region"]
    file = tmp_path / NAME
    file.write_text("".join(",".join(one) + "\n" for one in (names, ["I-1", *REST[:-1], "N"])), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert NAMES[-1] == "Intends to enrol"
    assert inventory.as_return.accepted.intends == (None,)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('I-2,"Active', "a quotation mark opens its cell 2 (column B) and is not closed there"),
        ('I-2,"5" pipe"', "its cell 2 (column B) goes on after the quotation mark that closes it"),
    ],
)
def test_the_quotation_mark_that_spoils_a_row_is_named(tmp_path: Path, typed: str, said: str) -> None:
    line = ",".join([typed, *REST[1:]])
    file = tmp_path / NAME
    file.write_text("\n".join([",".join(NAMES), ",".join(["I-1", *REST]), line, ",".join(["I-3", *REST]), ""]), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    (cause,) = inventory.causes
    assert (cause.first_row, cause.issue.message) == (3, f"The row cannot be read: {said}.")
    assert (inventory.balance.good, inventory.balance.rejected) == (2, 1)


@pytest.mark.parametrize("opened", ['"Note: next one corrected', 'Note,"next one', 'I-2,Active,"moved'])
def test_a_short_row_with_a_stray_quote_never_takes_the_next(tmp_path: Path, opened: str) -> None:
    inch = ",".join(["I-3", *REST]).replace("WAN-A", 'GB 5"', 1)
    file = tmp_path / NAME
    lines = [",".join(NAMES), ",".join(["I-1", *REST]), opened, inch, ",".join(["I-4", *REST]), ""]
    file.write_text("\n".join(lines), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    found = [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")]
    assert (3, "row-unreadable") in found
    assert (4, "row-unreadable") not in found
    balance = inventory.balance
    assert balance.good + balance.rejected + balance.ignored == 4


@pytest.mark.parametrize("first", [True, False], ids=["under the installations", "under another column"])
@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_a_row_in_a_single_cell_is_no_remark(tmp_path: Path, delimiter: str, first: bool) -> None:
    """Two are two rows, each refused; a row beside the table has too many cells."""
    names = NAMES if first else [*NAMES[1:], NAMES[0]]
    one, two = (["I-1", *REST], ["I-3", *REST]) if first else ([*REST, "I-1"], [*REST, "I-3"])
    cells = '"' + delimiter.join(["I-2", *REST]) + '"'
    file = tmp_path / NAME
    file.write_text("\n".join([",".join(names), ",".join(one), cells, cells, ",".join(two), ""]), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    balance = inventory.balance
    assert (balance.read, balance.good, balance.rejected, balance.ignored) == (4, 2, 2, 0)
    told = [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")]
    assert told == [(n, "row-astray") for n in (3, 4)]
    assert all("in a single cell" in cause.issue.message for cause in inventory.causes)
    assert sum(cause.rows for cause in inventory.causes) == 2


def test_rows_in_a_single_cell_are_quarantined_as_they_stand(tmp_path: Path) -> None:
    """Also under a column of the sender's own, where what their cells mean does not tell them apart."""
    packed = [";".join([name, *REST]) for name in ("I-2", "I-3")]
    file = tmp_path / NAME
    lines = [[*NAMES, "Region"], ["I-1", *REST, "N"], *([*[""] * len(NAMES), text] for text in packed)]
    file.write_text("".join(",".join(cells) + "\n" for cells in lines), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    quarantined = inventory.as_return.quarantined
    assert [(one.row, one.codes) for one in quarantined] == [(row, ("row-astray",)) for row in (3, 4)]
    assert [dict(one.cells)["Region"] for one in quarantined] == packed
    assert inventory.as_return.reported == {"": 2, "SMSO-1": 1}


@pytest.mark.parametrize("more", [1, 3])
def test_rows_in_a_single_cell_that_are_wider_than_the_table_do_not_part_it(tmp_path: Path, more: int) -> None:
    """The delimiter is that of the header, however many rows have another."""
    packed = ";".join(["I-2", *REST, *["x"] * more])
    file = tmp_path / NAME
    file.write_text("\n".join([",".join(NAMES), ",".join(["I-1", *REST]), *[packed] * 5, ""]), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert inventory.as_return.form.endswith("comma")
    assert (inventory.balance.good, inventory.balance.rejected) == (1, 5)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_header_below_many_titles_is_found_by_its_delimiter(tmp_path: Path, delimiter: str) -> None:
    titles = ["Aster Energy", *[""] * 40, "counted; by A, B, C; see the letter"]
    file = tmp_path / NAME
    file.write_text("\n".join([*titles, *(delimiter.join(one) for one in (NAMES, ["I-1", *REST])), ""]), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert (inventory.balance.read, inventory.balance.good) == (1, 1)


@pytest.mark.parametrize("cells", [["I-2", "Active"], ["I-2", "Active", "Aster Energy"]])
def test_what_a_row_lacks_follows_from_that_it_describes_nothing(tmp_path: Path, cells: list[str]) -> None:
    file = tmp_path / NAME
    file.write_text("\n".join(",".join(one) for one in (NAMES, ["I-1", *REST], cells, [])), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    causes = causes_of(findings_of(inventory, tmp_path / "scratch"), device_columns(foc()))
    (cause,) = [cause for cause in causes if cause.follows_from is None]
    assert cause.first.code == "row-without-combination"
    assert len(causes) > 3
    assert {other.follows_from for other in causes if other is not cause} == {cause.number}


def test_a_row_beside_the_table_is_no_remark(tmp_path: Path) -> None:
    file = tmp_path / NAME
    rows = [NAMES, ["I-1", *REST], [*[""] * len(NAMES), "I-2", *REST], ["I-3", *REST], []]
    file.write_text("\n".join(",".join(one) for one in rows), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert (inventory.balance.good, inventory.balance.rejected, inventory.balance.ignored) == (2, 1, 0)
    (told,) = findings_of(inventory, tmp_path / "scratch")
    assert (told.location.row, told.code) == (3, "row-astray")
    assert "beside it" in told.message
