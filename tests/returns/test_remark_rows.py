"""Rows that are none of the table: guidance below the header, remarks in several cells, what was filled down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from builders import NO_GSME, NO_PPMID, catalogue, csv_of, foc, row, supplier_return
from eligo.errors import WrongTemplate
from eligo.returns import Return, read_return
from eligo.scheme import template_columns
from returns.sent_workbooks import NAME, sheets_of

HEADER = [*row()]
ONE, TWO = row(), row(Active="7", SMSO="SMSO-2")
SENDER = {"Return": [("Organisation", "Aster Energy"), ("Organisation role", "Supplier"), ("RFI reference", "RFI-1")]}
NOTE = ("remark-row-ignored", "note")


def below_header(cells: Sequence[str]) -> Return:
    content = csv_of([dict(zip(HEADER, cells, strict=True)), ONE], HEADER)
    return read_return("RFI-1__Supplier__Aster-Energy.csv", content, foc(), catalogue())


def guide(**words: str) -> list[str]:
    return [words.get(name.replace(" ", "_"), words["else_"]) for name in HEADER]


@pytest.mark.parametrize(
    "cells",
    [
        guide(else_="text", Active="number", Dormant="number", Intends_to_enrol="Y/N"),
        guide(else_="(text)", SMSO="SMSO-1, 2 or 3", Fuel_type="DF or SF", Active="no.", Dormant="no."),
        guide(else_="Mandatory", Intends_to_enrol="Optional"),
        guide(else_="-----"),
        [chr(ord("A") + place) for place in range(len(HEADER))],
    ],
    ids=["types", "what may be chosen", "whether it is needed", "dashes", "letters of columns"],
)
def test_guidance_right_below_the_header_is_no_row(cells: Sequence[str]) -> None:
    """It had an error in every cell of which it is known what may stand there."""
    one = below_header(cells)

    assert [(f.location.row, f.code, f.severity.value) for f in one.findings] == [(2, *NOTE)]
    assert (one.accepted.rows, one.reported) == ((3,), {"SMSO-1": 120})


@pytest.mark.parametrize(
    "changed",
    [{"SMSO": "SMSO-1"}, {"Active": "12"}, {"ESME Model": "100"}, {"Operating capability": "FOC"}],
    ids=["an operator", "a count", "a count that has slipped", "a capability"],
)
def test_a_first_row_that_may_count_is_a_row(changed: Mapping[str, str]) -> None:
    words = {**dict.fromkeys(HEADER, "text"), **changed}

    assert [bad.row for bad in below_header([*words.values()]).quarantined] == [2]


@pytest.mark.parametrize(
    "cells",
    [
        {"Supplier": "Prepared by", "SMSO": "A. Smith", "Operating capability": "12 September 2019"},
        {"Supplier": "Note:", "SMSO": "SMSO-3 is", "Operating capability": "provisional", "ESME Model": "see mail"},
        dict(zip(HEADER, ("Generated:", "31/08/2019", "User:", "operator", "Page", "1"), strict=False)),
        {"Supplier": "Check (should be 0)", "Active": "0", "Dormant": "0"},
        {"Active": "0", "Dormant": "0"},
        dict.fromkeys(HEADER, "0"),
        dict.fromkeys(HEADER, "-"),
    ],
    ids=[
        "a signature",
        "a remark over devices",
        "a footer",
        "a check",
        "counts of nothing",
        "all nothing",
        "all blank",
    ],
)
def test_a_row_that_counts_nothing_and_describes_nothing_is_a_remark(cells: dict[str, str]) -> None:
    """It was refused, with up to ten errors."""
    one = supplier_return([ONE, cells, TWO])

    assert [(f.location.row, f.code, f.severity.value) for f in one.findings] == [(3, *NOTE)]
    assert (one.accepted.rows, one.balances[0].ignored) == ((2, 4), 1)


@pytest.mark.parametrize("counts", [{}, {"Active": "0", "Dormant": "-"}])
def test_what_was_filled_down_is_no_row_and_somebody_looks(counts: dict[str, str]) -> None:
    filled = {"Supplier": "Aster Energy", "Operating capability": "FOC", **counts}
    one = supplier_return([ONE, filled, filled])

    assert [(f.location.row, f.code, f.severity.value) for f in one.findings] == [
        (3, "row-unfilled", "warning"),
        (4, "row-unfilled", "warning"),
    ]
    assert one.accepted.rows == (2,)


@pytest.mark.parametrize(
    "cells",
    [
        {"SMSO": "SMSO-1", "ESME Model": "E470 (MK1)"},
        {"ESME Model": "E470 (MK1)", "GSME Model": "G370"},
        {**row(SMSO="all", **{"Operating capability": "some", "Fuel type": "gas"}), "Active": "", "Dormant": ""},
    ],
    ids=["a device of an operator", "devices alone", "all of a row but what may be chosen"],
)
def test_a_row_that_describes_a_device_is_no_remark(cells: dict[str, str]) -> None:
    assert [bad.row for bad in supplier_return([ONE, cells]).quarantined] == [3]


@pytest.mark.parametrize("cells", [2, 3, 5, 6, -3, -10, -29, -33, -34])
def test_a_row_that_has_slipped_is_no_remark(cells: int) -> None:
    """Its installations were lost, at a note, where its counts had come under other columns."""
    header = [column.name for column in template_columns(foc())]
    sparse = row(**NO_GSME, **NO_PPMID, **{"Fuel type": "SF", "Display kind": "", "Display firmware upgradable": ""})
    texts = [sparse.get(name, "") for name in header]
    slipped = texts[cells:] if cells > 0 else [""] * -cells + texts
    one = read_return(
        NAME, sheets_of({**SENDER, "Combinations": [header, [*map(ONE.get, header)], slipped]}), foc(), catalogue()
    )

    assert [bad.row for bad in one.quarantined] == [3]
    assert any(f.severity.value == "error" for f in one.findings if f.location.row == 3)


@pytest.mark.parametrize("counts", [("a hundred", "few"), ("", "")])
def test_a_row_with_many_cells_is_no_remark(counts: tuple[str, str]) -> None:
    wrong = {"SMSO": "all", "Operating capability": "some", "Fuel type": "electricity", "Display kind": ""}
    cells = {**row(**NO_GSME, **NO_PPMID), **wrong, "Display firmware upgradable": "", "Active": counts[0]}

    assert [bad.row for bad in supplier_return([ONE, {**cells, "Dormant": counts[1]}]).quarantined] == [3]


def test_totals_of_an_operator_beside_a_name_are_totals() -> None:
    """``SMSO-1 Total`` is no operator, and no supplier is called so under the column of operators."""
    total = {"Supplier": "Aster Energy", "SMSO": "SMSO-1 Total", "Active": "100", "Dormant": "20"}
    named = {**total, "Supplier": "Total Gas", "SMSO": "SMSO-1"}
    one = supplier_return([ONE, total, named])

    assert [(f.location.row, f.code) for f in one.findings if f.severity.value == "note"] == [(3, "totals-row-ignored")]
    assert [bad.row for bad in one.quarantined] == [4]


def test_planned_upgrades_below_the_table_are_to_stand_apart() -> None:
    """Each row of them was a row of the table, with an error in most cells."""
    plan = "Device type,Manufacturer,Model,Hardware version,From firmware,To firmware,Planned completion\n"
    content = csv_of([ONE], HEADER) + f"\nPlanned upgrades\n{plan}CH,Telit,SEAP,A,2.1.11,2.1.12,2019-10-01\n".encode()

    with pytest.raises(WrongTemplate, match="with the header of planned upgrades, in row 5"):
        read_return("RFI-1__Supplier__Aster-Energy.csv", content, foc(), catalogue())


@pytest.mark.parametrize("column", ["Active", "Supplier"])
@pytest.mark.parametrize(
    "text", ["Note: figures of the register on 31 August 2019.", "1. Excludes SMETS2", "* See the letter of 12.8."]
)
def test_a_sentence_alone_in_a_row_is_a_remark_whatever_column_is_the_first(column: str, text: str) -> None:
    """Below a first column of counts its number was taken for one that counts, and the row was refused."""
    one = supplier_return([ONE, {column: text}])

    assert [(f.location.row, f.code, f.severity.value) for f in one.findings] == [(3, *NOTE)]


@pytest.mark.parametrize("text", ["1,200", "approx. 1,200", "12 more", "Total: 120", "1 200 (all)"])
def test_a_number_alone_in_a_row_is_no_remark(text: str) -> None:
    assert [bad.row for bad in supplier_return([ONE, {"Active": text}]).quarantined] == [3]
