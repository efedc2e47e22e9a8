"""Programme decisions and plans in a workspace: what is kept, what follows what, and what changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from builders import row
from cli.test_plan import REGISTER
from eligo.artefacts import Parameters
from eligo.errors import BadEvidence, DamagedStore, NotFound, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.store import FolderFiles
from eligo.terms import Route
from eligo.workflows import Again, Extent, plan_record
from eligo.workflows import workspace as use
from eligo.workflows.workspace.moving import move
from eligo.workflows.workspace.restoring import restore
from programme.drawn_decisions import stated, table
from programme.drawn_evidence import csv_file
from programme.drawn_evidence import stated as result
from store.settable_clock import SettableClock
from workflows.small_round import ROWS, begun, sent
from workflows.test_move import Switch
from workflows.workspaces import in_memory, told_by

LATER = {"ESME Model": "E470 (MK2)", "ESME Hardware version": "2.0", "ESME Firmware version": "02.01.01.10"}
SMALL, NEW = "C-20ARYNXXAGPP", "C-1BJ5VKVVMJPD"
"""The one of the three that is not selected, and one that nobody has."""

UNECONOMIC, REQUEST = stated("uneconomic", SMALL), stated("request", NEW, weight="50")
QUICK = Extent(trials=3)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a run that selects two of three combinations, and a register."""
    made = begun(tmp_path)
    use.receive(made, [sent(tmp_path / "in", [*ROWS, row(**{"Active": "0", "Dormant": "0", **LATER})])])
    use.run_round(made, None, Parameters(size=2), None)
    use.load_register(made, None, written(tmp_path, "firmware.csv", REGISTER.encode()), "received", None)
    return made


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file to take over."""
    file = folder / name
    file.write_bytes(content)
    return file


def decided(
    workspace: Workspace, *lines: dict[str, str], why: str = "as minuted", replaces: int | None = None
) -> use.DecisionsChange:
    """Let a table of those lines stand."""
    file = written(workspace.folder.parent, "decisions.csv", table(*lines))
    return use.decide_programme(workspace, None, file, why, replaces)[0]


def head(workspace: Workspace) -> int:
    return workspace.store.audit.head().number


def test_each_line_is_a_decision_and_only_what_changed_is_decided_again(workspace: Workspace, tmp_path: Path) -> None:
    before = head(workspace)
    decided(workspace, UNECONOMIC, REQUEST)
    assert [(one.kind, one.subject, one.why) for one in use.standing_decisions(workspace, "programme")] == [
        ("programme", f"uneconomic {SMALL}", "as minuted"),
        ("programme", f"request {NEW}", "as minuted"),
    ]
    assert head(workspace) == before + 2

    change = decided(workspace, {**REQUEST, "weight": "70"}, why="asked again", replaces=2)

    assert [one["decision"] for one in change.removed] == ["uneconomic"]
    assert [(old["weight"], new["weight"]) for old, new in change.changed] == [("50", "70")]
    assert [one.value is None for one in use.history(workspace, "programme", f"uneconomic {SMALL}")] == [False, True]
    assert [(one["combination"], one["weight"]) for one in use.standing_programme(workspace)] == [(NEW, "70")]
    before = head(workspace)
    assert decided(workspace, {**REQUEST, "weight": "70"}).is_none
    assert head(workspace) == before
    assert [(one.kind, one.number) for one in use.status(workspace).decided][-1] == ("programme", 1)
    assert [one.is_outdated for one in use.status(workspace).rounds] == [False]


def test_what_a_table_takes_back_or_changes_is_confirmed_by_number(workspace: Workspace) -> None:
    decided(workspace, UNECONOMIC, REQUEST)
    before = head(workspace)
    again = {**REQUEST, "weight": "70"}

    with pytest.raises(UsageError, match="2 decisions would be taken back or changed, and nothing says") as caught:
        decided(workspace, again)
    with pytest.raises(VersionConflict, match="2 decisions would be taken back or changed, and 1 were expected"):
        decided(workspace, again, replaces=1)
    with pytest.raises(VersionConflict, match="0 decisions would be"):
        decided(workspace, UNECONOMIC, REQUEST, replaces=1)

    days = UNECONOMIC["decided_on"], REQUEST["decided_on"]
    assert caught.value.details == (
        f"uneconomic {SMALL}, decided on {days[0]}",
        f"request {NEW}, decided on {days[1]}",
    )
    assert head(workspace) == before
    assert len(decided(workspace, again, replaces=2).replaced) == 2


def test_a_preview_and_a_table_with_an_error_change_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = head(workspace)
    file = written(tmp_path, "good.csv", table(UNECONOMIC))

    assert [one["combination"] for one in use.preview_decisions(workspace, None, file).added] == [SMALL]
    with pytest.raises(BadEvidence, match="has 2 errors"):
        decided(workspace, UNECONOMIC, UNECONOMIC, stated("first", "C-NONE"))
    with pytest.raises(UsageError):
        use.decide_programme(workspace, None, file, " ")

    assert head(workspace) == before


def test_a_plan_is_kept_with_all_of_its_files_and_found_again(workspace: Workspace, tmp_path: Path) -> None:
    decided(workspace, UNECONOMIC, REQUEST)
    before = head(workspace)

    planned, decision = use.keep_plan(workspace, None, QUICK, tmp_path / "plan", "agreed by the board")

    out = {file.name: file.read_bytes() for file in (tmp_path / "plan").iterdir()}
    assert head(workspace) == before + len(out)
    assert (decision.kind, decision.subject, decision.why) == ("plan", "RFI-1", "agreed by the board")
    assert decision.value is not None
    assert {name: decision.value[name] for name in ("run", "through", "excluded_population", "trials")} == {
        "run": 1,
        "through": before,
        "excluded_population": 3020,
        "trials": 3,
    }
    found = use.standing_plan(workspace, None, tmp_path / "again")
    assert found.files == out
    assert {file.name: file.read_bytes() for file in (tmp_path / "again").iterdir()} == out
    assert (found.checked, found.changed) == (planned.checked, ())
    assert found.record["kept"]["why"] == "agreed by the board"
    assert [one.kind for one in use.standing_decisions(workspace)][-3:] == ["programme", "programme", "plan"]


def test_a_later_plan_follows_and_has_no_file_of_the_one_before(workspace: Workspace) -> None:
    _, first = use.keep_plan(workspace, None, QUICK, None, "first")
    _, second = use.keep_plan(workspace, None, Extent(), None, "without trials")

    assert second.follows == first.event
    found = use.standing_plan(workspace, None, None)
    assert (found.decision.why, "uncertainty.json" in found.files) == ("without trials", False)
    assert [one.why for one in use.history(workspace, "plan", "RFI-1")] == ["first", "without trials"]
    assert first.file is not None
    assert json.loads(workspace.files.read(first.file))["format"] == "eligo-plan/1"


def test_the_paper_with_the_plan_is_kept_with_it(workspace: Workspace) -> None:
    _, decision = use.keep_plan(workspace, None, Extent(paper=True), None, "for the board")

    page = use.standing_plan(workspace, None, None).files["report.html"].decode()
    assert decision.subject == "RFI-1"
    assert "planned to leave SIT on" in page
    assert "Aster" not in page


def test_planning_alone_keeps_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = head(workspace)

    use.plan_round(workspace, None, Extent(), tmp_path / "plan")

    assert (head(workspace), (tmp_path / "plan" / "plan.json").is_file()) == (before, True)
    with pytest.raises(NotFound, match="No plan of the round RFI-1 is kept"):
        use.standing_plan(workspace, None, None)


def test_what_has_changed_since_a_plan_was_kept_is_said(workspace: Workspace, tmp_path: Path) -> None:
    use.keep_plan(workspace, None, Extent(), None, "first")
    decided(workspace, UNECONOMIC)
    slipped = REGISTER.replace("final,2020-04-06", "final,2020-06-05")
    use.load_register(workspace, None, written(tmp_path, "b.csv", slipped.encode()), "late", None)
    use.run_round(workspace, None, Parameters(size=2), None)

    assert use.standing_plan(workspace, None, None).changed == (
        "It was made of run 1; the latest is run 2.",
        "The firmware register has changed since.",
        "What was decided beforehand has changed since.",
    )
    assert [(one.what, one.command) for one in use.status(workspace).due][-1] == (
        "the plan of RFI-1 does not follow all that stands. It was made of run 1; the latest is run 2.",
        "eligo plan --round RFI-1 --why '...'",
    )


def test_a_plan_that_is_kept_says_all_that_it_said_when_it_was_made(workspace: Workspace) -> None:
    for extent in (QUICK, Extent(sizes=3)):
        planned, _ = use.keep_plan(workspace, None, extent, None, "agreed")

        made, kept = plan_record(planned), use.standing_plan(workspace, None, None).record

        assert {*kept} - {*made} == {"kept", "made_from", "changed_since"}
        assert {name: kept[name] for name in made} == made
        assert made["tracks"]["MK1"] == {"candidate": "2019-11-04", "final": "2020-03-11"}
        assert made["shares"][0] == {"share": 0.1, "eligible_on": "2020-05-04"}


def test_each_plan_of_a_round_follows_the_one_before(workspace: Workspace) -> None:
    def kept(again: Again | None = None) -> bytes:
        use.keep_plan(workspace, None, Extent(), None, "agreed", again)
        return use.standing_plan(workspace, None, None).files["milestones.ics"]

    found = [kept(), kept(), kept(Again(date(2020, 3, 2)))]

    assert [[f"SEQUENCE:{number}".encode() in one for number in range(3)] for one in found] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]


def plan_due(workspace: Workspace) -> str:
    """The command by which ``eligo status`` would have the plan follow what stands."""
    (found,) = [one.command for one in use.status(workspace).due if one.what.startswith("the plan of RFI-1")]
    return found


def test_a_plan_that_has_begun_is_due_to_be_planned_again_around_what_runs(workspace: Workspace) -> None:
    planned, _ = use.keep_plan(workspace, None, Extent(), None, "agreed")
    first = min(one.start for one in planned.scheduled.plan.entries)
    decided(workspace, UNECONOMIC)
    clock = workspace.clock
    assert isinstance(clock, SettableClock)

    clock.moment = datetime.combine(first, time(), UTC)
    assert plan_due(workspace) == "eligo plan --round RFI-1 --why '...'"
    clock.move(24 * 3600)
    assert plan_due(workspace) == "eligo replan --round RFI-1 --why '...'"
    use.plan_round(workspace, None, Extent(), None, Again(first + timedelta(days=1)))


def test_a_plan_that_has_begun_is_planned_anew_where_something_else_is_selected(workspace: Workspace) -> None:
    use.keep_plan(workspace, None, Extent(), None, "agreed")
    workspace.clock.move(365 * 24 * 3600)  # type: ignore[attr-defined]

    use.run_round(workspace, None, Parameters(size=2), None)
    assert plan_due(workspace) == "eligo replan --round RFI-1 --why '...'"
    use.run_round(workspace, None, Parameters(size=3), None)
    assert plan_due(workspace) == "eligo plan --round RFI-1 --why '...'"
    with pytest.raises(UsageError, match="another selection"):
        use.plan_round(workspace, None, Extent(), None, Again(date(2020, 8, 3)))


def test_status_says_that_the_file_of_a_plan_that_is_due_is_damaged(workspace: Workspace) -> None:
    _, decision = use.keep_plan(workspace, None, Extent(), None, "agreed")
    decided(workspace, UNECONOMIC)
    assert decision.file is not None
    path = workspace.files.path(decision.file)
    path.chmod(0o600)
    path.write_bytes(b"{}")

    assert plan_due(workspace) == "eligo plan --round RFI-1 --why '...'"
    assert "eligo verify" in [one.command for one in use.status(workspace).due]


def test_a_plan_is_not_kept_where_something_was_decided_while_it_was_made(workspace: Workspace) -> None:
    changes: list[int] = []

    def meanwhile(stage: str) -> None:
        if stage == "Planning and proving" and not changes:
            changes.append(head(workspace))
            decided(workspace, UNECONOMIC)

    told_by(workspace).meanwhile = meanwhile

    with pytest.raises(VersionConflict, match="it is not kept"):
        use.keep_plan(workspace, None, Extent(), None, "agreed")

    assert head(workspace) == changes[0] + 1
    assert [*workspace.store.decisions.all_standing("plan")] == []


def test_what_does_not_fit_a_later_run_stops_the_plan_and_can_be_mended(workspace: Workspace) -> None:
    decided(workspace, UNECONOMIC)
    use.run_round(workspace, None, Parameters(size=3), None)
    before = head(workspace)

    with pytest.raises(BadEvidence) as refusal:
        use.keep_plan(workspace, None, Extent(), None, "agreed")
    assert [line.split("]")[0] for line in refusal.value.details] == [
        "programme decisions:2 combination [uneconomic-selected"
    ]
    assert head(workspace) == before

    assert [one["combination"] for one in decided(workspace, replaces=1).removed] == [SMALL]
    assert use.keep_plan(workspace, None, Extent(), None, "agreed")[1].subject == "RFI-1"


def test_a_reason_is_needed_and_a_run(workspace: Workspace, tmp_path: Path) -> None:
    before = head(workspace)
    with pytest.raises(UsageError):
        use.keep_plan(workspace, None, Extent(), None, " ")
    assert head(workspace) == before

    (tmp_path / "other").mkdir()
    with pytest.raises(NotFound):
        use.plan_round(begun(tmp_path / "other"), None, Extent(), None)


def test_a_kept_plan_is_verified_and_survives_a_backup_and_a_move(workspace: Workspace, tmp_path: Path) -> None:
    decided(workspace, UNECONOMIC, REQUEST)
    use.keep_plan(workspace, None, QUICK, None, "agreed")
    found = use.standing_plan(workspace, None, None)
    assert use.verify_workspace(workspace).orphans == 0
    assert use.collect(workspace) == ()

    made = use.backup(workspace, tmp_path / "foc.eligo")
    (tmp_path / "restored").mkdir()
    restored = in_memory(tmp_path / "restored", FolderFiles(tmp_path / "restored" / "store" / "files"))
    restore(made.path, restored, "the disk failed")
    moved = in_memory(workspace.folder, workspace.files)
    move(workspace, moved, "there", Switch(), "we have a server")

    for one in (restored, moved):
        assert use.verify_workspace(one).contents.records["decision"] == made.contents.records["decision"]
        again = use.standing_plan(one, None, None)
        assert (again.files, again.decision.value, again.changed) == (found.files, found.decision.value, ())
        assert use.standing_programme(one) == use.standing_programme(workspace)


def test_a_kept_plan_whose_file_is_damaged_is_told_by_verify(workspace: Workspace) -> None:
    _, decision = use.keep_plan(workspace, None, Extent(), None, "agreed")
    assert decision.file is not None
    path = workspace.files.path(decision.file)
    path.chmod(0o600)
    path.write_bytes(b"{}")

    with pytest.raises(DamagedStore):
        use.verify_workspace(workspace)
    with pytest.raises(DamagedStore):
        use.standing_plan(workspace, None, None)


def test_results_of_a_requested_combination_are_evidence_and_an_idle_decision_hinders_none(
    workspace: Workspace, tmp_path: Path
) -> None:
    made = {"combination": NEW, "phase": "dmct", "firmware": "2.1", "at": "2020-03-02", "test": "4.1.1"}
    results = written(tmp_path, "dmct.csv", csv_file(result(**made)))
    received = REGISTER.replace("2020-01-06,,2.2", "2020-01-06,2020-01-06,2.2")
    use.load_register(workspace, None, written(tmp_path, "b.csv", received.encode()), "received", None)
    with pytest.raises(BadEvidence, match="1 error"):
        use.import_evidence(workspace, None, [results], "early")

    decided(workspace, UNECONOMIC, REQUEST)
    assert len(use.import_evidence(workspace, None, [results], "third cycle").files) == 1
    assert use.kept_grounds(workspace, None).by_id[SMALL].route is Route.UNECONOMIC

    use.run_round(workspace, None, Parameters(size=3), None)
    grounds = use.kept_grounds(workspace, None)
    assert [grounds.by_id[one].route for one in (SMALL, NEW)] == [Route.MT_SIT, Route.DMCT]
