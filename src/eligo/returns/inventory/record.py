"""What a folder of a converted inventory holds, written down as it comes to be there.

What belongs here: that record, and whether the folder is still as it says. What does not: what the files are.

Invariant: a line of the record counts only where it, each line before it and each file that these name are as they were
when it was written. Whatever has damaged the folder since, nothing of it is read as an inventory.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from eligo.durable import told

NAME = "record"
_WHOLE = "whole"


class Record:
    """The record of a folder, as far as the folder is as it says: ``facts`` of every line, and what ``files`` it names.

    A line is JSON, and a digest of it and the line before.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._length, self._seal = 0, ""
        self.facts: list[Mapping[str, Any]] = []
        self.files: set[str] = set()
        for line in self._lines():
            self._take(line)

    @property
    def is_whole(self) -> bool:
        """Whether the folder is finished, and has all its files as they were written, and no other."""
        return bool(self.facts) and _WHOLE in self.facts[-1] and self.files == {*self._there()}

    def add(self, files: Iterable[Path], facts: Mapping[str, Any]) -> None:
        """Write down that some files of the folder are complete, which have been flushed to the disk."""
        digests = {self._name(file): _digest(file) for file in files}
        text = json.dumps({"files": digests, "facts": facts})
        line = f"{text}\t{_sealed(self._seal, text)}\n".encode()
        place = self._folder / NAME
        with told(place):
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
            with os.fdopen(descriptor, "wb") as file:
                file.truncate(self._length)  # what an attempt that was killed has begun to write
                file.seek(self._length)
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        self._take(line)

    def finish(self) -> None:
        """Write down every file that is there, and that these are all."""
        self.add([self._folder / name for name in sorted({*self._there()} - self.files)], {_WHOLE: True})

    def _lines(self) -> Iterator[bytes]:
        """The lines that count."""
        place, seal = self._folder / NAME, ""
        if not place.is_file():
            return
        for line in place.read_bytes().splitlines(keepends=True):
            text, _, sealed = line.decode("ascii", "replace").partition("\t")
            if sealed != (seal := _sealed(seal, text)) + "\n":
                return
            if any(_digest(self._folder / name) != digest for name, digest in json.loads(text)["files"].items()):
                return
            yield line

    def _take(self, line: bytes) -> None:
        text, _, sealed = line.decode("ascii").partition("\t")
        stated = json.loads(text)
        self._length, self._seal = self._length + len(line), sealed.rstrip()
        self.facts.append(stated["facts"])
        self.files |= {*stated["files"]}

    def _there(self) -> Iterator[str]:
        return (self._name(file) for file in self._folder.rglob("*") if file.is_file() and self._name(file) != NAME)

    def _name(self, file: Path) -> str:
        return file.relative_to(self._folder).as_posix()


def _sealed(before: str, text: str) -> str:
    return hashlib.sha256(f"{before}{text}".encode()).hexdigest()


def _digest(file: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
