"""An organisation is one, whatever it is written as: when asked, when it answers, and round after round."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from builders import row
from eligo.errors import VersionConflict
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from workflows.small_round import aliased, begun, numbers, sent, sent_workbook

OLD = "RFI-1__Supplier__Aster-Nrg.csv"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in which nothing has been received."""
    return begun(tmp_path)


def asked(folder: Path, *lines: str) -> Path:
    file = folder / "asked.csv"
    file.write_text("\n".join(("role,organisation", *lines, "")), "utf-8")
    return file


def test_a_former_name_is_the_same_organisation_in_status_missing_compare_and_packs(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.open_round(workspace, "RFI-2", date(2019, 9, 30), asked(tmp_path, "Supplier,Aster Energy"), "September")
    use.receive(workspace, [sent(tmp_path / "in", [row(Supplier="Aster Nrg", Active="900")], OLD)])
    later = [row(Supplier="Aster Nrg", Active="950")]
    use.receive(workspace, [sent(tmp_path / "in", later, OLD.replace("RFI-1", "RFI-2"))])

    aliased(workspace, tmp_path, "Aster Nrg", "Aster Energy")

    (status,) = [one for one in use.status(workspace).rounds if one.round.reference == "RFI-2"]
    assert (status.answered, status.waiting, status.unasked) == (("Aster Energy",), (), ())
    assert [one.organisation for one in use.missing_returns(workspace, "RFI-2").returns if one.role == "supplier"] == []
    (total,) = use.compare_rounds(workspace, "RFI-2", None).totals
    assert (total.supplier, total.before, total.after, total.answered) == ("Aster Energy", 920, 970, True)
    (pack,) = use.write_packs(workspace, "RFI-2", tmp_path / "out", "Aster Nrg")
    assert pack.organisation == "Aster Energy"


def test_a_return_under_the_name_of_today_replaces_that_under_the_former_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.receive(workspace, [sent(tmp_path / "in", [row(Supplier="Aster Nrg", Active="900")], OLD)])
    aliased(workspace, tmp_path, "Aster Nrg", "Aster Energy")

    received = use.receive(workspace, [sent(tmp_path / "again", [row(Active="7")])])

    assert numbers(received) == [("RFI-1__Supplier__Aster-Energy.csv", 2, True, (1,))]


def test_two_organisations_that_turn_out_to_be_one_have_two_returns_of_which_one_is_to_be_withdrawn(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.receive(workspace, [sent_workbook(tmp_path / "in" / "a.xlsx", None, "Aster Nrg")])
    use.receive(workspace, [sent_workbook(tmp_path / "in" / "b.xlsx", None)])

    aliased(workspace, tmp_path, "Aster Nrg", "Aster Energy")

    status = use.status(workspace)
    assert status.rounds[0].answered == ("Aster Energy",)
    assert next((one.what, one.command) for one in status.due) == (
        "Aster Energy has 2 returns that count in RFI-1",
        "eligo rounds withdraw 1 --why 'sent under two names'",
    )
    with pytest.raises(VersionConflict):
        use.missing_returns(workspace, "RFI-1")
    use.withdraw(workspace, 1, "sent under two names")
    assert [one.role for one in use.missing_returns(workspace, "RFI-1").returns] == ["operator"] * 3


def test_two_that_were_asked_and_turn_out_to_be_one_are_asked_once(workspace: Workspace, tmp_path: Path) -> None:
    both = asked(tmp_path, "Supplier,Aster Nrg", "Supplier,Aster Energy", "Supplier,Birch Power")
    use.open_round(workspace, "RFI-1", date(2019, 9, 30), both, "September")
    aliased(workspace, tmp_path, "Aster Nrg", "Aster Energy")

    (found,) = use.answers(workspace)
    use.receive(workspace, [sent(tmp_path / "in")])
    (then,) = use.answers(workspace)

    assert [one.organisation for one in found.waiting] == ["Aster Energy", "Birch Power"]
    assert [one.organisation for one in then.waiting] == ["Birch Power"]


def test_suppliers_are_compared_by_who_they_are_and_not_by_their_spelling(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in", [row(Active="900")])])
    name = "RFI-2__Supplier__ASTER-ENERGY-LTD.csv"
    use.receive(workspace, [sent(tmp_path / "in", [row(Supplier="ASTER ENERGY LTD", Active="950")], name)])

    comparison = use.compare_rounds(workspace, "RFI-2", None)

    assert [(one.supplier, one.before, one.after) for one in comparison.changes] == [("ASTER ENERGY LTD", 920, 970)]
