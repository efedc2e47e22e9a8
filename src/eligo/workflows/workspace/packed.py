"""The form of a backup: one zip file, nothing compressed, and how it is read without trusting it.

``backup.json`` says what is in it; ``records.jsonl`` has every record and event, one canonical text a line, in the
order of an archive; ``files/<SHA-256>`` are the files. What belongs here: the form. What does not: what it means.

Invariants: the same state gives the same bytes. Since nothing is compressed, what is read is never larger than the
backup itself; one line and one file are in memory at a time, and names inside it are never used as paths.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from eligo.errors import NotFound, OtherSchema, UnreadableFile
from eligo.records import Event, FileRef, Record, from_plain

FIRST_FORMAT, FORMAT = 1, 2
"""The numbers of the first form and of this one, which may hold registers; a later form has a greater one."""

STATEMENT = "backup.json"
RECORDS = "records.jsonl"
LONGEST_LINE = 64 * 1024**2
"""The most bytes of one line: a record is a few hundred, unless somebody wants to fill the memory."""

_FILE = re.compile(r"files/([0-9a-f]{64})")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_CHUNK_BYTES = 1024**2
# Each is what ``zipfile`` raises for some zip file that was not made as ours are.
_DAMAGE = (zipfile.BadZipFile, EOFError, ValueError, OverflowError, NotImplementedError, RuntimeError)
_ANOTHER = "Use another backup."


def member(name: str) -> zipfile.ZipInfo:
    """An entry of the zip file that says nothing of when and where it was made."""
    made = zipfile.ZipInfo(name, _EARLIEST)
    made.create_system = 3
    made.external_attr = (stat.S_IFREG | 0o444) << 16
    return made


def file_name(file: FileRef) -> str:
    """The name of a file inside a backup."""
    return f"files/{file.sha256}"


def record_of(text: bytes) -> Record | Event:
    """The record of a line. Raises ``ValueError`` where it is none."""
    try:
        made: Record | Event = from_plain(json.loads(text, parse_float=_refuse, parse_constant=_refuse))
    except (ValueError, OverflowError, RecursionError) as error:
        raise ValueError(str(error)[:200]) from None
    return made


def _refuse(text: str) -> None:
    raise ValueError(f"{text[:20]} is not a whole number")


@dataclass(frozen=True)
class Packed:
    """An open backup whose form is right; nothing is said yet of what it holds.

    ``statement`` is what ``backup.json`` says, ``files`` what is under ``files/``, with sizes by hash.
    """

    path: Path
    statement: Mapping[str, Any]
    files: Mapping[str, int]
    _zip: zipfile.ZipFile

    def lines(self) -> Iterator[bytes]:
        """The lines of ``records.jsonl`` without their line feeds. Raises ``ValueError`` where it is damaged."""
        try:
            with self._zip.open(RECORDS) as packed, io.BufferedReader(packed, _CHUNK_BYTES) as lines:  # type: ignore[type-var]
                while line := lines.readline(LONGEST_LINE + 1):
                    if not line.endswith(b"\n"):
                        raise ValueError("a line is too long, or has no end")
                    yield line[:-1]
        except _DAMAGE as error:
            raise ValueError(f"{RECORDS}: {error}") from None

    def records(self) -> Iterator[Record | Event]:
        """Those lines as records. Raises ``ValueError`` where one is not."""
        return map(record_of, self.lines())

    def content_of(self, file: FileRef) -> bytes:
        """The bytes of a file, whatever they are. Raises ``ValueError`` where they cannot be had."""
        try:
            return self._zip.read(file_name(file))
        except _DAMAGE as error:
            raise ValueError(str(error)) from None

    def hash_of(self, file: FileRef) -> str:
        """The SHA-256 of a file's bytes, however many there are. Raises ``ValueError`` where they cannot be had."""
        try:
            with self._zip.open(file_name(file)) as content:
                return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        except _DAMAGE as error:
            raise ValueError(str(error)) from None


@contextmanager
def unpacked(path: Path) -> Iterator[Packed]:
    """A backup opened for the block.

    Raises ``NotFound``; ``UnreadableFile`` where it is no backup, or cannot be read; ``OtherSchema`` where its form is
    a later one.
    """
    try:
        if not path.exists():
            raise NotFound(f"There is no file {path}", hint="Name a backup that 'eligo backup' made.")
        if not path.is_file():
            raise _unreadable(path, "it is not a file")
        with path.open("rb") as file:
            yield _opened(path, file)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}", hint=_ANOTHER) from None


def _opened(path: Path, file: IO[bytes]) -> Packed:
    size = file.seek(0, io.SEEK_END)
    try:
        opened = zipfile.ZipFile(file)
    except _DAMAGE as error:
        raise _unreadable(path, f"it is not a zip file, or a part of it is missing ({error})") from None
    parts = opened.infolist()
    strange = [repr(part.filename) for part in parts if not _is_ours(part)]
    names = [part.filename for part in parts]
    if strange or len(set(names)) < len(names) or sum(part.file_size for part in parts) > size:
        raise _unreadable(path, "it holds what 'eligo backup' does not put there", strange)
    missing = [name for name in (STATEMENT, RECORDS) if name not in names]
    if missing:
        raise _unreadable(path, f"it lacks {' and '.join(missing)}")
    statement = _statement(path, opened)
    files = {found[1]: part.file_size for part in parts if (found := _FILE.fullmatch(part.filename))}
    return Packed(path, statement, files, opened)


def _is_ours(part: zipfile.ZipInfo) -> bool:
    """Whether a part has a name of ours and is as plain as we write it."""
    named = part.filename in (STATEMENT, RECORDS) or _FILE.fullmatch(part.filename)
    plainly = part.compress_type == zipfile.ZIP_STORED and part.compress_size == part.file_size
    return bool(named) and plainly and not part.flag_bits & 0x1


def _statement(path: Path, opened: zipfile.ZipFile) -> Mapping[str, Any]:
    try:
        statement = json.loads(opened.read(STATEMENT))
    except (*_DAMAGE, RecursionError) as error:
        raise _unreadable(path, f"its {STATEMENT} is damaged ({str(error)[:200]})") from None
    number = statement.get("format") if isinstance(statement, dict) else None
    if not isinstance(number, int) or number < FIRST_FORMAT:
        raise _unreadable(path, f"its {STATEMENT} names no format")
    if number > FORMAT:
        raise OtherSchema(
            f"{path} has the format {number} of a newer Eligo; this one reads up to {FORMAT}",
            hint="Restore it with that Eligo, or a later one.",
        )
    return dict(statement)


def _unreadable(path: Path, why: str, details: Sequence[str] = ()) -> UnreadableFile:
    return UnreadableFile(f"{path} is not a backup that can be used: {why}", hint=_ANOTHER, details=details)
