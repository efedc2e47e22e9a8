"""Who is asked in a round and who has answered: one definition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from builders import row
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from workflows.small_round import ASTER, begun, sent

ASTER_2 = ASTER.replace("RFI-1", "RFI-2")
BIRCH = ASTER.replace("Aster-Energy", "Birch-Power")
DAY = 24 * 3600


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two suppliers have answered a round, and the next one, due on the last of August 2019, names nobody."""
    made = begun(tmp_path)
    use.receive(made, [sent(tmp_path / "in"), sent(tmp_path / "in", [row(Supplier="Birch Power")], BIRCH)])
    use.open_round(made, "RFI-2", date(2019, 8, 31), None, "the next one")
    return made


def next_round(workspace: Workspace) -> use.RoundStatus:
    return next(one for one in use.status(workspace).rounds if one.round.reference == "RFI-2")


def test_where_nobody_is_named_those_who_answered_before_are_asked_and_may_be_late(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.receive(workspace, [sent(tmp_path / "in", name=ASTER_2)])
    one = next_round(workspace)
    assert (one.answers.by_name, one.answers.before, one.unasked) == (False, "RFI-1", ())
    assert (one.answered, [asked.organisation for asked in one.waiting], one.is_late) == (
        ("Aster Energy",),
        ["Birch Power"],
        False,
    )

    workspace.clock.move(DAY)  # type: ignore[attr-defined]

    assert next_round(workspace).is_late
    assert "1 asked in RFI-2 is late" in [one.what for one in use.status(workspace).due]
    missing = [one.organisation for one in use.missing_returns(workspace, "RFI-2").returns if one.role == "supplier"]
    assert missing == ["Birch Power"]
    templates = use.write_templates(workspace, "RFI-2", tmp_path / "out")
    assert [one.organisation for one in templates] == ["Aster Energy", "Birch Power"]


def test_in_the_first_round_nobody_is_asked_unless_by_name(tmp_path: Path) -> None:
    workspace = begun(tmp_path)
    use.open_round(workspace, "RFI-1", date(2019, 8, 31), None, "the first one")
    workspace.clock.move(3 * DAY)  # type: ignore[attr-defined]

    (one,) = use.status(workspace).rounds

    assert (one.answers.asked, one.waiting, one.is_late, one.answers.before) == ({}, (), False, None)


def test_a_round_stays_before_another_when_one_of_its_returns_is_replaced(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in", name=ASTER_2)])
    for name, rows in ((ASTER, [row(Active="1")]), (BIRCH, [row(Supplier="Birch Power", Active="1")])):
        use.receive(workspace, [sent(tmp_path / "corrected", rows, name)])

    assert {one.round.reference: one.before for one in use.answers(workspace)} == {"RFI-1": None, "RFI-2": "RFI-1"}


def test_a_return_after_the_day_due_is_late_and_the_correction_of_one_in_time_is_not(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.receive(workspace, [sent(tmp_path / "in", name=ASTER_2)])
    workspace.clock.move(2 * DAY)  # type: ignore[attr-defined]
    birch = sent(tmp_path / "in", [row(Supplier="Birch Power")], BIRCH.replace("RFI-1", "RFI-2"))
    use.receive(workspace, [birch, sent(tmp_path / "again", [row(Active="1"), row(Active="x")], ASTER_2)])

    late = next_round(workspace).answers.came_late
    packs = use.write_packs(workspace, "RFI-2", tmp_path / "out", None)

    assert [(one.organisation, one.came_on) for one in late] == [("Birch Power", date(2019, 9, 2))]
    assert [(one.organisation, one.is_late) for one in packs] == [("Aster Energy", False), ("Birch Power", True)]
    pages = [" ".join((one.folder / "return.html").read_text("utf-8").split()) for one in packs]
    assert "Your first return came after the day it was due, 2019-08-31." in pages[1]
    assert "came after" not in pages[0]
    assert "send the whole return again as soon as you can: it was due on 2019-08-31." in pages[0]


def test_a_late_return_that_was_taken_back_makes_nobody_late(workspace: Workspace, tmp_path: Path) -> None:
    use.amend_round(workspace, "RFI-2", date(2019, 8, 30), None, "sooner")
    first = use.receive(workspace, [sent(tmp_path / "in", name=ASTER_2)]).receipts[0].submission
    use.withdraw(workspace, first.number, "by mistake")
    assert next_round(workspace).answers.came_late == ()

    use.receive(workspace, [sent(tmp_path / "in", name=ASTER_2)])
    use.amend_round(workspace, "RFI-2", date(2019, 9, 30), None, "more time")

    assert next_round(workspace).answers.came_late == ()
