"""One look at everything that a store holds: how much it is, its hash, and whether it agrees with itself.

What belongs here: what backing up, restoring, moving and verifying have in common. What does not: where the lines come
from, and files.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from eligo.errors import EligoError
from eligo.ports import Progress
from eligo.records import (
    KINDS,
    Agreement,
    Decision,
    Event,
    FileRef,
    Head,
    Job,
    Record,
    Round,
    Run,
    Submission,
    canonical,
    chain_faults,
    files_of,
    head_of,
    place_of,
    plain,
)

_TOLD_EVERY = 1000
_ALWAYS = (Round, Submission, Decision, Run, Job)
"""What is counted where there is none, too; what came to be kept later is not, so that older backups stay as they are.
"""
_UNWRITABLE = (EligoError, TypeError, OverflowError, RecursionError)
"""What ``plain`` raises where a store holds what nothing of ours has put there."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds at one moment.

    ``workspace`` is the identity that the first event gives, empty where there is none; ``records`` are numbers by
    kind, ``events`` that of the log, ``files`` and ``bytes`` those of the different files referred to; ``content`` is
    the ``content_hash``. Together ``content`` and ``head`` are a hash of everything.
    """

    workspace: str
    head: Head
    events: int
    records: Mapping[str, int]
    files: int
    bytes: int
    content: str


class Survey:
    """The look, a line at a time in the order of an archive. Holds two digests a record and every file's name."""

    def __init__(self, progress: Progress | None = None, expected: int = 0) -> None:
        """``expected`` lines are told to ``progress`` as the stage ``records``; there may turn out to be others."""
        self.files: set[FileRef] = set()
        self._faults: list[str] = []
        self._agreement = Agreement()
        self._hash = hashlib.sha256()
        self._counts: Counter[type[Record | Event]] = Counter()
        self._head = Head()
        self._workspace = ""
        self._place = (0, -1)
        self._progress = progress
        self._expected = expected

    def see(self, line: Record | Event) -> str:
        """Take one line into account. Returns its canonical text, empty where it has none."""
        self._counts[type(line)] += 1
        self._tell()
        try:
            text = self._agreement.see(line)
        except _UNWRITABLE as error:
            self._faults.append(f"{_word(line)} at {place_of(line)[1]}: cannot be written down: {error}")
            return ""
        if not isinstance(line, Event):
            self._hash.update(text.encode() + b"\n")
        if place_of(line) <= self._place:
            self._faults.append(f"{_word(line)} {place_of(line)[1]}: is out of order")
        self._place = place_of(line)
        self.files.update(files_of(line))
        if isinstance(line, Event):
            self._faults += chain_faults((line,), self._head)
            self._head = head_of(line)
            if line.number == 1 and line.after is not None:
                self._workspace = str(line.after.get("id", ""))
        return text

    def passing(self, lines: Iterable[Record | Event]) -> Iterator[Record | Event]:
        """The same lines, each seen on its way."""
        for line in lines:
            self.see(line)
            yield line

    def _tell(self, ended: bool = False) -> None:
        seen = self._counts.total()
        if self._progress is not None and (ended or not seen % _TOLD_EVERY):
            self._progress.stage("records", seen, seen if ended else max(self._expected, seen + 1))

    def contents(self) -> Contents:
        """What has been seen, once that is all."""
        self._tell(ended=True)
        return Contents(
            self._workspace,
            self._head,
            self._counts[Event],
            {word: self._counts[made] for word, made in KINDS.items() if _is_counted(made, self._counts[made])},
            len(self.files),
            sum(file.size for file in self.files),
            self._hash.hexdigest(),
        )

    def faults(self, again: Callable[[], Iterable[Record | Event]]) -> Iterator[str]:
        """What is wrong with what has been seen, completely: every link of the log, and every record against the log.

        ``again`` gives the same lines once more; it is asked only where some records differ, to say in what.
        """
        yield from self._faults
        yield from self._agreement.faults(lambda: filter(_is_sound, again()))


def content_hash(records: Iterable[Record | Event]) -> str:
    """The SHA-256 over the canonical text of each record and a line feed, in hexadecimal; the log is left out.

    The same for the same records in SQLite, in PostgreSQL and in memory. The log has a hash of its own, that of its
    last event: it grows when a workspace is moved or restored, and its records do not change by that.
    """
    found = hashlib.sha256()
    for record in records:
        if not isinstance(record, Event):
            found.update(canonical(plain(record)).encode() + b"\n")
    return found.hexdigest()


def places(number: int) -> str:
    """How many places are at fault, in words."""
    return "1 place" if number == 1 else f"{number:,} places"


def _is_counted(made: type[Record | Event], number: int) -> bool:
    return made is not Event and (made in _ALWAYS or number > 0)


def _is_sound(line: Record | Event) -> bool:
    try:
        plain(line)
    except _UNWRITABLE:
        return False
    return True


def _word(line: Record | Event) -> str:
    return next(word for word, made in KINDS.items() if type(line) is made)
