"""A header below the header of an inventory: in two rows, or beginning with columns of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import catalogue, foc
from eligo.errors import WrongTemplate
from eligo.returns.inventory import Inventory, findings_of, read_inventory
from inventory.test_ragged import NAME, NAMES, REST
from returns.test_second_headers import in_two_rows, lines_of

ABOVE = pytest.mark.parametrize("above", [True, False], ids=["all in the upper row", "the devices alone"])


def read(folder: Path, *rows: list[str]) -> Inventory:
    file = folder / NAME
    file.write_bytes(lines_of(*rows))
    return read_inventory(file, foc(), catalogue(), store=folder / "store", out=folder / "out")


@ABOVE
@pytest.mark.parametrize("first", [[NAMES], in_two_rows(NAMES)], ids=["in one row", "in two"])
def test_in_two_rows_it_is_ignored(tmp_path: Path, above: bool, first: list[list[str]]) -> None:
    inventory = read(tmp_path, *first, ["I-1", *REST], *in_two_rows(NAMES, above=above), ["I-2", *REST])

    start = len(first) + 2
    told = [(one.location.row, one.code) for one in findings_of(inventory, tmp_path / "scratch")]
    assert told == [(start, "header-repeated"), (start + 1, "header-repeated")]
    assert (inventory.balance.good, inventory.balance.ignored) == (2, 2)


@ABOVE
def test_in_two_rows_with_other_columns_it_is_refused(tmp_path: Path, above: bool) -> None:
    swap = {"ESME Model": "ESME Hardware version", "ESME Hardware version": "ESME Model"}
    other = in_two_rows([swap.get(name, name) for name in NAMES], above=above)

    with pytest.raises(WrongTemplate, match="second header in row 5, and 2 of its columns") as error:
        read(tmp_path, *in_two_rows(NAMES), ["I-1", *REST], *other, ["I-2", *REST])

    assert "column I is 'ESME Model' in row 2, and 'ESME Hardware version' in row 5" in error.value.details[0]


def test_that_begins_with_columns_of_ones_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate, match="second header in row 3, and 29 of its columns"):
        read(tmp_path, [*NAMES, "x", "y", "z"], ["I-1", *REST, "", "", ""], ["Ref", "Site", "Area", *NAMES])


def test_an_installation_in_a_row_of_headers_is_a_row(tmp_path: Path) -> None:
    inventory = read(tmp_path, NAMES, ["I-1", *REST], ["I-2", *NAMES[1:]])

    assert (inventory.balance.good, inventory.balance.faulty, inventory.balance.ignored) == (1, 1, 0)


@pytest.mark.parametrize("apart", [[], ["I-2", *REST]], ids=["a blank row", "a row"])
def test_two_rows_that_do_not_follow_each_other_are_no_header(tmp_path: Path, apart: list[str]) -> None:
    upper, lower = in_two_rows(NAMES, above=True)

    inventory = read(tmp_path, NAMES, ["I-1", *REST], upper, apart, lower)

    assert (inventory.balance.faulty, inventory.balance.ignored) == (2, 0)
