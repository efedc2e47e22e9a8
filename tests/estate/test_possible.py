"""Which combinations a quarantined row may be about, by the fields that can be read of it."""

from __future__ import annotations

from builders import NO_GSME, foc, operator_return, row, supplier_return, upgrade
from eligo.estate import Estate, build_estate, is_told, may_be
from eligo.returns import Return
from eligo.scope import apply_scope
from eligo.selection import Kind, Uncertainty, uncertainty_of

FIRST, SECOND = row(), row(**{"ESME Model": "E470 (MK2)", "ESME Hardware version": "2.0"})
THIRD = row(**{"GSME Firmware version": "03.00.01.60"})


def estate(*rows: dict[str, str], upgrades: tuple[dict[str, str], ...] = ()) -> Estate:
    return build_estate([supplier_return([FIRST, SECOND, THIRD, *rows], upgrades=upgrades)], foc())


def possible(**changes: str) -> list[str]:
    """What a changed row may be of the three: by meter and gas firmware."""
    one = estate(row(**changes))
    (waiting,) = one.unresolved
    return [
        f"{count.combination.devices[0].hardware if count.combination.devices[0] else '-'} "
        f"{count.combination.devices[1].firmware if count.combination.devices[1] else '-'}"
        for count in one.combinations
        if may_be(waiting, count.combination, foc())
    ]


def doubts(*returns: Return) -> Uncertainty:
    return uncertainty_of(apply_scope(build_estate(returns, foc()), foc()), foc())


def test_a_row_of_which_only_the_count_is_at_fault_is_of_its_own_combination() -> None:
    assert possible(Active="lots") == ["1.0 03.00.01.61"]
    assert is_told(estate(row(Active="lots")).unresolved[0])


def test_a_field_that_cannot_be_read_bars_nothing_and_the_others_bar_what_differs() -> None:
    hidden = {"ESME Model": "", "Active": "9"}
    assert possible(**hidden) == ["1.0 03.00.01.61"]
    assert possible(**hidden, **{"ESME Hardware version": "HW v2"}) == ["2.0 03.00.01.61"]
    assert possible(**hidden, **{"ESME Hardware version": ""}) == ["1.0 03.00.01.61", "2.0 03.00.01.61"]
    assert possible(**hidden, **{"ESME Hardware version": "3"}) == []
    assert possible(**hidden, **{"ESME Manufacturer": "EDMI"}) == []


def test_maker_and_firmware_are_read_as_those_of_accepted_rows_are() -> None:
    hidden = {"GSME Model": "", "GSME Firmware version": "v3.0.1.60"}
    assert possible(**hidden, **{"GSME Manufacturer": "L & G"}) == ["1.0 03.00.01.60"]
    assert possible(**{"GSME Firmware version": "03000160 or so", "GSME Model": ""}) == []
    assert possible(**{"GSME Firmware version": "12345678"}) == ["1.0 03.00.01.60", "1.0 03.00.01.61"]


def test_a_row_of_another_operator_or_network_is_of_another_combination() -> None:
    assert possible(**{"ESME Model": "", "SMSO": "SMSO-2"}) == []
    assert possible(**{"ESME Model": "", "SMSO": "SMSO-9"}) == ["1.0 03.00.01.61"]
    assert possible(**{"ESME Model": "", "WAN provider": ""}) == ["1.0 03.00.01.61"]


def test_what_decides_whether_there_is_a_device_leaves_it_open_where_it_cannot_be_read() -> None:
    assert possible(**{"Fuel type": "gas?"}) == ["1.0 03.00.01.61"]
    assert possible(**{"Fuel type": "gas?"}, **NO_GSME) == ["1.0 03.00.01.60", "1.0 03.00.01.61"]


def test_a_planned_upgrade_moves_what_a_row_may_be() -> None:
    plan = upgrade("03.00.01.60", "03.00.01.61", "2019-09-30")
    one = estate(row(**{"ESME Model": "", "GSME Firmware version": "03.00.01.60"}), upgrades=(plan,))
    (waiting,) = one.unresolved
    assert [may_be(waiting, count.combination, foc()) for count in one.combinations] == [True, False]


def test_a_row_whose_cells_have_slipped_says_nothing() -> None:
    (waiting,) = estate(row(Active="lots")).unresolved
    assert waiting.partly.counts
    (told,) = doubts(supplier_return([FIRST, row(Active="lots")])).waiting
    assert (told.least, told.most, told.elsewhere) == (20, None, False)


def test_a_row_that_may_be_of_hardware_that_nobody_has_reported_is_told_apart() -> None:
    (hidden,) = doubts(supplier_return([FIRST, row(**{"ESME Model": "", "Active": "9"})])).waiting
    assert (hidden.members != frozenset(), hidden.newcomers, hidden.elsewhere) == (True, frozenset(), False)
    assert hidden.unassured == ("ESME|Landis+Gyr|?|1.0",)
    (new,) = doubts(
        supplier_return([FIRST, row(**{"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "Active": ""})])
    ).waiting
    assert (new.members, new.newcomers, new.elsewhere) == (frozenset(), frozenset(), True)
    assert new.unassured == ("CH|Telit|SEAP-2001-V|B",)


def test_a_row_that_may_be_of_an_unreported_combination_of_known_hardware_makes_it_a_newcomer() -> None:
    told = doubts(supplier_return([FIRST, SECOND, row(**{"GSME Firmware version": "12345678"})]))
    (waiting,) = told.waiting
    (newcomer,) = (told.newcomers[key] for key in waiting.newcomers)
    assert (newcomer.operator, newcomer.told, waiting.elsewhere) == ("SMSO-1", False, True)
    assert sorted(newcomer.variants) == [
        "CH|Telit|SEAP-2000-V|A",
        "ESME|Landis+Gyr|E470 (MK1)|1.0",
        "GSME|Landis+Gyr|G370|1.0",
    ]


def test_where_pairs_have_to_be_covered_one_that_nobody_has_reported_is_not_assured() -> None:
    hub = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
    later = {"ESME Model": "E470 (MK2)", "ESME Hardware version": "2.0"}
    returned = [supplier_return([FIRST, SECOND, row(**hub), row(**hub, **later, Active="lots")])]
    scoped = apply_scope(build_estate(returned, foc()), foc())
    (alone,), (paired,) = (uncertainty_of(scoped, foc(), strength).waiting for strength in (1, 2))
    assert (alone.unassured, len(alone.newcomers)) == ((), 1)
    assert (paired.newcomers, paired.elsewhere) == (frozenset(), True)
    assert paired.unassured == ("CH|Telit|SEAP-2001-V|B + ESME|Landis+Gyr|E470 (MK2)|2.0",)


def test_an_unknown_intention_is_an_interval_of_population_alone() -> None:
    (figure,) = doubts(supplier_return([FIRST, row(**{"Intends to enrol": "", "Active": "30"})])).figures
    assert figure.source.kind is Kind.INTENTION
    assert (figure.deployed.least, figure.deployed.most) == (170, 170)
    assert (figure.population.least, figure.population.stated, figure.population.most) == (120, 170, 170)


def test_a_silent_supplier_is_as_far_from_the_operator_as_the_scheme_tolerates() -> None:
    (figure,) = doubts(operator_return([row(**{"Active": "1980", "Intends to enrol": ""})])).figures
    assert (figure.source.kind, figure.source.ask) == (Kind.SILENT, ("Aster Energy",))
    assert (figure.deployed.least, figure.deployed.stated, figure.deployed.most) == (1_900, 2_000, 2_105)
    assert (figure.population.least, figure.population.most) == (0, 2_105)


def test_figures_that_differ_are_the_interval_between_them_and_both_can_be_asked() -> None:
    told = doubts(supplier_return([FIRST]), operator_return([row(Active="480"), THIRD]))
    (figure,) = told.figures
    assert (figure.source.kind, figure.source.ask) == (Kind.DIFFERENCE, ("Aster Energy", "SMSO-1"))
    assert (figure.deployed.least, figure.deployed.most) == (120, 500)
    assert (figure.population.least, figure.population.most) == (120, 500)
    (unreported,) = told.waiting
    assert (unreported.least, unreported.most, unreported.members) == (0, 120, frozenset())
    assert [one.told for one in told.newcomers.values()] == [True]
