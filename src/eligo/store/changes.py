"""What a change is: one transaction that keeps all other writers out, with its events at the end of the log.

Source: ``ports.store``, "Promises of every method that changes something".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connections, transaction

from eligo.errors import UsageError, VersionConflict
from eligo.ports import Clock
from eligo.records import (
    MOVED,
    Because,
    Changing,
    Event,
    Head,
    Plain,
    head_of,
    logged,
    plain,
    seal,
    subject_of,
    time_after,
)
from eligo.store import models, rows
from eligo.store.connecting import Address
from eligo.store.faults import in_doubt, is_lost, reading, told

BATCH = 2000
"""How many rows go to the database at once."""


@dataclass(frozen=True, slots=True)
class Change:
    """One record's change. ``after`` has the number and the time of its event in it."""

    action: str
    before: Changing | None
    after: Changing


@dataclass(frozen=True, slots=True)
class Changes:
    """The way of every change into one database."""

    address: Address
    clock: Clock

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing of it, with every other writer kept out from its beginning."""
        alias = self.address.changes
        with told(self.address):
            outermost = not connections[alias].in_atomic_block
            only_commit_is_left = False
            try:
                with transaction.atomic(using=alias):
                    if outermost:
                        self._keep_others_out()
                    yield
                    only_commit_is_left = outermost
            except DatabaseError as error:
                if only_commit_is_left and is_lost(error):
                    raise in_doubt(self.address) from error
                raise

    def _keep_others_out(self) -> None:
        # SQLite's transactions begin with its one lock for writers (``connecting``); in PostgreSQL it is asked for.
        connection = connections[self.address.changes]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE eligo_event IN SHARE ROW EXCLUSIVE MODE")

    def head(self) -> Head:
        """The end of the log."""
        with reading(self.address):
            columns = ("number", "hash", "at", "action")
            row = models.Event.objects.using(self.address.changes).order_by("-number").values_list(*columns).first()
        return Head(*row) if row else Head()

    def next(self, because: Because, action: str = "") -> tuple[Head, datetime]:
        """The end of the log, and the time of the event that comes next. Only inside ``transaction``.

        Raises ``UsageError`` where nobody says who or why, ``ClockSetBack``, and ``VersionConflict`` where the
        workspace goes on elsewhere.
        """
        for word, text in (("who makes the change", because.who), ("why", because.why)):
            if not text.strip():
                hint = "Every change is logged with both: --as NAME and --why TEXT."
                raise UsageError(f"Nothing says {word}", hint=hint)
        head = self.head()
        self.refuse_moved(head)
        return head, time_after(head, self.clock.now(), action)

    def refuse_moved(self, head: Head) -> None:
        """Raise ``VersionConflict`` where the workspace goes on elsewhere."""
        if head.action == MOVED:
            raise VersionConflict(
                f"The database {self.address.shown} has been moved elsewhere, and is not the workspace any more",
                hint="Use the one that the workspace's eligo.toml names now. Where it names this one, the move "
                "was interrupted: 'eligo log --last 1 --json' says where to, and 'eligo move' with that finishes it.",
            )

    def log(self, head: Head, at: datetime, because: Because, changes: Iterable[Change]) -> None:
        """Put an event for each change at the end of the log."""
        self.append(head, at, because, map(_stated, changes))

    def append(
        self,
        head: Head,
        at: datetime,
        because: Because,
        stated: Iterable[tuple[str, str, Plain | None, Plain | None]],
    ) -> Sequence[Event]:
        """Seal events of (action, subject, before, after) and put them at the end of the log."""
        events = []
        for action, subject, before, after in stated:
            event = seal(head, at, because, action, subject, before, after)
            head = head_of(event)
            events.append(event)
        models.Event.objects.using(self.address.changes).bulk_create(map(rows.event_row, events), batch_size=BATCH)
        return events


def _stated(change: Change) -> tuple[str, str, Plain | None, Plain]:
    after = logged(change.after)
    return change.action, subject_of(after), logged(change.before) if change.before else None, after


def refuse_stale(present: Changing, given: Changing) -> None:
    """Raise ``VersionConflict`` where the given state was not made from the present one."""
    if present.event != given.event:
        raise VersionConflict(
            f"{subject_of(plain(present))} has been changed since it was read: by event {present.event}, "
            f"not {given.event}",
            hint="Read it again, see what the other change was ('eligo log'), and decide anew.",
        )
