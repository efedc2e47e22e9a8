"""What becomes of the files that organisations send (returns.md, "Semantics" 1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from builders import row, upgrade
from eligo.errors import NotFound, UnreadableFile, UsageError, VersionConflict, WrongTemplate
from eligo.ports import Workspace
from eligo.records import Submission
from eligo.workflows import workspace as use
from workflows.small_round import ASTER, begun, numbers, sent, sent_workbook

LATER = "RFI-1__Supplier__Aster_Energy.csv"
UPGRADE = upgrade("03.00.01.61", "03.00.01.97", "2019-09-30")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in which nothing has been received."""
    return begun(tmp_path)


def standings(workspace: Workspace) -> list[tuple[int, str, str, int | None]]:
    every = workspace.store.submissions.of_round("RFI-1")
    return [(one.number, one.kind, one.standing.value, one.replaced_by) for one in every]


def test_the_first_return_opens_its_round_and_is_kept_as_it_came(workspace: Workspace, tmp_path: Path) -> None:
    file = sent(tmp_path / "in", [row(Active="100"), row(Active="lots")])

    received = use.receive(workspace, [file])

    (kept,) = workspace.store.submissions.of_round("RFI-1")
    assert numbers(received) == [(ASTER, 1, True, ())]
    assert [one.reference for one in workspace.store.rounds.all()] == ["RFI-1"]
    assert workspace.files.read(kept.file) == file.read_bytes()
    assert (kept.role, kept.organisation, kept.file_name) == ("supplier", "Aster Energy", ASTER)
    assert (kept.rows_read, kept.rows_accepted, kept.rows_quarantined, kept.rows_ignored) == (2, 1, 1, 0)


def test_what_is_sent_twice_is_kept_once(workspace: Workspace, tmp_path: Path) -> None:
    file = sent(tmp_path / "in")
    use.receive(workspace, [file])
    head = workspace.store.audit.head()

    again = use.receive(workspace, [file])

    assert numbers(again) == [(ASTER, 1, False, ())]
    assert workspace.store.audit.head() == head


def test_a_later_return_replaces_the_earlier_one_which_stays_on_record(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in")])

    received = use.receive(workspace, [sent(tmp_path / "again", [row(Active="7")])])

    assert numbers(received) == [(ASTER, 2, True, (1,))]
    assert standings(workspace) == [(1, "return", "replaced", 2), (2, "return", "standing", None)]


def test_a_folder_may_hold_what_was_replaced_beside_what_is_new(workspace: Workspace, tmp_path: Path) -> None:
    folder = sent(tmp_path / "in").parent
    use.receive(workspace, [folder])
    sent(folder, [row(Active="7")], LATER)
    use.receive(workspace, [folder])

    again = use.receive(workspace, [folder])

    assert numbers(again) == [(ASTER, 1, False, ()), (LATER, 2, False, ())]
    assert standings(workspace) == [(1, "return", "replaced", 2), (2, "return", "standing", None)]


def test_two_new_returns_that_state_no_day_cannot_be_put_in_order(workspace: Workspace, tmp_path: Path) -> None:
    folder = sent(tmp_path / "in").parent
    sent(folder, [row(Active="7")], LATER)

    with pytest.raises(VersionConflict, match="nothing says which is the latest"):
        use.receive(workspace, [folder])

    assert workspace.store.rounds.all() == ()


def test_a_return_of_an_earlier_day_than_the_one_that_stands_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent_workbook(tmp_path / "new.xlsx", date(2019, 8, 31))])

    with pytest.raises(VersionConflict) as refused:
        use.receive(workspace, [sent_workbook(tmp_path / "old.xlsx", date(2019, 7, 31))])

    assert refused.value.message == "old.xlsx is of 2019-07-31, and new.xlsx of 2019-08-31 stands"
    assert standings(workspace) == [(1, "return", "standing", None)]


def test_once_the_later_one_is_withdrawn_the_earlier_one_can_be_received_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = sent(tmp_path / "in")
    use.receive(workspace, [first])
    use.receive(workspace, [sent(tmp_path / "again", [row(Active="7")])])
    use.withdraw(workspace, 2, "sent by mistake")

    received = use.receive(workspace, [first])

    assert numbers(received) == [(ASTER, 3, True, ())]
    assert standings(workspace)[1:] == [(2, "return", "withdrawn", None), (3, "return", "standing", None)]


def test_planned_upgrades_belong_to_their_return(workspace: Workspace, tmp_path: Path) -> None:
    beside = ASTER.replace(".csv", "__upgrades.csv")
    folder = sent(tmp_path / "in").parent
    sent(folder, [UPGRADE], beside, tuple(UPGRADE))
    use.receive(workspace, [folder])

    received = use.receive(workspace, [sent(tmp_path / "again", [row(Active="7")])])

    assert numbers(received) == [(ASTER, 3, True, (1, 2))]
    assert standings(workspace)[:2] == [(1, "return", "replaced", 3), (2, "upgrades", "replaced", 3)]


def test_other_upgrades_beside_the_same_return_replace_the_earlier_ones(workspace: Workspace, tmp_path: Path) -> None:
    beside = ASTER.replace(".csv", "__upgrades.csv")
    folder = sent(tmp_path / "in").parent
    sent(folder, [UPGRADE], beside, tuple(UPGRADE))
    use.receive(workspace, [folder])
    sent(folder, [{**UPGRADE, "Planned completion": "2019-10-31"}], beside, tuple(UPGRADE))

    received = use.receive(workspace, [folder])

    assert numbers(received) == [(ASTER, 1, False, ()), (beside, 3, True, (2,))]


def test_a_return_counts_under_the_name_that_its_upgrades_go_with(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in")])
    folder = sent(tmp_path / "again", name=LATER).parent
    beside = LATER.replace(".csv", "__upgrades.csv")
    sent(folder, [UPGRADE], beside, tuple(UPGRADE))

    received = use.receive(workspace, [folder])

    assert numbers(received) == [(LATER, 2, True, (1,)), (beside, 3, True, ())]


def test_two_organisations_may_not_send_files_of_one_name(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent_workbook(tmp_path / "a" / "return.xlsx", None, "Aster Energy")])

    with pytest.raises(VersionConflict) as refused:
        use.receive(workspace, [sent_workbook(tmp_path / "b" / "return.xlsx", None, "Birch Power")])

    assert refused.value.message == "return.xlsx is also the name of what Aster Energy sent"


def test_all_files_of_a_command_are_received_or_none_is(workspace: Workspace, tmp_path: Path) -> None:
    folder = sent(tmp_path / "in").parent
    (folder / "RFI-1__Supplier__Birch-Power.csv").write_text("no return at all", "utf-8")
    head = workspace.store.audit.head()

    with pytest.raises((WrongTemplate, UnreadableFile)):
        use.receive(workspace, [folder])

    assert workspace.store.audit.head() == head
    assert workspace.store.rounds.all() == ()


def test_returns_of_two_rounds_are_not_received_together(workspace: Workspace, tmp_path: Path) -> None:
    folder = sent(tmp_path / "in").parent
    sent(folder, name="RFI-2__Supplier__Aster-Energy.csv")

    with pytest.raises(VersionConflict) as refused:
        use.receive(workspace, [folder])

    assert refused.value.message == "The returns belong to 2 rounds"


def test_a_return_has_to_be_for_the_round_that_is_expected(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(VersionConflict) as refused:
        use.receive(workspace, [sent(tmp_path / "in")], "RFI-2")

    assert refused.value.message == "The returns are for the round RFI-1, not RFI-2"


def test_a_closed_round_takes_no_return_until_it_is_opened_again(workspace: Workspace, tmp_path: Path) -> None:
    use.open_round(workspace, "RFI-1", None, None, "August")
    use.close_round(workspace, "RFI-1", "all have answered")
    with pytest.raises(VersionConflict):
        use.receive(workspace, [sent(tmp_path / "in")])

    use.open_round(workspace, "RFI-1", None, None, "one more")

    assert numbers(use.receive(workspace, [sent(tmp_path / "in")])) == [(ASTER, 1, True, ())]


def test_nothing_is_received_without_a_catalogue(workspace: Workspace, tmp_path: Path) -> None:
    use.decide(workspace, "catalogue", "", "the wrong one", withdraw=True)

    with pytest.raises(NotFound) as refused:
        use.receive(workspace, [sent(tmp_path / "in")])

    assert refused.value.message == "The workspace has no catalogue of device models yet"


def test_a_submission_is_withdrawn_once(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in")])
    withdrawn: Submission = use.withdraw(workspace, 1, "for another round")

    with pytest.raises(VersionConflict) as refused:
        use.withdraw(workspace, 1, "again")

    assert withdrawn.standing.value == "withdrawn"
    assert refused.value.message == "Submission 1 counts no more already: it is withdrawn"


def test_those_asked_are_read_from_a_table_and_every_fault_of_it_is_told(workspace: Workspace, tmp_path: Path) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("role,organisation\nSupplier,Aster Energy\nSMSO,SMSO-1\n", "utf-8")
    opened = use.open_round(workspace, "RFI-1", date(2019, 9, 30), asked, "August")
    asked.write_text("role,organisation\nAnalyst,A\nSupplier,\nSupplier,B\nSupplier,B\n", "utf-8")

    with pytest.raises(UsageError) as refused:
        use.amend_round(workspace, "RFI-1", None, asked, "as agreed")

    assert [(one.role, one.organisation) for one in opened.asked] == [
        ("supplier", "Aster Energy"),
        ("operator", "SMSO-1"),
    ]
    assert refused.value.details == (
        "asked.csv, line 2, role: found 'Analyst', expected Supplier or SMSO",
        "asked.csv, line 3, organisation: the cell is empty",
        "asked.csv, line 5: B stands in line 4 already",
    )


def test_a_snapshot_of_a_day_to_come_is_questioned_when_it_is_received_and_in_the_pack(
    workspace: Workspace, tmp_path: Path
) -> None:
    day = sent_workbook(tmp_path / "in" / "a.xlsx", date(2019, 8, 31), "Birch Power")
    received = use.receive(workspace, [day, sent_workbook(tmp_path / "in" / "b.xlsx", date(2099, 8, 31))])
    workspace.clock.move(100 * 365 * 24 * 3600)  # type: ignore[attr-defined]

    packs = use.write_packs(workspace, None, tmp_path / "out", None)

    (found,) = [one for one in received.intake.findings if one.code == "snapshot-in-future"]
    assert (found.location.file, found.location.sheet, found.location.column_letter, found.location.row) == (
        "b.xlsx",
        "Return",
        "B",
        4,
    )
    told = ["snapshot-in-future" in (one.folder / "causes.csv").read_text("utf-8") for one in packs]
    assert [(one.organisation, word) for one, word in zip(packs, told, strict=True)] == [
        ("Birch Power", False),
        ("Aster Energy", True),
    ]
    (marked,) = openpyxl.load_workbook(packs[1].folder / "findings.xlsx")["Return"]["B4:B4"]
    assert "2019-08-31" in marked[0].comment.text
