"""What the registers answer of a product, beside a reading of the log that knows nothing of items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from eligo.registers import (
    UNKNOWN,
    LogLine,
    OpenFirmware,
    RegisterEntry,
    Served,
    Stage,
    answer,
    appearances,
    populations,
    replay,
)
from registers.drawn_log import EVIDENCE, LIFE, drawn_log, drawn_register, product, the_rules, told

COUNTS_AS = {one.id: one.counts_as for one in the_rules().rules.states}
LAST = date(2030, 1, 1)


def said(log: Sequence[LogLine], product_id: str, operator: str, on: date) -> tuple[str, str, date | None]:
    """The word, the state and since when: of the best last entry of a generation, as a person reads a log downwards."""
    last: dict[int, tuple[RegisterEntry, date]] = {}
    for line in log:
        if isinstance(line, RegisterEntry) and line.product.product_id == product_id and line.effective_on <= on:
            before = last.get(line.generation)
            same = before is not None and before[0].state == line.state
            last[line.generation] = line, before[1] if before and same else line.effective_on
    for wanted in ("eligible", "pending", "excluded", "unlisted"):
        for _, (entry, since) in sorted(last.items()):
            serves = not operator or operator in {one.operator for one in entry.operators}
            if serves and COUNTS_AS[entry.state] == wanted:
                word = {"pending": entry.state, "unlisted": UNKNOWN}.get(wanted, wanted)
                return word, entry.state, since
    return UNKNOWN, "", None


@pytest.mark.drawn
def test_every_answer_is_that_of_the_log_read_downwards() -> None:
    words = set()
    for seed in range(30):
        log = drawn_log(Random(seed), 40)
        for on in (date(2019, 11, 1) + timedelta(days=20 * step) for step in range(0, 30, 5)):
            registers = replay(log, on=on)
            for number in range(1, 6):
                for operator in ("", *the_rules().operators):
                    found = answer(registers, product(number).product_id, operator, on=on)
                    assert (found.word, found.state, found.since) == said(log, product(number).product_id, operator, on)
                    words.add(found.word)
    assert words == {"eligible", "pending", "in-test", "excluded", UNKNOWN}


@pytest.mark.drawn
def test_answers_count_as_populations_do() -> None:
    for seed in range(20):
        registers = replay(drawn_log(Random(seed), 40))
        keys = [(product(n).product_id, operator) for n in range(1, 6) for operator in the_rules().operators]
        (*counted,) = populations(registers, dict.fromkeys(keys, 1), on=LAST)
        for one in counted:
            own = [answer(registers, p, operator, on=LAST) for p, operator in keys if operator == one.operator]
            assert sum(found.word == "eligible" for found in own) == one.eligible
            assert sum(found.word in ("pending", "in-test") for found in own) == one.pending
            assert sum(found.word == "excluded" for found in own) == one.excluded
            assert sum(found.word == UNKNOWN for found in own) == one.unlisted


def test_what_is_waited_for_is_said_in_the_order_in_which_it_comes() -> None:
    served = replace(LIFE[-1].operators[0], open_on=date(2020, 3, 2))
    life = (*LIFE, replace(LIFE[-1], operators=(served,), effective_on=date(2020, 2, 24)))
    own = life[0].product.product_id
    waits = [
        answer(replay(told(*life), on=on), own, "SMSO-1", on=on).waits_for
        for on in (date(2019, 11, 1), date(2019, 12, 2), date(2020, 1, 6), date(2020, 2, 21), date(2020, 3, 2))
    ]

    assert waits == [
        ("final firmware of ESME (now 1.0)", "evidence or equivalence"),
        ("final firmware of ESME (now 1.1)", "evidence or equivalence"),
        ("evidence or equivalence",),
        ("migration to be opened",),
        (),
    ]
    assert answer(replay(told(life[0])), own, on=LAST).waits_for[0] == "final firmware of ESME (now TBC)"


def test_without_an_operator_the_first_day_of_any_is_told() -> None:
    operators = (Served("SMSO-1", LIFE[0].operators[0].route), Served("SMSO-2", LIFE[0].operators[0].route))
    opened = tuple(replace(one, open_on=day) for one, day in zip(operators, (None, date(2020, 3, 9)), strict=True))
    both = replace(EVIDENCE, operators=("SMSO-1", "SMSO-2"))
    life = (*(replace(one, operators=operators) for one in LIFE), replace(LIFE[-1], operators=opened, basis=both))
    log = told(*life)
    own, registers = LIFE[0].product.product_id, replay(log)

    found = {name: answer(registers, own, name, on=date(2020, 4, 1)) for name in ("", "SMSO-1", "SMSO-2", "SMSO-3")}

    assert [one.open_on for one in found.values()] == [date(2020, 3, 9), None, date(2020, 3, 9), None]
    assert [one.waits_for for one in found.values()] == [(), ("migration to be opened",), (), ()]
    assert found["SMSO-3"].word == UNKNOWN


def test_a_second_generation_answers_where_it_is_the_better() -> None:
    newer = OpenFirmware("ESME", Stage.CANDIDATE, "2.0")
    log = told(*LIFE, replace(LIFE[0], generation=2, firmware=(newer,), effective_on=date(2020, 4, 1)))
    found = answer(replay(log), LIFE[0].product.product_id, on=LAST)

    assert (found.word, found.item) == ("eligible", LIFE[0].item)


@pytest.mark.drawn
def test_a_version_shows_exactly_the_entries_that_say_so() -> None:
    for seed in range(12):
        log, versions = drawn_register(Random(seed), 24)
        published = [one.version for one in versions]
        entries = [line for line in log if isinstance(line, RegisterEntry)]
        found = appearances(log, published, entries)
        for version in published:
            registers = replay(log[: version.size], on=version.effective_on)
            shown = {one.number for one in registers.shown(version.list)}
            assert {number for number, one in found.items() if version in one.shown} == shown
        for entry in entries:
            covered = found[entry.number].covered
            assert covered == next(one for one in published if one.size >= entry.number)
