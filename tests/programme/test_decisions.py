"""Programme decisions: what is read of a table, and what is wrong with one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from builders import foc
from eligo.programme import DecisionKind, Need, ProgrammeDecision, Requester, read_decisions
from programme.drawn import told
from programme.drawn_decisions import DECISIONS, ESTATE, read, stated, table

NEW = stated("request", "C-NEW", weight="400")


def test_decisions_are_what_their_lines_say() -> None:
    outcome = read(stated("uneconomic", "C-SMALL"), NEW, stated("first", "C-OTHER-2"), stated("duration", "C-LARGE"))

    said = (date(2020, 3, 2), "The board", "as minuted")
    assert outcome.findings == ()
    assert outcome.decisions is not None
    assert outcome.decisions.decisions == (
        ProgrammeDecision(
            DecisionKind.UNECONOMIC,
            "C-SMALL",
            *said,
            consultation="Various 1",
            consultation_closed_on=date(2020, 2, 3),
        ),
        ProgrammeDecision(
            DecisionKind.REQUEST,
            "C-NEW",
            *said,
            request="R-1",
            requester="A maker",
            requester_role=Requester.MANUFACTURER,
            requested_on=date(2020, 2, 10),
            testing=Need.NEEDED,
            weight=400,
        ),
        ProgrammeDecision(DecisionKind.FIRST, "C-OTHER-2", *said),
        ProgrammeDecision(DecisionKind.DURATION, "C-LARGE", *said, days=12),
    )
    assert outcome.decisions.tested_on_request == {"C-NEW"}


def test_columns_may_stand_in_any_order_and_those_of_no_line_be_left_out() -> None:
    columns = ("reason", "Decision", "combination", "decided_by", "decided_on")
    content = table(stated("first", "C-OTHER"), columns=tuple(map(str.lower, columns)))

    made = read_decisions(DECISIONS, content.replace(b"decision", b"Decision", 1), foc(), ESTATE)
    assert made.decisions is not None
    assert [one.key for one in made.decisions.decisions] == [("first", "C-OTHER")]


def test_every_mistake_is_told_at_its_cell_and_nothing_is_read() -> None:
    outcome = read(
        stated("uneconomic", "C-NONE", consultation="", decided_on="2 March", days="3"),
        stated("ban", "", reason=""),
        stated("request", "C-NEW", requester="", requester_role="neighbour", testing="perhaps", weight="0"),
        stated("duration", "C-LARGE", days="soon"),
        stated("duration", "C-LARGE", days=""),
    )

    assert outcome.decisions is None
    assert told(outcome.findings) == [
        ("decision-combination-unknown", 2, "combination"),
        ("day-unreadable", 2, "decided_on"),
        ("uneconomic-unconsulted", 2, "consultation"),
        ("entry-not-allowed", 2, "days"),
        ("entry-missing", 3, "combination"),
        ("entry-not-allowed", 3, "decision"),
        ("entry-missing", 3, "reason"),
        ("entry-missing", 4, "requester"),
        ("entry-not-allowed", 4, "requester_role"),
        ("entry-not-allowed", 4, "testing"),
        ("entry-not-allowed", 4, "weight"),
        ("entry-not-allowed", 5, "days"),
        ("entry-missing", 6, "days"),
    ]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([stated("uneconomic", "C-SMALL"), stated("request", "C-SMALL")], [("decision-contradicted", 3, "decision")]),
        ([stated("duration", "C-SMALL"), stated("uneconomic", "C-SMALL")], [("decision-contradicted", 2, "decision")]),
        ([stated("first", "C-OTHER"), stated("uneconomic", "C-OTHER")], [("decision-contradicted", 2, "decision")]),
        ([stated("first", "C-OTHER"), stated("first", "C-OTHER-2")], [("decision-contradicted", 3, "combination")]),
        ([NEW, stated("request", "C-KEPT", requester="B", weight="1")], [("decision-contradicted", 3, "request")]),
        ([stated("request", "C-SMALL", testing="not-needed")], [("decision-contradicted", 2, "testing")]),
        ([stated("uneconomic", "C-SMALL")] * 2, [("decision-repeated", 3, "decision")]),
        ([stated("uneconomic", "C-CHOSEN")], [("uneconomic-selected", 2, "combination")]),
        ([stated("first", "C-CHOSEN")], [("first-not-needed", 2, "combination")]),
        ([stated("first", "C-LARGE")], [("first-not-needed", 2, "combination")]),
        ([stated("uneconomic", "C-EDMI")], [("decision-out-of-scope", 2, "combination")]),
        ([stated("duration", "C-EDMI")], [("decision-out-of-scope", 2, "combination")]),
        (
            [stated("request", "C-EDMI")],
            [("request-out-of-scope", 2, "combination"), ("request-unweighted", 2, "weight")],
        ),
        ([stated("duration", "C-NEW")], [("decision-out-of-scope", 2, "combination")]),
        ([stated("request", "C-NEW")], [("request-unweighted", 2, "weight")]),
        ([stated("request", "C-KEPT")], [("request-unweighted", 2, "weight")]),
        ([stated("request", "C-NEW", testing="not-needed", weight="5")], [("entry-not-allowed", 2, "weight")]),
        ([{**NEW, "requested_on": "2020-03-03"}], [("decision-days-backwards", 2, "requested_on")]),
        (
            [stated("uneconomic", "C-SMALL", consultation_closed_on="2020-03-03")],
            [("decision-days-backwards", 2, "consultation_closed_on")],
        ),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(
    lines: list[dict[str, str]], found: list[tuple[str, int, str]]
) -> None:
    outcome = read(*lines)

    assert outcome.decisions is None
    assert [one for one in told(outcome.findings) if one[0] != "request-in-scope"] == found


@pytest.mark.parametrize("combination", ["C-EDMI", "C-NEW-EDMI"])
def test_a_request_of_what_the_rules_leave_out_is_followed_with_a_warning(combination: str) -> None:
    """SEC H14.36A: any Party or Manufacturer, any combination that is not eligible."""
    outcome = read(stated("request", combination, weight="5"), stated("duration", combination))

    assert told(outcome.findings) == [("request-out-of-scope", 2, "combination")]
    assert outcome.decisions is not None
    assert outcome.decisions.tested_on_request == {combination}


@pytest.mark.parametrize(
    "lines",
    [
        [NEW, stated("duration", "C-NEW"), stated("request", "C-KEPT", weight="7")],
        [stated("request", "C-EDMI", testing="not-needed"), stated("request", "C-CLAIMED", testing="not-needed")],
        [stated("uneconomic", "C-SMALL"), stated("request", "C-SMALL", testing="not-needed")],
        [stated("request", "C-EDMI", testing="undecided"), stated("request", "C-NEW", testing="undecided", weight="5")],
        [stated("uneconomic", "C-SMALL"), stated("request", "C-SMALL", testing="undecided")],
        [stated("duration", "C-CHOSEN"), stated("first", "C-OTHER"), stated("duration", "C-OTHER")],
    ],
)
def test_what_fits_is_taken_over_without_a_word(lines: list[dict[str, str]]) -> None:
    assert (read(*lines).findings, read(*lines).decisions is not None) == ((), True)


def test_the_scheme_may_say_what_a_request_weighs() -> None:
    scheme = foc()
    assert scheme.programme is not None
    usual = replace(scheme, programme=replace(scheme.programme, request_weight=500))

    assert read(stated("request", "C-NEW"), scheme=usual).findings == ()


@pytest.mark.parametrize("weight", ["", "400"])
def test_a_request_of_what_is_in_scope_stays_on_record_with_a_warning(weight: str) -> None:
    outcome = read(stated("request", "C-LARGE", weight=weight))

    assert told(outcome.findings) == [("request-in-scope", 2, "combination")]
    assert outcome.decisions is not None
    assert outcome.decisions.tested_on_request == {"C-LARGE"}


def test_the_unknown_is_told_with_what_is_near() -> None:
    (finding,) = read(stated("first", "C-OTHR")).findings

    assert (finding.code, finding.expected) == (
        "decision-combination-unknown",
        "a combination of the run, such as C-OTHER",
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_drawn_table_is_read_whole_or_refused_with_an_error_whatever_stands_in_it(seed: int) -> None:
    luck = random.Random(seed)
    lines = []
    for _ in range(luck.randint(1, 8)):
        line = stated(luck.choice(("uneconomic", "request", "first", "duration", "other")), luck.choice([*ESTATE, ""]))
        for column in luck.sample([*line], luck.randint(0, 2)):
            line[column] = luck.choice(("", "2020-02-30", "-1", "12", "C-LARGE", "2020-02-10", "needed"))
        lines.append(line)

    outcome = read(*lines)

    errors = [one for one in outcome.findings if one.severity.value == "error"]
    assert (outcome.decisions is None) == bool(errors)
    assert outcome.decisions is None or len(outcome.decisions.decisions) == len(lines)
    assert all(2 <= one.location.row <= len(lines) + 1 for one in errors)
