"""Which files are returns, and what is said of those that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from eligo.errors import NotFound, UnreadableFile, VersionConflict, WrongTemplate
from eligo.returns import LARGEST_FILE_BYTES
from eligo.workflows.inputs import gather_returns


def put(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("x")
    return folder


def test_returns_come_in_the_order_of_their_names_and_documents_are_no_returns(tmp_path: Path) -> None:
    put(tmp_path, "b.csv", "a.xlsx", "README.md", ".hidden", "~$a.xlsx", "b__upgrades.csv")
    files = gather_returns([tmp_path, tmp_path / "b.csv"])
    assert [(file.name, file.role) for file in files] == [
        ("a.xlsx", "return"),
        ("b.csv", "return"),
        ("b__upgrades.csv", "upgrades"),
    ]


def test_a_document_by_the_name_of_a_return_is_not_passed_over(tmp_path: Path) -> None:
    """It was left out without a word, and its sender had not answered."""
    put(tmp_path, "RFI-1__Supplier__A.txt", "notes.txt")
    assert [file.name for file in gather_returns([tmp_path])] == ["RFI-1__Supplier__A.txt"]
    put(tmp_path, "RFI-1__Supplier__B.pdf")
    with pytest.raises(UnreadableFile) as caught:
        gather_returns([tmp_path])
    assert caught.value.details == (str(tmp_path / "RFI-1__Supplier__B.pdf"),)


def test_an_empty_folder_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        gather_returns([put(tmp_path, "README.md")])
    assert caught.value.message == f"There is no return in {tmp_path}"


def test_every_file_of_another_kind_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "b.numbers", "c.rar")
    with pytest.raises(UnreadableFile) as caught:
        gather_returns([tmp_path])
    assert caught.value.details == (str(tmp_path / "b.numbers"), str(tmp_path / "c.rar"))


def test_two_files_of_one_name_could_not_be_told_apart(tmp_path: Path) -> None:
    with pytest.raises(VersionConflict):
        gather_returns([put(tmp_path / "one", "a.csv"), put(tmp_path / "two", "A.csv")])


def test_upgrades_travel_beside_their_return(tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate) as caught:
        gather_returns([put(tmp_path, "a.csv", "b__upgrades.csv")])
    assert caught.value.details == ("b__upgrades.csv",)


def test_two_files_of_the_planned_upgrades_of_one_return_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VersionConflict) as caught:
        gather_returns([put(tmp_path, "a.csv", "a__upgrades.csv", "a__upgrades.tsv", "b.csv", "b__upgrades.csv")])
    assert caught.value.details == ("a__upgrades.csv", "a__upgrades.tsv")


def test_what_is_too_large_is_refused_before_it_is_held(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "b.csv")
    for name, more in (("b.csv", 1), ("c.xlsx", 1024**3), ("d.csv", 0)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(LARGEST_FILE_BYTES + more if more else 10)  # sparse: it takes no room

    with pytest.raises(UnreadableFile) as caught:
        gather_returns([tmp_path])

    assert caught.value.message == "2 of 4 files have more than 536,870,912 bytes, the most that is read"
    assert caught.value.details == (
        f"{tmp_path / 'b.csv'}: 536,870,913 bytes",
        f"{tmp_path / 'c.xlsx'}: 1,610,612,736 bytes",
    )
