"""The text of a status says all of it, and a text that is none is refused."""

from __future__ import annotations

from random import Random

import pytest

from eligo.registers import Status, replay, status_of, status_text
from registers.drawn_log import LIFE, drawn_log, told

_ONE = status_text(replay(told(*LIFE)).items[f"{LIFE[0].product.product_id}/1"].status.status)


def test_a_status_is_what_its_text_states() -> None:
    statuses: set[Status] = set()
    for seed in range(10):
        statuses |= {item.status.status for item in replay(drawn_log(Random(seed), 60)).items.values()}
    assert len(statuses) > 20
    assert {status_of(status_text(one)) for one in statuses} == statuses


@pytest.mark.parametrize(
    ("was", "comes_to"),
    [
        ('"eligible"', "7"),
        ('"SMSO-1"', "7"),
        ('"ESME"', "null"),
        ('"1.2"', "1.2"),
        ('"final"', '"last"'),
        ('"2020-02-21"', '"20200221"'),
        ('{"', '{ "'),
        ('"since"', '"from"'),
        (_ONE, ""),
        (_ONE, "[]"),
    ],
)
def test_what_is_no_status_in_its_one_form_is_refused(was: str, comes_to: str) -> None:
    assert was in _ONE
    with pytest.raises(ValueError, match="status"):
        status_of(_ONE.replace(was, comes_to))
