"""What is due in a workspace, each with the command that does it."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from builders import CATALOGUE, row
from eligo.artefacts import Parameters
from eligo.ports import Workspace
from eligo.workflows import workspace as use
from eligo.workflows.workspace.jobs import submit_run
from eligo.workflows.workspace.running import LEASE
from workflows.small_round import ASTER, aliased, begun, sent
from workflows.workspaces import BECAUSE

TWO = Parameters(size=2)
DAY = 24 * 3600


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace in which nothing has been received."""
    return begun(tmp_path)


def due(workspace: Workspace) -> list[tuple[str, str]]:
    return [(one.what, one.command) for one in use.status(workspace).due]


def ask(workspace: Workspace, folder: Path, reference: str = "RFI-1") -> None:
    """Ask an organisation that will answer and one that will not, by the last of August 2019."""
    names = folder / "asked.csv"
    names.write_text("role,organisation\nSupplier,Aster Energy Ltd\nSupplier,Birch Power\n", "utf-8")
    use.open_round(workspace, reference, date(2019, 8, 31), names, "August")


def test_first_a_catalogue_then_returns(workspace: Workspace) -> None:
    use.decide(workspace, "catalogue", "", "the wrong one", withdraw=True)

    assert due(workspace) == [
        ("the workspace has no catalogue", "eligo decide catalogue device-models.csv --why 'as published'"),
        ("no return has been received", "eligo receive RETURNS"),
    ]


CHANGES: Mapping[str, Callable[[Workspace, Path], object]] = {
    "a later return": lambda one, folder: use.receive(one, [sent(folder / "later", [row(Active="9000")])]),
    "a return is withdrawn": lambda one, folder: use.withdraw(one, 1, "for another round"),
    "a decision": lambda one, folder: use.decide(one, "size", "3", "three slots"),
    "a decision is taken back": lambda one, folder: use.decide(one, "size", "", "no longer", withdraw=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_round_is_run_once_and_again_when_something_has_changed(
    workspace: Workspace, tmp_path: Path, change: Callable[[Workspace, Path], object]
) -> None:
    use.decide(workspace, "size", "2", "two slots")
    use.receive(workspace, [sent(tmp_path / "in")])
    assert due(workspace) == [("RFI-1 has not been run", "eligo run --round RFI-1")]
    use.run_round(workspace, None, Parameters(), None)
    assert due(workspace) == []

    change(workspace, tmp_path)

    assert due(workspace) == [("RFI-1 has changed since run 1", "eligo run --round RFI-1")]


def test_what_a_run_does_not_follow_makes_none_due(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in")])
    use.run_round(workspace, None, TWO, None)

    use.amend_round(workspace, "RFI-1", date(2019, 9, 30), None, "more time")
    use.open_round(workspace, "RFI-2", None, None, "the next one")

    assert due(workspace) == []


def test_those_asked_are_matched_by_name_and_are_late_after_the_day(workspace: Workspace, tmp_path: Path) -> None:
    ask(workspace, tmp_path)
    use.receive(workspace, [sent(tmp_path / "in"), sent(tmp_path / "in", name=ASTER.replace("Aster", "Cedar"))])
    (one,) = use.status(workspace).rounds
    assert (one.is_late, [asked.organisation for asked in one.waiting]) == (False, ["Birch Power"])
    assert one.unasked == ("Cedar-Energy",)

    workspace.clock.move(DAY)  # type: ignore[attr-defined]

    (one,) = use.status(workspace).rounds
    assert one.is_late
    assert due(workspace)[0] == ("1 asked in RFI-1 is late", "eligo rounds missing --round RFI-1")


@pytest.mark.parametrize("harm", ["a file is gone", "a file was edited", "a file was added", "the folder is gone"])
def test_results_that_are_not_what_the_run_wrote_are_noticed_and_mended(
    workspace: Workspace, tmp_path: Path, harm: str
) -> None:
    use.receive(workspace, [sent(tmp_path / "in")])
    folder = use.run_round(workspace, None, TWO, None).folder
    if harm == "a file is gone":
        (folder / "report.pdf").unlink()
    elif harm == "a file was edited":
        (folder / "ppcl.csv").write_bytes(b"edited")
    elif harm == "a file was added":
        (folder / "notes.txt").write_text("mine", "utf-8")
    else:
        folder.rename(tmp_path / "elsewhere")

    what = "is not there" if harm == "the folder is gone" else "is not what run 1 wrote"
    assert due(workspace) == [(f"results/RFI-1 {what}", "eligo runs write 1")]

    (folder / "notes.txt").unlink(missing_ok=True)
    use.written_run(workspace, 1, None)
    assert due(workspace) == []


def test_jobs_that_wait_and_those_whose_worker_is_silent_are_due(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in")])
    use.run_round(workspace, None, TWO, None)
    submit_run(workspace, None, TWO, None)
    submit_run(workspace, None, TWO, None)
    job = workspace.queue.claim("worker", LEASE, BECAUSE)
    assert job is not None
    assert (due(workspace), use.status(workspace).lapsed) == ([("1 job waits for a worker", "eligo jobs work")], ())

    workspace.clock.move(DAY)  # type: ignore[attr-defined]

    found = use.status(workspace)
    assert [one.number for one in found.lapsed] == [job.number]
    assert due(workspace) == [("2 jobs wait for a worker", "eligo jobs work")]


def test_a_command_can_be_copied_whatever_the_round_is_called(workspace: Workspace, tmp_path: Path) -> None:
    use.receive(workspace, [sent(tmp_path / "in", name="RFI 1; rm -rf__Supplier__Aster-Energy.csv")])

    ((_, command),) = due(workspace)

    assert shlex.split(command) == ["eligo", "run", "--round", "RFI 1; rm -rf"]


def test_a_closed_round_asks_for_nothing(workspace: Workspace, tmp_path: Path) -> None:
    ask(workspace, tmp_path)
    use.receive(workspace, [sent(tmp_path / "in")])
    use.close_round(workspace, "RFI-1", "no more time")
    workspace.clock.move(DAY)  # type: ignore[attr-defined]

    assert due(workspace) == []


def test_what_is_decided_is_named_with_its_number_and_its_day(workspace: Workspace, tmp_path: Path) -> None:
    assert use.status(workspace).decided == ()

    aliased(workspace, tmp_path, "Aster Nrg", "Aster Energy")
    corrections = tmp_path / "corrections.csv"
    header = "file,sheet,row,column,was,becomes,reason,author,date"
    line = f"{ASTER},,{{}},Active,{{}},7,telephoned,An analyst,2019-08-30"
    corrections.write_text("\n".join((header, line.format(2, 5000), line.format(3, 4000), "")), "utf-8")
    use.receive(workspace, [sent(tmp_path / "sent")])
    use.decide(workspace, "corrections", str(corrections), "telephoned")
    workspace.clock.move(DAY)  # type: ignore[attr-defined]
    use.decide(workspace, "size", "6", "as agreed")
    use.decide(workspace, "pin", "C-3FMW9ERWPGBC", "asked for")

    assert [(one.kind, one.number, str(one.since), one.file) for one in use.status(workspace).decided] == [
        ("size", 6, "2019-09-01", ""),
        ("pin", 1, "2019-09-01", ""),
        ("aliases", 1, "2019-08-31", "aliases.csv"),
        ("corrections", 2, "2019-08-31", "corrections.csv"),
    ]


def test_a_table_that_cannot_be_read_any_more_is_due_and_hides_nothing_else(
    workspace: Workspace, tmp_path: Path
) -> None:
    table = tmp_path / "aliases.csv"
    header = "kind,device_type,typed,canonical,reason,author,date"
    table.write_text(f"{header}\nmanufacturer,PPMID,Geo Inc,GEO,on the label,An analyst,2019-08-30\n", "utf-8")
    use.decide(workspace, "aliases", str(table), "on the label")
    models = tmp_path / "others.csv"
    models.write_text("\n".join(line for line in CATALOGUE.splitlines() if "GEO" not in line) + "\n", "utf-8")
    use.decide(workspace, "catalogue", str(models), "as published")

    found = use.status(workspace)

    assert [(one.kind, one.number) for one in found.decided] == [("aliases", None)]
    assert [one.command for one in found.due] == ["eligo decisions", "eligo receive RETURNS"]
