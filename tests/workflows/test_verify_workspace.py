"""``eligo verify`` in a workspace: everything that is wrong is told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eligo.errors import DamagedStore, VerificationFailed
from eligo.ports import Workspace
from eligo.records import Decision, Event, Record, seal
from eligo.workflows.workspace.survey import content_hash
from eligo.workflows.workspace.verifying import Checked, verify_workspace
from store.memory import MemoryArchive, MemoryFiles, MemoryStore
from workflows.workspaces import BECAUSE, Told, fill, in_memory

ANSWER = hashlib.sha256(b"answer").hexdigest()
SCHEME = hashlib.sha256(b"scheme").hexdigest()


@pytest.fixture
def full(tmp_path: Path) -> Workspace:
    """A workspace in which a little of everything has happened."""
    return fill(in_memory(tmp_path))


def memory_of(workspace: Workspace) -> MemoryStore:
    assert isinstance(workspace.store, MemoryStore)
    return workspace.store


def contents_of(workspace: Workspace) -> dict[str, bytes]:
    assert isinstance(workspace.files, MemoryFiles)
    return workspace.files.contents


def complaints(workspace: Workspace, expected_head: str | None = None) -> list[str]:
    with pytest.raises(DamagedStore) as caught:
        verify_workspace(workspace, expected_head)
    details = list(caught.value.details)
    assert caught.value.message == f"The workspace is damaged in {len(details)} places"
    return details


def test_a_sound_workspace_is_told_with_what_is_in_it(full: Workspace) -> None:
    checked = verify_workspace(full)

    contents = checked.contents
    assert checked == Checked(contents, orphans=1)
    assert contents.workspace == "W-5H7FZFG0YEWA"
    assert contents.head == full.store.audit.head()
    assert contents.records == {"round": 2, "submission": 2, "decision": 3, "run": 1, "job": 2}
    assert (contents.events, contents.files, contents.bytes) == (15, 5, 51)
    assert contents.content == content_hash(full.archive.records())
    assert isinstance(full.progress, Told)
    assert full.progress.stages == [("records", 25, 25), *(("files", done, 5) for done in range(1, 6))]


def test_an_empty_workspace_is_sound(tmp_path: Path) -> None:
    assert verify_workspace(in_memory(tmp_path)).contents.events == 0


def test_a_hash_that_was_noted_earlier_has_to_be_in_the_log(full: Workspace) -> None:
    fourth = list(full.store.audit.events())[3]

    assert verify_workspace(full, fourth.hash).orphans == 1
    assert verify_workspace(full, f" {fourth.hash.upper()}\n").orphans == 1
    with pytest.raises(VerificationFailed) as caught:
        verify_workspace(full, "0123")
    assert caught.value.message == "The workspace agrees with itself, but the log has no event with the hash 0123"


def test_a_log_that_was_written_anew_agrees_with_itself_but_not_with_a_hash_that_was_noted(full: Workspace) -> None:
    noted = full.store.audit.head().hash
    store = memory_of(full)
    old, store.contents.events = store.contents.events, []
    for event in old:
        who = replace(BECAUSE, who="somebody else")
        store.contents.events.append(
            seal(store.head(), event.at, who, event.action, event.subject, event.before, event.after)
        )

    assert verify_workspace(full).contents.events == 15
    with pytest.raises(VerificationFailed):
        verify_workspace(full, noted)


def test_everything_that_is_wrong_is_told_at_once(full: Workspace) -> None:
    contents = memory_of(full).contents
    contents.decisions[0] = replace(contents.decisions[0], value={"note": "forged"})
    del contents.rounds["RFI-2019-02"]
    contents.submissions[2] = replace(contents.submissions[2], number=3)
    del contents.events[5]
    del contents_of(full)[ANSWER]
    contents_of(full)[SCHEME] = b"schema"

    assert complaints(full, "0123") == [
        "event 7: follows event 5; what was between them is missing",
        "event 7: does not follow the event before it",
        "submission/1: event, replaced_by, standing not as the log has it",
        "submission/3: is not in the log",
        "decision/pin/C-1: value not as the log has it",
        "round/RFI-2019-02: is in the log, and is missing",
        "submission/2: is in the log, and is missing",
        f"The file {ANSWER} is missing or damaged",
        f"The file {SCHEME} is missing or damaged",
        "the log has no event with the hash 0123",
    ]


def test_what_no_eligo_can_have_put_there_is_a_complaint_not_an_end(full: Workspace) -> None:
    contents = memory_of(full).contents
    contents.decisions[0] = replace(contents.decisions[0], value={"share": 0.5})
    contents.decisions[2] = replace(contents.decisions[2], value={"name": "\x00"})
    contents.runs[1] = replace(contents.runs[1], status="feasible")

    assert complaints(full) == [
        "decision at 7: cannot be written down: a record holds a float",
        "decision at 9: cannot be written down: A text cannot be kept as it is: '\\x00'",
        "run/1: status not as the log has it",
        "decision/pin/C-1: is in the log, and is missing",
        "decision/scheme/scheme: is in the log, and is missing",
    ]


def test_a_store_that_cannot_be_read_to_its_end_is_told_with_everything_before(full: Workspace) -> None:
    class Torn(MemoryArchive):
        def faults(self) -> Iterator[str]:
            yield "page 7: is torn"

        def records(self) -> Iterator[Record | Event]:
            for line in super().records():
                if isinstance(line, Decision):
                    raise DamagedStore("The database is torn", details=["page 8: is torn, too"])
                yield line

    torn = replace(full, archive=Torn(memory_of(full)))
    del contents_of(full)[hashlib.sha256(b"first return").hexdigest()]

    assert complaints(torn, "0123") == [
        "page 7: is torn",
        "The database is torn",
        "page 8: is torn, too",
        f"The file {hashlib.sha256(b'first return').hexdigest()} is missing or damaged",
    ]
