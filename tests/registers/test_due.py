"""What facts call for in the registers, what is held up, and what falls: told by days, and drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from eligo.errors import RegisterRefused
from eligo.registers import (
    Basis,
    Document,
    RegisterEntry,
    Registers,
    Served,
    Stage,
    enter,
    replay,
)
from eligo.registers.due import (
    RELISTING,
    TEST_REQUEST,
    UNECONOMIC,
    UNSAID,
    WITHDRAWAL,
    Begun,
    DueEntries,
    Facts,
    Lapsed,
    Released,
    Wish,
    decided,
    due_entries,
    said,
)
from eligo.terms import Route
from registers.drawn_facts import (
    LATER,
    LISTED,
    REPORT,
    ROW,
    begun,
    entered,
    facts,
    known,
    release,
    shown,
    stands,
)
from registers.drawn_log import START, WHO, opened, product


def step(one: RegisterEntry) -> tuple[str, str, str, str]:
    """What an entry says in few words: item, state, firmware, day."""
    firmware = " ".join(f"{stage.stage.value} {stage.version}".strip() for stage in one.firmware)
    return (f"{one.label}/{one.generation}", one.state, firmware, one.effective_on.isoformat())


def steps(found: DueEntries) -> list[tuple[str, str, str, str]]:
    return [step(one.entry) for one in found.entries]


def held(found: DueEntries) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.what, one.reasons) for one in found.held]


def test_a_drafted_product_is_listed_and_follows_its_firmware_and_its_test_day_by_day() -> None:
    listed = known()
    registers = replay(opened())
    told = []
    for day, one in (
        ("2019-11-01", replace(listed, releases=ROW[:1])),
        ("2019-11-05", replace(listed, releases=ROW[:1], begun=(begun("1.0", "2019-11-04"),))),
        ("2019-12-03", replace(listed, releases=ROW[:2], begun=(begun("1.0", "2019-11-04"),))),
        ("2020-01-10", replace(listed, begun=(begun("1.0", "2019-11-04"),), shown=(shown(lacking=("EOC: 3",)),))),
        ("2020-02-21", replace(listed, begun=(begun("1.0", "2019-11-04"),), shown=(shown(),))),
    ):
        told += steps(due_entries(registers, facts(one, on=day)))
        registers = entered(registers, facts(one, on=day))

    assert told == [
        ("DMC-1/1", "pending", "to-be-confirmed", "2019-11-01"),
        ("DMC-1/1", "pending", "candidate 1.0", "2019-11-01"),
        ("DMC-1/1", "in-test", "candidate 1.0", "2019-11-04"),
        ("DMC-1/1", "in-test", "candidate 1.1", "2019-12-02"),
        ("DMC-1/1", "in-test", "final 1.2", "2020-01-06"),
        ("DMC-1/1", "eligible", "final 1.2", "2020-02-21"),
    ]
    (item,) = registers.items.values()
    assert item.latest.operators == (Served("SMSO-1", Route.MT_SIT, date(2020, 2, 21)),)
    assert item.latest.basis == Basis("evidence", "MT, SIT and EOC at SMSO-1", (REPORT,), operators=("SMSO-1",))


def test_what_is_late_is_caught_up_at_once_without_candidates_that_were_replaced_before_it_was_listed() -> None:
    one = known(begun=(begun("1.1", "2019-12-04"),))

    found = due_entries(replay(opened()), facts(one, on="2020-03-02"))

    assert steps(found) == [
        ("DMC-1/1", "pending", "to-be-confirmed", "2020-03-02"),
        ("DMC-1/1", "pending", "candidate 1.1", "2020-03-02"),
        ("DMC-1/1", "pending", "final 1.2", "2020-03-02"),
        ("DMC-1/1", "in-test", "final 1.2", "2020-03-02"),
    ]
    assert {(one.entry.who, one.entry.why) for one in found.entries} == {(UNSAID, UNSAID)}
    assert [one.because for one in found.entries] == [
        "It is listed: Selection of run 1, RFI-2019-08",
        "candidate 1.1 of MK1, received 2019-12-02",
        "final 1.2 of MK1, received 2020-01-06",
        "MT on 1.1, begun 2019-12-04",
    ]


@pytest.mark.parametrize(
    ("test", "releases", "state", "why"),
    [
        (begun("1.1", "2019-12-04"), ROW[:2], "in-test", ()),
        (begun("1.1", "2019-12-04"), ROW, "in-test", ()),
        (begun("1.2", "2020-01-07", needs_final=True), ROW, "in-test", ()),
        (begun("1.0", "2019-11-04"), ROW[:2], "pending", ("it counts on nothing newer, and its firmware is 1.1",)),
        (begun("1.0", "2019-11-04"), ROW, "pending", ("it counts on nothing newer, and its firmware is 1.2",)),
        (
            begun("1.1", "2019-12-04", needs_final=True),
            ROW,
            "pending",
            ("that phase is passed on the final release alone",),
        ),
        (begun("1.1", "2019-12-04", is_asked=False), ROW, "pending", ("its route has no such phase",)),
    ],
)
def test_a_test_has_begun_where_its_results_count_on_the_firmware_that_the_item_is_on(
    test: Begun, releases: tuple[Released, ...], state: str, why: tuple[str, ...]
) -> None:
    one = known(releases=releases, begun=(test,))
    registers = entered(replay(opened()), facts(one, on="2020-03-02"))

    found = due_entries(registers, facts(one, on="2020-03-02"))

    assert [item.latest.state for item in registers.items.values()] == [state]
    reasons = tuple(f"{test.reference}: {reason}" for reason in why)
    assert [each.reasons for each in found.held if each.what == "in test"] == ([reasons] if why else [])


def test_a_result_on_a_candidate_that_was_replaced_does_not_begin_a_test_whenever_it_comes() -> None:
    first = known(releases=ROW[:1])
    registers = entered(replay(opened()), facts(first, on="2019-11-01"))
    late = known(releases=ROW[:2], begun=(begun("1.0", "2019-12-03"),))

    found = due_entries(registers, facts(late, on="2019-12-10"))

    assert steps(found) == [("DMC-1/1", "pending", "candidate 1.1", "2019-12-02")]


def test_a_decision_of_equivalence_waits_for_its_base_and_follows_it() -> None:
    base, claimed = known(2, begun=(begun("1.1", "2019-12-09"),)), known(1, equivalents=(stands(product(2)),))
    registers = entered(replay(opened()), facts(base, claimed))
    waiting = due_entries(registers, facts(base, claimed))

    found = due_entries(registers, facts(replace(base, shown=(shown(),)), claimed))

    assert (waiting.entries, held(waiting)) == (
        (),
        [
            (
                "eligible by equivalence",
                (
                    (
                        f"DMC-2 ({product(2).product_id}) is not eligible by its own test on its firmware "
                        "(Decision of 2020-03-30)"
                    ),
                ),
            )
        ],
    )
    assert steps(found) == [
        ("DMC-2/1", "eligible", "final 1.2", "2020-05-01"),
        ("DMC-1/1", "eligible", "final 1.2", "2020-05-01"),
    ]
    assert found.entries[1].entry.basis.base == f"{product(2).product_id}/1"
    assert [one.item for one in found.chosen({product(1).product_id})] == [one.item for one in found.entries]


def eligible_pair() -> tuple[Registers, Facts]:
    """One that is eligible by its own test, and two by that."""
    base = known(1, begun=(begun("1.1", "2019-12-04"),), shown=(shown(),))
    claimed = [known(number, equivalents=(stands(product(1)),)) for number in (2, 3)]
    given = facts(base, *claimed)
    return entered(replay(opened()), given), given


def test_evidence_that_is_withdrawn_re_opens_what_it_has_shown_and_everything_that_rested_on_it() -> None:
    registers, given = eligible_pair()
    base, *claimed = given.products
    lost = replace(base, shown=(shown(lacking=("EOC: 9 of 9 tests have no result that counts",)),))

    found = due_entries(registers, facts(lost, *claimed, on="2020-06-08"))

    assert steps(found) == [
        ("DMC-1/1", "withdrawn", "final 1.2", "2020-06-08"),
        ("DMC-1/1", "pending", "final 1.2", "2020-06-08"),
        ("DMC-2/1", "withdrawn", "final 1.2", "2020-06-08"),
        ("DMC-2/1", "pending", "final 1.2", "2020-06-08"),
        ("DMC-3/1", "withdrawn", "final 1.2", "2020-06-08"),
        ("DMC-3/1", "pending", "final 1.2", "2020-06-08"),
        ("DMC-1/1", "in-test", "final 1.2", "2020-06-08"),
    ]
    assert found.entries[0].because == "Its own test is no longer passed (EOC)"
    assert found.entries[2].because == (
        f"The test of DMC-1 ({product(1).product_id}/1), on which it rested, no longer stands"
    )
    assert found.reopened == tuple(f"{product(number).product_id}/1" for number in (1, 2, 3))
    assert {one.entry.label for one in found.chosen({product(1).product_id})} == {"DMC-1", "DMC-2", "DMC-3"}


def test_facts_of_a_day_say_nothing_of_what_takes_effect_later() -> None:
    registers, _ = eligible_pair()

    assert due_entries(registers, facts(known(1, ROW[:1]), on="2019-11-01")).entries == ()


def test_what_another_base_holds_stays_eligible_by_that() -> None:
    registers, given = eligible_pair()
    base, second, third = given.products
    other = known(4, begun=(begun("1.0", "2019-11-04"),), shown=(shown(),))
    registers = entered(registers, facts(base, second, third, other))
    lost = replace(base, shown=())
    two = replace(second, equivalents=(*second.equivalents, stands(product(4))))

    found = due_entries(registers, facts(lost, two, third, other, on="2020-06-08"))

    assert [one for one in steps(found) if one[0] == "DMC-2/1"] == [("DMC-2/1", "eligible", "final 1.2", "2020-06-08")]
    (held_up,) = (one for one in found.entries if one.entry.label == "DMC-2")
    assert (held_up.falls, held_up.entry.basis.base) == (False, f"{product(4).product_id}/1")
    assert {one.entry.label for one in found.chosen({product(1).product_id})} == {"DMC-1", "DMC-2", "DMC-3"}


@pytest.mark.parametrize("reason", ["The decision of 2020-03-30 expired on 2020-06-01"])
def test_a_decision_that_no_longer_holds_re_opens_what_it_let_in(reason: str) -> None:
    registers, given = eligible_pair()
    base, second, third = given.products
    lapsed = replace(second, equivalents=(), lapsed=(Lapsed(product(1).product_id, reason),))

    found = due_entries(registers, facts(base, lapsed, third, on="2020-06-08"))

    assert [(one.entry.label, one.entry.state, one.entry.basis) for one in found.entries] == [
        ("DMC-2", "withdrawn", Basis(WITHDRAWAL, reason, decided_on=date(2020, 6, 8))),
        (
            "DMC-2",
            "pending",
            Basis(RELISTING, "It waits for a test, or a decision, again", decided_on=date(2020, 6, 8)),
        ),
    ]


def test_newer_firmware_is_an_entry_of_its_own_and_what_was_shown_stays_eligible() -> None:
    registers, given = eligible_pair()
    base, *_ = given.products
    newer = replace(base, releases=LATER)

    found = due_entries(registers, facts(newer, on="2020-06-08"))

    assert steps(found) == [("DMC-1/2", "pending", "candidate 2.0", "2020-06-01")]
    assert (
        entered(registers, facts(newer, on="2020-06-08")).items[f"{product(1).product_id}/1"].latest.state == "eligible"
    )


def test_a_test_stands_for_another_on_the_same_firmware_of_one_track_alone() -> None:
    registers, given = eligible_pair()
    base = replace(given.products[0], releases=(*LATER, release("2.1", "2020-08-03", Stage.FINAL)))
    later = known(8, base.releases, equivalents=(stands(product(1)),))
    other_track = replace(known(9, equivalents=(stands(product(1)),)), track="MK2")

    found = due_entries(registers, facts(base, later, other_track, on="2020-09-01"))

    ends = {one.entry.label: one.entry.state for one in found.entries if one.entry.generation == 1}
    assert ends == {"DMC-8": "pending", "DMC-9": "eligible"}
    assert [one.what for one in found.held if one.label == "DMC-8"] == ["eligible by equivalence"]


def test_a_final_release_that_is_taken_back_takes_what_it_made_eligible_with_it_and_lists_nothing_again() -> None:
    registers, given = eligible_pair()
    base, *_ = given.products

    found = due_entries(registers, facts(replace(base, releases=(), shown=()), on="2020-06-08"))

    assert steps(found)[:1] == [("DMC-1/1", "withdrawn", "final 1.2", "2020-06-08")]
    assert found.entries[0].because == "The firmware register no longer has the final release 1.2"
    assert [one.entry.state for one in found.entries if one.entry.label == "DMC-1"] == ["withdrawn"]


def test_a_generation_that_falls_is_not_listed_again_beside_the_next_one() -> None:
    registers, given = eligible_pair()
    newer = replace(given.products[0], releases=LATER)
    registers = entered(registers, facts(newer, on="2020-06-08"))

    found = due_entries(registers, facts(replace(newer, releases=ROW, shown=()), on="2020-07-01"))

    assert [step(one.entry) for one in found.entries if one.entry.label == "DMC-1"] == [
        ("DMC-1/1", "withdrawn", "final 1.2", "2020-07-01"),
    ]
    assert [(one.what, one.reasons) for one in found.held if one.label == "DMC-1"] == [
        ("firmware", ("The firmware register no longer has 2.0",)),
    ]


def test_a_later_request_lists_again_what_was_withdrawn_and_its_last_generation_alone() -> None:
    registers, given = eligible_pair()
    base, *_ = given.products
    gone = Basis(WITHDRAWAL, "Test found void", decided_on=date(2020, 6, 8))
    out = decided(
        registers, replace(given, on=date(2020, 6, 8)), Wish(product(1).product_id, "withdrawn", gone, date(2020, 6, 8))
    )
    assert out.entry is not None
    registers, _ = enter(registers, said([out.entry], WHO, "Void"), START)
    asked = Basis(TEST_REQUEST, "REQ-8", party="Ash Metering", decided_on=date(2020, 6, 9))
    newer = replace(base, releases=LATER, requested=asked)

    found = due_entries(registers, facts(newer, on="2020-06-10"))

    assert [step(one.entry) for one in found.entries if one.entry.label == "DMC-1"] == [
        ("DMC-1/1", "pending", "final 1.2", "2020-06-10"),
        ("DMC-1/1", "in-test", "final 1.2", "2020-06-10"),
        ("DMC-1/1", "eligible", "final 1.2", "2020-06-10"),
        ("DMC-1/2", "pending", "candidate 2.0", "2020-06-10"),
    ]


def test_final_firmware_that_was_replaced_before_it_was_passed_leaves_the_list() -> None:
    one = known(begun=(begun("1.0", "2019-11-04"),))
    registers = entered(replay(opened()), facts(one, on="2020-02-03"))

    found = due_entries(registers, facts(replace(one, releases=LATER), on="2020-06-08"))

    assert steps(found) == [
        ("DMC-1/1", "withdrawn", "final 1.2", "2020-06-08"),
        ("DMC-1/2", "pending", "candidate 2.0", "2020-06-08"),
    ]
    assert found.entries[0].because == (
        "Its final firmware 1.2 was replaced before it was passed: candidate 2.0 of MK1, received 2020-06-01"
    )


def test_a_second_operator_is_opened_by_what_was_shown_with_its_own_once_its_migration_testing_is_passed() -> None:
    both = (Served("SMSO-1", Route.MT_SIT), Served("SMSO-2", Route.DMCT))
    one = known(operators=both, shown=(shown(), shown(operator="SMSO-2")))
    registers = entered(replay(opened()), facts(one))
    (item,) = registers.items.values()
    assert [one.open_on for one in item.latest.operators] == [date(2020, 5, 1), None]
    second = replace(facts().migrated[0], operator="SMSO-2", reference="MT of DMC-9")

    found = due_entries(registers, facts(one, on="2020-07-01", migrated=(*facts().migrated, second)))

    (due,) = found.entries
    assert [one.open_on for one in due.entry.operators] == [date(2020, 5, 1), date(2020, 7, 1)]
    assert due.entry.basis.operators == ("SMSO-2",)
    assert "MT of DMC-9" in due.entry.basis.reference


def test_a_request_is_listed_and_one_that_is_declared_uneconomic_leaves_the_list() -> None:
    asked = Basis(TEST_REQUEST, "REQ-7 of Ash Metering", party="Ash Metering", decided_on=date(2020, 2, 14))
    board = Basis(UNECONOMIC, "Board of 21 February", consultation="Untested", decided_on=date(2020, 2, 21))
    new = known(7, (), label="", listed=None, requested=asked)
    spared = known(1, (), spared=board)

    found = due_entries(replay(opened()), facts(new, spared))

    assert [(one.entry.label, one.entry.state, one.entry.basis) for one in found.entries] == [
        ("DMC-1", "pending", LISTED),
        ("DMC-1", "uneconomic", board),
        ("DMC-2", "pending", asked),
    ]


def decide(registers: Registers, given: Facts, state: str, basis: Basis) -> Registers:
    """The registers once somebody has decided that of the first product, on that day."""
    assert basis.decided_on is not None
    wish = Wish(f"{product(1).product_id}/1", state, basis, given.on)
    found = decided(registers, given, wish)
    assert (found.entry is not None, found.faults) == (True, ())
    assert found.entry is not None
    return enter(registers, said([found.entry], WHO, "Decided"), START)[0]


@pytest.mark.parametrize(
    ("listed_again", "declared", "is_due"),
    [
        ("2020-06-08", "2020-02-21", False),  # the decision that its earlier entry rests on
        ("2020-02-01", "2020-02-21", False),  # the same, though its relisting says an earlier day
        ("2020-06-08", "2020-05-04", False),  # another, but older than the relisting
        ("2020-06-08", "2020-06-08", False),  # of the same day, so not newer
        ("2020-06-08", "2020-06-09", True),
    ],
)
def test_what_somebody_listed_again_leaves_the_list_by_a_newer_decision_alone(
    listed_again: str, declared: str, is_due: bool
) -> None:
    board = Basis(UNECONOMIC, "Board", consultation="Untested", decided_on=date(2020, 2, 21))
    spared = known(releases=ROW[:1], spared=board)
    registers = entered(replay(opened()), facts(spared))
    basis = Basis(RELISTING, "Panel 3", decided_on=date.fromisoformat(listed_again))
    registers = decide(registers, facts(spared, on="2020-06-08"), "pending", basis)
    # Whatever follows in between: the firmware of the item goes on.
    registers = entered(registers, facts(replace(spared, spared=None), on="2020-06-08"))
    now = replace(spared, spared=replace(board, decided_on=date.fromisoformat(declared)))

    found = due_entries(registers, facts(now, on="2020-06-10"))

    assert [one.entry.state for one in found.entries] == ["uneconomic"] * is_due


def test_what_is_listed_again_as_it_fell_is_listed_by_nobody_s_decision() -> None:
    registers, given = eligible_pair()
    fallen, *_ = given.products
    board = Basis(UNECONOMIC, "Board", consultation="Untested", decided_on=date(2020, 2, 21))
    now = replace(fallen, begun=(), shown=(), spared=board)

    found = due_entries(registers, facts(now, on="2020-06-08"))

    assert [one.entry.state for one in found.entries][-2:] == ["pending", "uneconomic"]


def test_what_the_rules_refuse_is_held_up_with_every_reason() -> None:
    bad = known(1, (), spared=Basis(UNECONOMIC, "", decided_on=date(2020, 2, 21)))

    found = due_entries(replay(opened()), facts(bad))

    assert held(found) == [
        (
            "uneconomic: ",
            (
                "basis: has no reference; expected what the record of it is called",
                "basis: states no consultation, which 'uneconomic' needs",
            ),
        )
    ]


def test_a_register_without_rules_has_nothing_due() -> None:
    with pytest.raises(RegisterRefused, match="has no rules yet"):
        due_entries(Registers(), facts(known()))


def test_a_withdrawn_base_shows_what_falls_with_it_and_stays_withdrawn() -> None:
    registers, given = eligible_pair()
    basis = Basis(WITHDRAWAL, "Test found void", decided_on=date(2020, 6, 8))
    given = replace(given, on=date(2020, 6, 8))

    found = decided(registers, given, Wish(product(1).product_id, "withdrawn", basis, given.on))

    assert found.faults == ()
    assert found.entry is not None
    assert step(found.entry) == ("DMC-1/1", "withdrawn", "final 1.2", "2020-06-08")
    assert [step(one.entry) for one in found.falls] == [
        ("DMC-2/1", "withdrawn", "final 1.2", "2020-06-08"),
        ("DMC-2/1", "pending", "final 1.2", "2020-06-08"),
        ("DMC-3/1", "withdrawn", "final 1.2", "2020-06-08"),
        ("DMC-3/1", "pending", "final 1.2", "2020-06-08"),
    ]
    lines = said([found.entry, *(one.entry for one in found.falls)], WHO, "Test void")
    after, _ = enter(registers, lines, START)
    still = due_entries(after, given)
    assert [one.entry.label for one in still.entries] == []
    assert ("eligible by evidence", "DMC-1") in [(one.what, one.label) for one in still.held]


def test_nobody_decides_that_something_is_eligible_and_every_reason_is_told() -> None:
    registers, given = eligible_pair()
    other = facts(*given.products, known(5, ROW[:1]))
    basis = Basis("evidence", "As agreed", (Document("r.pdf", "c" * 64),))

    found = decided(entered(registers, other), other, Wish(product(5).product_id, "eligible", basis, date(2020, 5, 1)))
    nothing = decided(registers, given, Wish("P-000000000000", "withdrawn", basis, date(2020, 5, 1)))

    not_to_decide, firmware = found.faults
    assert not_to_decide.startswith("state: found 'eligible', which is nobody's to decide; it follows from complete")
    assert firmware == "firmware: found candidate in state 'eligible'; expected final"
    expected = "expected what is in it, is drafted, or was requested ('eligo programme decide')"
    assert nothing.faults == (f"item: found 'P-000000000000', which is not in the register; {expected}",)
