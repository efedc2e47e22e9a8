"""``eligo restore``: everything is verified before anything is put in place, whoever made the file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from eligo.errors import (
    ClockSetBack,
    DamagedStore,
    UsageError,
    VersionConflict,
)
from eligo.ports import Workspace
from eligo.records import Decision, Event, Record
from eligo.workflows.workspace.backup import backup
from eligo.workflows.workspace.restoring import read_backup, restore
from eligo.workflows.workspace.survey import places
from store.memory import MemoryArchive, MemoryStore
from store.settable_clock import SettableClock
from workflows.backups import Parts, contents_of, edit, pack, parts_of, put_line, refused, state
from workflows.workspaces import BECAUSE, fill, in_memory, told_by

SCHEME = hashlib.sha256(b"scheme").hexdigest()
ANSWER = hashlib.sha256(b"answer").hexdigest()
UNLIKE_JOB_2 = ("attempt", "checkpoint", "done", "event", "files", "lease_until", "stage", "state", "total", "worker")
"""The fields of the running job that its first event has otherwise."""

OTHER_CONTENT = "backup.json: its content is not that of the backup"


@pytest.fixture
def full(tmp_path: Path) -> Workspace:
    """A workspace in which a little of everything has happened."""
    return fill(in_memory(tmp_path))


@pytest.fixture
def made(full: Workspace, tmp_path: Path) -> Path:
    """A backup of it."""
    return backup(full, tmp_path / "monday.eligo").path


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    """A new workspace."""
    return in_memory(tmp_path)


def test_a_restored_workspace_has_every_record_event_and_file_and_one_event_that_says_so(
    full: Workspace, made: Path, empty: Workspace
) -> None:
    contents = restore(made, empty, "the disk failed")

    *records, last = empty.archive.records()
    assert records == list(full.archive.records())
    assert isinstance(last, Event)
    assert (last.number, last.who, last.why, last.action) == (16, "analyst", "the disk failed", "workspace.restored")
    assert last.after == {
        "record": "workspace",
        "id": "W-5H7FZFG0YEWA",
        "head": contents.head.hash,
        "content": contents.content,
    }
    needed = {file: content for file, content in contents_of(full.files).items() if content != b"nobody's"}
    assert contents_of(empty.files) == needed
    assert contents == read_backup(made)


def test_what_was_restored_can_be_backed_up_and_restored_again(made: Path, empty: Workspace, tmp_path: Path) -> None:
    restore(made, empty, "the disk failed")
    again = backup(empty, tmp_path / "tuesday.eligo")
    third = in_memory(tmp_path)

    assert restore(again.path, third, "the disk failed again") == again.contents
    assert again.contents.events == 16


def test_a_workspace_that_is_not_empty_is_not_restored_into(full: Workspace, made: Path) -> None:
    before = list(full.archive.records())

    with pytest.raises(VersionConflict) as caught:
        restore(made, full, "the disk failed")

    assert caught.value.message == "The workspace is not empty: its log has 15 events"
    assert list(full.archive.records()) == before


def test_a_backup_of_a_store_that_was_moved_elsewhere_is_not_restored(
    full: Workspace, made: Path, empty: Workspace, tmp_path: Path
) -> None:
    parts = parts_of(made)
    full.store.audit.note("workspace.moved", {"record": "workspace"}, BECAUSE)
    (moved,) = full.store.audit.events(after=15)
    edit(parts, lambda lines: lines.append(as_plain(moved)))
    state(parts, events=16)
    state(parts, head={"number": 16, "hash": moved.hash})

    with pytest.raises(VersionConflict, match="is of a store after it was moved elsewhere; it takes no more changes"):
        restore(pack(tmp_path / "moved", parts), empty, "the disk failed")

    assert list(empty.archive.records()) == []


def as_plain(event: Event) -> dict[str, object]:
    stated = {name: getattr(event, name) for name in Event.__slots__}
    return {**stated, "record": "event", "at": "2019-08-31T12:30:00.000000Z"}


def test_a_clock_that_is_behind_the_backup_is_told_before_anything_is_put_in_place(
    made: Path, empty: Workspace
) -> None:
    assert isinstance(empty.clock, SettableClock)
    empty.clock.move(-3600)

    with pytest.raises(ClockSetBack):
        restore(made, empty, "the disk failed")

    assert list(empty.archive.records()) == []
    assert contents_of(empty.files) == {}


def test_why_it_is_restored_has_to_be_said(made: Path, empty: Workspace) -> None:
    with pytest.raises(UsageError):
        restore(made, empty, " ")

    assert list(empty.archive.records()) == []


def change_line(number: int, **fields: object) -> Callable[[Parts], None]:
    return lambda parts: edit(parts, lambda lines: lines[number].update(fields))


def drop_line(number: int) -> Callable[[Parts], None]:
    return lambda parts: edit(parts, lambda lines: lines.pop(number))


DAMAGES: dict[str, tuple[Callable[[Parts], object], list[str]]] = {
    "a file is missing": (lambda parts: parts.pop(f"files/{SCHEME}"), [f"files/{SCHEME}: is missing"]),
    "two files are damaged": (
        lambda parts: parts.update({f"files/{SCHEME}": b"schema", f"files/{ANSWER}": b"ans"}),
        [
            f"files/{ANSWER}: has 3 bytes where 6 are referred to",
            f"files/{SCHEME}: has the SHA-256 {hashlib.sha256(b'schema').hexdigest()}",
        ],
    ),
    "a file too many": (
        lambda parts: parts.update({"files/" + "0" * 64: b""}),
        ["files/" + "0" * 64 + ": nothing refers to it"],
    ),
    "a record is changed": (
        change_line(1, closed=True, scheme="other"),
        ["round/RFI-2019-02: closed, scheme not as the log has it", OTHER_CONTENT],
    ),
    "a record is missing": (
        drop_line(4),
        [
            "decision/pin/C-1: is in the log, and is missing",
            OTHER_CONTENT,
            "backup.json: its records is not that of the backup",
        ],
    ),
    "an event is missing": (
        drop_line(12),
        [
            "event 4: follows event 2; what was between them is missing",
            "event 4: does not follow the event before it",
            "round/RFI-2019-02: is not in the log",
            "backup.json: its events is not that of the backup",
        ],
    ),
    "an event is changed": (change_line(12, who="nobody"), ["event 3: is not what was sealed"]),
    "the log is cut off": (
        drop_line(-1),
        [
            f"job/2: {', '.join(UNLIKE_JOB_2)} not as the log has it",
            "backup.json: its events is not that of the backup",
            "backup.json: its head is not that of the backup",
        ],
    ),
    "two records change places": (
        lambda parts: edit(parts, lambda lines: lines.insert(0, lines.pop(1))),
        ["round 2: is out of order", OTHER_CONTENT],
    ),
    "a line is no record": (
        put_line(0, b"hello"),
        ["records.jsonl, line 1: cannot be read: Expecting value: line 1 column 1 (char 0)"],
    ),
    "a line is empty": (
        put_line(25, b""),
        ["records.jsonl, line 26: cannot be read: Expecting value: line 1 column 1 (char 0)"],
    ),
    "a line is written otherwise": (
        lambda parts: parts.update({"records.jsonl": parts["records.jsonl"].replace(b'"asked":[]', b'"asked": []')}),
        [f"records.jsonl, line {number}: is not written as Eligo writes it" for number in (2, 13)],
    ),
    "a record has a field too many": (
        change_line(1, colour="red"),
        [
            "records.jsonl, line 2: cannot be read: the fields of a round differ: ['colour']",
            "round/RFI-2019-02: is in the log, and is missing",
            OTHER_CONTENT,
            "backup.json: its records is not that of the backup",
        ],
    ),
    "another statement": (
        lambda parts: state(parts, workspace="W-0", head={}, extra=1),
        [
            "backup.json: its extra is not that of the backup",
            "backup.json: its head is not that of the backup",
            "backup.json: its workspace is not that of the backup",
        ],
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_is_damaged_everything_wrong_is_told_and_nothing_is_put_in_place(
    made: Path, empty: Workspace, tmp_path: Path, damage: str
) -> None:
    change, expected = DAMAGES[damage]
    parts = parts_of(made)
    change(parts)
    damaged = pack(tmp_path / "damaged", parts)

    error = refused(damaged, empty, DamagedStore)

    assert list(error.details) == expected
    assert error.message == f"{damaged} is damaged in {places(len(expected))}; nothing has been restored from it"
    assert error.hint == "Use another backup."


@pytest.mark.parametrize("change", [(b"x" * 100, b"y" * 100), (b'{"asked"', b'["asked"')])
def test_a_backup_that_is_changed_while_it_is_restored_is_told(
    full: Workspace, empty: Workspace, tmp_path: Path, change: tuple[bytes, bytes]
) -> None:
    with full.files.holding():
        # More than is read ahead.
        large = full.files.put(b"x" * 1_000_000)
    full.store.decisions.record([Decision("notice", "notice", {}, large)], BECAUSE)
    made = backup(full, tmp_path / "monday.eligo").path
    content = made.read_bytes()

    def overwrite(stage: str) -> None:
        if told_by(empty).stages[-1] == ("files", 6, 6):
            made.write_bytes(content.replace(*change))

    told_by(empty).meanwhile = overwrite
    with pytest.raises(DamagedStore) as caught:
        restore(made, empty, "the disk failed")

    assert caught.value.message == (f"{made} was changed while it was being restored; no record has been put in place")
    assert list(empty.archive.records()) == []


def test_a_store_that_does_not_give_back_what_was_put_in_is_left_empty(made: Path, tmp_path: Path) -> None:
    class Forgetful(MemoryArchive):
        def load(self, records: Iterable[Record | Event]) -> None:
            super().load(record for record in records if not isinstance(record, Event) or record.number != 7)

    store = MemoryStore(SettableClock())
    plain = in_memory(tmp_path)
    empty = Workspace(
        tmp_path, store, plain.queue, plain.files, Forgetful(store), plain.clock, plain.progress, "analyst"
    )

    with pytest.raises(DamagedStore) as caught:
        restore(made, empty, "the disk failed")

    assert caught.value.message == "The new store does not give back what was put into it, and has been left empty"
    assert list(empty.archive.records()) == []
