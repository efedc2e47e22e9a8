"""What every keeper of files promises; what concerns a disk alone is in ``store/test_folder_files.py``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from eligo.errors import DamagedStore
from eligo.ports import Archive, Files
from eligo.records import FileRef
from eligo.store import FolderFiles
from store.drawn import BECAUSE, decision
from store.memory import MemoryFiles
from store.settable_clock import SettableClock
from store.stores import MemoryOpened

MAKERS: Mapping[str, Callable[[Path], Files]] = {
    "memory": lambda _: MemoryFiles(),
    "folder": lambda folder: FolderFiles(folder / "files"),
}
PATIENCE = 60
"""Seconds after which a thread that hangs fails its test."""


@pytest.fixture(params=MAKERS)
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    """No files, of each make in turn."""
    return MAKERS[request.param](tmp_path)


def ref(content: bytes) -> FileRef:
    """The name of a content."""
    return FileRef(sha256(content).hexdigest(), len(content))


def put(files: Files, *contents: bytes) -> list[FileRef]:
    """Put some files."""
    with files.holding():
        return [files.put(content) for content in contents]


def referring(*files: FileRef) -> Archive:
    """An archive in which a decision refers to each of these."""
    opened = MemoryOpened(SettableClock())
    opened.store.decisions.record([decision(one.sha256, file=one) for one in files], BECAUSE)
    return opened.archive


@pytest.mark.parametrize("content", [b"", b"a", b"\x00\xff\r\n", bytes(range(256)) * 10_000])
def test_a_file_is_named_by_its_content_and_comes_back_as_it_was(files: Files, content: bytes) -> None:
    (file,) = put(files, content)

    assert file == ref(content)
    assert files.read(file) == content


def test_every_file_has_a_place_of_its_own_that_ends_with_its_hash(files: Files) -> None:
    kept = put(files, b"one", b"two")

    assert [files.path(file).name for file in kept] == [file.sha256 for file in kept]
    assert files.path(ref(b"never put")).name == ref(b"never put").sha256


def test_what_is_put_twice_is_kept_once(files: Files) -> None:
    first, second = put(files, b"same", b"same")
    (third,) = put(files, b"same")

    assert first == second == third
    assert list(files.all()) == [first]


def test_all_files_come_in_the_order_of_their_hashes(files: Files) -> None:
    kept = put(files, *(bytes([number]) for number in range(20)))

    assert list(files.all()) == sorted(kept)


def test_where_nothing_was_put_there_is_nothing_to_read_or_to_collect(files: Files) -> None:
    assert list(files.all()) == []
    assert files.collect(referring()) == ()
    with pytest.raises(DamagedStore):
        files.read(ref(b"never put"))


def test_a_file_is_not_read_under_another_size_than_its_own(files: Files) -> None:
    (file,) = put(files, b"content")

    with pytest.raises(DamagedStore):
        files.read(FileRef(file.sha256, file.size + 1))


def test_what_nothing_refers_to_is_collected_and_told_in_the_order_of_hashes(files: Files) -> None:
    kept, *unused = put(files, b"kept", b"one", b"two", b"three")

    assert files.collect(referring(kept)) == tuple(sorted(unused))

    assert list(files.all()) == [kept]
    assert files.read(kept) == b"kept"
    assert files.collect(referring(kept)) == ()
    for file in unused:
        with pytest.raises(DamagedStore):
            files.read(file)


def test_a_collected_file_can_be_put_again(files: Files) -> None:
    (file,) = put(files, b"content")
    files.collect(referring())

    assert put(files, b"content") == [file]
    assert files.read(file) == b"content"


def test_nothing_is_put_outside_of_holding(files: Files) -> None:
    with pytest.raises(RuntimeError):
        files.put(b"content")

    assert list(files.all()) == []


def test_nothing_is_collected_by_whoever_holds_it(files: Files) -> None:
    with files.holding():
        file = files.put(b"content")
        with pytest.raises(RuntimeError):
            files.collect(referring())

    assert list(files.all()) == [file]


def test_holding_within_holding_ends_with_the_outer_block(files: Files) -> None:
    with files.holding():
        with files.holding():
            files.put(b"inner")
        files.put(b"outer")

    with pytest.raises(RuntimeError):
        files.put(b"later")


def test_holding_ends_with_an_exception_too(files: Files) -> None:
    def fail() -> None:
        with files.holding():
            files.put(b"content")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert files.collect(referring()) == (ref(b"content"),)


def test_a_collection_waits_for_whoever_holds_and_asks_only_then_what_is_referred_to(files: Files) -> None:
    begun = threading.Event()
    opened = MemoryOpened(SettableClock())

    def collect() -> tuple[FileRef, ...]:
        begun.set()
        return files.collect(opened.archive)

    with ThreadPoolExecutor(1) as threads:
        with files.holding():
            kept, unused = files.put(b"kept"), files.put(b"unused")
            collecting = threads.submit(collect)
            begun.wait(PATIENCE)
            assert sorted(files.all()) == sorted([kept, unused])
            opened.store.decisions.record([decision("C-1", file=kept)], BECAUSE)
        assert collecting.result(PATIENCE) == (unused,)

    assert list(files.all()) == [kept]


def test_several_put_the_same_and_other_files_at_once(files: Files) -> None:
    def put_some(number: int) -> list[FileRef]:
        return put(files, b"same", str(number).encode(), str(number % 2).encode())

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(put_some, range(8)))

    assert found == [[ref(b"same"), ref(str(n).encode()), ref(str(n % 2).encode())] for n in range(8)]
    assert list(files.all()) == sorted({file for some in found for file in some})
