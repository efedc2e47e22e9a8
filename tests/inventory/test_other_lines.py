"""A text of which some line is no row by itself, or no text at all, is read by Spark as by one machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders import catalogue, foc
from eligo.errors import UnreadableFile
from eligo.returns.inventory import read_inventory
from eligo.returns.inventory.distributed import read_inventory_by_spark
from eligo.returns.inventory.spark import Spark
from inventory.generator import make_inventory

NAME = "RFI-1__Supplier__Aster-Energy.csv"
MASTER = "local[2]"

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[None]:
    """One session for the tests of this file, stopped after them."""
    engine = Spark(MASTER)
    yield
    engine.session.stop()


def lines(folder: Path) -> list[bytes]:
    return make_inventory(folder / "made.csv", seed=5, rows=30).path.read_bytes().splitlines()


def ended_by_returns(lines: list[bytes]) -> bytes:
    return b"\r".join(lines)


def returns_among_others(lines: list[bytes]) -> bytes:
    cell = lines[9].replace(b"FOC", b"F\rOC")
    return b"\n".join([*lines[:5], lines[5] + b"\r" + lines[6], lines[7] + b"\r", cell, b"\r" + lines[10], *lines[11:]])


def windows_with_quotes(lines: list[bytes]) -> bytes:
    named, spanning = lines[4].replace(b"FOC", b"F\xd6C"), lines[5].replace(b"FOC", b'"F\xd6\nC"')
    return b"\n".join([*lines[:4], named, spanning, lines[6].replace(b",", b',"', 1), *lines[7:]])


def utf_16(lines: list[bytes]) -> bytes:
    return b"\n".join(lines).decode().encode("utf-16")


def quotes_in_an_identifier(lines: list[bytes]) -> bytes:
    identifier = b'"' + b'a""' * 9_000 + b'"'
    return b"\n".join([*lines[:5], identifier + lines[5][lines[5].index(b",") :], *lines[6:]])


def a_line_too_long(lines: list[bytes]) -> bytes:
    return b"\n".join([*lines[:5], lines[5].replace(b"FOC", b"x" * 2_000_000), *lines[6:]])


@pytest.mark.parametrize(
    "write",
    [
        ended_by_returns,
        returns_among_others,
        windows_with_quotes,
        utf_16,
        quotes_in_an_identifier,
        a_line_too_long,
    ],
)
def test_both_engines_read_the_same(tmp_path: Path, write: Callable[[list[bytes]], bytes]) -> None:
    file = tmp_path / NAME
    file.write_bytes(write(lines(tmp_path)))

    one = read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    many = read_inventory_by_spark(str(file), NAME, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert one.balance.good > 25
    assert (many.balance, many.causes, many.as_return) == (one.balance, one.causes, one.as_return)


def test_both_engines_refuse_a_file_with_nul_bytes(tmp_path: Path) -> None:
    file = tmp_path / NAME
    made = lines(tmp_path)
    file.write_bytes(b"\n".join([*made[:5], made[5].replace(b"FOC", b"F\0OC"), *made[6:]]))

    with pytest.raises(UnreadableFile) as one:
        read_inventory(file, foc(), catalogue(), store=tmp_path / "store", out=tmp_path / "one")
    with pytest.raises(UnreadableFile) as many:
        read_inventory_by_spark(str(file), NAME, foc(), catalogue(), master=MASTER, out=tmp_path / "many")

    assert one.value.message.startswith(f"{NAME} has NUL bytes (first at byte ")
    assert many.value.message == one.value.message
