"""A value without a list that one row of an operator alone has."""

from __future__ import annotations

import pytest

from builders import operator_return, row, supplier_return
from eligo.returns import Return


def of_providers(*providers: str, smso: str = "SMSO-1") -> list[dict[str, str]]:
    return [row(SMSO=smso, Active=f"{n}", **{"WAN provider": name}) for n, name in enumerate(providers, start=1)]


def told(one: Return) -> list[tuple[int, str, str]]:
    return [(f.location.row, f.value, f.expected) for f in one.findings if f.code == "value-alone"]


@pytest.mark.parametrize("slip", ["Telit", "FOC", "WAN-B"])
def test_a_provider_that_one_row_of_an_operator_alone_has_is_told(slip: str) -> None:
    """It made a combination that nobody has, and nothing was said."""
    one = supplier_return(
        [*of_providers(*["WAN-A"] * 4, slip, *["WAN-A"] * 4, "wan a"), *of_providers(slip, smso="SMSO-2")]
    )

    assert told(one) == [(6, slip, "WAN-A")]
    assert one.quarantined == ()


@pytest.mark.parametrize(
    "providers",
    [["WAN-A"] * 8 + ["WAN-B"], ["WAN-A"] * 9 + ["WAN-B"] * 2, ["WAN-A"] * 12, ["WAN-A"] * 9 + ["wan-a"]],
    ids=["few rows", "twice", "all alike", "the same otherwise typed"],
)
def test_where_it_may_be_right_nothing_is_said(providers: list[str]) -> None:
    assert told(operator_return(of_providers(*providers))) == []
