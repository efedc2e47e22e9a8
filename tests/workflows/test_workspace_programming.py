"""Firmware and evidence in a workspace: what is remembered, what has to be confirmed, and what changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.artefacts import Parameters
from eligo.errors import BadEvidence, NotFound, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.programme import standings
from eligo.workflows import workspace as use
from programme.drawn import table
from programme.drawn_evidence import csv_file, stated
from workflows.small_round import begun, sent

FIRST = "MK1,1.0,candidate,2019-10-01,2019-10-07,,manufacturer 2019-09-20"
SECOND = (FIRST.replace(",,manu", ",1.1,manu"), "MK1,1.1,candidate,,2019-11-11,,")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with a run over three combinations of MK1 hardware."""
    made = begun(tmp_path)
    use.receive(made, [sent(tmp_path / "in")])
    use.run_round(made, None, Parameters(size=2), None)
    return made


def written(folder: Path, name: str, content: bytes) -> Path:
    """A file to load or import."""
    file = folder / name
    file.write_bytes(content)
    return file


def results(workspace: Workspace, *tests: str, **changes: str) -> bytes:
    """Passed results of the first selected combination."""
    first = use.kept_grounds(workspace, None).combinations[0].combination_id
    made = {"combination": first, "phase": "mt", "firmware": "1.0", "at": "2019-10-14", **changes}
    return csv_file(*(stated(**{**made, "test": test}) for test in tests))


def head(workspace: Workspace) -> int:
    return workspace.store.audit.head().number


def test_each_release_is_a_decision_and_only_what_changed_is_decided_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    _, first = use.load_register(workspace, None, written(tmp_path, "a.csv", table(FIRST)), "received", None)
    change, second = use.load_register(workspace, None, written(tmp_path, "b.csv", table(*SECOND)), "replaced", 0)

    assert [(one.kind, one.subject, one.why) for one in (*first, *second)] == [
        ("firmware", "MK1 candidate 1.0", "received"),
        ("firmware", "MK1 candidate 1.1", "replaced"),
        ("firmware", "MK1 candidate 1.0", "replaced"),
    ]
    assert change.after == use.standing_register(workspace)
    assert [one.version for one in use.standing_register(workspace).releases] == ["1.0", "1.1"]
    before = head(workspace)
    again, nothing = use.load_register(workspace, None, tmp_path / "b.csv", "again", None)
    assert (again.is_none, nothing, head(workspace)) == (True, (), before)
    assert [(one.kind, one.number) for one in use.status(workspace).decided] == [("firmware", 2)]


def test_a_release_that_is_gone_from_the_register_is_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    use.load_register(workspace, None, written(tmp_path, "a.csv", table(*SECOND)), "received", None)

    _, recorded = use.load_register(workspace, None, written(tmp_path, "b.csv", table(FIRST)), "withdrawn", None)

    assert [(one.subject, one.value is None) for one in recorded] == [
        ("MK1 candidate 1.0", False),
        ("MK1 candidate 1.1", True),
    ]
    assert [one.version for one in use.standing_register(workspace).releases] == ["1.0"]


def test_a_register_with_errors_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = head(workspace)

    with pytest.raises(BadEvidence) as refusal:
        use.load_register(workspace, None, written(tmp_path, "a.csv", table(FIRST, "MK9,1,nightly,,,")), "x", None)

    assert [line.split("]")[0] for line in refusal.value.details] == [
        "a.csv:3 track [firmware-track-unknown",
        "a.csv:3 kind [entry-not-allowed",
        "a.csv:3 received [firmware-undated",
    ]
    assert head(workspace) == before


def test_what_a_candidate_voids_is_shown_and_has_to_be_confirmed_by_its_number(
    workspace: Workspace, tmp_path: Path
) -> None:
    use.load_register(workspace, None, written(tmp_path, "a.csv", table(FIRST)), "received", None)
    use.import_evidence(
        workspace, None, [written(tmp_path, "r.csv", results(workspace, "12.2", "8.11"))], "first cycle"
    )
    new, before = written(tmp_path, "b.csv", table(*SECOND)), head(workspace)

    preview = use.preview_load(workspace, None, new)
    assert (len(preview.voided.results), len(preview.voided.again)) == (2, 2)
    with pytest.raises(UsageError, match="2 results would no longer count, and nothing says that this is meant"):
        use.load_register(workspace, None, new, "replaced", None)
    with pytest.raises(VersionConflict, match="2 results would no longer count, and 3 were expected"):
        use.load_register(workspace, None, new, "replaced", 3)
    assert head(workspace) == before

    use.load_register(workspace, None, new, "replaced", 2)

    made = use.kept_grounds(workspace, None)
    became = [one.value for _, one in standings(made.evidence, made.register, made.asked)]
    assert became == ["superseded", "superseded"]


def test_evidence_is_kept_as_it_came_and_read_as_it_was_read(workspace: Workspace, tmp_path: Path) -> None:
    use.load_register(workspace, None, written(tmp_path, "a.csv", table(FIRST)), "received", None)
    content = results(workspace, "12.2", operator="smso-1", phase="MT")

    imported = use.import_evidence(workspace, None, [written(tmp_path, "r.csv", content)], "first cycle")

    (decision,), (file,) = imported.decisions, imported.files
    assert (decision.kind, decision.subject, decision.why) == ("evidence", file.sha256, "first cycle")
    assert decision.value == {"name": "r.csv", "form": "csv", "results": 1}
    assert decision.file is not None
    assert workspace.files.read(decision.file) == content
    assert use.kept_grounds(workspace, None).evidence.files == imported.files
    assert [one.kind for one in use.standing_decisions(workspace)][-2:] == ["firmware", "evidence"]


def test_evidence_with_an_error_or_given_again_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    use.load_register(workspace, None, written(tmp_path, "a.csv", table(FIRST)), "received", None)
    good, bad = (written(tmp_path, f"{name}.csv", results(workspace, name)) for name in ("12.2", "7.1"))
    before = head(workspace)

    with pytest.raises(BadEvidence, match="The evidence has 1 error"):
        use.import_evidence(workspace, None, [good, bad], "first cycle")
    assert head(workspace) == before

    use.import_evidence(workspace, None, [good], "first cycle")
    before = head(workspace)
    with pytest.raises(BadEvidence) as refusal:
        use.import_evidence(workspace, None, [good], "again")
    assert "[evidence-imported]" in refusal.value.details[0]
    assert head(workspace) == before


def test_what_is_taken_back_stays_on_record_and_does_not_count(workspace: Workspace, tmp_path: Path) -> None:
    use.load_register(workspace, None, written(tmp_path, "a.csv", table(FIRST)), "received", None)
    imported = use.import_evidence(workspace, None, [written(tmp_path, "r.csv", results(workspace, "12.2"))], "cycle")
    sha256 = imported.files[0].sha256

    use.withdraw_evidence(workspace, "r.csv", "of the wrong bench")

    assert use.kept_grounds(workspace, None).evidence.files == ()
    assert [one.value is None for one in use.history(workspace, "evidence", sha256)] == [False, True]
    with pytest.raises(NotFound, match=r"No evidence is called r\.csv"):
        use.withdraw_evidence(workspace, "r.csv", "again")
    assert use.import_evidence(workspace, None, [tmp_path / "r.csv"], "right after all").files == imported.files


def test_a_register_can_be_loaded_before_anything_was_run_and_evidence_cannot(tmp_path: Path) -> None:
    made = begun(tmp_path)

    use.load_register(made, None, written(tmp_path, "a.csv", table(FIRST)), "received", None)

    assert [one.version for one in use.standing_register(made).releases] == ["1.0"]
    with pytest.raises(NotFound):
        use.import_evidence(made, None, [written(tmp_path, "r.csv", csv_file(stated()))], "early")


def test_runs_do_not_become_outdated_by_firmware_or_evidence(workspace: Workspace, tmp_path: Path) -> None:
    use.load_register(workspace, None, written(tmp_path, "a.csv", table(FIRST)), "received", None)

    assert [one.is_outdated for one in use.status(workspace).rounds] == [False]
