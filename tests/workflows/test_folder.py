"""A folder of results is there whole, or as it was before."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import CannotWrite, UsageError
from eligo.workflows.folder import CHECK, work_folder, write_folder
from killed import killed_before

SIGNED = {"manifest.json": b'{\n  "eligo": "0.1.0"\n}\n'}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_holds_exactly_the_files_of_the_run(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    write_folder(out, {"report.pdf": b"1", "findings.csv": b"2", **SIGNED})
    write_folder(out, {"findings.csv": b"3", **SIGNED})
    assert contents(out) == {"findings.csv": b"3", **SIGNED}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_somebody_elses_file_is_never_lost(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "findings.csv").write_text("old")
    with pytest.raises(UsageError) as caught:
        write_folder(tmp_path, {"findings.csv": b"new"})
    assert caught.value.details == ("notes.txt",)
    assert contents(tmp_path) == {"notes.txt": b"mine", "findings.csv": b"old"}


@pytest.mark.parametrize("name", ["findings.csv", "manifest.json"])
def test_a_file_of_the_same_name_that_eligo_did_not_write_is_never_lost(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError):
        write_folder(tmp_path, {"findings.csv": b"new"})
    with pytest.raises(UsageError):
        write_folder(tmp_path, {"findings.csv": b"new"}, CHECK)
    assert contents(tmp_path) == {name: b"mine"}


def test_a_run_is_not_replaced_by_a_check(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", {"findings.csv": b"1", **SIGNED})
    with pytest.raises(UsageError):
        write_folder(tmp_path / "out", {"findings.csv": b"new"}, CHECK)
    assert contents(tmp_path / "out") == {"findings.csv": b"1", **SIGNED}


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", SIGNED)
    (tmp_path / "link").symlink_to(tmp_path / "out")
    write_folder(tmp_path / "link", {"findings.csv": b"1", **SIGNED})
    assert (tmp_path / "link").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "out"]
    assert contents(tmp_path / "out") == {"findings.csv": b"1", **SIGNED}


def test_the_folder_one_stands_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError):
        write_folder(Path(), SIGNED)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError):
        write_folder(tmp_path / "out", {"findings.csv": b"new"})


def test_a_write_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, SIGNED)
    with pytest.raises(CannotWrite):
        write_folder(out, {"findings.csv": b"new", "no/such/place.csv": b"new"})
    assert contents(out) == SIGNED
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_write_that_is_killed_leaves_all_or_nothing_and_the_next_one_clears_up(tmp_path: Path) -> None:
    out, new = tmp_path / "out", {**SIGNED, "findings.csv": b"new"}

    for line in range(1000):
        write_folder(out, SIGNED)
        killed = killed_before(line, lambda: write_folder(out, new), ["eligo.workflows.folder"])
        assert {path.name for path in tmp_path.iterdir()} <= {"out", ".partial-out"}
        with pytest.raises(CannotWrite):
            write_folder(out, {"no/such/place.csv": b""})
        assert contents(out) in (SIGNED, new)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
        if not killed:
            break

    assert line > 30
    assert contents(out) == new


def test_a_work_folder_is_for_one_at_a_time_and_no_link(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with work_folder(out) as work:
        with pytest.raises(CannotWrite) as busy, work_folder(out):
            pass
        (work / "part").write_text("x")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("x")
    work.symlink_to(tmp_path / "mine")
    with pytest.raises(CannotWrite) as link:
        write_folder(out, SIGNED)

    assert busy.value.message == f"{out} is being written by another process"
    assert link.value.message.startswith(f"{out} cannot be written: ")
    assert (tmp_path / "mine" / "notes.txt").read_text() == "x"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite) as caught:
        write_folder(tmp_path / "file" / "out", {"findings.csv": b"new"})
    place = tmp_path / "file"
    assert caught.value.message == f"{place / 'out'} cannot be written: nothing can be made in {place}"
