"""Quarantined rows, wherever their readable fields let them belong, against the selection."""

from __future__ import annotations

from builders import foc, operator_return, row, supplier_return
from eligo.estate import build_estate
from eligo.returns import Return
from eligo.scope import apply_scope
from eligo.selection import Robustness, Selection, Stability, robustness, select, stability, uncertainty_of
from eligo.terms import SelectionPolicy

UNREADABLE = row(Active="x", Dormant="9")
SMALLER = row(**{"GSME Firmware version": "03.00.01.60", "Active": "80"})
"""Another combination, of 100 installations."""
HIDDEN = row(**{"ESME Model": ""})
"""120 installations of one with the clean row's gas meter, or of another that has its hardware."""


def told(*returns: Return) -> Robustness:
    """How the best single combination of some returns stands."""
    scoped, policy = apply_scope(build_estate(returns, foc()), foc()), SelectionPolicy(size=1)
    candidates = [one.candidate for one in scoped.in_scope]
    answer = select(candidates, scoped.deployed_in_scope, policy, foc().operator.values)
    assert isinstance(answer, Selection)
    return robustness(answer, candidates, scoped.deployed_in_scope, policy, uncertainty_of(scoped, foc()))


def judged(*returns: Return) -> Stability:
    return stability(told(*returns), 20)


def test_what_can_only_be_of_the_selected_does_not_change_it_however_much_it_is() -> None:
    assert judged(supplier_return([row(), SMALLER, HIDDEN])) == Stability(True, 120, 0, 20)


def test_what_may_be_of_another_changes_it_where_it_is_more_than_the_selected_is_ahead() -> None:
    other = {**SMALLER, "ESME Model": ""}
    assert judged(supplier_return([row(), SMALLER, {**other, "Active": "1", "Dormant": "0"}])).stable
    assert judged(supplier_return([row(), SMALLER, {**other, "Active": "0", "Dormant": "20"}])) == Stability(
        False, 20, 0, 20
    )


def test_what_will_not_be_enrolled_changes_nothing() -> None:
    other = {**SMALLER, "ESME Model": "", "Intends to enrol": "N"}
    assert judged(supplier_return([row(), SMALLER, other])) == Stability(True, 100, 0, 20)


def test_a_count_that_cannot_be_read_is_bounded_by_what_the_operator_reports_and_the_scheme_tolerates() -> None:
    own = supplier_return([row(), UNREADABLE])
    assert judged(own, operator_return([row(Active="180")])).unresolved == 180 + 20 + 50 - 120
    assert judged(own, operator_return([row(Active="1980")])).unresolved == 2_000 * 20 // 19 - 120
    assert judged(own, operator_return([row(Active="100")])).unresolved == 9 + 50


def test_without_an_operators_report_a_count_that_cannot_be_read_has_no_bound_which_matters_only_elsewhere() -> None:
    assert judged(supplier_return([row(), SMALLER, UNREADABLE])) == Stability(True, 9, 1, 20)
    elsewhere = {**SMALLER, "Active": "x"}
    assert judged(supplier_return([row(), SMALLER, elsewhere])) == Stability(False, 20, 1, 20)
