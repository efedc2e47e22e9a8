"""What a programme knows, in the words of the registers: by product, as of a day, and for the public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from builders import foc
from eligo.programme import (
    DecisionKind,
    EquivalenceDecision,
    Equivalences,
    Need,
    ProgrammeDecision,
    ProgrammeDecisions,
    Requester,
    Withdrawn,
    facts_of,
)
from eligo.registers import Basis, Registers, Served, Stage, enter, replay
from eligo.registers.due import Equivalent, KnownProduct, due_entries, said
from eligo.terms import Route
from programme.drawn import register
from programme.drawn_remembered import (
    DECIDED,
    LISTED,
    NEXT,
    combination,
    day,
    passed,
    remembered,
    under_test,
)
from registers.drawn_log import START, opened

ONE, TWO = combination(1), combination(2)
FIRST, SECOND = under_test(ONE, Route.MT_SIT), under_test(TWO)
WHOLE = passed(FIRST, {"mt": "1.1", "sit": "1.1", "eoc": "1.2"}, "2020-02-10", "all.csv")


def only(found: tuple[KnownProduct, ...], number: int = 1) -> KnownProduct:
    return next(one for one in found if one.product.product_id == combination(number).product_id)


def test_a_combination_that_was_tested_is_a_fact_of_its_product() -> None:
    facts = facts_of(remembered([FIRST], [ONE], [WHOLE]), Registers(), day("2020-03-02"))

    (one,) = facts.products
    assert (one.label, one.listed, one.operators) == ("DMC-1", LISTED, (Served("SMSO-1", Route.MT_SIT),))
    assert [(each.version, each.stage, each.on) for each in one.releases] == [
        ("1.0", Stage.CANDIDATE, date(2019, 10, 7)),
        ("1.1", Stage.CANDIDATE, date(2019, 11, 11)),
        ("1.2", Stage.FINAL, date(2020, 2, 3)),
    ]
    assert one.releases[2].reference == "Final release 1.2 of track MK1, received on 2020-02-03"
    assert [(each.operator, each.version, each.on) for each in one.begun] == [
        ("SMSO-1", "1.1", date(2020, 2, 10)),
        ("SMSO-1", "1.2", date(2020, 2, 10)),
    ]
    (shown,) = one.shown
    assert (shown.version, shown.is_passed, [each.name for each in shown.documents]) == ("1.2", True, ["all.csv"])
    phases = "Migration Testing, Systems Integration Testing, End of Cycle and System Regression"
    assert shown.reference == f"{phases} on 1.2 with SMSO-1, the last result of 2020-02-10"
    assert [each.operator for each in facts.migrated] == ["SMSO-1"]


def test_a_test_that_has_begun_says_what_it_counts_on() -> None:
    all_of_it = passed(FIRST, {"mt": "1.1", "sit": "1.1", "eoc": "1.1", "dmct": "1.1"}, "2020-02-10", "all.csv")

    (one,) = facts_of(remembered([FIRST], [ONE], [all_of_it]), Registers(), day("2020-03-02")).products

    assert {(each.reference, each.needs_final, each.is_asked) for each in one.begun} == {
        ("Migration Testing began on 1.1 with SMSO-1 on 2020-02-10", False, True),
        ("End of Cycle and System Regression began on 1.1 with SMSO-1 on 2020-02-10", True, True),
        ("Device Model Combination Testing began on 1.1 with SMSO-1 on 2020-02-10", True, False),
    }


def test_facts_are_those_of_a_day() -> None:
    all_of_it = remembered([FIRST], [ONE], [WHOLE])

    before = facts_of(all_of_it, Registers(), day("2020-02-02")).products[0]
    then = facts_of(all_of_it, Registers(), day("2020-02-09")).products[0]

    assert ([each.version for each in before.releases], before.begun, before.shown) == (["1.0", "1.1"], (), ())
    assert ([each.version for each in then.releases], then.begun, then.shown) == (["1.0", "1.1", "1.2"], (), ())


def test_what_lacks_a_result_is_not_passed_and_says_what_is_missing() -> None:
    half = passed(FIRST, {"mt": "1.1", "sit": "1.1"}, "2020-02-10")

    (shown,) = facts_of(remembered([FIRST], [ONE], [half]), Registers(), day("2020-03-02")).products[0].shown

    assert not shown.is_passed
    assert shown.lacking == ("End of Cycle and System Regression: 30 of 30 tests have no result that counts",)


def test_what_was_shown_on_a_final_release_stays_shown_when_newer_firmware_comes() -> None:
    facts = facts_of(remembered([FIRST], [ONE], [WHOLE], register(*NEXT)), Registers(), day("2020-09-01"))

    assert [(each.version, each.is_passed) for each in facts.products[0].shown] == [("1.2", True), ("2.1", False)]


def test_what_is_eligible_by_the_route_of_an_earlier_run_is_so_whatever_a_later_run_selects() -> None:
    first = remembered([FIRST], [ONE], [WHOLE])
    registers, given = replay(opened()), facts_of(first, Registers(), day("2020-03-02"))
    due = [one.entry for one in due_entries(registers, given).entries]
    registers, _ = enter(registers, said(due, "Clerk", "Monthly"), START)
    later = remembered([replace(FIRST, route=Route.DMCT)], [ONE], [WHOLE])

    found = due_entries(registers, facts_of(later, registers, day("2020-09-01")))

    assert [item.latest.state for item in registers.items.values()] == ["eligible"]
    assert found.entries == ()


def test_decisions_on_equivalence_hold_on_their_days_and_say_why_they_do_not() -> None:
    pair = EquivalenceDecision(
        TWO.combination_id,
        ONE.combination_id,
        decided_on=date(2020, 3, 30),
        decided_by="Technical panel",
        expires_on=date(2020, 12, 31),
        withdrawn_on=date(2020, 9, 1),
        withdrawn=Withdrawn.DECISION,
    )
    kept = remembered(
        [FIRST, SECOND],
        [ONE, TWO],
        equivalences=Equivalences((pair,)),
        documents={pair.pair: (DECIDED,)},
    )
    told = "The decision of 2020-03-30 that the test of DMC-1 with SMSO-1 stands for DMC-2 with SMSO-1"

    before, then, after = (
        only(facts_of(kept, Registers(), day(on)).products, 2) for on in ("2020-03-29", "2020-08-31", "2020-09-01")
    )

    assert (before.equivalents, before.lapsed) == ((), ())
    basis = Basis("equivalence", told, (DECIDED,), decided_on=date(2020, 3, 30))
    assert then.equivalents == (Equivalent("SMSO-1", ONE.product_id, "SMSO-1", basis),)
    assert [(each.base, each.reason) for each in after.lapsed] == [
        (ONE.product_id, f"{told} was withdrawn on 2020-09-01"),
    ]
    expired = replace(kept, equivalences=Equivalences((replace(pair, withdrawn_on=None, withdrawn=None),)))
    lapsed = only(facts_of(expired, Registers(), day("2021-01-01")).products, 2).lapsed
    assert [each.reason for each in lapsed] == [f"{told} has held until 2020-12-31"]


def request(combination_id: str, testing: Need) -> ProgrammeDecision:
    return ProgrammeDecision(
        DecisionKind.REQUEST,
        combination_id,
        date(2020, 2, 14),
        "Programme board",
        "as minuted",
        request="REQ-7",
        requester="Ash Metering",
        requester_role=Requester.MANUFACTURER,
        requested_on=date(2020, 2, 3),
        testing=testing,
    )


def test_a_request_lists_what_no_run_drafts_where_a_test_is_needed() -> None:
    needed = ProgrammeDecisions((request(TWO.combination_id, Need.NEEDED),))
    kept = remembered([FIRST, SECOND], [ONE, TWO], decisions=needed, drafted=frozenset({ONE.combination_id}))

    one = only(facts_of(kept, Registers(), day("2020-03-02")).products, 2)
    early = only(facts_of(kept, Registers(), day("2020-02-13")).products, 2)

    assert one.listed is None
    assert one.requested == Basis(
        "test-request",
        "Request REQ-7 of 2020-02-03 by a manufacturer, decided on 2020-02-14: a test is needed (as minuted)",
        party="Ash Metering",
        decided_on=date(2020, 2, 14),
    )
    assert early.requested is None


def test_a_request_on_which_no_test_is_needed_is_refused_unless_another_test_stands_for_it() -> None:
    refused = ProgrammeDecisions((request(TWO.combination_id, Need.NOT_NEEDED),))
    kept = remembered([FIRST], [ONE, TWO], decisions=refused)
    pair = EquivalenceDecision(TWO.combination_id, ONE.combination_id, decided_on=date(2020, 2, 20))

    alone = only(facts_of(kept, Registers(), day("2020-03-02")).products, 2)
    claimed = facts_of(replace(kept, equivalences=Equivalences((pair,))), Registers(), day("2020-03-02"))

    told = "Request REQ-7 of 2020-02-03 by a manufacturer, decided on 2020-02-14: a test is not needed (as minuted)"
    found = Basis("test-refusal", told, party="Ash Metering", decided_on=date(2020, 2, 14))
    assert (alone.requested, alone.refused) == (None, found)
    assert alone.operators == (Served("SMSO-1", Route.OUT_OF_SCOPE),)
    one = only(claimed.products, 2)
    assert (one.requested, one.refused) == (replace(found, kind="test-request"), None)
    assert one.operators == (Served("SMSO-1", Route.EQUIVALENT),)


def test_a_request_that_is_not_decided_yet_calls_for_nothing_and_is_told() -> None:
    other = combination(2, "SMSO-2")
    alone = ProgrammeDecisions((request(TWO.combination_id, Need.UNDECIDED),))
    kept = remembered([FIRST], [ONE, TWO, other], decisions=alone)
    beside = (*alone.decisions, request(other.combination_id, Need.NOT_NEEDED))

    one = only(facts_of(kept, Registers(), day("2020-03-02")).products, 2)
    both = facts_of(replace(kept, decisions=ProgrammeDecisions(beside)), Registers(), day("2020-03-02"))

    told = "Request REQ-7 of 2020-02-03 by a manufacturer, not decided yet, put down on 2020-02-14 (as minuted)"
    assert (one.listed, one.requested, one.refused, one.awaited) == (None, None, None, (told,))
    assert only(both.products, 2).refused is not None
    assert only(both.products, 2).awaited == (told,)
    assert alone.tested_on_request == frozenset()


def test_what_is_drafted_or_needed_by_another_operator_is_not_refused() -> None:
    other = combination(2, "SMSO-2")
    both = (request(TWO.combination_id, Need.NOT_NEEDED), request(other.combination_id, Need.NEEDED))
    drafted = remembered([FIRST, SECOND], [ONE, TWO], decisions=ProgrammeDecisions(both[:1]))
    needed = remembered([FIRST, under_test(other)], [ONE, TWO, other], decisions=ProgrammeDecisions(both))

    assert only(facts_of(drafted, Registers(), day("2020-03-02")).products, 2).refused is None
    one = only(facts_of(replace(needed, drafted=frozenset()), Registers(), day("2020-03-02")).products, 2)
    assert (one.refused, one.requested is not None) == (None, True)
    assert one.operators == (Served("SMSO-1", Route.OUT_OF_SCOPE), Served("SMSO-2", Route.DMCT))


def test_a_product_is_uneconomic_where_all_of_its_combinations_are() -> None:
    board = ProgrammeDecision(
        DecisionKind.UNECONOMIC,
        TWO.combination_id,
        date(2020, 2, 21),
        "Programme board",
        "as minuted",
        consultation="Untested combinations (January 2020)",
        consultation_closed_on=date(2020, 1, 31),
    )
    spared, other = under_test(TWO, Route.UNECONOMIC), combination(2, "SMSO-2")
    one = remembered([spared], [TWO], decisions=ProgrammeDecisions((board,)))
    both = remembered([spared, under_test(other)], [TWO, other], decisions=ProgrammeDecisions((board,)))

    assert only(facts_of(one, Registers(), day("2020-03-02")).products, 2).spared == Basis(
        "uneconomic",
        "The decision of 2020-02-21 that it is uneconomic to test",
        consultation="Untested combinations (January 2020)",
        decided_on=date(2020, 2, 21),
    )
    assert only(facts_of(both, Registers(), day("2020-03-02")).products, 2).spared is None


def test_a_product_of_two_operators_is_listed_once_with_both_and_their_routes() -> None:
    """``returns.md`` 10: their combinations differ, and the product is one."""
    other = combination(1, "SMSO-2")

    (one,) = facts_of(remembered([FIRST, under_test(other)], [ONE, other]), Registers(), day("2020-03-02")).products

    assert one.operators == (Served("SMSO-1", Route.MT_SIT), Served("SMSO-2", Route.DMCT))


def test_operators_stand_by_their_published_names() -> None:
    """One name is published for two of them here, so that one operator is served by the route of its first."""
    scheme = foc()
    names = {"SMSO-1": "Operator A", "SMSO-2": "Operator A", "SMSO-3": "Operator C"}
    hidden = replace(scheme, disclosure=replace(scheme.disclosure, pseudonyms=names))
    other = combination(1, "SMSO-2")
    kept = remembered([FIRST, under_test(other)], [ONE, other], [WHOLE], scheme=hidden)

    facts = facts_of(kept, Registers(), day("2020-03-02"))

    (one,) = facts.products
    assert len(one.operators) == 1
    assert one.operators[0].operator == "Operator A"
    assert "SMSO" not in repr(replace(facts, products=(replace(one, releases=()),)))
