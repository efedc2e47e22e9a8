"""Rare ways of writing that programs have, and what must not come of them."""

from __future__ import annotations

import gzip
import io
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell

from builders import CATALOGUE, CLEAN_ROW, catalogue, csv_of, foc, row, upgrade
from eligo.catalogue import MOST_LOOKED_FOR
from eligo.errors import UnreadableFile, WrongTemplate
from eligo.returns import Return, UpgradesFile, read_return
from eligo.returns.forms import open_file
from faults.workbook_ods import ods
from returns.sent_workbooks import NAME, returned, rewritten, workbook

TEXT = NAME.replace(".xlsx", ".csv")
OPERATOR = "RFI-1__SMSO__SMSO-1.csv"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"


def written(rows: str, strings: str = "") -> bytes:
    """A workbook of one sheet, by its markup."""
    sheets = '<sheets><sheet name="S" sheetId="1" r:id="a"/></sheets>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{sheets}</workbook>'
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATED}/{kind}" Target="{part}"/>'
        for name, kind, part in (("a", "worksheet", "s.xml"), ("b", "sharedStrings", "t.xml"))
    )
    content = io.BytesIO()
    with ZipFile(content, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", book)
        package.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKED}">{links}</Relationships>')
        package.writestr("xl/s.xml", f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')
        package.writestr("xl/t.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return content.getvalue()


def texts(content: bytes) -> list[list[str]]:
    (sheet,) = open_file("a.xlsx", content).sheets
    return [[cell.text for cell in line] for line in sheet.rows]


def read(content: bytes, name: str = TEXT, upgrades: bytes | None = None) -> Return:
    beside = UpgradesFile(name.replace(".csv", "__upgrades.csv"), upgrades) if upgrades is not None else None
    return read_return(name, content, foc(), catalogue(), beside)


def codes(one: Return) -> list[tuple[int, str, str]]:
    return [(f.location.row, f.location.column, f.code) for f in one.findings]


TWO = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


@pytest.mark.parametrize("blank", ["<si/>", "<si ></si>", "<si></si>", "<si><t/></si>"])
def test_a_blank_shared_string_has_its_place(blank: str) -> None:
    assert texts(written(TWO, f"{blank}<si><t>one</t></si><si><t>two</t></si>")) == [["", "one"]]
    assert texts(written(TWO, f"<si><t>one</t></si>{blank}")) == [["one"]]


@pytest.mark.parametrize("end", ["</c>", "</c >", "</c\n>"])
def test_cells_are_read_however_their_end_is_written(end: str) -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v>{end}</row>' for number in range(1, 4))

    assert texts(written(rows)) == [["1"], ["2"], ["3"]]


def test_characters_that_no_text_has_stay_as_they_were_written() -> None:
    strings = "<si><t>a_xD800_b_x0000_</t></si><si><t>c_x0041_</t></si>"

    assert texts(written(TWO, strings)) == [["a_xD800_b_x0000_", "cA"]]


def test_a_zip_of_a_later_kind_is_refused() -> None:
    content = bytearray(workbook({}))
    content[content.rfind(b"PK\x01\x02") + 6] = 73

    with pytest.raises(UnreadableFile, match=r"is not an \.xlsx workbook"):
        open_file("a.xlsx", bytes(content))


def test_a_gzip_file_of_very_many_parts_is_read_or_refused() -> None:
    content = gzip.compress(csv_of([row()])) + gzip.compress(b"") * 50_000

    assert read(content, f"{TEXT}.gz").accepted.rows == (2,)
    with pytest.raises(UnreadableFile, match="more than 100,000 parts"):
        read(gzip.compress(b"x") * 100_001, f"{TEXT}.gz")


def test_a_header_may_stand_upright_beside_those_of_devices() -> None:
    groups = {"ESME": "E", "GSME": "G", "CH": "C", "PPMID": "P"}
    names = [*CLEAN_ROW]
    of_device = [name.partition(" ")[0] in groups and " " in name for name in names]
    upper = [name.partition(" ")[0] if own else name for name, own in zip(names, of_device, strict=True)]
    upper = [
        "" if own and upper.index(text) < at else text
        for at, (text, own) in enumerate(zip(upper, of_device, strict=True))
    ]
    lower = [name.partition(" ")[2] if own else "" for name, own in zip(names, of_device, strict=True)]
    content = "\n".join(",".join(line) for line in (upper, lower, CLEAN_ROW.values())).encode()

    one = read(content)

    assert (one.accepted.rows, one.columns["SMSO"], one.columns["GSME Model"][1]) == ((3,), (1, "SMSO"), "GSME Model")


def test_what_a_merged_cell_covers_is_neither_counted_nor_lost() -> None:
    def merge(book: Workbook) -> None:
        sheet = book.worksheets[0]
        place = [*CLEAN_ROW].index("Active") + 1
        sheet.merge_cells(start_row=2, end_row=6, start_column=1, end_column=1)
        sheet.merge_cells(start_row=2, end_row=3, start_column=place, end_column=place)
        sheet._cells[3, place] = Cell(sheet, row=3, column=place, value=55)

    one = read(workbook({"Active": 100}, {}, change=merge), NAME)

    (balance,) = one.balances
    assert (balance.read, balance.accepted, balance.quarantined) == (2, 1, 1)
    assert (3, "Active", "cell-covered") in codes(one)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Supplier": "Total"}, "totals-row-ignored"),
        ({"Supplier": "Sub-total"}, "totals-row-ignored"),
        ({"Supplier": "Dale Utilities total"}, "totals-row-ignored"),
        ({"Supplier": "Grand total:"}, "totals-row-ignored"),
    ],
)
def test_a_row_that_states_totals_is_ignored(changes: dict[str, str], code: str) -> None:
    one = read(csv_of([row(), {**changes, "Active": "110", "Dormant": "5"}]), OPERATOR)

    assert [c for number, _, c in codes(one) if number == 3] == [code]


def test_a_supplier_called_total_is_no_row_of_totals_though_its_devices_are_blank() -> None:
    bare = {"Supplier": "Total Gas & Power", "SMSO": "SMSO-1", "Fuel type": "SF", "Active": "110", "Dormant": "5"}

    one = read(csv_of([row(), bare]), OPERATOR)

    assert (3, "ESME Model", "device-required") in codes(one)
    assert one.reported["SMSO-1"] == sum(sum(column) for column in one.accepted.counts) + 115


def test_a_remark_of_ones_own_makes_no_totals_of_a_row() -> None:
    lines = [
        row(),
        {**row(Active="777"), **dict.fromkeys([n for n in row() if n.startswith("ESME")], ""), "Note": "Total?"},
    ]

    one = read(csv_of(lines, header=[*row(), "Note"]))

    assert (3, "ESME Model", "device-required") in codes(one)


def test_a_footnote_below_the_table_is_a_remark() -> None:
    one = read(csv_of([row(), {"Supplier": "* provisional figures"}]))

    assert [code for number, _, code in codes(one) if number == 3] == ["remark-row-ignored"]


def test_a_number_that_may_be_thousands_is_not_guessed() -> None:
    assert (2, "Active", "count-not-a-number") in codes(read(csv_of([row(Active="12.000")])))


def test_planned_upgrades_are_told_of_errors_totals_and_remarks() -> None:
    first, second, third = upgrade("03.00.01.60", "03.00.01.61", "2019-10-01"), {}, {"Device type": "* provisional"}
    second = {**upgrade("03.00.01.61", "x", "2019-10-02"), "To firmware": "#REF!"}
    total = {"Device type": "Total"}

    one = read(csv_of([row()]), TEXT, csv_of([first, second, total, third], header=[*first]))

    planned = [(f.location.row, f.code) for f in one.findings if f.location.file.endswith("__upgrades.csv")]
    assert planned == [(3, "cell-error"), (4, "totals-row-ignored"), (5, "remark-row-ignored")]
    assert [plan.row for plan in one.upgrades] == [2]


def test_planned_upgrades_beside_a_workbook_are_not_passed_over() -> None:
    planned = upgrade("2.1.11", "2.1.12", "2019-10-01")
    beside = UpgradesFile(NAME.replace(".xlsx", "__upgrades.csv"), csv_of([planned], header=[*planned]))

    with pytest.raises(
        WrongTemplate, match=r"is a workbook, which has planned upgrades in a sheet, and .*__upgrades.csv"
    ):
        read_return(NAME, workbook({}), foc(), catalogue(), beside)


def test_an_error_on_the_return_sheet_is_no_name_of_a_sender() -> None:
    def state(book: Workbook) -> None:
        sheet = book.create_sheet("Return")
        for pair in (("Organisation", "=Lists!A1"), ("Organisation role", "Supplier"), ("RFI reference", "RFI-1")):
            sheet.append(pair)

    with pytest.raises(WrongTemplate, match="does not say who sends it"):
        read(workbook({}, change=state), NAME)


@pytest.mark.parametrize("day", ["yesterday", "08/31/2019"])
def test_a_snapshot_date_that_is_none_is_what_a_return_is_refused_for(day: str) -> None:
    stated = [("Organisation", "Aster Energy"), ("Organisation role", "Supplier"), ("RFI reference", "RFI-1")]

    def state(book: Workbook) -> None:
        sheet = book.create_sheet("Return")
        for pair in (*stated, ("Snapshot date", day)):
            sheet.append(pair)

    with pytest.raises(WrongTemplate) as caught:
        read(workbook({}, change=state), NAME)

    assert caught.value.message == f"{NAME} states a snapshot date that is no date"
    assert caught.value.details == (
        f"{NAME}, sheet Return, 'Snapshot date': found '{day}', expected a date such as 2019-08-31",
    )


def test_a_first_line_that_says_what_parts_cells_is_counted_as_a_text_editor_does() -> None:
    content = b"sep=;\r\n" + csv_of([row(Active="-1")]).replace(b",", b";")

    assert codes(read(content)) == [(3, "Active", "count-negative")]


def test_a_return_sheet_that_states_two_senders_is_refused() -> None:
    stated = [("Organisation", "Aster Energy"), ("Organisation role", "Supplier"), ("RFI reference", "RFI-1")]

    def state(*more: tuple[str, str]) -> bytes:
        def add(book: Workbook) -> None:
            sheet = book.create_sheet("Return")
            for pair in (*stated, *more):
                sheet.append(pair)

        return workbook({}, change=add)

    assert read(state(("organisation:", " Aster Energy ")), NAME).sender.organisation == "Aster Energy"
    with pytest.raises(WrongTemplate) as refused:
        read(state(("Organisation", "Birch Power")), NAME)
    assert refused.value.details == (f"{NAME}, sheet Return, 'Organisation': found 'Aster Energy' and 'Birch Power'",)


EXTRAS = ["[1, 2]", "{'a': 1}", "TIMESTAMPTZ '2019-10-01 00:00:00+01'", "1.5::DECIMAL(9,2)", r"'\xFF\xFE'::BLOB"]
TABLE = TEXT.replace(".csv", ".parquet")


def parquet(folder: Path, **columns: str) -> bytes:
    """A Parquet file of one row, the clean one but for some columns (in SQL)."""
    cells = {name: f"'{value}'" for name, value in row().items()}
    cells |= {name.replace("_", " "): column for name, column in columns.items()}
    named = ", ".join(f'{cell} AS "{name}"' for name, cell in cells.items())
    duckdb.sql(f"SELECT {named}").write_parquet(str(folder / "a.parquet"))
    return (folder / "a.parquet").read_bytes()


@pytest.mark.parametrize("extra", EXTRAS)
def test_a_column_of_any_type_may_stand_in_a_parquet_file(tmp_path: Path, extra: str) -> None:
    one = read(parquet(tmp_path, Own_notes=extra), TABLE)

    assert one.accepted.rows == (2,)
    assert [(f.code, f.value) for f in one.findings] == [("column-ignored", "Own notes")]


def test_a_text_that_is_none_may_stand_in_a_column_that_nobody_asked_for(tmp_path: Path) -> None:
    content = parquet(tmp_path, Own_notes="'own text'").replace(b"own text", b"own \xff\xfe\xff\xfe")

    one = read(content, TABLE)

    assert one.accepted.rows == (2,)
    assert [(f.code, f.value) for f in one.findings] == [("column-ignored", "Own notes")]


@pytest.mark.parametrize(
    ("column", "holds"),
    [
        ("[1, 2]", "more than one value in a cell (INTEGER[])"),
        ("{'a': 1}", "more than one value in a cell (STRUCT(a INTEGER))"),
        (r"'\xFF\xFE'::BLOB", "bytes that are no text"),
        ("'own text'", "bytes that are no text"),
    ],
)
def test_a_column_that_is_asked_for_has_one_value_in_each_cell(tmp_path: Path, column: str, holds: str) -> None:
    content = parquet(tmp_path, Active=column).replace(b"own text", b"own \xff\xfe\xff\xfe")

    with pytest.raises(WrongTemplate) as refused:
        read(content, TABLE)

    assert refused.value.details == (f"{TABLE}: 'Active' holds {holds}",)


@pytest.mark.parametrize("before", [0, 10, 70_000, 1024**2 - 250, 3 * 1024**2])
def test_a_document_type_of_an_ods_workbook_is_told_however_late(before: int) -> None:
    mark = b"<office:document-content"
    late = b"<!--" + b"x" * before + b"--><!DOCTYPE x [<!ENTITY a 'b'>]>" + mark
    content = io.BytesIO()
    plain = io.BytesIO(ods([("Combinations", False, [[*CLEAN_ROW], [*CLEAN_ROW.values()]])]))
    with ZipFile(plain) as package, ZipFile(content, "w") as changed:
        for part in package.namelist():
            changed.writestr(part, package.read(part).replace(mark, late))

    with pytest.raises(UnreadableFile, match=r"has a document type \(DTD\), which no spreadsheet program writes"):
        open_file("a.ods", content.getvalue())


def test_what_goes_back_holds_no_rule_written_with_a_prefix() -> None:
    sent = io.BytesIO(workbook({"Active": -1}))
    changed = io.BytesIO()
    with ZipFile(sent) as before, ZipFile(changed, "w") as after:
        for part in before.namelist():
            text = before.read(part)
            if part == "xl/workbook.xml":
                rule = b"<x:definedNames><x:definedName name=\"evil\">cmd|'/c calc'!A0</x:definedName></x:definedNames>"
                text = text.replace(b"<workbook ", b'<workbook xmlns:x="%s" ' % MAIN.encode(), 1)
                text = text.replace(b"</workbook>", rule + b"</workbook>")
            after.writestr(part, text)

    with ZipFile(io.BytesIO(returned(changed.getvalue()))) as back:
        assert not any(b"evil" in back.read(part) for part in back.namelist())


def test_what_may_have_been_meant_is_looked_for_in_a_thousand_unknown_devices_and_no_more() -> None:
    rows = [row(**{"ESME Model": f"E470 (MK1) {number}"}) for number in range(MOST_LOOKED_FOR + 2)]
    suggestions = [f.suggestion for f in read(csv_of(rows)).findings if f.code == "model-unknown"]
    not_looked_for = (
        "Write the names as the catalogue has them; what may have been meant was not looked for, as more than "
        "1,000 different devices are unknown here."
    )

    assert len(suggestions) == len(rows)
    assert {text.partition(" or ")[0] for text in suggestions[:MOST_LOOKED_FOR]} == {"Did you mean E470 (MK1)"}
    assert suggestions[MOST_LOOKED_FOR:] == [not_looked_for] * 2


@pytest.mark.parametrize(
    "cells",
    [
        {"Supplier": "Subtotal"},
        {"Supplier": "Sub-total: SMSO-1"},
        {"Supplier": "Aster Energy", "SMSO": "Sub-total"},
        {"WAN provider": "Subtotal"},
        {"PPMID Model": "TOTALS:"},
        {"SMSO": "SMSO-1", "ESME Manufacturer": "Total"},
        {"Supplier": "Total", "GSME Model": "-", "PPMID Model": "n/a"},
        {"Supplier": "Overall"},
    ],
    ids=str,
)
def test_a_row_of_totals_is_known_by_its_word_wherever_that_stands(cells: dict[str, str]) -> None:
    one = read(csv_of([row(), {**cells, "Active": "100", "Dormant": "20"}]))
    assert codes(one) == [(3, "", "totals-row-ignored")]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_header_that_stands_below_again_is_known_in_capitals_too(mark: str) -> None:
    again = {name: name.upper() for name in CLEAN_ROW} | {"Supplier": f"{mark}SUPPLIER"}
    one = read(csv_of([row(), again, row(Active="7")]))
    assert (codes(one), len(one.accepted.rows)) == ([(3, "", "header-repeated")], 2)


def test_a_row_that_shares_two_cells_with_the_header_is_a_row() -> None:
    one = read(csv_of([row(Supplier="SMSO", SMSO="SMSO")]))
    assert "header-repeated" not in [code for _, _, code in codes(one)]


def test_a_device_that_only_begins_like_a_total_is_a_device() -> None:
    one = read(csv_of([row(**{"ESME Model": "Total Control 5"})]))
    assert len(one.accepted.rows) == 1


def test_a_separator_of_thousands_that_parts_a_count_is_not_read_as_two_cells() -> None:
    content = csv_of([row(), row(Active="7")]).replace(b",100,20,", b",1,000,20,", 1)
    one = read(content)
    assert (codes(one), len(one.accepted.rows)) == ([(2, "", "row-ragged")], 1)


def test_a_row_that_ends_early_has_blank_cells() -> None:
    columns = [*CLEAN_ROW]
    (line,) = csv_of([row(**{columns[-1]: ""})], header=columns).splitlines()[1:]
    one = read(",".join(columns).encode() + b"\n" + line.rstrip(b",") + b"\n")
    assert (codes(one), len(one.accepted.rows)) == ([], 1)


def test_cells_without_a_header_are_told_once_a_column() -> None:
    columns = ["Intends" if name == "Intends to enrol" else name for name in CLEAN_ROW]
    content = csv_of([{**row(), "Intends": "Y"}, {**row(Active="7"), "Intends": "N"}], header=columns)
    one = read(content.replace(b",Intends", b",,Remark", 1))
    assert [(f.code, f.location.column_letter, f.value) for f in one.findings] == [
        ("columns-absent", "", ""),
        ("cell-without-header", "Z", "Y"),
        ("column-ignored", "AA", "Remark"),
    ]


def test_a_number_that_may_be_two_hardware_versions_is_no_guess() -> None:
    models = catalogue(CATALOGUE + "CH,Telit,TM-3,3.1,2.1.12\nCH,Telit,TM-3,3.10,2.1.12\n")
    one = read_return(NAME, workbook({"CH Model": "TM-3", "CH Hardware version": 3.1}), foc(), models)
    assert [(f.code, f.value) for f in one.findings] == [("hardware-number-unreadable", "3.1")]
    named = read_return(TEXT, csv_of([row(**{"CH Model": "TM-3", "CH Hardware version": "3.1"})]), foc(), models)
    assert codes(named) == []


@pytest.mark.parametrize(
    ("typed", "code"), [("1.00E+05", "hardware-from-number"), ("1E+07", "hardware-number-unreadable")]
)
def test_a_power_that_a_spreadsheet_wrote_into_a_text_file_is_a_number(typed: str, code: str) -> None:
    models = catalogue(CATALOGUE + "CH,Telit,TM-5,1E5,2.1.12\n")
    cells = {"CH Model": "TM-5", "CH Hardware version": typed}
    one = read_return(TEXT, csv_of([row(**cells)]), foc(), models)
    assert [(f.code, f.value) for f in one.findings] == [(code, typed)]


def test_a_month_and_year_is_a_version_that_a_spreadsheet_took_for_a_day() -> None:
    models = catalogue(CATALOGUE + "CH,Telit,TM-6,A,10.19\n")
    cells = {"CH Model": "TM-6", "CH Hardware version": "A", "CH Firmware version": date(2019, 10, 1)}
    one = read_return(NAME, workbook(cells), foc(), models)
    assert [(f.code, f.expected) for f in one.findings] == [("firmware-from-date", "10.19")]


@pytest.mark.parametrize("copy", [" (1)", "(2)", " - Copy"])
def test_the_copy_of_a_file_is_from_the_same_sender(copy: str) -> None:
    assert read(csv_of([row()]), TEXT.replace(".csv", f"{copy}.csv")).sender.organisation == "Aster Energy"


def test_half_a_pair_of_utf_16_written_as_utf_8_is_no_letter_of_it() -> None:
    content = csv_of([row(**{"CH Factory configuration": "torn"})]).replace(b"torn", b"\xed\xa0\x80")
    one = read(content)
    assert (one.form, codes(one)) == ("CSV, Windows-1252, comma", [])


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("99.99999999999999", "count-fractional", "99.99999999999999 is not a whole number."),
        (
            "1000000000000000000",
            "count-implausible",
            "1,000,000,000,000,000,000 installations are more than one row can have: 10,000,000.",
        ),
        ("9" * 5000, "count-not-a-number", "'999999999999999...' is not a number of installations."),
    ],
    ids=["decimals", "digits", "more digits than are looked at"],
)
def test_a_number_with_very_many_digits_is_told_for_what_it_is(typed: str, code: str, message: str) -> None:
    (finding,) = read(csv_of([row(Active=typed)])).findings
    assert (finding.code, finding.message) == (code, message)


def test_a_count_is_what_a_spreadsheet_program_shows() -> None:
    """A program keeps 17 digits of what it has computed, and shows 15."""
    sheet = "xl/worksheets/sheet1.xml"
    content = rewritten(
        workbook({"Active": 107.25}),
        lambda name, part: part.replace(b"107.25", b"107.00000000000001") if name == sheet else part,
    )
    one = read(content, NAME)
    assert (one.accepted.counts[0], one.findings) == ((107,), ())
