"""The confidential analysis adds up, and says what it is."""

from __future__ import annotations

import re
from typing import Any

from builders import foc, operator_return, row, supplier_return
from disclosure.drawn_run import drawn_run
from documents.drawn_selection import chosen_from, chosen_of
from eligo.documents import Chosen, Document, build_analysis, render_html
from eligo.documents.analysis import Analysts
from eligo.documents.selected import sections
from eligo.estate import build_estate
from eligo.scope import apply_scope, balance_installations
from eligo.terms import SelectionPolicy
from selection.drawn_candidates import drawn

EDMI = {"ESME Manufacturer": "EDMI", "ESME Model": "ES-10B", "ESME Firmware version": "1.4.7"}


def text(chosen: Chosen | None = None) -> str:
    own = supplier_return([row(), row(**EDMI, Active="7", Dormant="0"), row(Active="x", Dormant="9")])
    theirs = operator_return([row(Active="900"), row(Supplier="Elm Energy", Active="30", Dormant="0")])
    scoped = apply_scope(build_estate([own, theirs], foc()), foc())
    balances = balance_installations([own, theirs], scoped, foc())
    return words(build_analysis(scoped, [*own.balances, *theirs.balances], balances, foc(), chosen))


def words(document: Document[Any]) -> str:
    """All that a page says, without its markup."""
    page = render_html(document).decode()
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


def test_it_says_that_it_is_confidential_above_and_below() -> None:
    assert text().count("Confidential analysis: it holds figures of single organisations") == 2


def test_rows_and_installations_add_up_to_their_totals() -> None:
    assert "RFI-1__Supplier__Aster-Energy.csv 3 2 1 0 All 5 4 1 0" in text()
    assert "Aster Energy 127 120 7 9 Elm Energy 30 30 0 0 All 157 150 7 9" in text()


def test_the_silent_supplier_and_the_difference_are_named() -> None:
    assert "Elm Energy supplier no return SMSO-1" in text()
    assert "Aster Energy SMSO-1 C-" in text()
    assert " 120 920 -800 both report" in text()


def test_what_nothing_selected_tests_together_is_listed_by_population() -> None:
    run = drawn_run()
    about = sections(chosen_of(run), run.scheme, 7)
    said = words(Document(Analysts, "", "", "", tuple(about[-1][2])))
    assert about[-1][0] == "Hardware tested together"
    assert "11 of 12 pairs of hardware variants that occur are exercised" in said
    assert "Every pair is exercised 12 9,954 9,954 Some pairs are exercised 1 46 46 No pair is exercised 0 0 0" in said
    assert "Fewer than 2 variants, so no pair 0 0 0 All 13 10,000 10,000" in said
    assert "(all 2) Hardware variants Combinations Population Deployed Share of population" in said
    assert "ESME E470 (MK2) + GSME G370 1 46 46 0.5% " in said


def test_the_selection_comes_after_what_was_received_with_figures_and_tables_numbered_on() -> None:
    said = text(chosen_of(drawn_run()))
    titles = (
        "6 Rules whose change opens a consultation",
        "8 The selection by size",
        "9 Hardware that",
        "10 What each selected",
        "11 What each rule costs",
        "12 How firm",
        "13 What the missing figures could change",
        "14 Hardware tested together",
    )
    assert [title for title in titles if title not in said] == []
    assert re.findall(r"(?:Figure|Table) \d+ –", said) == [
        *(f"Table {number} –" for number in range(1, 5)),
        *(f"Table {number} –" for number in range(5, 8)),
        "Figure 1 –",
        "Table 8 –",
        *(f"Figure {number} –" for number in range(2, 5)),
        *(f"Table {number} –" for number in range(9, 14)),
    ]


def test_what_a_rule_costs_is_listed_with_what_would_be_selected_for_it() -> None:
    run = drawn_run()
    fleet = drawn("""
        id  operator  population  variants
        a   N         70          CH|T|Hub-1|A
        b   N         20          CH|T|Hub-1|A
        c   S         10          CH|T|Hub-2|A
    """)
    costly = chosen_from(fleet, SelectionPolicy(size=2), ["N", "S"])
    free = chosen_from(fleet, SelectionPolicy(size=2, cover=False), ["N", "S"])
    assert costly is not None
    assert free is not None
    title, _, blocks = sections(costly, run.scheme, 7)[3]
    assert title == "What each rule costs"
    said = words(Document(Analysts, "", "", "", tuple(blocks)))
    assert "What each requirement costs; 1 other costs nothing" in said
    assert "Hardware variant CH Hub-2 is to be covered 10 b Every hardware variant is to be covered 10 b" in said
    said = words(Document(Analysts, "", "", "", tuple(sections(free, run.scheme, 7)[3][2])))
    assert "No requirement costs anything: the best set without it is the same." in said


def test_the_sizes_are_the_curve() -> None:
    said = text(chosen_of(drawn_run()))
    assert "2 none 2,500 1,100 4 of 7 3 3,276 3,503 1,003 7 of 7 4 4,279 4,453 1,003 7 of 7 5 5,229 5,229 950" in said


def test_without_a_selection_nothing_is_said_of_it() -> None:
    assert "tested together" not in text()
