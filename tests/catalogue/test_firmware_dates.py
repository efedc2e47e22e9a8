"""Every way in which a spreadsheet shows the day that it made of a firmware version."""

from __future__ import annotations

import pytest

from builders import row, said, supplier_return


@pytest.mark.parametrize(
    "shown", ["2012-01-02", "02/01/2012", "2/1/12", "02-Jan-12", "2 January 2012", "2012-01-02 00:00:00"]
)
def test_a_version_shown_as_a_day_is_read_back(shown: str) -> None:
    one = supplier_return([row(**{"CH Firmware version": shown})])
    assert said(one) == [(2, "CH Firmware version", "warning", "firmware-from-date")]
    assert [device.firmware for device in one.accepted.devices["CH"] if device] == ["2.1.12"]


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("'03.00.01.60", ""),
        ("'03.00.01.60'", ""),
        ("\u201803.00.01.60", ""),
        ("\u201c03.00.01.60\u201d", ""),
        ("'03000160", "firmware-from-bcd"),
        ("'3000160", "firmware-from-number"),
        ("'0300FFFF", "firmware-form-unreadable"),
    ],
)
def test_a_mark_of_text_is_no_part_of_a_version(marked: str, code: str) -> None:
    """An export shows it; the eight digits behind it were a firmware of their own."""
    one = supplier_return([row(**{"GSME Firmware version": marked})])

    assert [found for *_, found in said(one)] == ([code] if code else [])
    read = [device.firmware for device in one.accepted.devices["GSME"] if device]
    assert read == ([] if code == "firmware-form-unreadable" else ["03.00.01.60"])


def test_a_marked_day_is_read_back_too() -> None:
    one = supplier_return([row(**{"CH Firmware version": "'2012-01-02"})])

    assert said(one) == [(2, "CH Firmware version", "warning", "firmware-from-date")]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("2.1.11 / 2.1.12", True),
        ("2.1.12; 2.2.8", True),
        ("2.1.12, v2.1.11", True),
        ("2.1.11\n2.1.12", True),
        ("2.1.11 and 2.1.12", True),
        ("2.1.12 / 2.1.12", False),
        ("2.1.98 / 2.1.99", False),
        ("2.1.12 beta", False),
    ],
)
def test_several_versions_in_a_cell_are_none(typed: str, refused: bool) -> None:
    """They were a firmware of their own, with a warning, and the row a combination that nobody has."""
    one = supplier_return([row(**{"CH Firmware version": typed})])

    assert ([code for *_, code in said(one)] == ["firmware-several"]) == refused
    assert one.accepted.rows == (() if refused else (2,))
