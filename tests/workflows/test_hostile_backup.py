"""A backup may come from anybody, and may be anything: it is refused in words, in bounded memory."""

from __future__ import annotations

import json
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest

from eligo.errors import DamagedStore, NotFound, OtherSchema, UnreadableFile
from eligo.ports import Workspace
from eligo.workflows.workspace.backup import backup
from eligo.workflows.workspace.restoring import read_backup
from workflows.backups import edit, pack, parts_of, put_line, refused
from workflows.workspaces import fill, in_memory


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup of a workspace in which a little of everything has happened."""
    return backup(fill(in_memory(tmp_path)), tmp_path / "monday.eligo").path


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    """A new workspace."""
    return in_memory(tmp_path)


HOSTILE_LINES = {
    "nested deeply": b'{"record":' + b"[" * 100_000,
    "nested in a value": b'{"record":"decision","value":' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
    "a fraction": b'{"record":1.5}',
    "not a number": b'{"record":NaN}',
    "a number of many digits": b'{"record":' + b"9" * 10_000 + b"}",
    "a list": b"[]",
    "a kind that is none": b'{"record":["round"]}',
    "broken text": b'{"record":"\xff"}',
    "half a character": b'{"record":"round","reference":"\\ud800"}',
    "a file of a strange size": b'{"record":"submission","file":{"sha256":"../../x","size":-1}}',
}


@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_a_hostile_line_is_a_line_that_is_no_record(made: Path, empty: Workspace, tmp_path: Path, line: str) -> None:
    parts = parts_of(made)
    put_line(0, HOSTILE_LINES[line])(parts)

    error = refused(pack(tmp_path / "hostile", parts), empty, DamagedStore)

    assert len(error.details) == 1
    assert error.details[0].startswith("records.jsonl, line 1: cannot be read: ")
    assert len(error.details[0]) < 300


HOSTILE_FIELDS: dict[str, tuple[int, dict[str, object], str]] = {
    "a time without its zone": (0, {"opened_at": "2019-08-31T12:30:00"}, "a record holds a time without its zone"),
    "a time before all times": (0, {"opened_at": "0001-01-01T00:00:00+23:00"}, "date value out of range"),
    "a number too large": (0, {"event": 2**64}, "18,446,744,073,709,551,616 is too large a number to keep"),
    "a name too long": (0, {"scheme": "x" * 201}, "has 201 characters"),
    "a NUL": (0, {"scheme": "\x00"}, "A text cannot be kept as it is"),
    "a file outside": (2, {"file": {"sha256": "../../etc/passwd", "size": 5}}, "submission/1: file not as the log has"),
    "an event of nothing": (24, {"after": {"record": "round"}}, "event 15: does not say the record's 'reference'"),
    "an event of no kind": (24, {"after": {"record": ["round"]}}, "event 15: is not what was sealed"),
}


@pytest.mark.parametrize("field", HOSTILE_FIELDS)
def test_a_hostile_field_is_one_of_the_complaints(made: Path, empty: Workspace, tmp_path: Path, field: str) -> None:
    number, fields, complaint = HOSTILE_FIELDS[field]
    parts = parts_of(made)
    edit(parts, lambda lines: lines[number].update(fields))

    error = refused(pack(tmp_path / "hostile", parts), empty, DamagedStore)

    assert [line for line in error.details if complaint in line] != []


def test_a_line_without_end_does_not_fill_the_memory(
    made: Path, empty: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eligo.workflows.workspace.packed.LONGEST_LINE", 10_000)
    parts = parts_of(made)
    put_line(0, b"x" * 10_001)(parts)

    error = refused(pack(tmp_path / "hostile", parts), empty, DamagedStore)

    assert error.details[0] == "records.jsonl: records.jsonl: a line is too long, or has no end"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is not a zip file, or a part of it is missing"),
        (b"PK\x03\x04", "it is not a zip file, or a part of it is missing"),
        (b"hello" * 10_000, "it is not a zip file, or a part of it is missing"),
    ],
)
def test_what_is_no_zip_file_is_told(empty: Workspace, tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "strange").write_bytes(content)

    error = refused(tmp_path / "strange", empty, UnreadableFile)

    assert error.message.startswith(f"{tmp_path / 'strange'} is not a backup that can be used: {why}")


def test_a_backup_that_is_not_there_or_not_a_file_or_may_not_be_read_is_told(empty: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert refused(tmp_path / "nowhere", empty, NotFound).message == f"There is no file {tmp_path / 'nowhere'}"
    assert "it is not a file" in refused(tmp_path, empty, UnreadableFile).message
    assert "it is not a file" in refused(tmp_path / "pipe", empty, UnreadableFile).message
    assert "cannot be read: File name too long" in refused(tmp_path / ("x" * 300), empty, UnreadableFile).message


STRANGE_NAMES = ["../../etc/passwd", "/etc/passwd", "files/", "files/../x", "files/" + "A" * 64, "files/" + "a" * 65]


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_name_that_we_do_not_give_is_refused(made: Path, empty: Workspace, tmp_path: Path, name: str) -> None:
    error = refused(pack(tmp_path / "hostile", parts_of(made) | {name: b""}), empty, UnreadableFile)

    assert error.message.endswith("it holds what 'eligo backup' does not put there")
    assert error.details == (repr(name),)


def test_a_zip_bomb_is_refused_unopened(made: Path, empty: Workspace, tmp_path: Path) -> None:
    parts = parts_of(made) | {"files/" + "0" * 64: bytes(10_000_000)}

    error = refused(pack(tmp_path / "bomb", parts, zipfile.ZIP_DEFLATED), empty, UnreadableFile)

    assert error.message.endswith("it holds what 'eligo backup' does not put there")


def test_parts_that_claim_more_than_the_whole_are_refused(made: Path, empty: Workspace, tmp_path: Path) -> None:
    content = bytearray(made.read_bytes())
    entry = content.index(b"PK\x01\x02")
    struct.pack_into("<II", content, entry + 20, 2**31, 2**31)
    (tmp_path / "claims").write_bytes(content)

    assert refused(tmp_path / "claims", empty, UnreadableFile).message.endswith("does not put there")


def test_a_part_that_is_there_twice_is_refused(made: Path, empty: Workspace, tmp_path: Path) -> None:
    parts = parts_of(made)
    twice = pack(tmp_path / "twice", parts)
    with zipfile.ZipFile(twice, "a") as packed, pytest.warns(UserWarning, match="Duplicate name"):
        packed.writestr("records.jsonl", parts["records.jsonl"])

    assert refused(twice, empty, UnreadableFile).message.endswith("does not put there")


@pytest.mark.parametrize("name", ["backup.json", "records.jsonl"])
def test_a_backup_without_one_of_its_parts_is_refused(made: Path, empty: Workspace, tmp_path: Path, name: str) -> None:
    parts = parts_of(made)
    del parts[name]

    assert refused(pack(tmp_path / "less", parts), empty, UnreadableFile).message.endswith(f"it lacks {name}")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (b"hello", "its backup.json is damaged (Expecting value: line 1 column 1 (char 0))"),
        (b"[" * 100_000, "its backup.json is damaged (maximum recursion depth exceeded"),
        (b"[]", "its backup.json names no format"),
        (b'{"format": "1"}', "its backup.json names no format"),
        (b'{"format": 0}', "its backup.json names no format"),
    ],
)
def test_a_statement_that_cannot_be_read_is_told(
    made: Path, empty: Workspace, tmp_path: Path, statement: bytes, why: str
) -> None:
    hostile = pack(tmp_path / "hostile", parts_of(made) | {"backup.json": statement})

    assert why in refused(hostile, empty, UnreadableFile).message


def test_a_backup_of_a_later_form_is_told(made: Path, empty: Workspace, tmp_path: Path) -> None:
    later = pack(tmp_path / "later", parts_of(made) | {"backup.json": json.dumps({"format": 3}).encode()})

    error = refused(later, empty, OtherSchema)

    assert error.message == f"{later} has the format 3 of a newer Eligo; this one reads up to 2"
    assert error.hint == "Restore it with that Eligo, or a later one."


def test_a_backup_that_was_cut_off_anywhere_is_refused(made: Path, empty: Workspace, tmp_path: Path) -> None:
    content = made.read_bytes()

    for length in range(0, len(content), 97):
        (tmp_path / "cut").write_bytes(content[:length])
        refused(tmp_path / "cut", empty, UnreadableFile)


def test_a_backup_with_a_damaged_byte_is_refused_or_gives_exactly_what_was_backed_up(
    made: Path, tmp_path: Path
) -> None:
    content, chance = made.read_bytes(), random.Random(20190831)
    whole = read_backup(made)
    ends: dict[str, int] = {}

    for _ in range(500):
        damaged = bytearray(content)
        # Half of them where the zip file describes itself: most of the bytes are records.
        place = chance.choice([chance.randrange(len(content)), chance.randrange(len(content) - 700, len(content))])
        damaged[place] ^= 1 << chance.randrange(8)
        (tmp_path / "damaged").write_bytes(damaged)
        try:
            assert read_backup(tmp_path / "damaged") == whole
            ends["whole"] = ends.get("whole", 0) + 1
        except (UnreadableFile, DamagedStore, OtherSchema) as error:
            ends[type(error).__name__] = ends.get(type(error).__name__, 0) + 1

    assert set(ends) >= {"whole", "UnreadableFile", "DamagedStore"}
    assert ends["DamagedStore"] > 150
