"""Each fault in one cell gives one finding at its place, and quarantines its row alone."""

from __future__ import annotations

import pytest

from builders import NO_GSME, NO_PPMID, row, said, supplier_return


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"Active": "-40"}, "Active", "count-negative"),
        ({"Active": "12.5"}, "Active", "count-fractional"),
        ({"Active": "12,5"}, "Active", "count-fractional"),
        ({"Active": "10,000,001"}, "Active", "count-implausible"),
        ({"Dormant": "lots"}, "Dormant", "count-not-a-number"),
        ({"Dormant": ""}, "Dormant", "count-missing"),
        ({"SMSO": "SMSO-9"}, "SMSO", "value-not-allowed"),
        ({"SMSO": ""}, "SMSO", "value-missing"),
        ({"Operating capability": "XOC"}, "Operating capability", "value-not-allowed"),
        ({"Fuel type": "Steam"}, "Fuel type", "value-not-allowed"),
        ({"WAN provider": "n/a"}, "WAN provider", "value-missing"),
        ({"Intends to enrol": "perhaps"}, "Intends to enrol", "value-not-allowed"),
        ({"Supplier": "Birch Power"}, "Supplier", "supplier-not-sender"),
        ({"Supplier": ""}, "Supplier", "value-missing"),
        ({"ESME Model": ""}, "ESME Model", "device-without-model"),
        (NO_GSME, "GSME Model", "device-required"),
        ({"Fuel type": "SF"}, "GSME Model", "device-not-expected"),
        ({"GSME Firmware version": ""}, "GSME Firmware version", "firmware-missing"),
        ({"GSME Firmware version": "03000161"}, "GSME Firmware version", "firmware-form-unreadable"),
        ({"GSME Firmware version": "3000161"}, "GSME Firmware version", "firmware-number-unreadable"),
        ({"GSME Firmware version": "0300FFFF"}, "GSME Firmware version", "firmware-form-unreadable"),
        ({"CH Firmware version": "02/03/2015"}, "CH Firmware version", "firmware-date-unreadable"),
        (
            {"Display kind": "IHD", "Display firmware upgradable": ""},
            "Display firmware upgradable",
            "condition-missing",
        ),
    ],
)
def test_a_fault_quarantines_its_row(changes: dict[str, str], column: str, code: str) -> None:
    one = supplier_return([row(), row(**changes, **{"PPMID Factory configuration": "B"})])
    assert said(one) == [(3, column, "error", code)]
    assert [(q.row, q.codes) for q in one.quarantined] == [(3, (code,))]
    assert one.accepted.rows == (2,)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"CH Model": "SEAP-3000"}, "CH Model", "model-unknown"),
        ({"CH Manufacturer": "Telid"}, "CH Manufacturer", "manufacturer-unknown"),
        ({"CH Hardware version": "Z"}, "CH Hardware version", "hardware-unknown"),
        ({"CH Firmware version": "2.1.99"}, "CH Firmware version", "firmware-unknown"),
        ({"CH Manufacturer": ""}, "CH Manufacturer", "manufacturer-inferred"),
        ({"CH Hardware version": "-"}, "CH Hardware version", "hardware-inferred"),
        ({"CH Firmware version": "2012-01-02"}, "CH Firmware version", "firmware-from-date"),
        ({"GSME Firmware version": "0300013C"}, "GSME Firmware version", "firmware-from-hexadecimal"),
        ({"GSME Firmware version": "03000160"}, "GSME Firmware version", "firmware-from-bcd"),
        ({"GSME Firmware version": "3000160"}, "GSME Firmware version", "firmware-from-number"),
        ({"GSME Firmware version": "3009999"}, "GSME Firmware version", "firmware-unknown"),
        ({"Display kind": "", "Display firmware upgradable": ""}, "Display kind", "condition-assumed"),
    ],
)
def test_a_doubt_is_a_warning_and_the_row_is_accepted(changes: dict[str, str], column: str, code: str) -> None:
    one = supplier_return([row(**changes)])
    assert (2, column, "warning", code) in said(one)
    assert all(severity == "warning" for _, _, severity, _ in said(one))
    assert one.accepted.rows == (2,)


def test_an_unknown_model_is_suggested_the_nearest_known_one() -> None:
    one = supplier_return([row(**{"CH Model": "SEAP-20O0-V"})])
    assert [f.suggestion for f in one.findings if f.code == "model-unknown"] == [
        "Did you mean SEAP-2000-V or SEAP-2001-V?"
    ]


def test_the_readings_of_normalised_cells() -> None:
    one = supplier_return(
        [
            row(
                **{
                    "ESME Manufacturer": "landis and gyr ",
                    "ESME Model": "e470 mk 1",
                    "GSME Manufacturer": "L+G",
                    "GSME Firmware version": " v3.0.1.61",
                    "CH Model": "SEAP 2000 V",
                    "PPMID Manufacturer": "Green Energy Options",
                    "Active": "12,345",
                    "Dormant": " 6",
                }
            )
        ]
    )
    assert said(one) == []
    assert [device[0].text for device in one.accepted.devices.values() if device[0]] == [
        "Landis+Gyr|E470 (MK1)|1.0|01.09.01.44",
        "Landis+Gyr|G370|1.0|03.00.01.61",
        "Telit|SEAP-2000-V|A|2.1.12",
        "GEO|PCK-BB-001|1|2.2.1.9.0",
    ]
    assert one.accepted.counts == ((12345,), (6,), (0,))


def test_two_spellings_of_an_unknown_firmware_stand_as_one() -> None:
    one = supplier_return(
        [row(**{"GSME Firmware version": "3.0.1.99"}), row(**{"GSME Firmware version": "v03.00.01.99", "Active": "1"})]
    )
    assert [device.firmware for device in one.accepted.devices["GSME"] if device] == ["03.00.01.99", "03.00.01.99"]


def test_a_display_that_cannot_be_upgraded_is_not_part_of_the_combination() -> None:
    cannot = {"Display kind": "IHD", "Display firmware upgradable": "N"}
    can = {"Display kind": "IHD", "Display firmware upgradable": "Y"}
    one = supplier_return([row(**cannot), row(**can), row(**NO_PPMID, **{"Display kind": ""})])
    assert [device.model if device else None for device in one.accepted.devices["PPMID"]] == [None, "PCK-BB-001", None]


def test_to_be_confirmed_is_a_value_with_or_without_footnote_marks() -> None:
    one = supplier_return(
        [row(**{"ESME Firmware version": text}) for text in ("TBC", "TBC \u2074", "tbc\u2075", "TBC 6")]
    )
    assert [device.firmware for device in one.accepted.devices["ESME"] if device] == ["TBC"] * 4
    assert said(one) == []


def test_every_fault_of_a_row_is_found_in_one_pass() -> None:
    one = supplier_return([row(**{"Active": "-1", "Dormant": "x", "SMSO": "?", "ESME Model": "-"})])
    assert sorted(code for _, _, severity, code in said(one) if severity == "error") == [
        "count-negative",
        "count-not-a-number",
        "device-without-model",
        "value-not-allowed",
    ]


def test_a_finding_knows_the_letter_and_the_header_of_its_column() -> None:
    one = supplier_return([row(Active="-1")])
    (finding,) = [f for f in one.findings if f.code == "count-negative"]
    assert (finding.location.column_letter, finding.location.header, finding.value) == ("AF", "Active", "-1")
