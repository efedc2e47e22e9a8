"""The draft list of a run becomes the first entries of a log, and a publication of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from disclosure.drawn_run import PUBLISHED, drawn_run
from eligo.errors import RegisterRefused
from eligo.registers import PendingRegister, RegisterEntry, drafted_entries, enter, replay
from eligo.scheme import load_scheme
from registers.drawn_log import SELECTION, START, WHO, opened, version

SCHEME = load_scheme("smets1-foc")


def drafted(draft: PendingRegister) -> tuple[RegisterEntry, ...]:
    day = date(2019, 11, 1)
    return drafted_entries(draft, SCHEME, effective_on=day, basis=SELECTION, who=WHO, why="As concluded")


def test_every_product_of_a_draft_is_entered_under_its_id_and_label() -> None:
    draft = drawn_run().register

    registers, lines = enter(replay(opened()), drafted(draft), START)

    assert [(one.label, one.product.product_id) for one in lines] == [
        (one.label, one.product_id) for one in draft.entries
    ]
    assert [[(one.operator, one.route) for one in line.operators] for line in lines] == [
        [(SCHEME.disclosure.pseudonyms[listing.operator], listing.route) for listing in one.listings]
        for one in draft.entries
    ]
    assert [line.number for line in lines] == list(range(3, 3 + len(lines)))
    assert replay([*opened(), *lines]) == registers
    assert version([*opened(), *lines], "2.10").version.size == registers.number


def test_a_product_of_two_operators_is_entered_once_with_both() -> None:
    """``returns.md`` 10: their combinations differ, and the product is one."""
    first = PUBLISHED[0]
    draft = drawn_run((*PUBLISHED, ("SMSO-2", *first[1:6], 640))).register
    shared = next(one for one in draft.entries if len(one.operators) == 2)

    (line,) = [one for one in drafted(draft) if one.product.product_id == shared.product_id]

    assert [one.operator for one in line.operators] == ["SMSO-1", "SMSO-2"]
    assert [one.route.value for one in line.operators] == ["mt+sit", "dmct"]


def test_all_are_entered_or_none() -> None:
    registers = replay(opened())
    *most, last = drafted(drawn_run().register)

    with pytest.raises(RegisterRefused, match="is not entered: 1 reason") as refused:
        enter(registers, [*most, replace(last, who="")], START)

    assert refused.value.details == ("who: is blank; expected a name, which is published",)
    assert registers == replay(opened())
