"""What a workspace remembers, as frozen values.

What belongs here: the records that a store keeps and the ports speak of. What does not: how they are kept
(``store``), and what is derived from them (``workflows``).

Invariants: ``event`` is the number of the event of the log that last changed a record, 0 before it is stored; it
is what a later change has to name as the state it was made from. Times are aware, in UTC. A value that is free
(``Decision.value``, ``Run.parameters``, ``Job.request`` ...) is made of texts, whole numbers, truth values, ``None``,
lists and mappings; never of floats, so that it has one canonical form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

Plain = Mapping[str, object]
"""A mapping of names to texts, whole numbers, truth values, ``None``, lists and such mappings."""


@dataclass(frozen=True, slots=True)
class Because:
    """Who makes a change, and why: every change to a workspace has both."""

    who: str
    why: str


@dataclass(frozen=True, slots=True, order=True)
class FileRef:
    """A file by its content: the SHA-256 of its bytes in hexadecimal, and how many bytes there are."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, order=True)
class Asked:
    """An organisation that a round asks for a return; ``role`` is ``supplier`` or ``operator``."""

    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Round:
    """One request for information. ``due_on`` is ``None`` where nobody has set a day; ``asked`` may be empty."""

    reference: str
    scheme: str
    due_on: date | None = None
    asked: tuple[Asked, ...] = ()
    closed: bool = False
    opened_at: datetime | None = None
    event: int = 0


class Standing(Enum):
    """What has become of a submission: it counts, a later one counts in its place, or it was taken back."""

    STANDING = "standing"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that an organisation sent for a round.

    ``kind`` is ``return`` or ``upgrades``; ``role`` that of the organisation. ``rows_…`` are those of all its
    sheets: read = accepted + quarantined + ignored. ``replaced_by`` is the number of the submission that counts
    instead. ``number`` counts from 1 in the order of receipt; 0 before it is stored.
    """

    round: str
    kind: str
    role: str
    organisation: str
    file_name: str
    file: FileRef
    snapshot_on: date | None = None
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    rows_ignored: int = 0
    standing: Standing = Standing.STANDING
    replaced_by: int | None = None
    received_at: datetime | None = None
    number: int = 0
    event: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person about one subject, which holds until another follows it.

    ``kind`` and ``subject`` say what it is about (``pin`` of a combination, ``alias`` of a name); ``value`` is what
    was decided, ``None`` where the earlier decision is taken back; ``file`` a file that belongs to it. ``follows``
    is the event of the decision that it was made in knowledge of, 0 where there was none. ``by``, ``why`` and
    ``decided_at`` are filled in when it is recorded.
    """

    kind: str
    subject: str
    value: Plain | None
    file: FileRef | None = None
    follows: int = 0
    by: str = ""
    why: str = ""
    decided_at: datetime | None = None
    event: int = 0


@dataclass(frozen=True, slots=True, order=True)
class RunFile:
    """A file that a run read or wrote: its role (``return``, ``catalogue``, ``output`` ...), its name, its content."""

    role: str
    name: str
    file: FileRef


@dataclass(frozen=True, slots=True)
class Run:
    """One run: everything it read, everything it wrote, and with which answer.

    ``through`` is the last event of the log when its inputs and decisions were read: what came later is not in it.
    ``status`` is ``optimal``, ``feasible`` or ``infeasible``. ``number`` counts from 1.
    """

    round: str
    status: str
    scheme: Plain
    parameters: Plain
    inputs: tuple[RunFile, ...]
    outputs: tuple[RunFile, ...]
    through: int
    started_at: datetime
    finished_at: datetime
    number: int = 0
    event: int = 0


LONGEST_LEASE = timedelta(hours=1)
"""No worker is given longer than that without a sign of life."""


class JobState(Enum):
    """Where a job stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to it."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of long work.

    A running job is held by one ``worker`` until ``lease_until``; ``attempt`` counts the workers it has had and is
    what a worker proves its hold with. ``checkpoint`` is what the next worker goes on from, ``files`` are the files
    it refers to. ``done`` of ``total`` steps of ``stage`` are finished. ``result`` is set when it is done,
    ``problem`` when it failed.
    """

    kind: str
    request: Plain
    state: JobState = JobState.QUEUED
    worker: str = ""
    attempt: int = 0
    lease_until: datetime | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    checkpoint: Plain | None = None
    files: tuple[FileRef, ...] = ()
    cancel_wanted: bool = False
    result: Plain | None = None
    problem: str = ""
    submitted_at: datetime | None = None
    number: int = 0
    event: int = 0

    def is_held(self, now: datetime) -> bool:
        """Whether a worker holds it: one has taken it up, and its lease has not ended.

        A lease that ends later than any that is given was given by a clock that was ahead; it holds nothing.
        """
        is_running = self.state is JobState.RUNNING and self.lease_until is not None
        return is_running and self.lease_until is not None and now < self.lease_until <= now + LONGEST_LEASE


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log: who changed what, when and why, what it was before and after.

    ``action`` is ``<record>.<what happened>``; ``subject`` names the record for people; ``before`` and ``after``
    are the record's plain form, ``None`` before the first and after the last. ``hash`` is over all of it and over
    ``previous``, the hash of the event before; see ``chain``.
    """

    number: int
    at: datetime
    who: str
    why: str
    action: str
    subject: str
    before: Plain | None
    after: Plain | None
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the registers' log; ``line`` is its published form, whose canonical text is the leaf of their tree."""

    number: int
    line: Plain


@dataclass(frozen=True, slots=True)
class RegisterPublication:
    """A publication of the registers; ``number`` counts over all lists from 1.

    ``version`` is the published form of what was signed.
    """

    number: int
    version: Plain
    key: str
    signature: str


Changing = Round | Submission | Decision | Run | Job
"""A record whose every state is in the log."""

Record = Changing | RegisterLine | RegisterPublication
"""A record of the store; an ``Event`` is not one. Of what is in the registers the log has the hashes."""
