"""Where the header is, which rows are rows, and that they add up."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from builders import CLEAN_ROW, catalogue, csv_of, foc, row, supplier_return
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.returns import Return, read_return

NAME = "RFI-1__Supplier__Aster-Energy.csv"


def read(content: bytes, name: str = NAME) -> Return:
    return read_return(name, content, foc(), catalogue())


def balance(one: Return) -> tuple[int, int, int, int]:
    (own,) = one.balances
    return own.read, own.accepted, own.quarantined, own.ignored


def test_rows_read_are_accepted_quarantined_or_ignored() -> None:
    totals = {"Supplier": "Total", "Active": "300"}
    one = supplier_return([row(), row(), row(Active="x"), row(Active="7"), totals, {}])
    assert balance(one) == (5, 2, 1, 2)
    ignored = [(f.location.row, f.severity.value, f.code) for f in one.findings if f.location.column == ""]
    assert ignored == [(3, "warning", "row-repeated"), (6, "note", "totals-row-ignored")]


def test_rows_that_differ_in_anything_add_up() -> None:
    one = supplier_return([row(), row(**{"ESME Factory configuration": "B"})])
    assert balance(one) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b""), ("utf-16", b"")]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding: str, mark: bytes, delimiter: str) -> None:
    text = csv_of([row(**{"ESME Manufacturer": "Landis\xa0+\xa0Gyr"})]).decode().replace(",", delimiter)
    one = read(mark + text.encode(encoding))
    assert one.accepted.devices["ESME"][0].manufacturer == "Landis+Gyr"  # type: ignore[union-attr]


def test_title_rows_a_two_level_header_synonyms_and_reordered_columns() -> None:
    fields = {
        "Manufacturer": "Make",
        "Model": "Model Name",
        "Hardware version": "HW version",
        "Firmware version": "F/W",
    }
    columns = ["Dormant", "Active", "SMSO", "Supplier", "Operating capability", "Fuel type", "WAN provider"]
    devices = ["PPMID", "CH", "GSME", "EMSE"]
    above = [""] * len(columns) + [name if i == 0 else "" for name in devices for i in range(4)] + ["", "", ""]
    below = columns + [*fields.values()] * 4 + ["Remark", "Display kind", "Display firmware upgradable"]
    cells = [CLEAN_ROW[name] for name in columns]
    cells += [CLEAN_ROW[f"{name.replace('EMSE', 'ESME')} {field}"] for name in devices for field in fields]
    cells += ["hello", "PPMID", "Y"]
    lines = [["Aster Energy - return"], [], above, below, cells]
    one = read("\n".join(",".join(line) for line in lines).encode())
    assert one.accepted.rows == (5,)
    assert one.accepted.devices["ESME"][0].model == "E470 (MK1)"  # type: ignore[union-attr]
    assert one.accepted.counts == ((100,), (20,), (0,))
    assert one.columns["CH Firmware version"] == (14, "CH F/W")
    assert [(f.code, f.value) for f in one.findings] == [("columns-absent", ""), ("column-ignored", "Remark")]


def test_a_table_without_required_columns_is_the_wrong_template_and_all_are_named() -> None:
    with pytest.raises(WrongTemplate) as caught:
        read(csv_of([row()], [name for name in CLEAN_ROW if name not in ("SMSO", "Active")]))
    assert caught.value.details == (f"{NAME}: no column 'SMSO'", f"{NAME}: no column 'Active'")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Aktive", " ('Aktive' may be it)"),
        ("Active instalations", " ('Active instalations' may be it)"),
        ("Number", ""),
    ],
)
def test_a_column_that_may_be_the_one_that_is_missing_is_named_and_not_read(header: str, told: str) -> None:
    content = csv_of([row()]).replace(b"Active", header.encode(), 1)
    with pytest.raises(WrongTemplate) as caught:
        read(content)
    assert caught.value.details == (f"{NAME}: no column 'Active'{told}",)


def test_two_columns_that_claim_to_be_one_are_refused() -> None:
    with pytest.raises(WrongTemplate) as caught:
        read(csv_of([row()], [*CLEAN_ROW, "No. active"]))
    assert caught.value.details == (f"{NAME}, row 1: columns 24 and 27 ('No. active') are both 'Active'",)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"not a workbook", "a.xlsx is a text file, not the .xlsx workbook that its name says"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0rest",
            "a.xlsx is a document of another program, not the .xlsx workbook that its name says",
        ),
        ("a.csv", b"PK\x03\x04rest", "a.csv is a workbook or a zip file, not the text file that its name says"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0", "a.csv is a picture, not the text file that its name says"),
        (
            "a.xls",
            b"7z\xbc\xaf\0",
            "a.xls is packed otherwise than .gz or .zip, not the .xls workbook that its name says",
        ),
        ("a.xls", b"%PDF-1.7", "a.xls is a PDF, not the .xls workbook that its name says"),
        ("a.csv", b"a,b\x00c", "a.csv has NUL bytes (first at byte 3): it is not a text file"),
        ("a.csv", b" \n", "a.csv is empty"),
        ("a.doc", b"x", "a.doc is not a return: its name ends in '.doc'"),
        (
            "a.csv",
            b'a,"b',
            (
                "a.csv has no header that can be read; its row 1 cannot be read: "
                "a quotation mark opens its cell 2 (column B) and is not closed there"
            ),
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(content, name)
    assert caught.value.message == message


def test_a_file_name_that_does_not_say_who_sends_it_is_refused() -> None:
    with pytest.raises(WrongTemplate) as caught:
        read(csv_of([row()]), "returns.csv")
    assert caught.value.message == "returns.csv does not say who sends it"


@pytest.mark.parametrize(
    ("proper", "named"), [("Cedar Gas & Electric", "Cedar-Gas-and-Electric"), ("Cedar & Co", "Cedar-and-Co")]
)
def test_the_name_proper_is_the_one_in_the_rows(proper: str, named: str) -> None:
    one = read(csv_of([row(Supplier=proper)]), f"RFI-1__Supplier__{named}.csv")
    assert one.sender.organisation == proper
    assert one.accepted.suppliers == (proper,)


def test_a_sheet_whose_two_cells_lie_at_opposite_corners_is_refused() -> None:
    book = Workbook()
    book.active.title = "Combinations"
    book.active["A1"] = "Supplier"
    book.active["XFD1048576"] = "x"
    written = io.BytesIO()
    book.save(written)
    with pytest.raises(UnreadableFile) as caught:
        read(written.getvalue(), "a.xlsx")
    assert caught.value.message == (
        "a.xlsx, sheet Combinations, has 2 cells and reaches to row 1,048,576 and column 16,384"
    )


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70 * 1024**2)
    with pytest.raises(UnreadableFile) as caught:
        read(packed.getvalue(), "a.xlsx")
    assert caught.value.message.startswith("a.xlsx would unpack to 73,400,328 bytes")


def test_a_totals_row_is_known_by_its_word_wherever_the_columns_stand() -> None:
    columns = ["Active", "Dormant", *(name for name in CLEAN_ROW if name not in ("Active", "Dormant"))]
    totals = {"Active": "300", "Dormant": "9", "Supplier": "Total installations"}
    one = read(csv_of([row(), row(**{"ESME Model": ""}), totals], columns))
    assert balance(one) == (3, 1, 1, 1)
