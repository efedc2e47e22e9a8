"""A last line that ends early and without a line end is told as cut off, not read as a short row."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from builders import CLEAN_ROW, catalogue, foc
from eligo.errors import UnreadableFile
from eligo.returns.inventory import findings_of, read_inventory

NAME = "RFI-1__Supplier__Aster-Energy.csv"
COUNTED = ("Active", "Dormant", "Mixed")
NAMES = ["Installation ID", "Status", *(name for name in CLEAN_ROW if name not in COUNTED)]
REST = ["Active", *(text for name, text in CLEAN_ROW.items() if name not in COUNTED)]


def text(*last: str, end: str = "") -> str:
    return "\n".join(",".join(one) for one in (NAMES, ["I-1", *REST], last)) + end


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (text("I-2", *REST[:-1]), ["row-cut-off"]),
        (text("I-2", *REST[:7]), ["row-cut-off"]),
        (text("I-2", "Act"), ["row-cut-off"]),
        (text("I-"), ["row-cut-off"]),
        (text("I-2", REST[0], f'"{REST[1][:3]}'), ["row-unreadable"]),
        (text("I-2", *REST), []),
        (text("I-2", *REST[:-1], end="\n"), []),
        (text("I-2", *REST[:-1], end="\r"), []),
        (text(" "), []),
        (text("Total", "1"), ["totals-row-ignored"]),
    ],
    ids=["by a cell", "at a cell", "in a cell", "bare", "in quotes", "whole", "short", "Macintosh", "blank", "totals"],
)
def test_a_last_line_that_is_cut_off_is_told(tmp_path: Path, content: str, codes: list[str], encoding: str) -> None:
    file = tmp_path / NAME
    file.write_bytes(content.encode(encoding))

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    found = [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")]
    assert found == [(3, code) for code in codes]
    assert inventory.balance.rejected == (codes in (["row-cut-off"], ["row-unreadable"]))


def test_a_header_without_a_line_end_is_a_header(tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_text(",".join(NAMES), "utf-8")

    inventory = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert inventory.balance.read == 0


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_packed_inventory_that_is_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    rows = "".join(",".join([f"I-{number * 7919 % 10007}", *REST]) + "\n" for number in range(10_000))
    packed = gzip.compress(f"{','.join(NAMES)}\n{rows}".encode())
    file = tmp_path / f"{NAME}.gz"
    file.write_bytes(packed[: int(share * len(packed))])

    with pytest.raises(UnreadableFile, match=r"csv.gz breaks off after [\d,]+ bytes of its content") as refused:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out")

    assert refused.value.hint == "Send it again."
