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
