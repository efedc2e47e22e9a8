"""What goes back to each organisation of a round."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest

from builders import csv_of, row
from eligo.errors import NotFound, UsageError
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from workflows.small_round import begun, sent_workbook


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A round in which a supplier and an operator have answered; one of the supplier's rows is at fault."""
    made = begun(tmp_path)
    (tmp_path / "in").mkdir()
    for name, rows in (
        ("RFI-1__Supplier__Aster-Energy.csv", [row(Active="900"), row(Active="x")]),
        ("RFI-1__SMSO__SMSO-1.csv", [row(Active="910"), row(Supplier="Elm Energy", Active="70")]),
    ):
        (tmp_path / "in" / name).write_bytes(csv_of(rows))
    use.receive(made, [tmp_path / "in"])
    return made


def test_each_gets_a_folder_with_its_own_rows_and_findings(workspace: Workspace, tmp_path: Path) -> None:
    packs = use.write_packs(workspace, None, tmp_path / "out", None)

    assert [(one.organisation, one.folder.name, one.quarantined) for one in packs] == [
        ("SMSO-1", "RFI-1__SMSO__SMSO-1", 0),
        ("Aster Energy", "RFI-1__Supplier__Aster-Energy", 1),
    ]
    folder = packs[1].folder
    assert sorted(path.name for path in folder.iterdir()) == [
        "causes.csv",
        "findings.csv",
        "findings.html",
        "findings.json",
        "findings.xlsx",
        "return.html",
        "rows.csv",
    ]
    with (folder / "rows.csv").open(encoding="utf-8") as file:
        rows = [(line["row"], line["active"], line["became"]) for line in csv.DictReader(file)]
    assert rows == [("2", "900", "in scope"), ("3", "", "quarantined")]
    assert [name for name, text in texts(folder).items() if "Elm Energy" in text or "910" in text] == []


def texts(folder: Path) -> dict[str, str]:
    """Every file of a pack, and every part of its workbook; without what fonts and styles hold."""
    found = {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.suffix != ".xlsx"}
    with zipfile.ZipFile(folder / "findings.xlsx") as book:
        found |= {name: book.read(name).decode() for name in book.namelist() if "theme" not in name}
    return {name: re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL) for name, text in found.items()}


def test_a_pack_is_about_the_organisations_own_file_even_where_figures_differ(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.write_packs(workspace, None, tmp_path / "out", "Aster Energy")

    with (tmp_path / "out" / "RFI-1__Supplier__Aster-Energy" / "causes.csv").open(encoding="utf-8") as file:
        causes = [(one["severity"], one["code"], one["cells"], one["value"]) for one in csv.DictReader(file)]
    assert causes == [("error", "count-not-a-number", "AF3", "x")]


def test_one_organisation_may_be_named_and_packs_are_written_again(workspace: Workspace, tmp_path: Path) -> None:
    use.write_packs(workspace, None, tmp_path / "out", None)
    (one,) = use.write_packs(workspace, None, tmp_path / "out", "ASTER ENERGY LTD")

    assert one.organisation == "Aster Energy"
    with pytest.raises(NotFound):
        use.write_packs(workspace, None, tmp_path / "out", "Elm Energy")


def test_a_folder_that_holds_something_else_is_not_written_over(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "RFI-1__SMSO__SMSO-1"
    folder.mkdir(parents=True)
    (folder / "letter.txt").write_text("mine", "utf-8")

    with pytest.raises(UsageError):
        use.write_packs(workspace, None, tmp_path / "out", None)

    assert (folder / "letter.txt").read_text("utf-8") == "mine"
    assert [path.name for path in (tmp_path / "out").iterdir()] == [folder.name]


def test_a_pack_is_its_organisations_whatever_the_file_was_called_and_is_replaced_whole(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.write_packs(workspace, None, tmp_path / "out", None)
    again = tmp_path / "in" / "RFI-1__Supplier__ASTER_ENERGY.csv"
    again.write_bytes(csv_of([row(Active="901")]))
    use.receive(workspace, [again])

    use.write_packs(workspace, None, tmp_path / "out", None)

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "RFI-1__SMSO__SMSO-1",
        "RFI-1__Supplier__Aster-Energy",
    ]
    assert "901" in (tmp_path / "out" / "RFI-1__Supplier__Aster-Energy" / "rows.csv").read_text("utf-8")


def test_files_that_differ_in_their_ends_alone_make_two_packs(tmp_path: Path) -> None:
    made = begun(tmp_path)
    sent_workbook(tmp_path / "in" / "return.xlsx", None, "Birch Power")
    (tmp_path / "in" / "return.zip").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "in" / "return.zip", "w") as packed:
        packed.writestr("RFI-1__Supplier__Aster-Energy.csv", csv_of([row(Active="900")]))
    use.receive(made, [tmp_path / "in"])

    packs = use.write_packs(made, None, tmp_path / "out", None)

    assert [one.folder.name for one in packs] == ["RFI-1__Supplier__Birch-Power", "RFI-1__Supplier__Aster-Energy"]


def test_no_pack_is_written_where_one_would_stay_that_is_no_longer_anybodys(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.write_packs(workspace, None, tmp_path / "out", None)
    use.withdraw(workspace, 1, "for another round")
    rows = (tmp_path / "out" / "RFI-1__Supplier__Aster-Energy" / "rows.csv").stat().st_mtime_ns

    with pytest.raises(UsageError) as refused:
        use.write_packs(workspace, None, tmp_path / "out", None)

    assert refused.value.details == ("RFI-1__SMSO__SMSO-1",)
    assert (tmp_path / "out" / "RFI-1__Supplier__Aster-Energy" / "rows.csv").stat().st_mtime_ns == rows
    assert len(use.write_packs(workspace, None, tmp_path / "out", "Aster Energy")) == 1
