"""A template for each organisation that a round asks, filled with what it reported the time before."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from builders import csv_of, row
from eligo.errors import NotFound, UsageError
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from workflows.small_round import begun


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A round that one supplier and one operator have answered, and a new one."""
    made = begun(tmp_path)
    (tmp_path / "in").mkdir()
    for name, rows in (
        ("RFI-1__Supplier__Aster-Energy.csv", [row(Active="900")]),
        ("RFI-1__SMSO__SMSO-1.csv", [row(Active="910"), row(Supplier="Elm Energy", Active="70")]),
    ):
        (tmp_path / "in" / name).write_bytes(csv_of(rows))
    use.receive(made, [tmp_path / "in"])
    use.open_round(made, "RFI-2", None, None, "the next one")
    return made


def test_those_who_answered_before_are_asked_where_nobody_is_named(workspace: Workspace, tmp_path: Path) -> None:
    made = use.write_templates(workspace, "RFI-2", tmp_path / "out")

    assert [(one.organisation, one.file.name, one.rows, one.source) for one in made] == [
        ("SMSO-1", "RFI-2__SMSO__SMSO-1.xlsx", 2, "RFI-1__SMSO__SMSO-1.csv"),
        ("Aster Energy", "RFI-2__Supplier__Aster-Energy.xlsx", 1, "RFI-1__Supplier__Aster-Energy.csv"),
    ]
    received = use.receive(workspace, [tmp_path / "out"])
    assert [one.submission.rows_accepted for one in received.receipts if one.submission.kind == "return"] == [2, 1]


def test_who_is_asked_for_the_first_time_gets_an_empty_one(workspace: Workspace, tmp_path: Path) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("role,organisation\nSupplier,Elm & Sons\nSupplier,ASTER ENERGY LTD\n", "utf-8")
    use.amend_round(workspace, "RFI-2", None, asked, "as agreed")

    made = use.write_templates(workspace, "RFI-2", tmp_path / "out")

    assert [(one.file.name, one.rows) for one in made] == [
        ("RFI-2__Supplier__Elm-and-Sons.xlsx", 0),
        ("RFI-2__Supplier__ASTER-ENERGY-LTD.xlsx", 1),
    ]
    stated = dict(openpyxl.load_workbook(made[0].file)["Return"].iter_rows(values_only=True, max_col=2))
    assert (stated["Organisation"], stated["Organisation role"]) == ("Elm & Sons", "Supplier")


def test_no_template_is_written_over(workspace: Workspace, tmp_path: Path) -> None:
    use.write_templates(workspace, "RFI-2", tmp_path / "out")

    with pytest.raises(UsageError) as refused:
        use.write_templates(workspace, "RFI-2", tmp_path / "out")

    assert [Path(line).name for line in refused.value.details] == [
        "RFI-2__SMSO__SMSO-1.xlsx",
        "RFI-2__Supplier__Aster-Energy.xlsx",
    ]


def test_there_has_to_be_somebody_to_ask(tmp_path: Path) -> None:
    workspace = begun(tmp_path)
    use.open_round(workspace, "RFI-1", None, None, "the first one")

    with pytest.raises(NotFound):
        use.write_templates(workspace, "RFI-1", tmp_path / "out")
