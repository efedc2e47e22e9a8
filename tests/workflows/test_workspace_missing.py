"""Who has not answered a round, and what the missing returns leave unreported, in installations in scope."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import csv_of, row
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from workflows.small_round import begun

OTHER_HUB = {"CH Model": "SEAP-2001-V", "CH Hardware version": "B", "CH Firmware version": "2.2.8"}
FOREIGN = {"Operating capability": "MOC"}
ASTER, OPERATOR = "Supplier__Aster-Energy", "SMSO__SMSO-1"


def send(workspace: Workspace, folder: Path, name: str, *rows: dict[str, str]) -> None:
    """Receive one file."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.csv").write_bytes(csv_of([{**one, "Dormant": "0"} for one in rows]))
    use.receive(workspace, [folder / f"{name}.csv"])


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A round that a supplier and its operator answered: a combination of both, one of each alone, one out of scope."""
    made = begun(tmp_path)
    seen_by_both, theirs = row(Active="900"), row(**OTHER_HUB, Active="80")
    send(made, tmp_path / "in", f"RFI-1__{ASTER}", seen_by_both, theirs, row(**FOREIGN, Active="7000"))
    send(made, tmp_path / "in", f"RFI-1__{OPERATOR}", row(Active="910"), row(Supplier="Elm Energy", Active="50"))
    use.open_round(made, "RFI-2", None, None, "the next one")
    return made


def told(found: use.MissingReturns) -> list[tuple[str, bool, int | None, int, int]]:
    return [(one.organisation, one.is_asked, one.before, one.alone, one.stands_in) for one in found.returns]


def left(found: use.MissingReturns) -> list[tuple[str, str, int]]:
    return [(one.supplier, one.operator, one.installations) for one in found.unreported]


def test_of_a_round_without_a_return_all_are_missing_with_what_they_reported_before(workspace: Workspace) -> None:
    found = use.missing_returns(workspace, "RFI-2")

    assert (found.before, found.answered, found.in_scope_before, found.in_scope_now) == ("RFI-1", 0, 1030, 0)
    assert told(found) == [
        ("Aster Energy", True, 980, 80, 0),
        ("SMSO-1", True, 960, 50, 0),
        ("SMSO-2", False, None, 0, 0),
        ("SMSO-3", False, None, 0, 0),
    ]


def test_what_a_supplier_and_its_operator_cover_for_each_other_nobody_reports_where_both_are_missing(
    workspace: Workspace, tmp_path: Path
) -> None:
    both = use.missing_returns(workspace, "RFI-2")
    assert sum(one.alone for one in both.returns) == 130
    assert (both.together, left(both)) == (
        1030,
        [("Aster Energy", "SMSO-1", 980), ("Elm Energy", "SMSO-1", 50)],
    )

    send(workspace, tmp_path / "in", f"RFI-2__{OPERATOR}", row(Active="1500"))

    one = use.missing_returns(workspace, "RFI-2")
    assert told(one)[0] == ("Aster Energy", True, 980, 80, 1500)
    assert (one.together, left(one)) == (80, [("Aster Energy", "SMSO-1", 80)])


def test_installations_out_of_scope_are_in_no_figure(workspace: Workspace, tmp_path: Path) -> None:
    send(workspace, tmp_path / "in", f"RFI-2__{OPERATOR}", row(Active="10"), row(**FOREIGN, Active="7000"))

    found = use.missing_returns(workspace, "RFI-2")

    assert (found.in_scope_now, told(found)[0]) == (10, ("Aster Energy", True, 980, 80, 10))


def test_who_is_asked_for_the_first_time_has_no_figures_and_who_is_no_longer_asked_still_has(
    workspace: Workspace, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("role,organisation\nSupplier,Birch Power\nSMSO,SMSO-1\n", "utf-8")
    use.amend_round(workspace, "RFI-2", None, asked, "as agreed")

    assert told(use.missing_returns(workspace, "RFI-2")) == [
        ("Aster Energy", False, 980, 80, 0),
        ("SMSO-1", True, 960, 50, 0),
        ("SMSO-2", False, None, 0, 0),
        ("SMSO-3", False, None, 0, 0),
        ("Birch Power", True, None, 0, 0),
    ]


def test_in_the_first_round_nothing_says_what_a_return_would_change(tmp_path: Path) -> None:
    workspace = begun(tmp_path)
    asked = tmp_path / "asked.csv"
    asked.write_text("role,organisation\nSupplier,Birch Power\n", "utf-8")
    use.open_round(workspace, "RFI-1", None, asked, "the first one")

    found = use.missing_returns(workspace, "RFI-1")

    assert (found.before, found.together, told(found)[-1]) == (None, 0, ("Birch Power", True, None, 0, 0))


def test_a_return_without_a_row_is_an_answer_that_reports_nothing(workspace: Workspace, tmp_path: Path) -> None:
    send(workspace, tmp_path / "in", f"RFI-2__{ASTER}")

    found = use.missing_returns(workspace, "RFI-2")

    assert [(one.organisation, one.is_empty) for one in found.returns[:2]] == [
        ("Aster-Energy", True),
        ("SMSO-1", False),
    ]
    assert found.together == 1030
    status = next(one for one in use.status(workspace).rounds if one.round.reference == "RFI-2")
    assert ([one.organisation for one in status.answers.empty], [one.organisation for one in status.waiting]) == (
        ["Aster-Energy"],
        ["SMSO-1"],
    )
