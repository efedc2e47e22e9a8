"""Whether the records and the log of a store agree, seen in one pass over all of it.

What belongs here: what a line of an archive refers to and where it stands, and the comparison. What does not: whether
the log is whole (``chain.chain_faults``).

Invariants: what it finds is what ``chain.record_faults`` finds against a whole replay. Two digests are held for a
record, never its text, so that a million of them take some 250 MB; only where a record differs from its last event, or
that event is an older Eligo's with fewer fields, is the event's text held and the record read again. Of the registers
every head in the log is compared, not only the last.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator

from eligo.canonical import canonical
from eligo.records.chain import IDENTITY, fields_that_differ, key_of, logged, subject_of
from eligo.records.model import (
    Decision,
    Event,
    FileRef,
    Job,
    Plain,
    Record,
    RegisterLine,
    RegisterPublication,
    Round,
    Run,
    Submission,
)
from eligo.records.plain import KINDS, plain
from eligo.records.register import REGISTER
from eligo.records.register_check import RegisterCheck

_ORDER = {made: place for place, made in enumerate(KINDS.values())}
_AGREED = b""


def place_of(line: Record | Event) -> tuple[int, int]:
    """Where a record or an event stands in an archive: greater than what stands before it."""
    number = line.event if isinstance(line, Round | Decision) else line.number
    return _ORDER[type(line)], number


def files_of(line: Record | Event) -> Iterator[FileRef]:
    """The files that a record refers to and that are kept for it; a job that has ended needs none any more."""
    match line:
        case Submission():
            yield line.file
        case Decision() if line.file is not None:
            yield line.file
        case Run():
            yield from (one.file for one in (*line.inputs, *line.outputs))
        case Job() if not line.state.is_final:
            yield from line.files


class Agreement:
    """The comparison. It is shown every line of an archive in its order, the records first, then the log."""

    def __init__(self) -> None:
        self._records: dict[bytes, bytes] = {}
        self._log: dict[bytes, str] = {}
        self._faults: list[str] = []
        self._register = RegisterCheck()

    def see(self, line: Record | Event) -> str:
        """Take one line into account. Returns its canonical text. Raises as ``plain`` does."""
        stated = plain(line)
        text = canonical(stated)
        if isinstance(line, Event):
            if line.after is not None and line.after.get("record") == REGISTER:
                self._faults += self._register.see_head(line.number, line.after)
            elif line.after is not None and _is_record(line.after):
                self._see_event(line, line.after)
        elif isinstance(line, RegisterLine | RegisterPublication):
            self._register.see(line)
        else:
            self._see_record(stated, canonical(logged(line)) if isinstance(line, Job) else text)
        return text

    def _see_record(self, stated: Plain, text: str) -> None:
        key = _key(stated)
        if key in self._records:
            self._faults.append(f"{subject_of(stated)}: stands there twice")
        self._records[key] = _digest(text)

    def _see_event(self, event: Event, after: Plain) -> None:
        try:
            key = _key(after)
        except KeyError as error:
            self._faults.append(f"event {event.number}: does not say the record's {error}")
            return
        if after.get("event") != event.number:
            self._faults.append(f"event {event.number}: leaves its record with event {after.get('event')}")
        text = canonical(after)
        if self._records.get(key) == _digest(text):
            self._records[key] = _AGREED
            self._log.pop(key, None)
        else:
            # Not, or not exactly, as the record stands: a later event may make it that.
            self._log[key] = text

    def faults(self, again: Callable[[], Iterable[Record | Event]]) -> Iterator[str]:
        """What differs, a line for each record; nothing where all is well. ``again`` gives the same lines once more."""
        yield from self._faults
        yield from self._register.faults()
        differing = {key for key, digest in self._records.items() if digest != _AGREED or key in self._log}
        if differing:
            yield from self._named(differing, again())
        missing = (text for key, text in self._log.items() if key not in self._records)
        yield from (f"{subject_of(json.loads(text))}: is in the log, and is missing" for text in missing)

    def _named(self, differing: set[bytes], lines: Iterable[Record | Event]) -> Iterator[str]:
        for line in lines:
            if isinstance(line, Event):
                break
            if isinstance(line, RegisterLine | RegisterPublication):
                continue
            stated = logged(line)
            key = _key(stated)
            if key not in differing:
                continue
            if key not in self._log:
                yield f"{subject_of(stated)}: is not in the log"
                continue
            if names := fields_that_differ(json.loads(self._log[key]), stated):
                yield f"{subject_of(stated)}: {', '.join(names)} not as the log has it"


def _is_record(stated: Plain) -> bool:
    kind = stated.get("record")
    return isinstance(kind, str) and kind in IDENTITY


def _key(stated: Plain) -> bytes:
    # No text that is kept holds a NUL.
    return _digest("\0".join(key_of(stated)))[:16]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
