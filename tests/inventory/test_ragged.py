"""A row that goes on beyond the header is refused, and nothing else is said of it; one that ends early has blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import CLEAN_ROW, catalogue, foc
from eligo.returns.inventory import findings_of, read_inventory

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
