"""What an accepted row costs: a return of a million rows is held by the numbers of its values."""

from __future__ import annotations

import tracemalloc
from array import array

from builders import row, supplier_return
from eligo.returns import Return
from eligo.returns.model import Coded

BYTES_OF_A_ROW = 100
"""Of its columns, its row number and the slack of arrays, however many values a row has."""


def read(rows: int) -> tuple[Return, int]:
    """A return of so many rows, no two alike, and what it holds."""
    lines = [row(Active=str(number % 40), Dormant=str(number // 40)) for number in range(rows)]
    tracemalloc.start()
    one = supplier_return(lines)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return one, held


def test_a_further_row_costs_the_numbers_of_its_values() -> None:
    read(10)  # what is made once is not counted
    few, less = read(200)
    many, more = read(2200)
    assert (len(few.accepted.rows), len(many.accepted.rows)) == (200, 2200)
    assert more - less < 2000 * BYTES_OF_A_ROW


def test_a_column_is_read_as_any_sequence() -> None:
    column = Coded(("Y", "N"), array("H", (0, 1, 0)))
    assert (list(column), column[1], column[-1], len(column)) == (["Y", "N", "Y"], "N", "Y", 3)
    assert column == ("Y", "N", "Y")
    assert column != ("Y", "N")
