"""What every store promises of the registers: a log that only grows, its tree, and the publications of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligo.errors import UsageError, VersionConflict
from eligo.ports import KEY, RULES, Lines, RegisterLog, item_of
from eligo.records import RegisterHead
from eligo.registers import EMPTY_ROOT, NO_PARENT, ItemStatus, LogLine, RegisterEntry, replay, version_hash
from registers.drawn_log import LIFE, START, drawn_log, drawn_register, entry, opened, product, told, tree_of, version
from store.drawn import BECAUSE, OTHER, given_up, log_of, refused
from store.memory_registers import is_asked_for
from store.settable_clock import SettableClock
from store.stores import MAKERS, Opened

LIFE_OF_ONE = told(*LIFE)


@pytest.fixture
def registers(opened: Opened) -> RegisterLog:
    """The registers of an empty store."""
    return opened.store.registers


def test_an_empty_register_has_the_root_of_an_empty_tree(registers: RegisterLog) -> None:
    assert registers.head() == RegisterHead(0, EMPTY_ROOT.hex(), 0, NO_PARENT, None, 0)
    assert list(registers.lines()) == []
    assert registers.versions() == ()
    with pytest.raises(IndexError):
        registers.node(0, 0)


def test_lines_that_are_entered_are_given_back_in_their_order(registers: RegisterLog) -> None:
    first = registers.enter(LIFE_OF_ONE[:3], BECAUSE)
    second = registers.enter(LIFE_OF_ONE[3:], BECAUSE)

    assert tuple(registers.lines()) == LIFE_OF_ONE
    tree = tree_of(LIFE_OF_ONE)
    assert first == RegisterHead(3, tree.root(3).hex(), 0, NO_PARENT, LIFE_OF_ONE[2].recorded_at, 1)
    assert second == RegisterHead(8, tree.root().hex(), 0, NO_PARENT, LIFE_OF_ONE[-1].recorded_at, 2)
    assert registers.head() == second


def test_some_lines_are_one_event_with_the_head_before_and_after(opened: Opened) -> None:
    opened.store.registers.enter(LIFE_OF_ONE[:3], BECAUSE)
    opened.store.registers.enter(LIFE_OF_ONE[3:], OTHER)

    tree = tree_of(LIFE_OF_ONE)
    heads = [
        {"record": "register", "size": size, "root": tree.root(size).hex(), "publications": 0, "last": NO_PARENT}
        for size in (3, 8)
    ]
    stated = [{**head, "event": event} for event, head in enumerate(heads, start=1)]
    assert [(one.who, one.action, one.subject, one.before, one.after) for one in log_of(opened)] == [
        ("analyst", "register.entered", "register", None, stated[0]),
        ("reviewer", "register.entered", "register", stated[0], stated[1]),
    ]


@pytest.mark.parametrize("wrong", [LIFE_OF_ONE[1:], LIFE_OF_ONE[:4], LIFE_OF_ONE[4:], (*LIFE_OF_ONE[3:], entry())])
def test_lines_that_do_not_follow_the_last_one_are_refused(opened: Opened, wrong: Sequence[LogLine]) -> None:
    opened.store.registers.enter(LIFE_OF_ONE[:3], BECAUSE)

    with refused(opened, VersionConflict):
        opened.store.registers.enter(wrong, BECAUSE)


def test_a_line_that_is_earlier_than_the_last_one_is_refused(opened: Opened) -> None:
    opened.store.registers.enter(LIFE_OF_ONE[:3], BECAUSE)
    earlier = replace(LIFE_OF_ONE[3], recorded_at=START)

    with refused(opened, VersionConflict):
        opened.store.registers.enter((earlier,), BECAUSE)
    with refused(opened, VersionConflict):
        opened.store.registers.enter((*LIFE_OF_ONE[3:5], replace(LIFE_OF_ONE[5], recorded_at=START)), BECAUSE)


def test_to_enter_nothing_is_a_mistake(opened: Opened) -> None:
    with refused(opened, ValueError):
        opened.store.registers.enter((), BECAUSE)


def test_a_line_that_cannot_be_kept_as_it_is_is_refused(opened: Opened) -> None:
    with refused(opened, UsageError):
        opened.store.registers.enter((replace(LIFE_OF_ONE[0], why="a\x00b"),), BECAUSE)


def test_what_was_entered_in_a_transaction_that_fails_has_not_been(opened: Opened) -> None:
    with given_up(opened):
        opened.store.registers.enter(LIFE_OF_ONE, BECAUSE)
        opened.store.registers.publish(version(LIFE_OF_ONE, "2.9"), BECAUSE)

    assert opened.store.registers.head() == RegisterHead()
    assert list(opened.archive.records()) == []
    opened.store.registers.enter(LIFE_OF_ONE, BECAUSE)


def test_a_publication_follows_the_one_before_it(opened: Opened) -> None:
    registers = opened.store.registers
    registers.enter(LIFE_OF_ONE[:5], BECAUSE)
    first = version(LIFE_OF_ONE[:5], "2.9")
    second = version(LIFE_OF_ONE, "2.10", [first])

    published = registers.publish(first, BECAUSE)
    registers.enter(LIFE_OF_ONE[5:], BECAUSE)
    registers.publish(second, OTHER)

    assert registers.versions() == (first, second)
    root = tree_of(LIFE_OF_ONE).root(5).hex()
    assert published == RegisterHead(5, root, 1, version_hash(first.version), LIFE_OF_ONE[4].recorded_at, 2)
    assert (registers.head().publications, registers.head().last) == (2, version_hash(second.version))
    assert [one.action for one in log_of(opened)] == [
        "register.entered",
        "register.published",
        "register.entered",
        "register.published",
    ]


def test_a_publication_that_was_not_made_from_what_is_there_is_refused_with_what_differs(opened: Opened) -> None:
    registers = opened.store.registers
    registers.enter(LIFE_OF_ONE[:5], BECAUSE)
    first, rival = version(LIFE_OF_ONE[:5], "2.9"), version(LIFE_OF_ONE[:5], "1.0", list="epcl")
    registers.publish(first, BECAUSE)

    with refused(opened, VersionConflict) as refusal:
        registers.publish(rival, OTHER)
    assert isinstance(refusal.value, VersionConflict)
    assert refusal.value.details == (
        "publication: found 1; expected 2",
        f"parent: found {NO_PARENT}; expected {version_hash(first.version)}",
    )
    registers.enter(LIFE_OF_ONE[5:], BECAUSE)
    for stale in (first, version(LIFE_OF_ONE[:5], "2.10", [first]), version(LIFE_OF_ONE, "2.10")):
        with refused(opened, VersionConflict):
            registers.publish(stale, OTHER)
    registers.publish(version(LIFE_OF_ONE, "1.0", [first], list="epcl"), OTHER)


def test_the_rules_and_the_key_in_force_are_the_last_of_their_item(registers: RegisterLog) -> None:
    registers.enter(LIFE_OF_ONE, BECAUSE)

    assert tuple(registers.lines(Lines(items=[RULES, KEY], last=True))) == opened()
    assert tuple(registers.lines(Lines(items=[RULES]))) == opened()[1:]
    assert tuple(registers.lines(Lines(last=True))) == (*opened(), LIFE_OF_ONE[-1])


def test_more_names_than_one_question_takes_are_asked_in_parts(registers: RegisterLog) -> None:
    log = told(*(entry(number) for number in range(1, 1201)))
    registers.enter(log, BECAUSE)
    products = [product(number).product_id for number in range(1, 1101)]

    found = tuple(registers.lines(Lines(products=products)))
    last = tuple(registers.lines(Lines(items=[f"{one}/1" for one in products], last=True)))

    assert found == last == log[2:1102]


def test_statuses_of_more_names_than_one_question_takes_are_asked_in_parts(registers: RegisterLog) -> None:
    log = told(*(entry(number) for number in range(1, 1201)))
    registers.enter(log[:700], BECAUSE)
    registers.enter(log[700:], BECAUSE)
    products = [product(number).product_id for number in range(1, 1101)]

    found = registers.statuses(Lines(products=products))

    assert sorted(found) == sorted(f"{one}/1" for one in products)
    assert [found[f"{one}/1"].entry for one in products] == [*range(3, 1103)]
    assert registers.statuses(Lines(products=[])) == {}


def test_a_label_is_found_whatever_its_capitals_and_its_signs(registers: RegisterLog) -> None:
    labels = ('A "b" 100%_', "a \\ B", "É-1", "é-1", "dmc-1", "DMC-10", "PPCL")
    log = told(*(replace(entry(number), label=label) for number, label in enumerate(labels, start=1)))
    registers.enter(log, BECAUSE)

    def found(*called: str) -> list[str]:
        return [getattr(one, "label", "") for one in registers.lines(Lines(labels=called))]

    due = [[one] for one in (*labels[:2], "É-1", "É-1", *labels[4:])]
    assert [found(label.upper()) for label in labels] == due
    assert found("DMC-1", "é-1", "none", "\0") == ["é-1", "dmc-1"]
    assert (found(), found("label"), found("%")) == ([], [], [])


names = st.none() | st.lists(st.integers(1, 5), max_size=3)
days = st.none() | st.integers(-2, 60)
questions = st.fixed_dictionaries(
    {
        "after": st.sampled_from([0, 0, 3, 12]),
        "through": st.none() | st.integers(0, 40),
        "recorded": st.none() | st.integers(0, 40),
        "items": names,
        "products": names,
        "resting_on": st.none() | names,
        "labels": st.none() | st.none() | names,
        "effective_after": days,
        "effective_through": days,
        "last": st.booleans(),
    }
)


def question(log: Sequence[LogLine], drawn: dict[str, object]) -> Lines:
    """A question about a log, whose times are those of some of its lines."""
    ids = {name: [product(one).product_id for one in given] for name, given in drawn.items() if isinstance(given, list)}
    stated: dict[str, object] = {**drawn, **ids}
    if "items" in ids:
        stated["items"] = [*(f"{one}/{number}" for one in ids["items"] for number in (1, 2)), RULES]
    if "labels" in ids:
        stated["labels"] = [f"dmC-{one.number}" for one in log[: len(ids["labels"])]]
    recorded = stated.pop("recorded")
    if isinstance(recorded, int):
        stated["recorded_through"] = log[recorded % len(log)].recorded_at - timedelta(microseconds=recorded % 2)
    for name in ("effective_after", "effective_through"):
        if isinstance(stated[name], int):
            stated[name] = LIFE[0].effective_on + timedelta(days=int(str(stated[name])))
    return Lines(**stated)  # type: ignore[arg-type]


@pytest.mark.parametrize("implementation", MAKERS)
@settings(max_examples=settings().max_examples // 6)
@given(seed=st.integers(0, 2**32), asked=st.lists(questions, min_size=10, max_size=10))
def test_whatever_is_asked_of_a_drawn_log_is_what_is_asked_for(
    request: pytest.FixtureRequest, implementation: str, seed: int, asked: list[dict[str, object]]
) -> None:
    log = drawn_log(Random(seed), 30)
    with MAKERS[implementation](request, SettableClock()) as make:
        registers = make().store.registers
        registers.enter(log, BECAUSE)
        for one in asked:
            lines = question(log, one)
            assert registers.statuses(lines) == left(log, lines)
            found = [line for line in log if is_asked_for(line, lines)]
            if lines.last:
                found = [line for line in found if line is [one for one in found if same_item(one, line)][-1]]
            assert list(registers.lines(lines)) == found


def left(log: Sequence[LogLine], asked: Lines) -> dict[str, ItemStatus]:
    """The status of each item that is asked about, as replaying the log up to the last line that is gives it."""
    last = {item_of(line): line.number for line in log if isinstance(line, RegisterEntry) and is_asked_for(line, asked)}
    return {name: replay(log[:number]).items[name].status for name, number in last.items()}


def same_item(one: LogLine, other: LogLine) -> bool:
    return getattr(one, "item", type(one)) == getattr(other, "item", type(other))


@pytest.mark.parametrize("implementation", MAKERS)
@settings(max_examples=settings().max_examples // 10)
@given(seed=st.integers(0, 2**32))
def test_a_drawn_register_entered_bit_by_bit_has_the_heads_and_nodes_of_its_tree(
    request: pytest.FixtureRequest, implementation: str, seed: int
) -> None:
    chance = Random(seed)
    log, versions = drawn_register(chance, 40)
    tree, at = tree_of(log), 0
    with MAKERS[implementation](request, SettableClock()) as make:
        registers = make().store.registers
        for one in versions:
            while at < one.version.size:
                until = min(one.version.size, at + chance.randint(1, 9))
                assert registers.enter(log[at:until], BECAUSE).root == tree.root(until).hex()
                at = until
            assert registers.publish(one, BECAUSE).root == one.version.root
        assert registers.versions() == versions
        for level in range(7):
            for place in range(len(log) >> level):
                assert registers.node(level, place) == tree.node(level, place)
            for place in (-1, len(log) >> level):
                with pytest.raises(IndexError):
                    registers.node(level, place)
        for level in (-1, 70):
            with pytest.raises(IndexError):
                registers.node(level, 0)
