"""Every combination gets exactly one decision, with its reason."""

from __future__ import annotations

import pytest

from builders import NO_GSME, foc, row, supplier_return
from eligo.estate import build_estate
from eligo.scope import apply_scope

EDMI = {"ESME Manufacturer": "EDMI Ltd.", "ESME Model": "ES-10B", "ESME Firmware version": "1.4.7"}
SECURE = {"ESME Manufacturer": "Secure Meters", "ESME Model": "Liberty 100", "ESME Hardware version": "3.1"}


@pytest.mark.parametrize(
    ("changes", "in_scope", "rule"),
    [
        ({}, True, "landis-gyr-meters"),
        ({"Fuel type": "SF", **NO_GSME}, True, "landis-gyr-meters"),
        (EDMI, False, "edmi-under-assessment"),
        ({**EDMI, "Fuel type": "SF", **NO_GSME}, False, "edmi-under-assessment"),
        ({"GSME Manufacturer": "EDMI", "GSME Model": "GS-61"}, False, "edmi-under-assessment"),
        (SECURE, False, "other-maker"),
        ({"Operating capability": "MOC"}, False, "other-capability"),
    ],
)
def test_the_rule_that_decides(changes: dict[str, str], in_scope: bool, rule: str) -> None:
    scoped = apply_scope(build_estate([supplier_return([row(**changes)])], foc()), foc())
    (one,) = scoped.combinations
    assert (one.decision.in_scope, one.decision.rule) == (in_scope, rule)
    assert one.decision.reason


def test_ranks_follow_the_population_and_then_the_identity() -> None:
    rows = [
        row(**{"CH Firmware version": "2.1.11"}),
        row(),
        row(**{"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8", "Active": "900"}),
    ]
    scoped = apply_scope(build_estate([supplier_return(rows)], foc()), foc())
    assert [(c.rank, c.count.deployed, c.count.combination.device("CH").firmware) for c in scoped.in_scope] == [  # type: ignore[union-attr]
        (1, 920, "2.2.8"),
        (2, 120, "2.1.11"),
        (3, 120, "2.1.12"),
    ]
    assert scoped.deployed_in_scope == 1160


def test_a_combination_of_another_capability_is_not_merged_with_the_same_devices_of_this_one() -> None:
    scoped = apply_scope(build_estate([supplier_return([row(), row(**{"Operating capability": "IOC"})])], foc()), foc())
    assert [(c.decision.in_scope, c.count.deployed) for c in scoped.combinations] == [(True, 120), (False, 120)]


def test_a_combination_of_which_nothing_is_installed_is_no_candidate() -> None:
    rows = [
        row(),
        row(**{"GSME Model": "G470 (MK1)", "GSME Firmware version": "03.02.01.63", "Active": "0", "Dormant": "0"}),
    ]
    scoped = apply_scope(build_estate([supplier_return(rows)], foc()), foc())
    assert [(c.decision.in_scope, c.decision.rule) for c in scoped.combinations] == [
        (True, "landis-gyr-meters"),
        (False, "nothing-installed"),
    ]
