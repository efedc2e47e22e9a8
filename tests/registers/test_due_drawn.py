"""What is due of drawn facts: it may be entered, comes to an end, and leaves nothing without a ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from eligo.registers import Basis, LogLine, RegisterEntry, Registers, enter, line_faults, numbered, replay, resumed
from eligo.registers.due import RELISTING, UNECONOMIC, WITHDRAWAL, Facts, Wish, decided, due_entries, said
from oracle.due_oracle import ends_up, still_calls
from registers.drawn_facts import drawn_facts, drawn_row, entered
from registers.drawn_log import START, WHO, opened


def oracle_ground(entry: RegisterEntry, given: Facts, registers: Registers) -> bool:
    """Whether an eligible entry has a ground, told by the facts alone."""
    one = next((p for p in given.products if p.product.product_id == entry.product.product_id), None)
    if one is None:
        return True
    version = entry.firmware[0].version if entry.firmware else ""
    own = any(s.version == version and not s.lacking for s in one.shown)
    bases = [registers.items.get(entry.basis.base)] if entry.basis.base else []
    decided_on = {e.base for e in one.equivalents}
    other = any(
        base and base.latest.state == "eligible" and entry.basis.base.split("/")[0] in decided_on for base in bases
    )
    return own or other


@given(st.integers(0, 2**32))
def test_drawn_facts_come_to_an_end_and_everything_due_may_be_entered(seed: int) -> None:
    """However facts change from day to day: what is due passes the rules, and once it is entered nothing is."""
    random = Random(seed)
    log: list[LogLine] = [*opened()]
    registers, day = replay(opened()), date(2019, 11, 1)
    row = drawn_row(random, day)
    for _ in range(random.randint(1, 6)):
        day += timedelta(days=random.randint(0, 90))
        given = drawn_facts(random, row, day)
        found = due_entries(registers, given)
        turned = replace(given, products=given.products[::-1], migrated=given.migrated[::-1])
        assert due_entries(registers, turned) == found
        if random.random() < 0.3 and found.entries:
            chosen = {random.choice(found.entries).entry.product.product_id}
            ones = [one.entry for one in found.chosen(chosen)]
        else:
            ones = [one.entry for one in found.entries]
        for one in said(ones, WHO, "Monthly"):
            line = numbered(registers, one, registers.recorded_at or START)
            assert line_faults(registers, line) == ()
            registers = resumed(registers, (line,))
            log.append(line)
            assert line.state != "eligible" or oracle_ground(line, given, registers)
        if len(ones) == len(found.entries):
            assert due_entries(registers, given).entries == ()
            for item in registers.items.values():
                assert item.latest.state != "eligible" or oracle_ground(item.latest, given, registers)
    assert replay(log) == registers


@given(st.integers(0, 2**32))
def test_whatever_is_withdrawn_leaves_nothing_that_rests_on_it(seed: int) -> None:
    random = Random(seed)
    registers, day = replay(opened()), date(2019, 11, 1)
    row = drawn_row(random, day)
    for _ in range(3):
        day += timedelta(days=random.randint(30, 120))
        given = drawn_facts(random, row, day)
        registers = entered(registers, given)
        listed = [name for name, item in registers.items.items() if item.latest.state == "eligible"]
        if not listed:
            continue
        name = random.choice(listed)
        basis = Basis(WITHDRAWAL, "Test found void", decided_on=day)

        found = decided(registers, given, Wish(name, "withdrawn", basis, day))

        assert found.faults == ()
        assert found.entry is not None
        lines = said([found.entry, *(one.entry for one in found.falls)], WHO, "Void")
        registers, _ = enter(registers, lines, START)
        assert registers.items[name].latest.state == "withdrawn"
        assert rests_on_nothing_gone(registers)
        assert name not in {one.item for one in due_entries(registers, given).entries}


def rests_on_nothing_gone(registers: Registers) -> bool:
    """Whether every item that rests on the test of another rests on one that is eligible by its own."""
    for item in registers.items.values():
        if item.latest.state == "eligible" and not item.rests_on_itself:
            base = registers.items[item.latest.basis.base]
            if base.latest.state != "eligible" or not base.rests_on_itself:
                return False
    return True


@given(st.integers(0, 2**32))
def test_in_a_register_that_is_empty_every_product_ends_up_where_facts_have_it(seed: int) -> None:
    random = Random(seed)
    day = date(2019, 11, 1) + timedelta(days=random.randint(0, 500))
    given = drawn_facts(random, drawn_row(random, date(2019, 11, 1)), day)

    registers = entered(replay(opened()), given)

    found = {
        item.latest.product.product_id: (item.latest.state, item.latest.firmware[0].stage.value)
        for item in registers.items.values()
    }
    assert found == ends_up(given)


PANEL = "Panel 3: it is tested again"


@given(st.integers(0, 2**32))
def test_what_somebody_listed_again_is_called_uneconomic_by_a_decision_that_came_after_it(seed: int) -> None:
    """Of everything that is pending beside such a decision, however often it was declared and listed again."""
    random = Random(seed)
    log: list[LogLine] = [*opened()]
    registers, day = replay(log), date(2019, 11, 1)
    row, boards = drawn_row(random, day), list[Basis]()
    for _ in range(random.randint(2, 6)):
        day += timedelta(days=random.randint(0, 30))
        boards.append(Basis(UNECONOMIC, f"Board of {day}", consultation="Untested", decided_on=day))
        given = drawn_facts(random, row, day)
        products = tuple(
            replace(one, begun=(), shown=(), equivalents=(), spared=random.choice([*boards, None]))
            for one in given.products
        )
        given = replace(given, products=products)
        for one in given.products:
            for item in registers.of_product(one.product.product_id)[-1:]:
                if item.latest.state == "pending" and one.spared:
                    life = [e for e in log if isinstance(e, RegisterEntry) and e.item == item.latest.item]
                    found = {e.entry.item for e in due_entries(registers, given).entries if e.entry.state == UNECONOMIC}
                    assert (item.latest.item in found) is still_calls(one.spared, life, PANEL)
        registers, lines = enter(
            registers, said([one.entry for one in due_entries(registers, given).entries], WHO, "x"), START
        )
        log += lines
        for name, item in registers.items.items():
            if item.latest.state == "uneconomic" and random.random() < 0.7:
                again = Basis(RELISTING, PANEL, decided_on=day - timedelta(days=random.randint(0, 40)))
                wish = decided(registers, given, Wish(name, "pending", again, day))
                assert wish.entry is not None
                registers, lines = enter(registers, said([wish.entry], WHO, "x"), START)
                log += lines
