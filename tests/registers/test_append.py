"""What may be written at the end of the log, and what is refused with which reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from eligo.errors import RegisterRefused
from eligo.registers import (
    Basis,
    Document,
    RegisterEntry,
    Registers,
    Served,
    SigningKey,
    append,
    key_line,
    numbered,
    replay,
    rules_of,
)
from eligo.scheme import load_scheme
from eligo.terms import Device, Route
from registers.drawn_log import (
    DECIDED,
    EVIDENCE,
    FIRMWARE,
    KEY,
    LIFE,
    NEXT_KEY,
    START,
    WHO,
    candidate,
    entry,
    final,
    opened,
    product,
    the_rules,
    told,
)

EQUIVALENCE = Basis(
    "equivalence", "Decision 7", (Document("argument.pdf", "b" * 64),), base=LIFE[0].item, decided_on=DECIDED
)
LATER = date(2020, 3, 2)
WITHDRAWAL = Basis("withdrawal", "Decision 9", decided_on=DECIDED)


def reasons(log: tuple[Any, ...], line: RegisterEntry) -> tuple[str, ...]:
    """Why an entry is refused as the next of a log; none where it is not."""
    registers = replay(log)
    try:
        append(registers, numbered(registers, line, START + timedelta(days=400)))
    except RegisterRefused as refused:
        return refused.details
    return ()


def test_a_combination_goes_from_the_pending_to_the_eligible_list_step_by_step() -> None:
    log = told(*LIFE)
    item = replay(log).items[LIFE[0].item]

    assert (item.latest.state, item.latest.first_added_on, item.rests_on_itself) == (
        "eligible",
        date(2020, 2, 21),
        True,
    )
    assert [line.number for line in log] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert replay(log).shown("ppcl") == ()
    assert replay(log).shown("epcl") == (item.latest,)


def test_newer_firmware_is_a_new_entry_with_a_day_first_added_of_its_own() -> None:
    newer: dict[str, Any] = {"generation": 2, "effective_on": LATER}
    log = told(
        *LIFE,
        entry(**newer, firmware=(candidate("1.3"),), basis=FIRMWARE),
        entry(**newer, firmware=(final("1.3"),), basis=FIRMWARE),
        entry(**newer, firmware=(final("1.3"),), state="in-test", basis=Basis("testing", "Regression")),
        entry(**newer, firmware=(final("1.3"),), state="eligible", basis=EVIDENCE),
    )
    first, second = replay(log).of_product(product(1).product_id)

    assert (first.latest.first_added_on, second.latest.first_added_on) == (date(2020, 2, 21), LATER)
    assert [one.generation for one in replay(log).shown("epcl")] == [1, 2]


def test_what_was_withdrawn_and_comes_back_keeps_the_day_it_was_first_added() -> None:
    log = told(
        *LIFE,
        replace(LIFE[-1], state="withdrawn", basis=WITHDRAWAL, effective_on=LATER),
        replace(LIFE[-1], effective_on=date(2020, 4, 1)),
    )

    assert replay(log).items[LIFE[0].item].latest.first_added_on == date(2020, 2, 21)


@pytest.mark.parametrize(
    ("before", "change", "expected"),
    [
        (0, {"state": "eligible"}, "state: found 'eligible' after 'new'; it may follow 'pending' or 'in-test' or"),
        (1, {"state": "listed"}, "state: found 'listed', which the scheme does not have; expected one of pending, "),
        (1, {}, "entry: changes nothing of the entry before it"),
        (4, {"effective_on": date(2019, 10, 1)}, "effective_on: found 2019-10-01, before the last entry's 2019-12-02"),
        (6, {"first_added_on": LATER}, "first_added_on: found 2020-03-02; expected 2020-02-21, which never changes"),
        (6, {"first_added_on": None}, "first_added_on: found None; expected 2020-02-21, which never changes"),
        (1, {"first_added_on": LATER}, "first_added_on: found 2020-03-02; it has never been eligible"),
        (1, {"firmware": (final("1.2"),)}, "firmware: found final 1.2 after to-be-confirmed; it goes on from"),
        (2, {"firmware": LIFE[0].firmware}, "firmware: found to-be-confirmed after candidate 1.0; it goes on"),
        (5, {"firmware": (candidate("1.3"),)}, "firmware: found candidate 1.3 after final 1.2; it goes on from"),
        (6, {"firmware": (final("1.3"),)}, "firmware newer than the final release is a new generation"),
        (2, {"firmware": ()}, "firmware: found that of none; expected that of ESME"),
        (2, {"firmware": (replace(candidate("1.0"), version=""),)}, "firmware: found candidate with version ''"),
        (2, {"state": "in-test", "firmware": LIFE[0].firmware}, "found to-be-confirmed in state 'in-test'"),
        (4, {"state": "eligible", "firmware": (candidate("1.1"),)}, "firmware: found candidate in state 'eligible'"),
        (5, {"state": "eligible", "basis": Basis("testing", "MT")}, "basis: found 'testing'; expected 'evidence' or"),
        (5, {"state": "eligible", "basis": replace(EVIDENCE, documents=())}, "basis: states no documents, which"),
        (5, {"state": "eligible", "basis": replace(EQUIVALENCE, base="")}, "basis: states no base, which 'equi"),
        (5, {"state": "eligible", "basis": EQUIVALENCE}, "/1 is 'in-test'; expected one that is eligible"),
        (5, {"state": "eligible", "basis": replace(EQUIVALENCE, base="P-0/1")}, "base 'P-0/1', which is no item"),
        (1, {"state": "uneconomic", "basis": Basis("uneconomic", "D 4")}, "basis: states no consultation, which"),
        (1, {"state": "excluded", "basis": Basis("exclusion", "D 4", category="whim")}, "found category 'whim'"),
        (1, {"basis": replace(FIRMWARE, base="P-0/1")}, "basis: states a base, which 'firmware' does not have"),
        (1, {"basis": Basis("firmware", " ")}, "basis: has no reference; expected what the record of it is called"),
        (1, {"basis": replace(FIRMWARE, documents=(Document("a", "F" * 64),))}, "basis: document 'a' has no name, or"),
        (1, {"operators": ()}, "operators: found none; expected at least one, each once, in order"),
        (1, {"operators": (Served("SMSO-9", Route.MT),)}, "which the scheme does not have; expected one of SMSO-1,"),
        (1, {"operators": (Served("SMSO-1", Route.MT, LATER),)}, "and the state 'pending' opens nothing"),
        (6, {"operators": (Served("SMSO-1", Route.MT_SIT, DECIDED),)}, "before it was first added (2020-02-21)"),
        (
            6,
            {"operators": (Served("SMSO-1", Route.MT_SIT), Served("SMSO-2", Route.DMCT, LATER))},
            "operators: SMSO-2 opens, and nothing was shown with its installations; expected it in the basis, or",
        ),
        (1, {"generation": 2}, "/1 has no final firmware yet; expected an entry of that item"),
        (1, {"generation": 3}, "generation: found 3; the log has 1 of this product, expected 1 to 2"),
        (5, {"generation": 2, "state": "pending"}, "/1 stands on PPCL already, where a product stands once"),
        (6, {"generation": 2, "state": "pending"}, "/1 has the same final firmware; expected an entry of that item"),
        (1, {"product": replace(product(1), kind="SF")}, "product_kind: found 'SF'; the product is DF in the log"),
        (0, {"product": replace(product(1), devices=product(1).devices[:3])}, "devices: found ESME, GSME, CH; expec"),
        (
            0,
            {"product": replace(product(1), devices=(Device("ESME", "L", "E", "1", "1.0"), *product(1).devices[1:]))},
            "devices: found firmware '1.0' of ESME, whose is open; expected 'TBC' there",
        ),
        (0, {"who": " "}, "who: is blank; expected a name, which is published"),
        (0, {"why": ""}, "why: is blank; expected a reason, which is published"),
        (0, {"why": "a\0"}, "entry: a text has a NUL or half of a character; expected none"),
    ],
)
def test_an_entry_that_is_not_allowed_is_refused_with_its_reason(
    before: int, change: dict[str, Any], expected: str
) -> None:
    log = told(*LIFE[:before])
    registers = replay(log)
    usual = LIFE[before - 1] if before else entry()
    line = replace(numbered(registers, usual, START + timedelta(days=400)), **change)

    with pytest.raises(RegisterRefused) as refused:
        append(registers, line)

    assert any(expected in detail for detail in refused.value.details), refused.value.details


def test_every_reason_is_named_at_once() -> None:
    line = entry(state="eligible", basis=Basis("firmware", ""), operators=(), who="")

    found = [reason.split(":")[0] for reason in reasons(opened(), line)]

    assert found == ["who", "state", "firmware", "operators", "basis"]


def test_a_text_may_speak_of_a_nul_that_it_does_not_have() -> None:
    assert reasons(opened(), entry(why=r"the sender typed \u0000 and \\u0000")) == ()
    assert reasons(opened(), entry(why="it ends in \\\0")) == (
        "entry: a text has a NUL or half of a character; expected none",
    )
    assert reasons(opened(), entry(label="\ud800")) == (
        "entry: a text has a NUL or half of a character; expected none",
    )


def test_the_test_of_another_stands_for_one_and_is_never_passed_on() -> None:
    ready = [
        entry(2, firmware=(candidate("1.2"),), basis=FIRMWARE),
        entry(2, firmware=(final("1.2"),), basis=FIRMWARE),
        entry(2, firmware=(final("1.2"),), state="eligible", basis=EQUIVALENCE, effective_on=LATER),
    ]
    third = [
        entry(3, firmware=(candidate("1.2"),), basis=FIRMWARE),
        entry(3, firmware=(final("1.2"),), basis=FIRMWARE),
    ]
    log = told(*LIFE, *ready, *third)
    chained = replace(EQUIVALENCE, base=ready[0].item)
    line = entry(3, firmware=(final("1.2"),), state="eligible", basis=chained, effective_on=LATER)

    assert reasons(log, line) == (
        f"basis: the base {ready[0].item} rests on the test of another itself; expected one that has been tested",
    )
    assert reasons(log, replace(line, basis=EQUIVALENCE)) == ()
    assert reasons(log, replace(line, basis=EQUIVALENCE, effective_on=date(2020, 2, 1))) == (
        f"basis: the base {LIFE[0].item} is eligible from 2020-02-21 on, after this entry",
    )


def test_another_operator_opens_by_a_decision_that_the_same_test_stands_for_its_installations() -> None:
    both = (Served("SMSO-1", Route.MT_SIT, LATER), Served("SMSO-2", Route.DMCT, LATER))
    line = replace(LIFE[-1], operators=both, effective_on=LATER)

    assert reasons(told(*LIFE), replace(line, basis=EQUIVALENCE)) == ()
    assert reasons(told(*LIFE), replace(line, basis=replace(EVIDENCE, operators=("SMSO-1", "SMSO-2")))) == ()
    moved = tuple(replace(one, open_on=date(2020, 5, 1)) for one in both)
    log = told(*LIFE, replace(line, basis=EQUIVALENCE))
    assert reasons(log, replace(line, basis=EQUIVALENCE, operators=moved)) == (
        "operators: SMSO-1 is open on 2020-03-02, which does not change while it is eligible",
        "operators: SMSO-2 is open on 2020-03-02, which does not change while it is eligible",
    )


def test_numbers_and_times_of_recording_never_go_back() -> None:
    log = told(*LIFE[:2])
    registers = replay(log)
    line = replace(LIFE[2], number=9, recorded_at=START)

    with pytest.raises(RegisterRefused) as refused:
        append(registers, line)

    assert refused.value.details == (
        "number: found 9; the log has 4 lines, expected 5",
        "recorded_at: found 2019-09-02T09:00:00.000000Z, before the last line's 2019-09-02T11:00:00.000000Z",
    )


def test_rules_come_before_entries() -> None:
    with pytest.raises(RegisterRefused) as refused:
        append(Registers(), numbered(Registers(), entry(), START))

    assert refused.value.details == ("entry: the log has no rules yet; they come first",)


def test_new_rules_leave_no_item_behind() -> None:
    registers = replay(told(*LIFE[:3]))
    rules = the_rules().rules
    fewer = replace(
        the_rules(),
        rules=replace(rules, states=tuple(one for one in rules.states if one.id != "in-test")),
        operators=("SMSO-2",),
        device_types=("ESME", "GSME", "CH"),
    )

    with pytest.raises(RegisterRefused) as refused:
        append(registers, numbered(registers, fewer, START + timedelta(days=9)))

    assert [detail.split(",")[0] for detail in refused.value.details] == [
        "device_types: differ from those of the log",
        "states: 'in-test' is missing",
        "operators: 'SMSO-1' is missing",
    ]


def test_new_rules_make_nothing_eligible_that_was_not() -> None:
    registers = replay(told(*LIFE[:3]))
    rules = the_rules().rules
    states = tuple(replace(one, list="epcl") if one.id == "in-test" else one for one in rules.states)
    changed = replace(the_rules(), rules=replace(rules, states=states))

    with pytest.raises(RegisterRefused) as refused:
        append(registers, numbered(registers, changed, START + timedelta(days=9)))

    assert refused.value.details == (
        "states: 'in-test' begins or ceases to be of what is eligible, and there are items in it",
    )


def test_new_rules_hold_from_their_line_on() -> None:
    registers = replay(told(LIFE[0]))
    states = tuple(one for one in the_rules().rules.states if one.id != "uneconomic")
    fewer = replace(the_rules(), rules=replace(the_rules().rules, states=states))
    changed = append(registers, numbered(registers, fewer, START + timedelta(days=9)))
    basis = Basis("uneconomic", "Decision 4", consultation="Various 1", decided_on=DECIDED)
    line = replace(LIFE[0], state="uneconomic", basis=basis)

    assert append(registers, numbered(registers, line, START + timedelta(days=9))).number == 4
    with pytest.raises(RegisterRefused, match="is not entered") as refused:
        append(changed, numbered(changed, line, START + timedelta(days=9)))
    assert refused.value.details[0].startswith("state: found 'uneconomic', which the scheme does not have")


def test_a_new_key_is_signed_by_the_one_before_it() -> None:
    registers = replay(opened())
    line = key_line(registers, NEXT_KEY, KEY, WHO, "Once a year", START)

    assert append(registers, line).key == line
    stranger = key_line(registers, NEXT_KEY, SigningKey(bytes([9]) * 32), WHO, "I am here now", START)
    for wrong, expected in (
        (stranger, ["signed_by"]),
        (replace(line, why="Another reason"), ["signature"]),
        (replace(line, signature="00"), ["signature"]),
        (key_line(registers, KEY, KEY, WHO, "Again", START), ["key"]),
    ):
        with pytest.raises(RegisterRefused) as refused:
            append(registers, wrong)
        assert [detail.split(":")[0] for detail in refused.value.details] == expected


def test_a_scheme_without_registers_has_no_rules() -> None:
    scheme = replace(load_scheme("smets1-foc"), register=None)

    with pytest.raises(RegisterRefused, match="smets1-foc has no registers"):
        rules_of(scheme, WHO, "To begin", START)
