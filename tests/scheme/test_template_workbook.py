"""The RFI workbook, read back by two readers that did not write it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from eligo.returns.workbook import CatalogueRow, Prefilled, template_version, template_workbook
from eligo.scheme import Scheme, load_scheme, template_columns

ROWS: list[CatalogueRow] = [
    ("Hub", "Lumen", "Gate", "1", "1.10"),
    ("Hub", "Lumen", "Gate", "2", "1.2"),
    ("Bulb", "=Glow", "Warm", "A", "3"),
    ("Bulb", "Lumen", "Warm", "A", "3"),
]


@pytest.fixture
def scheme(second_scheme: Path) -> Scheme:
    return load_scheme(str(second_scheme))


@pytest.fixture
def book(scheme: Scheme) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(template_workbook(scheme, ROWS, "ROUND-1")))


def _row(sheet: Worksheet, number: int) -> list[object]:
    return [cell.value for cell in sheet[number]]


def _rule(sheet: Worksheet, cell: str) -> tuple[str | None, str | None, str]:
    """(kind, source, what happens to other values) of the validation of a cell."""
    return next(
        (rule.type, rule.formula1, rule.errorStyle or "stop")
        for rule in sheet.data_validations.dataValidation
        if cell in rule.sqref
    )


def _offered(book: openpyxl.Workbook, sheet: str, cell: str) -> list[object]:
    _, source, _ = _rule(book[sheet], cell)
    assert source is not None
    name, area = source.split("!")
    return [row[0].value for row in book[name][area.replace("$", "")]]


def test_the_same_scheme_gives_the_same_bytes(scheme: Scheme) -> None:
    assert template_workbook(scheme, ROWS, "ROUND-1") == template_workbook(scheme, ROWS, "ROUND-1")


def test_the_sheets_are_the_schemes_own_with_the_lists_hidden_and_the_instructions_last(
    book: openpyxl.Workbook,
) -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Sender", "visible"),
        ("Homes", "visible"),
        ("Upgrades", "visible"),
        ("Lists", "hidden"),
        ("Instructions", "visible"),
    ]


def test_the_key_value_sheet_has_the_round_filled_in_and_offers_the_roles(book: openpyxl.Workbook) -> None:
    assert [_row(book["Sender"], number)[:2] for number in range(1, 6)] == [
        ["Organisation", None],
        ["Organisation role", None],
        ["RFI reference", "ROUND-1"],
        ["Snapshot date", None],
        ["Contact", None],
    ]
    assert _offered(book, "Sender", "B2") == ["Installer", "Platform"]


def test_the_headers_are_the_template_columns_in_order_and_stay_in_view(
    scheme: Scheme, book: openpyxl.Workbook
) -> None:
    assert _row(book["Homes"], 1) == [column.name for column in template_columns(scheme)]
    assert book["Homes"].freeze_panes == "C2"
    assert _row(book["Upgrades"], 1) == [
        "Device type",
        "Manufacturer",
        "Model",
        "Hardware version",
        "From firmware",
        "To firmware",
        "Planned completion",
    ]


def test_every_column_but_the_counts_is_typed_as_text(scheme: Scheme, book: openpyxl.Workbook) -> None:
    widths = book["Homes"].column_dimensions.values()
    formats: dict[str, set[str]] = {}
    for place, column in enumerate(template_columns(scheme), start=1):
        found = {width.number_format for width in widths if width.min <= place <= width.max}
        formats[column.kind] = formats.get(column.kind, set()) | found

    assert formats == {
        "supplier": {"@"},
        "attribute": {"@"},
        "device": {"@"},
        "count": {"0"},
        "intention": {"@"},
    }


def test_values_of_the_scheme_are_offered_and_no_others_taken(book: openpyxl.Workbook) -> None:
    assert _offered(book, "Homes", "B2") == ["North", "South"]
    assert _rule(book["Homes"], "B2")[2] == "stop"
    assert _offered(book, "Homes", "Y1048576") == ["Y", "N"]


def test_values_of_the_catalogue_are_offered_by_device_type_and_others_taken_after_a_warning(
    book: openpyxl.Workbook,
) -> None:
    assert _offered(book, "Homes", "E2") == ["Lumen"]
    assert _offered(book, "Homes", "H2") == ["1.10", "1.2"]
    assert _offered(book, "Homes", "K2") == ["=Glow", "Lumen"]
    assert _rule(book["Homes"], "K2")[2] == "warning"
    assert _offered(book, "Upgrades", "A2") == ["Hub", "Bulb", "Switch"]
    assert _offered(book, "Upgrades", "F2") == ["1.10", "1.2", "3"]


def test_a_count_is_a_whole_number_of_at_least_nought(book: openpyxl.Workbook) -> None:
    rule = next(r for r in book["Homes"].data_validations.dataValidation if "X2" in r.sqref)

    assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")


def test_nothing_in_the_workbook_is_a_formula(book: openpyxl.Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_the_instructions_explain_every_column(scheme: Scheme, book: openpyxl.Workbook) -> None:
    rows = [tuple(cell.value for cell in row) for row in book["Instructions"].iter_rows()]

    assert {column.name for column in template_columns(scheme)} <= {row[0] for row in rows}
    assert ("Platform", "always", "Platform: North or South") in rows
    assert ("Installed", "always", "Number of homes, a whole number of at least 0") in rows
    assert ("Bulb Model", "if present", "Model of the Bulb, if any") in rows


def test_an_empty_catalogue_gives_a_workbook_without_the_catalogues_lists(scheme: Scheme) -> None:
    book = openpyxl.load_workbook(BytesIO(template_workbook(scheme, [], "ROUND-1")))

    assert [rule.errorStyle for rule in book["Homes"].data_validations.dataValidation if rule.errorStyle] == []


def test_the_fast_reader_sees_the_same_headers(scheme: Scheme) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(template_workbook(scheme, ROWS, "ROUND-1")))

    assert book.get_sheet_by_name("Homes").to_python() == [[column.name for column in template_columns(scheme)]]


def test_what_was_reported_before_stands_there_as_it_was_typed(scheme: Scheme) -> None:
    columns = [column.name for column in template_columns(scheme)]
    count = scheme.counts[0].header
    device = next(column.name for column in template_columns(scheme) if column.kind == "device")
    before = Prefilled(
        "Lumen & Co",
        scheme.template.supplier_role,
        [{device: "=1+1", count: "0012"}, {device: "2.10", count: "about 12"}],
        source="ROUND-0__Supplier__Lumen.xlsx",
    )

    book = openpyxl.load_workbook(BytesIO(template_workbook(scheme, ROWS, "ROUND-1", before)))

    sheet = book[scheme.template.combinations_sheet]
    at, counted = columns.index(device) + 1, columns.index(count) + 1
    typed = [
        (sheet.cell(row, at).value, sheet.cell(row, at).data_type, sheet.cell(row, counted).value) for row in (2, 3)
    ]
    assert typed == [("=1+1", "s", 12), ("2.10", "s", "about 12")]
    stated = dict(book[scheme.template.return_sheet].iter_rows(values_only=True, max_col=2))
    assert (stated["Organisation"], stated["Organisation role"]) == ("Lumen & Co", scheme.template.supplier_role)
    assert (stated["RFI reference"], stated["Snapshot date"]) == ("ROUND-1", None)
    guidance = [str(cell.value) for (cell,) in book["Instructions"].iter_rows(max_col=1)]
    assert any("ROUND-0__Supplier__Lumen.xlsx" in text for text in guidance)


def test_the_workbook_is_stamped_with_the_version_of_its_template(scheme: Scheme, book: openpyxl.Workbook) -> None:
    stamped = {one.name: one.value for one in book.custom_doc_props.props}

    assert stamped == {"Eligo template": template_version(scheme)}
