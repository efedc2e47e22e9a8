"""Backups taken apart and put together again, for tests that change what is in them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from eligo.errors import EligoError
from eligo.ports import Workspace
from eligo.workflows.workspace.restoring import read_backup, restore
from store.memory import MemoryFiles

Parts = dict[str, bytes]


def parts_of(path: Path) -> Parts:
    """What is in a backup, by name."""
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pack(path: Path, parts: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    """A zip file of such parts."""
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def edit(parts: Parts, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change the records of a backup as plain values."""
    lines = [json.loads(line) for line in parts["records.jsonl"].splitlines()]
    change(lines)
    texts = (json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    parts["records.jsonl"] = "".join(texts).encode()


def state(parts: Parts, **stated: Any) -> None:
    """Change what ``backup.json`` says."""
    parts["backup.json"] = json.dumps(json.loads(parts["backup.json"]) | stated).encode()


def put_line(number: int, text: bytes) -> Callable[[Parts], None]:
    """The change that puts a line before the one of that number, from 0."""

    def change(parts: Parts) -> None:
        lines = parts["records.jsonl"].splitlines(keepends=True)
        parts["records.jsonl"] = b"".join([*lines[:number], text + b"\n", *lines[number:]])

    return change


def contents_of(files: object) -> dict[str, bytes]:
    """The contents of files in memory, by their hash."""
    assert isinstance(files, MemoryFiles)
    return files.contents


def refused(path: Path, empty: Workspace, kind: type[EligoError]) -> EligoError:
    """What restoring ends with, once it has left the workspace as it was: empty."""
    with pytest.raises(kind) as caught:
        restore(path, empty, "the disk failed")
    assert list(empty.archive.records()) == []
    assert contents_of(empty.files) == {}
    with pytest.raises(kind) as read:
        read_backup(path)
    assert (read.value.message, read.value.details) == (caught.value.message, caught.value.details)
    return caught.value
