"""A folder of results is there whole, or as it was before."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import UsageError
from eligo.workflows.folder import write_folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_holds_exactly_the_files_of_the_run(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    write_folder(out, {"report.pdf": b"1", "findings.csv": b"2"})
    write_folder(out, {"findings.csv": b"3"})
    assert contents(out) == {"findings.csv": b"3"}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_somebody_elses_file_is_never_lost(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "findings.csv").write_text("old")
    with pytest.raises(UsageError) as caught:
        write_folder(tmp_path, {"findings.csv": b"new"})
    assert caught.value.details == ("notes.txt",)
    assert contents(tmp_path) == {"notes.txt": b"mine", "findings.csv": b"old"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UsageError):
        write_folder(tmp_path / "out", {"findings.csv": b"new"})


def test_a_write_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {"findings.csv": b"old"})
    with pytest.raises(FileNotFoundError):
        write_folder(out, {"findings.csv": b"new", "no/such/place.csv": b"new"})
    assert contents(out) == {"findings.csv": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
