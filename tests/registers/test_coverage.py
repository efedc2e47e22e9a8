"""What share of the estate stands on a list: counted, written down, held to its form by whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest

from eligo.registers import (
    SignedVersion,
    deployed_on,
    plain_coverage,
    plain_version,
    replay,
    version_of,
)
from eligo.registers.signing import SigningKey
from eligo.registers.versions import version_message
from eligo_verify_register.versions import signature_faults
from registers.drawn_log import KEY, drawn_log
from registers.published_log import COVERAGE, published_log

FIRST = published_log()[1][0]

WRONG: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no share": lambda stated: stated.pop("share"),
    "something more": lambda stated: stated.update(more="0.10"),
    "a share in words": lambda stated: stated.update(share="52%"),
    "a share that is more than all": lambda stated: stated.update(share="5.20"),
    "a share that is a little more than all": lambda stated: stated.update(share="1.01"),
    "a number for a share": lambda stated: stated["operators"].update({"SMSO-1": 0}),
    "a share of an operator in words": lambda stated: stated["operators"].update({"SMSO-1": "less"}),
    "operators in a list": lambda stated: stated.update(operators=["SMSO-1"]),
    "results without a hash": lambda stated: stated["results"].pop("sha256"),
    "results by their name alone": lambda stated: stated.update(results="run 1"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_shares_of_another_form_are_refused_by_who_reads_and_by_who_verifies(wrong: str) -> None:
    stated = plain_version(FIRST.version)
    coverage = plain_coverage(COVERAGE)
    WRONG[wrong](coverage)
    changed = {**stated, "coverage": coverage}
    signed = {"version": changed, "key": FIRST.key, "signature": FIRST.signature}

    with pytest.raises(ValueError, match=r"shares of an estate|version of a register"):
        version_of(changed)
    assert [*signature_faults(signed, "its version")] == ["its version has not what a version has"]


@pytest.mark.parametrize("share", ["", "0.00", "<0.01", "0.52", ">0.99", "1.00", "0.523"])
def test_shares_are_signed_and_read_back(share: str) -> None:
    version = replace(FIRST.version, coverage=replace(COVERAGE, share=share))
    signed = SignedVersion(version, KEY.public, KEY.sign(version_message(version)))

    assert version_of(plain_version(version)) == version
    assert [*signature_faults(as_told(signed), "")] == []
    assert version_of(plain_version(replace(version, coverage=None))).coverage is None


def test_a_share_that_was_changed_taken_out_or_put_in_is_found() -> None:
    without = published_log()[1][2]
    for signed, other in (
        (FIRST, replace(COVERAGE, share="0.53")),
        (FIRST, replace(COVERAGE, operators=COVERAGE.operators[1:])),
        (FIRST, None),
        (without, COVERAGE),
    ):
        changed = replace(signed, version=replace(signed.version, coverage=other))
        (fault,) = signature_faults(as_told(changed), "")
        assert "has been changed" in fault


def as_told(signed: SignedVersion) -> dict[str, Any]:
    return {"version": plain_version(signed.version), "key": signed.key, "signature": signed.signature}


def test_a_key_of_another_signs_no_shares() -> None:
    other = SigningKey(bytes([7]) * 32)
    forged = replace(FIRST, signature=other.sign(version_message(FIRST.version)))

    assert [*signature_faults(as_told(forged), "")]


def test_what_stands_on_a_list_for_an_operator_is_counted_and_nothing_else() -> None:
    """Held to a look at each item, one after the other, in drawn registers."""
    for seed in range(30):
        random = Random(seed)
        registers = replay(drawn_log(random, 40), on=date(2020, 6, 1))
        products = [item.latest.product.product_id for item in registers.items.values()]
        operators = sorted({one.operator for item in registers.items.values() for one in item.latest.operators})
        installed = {(p, o): random.randrange(1000) for p in [*products, "P-000000000000"] for o in [*operators, "X"]}

        for name in ("ppcl", "epcl"):
            expected = dict.fromkeys(sorted([*operators, "X"]), 0)
            for (product, operator), number in installed.items():
                entries = [item.latest for item in registers.items.values()]
                own = [one for one in entries if one.product.product_id == product and one in registers.shown(name)]
                if any(operator == served.operator for one in own for served in one.operators):
                    expected[operator] += number
            assert deployed_on(registers, name, installed) == expected
