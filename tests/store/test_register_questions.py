"""What is asked of kept registers by look-ups is what the pure functions say of the whole log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.ports import RegisterLog
from eligo.registers import (
    LogLine,
    RegisterEntry,
    Registers,
    RulesEntry,
    SignedVersion,
    about,
    answer,
    appearances,
    consistency_document,
    receipt_document,
)
from eligo.workflows.register import OpenRegister, diff
from eligo.workflows.workspace.registers.changes import versions_differ
from eligo.workflows.workspace.registers.kept import kept_standing, lines_about
from registers.drawn_log import KEY, LIFE, START, drawn_register, entry, product, the_rules, told, tree_of, version
from store.settable_clock import SettableClock
from store.stores import MAKERS
from workflows.workspaces import BECAUSE, in_memory

IMPLEMENTATIONS = ["memory", "sqlite"]
"""PostgreSQL answers the questions that these are made of as they do (``contract/test_registers.py``)."""


def keep(kept: RegisterLog, log: Sequence[LogLine], versions: Sequence[SignedVersion]) -> None:
    """Enter a log up to each of its versions, and publish it."""
    at = 0
    for one in versions:
        if one.version.size > at:
            kept.enter(log[at : one.version.size], BECAUSE)
            at = one.version.size
        kept.publish(one, BECAUSE)


def narrowed(registers: Registers, products: Sequence[str]) -> Registers:
    """The same with some products' items alone; how far the log goes is left out."""
    own = {name: one for name, one in registers.items.items() if one.latest.product.product_id in products}
    return replace(registers, items=own, number=0, recorded_at=None)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@settings(max_examples=settings().max_examples // 5)
@given(seed=st.integers(0, 2**32))
def test_of_a_drawn_register_every_answer_is_that_of_the_whole_log(
    request: pytest.FixtureRequest, implementation: str, seed: int
) -> None:
    chance = Random(seed)
    log, versions = drawn_register(chance, 40)
    whole = OpenRegister("register.json", log, versions)
    with MAKERS[implementation](request, SettableClock()) as make:
        kept = make().store.registers
        keep(kept, log, versions)
        size = kept.head().size
        for _ in range(6):
            products = [product(number).product_id for number in chance.sample(range(1, 6), chance.randint(1, 3))]
            on = date(2019, 10, 20) + timedelta(days=chance.randint(0, 120))
            known_on = chance.choice([None, (START + timedelta(days=chance.randint(-1, 60))).date()])
            asked = OpenRegister("", lines_about(kept, products, size), versions)
            found, expected = asked.as_of(on, known_on), whole.as_of(on, known_on)
            assert narrowed(found, products) == narrowed(expected, products)
            for one in products:
                assert answer(found, one, "SMSO-1", on=on) == answer(expected, one, "SMSO-1", on=on)
        for number in range(1, 6):
            lines = lines_about(kept, [product(number).product_id], size)
            history = about(log, product(number).product_id)
            assert about(lines, history.product_id) == history
            appeared = appearances(log, whole.versions, history.entries)
            assert appearances(lines, whole.versions, history.entries) == appeared
        for old in whole.versions:
            for new in (one for one in whole.versions if one.list == old.list):
                assert versions_differ(kept, old, new) == diff(whole, old.number, new.number, old.list)
        tree = tree_of(log)
        for line in (one for one in log if isinstance(one, RegisterEntry)):
            covering = chance.choice([one for one in versions if one.version.size >= line.number])
            assert receipt_document(line, covering, kept.node) == receipt_document(line, covering, tree.node)
        for older, newer in pairwise(versions):
            assert consistency_document(older, newer, kept.node) == consistency_document(older, newer, tree.node)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@settings(max_examples=settings().max_examples // 5)
@given(seed=st.integers(0, 2**32))
def test_what_some_products_are_told_is_what_all_that_is_asked_says(
    request: pytest.FixtureRequest, implementation: str, seed: int
) -> None:
    chance = Random(seed)
    log, versions = drawn_register(chance, 40)
    kept_versions = versions[: chance.randint(1, len(versions))]
    size = kept_versions[-1].version.size
    with MAKERS[implementation](request, SettableClock()) as make:
        workspace = replace(in_memory(Path()), store=make().store)
        keep(workspace.store.registers, log[:size], kept_versions)
        if later := log[size:]:
            workspace.store.registers.enter(later, BECAUSE)
        for unpublished in (False, True):
            whole = OpenRegister("register.json", log if unpublished else log[:size], kept_versions)
            for _ in range(3):
                products = [product(number).product_id for number in chance.sample(range(1, 6), chance.randint(0, 3))]
                on = date(2019, 10, 20) + timedelta(days=chance.randint(0, 120))
                known_on = chance.choice([None, (START + timedelta(days=chance.randint(-1, 60))).date()])

                standing = kept_standing(workspace, on, known_on, unpublished=unpublished)

                expected, found = whole.as_of(on, known_on), standing.of_products(products)
                assert found.rules == expected.rules
                for one in products:
                    assert found.statuses_of(one) == expected.statuses_of(one)
                assert standing.unpublished == (0 if unpublished else len(OpenRegister("", later, ()).entries))


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_rules_by_which_another_state_stands_on_the_list_change_what_nobody_has_touched(
    request: pytest.FixtureRequest, implementation: str
) -> None:
    log = told(*LIFE[:1], entry(2))
    states = tuple(replace(one, list="") if one.id == "pending" else one for one in the_rules().rules.states)
    rules = replace(the_rules(), rules=replace(the_rules().rules, states=states), number=5)
    rules = replace(rules, recorded_at=log[-1].recorded_at)
    assert isinstance(rules, RulesEntry)
    first = version(log, "2.9", key=KEY)
    longer = (*log, rules)
    second = version(longer, "2.10", [first], key=KEY)
    whole = OpenRegister("register.json", longer, (first, second))
    with MAKERS[implementation](request, SettableClock()) as make:
        kept = make().store.registers
        keep(kept, longer, (first, second))

        found = versions_differ(kept, first.version, second.version).list

        assert len(found.removed) == 2
        assert found == diff(whole, "2.9", "2.10", "ppcl").list
