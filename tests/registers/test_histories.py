"""Whatever anybody writes, the registers keep what they promise: over drawn logs, judged line by line."""

from __future__ import annotations

import json
from collections import Counter
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.canonical import canonical
from eligo.errors import VersionConflict
from eligo.registers import (
    LogLine,
    RegisterEntry,
    Registers,
    about,
    append,
    applied,
    canonical_bytes,
    difference,
    extend,
    known_at,
    line_of,
    plain,
    populations,
    replay,
    resumed,
)
from registers.drawn_log import LIFE, START, drawn_log, opened, product, the_rules, told

SEEDS = st.integers(0, 10**9 if settings.get_current_profile_name() == "fuzz" else 49)
"""Of a sample each log is judged by every test; of the full count each test draws its own."""


@lru_cache(maxsize=64)
def drawn(seed: int) -> tuple[LogLine, ...]:
    return drawn_log(Random(seed), 24)


def entries_of(log: tuple[LogLine, ...]) -> list[RegisterEntry]:
    return [line for line in log if isinstance(line, RegisterEntry)]


def last_of_each(entries: list[RegisterEntry]) -> dict[str, RegisterEntry]:
    """The slow obvious state: of each item the entry that was written last."""
    return {one.item: one for one in sorted(entries, key=lambda one: one.number)}


def latest(registers: Registers) -> dict[str, RegisterEntry]:
    return {name: item.latest for name, item in registers.items.items()}


def test_drawn_logs_go_everywhere() -> None:
    """What is drawn is worth judging: every state is reached, and every step between them that the table has."""
    steps: Counter[tuple[str, str]] = Counter()
    for seed in range(80):
        states: dict[str, str] = {}
        for one in entries_of(drawn(seed)):
            steps[states.get(one.item, "new"), one.state] += 1
            states[one.item] = one.state

    allowed = {(earlier, state.id) for state in the_rules().rules.states for earlier in state.after}
    assert steps.keys() == allowed


@given(SEEDS)
def test_states_change_by_the_table_alone(seed: int) -> None:
    table = {state.id: set(state.after) for state in the_rules().rules.states}
    states: dict[str, str] = {}
    for one in entries_of(drawn(seed)):
        assert states.get(one.item, "new") in table[one.state]
        states[one.item] = one.state


@given(SEEDS)
def test_the_day_first_added_is_that_of_the_first_eligible_entry_and_never_changes(seed: int) -> None:
    log = entries_of(drawn(seed))
    for name in {one.item for one in log}:
        own = [one for one in log if one.item == name]
        eligible = [one for one in own if one.state == "eligible"]
        for one in own:
            is_first = bool(eligible) and one.number >= eligible[0].number
            assert one.first_added_on == (eligible[0].effective_on if is_first else None)


@given(SEEDS)
def test_nothing_is_eligible_without_final_firmware_and_evidence_or_the_test_of_another(seed: int) -> None:
    finals: set[tuple[str, tuple[Any, ...]]] = set()
    tested: set[str] = set()
    for one in entries_of(drawn(seed)):
        if one.state != "eligible":
            tested.discard(one.item)
            continue
        assert {part.stage.value for part in one.firmware} == {"final"}
        assert one.basis.documents
        assert one.basis.base == "" or one.basis.base in tested
        if one.basis.base == "":
            tested.add(one.item)
        finals.add((one.item, one.firmware))
    assert len({name for name, _ in finals}) == len(finals)
    assert len({(name.split("/")[0], firmware) for name, firmware in finals}) == len(finals)


@given(SEEDS)
def test_a_product_stands_once_on_the_pending_list(seed: int) -> None:
    log = drawn(seed)
    for size in range(len(log)):
        pending = Counter(one.product.product_id for one in replay(log[:size]).shown("ppcl"))
        assert set(pending.values()) <= {1}


@given(SEEDS)
def test_replaying_a_log_gives_the_registers_that_wrote_it_from_any_place_on(seed: int) -> None:
    log = drawn(seed)
    written = extend(replay(log[:2]), log[2:])
    assert replay(log) == written
    assert latest(written) == last_of_each(entries_of(log))
    cut = Random(seed).randrange(len(log))
    assert resumed(replay(log[:cut]), log[cut:]) == written


@given(SEEDS)
def test_what_was_known_then_is_what_the_log_cut_at_that_moment_says(seed: int) -> None:
    log = drawn(seed)
    moments = [line.recorded_at + timedelta(minutes=more) for line in log[::4] for more in (-1, 0)]
    for moment in moments:
        cut = [line for line in log if line.recorded_at <= moment]
        assert list(known_at(log, moment)) == cut
        for day in {one.effective_on for one in entries_of(log)}:
            held = [one for one in cut if isinstance(one, RegisterEntry) and one.effective_on <= day]
            assert latest(replay(known_at(log, moment), on=day)) == last_of_each(held)


@given(SEEDS)
def test_a_state_holds_since_the_entry_that_brought_it(seed: int) -> None:
    log = drawn(seed)
    for name, item in replay(log).items.items():
        own = [one for one in entries_of(log) if one.item == name]
        since = max(i for i in range(len(own)) if i == 0 or own[i - 1].state != own[i].state)
        assert (item.since, item.latest) == (own[since], own[-1])
        assert item.rests_on_itself is any(one.basis.base == "" for one in own[since:])


@given(SEEDS)
def test_a_difference_applied_to_the_old_state_gives_the_new(seed: int) -> None:
    log, random = drawn(seed), Random(seed)
    old, new = (list(latest(replay(log[: random.randrange(len(log) + 1)])).values()) for _ in range(2))
    random.shuffle(old)

    assert {one.item: one for one in applied(old, difference(old, new))} == {one.item: one for one in new}
    assert difference(new, new) == ()


@given(SEEDS)
def test_a_line_is_read_back_from_its_bytes_and_from_nothing_else(seed: int) -> None:
    for line in drawn(seed):
        stated = json.loads(canonical_bytes(line))
        assert line_of(stated) == line
        assert canonical(stated).encode() == canonical_bytes(line)
        for name in stated:
            for wrong in ({k: v for k, v in stated.items() if k != name}, {**stated, name: 0.5}, {**stated, "x": 1}):
                with pytest.raises(ValueError, match="line of a register"):
                    line_of(wrong)


@given(SEEDS)
def test_every_installation_counts_once_for_its_operator(seed: int) -> None:
    log, random = drawn(seed), Random(seed)
    day = date(2019, 11, 1) + timedelta(days=random.randrange(200))
    registers = replay(log, on=day)
    names = the_rules().operators
    installed = {(product(n).product_id, name): random.randrange(50) for n in range(1, 6) for name in names}

    counted = populations(registers, installed, on=day)

    for one in counted:
        own = {key: number for key, number in installed.items() if key[1] == one.operator}
        assert one.eligible + one.pending + one.excluded + one.unlisted == sum(own.values())
        expected: Counter[str] = Counter()
        for (product_id, name), number in own.items():
            states = {
                entry.state
                for entry in last_of_each([e for e in entries_of(log) if e.effective_on <= day]).values()
                if entry.product.product_id == product_id and name in {served.operator for served in entry.operators}
            }
            pending, excluded = {"pending", "in-test"} & states, {"excluded", "uneconomic"} & states
            is_eligible = "eligible" in states
            word = "eligible" if is_eligible else "pending" if pending else "excluded" if excluded else "unlisted"
            expected[word] += number
        assert (one.eligible, one.pending, one.excluded) == tuple(
            expected[word] for word in ("eligible", "pending", "excluded")
        )
        assert one.open <= one.eligible


def test_installations_are_open_once_their_operator_is() -> None:
    opens = date(2020, 3, 2)
    served = replace(LIFE[-1].operators[0], open_on=opens)
    registers = replay(told(*LIFE, replace(LIFE[-1], operators=(served,), effective_on=opens)))
    installed = {(product(1).product_id, "SMSO-1"): 70, (product(1).product_id, "SMSO-2"): 5}

    before, after = (populations(registers, installed, on=opens + timedelta(days=n)) for n in (-1, 0))

    assert [(one.eligible, one.open, one.unlisted) for one in before] == [(70, 0, 0), (0, 0, 5)]
    assert [(one.eligible, one.open, one.unlisted) for one in after] == [(70, 70, 0), (0, 0, 5)]


def test_what_changed_is_told_by_item_and_field() -> None:
    log = told(*LIFE)
    before, after = (latest(replay(log[:size])).values() for size in (4, 5))

    changes = difference(before, after)

    assert {one.item for one in changes} == {LIFE[0].item}
    assert [(one.place, one.before, one.after) for one in changes if one.field[0] not in ("basis", "recorded_at")] == [
        ("effective_on", "2019-11-01", "2019-11-04"),
        ("number", 4, 5),
        ("state", "pending", "in-test"),
    ]
    with pytest.raises(VersionConflict, match="is not as the difference has it: basis / kind"):
        applied(after, changes)


def test_everything_about_one_product_is_its_entries_and_what_rests_on_them() -> None:
    log = told(*LIFE)
    history = about(log, product(1).product_id)

    assert history.entries == tuple(log[2:])
    assert history.resting_on_it == ()
    assert about(log, "P-000000000000").entries == ()


@given(SEEDS)
def test_what_rests_on_a_product_names_it_as_base(seed: int) -> None:
    log = drawn(seed)
    for number in range(1, 5):
        product_id = product(number).product_id
        expected = [
            one
            for one in entries_of(log)
            if one.basis.base.startswith(f"{product_id}/") and one.product.product_id != product_id
        ]
        assert list(about(log, product_id).resting_on_it) == expected


def test_registers_are_values_that_appending_does_not_change() -> None:
    registers = replay(opened())
    append(registers, told(LIFE[0])[2])

    assert registers == replay(opened())
    assert registers.recorded_at == datetime.fromisoformat("2019-09-02T09:00:00+00:00") == START
    assert plain(opened()[1])["kind"] == "rules"


def test_a_product_that_was_asked_for_its_id_is_still_the_product_that_it_was() -> None:
    asked, fresh = product(1), product(1)
    moved = replace(asked, provider="WAN-B")

    assert asked.product_id == fresh.product_id != moved.product_id
    assert (asked, hash(asked), repr(asked)) == (product(1), hash(product(1)), repr(product(1)))
    assert replace(moved, provider="WAN-A").product_id == asked.product_id
    assert copy(asked) == asked
