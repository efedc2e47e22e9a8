"""What a request of a test calls for: that it is listed, or that it was found not to be needed (SEC H14.36A)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eligo.registers import Basis, Served, replay
from eligo.registers.due import TEST_REFUSAL, TEST_REQUEST, DueEntries, Wish, decided, due_entries
from eligo.terms import Route
from registers.drawn_facts import LISTED, ROW, entered, facts, known
from registers.drawn_log import opened, product
from registers.test_due import step

REFUSED = Basis(TEST_REFUSAL, "REQ-7: a test is not needed", party="Ash Metering", decided_on=date(2020, 2, 14))


def test_a_request_that_is_refused_is_an_entry_of_no_list() -> None:
    one = known(7, listed=None, refused=REFUSED, operators=(Served("SMSO-1", Route.OUT_OF_SCOPE),))

    (due,) = due_entries(replay(opened()), facts(one)).entries

    assert (due.entry.state, due.entry.basis, due.because) == ("not-needed", REFUSED, REFUSED.reference)
    registers = entered(replay(opened()), facts(one))
    assert registers.shown("ppcl") == registers.shown("epcl") == ()
    assert due_entries(registers, facts(one)) == DueEntries((), ())


def test_what_was_refused_is_listed_once_anything_lists_it() -> None:
    """The request is found to be needed after all, another test stands for its own, or a run drafts it."""
    one = known(7, ROW[:1], listed=None, refused=REFUSED, operators=(Served("SMSO-1", Route.OUT_OF_SCOPE),))
    registers = entered(replay(opened()), facts(one, on="2020-03-02"))
    asked = replace(REFUSED, kind=TEST_REQUEST)
    ways = [replace(one, refused=None, requested=asked), replace(one, refused=None, listed=LISTED)]

    for way in ways:
        now = replace(way, operators=(Served("SMSO-1", Route.DMCT),))
        first, second = due_entries(registers, facts(now)).entries
        assert (first.entry.state, first.entry.basis) == ("pending", way.requested or LISTED)
        assert [served.route for served in first.entry.operators] == [Route.DMCT]
        assert step(second.entry) == ("DMC-7/1", "pending", "candidate 1.0", "2020-05-01")


def test_what_was_pending_by_a_request_is_so_no_longer_once_it_is_refused() -> None:
    asked = replace(REFUSED, kind=TEST_REQUEST)
    one = known(7, ROW[:1], listed=None, requested=asked)
    registers = entered(replay(opened()), facts(one))
    now = replace(one, requested=None, refused=REFUSED, operators=(Served("SMSO-1", Route.OUT_OF_SCOPE),))

    (due,) = due_entries(registers, facts(now)).entries

    assert step(due.entry) == ("DMC-7/1", "not-needed", "candidate 1.0", "2020-05-01")
    assert [served.route for served in due.entry.operators] == [Route.OUT_OF_SCOPE]


def test_a_refusal_is_held_up_where_the_rules_have_no_state_for_it() -> None:
    registers = replay(opened())
    assert registers.rules is not None
    rules = registers.rules.rules
    older = replace(rules, states=tuple(one for one in rules.states if one.id != "not-needed"))
    registers = replace(registers, rules=replace(registers.rules, rules=older))

    found = due_entries(registers, facts(known(7, listed=None, refused=REFUSED)))

    assert found.entries == ()
    (one,) = found.held
    assert (one.what, one.reasons[0]) == (
        "test not needed",
        "REQ-7: a test is not needed; the rules in force have no state for that (eligo register rules)",
    )


def test_a_request_on_which_nothing_is_decided_enters_nothing_and_is_named() -> None:
    awaited = ("Request REQ-7 of 2020-02-03, not decided yet",)

    found = due_entries(replay(opened()), facts(known(7, listed=None, awaited=awaited)))
    drafted = due_entries(replay(opened()), facts(known(7, awaited=awaited)))

    assert found.entries == ()
    (one,) = found.held
    assert (one.item, one.what, one.reasons) == (product(7).product_id, "whether a test is needed", awaited)
    assert "whether a test is needed" not in [held.what for held in drafted.held]


@pytest.mark.parametrize(("kind", "state"), [(TEST_REQUEST, "pending"), (TEST_REFUSAL, "not-needed")])
def test_a_request_is_decided_in_the_programme_and_nowhere_else(kind: str, state: str) -> None:
    asked = Basis(kind, "REQ-9", party="Ash Metering", decided_on=date(2020, 5, 1))
    one = known(3, (), listed=None)

    found = decided(replay(opened()), facts(one), Wish(product(3).product_id, state, asked, date(2020, 5, 1)))

    (fault,) = found.faults
    assert fault.startswith(f"basis: found {kind!r}, which is not decided here; ")
    assert fault.endswith("('eligo programme decide')")
