"""Drawn inputs: a return is a few lines of text that name only the cells a test is about."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from eligo.catalogue import Catalogue, load_catalogue
from eligo.returns import Return, UpgradesFile, read_return
from eligo.scheme import Scheme, load_scheme, template_columns

CATALOGUE = """\
device_type,manufacturer,model,hardware_version,firmware_version
ESME,Landis+Gyr,E470 (MK1),1.0,01.09.01.44
ESME,Landis+Gyr,E470 (MK2),2.0,02.01.01.10
ESME,EDMI,ES-10B,1.0,1.4.7
GSME,Landis+Gyr,G370,1.0,03.00.01.60
GSME,Landis+Gyr,G370,1.0,03.00.01.61
GSME,Landis+Gyr,G370,1.0,03.00.01.97
GSME,Landis+Gyr,G470 (MK1),1.0,03.02.01.63
CH,Telit,SEAP-2000-V,A,2.1.11
CH,Telit,SEAP-2000-V,A,2.1.12
CH,Telit,SEAP-2001-V,B,2.2.8
PPMID,GEO,PCK-BB-001,1,2.2.1.9.0
"""

CLEAN_ROW = {
    "Supplier": "Aster Energy",
    "SMSO": "SMSO-1",
    "Operating capability": "FOC",
    "Fuel type": "DF",
    "WAN provider": "WAN-A",
    "ESME Manufacturer": "Landis+Gyr",
    "ESME Model": "E470 (MK1)",
    "ESME Hardware version": "1.0",
    "ESME Firmware version": "01.09.01.44",
    "GSME Manufacturer": "Landis+Gyr",
    "GSME Model": "G370",
    "GSME Hardware version": "1.0",
    "GSME Firmware version": "03.00.01.61",
    "CH Manufacturer": "Telit",
    "CH Model": "SEAP-2000-V",
    "CH Hardware version": "A",
    "CH Firmware version": "2.1.12",
    "PPMID Manufacturer": "GEO",
    "PPMID Model": "PCK-BB-001",
    "PPMID Hardware version": "1",
    "PPMID Firmware version": "2.2.1.9.0",
    "Display kind": "PPMID",
    "Display firmware upgradable": "Y",
    "Active": "100",
    "Dormant": "20",
    "Intends to enrol": "Y",
}
"""A row without a fault: dual fuel, 120 installations of one supplier at SMSO-1."""

NO_GSME = {f"GSME {field}": "" for field in ("Manufacturer", "Model", "Hardware version", "Firmware version")}
NO_PPMID = {f"PPMID {field}": "" for field in ("Manufacturer", "Model", "Hardware version", "Firmware version")}


def foc() -> Scheme:
    """The shipped scheme."""
    return load_scheme("smets1-foc")


def catalogue(text: str = CATALOGUE) -> Catalogue:
    """The drawn catalogue under the shipped scheme."""
    return load_catalogue("catalogue.csv", text.encode(), foc())


def row(**changes: str) -> dict[str, str]:
    """The clean row with some cells changed; ``row(**{"ESME Model": ""})``."""
    return {**CLEAN_ROW, **changes}


def csv_of(rows: Sequence[dict[str, str]], header: Sequence[str] = ()) -> bytes:
    """A CSV table of rows, under the template's columns unless others are given."""
    columns = list(header or [column.name for column in template_columns(foc())])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([one.get(column, "") for column in columns] for one in rows)
    return text.getvalue().encode()


def supplier_return(
    rows: Sequence[dict[str, str]], organisation: str = "Aster Energy", upgrades: Sequence[dict[str, str]] = ()
) -> Return:
    """A supplier's return, read."""
    return _read(f"RFI-1__Supplier__{organisation.replace(' ', '-')}.csv", rows, upgrades)


def operator_return(
    rows: Sequence[dict[str, str]], organisation: str = "SMSO-1", upgrades: Sequence[dict[str, str]] = ()
) -> Return:
    """An SMSO's return, read."""
    return _read(f"RFI-1__SMSO__{organisation}.csv", rows, upgrades)


def _read(name: str, rows: Sequence[dict[str, str]], upgrades: Sequence[dict[str, str]]) -> Return:
    beside = None
    if upgrades:
        columns = tuple(upgrades[0])
        beside = UpgradesFile(name.replace(".csv", "__upgrades.csv"), csv_of(upgrades, columns))
    return read_return(name, csv_of(rows), foc(), catalogue(), beside)


def upgrade(start: str, end: str, by: str, **changes: str) -> dict[str, str]:
    """A planned upgrade of the G370, with some cells changed."""
    return {
        "Device type": "GSME",
        "Manufacturer": "Landis+Gyr",
        "Model": "G370",
        "Hardware version": "1.0",
        "From firmware": start,
        "To firmware": end,
        "Planned completion": by,
        **changes,
    }


def said(one: Return) -> list[tuple[int, str, str, str]]:
    """What was found, but for notes: (row, column, severity, code)."""
    return [
        (f.location.row, f.location.column, f.severity.value, f.code)
        for f in one.findings
        if f.severity.value != "note"
    ]
