"""What differs between two rules of a register: by name, in whatever order they are, and nothing of who wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from eligo.registers import ABSENT, Change, rules_difference
from registers.drawn_log import START, the_rules


def test_rules_that_are_written_again_or_in_another_order_do_not_differ() -> None:
    old = the_rules()
    rules = replace(old.rules, states=old.rules.states[::-1], bases=old.rules.bases[::-1])
    again = replace(old, rules=rules, who="Ben", why="Again", recorded_at=START + timedelta(days=1), number=9)

    assert rules_difference(old, again) == ()


def test_every_field_that_differs_is_named_with_the_state_that_it_is_of() -> None:
    old = the_rules()
    first, *others = old.rules.states
    states = (replace(first, label="Waiting", after=("new",)), *others[:-1])
    new = replace(old, scheme_version="2.0", rules=replace(old.rules, states=states))

    found = rules_difference(old, new)

    gone = [one for one in found if one.field[:2] == ("states", others[-1].id)]
    assert {one.after for one in gone} == {ABSENT}
    assert {one.field[2] for one in gone} == {"id", "label", "list", "counts_as", "after", "firmware", "bases"}
    assert [one for one in found if one not in gone] == [
        Change("rules", ("scheme_version",), "1.0", "2.0"),
        Change("rules", ("states", "pending", "after"), list(first.after), ["new"]),
        Change("rules", ("states", "pending", "label"), "Pending", "Waiting"),
    ]
    assert [(one.before, one.after) for one in rules_difference(new, old)] == [
        (one.after, one.before) for one in sorted(found, key=lambda one: one.field)
    ]
