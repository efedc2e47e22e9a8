"""Where everything that is remembered is kept, in the domain's words.

What belongs here: the promises that every store keeps, whatever it is made of. What does not: any implementation
(``eligo.store`` has one on Django's ORM; the tests have one in memory).

Promises of every method that changes something:

- it is one transaction, with exactly one event of the log for every record that it changes; outside of
  ``Store.transaction`` it is done when the method returns, inside it is done when the block ends, and never in part;
- it takes a ``Because``, whose ``who`` and ``why`` may not be blank (``UsageError``);
- a record that has been changed since the caller read it (its ``event`` is another) is a ``VersionConflict``;
- a clock that is behind the log is ``ClockSetBack``; a store that was moved elsewhere is a ``VersionConflict``.

Every method may raise ``StoreUnavailable``, ``DamagedStore`` and ``CannotWrite``; nothing is changed then, unless the
first says that a connection was lost while a change was being kept: then all of it may be there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from eligo.ports.register import RegisterLog
from eligo.records import Because, Decision, Event, FileRef, Head, Plain, Record, Round, Run, Submission


class Rounds(Protocol):
    """The requests for information, each known by its reference."""

    def open(self, round_: Round, because: Because) -> Round:
        """Keep a new round. Raises ``VersionConflict`` where there is one of that reference."""
        ...

    def amend(self, round_: Round, because: Because) -> Round:
        """Keep a round's new state. Raises ``NotFound``, and ``VersionConflict`` where ``event`` is not the present."""
        ...

    def get(self, reference: str) -> Round:
        """One round as it stands. Raises ``NotFound``."""
        ...

    def all(self) -> tuple[Round, ...]:
        """Every round, in the order of their last change."""
        ...


class Submissions(Protocol):
    """The files that organisations sent, each known by the number that it was given on receipt."""

    def receive(self, submission: Submission, because: Because) -> Submission:
        """Keep a new submission, which gets the next number. Raises ``NotFound`` where its round is not there, and
        ``VersionConflict`` where that round is closed.
        """
        ...

    def amend(self, submission: Submission, because: Because) -> Submission:
        """Keep a submission's new standing. Raises ``NotFound`` and ``VersionConflict``."""
        ...

    def get(self, number: int) -> Submission:
        """One submission. Raises ``NotFound``."""
        ...

    def of_round(self, reference: str) -> tuple[Submission, ...]:
        """Every submission of a round, in the order of their numbers; none where there is no such round."""
        ...


class Decisions(Protocol):
    """What people decided. Nothing recorded is ever changed: a later decision follows an earlier one."""

    def record(self, decisions: Sequence[Decision], because: Because) -> tuple[Decision, ...]:
        """Keep some decisions, all or none, an event for each.

        Raises ``VersionConflict`` where one does not follow the decision that stands about its subject (two about
        the same subject have to follow one another, too), with every such decision in ``details``.
        """
        ...

    def standing(self, kind: str, subject: str) -> Decision | None:
        """The decision that stands about a subject; ``None`` where there is none. One that was taken back stands too,
        with the value ``None``.
        """
        ...

    def history(self, kind: str, subject: str) -> tuple[Decision, ...]:
        """Every decision about a subject, the first first."""
        ...

    def all_standing(self, kind: str | None = None) -> Iterator[Decision]:
        """Every standing decision (of one kind) that was not taken back, in the order in which they were made."""
        ...

    def latest(self, kinds: Collection[str]) -> int:
        """The event of the last decision of these kinds, taken back or not; 0 where there is none."""
        ...


class Runs(Protocol):
    """The runs, each known by its number; never changed."""

    def record(self, run: Run, because: Because) -> Run:
        """Keep a run, which gets the next number. Raises ``NotFound`` where its round is not there."""
        ...

    def get(self, number: int) -> Run:
        """One run. Raises ``NotFound``."""
        ...

    def all(self) -> tuple[Run, ...]:
        """Every run, in the order of their numbers."""
        ...


class Audit(Protocol):
    """The log: append-only, hash-chained, one event for every change."""

    def head(self) -> Head:
        """The last event; number 0 where there is none."""
        ...

    def events(self, after: int = 0, limit: int | None = None) -> Iterator[Event]:
        """The events after that number, the first first, at most ``limit`` of them."""
        ...

    def of_subject(self, subject: str) -> tuple[Event, ...]:
        """The events about one record (``round/RFI-2019-08``), the first first."""
        ...

    def note(self, action: str, after: Plain, because: Because) -> Event:
        """An event about the workspace itself; ``after`` has ``workspace`` for its ``record`` (``ValueError``).

        The action ``clock.accepted`` is taken whatever the clock says. After ``workspace.moved`` nothing is.
        """
        ...


class Transactional(Protocol):
    """What is changed all at once, or not at all."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything in the block, the queue's changes included, is done when it ends, or nothing of it is.

        Nobody else changes anything meanwhile. A block within a block is part of the outer one.
        """
        ...


class Store(Transactional, Protocol):
    """Everything that a workspace remembers, but for the files and the jobs (``Queue``)."""

    @property
    def rounds(self) -> Rounds:
        """The requests for information."""
        ...

    @property
    def submissions(self) -> Submissions:
        """The files that organisations sent."""
        ...

    @property
    def decisions(self) -> Decisions:
        """What people decided."""
        ...

    @property
    def runs(self) -> Runs:
        """The runs."""
        ...

    @property
    def registers(self) -> RegisterLog:
        """The registers."""
        ...

    @property
    def audit(self) -> Audit:
        """The log."""
        ...


class Archive(Protocol):
    """A whole store as lines of text, the same for every implementation: for backups, moves and comparisons."""

    def records(self) -> Iterator[Record | Event]:
        """Every record, kind after kind in the order of ``KINDS``, each kind by number or event, then the log; all as
        of one moment.
        """
        ...

    def load(self, records: Iterable[Record | Event]) -> None:
        """Fill an empty store. Raises ``VersionConflict`` where it is not empty; nothing is changed then."""
        ...

    def faults(self) -> Iterator[str]:
        """What the database itself finds wrong with how it keeps them; nothing where all is well."""
        ...

    def references(self) -> frozenset[FileRef]:
        """Every file that any record, or any unfinished job, refers to.

        Raises ``VersionConflict`` in a store that was moved elsewhere: what is there now, it cannot know.
        """
        ...


class Files(Protocol):
    """Files by their content. What is put twice is kept once."""

    def holding(self) -> AbstractContextManager[None]:
        """Nothing is collected during the block: put files and commit what refers to them inside one."""
        ...

    def put(self, content: bytes) -> FileRef:
        """Keep a file; when this returns it is safe on disk. Only inside ``holding``."""
        ...

    def read(self, file: FileRef) -> bytes:
        """The bytes, once they are proved to be those. Raises ``DamagedStore`` where they are not, or not there."""
        ...

    def path(self, file: FileRef) -> Path:
        """Where a file is kept, for what has to name it; nobody writes there."""
        ...

    def all(self) -> Iterator[FileRef]:
        """Every file that is kept, in the order of their hashes."""
        ...

    def collect(self, archive: Archive) -> tuple[FileRef, ...]:
        """Delete what nothing refers to, and what was left half-written; what was deleted. Waits for ``holding``."""
        ...
