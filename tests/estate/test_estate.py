"""From returns to populations: which source counts, what upgrades move, what stays unresolved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders import foc, operator_return, row, supplier_return, upgrade
from eligo.errors import VersionConflict
from eligo.estate import Estate, assemble_round, build_estate
from eligo.returns import Return

OLD = {"GSME Firmware version": "03.00.01.60"}


def estate(*returns: Return) -> Estate:
    return build_estate(returns, foc())


def firmware(one: Estate) -> dict[str, int]:
    """Installations by the firmware of the G370."""
    return {c.combination.device("GSME").firmware: c.deployed for c in one.combinations}  # type: ignore[union-attr]


def test_the_suppliers_own_return_counts_and_the_operators_stands_in_for_a_silent_one() -> None:
    operator = operator_return([row(Active="999"), row(Supplier="Elm Energy", Active="30", Dormant="0")])
    one = estate(supplier_return([row()]), operator)
    assert [(c.counts, c.population, c.intention_unknown) for c in one.combinations] == [((130, 20, 0), 150, 0)]


@pytest.mark.parametrize("typed", ["Aster Enrgy", "ASTER ENRGY", "Astor Energy", "Aster"])
def test_a_supplier_misspelt_by_an_operator_is_told_as_it_counts_twice(typed: str) -> None:
    one = estate(supplier_return([row()]), operator_return([row(), row(Supplier=typed), row(Supplier="Elm Energy")]))

    told = [(f.location.row, f.location.column_letter, f.value, f.suggestion) for f in one.findings]
    assert told == [(3, "A", typed, "Did you mean Aster Energy?")]
    assert [c.deployed for c in one.combinations] == [360]


def test_a_supplier_like_one_that_has_not_returned_either_is_not_told() -> None:
    one = estate(operator_return([row(), row(Supplier="Aster Enrgy"), row(Supplier="Birch Energy")]))

    assert one.findings == ()


def test_the_intention_of_a_silent_supplier_is_unknown() -> None:
    one = estate(operator_return([row(**{"Supplier": "Elm Energy", "Intends to enrol": ""})]))
    assert [(c.deployed, c.population, c.intention_unknown) for c in one.combinations] == [(120, 120, 120)]
    assert [(r.name, r.file, r.stands_in) for r in one.responders if r.role == "supplier"] == [
        ("Elm Energy", "", "SMSO-1")
    ]


def test_installations_that_will_not_be_enrolled_are_deployed_but_no_population() -> None:
    one = estate(supplier_return([row(), row(**{"Intends to enrol": "N", "Active": "7", "Dormant": "0"})]))
    assert [(c.deployed, c.population) for c in one.combinations] == [(127, 120)]


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([("03.00.01.60", "03.00.01.61", "2019-11-01")], {"03.00.01.61": 120}),
        ([("03.00.01.60", "03.00.01.61", "2019-11-02")], {"03.00.01.60": 120}),
        (
            [("03.00.01.61", "03.00.01.97", "2019-09-01"), ("03.00.01.60", "03.00.01.61", "2019-10-01")],
            {"03.00.01.97": 120},
        ),
        (
            [("03.00.01.60", "03.00.01.97", "2019-10-02"), ("03.00.01.60", "03.00.01.61", "2019-10-01")],
            {"03.00.01.61": 120},
        ),
    ],
)
def test_planned_upgrades_up_to_the_horizon_move_installations(
    plans: list[tuple[str, str, str]], expected: dict[str, int]
) -> None:
    one = estate(supplier_return([row(**OLD)], upgrades=[upgrade(*plan) for plan in plans]))
    assert firmware(one) == expected


def test_an_operators_plan_moves_every_cell_it_operates_and_the_suppliers_counts_before_it() -> None:
    plan = [upgrade("03.00.01.60", "03.00.01.61", "2019-10-01")]
    own = [upgrade("03.00.01.60", "03.00.01.97", "2019-10-15")]
    aster = supplier_return([row(**OLD)], upgrades=own)
    birch = supplier_return([row(**OLD, Supplier="Birch Power", Active="1")], "Birch Power")
    one = estate(aster, birch, operator_return([row(**OLD)], upgrades=plan))
    assert firmware(one) == {"03.00.01.61": 21, "03.00.01.97": 120}
    assert [f.code for f in one.findings] == ["upgrade-overridden"]


def test_a_cycle_of_plans_is_an_error_and_moves_nothing() -> None:
    circle = [upgrade("03.00.01.60", "03.00.01.61", "2019-10-01"), upgrade("03.00.01.61", "03.00.01.60", "2019-10-02")]
    own = supplier_return([row(**OLD)], upgrades=circle)
    assert [(f.location.row, f.code) for f in own.findings] == [(2, "upgrade-cycle"), (3, "upgrade-cycle")]
    assert [(b.read, b.accepted, b.quarantined) for b in own.balances] == [(1, 1, 0), (2, 0, 2)]
    assert firmware(estate(own)) == {"03.00.01.60": 120}


def test_a_cycle_that_supplier_and_operator_make_together_moves_nothing() -> None:
    own = supplier_return([row(**OLD)], upgrades=[upgrade("03.00.01.60", "03.00.01.61", "2019-10-01")])
    theirs = operator_return([row(**OLD)], upgrades=[upgrade("03.00.01.61", "03.00.01.60", "2019-10-02")])
    one = estate(own, theirs)
    assert [f.code for f in one.findings] == ["upgrade-cycle", "upgrade-cycle"]
    assert firmware(one) == {"03.00.01.60": 120}


@pytest.mark.parametrize(
    ("supplier", "operator", "differs"),
    [("1000", "1050", False), ("1000", "1060", True), ("100", "151", True), ("100", "150", False), ("0", "51", True)],
)
def test_figures_differ_by_more_than_the_share_and_by_more_than_the_number(
    supplier: str, operator: str, differs: bool
) -> None:
    own = supplier_return([row(Active=supplier, Dormant="0")])
    one = estate(own, operator_return([row(Active=operator, Dormant="0")]))
    assert [(d.supplier, d.supplier_figure, d.operator_figure) for d in one.differences] == (
        [("Aster Energy", int(supplier), int(operator))] if differs else []
    )
    assert [(f.code, f.location.file, f.location.row) for f in one.findings] == (
        [("figures-differ", "RFI-1__Supplier__Aster-Energy.csv", 2)] if differs else []
    )


def test_quarantined_installations_are_unresolved_and_never_counted() -> None:
    one = estate(supplier_return([row(), row(Active="x", Dormant="9"), row(**{"ESME Model": "", "Active": "5"})]))
    assert [(c.deployed, c.unresolved) for c in one.combinations] == [(120, 9)]
    assert [(u.row, u.combination is None, u.readable, u.unreadable_counts) for u in one.unresolved] == [
        (3, False, 9, 1),
        (4, True, 25, 0),
    ]


def test_a_later_return_replaces_an_earlier_one_only_where_it_says_so() -> None:
    with pytest.raises(VersionConflict) as caught:
        estate(supplier_return([row()]), supplier_return([row(Active="1")]))
    assert caught.value.message == "Aster Energy has sent 2 returns for RFI-1, and nothing says which is the latest"


def test_the_electricity_firmware_is_open_and_does_not_tell_combinations_apart() -> None:
    one = estate(supplier_return([row(), row(**{"ESME Firmware version": "01.09.01.99", "Active": "1"})]))
    assert [(c.combination.identity.split(" / ")[2], c.deployed, c.firmware_level) for c in one.combinations] == [
        ("Landis+Gyr|E470 (MK1)|1.0|TBC", 141, 2)
    ]


def test_two_operators_that_share_a_provider_share_products_and_not_combinations() -> None:
    one = estate(supplier_return([row(), row(SMSO="SMSO-2")]))
    assert len({c.combination.combination_id for c in one.combinations}) == 2
    assert len({c.combination.product_id for c in one.combinations}) == 1


def test_spellings_of_a_provider_that_differ_in_case_and_punctuation_are_one() -> None:
    rows = [row(), row(**{"WAN provider": "wan a", "Active": "1"}), row(**{"WAN provider": "WAN-A", "Active": "2"})]
    one = estate(supplier_return(rows))
    assert [(c.combination.provider, c.deployed) for c in one.combinations] == [("WAN-A", 163)]
    assert [(f.location.row, f.location.column, f.code, f.value) for f in one.findings] == [
        (3, "WAN provider", "value-normalised", "wan a")
    ]


def test_a_dated_return_does_not_replace_one_that_states_no_date() -> None:
    dated = replace(supplier_return([row(Active="1")]), file="dated.xlsx")
    dated = replace(dated, sender=replace(dated.sender, snapshot=date(2019, 8, 31)))
    with pytest.raises(VersionConflict):
        estate(supplier_return([row()]), dated)


def test_the_later_of_two_dated_returns_counts_and_the_other_stays_on_record() -> None:
    early = replace(supplier_return([row(Active="1")]), file="early.xlsx")
    early = replace(early, sender=replace(early.sender, snapshot=date(2019, 7, 31)))
    late = supplier_return([row()])
    late = replace(late, sender=replace(late.sender, snapshot=date(2019, 8, 31)))
    settled = assemble_round([early, late], foc())
    assert [one.file for one in settled.returns] == [late.file]
    assert [(b.read, b.accepted, b.ignored) for one in settled.replaced for b in one.balances] == [(1, 0, 1)]
    assert [(f.location.file, f.code) for f in settled.findings] == [("early.xlsx", "return-replaced")]


def test_a_return_without_a_row_is_no_return() -> None:
    empty = supplier_return([])
    one = estate(empty, operator_return([row()]))
    assert [(c.deployed, c.intention_unknown) for c in one.combinations] == [(120, 0)]
    assert [f.code for f in empty.findings] == ["return-empty"]
    assert [(r.name, r.stands_in) for r in one.responders if r.role == "supplier"] == [("Aster-Energy", "SMSO-1")]
