"""A whole database as records, as of one moment; and an empty one filled with them. Source: ``ports.store.Archive``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.db import connections, transaction
from django.db.models import Model, QuerySet

from eligo.errors import DamagedStore, VersionConflict
from eligo.records import (
    Decision,
    Event,
    FileRef,
    Job,
    JobState,
    Record,
    RegisterLine,
    RegisterPublication,
    Round,
    Run,
    Submission,
    canonical,
)
from eligo.registers import line_of
from eligo.store import models, rows
from eligo.store.changes import BATCH, Changes
from eligo.store.faults import reading
from eligo.store.guards import guard_faults
from eligo.store.register_tree import empty, line_faults


@dataclass(frozen=True, slots=True)
class DjangoArchive:
    """All of one database."""

    changes: Changes

    def records(self) -> Iterator[Record | Event]:
        """Every record and the log, all as of one moment, while others go on writing.

        Inside a transaction of this store that moment is now, with what the transaction has changed so far.
        """
        alias = self._alias()
        with reading(self.changes.address), transaction.atomic(using=alias):
            for query, made in _in_order(alias):
                yield from map(made, query.iterator(BATCH))

    def _alias(self) -> str:
        address = self.changes.address
        return address.changes if connections[address.changes].in_atomic_block else address.moment

    def load(self, records: Iterable[Record | Event]) -> None:
        """Fill an empty store, all or nothing."""
        with self.changes.transaction():
            if self.changes.head().number:
                raise VersionConflict(
                    f"The database {self.changes.address.shown} is not empty",
                    hint="Name one that holds no workspace yet.",
                )
            for kind, group in groupby(records, key=type):
                self._load(kind, group)

    def _load(self, kind: type[Record | Event], records: Iterator[Any]) -> None:
        tables = (_line_table(),) if kind is RegisterLine else _ROWS[kind]
        while batch := list(islice(records, BATCH)):
            for model, made in tables:
                found = [row for record in batch for row in made(record)]
                model.objects.using(self.changes.address.changes).bulk_create(found)  # type: ignore[attr-defined]

    def faults(self) -> Iterator[str]:
        """What the database itself finds wrong with how it keeps them.

        SQLite looks at every page, index and key. PostgreSQL keeps a checksum of every page and refuses to read one
        that does not agree, so that reading everything is its check. Of both, the triggers have to be there.
        """
        connection = connections[self.changes.address.changes]
        with reading(self.changes.address):
            yield from guard_faults(connection)
            every = models.RegisterLine.objects.using(self.changes.address.changes).order_by("number")
            yield from line_faults(every.iterator(BATCH))
        if connection.vendor == "sqlite":
            with reading(self.changes.address), connection.cursor() as cursor:
                cursor.execute("PRAGMA integrity_check")
                yield from (str(line) for (line,) in cursor.fetchall() if line != "ok")

    def references(self) -> frozenset[FileRef]:
        """Every file that any record, or any unfinished job, refers to.

        Raises ``VersionConflict`` in a store that was moved elsewhere: what is there now, it cannot know.
        """
        self.changes.refuse_moved(self.changes.head())
        alias = self._alias()
        with reading(self.changes.address), transaction.atomic(using=alias):
            found = set()
            for model in (models.Submission, models.Decision, models.RunFile):
                pairs = model.objects.using(alias).values_list("file_sha256", "file_size").distinct()
                found |= {FileRef(sha256, size or 0) for sha256, size in pairs if sha256}
            final = [state.value for state in JobState if state.is_final]
            for text in models.Job.objects.using(alias).exclude(state__in=final).values_list("files", flat=True):
                found |= set(rows.job_files(text))
        return frozenset(found)


def _in_order(alias: str) -> Iterator[tuple[QuerySet[Any], Callable[[Any], Record | Event]]]:
    yield models.Round.objects.using(alias).order_by("event").prefetch_related("asked"), rows.round_of
    yield models.Submission.objects.using(alias).order_by("number"), rows.submission_of
    yield models.Decision.objects.using(alias).order_by("event"), rows.decision_of
    yield models.Run.objects.using(alias).order_by("number").prefetch_related("files"), rows.run_of
    yield models.Job.objects.using(alias).order_by("number"), rows.job_of
    yield models.RegisterLine.objects.using(alias).order_by("number"), rows.kept_line_of
    yield models.RegisterPublication.objects.using(alias).order_by("number"), rows.kept_publication_of
    yield models.Event.objects.using(alias).order_by("number"), rows.event_of


def _job_rows(job: Job) -> Iterable[models.Job]:
    return [models.Job(**rows.job_columns(job))]


Table = tuple[type[Model], Callable[[Any], Iterable[Model]]]
"""A table, and how its rows are made of a record."""


def _line_table() -> Table:
    """That of the registers' lines, of which each row has to know those before it: the tree is made anew."""
    growing = empty()

    def made(one: RegisterLine) -> Iterable[models.RegisterLine]:
        try:
            return [growing.row(line_of(one.line), canonical(one.line))]
        except ValueError as error:
            raise DamagedStore(
                f"Line {one.number} of the registers is none: {error}", hint="Use another backup."
            ) from None

    return models.RegisterLine, made


_ROWS: dict[type[Any], tuple[Table, ...]] = {
    Round: ((models.Round, lambda one: [rows.round_row(one)]), (models.Asked, rows.asked_rows)),
    Submission: ((models.Submission, lambda one: [rows.submission_row(one)]),),
    Decision: ((models.Decision, lambda one: [rows.decision_row(one)]),),
    Run: ((models.Run, lambda one: [rows.run_row(one)]), (models.RunFile, rows.run_file_rows)),
    Job: ((models.Job, _job_rows),),
    RegisterPublication: ((models.RegisterPublication, lambda one: [rows.publication_row(one)]),),
    Event: ((models.Event, lambda one: [rows.event_row(one)]),),
}
"""The tables of each kind of record, the parent first, and how their rows are made."""
