"""The log as a chain of hashes, and what the log says that the records are.

What belongs here: sealing an event, checking that events follow one another, replaying them. What does not: where
events are kept.

Invariants: an event's hash is over every other field of it and over the hash of the event before, so that nothing in
the log can be changed, left out or put in between unseen; cutting off its end is seen by whoever has noted a later
hash. Replaying the log gives every record as it stands, but for how far running jobs are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from eligo.canonical import canonical, time_of
from eligo.errors import ClockSetBack, UsageError
from eligo.records.model import (
    Because,
    Event,
    JobState,
    Plain,
    Record,
    RegisterLine,
    RegisterPublication,
)
from eligo.records.plain import plain, storable
from eligo.records.register_check import REGISTER_KEY, RegisterCheck

GENESIS = "0" * 64
"""What the first event has for the hash of the event before."""

CLOCK_ACCEPTED = "clock.accepted"
"""The action after which times may be earlier than before: somebody has said that the clock is right now."""

MOVED = "workspace.moved"
"""The action that ends a log: the workspace goes on elsewhere."""

CLOCK_TOLERANCE = timedelta(seconds=2)
"""By how much a clock may be behind the log without a word: machines that share a database differ by a blink."""

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "round": ("reference",),
    "submission": ("number",),
    "decision": ("kind", "subject", "event"),
    "run": ("number",),
    "job": ("number",),
    "register.line": ("number",),
    "register.version": ("number",),
    "register": (),
}
"""What a record of each kind is known by: two records of one kind never agree in it."""

UNLOGGED = frozenset({"lease_until", "stage", "done", "total", "checkpoint", "files"})
"""The fields that say how far a running job is; they change by the second and are not in the log until it ends."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a log: its number, hash, time and action; number 0 where there is none."""

    number: int = 0
    hash: str = GENESIS
    at: datetime | None = None
    action: str = ""


def time_after(head: Head, now: datetime, action: str) -> datetime:
    """The time of the event that follows ``head``: now, or the head's where the clock is behind by a blink.

    Raises ``ClockSetBack`` where it is behind by more than ``CLOCK_TOLERANCE``, unless that is what is accepted.
    """
    if head.at is None or now >= head.at or action == CLOCK_ACCEPTED:
        return now
    if head.at - now <= CLOCK_TOLERANCE:
        return head.at
    raise ClockSetBack(
        f"This machine's clock says {time_of(now)}, but the log ends at {time_of(head.at)}; nothing has been changed",
        hint="Set the clock. If it was wrong when the log was written and is right now, say so with "
        "'eligo log --accept-clock --why ...'.",
    )


def head_of(event: Event) -> Head:
    """The head of a log that ends with this event."""
    return Head(event.number, event.hash, event.at, event.action)


def seal(
    head: Head, at: datetime, because: Because, action: str, subject: str, before: Plain | None, after: Plain | None
) -> Event:
    """The event that follows ``head``."""
    unsealed = Event(head.number + 1, at, because.who, because.why, action, subject, before, after, head.hash, "")
    return replace(unsealed, hash=hash_of(unsealed))


def hash_of(event: Event) -> str:
    """The SHA-256 over the canonical text of everything in an event but its hash."""
    # Written out: before and after are plain already, and this is what a million changes spend their time in.
    stated = {
        "record": "event",
        "number": event.number,
        "at": time_of(event.at),
        "who": storable(event.who),
        "why": storable(event.why),
        "action": storable(event.action),
        "subject": storable(event.subject),
        "before": event.before,
        "after": event.after,
        "previous": event.previous,
    }
    return hashlib.sha256(canonical(stated).encode()).hexdigest()


def logged(record: Record) -> dict[str, Any]:
    """The plain form of a record as the log has it."""
    stated = plain(record)
    if stated["record"] == "job" and stated["state"] == JobState.RUNNING.value:
        return {name: value for name, value in stated.items() if name not in UNLOGGED}
    return stated


def subject_of(stated: Plain) -> str:
    """The name of a record for people.

    >>> subject_of({"record": "decision", "kind": "pin", "subject": "C-5H7FZFG0YEWA", "event": 9})
    'decision/pin/C-5H7FZFG0YEWA'
    """
    kind = str(stated["record"])
    return "/".join([kind, *(str(stated[name]) for name in IDENTITY[kind] if (kind, name) != ("decision", "event"))])


def key_of(stated: Plain) -> Key:
    """What tells a record from every other."""
    kind = str(stated["record"])
    return (kind, *(str(stated[name]) for name in IDENTITY[kind]))


def chain_faults(events: Iterable[Event], head: Head | None = None) -> Iterator[str]:
    """What is wrong with a log that goes on from ``head``: a line per event at fault, nothing where all is well."""
    head = head or Head()
    for event in events:
        if event.number != head.number + 1:
            yield f"event {event.number}: follows event {head.number}; what was between them is missing"
        if event.previous != head.hash:
            yield f"event {event.number}: does not follow the event before it"
        if not _is_sealed(event):
            yield f"event {event.number}: is not what was sealed"
        if head.at is not None and event.at < head.at and event.action != CLOCK_ACCEPTED:
            yield f"event {event.number}: is earlier than the event before it"
        head = head_of(event)


def _is_sealed(event: Event) -> bool:
    try:
        return event.hash == hash_of(event)
    except UsageError:
        # It holds a text that nothing was ever sealed with.
        return False


def replay(events: Iterable[Event], state: dict[Key, Plain] | None = None) -> dict[Key, Plain]:
    """Every record as the log leaves it, by what it is known by, in its logged plain form."""
    state = {} if state is None else state
    for event in events:
        # What is not a record is the workspace itself; or it is damaged, which the chain shows.
        after = event.after or {}
        names = IDENTITY.get(str(after.get("record")))
        if names is not None and set(names) <= after.keys():
            state[key_of(after)] = after
    return state


def fields_that_differ(expected: Plain, stated: Plain) -> list[str]:
    """The fields of a record that are not as its last event has them, sorted; 1 is not the same as true.

    A field that an older Eligo did not have is not in its events; what they state has to agree.
    """
    return sorted(
        name
        for name, value in expected.items()
        if name not in stated or canonical({name: value}) != canonical({name: stated[name]})
    )


def record_faults(records: Iterable[Record], state: Mapping[Key, Plain]) -> Iterator[str]:
    """What differs between the records as they stand and as the log leaves them; nothing where all is well."""
    unseen, register = dict(state), RegisterCheck()
    register_head = unseen.pop(REGISTER_KEY, None)
    for record in records:
        if isinstance(record, RegisterLine | RegisterPublication):
            register.see(record)
            continue
        stated = logged(record)
        expected = unseen.pop(key_of(stated), None)
        if expected is None:
            yield f"{subject_of(stated)}: is not in the log"
        elif canonical(expected) != canonical(stated) and (names := fields_that_differ(expected, stated)):
            yield f"{subject_of(stated)}: {', '.join(names)} not as the log has it"
    yield from (f"{subject_of(stated)}: is in the log, and is missing" for stated in unseen.values())
    yield from register.ending_faults(register_head)
