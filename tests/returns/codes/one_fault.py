"""For each code of a finding, the smallest return in which exactly that fault is found, and where.

A new code gets a line here: a return in which it is found once, with nothing else as grave or graver. Where a fault
cannot come alone, ``besides`` says what comes with it and why.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font

from builders import (
    CATALOGUE,
    CLEAN_ROW,
    NO_GSME,
    catalogue,
    csv_of,
    foc,
    operator_return,
    row,
    supplier_return,
    upgrade,
)
from eligo.estate import assemble_round, build_estate
from eligo.findings import Finding
from eligo.returns import Correction, Return, read_return
from eligo.returns.inventory import findings_of, read_inventory
from eligo.returns.workbook import TEMPLATE_PROPERTY
from eligo.workflows.inputs import InputFile
from eligo.workflows.intake import read_all
from faults.workbook_xls import xls
from returns.sent_workbooks import NAME, workbook
from workflows.workspaces import Told

TEXT_NAME = NAME.replace(".xlsx", ".csv")
TWICE_MADE = CATALOGUE + "CH,Other,SEAP-2000-V,A,2.1.12\n"
TWO_HARDWARES = CATALOGUE + "CH,Telit,SEAP-2000-V,B,2.1.12\n"


@dataclass(frozen=True)
class OneFault:
    """What is sent, and (row, template's column) of the one finding; ``besides`` maps further codes to the reason."""

    code: str
    at: tuple[int, str]
    found: Callable[[], Sequence[Finding]]
    besides: Mapping[str, str] = field(default_factory=dict)


def cell(code: str, column: str, typed: str, at: str = "", **besides: str) -> OneFault:
    """One cell of a supplier's only row; the finding stands at ``at`` where that is another cell."""
    reasons = {name.replace("_", "-"): why for name, why in besides.items()}
    return OneFault(code, (2, at or column), lambda: supplier_return([row(**{column: typed})]).findings, reasons)


def cells(code: str, at: str, changes: Mapping[str, str]) -> OneFault:
    """Several cells of a supplier's only row."""
    return OneFault(code, (2, at), lambda: supplier_return([row(**changes)]).findings)


def plans(code: str, at: tuple[int, str], *planned: Mapping[str, str]) -> OneFault:
    """Planned upgrades beside a clean row."""
    return OneFault(code, at, lambda: supplier_return([row()], upgrades=[dict(one) for one in planned]).findings)


def typed_cell(code: str, column: str, value: object) -> OneFault:
    """One cell of a workbook that is no text."""
    return OneFault(code, (2, column), lambda: _workbook(workbook({column: value})).findings)


def known(code: str, column: str, models: str) -> OneFault:
    """One blank cell, under a catalogue of its own."""
    content = csv_of([row(**{column: ""})])
    return OneFault(code, (2, column), lambda: read_return(TEXT_NAME, content, foc(), catalogue(models)).findings)


def rows(code: str, at: tuple[int, str], content: bytes) -> OneFault:
    """A text file."""
    return OneFault(code, at, lambda: read_return(TEXT_NAME, content, foc(), catalogue()).findings)


def of_round(code: str, at: tuple[int, str], *returns: Callable[[], Return]) -> OneFault:
    """Several returns: what is found in each, and what is found of them together."""
    return OneFault(code, at, lambda: _round([made() for made in returns]))


def _round(returns: Sequence[Return]) -> Sequence[Finding]:
    together = assemble_round(returns, foc())
    estate = build_estate(together.returns, foc())
    return list(dict.fromkeys([*(f for one in returns for f in one.findings), *together.findings, *estate.findings]))


def _workbook(content: bytes) -> Return:
    return read_return(NAME, content, foc(), catalogue())


def _sent_on(day: int | None, name: str = "", received_on: date | None = None) -> Return:
    def dated(book: Workbook) -> None:
        sheet = book.create_sheet("Return")
        for pair in (
            ("Organisation", "Aster Energy"),
            ("Organisation role", "Supplier"),
            ("RFI reference", "RFI-1"),
            ("Snapshot date", date(2019, 8, day) if day else None),
        ):
            sheet.append(pair)

    name = name or f"sent-{day}.xlsx"
    return read_return(name, workbook({}, change=dated), foc(), catalogue(), received_on=received_on)


def _with_a_sheet_more() -> Return:
    return _workbook(workbook({}, change=lambda book: book.create_sheet("Working").append(["x"])))


def numbered(code: str, column: str, value: object, models: str) -> OneFault:
    """One cell of a workbook that is no text, under a catalogue of its own."""
    content = workbook({column: value})
    return OneFault(code, (2, column), lambda: read_return(NAME, content, foc(), catalogue(models)).findings)


def changed(code: str, at: tuple[int, str], change: Callable[[Workbook], None]) -> OneFault:
    """A workbook with something else changed than its cells."""
    return OneFault(code, at, lambda: _workbook(workbook({}, {}, change=change)).findings)


def _merged(book: Workbook) -> None:
    book.worksheets[0].merge_cells("A2:A3")


def _merged_across(book: Workbook) -> None:
    book.worksheets[0].merge_cells("Y2:Z2")


def _covering(book: Workbook) -> None:
    """Merged cells of which the lower one has kept a value of its own."""
    sheet = book.worksheets[0]
    place = [*row()].index("SMSO") + 1
    sheet.merge_cells(start_row=2, end_row=3, start_column=place, end_column=place)
    lower = Cell(sheet, row=3, column=place, value="SMSO-3")
    sheet._cells[3, place] = lower


def _old_form() -> Return:
    lines = [[*row()], [*row().values()]]
    return read_return(NAME.replace(".xlsx", ".xls"), xls([("Combinations", False, lines)]), foc(), catalogue())


def _hidden(book: Workbook) -> None:
    book.worksheets[0].row_dimensions[3].hidden = True


def _struck(book: Workbook) -> None:
    for cell in book.worksheets[0][3]:
        cell.font = Font(strike=True)


def _in_thousands(book: Workbook) -> None:
    book.worksheets[0].cell(3, [*row()].index("Active") + 1, 12).number_format = '0"k"'


def _headerless(book: Workbook) -> None:
    book.worksheets[0].cell(3, len(CLEAN_ROW) + 2, "checked")


def _put_elsewhere(book: Workbook) -> None:
    _renamed(book)
    book.create_sheet("Combinations").append([*row()])


def _renamed(book: Workbook) -> None:
    book.worksheets[0].title = "Sheet1"


def _with_a_second_part(book: Workbook) -> None:
    book.copy_worksheet(book.worksheets[0]).title = "Combinations (2)"


def _refused() -> Sequence[Finding]:
    file = InputFile("return", NAME, Path(NAME), b"no workbook")
    listed = InputFile("catalogue", "catalogue.csv", Path("catalogue.csv"), CATALOGUE.encode())
    return read_all((file, listed), foc(), Told()).findings


def _of_an_older_template() -> Return:
    """A workbook with the stamp of a template that is no longer asked for."""

    def stamp(book: Workbook) -> None:
        book.custom_doc_props.append(StringProperty(name=TEMPLATE_PROPERTY, value="0 of smets1-foc 0.9"))

    return _workbook(workbook({}, change=stamp))


def _linked() -> Return:
    """A workbook with a part that refers to another."""
    content = io.BytesIO(workbook({}))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    return _workbook(content.getvalue())


def _corrected(was: str, becomes: str) -> Sequence[Finding]:
    content = csv_of([row()])
    dated = (TEXT_NAME, "", 2, "Dormant", was, becomes, "recount", "An analyst")
    corrections = [Correction(*dated, date(2019, 9, 2))]
    return read_return(TEXT_NAME, content, foc(), catalogue(), corrections=corrections).findings


def _inventory(*installations: str, cut: int = 0) -> Sequence[Finding]:
    """An inventory in CSV: identifier and status of each installation; the last characters are cut off."""
    counts = ("Active", "Dormant", "Mixed")
    rest = csv_of([{name: value for name, value in row().items() if name not in counts}]).decode().splitlines()
    lines = [f"Installation ID,Status,{rest[0]}", *(f"{one},{rest[1]}" for one in installations)]
    with TemporaryDirectory() as name:
        file = Path(name, TEXT_NAME)
        file.write_text("\n".join(lines)[: -cut or None], "utf-8")
        read = read_inventory(file, foc(), catalogue(), store=Path(name, "store"), out=Path(name, "out"))
        return tuple(findings_of(read, Path(name, "scratch")))


SOON, LATER = "2019-10-01", "2019-10-02"
FIRST, SECOND, THIRD = "03.00.01.60", "03.00.01.61", "03.00.01.97"
NUMBERED_HUB = CATALOGUE + "CH,Telit,0042,A,2.1.12\nCH,Telit,3-4,A,2.1.12\n"
OLD_HUB = CATALOGUE + "CH,Telit,SEAP-2000-V,3.4,2.1.12\nCH,Telit,SEAP-2000-V,2E3,2.1.12\n"
NO_MODEL = "none of a manufacturer's models is known while the manufacturer is not; it is marked as following"

PART = {"Supplier": "Aster Energy", "SMSO": "all", "Active": "100", "Dormant": "20"}

ONE_FAULT: tuple[OneFault, ...] = (
    cell("count-missing", "Dormant", ""),
    cell("count-negative", "Active", "-40"),
    cell("count-fractional", "Active", "12.5"),
    cell("count-implausible", "Active", "2200012345678"),
    cell("count-not-a-number", "Active", "lots"),
    cell("value-missing", "SMSO", ""),
    cell("value-not-allowed", "SMSO", "SMSO-9"),
    cell("supplier-not-sender", "Supplier", "Birch Power"),
    OneFault("operator-not-sender", (2, "SMSO"), lambda: operator_return([row(SMSO="SMSO-2")]).findings),
    cell("cell-error", "WAN provider", "#REF!"),
    typed_cell("formula-without-value", "Active", "=1+1"),
    changed("cell-covered", (3, "SMSO"), _covering),
    typed_cell("value-not-text", "WAN provider", date(2019, 9, 2)),
    cell("name-uncertain", "CH Model", "SEAP-2000-V ?"),
    OneFault("installation-repeated", (2, "Installation ID"), lambda: _inventory("I-1,Active", "I-1,Dormant")[:1]),
    OneFault("row-unreadable", (3, ""), lambda: _inventory("I-1,Active", '"I-2,Active')),
    OneFault(
        "row-without-combination",
        (3, ""),
        lambda: supplier_return([row(), PART]).findings,
        dict.fromkeys(
            ("device-required", "value-missing", "value-not-allowed"),
            "a row that is none of the table has nothing that the table asks for; they are marked as following",
        ),
    ),
    OneFault("row-astray", (3, ""), lambda: supplier_return([row(), {"Supplier": ";".join(row().values())}]).findings),
    rows("row-ragged", (2, ""), csv_of([row()]).rstrip(b"\n") + b",10\n"),
    OneFault("row-cut-off", (3, ""), lambda: _inventory("I-1,Active", "I-2,Active", cut=40)),
    cell("device-without-model", "ESME Model", ""),
    cells("device-required", "GSME Model", NO_GSME),
    cell("device-not-expected", "Fuel type", "SF", at="GSME Model"),
    cells(
        "condition-missing",
        "Display firmware upgradable",
        {"Display kind": "IHD", "Display firmware upgradable": ""},
    ),
    known("manufacturer-missing", "CH Manufacturer", TWICE_MADE),
    known("hardware-missing", "CH Hardware version", TWO_HARDWARES),
    cell("firmware-missing", "GSME Firmware version", ""),
    cell("firmware-with-bar", "GSME Firmware version", "03.00.01.60|61"),
    cell("firmware-several", "CH Firmware version", "2.1.11 / 2.1.12"),
    cell("firmware-form-unreadable", "GSME Firmware version", "0300FFFF"),
    cell("firmware-date-unreadable", "CH Firmware version", "02/03/2015"),
    typed_cell("firmware-number-unreadable", "CH Firmware version", 7.25),
    typed_cell("firmware-boolean-unreadable", "CH Firmware version", True),
    typed_cell("manufacturer-date-unreadable", "CH Manufacturer", date(2019, 9, 2)),
    typed_cell("manufacturer-number-unreadable", "CH Manufacturer", 7),
    typed_cell("manufacturer-boolean-unreadable", "CH Manufacturer", False),
    typed_cell("model-date-unreadable", "CH Model", date(2019, 9, 2)),
    typed_cell("model-number-unreadable", "CH Model", 7),
    typed_cell("model-boolean-unreadable", "CH Model", True),
    typed_cell("hardware-date-unreadable", "CH Hardware version", date(2019, 9, 2)),
    typed_cell("hardware-number-unreadable", "CH Hardware version", 7),
    typed_cell("hardware-boolean-unreadable", "CH Hardware version", True),
    plans("upgrade-incomplete", (2, "Model"), upgrade(FIRST, SECOND, SOON, Model="")),
    plans("upgrade-date-unreadable", (2, "Planned completion"), upgrade(FIRST, SECOND, "soon")),
    plans("upgrade-cycle", (2, "To firmware"), upgrade(FIRST, FIRST, SOON)),
    OneFault("file-refused", (0, ""), _refused),
    rows("row-repeated", (3, ""), csv_of([row(), row()])),
    rows("row-unfilled", (3, ""), csv_of([row(), {"Supplier": "Aster Energy", "SMSO": "SMSO-1", "Active": "0"}])),
    changed("sheet-instead", (0, ""), _put_elsewhere),
    cell("cell-without-value", "CH Firmware provider", "#N/A"),
    changed("cells-merged-across", (2, "Dormant"), _merged_across),
    cell("manufacturer-unknown", "CH Manufacturer", "Telid", model_unknown=NO_MODEL),
    cell("model-unknown", "CH Model", "SEAP-3000"),
    cell("hardware-unknown", "CH Hardware version", "Z"),
    cell("firmware-unknown", "CH Firmware version", "2.1.99"),
    cell("manufacturer-inferred", "CH Manufacturer", ""),
    cell("hardware-inferred", "CH Hardware version", ""),
    cell("firmware-from-date", "CH Firmware version", "2012-01-02"),
    typed_cell("firmware-from-number", "GSME Firmware version", 3000160),
    numbered("model-from-date", "CH Model", date(2019, 4, 3), NUMBERED_HUB),
    numbered("model-from-number", "CH Model", 42, NUMBERED_HUB),
    numbered("hardware-from-date", "CH Hardware version", date(2019, 4, 3), OLD_HUB),
    numbered("hardware-from-number", "CH Hardware version", 2000, OLD_HUB),
    cell("firmware-from-bcd", "GSME Firmware version", "03000160"),
    cell("firmware-from-hexadecimal", "GSME Firmware version", "0300013C"),
    cells("condition-assumed", "Display kind", {"Display kind": "", "Display firmware upgradable": ""}),
    of_round(
        "upgrade-overridden",
        (2, "From firmware"),
        lambda: supplier_return([row()], upgrades=[upgrade(FIRST, SECOND, SOON)]),
        lambda: operator_return([row()], upgrades=[upgrade(FIRST, THIRD, LATER)]),
    ),
    of_round(
        "figures-differ",
        (2, "Active"),
        lambda: supplier_return([row(Active="900")]),
        lambda: operator_return([row(Active="100")]),
    ),
    OneFault("return-empty", (0, ""), lambda: supplier_return([]).findings),
    plans(
        "upgrade-shadowed",
        (3, "From firmware"),
        upgrade(FIRST, SECOND, SOON),
        upgrade(FIRST, THIRD, LATER),
    ),
    of_round("return-replaced", (0, ""), lambda: _sent_on(30), lambda: _sent_on(31)),
    OneFault("template-other", (0, ""), lambda: _of_an_older_template().findings),
    rows("row-alike", (3, ""), csv_of([{**row(), "No.": "1"}, {**row(), "No.": "2"}], ["No.", *row()])),
    rows(
        "value-alone",
        (2, "WAN provider"),
        csv_of([row(**{"WAN provider": "WAN"}), *(row(Active=f"{number}") for number in range(9))]),
    ),
    of_round(
        "supplier-nearly-known",
        (3, "Supplier"),
        lambda: supplier_return([row()]),
        lambda: operator_return([row(), row(Supplier="Aster Enrgy")]),
    ),
    changed("struck-through", (3, ""), _struck),
    changed("number-shown-otherwise", (3, "Active"), _in_thousands),
    rows(
        "rows-under-heading", (3, ""), csv_of([row()]) + b"Previous round\n" + csv_of([row(Active="7")]).split(b"\n")[1]
    ),
    rows("columns-absent", (1, ""), csv_of([row()], [name for name in row() if name != "Intends to enrol"])),
    rows("header-explained", (1, "Active"), csv_of([row()]).replace(b",Active,", b",Active (July),")),
    changed("cell-without-header", (1, ""), _headerless),
    OneFault("sheet-not-read", (0, ""), lambda: _workbook(workbook({}, change=_with_a_second_part)).findings),
    rows("encoding-mixed", (0, ""), csv_of([row(**{"CH Factory configuration": "Z\u00e4hler"})]) + b"Caf\xe9\n"),
    OneFault("reference-contradicted", (3, "RFI reference"), lambda: _sent_on(30, NAME.replace("1", "2")).findings),
    OneFault("snapshot-missing", (4, "Snapshot date"), lambda: _sent_on(None).findings),
    OneFault("snapshot-in-future", (4, "Snapshot date"), lambda: _sent_on(31, received_on=date(2019, 8, 30)).findings),
    cell("value-normalised", "ESME Manufacturer", "L+G"),
    cell("placeholder-as-blank", "Intends to enrol", "n/a"),
    OneFault("cell-corrected", (2, "Dormant"), lambda: _corrected(row()["Dormant"], "21")),
    OneFault("correction-spent", (2, "Dormant"), lambda: _corrected("-20", row()["Dormant"])),
    changed("cells-merged", (2, "Supplier"), _merged),
    changed("hidden-read", (0, ""), _hidden),
    OneFault("links-not-followed", (0, ""), lambda: _linked().findings),
    OneFault("form-tells-less", (0, ""), lambda: _old_form().findings),
    cell("count-formatted", "Active", "12,345"),
    rows("totals-row-ignored", (3, ""), csv_of([row(), {"Supplier": "Total", "Active": "100"}])),
    rows("header-repeated", (3, ""), csv_of([row(), {name: name for name in row()}, row(Active="7")])),
    rows("remark-row-ignored", (3, ""), csv_of([row()]) + b"," * 40 + b"counted on Friday\n"),
    rows("column-ignored", (1, ""), csv_of([row(Depot="North")], header=[*row(), "Depot"])),
    changed("sheet-renamed", (0, ""), _renamed),
    OneFault("sheet-ignored", (0, ""), lambda: _with_a_sheet_more().findings),
    plans("upgrade-beyond-horizon", (2, "Planned completion"), upgrade(FIRST, SECOND, "2020-03-01")),
)
