"""How far days and numbers may go beyond what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.errors import RegisterRefused
from eligo.registers import Basis, day_faults, enter, number_faults, replay
from eligo.registers.versions import parts
from eligo.scheme import Entering
from registers.drawn_log import DECIDED, LIFE, START, entry, final, told

TODAY = date(2020, 2, 3)
LIMITS = Entering(days_ahead=92, number_step=1, first_number=99)


def test_a_day_may_be_as_far_ahead_as_the_limit_and_no_further() -> None:
    assert [*day_faults(date(2020, 5, 5), TODAY, LIMITS), *day_faults(date(1999, 1, 1), TODAY, LIMITS)] == []
    (fault,) = day_faults(date(2020, 5, 6), TODAY, LIMITS)
    assert fault == (
        "effective_on: found 2020-05-06, and no earlier day could follow it; expected 2020-05-05 or earlier, 92 days "
        "from 2020-02-03 (entering.days_ahead)"
    )


def test_what_stands_of_a_day_far_ahead_is_replaced_by_what_follows_on_that_day_and_says_nothing_before() -> None:
    """The way out that the how-to names: nothing may go before it, and what has its own day stands in its place."""
    far = date(2099, 12, 31)
    gone = Basis("withdrawal", "Panel 12", decided_on=date(2020, 3, 2))
    log = told(*LIFE, entry(firmware=(final("1.2"),), state="withdrawn", basis=gone, effective_on=far))
    listed = entry(firmware=(final("1.2"),), state="pending", basis=Basis("relisting", "A slip", decided_on=DECIDED))
    earlier, registers = replace(listed, effective_on=date(2020, 6, 1)), replay(log)

    with pytest.raises(RegisterRefused) as caught:
        enter(registers, [earlier], registers.recorded_at or START)
    after, _ = enter(registers, [replace(listed, effective_on=far)], registers.recorded_at or START)

    assert caught.value.details == ("effective_on: found 2020-06-01, before the last entry's 2099-12-31",)
    assert [item.latest.state for item in after.items.values()] == ["pending"]
    assert [item.latest.state for item in replay(log, on=date(2050, 1, 1)).items.values()] == ["eligible"]


@pytest.mark.parametrize("number", ["2.10", "3", "3.0", "3.0.0", "2.9.1", "2.9.0", "2.10.0"])
def test_the_next_number_follows(number: str) -> None:
    assert [*number_faults(number, "2.9", LIMITS)] == []


@pytest.mark.parametrize("number", ["2.11", "4", "3.1", "2.9.2", "2.99", "999999999", "2.10.1", "2.9.0.2"])
def test_a_number_that_leaves_others_out_does_not(number: str) -> None:
    (fault,) = number_faults(number, "2.9", LIMITS)

    assert fault == (
        f"number: found {number} after 2.9, and none between could follow it; "
        "expected 2.9.1 or 2.10 or 3 (entering.number_step = 1)"
    )


def test_the_first_number_of_a_list_may_be_any_that_is_not_too_large() -> None:
    assert [*number_faults("2.10", "", LIMITS)] == []
    (fault,) = number_faults("1.100", "", LIMITS)
    assert fault == (
        "number: found 1.100 as the list's first, and no lower one could follow it; expected parts of 99 at most "
        "(entering.first_number)"
    )


def test_what_is_no_number_or_does_not_follow_is_refused_elsewhere() -> None:
    assert [*number_faults("V2", "2.9", LIMITS), *number_faults("2.8", "2.9", LIMITS)] == []


NUMBERS = st.lists(st.integers(0, 12), min_size=1, max_size=3).map(lambda found: ".".join(map(str, found)))


@given(NUMBERS, NUMBERS, st.integers(1, 3))
def test_a_number_follows_where_one_part_goes_up_by_a_step_at_most_and_those_after_it_begin_anew(
    number: str, before: str, step: int
) -> None:
    """The slow answer: every number that may follow, with noughts at its end or without."""
    last = parts(before)
    follow = {
        (*head, up, *(0,) * zeros)
        for place in range(len(last) + 1)
        for head, start in [(last[:place], (*last, 0)[place])]
        for up in range(start + 1, start + step + 1)
        for zeros in range(4)
    } | {(*last, *(0,) * zeros) for zeros in range(1, 4)}

    refused = [*number_faults(number, before, Entering(number_step=step))]

    assert bool(refused) is (parts(number) > last and parts(number) not in follow)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_a_day_is_refused_where_it_is_after_the_last_that_may_be(on: date, days: int) -> None:
    assert bool([*day_faults(on, TODAY, Entering(days_ahead=days))]) is (on > TODAY + timedelta(days=days))
