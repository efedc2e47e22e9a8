"""Files that are there whole, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from functools import partial
from pathlib import Path

import pytest

from eligo.durable import make_folder, placed, sync_folder, write_atomically
from eligo.errors import CannotWrite, UsageError
from full_disk import full_disk
from killed import killed_before
from ordinary_user import ordinary_user


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_written_again(tmp_path: Path) -> None:
    write_atomically(tmp_path / "eligo.toml", b"first and longer")
    write_atomically(tmp_path / "eligo.toml", b"second")

    assert (tmp_path / "eligo.toml").read_bytes() == b"second"
    assert names(tmp_path) == ["eligo.toml"]


def test_a_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "eligo.toml", b"")
        with placed(tmp_path / "kept", mode=0o444):
            pass
    finally:
        os.umask(before)

    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("eligo.toml", "kept")] == [0o640, 0o440]


def test_nothing_is_there_before_the_block_has_ended_and_nothing_where_it_does_not_end_well(tmp_path: Path) -> None:
    there = []

    def write() -> None:
        with placed(tmp_path / "file") as file:
            file.write(b"half")
            there.append((tmp_path / "file").exists())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()

    assert there == [False]
    assert names(tmp_path) == []


@pytest.mark.parametrize("links", [True, False])
def test_what_is_there_is_not_replaced_where_it_may_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:
        # A file system that knows one name for a file only, as on many a memory stick.
        monkeypatch.setattr(os, "link", refuse)
    with placed(tmp_path / "file", replacing=False) as file:
        file.write(b"first")
    with pytest.raises(UsageError, match="file exists already"), placed(tmp_path / "file", replacing=False) as file:
        file.write(b"second")

    assert (tmp_path / "file").read_bytes() == b"first"
    assert names(tmp_path) == ["file"]


def test_a_link_that_cannot_be_made_for_another_reason_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "link", refuse)

    with pytest.raises(CannotWrite) as caught, placed(tmp_path / "file", replacing=False):
        pass

    assert caught.value.message == f"{tmp_path / 'file'} cannot be written: Input/output error"
    assert caught.value.hint == "Check the disk, or name another place; nothing has been changed."
    assert names(tmp_path) == []


def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    with full_disk(tmp_path, room=128 * 1024):
        write_atomically(tmp_path / "file", b"first")
        with pytest.raises(CannotWrite, match=r"No space left on device|File too large"):
            write_atomically(tmp_path / "file", b"x" * 1024 * 1024)

        assert (tmp_path / "file").read_bytes() == b"first"
        assert names(tmp_path) == ["file"]


def test_a_folder_without_permission_leaves_what_was_there() -> None:
    with ordinary_user(), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_atomically(folder / "file", b"first")
        folder.chmod(0o555)
        with pytest.raises(CannotWrite, match="file cannot be written: Permission denied"):
            write_atomically(folder / "file", b"second")
        with pytest.raises(CannotWrite, match="deep/deeper cannot be written: Permission denied"):
            make_folder(folder / "deep" / "deeper")
        folder.chmod(0o755)

        assert (folder / "file").read_bytes() == b"first"
        assert names(folder) == ["file"]


def test_folders_are_made_with_those_above_them_once(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b" / "c")
    make_folder(tmp_path / "a" / "b" / "c")

    assert (tmp_path / "a" / "b" / "c").is_dir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite, match="file/d cannot be written"):
        make_folder(tmp_path / "file" / "d")


@pytest.mark.parametrize(("number", "is_told"), [(errno.EINVAL, False), (errno.EIO, True)])
def test_a_file_system_that_does_not_flush_folders_is_no_reason_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_told: bool
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    told = False
    try:
        sync_folder(tmp_path)
    except OSError:
        told = True

    assert told is is_told


def test_killed_before_any_line_the_file_is_as_before_or_as_after(tmp_path: Path) -> None:
    found, line, was_killed = [], 0, True

    while was_killed:
        path = tmp_path / str(line) / "eligo.toml"
        make_folder(path.parent)
        path.write_bytes(b"before")
        was_killed = killed_before(line, partial(write_atomically, path, b"after"), ["eligo.durable"])
        found.append(path.read_bytes())
        line += 1

    assert set(found) == {b"before", b"after"}
    assert found == sorted(found, reverse=True)
