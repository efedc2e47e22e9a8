"""What was returned in one round stands in the next one's template, and is read from there as it was."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from builders import catalogue, csv_of, foc, row
from eligo.returns import Correction, UpgradesFile, prefilled, read_return, template_workbook
from eligo.returns.workbook import TEMPLATE_PROPERTY

NAME = "RFI-1__Supplier__Aster-Energy.csv"
PLANNED = (
    "Device type,Manufacturer,Model,Hardware version,From firmware,To firmware,Planned completion\n"
    "CH,Toshiba,SEAP-2000,A,2.1.11,2.1.12,2019-10-01\n"
)


def test_a_template_filled_with_a_return_is_read_as_that_return() -> None:
    hub = {"CH Firmware version": " 2.1.11 ", "Active": "1,234"}
    total = dict.fromkeys(row(), "") | {"Supplier": "Total", "Active": "1354"}
    content = csv_of([row(), row(), row(**hub), row(Active="about 7", SMSO="SMSO-9"), total])
    one = read_return(
        NAME, content, foc(), catalogue(), UpgradesFile(NAME.replace(".csv", "__upgrades.csv"), PLANNED.encode())
    )

    filled = prefilled(one, content, foc())
    again = read_return(
        "RFI-2__Supplier__Aster-Energy.xlsx", template_workbook(foc(), [], "RFI-2", filled), foc(), catalogue()
    )

    assert (filled.organisation, filled.role, filled.source) == ("Aster Energy", "Supplier", NAME)
    assert (again.sender.organisation, again.sender.rfi_reference) == ("Aster Energy", "RFI-2")
    assert again.accepted.devices == one.accepted.devices
    assert again.accepted.counts == one.accepted.counts
    assert [(bad.codes, dict(bad.cells)["Active"]) for bad in again.quarantined] == [
        (("count-not-a-number", "value-not-allowed"), "about 7")
    ]
    assert [(plan.from_firmware, plan.to_firmware, str(plan.completion)) for plan in again.upgrades] == [
        ("2.1.11", "2.1.12", "2019-10-01")
    ]


def test_a_corrected_cell_stands_as_corrected() -> None:
    """What an analyst had put right was asked for again, and came back wrong."""
    content = csv_of([row(), row(Active="-40", SMSO="SMSO-2")])
    known = Correction(NAME, "", 3, "Active", "-40", "40", "sign lost", "An analyst", date(2019, 9, 2))
    one = read_return(NAME, content, foc(), catalogue(), corrections=[known])

    assert [cells["Active"] for cells in prefilled(one, content, foc()).combinations] == ["100", "40"]


def test_nothing_is_said_of_the_sheets_that_the_template_has_itself() -> None:
    """Each was noted as a sheet that the template does not have, in every return on it."""
    content = csv_of([row()])
    filled = prefilled(read_return(NAME, content, foc(), catalogue()), content, foc())
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(foc(), [], "RFI-2", filled)))

    book["Return"]["B4"] = "2019-09-30"
    assert sheets_noted(book) == []
    book.create_sheet("Working").append(["our own"])
    book["Lists"].append(list(row()))
    book["Lists"].append(list(row().values()))
    assert sheets_noted(book) == [("sheet-ignored", "Working"), ("sheet-not-read", "Lists")]
    del book.custom_doc_props[TEMPLATE_PROPERTY]
    assert ("sheet-ignored", "Instructions") in sheets_noted(book)


def sheets_noted(book: openpyxl.Workbook) -> list[tuple[str, str]]:
    written = io.BytesIO()
    book.save(written)
    one = read_return("RFI-2__Supplier__Aster-Energy.xlsx", written.getvalue(), foc(), catalogue())
    return sorted((found.code, found.location.sheet) for found in one.findings)


def test_a_row_with_a_stray_quote_stands_in_its_cells_and_a_footer_does_not() -> None:
    signed = {"Supplier": "Prepared by", "SMSO": "A. Smith"}
    content = csv_of([row(), row(Active="7", SMSO="SMSO-2"), signed]).replace(b"SMSO-2", b'"SMSO-2')
    one = read_return(NAME, content, foc(), catalogue())

    filled = prefilled(one, content, foc())

    assert [bad.codes[0] for bad in one.quarantined] == ["row-unreadable"]
    assert [(cells["SMSO"], cells["Active"]) for cells in filled.combinations] == [("SMSO-1", "100"), ("SMSO-2", "7")]


def test_a_template_that_goes_back_as_it_came_is_questioned_for_the_day_that_it_does_not_state() -> None:
    content = csv_of([row()])
    filled = prefilled(read_return(NAME, content, foc(), catalogue()), content, foc())
    again = read_return(
        "RFI-2__Supplier__Aster-Energy.xlsx", template_workbook(foc(), [], "RFI-2", filled), foc(), catalogue()
    )
    assert [(one.code, str(one.location.row), one.location.column) for one in again.findings] == [
        ("snapshot-missing", "4", "Snapshot date")
    ]
