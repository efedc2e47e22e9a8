"""``eligo backup``: all of a workspace in one file, of one moment, or no file at all."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from eligo.errors import CannotWrite, DamagedStore, UsageError, VersionConflict
from eligo.ports import Workspace
from eligo.records import Decision, Head, plain
from eligo.workflows.workspace.backup import Backup, backup
from eligo.workflows.workspace.restoring import read_backup
from eligo.workflows.workspace.survey import Contents, content_hash
from full_disk import full_disk
from killed import killed_before
from ordinary_user import ordinary_user
from store.memory import MemoryFiles, MemoryStore
from workflows.backups import parts_of
from workflows.workspaces import BECAUSE, fill, in_memory, told_by


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def memory_of(workspace: Workspace) -> MemoryStore:
    assert isinstance(workspace.store, MemoryStore)
    return workspace.store


@pytest.fixture
def full(tmp_path: Path) -> Workspace:
    """A workspace in which a little of everything has happened."""
    return fill(in_memory(tmp_path))


def test_a_backup_says_what_is_in_it(full: Workspace, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "monday.eligo")

    head = full.store.audit.head()
    assert made == Backup(
        tmp_path / "monday.eligo",
        (tmp_path / "monday.eligo").stat().st_size,
        Contents(
            workspace="W-5H7FZFG0YEWA",
            head=Head(15, head.hash, head.at, "job.claimed"),
            events=15,
            records={"round": 2, "submission": 2, "decision": 3, "run": 1, "job": 2},
            files=5,
            bytes=len(b"first returnsecond returnschemeanswerhalf an answer"),
            content=content_hash(full.archive.records()),
        ),
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["monday.eligo"]


def test_a_backup_is_a_zip_file_of_the_records_the_files_and_what_it_says_of_them(
    full: Workspace, tmp_path: Path
) -> None:
    made = backup(full, tmp_path / "monday.eligo")

    parts = parts_of(made.path)
    contents = (b"first return", b"second return", b"scheme", b"answer", b"half an answer")
    files = {digest(content): content for content in contents}
    statement = json.loads(parts.pop("backup.json"))
    records = parts.pop("records.jsonl")
    assert parts == {f"files/{sha256}": content for sha256, content in files.items()}
    assert [json.loads(line) for line in records.splitlines()] == [plain(one) for one in full.archive.records()]
    assert statement == {
        "format": 1,
        "eligo": "0.1.0",
        "workspace": "W-5H7FZFG0YEWA",
        "head": {"number": 15, "hash": made.contents.head.hash},
        "events": 15,
        "records": {"round": 2, "submission": 2, "decision": 3, "run": 1, "job": 2},
        "bytes": 51,
        "content": digest(b"".join(records.splitlines(keepends=True)[:10])),
        "files": {sha256: len(content) for sha256, content in sorted(files.items())},
    }


def test_the_same_state_gives_the_same_bytes(full: Workspace, tmp_path: Path) -> None:
    first, second = backup(full, tmp_path / "first"), backup(full, tmp_path / "second")

    assert first.path.read_bytes() == second.path.read_bytes()


def test_the_backup_of_an_empty_workspace_can_be_made_and_read(tmp_path: Path) -> None:
    made = backup(in_memory(tmp_path), tmp_path / "empty")

    nothing = {"round": 0, "submission": 0, "decision": 0, "run": 0, "job": 0}
    assert made.contents == Contents("", Head(), 0, nothing, 0, 0, digest(b""))
    assert read_backup(made.path) == made.contents


def test_progress_is_told_of_records_and_of_files(full: Workspace, tmp_path: Path) -> None:
    backup(full, tmp_path / "monday.eligo")

    assert told_by(full).stages == [("records", 25, 25), *(("files", done, 5) for done in range(1, 6))]


def test_what_others_do_meanwhile_is_not_in_it_and_nothing_it_needs_is_collected(
    full: Workspace, tmp_path: Path
) -> None:
    before = content_hash(full.archive.records())
    progress = told_by(full)

    def decide(stage: str) -> None:
        if len(progress.stages) == 1:
            full.store.decisions.record([Decision("size", "size", {"size": 7})], BECAUSE)

    progress.meanwhile = decide
    made = backup(full, tmp_path / "monday.eligo")

    assert content_hash(full.archive.records()) != before
    assert made.contents.content == before
    assert read_backup(made.path) == made.contents


def test_a_file_that_is_there_is_not_overwritten(full: Workspace, tmp_path: Path) -> None:
    (tmp_path / "monday.eligo").write_bytes(b"somebody else's")

    with pytest.raises(UsageError) as caught:
        backup(full, tmp_path / "monday.eligo")

    assert caught.value.message == f"{tmp_path / 'monday.eligo'} exists already"
    assert caught.value.hint == "Name a file that does not exist yet."
    assert (tmp_path / "monday.eligo").read_bytes() == b"somebody else's"


def test_a_file_that_comes_to_be_there_meanwhile_is_not_overwritten(full: Workspace, tmp_path: Path) -> None:
    told_by(full).meanwhile = lambda stage: (tmp_path / "monday.eligo").write_bytes(b"somebody else's")

    with pytest.raises(UsageError, match="exists already"):
        backup(full, tmp_path / "monday.eligo")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"monday.eligo": b"somebody else's"}


def test_a_folder_that_is_not_there_is_told(full: Workspace, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as caught:
        backup(full, tmp_path / "nowhere" / "monday.eligo")

    assert (
        caught.value.message == f"{tmp_path / 'nowhere' / 'monday.eligo'} cannot be written: No such file or directory"
    )
    assert caught.value.hint == "Name a folder that is there; nothing has been changed."


def test_a_folder_that_may_not_be_written_is_told(full: Workspace) -> None:
    with ordinary_user(), tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        with pytest.raises(CannotWrite, match=f"{name}/monday.eligo cannot be written: Permission denied"):
            backup(full, Path(name) / "monday.eligo")
        Path(name).chmod(0o755)


@pytest.mark.parametrize("large", ["a file", "a record"])
def test_a_full_disk_is_told_and_nothing_is_left_behind(full: Workspace, tmp_path: Path, large: str) -> None:
    with full.files.holding():
        file = full.files.put(b"x" * 600_000)
    note = {"note": "x" * 600_000} if large == "a record" else {}
    full.store.decisions.record([Decision("scheme", "scheme", note, file, follows=9)], BECAUSE)
    full.store.decisions.record([Decision("notice", "notice", {"text": "short"})], BECAUSE)

    with full_disk(tmp_path, room=512 * 1024):
        with pytest.raises(CannotWrite) as caught:
            backup(full, tmp_path / "monday.eligo")
        left = list(tmp_path.iterdir())

    assert caught.value.message in {
        f"{tmp_path / 'monday.eligo'} cannot be written: No space left on device",
        f"{tmp_path / 'monday.eligo'} cannot be written: File too large",
    }
    assert left == []


def test_a_damaged_workspace_is_not_backed_up_and_everything_wrong_with_it_is_told(
    full: Workspace, tmp_path: Path
) -> None:
    assert isinstance(full.files, MemoryFiles)
    scheme, answer = digest(b"scheme"), digest(b"answer")
    full.files.contents[scheme] = b"schema"
    del full.files.contents[answer]
    store = memory_of(full).contents
    store.decisions[0] = replace(store.decisions[0], value={"note": "forged"}, by="somebody")
    del store.rounds["RFI-2019-02"]
    store.events[3] = replace(store.events[3], why="forged")

    with pytest.raises(DamagedStore) as caught:
        backup(full, tmp_path / "monday.eligo")

    assert caught.value.message == "The workspace is damaged in 5 places; no backup has been made of it"
    assert caught.value.details == (
        "event 4: is not what was sealed",
        "decision/pin/C-1: by, value not as the log has it",
        "round/RFI-2019-02: is in the log, and is missing",
        f"The file {answer} is missing or damaged",
        f"The file {scheme} is missing or damaged",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_could_not_be_read_back_is_not_backed_up(
    full: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[backup.__module__], "LONGEST_LINE", 1000)

    with pytest.raises(UsageError, match=r"A record of 1,\d\d\d bytes is too large for a backup"):
        backup(full, tmp_path / "monday.eligo")

    assert list(tmp_path.iterdir()) == []


def test_a_workspace_that_was_moved_elsewhere_is_not_backed_up(full: Workspace, tmp_path: Path) -> None:
    full.store.audit.note("workspace.moved", {"record": "workspace"}, BECAUSE)

    with pytest.raises(VersionConflict) as caught:
        backup(full, tmp_path / "monday.eligo")

    assert caught.value.message == "This store has been moved elsewhere, and is not the workspace any more"
    assert caught.value.hint.startswith("Use the one that the workspace's eligo.toml names now.")
    assert list(tmp_path.iterdir()) == []


def test_killed_at_many_moments_a_backup_is_there_whole_or_not_there(full: Workspace, tmp_path: Path) -> None:
    line, was_killed, there = 0, True, []

    while was_killed:
        target = tmp_path / str(line) / "monday.eligo"
        target.parent.mkdir()
        was_killed = killed_before(line, partial(backup, full, target), ["eligo.workflows.workspace", "eligo.durable"])
        there.append(target.exists())
        if target.exists():
            assert read_backup(target).content == content_hash(full.archive.records())
        line += 7

    assert there == sorted(there)
    assert there[-1]
    assert len(there) > 50
