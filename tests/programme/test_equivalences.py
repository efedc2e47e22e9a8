"""Decisions on equivalence: what is read and argued, what is proposed, what falls with a base, and the workbook."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligo.artefacts import csv_bytes
from eligo.errors import CannotWrite
from eligo.programme import (
    EQUIVALENCE_COLUMNS,
    Argument,
    DecisionState,
    EquivalenceDecision,
    Equivalences,
    Installed,
    Rests,
    Supports,
    Withdrawn,
    cascade,
    compared,
    differences,
    equivalence_cells,
    matrix_workbook,
    proposals,
    read_equivalences,
    read_matrix,
)
from eligo.scheme import EquivalenceRule
from oracle.cascade_oracle import rests_on
from programme.drawn_equivalences import ESTATE, HUB, TODAY, combination, read, table, with_cell

IDS = sorted(ESTATE)
RANKS = {Rests.OWED: 0, Rests.SPARED: 1, Rests.ELIGIBLE: 2, Rests.TESTED: 3}

# What a text may be: no semicolon, which parts arguments, and nothing that reading strips or takes for a mark.
WORDS = (
    (st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters=";'"), max_size=20))
    .flatmap(lambda text: st.sampled_from((text, f"{text}\n{text}", f"{text}_x0041_{text}", f"={text}", f"{text}: a")))
    .map(str.strip)
    .filter(bool)
)
DAYS = st.dates(date(2019, 1, 1), TODAY)


@st.composite
def decisions(draw: st.DrawFn) -> Equivalences:
    """Decisions that could be made about the drawn estate, all argued."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=6, unique=True))
    made = []
    for claimed, tested in pairs:
        if claimed == tested:
            continue
        condition, decided = draw(st.just("") | WORDS), draw(DAYS)
        withdrawn = draw(st.none() | st.sampled_from(list(Withdrawn)))
        made.append(
            EquivalenceDecision(
                *(claimed, tested, condition, draw(st.booleans()) if condition else True, decided, draw(WORDS)),
                draw(WORDS),
                tuple(Argument(one.place, draw(WORDS)) for one in differences(ESTATE[tested], ESTATE[claimed])),
                tuple(draw(st.lists(WORDS, min_size=1, max_size=2))),
                draw(st.none() | st.just(decided + timedelta(days=90))),
                draw(st.dates(decided, TODAY)) if withdrawn else None,
                withdrawn,
            )
        )
    return Equivalences(tuple(made))


def test_everything_of_two_combinations_is_compared_and_what_is_the_same_is_said() -> None:
    told = compared(ESTATE["C-TESTED"], ESTATE["C-HUB"])

    assert [(one.place, one.tested, one.claimed) for one in told if not one.is_same] == [
        ("CH firmware", "2.1.12", "2.1.11")
    ]
    assert [one.place for one in told if one.is_same][:3] == ["operator", "provider", "ESME manufacturer"]
    assert len(told) == 14
    (missing,) = differences(ESTATE["C-TESTED"], ESTATE["C-BARE"])
    assert (missing.place, missing.tested, missing.claimed) == ("PPMID device", "GEO|DUET II|1|1.0", "-")


def test_the_short_form_says_whose_test_stands_for_whose_and_argues_nothing() -> None:
    text = b"claimed,tested,condition,met,decided_on\nC-HUB,C-TESTED,,,some day\nC-FAR,C-HUB,later,no,\n"
    made = read_equivalences("e.csv", text, ESTATE, today=TODAY)

    assert made.findings == ()
    assert made.equivalences is not None
    assert made.equivalences.pairs(TODAY) == {("C-HUB", "C-TESTED")}


def test_a_table_that_argues_has_to_argue_all_and_a_workspace_always_does() -> None:
    short = table({"claimed": "C-HUB", "tested": "C-TESTED"}, columns=("claimed", "tested", "expires_on"))
    missing = ["decided_by", "decided_on", "differences", "evidence", "reason"]
    for text, in_full in ((short, False), (b"claimed,tested\nC-HUB,C-TESTED\n", True)):
        found = read_equivalences("e.csv", text, ESTATE, in_full=in_full)
        assert found.equivalences is None
        assert sorted(one.location.column for one in found.findings) == missing


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, DecisionState.IN_FORCE),
        ({"condition": "x", "met": "no"}, DecisionState.CONDITION_OPEN),
        ({"expires_on": str(TODAY)}, DecisionState.IN_FORCE),
        ({"expires_on": "2020-05-31"}, DecisionState.EXPIRED),
        ({"withdrawn_on": str(TODAY), "withdrawn": "decision"}, DecisionState.WITHDRAWN),
        ({"withdrawn_on": str(TODAY), "withdrawn": "base"}, DecisionState.BASE_WITHDRAWN),
    ],
)
def test_a_decision_comes_to_something_on_every_day(changes: dict[str, str], state: DecisionState) -> None:
    made = read({**HUB, **changes}).equivalences
    assert made is not None
    (one,) = made.decisions
    assert one.state_on(TODAY) is state
    assert one.state_on(date(2020, 3, 1)) is DecisionState.NOT_YET


@given(decisions())
def test_what_is_written_reads_as_the_same_decisions(made: Equivalences) -> None:
    rows = ([*equivalence_cells(one).values()] for one in made.decisions)
    again = read_equivalences("e.csv", csv_bytes(EQUIVALENCE_COLUMNS, rows), ESTATE, today=TODAY)
    assert again.equivalences == made, again.findings


@given(decisions(), DAYS)
def test_a_workbook_that_nobody_changed_reads_as_the_same_decisions(made: Equivalences, day: date) -> None:
    book = matrix_workbook(made, ESTATE, dict.fromkeys(IDS, 7), day)
    again = read_matrix("m.xlsx", book, ESTATE, today=TODAY)
    assert again.equivalences == made, again.findings
    assert book == matrix_workbook(made, ESTATE, dict.fromkeys(IDS, 7), day)


def _book() -> bytes:
    made = read({**HUB, "reason": "=1+1"}).equivalences
    assert made is not None
    return matrix_workbook(made, ESTATE, {"C-HUB": 4000}, TODAY)


def test_the_matrix_withdraws_and_the_list_does_the_rest() -> None:
    after = read_matrix("m.xlsx", with_cell(_book(), "Matrix", "D2", "withdrawn"), ESTATE, today=TODAY).equivalences
    assert after is not None
    (one,) = after.decisions
    assert (one.withdrawn_on, one.withdrawn, one.reason) == (TODAY, Withdrawn.DECISION, "=1+1")

    changed = with_cell(_book(), "Decisions", "J2", date(2021, 1, 31))
    after = read_matrix("m.xlsx", changed, ESTATE, today=TODAY).equivalences
    assert after is not None
    assert after.decisions[0].expires_on == date(2021, 1, 31)


def test_what_is_wrong_in_a_workbook_is_at_its_sheet_row_and_column() -> None:
    broken = with_cell(_book(), "Decisions", "H2", "CH hardware: x")
    found = read_matrix("m.xlsx", broken, ESTATE, today=TODAY).findings
    places = {(one.code, one.location.sheet, one.location.row, one.location.column_letter) for one in found}
    assert places == {
        ("equivalence-argument-misplaced", "Decisions", 2, "H"),
        ("equivalence-unargued", "Decisions", 2, "H"),
    }
    strange = with_cell(_book(), "Matrix", "A2", "C-FAR")
    (one,) = read_matrix("m.xlsx", strange, ESTATE, today=TODAY).findings
    assert (one.code, one.location.sheet, one.location.row, one.location.column) == (
        "matrix-unexplained",
        "Matrix",
        2,
        "C-TESTED",
    )
    book = openpyxl.Workbook()
    saved = io.BytesIO()
    book.save(saved)
    (one,) = read_matrix("m.xlsx", saved.getvalue(), ESTATE).findings
    assert (one.code, one.expected) == ("column-missing", "Decisions")


@pytest.mark.parametrize("cleared", ["A2", "D1"])
def test_a_state_in_the_matrix_whose_combination_is_not_named_is_not_lost(cleared: str) -> None:
    marked = with_cell(with_cell(_book(), "Matrix", "D2", "withdrawn"), "Matrix", cleared, None)

    read = read_matrix("m.xlsx", marked, ESTATE, today=TODAY)

    assert read.equivalences is None
    (one,) = read.findings
    assert (one.code, one.location.row, one.location.column_letter) == ("matrix-unexplained", 2, "D")


def test_a_workbook_is_typed_frozen_filtered_and_computes_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_book()))

    assert book.sheetnames == ["Matrix", "Decisions", "Differences"]
    assert [book[name].freeze_panes for name in book.sheetnames] == ["D2", "C2", "C2"]
    assert all(sheet.auto_filter.ref for sheet in book)
    matrix, listed = book["Matrix"], book["Decisions"]
    assert [cell.value for cell in matrix[2]] == ["C-HUB", ESTATE["C-HUB"].identity, 4000, "in force"]
    assert (listed["E2"].value.date(), listed["G2"].value, listed["G2"].data_type) == (date(2020, 3, 2), "=1+1", "s")
    told = {row[2]: row[5:] for row in book["Differences"].iter_rows(min_row=2, values_only=True)}
    assert told["CH firmware"] == ("differs", "logging only")
    assert told["CH hardware"] == ("same", None)


RULES = (
    EquivalenceRule("line", "x", ("operator", "provider", "manufacturer", "model", "hardware"), 2, (), "x"),
    EquivalenceRule("display", "x", ("operator", "manufacturer", "model", "hardware", "firmware"), 0, ("PPMID",), "x"),
    EquivalenceRule("operator", "x", ("provider", "manufacturer", "model", "hardware", "firmware"), 0, (), "x"),
)


def test_pairs_are_proposed_by_rule_with_what_they_unlock_the_most_first() -> None:
    populations = {"C-TESTED": 900, "C-HUB": 40, "C-BARE": 70, "C-OTHER": 70, "C-FAR": 800}
    estate = [Installed(ESTATE[name], populations[name], name == "C-TESTED") for name in populations]
    named = {ESTATE[name].combination_id: name for name in ESTATE}

    found = proposals(estate, RULES, (), ())
    told = [(named[one.claimed], named[one.tested], one.rules, one.population, one.is_tested) for one in found]
    assert told == [
        ("C-BARE", "C-TESTED", ("display",), 70, True),
        ("C-OTHER", "C-TESTED", ("operator",), 70, True),
        ("C-HUB", "C-TESTED", ("line",), 40, True),
    ]
    assert [thing.place for one in found for thing in one.differences] == ["PPMID device", "operator", "CH firmware"]
    decided = {(found[0].claimed, found[0].tested)}
    assert proposals(estate, RULES, {found[1].claimed}, decided) == found[2:]


def _alike(rule: EquivalenceRule, first: str, second: str) -> bool:
    """Whether a rule pairs two, read off its words."""
    for one in compared(ESTATE[first], ESTATE[second]):
        if one.is_same or one.subject in rule.free:
            continue
        part = one.part or one.subject
        leading = [text.split(".")[: rule.firmware_parts] for text in (one.tested, one.claimed)]
        if one.part == "device" or part in rule.same:
            return False
        if part == "firmware" and rule.firmware_parts and leading[0] != leading[1]:
            return False
    return True


@given(
    st.permutations(IDS),
    st.sets(st.sampled_from(IDS)),
    st.sets(st.sampled_from(("operator", "provider", "manufacturer", "model", "hardware", "firmware")), min_size=1),
    st.integers(0, 3),
    st.sets(st.sampled_from(("CH", "PPMID"))),
)
def test_what_is_proposed_is_what_looking_at_every_pair_finds(
    order: list[str], tested: set[str], same: set[str], parts: int, free: set[str]
) -> None:
    rule = EquivalenceRule("r", "x", tuple(same), 0 if "firmware" in same else parts, tuple(free), "x")
    named = {ESTATE[name].combination_id: name for name in IDS}
    estate = [Installed(ESTATE[name], 5, name in tested) for name in order]

    found = {(named[one.claimed], named[one.tested]) for one in proposals(estate, (rule,), (), ())}
    expected = set()
    for claimed in order:
        alike = [name for name in order if _alike(rule, name, claimed)]
        bases = [name for name in alike if name in tested] or alike[:1]
        if claimed not in tested:
            expected |= {(claimed, base) for base in bases if base != claimed}
    assert found == expected


@st.composite
def supports(draw: st.DrawFn) -> Supports:
    """Some tests, decisions and evidence on seven combinations."""
    ids = [f"C-{number}" for number in range(7)]
    one = st.sampled_from(ids)
    pairs = draw(st.frozensets(st.tuples(one, one).filter(lambda pair: pair[0] != pair[1]), max_size=10))
    sets = [draw(st.frozensets(one, max_size=3)) for _ in range(2)]
    known = draw(st.permutations(ids))[: draw(st.integers(4, 7))]
    populations = {name: draw(st.integers(0, 9)) for name in known}
    passed, selected = (chosen & populations.keys() for chosen in sets)
    return Supports(pairs, passed, populations, selected)


def _told(one: Supports) -> dict[str, int]:
    return dict(rests_on(list(one.populations), one.pairs, one.passed, one.selected))


@given(supports())
def test_what_each_rests_on_is_what_the_oracle_finds(one: Supports) -> None:
    assert {name: RANKS[one.rests(name)] for name in one.populations} == _told(one)
    for name in one.populations:
        assert (one.base_of(name) != "") is (RANKS[one.rests(name)] in (1, 2))
        assert one.base_of(name) == "" or (name, one.base_of(name)) in one.pairs


@given(supports(), st.data())
def test_what_falls_is_what_the_oracle_finds_before_and_after(before: Supports, data: st.DataObject) -> None:
    pairs = data.draw(st.sets(st.sampled_from(sorted(before.pairs)))) if before.pairs else set()
    gone = data.draw(st.sets(st.sampled_from(sorted(before.populations)), max_size=2))
    after = replace(before.without(pairs), passed=before.passed - gone)
    found = cascade(before, after)

    was, becomes = _told(before), _told(after)
    less = {name for name in was if becomes[name] < was[name]}
    lost = {name for name in less if was[name] >= 2 > becomes[name]}
    assert {one.combination_id for one in found.reopened} == less
    assert found.reopened_population == sum(before.populations[name] for name in less)
    assert found.eligible_lost == sum(before.populations[name] for name in lost)
    assert {one.combination_id for one in found.held}.isdisjoint(less)
    assert {name for name in was if was[name] != becomes[name]} <= {one.combination_id for one in found.affected}


def test_decisions_are_not_chained_and_have_a_direction() -> None:
    pairs = frozenset({("C-B", "C-A"), ("C-C", "C-B")})
    made = Supports(pairs, frozenset({"C-A"}), {"C-A": 5, "C-B": 3, "C-C": 2}, frozenset({"C-A"}))
    assert [made.rests(name) for name in made.populations] == [Rests.TESTED, Rests.ELIGIBLE, Rests.OWED]
    assert combination() == ESTATE["C-TESTED"]


def test_more_than_a_spreadsheet_holds_is_refused_and_not_cut_off() -> None:
    made = read({**HUB, "reason": "x" * 32_768}).equivalences
    assert made is not None
    with pytest.raises(CannotWrite, match="Decisions would have 32,768 characters in a cell"):
        matrix_workbook(made, ESTATE, {}, TODAY)
    many = [EquivalenceDecision("C-HUB", f"C-{number}") for number in range(16_382)]
    with pytest.raises(CannotWrite, match="Matrix would have 16,385 columns"):
        matrix_workbook(Equivalences(tuple(many)), ESTATE, {}, TODAY)


def test_what_has_passed_is_tested_whoever_else_stands_for_it() -> None:
    """C-X has passed, though C-W stands for it; so C-Y needs no test, and C-Y's test stands for nobody."""
    pairs = frozenset({("C-X", "C-W"), ("C-Y", "C-X"), ("C-Z", "C-Y")})
    populations = {"C-W": 9, "C-X": 5, "C-Y": 3, "C-Z": 2}
    made = Supports(pairs, frozenset({"C-X"}), populations, frozenset({"C-W"}))
    assert [made.rests(name) for name in populations] == [Rests.OWED, Rests.TESTED, Rests.ELIGIBLE, Rests.OWED]
    assert _told(made) == {"C-W": 0, "C-X": 3, "C-Y": 2, "C-Z": 0}
