"""Every installation that was reported is accounted for, to the unit, by file and operator."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date

from builders import foc, operator_return, row, supplier_return
from eligo.estate import assemble_round, build_estate
from eligo.returns import Return
from eligo.scope import InstallationBalance, ScopedEstate, apply_scope, balance_installations, imbalances

FOREIGN = {"Operating capability": "MOC"}


def balanced(*returns: Return) -> tuple[tuple[InstallationBalance, ...], ScopedEstate]:
    """The balances of a round, and its estate."""
    this_round = assemble_round(returns, foc())
    scoped = apply_scope(build_estate(this_round.returns, foc()), foc())
    return balance_installations([*this_round.returns, *this_round.replaced], scoped, foc()), scoped


def lines(*returns: Return) -> list[tuple[object, ...]]:
    """The balances without the name of the file and its sender."""
    found, scoped = balanced(*returns)
    assert list(imbalances(found, scoped)) == []
    return [astuple(one)[3:] for one in found]


def test_accepted_quarantined_and_ignored_rows_add_up_to_what_was_reported() -> None:
    bad = row(Active="x", Dormant="9")
    sent = supplier_return([row(Active="100", Dormant="20"), row(Active="100", Dormant="20"), bad, row(Active="total")])
    #                    operator  reported accepted quarantined ignored in out other unresolved unreadable
    assert lines(sent) == [("SMSO-1", 269, 120, 29, 120, 120, 0, 0, 29, 2)]


def test_rows_of_totals_report_nothing() -> None:
    total = dict.fromkeys(row(), "") | {"Supplier": "Total", "Active": "100", "Dormant": "20"}

    assert lines(supplier_return([row(Active="100", Dormant="20"), total])) == [
        ("SMSO-1", 120, 120, 0, 0, 120, 0, 0, 0, 0)
    ]


def test_what_is_out_of_scope_and_what_an_operator_reports_beside_a_supplier_is_set_apart() -> None:
    own = supplier_return([row(Active="100", Dormant="0"), row(**FOREIGN, Active="7", Dormant="0")])
    theirs = operator_return([row(Active="90", Dormant="0"), row(Supplier="Elm Energy", Active="30", Dormant="0")])

    assert lines(own, theirs) == [
        ("SMSO-1", 120, 120, 0, 0, 30, 0, 90, 0, 0),
        ("SMSO-1", 107, 107, 0, 0, 100, 7, 0, 0, 0),
    ]


def test_an_operator_that_cannot_be_read_has_a_line_of_its_own() -> None:
    sent = supplier_return([row(Active="100", Dormant="0"), row(SMSO="SMSO-9", Active="5", Dormant="0")])

    assert lines(sent) == [
        ("SMSO-1", 100, 100, 0, 0, 100, 0, 0, 0, 0),
        ("", 5, 0, 5, 0, 0, 0, 0, 5, 0),
    ]


def test_whatever_does_not_come_out_is_told_at_its_place() -> None:
    found, scoped = balanced(supplier_return([row(Active="100", Dormant="20")]))
    (one,) = found

    assert list(imbalances([replace(one, reported=121)], scoped)) == [
        f"{one.file}, SMSO-1: 121 installations reported, 120 accepted, quarantined or ignored"
    ]
    assert list(imbalances([replace(one, in_scope=119, unresolved=1)], scoped)) == [
        f"{one.file}, SMSO-1: 120 installations accepted, 119 in scope, out of it or set aside",
        f"{one.file}, SMSO-1: 1 unresolved, 0 quarantined",
        "119 installations count, and the combinations have 120",
    ]


def test_a_return_that_a_later_one_replaces_is_ignored_whole() -> None:
    sent = supplier_return([row(Active="100", Dormant="20"), row(Active="x", Dormant="9")])
    earlier, later = (
        replace(
            sent,
            file=name,
            sender=replace(sent.sender, snapshot=date(2019, 8, day)),
            quarantined=tuple(replace(one, file=name) for one in sent.quarantined),
        )
        for name, day in (("a.csv", 1), ("b.csv", 31))
    )

    assert lines(earlier, later) == [
        ("SMSO-1", 129, 0, 0, 129, 0, 0, 0, 0, 0),
        ("SMSO-1", 129, 120, 9, 0, 120, 0, 0, 9, 1),
    ]
