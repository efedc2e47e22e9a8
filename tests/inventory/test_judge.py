"""Which rows of an inventory are looked at one by one: headers among them, and not rows of values that are words."""

from __future__ import annotations

import pytest

from builders import catalogue, foc
from eligo.returns.inventory.judge import judge_of
from eligo.returns.inventory.layout import text_layout_of
from eligo.returns.sender import sender_of_name
from inventory.test_ragged import NAME, NAMES, REST


@pytest.mark.parametrize(("row", "is_looked_at"), [(["I-1", *REST], False), (NAMES, True)], ids=["row", "header"])
def test_a_row_whose_values_name_columns_too_is_no_header(row: list[str], is_looked_at: bool) -> None:
    """``FOC``, ``DF`` and ``PPMID`` stand in headers, too: where they may stand they are values, and millions of rows
    hold them.
    """
    layout, _ = text_layout_of("\n".join(map(",".join, (NAMES, ["I-1", *REST]))), foc(), NAME)
    judge = judge_of(foc(), catalogue(), sender_of_name((NAME,), {}, foc()), layout)

    list(judge.judge([(0, row, "")]))

    assert any(number < 0 for number in judge.typed) is is_looked_at
