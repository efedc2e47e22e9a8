"""What is kept of an inventory is read again where it is as it was made, for the same columns; else it is made anew."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from builders import catalogue, foc
from eligo.errors import UnreadableFile
from eligo.returns.inventory import Advance, Inventory, read_inventory
from eligo.returns.inventory.convert import STAGE, prepare_text
from eligo.returns.inventory.ingest import silent
from eligo.returns.inventory.layout import text_layout
from eligo.scheme import Scheme
from inventory.generator import make_inventory

NAME = "RFI-1__Supplier__Aster-Energy"


def made(folder: Path, form: str, rows: int = 300) -> Path:
    text = make_inventory(folder / f"{NAME}.csv", seed=5, rows=rows).path
    return as_table(text) if form == "parquet" else text


def as_table(text: Path) -> Path:
    table = text.with_suffix(".parquet")
    duckdb.read_csv(str(text), header=True, all_varchar=True).write_parquet(str(table))
    return table


def read(file: Path, folder: Path, scheme: Scheme | None = None) -> tuple[Inventory, set[str]]:
    """An inventory, and the stages of its reading."""
    stages: set[str] = set()
    store, out = folder / "store", folder / "out"
    read_now = read_inventory(
        file, scheme or foc(), catalogue(), store=store, out=out, report=lambda advance: stages.add(advance.stage)
    )
    return read_now, stages


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-9])


def change(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def double(file: Path) -> None:
    file.with_name(f"more-{file.name}").write_bytes(file.read_bytes())


@pytest.mark.parametrize("damage", [cut, change, empty, double, Path.unlink])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_what_was_damaged_since_it_was_kept_is_made_again(
    tmp_path: Path, form: str, damage: Callable[[Path], object]
) -> None:
    file = made(tmp_path, form)
    first, _ = read(file, tmp_path)
    kept = sorted(path for path in (tmp_path / "store").rglob("*") if path.is_file())

    assert len(kept) == (3 if form == "csv" else 4)
    for damaged in kept:
        damage(damaged)
        again, stages = read(file, tmp_path)
        assert (again.as_return, again.balance, STAGE in stages) == (first.as_return, first.balance, True)
        assert sorted(path for path in (tmp_path / "store").rglob("*") if path.is_file()) == kept


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_another_column_that_names_the_installations_is_not_mistaken_for_the_one_before(
    tmp_path: Path, form: str
) -> None:
    text = made(tmp_path, "csv", rows=1500)
    with text.open(newline="") as opened:
        header, *rows = csv.reader(opened)
    with text.open("w", newline="") as opened:
        names = ["MPAN", *header[1:], "Serial"]
        csv.writer(opened).writerows([names, *([*row, f"S{number // 2}"] for number, row in enumerate(rows))])
    file = as_table(text) if form == "parquet" else text

    by_point, _ = read(file, tmp_path, called("MPAN"))
    by_serial, _ = read(file, tmp_path, called("Serial"))

    assert (by_point.balance.good, by_serial.balance.faulty) == (1500, 1500)


def called(name: str) -> Scheme:
    """The scheme, with another word for what names an installation."""
    scheme = foc()
    words = {**scheme.template.header_synonyms, "Installation ID": (name,)}
    return replace(scheme, template=replace(scheme.template, header_synonyms=words))


def test_a_part_that_was_damaged_before_the_conversion_goes_on_is_written_again(tmp_path: Path) -> None:
    file = made(tmp_path, "csv", rows=2000)
    layout, _ = text_layout(file, foc())
    whole = prepare_text(file, layout, tmp_path / "whole", silent, block_bytes=20_000)
    store = tmp_path / "store"
    rows: list[int] = []

    def interrupt(advance: Advance) -> None:
        if advance.stage == STAGE:
            rows.append(advance.rows)
            if len(rows) == 8:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_text(file, layout, store, interrupt, block_bytes=20_000)
    (staging,) = store.iterdir()
    change(staging / "rows" / "part-00003.parquet")
    told = rows.copy()
    prepared = prepare_text(file, layout, store, interrupt, block_bytes=20_000)

    assert rows[len(told)] == told[4]
    assert contents(prepared.folder) == contents(whole.folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_that_is_written_to_while_it_is_read_is_refused_and_nothing_of_it_kept(
    tmp_path: Path, form: str
) -> None:
    file = made(tmp_path, form)

    size = file.stat().st_size

    def write_more(advance: Advance) -> None:
        if advance.stage == STAGE and advance.rows and file.stat().st_size == size:
            with file.open("ab") as opened:
                opened.write(b"1,Active\n")

    with pytest.raises(UnreadableFile) as refused:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "out", report=write_more)

    assert refused.value.message == f"{file.name} was written to or replaced while it was read"
    assert [path.name for path in (tmp_path / "store").iterdir() if not path.name.startswith(".partial-")] == []
