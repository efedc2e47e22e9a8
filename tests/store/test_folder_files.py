"""Files by their content, on a real disk: what is put is there whole, or not there, whatever happens."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from eligo.errors import CannotWrite, DamagedStore, StoreUnavailable, UsageError
from eligo.records import Event, FileRef, Record
from eligo.store import FolderFiles
from full_disk import full_disk
from killed import killed_before
from ordinary_user import ordinary_user

HELLO = FileRef("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", 5)
HELLO_PATH = "2c/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
EMPTY = FileRef("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0)
EMPTY_PATH = "e3/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@dataclass(frozen=True)
class Referring:
    """An archive that refers to these files."""

    files: frozenset[FileRef] = frozenset()

    def records(self) -> Iterator[Record | Event]:
        """Not asked for."""
        raise NotImplementedError

    def load(self, records: object) -> None:
        """Not asked for."""
        raise NotImplementedError

    def faults(self) -> Iterator[str]:
        """Not asked for."""
        raise NotImplementedError

    def references(self) -> frozenset[FileRef]:
        """The files."""
        return self.files


def put(root: Path, *contents: bytes) -> FolderFiles:
    files = FolderFiles(root)
    with files.holding():
        for content in contents:
            files.put(content)
    return files


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path, with its content."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_file_is_kept_under_its_hash_read_only_and_reads_back(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "store" / "files")

    with files.holding():
        found = [files.put(b"hello"), files.put(b""), files.put(b"hello")]

    assert found == [HELLO, EMPTY, HELLO]
    assert tree(tmp_path / "store" / "files") == {HELLO_PATH: b"hello", EMPTY_PATH: b"", "lock": b""}
    assert (tmp_path / "store" / "files" / HELLO_PATH).stat().st_mode & 0o777 == 0o444
    assert list(files.all()) == [HELLO, EMPTY]
    assert [files.read(HELLO), files.read(EMPTY)] == [b"hello", b""]


def test_nothing_is_put_by_a_thread_that_does_not_hold_the_folder(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    refused: list[str] = []

    def without() -> None:
        try:
            files.put(b"hello")
        except RuntimeError as error:
            refused.append(str(error))

    with files.holding():
        thread = threading.Thread(target=without)
        thread.start()
        thread.join()
    without()

    assert refused == ["put() outside of holding(): what is put could be collected at once"] * 2


@pytest.mark.parametrize("damage", [b"hell", b"jello", b"", b"hello!"])
def test_putting_a_file_again_mends_a_damaged_one(tmp_path: Path, damage: bytes) -> None:
    files = put(tmp_path, b"hello")
    (tmp_path / HELLO_PATH).chmod(0o644)
    (tmp_path / HELLO_PATH).write_bytes(damage)

    with files.holding():
        files.put(b"hello")

    assert files.read(HELLO) == b"hello"
    assert tree(tmp_path) == {HELLO_PATH: b"hello", "lock": b""}


def test_putting_a_file_again_leaves_a_sound_one_as_it_is(tmp_path: Path) -> None:
    files = put(tmp_path, b"hello")
    before = (tmp_path / HELLO_PATH).stat()

    with files.holding():
        files.put(b"hello")

    after = (tmp_path / HELLO_PATH).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_link_in_the_place_of_a_file_is_not_that_file_and_is_replaced(tmp_path: Path) -> None:
    files = put(tmp_path / "files", b"hello")
    path = tmp_path / "files" / HELLO_PATH
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")

    assert list(files.all()) == []
    with pytest.raises(DamagedStore, match=f"{path} is not a file; a file of 5 bytes with the SHA-256 2cf2.* belongs"):
        files.read(HELLO)
    with files.holding():
        files.put(b"hello")
    assert not path.is_symlink()
    assert files.read(HELLO) == b"hello"


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (None, "is missing"),
        (b"hell", "has 4 bytes"),
        (b"hello" * 1000, "has 5,000 bytes"),
        (b"jello", f"has the SHA-256 {hashlib.sha256(b'jello').hexdigest()}"),
    ],
)
def test_a_damaged_file_is_refused_with_its_name_and_what_belongs_there(
    tmp_path: Path, damage: bytes | None, found: str
) -> None:
    files = put(tmp_path, b"hello")
    path = tmp_path / HELLO_PATH
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)

    with pytest.raises(DamagedStore) as caught:
        files.read(HELLO)

    assert caught.value.message == (f"{path} {found}; a file of 5 bytes with the SHA-256 {HELLO.sha256} belongs there")
    assert caught.value.hint == (
        "Put the file in again where you have it, or restore the last backup with 'eligo restore' into a new folder "
        "and copy the file from there."
    )


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "2c" * 31 + "2\n", "a" * 63])
def test_what_is_no_hash_is_never_used_as_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(DamagedStore, match="is not the SHA-256 of a file, and is referred to as one"):
        FolderFiles(tmp_path).read(FileRef(name, 5))


def test_a_folder_that_is_not_there_holds_nothing_and_is_not_made_by_looking(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "files")

    assert list(files.all()) == []
    with pytest.raises(DamagedStore, match="is missing"):
        files.read(HELLO)
    assert list(tmp_path.iterdir()) == []


def test_collecting_deletes_what_nothing_refers_to_and_what_is_half_written_and_leaves_what_is_strange(
    tmp_path: Path,
) -> None:
    files = put(tmp_path, b"hello", b"", b"other")
    other = FileRef(hashlib.sha256(b"other").hexdigest(), 5)
    (tmp_path / "incoming" / ".partial-0123").write_bytes(b"hel")
    strange = {"notes.txt": b"mine", "2c/readme": b"mine", "2c/" + "0" * 64: b"in the wrong folder", "lock": b""}
    for name, content in strange.items():
        (tmp_path / name).write_bytes(content)

    deleted = files.collect(Referring(frozenset({HELLO})))

    assert deleted == tuple(sorted([EMPTY, other]))
    assert tree(tmp_path) == {HELLO_PATH: b"hello", **strange}


def test_collecting_keeps_a_damaged_file_that_is_referred_to(tmp_path: Path) -> None:
    files = put(tmp_path, b"hello")
    (tmp_path / HELLO_PATH).chmod(0o644)
    (tmp_path / HELLO_PATH).write_bytes(b"hell")

    assert files.collect(Referring(frozenset({HELLO}))) == ()
    assert tree(tmp_path) == {HELLO_PATH: b"hell", "lock": b""}


def test_collecting_asks_what_is_referred_to_when_nobody_can_put_anything_any_more(tmp_path: Path) -> None:
    files = put(tmp_path, b"hello")

    class Asking(Referring):
        def references(self) -> frozenset[FileRef]:
            with pytest.raises(StoreUnavailable), FolderFiles(tmp_path, patience=0).holding():
                pass
            return frozenset()

    assert files.collect(Asking()) == (HELLO,)


def test_collecting_waits_for_whoever_holds_the_folder_and_gives_up_after_its_patience(tmp_path: Path) -> None:
    files = put(tmp_path, b"hello")

    with files.holding(), pytest.raises(StoreUnavailable) as caught:
        FolderFiles(tmp_path, patience=0).collect(Referring())

    assert caught.value.message == f"Others have kept {tmp_path} in use for 0 seconds"
    assert caught.value.hint == "Try again when they are done; nothing has been changed."
    assert list(files.all()) == [HELLO]


def test_collecting_goes_on_as_soon_as_the_last_holder_is_done(tmp_path: Path) -> None:
    files = put(tmp_path, b"hello")
    is_held, collected = threading.Event(), []

    def hold() -> None:
        with files.holding():
            is_held.set()
            files.put(b"")

    with files.holding():
        thread = threading.Thread(target=hold)
        thread.start()
        is_held.wait()
        waiting = threading.Thread(target=lambda: collected.append(files.collect(Referring())))
        waiting.start()
        thread.join()
        assert collected == []
    waiting.join()

    assert collected == [(HELLO, EMPTY)]


def test_holding_lies_within_holding_and_ends_with_the_outer_block(tmp_path: Path) -> None:
    files = put(tmp_path)
    impatient = FolderFiles(tmp_path, patience=0)

    with files.holding():
        with files.holding():
            files.put(b"hello")
        files.put(b"")
        with pytest.raises(StoreUnavailable):
            impatient.collect(Referring())
        with pytest.raises(RuntimeError, match="would wait for itself"):
            files.collect(Referring())

    assert impatient.collect(Referring()) == (HELLO, EMPTY)


def test_the_hold_of_another_process_counts_and_is_gone_with_it(tmp_path: Path) -> None:
    files = put(tmp_path, b"hello")
    told, tell = os.pipe()

    def hold_and_die() -> None:
        with FolderFiles(tmp_path).holding():
            os.write(tell, b"held")
            os.kill(os.getpid(), 9)

    # The lock is taken from the outside, so that both processes are sure to have it in turn.
    with (tmp_path / "lock").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        with pytest.raises(StoreUnavailable):
            FolderFiles(tmp_path, patience=0).collect(Referring())
    assert killed_before(10**9, hold_and_die, ["eligo"])

    assert os.read(told, 4) == b"held"
    os.close(told)
    os.close(tell)
    assert files.collect(Referring()) == (HELLO,)


def test_a_folder_may_be_looked_at_and_held_but_not_written_without_permission() -> None:
    with ordinary_user(), tempfile.TemporaryDirectory() as name:
        root = Path(name) / "files"
        files = put(root, b"hello")
        folders = [root, root / "2c", root / "incoming"]
        try:
            for folder in folders:
                folder.chmod(0o555)
            with files.holding(), pytest.raises(CannotWrite) as put_again:
                files.put(b"")
            with files.holding(), pytest.raises(CannotWrite) as put_there:
                files.put(b"other")
            with pytest.raises(CannotWrite) as collected:
                files.collect(Referring())
            found = [files.read(file) for file in files.all()]
        finally:
            for folder in folders:
                folder.chmod(0o755)
        left = tree(root)

    assert put_again.value.message == f"{root / EMPTY_PATH[:2]} cannot be written: Permission denied"
    assert put_there.value.hint == "Check the permissions there, or name another place; nothing has been changed."
    assert collected.value.message == f"{root / HELLO_PATH} cannot be written: Permission denied"
    assert found == [b"hello"]
    assert left == {HELLO_PATH: b"hello", "lock": b""}


def test_a_file_that_may_not_be_read_is_said_to_be_unavailable_not_damaged() -> None:
    with ordinary_user(), tempfile.TemporaryDirectory() as name:
        files = put(Path(name), b"hello")
        path = Path(name) / HELLO_PATH
        path.chmod(0)
        with pytest.raises(StoreUnavailable) as read:
            files.read(HELLO)
        path.parent.chmod(0)
        try:
            with pytest.raises(StoreUnavailable) as listed:
                list(files.all())
        finally:
            path.parent.chmod(0o755)

    assert read.value.message == f"{path} cannot be read: Permission denied"
    assert listed.value.message == f"{path.parent} cannot be read: Permission denied"


def test_a_disk_that_does_not_give_a_file_back_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = put(tmp_path, b"hello")

    def refuse(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DamagedStore, match=f"{tmp_path / HELLO_PATH} cannot be read: Input/output error"):
        files.read(HELLO)


def test_a_full_disk_is_told_nothing_is_left_behind_and_smaller_files_still_fit(tmp_path: Path) -> None:
    with full_disk(tmp_path, room=256 * 1024):
        files = put(tmp_path, b"hello")
        with files.holding(), pytest.raises(CannotWrite) as caught:
            files.put(b"x" * 1024 * 1024)
        left = tree(tmp_path)
        with files.holding():
            files.put(b"")

    name = hashlib.sha256(b"x" * 1024 * 1024).hexdigest()
    path = tmp_path / name[:2] / name
    assert caught.value.message in {
        f"{path} cannot be written: No space left on device",
        f"{path} cannot be written: File too large",
    }
    assert caught.value.hint == "Make room there, or name another place; nothing has been changed."
    assert left == {HELLO_PATH: b"hello", "lock": b""}


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"")
    files = FolderFiles(tmp_path / "files")

    with pytest.raises(CannotWrite, match="cannot be written: File exists"), files.holding():
        pass
    assert list(files.all()) == []


def test_a_system_without_locks_on_files_is_told_where_workspaces_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)

    with (
        pytest.raises(UsageError, match="no locks on files as Linux and macOS have them"),
        FolderFiles(tmp_path).holding(),
    ):
        pass


def test_a_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)

    with (
        pytest.raises(StoreUnavailable, match="lock cannot be locked: No locks available"),
        FolderFiles(tmp_path).holding(),
    ):
        pass


def test_killed_before_any_line_what_was_put_is_there_whole_and_the_rest_is_collected(tmp_path: Path) -> None:
    later = FileRef(hashlib.sha256(b"later").hexdigest(), 5)
    line, was_killed, ends = 0, True, set()

    while was_killed:
        root = tmp_path / str(line)
        put(root, b"hello")
        was_killed = killed_before(line, partial(put, root, b"later"), ["eligo.store", "eligo.durable"])
        files = FolderFiles(root, patience=0)
        found = tuple(files.all())
        assert [files.read(file) for file in found] == [{HELLO: b"hello", later: b"later"}[file] for file in found]
        assert files.collect(Referring(frozenset({HELLO}))) == tuple({later} & {*found})
        assert tree(root) == {HELLO_PATH: b"hello", "lock": b""}
        ends.add(found)
        line += 1

    assert ends == {(HELLO,), (later, HELLO)}
    assert len(found) == 2
    assert line > 50


def test_what_stands_in_the_place_of_a_file_or_of_its_folder_is_damage_and_is_told(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    with files.holding():
        file = files.put(b"content")
    path = files.path(file)
    path.unlink()
    path.mkdir()

    with pytest.raises(DamagedStore, match="is not a file"):
        files.read(file)
    with files.holding(), pytest.raises(DamagedStore, match="is a folder"):
        files.put(b"content")
    assert list(files.all()) == []
    path.rmdir()
    path.parent.rmdir()
    path.parent.write_bytes(b"")
    with pytest.raises(DamagedStore, match="is missing"):
        files.read(file)
    with files.holding(), pytest.raises(CannotWrite):
        files.put(b"content")
    assert list(files.all()) == []
