"""A store in memory, for tests: dictionaries and lists of records, and a copy of all of it to go back to.

It keeps every promise of ``ports.store`` and ``ports.queue`` in the plainest way, so that it can stand for the real
ones in tests of workflows, and judge them in the contract suite (``store/contract``).
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from eligo.errors import NotFound, UsageError, VersionConflict
from eligo.ports import Clock
from eligo.records import (
    MOVED,
    Because,
    Changing,
    Decision,
    Event,
    FileRef,
    Head,
    Job,
    Plain,
    Record,
    RegisterLine,
    RegisterPublication,
    Round,
    Run,
    Submission,
    from_plain,
    head_of,
    logged,
    plain,
    seal,
    subject_of,
    time_after,
)
from store.memory_registers import MemoryRegisters

Kept = TypeVar("Kept", Round, Submission, Decision, Run, Job)


@dataclass
class Contents:
    """Everything that is in a store."""

    rounds: dict[str, Round] = field(default_factory=dict)
    submissions: dict[int, Submission] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    runs: dict[int, Run] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    lines: list[RegisterLine] = field(default_factory=list)
    publications: list[RegisterPublication] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def copy(self) -> Contents:
        """The same records in dictionaries and lists of their own."""
        return Contents(
            dict(self.rounds),
            dict(self.submissions),
            list(self.decisions),
            dict(self.runs),
            dict(self.jobs),
            list(self.lines),
            list(self.publications),
            list(self.events),
        )

    def records(self) -> tuple[Record | Event, ...]:
        """All of it in the order of an archive."""
        return (
            *sorted(self.rounds.values(), key=lambda one: one.event),
            *self.submissions.values(),
            *self.decisions,
            *self.runs.values(),
            *self.jobs.values(),
            *self.lines,
            *self.publications,
            *self.events,
        )

    def add(self, record: Record | Event) -> None:
        """Put a record where it belongs."""
        match record:
            case Round():
                self.rounds[record.reference] = record
            case Submission():
                self.submissions[record.number] = record
            case Decision():
                self.decisions.append(record)
            case Run():
                self.runs[record.number] = record
            case Job():
                self.jobs[record.number] = record
            case RegisterLine():
                self.lines.append(record)
            case RegisterPublication():
                self.publications.append(record)
            case Event():
                self.events.append(record)


class MemoryStore:
    """A store that is gone with the process."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.contents = Contents()
        self.lock = threading.RLock()
        self.rounds = MemoryRounds(self)
        self.submissions = MemorySubmissions(self)
        self.decisions = MemoryDecisions(self)
        self.runs = MemoryRuns(self)
        self.registers = MemoryRegisters(self)
        self.audit = MemoryAudit(self)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in the block, or nothing of it; everybody else waits."""
        with self.lock:
            before = self.contents.copy()
            try:
                yield
            except BaseException:
                self.contents = before
                raise

    def head(self) -> Head:
        """The last event."""
        return head_of(self.contents.events[-1]) if self.contents.events else Head()

    def next(self, because: Because, action: str = "") -> tuple[int, datetime]:
        """The number and the time of the next event, where there may be one."""
        if not because.who.strip() or not because.why.strip():
            raise UsageError("Nothing says who makes the change, or why")
        head = self.head()
        if head.action == MOVED:
            raise VersionConflict("This store has been moved elsewhere")
        return head.number + 1, time_after(head, self.clock.now(), action)

    def log(
        self, at: datetime, because: Because, action: str, subject: str, before: Plain | None, after: Plain | None
    ) -> Event:
        """Put an event at the end of the log."""
        head = self.head()
        stated = Event(head.number + 1, at, because.who, because.why, action, subject, before, after, head.hash, "")
        own: Event = from_plain(plain(stated))
        event = seal(head, at, because, action, subject, own.before, own.after)
        self.contents.events.append(event)
        return event

    def change(self, at: datetime, because: Because, action: str, before: Changing | None, after: Kept) -> Kept:
        """Keep a record's new state with its event. What is kept shares no dictionary with what was given."""
        kept: Kept = from_plain(plain(after))
        self.log(at, because, action, subject_of(plain(kept)), logged(before) if before else None, logged(kept))
        self.contents.add(kept)
        return kept


def found(records: Mapping[Any, Kept], key: object) -> Kept:
    """The record of that name or number. Raises ``NotFound``."""
    if key not in records:
        raise NotFound(f"There is no {key}")
    return records[key]


def refuse_stale(present: Changing, given: Changing) -> None:
    """Raise ``VersionConflict`` where the given state was not made from the present one."""
    if given.event != present.event:
        raise VersionConflict(f"It has been changed by event {present.event}, since event {given.event}")


@dataclass(frozen=True)
class MemoryRounds:
    """The requests for information."""

    store: MemoryStore

    def open(self, round_: Round, because: Because) -> Round:
        """Keep a new round."""
        with self.store.transaction():
            number, at = self.store.next(because)
            if round_.reference in self.store.contents.rounds:
                raise VersionConflict(f"There is a round {round_.reference} already")
            opened = replace(round_, opened_at=at, event=number)
            return self.store.change(at, because, "round.opened", None, opened)

    def amend(self, round_: Round, because: Because) -> Round:
        """Keep a round's new state."""
        with self.store.transaction():
            number, at = self.store.next(because)
            present = self.get(round_.reference)
            refuse_stale(present, round_)
            amended = replace(round_, opened_at=present.opened_at, event=number)
            return self.store.change(at, because, "round.amended", present, amended)

    def get(self, reference: str) -> Round:
        """One round."""
        with self.store.lock:
            return found(self.store.contents.rounds, reference)

    def all(self) -> tuple[Round, ...]:
        """Every round."""
        with self.store.lock:
            return tuple(sorted(self.store.contents.rounds.values(), key=lambda one: one.event))


@dataclass(frozen=True)
class MemorySubmissions:
    """The files that organisations sent."""

    store: MemoryStore

    def receive(self, submission: Submission, because: Because) -> Submission:
        """Keep a new submission."""
        with self.store.transaction():
            event, at = self.store.next(because)
            if self.store.rounds.get(submission.round).closed:
                raise VersionConflict(f"The round {submission.round} is closed")
            number = len(self.store.contents.submissions) + 1
            received = replace(submission, number=number, received_at=at, event=event)
            return self.store.change(at, because, "submission.received", None, received)

    def amend(self, submission: Submission, because: Because) -> Submission:
        """Keep a submission's new standing."""
        with self.store.transaction():
            event, at = self.store.next(because)
            present = self.get(submission.number)
            refuse_stale(present, submission)
            amended = replace(submission, received_at=present.received_at, event=event)
            return self.store.change(at, because, "submission.amended", present, amended)

    def get(self, number: int) -> Submission:
        """One submission."""
        with self.store.lock:
            return found(self.store.contents.submissions, number)

    def of_round(self, reference: str) -> tuple[Submission, ...]:
        """Every submission of a round."""
        with self.store.lock:
            return tuple(one for one in self.store.contents.submissions.values() if one.round == reference)


@dataclass(frozen=True)
class MemoryDecisions:
    """What people decided."""

    store: MemoryStore

    def record(self, decisions: Sequence[Decision], because: Because) -> tuple[Decision, ...]:
        """Keep some decisions, all or none."""
        stale: list[str] = []
        recorded: list[Decision] = []
        with self.store.transaction():
            self.store.next(because)
            for decision in decisions:
                event, at = self.store.next(because)
                present = self.standing(decision.kind, decision.subject)
                if decision.follows != (present.event if present else 0):
                    stale.append(f"{decision.kind}/{decision.subject} does not follow what stands")
                    continue
                made = replace(decision, by=because.who, why=because.why, decided_at=at, event=event)
                action = "decision.withdrawn" if made.value is None else "decision.recorded"
                recorded.append(self.store.change(at, because, action, present, made))
            if stale:
                raise VersionConflict("Something else has been decided", details=stale)
        return tuple(recorded)

    def standing(self, kind: str, subject: str) -> Decision | None:
        """The decision that stands about a subject."""
        return next(reversed(self.history(kind, subject)), None)

    def history(self, kind: str, subject: str) -> tuple[Decision, ...]:
        """Every decision about a subject."""
        with self.store.lock:
            return tuple(one for one in self.store.contents.decisions if (one.kind, one.subject) == (kind, subject))

    def all_standing(self, kind: str | None = None) -> Iterator[Decision]:
        """Every standing decision that was not taken back."""
        with self.store.lock:
            last = {(one.kind, one.subject): one for one in self.store.contents.decisions}
        standing = sorted(last.values(), key=lambda one: one.event)
        yield from (one for one in standing if one.value is not None and kind in (None, one.kind))

    def latest(self, kinds: Collection[str]) -> int:
        """The event of the last decision of these kinds."""
        with self.store.lock:
            return max((one.event for one in self.store.contents.decisions if one.kind in kinds), default=0)


@dataclass(frozen=True)
class MemoryRuns:
    """The runs."""

    store: MemoryStore

    def record(self, run: Run, because: Because) -> Run:
        """Keep a run."""
        with self.store.transaction():
            event, at = self.store.next(because)
            self.store.rounds.get(run.round)
            recorded = replace(run, number=len(self.store.contents.runs) + 1, event=event)
            return self.store.change(at, because, "run.recorded", None, recorded)

    def get(self, number: int) -> Run:
        """One run."""
        with self.store.lock:
            return found(self.store.contents.runs, number)

    def all(self) -> tuple[Run, ...]:
        """Every run."""
        with self.store.lock:
            return tuple(self.store.contents.runs.values())


@dataclass(frozen=True)
class MemoryAudit:
    """The log."""

    store: MemoryStore

    def head(self) -> Head:
        """The last event."""
        with self.store.lock:
            return self.store.head()

    def events(self, after: int = 0, limit: int | None = None) -> Iterator[Event]:
        """The events after that number."""
        with self.store.lock:
            later = [event for event in self.store.contents.events if event.number > after]
        yield from later[:limit]

    def of_subject(self, subject: str) -> tuple[Event, ...]:
        """The events about one record."""
        with self.store.lock:
            return tuple(event for event in self.store.contents.events if event.subject == subject)

    def note(self, action: str, after: Plain, because: Because) -> Event:
        """An event about the workspace itself."""
        if after.get("record") != "workspace":
            raise ValueError("a note is about the workspace")
        with self.store.transaction():
            _, at = self.store.next(because, action)
            return self.store.log(at, because, action, "workspace", None, after)


@dataclass(frozen=True)
class MemoryArchive:
    """All of a store."""

    store: MemoryStore

    def records(self) -> Iterator[Record | Event]:
        """Every record and the log."""
        with self.store.lock:
            every = self.store.contents.records()
        yield from every

    def load(self, records: Iterable[Record | Event]) -> None:
        """Fill an empty store."""
        with self.store.transaction():
            if self.store.contents != Contents():
                raise VersionConflict("The store is not empty")
            for record in records:
                self.store.contents.add(record)

    def faults(self) -> Iterator[str]:
        """What is kept in memory has no pages that could be wrong."""
        yield from ()

    def references(self) -> frozenset[FileRef]:
        """Every file that any record, or any unfinished job, refers to."""
        with self.store.lock:
            if self.store.head().action == MOVED:
                raise VersionConflict("This store has been moved elsewhere")
            kept = self.store.contents.copy()
        return frozenset(
            {one.file for one in kept.submissions.values()}
            | {one.file for one in kept.decisions if one.file is not None}
            | {one.file for run in kept.runs.values() for one in (*run.inputs, *run.outputs)}
            | {file for job in kept.jobs.values() if not job.state.is_final for file in job.files}
        )
