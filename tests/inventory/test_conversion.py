"""A text inventory becomes Parquet once for each content, whole or not at all, and goes on where it was interrupted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import catalogue, foc
from eligo.errors import UnreadableFile, VerificationFailed
from eligo.returns import Return
from eligo.returns.inventory import Advance, pace, read_inventory
from eligo.returns.inventory.blocks import BLOCK_BYTES
from eligo.returns.inventory.convert import STAGE, prepare_text
from eligo.returns.inventory.duck import Duck
from eligo.returns.inventory.ingest import read_prepared, sender_of, silent
from eligo.returns.inventory.layout import text_layout
from eligo.returns.inventory.model import Prepared
from inventory.generator import Dialect, make_inventory

NAME = "RFI-1__Supplier__Aster-Energy.csv"
SMALL_BLOCKS = 20_000


def convert(file: Path, store: Path, block_bytes: int = SMALL_BLOCKS) -> Prepared:
    layout, _ = text_layout(file, foc())
    return prepare_text(file, layout, store, silent, block_bytes=block_bytes)


def as_return(file: Path, prepared: Prepared, out: Path) -> Return:
    layout, rows = text_layout(file, foc())
    sender = sender_of(file.name, layout, rows, foc())
    return read_prepared(prepared, file.name, sender, foc(), catalogue(), out=out).as_return


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("dialect", [Dialect(), Dialect(line_end="\r\n", quoted=True)], ids=["plain", "quoted"])
def test_blocks_of_any_size_mean_the_same(tmp_path: Path, dialect: Dialect) -> None:
    file = make_inventory(tmp_path / NAME, seed=3, rows=2000, faults=0.2, dialect=dialect).path

    whole = as_return(file, convert(file, tmp_path / "whole", 2**24), tmp_path / "out-1")
    parts = convert(file, tmp_path / "parts")

    assert len(list((parts.folder / "rows").glob("*.parquet"))) > 10
    assert as_return(file, parts, tmp_path / "out-2") == whole


def test_an_interrupted_conversion_leaves_nothing_in_place_and_goes_on_from_its_last_part(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / NAME, seed=4, rows=2000, faults=0.1).path
    expected = files(convert(file, tmp_path / "straight").folder)
    store = tmp_path / "store"
    layout, _ = text_layout(file, foc())
    rows: list[int] = []

    def interrupt(advance: Advance) -> None:
        if advance.stage == STAGE:
            rows.append(advance.rows)
            if len(rows) == 5:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_text(file, layout, store, interrupt, block_bytes=SMALL_BLOCKS)
    there = [folder.name.startswith(".partial-") for folder in store.iterdir()]
    prepared = prepare_text(file, layout, store, interrupt, block_bytes=SMALL_BLOCKS)

    assert there == [True]
    assert rows == sorted(set(rows))
    assert files(prepared.folder) == expected
    assert [folder.name for folder in store.iterdir()] == [prepared.folder.name]


def test_a_part_that_was_being_written_is_written_again(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / NAME, seed=4, rows=500).path
    expected = files(convert(file, tmp_path / "straight").folder)
    store = tmp_path / "store"
    staging = store / f".partial-{convert(file, tmp_path / 'named').folder.name}"
    for part in ("rows", "shapes"):
        (staging / part).mkdir(parents=True)
        (staging / part / "part-00000.parquet").write_bytes(b"PAR1 half of it")
        (staging / part / "part-00099.parquet").write_bytes(b"of another attempt")

    assert files(convert(file, store).folder) == expected


def test_a_block_in_which_every_line_is_new_needs_no_more_memory_than_there_is(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / NAME, seed=8, rows=1).path
    header, line = file.read_text("utf-8").splitlines()
    own = [f"Own {number}" for number in range(5)]
    lines = (",".join([line.partition(",")[2], *(f"{row}-{name}" for name in own)]) for row in range(50_000))
    text = "\n".join([",".join([header, *own]), *(f"{row},{rest}" for row, rest in enumerate(lines))])
    file.write_text(text, "utf-8")

    prepared = convert(file, tmp_path / "store", BLOCK_BYTES)

    assert prepared.rows == 50_000


def test_the_same_file_twice_is_converted_once(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / NAME, seed=5, rows=300).path
    stages: list[str] = []

    def read(name: str) -> Return:
        stages.clear()
        copy = file.with_name(name)
        copy.write_bytes(file.read_bytes())
        inventory = read_inventory(
            copy, foc(), catalogue(), store=tmp_path / "s", out=tmp_path / "o", report=lambda a: stages.append(a.stage)
        )
        return inventory.as_return

    read("RFI-1__Supplier__Aster-Energy.csv")
    first = list(dict.fromkeys(stages))
    read("RFI-2__Supplier__Aster-Energy.csv")

    assert first == ["Recognising the file", STAGE, "Reading"]
    assert list(dict.fromkeys(stages)) == ["Recognising the file", "Reading"]


def test_rows_that_do_not_add_up_stop_the_reading(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / NAME, seed=6, rows=300).path
    prepared = convert(file, tmp_path / "store")
    for part in sorted((prepared.folder / "rows").glob("*.parquet"))[1:]:
        part.unlink()

    with pytest.raises(VerificationFailed) as stopped:
        as_return(file, prepared, tmp_path / "out")

    assert stopped.value.message.startswith(f"{NAME} has 300 rows, and ")


def test_a_file_without_the_two_columns_of_an_inventory_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "RFI-1__Supplier__Aster-Energy.xlsx"
    file.write_bytes(b"PK")

    with pytest.raises(UnreadableFile) as refused:
        read_inventory(file, foc(), catalogue(), store=tmp_path, out=tmp_path)

    assert refused.value.message == "RFI-1__Supplier__Aster-Energy.xlsx is no inventory: its name ends in '.xlsx'"


def joins(node: dict[str, Any]) -> Iterator[tuple[set[str], set[str]]]:
    """The tables on the left and on the right of every join of a plan."""
    if node["name"] == "HASH_JOIN":
        left, right = (set(tables(child)) for child in node["children"])
        yield left, right
    for child in node["children"]:
        yield from joins(child)


def tables(node: dict[str, Any]) -> Iterator[str]:
    if "Table" in node.get("extra_info", {}):
        yield node["extra_info"]["Table"].split(".")[-1].strip('"')
    for child in node["children"]:
        yield from tables(child)


@pytest.mark.parametrize("text", ["located", "counts", "bare", "suspects"])
def test_no_join_holds_every_row_of_the_inventory(tmp_path: Path, text: str) -> None:
    engine = Duck(tmp_path)
    engine.give("judged", ("shape", "reading", "said", "same"), [(0, 1, 1, 0)])
    engine.give("exceptions", ("row", "standing", "said", "other"), [(7, 2, 1, 0)])
    engine.give("outside", ("row", "standing", "said"), [(7, 2, 1)])
    engine.give("repeats", ("row", "other"), [(7, 2)])
    engine.give("headed", ("row", "said"), [(1, 1)])
    every = ((row, row % 3, row, row, row) for row in range(1000))
    engine.give("rows", ("row", "shape", "installation", "beside_1", "beside_2"), every)

    parameters = {"file": str(tmp_path / "located.parquet")} if text == "located" else {}
    (plan,) = json.loads(engine.plan(text, parameters))
    engine.close()

    held = [right for left, right in joins(plan) if "rows" in left]
    assert held
    assert not [right for right in held if "rows" in right and text != "suspects"]


def test_the_pace_of_work_that_was_taken_up_again_counts_what_was_done_since() -> None:
    assert pace(Advance("Reading", 100, 60, 100), 4.0, since=20).seconds_left == 4.0
    assert pace(Advance("Reading", 0, 0, 100), 4.0).rate is None


def test_a_text_with_every_sign_that_might_part_a_block_is_read(tmp_path: Path) -> None:
    file = make_inventory(tmp_path / NAME, seed=5, rows=30).path
    signs = "".join(map(chr, range(1, 9))) + chr(0x10_0000)
    file.write_text(file.read_text("utf-8").replace("Standard", signs, 1), "utf-8")

    assert as_return(file, convert(file, tmp_path / "store"), tmp_path / "out").balances[0].accepted == 30
