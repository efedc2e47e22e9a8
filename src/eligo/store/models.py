"""The tables, one row for one record, child tables for what a record has several of.

What belongs here: columns, keys and constraints. What does not: what a change is (``writing``), and records
(``rows`` turns one into the other).

Invariants: ``event`` is that of the last change and unique in its table; free values are the canonical text of their
plain form; ``Event``, ``Decision``, ``Run``, ``RunFile``, ``RegisterLine`` and ``RegisterPublication`` are append-only,
held by triggers (``migrations/sql``). Texts are unbounded here, since SQLite holds no bound: ``records.plain`` refuses
what is too long.
"""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One line of the log. ``before`` and ``after`` are canonical texts."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    who = models.TextField()
    why = models.TextField()
    action = models.TextField()
    subject = models.TextField()
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """The log is asked for the events of one record."""

        indexes = (models.Index(fields=("subject", "number"), name="eligo_event_subject"),)


class Round(models.Model):
    """One request for information."""

    reference = models.TextField(primary_key=True)
    scheme = models.TextField()
    due_on = models.DateField(null=True)
    closed = models.BooleanField()
    opened_at = models.DateTimeField()
    event = models.BigIntegerField(unique=True)


class Asked(models.Model):
    """One organisation that a round asks; ``place`` is its place in the list."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asked")
    place = models.IntegerField()
    role = models.TextField()
    organisation = models.TextField()

    class Meta:
        """Each place once."""

        constraints = (models.UniqueConstraint(fields=("round", "place"), name="eligo_asked_place"),)


class Submission(models.Model):
    """One file that an organisation sent."""

    number = models.BigIntegerField(primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    kind = models.TextField()
    role = models.TextField()
    organisation = models.TextField()
    file_name = models.TextField()
    file_sha256 = models.CharField(max_length=64)
    file_size = models.BigIntegerField()
    snapshot_on = models.DateField(null=True)
    rows_read = models.BigIntegerField()
    rows_accepted = models.BigIntegerField()
    rows_quarantined = models.BigIntegerField()
    rows_ignored = models.BigIntegerField()
    standing = models.TextField()
    replaced_by = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    event = models.BigIntegerField(unique=True)


class Decision(models.Model):
    """One decision; the one that nothing follows stands. No two follow the same one."""

    event = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    subject = models.TextField()
    value = models.TextField(null=True)
    file_sha256 = models.CharField(max_length=64, null=True)
    file_size = models.BigIntegerField(null=True)
    follows = models.BigIntegerField()
    by = models.TextField()
    why = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        """Also what a decision is found by: the one that follows the latest stands."""

        constraints = (models.UniqueConstraint(fields=("kind", "subject", "follows"), name="eligo_decision_follows"),)


class Run(models.Model):
    """One run."""

    number = models.BigIntegerField(primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="runs")
    status = models.TextField()
    scheme = models.TextField()
    parameters = models.TextField()
    through = models.BigIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    event = models.BigIntegerField(unique=True)


class RunFile(models.Model):
    """One file that a run read (``is_output`` false) or wrote; ``place`` is its place in the list."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="files")
    is_output = models.BooleanField()
    place = models.IntegerField()
    role = models.TextField()
    name = models.TextField()
    file_sha256 = models.CharField(max_length=64)
    file_size = models.BigIntegerField()

    class Meta:
        """Each place once."""

        constraints = (models.UniqueConstraint(fields=("run", "is_output", "place"), name="eligo_run_file_place"),)


class Job(models.Model):
    """One piece of long work; ``files`` is the canonical text of a list of (hash, size)."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    request = models.TextField()
    state = models.TextField()
    worker = models.TextField()
    attempt = models.IntegerField()
    lease_until = models.DateTimeField(null=True)
    stage = models.TextField()
    done = models.BigIntegerField()
    total = models.BigIntegerField()
    checkpoint = models.TextField(null=True)
    files = models.TextField()
    cancel_wanted = models.BooleanField()
    result = models.TextField(null=True)
    problem = models.TextField()
    submitted_at = models.DateTimeField()
    event = models.BigIntegerField(unique=True)


class RegisterLine(models.Model):
    """One line of the registers' log; ``text`` is what is hashed, the other columns are what it is found by.

    ``item`` is what the line is about (``ports.item_of``); ``product``, ``resting_on`` (the product on whose test it
    rests), ``effective_on`` and ``status`` (the text of the one that its item is left with) are those of an entry.
    ``hashes`` are, in hexadecimal, one after the other, those of all subtrees of the Merkle tree that are full by this
    line, its leaf first: a tree of n lines is n rows.
    """

    number = models.BigIntegerField(primary_key=True)
    item = models.TextField()
    product = models.TextField(null=True)
    resting_on = models.TextField(null=True)
    effective_on = models.DateField(null=True)
    status = models.TextField(null=True)
    recorded_at = models.DateTimeField()
    text = models.TextField()
    hashes = models.TextField()

    class Meta:
        """What is asked: an item's last line up to a number and a day, a product, a time, what takes effect when."""

        indexes = (
            models.Index(fields=("item", "number", "effective_on"), name="eligo_line_item"),
            models.Index(fields=("product", "item", "number", "effective_on"), name="eligo_line_product"),
            models.Index(fields=("resting_on", "number"), name="eligo_line_resting_on"),
            models.Index(fields=("effective_on", "number"), name="eligo_line_effective_on"),
            models.Index(fields=("recorded_at", "number"), name="eligo_line_recorded_at"),
        )


class RegisterPublication(models.Model):
    """One publication; ``text`` is what was signed."""

    number = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    key = models.TextField()
    signature = models.TextField()
