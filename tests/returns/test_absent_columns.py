"""Columns that a table may lack: what may be one of them under another name is never passed over, and the rest told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from builders import catalogue, csv_of, foc, operator_return, row
from eligo.errors import WrongTemplate
from eligo.returns import Return, read_return

ROW = {**row(), "Mixed": "7"}
HEADER = [*ROW]
NAME = "RFI-1__Supplier__Aster-Energy.csv"


def under(header: Sequence[str], values: Sequence[str] = tuple(ROW.values())) -> Return:
    return read_return(NAME, csv_of([], header) + csv_of([], values), foc(), catalogue())


def without(leave_out: Callable[[str], bool]) -> Return:
    kept = [name for name in HEADER if not leave_out(name)]
    return under(kept, [ROW[name] for name in kept])


@pytest.mark.parametrize("display", ["Home display", "PPMD", "Prepay display", "PPMID (display)", "IHD, else PPMID"])
def test_a_display_under_another_name_is_not_left_out_of_every_row(display: str) -> None:
    """Its columns were ignored at notes, and every combination was one without a display."""
    with pytest.raises(WrongTemplate, match="4 columns of which it is not certain") as refused:
        under([name.replace("PPMID ", f"{display} ") for name in HEADER])

    assert f"no column 'PPMID Model' ('{display} Model' may be it)" in refused.value.details[1]


@pytest.mark.parametrize("header", ["Mixed sites", "Mixed mode", "Mixd"])
def test_a_count_under_another_name_is_not_lost(header: str) -> None:
    with pytest.raises(WrongTemplate, match="1 column of which it is not certain"):
        under([header if name == "Mixed" else name for name in HEADER])


def test_a_share_is_no_count_that_was_lost() -> None:
    one = under(["Mixed %" if name == "Mixed" else name for name in HEADER])

    assert ([f.code for f in one.findings], one.reported) == (["column-ignored"], {"SMSO-1": 120})


def test_what_may_be_a_missing_column_in_more_words_is_named() -> None:
    with pytest.raises(WrongTemplate, match="1 of its columns are missing") as refused:
        under(["Active sites" if name == "Active" else name for name in HEADER])

    assert refused.value.details == (f"{NAME}: no column 'Active' ('Active sites' may be it)",)


def test_a_table_without_a_device_is_told_so() -> None:
    one = without(lambda name: name.startswith("PPMID"))

    (told,) = one.findings
    assert (told.code, told.location.row, told.expected) == ("columns-absent", 1, "PPMID Model")
    assert (one.accepted.rows, one.accepted.devices["PPMID"][0]) == ((2,), None)


@pytest.mark.parametrize(("header", "perhaps"), [("Will enrol", " ('Will enrol' may be it)"), ("Depot", "")])
def test_an_intention_that_no_column_states_is_told(header: str, perhaps: str) -> None:
    """A column of intentions under another name was ignored at a note, and N counted as not known."""
    one = under([header if name == "Intends to enrol" else name for name in HEADER])

    assert [f.message for f in one.findings if f.code == "columns-absent"] == [
        f"The table has no column 'Intends to enrol'{perhaps}: it is read as not known in every row."
    ]


def test_an_operator_need_not_state_what_a_supplier_intends() -> None:
    content = csv_of([ROW], [name for name in HEADER if name != "Intends to enrol"])

    assert read_return("RFI-1__SMSO__SMSO-1.csv", content, foc(), catalogue()).findings == ()
    assert operator_return([ROW]).findings == ()


def test_an_inventory_lacks_no_device_unsaid() -> None:
    columns = [name.replace("PPMID ", "Home display ") for name in row() if name not in ("Active", "Dormant")]
    values = [value for name, value in row().items() if name not in ("Active", "Dormant")]
    content = csv_of([], ["Installation ID", "Status", *columns]) + csv_of([], ["I-1", "Active", *values])

    with pytest.raises(WrongTemplate, match="4 columns of which it is not certain"):
        read_return(NAME, content, foc(), catalogue())


def test_an_inventory_that_states_no_intention_is_told_so() -> None:
    left_out = ("Active", "Dormant", "Intends to enrol")
    columns = [name for name in row() if name not in left_out]
    content = csv_of([], ["Installation ID", "Status", *columns, "Will enrol"])
    content += csv_of([], ["I-1", "Active", *(row()[name] for name in columns), "N"])

    (told,) = read_return(NAME, content, foc(), catalogue()).findings

    assert (told.code, told.location.row) == ("columns-absent", 1)
    assert "'Will enrol' may be it" in told.message
