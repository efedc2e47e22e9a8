"""The confidential analysis adds up, and says what it is."""

from __future__ import annotations

import re

from builders import foc, operator_return, row, supplier_return
from eligo.documents import build_analysis, render_html
from eligo.estate import build_estate
from eligo.scope import apply_scope, balance_installations

EDMI = {"ESME Manufacturer": "EDMI", "ESME Model": "ES-10B", "ESME Firmware version": "1.4.7"}


def text() -> str:
    own = supplier_return([row(), row(**EDMI, Active="7", Dormant="0"), row(Active="x", Dormant="9")])
    theirs = operator_return([row(Active="900"), row(Supplier="Elm Energy", Active="30", Dormant="0")])
    scoped = apply_scope(build_estate([own, theirs], foc()), foc())
    page = render_html(
        build_analysis(
            scoped, [*own.balances, *theirs.balances], balance_installations([own, theirs], scoped, foc()), foc()
        )
    ).decode()
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
