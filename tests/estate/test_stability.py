"""Quarantined rows, all placed where they would hurt most, against the margin of the selection."""

from __future__ import annotations

import pytest

from builders import foc, operator_return, row, supplier_return
from eligo.estate import build_estate
from eligo.returns import Return
from eligo.scope import apply_scope
from eligo.selection import Stability, stability

UNREADABLE = row(Active="x", Dormant="9")


def judged(margin: int | None, *returns: Return) -> Stability:
    return stability(apply_scope(build_estate(returns, foc()), foc()), margin)


def test_readable_installations_of_a_quarantined_row_are_the_most_it_can_add() -> None:
    hidden = supplier_return([row(), row(**{"ESME Model": ""})])
    assert judged(121, hidden) == Stability(True, 120, 0, 121)
    assert judged(120, hidden) == Stability(False, 120, 0, 120)


def test_an_unreadable_count_is_bounded_by_what_the_operator_reports_beyond_the_accepted_rows() -> None:
    own = supplier_return([row(), UNREADABLE])
    assert judged(100, own, operator_return([row(Active="180")])) == Stability(True, 80, 0, 100)
    assert judged(100, own, operator_return([row(Active="100")])) == Stability(True, 9, 0, 100)


def test_without_an_operators_report_an_unreadable_count_has_no_bound() -> None:
    assert judged(10**9, supplier_return([row(), UNREADABLE])) == Stability(False, 9, 1, 10**9)


@pytest.mark.parametrize("rows", [[row()], [row(), UNREADABLE]])
def test_an_answer_that_no_number_would_change_is_stable(rows: list[dict[str, str]]) -> None:
    assert judged(None, supplier_return(rows)).stable
