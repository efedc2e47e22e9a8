"""Rounds, submissions, decisions, runs and the log, on Django's ORM.

What belongs here: the ports of ``ports.store``, method by method. What does not: what a change is (``changes``), and
how a record looks in its tables (``rows``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from django.db.models import Exists, Max, OuterRef, QuerySet

from eligo.errors import NotFound, VersionConflict
from eligo.ports import Clock
from eligo.records import (
    Because,
    Decision,
    Event,
    Head,
    Plain,
    Round,
    Run,
    Submission,
    is_storable,
    plain,
    plain_value,
    subject_of,
)
from eligo.store import models, rows
from eligo.store.changes import BATCH, Change, Changes, refuse_stale
from eligo.store.connecting import Address
from eligo.store.faults import reading
from eligo.store.registers import DjangoRegisters


@dataclass(frozen=True, slots=True)
class DjangoRounds:
    """The requests for information."""

    changes: Changes

    def open(self, round_: Round, because: Because) -> Round:
        """Keep a new round."""
        with self.changes.transaction():
            head, at = self.changes.next(because)
            if self._found(round_.reference).exists():
                raise VersionConflict(
                    f"There is a round {round_.reference} already", hint="Amend it, or choose another reference."
                )
            opened = replace(round_, opened_at=at, event=head.number + 1)
            self.changes.log(head, at, because, [Change("round.opened", None, opened)])
            self._keep(opened)
        return opened

    def amend(self, round_: Round, because: Because) -> Round:
        """Keep a round's new state."""
        with self.changes.transaction():
            head, at = self.changes.next(because)
            present = self.get(round_.reference)
            refuse_stale(present, round_)
            amended = replace(round_, opened_at=present.opened_at, event=head.number + 1)
            self.changes.log(head, at, because, [Change("round.amended", present, amended)])
            self._keep(amended)
        return amended

    def _keep(self, round_: Round) -> None:
        alias = self.changes.address.changes
        rows.round_row(round_).save(using=alias)
        models.Asked.objects.using(alias).filter(round_id=round_.reference).delete()
        models.Asked.objects.using(alias).bulk_create(rows.asked_rows(round_), batch_size=BATCH)

    def get(self, reference: str) -> Round:
        """One round."""
        with reading(self.changes.address):
            row = self._found(reference).prefetch_related("asked").first()
            if row is not None:
                return rows.round_of(row)
        raise NotFound(f"There is no round {reference}", hint="See those there are with 'eligo rounds list'.")

    def all(self) -> tuple[Round, ...]:
        """Every round."""
        with reading(self.changes.address):
            every = models.Round.objects.using(self.changes.address.changes).order_by("event")
            return tuple(map(rows.round_of, every.prefetch_related("asked")))

    def _found(self, reference: str) -> QuerySet[models.Round]:
        found = models.Round.objects.using(self.changes.address.changes)
        return found.filter(reference=reference) if is_storable(reference) else found.none()


@dataclass(frozen=True, slots=True)
class DjangoSubmissions:
    """The files that organisations sent."""

    changes: Changes
    rounds: DjangoRounds

    def receive(self, submission: Submission, because: Because) -> Submission:
        """Keep a new submission."""
        with self.changes.transaction():
            head, at = self.changes.next(because)
            if self.rounds.get(submission.round).closed:
                raise VersionConflict(
                    f"The round {submission.round} is closed, and takes no more returns",
                    hint="Open it again with 'eligo rounds open', if it should.",
                )
            number = next_number(self._all())
            received = replace(submission, number=number, received_at=at, event=head.number + 1)
            self.changes.log(head, at, because, [Change("submission.received", None, received)])
            rows.submission_row(received).save(using=self.changes.address.changes, force_insert=True)
        return received

    def amend(self, submission: Submission, because: Because) -> Submission:
        """Keep a submission's new standing."""
        with self.changes.transaction():
            head, at = self.changes.next(because)
            present = self.get(submission.number)
            refuse_stale(present, submission)
            amended = replace(submission, received_at=present.received_at, event=head.number + 1)
            self.changes.log(head, at, because, [Change("submission.amended", present, amended)])
            rows.submission_row(amended).save(using=self.changes.address.changes)
        return amended

    def get(self, number: int) -> Submission:
        """One submission."""
        with reading(self.changes.address):
            row = self._all().filter(number=number).first()
            if row is not None:
                return rows.submission_of(row)
        raise NotFound(f"There is no submission {number}", hint="See those there are with 'eligo status'.")

    def of_round(self, reference: str) -> tuple[Submission, ...]:
        """Every submission of a round."""
        with reading(self.changes.address):
            return tuple(map(rows.submission_of, self._all(reference).order_by("number")))

    def _all(self, reference: str | None = None) -> QuerySet[models.Submission]:
        every = models.Submission.objects.using(self.changes.address.changes)
        if reference is None:
            return every.all()
        return every.filter(round_id=reference) if is_storable(reference) else every.none()


@dataclass(frozen=True, slots=True)
class DjangoDecisions:
    """What people decided."""

    changes: Changes

    def record(self, decisions: Sequence[Decision], because: Because) -> tuple[Decision, ...]:
        """Keep some decisions, all or none."""
        for decision in decisions:
            plain(decision)
        with self.changes.transaction():
            head, at = self.changes.next(because)
            standing = self._standing_of(decisions)
            made: list[Change] = []
            stale: list[str] = []
            for number, decision in enumerate(decisions, start=head.number + 1):
                about = (decision.kind, decision.subject)
                present = standing.get(about)
                if decision.follows != (present.event if present else 0):
                    stale.append(_not_following(decision, present))
                    continue
                kept = replace(decision, by=because.who, why=because.why, decided_at=at, event=number)
                action = "decision.withdrawn" if kept.value is None else "decision.recorded"
                made.append(Change(action, present, kept))
                standing[about] = kept
            if stale:
                raise VersionConflict(
                    "Something else has been decided meanwhile; nothing of this has been recorded",
                    hint="Look at what stands now with 'eligo decisions', and decide anew.",
                    details=stale,
                )
            self.changes.log(head, at, because, made)
            recorded = tuple(change.after for change in made if isinstance(change.after, Decision))
            self._all().bulk_create(map(rows.decision_row, recorded), batch_size=BATCH)
        return recorded

    def _standing_of(self, decisions: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
        subjects: dict[str, set[str]] = {}
        for decision in decisions:
            subjects.setdefault(decision.kind, set()).add(decision.subject)
        found = {}
        for kind, wanted in subjects.items():
            names = sorted(wanted)
            for start in range(0, len(names), 500):
                query = _unfollowed(self._all().filter(kind=kind, subject__in=names[start : start + 500]))
                found.update({(row.kind, row.subject): rows.decision_of(row) for row in query})
        return found

    def standing(self, kind: str, subject: str) -> Decision | None:
        """The decision that stands about a subject."""
        with reading(self.changes.address):
            row = self._about(kind, subject).order_by("-follows").first()
            return rows.decision_of(row) if row else None

    def history(self, kind: str, subject: str) -> tuple[Decision, ...]:
        """Every decision about a subject."""
        with reading(self.changes.address):
            return tuple(map(rows.decision_of, self._about(kind, subject).order_by("event")))

    def all_standing(self, kind: str | None = None) -> Iterator[Decision]:
        """Every standing decision that was not taken back."""
        query = _unfollowed(self._all().filter(value__isnull=False)).order_by("event")
        if kind is not None:
            query = query.filter(kind=kind) if is_storable(kind) else query.none()
        with reading(self.changes.address):
            yield from map(rows.decision_of, query.iterator(BATCH))

    def latest(self, kinds: Collection[str]) -> int:
        """The event of the last decision of these kinds."""
        with reading(self.changes.address):
            of_kinds = self._all().filter(kind__in=sorted(filter(is_storable, kinds)))
            return int(of_kinds.aggregate(last=Max("event"))["last"] or 0)

    def _about(self, kind: str, subject: str) -> QuerySet[models.Decision]:
        is_possible = is_storable(kind) and is_storable(subject)
        return self._all().filter(kind=kind, subject=subject) if is_possible else self._all().none()

    def _all(self) -> QuerySet[models.Decision]:
        return models.Decision.objects.using(self.changes.address.changes)


def _unfollowed(query: QuerySet[models.Decision]) -> QuerySet[models.Decision]:
    later = models.Decision.objects.filter(
        kind=OuterRef("kind"), subject=OuterRef("subject"), follows=OuterRef("event")
    )
    return query.filter(~Exists(later))


def _not_following(decision: Decision, present: Decision | None) -> str:
    subject = subject_of(plain(decision))
    if present is None:
        return f"{subject}: follows event {decision.follows}, but nothing has been decided about it"
    return f"{subject}: follows event {decision.follows}, but event {present.event} of {present.by} stands"


@dataclass(frozen=True, slots=True)
class DjangoRuns:
    """The runs."""

    changes: Changes
    rounds: DjangoRounds

    def record(self, run: Run, because: Because) -> Run:
        """Keep a run."""
        with self.changes.transaction():
            head, at = self.changes.next(because)
            self.rounds.get(run.round)
            recorded = replace(run, number=next_number(self._all()), event=head.number + 1)
            self.changes.log(head, at, because, [Change("run.recorded", None, recorded)])
            alias = self.changes.address.changes
            rows.run_row(recorded).save(using=alias, force_insert=True)
            models.RunFile.objects.using(alias).bulk_create(rows.run_file_rows(recorded), batch_size=BATCH)
        return recorded

    def get(self, number: int) -> Run:
        """One run."""
        with reading(self.changes.address):
            row = self._all().filter(number=number).prefetch_related("files").first()
            if row is not None:
                return rows.run_of(row)
        raise NotFound(f"There is no run {number}", hint="See those there are with 'eligo runs list'.")

    def all(self) -> tuple[Run, ...]:
        """Every run."""
        with reading(self.changes.address):
            return tuple(map(rows.run_of, self._all().order_by("number").prefetch_related("files")))

    def _all(self) -> QuerySet[models.Run]:
        return models.Run.objects.using(self.changes.address.changes)


@dataclass(frozen=True, slots=True)
class DjangoAudit:
    """The log."""

    changes: Changes

    def head(self) -> Head:
        """The last event."""
        return self.changes.head()

    def events(self, after: int = 0, limit: int | None = None) -> Iterator[Event]:
        """The events after that number."""
        query = self._all().filter(number__gt=after).order_by("number")
        with reading(self.changes.address):
            yield from map(rows.event_of, (query if limit is None else query[:limit]).iterator(BATCH))

    def of_subject(self, subject: str) -> tuple[Event, ...]:
        """The events about one record."""
        query = self._all().filter(subject=subject) if is_storable(subject) else self._all().none()
        with reading(self.changes.address):
            return tuple(map(rows.event_of, query.order_by("number")))

    def note(self, action: str, after: Plain, because: Because) -> Event:
        """An event about the workspace itself. Raises ``ValueError`` for what would pass for a record."""
        if after.get("record") != "workspace":
            raise ValueError("a note is about the workspace")
        with self.changes.transaction():
            head, at = self.changes.next(because, action)
            (event,) = self.changes.append(head, at, because, [(action, "workspace", None, plain_value(after))])
        return event

    def _all(self) -> QuerySet[models.Event]:
        return models.Event.objects.using(self.changes.address.changes)


class DjangoStore:
    """Everything that a workspace remembers, in one database."""

    def __init__(self, address: Address, clock: Clock) -> None:
        self._changes = Changes(address, clock)
        self.rounds = DjangoRounds(self._changes)
        self.submissions = DjangoSubmissions(self._changes, self.rounds)
        self.decisions = DjangoDecisions(self._changes)
        self.runs = DjangoRuns(self._changes, self.rounds)
        self.registers = DjangoRegisters(self._changes)
        self.audit = DjangoAudit(self._changes)

    def transaction(self) -> AbstractContextManager[None]:
        """Everything in the block, or nothing of it."""
        return self._changes.transaction()


def next_number(query: QuerySet[models.Submission] | QuerySet[models.Run] | QuerySet[models.Job]) -> int:
    """The number after the last one. Only inside a transaction: nobody else takes it meanwhile."""
    return int(query.aggregate(last=Max("number"))["last"] or 0) + 1
