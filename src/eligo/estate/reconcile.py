"""Two sources for one cell: where they differ by more than the scheme allows.

Source: ``returns.md``, "Semantics" 7; the tolerance is the scheme's ``[reconciliation]``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eligo.estate.model import Contribution, Difference
from eligo.estate.round import Round
from eligo.findings import Finding, Issue, Location
from eligo.returns import Return, Role
from eligo.scheme import Scheme
from eligo.terms import Combination

Cell = tuple[str, str, Combination]
"""Supplier, operator, combination."""


def reconcile(
    contributions: Sequence[Contribution], this_round: Round, scheme: Scheme
) -> tuple[tuple[Difference, ...], tuple[Finding, ...]]:
    """Every cell that both a supplier and an operator could report and whose figures differ, and a finding for each.

    A cell differs by more than the share of the larger figure *and* by more than the number of installations.
    """
    returns, suppliers = this_round.returns, this_round.suppliers
    operators = {r.sender.organisation for r in returns if r.sender.role is Role.OPERATOR}
    figures: dict[str, Counter[Cell]] = {role.value: Counter() for role in Role}
    first: dict[Cell, Contribution] = {}
    for one in contributions:
        cell = (one.supplier, one.combination.operator, one.combination)
        if one.supplier in suppliers and one.combination.operator in operators:
            figures[one.role][cell] += one.deployed
            if cell not in first or (one.role == Role.SUPPLIER.value and first[cell].role != one.role):
                first[cell] = one
    tolerance = scheme.reconciliation
    differences, findings = [], []
    for cell in sorted(first, key=lambda c: (c[0], c[1], c[2].identity)):
        supplier_figure, operator_figure = (
            figures[Role.SUPPLIER.value][cell],
            figures[Role.OPERATOR.value][cell],
        )
        apart = abs(supplier_figure - operator_figure)
        if apart > tolerance.installations and apart > tolerance.share * max(supplier_figure, operator_figure):
            difference = _difference(cell, supplier_figure, operator_figure)
            differences.append(difference)
            findings.append(_finding(difference, first[cell], returns, scheme))
    return tuple(differences), tuple(findings)


def _difference(cell: Cell, supplier_figure: int, operator_figure: int) -> Difference:
    supplier, operator, combination = cell
    if not supplier_figure:
        reason = "the supplier has returned and reports none, so its figure counts"
    elif not operator_figure:
        reason = "the operator reports none; the supplier's own return counts"
    else:
        reason = "both report; the supplier's own return counts"
    return Difference(supplier, operator, combination, supplier_figure, operator_figure, Role.SUPPLIER.value, reason)


def _finding(difference: Difference, one: Contribution, returns: Sequence[Return], scheme: Scheme) -> Finding:
    column = scheme.counts[0].header
    source = next(r for r in returns if r.file == one.file)
    place, shown = source.columns.get(column, (-1, ""))
    location = Location(one.file, one.sheet, one.row, column, place + 1, shown)
    found, other = difference.supplier_figure, difference.operator_figure
    figures = f"the supplier reports {found:,} installations, the operator {other:,}"
    message = f"{difference.supplier} at {difference.operator}: {figures}."
    return Issue("figures-differ", column, f"{found}", f"{other}", message).at(location)
